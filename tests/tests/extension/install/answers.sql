-- What the extension answers on the world of sql.rs, as lines of text: two databases with the same data and settings give the same.
-- No function or type of PostGIS is named here, so that it may be in any schema.
\set perimetre '(SELECT a.geom FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type) WHERE t.type_code = ''DEP'' ORDER BY a.area_code LIMIT 1)'

SELECT 'level', l.* FROM gn_diffusion.level l ORDER BY l.cd_nomenclature;
SELECT 'producer_level', l.* FROM gn_diffusion.producer_level l ORDER BY l.cd_niv_precis;
SELECT 'groupe', g.* FROM gn_diffusion.groupe g ORDER BY g.code;
SELECT 'groupe_taxon', t.* FROM gn_diffusion.groupe_taxon t ORDER BY t.code_groupe, t.kind, t.value;

SELECT 'record', s.id_synthese, gn_diffusion.governing_level(s.id_synthese, '2026-01-01'),
       gn_diffusion.groupe_of(t.cd_ref),
       md5(format('%s', gn_diffusion.blur_to_grid(s.the_geom_local, 10000))),
       md5(format('%s', gn_diffusion.blur_for(s.the_geom_local, '1'))), gn_diffusion.blur_areas(s.the_geom_local, '2')
  FROM gn_synthese.synthese s
  LEFT JOIN taxonomie.taxref t USING (cd_nom)
 WHERE s.id_synthese % 20 = 0
 ORDER BY s.id_synthese;
SELECT 'commune', c.* FROM gn_diffusion.communes(:perimetre) c;
SELECT 'classify', c.lot, c.groupe, c.level, c.reason, count(*), md5(string_agg(format('%s %s', c.id_synthese, c.area), ' ' ORDER BY c.id_synthese))
  FROM gn_diffusion.classify(:perimetre, at => '2026-01-01') c
 GROUP BY c.lot, c.groupe, c.level, c.reason
 ORDER BY c.lot, c.groupe, c.level, c.reason;
