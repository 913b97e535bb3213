-- The commune of many points at once: the best plan for bulk work. The index on points is not counted.
-- @row commune_point_bulk
-- @database occitanie
-- @needs gn_diffusion.area_id(geometry,text)
-- @target ratio 5 floor 4

-- @floor
SELECT count(st_srid(p.geom)) FROM {points} p

-- @ours
SELECT count(o.id_area), sum(o.id_area) FROM (SELECT gn_diffusion.area_id(p.geom, 'COM') AS id_area FROM {points} p OFFSET 0) o

-- @peer one commune at a time, index on points
SELECT count(p.id), sum(c.id_area)
  FROM bench.commune c
 CROSS JOIN LATERAL (SELECT p.id FROM {points} p WHERE st_intersects(c.geom, p.geom) OFFSET 0) p

-- @peer one piece of 32 vertices at a time, index on points
SELECT count(p.id), sum(c.id_area)
  FROM bench.commune_piece c
 CROSS JOIN LATERAL (SELECT p.id FROM {points} p WHERE st_intersects(c.geom, p.geom) OFFSET 0) p

-- @peer as the planner chooses
SELECT count(p.id), sum(c.id_area) FROM bench.commune c JOIN {points} p ON st_intersects(c.geom, p.geom)

-- @differences
SELECT count(*)
  FROM (SELECT p.id, gn_diffusion.area_id(p.geom, 'COM') AS id_area FROM {points} p) o
  LEFT JOIN (SELECT p.id, min(c.id_area) AS id_area
               FROM bench.commune c CROSS JOIN LATERAL (SELECT p.id FROM {points} p WHERE st_intersects(c.geom, p.geom) OFFSET 0) p
              GROUP BY 1) peer ON peer.id = o.id
 WHERE o.id_area IS DISTINCT FROM peer.id_area
