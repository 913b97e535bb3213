-- Sensitivity of an observation, recomputed from GeoNature's rules, and the level that governs a record.

CREATE FUNCTION gn_diffusion.ancestors(cd_ref integer) RETURNS integer[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off SET enable_nestloop = on AS $$
BEGIN
    RETURN (
        WITH RECURSIVE up (taxon) AS (
            SELECT ancestors.cd_ref WHERE ancestors.cd_ref IS NOT NULL
            UNION
            SELECT p.taxon
              FROM up
              JOIN taxonomie.taxref t ON t.cd_ref = up.taxon
             CROSS JOIN LATERAL (
                SELECT t.cd_taxsup
                UNION ALL
                SELECT parent.cd_ref FROM taxonomie.taxref parent WHERE parent.cd_nom = t.cd_taxsup) p (taxon)
             WHERE p.taxon IS NOT NULL)
        SELECT array_agg(taxon) FROM up);
END
$$;
COMMENT ON FUNCTION gn_diffusion.ancestors(integer) IS
    'The taxon (cd_ref) itself and every taxon above it through cd_taxsup of each of its names, in no order. A cycle of TAXREF ends. '
    'NULL for NULL.';

CREATE FUNCTION gn_diffusion.in_period(day text, date_min date, date_max date) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
    first_day text := coalesce(to_char(date_min, 'MMDD'), '0101');
    last_day text := coalesce(to_char(date_max, 'MMDD'), '1231');
BEGIN
    IF first_day <= last_day THEN
        RETURN day BETWEEN first_day AND last_day;
    END IF;
    RETURN day >= first_day OR day <= last_day;
END
$$;
COMMENT ON FUNCTION gn_diffusion.in_period(text, date, date) IS
    'Is a day (''MMDD'') in the period of a rule, whose years are ignored? From November to February passes the new year; a missing bound is '
    'the end of the year on that side. NULL for a NULL day.';

CREATE FUNCTION gn_diffusion.level_code(type_mnemonique text, id_nomenclature integer) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
    RETURN (
        SELECT l.cd_nomenclature
          FROM ref_nomenclatures.t_nomenclatures n
          JOIN ref_nomenclatures.bib_nomenclatures_types b ON b.id_type = n.id_type
          LEFT JOIN gn_diffusion.producer_level p
            ON level_code.type_mnemonique = 'NIV_PRECIS' AND p.cd_niv_precis = n.cd_nomenclature
          JOIN gn_diffusion.level l
            ON l.cd_nomenclature = CASE level_code.type_mnemonique WHEN 'NIV_PRECIS' THEN p.level ELSE n.cd_nomenclature END
         WHERE n.id_nomenclature = level_code.id_nomenclature AND b.mnemonique = level_code.type_mnemonique);
END
$$;
COMMENT ON FUNCTION gn_diffusion.level_code(text, integer) IS
    'Code in gn_diffusion.level of a nomenclature of type SENSIBILITE, or of type NIV_PRECIS through gn_diffusion.producer_level. NULL when '
    'the id is NULL, unknown, of another type, or has no row in these tables.';

CREATE FUNCTION gn_diffusion.sensitivity_sql(
    date_obs date, cd_ref integer, geom geometry, criteria jsonb,
    mode text DEFAULT 'prudent', at date DEFAULT current_date) RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 2000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off SET enable_nestloop = on AS $$
#variable_conflict use_column
DECLARE
    year_now double precision := date_part('year', coalesce(at, current_date));
    day text;
    located geometry;
    taxa integer[];
    names integer[];
    rules integer[];
    found integer;
BEGIN
    -- Criteria and territory are aggregates of one rule: an EXISTS may be planned as a hash of those of all rules.
    IF mode = 'geonature' THEN
        day := to_char(date_obs, 'MMDD');
        SELECT r.id_nomenclature_sensitivity INTO found
          FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
          JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
         WHERE r.cd_ref = sensitivity_sql.cd_ref
           AND day BETWEEN to_char(r.date_min, 'MMDD') AND to_char(r.date_max, 'MMDD')
           AND year_now - r.sensitivity_duration <= date_part('year', date_obs)
           AND coalesce((SELECT bool_or(c.id_criteria IS NULL OR coalesce(c.id_criteria IN (SELECT v.value::integer FROM jsonb_each_text(criteria) v), false))
                           FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity), true)
           AND coalesce((SELECT bool_or(coalesce(st_intersects(sensitivity_sql.geom, a.geom), a.geom IS NULL))
                           FROM gn_sensitivity.cor_sensitivity_area c
                           LEFT JOIN ref_geo.l_areas a ON a.id_area = c.id_area
                          WHERE c.id_sensitivity = r.id_sensitivity), true)
         ORDER BY n.cd_nomenclature DESC
         LIMIT 1;
        RETURN coalesce(found, ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0'));
    END IF;
    IF mode IS DISTINCT FROM 'prudent' THEN
        RAISE EXCEPTION 'Mode de calcul de la sensibilité inconnu : « % »', mode
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Modes connus : prudent, geonature.';
    END IF;

    IF NOT EXISTS (SELECT FROM taxonomie.taxref t WHERE t.cd_ref = sensitivity_sql.cd_ref) THEN
        RETURN NULL;
    END IF;
    -- A rule is written on any name of a taxon. Most taxa have no rule: nothing more is read for them.
    taxa := gn_diffusion.ancestors(sensitivity_sql.cd_ref);
    names := taxa || ARRAY(SELECT t.cd_nom FROM taxonomie.taxref t WHERE t.cd_ref = ANY (taxa));
    rules := ARRAY(SELECT r.id_sensitivity FROM gn_sensitivity.t_sensitivity_rules r
                    WHERE r.active AND r.cd_nom IN (SELECT unnest(names)));
    IF cardinality(rules) = 0 THEN
        RETURN ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0');
    END IF;
    located := gn_diffusion.usable_geometry(sensitivity_sql.geom);
    -- Not by to_char, which fails on the dates that no timestamp reaches.
    day := lpad((extract(month FROM date_obs) * 100 + extract(day FROM date_obs))::text, 4, '0');
    SELECT r.id_nomenclature_sensitivity INTO found
      FROM gn_sensitivity.t_sensitivity_rules r
      LEFT JOIN ref_nomenclatures.t_nomenclatures n
        ON n.id_nomenclature = r.id_nomenclature_sensitivity
       AND n.id_type = (SELECT b.id_type FROM ref_nomenclatures.bib_nomenclatures_types b WHERE b.mnemonique = 'SENSIBILITE')
      LEFT JOIN gn_diffusion.level l ON l.cd_nomenclature = n.cd_nomenclature
     WHERE r.id_sensitivity = ANY (rules)
       AND coalesce(gn_diffusion.in_period(day, r.date_min, r.date_max), true)
       AND coalesce(year_now - r.sensitivity_duration <= extract(year FROM date_obs)::double precision, true)
       AND (jsonb_typeof(criteria) IS DISTINCT FROM 'object'
            OR coalesce((SELECT bool_or(c.id_criteria IS NULL OR coalesce(c.id_criteria::text IN (SELECT v.value FROM jsonb_each_text(criteria) v), false))
                           FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity), true))
       AND (located IS NULL
            OR coalesce((SELECT bool_or(a.geom IS NULL OR st_intersects(located, a.geom))
                           FROM gn_sensitivity.cor_sensitivity_area c
                           LEFT JOIN ref_geo.l_areas a ON a.id_area = c.id_area
                          WHERE c.id_sensitivity = r.id_sensitivity), true))
     ORDER BY l.cd_nomenclature IS NULL DESC, l.rank DESC, l.area_type IS NULL DESC,
              array_position(ARRAY['year', 'month', 'day'], l.date_precision), l.cd_nomenclature, r.id_nomenclature_sensitivity
     LIMIT 1;
    RETURN coalesce(found, ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0'));
END
$$;
COMMENT ON FUNCTION gn_diffusion.sensitivity_sql(date, integer, geometry, jsonb, text, date) IS
    'What sensitivity says, from the tables and by PostGIS: slower, and what answers when no compiled rules may be used. Same contract.';

COMMENT ON FUNCTION gn_diffusion.sensitivity(date, integer, geometry, jsonb, text, date) IS
    'Id of the nomenclature (SENSIBILITE) of an observation by GeoNature''s rules; criteria is an object whose values are ids of '
    'nomenclatures (STATUT_BIO, OCC_COMPORTEMENT), its keys are ignored; at is the day whose year ends the durations. '
    'Mode geonature: equal to gn_sensitivity.get_id_nomenclature_sensitivity, errors included. Mode prudent: active rules of the taxon and of '
    'all above it; the greatest rank of gn_diffusion.level wins, a rule whose level has no row there above all; a period may pass '
    'the new year; what is NULL or unusable (date, geometry, criteria) matches every rule; NULL for a cd_ref NULL or not in TAXREF; never '
    'raises an error on its data. No matching rule: the id of code 0. Any other mode: error 22023.';
COMMENT ON FUNCTION gn_diffusion.sensitivity(date, integer, geometry, integer, integer, text, date) IS
    'The same with two ids of nomenclatures as criteria (STATUT_BIO, OCC_COMPORTEMENT), which spares building a jsonb: faster. It answers as '
    'for an object with these two values, a NULL being a JSON null: with both NULL, a rule that has criteria does not match.';

CREATE FUNCTION gn_diffusion.record_levels(id_synthese integer, at date DEFAULT current_date)
    RETURNS TABLE (stored text, recomputed text, producer text, governing text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1 COST 3000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    s record;
    id_recomputed integer;
    known boolean;
BEGIN
    SELECT o.id_nomenclature_sensitivity AS id_stored, o.id_nomenclature_diffusion_level AS id_producer,
           o.date_min::date AS day, o.the_geom_local AS geom, t.cd_ref,
           o.id_nomenclature_bio_status AS bio_status, o.id_nomenclature_behaviour AS behaviour
      INTO s
      FROM gn_synthese.synthese o
      LEFT JOIN taxonomie.taxref t ON t.cd_nom = o.cd_nom
     WHERE o.id_synthese = record_levels.id_synthese;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    id_recomputed := gn_diffusion.sensitivity(s.day, s.cd_ref, s.geom, s.bio_status, s.behaviour, 'prudent', at);
    stored := gn_diffusion.level_code('SENSIBILITE', s.id_stored);
    recomputed := gn_diffusion.level_code('SENSIBILITE', id_recomputed);
    producer := gn_diffusion.level_code('NIV_PRECIS', s.id_producer);
    known := (s.id_stored IS NULL OR stored IS NOT NULL) AND recomputed IS NOT NULL
         AND (s.id_producer IS NULL OR producer IS NOT NULL);
    IF known THEN
        SELECT l.cd_nomenclature INTO governing
          FROM gn_diffusion.level l
         WHERE l.cd_nomenclature IN (stored, recomputed, producer)
         ORDER BY l.rank DESC, l.area_type IS NULL DESC,
                  array_position(ARRAY['year', 'month', 'day'], l.date_precision), l.cd_nomenclature
         LIMIT 1;
    END IF;
    RETURN NEXT;
END
$$;

COMMENT ON FUNCTION gn_diffusion.record_levels(integer, date) IS
    'Levels (codes of gn_diffusion.level) of a record of synthese: stored, recomputed on the day at (sensitivity, prudent mode), wished by its '
    'producer, and the governing one: the greatest rank of the three (same rank: never delivered first, then the coarser date, then the code). '
    'stored and producer are NULL when absent. governing is NULL, and the record withheld, as soon as one of '
    'those present is unknown, or nothing can be recomputed (no cd_nom, no cd_ref). No row for an unknown id.';

CREATE FUNCTION gn_diffusion.governing_level(id_synthese integer, at date DEFAULT current_date) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 3000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
    RETURN (SELECT r.governing FROM gn_diffusion.record_levels(id_synthese, at) r);
END
$$;
COMMENT ON FUNCTION gn_diffusion.governing_level(integer, date) IS
    'The governing level of record_levels: the most restrictive of the stored, recomputed and producer''s levels. NULL: unknown, to be withheld.';
