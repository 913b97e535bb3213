-- The commune of each observation of a page and nothing else of it, so that the peer need not read synthese. Ours must: the point is
-- there.
-- @row blur_commune_id_cor_page
-- @needs gn_diffusion.area_id(geometry,text)
-- @units {page}

-- @floor
SELECT count(st_srid(s.the_geom_local))
  FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}

-- @ours
SELECT sum(gn_diffusion.area_id(s.the_geom_local, 'COM'))
  FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}

-- @peer cor_area_synthese and l_areas alone
SELECT sum(a.id_area)
  FROM gn_synthese.cor_area_synthese c
  JOIN ref_geo.l_areas a ON a.id_area = c.id_area
 WHERE c.id_synthese > {page_after} AND a.id_type = {com}

-- @differences
SELECT count(*)
  FROM (SELECT s.id_synthese, gn_diffusion.area_id(s.the_geom_local, 'COM') AS id_area FROM gn_synthese.synthese s WHERE s.id_synthese > {page_after}) o
  FULL JOIN (SELECT c.id_synthese, min(c.id_area) AS id_area
               FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a ON a.id_area = c.id_area
              WHERE c.id_synthese > {page_after} AND a.id_type = {com} GROUP BY 1) p USING (id_synthese)
 WHERE o.id_area IS DISTINCT FROM p.id_area
