-- The figures of the annonce for a perimeter of 50 communes: non-sensitive records by group, status and year, exact, and the sums of
-- published cells. Ours is what the service runs for it, which is the whole classification. The peers do no more than these figures
-- want: they look at what lies inside alone, and blur nothing; one finds it by cor_area_synthese, knowing that this perimeter is made
-- of whole communes.
-- @row summary
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
), exact AS (
    SELECT coalesce(t.groupe, '') AS groupe, t.statut, t.year, sum(t.records) AS n FROM tally t WHERE t.lot = 'F1' AND t.precise GROUP BY 1, 2, 3
-- @part summary_figures

-- @peer one query, points in the perimeter
-- @part expert_levels
), inside AS MATERIALIZED (
    SELECT s.id_synthese FROM bench.demande d JOIN gn_synthese.synthese s ON st_intersects(d.geom, s.the_geom_local)
-- @part expert_rules
), nearby AS MATERIALIZED (
    SELECT i.id_synthese FROM inside i
-- @part expert_governing_level
-- @part summary_exact
-- @part summary_figures

-- @peer one query on cor_area_synthese
-- @part expert_levels
), inside AS MATERIALIZED (
    SELECT DISTINCT c.id_synthese
      FROM bench.demande d
      JOIN bench.commune m ON st_covers(d.geom, st_pointonsurface(m.geom))
      JOIN gn_synthese.cor_area_synthese c ON c.id_area = m.id_area
-- @part expert_rules
), nearby AS MATERIALIZED (
    SELECT i.id_synthese FROM inside i
-- @part expert_governing_level
-- @part summary_exact
-- @part summary_figures
