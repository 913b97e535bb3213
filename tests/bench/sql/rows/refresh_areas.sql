-- cor_area_synthese filled from nothing, communes, départements and all grids, with its keys and indexes, against the statement of
-- GeoNature's trigger. The floor inserts the same rows ready-made.
-- @row refresh_areas
-- @database refresh
-- @needs gn_diffusion.refresh_areas
-- @target ratio 2 floor 1.5
-- @setup
DROP TABLE IF EXISTS bench.ready;
CREATE TABLE bench.ready AS SELECT id_synthese, id_area FROM gn_synthese.cor_area_synthese ORDER BY 1, 2;
VACUUM ANALYZE bench.ready

-- @reset
TRUNCATE gn_synthese.cor_area_synthese

-- @floor
INSERT INTO gn_synthese.cor_area_synthese (id_synthese, id_area) SELECT id_synthese, id_area FROM bench.ready

-- @ours
CALL gn_diffusion.refresh_areas()

-- @peer the trigger's statement
INSERT INTO gn_synthese.cor_area_synthese (id_synthese, id_area)
SELECT s.id_synthese, a.id_area
  FROM gn_synthese.synthese s
  JOIN ref_geo.l_areas a ON st_intersects(s.the_geom_local, a.geom)
 WHERE a.enable AND (st_geometrytype(s.the_geom_local) = 'ST_Point' OR NOT st_touches(s.the_geom_local, a.geom))

-- @peer the same, one area at a time
INSERT INTO gn_synthese.cor_area_synthese (id_synthese, id_area)
SELECT s.id_synthese, a.id_area
  FROM ref_geo.l_areas a
 CROSS JOIN LATERAL (
    SELECT s.id_synthese FROM gn_synthese.synthese s
     WHERE st_intersects(a.geom, s.the_geom_local)
       AND (st_geometrytype(s.the_geom_local) = 'ST_Point' OR NOT st_touches(s.the_geom_local, a.geom)) OFFSET 0) s
 WHERE a.enable

-- @state
SELECT count(*), sum(hash_record_extended((id_synthese, id_area), 0)::numeric) FROM gn_synthese.cor_area_synthese

-- @teardown
DROP TABLE bench.ready;
VACUUM ANALYZE gn_synthese.cor_area_synthese
