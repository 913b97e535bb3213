-- The last observations entered, a page of them: taxon, date and 10 km cell.
-- @row blur_grid_gn_page
-- @needs gn_diffusion.blur_to_grid(geometry,integer)
-- @units {page}
-- @target ratio 25 floor 1.3

-- @floor
SELECT count(s.cd_nom), count(s.date_min), count(st_srid(s.the_geom_local))
  FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}

-- @ours
SELECT count(s.cd_nom), count(s.date_min), count(gn_diffusion.blur_to_grid(s.the_geom_local, 10000))
  FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}

-- @peer GeoNature's join
SELECT count(s.cd_nom), count(s.date_min), count(a.geom)
  FROM gn_synthese.synthese s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE s.id_synthese > {page_after} AND a.id_type = {m10}

-- @peer the same, the page told to both tables
SELECT count(s.cd_nom), count(s.date_min), count(a.geom)
  FROM gn_synthese.synthese s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE s.id_synthese > {page_after} AND c.id_synthese > {page_after} AND a.id_type = {m10}

-- @peer the same, hashed
-- @set enable_nestloop = off
SELECT count(s.cd_nom), count(s.date_min), count(a.geom)
  FROM gn_synthese.synthese s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE s.id_synthese > {page_after} AND c.id_synthese > {page_after} AND a.id_type = {m10}

-- @peer one look in cor_area_synthese for each observation
SELECT count(s.cd_nom), count(s.date_min), count(a.geom)
  FROM gn_synthese.synthese s
 CROSS JOIN LATERAL (
    SELECT l.* FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas l ON l.id_area = c.id_area
     WHERE c.id_synthese = s.id_synthese AND l.id_type = {m10} OFFSET 0) a
 WHERE s.id_synthese > {page_after}

-- @differences
SELECT count(*)
  FROM (SELECT s.id_synthese, st_normalize(st_multi(gn_diffusion.blur_to_grid(s.the_geom_local, 10000))) AS geom
          FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}) o
  FULL JOIN (SELECT c.id_synthese, st_normalize(a.geom) AS geom
               FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a ON a.id_area = c.id_area
              WHERE c.id_synthese > {page_after} AND a.id_type = {m10}) p USING (id_synthese)
 WHERE st_asewkb(o.geom) IS DISTINCT FROM st_asewkb(p.geom)
