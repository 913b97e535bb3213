-- Every observation of a perimeter of 50 communes to its lot, by one query of an expert who knows the rules and uses what GeoNature keeps
-- ready: cor_area_synthese for the areas, t_sensitivity_rules_cd_ref for the rules carried to each taxon. He uses what he knows of these
-- data: groups told by group2_inpn alone, points only, every area of a known type.
-- @row lots_perimeter
-- @needs gn_diffusion.classify(geometry,integer[],date,date,boolean,double precision,boolean,date)
-- @units 1
-- @target ratio 3 seconds 1

-- @floor
SELECT count(s.id_synthese) FROM gn_synthese.synthese s JOIN bench.demande d ON s.the_geom_local && d.geom

-- @ours
SELECT count(*), sum(hash_record_extended((c.id_synthese, c.lot, c.groupe, c.precise, c.selected_by, c.level, c.reason, c.area_ids), 0)::numeric)
  FROM bench.demande d CROSS JOIN LATERAL gn_diffusion.classify(d.geom) c

-- @peer one query on cor_area_synthese
-- @part expert_levels
), hit AS MATERIALIZED (
    SELECT a.id_area, a.id_type, a.geom
      FROM bench.demande d JOIN ref_geo.l_areas a ON st_intersects(d.geom, a.geom)
     WHERE a.enable AND a.id_type IN (SELECT id_type FROM lev)
), inside AS MATERIALIZED (
    SELECT s.id_synthese FROM bench.demande d JOIN gn_synthese.synthese s ON st_intersects(d.geom, s.the_geom_local)
-- @part expert_rules
), nearby AS MATERIALIZED (
    -- A record in an area that meets the perimeter, or in the perimeter. The others are not read.
    SELECT c.id_synthese FROM gn_synthese.cor_area_synthese c JOIN hit h ON h.id_area = c.id_area
    UNION
    SELECT i.id_synthese FROM inside i
-- @part expert_governing_level
), blurring AS MATERIALIZED (
    SELECT g.id_synthese, array_agg(a.id_area ORDER BY a.id_area) AS ids, bool_or(h.id_area IS NOT NULL) AS is_hit
      FROM governed g
      JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = g.id_synthese
      JOIN ref_geo.l_areas a ON a.id_area = c.id_area AND a.id_type = g.id_type
      LEFT JOIN hit h ON h.id_area = a.id_area
     WHERE g.sensitive AND g.withheld IS NULL
     GROUP BY 1
), area_set AS MATERIALIZED (
    SELECT u.ids, NOT st_covers(d.geom, u.geom) AND 1 - st_area(st_intersection(d.geom, u.geom)) / st_area(u.geom) < 0.5 AS left_out
      FROM bench.demande d
     CROSS JOIN (SELECT s.ids, (SELECT st_union(a.geom) FROM ref_geo.l_areas a WHERE a.id_area = ANY (s.ids)) AS geom
                   FROM (SELECT DISTINCT b.ids FROM blurring b WHERE b.is_hit) s) u
), selected AS (
    SELECT g.*, t.code_groupe, gr.avis_systematique, b.ids, b.is_hit,
           CASE WHEN g.withheld IS NOT NULL THEN g.withheld WHEN g.sensitive AND b.ids IS NULL THEN 'blur_impossible' END AS why
      FROM governed g
      LEFT JOIN gn_diffusion.groupe_taxon t ON t.kind = 'group2_inpn' AND t.value = g.group2_inpn
      LEFT JOIN gn_diffusion.groupe gr ON gr.code = t.code_groupe
      LEFT JOIN blurring b ON b.id_synthese = g.id_synthese
     WHERE g.is_inside OR b.is_hit
), classified AS (
    SELECT s.id_synthese,
           CASE WHEN s.why IS NOT NULL THEN 'withheld' WHEN NOT s.sensitive THEN 'F1'
                WHEN coalesce(s.avis_systematique, true) THEN 'F3' ELSE 'F2' END AS lot,
           s.code_groupe AS groupe, s.why IS NULL AS precise, 'geometry' AS selected_by, s.code AS level,
           coalesce(s.why, CASE WHEN NOT s.sensitive THEN 'not_sensitive'
                                WHEN coalesce(s.avis_systematique, true) THEN 'sensitive_avis_systematique' ELSE 'sensitive' END) AS reason,
           NULL::integer[] AS area_ids
      FROM selected s WHERE s.is_inside
    UNION ALL
    SELECT s.id_synthese, CASE WHEN a.left_out THEN 'left_out' ELSE 'F1' END, s.code_groupe, false, 'area', s.code,
           CASE WHEN a.left_out THEN 'residual' ELSE 'blurred' END, s.ids
      FROM selected s JOIN area_set a ON a.ids = s.ids
     WHERE s.is_hit
)
SELECT count(*), sum(hash_record_extended((c.id_synthese, c.lot, c.groupe, c.precise, c.selected_by, c.level, c.reason, c.area_ids), 0)::numeric)
  FROM classified c
