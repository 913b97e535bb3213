-- Commune, département and 10 km cell of each point as rows, in one call.
-- @row areas_point
-- @needs gn_diffusion.areas(geometry,text[])
-- @cap 50000

-- @floor
SELECT count(st_srid(p.geom)) FROM {points} p

-- @ours
SELECT count(a.id_area), sum(a.id_area) FROM {points} p CROSS JOIN LATERAL gn_diffusion.areas(p.geom, ARRAY['COM', 'DEP', 'M10']) a

-- @peer ST_Intersects, index on l_areas
SELECT count(a.id_area), sum(a.id_area)
  FROM {points} p
 CROSS JOIN LATERAL (
    SELECT a.id_area FROM ref_geo.l_areas a
     WHERE a.enable AND a.id_type + 0 IN ({com}, {dep}, {m10}) AND st_intersects(a.geom, p.geom) OFFSET 0) a

-- @peer ST_Intersects, an index of these types only
SELECT count(a.id_area), sum(a.id_area)
  FROM {points} p
 CROSS JOIN LATERAL (
    SELECT a.id_area FROM ref_geo.l_areas a
     WHERE a.enable AND a.id_type IN ({com}, {dep}, {m10}) AND st_intersects(a.geom, p.geom) OFFSET 0) a

-- @setup
CREATE INDEX IF NOT EXISTS areas_of_three_types ON ref_geo.l_areas USING gist (geom) WHERE enable AND id_type IN ({com}, {dep}, {m10})

-- @teardown
DROP INDEX ref_geo.areas_of_three_types

-- @differences
SELECT count(*)
  FROM (SELECT p.id, a.id_area FROM {points} p CROSS JOIN LATERAL gn_diffusion.areas(p.geom, ARRAY['COM', 'DEP', 'M10']) a) o
  FULL JOIN (SELECT p.id, a.id_area FROM {points} p
               JOIN ref_geo.l_areas a ON a.enable AND a.id_type IN ({com}, {dep}, {m10}) AND st_intersects(a.geom, p.geom)) peer USING (id, id_area)
 WHERE o IS NULL OR peer IS NULL
