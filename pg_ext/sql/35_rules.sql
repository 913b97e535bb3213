-- The rows from which the library compiles the sensitivity rules, in one place, and what it says of them put into words.
-- Not here: applying the rules, which sensitivity_sql does from the tables and the library from what it compiled.

CREATE FUNCTION gn_diffusion.rules_to_compile(mode text)
    RETURNS TABLE (id_sensitivity integer, level integer, strength integer, first_day integer, last_day integer, duration integer,
                   criteria integer[], areas integer[])
    LANGUAGE plpgsql STABLE ROWS 1000 COST 10000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
    -- greater strength: first of the ORDER BY of sensitivity_sql.
    RETURN QUERY
    SELECT r.id_sensitivity, r.level, r.strength,
           (extract(month FROM r.date_min) * 100 + extract(day FROM r.date_min))::integer,
           (extract(month FROM r.date_max) * 100 + extract(day FROM r.date_max))::integer,
           r.duration,
           ARRAY(SELECT c.id_criteria FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity),
           ARRAY(SELECT c.id_area FROM gn_sensitivity.cor_sensitivity_area c WHERE c.id_sensitivity = r.id_sensitivity)
      FROM (SELECT r.id_sensitivity, r.id_nomenclature_sensitivity AS level, r.date_min, r.date_max, r.sensitivity_duration AS duration,
                   (-dense_rank() OVER (ORDER BY l.cd_nomenclature IS NULL DESC, l.rank DESC, l.area_type IS NULL DESC,
                                                 array_position(ARRAY['year', 'month', 'day'], l.date_precision), l.cd_nomenclature,
                                                 r.id_nomenclature_sensitivity))::integer AS strength
              FROM gn_sensitivity.t_sensitivity_rules r
              LEFT JOIN ref_nomenclatures.t_nomenclatures n
                ON n.id_nomenclature = r.id_nomenclature_sensitivity
               AND n.id_type = (SELECT b.id_type FROM ref_nomenclatures.bib_nomenclatures_types b WHERE b.mnemonique = 'SENSIBILITE')
              LEFT JOIN gn_diffusion.level l ON l.cd_nomenclature = n.cd_nomenclature
             WHERE r.active AND mode = 'prudent'
            UNION ALL
            SELECT r.id_sensitivity, r.id_nomenclature_sensitivity, r.date_min, r.date_max, r.sensitivity_duration,
                   (-dense_rank() OVER (ORDER BY n.cd_nomenclature DESC))::integer
              FROM (SELECT DISTINCT v.id_sensitivity, v.id_nomenclature_sensitivity, v.date_min, v.date_max, v.sensitivity_duration
                      FROM gn_sensitivity.t_sensitivity_rules_cd_ref v) r
              JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
             WHERE mode = 'geonature') r
     ORDER BY r.id_sensitivity;
END
$$;
COMMENT ON FUNCTION gn_diffusion.rules_to_compile(text) IS
    'Rules that a mode of sensitivity (prudent, geonature) applies, by id_sensitivity. level: id of the nomenclature; strength: of two rules that '
    'match, the greater wins; first_day, last_day: as the number MMDD, NULL for a bound that is NULL or infinite; criteria and areas: one of '
    'them must be met, none is no condition, a NULL is always met.';

CREATE FUNCTION gn_diffusion.taxa_to_compile(mode text) RETURNS TABLE (cd_ref integer, id_sensitivity integer)
    LANGUAGE plpgsql STABLE ROWS 10000 COST 1000000
    -- TAXREF hashed once: when the hash does not fit in memory, or is a sort, it is made again at each step.
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off
    SET work_mem = '256MB' SET enable_mergejoin = off AS $$
#variable_conflict use_column
BEGIN
    IF mode = 'geonature' THEN
        RETURN QUERY
        SELECT DISTINCT r.cd_ref, r.id_sensitivity FROM gn_sensitivity.t_sensitivity_rules_cd_ref r WHERE r.cd_ref IS NOT NULL;
        RETURN;
    END IF;
    RETURN QUERY
    WITH RECURSIVE
    -- The parent as it is given, and the taxon that this name is of.
    link AS MATERIALIZED (
        SELECT t.cd_ref AS child, t.cd_taxsup AS parent
          FROM taxonomie.taxref t WHERE t.cd_ref IS NOT NULL AND t.cd_taxsup IS NOT NULL
        UNION ALL
        SELECT t.cd_ref, above.cd_ref
          FROM taxonomie.taxref t JOIN taxonomie.taxref above ON above.cd_nom = t.cd_taxsup
         WHERE t.cd_ref IS NOT NULL AND above.cd_ref <> t.cd_taxsup),
    carried (id_rule, taxon) AS (
        SELECT r.id_sensitivity, p.taxon
          FROM gn_sensitivity.t_sensitivity_rules r
         CROSS JOIN LATERAL (
            SELECT r.cd_nom
            UNION
            SELECT t.cd_ref FROM taxonomie.taxref t WHERE t.cd_nom = r.cd_nom AND t.cd_ref IS NOT NULL) p (taxon)
         WHERE r.active
        UNION
        SELECT c.id_rule, k.child FROM carried c JOIN link k ON k.parent = c.taxon)
    SELECT c.taxon, c.id_rule FROM carried c;
END
$$;
COMMENT ON FUNCTION gn_diffusion.taxa_to_compile(text) IS
    'Taxa (cd_ref) and the rules that hold for them in a mode of sensitivity, in no order. geonature: as in t_sensitivity_rules_cd_ref. prudent: '
    'active rules, for the taxon of the rule and for all those that ancestors and synonyms lead from to it; the rule''s cd_nom is among them '
    'even when it is no cd_ref. A cycle of TAXREF ends. Reads TAXREF whole.';

CREATE FUNCTION gn_diffusion.territories_to_compile()
    RETURNS TABLE (id_area integer, area_code text, area_name text, geom geometry)
    LANGUAGE plpgsql STABLE ROWS 100 COST 10000 SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT a.id_area, a.area_code::text, a.area_name::text, a.geom
      FROM ref_geo.l_areas a
     WHERE a.geom IS NOT NULL AND a.id_area IN (SELECT c.id_area FROM gn_sensitivity.cor_sensitivity_area c)
     ORDER BY a.id_area;
END
$$;
COMMENT ON FUNCTION gn_diffusion.territories_to_compile() IS
    'Areas, enabled or not, in which some rule of sensitivity holds and that have a geometry, by id_area.';

CREATE FUNCTION gn_diffusion.territory_of(mode text, geom geometry, id_area integer) RETURNS text
    LANGUAGE plpgsql STABLE COST 1000 SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    area geometry := (SELECT a.geom FROM ref_geo.l_areas a WHERE a.id_area = territory_of.id_area);
    located geometry := CASE WHEN mode = 'prudent' THEN gn_diffusion.usable_geometry(territory_of.geom) ELSE territory_of.geom END;
BEGIN
    RETURN CASE WHEN area IS NULL THEN 'no_area' WHEN located IS NULL THEN 'no_location'
                WHEN st_intersects(located, area) THEN 'in' ELSE 'out' END;
END
$$;
COMMENT ON FUNCTION gn_diffusion.territory_of(text, geometry, integer) IS
    'Where a geometry lies with regard to an area in which a rule holds, as a mode of sensitivity sees it: in, out, no_area, no_location. '
    'Mode geonature: the errors of ST_Intersects.';

CREATE FUNCTION gn_diffusion.explain_sensitivity(
    date_obs date, cd_ref integer, geom geometry, bio_status integer, behaviour integer,
    mode text DEFAULT 'prudent', at date DEFAULT current_date)
    RETURNS TABLE (id_sensitivity integer, cd_nom integer, level text, outcome text, detail text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 5 COST 5000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT t.id_sensitivity, r.cd_nom, n.cd_nomenclature::text, t.outcome,
           CASE t.outcome
           WHEN 'won' THEN 'Règle retenue'
           WHEN 'outranked' THEN 'Ses conditions sont remplies, mais une autre règle l''emporte'
           WHEN 'out_of_period' THEN format('Vaut du %s au %s ; observation du %s', coalesce(to_char(r.date_min, 'DD/MM'), '01/01'),
                                            coalesce(to_char(r.date_max, 'DD/MM'), '31/12'), coalesce(to_char(date_obs, 'DD/MM'), '?'))
           WHEN 'too_old' THEN format('Vaut %s ans ; observation de %s, calcul en %s', r.sensitivity_duration,
                                      coalesce(date_part('year', date_obs)::text, '?'), date_part('year', coalesce(at, current_date)))
           WHEN 'no_criterion' THEN 'Demande l''un de ces critères : ' || (
                SELECT string_agg(format('%s %s', b.mnemonique, c.cd_nomenclature), ', ' ORDER BY b.mnemonique, c.cd_nomenclature)
                  FROM gn_sensitivity.cor_sensitivity_criteria k
                  JOIN ref_nomenclatures.t_nomenclatures c ON c.id_nomenclature = k.id_criteria
                  JOIN ref_nomenclatures.bib_nomenclatures_types b ON b.id_type = c.id_type
                 WHERE k.id_sensitivity = t.id_sensitivity)
           WHEN 'elsewhere' THEN 'Vaut dans : ' || (
                SELECT string_agg(CASE WHEN k.place <= 5 THEN k.label ELSE '...' END, ', ' ORDER BY k.place)
                  FROM (SELECT format('%s (%s)', a.area_name, a.area_code) AS label,
                               row_number() OVER (ORDER BY a.area_code, a.id_area) AS place
                          FROM gn_sensitivity.cor_sensitivity_area c JOIN ref_geo.l_areas a ON a.id_area = c.id_area
                         WHERE c.id_sensitivity = t.id_sensitivity) k
                 WHERE k.place <= 6)
           WHEN 'unknown_taxon' THEN 'Taxon absent de TAXREF, ou non renseigné'
           END
      FROM gn_diffusion.rules_tried(date_obs, explain_sensitivity.cd_ref, explain_sensitivity.geom, bio_status, behaviour, mode, at)
           WITH ORDINALITY AS t (id_sensitivity, level, outcome, place)
      LEFT JOIN gn_sensitivity.t_sensitivity_rules r ON r.id_sensitivity = t.id_sensitivity
      LEFT JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = t.level
     ORDER BY t.place;
END
$$;
COMMENT ON FUNCTION gn_diffusion.explain_sensitivity(date, integer, geometry, integer, integer, text, date) IS
    'Why sensitivity answers what it does for the same arguments: each rule of the taxon, the strongest first, the code of its level and its '
    'outcome, of which the first that holds is given: out_of_period, too_old, no_criterion, elsewhere, then won, or outranked '
    'by one that won. detail says it in French. No row: no rule for this taxon. One row of outcome unknown_taxon: no answer (prudent mode, cd_ref '
    'NULL or not in TAXREF). Error 22023 for another mode. Every rule is examined: not made for bulk use.';

COMMENT ON FUNCTION gn_diffusion.rules_tried(date, integer, geometry, integer, integer, text, date) IS
    'What explain_sensitivity puts into words: each rule of the taxon, the id of its level and its outcome. Same contract.';
