-- How the time of sensitivity grows with the number of rows: one row for each size, and the exponent fitted to them.
-- @row growth_sensitivity
-- @growth yes
-- @needs gn_diffusion.sensitivity(date,integer,geometry,integer,integer,text,date)
-- @target exponent 1.05

-- @floor
SELECT count(st_srid(o.geom)) FROM {observations} o

-- @ours
SELECT sum(gn_diffusion.sensitivity(o.day, o.cd_ref, o.geom, o.bio_status, o.behaviour, 'geonature', current_date)) FROM {observations} o
