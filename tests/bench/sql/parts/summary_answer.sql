-- The figures of the annonce, from the records governed.
), exact AS (
    SELECT coalesce(t.code_groupe, '') AS groupe, coalesce(ts.statut, 'aucun') AS statut, extract(year FROM s.date_min)::integer AS year, count(*) AS n
      FROM governed g
      JOIN gn_synthese.synthese s ON s.id_synthese = g.id_synthese
      LEFT JOIN gn_diffusion.groupe_taxon t ON t.kind = 'group2_inpn' AND t.value = g.group2_inpn
      LEFT JOIN bench.taxon_statut ts ON ts.cd_nom = s.cd_nom
     WHERE NOT g.sensitive AND g.withheld IS NULL
     GROUP BY 1, 2, 3
), figures AS (
    SELECT c.code_groupe || '/' || c.statut AS of, sum(c.published) AS n
      FROM bench.summary_cell c
      JOIN ref_geo.l_areas a USING (id_area)
      JOIN bench.demande d ON st_intersects(a.geom, d.geom)
     GROUP BY 1
)
SELECT (SELECT string_agg(concat_ws('/', e.groupe, e.statut, e.year, e.n), ',' ORDER BY e.groupe, e.statut, e.year) FROM exact e),
       (SELECT string_agg(f.of || '/' || f.n, ',' ORDER BY f.of) FROM figures f)
