-- Bulk recomputing of what GeoNature's triggers fill row by row: cor_area_synthese and the sensitivity column. By batches of
-- id_synthese, each one transaction that writes the differences only: whatever was right before stays in place all along.
--
-- The procedures only loop and commit: a procedure that commits may not fix its search_path, so that everything which
-- reads a name is in functions that do.
--
-- Writers of GeoNature never fail because of a refresh. A batch never waits for a row while it holds another: rows that somebody
-- is changing are passed over and tried again at the end. It only asks at its start, before anything else, that areas do not change.

CREATE TABLE gn_diffusion.refresh_progress (
    task        text PRIMARY KEY,
    run         uuid NOT NULL,
    fingerprint text NOT NULL,
    started_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    finished_at timestamptz,
    total       bigint NOT NULL,
    done        bigint NOT NULL,
    written     bigint NOT NULL,
    failed      integer[] NOT NULL,
    deferred    integer[] NOT NULL,
    tries       integer NOT NULL,
    crossed     integer[] NOT NULL,
    last_done   bigint NOT NULL,
    last_id     bigint NOT NULL,
    CONSTRAINT refresh_progress_task_check CHECK (task IN ('areas', 'sensitivity', 'blurred'))
);
COMMENT ON TABLE gn_diffusion.refresh_progress IS
    'Where each refresh is: one row per task, written with each batch, so that a killed run is resumed where it was. Not saved by pg_dump: a '
    'restored base begins again.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.run IS 'The run this row tells of; a new one begins when the last is finished.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.fingerprint IS
    'What the run depends on (refresh_fingerprint): a run interrupted before it changed is not resumed but begun again.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.finished_at IS 'NULL while the run is not finished, killed or not.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.total IS 'Rows of synthese when the run began.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.done IS 'Rows of synthese looked at so far.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.written IS 'Rows written so far: added or removed (areas, blurred), updated (sensitivity).';
COMMENT ON COLUMN gn_diffusion.refresh_progress.failed IS 'id_synthese on whose geometry GeoNature''s own statement fails: left as they were.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.deferred IS 'id_synthese that others were changing: to be tried again; left as they were if the run ends.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.crossed IS
    'Task areas: id_area of the enabled areas whose geometry is not valid: the native functions answer for valid ones, PostGIS for these.';
COMMENT ON COLUMN gn_diffusion.refresh_progress.last_done IS 'The greatest id_synthese done; the next batch begins after it.';

CREATE FUNCTION gn_diffusion.refresh_fingerprint(task text) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    areas text;
    rules text;
BEGIN
    -- xmin: any change of a row, whoever made it, gives it another.
    SELECT concat_ws('/', count(*), sum(hashint8extended(a.xmin::text::bigint, a.id_area))) INTO areas FROM ref_geo.l_areas a;
    IF task = 'areas' THEN
        RETURN md5(areas);
    END IF;
    IF task = 'blurred' THEN
        RETURN md5(concat_ws('/', areas, gn_diffusion.blurring_fingerprint()));
    END IF;
    SELECT concat_ws('/', md5(string_agg(r::text, ',' ORDER BY r::text)),
                     (SELECT md5(string_agg(c::text, ',' ORDER BY c::text)) FROM gn_sensitivity.cor_sensitivity_criteria c),
                     (SELECT md5(string_agg(c::text, ',' ORDER BY c::text)) FROM gn_sensitivity.cor_sensitivity_area c),
                     date_part('year', current_date))
      INTO rules
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r;
    RETURN md5(concat_ws('/', areas, rules));
END
$$;
COMMENT ON FUNCTION gn_diffusion.refresh_fingerprint(text) IS
    'Digest of all that the answer of a refresh depends on, the observations apart: for areas, the areas; for sensitivity, also the rules as '
    'GeoNature expanded them, their criteria and territories, and the year; for blurred, also blurring_fingerprint. Reads every area once.';

CREATE FUNCTION gn_diffusion.blurring_fingerprint() RETURNS text
    LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    RETURN concat_ws('/',
        (SELECT md5(string_agg(l::text, ',' ORDER BY l.cd_nomenclature)) FROM gn_diffusion.level l),
        (SELECT md5(string_agg(l::text, ',' ORDER BY l.cd_niv_precis)) FROM gn_diffusion.producer_level l),
        (SELECT md5(string_agg(r::text, ',' ORDER BY r.id_sensitivity)) FROM gn_sensitivity.t_sensitivity_rules r WHERE r.active),
        (SELECT md5(string_agg(c::text, ',' ORDER BY c::text)) FROM gn_sensitivity.cor_sensitivity_criteria c),
        (SELECT md5(string_agg(c::text, ',' ORDER BY c::text)) FROM gn_sensitivity.cor_sensitivity_area c),
        (SELECT concat_ws('-', count(*), sum(hashint8extended(t.xmin::text::bigint, t.cd_nom))) FROM taxonomie.taxref t),
        (SELECT concat_ws('-', count(*), sum(hashint8extended(d.xmin::text::bigint, d.id_dataset))) FROM gn_meta.t_datasets d),
        (SELECT concat_ws('-', count(*), sum(hashint8extended(n.xmin::text::bigint, n.id_nomenclature))) FROM ref_nomenclatures.t_nomenclatures n),
        (SELECT concat_ws('-', count(*), sum(hashint8extended(t.xmin::text::bigint, t.id_type))) FROM ref_geo.bib_areas_types t),
        date_part('year', current_date));
END
$$;
COMMENT ON FUNCTION gn_diffusion.blurring_fingerprint() IS
    'All that decides how records are blurred, areas and the records themselves apart: levels, active rules, taxa, datasets, nomenclatures, types of areas, the year.';

-- Areas

CREATE FUNCTION gn_diffusion.crossed_areas() RETURNS integer[]
    LANGUAGE plpgsql STABLE COST 1000000 SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    RETURN ARRAY(SELECT a.id_area FROM ref_geo.l_areas a WHERE a.enable AND st_isvalidreason(a.geom) <> 'Valid Geometry');
END
$$;
COMMENT ON FUNCTION gn_diffusion.crossed_areas() IS 'Ids of the enabled areas whose geometry is not valid. Reads every area once.';

CREATE FUNCTION gn_diffusion.areas_to_change(
    first_id integer, last_id integer, only_ids integer[], left_ids integer[], crossed integer[])
    RETURNS TABLE (id_synthese integer, row_version tid, id_area integer, missing boolean)
    LANGUAGE plpgsql STABLE ROWS 10000 COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off SET work_mem = '256MB' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH
    record AS MATERIALIZED (
        SELECT s.id_synthese, s.ctid AS row_version, s.the_geom_local AS geom,
               st_geometrytype(s.the_geom_local) = 'ST_Point' AS is_point
          FROM gn_synthese.synthese s
         WHERE s.id_synthese BETWEEN first_id AND last_id
           AND (only_ids IS NULL OR s.id_synthese = ANY (only_ids)) AND NOT s.id_synthese = ANY (left_ids)),
    kind AS MATERIALIZED (
        SELECT t.type_code::text AS type_code
          FROM ref_geo.bib_areas_types t
         WHERE EXISTS (SELECT FROM ref_geo.l_areas a WHERE a.id_type = t.id_type AND a.enable)),
    wanted AS MATERIALIZED (
        -- For a point the rule of area_ids is the trigger's: every area it lies in or on the border of.
        SELECT r.id_synthese, m.id_area
          FROM kind k
         CROSS JOIN record r
         CROSS JOIN LATERAL unnest(gn_diffusion.area_ids(r.geom, k.type_code)) m (id_area)
         WHERE r.is_point AND NOT m.id_area = ANY (crossed)
        UNION ALL
        SELECT r.id_synthese, a.id_area
          FROM record r
          JOIN ref_geo.l_areas a ON st_intersects(r.geom, a.geom)
         WHERE r.is_point AND a.id_area = ANY (crossed)
        UNION ALL
        -- The rest as the trigger does it: it answers in its own way for lines and polygons that are not valid.
        SELECT r.id_synthese, a.id_area
          FROM record r
          JOIN ref_geo.l_areas a ON st_intersects(r.geom, a.geom)
         WHERE NOT r.is_point AND a.enable AND NOT st_touches(r.geom, a.geom)),
    present AS (
        SELECT c.id_synthese, c.id_area
          FROM gn_synthese.cor_area_synthese c
         WHERE c.id_synthese BETWEEN first_id AND last_id
           AND (only_ids IS NULL OR c.id_synthese = ANY (only_ids)) AND NOT c.id_synthese = ANY (left_ids))
    -- A full join is never a loop in a loop, whatever the planner believes of a table that is being filled.
    SELECT r.id_synthese, r.row_version, d.id_area, d.missing
      FROM (SELECT coalesce(w.id_synthese, p.id_synthese) AS id_synthese, coalesce(w.id_area, p.id_area) AS id_area,
                   p.id_area IS NULL AS missing
              FROM wanted w
              FULL JOIN present p ON p.id_synthese = w.id_synthese AND p.id_area = w.id_area
             WHERE w.id_area IS NULL OR p.id_area IS NULL) d
      JOIN record r ON r.id_synthese = d.id_synthese
     ORDER BY d.id_synthese, d.id_area;
END
$$;
COMMENT ON FUNCTION gn_diffusion.areas_to_change(integer, integer, integer[], integer[], integer[]) IS
    'What cor_area_synthese lacks (missing) or has too much for the records of [first_id, last_id], held against the statement of GeoNature''s '
    'trigger. Of these, only_ids only (NULL: all), and never left_ids. crossed: crossed_areas(). row_version: place of the row of synthese that was read. Ordered '
    'as the primary key. Raises the error of PostGIS on a geometry that the trigger''s statement does not take.';

CREATE FUNCTION gn_diffusion.areas_fail_on(geom geometry) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 5000 SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    PERFORM count(*) FROM ref_geo.l_areas a
      WHERE a.enable AND st_intersects(areas_fail_on.geom, a.geom)
        AND (st_geometrytype(areas_fail_on.geom) = 'ST_Point' OR NOT st_touches(areas_fail_on.geom, a.geom));
    RETURN false;
EXCEPTION WHEN internal_error OR data_exception OR invalid_parameter_value THEN
    RETURN true;
END
$$;
COMMENT ON FUNCTION gn_diffusion.areas_fail_on(geometry) IS 'Does the statement of GeoNature''s trigger fail on this geometry? Never raises an error on it.';

CREATE FUNCTION gn_diffusion.refresh_areas_batch(
    first_id integer, last_id integer, only_ids integer[], crossed integer[],
    OUT written bigint, OUT failed integer[], OUT deferred integer[])
    LANGUAGE plpgsql VOLATILE COST 1000000
    -- No plan_cache_mode here: the foreign keys' own plans would be made again for each row.
    SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    ids integer[];
    versions tid[];
    areas integer[];
    missing boolean[];
    removed bigint;
BEGIN
    failed := '{}';
    LOCK TABLE ref_geo.l_areas IN SHARE MODE;
    FOR attempt IN 1..2 LOOP
        BEGIN
            SELECT array_agg(c.id_synthese), array_agg(c.row_version), array_agg(c.id_area), array_agg(c.missing)
              INTO ids, versions, areas, missing
              FROM gn_diffusion.areas_to_change(first_id, last_id, only_ids, failed, crossed) c;
            EXIT;
        EXCEPTION WHEN internal_error OR data_exception OR invalid_parameter_value THEN
            -- PostGIS does not take one of the geometries: without those, the rest is computed.
            IF attempt = 2 THEN
                RAISE;
            END IF;
            failed := ARRAY(SELECT s.id_synthese FROM gn_synthese.synthese s
                             WHERE s.id_synthese BETWEEN first_id AND last_id AND gn_diffusion.areas_fail_on(s.the_geom_local));
        END;
    END LOOP;
    deferred := gn_diffusion.lock_unchanged(ids, versions);

    DELETE FROM gn_synthese.cor_area_synthese c
     USING unnest(ids, areas, missing) d (id_synthese, id_area, missing)
     WHERE NOT d.missing AND NOT d.id_synthese = ANY (deferred) AND c.id_synthese = d.id_synthese AND c.id_area = d.id_area;
    GET DIAGNOSTICS removed = ROW_COUNT;
    INSERT INTO gn_synthese.cor_area_synthese (id_synthese, id_area)
    SELECT d.id_synthese, d.id_area
      FROM unnest(ids, areas, missing) d (id_synthese, id_area, missing)
     WHERE d.missing AND NOT d.id_synthese = ANY (deferred)
     ORDER BY 1, 2
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    written := written + removed;
END
$$;
COMMENT ON FUNCTION gn_diffusion.refresh_areas_batch(integer, integer, integer[], integer[]) IS
    'One batch of refresh_areas: makes the rows of cor_area_synthese of the records of [first_id, last_id] (of these only_ids only; NULL: all) what '
    'GeoNature''s trigger would make them. written: rows added and removed; failed: ids on whose geometry the trigger''s statement fails; '
    'deferred: ids that others are changing. Both are left as they were. Holds a SHARE lock on ref_geo.l_areas until the end of the transaction.';

CREATE FUNCTION gn_diffusion.lock_unchanged(ids integer[], versions tid[]) RETURNS integer[]
    LANGUAGE plpgsql VOLATILE COST 100000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT v.id
          FROM unnest(ids, versions) v (id, row_version)
          LEFT JOIN (SELECT s.id_synthese, s.ctid AS row_version
                       FROM gn_synthese.synthese s
                      WHERE s.id_synthese = ANY (ARRAY(SELECT DISTINCT u.id FROM unnest(ids) u (id)))
                        FOR NO KEY UPDATE SKIP LOCKED) l ON l.id_synthese = v.id
         WHERE v.row_version IS DISTINCT FROM l.row_version);
END
$$;
COMMENT ON FUNCTION gn_diffusion.lock_unchanged(integer[], tid[]) IS
    'Locks the rows of synthese of these ids until the end of the transaction, without waiting, and gives the ids of those that could not be, or '
    'are no longer where they were read (versions, same order as ids). Nobody changes the others from then on.';

-- Sensitivity

CREATE FUNCTION gn_diffusion.sensitivity_to_change(first_id integer, last_id integer, only_ids integer[], left_ids integer[])
    RETURNS TABLE (id_synthese integer, row_version tid, id_level integer)
    LANGUAGE plpgsql STABLE ROWS 10000 COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off SET work_mem = '256MB' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT r.id_synthese, r.row_version, r.id_level
      FROM (SELECT s.id_synthese, s.ctid AS row_version, s.id_nomenclature_sensitivity AS stored,
                   gn_diffusion.sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local, s.id_nomenclature_bio_status,
                                            s.id_nomenclature_behaviour, 'geonature', current_date) AS id_level
              FROM gn_synthese.synthese s
              LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
             WHERE s.id_synthese BETWEEN first_id AND last_id
               AND (only_ids IS NULL OR s.id_synthese = ANY (only_ids)) AND NOT s.id_synthese = ANY (left_ids)
            OFFSET 0) r
     WHERE r.stored IS DISTINCT FROM r.id_level;
END
$$;
COMMENT ON FUNCTION gn_diffusion.sensitivity_to_change(integer, integer, integer[], integer[]) IS
    'Records of [first_id, last_id] (of these only_ids only, NULL: all; never left_ids) whose stored sensitivity is not the one of '
    'gn_sensitivity.get_id_nomenclature_sensitivity, with the latter (id_level). row_version: place of the row that was read. '
    'Raises the error of PostGIS on a geometry that GeoNature''s function does not take.';

CREATE FUNCTION gn_diffusion.sensitivity_fails_on(id_synthese integer) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 5000 SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    PERFORM gn_diffusion.sensitivity_to_change(id_synthese, id_synthese, NULL, '{}');
    RETURN false;
EXCEPTION WHEN internal_error OR data_exception OR invalid_parameter_value THEN
    RETURN true;
END
$$;
COMMENT ON FUNCTION gn_diffusion.sensitivity_fails_on(integer) IS 'Does GeoNature''s function fail on the geometry of this record? Never raises an error on it.';

CREATE FUNCTION gn_diffusion.refresh_sensitivity_batch(
    first_id integer, last_id integer, only_ids integer[], OUT written bigint, OUT failed integer[], OUT deferred integer[])
    LANGUAGE plpgsql VOLATILE COST 1000000
    -- No plan_cache_mode here: the foreign keys' own plans would be made again for each row.
    SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    ids integer[];
    versions tid[];
    levels integer[];
BEGIN
    failed := '{}';
    FOR attempt IN 1..2 LOOP
        BEGIN
            SELECT array_agg(c.id_synthese), array_agg(c.row_version), array_agg(c.id_level)
              INTO ids, versions, levels
              FROM gn_diffusion.sensitivity_to_change(first_id, last_id, only_ids, failed) c;
            EXIT;
        EXCEPTION WHEN internal_error OR data_exception OR invalid_parameter_value THEN
            IF attempt = 2 THEN
                RAISE;
            END IF;
            failed := ARRAY(SELECT s.id_synthese FROM gn_synthese.synthese s
                             WHERE s.id_synthese BETWEEN first_id AND last_id AND st_geometrytype(s.the_geom_local) <> 'ST_Point'
                               AND gn_diffusion.sensitivity_fails_on(s.id_synthese));
        END;
    END LOOP;
    deferred := gn_diffusion.lock_unchanged(ids, versions);

    UPDATE gn_synthese.synthese s
       SET id_nomenclature_sensitivity = d.id_level
      FROM unnest(ids, levels) d (id_synthese, id_level)
     WHERE s.id_synthese = d.id_synthese AND NOT d.id_synthese = ANY (deferred);
    GET DIAGNOSTICS written = ROW_COUNT;
END
$$;
COMMENT ON FUNCTION gn_diffusion.refresh_sensitivity_batch(integer, integer, integer[]) IS
    'One batch of refresh_sensitivity: updates the records of [first_id, last_id] (of these only_ids only; NULL: all) whose stored sensitivity is not '
    'that of GeoNature''s function. written: rows updated; failed: ids on whose geometry that function fails; deferred: ids that others are '
    'changing. Both are left as they were.';

-- Runs

CREATE FUNCTION gn_diffusion.renew_indexes() RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
BEGIN
    IF has_table_privilege('gn_diffusion.cache_version', 'DELETE') THEN
        PERFORM gn_diffusion.cache_refresh();
    END IF;
END
$$;
COMMENT ON FUNCTION gn_diffusion.renew_indexes() IS
    'cache_refresh, for a role that may: areas and rules are often loaded with triggers disabled just before a refresh. To be committed before '
    'the refresh itself, which would do without indexes otherwise.';

CREATE FUNCTION gn_diffusion.refresh_begin(task text, restart boolean) RETURNS uuid
    LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    last_run gn_diffusion.refresh_progress;
    now_is text;
    new_run uuid := gen_random_uuid();
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Un rafraîchissement demande l''isolation « read committed »' USING ERRCODE = 'object_not_in_prerequisite_state',
            HINT = 'SET default_transaction_isolation = ''read committed'';';
    END IF;
    SELECT p.* INTO last_run FROM gn_diffusion.refresh_progress p WHERE p.task = refresh_begin.task FOR UPDATE;
    now_is := gn_diffusion.refresh_fingerprint(refresh_begin.task);
    IF last_run.run IS NOT NULL AND last_run.finished_at IS NULL AND NOT coalesce(restart, false) THEN
        IF last_run.fingerprint = now_is THEN
            RAISE NOTICE 'Reprise : % données sur % déjà vues', last_run.done, last_run.total;
            RETURN last_run.run;
        END IF;
        RAISE NOTICE 'Les zones ou les règles ont changé depuis l''interruption : tout est repris';
    END IF;
    IF refresh_begin.task = 'blurred' AND restart THEN
        UPDATE gn_diffusion.blurred_source SET fingerprint = '';
    END IF;
    INSERT INTO gn_diffusion.refresh_progress AS p
        (task, run, fingerprint, started_at, updated_at, finished_at, total, done, written, failed, deferred, tries, crossed, last_done, last_id)
    SELECT refresh_begin.task, new_run, now_is, clock_timestamp(), clock_timestamp(), NULL, count(*), 0, 0, '{}', '{}', 0,
           CASE refresh_begin.task WHEN 'areas' THEN gn_diffusion.crossed_areas() ELSE '{}' END,
           coalesce(min(s.id_synthese)::bigint - 1, 0), coalesce(max(s.id_synthese), 0)
      FROM gn_synthese.synthese s
        ON CONFLICT ON CONSTRAINT refresh_progress_pkey DO UPDATE
       SET run = EXCLUDED.run, fingerprint = EXCLUDED.fingerprint, started_at = EXCLUDED.started_at, updated_at = EXCLUDED.updated_at,
           finished_at = NULL, total = EXCLUDED.total, done = 0, written = 0, failed = '{}', deferred = '{}', tries = 0,
           crossed = EXCLUDED.crossed, last_done = EXCLUDED.last_done, last_id = EXCLUDED.last_id;
    RETURN new_run;
END
$$;
COMMENT ON FUNCTION gn_diffusion.refresh_begin(text, boolean) IS
    'Run to go on with for a task (areas, sensitivity, blurred): the last one when it was interrupted and what it depends on has not changed since, else '
    'a new one; always a new one with restart. Error 55000 in another isolation than READ COMMITTED, 23514 for another task.';

CREATE FUNCTION gn_diffusion.refresh_step(run uuid, batch integer) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    max_tries constant integer := 20;
    p gn_diffusion.refresh_progress;
    upto bigint;
    seen bigint;
    only_ids integer[];
    first_id integer;
    last_id integer;
    outcome record;
BEGIN
    IF batch IS NULL OR batch <= 0 THEN
        RAISE EXCEPTION 'La taille des paquets doit être strictement positive' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Whoever else runs it waits here, and takes the next batch.
    SELECT r.* INTO p FROM gn_diffusion.refresh_progress r WHERE r.run = refresh_step.run AND r.finished_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT max(b.id_synthese), count(*) INTO upto, seen
      FROM (SELECT s.id_synthese FROM gn_synthese.synthese s
             WHERE s.id_synthese > p.last_done AND s.id_synthese <= p.last_id
             ORDER BY s.id_synthese LIMIT batch) b;
    IF seen = 0 THEN
        IF cardinality(p.deferred) = 0 OR p.tries >= max_tries THEN
            PERFORM gn_diffusion.refresh_end(p);
            RETURN false;
        END IF;
        PERFORM pg_sleep(0.25);
        only_ids := p.deferred;
        p.deferred := '{}';
        p.tries := p.tries + 1;
    END IF;

    first_id := coalesce((SELECT min(i) FROM unnest(only_ids) i), p.last_done + 1);
    last_id := coalesce((SELECT max(i) FROM unnest(only_ids) i), upto);
    IF p.task = 'areas' THEN
        SELECT b.* INTO outcome FROM gn_diffusion.refresh_areas_batch(first_id, last_id, only_ids, p.crossed) b;
    ELSIF p.task = 'blurred' THEN
        SELECT b.* INTO outcome FROM gn_diffusion.refresh_blurred_batch(first_id, last_id, p.fingerprint) b;
    ELSE
        SELECT b.* INTO outcome FROM gn_diffusion.refresh_sensitivity_batch(first_id, last_id, only_ids) b;
    END IF;

    UPDATE gn_diffusion.refresh_progress r
       SET last_done = coalesce(upto, p.last_done), done = p.done + seen, written = p.written + outcome.written,
           failed = ARRAY(SELECT unnest(p.failed) UNION SELECT unnest(outcome.failed)),
           deferred = p.deferred || outcome.deferred, tries = p.tries, updated_at = clock_timestamp()
     WHERE r.run = refresh_step.run;
    RAISE NOTICE '% : % données sur % vues, % lignes écrites', p.task, p.done + seen, p.total, p.written + outcome.written;
    RETURN true;
END
$$;
COMMENT ON FUNCTION gn_diffusion.refresh_step(uuid, integer) IS
    'Next batch of a run, of that many rows of synthese, and the progress with it, in the transaction of the caller; then what was deferred. false when '
    'there is nothing left, or when another run took its place. Error 22023 for a batch NULL or not positive.';

CREATE FUNCTION gn_diffusion.refresh_end(progress gn_diffusion.refresh_progress) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF progress.task = 'blurred' THEN
        RAISE NOTICE '% lignes publiées ou retirées', gn_diffusion.publish_blurred();
    END IF;
    UPDATE gn_diffusion.refresh_progress r
       SET finished_at = clock_timestamp(), updated_at = clock_timestamp()
     WHERE r.run = progress.run;
    IF cardinality(progress.failed) > 0 THEN
        RAISE WARNING '% : la géométrie de % données est refusée par PostGIS ; elles sont restées telles quelles',
            progress.task, cardinality(progress.failed)
            USING HINT = 'SELECT unnest(failed) FROM gn_diffusion.refresh_progress;';
    END IF;
    IF cardinality(progress.deferred) > 0 THEN
        RAISE WARNING '% : % données étaient en cours de modification ; elles sont restées telles quelles',
            progress.task, cardinality(progress.deferred)
            USING HINT = 'Relancez le rafraîchissement ; SELECT unnest(deferred) FROM gn_diffusion.refresh_progress;';
    END IF;
    IF progress.fingerprint <> gn_diffusion.refresh_fingerprint(progress.task) THEN
        RAISE WARNING '% : les zones ou les règles ont changé pendant le rafraîchissement', progress.task
            USING HINT = 'Relancez le rafraîchissement.';
    END IF;
END
$$;
COMMENT ON FUNCTION gn_diffusion.refresh_end(gn_diffusion.refresh_progress) IS
    'Publishes (blurred), marks a run as finished, and warns of what it left: records that failed, records that others were changing, a change of areas or rules meanwhile.';

CREATE PROCEDURE gn_diffusion.refresh_run(task text, batch integer, restart boolean, commit_each boolean)
    LANGUAGE plpgsql AS $$
DECLARE
    run pg_catalog.uuid;
BEGIN
    IF commit_each THEN
        COMMIT;
        PERFORM gn_diffusion.renew_indexes();
        COMMIT;
    END IF;
    run := gn_diffusion.refresh_begin(task, restart);
    IF commit_each THEN
        COMMIT;
    END IF;
    WHILE gn_diffusion.refresh_step(run, batch) LOOP
        IF commit_each THEN
            COMMIT;
        END IF;
    END LOOP;
END
$$;
COMMENT ON PROCEDURE gn_diffusion.refresh_run(text, integer, boolean, boolean) IS
    'The whole run of a task (areas, sensitivity, blurred), begun or resumed: what refresh_areas, refresh_sensitivity and refresh_blurred are.';

CREATE PROCEDURE gn_diffusion.refresh_areas(batch integer DEFAULT 50000, restart boolean DEFAULT false, commit_each boolean DEFAULT true)
    LANGUAGE plpgsql AS $$
BEGIN
    CALL gn_diffusion.refresh_run('areas', batch, restart, commit_each);
END
$$;
COMMENT ON PROCEDURE gn_diffusion.refresh_areas(integer, boolean, boolean) IS
    'Makes gn_synthese.cor_area_synthese what GeoNature''s trigger would make it for every record: enabled areas that ST_Intersects, and for anything '
    'but a point not those it only ST_Touches. By batches of that many records, each committed; what a batch does not have to change it does not '
    'write. Interrupted (cancelled, killed), the next call resumes; restart begins again. Progress: gn_diffusion.refresh_progress. '
    'Inside a transaction block commit_each must be false: all in one transaction (else error 2D000 before anything is done). '
    'Rights: to read ref_geo.l_areas and synthese, to update both (locks), to insert into and delete from cor_area_synthese, to write refresh_progress.';

CREATE PROCEDURE gn_diffusion.refresh_sensitivity(batch integer DEFAULT 50000, restart boolean DEFAULT false, commit_each boolean DEFAULT true)
    LANGUAGE plpgsql AS $$
BEGIN
    CALL gn_diffusion.refresh_run('sensitivity', batch, restart, commit_each);
END
$$;
COMMENT ON PROCEDURE gn_diffusion.refresh_sensitivity(integer, boolean, boolean) IS
    'Makes synthese.id_nomenclature_sensitivity what gn_synthese.update_sensitivity() would make it, by the rules as GeoNature last expanded them '
    '(t_sensitivity_rules_cd_ref: refresh it first when rules changed). Only the rows that change are updated, and GeoNature''s triggers see these '
    'updates as its own (meta_update_date). Batches, interruption, progress and commit_each: as for refresh_areas. Rights: to read the rules and '
    'to update synthese, to write refresh_progress.';

-- What they print and keep tells of sensitive records.
REVOKE ALL ON gn_diffusion.refresh_progress FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.refresh_fingerprint(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.blurring_fingerprint() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.crossed_areas() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.renew_indexes() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.areas_to_change(integer, integer, integer[], integer[], integer[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.areas_fail_on(geometry) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.refresh_areas_batch(integer, integer, integer[], integer[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.lock_unchanged(integer[], tid[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.sensitivity_to_change(integer, integer, integer[], integer[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.sensitivity_fails_on(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.refresh_sensitivity_batch(integer, integer, integer[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.refresh_begin(text, boolean) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.refresh_step(uuid, integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.refresh_end(gn_diffusion.refresh_progress) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE gn_diffusion.refresh_run(text, integer, boolean, boolean) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE gn_diffusion.refresh_areas(integer, boolean, boolean) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE gn_diffusion.refresh_sensitivity(integer, boolean, boolean) FROM PUBLIC;
