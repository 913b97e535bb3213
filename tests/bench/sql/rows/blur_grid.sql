-- A point to its 10 km cell, by arithmetic.
-- @row blur_grid
-- @needs gn_diffusion.blur_to_grid(geometry,integer)
-- @target ratio 3 floor 1.3

-- @floor
SELECT count(st_srid(p.geom)) FROM {points} p

-- @ours
SELECT count(gn_diffusion.blur_to_grid(p.geom, 10000)) FROM {points} p

-- @peer ST_MakeEnvelope
SELECT count(st_makeenvelope(floor(st_x(p.geom) / 10000) * 10000, floor(st_y(p.geom) / 10000) * 10000,
                             floor(st_x(p.geom) / 10000) * 10000 + 10000, floor(st_y(p.geom) / 10000) * 10000 + 10000, 2154))
  FROM {points} p

-- @peer ST_Square
SELECT count(st_square(10000, floor(st_x(p.geom) / 10000)::integer, floor(st_y(p.geom) / 10000)::integer,
                       'SRID=2154;POINT(0 0)'::geometry))
  FROM {points} p

-- @differences
SELECT count(*)
  FROM {points} p
 WHERE st_asewkb(st_normalize(gn_diffusion.blur_to_grid(p.geom, 10000))) IS DISTINCT FROM
       st_asewkb(st_normalize(st_makeenvelope(floor(st_x(p.geom) / 10000) * 10000, floor(st_y(p.geom) / 10000) * 10000,
                                              floor(st_x(p.geom) / 10000) * 10000 + 10000, floor(st_y(p.geom) / 10000) * 10000 + 10000, 2154)))
