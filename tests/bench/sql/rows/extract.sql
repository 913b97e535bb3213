-- The F1 of a demande, all that its worker does from the taking of the job to the verified archive: classification, rows frozen and
-- encrypted, CSV, GeoPackage and Shapefile, archive, checks. The peer is ogr2ogr, which writes the same rows to the same three formats
-- from these queries and does nothing else: the classification is made for it beforehand, with the areas of the blurred rows, and it
-- leaves out the identifier of each row. {wanted} records, those nearest to the middle of the territory.
-- @row extract
-- @needs gn_diffusion.classify(geometry,integer[],date,date,boolean,double precision,boolean,date)
-- @target ratio 1 memory 300

-- @setup
INSERT INTO utilisateurs.t_roles (groupe, identifiant, nom_role, active) SELECT false, 'banc', 'Banc d''essai', true
 WHERE NOT EXISTS (SELECT FROM utilisateurs.t_roles WHERE identifiant = 'banc');
INSERT INTO gn_demandes.dossier_ligne (id_ligne, key) VALUES ('00000000-0000-4000-8000-000000000001', sha256('banc'));
INSERT INTO gn_demandes.demande (id_demande, numero, id_ligne, state, id_demandeur, id_depositor, wants_precise_sensitive, engagement_version,
                                 engagement_on, engagement_by, settings_version, formats, created_at, updated_at)
SELECT '00000000-0000-4000-8000-000000000002', 'banc', '00000000-0000-4000-8000-000000000001', 'complete', r.id_role, r.id_role, true,
       (SELECT max(version) FROM gn_demandes.engagement_texte), now(), r.id_role, (SELECT max(version) FROM gn_demandes.setting_version),
       '{shapefile,gpkg,csv}', now(), now()
  FROM utilisateurs.t_roles r WHERE r.identifiant = 'banc';
INSERT INTO gn_demandes.perimetre (id_demande, source_kind, repaired, communes_count, communes_layer, area_m2, stored_at, geom)
SELECT '00000000-0000-4000-8000-000000000002', 'drawn', false, 1, 'banc', st_area(g.geom), now(), g.geom
  FROM (SELECT st_setsrid(st_centroid(st_extent(geom)::geometry), 2154) AS geom FROM bench.commune) m
 CROSS JOIN LATERAL (
    SELECT max(n.away) AS radius
      FROM (SELECT s.the_geom_local <-> m.geom AS away FROM gn_synthese.synthese s ORDER BY s.the_geom_local <-> m.geom LIMIT {wanted}) n) r
 CROSS JOIN LATERAL (SELECT st_multi(st_buffer(m.geom, r.radius, 64)) AS geom) g;
INSERT INTO gn_demandes.lot (id_lot, id_demande, kind, state, tour_de_table, created_at, updated_at)
VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000002', 'F1', 'decide', false, now(), now());
INSERT INTO gn_demandes.summary_snapshot (taken_at) VALUES (now());
DROP TABLE IF EXISTS bench.extracted;
CREATE TABLE bench.extracted AS
SELECT c.* FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c WHERE c.lot = 'F1';
ANALYZE bench.extracted;

-- @reset
UPDATE gn_demandes.lot SET state = 'decide', archive_name = NULL, frozen_name = NULL;
DELETE FROM gn_demandes.job;
INSERT INTO gn_demandes.job (kind, payload, dedupe_key, run_at)
VALUES ('extract_lot', '{"id_lot": "00000000-0000-4000-8000-000000000003"}', 'extract_lot:00000000-0000-4000-8000-000000000003', now());

-- @floor
SELECT count(*), sum(length(q::text)) FROM (
    SELECT s.*, e.level FROM bench.extracted e JOIN gn_synthese.synthese s USING (id_synthese) WHERE e.precise) q

-- @ours
SELECT CASE WHEN EXISTS (SELECT FROM gn_demandes.job WHERE kind = 'extract_lot' AND failed_at IS NOT NULL) THEN 'failed' ELSE l.state END
  FROM gn_demandes.lot l WHERE l.id_lot = '00000000-0000-4000-8000-000000000003'

-- @peer precises
SELECT s.unique_id_sinp AS uuid_perm_sinp, s.cd_nom, t.cd_ref, s.nom_cite, v.nom_valide, v.nom_vern AS nom_vernaculaire, t.regne,
       t.group1_inpn, t.group2_inpn, t.group3_inpn, t.classe, t.ordre, t.famille, s.date_min::date AS date_debut, s.date_max::date AS date_fin,
       s.count_min AS nombre_min, s.count_max AS nombre_max, n1.label_fr AS objet_denombrement, n2.label_fr AS type_denombrement,
       s.altitude_min AS alti_min, s.altitude_max AS alti_max, s.observers AS observateurs, s.determiner AS determinateur,
       com.names AS communes, s.place_name AS nom_lieu, s.precision AS precision_geographique, n3.label_fr AS nature_objet_geo,
       n4.label_fr AS type_info_geo, n5.label_fr AS statut_observation, n6.label_fr AS technique_observation, n7.label_fr AS stade_vie,
       n8.label_fr AS sexe, n9.label_fr AS comportement, n10.label_fr AS biologique_statut, n11.label_fr AS etat_biologique,
       n12.label_fr AS naturalite, n13.label_fr AS preuve_existante, n14.label_fr AS niveau_validation, n15.label_fr AS statut_source,
       s.reference_biblio, s.comment_context AS comment_releve, s.comment_description AS comment_occurrence, d.dataset_name AS jdd_nom,
       d.unique_dataset_id AS jdd_uuid, f.acquisition_framework_name AS ca_nom, f.unique_acquisition_framework_id AS ca_uuid,
       n16.label_fr AS niveau_sensibilite, n17.label_fr AS niveau_precision_diffusion, e.level AS niveau_diffusion_lot,
       'non'::text AS floutage_lot, NULL::text AS motif_degradation, s.the_geom_local AS geom
  FROM bench.extracted e
  JOIN gn_synthese.synthese s ON s.id_synthese = e.id_synthese
  LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
  LEFT JOIN taxonomie.taxref v ON v.cd_nom = t.cd_ref
  LEFT JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
  LEFT JOIN gn_meta.t_acquisition_frameworks f ON f.id_acquisition_framework = d.id_acquisition_framework
  LEFT JOIN (SELECT c.id_synthese, string_agg(a.area_name, ', ' ORDER BY a.area_name) AS names
               FROM bench.extracted x JOIN gn_synthese.cor_area_synthese c ON c.id_synthese = x.id_synthese
               JOIN ref_geo.l_areas a ON a.id_area = c.id_area AND a.id_type = {com}
              WHERE x.precise GROUP BY 1) com ON com.id_synthese = s.id_synthese
  LEFT JOIN ref_nomenclatures.t_nomenclatures n1 ON n1.id_nomenclature = s.id_nomenclature_obj_count
  LEFT JOIN ref_nomenclatures.t_nomenclatures n2 ON n2.id_nomenclature = s.id_nomenclature_type_count
  LEFT JOIN ref_nomenclatures.t_nomenclatures n3 ON n3.id_nomenclature = s.id_nomenclature_geo_object_nature
  LEFT JOIN ref_nomenclatures.t_nomenclatures n4 ON n4.id_nomenclature = s.id_nomenclature_info_geo_type
  LEFT JOIN ref_nomenclatures.t_nomenclatures n5 ON n5.id_nomenclature = s.id_nomenclature_observation_status
  LEFT JOIN ref_nomenclatures.t_nomenclatures n6 ON n6.id_nomenclature = s.id_nomenclature_obs_technique
  LEFT JOIN ref_nomenclatures.t_nomenclatures n7 ON n7.id_nomenclature = s.id_nomenclature_life_stage
  LEFT JOIN ref_nomenclatures.t_nomenclatures n8 ON n8.id_nomenclature = s.id_nomenclature_sex
  LEFT JOIN ref_nomenclatures.t_nomenclatures n9 ON n9.id_nomenclature = s.id_nomenclature_behaviour
  LEFT JOIN ref_nomenclatures.t_nomenclatures n10 ON n10.id_nomenclature = s.id_nomenclature_bio_status
  LEFT JOIN ref_nomenclatures.t_nomenclatures n11 ON n11.id_nomenclature = s.id_nomenclature_bio_condition
  LEFT JOIN ref_nomenclatures.t_nomenclatures n12 ON n12.id_nomenclature = s.id_nomenclature_naturalness
  LEFT JOIN ref_nomenclatures.t_nomenclatures n13 ON n13.id_nomenclature = s.id_nomenclature_exist_proof
  LEFT JOIN ref_nomenclatures.t_nomenclatures n14 ON n14.id_nomenclature = s.id_nomenclature_valid_status
  LEFT JOIN ref_nomenclatures.t_nomenclatures n15 ON n15.id_nomenclature = s.id_nomenclature_source_status
  LEFT JOIN ref_nomenclatures.t_nomenclatures n16 ON n16.id_nomenclature = s.id_nomenclature_sensitivity
  LEFT JOIN ref_nomenclatures.t_nomenclatures n17 ON n17.id_nomenclature = s.id_nomenclature_diffusion_level
 WHERE e.precise

-- @peer floutees
SELECT t.cd_ref, v.nom_valide, CASE WHEN p.first = p.last THEN p.first ELSE p.first || '/' || p.last END AS periode,
       e.level AS niveau_diffusion_lot, e.area_type AS type_zone, array_to_string(e.area_codes, ',') AS code_zone, 'oui'::text AS floutage_lot,
       'Donnée sensible : position remplacée par sa zone de diffusion'::text AS motif_degradation, e.area AS geom
  FROM bench.extracted e
  JOIN gn_synthese.synthese s ON s.id_synthese = e.id_synthese
  JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
  LEFT JOIN taxonomie.taxref v ON v.cd_nom = t.cd_ref
  JOIN gn_diffusion.level l ON l.cd_nomenclature = e.level
 CROSS JOIN LATERAL (SELECT CASE l.date_precision WHEN 'month' THEN 'YYYY-MM' WHEN 'year' THEN 'YYYY' ELSE 'YYYY-MM-DD' END AS shape) f
 CROSS JOIN LATERAL (SELECT to_char(s.date_min, f.shape) AS first, to_char(s.date_max, f.shape) AS last) p
 WHERE NOT e.precise
