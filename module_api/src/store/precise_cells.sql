-- Cells of precise rows, by the names of the columns of the file. From base tables: GeoNature drops and recreates its views.
SELECT s.id_synthese AS "id_synthese!", s.unique_id_sinp, t.cd_ref AS "cd_ref?", s.date_min::date AS "date_min!", s.date_max::date AS "date_max!",
       ST_AsBinary(s.the_geom_local) AS "geom!",
       to_jsonb(cells) AS "cells!"
FROM gn_synthese.synthese s
LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
LEFT JOIN taxonomie.taxref v ON v.cd_nom = t.cd_ref
LEFT JOIN gn_meta.t_datasets d USING (id_dataset)
LEFT JOIN gn_meta.t_acquisition_frameworks f USING (id_acquisition_framework)
CROSS JOIN LATERAL (
    SELECT s.unique_id_sinp AS uuid_perm_sinp, s.cd_nom, t.cd_ref, s.nom_cite, v.nom_valide, v.nom_vern AS nom_vernaculaire,
           t.regne, t.group1_inpn, t.group2_inpn, t.group3_inpn, t.classe, t.ordre, t.famille,
           s.date_min::date AS date_debut, s.date_max::date AS date_fin, s.count_min AS nombre_min, s.count_max AS nombre_max,
           gn_demandes.nomenclature_label(s.id_nomenclature_obj_count) AS objet_denombrement,
           gn_demandes.nomenclature_label(s.id_nomenclature_type_count) AS type_denombrement,
           s.altitude_min AS alti_min, s.altitude_max AS alti_max, s.observers AS observateurs, s.determiner AS determinateur,
           (SELECT string_agg(a.area_name, ', ' ORDER BY a.area_name)
            FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a USING (id_area)
            JOIN ref_geo.bib_areas_types b USING (id_type)
            WHERE c.id_synthese = s.id_synthese AND b.type_code = 'COM') AS communes,
           s.place_name AS nom_lieu, s.precision AS precision_geographique,
           gn_demandes.nomenclature_label(s.id_nomenclature_geo_object_nature) AS nature_objet_geo,
           gn_demandes.nomenclature_label(s.id_nomenclature_info_geo_type) AS type_info_geo,
           gn_demandes.nomenclature_label(s.id_nomenclature_observation_status) AS statut_observation,
           gn_demandes.nomenclature_label(s.id_nomenclature_obs_technique) AS technique_observation,
           gn_demandes.nomenclature_label(s.id_nomenclature_life_stage) AS stade_vie, gn_demandes.nomenclature_label(s.id_nomenclature_sex) AS sexe,
           gn_demandes.nomenclature_label(s.id_nomenclature_behaviour) AS comportement, gn_demandes.nomenclature_label(s.id_nomenclature_bio_status) AS biologique_statut,
           gn_demandes.nomenclature_label(s.id_nomenclature_bio_condition) AS etat_biologique, gn_demandes.nomenclature_label(s.id_nomenclature_naturalness) AS naturalite,
           gn_demandes.nomenclature_label(s.id_nomenclature_exist_proof) AS preuve_existante,
           gn_demandes.nomenclature_label(s.id_nomenclature_valid_status) AS niveau_validation,
           gn_demandes.nomenclature_label(s.id_nomenclature_source_status) AS statut_source, s.reference_biblio,
           s.comment_context AS comment_releve, s.comment_description AS comment_occurrence,
           d.dataset_name AS jdd_nom, d.unique_dataset_id AS jdd_uuid,
           f.acquisition_framework_name AS ca_nom, f.unique_acquisition_framework_id AS ca_uuid,
           gn_demandes.nomenclature_label(s.id_nomenclature_sensitivity) AS niveau_sensibilite,
           gn_demandes.nomenclature_label(s.id_nomenclature_diffusion_level) AS niveau_precision_diffusion
) cells
WHERE s.id_synthese = ANY ($1)
