-- What each lot must hold, written a second time from the rules and not from the code: base tables and PostGIS alone, and of
-- the extension nothing but its settings (level, producer_level, groupe, groupe_taxon), never one of its functions.
-- Each table is made at once for all records, by joins: what no perimeter changes is computed before the first of them.
--
-- oracle.record: every observation with its governing level; oracle.area: the areas of the sensitive ones.
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
ANALYZE oracle.above;

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

-- Where each observation is: NULL when it cannot be placed, repaired when it is not valid.
CREATE TABLE oracle.place AS
WITH local AS (SELECT ST_SRID(geom) AS srid FROM ref_geo.l_areas LIMIT 1),
     located AS MATERIALIZED (
    SELECT s.id_synthese, ST_Force2D(s.the_geom_local) AS geom
      FROM gn_synthese.synthese s, local
     WHERE NOT ST_IsEmpty(s.the_geom_local) AND ST_SRID(s.the_geom_local) = local.srid
       AND ST_AsText(s.the_geom_local) !~ '(CIRCULAR|CURVE|SURFACE|TIN|TRIANGLE)'
       -- Neither NaN, which is above all numbers here, nor infinite.
       AND NOT EXISTS (SELECT FROM ST_DumpPoints(s.the_geom_local) v
                        WHERE NOT (ST_X(v.geom) BETWEEN -1e300 AND 1e300 AND ST_Y(v.geom) BETWEEN -1e300 AND 1e300)))
SELECT id_synthese, geom FROM (
    SELECT id_synthese, CASE WHEN ST_IsValid(geom) THEN geom ELSE ST_MakeValid(geom) END AS geom FROM located) repaired
 WHERE NOT ST_IsEmpty(geom);
CREATE UNIQUE INDEX ON oracle.place (id_synthese);
CREATE INDEX ON oracle.place USING gist (geom);
ANALYZE oracle.place;

-- Sensitivity rules that match each observation, in the prudent way: what is missing matches.
CREATE TABLE oracle.matching_rule AS
WITH rule AS (
    SELECT r.id_sensitivity, r.id_nomenclature_sensitivity, r.sensitivity_duration AS years,
           to_char(coalesce(r.date_min, '1900-01-01'), 'MMDD') AS first, to_char(coalesce(r.date_max, '1900-12-31'), 'MMDD') AS last,
           array(SELECT c.id_criteria FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria,
           array(SELECT a.id_area FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS territory,
           t.cd_ref AS taxon
      FROM gn_sensitivity.t_sensitivity_rules r JOIN taxonomie.taxref t USING (cd_nom) WHERE r.active
), in_time AS MATERIALIZED (
    SELECT DISTINCT s.id_synthese, r.id_sensitivity, r.id_nomenclature_sensitivity, r.territory
      FROM rule r
      JOIN oracle.above a ON a.ancestor = r.taxon
      JOIN taxonomie.taxref t ON t.cd_ref = a.taxon
      JOIN gn_synthese.synthese s ON s.cd_nom = t.cd_nom
     CROSS JOIN LATERAL (SELECT to_char(s.date_min, 'MMDD') AS day) d
     WHERE CASE WHEN r.first <= r.last THEN d.day BETWEEN r.first AND r.last ELSE d.day >= r.first OR d.day <= r.last END
       AND extract(year FROM (SELECT at FROM oracle_at)) - r.years <= extract(year FROM s.date_min)
       AND (r.criteria = '{}' OR s.id_nomenclature_bio_status = ANY (r.criteria) OR s.id_nomenclature_behaviour = ANY (r.criteria))
), matching AS (
    SELECT id_synthese, id_nomenclature_sensitivity FROM in_time WHERE territory = '{}'
    UNION
    SELECT i.id_synthese, i.id_nomenclature_sensitivity FROM in_time i LEFT JOIN oracle.place p USING (id_synthese) WHERE p.geom IS NULL
    UNION
    SELECT i.id_synthese, i.id_nomenclature_sensitivity
      FROM in_time i JOIN oracle.place p USING (id_synthese)
      JOIN ref_geo.l_areas l ON l.id_area = ANY (i.territory) AND ST_Intersects(l.geom, p.geom)
)
SELECT m.id_synthese, n.cd_nomenclature AS code
  FROM matching m JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = m.id_nomenclature_sensitivity;

-- What each level said of a record comes to; a NULL code is a level that nobody knows.
CREATE TABLE oracle.said AS
WITH code AS (
    SELECT n.id_nomenclature, n.cd_nomenclature, bt.mnemonique AS type
      FROM ref_nomenclatures.t_nomenclatures n JOIN ref_nomenclatures.bib_nomenclatures_types bt USING (id_type)
)
SELECT id_synthese, code FROM oracle.matching_rule
UNION ALL
-- Rules were looked for, and none restricts: only for a taxon that TAXREF knows.
SELECT s.id_synthese, CASE WHEN t.cd_ref IS NOT NULL THEN '0' END
  FROM gn_synthese.synthese s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
UNION ALL
SELECT s.id_synthese, c.cd_nomenclature
  FROM gn_synthese.synthese s LEFT JOIN code c ON c.type = 'SENSIBILITE' AND c.id_nomenclature = s.id_nomenclature_sensitivity
 WHERE s.id_nomenclature_sensitivity IS NOT NULL
UNION ALL
SELECT s.id_synthese, pl.level
  FROM gn_synthese.synthese s
  LEFT JOIN code c ON c.type = 'NIV_PRECIS' AND c.id_nomenclature = s.id_nomenclature_diffusion_level
  LEFT JOIN gn_diffusion.producer_level pl ON pl.cd_niv_precis = c.cd_nomenclature
 WHERE s.id_nomenclature_diffusion_level IS NOT NULL;

CREATE TABLE oracle.governing AS
SELECT DISTINCT ON (d.id_synthese) d.id_synthese, l.cd_nomenclature AS level, l.rank, l.sensitive, l.area_type, l.date_precision
  FROM oracle.said d LEFT JOIN gn_diffusion.level l ON l.cd_nomenclature = d.code
 -- Unknown above all, then the greatest rank; same rank: the more that is hidden.
 ORDER BY d.id_synthese, l.rank DESC NULLS FIRST, l.area_type IS NULL DESC,
          array_position(ARRAY['year', 'month', 'day'], l.date_precision), l.cd_nomenclature;

CREATE TABLE oracle.record AS
SELECT s.id_synthese, s.unique_id_sinp, t.cd_ref, s.date_min::date AS day_min, s.date_max::date AS day_max, p.geom,
       g.level, g.rank, coalesce(g.sensitive, true) AS sensitive, g.area_type, g.date_precision,
       gr.code AS groupe, coalesce(gr.avis_systematique, true) AS avis_systematique,
       coalesce(ot.mnemonique = 'DS_PUBLIQUE' AND o.cd_nomenclature = 'Pr', false) AS private,
       CASE WHEN g.level IS NULL THEN 'level_unknown' WHEN g.sensitive AND g.area_type IS NULL THEN 'level_withheld' END AS withheld
  FROM gn_synthese.synthese s
  JOIN oracle.governing g USING (id_synthese)
  LEFT JOIN oracle.place p USING (id_synthese)
  LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
  LEFT JOIN oracle.groupe gr ON gr.taxon = t.cd_ref
  LEFT JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
  LEFT JOIN ref_nomenclatures.t_nomenclatures o ON o.id_nomenclature = d.id_nomenclature_data_origin
  LEFT JOIN ref_nomenclatures.bib_nomenclatures_types ot ON ot.id_type = o.id_type;
CREATE UNIQUE INDEX ON oracle.record (id_synthese);
ANALYZE oracle.record;

-- The areas of each sensitive record, by the rule of cor_area_synthese (that of GeoNature's trigger, to the letter: what GEOS says
-- of a collection included) and, when there is none, those it touches.
CREATE TABLE oracle.area AS
WITH met AS MATERIALIZED (
    SELECT r.id_synthese, a.id_area, a.area_code, ST_GeometryType(r.geom) = 'ST_Point' OR NOT ST_Touches(r.geom, a.geom) AS inside
      FROM oracle.record r
      JOIN ref_geo.bib_areas_types bt ON bt.type_code = r.area_type
      JOIN ref_geo.l_areas a ON a.id_type = bt.id_type AND a.enable AND ST_Intersects(r.geom, a.geom)
     WHERE r.sensitive
), ranked AS (
    SELECT met.*, bool_or(inside) OVER (PARTITION BY id_synthese) AS any_inside FROM met
)
SELECT id_synthese, array_agg(id_area ORDER BY id_area) AS ids, array_agg(area_code::text ORDER BY id_area) AS codes
  FROM ranked WHERE inside OR NOT any_inside GROUP BY id_synthese;

-- Many records have the same areas: each set once.
CREATE TABLE oracle.area_set AS
SELECT row_number() OVER () AS id_set, d.ids, NULL::geometry AS geom FROM (SELECT DISTINCT ids FROM oracle.area) d;
UPDATE oracle.area_set d SET geom = u.geom
  FROM (SELECT s.id_set, ST_Multi(ST_Union(a.geom)) AS geom
          FROM oracle.area_set s JOIN ref_geo.l_areas a ON a.id_area = ANY (s.ids) GROUP BY s.id_set) u
 WHERE u.id_set = d.id_set;
CREATE TABLE oracle.member AS SELECT id_set, unnest(ids) AS id_area FROM oracle.area_set;
CREATE INDEX ON oracle.member (id_area);
ALTER TABLE oracle.area ADD COLUMN id_set bigint, ADD COLUMN geom geometry;
UPDATE oracle.area a SET id_set = s.id_set, geom = s.geom FROM oracle.area_set s WHERE s.ids = a.ids;
CREATE UNIQUE INDEX ON oracle.area (id_synthese);
CREATE INDEX ON oracle.area (id_set);
CREATE UNIQUE INDEX ON oracle.area_set (id_set);
ANALYZE oracle.area, oracle.area_set, oracle.member;

-- One row for each record of the selection by geometry, one for each of the selection by area. `outside`: the share of the
-- area that lies outside the perimeter, for rows by area.
CREATE FUNCTION oracle.classified(
    perimetre geometry, wanted integer[], date_from date, date_to date, precise_wanted boolean, min_share float8, private_withheld boolean)
    RETURNS TABLE (id_synthese integer, lot text, groupe text, "precise" boolean, selected_by text, level text, reason text,
                   area_type text, area_ids integer[], area_codes text[], area geometry, outside float8) LANGUAGE sql STABLE AS $$
WITH asked AS MATERIALIZED (
    SELECT DISTINCT a.taxon
      FROM unnest(wanted) w (cd) LEFT JOIN taxonomie.taxref t ON t.cd_nom = w.cd
      JOIN oracle.above a ON a.ancestor = coalesce(t.cd_ref, w.cd)
), candidate AS MATERIALIZED (
    SELECT r.*, ar.id_set, ar.ids, ar.codes,
           CASE WHEN r.withheld IS NOT NULL THEN r.withheld
                WHEN r.private AND private_withheld THEN 'private'
                WHEN r.sensitive AND ar.ids IS NULL THEN 'blur_impossible' END AS why_withheld
      FROM oracle.record r LEFT JOIN oracle.area ar USING (id_synthese)
     WHERE r.geom IS NOT NULL
       AND (wanted IS NULL OR r.cd_ref IN (SELECT taxon FROM asked))
       AND (date_from IS NULL OR r.day_max >= date_from) AND (date_to IS NULL OR r.day_min <= date_to)
), inside AS MATERIALIZED (
    SELECT p.id_synthese FROM oracle.place p WHERE ST_Intersects(perimetre, p.geom)
), hit AS MATERIALIZED (
    -- Area by area: the border of their union may have moved by rounding.
    SELECT DISTINCT m.id_set
      FROM (SELECT DISTINCT id_area FROM oracle.member) d JOIN ref_geo.l_areas a USING (id_area) JOIN oracle.member m USING (id_area)
     WHERE ST_Intersects(perimetre, a.geom)
), outside AS MATERIALIZED (
    SELECT s.id_set, s.geom, NOT ST_CoveredBy(s.geom, perimetre) AS some_part,
           ST_Area(ST_Difference(s.geom, perimetre)) / ST_Area(s.geom) AS share
      FROM oracle.area_set s JOIN hit USING (id_set)
)
SELECT c.id_synthese,
       CASE WHEN c.why_withheld IS NOT NULL THEN 'withheld' WHEN NOT c.sensitive THEN 'F1'
            WHEN c.avis_systematique THEN 'F3' ELSE 'F2' END,
       c.groupe, c.why_withheld IS NULL, 'geometry', c.level,
       coalesce(c.why_withheld, CASE WHEN NOT c.sensitive THEN 'not_sensitive'
                                     WHEN c.avis_systematique THEN 'sensitive_avis_systematique' ELSE 'sensitive' END),
       NULL, NULL::integer[], NULL::text[], NULL::geometry, NULL::float8
  FROM candidate c JOIN inside USING (id_synthese)
UNION ALL
SELECT c.id_synthese, CASE WHEN l.is_left THEN 'left_out' ELSE 'F1' END, c.groupe, false, 'area', c.level,
       CASE WHEN l.is_left THEN 'residual' ELSE 'blurred' END, c.area_type, c.ids, c.codes, o.geom, o.share
  FROM candidate c JOIN outside o USING (id_set),
       LATERAL (SELECT precise_wanted AND o.some_part AND o.share < min_share AS is_left) l
 WHERE c.sensitive AND c.why_withheld IS NULL
$$;
