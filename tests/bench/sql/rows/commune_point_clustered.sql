-- The same as commune_point with points stored in the order of space.
-- @row commune_point_clustered
-- @database occitanie
-- @needs gn_diffusion.area_id(geometry,text)
-- @target ratio 30 floor 1.7

-- @floor
SELECT count(st_srid(p.geom)) FROM {clustered} p

-- @ours
SELECT count(o.id_area), sum(o.id_area) FROM (SELECT gn_diffusion.area_id(p.geom, 'COM') AS id_area FROM {clustered} p OFFSET 0) o

-- @peer index on communes, nested loop
SELECT count(c.id_area), sum(c.id_area)
  FROM {clustered} p
 CROSS JOIN LATERAL (SELECT c.id_area FROM bench.commune c WHERE st_intersects(c.geom, p.geom) OFFSET 0) c

-- @differences
SELECT count(*)
  FROM (SELECT p.id, gn_diffusion.area_id(p.geom, 'COM') AS id_area FROM {clustered} p) o
  LEFT JOIN (SELECT p.id, min(c.id_area) AS id_area
               FROM bench.commune c CROSS JOIN LATERAL (SELECT p.id FROM {clustered} p WHERE st_intersects(c.geom, p.geom) OFFSET 0) p
              GROUP BY 1) peer ON peer.id = o.id
 WHERE o.id_area IS DISTINCT FROM peer.id_area
