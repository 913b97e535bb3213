-- How the time of blurring to a grid cell grows with the number of rows: one row for each size, and the exponent fitted to them.
-- @row growth_blur_grid
-- @growth yes
-- @needs gn_diffusion.blur_to_grid(geometry,integer)
-- @target exponent 1.05

-- @floor
SELECT count(st_srid(o.geom)) FROM {points} o

-- @ours
SELECT count(gn_diffusion.blur_to_grid(o.geom, 10000)) FROM {points} o
