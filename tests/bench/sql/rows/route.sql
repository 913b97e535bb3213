-- What the route of a perimeter of 50 communes rests on: the groups with records that may be told, whether by a blurred area, and how
-- many communes count. Ours is what the service runs for it, which is the whole classification. The peers do no more than the route
-- wants: groups alone, no residual rule; one finds what lies inside by cor_area_synthese, knowing that this perimeter is made of
-- whole communes.
-- @row route
-- @needs gn_diffusion.classify(geometry,integer[],date,date,boolean,double precision,boolean,date)
-- @units 1
-- @target ratio 1 seconds 1

-- @setup
DROP TABLE IF EXISTS bench.taxon_statut, bench.summary_cell;
CREATE TABLE bench.taxon_statut AS
SELECT t.cd_nom, CASE t.cd_nom % 10 WHEN 0 THEN 'protegee_menacee' WHEN 1 THEN 'menacee' ELSE 'protegee' END AS statut
  FROM taxonomie.taxref t WHERE t.cd_nom % 10 < 4;
ALTER TABLE bench.taxon_statut ADD PRIMARY KEY (cd_nom);
CREATE TABLE bench.summary_cell AS
SELECT coalesce(c.groupe, '') AS code_groupe, coalesce(ts.statut, 'aucun') AS statut, u.id_area, (round(count(*) / 5.0) * 5)::integer AS published
  FROM bench.demande d
 CROSS JOIN LATERAL gn_diffusion.classify(st_expand(d.geom, 20000), precise_wanted => false) c
  JOIN gn_synthese.synthese s USING (id_synthese)
  LEFT JOIN bench.taxon_statut ts ON ts.cd_nom = s.cd_nom
 CROSS JOIN LATERAL unnest(c.area_ids) AS u (id_area)
 WHERE c.selected_by = 'area' GROUP BY 1, 2, 3 HAVING count(*) >= 5;
ALTER TABLE bench.summary_cell ADD PRIMARY KEY (code_groupe, statut, id_area);
ANALYZE bench.taxon_statut, bench.summary_cell;

-- @teardown
DROP TABLE IF EXISTS bench.taxon_statut, bench.summary_cell;

-- @floor
SELECT count(s.id_synthese) FROM gn_synthese.synthese s JOIN bench.demande d ON s.the_geom_local && d.geom

-- @ours
WITH tally AS MATERIALIZED (
    SELECT c.lot, c.groupe, coalesce(g.avis_systematique, false) AS avis_systematique, c.selected_by, c.precise, c.reason,
           extract(year FROM s.date_min)::integer AS year, coalesce(ts.statut, 'aucun') AS statut, count(*) AS records
      FROM bench.demande d
     CROSS JOIN LATERAL gn_diffusion.classify(d.geom) c
      JOIN gn_synthese.synthese s USING (id_synthese)
      LEFT JOIN gn_diffusion.groupe g ON g.code = c.groupe
      LEFT JOIN bench.taxon_statut ts ON ts.cd_nom = s.cd_nom
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), told AS (
    SELECT t.groupe, bool_or(t.selected_by = 'area') AS sensitive FROM tally t
     WHERE t.groupe IS NOT NULL AND (t.selected_by = 'area' OR t.lot = 'F1' AND t.precise) GROUP BY 1
)
SELECT (SELECT string_agg(t.groupe || '/' || t.sensitive, ',' ORDER BY t.groupe) FROM told t),
       (SELECT gn_diffusion.count_communes(d.geom, 1)::bigint FROM bench.demande d)

-- @peer one query, points in the perimeter
WITH lev AS MATERIALIZED (
    SELECT l.cd_nomenclature AS code, l.sensitive, l.area_type, t.id_type,
           row_number() OVER (ORDER BY l.rank, l.area_type IS NULL, array_position(ARRAY['day', 'month', 'year'], l.date_precision),
                              l.cd_nomenclature DESC) AS ord
      FROM gn_diffusion.level l
      LEFT JOIN ref_geo.bib_areas_types t ON t.type_code = l.area_type
), stored AS MATERIALIZED (
    SELECT n.id_nomenclature, l.ord
      FROM ref_nomenclatures.t_nomenclatures n JOIN lev l ON l.code = n.cd_nomenclature
     WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('SENSIBILITE')
), wished AS MATERIALIZED (
    SELECT n.id_nomenclature, l.ord
      FROM ref_nomenclatures.t_nomenclatures n
      JOIN gn_diffusion.producer_level p ON p.cd_niv_precis = n.cd_nomenclature
      JOIN lev l ON l.code = p.level
     WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('NIV_PRECIS')
), hit AS MATERIALIZED (
    SELECT a.id_area, a.id_type, a.geom
      FROM bench.demande d JOIN ref_geo.l_areas a ON st_intersects(d.geom, a.geom)
     WHERE a.enable AND a.id_type IN (SELECT id_type FROM lev)
), inside AS MATERIALIZED (
    SELECT s.id_synthese FROM bench.demande d JOIN gn_synthese.synthese s ON st_intersects(d.geom, s.the_geom_local)
), rule AS MATERIALIZED (
    SELECT r.cd_ref, st.ord, to_char(r.date_min, 'MMDD') AS first_day, to_char(r.date_max, 'MMDD') AS last_day,
           date_part('year', current_date) - r.sensitivity_duration AS first_year,
           (SELECT array_agg(a.id_area) FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS areas,
           (SELECT array_agg(c.id_criteria) FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN stored st ON st.id_nomenclature = r.id_nomenclature_sensitivity
), nearby AS MATERIALIZED (
    -- A record in an area that meets the perimeter, or in the perimeter. The others are not read.
    SELECT c.id_synthese FROM gn_synthese.cor_area_synthese c JOIN hit h ON h.id_area = c.id_area
    UNION
    SELECT i.id_synthese FROM inside i
), candidate AS MATERIALIZED (
    SELECT s.id_synthese, t.cd_ref, t.group2_inpn, s.date_min, s.id_nomenclature_bio_status AS bio, s.id_nomenclature_behaviour AS behaviour,
           n.cd_nomenclature = 'Pr' AS private, greatest(st.ord, w.ord, 1) AS ord
      FROM nearby x
      JOIN gn_synthese.synthese s ON s.id_synthese = x.id_synthese
      JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = d.id_nomenclature_data_origin
      LEFT JOIN stored st ON st.id_nomenclature = s.id_nomenclature_sensitivity
      LEFT JOIN wished w ON w.id_nomenclature = s.id_nomenclature_diffusion_level
), recomputed AS (
    SELECT c.id_synthese, max(r.ord) AS ord
      FROM candidate c
      JOIN rule r ON r.cd_ref = c.cd_ref AND r.ord > c.ord
     WHERE CASE WHEN r.first_day <= r.last_day THEN to_char(c.date_min, 'MMDD') BETWEEN r.first_day AND r.last_day
                ELSE to_char(c.date_min, 'MMDD') >= r.first_day OR to_char(c.date_min, 'MMDD') <= r.last_day END
       AND r.first_year <= date_part('year', c.date_min)
       AND (r.criteria IS NULL OR c.bio = ANY (r.criteria) OR c.behaviour = ANY (r.criteria))
       AND (r.areas IS NULL OR EXISTS (SELECT FROM gn_synthese.cor_area_synthese a WHERE a.id_synthese = c.id_synthese AND a.id_area = ANY (r.areas)))
     GROUP BY 1
), governed AS MATERIALIZED (
    SELECT c.id_synthese, c.group2_inpn, l.code, l.sensitive, l.area_type, l.id_type, i.id_synthese IS NOT NULL AS is_inside,
           CASE WHEN l.sensitive AND l.area_type IS NULL THEN 'level_withheld' WHEN c.private THEN 'private' END AS withheld
      FROM candidate c
      LEFT JOIN recomputed r ON r.id_synthese = c.id_synthese
      JOIN lev l ON l.ord = greatest(c.ord, r.ord)
      LEFT JOIN inside i ON i.id_synthese = c.id_synthese
), told AS (
    SELECT t.code_groupe AS groupe,
           bool_or(g.sensitive) AS sensitive
      FROM governed g
      JOIN gn_diffusion.groupe_taxon t ON t.kind = 'group2_inpn' AND t.value = g.group2_inpn
     WHERE g.withheld IS NULL
       AND CASE WHEN g.sensitive
                THEN EXISTS (SELECT FROM gn_synthese.cor_area_synthese c JOIN hit h ON h.id_area = c.id_area
                              WHERE c.id_synthese = g.id_synthese AND h.id_type = g.id_type)
                ELSE g.is_inside END
     GROUP BY 1
)
SELECT (SELECT string_agg(t.groupe || '/' || t.sensitive, ',' ORDER BY t.groupe) FROM told t),
       (SELECT count(*)
          FROM bench.demande d
         CROSS JOIN LATERAL (
            SELECT covered OR NOT st_isempty(st_buffer(st_collectionextract(st_intersection(d.geom, c.geom), 3), -1)) AS counts
              FROM (SELECT c.geom, st_covers(d.geom, c.geom) AS covered FROM bench.commune c
                     WHERE c.geom && d.geom AND st_intersects(d.geom, c.geom) OFFSET 0) c
            OFFSET 0) c
         WHERE c.counts)

-- @peer one query on cor_area_synthese
WITH lev AS MATERIALIZED (
    SELECT l.cd_nomenclature AS code, l.sensitive, l.area_type, t.id_type,
           row_number() OVER (ORDER BY l.rank, l.area_type IS NULL, array_position(ARRAY['day', 'month', 'year'], l.date_precision),
                              l.cd_nomenclature DESC) AS ord
      FROM gn_diffusion.level l
      LEFT JOIN ref_geo.bib_areas_types t ON t.type_code = l.area_type
), stored AS MATERIALIZED (
    SELECT n.id_nomenclature, l.ord
      FROM ref_nomenclatures.t_nomenclatures n JOIN lev l ON l.code = n.cd_nomenclature
     WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('SENSIBILITE')
), wished AS MATERIALIZED (
    SELECT n.id_nomenclature, l.ord
      FROM ref_nomenclatures.t_nomenclatures n
      JOIN gn_diffusion.producer_level p ON p.cd_niv_precis = n.cd_nomenclature
      JOIN lev l ON l.code = p.level
     WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('NIV_PRECIS')
), hit AS MATERIALIZED (
    SELECT a.id_area, a.id_type, a.geom
      FROM bench.demande d JOIN ref_geo.l_areas a ON st_intersects(d.geom, a.geom)
     WHERE a.enable AND a.id_type IN (SELECT id_type FROM lev)
), inside AS MATERIALIZED (
    SELECT DISTINCT c.id_synthese
      FROM bench.demande d
      JOIN bench.commune m ON st_covers(d.geom, st_pointonsurface(m.geom))
      JOIN gn_synthese.cor_area_synthese c ON c.id_area = m.id_area
), rule AS MATERIALIZED (
    SELECT r.cd_ref, st.ord, to_char(r.date_min, 'MMDD') AS first_day, to_char(r.date_max, 'MMDD') AS last_day,
           date_part('year', current_date) - r.sensitivity_duration AS first_year,
           (SELECT array_agg(a.id_area) FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS areas,
           (SELECT array_agg(c.id_criteria) FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN stored st ON st.id_nomenclature = r.id_nomenclature_sensitivity
), nearby AS MATERIALIZED (
    -- A record in an area that meets the perimeter, or in the perimeter. The others are not read.
    SELECT c.id_synthese FROM gn_synthese.cor_area_synthese c JOIN hit h ON h.id_area = c.id_area
    UNION
    SELECT i.id_synthese FROM inside i
), candidate AS MATERIALIZED (
    SELECT s.id_synthese, t.cd_ref, t.group2_inpn, s.date_min, s.id_nomenclature_bio_status AS bio, s.id_nomenclature_behaviour AS behaviour,
           n.cd_nomenclature = 'Pr' AS private, greatest(st.ord, w.ord, 1) AS ord
      FROM nearby x
      JOIN gn_synthese.synthese s ON s.id_synthese = x.id_synthese
      JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = d.id_nomenclature_data_origin
      LEFT JOIN stored st ON st.id_nomenclature = s.id_nomenclature_sensitivity
      LEFT JOIN wished w ON w.id_nomenclature = s.id_nomenclature_diffusion_level
), recomputed AS (
    SELECT c.id_synthese, max(r.ord) AS ord
      FROM candidate c
      JOIN rule r ON r.cd_ref = c.cd_ref AND r.ord > c.ord
     WHERE CASE WHEN r.first_day <= r.last_day THEN to_char(c.date_min, 'MMDD') BETWEEN r.first_day AND r.last_day
                ELSE to_char(c.date_min, 'MMDD') >= r.first_day OR to_char(c.date_min, 'MMDD') <= r.last_day END
       AND r.first_year <= date_part('year', c.date_min)
       AND (r.criteria IS NULL OR c.bio = ANY (r.criteria) OR c.behaviour = ANY (r.criteria))
       AND (r.areas IS NULL OR EXISTS (SELECT FROM gn_synthese.cor_area_synthese a WHERE a.id_synthese = c.id_synthese AND a.id_area = ANY (r.areas)))
     GROUP BY 1
), governed AS MATERIALIZED (
    SELECT c.id_synthese, c.group2_inpn, l.code, l.sensitive, l.area_type, l.id_type, i.id_synthese IS NOT NULL AS is_inside,
           CASE WHEN l.sensitive AND l.area_type IS NULL THEN 'level_withheld' WHEN c.private THEN 'private' END AS withheld
      FROM candidate c
      LEFT JOIN recomputed r ON r.id_synthese = c.id_synthese
      JOIN lev l ON l.ord = greatest(c.ord, r.ord)
      LEFT JOIN inside i ON i.id_synthese = c.id_synthese
), told AS (
    SELECT t.code_groupe AS groupe,
           bool_or(g.sensitive) AS sensitive
      FROM governed g
      JOIN gn_diffusion.groupe_taxon t ON t.kind = 'group2_inpn' AND t.value = g.group2_inpn
     WHERE g.withheld IS NULL
       AND CASE WHEN g.sensitive
                THEN EXISTS (SELECT FROM gn_synthese.cor_area_synthese c JOIN hit h ON h.id_area = c.id_area
                              WHERE c.id_synthese = g.id_synthese AND h.id_type = g.id_type)
                ELSE g.is_inside END
     GROUP BY 1
)
SELECT (SELECT string_agg(t.groupe || '/' || t.sensitive, ',' ORDER BY t.groupe) FROM told t),
       (SELECT count(*)
          FROM bench.demande d
         CROSS JOIN LATERAL (
            SELECT covered OR NOT st_isempty(st_buffer(st_collectionextract(st_intersection(d.geom, c.geom), 3), -1)) AS counts
              FROM (SELECT c.geom, st_covers(d.geom, c.geom) AS covered FROM bench.commune c
                     WHERE c.geom && d.geom AND st_intersects(d.geom, c.geom) OFFSET 0) c
            OFFSET 0) c
         WHERE c.counts)
