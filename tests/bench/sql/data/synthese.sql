-- GeoNature's synthese and cor_area_synthese with {n} observations, as its triggers would have left them, written in bulk: areas by
-- arithmetic for the grids and one polygon at a time for the others, sensitivity by one join. The rows of the benchmark that compare
-- with GeoNature's functions and triggers would show any difference. Indexes and keys are dropped first and made again.

CREATE UNLOGGED TABLE bench.staging AS SELECT * FROM bench.observation WHERE id <= {n};
CREATE INDEX ON bench.staging USING gist (geom);
ANALYZE bench.staging;

CREATE UNLOGGED TABLE bench.met AS
SELECT p.id AS id_synthese, a.id_area
  FROM (SELECT id_area, geom FROM ref_geo.l_areas
         WHERE id_type IN (ref_geo.get_id_area_type('COM'), ref_geo.get_id_area_type('DEP')) AND enable) a
 CROSS JOIN LATERAL (SELECT p.id FROM bench.staging p WHERE st_intersects(a.geom, p.geom) OFFSET 0) p;
INSERT INTO bench.met
SELECT p.id, c.id_area
  FROM bench.staging p
 CROSS JOIN (VALUES (1000), (2000), (5000), (10000)) g (size)
  JOIN bench.cell c ON c.size = g.size AND c.x = floor(st_x(p.geom) / g.size)::integer AND c.y = floor(st_y(p.geom) / g.size)::integer;
ANALYZE bench.met;

ALTER TABLE gn_synthese.cor_area_synthese DROP CONSTRAINT pk_cor_area_synthese;
DROP INDEX gn_synthese.i_cor_area_synthese_id_area;
INSERT INTO gn_synthese.cor_area_synthese SELECT * FROM bench.met ORDER BY id_synthese, id_area;
ALTER TABLE gn_synthese.cor_area_synthese ADD CONSTRAINT pk_cor_area_synthese PRIMARY KEY (id_synthese, id_area);
CREATE INDEX i_cor_area_synthese_id_area ON gn_synthese.cor_area_synthese (id_area);
DROP TABLE bench.met;
ANALYZE gn_synthese.cor_area_synthese;

CREATE UNLOGGED TABLE bench.level AS
WITH rule AS (
    SELECT r.cd_ref, r.id_nomenclature_sensitivity, n.cd_nomenclature, to_char(r.date_min, 'MMDD') AS first_day,
           to_char(r.date_max, 'MMDD') AS last_day, date_part('year', current_date) - r.sensitivity_duration AS first_year,
           (SELECT array_agg(id_area) FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS areas,
           (SELECT array_agg(id_criteria) FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
)
SELECT DISTINCT ON (o.id) o.id, r.id_nomenclature_sensitivity
  FROM bench.staging o
  JOIN rule r ON r.cd_ref = o.cd_ref
 WHERE to_char(o.day, 'MMDD') BETWEEN r.first_day AND r.last_day AND r.first_year <= date_part('year', o.day)
   AND (r.criteria IS NULL OR o.bio_status = ANY (r.criteria) OR o.behaviour = ANY (r.criteria))
   AND (r.areas IS NULL OR EXISTS (SELECT FROM gn_synthese.cor_area_synthese c WHERE c.id_synthese = o.id AND c.id_area = ANY (r.areas)))
 ORDER BY o.id, r.cd_nomenclature DESC;
ALTER TABLE bench.level ADD PRIMARY KEY (id);

INSERT INTO gn_meta.t_acquisition_frameworks (acquisition_framework_name, acquisition_framework_desc, acquisition_framework_start_date,
                                              meta_create_date)
VALUES ('Banc d''essai', 'Données inventées', '2000-01-01', now());
INSERT INTO gn_meta.t_datasets
    (id_dataset, id_acquisition_framework, dataset_name, dataset_shortname, dataset_desc, marine_domain, terrestrial_domain,
     id_nomenclature_data_origin, meta_create_date)
SELECT d, f.id_acquisition_framework, 'Jeu ' || d, 'Jeu ' || d, 'Inventé', false, true,
       ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', CASE WHEN d % 20 = 0 THEN 'Pr' ELSE 'Pu' END), now()
  FROM generate_series(1, 40) d, gn_meta.t_acquisition_frameworks f WHERE f.acquisition_framework_name = 'Banc d''essai';
INSERT INTO gn_synthese.t_sources (id_source, name_source) VALUES (1, 'Banc d''essai') ON CONFLICT DO NOTHING;

CREATE TEMP TABLE dropped_index ON COMMIT DROP AS
SELECT i.indexrelid::regclass AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i
 WHERE i.indrelid = 'gn_synthese.synthese'::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid);
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT d.name FROM dropped_index d LOOP EXECUTE 'DROP INDEX ' || name; END LOOP;
END
$$;

-- The defaults are computed once and not for each row: each is a function that reads tables.
INSERT INTO gn_synthese.synthese
    (id_synthese, unique_id_sinp, id_source, id_dataset, id_nomenclature_geo_object_nature, id_nomenclature_grp_typ,
     id_nomenclature_obs_technique, id_nomenclature_bio_status, id_nomenclature_bio_condition, id_nomenclature_naturalness,
     id_nomenclature_exist_proof, id_nomenclature_valid_status, id_nomenclature_diffusion_level, id_nomenclature_life_stage,
     id_nomenclature_sex, id_nomenclature_obj_count, id_nomenclature_type_count, id_nomenclature_sensitivity,
     id_nomenclature_observation_status, id_nomenclature_blurring, id_nomenclature_source_status, id_nomenclature_info_geo_type,
     id_nomenclature_behaviour, id_nomenclature_biogeo_status, id_nomenclature_determination_method, meta_v_taxref,
     count_min, count_max, cd_nom, nom_cite, altitude_min, altitude_max, the_geom_4326, the_geom_point, the_geom_local,
     date_min, date_max, observers, meta_create_date, last_action)
SELECT o.id, md5('bench ' || o.id)::uuid, 1, 1 + o.id % 40, d.nat, d.grp, d.tech, o.bio_status, d.cond, d.natu, d.proof, d.valid,
       CASE WHEN bench.chance(o.id, 51) < 0.03 THEN w.ids[1 + floor(6 * bench.chance(o.id, 52))::integer] END,
       d.stage, d.sex, d.obj, d.count, coalesce(l.id_nomenclature_sensitivity, d.zero), d.status, d.blur, d.source, d.info, o.behaviour, d.biogeo, d.deter,
       d.taxref, 1, 1, o.cd_nom, 'Taxon ' || o.cd_nom, 300, 320, g.geom, g.geom, o.geom, o.day, o.day, 'Observateur ' || o.id % 500, now(), 'I'
  FROM bench.staging o
  LEFT JOIN bench.level l ON l.id = o.id
 CROSS JOIN LATERAL (SELECT st_transform(o.geom, 4326) AS geom OFFSET 0) g
 CROSS JOIN (SELECT array_agg(n.id_nomenclature ORDER BY n.cd_nomenclature) AS ids FROM ref_nomenclatures.t_nomenclatures n
              WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('NIV_PRECIS')) w
 CROSS JOIN (
    SELECT gn_synthese.get_default_nomenclature_value('NAT_OBJ_GEO') AS nat, gn_synthese.get_default_nomenclature_value('TYP_GRP') AS grp,
           gn_synthese.get_default_nomenclature_value('METH_OBS') AS tech, gn_synthese.get_default_nomenclature_value('ETA_BIO') AS cond,
           gn_synthese.get_default_nomenclature_value('NATURALITE') AS natu, gn_synthese.get_default_nomenclature_value('PREUVE_EXIST') AS proof,
           gn_synthese.get_default_nomenclature_value('STATUT_VALID') AS valid, gn_synthese.get_default_nomenclature_value('STADE_VIE') AS stage,
           gn_synthese.get_default_nomenclature_value('SEXE') AS sex, gn_synthese.get_default_nomenclature_value('OBJ_DENBR') AS obj,
           gn_synthese.get_default_nomenclature_value('TYP_DENBR') AS count, gn_synthese.get_default_nomenclature_value('STATUT_OBS') AS status,
           gn_synthese.get_default_nomenclature_value('DEE_FLOU') AS blur, gn_synthese.get_default_nomenclature_value('STATUT_SOURCE') AS source,
           gn_synthese.get_default_nomenclature_value('TYP_INF_GEO') AS info, gn_synthese.get_default_nomenclature_value('STAT_BIOGEO') AS biogeo,
           gn_synthese.get_default_nomenclature_value('METH_DETERMIN') AS deter, gn_commons.get_default_parameter('taxref_version', NULL) AS taxref,
           ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0') AS zero OFFSET 0) d
 ORDER BY o.id;

DO $$
DECLARE definition text;
BEGIN
    FOR definition IN SELECT d.definition FROM dropped_index d LOOP EXECUTE definition; END LOOP;
END
$$;
DROP TABLE bench.staging, bench.level;
-- The harness vacuums: a worker of autovacuum in the middle of a run would be counted.
ALTER TABLE gn_synthese.synthese SET (autovacuum_enabled = false);
ALTER TABLE gn_synthese.cor_area_synthese SET (autovacuum_enabled = false);
