-- The groups told and the communes that count, from the records governed.
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
