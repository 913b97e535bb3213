-- Modules, parameters and validations (schema gn_commons).
-- Not here: media, history, additional fields.

-- For CHECKs: NULL for a role that does not exist.
CREATE FUNCTION gn_commons.role_is_group(myidrole integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT groupe FROM utilisateurs.t_roles WHERE id_role = myidrole);
END
$$;

CREATE FUNCTION gn_commons.get_id_module_bycode(mymodule text) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT id_module FROM gn_commons.t_modules WHERE module_code ILIKE mymodule);
END
$$;

-- A general parameter has no organisme: organisme 0 and NULL both mean it.
CREATE FUNCTION gn_commons.get_default_parameter(myparamname text, myidorganisme integer DEFAULT 0) RETURNS text
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT parameter_value FROM gn_commons.t_parameters
             WHERE parameter_name = myparamname
               AND id_organism IS NOT DISTINCT FROM nullif(myidorganisme, 0)
             LIMIT 1);
END
$$;

-- A validation changes the status, date, validator and comment of the record of the same UUID.
CREATE FUNCTION gn_commons.fct_trg_update_synthese_validation_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE gn_synthese.synthese
       SET id_nomenclature_valid_status = NEW.id_nomenclature_valid_status,
           validation_comment = NEW.validation_comment,
           validator = (SELECT nom_role || ' ' || prenom_role FROM utilisateurs.t_roles WHERE id_role = NEW.id_validator),
           meta_validation_date = NEW.validation_date,
           last_action = 'U'
     WHERE unique_id_sinp = NEW.uuid_attached_row;
    RETURN NEW;
END
$$;

CREATE TABLE gn_commons.t_modules (
    id_module           serial,
    module_code         varchar(50) NOT NULL,
    module_label        varchar(255) NOT NULL,
    module_picto        varchar(255),
    module_desc         text,
    module_group        varchar(50),
    module_path         varchar(255),
    module_external_url varchar(255),
    module_target       varchar(10),
    module_comment      text,
    active_frontend     boolean NOT NULL,
    active_backend      boolean NOT NULL,
    module_doc_url      varchar(255),
    module_order        integer,
    type                varchar(255) NOT NULL DEFAULT 'base',
    meta_create_date    timestamp DEFAULT now(),
    meta_update_date    timestamp DEFAULT now(),
    ng_module           varchar(500),
    CONSTRAINT pk_t_modules PRIMARY KEY (id_module),
    CONSTRAINT unique_t_modules_module_code UNIQUE (module_code),
    CONSTRAINT unique_t_modules_module_path UNIQUE (module_path),
    CONSTRAINT check_urls_not_null
        CHECK ((module_path IS NOT NULL) OR (module_external_url IS NOT NULL))
);

CREATE TABLE gn_commons.t_parameters (
    id_parameter          serial,
    id_organism           integer,
    parameter_name        varchar(100) NOT NULL,
    parameter_desc        text,
    parameter_value       text NOT NULL,
    parameter_extra_value varchar(255),
    CONSTRAINT pk_t_parameters PRIMARY KEY (id_parameter),
    CONSTRAINT unique_t_parameters_id_organism_parameter_name UNIQUE (id_organism, parameter_name),
    CONSTRAINT fk_t_parameters_bib_organismes
        FOREIGN KEY (id_organism) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE
);
CREATE UNIQUE INDEX i_unique_t_parameters_parameter_name_with_id_organism_null ON gn_commons.t_parameters (parameter_name) WHERE (id_organism IS NULL);

CREATE TABLE gn_commons.t_validations (
    id_validation                serial,
    uuid_attached_row            uuid NOT NULL,
    id_nomenclature_valid_status integer,
    validation_auto              boolean NOT NULL DEFAULT true,
    id_validator                 integer,
    validation_comment           text,
    validation_date              timestamp DEFAULT now(),
    CONSTRAINT pk_t_validations PRIMARY KEY (id_validation),
    CONSTRAINT check_t_validations_valid_status
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_valid_status, 'STATUT_VALID')),
    CONSTRAINT fk_t_validations_t_roles
        FOREIGN KEY (id_validator) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE,
    CONSTRAINT fk_t_validations_valid_status
        FOREIGN KEY (id_nomenclature_valid_status) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE
);
CREATE INDEX i_t_validations_uuid_attached_row ON gn_commons.t_validations (uuid_attached_row);

CREATE TRIGGER tri_meta_dates_change_t_modules
    BEFORE INSERT OR UPDATE ON gn_commons.t_modules
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();

CREATE TRIGGER tri_insert_synthese_update_validation_status
    AFTER INSERT ON gn_commons.t_validations
    FOR EACH ROW EXECUTE FUNCTION gn_commons.fct_trg_update_synthese_validation_status();
