-- Nomenclatures: types, values and defaults (schema ref_nomenclatures).
-- Look values up by (mnemonique of the type, cd_nomenclature): the ids differ between instances.
-- The functions are declared IMMUTABLE as GeoNature's are, although they read tables: defaults and CHECKs of
-- other tables call them.

CREATE FUNCTION ref_nomenclatures.get_id_nomenclature_type(mytype varchar) RETURNS integer
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT id_type FROM ref_nomenclatures.bib_nomenclatures_types WHERE mnemonique = mytype);
END
$$;

CREATE FUNCTION ref_nomenclatures.get_id_nomenclature(mytype varchar, mycdnomenclature varchar) RETURNS integer
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT n.id_nomenclature
              FROM ref_nomenclatures.t_nomenclatures n
              JOIN ref_nomenclatures.bib_nomenclatures_types t USING (id_type)
             WHERE t.mnemonique = mytype AND n.cd_nomenclature = mycdnomenclature);
END
$$;

CREATE FUNCTION ref_nomenclatures.get_cd_nomenclature(myidnomenclature integer) RETURNS varchar
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT cd_nomenclature FROM ref_nomenclatures.t_nomenclatures WHERE id_nomenclature = myidnomenclature);
END
$$;

-- Label in one language; the default label where the language has none.
CREATE FUNCTION ref_nomenclatures.get_nomenclature_label(
    myidnomenclature integer DEFAULT NULL, mylanguage varchar DEFAULT 'fr') RETURNS varchar
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT coalesce(to_jsonb(n) ->> ('label_' || mylanguage), n.label_default)
              FROM ref_nomenclatures.t_nomenclatures n WHERE n.id_nomenclature = myidnomenclature);
END
$$;

-- The value of the organisme if it has one, else the value of the organisme 0 ('ALL'), else NULL.
CREATE FUNCTION ref_nomenclatures.get_default_nomenclature_value(
    mytype varchar, myidorganism integer DEFAULT NULL) RETURNS integer
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT id_nomenclature
              FROM ref_nomenclatures.defaults_nomenclatures_value
             WHERE mnemonique_type = mytype AND id_organism IN (0, myidorganism)
             ORDER BY (id_organism = myidorganism) DESC NULLS LAST
             LIMIT 1);
END
$$;

-- For CHECKs: a NULL id is accepted.
CREATE FUNCTION ref_nomenclatures.check_nomenclature_type_by_mnemonique(id integer, mytype varchar) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF id IS NULL THEN
        RETURN true;
    END IF;
    RETURN EXISTS (
        SELECT FROM ref_nomenclatures.t_nomenclatures n
          JOIN ref_nomenclatures.bib_nomenclatures_types t USING (id_type)
         WHERE n.id_nomenclature = id AND t.mnemonique = mytype);
END
$$;

CREATE TABLE ref_nomenclatures.bib_nomenclatures_types (
    id_type            serial,
    mnemonique         varchar(255),
    label_default      varchar(255) NOT NULL,
    definition_default text,
    label_fr           varchar(255) NOT NULL,
    definition_fr      text,
    label_en           varchar(255),
    definition_en      text,
    label_es           varchar(255),
    definition_es      text,
    label_de           varchar(255),
    definition_de      text,
    label_it           varchar(255),
    definition_it      text,
    source             varchar(50),
    statut             varchar(20),
    meta_create_date   timestamp DEFAULT now(),
    meta_update_date   timestamp DEFAULT now(),
    CONSTRAINT pk_bib_nomenclatures_types PRIMARY KEY (id_type),
    CONSTRAINT unique_bib_nomenclatures_types_mnemonique UNIQUE (mnemonique)
);

CREATE TABLE ref_nomenclatures.t_nomenclatures (
    id_nomenclature    serial,
    id_type            integer NOT NULL,
    cd_nomenclature    varchar(255) NOT NULL,
    mnemonique         varchar(255),
    label_default      varchar(255) NOT NULL,
    definition_default text,
    label_fr           varchar(255) NOT NULL,
    definition_fr      text,
    label_en           varchar(255),
    definition_en      text,
    label_es           varchar(255),
    definition_es      text,
    label_de           varchar(255),
    definition_de      text,
    label_it           varchar(255),
    definition_it      text,
    source             varchar(50),
    statut             varchar(20),
    id_broader         integer,
    hierarchy          varchar(255),
    meta_create_date   timestamp DEFAULT now(),
    meta_update_date   timestamp,
    active             boolean NOT NULL DEFAULT true,
    CONSTRAINT pk_t_nomenclatures PRIMARY KEY (id_nomenclature),
    CONSTRAINT unique_id_type_cd_nomenclature UNIQUE (id_type, cd_nomenclature),
    CONSTRAINT fk_t_nomenclatures_id_broader
        FOREIGN KEY (id_broader) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature),
    CONSTRAINT fk_t_nomenclatures_id_type
        FOREIGN KEY (id_type) REFERENCES ref_nomenclatures.bib_nomenclatures_types(id_type) ON UPDATE CASCADE
);
CREATE INDEX index_t_nomenclatures_bib_nomenclatures_types_fkey ON ref_nomenclatures.t_nomenclatures (id_type);

CREATE TABLE ref_nomenclatures.defaults_nomenclatures_value (
    mnemonique_type varchar(255) NOT NULL,
    id_organism     integer NOT NULL,
    id_nomenclature integer NOT NULL,
    CONSTRAINT pk_defaults_nomenclatures_value PRIMARY KEY (mnemonique_type, id_organism),
    CONSTRAINT check_defaults_nomenclatures_value_is_nomenclature_in_type
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature, mnemonique_type)),
    CONSTRAINT fk_defaults_nomenclatures_value_id_nomenclature
        FOREIGN KEY (id_nomenclature) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE,
    CONSTRAINT fk_defaults_nomenclatures_value_id_organism
        FOREIGN KEY (id_organism) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE,
    CONSTRAINT fk_defaults_nomenclatures_value_mnemonique_type
        FOREIGN KEY (mnemonique_type) REFERENCES ref_nomenclatures.bib_nomenclatures_types(mnemonique) ON UPDATE CASCADE
);

CREATE TRIGGER tri_meta_dates_change_bib_nomenclatures_types
    BEFORE INSERT OR UPDATE ON ref_nomenclatures.bib_nomenclatures_types
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();

CREATE TRIGGER tri_meta_dates_change_t_nomenclatures
    BEFORE INSERT OR UPDATE ON ref_nomenclatures.t_nomenclatures
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();
