-- The national Lambert-93 grids over the whole extent of the communes, with the codes of the INPN.

CREATE TABLE bench.cell AS
WITH extent AS (
    SELECT st_extent(geom) AS box FROM bench.commune
), grid AS (
    SELECT id_type, size_hierarchy AS size FROM ref_geo.bib_areas_types WHERE type_code IN ('M1', 'M2', 'M5', 'M10')
)
SELECT row_number() OVER (ORDER BY g.size, x, y)::integer + (SELECT max(id_area) FROM ref_geo.l_areas) AS id_area, g.id_type, g.size, x, y
  FROM extent e, grid g,
       generate_series(floor(st_xmin(e.box) / g.size)::integer, floor(st_xmax(e.box) / g.size)::integer) x,
       generate_series(floor(st_ymin(e.box) / g.size)::integer, floor(st_ymax(e.box) / g.size)::integer) y;

INSERT INTO ref_geo.l_areas (id_area, id_type, area_name, area_code, geom, geom_4326, centroid, source)
SELECT c.id_area, c.id_type, d.code, d.code, st_multi(d.geom), st_transform(st_multi(d.geom), 4326), st_centroid(d.geom), 'Mailles Lambert-93'
  FROM bench.cell c
 CROSS JOIN LATERAL (
    SELECT st_makeenvelope(x * size, y * size, (x + 1) * size, (y + 1) * size, 2154) AS geom,
           CASE WHEN size >= 10000
                THEN format('%skmL93E%sN%s', size / 1000, lpad((x * size / 10000)::text, 3, '0'), lpad((y * size / 10000)::text, 3, '0'))
                WHEN size = 1000 THEN format('1kmL93E%sN%s', x, y)
                ELSE format('%skmL93E%sN%s', size / 1000, lpad((x * size / 1000)::text, 4, '0'), lpad((y * size / 1000)::text, 4, '0'))
           END AS code) d;
SELECT setval('ref_geo.l_areas_id_area_seq', (SELECT max(id_area) FROM ref_geo.l_areas));
