-- The chain of Occtax: a counting becomes an observation of the synthesis, which its triggers give a sensitivity and areas.
-- Not here: the logs of changes, the default validation status, altitudes, the habitats and the export view.

CREATE SCHEMA pr_occtax;

-- The most precise default: for the group, then for the kingdom, then for the organisme, then for all.
CREATE FUNCTION pr_occtax.get_default_nomenclature_value(
    mytype varchar, myidorganism integer DEFAULT NULL, myregne varchar DEFAULT '0', mygroup2inpn varchar DEFAULT '0')
    RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT d.id_nomenclature
              FROM pr_occtax.defaults_nomenclatures_value d
              JOIN utilisateurs.bib_organismes o ON o.id_organisme = d.id_organism
             WHERE d.mnemonique_type = mytype
               AND (d.id_organism = myidorganism OR o.nom_organisme = 'ALL')
               AND d.regne IN (myregne, '0')
               AND d.group2_inpn IN (mygroup2inpn, '0')
             ORDER BY d.group2_inpn DESC, d.regne DESC, (d.id_organism = myidorganism) DESC NULLS LAST
             LIMIT 1);
END
$$;

CREATE TABLE pr_occtax.defaults_nomenclatures_value (
    mnemonique_type varchar(255) NOT NULL,
    id_organism integer NOT NULL DEFAULT 0,
    regne varchar(20) NOT NULL DEFAULT '0',
    group2_inpn varchar(255) NOT NULL DEFAULT '0',
    id_nomenclature integer NOT NULL,
    CONSTRAINT pk_pr_occtax_defaults_nomenclatures_value PRIMARY KEY (mnemonique_type, id_organism, regne, group2_inpn),
    CONSTRAINT fk_pr_occtax_defaults_nomenclatures_value_id_nomenclature
        FOREIGN KEY (id_nomenclature) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_pr_occtax_defaults_nomenclatures_value_id_organism
        FOREIGN KEY (id_organism) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE,
    CONSTRAINT fk_pr_occtax_defaults_nomenclatures_value_mnemonique_type
        FOREIGN KEY (mnemonique_type) REFERENCES ref_nomenclatures.bib_nomenclatures_types(mnemonique) ON UPDATE CASCADE,
    CONSTRAINT check_pr_occtax_defaults_nomenclatures_value_is_nomenclature_in
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature, mnemonique_type)),
    CONSTRAINT check_pr_occtax_defaults_nomenclatures_value_isgroup2inpn
        CHECK ((taxonomie.check_is_group2inpn(group2_inpn) OR (group2_inpn = '0'))),
    CONSTRAINT check_pr_occtax_defaults_nomenclatures_value_isregne CHECK ((taxonomie.check_is_regne(regne) OR (regne = '0')))
);

CREATE TABLE pr_occtax.t_releves_occtax (
    id_releve_occtax bigserial,
    unique_id_sinp_grp uuid NOT NULL DEFAULT uuid_generate_v4(),
    id_dataset integer NOT NULL,
    id_digitiser integer,
    observers_txt varchar(500),
    id_nomenclature_tech_collect_campanule integer DEFAULT pr_occtax.get_default_nomenclature_value('TECHNIQUE_OBS'),
    id_nomenclature_grp_typ integer NOT NULL DEFAULT pr_occtax.get_default_nomenclature_value('TYP_GRP'),
    grp_method varchar(255),
    date_min timestamp NOT NULL DEFAULT now(),
    date_max timestamp NOT NULL DEFAULT now(),
    hour_min time,
    hour_max time,
    cd_hab integer,
    altitude_min integer,
    altitude_max integer,
    depth_min integer,
    depth_max integer,
    place_name varchar(500),
    meta_device_entry varchar(20),
    comment text,
    geom_local geometry(Geometry,2154),
    geom_4326 geometry(Geometry,4326),
    id_nomenclature_geo_object_nature integer DEFAULT pr_occtax.get_default_nomenclature_value('NAT_OBJ_GEO'),
    precision integer,
    additional_fields jsonb,
    id_module integer NOT NULL,
    CONSTRAINT pk_t_releves_occtax PRIMARY KEY (id_releve_occtax),
    CONSTRAINT fk_id_module FOREIGN KEY (id_module) REFERENCES gn_commons.t_modules(id_module) ON UPDATE CASCADE,
    CONSTRAINT fk_t_releves_occtax_id_nomenclature_geo_object_nature
        FOREIGN KEY (id_nomenclature_geo_object_nature) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_releves_occtax_obs_technique_campanule
        FOREIGN KEY (id_nomenclature_tech_collect_campanule) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_releves_occtax_regroupement_typ
        FOREIGN KEY (id_nomenclature_grp_typ) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_releves_occtax_t_datasets
        FOREIGN KEY (id_dataset) REFERENCES gn_meta.t_datasets(id_dataset) ON UPDATE CASCADE,
    CONSTRAINT fk_t_releves_occtax_t_roles
        FOREIGN KEY (id_digitiser) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE,
    CONSTRAINT check_t_releves_occtax_altitude_max CHECK ((altitude_max >= altitude_min)),
    CONSTRAINT check_t_releves_occtax_date_max CHECK ((date_max >= date_min)),
    CONSTRAINT check_t_releves_occtax_depth CHECK ((depth_max >= depth_min)),
    CONSTRAINT check_t_releves_occtax_geo_object_nature
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_geo_object_nature, 'NAT_OBJ_GEO')),
    CONSTRAINT check_t_releves_occtax_hour_max CHECK (((hour_min <= hour_max) OR (date_min < date_max))),
    CONSTRAINT check_t_releves_occtax_obs_technique
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_tech_collect_campanule, 'TECHNIQUE_OBS')),
    CONSTRAINT check_t_releves_occtax_regroupement_typ
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_grp_typ, 'TYP_GRP')),
    CONSTRAINT enforce_dims_geom_4326 CHECK ((st_ndims(geom_4326) = 2)),
    CONSTRAINT enforce_dims_geom_local CHECK ((st_ndims(geom_local) = 2)),
    CONSTRAINT enforce_srid_geom_4326 CHECK ((st_srid(geom_4326) = 4326)),
    CONSTRAINT enforce_srid_geom_local CHECK ((st_srid(geom_local) = 2154))
);
CREATE INDEX i_t_releves_occtax_id_dataset ON pr_occtax.t_releves_occtax (id_dataset);
CREATE INDEX i_t_releves_occtax_geom_4326 ON pr_occtax.t_releves_occtax USING gist (geom_4326);
CREATE INDEX i_t_releves_occtax_id_nomenclature_tech_collect_campanule ON pr_occtax.t_releves_occtax (id_nomenclature_tech_collect_campanule);
CREATE INDEX i_t_releves_occtax_id_nomenclature_grp_typ ON pr_occtax.t_releves_occtax (id_nomenclature_grp_typ);
CREATE INDEX i_t_releves_occtax_geom_local ON pr_occtax.t_releves_occtax USING gist (geom_local);
CREATE INDEX i_t_releves_occtax_date_max ON pr_occtax.t_releves_occtax (date_max);

CREATE TABLE pr_occtax.t_occurrences_occtax (
    id_occurrence_occtax bigserial,
    unique_id_occurence_occtax uuid NOT NULL DEFAULT uuid_generate_v4(),
    id_releve_occtax bigint NOT NULL,
    id_nomenclature_obs_technique integer NOT NULL DEFAULT pr_occtax.get_default_nomenclature_value('METH_OBS'),
    id_nomenclature_bio_condition integer NOT NULL DEFAULT pr_occtax.get_default_nomenclature_value('ETA_BIO'),
    id_nomenclature_bio_status integer DEFAULT pr_occtax.get_default_nomenclature_value('STATUT_BIO'),
    id_nomenclature_naturalness integer DEFAULT pr_occtax.get_default_nomenclature_value('NATURALITE'),
    id_nomenclature_exist_proof integer DEFAULT pr_occtax.get_default_nomenclature_value('PREUVE_EXIST'),
    id_nomenclature_diffusion_level integer,
    id_nomenclature_observation_status integer DEFAULT pr_occtax.get_default_nomenclature_value('STATUT_OBS'),
    id_nomenclature_blurring integer DEFAULT pr_occtax.get_default_nomenclature_value('DEE_FLOU'),
    id_nomenclature_source_status integer DEFAULT pr_occtax.get_default_nomenclature_value('STATUT_SOURCE'),
    id_nomenclature_behaviour integer DEFAULT pr_occtax.get_default_nomenclature_value('OCC_COMPORTEMENT'),
    determiner varchar(255),
    id_nomenclature_determination_method integer DEFAULT pr_occtax.get_default_nomenclature_value('METH_DETERMIN'),
    cd_nom integer,
    nom_cite varchar(255) NOT NULL,
    meta_v_taxref varchar(50) DEFAULT 'SELECT gn_commons.get_default_parameter(''taxref_version'')',
    sample_number_proof text,
    digital_proof text,
    non_digital_proof text,
    comment varchar,
    additional_fields jsonb,
    CONSTRAINT pk_t_occurrences_occtax PRIMARY KEY (id_occurrence_occtax),
    CONSTRAINT fk_t_occurrences_occtax_behaviour
        FOREIGN KEY (id_nomenclature_behaviour) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_bio_condition
        FOREIGN KEY (id_nomenclature_bio_condition) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_bio_status
        FOREIGN KEY (id_nomenclature_bio_status) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_blurring
        FOREIGN KEY (id_nomenclature_blurring) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_determination_method
        FOREIGN KEY (id_nomenclature_determination_method) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_diffusion_level
        FOREIGN KEY (id_nomenclature_diffusion_level) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_exist_proof
        FOREIGN KEY (id_nomenclature_exist_proof) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_naturalness
        FOREIGN KEY (id_nomenclature_naturalness) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_obs_meth
        FOREIGN KEY (id_nomenclature_obs_technique) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_observation_status
        FOREIGN KEY (id_nomenclature_observation_status) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_source_status
        FOREIGN KEY (id_nomenclature_source_status) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_t_releves_occtax
        FOREIGN KEY (id_releve_occtax) REFERENCES pr_occtax.t_releves_occtax(id_releve_occtax) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_t_occurrences_occtax_taxref FOREIGN KEY (cd_nom) REFERENCES taxonomie.taxref(cd_nom) ON UPDATE CASCADE,
    CONSTRAINT check_t_occurrences_occtax_accur_level
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_diffusion_level, 'NIV_PRECIS')),
    CONSTRAINT check_t_occurrences_occtax_behaviour
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_behaviour, 'OCC_COMPORTEMENT')),
    CONSTRAINT check_t_occurrences_occtax_bio_condition
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_bio_condition, 'ETA_BIO')),
    CONSTRAINT check_t_occurrences_occtax_bio_status
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_bio_status, 'STATUT_BIO')),
    CONSTRAINT check_t_occurrences_occtax_blurring
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_blurring, 'DEE_FLOU')),
    CONSTRAINT check_t_occurrences_occtax_determination_method
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_determination_method, 'METH_DETERMIN')),
    CONSTRAINT check_t_occurrences_occtax_exist_proof
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_exist_proof, 'PREUVE_EXIST')),
    CONSTRAINT check_t_occurrences_occtax_naturalness
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_naturalness, 'NATURALITE')),
    CONSTRAINT check_t_occurrences_occtax_obs_meth
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_obs_technique, 'METH_OBS')),
    CONSTRAINT check_t_occurrences_occtax_obs_status
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_observation_status, 'STATUT_OBS')),
    CONSTRAINT check_t_occurrences_occtax_source_status
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_source_status, 'STATUT_SOURCE'))
);
CREATE INDEX i_t_occurrences_occtax_id_releve_occtax ON pr_occtax.t_occurrences_occtax (id_releve_occtax);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_obs_technique ON pr_occtax.t_occurrences_occtax (id_nomenclature_obs_technique);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_bio_condition ON pr_occtax.t_occurrences_occtax (id_nomenclature_bio_condition);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_bio_status ON pr_occtax.t_occurrences_occtax (id_nomenclature_bio_status);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_naturalness ON pr_occtax.t_occurrences_occtax (id_nomenclature_naturalness);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_exist_proof ON pr_occtax.t_occurrences_occtax (id_nomenclature_exist_proof);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_observation_status ON pr_occtax.t_occurrences_occtax (id_nomenclature_observation_status);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_blurring ON pr_occtax.t_occurrences_occtax (id_nomenclature_blurring);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_source_status ON pr_occtax.t_occurrences_occtax (id_nomenclature_source_status);
CREATE INDEX i_t_occurrences_occtax_id_nomenclature_determination_method ON pr_occtax.t_occurrences_occtax (id_nomenclature_determination_method);
CREATE INDEX i_t_occurrences_occtax_cd_nom ON pr_occtax.t_occurrences_occtax (cd_nom);

CREATE TABLE pr_occtax.cor_counting_occtax (
    id_counting_occtax bigserial,
    unique_id_sinp_occtax uuid NOT NULL DEFAULT uuid_generate_v4(),
    id_occurrence_occtax bigint NOT NULL,
    id_nomenclature_life_stage integer NOT NULL DEFAULT pr_occtax.get_default_nomenclature_value('STADE_VIE'),
    id_nomenclature_sex integer NOT NULL DEFAULT pr_occtax.get_default_nomenclature_value('SEXE'),
    id_nomenclature_obj_count integer NOT NULL DEFAULT pr_occtax.get_default_nomenclature_value('OBJ_DENBR'),
    id_nomenclature_type_count integer DEFAULT pr_occtax.get_default_nomenclature_value('TYP_DENBR'),
    count_min integer,
    count_max integer,
    additional_fields jsonb,
    CONSTRAINT unique_id_sinp_occtax_unique UNIQUE (unique_id_sinp_occtax),
    CONSTRAINT pk_cor_counting_occtax_occtax PRIMARY KEY (id_counting_occtax),
    CONSTRAINT fk_cor_counting_occtax_life_stage
        FOREIGN KEY (id_nomenclature_life_stage) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_cor_counting_occtax_obj_count
        FOREIGN KEY (id_nomenclature_obj_count) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_cor_counting_occtax_sexe
        FOREIGN KEY (id_nomenclature_sex) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_cor_counting_occtax_typ_count
        FOREIGN KEY (id_nomenclature_type_count) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_cor_stage_number_id_taxon
        FOREIGN KEY (id_occurrence_occtax) REFERENCES pr_occtax.t_occurrences_occtax(id_occurrence_occtax) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT check_cor_counting_occtax_count_max CHECK (((count_max >= count_min) AND (count_max >= 0))),
    CONSTRAINT check_cor_counting_occtax_count_min CHECK ((count_min >= 0)),
    CONSTRAINT check_cor_counting_occtax_life_stage
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_life_stage, 'STADE_VIE')),
    CONSTRAINT check_cor_counting_occtax_obj_count
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_obj_count, 'OBJ_DENBR')),
    CONSTRAINT check_cor_counting_occtax_sexe
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_sex, 'SEXE')),
    CONSTRAINT check_cor_counting_occtax_type_count
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_type_count, 'TYP_DENBR'))
);
CREATE INDEX i_cor_counting_occtax_id_occurrence_occtax ON pr_occtax.cor_counting_occtax (id_occurrence_occtax);
CREATE INDEX i_cor_counting_occtax_id_nomenclature_life_stage ON pr_occtax.cor_counting_occtax (id_nomenclature_life_stage);
CREATE INDEX i_cor_counting_occtax_id_nomenclature_sex ON pr_occtax.cor_counting_occtax (id_nomenclature_sex);
CREATE INDEX i_cor_counting_occtax_id_nomenclature_obj_count ON pr_occtax.cor_counting_occtax (id_nomenclature_obj_count);
CREATE INDEX i_cor_counting_occtax_id_nomenclature_type_count ON pr_occtax.cor_counting_occtax (id_nomenclature_type_count);

CREATE TABLE pr_occtax.cor_role_releves_occtax (
    unique_id_cor_role_releve uuid NOT NULL DEFAULT uuid_generate_v4(),
    id_releve_occtax bigint NOT NULL,
    id_role integer NOT NULL,
    CONSTRAINT pk_cor_role_releves_occtax PRIMARY KEY (id_releve_occtax, id_role),
    CONSTRAINT fk_cor_role_releves_occtax_t_releves_occtax
        FOREIGN KEY (id_releve_occtax) REFERENCES pr_occtax.t_releves_occtax(id_releve_occtax) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_cor_role_releves_occtax_t_roles
        FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE
);
CREATE INDEX i_cor_role_releves_occtax_id_releve_occtax ON pr_occtax.cor_role_releves_occtax (id_releve_occtax);
CREATE INDEX i_cor_role_releves_occtax_id_role ON pr_occtax.cor_role_releves_occtax (id_role);
CREATE UNIQUE INDEX i_cor_role_releves_occtax_id_role_id_releve_occtax ON pr_occtax.cor_role_releves_occtax (id_role, id_releve_occtax);

-- One row of the synthesis for a counting, by what its relevé and its occurrence say.
CREATE FUNCTION pr_occtax.insert_in_synthese(my_id_counting integer) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
    written integer;
    source integer;
BEGIN
    SELECT id_source INTO STRICT source FROM gn_synthese.t_sources WHERE name_source = 'Occtax';
    INSERT INTO gn_synthese.synthese (unique_id_sinp, unique_id_sinp_grp, id_source, entity_source_pk_value, id_dataset, id_module,
        id_nomenclature_geo_object_nature, id_nomenclature_grp_typ, grp_method, id_nomenclature_obs_technique, id_nomenclature_bio_status,
        id_nomenclature_bio_condition, id_nomenclature_naturalness, id_nomenclature_exist_proof, id_nomenclature_diffusion_level,
        id_nomenclature_life_stage, id_nomenclature_sex, id_nomenclature_obj_count, id_nomenclature_type_count,
        id_nomenclature_observation_status, id_nomenclature_blurring, id_nomenclature_source_status, id_nomenclature_behaviour,
        id_nomenclature_determination_method, count_min, count_max, cd_nom, nom_cite, meta_v_taxref, sample_number_proof, digital_proof,
        non_digital_proof, altitude_min, altitude_max, depth_min, depth_max, place_name, the_geom_4326, the_geom_point, the_geom_local,
        precision, date_min, date_max, observers, determiner, id_digitiser, comment_context, comment_description, last_action)
    SELECT c.unique_id_sinp_occtax, r.unique_id_sinp_grp, source, c.id_counting_occtax, r.id_dataset, r.id_module,
           r.id_nomenclature_geo_object_nature, r.id_nomenclature_grp_typ, r.grp_method, o.id_nomenclature_obs_technique,
           o.id_nomenclature_bio_status, o.id_nomenclature_bio_condition, o.id_nomenclature_naturalness, o.id_nomenclature_exist_proof,
           o.id_nomenclature_diffusion_level, c.id_nomenclature_life_stage, c.id_nomenclature_sex, c.id_nomenclature_obj_count,
           c.id_nomenclature_type_count, o.id_nomenclature_observation_status, o.id_nomenclature_blurring,
           o.id_nomenclature_source_status, o.id_nomenclature_behaviour, o.id_nomenclature_determination_method, c.count_min, c.count_max,
           o.cd_nom, o.nom_cite, o.meta_v_taxref, o.sample_number_proof, o.digital_proof, o.non_digital_proof, r.altitude_min,
           r.altitude_max, r.depth_min, r.depth_max, r.place_name, r.geom_4326, st_centroid(r.geom_4326), r.geom_local, r.precision,
           date_trunc('day', r.date_min) + coalesce(r.hour_min, '00:00'), date_trunc('day', r.date_max) + coalesce(r.hour_max, '00:00'),
           coalesce(r.observers_txt, (SELECT string_agg(p.nom_role || ' ' || p.prenom_role, ', ' ORDER BY p.id_role)
                                      FROM pr_occtax.cor_role_releves_occtax w JOIN utilisateurs.t_roles p USING (id_role)
                                      WHERE w.id_releve_occtax = r.id_releve_occtax)),
           o.determiner, r.id_digitiser, r.comment, o.comment, 'I'
      FROM pr_occtax.cor_counting_occtax c
      JOIN pr_occtax.t_occurrences_occtax o USING (id_occurrence_occtax)
      JOIN pr_occtax.t_releves_occtax r USING (id_releve_occtax)
     WHERE c.id_counting_occtax = my_id_counting
    RETURNING id_synthese INTO written;
    RETURN ARRAY[my_id_counting, written];
END
$$;

-- Row by row, as Occtax does.
CREATE FUNCTION pr_occtax.fct_tri_synthese_insert_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pr_occtax.insert_in_synthese(NEW.id_counting_occtax::integer);
    INSERT INTO gn_synthese.cor_observer_synthese (id_synthese, id_role)
    SELECT s.id_synthese, w.id_role
      FROM gn_synthese.synthese s
      JOIN pr_occtax.t_occurrences_occtax o ON o.id_occurrence_occtax = NEW.id_occurrence_occtax
      JOIN pr_occtax.cor_role_releves_occtax w USING (id_releve_occtax)
     WHERE s.unique_id_sinp = NEW.unique_id_sinp_occtax;
    RETURN NULL;
END
$$;

CREATE FUNCTION pr_occtax.fct_tri_synthese_update_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE gn_synthese.synthese
       SET count_min = NEW.count_min, count_max = NEW.count_max, id_nomenclature_life_stage = NEW.id_nomenclature_life_stage,
           id_nomenclature_sex = NEW.id_nomenclature_sex, last_action = 'U'
     WHERE unique_id_sinp = NEW.unique_id_sinp_occtax;
    RETURN NULL;
END
$$;

CREATE FUNCTION pr_occtax.fct_tri_synthese_delete_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM gn_synthese.synthese WHERE unique_id_sinp = OLD.unique_id_sinp_occtax;
    RETURN NULL;
END
$$;

CREATE FUNCTION pr_occtax.fct_tri_synthese_update_releve() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE gn_synthese.synthese
       SET id_dataset = NEW.id_dataset, the_geom_4326 = NEW.geom_4326, the_geom_point = st_centroid(NEW.geom_4326),
           the_geom_local = NEW.geom_local, date_min = date_trunc('day', NEW.date_min) + coalesce(NEW.hour_min, '00:00'),
           date_max = date_trunc('day', NEW.date_max) + coalesce(NEW.hour_max, '00:00'), comment_context = NEW.comment, last_action = 'U'
     WHERE unique_id_sinp IN (SELECT c.unique_id_sinp_occtax FROM pr_occtax.cor_counting_occtax c
                              JOIN pr_occtax.t_occurrences_occtax o USING (id_occurrence_occtax)
                              WHERE o.id_releve_occtax = NEW.id_releve_occtax);
    RETURN NULL;
END
$$;

CREATE TRIGGER tri_insert_synthese_cor_counting_occtax AFTER INSERT ON pr_occtax.cor_counting_occtax
    FOR EACH ROW EXECUTE FUNCTION pr_occtax.fct_tri_synthese_insert_counting();
CREATE TRIGGER tri_update_synthese_cor_counting_occtax AFTER UPDATE ON pr_occtax.cor_counting_occtax
    FOR EACH ROW EXECUTE FUNCTION pr_occtax.fct_tri_synthese_update_counting();
CREATE TRIGGER tri_delete_synthese_cor_counting_occtax AFTER DELETE ON pr_occtax.cor_counting_occtax
    FOR EACH ROW EXECUTE FUNCTION pr_occtax.fct_tri_synthese_delete_counting();
CREATE TRIGGER tri_update_synthese_t_releve_occtax AFTER UPDATE ON pr_occtax.t_releves_occtax
    FOR EACH ROW EXECUTE FUNCTION pr_occtax.fct_tri_synthese_update_releve();
