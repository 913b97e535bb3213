-- The commune of a point with 2 parallel workers, against the same without any. The leader works too.
-- @row parallel_commune_point
-- @needs gn_diffusion.area_id(geometry,text)
-- @target ratio 1.6
-- @setup
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
ALTER TABLE {points} SET (parallel_workers = 2)

-- @floor
SELECT count(st_srid(p.geom)) FROM {points} p

-- @ours
-- @set max_parallel_workers_per_gather = 2
SELECT sum(gn_diffusion.area_id(p.geom, 'COM')) FROM {points} p

-- @peer ours with no worker
SELECT sum(gn_diffusion.area_id(p.geom, 'COM')) FROM {points} p
