-- The cell of every observation and nothing else of it, so that the peer need not read synthese. Ours must: the point is there.
-- @row blur_grid_cor
-- @needs gn_diffusion.blur_to_grid(geometry,integer)

-- @floor
SELECT count(st_srid(s.the_geom_local)) FROM {synthese} s

-- @ours
SELECT count(gn_diffusion.blur_to_grid(s.the_geom_local, 10000)) FROM {synthese} s

-- @peer cor_area_synthese and l_areas alone
SELECT count(a.geom)
  FROM gn_synthese.cor_area_synthese c
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE a.id_type = {m10}

-- @differences
SELECT count(*)
  FROM (SELECT s.id_synthese, st_normalize(st_multi(gn_diffusion.blur_to_grid(s.the_geom_local, 10000))) AS geom FROM {synthese} s) o
  FULL JOIN (SELECT c.id_synthese, st_normalize(a.geom) AS geom
               FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a ON a.id_area = c.id_area
              WHERE a.id_type = {m10}) p USING (id_synthese)
 WHERE st_asewkb(o.geom) IS DISTINCT FROM st_asewkb(p.geom)
