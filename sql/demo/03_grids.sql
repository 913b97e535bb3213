-- The national Lambert-93 grids (cells aligned on multiples of their size, codes of the INPN) where the territory is.

WITH territory AS (
    SELECT st_union(geom) AS geom FROM ref_geo.l_areas WHERE id_type = ref_geo.get_id_area_type('DEP')
), grid AS (
    SELECT type_code, size_hierarchy AS size, id_type
      FROM ref_geo.bib_areas_types WHERE type_code IN ('M1', 'M2', 'M5', 'M10', 'M20', 'M50')
), cell AS (
    SELECT g.id_type, g.size, x * g.size AS x, y * g.size AS y,
           st_makeenvelope(x * g.size, y * g.size, (x + 1) * g.size, (y + 1) * g.size, 2154) AS geom
      FROM territory t, grid g,
           generate_series((st_xmin(t.geom) / g.size)::integer - 1, (st_xmax(t.geom) / g.size)::integer + 1) x,
           generate_series((st_ymin(t.geom) / g.size)::integer - 1, (st_ymax(t.geom) / g.size)::integer + 1) y
), coded AS (
    -- Grids of 10 km and more count in tens of kilometres on three digits, finer ones in kilometres on four, but for 1 km: no zero in front.
    SELECT c.*, CASE WHEN size >= 10000
                     THEN format('%skmL93E%sN%s', size / 1000, lpad((x / 10000)::text, 3, '0'), lpad((y / 10000)::text, 3, '0'))
                     WHEN size = 1000 THEN format('1kmL93E%sN%s', x / 1000, y / 1000)
                     ELSE format('%skmL93E%sN%s', size / 1000, lpad((x / 1000)::text, 4, '0'), lpad((y / 1000)::text, 4, '0'))
                END AS code
      FROM cell c, territory t
     WHERE st_intersects(t.geom, c.geom)
)
INSERT INTO ref_geo.l_areas (id_type, area_name, area_code, geom, centroid, source)
SELECT id_type, code, code, st_multi(geom), st_centroid(geom), 'Mailles Lambert-93'
  FROM coded ORDER BY size DESC, code;

INSERT INTO ref_geo.li_grids (id_grid, id_area, cxmin, cxmax, cymin, cymax)
SELECT area_code, id_area, st_xmin(geom)::integer, st_xmax(geom)::integer, st_ymin(geom)::integer, st_ymax(geom)::integer
  FROM ref_geo.l_areas
 WHERE id_type IN (SELECT id_type FROM ref_geo.bib_areas_types WHERE type_code IN ('M1', 'M2', 'M5', 'M10', 'M20', 'M50'));
