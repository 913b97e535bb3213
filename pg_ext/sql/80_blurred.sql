-- Blurred rows for those who may see nothing else: analysts, QGIS, GeoNature-atlas. Profile `diffusion`: every record at least at the
-- commune, sensitive ones by their level.
--
-- Three tables, of which nobody but their owner reads any, and the view over two of them. What is published lies in tables that
-- hold nothing else, so that no function, plan or statistic of a reader meets a row he may not see:
--   blurred_source        what each record becomes; the only place where a record and its public identifier meet
--   blurred_observation   the rows published
--   blurred_area          their areas, once each
-- Batches fill the first; the two others change in one transaction, and are then written anew in the order of random identifiers: neither
-- the order of rows nor a half-finished refresh tells which records were entered together.

CREATE TABLE gn_diffusion.blurred_source (
    id_synthese integer PRIMARY KEY,
    id          uuid NOT NULL,
    version     bigint NOT NULL,
    fingerprint text NOT NULL,
    cd_ref      integer,
    nom_valide  text,
    periode     text,
    level       text,
    area_id     uuid,
    area_type   text,
    area_ids    integer[],
    CONSTRAINT blurred_source_id_key UNIQUE (id)
);
COMMENT ON TABLE gn_diffusion.blurred_source IS
    'What each record of synthese becomes in blurred_synthese; area_id NULL: it is withheld. Never to be granted.';
COMMENT ON COLUMN gn_diffusion.blurred_source.id IS 'Public identifier: random, and another as soon as the row published is another.';
COMMENT ON COLUMN gn_diffusion.blurred_source.version IS 'xmin of the row of synthese it was made from: another one, and it is made again.';
COMMENT ON COLUMN gn_diffusion.blurred_source.fingerprint IS 'refresh_fingerprint it was made under: another one, and it is made again.';

CREATE TABLE gn_diffusion.blurred_area (
    area_id    uuid PRIMARY KEY,
    area_type  text NOT NULL,
    area_codes text[] NOT NULL,
    geom       geometry NOT NULL
);
CREATE INDEX blurred_area_geom_idx ON gn_diffusion.blurred_area USING gist (geom);
COMMENT ON TABLE gn_diffusion.blurred_area IS 'Areas of blurred_observation: those that stand for at least one row, and no other.';

CREATE TABLE gn_diffusion.blurred_observation (
    id         uuid PRIMARY KEY,
    cd_ref     integer NOT NULL,
    nom_valide text NOT NULL,
    periode    text NOT NULL,
    level      text NOT NULL,
    area_id    uuid NOT NULL
);
CREATE INDEX blurred_observation_area_id_idx ON gn_diffusion.blurred_observation (area_id);
CREATE INDEX blurred_observation_cd_ref_idx ON gn_diffusion.blurred_observation (cd_ref);
COMMENT ON TABLE gn_diffusion.blurred_observation IS 'Rows of blurred_synthese, each with the key of its area.';

CREATE VIEW gn_diffusion.blurred_synthese AS
    SELECT o.id, o.cd_ref, o.nom_valide, o.periode, o.level, a.area_type, a.area_codes, a.geom
      FROM gn_diffusion.blurred_observation o
      JOIN gn_diffusion.blurred_area a ON a.area_id = o.area_id;
COMMENT ON VIEW gn_diffusion.blurred_synthese IS
    'Observations that may be shown to anybody, blurred: to the commune when they are not sensitive, else as their level wants, the commune at least. All there is to '
    'know of a record is in these columns; records withheld (level unknown or never delivered, private, nothing to blur to) have no row. '
    'As of the last refresh_blurred.';
COMMENT ON COLUMN gn_diffusion.blurred_synthese.id IS 'Random; it says nothing of the record, and changes when the row does.';
COMMENT ON COLUMN gn_diffusion.blurred_synthese.periode IS
    'When it was observed, ISO 8601, to the day, month or year (date_precision of its level): 2017, 2017-08, 2017-07/2017-08.';
COMMENT ON COLUMN gn_diffusion.blurred_synthese.level IS 'Governing level, a code of gn_diffusion.level; 0: not sensitive.';
COMMENT ON COLUMN gn_diffusion.blurred_synthese.geom IS 'The area (MultiPolygon, local SRID), never the location.';

CREATE FUNCTION gn_diffusion.told_period(first_day date, last_day date, date_precision text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    pattern text := CASE date_precision WHEN 'day' THEN 'YYYY-MM-DD' WHEN 'month' THEN 'YYYY-MM' WHEN 'year' THEN 'YYYY' END;
BEGIN
    IF NOT isfinite(first_day) OR NOT isfinite(last_day) THEN
        RETURN NULL;
    END IF;
    RETURN to_char(first_day, pattern)
        || CASE WHEN to_char(first_day, pattern) = to_char(last_day, pattern) THEN '' ELSE '/' || to_char(last_day, pattern) END;
END
$$;
COMMENT ON FUNCTION gn_diffusion.told_period(date, date, text) IS
    'Period of an observation at a precision of gn_diffusion.level (day, month, year), ISO 8601: 2017, 2017-08, 2017-07/2017-08. NULL for a date NULL or '
    'infinite, or another precision.';

CREATE FUNCTION gn_diffusion.blurred_records(first_id integer, last_id integer, fingerprint text)
    RETURNS TABLE (id_synthese integer, version bigint, cd_ref integer, nom_valide text, periode text, level text, area_id uuid,
                   area_type text, area_ids integer[])
    LANGUAGE plpgsql STABLE ROWS 10000 COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
DECLARE
    floor_level constant text := '1';  -- what is less restrictive is shown at it
    id_private integer := ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', 'Pr');
BEGIN
    RETURN QUERY
    WITH
    stale AS MATERIALIZED (
        SELECT s.id_synthese, s.xmin::text::bigint AS version, s.the_geom_local AS geom, s.date_min::date AS first_day,
               s.date_max::date AS last_day, t.cd_ref, coalesce(v.nom_valide, v.lb_nom) AS nom_valide,
               coalesce(d.id_nomenclature_data_origin = id_private, false) AS private
          FROM gn_synthese.synthese s
          LEFT JOIN gn_diffusion.blurred_source b ON b.id_synthese = s.id_synthese
          LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
          LEFT JOIN taxonomie.taxref v ON v.cd_nom = t.cd_ref
          LEFT JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
         WHERE s.id_synthese BETWEEN first_id AND last_id
           AND (b.version, b.fingerprint) IS DISTINCT FROM (s.xmin::text::bigint, blurred_records.fingerprint)),
    governed AS MATERIALIZED (
        SELECT s.*, l.cd_nomenclature AS level,
               -- A level withheld stays so, whatever the floor is.
               CASE WHEN l.sensitive AND l.area_type IS NULL THEN NULL
                    WHEN l.rank < f.rank THEN f.area_type
                    ELSE l.area_type END AS area_type,
               CASE WHEN w.widened THEN gn_diffusion.area_ids(s.geom, l.area_type) END AS finer_ids,
               w.widened,
               gn_diffusion.told_period(s.first_day, s.last_day, l.date_precision) AS periode
          FROM stale s
         CROSS JOIN LATERAL gn_diffusion.record_levels(s.id_synthese) r
          JOIN gn_diffusion.level l ON l.cd_nomenclature = r.governing
          JOIN gn_diffusion.level f ON f.cd_nomenclature = floor_level
         CROSS JOIN LATERAL (SELECT l.sensitive AND l.rank < f.rank AS widened) w
         WHERE NOT s.private),
    -- A sensitive record finer than the floor is shown at the areas of the floor that its own area meets, never at those of its location:
    -- an area of the floor and its own, which other outlets tell, would place it in what they share.
    own_area AS MATERIALIZED (
        SELECT o.finer_ids, gn_diffusion.union_of_areas(o.finer_ids) AS geom
          FROM (SELECT DISTINCT finer_ids FROM governed WHERE finer_ids IS NOT NULL) o),
    placed AS MATERIALIZED (
        SELECT g.*, CASE WHEN g.widened THEN o.geom ELSE g.geom END AS shown
          FROM governed g
          LEFT JOIN own_area o ON o.finer_ids = g.finer_ids),
    located AS MATERIALIZED (
        SELECT g.id_synthese, g.cd_ref, g.nom_valide::text, g.periode, g.level, g.area_type, m.area_ids,
               -- An area that was redrawn is another area.
               md5(concat_ws('/', g.area_type, m.area_ids, m.versions))::uuid AS area_id
          FROM placed g
         CROSS JOIN LATERAL (
            SELECT array_agg(a.id_area ORDER BY a.id_area) AS area_ids, array_agg(l.xmin::text ORDER BY a.id_area) AS versions
              FROM gn_diffusion.areas(g.shown, ARRAY[g.area_type]) a
              JOIN ref_geo.l_areas l ON l.id_area = a.id_area) m
         WHERE m.area_ids IS NOT NULL AND g.cd_ref IS NOT NULL AND g.nom_valide IS NOT NULL AND g.periode IS NOT NULL)
    SELECT s.id_synthese, s.version, l.cd_ref, l.nom_valide, l.periode, l.level, l.area_id, l.area_type, l.area_ids
      FROM stale s
      LEFT JOIN located l ON l.id_synthese = s.id_synthese;
END
$$;
COMMENT ON FUNCTION gn_diffusion.blurred_records(integer, integer, text) IS
    'What the records of [first_id, last_id] become in blurred_synthese, for those that changed since they were last made, or were made under another '
    'fingerprint. All but id_synthese and version are NULL for a record withheld: governing level (record_levels) unknown or never delivered, dataset private, no '
    'area of the type met, no cd_ref, no name, infinite date. Level: the governing one; area type: its own, or that of level 1 when that is more restrictive: the '
    'areas of that type that the location meets or, for a sensitive record, all those that its own area meets.';

CREATE FUNCTION gn_diffusion.refresh_blurred_batch(
    first_id integer, last_id integer, fingerprint text, OUT written bigint, OUT failed integer[], OUT deferred integer[])
    LANGUAGE plpgsql VOLATILE COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_variable
BEGIN
    failed := '{}';
    deferred := '{}';
    INSERT INTO gn_diffusion.blurred_source AS b
        (id_synthese, id, version, fingerprint, cd_ref, nom_valide, periode, level, area_id, area_type, area_ids)
    SELECT r.id_synthese, gen_random_uuid(), r.version, fingerprint, r.cd_ref, r.nom_valide, r.periode, r.level, r.area_id, r.area_type, r.area_ids
      FROM gn_diffusion.blurred_records(first_id, last_id, fingerprint) r
        ON CONFLICT ON CONSTRAINT blurred_source_pkey DO UPDATE
       SET id = CASE WHEN (b.cd_ref, b.nom_valide, b.periode, b.level, b.area_id)
                          IS DISTINCT FROM (EXCLUDED.cd_ref, EXCLUDED.nom_valide, EXCLUDED.periode, EXCLUDED.level, EXCLUDED.area_id)
                     THEN EXCLUDED.id ELSE b.id END,
           version = EXCLUDED.version, fingerprint = EXCLUDED.fingerprint, cd_ref = EXCLUDED.cd_ref, nom_valide = EXCLUDED.nom_valide,
           periode = EXCLUDED.periode, level = EXCLUDED.level, area_id = EXCLUDED.area_id, area_type = EXCLUDED.area_type,
           area_ids = EXCLUDED.area_ids;
    GET DIAGNOSTICS written = ROW_COUNT;
END
$$;
COMMENT ON FUNCTION gn_diffusion.refresh_blurred_batch(integer, integer, text) IS
    'One batch of refresh_blurred: brings blurred_source up to date for the records of [first_id, last_id]; publishes nothing. written: records made again. A record '
    'whose published row would be another gets another identifier.';

CREATE FUNCTION gn_diffusion.publish_blurred() RETURNS bigint
    LANGUAGE plpgsql VOLATILE COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    changed bigint;
    rows bigint;
BEGIN
    DELETE FROM gn_diffusion.blurred_source b
     WHERE NOT EXISTS (SELECT FROM gn_synthese.synthese s WHERE s.id_synthese = b.id_synthese);

    DELETE FROM gn_diffusion.blurred_observation o
     WHERE NOT EXISTS (SELECT FROM gn_diffusion.blurred_source b WHERE b.id = o.id AND b.area_id IS NOT NULL);
    GET DIAGNOSTICS changed = ROW_COUNT;
    DELETE FROM gn_diffusion.blurred_area a
     WHERE NOT EXISTS (SELECT FROM gn_diffusion.blurred_source b WHERE b.area_id = a.area_id);
    INSERT INTO gn_diffusion.blurred_area (area_id, area_type, area_codes, geom)
    SELECT n.area_id, n.area_type,
           ARRAY(SELECT l.area_code::text FROM ref_geo.l_areas l WHERE l.id_area = ANY (n.area_ids) ORDER BY l.id_area),
           gn_diffusion.union_of_areas(n.area_ids)
      FROM (SELECT DISTINCT ON (b.area_id) b.area_id, b.area_type, b.area_ids
              FROM gn_diffusion.blurred_source b
             WHERE b.area_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM gn_diffusion.blurred_area a WHERE a.area_id = b.area_id)
             ORDER BY b.area_id) n;
    INSERT INTO gn_diffusion.blurred_observation (id, cd_ref, nom_valide, periode, level, area_id)
    SELECT b.id, b.cd_ref, b.nom_valide, b.periode, b.level, b.area_id
      FROM gn_diffusion.blurred_source b
     WHERE b.area_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM gn_diffusion.blurred_observation o WHERE o.id = b.id)
     ORDER BY b.id;
    GET DIAGNOSTICS rows = ROW_COUNT;
    changed := changed + rows;
    IF changed > 0 THEN
        CLUSTER gn_diffusion.blurred_observation USING blurred_observation_pkey;
        CLUSTER gn_diffusion.blurred_area USING blurred_area_pkey;
        -- Statistics of rows that are gone would outlive them.
        ANALYZE gn_diffusion.blurred_observation, gn_diffusion.blurred_area;
    END IF;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION gn_diffusion.publish_blurred() IS
    'Makes blurred_synthese show blurred_source as it is, in one transaction; returns the number of rows added and removed. When there are any, the tables are written '
    'anew in the order of their random keys, readers waiting meanwhile, and analysed. To be called by their owner.';

CREATE PROCEDURE gn_diffusion.refresh_blurred(batch integer DEFAULT 20000, restart boolean DEFAULT false, commit_each boolean DEFAULT true)
    LANGUAGE plpgsql AS $$
BEGIN
    CALL gn_diffusion.refresh_run('blurred', batch, restart, commit_each);
END
$$;
COMMENT ON PROCEDURE gn_diffusion.refresh_blurred(integer, boolean, boolean) IS
    'Brings blurred_synthese up to date: records that changed since the last time, and all of them when areas, rules, levels, taxa, datasets or the year did; '
    'restart: all of them anyway. Nothing shows before the last batch, then everything at once. What appears between two refreshes can be told by who '
    'looks at both: refresh at fixed hours, not after each entry. Batches, interruption, progress and commit_each: as for refresh_areas. To be called by the owner of the '
    'extension''s tables, who reads all that record_levels reads.';

REVOKE ALL ON gn_diffusion.blurred_source, gn_diffusion.blurred_area, gn_diffusion.blurred_observation, gn_diffusion.blurred_synthese FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.blurred_records(integer, integer, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.refresh_blurred_batch(integer, integer, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.publish_blurred() FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE gn_diffusion.refresh_blurred(integer, boolean, boolean) FROM PUBLIC;
