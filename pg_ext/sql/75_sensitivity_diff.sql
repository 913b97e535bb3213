-- What a change of sensitivity rules would change, told before it is made. Nothing is written.

CREATE FUNCTION gn_diffusion.sensitivity_rules(rules_schema text DEFAULT 'gn_sensitivity') RETURNS jsonb
    LANGUAGE plpgsql STABLE COST 10000 SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    rules jsonb;
BEGIN
    EXECUTE format($query$
        SELECT coalesce(jsonb_agg(
                   to_jsonb(r)
                   || jsonb_build_object('criteria', c.ids, 'areas', a.ids)
                   ORDER BY r.id_sensitivity), '[]')
          FROM %1$I.t_sensitivity_rules r
          LEFT JOIN LATERAL (SELECT jsonb_agg(k.id_criteria) AS ids FROM %1$I.cor_sensitivity_criteria k
                              WHERE k.id_sensitivity = r.id_sensitivity) c ON true
          LEFT JOIN LATERAL (SELECT jsonb_agg(k.id_area) AS ids FROM %1$I.cor_sensitivity_area k
                              WHERE k.id_sensitivity = r.id_sensitivity) a ON true
        $query$, rules_schema) INTO rules;
    RETURN rules;
END
$$;
COMMENT ON FUNCTION gn_diffusion.sensitivity_rules(text) IS
    'Sensitivity rules as sensitivity_diff wants them: an array of objects, each a row of t_sensitivity_rules with criteria (array of ids of nomenclatures) and '
    'areas (array of id_area), NULL when it has none. By default the rules in force; another schema may hold candidates, in tables of the same '
    'names and columns (t_sensitivity_rules, cor_sensitivity_criteria, cor_sensitivity_area). Error 42P01 when it does not have them.';

CREATE FUNCTION gn_diffusion.checked_rules(rules jsonb)
    RETURNS TABLE (rule integer, cd_nom integer, id_level integer, duration integer, date_min date, date_max date, criteria integer[], areas integer[])
    LANGUAGE plpgsql STABLE ROWS 1000 COST 10000 SET search_path FROM CURRENT SET jit = off AS $$
#variable_conflict use_column
DECLARE
    element record;
BEGIN
    IF jsonb_typeof(rules) IS DISTINCT FROM 'array' THEN
        RAISE EXCEPTION 'Les règles doivent être un tableau JSON' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR element IN SELECT e.value, e.ordinality FROM jsonb_array_elements(rules) WITH ORDINALITY e LOOP
        IF jsonb_typeof(element.value) <> 'object' THEN
            RAISE EXCEPTION 'La règle n° % n''est pas un objet JSON', element.ordinality USING ERRCODE = 'invalid_parameter_value';
        END IF;
        CONTINUE WHEN NOT coalesce((element.value ->> 'active')::boolean, true);
        rule := element.ordinality;
        cd_nom := element.value ->> 'cd_nom';
        duration := element.value ->> 'sensitivity_duration';
        date_min := element.value ->> 'date_min';
        date_max := element.value ->> 'date_max';
        id_level := coalesce((element.value ->> 'id_nomenclature_sensitivity')::integer,
                             ref_nomenclatures.get_id_nomenclature('SENSIBILITE', element.value ->> 'sensitivity'));
        criteria := CASE WHEN jsonb_typeof(element.value -> 'criteria') = 'array' AND element.value -> 'criteria' <> '[]'
                         THEN ARRAY(SELECT jsonb_array_elements_text(element.value -> 'criteria')::integer) END;
        areas := CASE WHEN jsonb_typeof(element.value -> 'areas') = 'array' AND element.value -> 'areas' <> '[]'
                      THEN ARRAY(SELECT jsonb_array_elements_text(element.value -> 'areas')::integer) END;
        IF NOT EXISTS (SELECT FROM taxonomie.taxref t WHERE t.cd_nom = checked_rules.cd_nom) THEN
            RAISE EXCEPTION 'La règle n° % est écrite sur un cd_nom absent de TAXREF : %', rule, coalesce(cd_nom::text, 'aucun')
                USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF duration IS NULL THEN
            RAISE EXCEPTION 'La règle n° % n''a pas de durée (sensitivity_duration)', rule USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF NOT EXISTS (SELECT FROM ref_nomenclatures.t_nomenclatures n
                         JOIN ref_nomenclatures.bib_nomenclatures_types b ON b.id_type = n.id_type AND b.mnemonique = 'SENSIBILITE'
                        WHERE n.id_nomenclature = id_level) THEN
            RAISE EXCEPTION 'La règle n° % n''a pas de niveau de sensibilité connu', rule USING ERRCODE = 'invalid_parameter_value',
                HINT = 'Donnez id_nomenclature_sensitivity, ou sensitivity (le code : « 2 »).';
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION gn_diffusion.checked_rules(jsonb) IS
    'Active rules of an array as sensitivity_rules gives it: cd_nom, sensitivity_duration (years), id_nomenclature_sensitivity or sensitivity (its code), '
    'and if wanted date_min, date_max, active (true when absent), criteria, areas; other keys are ignored. rule: place in the array. '
    'Error 22023, in French, for anything but an array of objects, a cd_nom that TAXREF does not have, a missing duration or an unknown level.';

CREATE FUNCTION gn_diffusion.sensitivity_by_rules(rules jsonb, mode text, at date)
    RETURNS TABLE (id_synthese integer, id_level integer)
    LANGUAGE plpgsql STABLE ROWS 100000 COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
DECLARE
    prudent boolean := mode = 'prudent';
    year_now double precision := date_part('year', coalesce(at, current_date));
    id_zero integer := ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0');
    taxa integer[];
    children integer[];
    parents integer[];
    carried_taxa integer[];
    carried_rules integer[];
BEGIN
    IF mode IS NULL OR mode NOT IN ('prudent', 'geonature') THEN
        RAISE EXCEPTION 'Mode de calcul de la sensibilité inconnu : « % »', mode
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Modes connus : prudent, geonature.';
    END IF;
    SELECT array_agg(DISTINCT t.cd_ref) INTO taxa
      FROM (SELECT DISTINCT s.cd_nom FROM gn_synthese.synthese s) d JOIN taxonomie.taxref t ON t.cd_nom = d.cd_nom
     WHERE t.cd_ref IS NOT NULL;
    -- Rules carried down to the taxa observed, as each mode does it.
    IF prudent THEN
        SELECT g.children, g.parents INTO children, parents FROM gn_diffusion.taxon_graph(taxa) g;
        WITH RECURSIVE down (rule, taxon) AS (
            (SELECT c.rule, n.taxon
               FROM gn_diffusion.checked_rules(rules) c
               JOIN taxonomie.taxref t ON t.cd_nom = c.cd_nom
              CROSS JOIN LATERAL (VALUES (t.cd_ref), (t.cd_nom)) n (taxon))
            UNION
            SELECT d.rule, e.child FROM down d JOIN unnest(children, parents) e (child, parent) ON e.parent = d.taxon)
        SELECT array_agg(d.taxon), array_agg(d.rule) INTO carried_taxa, carried_rules
          FROM down d JOIN unnest(taxa) u (taxon) ON u.taxon = d.taxon;
    ELSE
        WITH RECURSIVE down (rule, taxon) AS (
            (SELECT c.rule, t.cd_ref FROM gn_diffusion.checked_rules(rules) c JOIN taxonomie.taxref t ON t.cd_nom = c.cd_nom)
            UNION
            SELECT d.rule, t.cd_ref FROM down d JOIN taxonomie.taxref t ON t.cd_taxsup = d.taxon)
        SELECT array_agg(d.taxon), array_agg(d.rule) INTO carried_taxa, carried_rules
          FROM down d JOIN unnest(taxa) u (taxon) ON u.taxon = d.taxon;
    END IF;

    RETURN QUERY
    WITH
    level AS MATERIALIZED (
        SELECT n.id_nomenclature,
               row_number() OVER (ORDER BY CASE WHEN prudent THEN coalesce(l.ord, 2147483647) END,
                                           CASE WHEN NOT prudent THEN n.cd_nomenclature END, n.id_nomenclature DESC) AS ord
          FROM ref_nomenclatures.t_nomenclatures n
          JOIN ref_nomenclatures.bib_nomenclatures_types b ON b.id_type = n.id_type AND b.mnemonique = 'SENSIBILITE'
          LEFT JOIN gn_diffusion.ordered_levels() l ON l.code = n.cd_nomenclature),
    rule AS MATERIALIZED (
        SELECT k.taxon, l.ord, year_now - c.duration AS first_year, c.criteria, t.ids AS territory,
               coalesce(to_char(c.date_min, 'MMDD'), '0101') AS first_day, coalesce(to_char(c.date_max, 'MMDD'), '1231') AS last_day
          FROM unnest(carried_taxa, carried_rules) k (taxon, rule)
          JOIN gn_diffusion.checked_rules(rules) c ON c.rule = k.rule
          JOIN level l ON l.id_nomenclature = c.id_level
          -- A territory without geometry is everywhere.
         CROSS JOIN LATERAL (SELECT CASE WHEN NOT EXISTS (
                    SELECT FROM unnest(c.areas) i (id_area) LEFT JOIN ref_geo.l_areas a ON a.id_area = i.id_area WHERE a.geom IS NULL)
                THEN c.areas END AS ids) t),
    record AS MATERIALIZED (
        SELECT s.id_synthese, t.cd_ref, s.date_min, s.id_nomenclature_bio_status AS bio, s.id_nomenclature_behaviour AS behaviour,
               gn_diffusion.usable_geometry(s.the_geom_local) AS geom
          FROM gn_synthese.synthese s
          JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
         WHERE t.cd_ref IN (SELECT unnest(carried_taxa))),
    applying AS MATERIALIZED (
        SELECT r.id_synthese, r.geom, u.ord, u.territory
          FROM record r
          JOIN rule u ON u.taxon = r.cd_ref
         CROSS JOIN LATERAL (SELECT to_char(r.date_min, 'MMDD') AS day) d
         WHERE u.first_year <= date_part('year', r.date_min)
           AND CASE WHEN u.first_day <= u.last_day THEN d.day BETWEEN u.first_day AND u.last_day
                    ELSE prudent AND (d.day >= u.first_day OR d.day <= u.last_day) END
           AND (u.criteria IS NULL OR r.bio = ANY (u.criteria) OR r.behaviour = ANY (u.criteria)
                OR array_position(u.criteria, NULL) IS NOT NULL)),
    matching AS (
        SELECT m.id_synthese, max(m.ord) AS ord
          FROM (SELECT a.id_synthese, a.ord FROM applying a WHERE a.territory IS NULL OR prudent AND a.geom IS NULL
                UNION ALL
                -- One territory after the other: PostGIS prepares each once.
                SELECT q.id_synthese, q.ord
                  FROM (SELECT a.id_synthese, a.ord, a.geom, t.geom AS territory
                          FROM applying a
                         CROSS JOIN LATERAL unnest(a.territory) i (id_area)
                          JOIN ref_geo.l_areas t ON t.id_area = i.id_area
                         ORDER BY t.id_area
                        OFFSET 0) q
                 WHERE st_intersects(q.geom, q.territory)) m
         GROUP BY m.id_synthese)
    SELECT r.id_synthese, coalesce(l.id_nomenclature, id_zero)
      FROM record r
      LEFT JOIN matching m ON m.id_synthese = r.id_synthese
      LEFT JOIN level l ON l.ord = m.ord;
END
$$;
COMMENT ON FUNCTION gn_diffusion.sensitivity_by_rules(jsonb, text, date) IS
    'Sensitivity (id of the nomenclature) that other rules, as sensitivity_rules gives them, would give to each record whose taxon they reach, in a mode of '
    'sensitivity and for the year of at; a record without row has that of code 0, or none when its taxon is unknown. A location is seen as '
    'usable_geometry sees it. Errors of checked_rules; 22023 for another mode.';

CREATE FUNCTION gn_diffusion.sensitivity_diff_records(rules jsonb, mode text DEFAULT 'prudent', at date DEFAULT current_date)
    RETURNS TABLE (id_synthese integer, unique_id_sinp uuid, cd_ref integer, stored text, before text, after text, change text)
    LANGUAGE plpgsql STABLE ROWS 10000 COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
DECLARE
    unknown constant integer := 2147483647;  -- more restrictive than any level
    id_zero integer := ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0');
BEGIN
    RETURN QUERY
        SELECT s.id_synthese, s.unique_id_sinp, t.cd_ref, st.cd_nomenclature::text, b.cd_nomenclature::text, a.cd_nomenclature::text,
               CASE WHEN coalesce(lb.ord, unknown) < coalesce(la.ord, unknown) THEN 'more_restrictive'
                    WHEN coalesce(lb.ord, unknown) > coalesce(la.ord, unknown) THEN 'less_restrictive'
                    ELSE 'other' END
          FROM (SELECT coalesce(x.id_synthese, y.id_synthese) AS id_synthese,
                       coalesce(x.id_level, id_zero) AS id_before, coalesce(y.id_level, id_zero) AS id_after
                  FROM gn_diffusion.sensitivity_by_rules(gn_diffusion.sensitivity_rules(), mode, at) x
                  FULL JOIN gn_diffusion.sensitivity_by_rules(rules, mode, at) y ON y.id_synthese = x.id_synthese) d
          JOIN gn_synthese.synthese s ON s.id_synthese = d.id_synthese
          JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
          JOIN ref_nomenclatures.t_nomenclatures b ON b.id_nomenclature = d.id_before
          JOIN ref_nomenclatures.t_nomenclatures a ON a.id_nomenclature = d.id_after
          LEFT JOIN ref_nomenclatures.t_nomenclatures st ON st.id_nomenclature = s.id_nomenclature_sensitivity
          LEFT JOIN gn_diffusion.ordered_levels() lb ON lb.code = b.cd_nomenclature
          LEFT JOIN gn_diffusion.ordered_levels() la ON la.code = a.cd_nomenclature
         WHERE d.id_before <> d.id_after;
END
$$;
COMMENT ON FUNCTION gn_diffusion.sensitivity_diff_records(jsonb, text, date) IS
    'Records whose sensitivity (code) would change, were these rules (see sensitivity_rules) put in place of those in force, expanded today: before, after, and '
    'change by the order of gn_diffusion.level: more_restrictive, less_restrictive, or other between two levels it does not have. stored: what '
    'synthese holds now, which may be older than both. mode and at: as for sensitivity. Same errors as sensitivity_by_rules. Writes nothing.';

CREATE FUNCTION gn_diffusion.sensitivity_diff(rules jsonb, mode text DEFAULT 'prudent', at date DEFAULT current_date)
    RETURNS TABLE (cd_ref integer, nom_valide text, before text, after text, change text, records bigint)
    LANGUAGE plpgsql STABLE ROWS 1000 COST 1000000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT d.cd_ref, t.nom_valide::text, d.before, d.after, d.change, count(*)
          FROM gn_diffusion.sensitivity_diff_records(rules, mode, at) d
          LEFT JOIN taxonomie.taxref t ON t.cd_nom = d.cd_ref
         GROUP BY d.cd_ref, t.nom_valide, d.before, d.after, d.change
         ORDER BY d.change, count(*) DESC, d.cd_ref, d.before, d.after;
END
$$;
COMMENT ON FUNCTION gn_diffusion.sensitivity_diff(jsonb, text, date) IS
    'What a change of rules would change, before it is made: per taxon and pair of levels, how many records (see sensitivity_diff_records for which). '
    'What becomes less restrictive comes first: it is what must be looked at. Same arguments, same errors. Writes nothing.';

-- They tell how many sensitive records there are of a taxon, and which.
REVOKE EXECUTE ON FUNCTION gn_diffusion.sensitivity_rules(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.sensitivity_by_rules(jsonb, text, date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.sensitivity_diff_records(jsonb, text, date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.sensitivity_diff(jsonb, text, date) FROM PUBLIC;
