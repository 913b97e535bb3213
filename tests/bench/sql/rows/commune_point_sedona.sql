-- The commune of the same points with two parallel workers, against SedonaDB outside the database on all cores of the machine: same
-- points, same communes, in its memory before it is timed.
-- @row commune_point_sedona
-- @needs gn_diffusion.area_id(geometry,text)
-- @target ratio 2
-- @setup
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
ALTER TABLE {points} SET (parallel_workers = 2)

-- @floor
-- @set max_parallel_workers_per_gather = 2
SELECT count(st_srid(p.geom)) FROM {points} p

-- @ours
-- @set max_parallel_workers_per_gather = 2
SELECT sum(gn_diffusion.area_id(p.geom, 'COM')) FROM {points} p

-- @peer SedonaDB
SELECT sum(c.id_area) AS total FROM points p JOIN communes c ON ST_Intersects(c.geom, p.geom)
