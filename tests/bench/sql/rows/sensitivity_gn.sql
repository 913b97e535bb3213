-- Sensitivity of every observation, against GeoNature's function as GeoNature ships it (no index on its rules).
-- The floor reads the same columns of the same rows.
-- @row sensitivity_gn
-- @needs gn_diffusion.sensitivity(date,integer,geometry,integer,integer,text,date)
-- @cap 10000
-- @target ratio 300 floor 1.5
-- @setup
DROP INDEX IF EXISTS gn_sensitivity.rules_cd_ref

-- @floor
SELECT count(st_srid(s.the_geom_local)), count(s.date_min::date), count(t.cd_ref), count(s.id_nomenclature_bio_status), count(s.id_nomenclature_behaviour)
  FROM {synthese} s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom

-- @ours
SELECT count(o.level), sum(o.level)
  FROM (SELECT gn_diffusion.sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local, s.id_nomenclature_bio_status, s.id_nomenclature_behaviour, 'geonature', current_date) AS level
          FROM {synthese} s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom OFFSET 0) o

-- @peer get_id_nomenclature_sensitivity
SELECT count(o.level), sum(o.level)
  FROM (SELECT gn_sensitivity.get_id_nomenclature_sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local,
           jsonb_build_object('STATUT_BIO', s.id_nomenclature_bio_status, 'OCC_COMPORTEMENT', s.id_nomenclature_behaviour)) AS level
          FROM {synthese} s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom OFFSET 0) o

-- @differences
SELECT count(*)
  FROM {synthese} s LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
 WHERE gn_diffusion.sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local, s.id_nomenclature_bio_status, s.id_nomenclature_behaviour, 'geonature', current_date)
       IS DISTINCT FROM
       gn_sensitivity.get_id_nomenclature_sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local,
           jsonb_build_object('STATUT_BIO', s.id_nomenclature_bio_status, 'OCC_COMPORTEMENT', s.id_nomenclature_behaviour))

