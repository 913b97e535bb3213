-- Records that nobody but their lawful recipient may recognise: every text, date and coordinate of theirs is found nowhere else.
-- Over the real data. One canary for each level, stored or wished by its producer, in the middle of Vallouise's communes and in
-- the Hautes-Alpes; the lot of each follows from the rules like that of any other record.

INSERT INTO ref_nomenclatures.t_nomenclatures (id_type, cd_nomenclature, mnemonique, label_default, label_fr, source, statut, hierarchy)
SELECT ref_nomenclatures.get_id_nomenclature_type('SENSIBILITE'), code, code, code, code, 'Test', 'Validé', 'test.' || code
  FROM unnest(ARRAY['2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8', '9.9']) code;

-- A taxon that no group holds: its F3 is the coordination's.
INSERT INTO taxonomie.taxref (cd_nom, cd_ref, lb_nom, nom_complet, nom_valide) VALUES
    (9700001, 9700001, 'Canarius solitarius', 'Canarius solitarius', 'Canarius solitarius');

-- A dataset of sensitive records only, a dataset of withheld ones only: their names tell what they hold.
INSERT INTO gn_meta.t_datasets
    (id_acquisition_framework, dataset_name, dataset_shortname, dataset_desc, marine_domain, terrestrial_domain, id_nomenclature_data_origin)
SELECT min(id_acquisition_framework), name, name, name, false, true, ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', 'Pu')
  FROM gn_meta.t_acquisition_frameworks, unnest(ARRAY['Canari jeu sensible', 'Canari jeu retenu']) name GROUP BY name;

CREATE TABLE oracle_canary (n serial, id_synthese integer, stored text, wished text, taxon text, shape text, dataset text);
INSERT INTO oracle_canary (stored, wished, taxon, shape, dataset)
SELECT stored, NULL, taxon, shape, CASE WHEN stored IN ('4', '2.8', '9.9') THEN 'Canari jeu retenu' WHEN stored = '0' THEN 'Oiseaux' ELSE 'Canari jeu sensible' END
  FROM unnest(ARRAY['0', '2.1', '2.2', '2.3', '1', '2', '2.4', '2.5', '2.6', '2.7', '3', '2.8', '4', '9.9']) stored,
       (VALUES ('Buteo buteo', 'point'), ('Canarius solitarius', 'point'), ('Aquila chrysaetos', 'line'), ('Lutra lutra', 'polygon')) t (taxon, shape);
INSERT INTO oracle_canary (stored, wished, taxon, shape, dataset)
SELECT '0', wished, taxon, 'point', CASE wished WHEN '4' THEN 'Canari jeu retenu' ELSE 'Oiseaux' END
  FROM unnest(ARRAY['0', '1', '2', '3', '4', '5']) wished, unnest(ARRAY['Buteo buteo', 'Canarius solitarius']) taxon;

-- Places drawn inside two communes of the valley and over the whole département.
WITH place AS (
    SELECT c.n, ST_Translate(ST_PointOnSurface(a.geom), 37.123 * c.n, -21.457 * c.n) AS point
      FROM oracle_canary c
      JOIN LATERAL (SELECT geom FROM ref_geo.l_areas
                     WHERE id_type = ref_geo.get_id_area_type('COM') AND area_code LIKE '05%'
                       AND (c.n % 2 = 0 OR area_code IN ('05101', '05110', '05133', '05175'))
                     ORDER BY md5(area_code || c.n) LIMIT 1) a ON true
)
INSERT INTO gn_synthese.synthese
    (unique_id_sinp, unique_id_sinp_grp, id_source, entity_source_pk_value, id_dataset, cd_nom, nom_cite, count_min, count_max,
     altitude_min, altitude_max, place_name, the_geom_local, the_geom_4326, the_geom_point, date_min, date_max, observers, determiner,
     comment_description, comment_context, reference_biblio, id_nomenclature_diffusion_level, last_action)
SELECT CASE WHEN c.n % 11 <> 0 THEN md5('canary' || c.n)::uuid END, md5('canary group' || c.n)::uuid, (SELECT min(id_source) FROM gn_synthese.t_sources),
       'canari-cle-' || lpad(c.n::text, 4, '0'), d.id_dataset, t.cd_nom, 'Canari cité ' || lpad(c.n::text, 4, '0'), 1, 2, 9000 + c.n, 9100 + c.n,
       'Canari lieu ' || lpad(c.n::text, 4, '0'), g.geom, ST_Transform(g.geom, 4326), ST_Transform(ST_Centroid(g.geom), 4326),
       TIMESTAMP '2011-01-20 07:13:00' + make_interval(days => 37 * c.n), TIMESTAMP '2011-01-20 19:13:00' + make_interval(days => 37 * c.n + (c.n % 5) * 9),
       'Canari observateur ' || lpad(c.n::text, 4, '0'), 'Canari déterminateur ' || lpad(c.n::text, 4, '0'),
       CASE WHEN c.n % 2 = 0 THEN '=canari("' || lpad(c.n::text, 4, '0') || '")' ELSE 'Canari commentaire ' || lpad(c.n::text, 4, '0') || ', "cité"' END,
       'Canari relevé ' || lpad(c.n::text, 4, '0'), 'Canari référence ' || lpad(c.n::text, 4, '0'),
       ref_nomenclatures.get_id_nomenclature('NIV_PRECIS', c.wished), 'I'
  FROM oracle_canary c
  JOIN place p USING (n)
  JOIN taxonomie.taxref t ON t.lb_nom = c.taxon AND t.cd_nom = t.cd_ref
  JOIN gn_meta.t_datasets d ON d.dataset_name = c.dataset
  CROSS JOIN LATERAL (SELECT CASE c.shape WHEN 'line' THEN ST_MakeLine(p.point, ST_Translate(p.point, 1733.21, 911.77))
                                          WHEN 'polygon' THEN ST_Buffer(p.point, 812.3, 3) ELSE p.point END AS geom) g
 ORDER BY c.n;
UPDATE oracle_canary c SET id_synthese = s.id_synthese
  FROM gn_synthese.synthese s WHERE s.entity_source_pk_value = 'canari-cle-' || lpad(c.n::text, 4, '0');
-- The triggers have computed a level from the rules: the one a producer or an administrator had set comes back.
UPDATE gn_synthese.synthese s SET id_nomenclature_sensitivity = ref_nomenclatures.get_id_nomenclature('SENSIBILITE', c.stored)
  FROM oracle_canary c WHERE c.id_synthese = s.id_synthese;
