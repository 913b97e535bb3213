-- Acquisition frameworks (CA), datasets (JDD) and their actors (schema gn_meta).
-- An actor is a role or an organisme; the part it plays is a value of ROLE_ACTEUR.

CREATE TABLE gn_meta.t_acquisition_frameworks (
    id_acquisition_framework          serial,
    unique_acquisition_framework_id   uuid NOT NULL DEFAULT uuid_generate_v4(),
    acquisition_framework_name        varchar(255) NOT NULL,
    acquisition_framework_desc        text NOT NULL,
    id_nomenclature_territorial_level integer DEFAULT ref_nomenclatures.get_default_nomenclature_value('NIVEAU_TERRITORIAL'),
    territory_desc                    text,
    keywords                          text,
    id_nomenclature_financing_type    integer DEFAULT ref_nomenclatures.get_default_nomenclature_value('TYPE_FINANCEMENT'),
    target_description                text,
    ecologic_or_geologic_target       text,
    acquisition_framework_parent_id   integer,
    is_parent                         boolean,
    opened                            boolean DEFAULT true,
    id_digitizer                      integer,
    acquisition_framework_start_date  date NOT NULL,
    acquisition_framework_end_date    date,
    meta_create_date                  timestamp NOT NULL,
    meta_update_date                  timestamp,
    initial_closing_date              timestamp,
    additional_data                   jsonb DEFAULT '{}',
    CONSTRAINT pk_t_acquisition_frameworks PRIMARY KEY (id_acquisition_framework),
    CONSTRAINT unique_acquisition_frameworks_uuid UNIQUE (unique_acquisition_framework_id),
    CONSTRAINT check_t_acquisition_financing_type
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_financing_type, 'TYPE_FINANCEMENT')),
    CONSTRAINT check_t_acquisition_frameworks_territorial_level
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_territorial_level, 'NIVEAU_TERRITORIAL')),
    CONSTRAINT fk_t_acquisition_frameworks_id_digitizer
        FOREIGN KEY (id_digitizer) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE
);

CREATE TABLE gn_meta.cor_acquisition_framework_actor (
    id_cafa                    serial,
    id_acquisition_framework   integer NOT NULL,
    id_role                    integer,
    id_organism                integer,
    id_nomenclature_actor_role integer NOT NULL,
    CONSTRAINT pk_cor_acquisition_framework_actor PRIMARY KEY (id_cafa),
    CONSTRAINT check_is_unique_cor_acquisition_framework_actor_organism UNIQUE (id_acquisition_framework, id_organism, id_nomenclature_actor_role),
    CONSTRAINT check_is_unique_cor_acquisition_framework_actor_role UNIQUE (id_acquisition_framework, id_role, id_nomenclature_actor_role),
    CONSTRAINT check_cor_acquisition_framework_actor
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_actor_role, 'ROLE_ACTEUR')),
    CONSTRAINT check_id_role_not_group
        CHECK (NOT gn_commons.role_is_group(id_role)),
    CONSTRAINT check_is_actor_in_cor_acquisition_framework_actor
        CHECK ((id_role IS NOT NULL) OR (id_organism IS NOT NULL)),
    CONSTRAINT fk_cor_acquisition_framework_actor_id_acquisition_framework
        FOREIGN KEY (id_acquisition_framework) REFERENCES gn_meta.t_acquisition_frameworks(id_acquisition_framework) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_cor_acquisition_framework_actor_id_nomenclature_actor_role
        FOREIGN KEY (id_nomenclature_actor_role) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_cor_acquisition_framework_actor_id_organism
        FOREIGN KEY (id_organism) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_cor_acquisition_framework_actor_id_role
        FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TABLE gn_meta.t_datasets (
    id_dataset                        serial,
    unique_dataset_id                 uuid NOT NULL DEFAULT uuid_generate_v4(),
    id_acquisition_framework          integer NOT NULL,
    dataset_name                      varchar(255) NOT NULL,
    dataset_shortname                 varchar(255) NOT NULL,
    dataset_desc                      text NOT NULL,
    id_nomenclature_data_type         integer NOT NULL DEFAULT ref_nomenclatures.get_default_nomenclature_value('DATA_TYP'),
    keywords                          text,
    marine_domain                     boolean NOT NULL,
    terrestrial_domain                boolean NOT NULL,
    id_nomenclature_dataset_objectif  integer NOT NULL DEFAULT ref_nomenclatures.get_default_nomenclature_value('JDD_OBJECTIFS'),
    bbox_west                         real,
    bbox_east                         real,
    bbox_south                        real,
    bbox_north                        real,
    id_nomenclature_collecting_method integer NOT NULL DEFAULT ref_nomenclatures.get_default_nomenclature_value('METHO_RECUEIL'),
    id_nomenclature_data_origin       integer NOT NULL DEFAULT ref_nomenclatures.get_default_nomenclature_value('DS_PUBLIQUE'),
    id_nomenclature_source_status     integer NOT NULL DEFAULT ref_nomenclatures.get_default_nomenclature_value('STATUT_SOURCE'),
    id_nomenclature_resource_type     integer NOT NULL DEFAULT ref_nomenclatures.get_default_nomenclature_value('RESOURCE_TYP'),
    active                            boolean NOT NULL DEFAULT true,
    validable                         boolean DEFAULT true,
    id_digitizer                      integer,
    id_taxa_list                      integer,
    meta_create_date                  timestamp NOT NULL,
    meta_update_date                  timestamp,
    additional_data                   jsonb DEFAULT '{}',
    CONSTRAINT pk_t_datasets PRIMARY KEY (id_dataset),
    CONSTRAINT unique_dataset_uuid UNIQUE (unique_dataset_id),
    CONSTRAINT check_t_datasets_collecting_method
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_collecting_method, 'METHO_RECUEIL')),
    CONSTRAINT check_t_datasets_data_origin
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_data_origin, 'DS_PUBLIQUE')),
    CONSTRAINT check_t_datasets_data_type
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_data_type, 'DATA_TYP')),
    CONSTRAINT check_t_datasets_objectif
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_dataset_objectif, 'JDD_OBJECTIFS')),
    CONSTRAINT check_t_datasets_resource_type
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_resource_type, 'RESOURCE_TYP')),
    CONSTRAINT check_t_datasets_source_status
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_source_status, 'STATUT_SOURCE')),
    CONSTRAINT fk_t_datasets_collecting_method
        FOREIGN KEY (id_nomenclature_collecting_method) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_datasets_data_origin
        FOREIGN KEY (id_nomenclature_data_origin) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_datasets_data_type
        FOREIGN KEY (id_nomenclature_data_type) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_datasets_id_digitizer
        FOREIGN KEY (id_digitizer) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE,
    CONSTRAINT fk_t_datasets_objectif
        FOREIGN KEY (id_nomenclature_dataset_objectif) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_datasets_resource_type
        FOREIGN KEY (id_nomenclature_resource_type) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_datasets_source_status
        FOREIGN KEY (id_nomenclature_source_status) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_t_datasets_t_acquisition_frameworks
        FOREIGN KEY (id_acquisition_framework) REFERENCES gn_meta.t_acquisition_frameworks(id_acquisition_framework) ON UPDATE CASCADE
);
CREATE INDEX i_t_datasets_id_acquisition_framework ON gn_meta.t_datasets (id_acquisition_framework);

CREATE TABLE gn_meta.cor_dataset_actor (
    id_cda                     serial,
    id_dataset                 integer NOT NULL,
    id_role                    integer,
    id_organism                integer,
    id_nomenclature_actor_role integer NOT NULL,
    CONSTRAINT pk_cor_dataset_actor PRIMARY KEY (id_cda),
    CONSTRAINT check_is_unique_cor_dataset_actor_organism UNIQUE (id_dataset, id_organism, id_nomenclature_actor_role),
    CONSTRAINT check_is_unique_cor_dataset_actor_role UNIQUE (id_dataset, id_role, id_nomenclature_actor_role),
    CONSTRAINT check_cor_dataset_actor
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_actor_role, 'ROLE_ACTEUR')),
    CONSTRAINT check_id_role_not_group
        CHECK (NOT gn_commons.role_is_group(id_role)),
    CONSTRAINT check_is_actor_in_cor_dataset_actor
        CHECK ((id_role IS NOT NULL) OR (id_organism IS NOT NULL)),
    CONSTRAINT fk_cor_dataset_actor_id_dataset
        FOREIGN KEY (id_dataset) REFERENCES gn_meta.t_datasets(id_dataset) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_cor_dataset_actor_id_nomenclature_actor_role
        FOREIGN KEY (id_nomenclature_actor_role) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_dataset_actor_id_organism
        FOREIGN KEY (id_organism) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE,
    CONSTRAINT fk_dataset_actor_id_role
        FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TRIGGER tri_meta_dates_change_t_acquisition_frameworks
    BEFORE INSERT OR UPDATE ON gn_meta.t_acquisition_frameworks
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();

CREATE TRIGGER tri_meta_dates_change_t_datasets
    BEFORE INSERT OR UPDATE ON gn_meta.t_datasets
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();
