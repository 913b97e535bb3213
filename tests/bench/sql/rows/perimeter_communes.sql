-- The communes a perimeter meets, by any point (ST_Intersects): 50 perimeters of 64 to 999 vertices, groups of communes, roads.
-- The floor is the index alone: communes whose box meets the box of the perimeter.
-- @row perimeter_communes
-- @needs gn_diffusion.met_areas(geometry,text,boolean)
-- @units SELECT count(*) FROM bench.perimeter
-- @target ratio 10 floor 2

-- @floor
SELECT count(*) FROM bench.perimeter p JOIN bench.commune c ON p.geom && c.geom

-- @ours
SELECT sum(cardinality(gn_diffusion.met_areas(p.geom, 'COM', false))) FROM bench.perimeter p

-- @peer ST_Intersects, index on communes
SELECT count(*) FROM bench.perimeter p JOIN bench.commune c ON st_intersects(p.geom, c.geom)

-- @peer one perimeter at a time, prepared
SELECT count(*)
  FROM bench.perimeter p
 CROSS JOIN LATERAL (SELECT c.id_area FROM bench.commune c WHERE c.geom && p.geom AND st_intersects(p.geom, c.geom) OFFSET 0) c

-- @differences
SELECT count(*)
  FROM (SELECT p.id, unnest(gn_diffusion.met_areas(p.geom, 'COM', false)) AS id_area FROM bench.perimeter p) o
  FULL JOIN (SELECT p.id, c.id_area FROM bench.perimeter p JOIN bench.commune c ON st_intersects(p.geom, c.geom)) peer USING (id, id_area)
 WHERE o IS NULL OR peer IS NULL
