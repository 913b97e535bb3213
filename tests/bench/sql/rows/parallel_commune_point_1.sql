-- The commune of a point with 1 parallel worker, against the same without any. The leader works too.
-- @row parallel_commune_point_1
-- @needs gn_diffusion.area_id(geometry,text)

-- @setup
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
ALTER TABLE {points} SET (parallel_workers = 1)

-- @floor
SELECT count(st_srid(p.geom)) FROM {points} p

-- @ours
-- @set max_parallel_workers_per_gather = 1
SELECT sum(gn_diffusion.area_id(p.geom, 'COM')) FROM {points} p

-- @peer ours with no worker
SELECT sum(gn_diffusion.area_id(p.geom, 'COM')) FROM {points} p
