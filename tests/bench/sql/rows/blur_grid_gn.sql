-- Every observation with its taxon, its date and its 10 km cell. GeoNature has the cells in l_areas and who lies where in cor_area_synthese.
-- @row blur_grid_gn
-- @needs gn_diffusion.blur_to_grid(geometry,integer)
-- @target ratio 8 floor 1.3

-- @floor
SELECT count(s.cd_nom), count(s.date_min), count(st_srid(s.the_geom_local)) FROM {synthese} s

-- @ours
SELECT count(s.cd_nom), count(s.date_min), count(gn_diffusion.blur_to_grid(s.the_geom_local, 10000)) FROM {synthese} s

-- @peer GeoNature's join
SELECT count(s.cd_nom), count(s.date_min), count(a.geom)
  FROM {synthese} s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE a.id_type = {m10}

-- @peer the same, hashed
-- @set enable_nestloop = off
SELECT count(s.cd_nom), count(s.date_min), count(a.geom)
  FROM {synthese} s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE a.id_type = {m10}

-- @peer areas first, then synthese hashed (+ 0: not by its key)
SELECT count(s.cd_nom), count(s.date_min), count(a.geom)
  FROM {synthese} s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese + 0
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE a.id_type = {m10}

-- @differences
SELECT count(*)
  FROM (SELECT s.id_synthese, st_normalize(st_multi(gn_diffusion.blur_to_grid(s.the_geom_local, 10000))) AS geom FROM {synthese} s) o
  FULL JOIN (SELECT c.id_synthese, st_normalize(a.geom) AS geom
               FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a ON a.id_area = c.id_area
              WHERE a.id_type = {m10}) p USING (id_synthese)
 WHERE st_asewkb(o.geom) IS DISTINCT FROM st_asewkb(p.geom)
