-- Fifty perimeters: stars of 64 to 999 vertices, groups of whole communes (borders in common with their neighbours), roads.

CREATE TABLE bench.perimeter AS
WITH centre AS (
    SELECT p.id, st_x(p.geom) AS x, st_y(p.geom) AS y, p.geom FROM bench.points_all p WHERE p.id <= 50
), star AS (
    SELECT c.id, st_setsrid(st_makepolygon(st_addpoint(ring.line, st_startpoint(ring.line))), 2154) AS geom
      FROM centre c
     CROSS JOIN LATERAL (SELECT 63 + floor(935 * bench.chance(c.id, 61))::integer AS vertices, 2000 + 18000 * bench.chance(c.id, 62) AS radius) s
     CROSS JOIN LATERAL (
        SELECT st_makeline(st_makepoint(c.x + r * cos(2 * pi() * k / s.vertices), c.y + r * sin(2 * pi() * k / s.vertices)) ORDER BY k) AS line
          FROM generate_series(0, s.vertices - 1) k
         CROSS JOIN LATERAL (SELECT s.radius * (0.7 + 0.2 * sin(c.id + 14 * pi() * k / s.vertices) + 0.1 * bench.chance(c.id * 1000 + k, 63)) AS r) d) ring
     WHERE c.id <= 30
), communes AS (
    SELECT c.id, st_union(m.geom) AS geom
      FROM centre c JOIN bench.commune m ON st_dwithin(m.geom, c.geom, 2000 + 6000 * bench.chance(c.id, 64))
     WHERE c.id BETWEEN 31 AND 40
     GROUP BY c.id
), road AS (
    SELECT c.id, st_buffer(st_setsrid(st_makeline(st_makepoint(c.x + 500 * k, c.y + 4000 * sin(k / 5.0)) ORDER BY k), 2154), 40, 'endcap=flat') AS geom
      FROM centre c, generate_series(0, 60) k
     WHERE c.id > 40
     GROUP BY c.id
)
SELECT id, st_multi(geom) AS geom FROM star UNION ALL SELECT id, st_multi(geom) FROM communes UNION ALL SELECT id, st_multi(geom) FROM road;

-- The perimeter to classify: a commune in the middle and its forty-nine nearest.
CREATE TABLE bench.demande AS
WITH middle AS (
    SELECT st_centroid(st_extent(geom)::geometry) AS geom FROM bench.commune
)
SELECT st_multi(st_union(n.geom)) AS geom
  FROM middle m
 CROSS JOIN LATERAL (SELECT c.geom FROM bench.commune c ORDER BY c.geom <-> st_setsrid(m.geom, 2154), c.id_area LIMIT 50) n;
