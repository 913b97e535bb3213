-- The same page to départements, as geometries: both sides read every vertex.
-- @row blur_departement_gn_page
-- @needs gn_diffusion.blur_for(geometry,text)
-- @units {page}
-- @target ratio 5

-- @floor
SELECT count(st_srid(s.the_geom_local)) FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}

-- @ours
SELECT sum(st_npoints(gn_diffusion.blur_for(s.the_geom_local, '3'))) FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}

-- @peer GeoNature's join
SELECT sum(st_npoints(a.geom))
  FROM gn_synthese.synthese s
  JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = s.id_synthese
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE s.id_synthese > {page_after} AND a.id_type = {dep}

-- @peer the same join without synthese
SELECT sum(st_npoints(a.geom))
  FROM gn_synthese.cor_area_synthese c
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE c.id_synthese > {page_after} AND a.id_type = {dep}

-- @peer one look in cor_area_synthese for each observation
SELECT sum(st_npoints(a.geom))
  FROM gn_synthese.synthese s
 CROSS JOIN LATERAL (
    SELECT l.* FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas l ON l.id_area = c.id_area
     WHERE c.id_synthese = s.id_synthese AND l.id_type = {dep} OFFSET 0) a
 WHERE s.id_synthese > {page_after}

-- @differences
SELECT count(*)
  FROM (SELECT s.id_synthese, st_normalize(gn_diffusion.blur_for(s.the_geom_local, '3')) AS geom
          FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}) o
  FULL JOIN (SELECT c.id_synthese, st_normalize(a.geom) AS geom
               FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a ON a.id_area = c.id_area
              WHERE c.id_synthese > {page_after} AND a.id_type = {dep}) p USING (id_synthese)
 WHERE st_asewkb(o.geom) IS DISTINCT FROM st_asewkb(p.geom)
