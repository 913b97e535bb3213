-- The shared indexes: what they are true for, and what notes that the tables have changed.
-- Not here: the indexes themselves, which the library makes.

-- Every statement that is going to change a mirrored table adds a row first; the
-- rows that a snapshot sees name the version of the table that it sees.
CREATE TABLE gn_diffusion.cache_version (
    -- The order of the columns is known to the library.
    version uuid NOT NULL DEFAULT pg_catalog.gen_random_uuid(),
    scope   text NOT NULL,
    CONSTRAINT cache_version_scope_check CHECK (pg_catalog.length(scope) <= 63)
);
ALTER TABLE gn_diffusion.cache_version ALTER COLUMN scope SET STORAGE PLAIN;
COMMENT ON TABLE gn_diffusion.cache_version IS
    'Versions of the tables that the indexes of the extension mirror (scope: schema.table), written by trigger zz_gn_diffusion_cache.';

CREATE FUNCTION gn_diffusion.note_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    changed constant text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
BEGIN
    -- Once a transaction has noted a change, no index serves it: one row says it all, unless a savepoint took it away.
    IF NOT EXISTS (SELECT FROM gn_diffusion.cache_version v
                    WHERE v.scope = changed AND v.xmin::text = (pg_current_xact_id()::text::numeric % 4294967296)::text) THEN
        INSERT INTO gn_diffusion.cache_version (scope) VALUES (changed);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION gn_diffusion.note_change() IS
    'Trigger of the mirrored tables: notes that they are about to change, so that no index made before is used for what is seen after.';

CREATE FUNCTION gn_diffusion.watch_tables() RETURNS integer LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    mirrored regclass;
    created integer := 0;
BEGIN
    FOR mirrored IN
        SELECT c.oid
          FROM (VALUES ('ref_geo.l_areas'), ('ref_geo.bib_areas_types'), ('gn_sensitivity.t_sensitivity_rules'),
                       ('gn_sensitivity.cor_sensitivity_criteria'), ('gn_sensitivity.cor_sensitivity_area'),
                       ('taxonomie.taxref'), ('ref_nomenclatures.t_nomenclatures'),
                       ('ref_nomenclatures.bib_nomenclatures_types'), ('gn_diffusion.level')) AS t (name)
          JOIN pg_catalog.pg_class c ON c.oid = to_regclass(t.name) AND c.relkind = 'r'
         WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = 'zz_gn_diffusion_cache')
    LOOP
        -- Before: a trigger of the same statement that sees rows already changed must see that they may be.
        EXECUTE format('CREATE TRIGGER zz_gn_diffusion_cache BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON %s '
                       'FOR EACH STATEMENT EXECUTE FUNCTION gn_diffusion.note_change()', mirrored);
        EXECUTE format('ALTER TRIGGER zz_gn_diffusion_cache ON %s DEPENDS ON EXTENSION gn_diffusion', mirrored);
        created := created + 1;
    END LOOP;
    PERFORM gn_diffusion.cache_refresh();
    RETURN created;
END
$$;
COMMENT ON FUNCTION gn_diffusion.watch_tables() IS
    'Puts trigger zz_gn_diffusion_cache on the tables mirrored by the shared indexes that do not have it, and returns how many it '
    'put. CREATE EXTENSION does it; to be called again when GeoNature''s tables were created or restored after the extension. Without '
    'the trigger on a table no index serves it: answers come from PostGIS. For the owner of these tables.';

CREATE FUNCTION gn_diffusion.cache_refresh() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM gn_diffusion.cache_version;
    INSERT INTO gn_diffusion.cache_version (scope)
    SELECT DISTINCT n.nspname || '.' || c.relname
      FROM pg_catalog.pg_trigger t
      JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE t.tgname = 'zz_gn_diffusion_cache';
END
$$;
COMMENT ON FUNCTION gn_diffusion.cache_refresh() IS
    'Makes every shared index be made again, and sweeps the notes of past changes. To be called after a change that fires no trigger: '
    'triggers disabled, session_replication_role = replica, logical replication. For the owner of the extension.';

COMMENT ON FUNCTION gn_diffusion.cache_status() IS
    'Shared indexes: the files of this database, and those that this session has used (mapped: shared with the other sessions; private: in '
    'its own memory, because no file could be written), with their size.';

-- A trigger runs as whoever changes the table: anybody may note a change, under an identifier that he does not choose, and nobody
-- but the owner may take a note away.
REVOKE ALL ON gn_diffusion.cache_version FROM PUBLIC;
GRANT SELECT, INSERT (scope) ON gn_diffusion.cache_version TO PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.watch_tables(), gn_diffusion.cache_refresh() FROM PUBLIC;

SELECT gn_diffusion.watch_tables();
