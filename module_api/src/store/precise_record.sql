-- What precise rows tell, with the ids of what is named elsewhere (taxa, labels, datasets, communes): the names are read once, not per
-- row. From base tables: GeoNature drops and recreates its views.
SELECT s.id_synthese AS "id_synthese!", s.unique_id_sinp, s.cd_nom, s.nom_cite AS "nom_cite?", s.id_dataset,
       s.date_min::date AS "date_min!", s.date_max::date AS "date_max!", s.count_min, s.count_max, s.altitude_min, s.altitude_max,
       s.observers, s.determiner, s.place_name, s.precision, s.reference_biblio, s.comment_context, s.comment_description,
       s.id_nomenclature_obj_count, s.id_nomenclature_type_count, s.id_nomenclature_geo_object_nature, s.id_nomenclature_info_geo_type,
       s.id_nomenclature_observation_status, s.id_nomenclature_obs_technique, s.id_nomenclature_life_stage, s.id_nomenclature_sex,
       s.id_nomenclature_behaviour, s.id_nomenclature_bio_status, s.id_nomenclature_bio_condition, s.id_nomenclature_naturalness,
       s.id_nomenclature_exist_proof, s.id_nomenclature_valid_status, s.id_nomenclature_source_status, s.id_nomenclature_sensitivity,
       s.id_nomenclature_diffusion_level,
       ARRAY(SELECT c.id_area FROM gn_synthese.cor_area_synthese c WHERE c.id_synthese = s.id_synthese) AS "areas!",
       ST_AsBinary(s.the_geom_local) AS "geom!"
FROM gn_synthese.synthese s
WHERE s.id_synthese = ANY ($1)
