-- The first call of a backend, with the communes of the whole country loaded: what a short connection pays, and the private memory it
-- costs. A bare backend has read the point.
-- @row first_call_france
-- @database france
-- @fresh yes
-- @needs gn_diffusion.area_id(geometry,text)
-- @units 1
-- @target seconds 0.005 memory 5

-- @bare
SELECT p.geom IS NULL FROM {points} p WHERE p.id = 1

-- @floor
SELECT st_srid(p.geom) FROM {points} p WHERE p.id = 1

-- @ours
SELECT gn_diffusion.area_id(p.geom, 'COM') FROM {points} p WHERE p.id = 1

-- @peer ST_Intersects, index on communes
SELECT min(c.id_area) FROM {points} p JOIN bench.commune c ON st_intersects(c.geom, p.geom) WHERE p.id = 1
