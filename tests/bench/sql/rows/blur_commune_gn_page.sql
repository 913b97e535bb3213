-- The same page with the commune as a geometry: both sides read every vertex.
-- Those outside every area are not listed, by either side.
-- @row blur_commune_gn_page
-- @with {level} '1'
-- @with {type} {com}
-- @needs gn_diffusion.blur_for(geometry,text)
-- @units {page}
-- @target ratio 5

-- @floor
SELECT count(s.cd_nom), count(s.date_min), count(st_srid(s.the_geom_local))
  FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}

-- @ours
SELECT count(o.cd_nom), count(o.date_min), sum(st_npoints(o.area))
  FROM (SELECT s.cd_nom, s.date_min, gn_diffusion.blur_for(s.the_geom_local, {level}) AS area
          FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after} OFFSET 0) o
 WHERE o.area IS NOT NULL

-- @peer GeoNature's join
SELECT count(s.cd_nom), count(s.date_min), sum(st_npoints(a.geom))
  FROM gn_synthese.synthese s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE s.id_synthese > {page_after} AND a.id_type = {type}

-- @peer the same, the page told to both tables
SELECT count(s.cd_nom), count(s.date_min), sum(st_npoints(a.geom))
  FROM gn_synthese.synthese s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE s.id_synthese > {page_after} AND c.id_synthese > {page_after} AND a.id_type = {type}

-- @peer the same, hashed
-- @set enable_nestloop = off
SELECT count(s.cd_nom), count(s.date_min), sum(st_npoints(a.geom))
  FROM gn_synthese.synthese s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE s.id_synthese > {page_after} AND c.id_synthese > {page_after} AND a.id_type = {type}

-- @peer one look in cor_area_synthese for each observation
SELECT count(s.cd_nom), count(s.date_min), sum(st_npoints(a.geom))
  FROM gn_synthese.synthese s
 CROSS JOIN LATERAL (
    SELECT l.* FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas l ON l.id_area = c.id_area
     WHERE c.id_synthese = s.id_synthese AND l.id_type = {type} OFFSET 0) a
 WHERE s.id_synthese > {page_after}

-- @differences
SELECT count(*)
  FROM (SELECT s.id_synthese, st_normalize(gn_diffusion.blur_for(s.the_geom_local, {level})) AS geom
          FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}) o
  FULL JOIN (SELECT c.id_synthese, st_normalize(a.geom) AS geom
               FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a ON a.id_area = c.id_area
              WHERE c.id_synthese > {page_after} AND a.id_type = {type}) p USING (id_synthese)
 WHERE st_asewkb(o.geom) IS DISTINCT FROM st_asewkb(p.geom)
