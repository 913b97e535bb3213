-- The same against one query for all rows, the rules read once: what an expert writes instead of calling the function.
-- The floor reads the same columns of the same rows.
-- @row sensitivity_sql
-- @needs gn_diffusion.sensitivity(date,integer,geometry,integer,integer,text,date)
-- @target ratio 10 floor 1.5
-- @setup
CREATE INDEX IF NOT EXISTS rules_cd_ref ON gn_sensitivity.t_sensitivity_rules_cd_ref (cd_ref);
ANALYZE gn_sensitivity.t_sensitivity_rules_cd_ref

-- @floor
SELECT count(st_srid(s.the_geom_local)), count(s.date_min::date), count(t.cd_ref), count(s.id_nomenclature_bio_status), count(s.id_nomenclature_behaviour)
  FROM {synthese} s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom

-- @ours
SELECT count(o.level), sum(o.level)
  FROM (SELECT gn_diffusion.sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local, s.id_nomenclature_bio_status, s.id_nomenclature_behaviour, 'geonature', current_date) AS level
          FROM {synthese} s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom OFFSET 0) o

-- @peer one join, areas by ST_Intersects
WITH rule AS MATERIALIZED (
    SELECT r.cd_ref, r.id_nomenclature_sensitivity AS level, n.cd_nomenclature, to_char(r.date_min, 'MMDD') AS first_day,
           to_char(r.date_max, 'MMDD') AS last_day, date_part('year', current_date) - r.sensitivity_duration AS first_year,
           (SELECT array_agg(a.id_area) FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS areas,
           (SELECT array_agg(c.id_criteria) FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
), hit AS (
    SELECT DISTINCT ON (s.id_synthese) s.id_synthese, r.level
      FROM {synthese} s
      JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      JOIN rule r ON r.cd_ref = t.cd_ref
     WHERE to_char(s.date_min, 'MMDD') BETWEEN r.first_day AND r.last_day AND r.first_year <= date_part('year', s.date_min)
       AND (r.criteria IS NULL OR s.id_nomenclature_bio_status = ANY (r.criteria) OR s.id_nomenclature_behaviour = ANY (r.criteria))
       AND (r.areas IS NULL OR EXISTS (SELECT FROM ref_geo.l_areas a WHERE a.id_area = ANY (r.areas) AND st_intersects(a.geom, s.the_geom_local)))
     ORDER BY s.id_synthese, r.cd_nomenclature DESC
)
SELECT count(o.level), sum(o.level)
  FROM (SELECT coalesce(h.level, (SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0'))) AS level
          FROM {synthese} s LEFT JOIN hit h ON h.id_synthese = s.id_synthese) o

-- @peer one join, areas by cor_area_synthese
WITH rule AS MATERIALIZED (
    SELECT r.cd_ref, r.id_nomenclature_sensitivity AS level, n.cd_nomenclature, to_char(r.date_min, 'MMDD') AS first_day,
           to_char(r.date_max, 'MMDD') AS last_day, date_part('year', current_date) - r.sensitivity_duration AS first_year,
           (SELECT array_agg(a.id_area) FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS areas,
           (SELECT array_agg(c.id_criteria) FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
), hit AS (
    SELECT DISTINCT ON (s.id_synthese) s.id_synthese, r.level
      FROM {synthese} s
      JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      JOIN rule r ON r.cd_ref = t.cd_ref
     WHERE to_char(s.date_min, 'MMDD') BETWEEN r.first_day AND r.last_day AND r.first_year <= date_part('year', s.date_min)
       AND (r.criteria IS NULL OR s.id_nomenclature_bio_status = ANY (r.criteria) OR s.id_nomenclature_behaviour = ANY (r.criteria))
       AND (r.areas IS NULL OR EXISTS (SELECT FROM gn_synthese.cor_area_synthese c WHERE c.id_synthese = s.id_synthese AND c.id_area = ANY (r.areas)))
     ORDER BY s.id_synthese, r.cd_nomenclature DESC
)
SELECT count(o.level), sum(o.level)
  FROM (SELECT coalesce(h.level, (SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0'))) AS level
          FROM {synthese} s LEFT JOIN hit h ON h.id_synthese = s.id_synthese) o

-- @peer one join, areas last, one département at a time
WITH rule AS MATERIALIZED (
    SELECT r.cd_ref, r.id_nomenclature_sensitivity AS level, n.cd_nomenclature, to_char(r.date_min, 'MMDD') AS first_day,
           to_char(r.date_max, 'MMDD') AS last_day, date_part('year', current_date) - r.sensitivity_duration AS first_year,
           (SELECT array_agg(a.id_area) FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS areas,
           (SELECT array_agg(c.id_criteria) FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
), candidate AS MATERIALIZED (
    SELECT s.id_synthese, s.the_geom_local, r.level, r.cd_nomenclature, r.areas
      FROM {synthese} s
      JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      JOIN rule r ON r.cd_ref = t.cd_ref
     WHERE to_char(s.date_min, 'MMDD') BETWEEN r.first_day AND r.last_day AND r.first_year <= date_part('year', s.date_min)
       AND (r.criteria IS NULL OR s.id_nomenclature_bio_status = ANY (r.criteria) OR s.id_nomenclature_behaviour = ANY (r.criteria))
), inside AS (
    SELECT c.id_synthese, c.level, c.cd_nomenclature FROM candidate c WHERE c.areas IS NULL
    UNION ALL
    SELECT q.id_synthese, q.level, q.cd_nomenclature
      FROM (SELECT c.id_synthese, c.level, c.cd_nomenclature, c.the_geom_local, a.geom
              FROM candidate c CROSS JOIN LATERAL unnest(c.areas) i (id_area) JOIN ref_geo.l_areas a ON a.id_area = i.id_area
             ORDER BY a.id_area OFFSET 0) q
     WHERE st_intersects(q.geom, q.the_geom_local)
), hit AS (
    SELECT DISTINCT ON (i.id_synthese) i.id_synthese, i.level FROM inside i
     ORDER BY i.id_synthese, i.cd_nomenclature DESC
)
SELECT count(o.level), sum(o.level)
  FROM (SELECT coalesce(h.level, (SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0'))) AS level
          FROM {synthese} s LEFT JOIN hit h ON h.id_synthese = s.id_synthese) o

-- @differences
SELECT count(*)
  FROM {synthese} s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
 WHERE gn_diffusion.sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local, s.id_nomenclature_bio_status, s.id_nomenclature_behaviour, 'geonature', current_date)
       IS DISTINCT FROM
       gn_sensitivity.get_id_nomenclature_sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local,
           jsonb_build_object('STATUT_BIO', s.id_nomenclature_bio_status, 'OCC_COMPORTEMENT', s.id_nomenclature_behaviour))

-- @teardown
DROP INDEX IF EXISTS gn_sensitivity.rules_cd_ref
