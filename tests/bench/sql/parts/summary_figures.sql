-- The sums of the published cells met, and the answer with them and with `exact`.
), figures AS (
    SELECT c.code_groupe || '/' || c.statut AS of, sum(c.published) AS n
      FROM bench.summary_cell c
      JOIN ref_geo.l_areas a USING (id_area)
      JOIN bench.demande d ON st_intersects(a.geom, d.geom)
     GROUP BY 1
)
SELECT (SELECT string_agg(concat_ws('/', e.groupe, e.statut, e.year, e.n), ',' ORDER BY e.groupe, e.statut, e.year) FROM exact e),
       (SELECT string_agg(f.of || '/' || f.n, ',' ORDER BY f.of) FROM figures f)
