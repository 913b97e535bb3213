-- How the time of the commune of a point grows with the number of rows: one row for each size, and the exponent fitted to them.
-- @row growth_commune_point
-- @growth yes
-- @needs gn_diffusion.area_id(geometry,text)
-- @target exponent 1.05

-- @floor
SELECT count(st_srid(o.geom)) FROM {points} o

-- @ours
SELECT sum(gn_diffusion.area_id(o.geom, 'COM')) FROM {points} o
