-- What each lot must hold, written a second time from the rules and not from the code: base tables and PostGIS alone, and of
-- the extension nothing but its settings (level, producer_level, groupe, groupe_taxon). Slow and plain on purpose.
--
-- oracle.record: every observation with its governing level and its areas, which no perimeter changes.
-- oracle.classified(…): the lots of a perimeter, with the share of each blurred area that lies outside it.
-- Wants a temporary table `oracle_at(at date)`: the day of the extraction.

CREATE SCHEMA oracle;

-- Each taxon (cd_ref) with itself and all above it. A parent told by a synonym is its reference name. A cycle ends at 40 steps.
CREATE TABLE oracle.above AS
WITH RECURSIVE edge AS (
    SELECT DISTINCT t.cd_ref AS child, coalesce(p.cd_ref, t.cd_taxsup) AS parent
      FROM taxonomie.taxref t LEFT JOIN taxonomie.taxref p ON p.cd_nom = t.cd_taxsup
     WHERE t.cd_ref IS NOT NULL AND t.cd_taxsup IS NOT NULL
), walk AS (
    SELECT DISTINCT t.cd_ref AS taxon, t.cd_ref AS ancestor, 0 AS steps FROM taxonomie.taxref t WHERE t.cd_ref IS NOT NULL
    UNION
    SELECT w.taxon, e.parent, w.steps + 1 FROM walk w JOIN edge e ON e.child = w.ancestor WHERE w.steps < 40
)
SELECT taxon, ancestor, min(steps) AS steps FROM walk GROUP BY taxon, ancestor;
CREATE INDEX ON oracle.above (ancestor);
CREATE INDEX ON oracle.above (taxon);

-- The deepest group of each taxon: the nearest taxon above, then the groups of INPN from the third to the first.
CREATE TABLE oracle.groupe AS
WITH candidate AS (
    SELECT a.taxon, gt.code_groupe, 0 AS kind, a.steps
      FROM gn_diffusion.groupe_taxon gt
      LEFT JOIN taxonomie.taxref named ON named.cd_nom::text = gt.value
      JOIN oracle.above a ON a.ancestor::text = coalesce(named.cd_ref::text, gt.value)
     WHERE gt.kind = 'cd_ref'
    UNION ALL
    SELECT t.cd_ref, gt.code_groupe, CASE gt.kind WHEN 'group3_inpn' THEN 1 WHEN 'group2_inpn' THEN 2 ELSE 3 END, 0
      FROM gn_diffusion.groupe_taxon gt
      JOIN taxonomie.taxref t ON gt.value = CASE gt.kind WHEN 'group3_inpn' THEN t.group3_inpn
                                                         WHEN 'group2_inpn' THEN t.group2_inpn
                                                         WHEN 'group1_inpn' THEN t.group1_inpn END
     WHERE t.cd_ref IS NOT NULL
)
SELECT DISTINCT ON (c.taxon) c.taxon, g.code, g.avis_systematique
  FROM candidate c JOIN gn_diffusion.groupe g ON g.code = c.code_groupe
 ORDER BY c.taxon, c.kind, c.steps, g.avis_systematique DESC, g.code;

-- Sensitivity rules that match each observation, in the prudent way.
CREATE TABLE oracle.matching_rule AS
SELECT s.id_synthese, n.cd_nomenclature AS code
  FROM gn_synthese.synthese s
  JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
  JOIN oracle.above a ON a.taxon = t.cd_ref
  JOIN taxonomie.taxref named ON named.cd_ref = a.ancestor
  JOIN gn_sensitivity.t_sensitivity_rules r ON r.cd_nom = named.cd_nom AND r.active
  JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity,
       LATERAL (SELECT to_char(s.date_min, 'MMDD') AS day, to_char(coalesce(r.date_min, '1900-01-01'), 'MMDD') AS first,
                       to_char(coalesce(r.date_max, '1900-12-31'), 'MMDD') AS last) p
 WHERE CASE WHEN p.first <= p.last THEN p.day BETWEEN p.first AND p.last ELSE p.day >= p.first OR p.day <= p.last END
   AND extract(year FROM (SELECT at FROM oracle_at)) - r.sensitivity_duration <= extract(year FROM s.date_min)
   AND (s.the_geom_local IS NULL OR ST_IsEmpty(s.the_geom_local)
        OR NOT EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_area ca WHERE ca.id_sensitivity = r.id_sensitivity)
        OR EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_area ca JOIN ref_geo.l_areas l USING (id_area)
                    WHERE ca.id_sensitivity = r.id_sensitivity AND ST_Intersects(l.geom, s.the_geom_local)))
   AND (NOT EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity)
        OR EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_criteria c
                    WHERE c.id_sensitivity = r.id_sensitivity
                      AND c.id_criteria IN (s.id_nomenclature_bio_status, s.id_nomenclature_behaviour)));

-- What each level said of a record comes to; a NULL code is a level that nobody knows.
CREATE TABLE oracle.said AS
SELECT id_synthese, code FROM oracle.matching_rule
UNION ALL
-- Rules were looked for, and none restricts: only for a taxon that TAXREF knows.
SELECT s.id_synthese, CASE WHEN t.cd_ref IS NOT NULL THEN '0' END
  FROM gn_synthese.synthese s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
UNION ALL
SELECT s.id_synthese, n.cd_nomenclature
  FROM gn_synthese.synthese s
  LEFT JOIN (SELECT n.* FROM ref_nomenclatures.t_nomenclatures n JOIN ref_nomenclatures.bib_nomenclatures_types bt USING (id_type)
              WHERE bt.mnemonique = 'SENSIBILITE') n ON n.id_nomenclature = s.id_nomenclature_sensitivity
 WHERE s.id_nomenclature_sensitivity IS NOT NULL
UNION ALL
SELECT s.id_synthese, pl.level
  FROM gn_synthese.synthese s
  LEFT JOIN (SELECT n.* FROM ref_nomenclatures.t_nomenclatures n JOIN ref_nomenclatures.bib_nomenclatures_types bt USING (id_type)
              WHERE bt.mnemonique = 'NIV_PRECIS') n ON n.id_nomenclature = s.id_nomenclature_diffusion_level
  LEFT JOIN gn_diffusion.producer_level pl ON pl.cd_niv_precis = n.cd_nomenclature
 WHERE s.id_nomenclature_diffusion_level IS NOT NULL;

CREATE TABLE oracle.governing AS
SELECT DISTINCT ON (d.id_synthese) d.id_synthese, l.cd_nomenclature AS level, l.rank, l.sensitive, l.area_type, l.date_precision
  FROM oracle.said d LEFT JOIN gn_diffusion.level l ON l.cd_nomenclature = d.code
 -- Unknown above all, then the greatest rank; same rank: the more that is hidden.
 ORDER BY d.id_synthese, l.rank DESC NULLS FIRST, l.area_type NULLS FIRST,
          array_position(ARRAY['year', 'month', 'day'], l.date_precision), l.cd_nomenclature;

CREATE TABLE oracle.record AS
SELECT s.id_synthese, s.unique_id_sinp, t.cd_ref, s.date_min::date AS day_min, s.date_max::date AS day_max,
       CASE WHEN ST_IsEmpty(s.the_geom_local) THEN NULL
            WHEN ST_IsValid(s.the_geom_local) THEN s.the_geom_local
            ELSE ST_MakeValid(s.the_geom_local) END AS geom,
       g.level, g.rank, coalesce(g.sensitive, true) AS sensitive, g.area_type, g.date_precision,
       gr.code AS groupe, coalesce(gr.avis_systematique, true) AS avis_systematique,
       EXISTS (SELECT FROM gn_meta.t_datasets d
                 JOIN ref_nomenclatures.t_nomenclatures o ON o.id_nomenclature = d.id_nomenclature_data_origin
                 JOIN ref_nomenclatures.bib_nomenclatures_types ot USING (id_type)
                WHERE d.id_dataset = s.id_dataset AND ot.mnemonique = 'DS_PUBLIQUE' AND o.cd_nomenclature = 'Pr') AS private,
       CASE WHEN g.level IS NULL THEN 'level_unknown' WHEN g.sensitive AND g.area_type IS NULL THEN 'level_withheld' END AS withheld
  FROM gn_synthese.synthese s
  JOIN oracle.governing g USING (id_synthese)
  LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
  LEFT JOIN oracle.groupe gr ON gr.taxon = t.cd_ref;

-- The areas of each sensitive record, by the rule of cor_area_synthese and, when there is none, those it touches.
CREATE TABLE oracle.area AS
WITH met AS (
    SELECT r.id_synthese, a.id_area, a.area_code,
           ST_GeometryType(r.geom) = 'ST_Point' OR EXISTS (
               SELECT FROM ST_Dump(r.geom) part
                WHERE ST_Intersects(part.geom, a.geom) AND NOT ST_Touches(part.geom, a.geom)) AS inside
      FROM oracle.record r
      JOIN ref_geo.bib_areas_types bt ON bt.type_code = r.area_type
      JOIN ref_geo.l_areas a ON a.id_type = bt.id_type AND a.enable AND ST_Intersects(a.geom, r.geom)
     WHERE r.sensitive AND r.geom IS NOT NULL
), kept AS (
    SELECT id_synthese, id_area, area_code FROM met
     WHERE inside OR NOT EXISTS (SELECT FROM met other WHERE other.id_synthese = met.id_synthese AND other.inside)
), listed AS (
    SELECT id_synthese, array_agg(id_area ORDER BY id_area) AS ids, array_agg(area_code::text ORDER BY id_area) AS codes
      FROM kept GROUP BY id_synthese
), shape AS MATERIALIZED (
    -- Many records have the same areas.
    SELECT d.ids, (SELECT ST_Multi(ST_Union(a.geom)) FROM ref_geo.l_areas a WHERE a.id_area = ANY (d.ids)) AS geom
      FROM (SELECT DISTINCT ids FROM listed) d
)
SELECT listed.*, shape.geom FROM listed JOIN shape USING (ids);

CREATE INDEX ON oracle.record USING gist (geom);
CREATE INDEX ON oracle.area USING gist (geom);
CREATE INDEX ON oracle.area (id_synthese);
ANALYZE oracle.record, oracle.area;

-- One row for each record of the selection by geometry, one for each of the selection by area. `outside`: the share of the
-- area that lies outside the perimeter, for rows by area.
CREATE FUNCTION oracle.classified(
    perimetre geometry, wanted integer[], date_from date, date_to date, precise_wanted boolean, min_share float8, private_withheld boolean)
    RETURNS TABLE (id_synthese integer, lot text, groupe text, "precise" boolean, selected_by text, level text, reason text,
                   area_type text, area_ids integer[], area_codes text[], area geometry, outside float8) LANGUAGE sql STABLE AS $$
WITH asked AS (
    SELECT DISTINCT a.taxon
      FROM unnest(wanted) w (cd) LEFT JOIN taxonomie.taxref t ON t.cd_nom = w.cd
      JOIN oracle.above a ON a.ancestor = coalesce(t.cd_ref, w.cd)
), candidate AS MATERIALIZED (
    SELECT r.*, ar.ids, ar.codes, ar.geom AS area,
           CASE WHEN r.withheld IS NOT NULL THEN r.withheld
                WHEN r.private AND private_withheld THEN 'private'
                WHEN r.sensitive AND ar.ids IS NULL THEN 'blur_impossible' END AS why_withheld
      FROM oracle.record r LEFT JOIN oracle.area ar USING (id_synthese)
     WHERE r.geom IS NOT NULL
       AND (ST_Intersects(r.geom, perimetre) OR ST_Intersects(ar.geom, perimetre))
       AND (wanted IS NULL OR r.cd_ref IN (SELECT taxon FROM asked))
       AND (date_from IS NULL OR r.day_max >= date_from) AND (date_to IS NULL OR r.day_min <= date_to)
), outside AS MATERIALIZED (
    SELECT d.ids, ST_Area(ST_Difference(d.area, perimetre)) / ST_Area(d.area) AS share
      FROM (SELECT DISTINCT ON (ids) ids, area FROM candidate WHERE ids IS NOT NULL ORDER BY ids) d
)
SELECT c.id_synthese,
       CASE WHEN c.why_withheld IS NOT NULL THEN 'withheld' WHEN NOT c.sensitive THEN 'F1'
            WHEN c.avis_systematique THEN 'F3' ELSE 'F2' END,
       c.groupe, c.why_withheld IS NULL, 'geometry', c.level,
       coalesce(c.why_withheld, CASE WHEN NOT c.sensitive THEN 'not_sensitive'
                                     WHEN c.avis_systematique THEN 'sensitive_avis_systematique' ELSE 'sensitive' END),
       NULL, NULL::integer[], NULL::text[], NULL::geometry, NULL::float8
  FROM candidate c WHERE ST_Intersects(c.geom, perimetre)
UNION ALL
SELECT c.id_synthese, CASE WHEN l.is_left THEN 'left_out' ELSE 'F1' END, c.groupe, false, 'area', c.level,
       CASE WHEN l.is_left THEN 'residual' ELSE 'blurred' END, c.area_type, c.ids, c.codes, c.area, o.share
  FROM candidate c JOIN outside o USING (ids),
       LATERAL (SELECT precise_wanted AND o.share > 0 AND o.share < min_share AS is_left) l
 WHERE c.sensitive AND c.why_withheld IS NULL AND ST_Intersects(c.area, perimetre)
$$;
