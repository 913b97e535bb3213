-- The accelerator: GeoNature's own gn_sensitivity.get_id_nomenclature_sensitivity answered by ours, in mode geonature. By an
-- administrator's act only, and undone byte for byte.
--
-- The function put in its place has a body in standard SQL: PostgreSQL records that it depends on ours, so that DROP EXTENSION without
-- CASCADE is refused while it is installed, and a dump restores both in the right order.

CREATE TABLE gn_diffusion.accelerator (
    singleton    boolean PRIMARY KEY DEFAULT true,
    definition   text NOT NULL,
    digest       text NOT NULL,
    installed_at timestamptz NOT NULL,
    installed_by text NOT NULL,
    CONSTRAINT accelerator_singleton_check CHECK (singleton)
);
COMMENT ON TABLE gn_diffusion.accelerator IS
    'While the accelerator is installed, its one row: the definition of GeoNature''s function that remove_accelerator puts back. Saved by pg_dump.';
COMMENT ON COLUMN gn_diffusion.accelerator.definition IS 'pg_get_functiondef of GeoNature''s function.';
COMMENT ON COLUMN gn_diffusion.accelerator.digest IS 'function_digest of it.';
SELECT pg_catalog.pg_extension_config_dump('gn_diffusion.accelerator', '');

CREATE FUNCTION gn_diffusion.accelerated_function() RETURNS oid
    LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN to_regprocedure(format('gn_sensitivity.get_id_nomenclature_sensitivity(date, integer, %s, jsonb)', 'geometry'::regtype));
END
$$;
COMMENT ON FUNCTION gn_diffusion.accelerated_function() IS 'Oid of GeoNature''s sensitivity function, whoever wrote its body; NULL when there is none.';

CREATE FUNCTION gn_diffusion.function_digest(source text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN md5(regexp_replace(btrim(source, E' \t\r\n'), '\s+', ' ', 'g'));
END
$$;
COMMENT ON FUNCTION gn_diffusion.function_digest(text) IS 'Digest of the source of a function, whatever its indentation. NULL for NULL.';

CREATE FUNCTION gn_diffusion.accelerator_status()
    RETURNS TABLE (state text, digest text, known boolean, installed_at timestamptz, installed_by text)
    LANGUAGE plpgsql STABLE ROWS 1 SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    -- GeoNature 2.17, and the database shaped as it that this project makes for demonstrations and tests.
    known_digests constant text[] := ARRAY['b7f64b8f628a9f71085402e126352fd0', '854253bda9684e87e6932b4280feda21'];
    function_oid oid := gn_diffusion.accelerated_function();
    ours boolean;
BEGIN
    SELECT a.installed_at, a.installed_by INTO installed_at, installed_by FROM gn_diffusion.accelerator a;
    ours := EXISTS (SELECT FROM pg_catalog.pg_depend d
                      JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid
                     WHERE d.classid = 'pg_proc'::regclass AND d.objid = function_oid AND d.refclassid = 'pg_proc'::regclass
                       AND p.pronamespace = 'gn_diffusion'::regnamespace AND p.proname = 'sensitivity');
    digest := (SELECT gn_diffusion.function_digest(p.prosrc) FROM pg_catalog.pg_proc p WHERE p.oid = function_oid AND NOT ours);
    known := coalesce(digest = ANY (known_digests), false);
    state := CASE WHEN function_oid IS NULL THEN 'absent'
                  WHEN ours AND installed_at IS NOT NULL THEN 'installed'
                  WHEN ours THEN 'lost'
                  WHEN installed_at IS NOT NULL THEN 'overwritten'
                  WHEN known THEN 'removed'
                  ELSE 'unknown' END;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION gn_diffusion.accelerator_status() IS
    'State of the accelerator: removed (GeoNature''s function is in place, and known), installed, unknown (the function in place is one this version was '
    'not tried against; digest names it), absent (no such function), overwritten (installed, then replaced by somebody, as an upgrade of GeoNature may), lost '
    '(ours is in place but GeoNature''s was not kept). One row; digest and known tell of the function in place when it is not ours.';

CREATE FUNCTION gn_diffusion.install_accelerator(reviewed_digest text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    compared constant integer := 500;
    status record;
    f pg_catalog.pg_proc;
    wrong bigint;
BEGIN
    IF current_setting('server_version_num')::integer < 140000 THEN
        RAISE EXCEPTION 'L''accélérateur demande PostgreSQL 14 ou plus récent' USING ERRCODE = 'feature_not_supported';
    END IF;
    LOCK TABLE gn_diffusion.accelerator IN SHARE ROW EXCLUSIVE MODE;
    SELECT s.* INTO status FROM gn_diffusion.accelerator_status() s;
    IF status.state = 'overwritten' THEN
        RAISE EXCEPTION 'La fonction de GeoNature a été remplacée depuis l''installation de l''accélérateur'
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Appelez d''abord gn_diffusion.remove_accelerator().';
    END IF;
    IF status.state NOT IN ('removed', 'unknown') THEN
        RAISE EXCEPTION 'L''accélérateur ne peut pas être installé (état : %)', status.state
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NOT status.known AND status.digest IS DISTINCT FROM reviewed_digest THEN
        RAISE EXCEPTION 'La fonction gn_sensitivity.get_id_nomenclature_sensitivity n''est pas celle de GeoNature 2.17 (empreinte %)', status.digest
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Si vous avez vérifié qu''elle donne les mêmes réponses, appelez install_accelerator(''' || status.digest || ''').';
    END IF;
    SELECT p.* INTO f FROM pg_catalog.pg_proc p WHERE p.oid = gn_diffusion.accelerated_function();
    IF f.prosecdef OR f.prokind <> 'f' OR f.prorettype <> 'integer'::regtype THEN
        RAISE EXCEPTION 'La fonction de GeoNature n''a pas la forme attendue' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    SELECT count(*) INTO wrong
      FROM (SELECT s.date_min::date AS day, t.cd_ref, s.the_geom_local AS geom,
                   jsonb_build_object('STATUT_BIO', s.id_nomenclature_bio_status, 'OCC_COMPORTEMENT', s.id_nomenclature_behaviour) AS criteria
              FROM gn_synthese.synthese s
              JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
             WHERE st_geometrytype(s.the_geom_local) = 'ST_Point'
             ORDER BY s.id_synthese DESC LIMIT compared) r
     WHERE gn_sensitivity.get_id_nomenclature_sensitivity(r.day, r.cd_ref, r.geom, r.criteria)
           IS DISTINCT FROM gn_diffusion.sensitivity(r.day, r.cd_ref, r.geom, r.criteria, 'geonature');
    IF wrong > 0 THEN
        RAISE EXCEPTION 'La fonction de GeoNature et la nôtre diffèrent sur % des % dernières données', wrong, compared
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    INSERT INTO gn_diffusion.accelerator (definition, digest, installed_at, installed_by)
    VALUES (pg_get_functiondef(f.oid), status.digest, clock_timestamp(), session_user);
    -- Labels are kept: what GeoNature, or an index, relies on stays true. So is the owner, with his rights and the comment.
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity(%s) RETURNS integer LANGUAGE sql %s %s %s %s COST %s '
        'BEGIN ATOMIC SELECT gn_diffusion.sensitivity($1, $2, $3, $4, ''geonature''); END',
        pg_get_function_arguments(f.oid),
        CASE f.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END,
        CASE WHEN f.proisstrict THEN 'STRICT' ELSE 'CALLED ON NULL INPUT' END,
        CASE WHEN f.proleakproof THEN 'LEAKPROOF' ELSE 'NOT LEAKPROOF' END,
        CASE f.proparallel WHEN 's' THEN 'PARALLEL SAFE' WHEN 'r' THEN 'PARALLEL RESTRICTED' ELSE 'PARALLEL UNSAFE' END,
        f.procost);
END
$$;
COMMENT ON FUNCTION gn_diffusion.install_accelerator(text) IS
    'Puts sensitivity, in mode geonature, in place of the body of GeoNature''s get_id_nomenclature_sensitivity: same answers, same errors, same labels, owner, rights and '
    'comment. To be called by its owner or a superuser, PostgreSQL 14 or later (else error 0A000). Error 55000, and nothing is done: already installed, no '
    'such function, a function this version does not know (unless its digest, shown by accelerator_status, is given: you have read it), one '
    'that is SECURITY DEFINER, or one that answers otherwise than ours on the 500 last records.';

CREATE FUNCTION gn_diffusion.remove_accelerator() RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    kept text;
    status record;
BEGIN
    LOCK TABLE gn_diffusion.accelerator IN SHARE ROW EXCLUSIVE MODE;
    SELECT s.* INTO status FROM gn_diffusion.accelerator_status() s;
    DELETE FROM gn_diffusion.accelerator a RETURNING a.definition INTO kept;
    IF kept IS NULL THEN
        RAISE EXCEPTION 'L''accélérateur n''est pas installé (état : %)', status.state USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF status.state = 'installed' THEN
        EXECUTE kept;
    ELSE
        RAISE NOTICE 'La fonction de GeoNature n''est plus la nôtre : elle est laissée telle quelle';
    END IF;
END
$$;
COMMENT ON FUNCTION gn_diffusion.remove_accelerator() IS
    'Puts GeoNature''s function back as install_accelerator found it, byte for byte. When somebody replaced it meanwhile (overwritten), leaves it and only '
    'forgets the one kept. To be called by its owner or a superuser. Error 55000 when nothing was kept.';

REVOKE ALL ON gn_diffusion.accelerator FROM PUBLIC;
GRANT SELECT ON gn_diffusion.accelerator TO PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.install_accelerator(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.remove_accelerator() FROM PUBLIC;
