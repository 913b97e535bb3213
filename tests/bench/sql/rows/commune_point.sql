-- The commune of a point, one point at a time: what a trigger or a query of a few rows can do.
-- @row commune_point
-- @database occitanie
-- @needs gn_diffusion.area_id(geometry,text)
-- @target ratio 30 floor 4

-- @floor
SELECT count(st_srid(p.geom)) FROM {points} p

-- @ours
SELECT count(o.id_area), sum(o.id_area) FROM (SELECT gn_diffusion.area_id(p.geom, 'COM') AS id_area FROM {points} p OFFSET 0) o

-- @peer index on communes, nested loop
SELECT count(c.id_area), sum(c.id_area)
  FROM {points} p
 CROSS JOIN LATERAL (SELECT c.id_area FROM bench.commune c WHERE st_intersects(c.geom, p.geom) OFFSET 0) c

-- @differences
SELECT count(*)
  FROM (SELECT p.id, gn_diffusion.area_id(p.geom, 'COM') AS id_area FROM {points} p) o
  LEFT JOIN (SELECT p.id, min(c.id_area) AS id_area
               FROM bench.commune c CROSS JOIN LATERAL (SELECT p.id FROM {points} p WHERE st_intersects(c.geom, p.geom) OFFSET 0) p
              GROUP BY 1) peer ON peer.id = o.id
 WHERE o.id_area IS DISTINCT FROM peer.id_area
