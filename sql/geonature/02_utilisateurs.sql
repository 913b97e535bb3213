-- Organismes, people and groups (schema utilisateurs), as UsersHub and GeoNature 2.17.4 shape them.
-- Not here: applications, profiles, lists and identity providers, which nothing of this project reads.

-- Date triggers of this schema's tables: the dates are the database's, whatever the writer gives.
CREATE FUNCTION utilisateurs.fct_trg_meta_dates_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.meta_create_date := now();
    ELSE
        NEW.meta_update_date := now();
        IF NEW.meta_create_date IS NULL THEN
            NEW.meta_create_date := now();
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION utilisateurs.modify_date_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.date_insert := now();
    NEW.date_update := now();
    RETURN NEW;
END
$$;

CREATE FUNCTION utilisateurs.modify_date_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.date_update := now();
    RETURN NEW;
END
$$;

CREATE TABLE utilisateurs.bib_organismes (
    id_organisme      serial,
    uuid_organisme    uuid NOT NULL DEFAULT uuid_generate_v4(),
    nom_organisme     varchar(500) NOT NULL,
    adresse_organisme varchar(128),
    cp_organisme      varchar(5),
    ville_organisme   varchar(100),
    tel_organisme     varchar(14),
    fax_organisme     varchar(14),
    email_organisme   varchar(100),
    url_organisme     varchar(255),
    url_logo          varchar(255),
    id_parent         integer,
    additional_data   jsonb DEFAULT '{}',
    meta_create_date  timestamp DEFAULT now(),
    meta_update_date  timestamp DEFAULT now(),
    CONSTRAINT pk_bib_organismes PRIMARY KEY (id_organisme),
    CONSTRAINT bib_organismes_un UNIQUE (uuid_organisme),
    CONSTRAINT uq_bib_organismes_nom_organisme UNIQUE (nom_organisme),
    CONSTRAINT fk_bib_organismes_id_parent
        FOREIGN KEY (id_parent) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE
);

CREATE TABLE utilisateurs.t_roles (
    groupe       boolean NOT NULL DEFAULT false,
    id_role      serial,
    uuid_role    uuid NOT NULL DEFAULT uuid_generate_v4(),
    identifiant  varchar(100),
    nom_role     varchar(50),
    prenom_role  varchar(50),
    desc_role    text,
    pass         varchar(100),
    pass_plus    text,
    email        varchar(250),
    id_organisme integer,
    remarques    text,
    active       boolean DEFAULT true,
    champs_addi  jsonb,
    date_insert  timestamp,
    date_update  timestamp,
    api_key      text,
    api_secret   text,
    CONSTRAINT pk_t_roles PRIMARY KEY (id_role),
    CONSTRAINT t_roles_api_key_key UNIQUE (api_key),
    CONSTRAINT t_roles_uuid_un UNIQUE (uuid_role),
    CONSTRAINT t_roles_id_organisme_fkey
        FOREIGN KEY (id_organisme) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE
);
-- GeoNature has this key twice; apart, or PostgreSQL would make one of the two.
ALTER TABLE utilisateurs.t_roles ADD CONSTRAINT uq_t_roles_uuid_role UNIQUE (uuid_role);
CREATE INDEX i_utilisateurs_groupe ON utilisateurs.t_roles (groupe);
CREATE INDEX i_utilisateurs_nom_prenom ON utilisateurs.t_roles (nom_role, prenom_role);
CREATE INDEX i_utilisateurs_active ON utilisateurs.t_roles (active);
CREATE UNIQUE INDEX uq_t_roles_identifiant ON utilisateurs.t_roles (identifiant) WHERE (((identifiant)::text <> ''::text) AND (identifiant IS NOT NULL));

CREATE TABLE utilisateurs.cor_roles (
    id_role_groupe      integer NOT NULL,
    id_role_utilisateur integer NOT NULL,
    CONSTRAINT cor_roles_pkey PRIMARY KEY (id_role_groupe, id_role_utilisateur),
    CONSTRAINT cor_roles_id_role_groupe_fkey
        FOREIGN KEY (id_role_groupe) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT cor_roles_id_role_utilisateur_fkey
        FOREIGN KEY (id_role_utilisateur) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TRIGGER tri_meta_dates_change_organisms
    BEFORE INSERT OR UPDATE ON utilisateurs.bib_organismes
    FOR EACH ROW EXECUTE FUNCTION utilisateurs.fct_trg_meta_dates_change();

CREATE TRIGGER tri_modify_date_insert_t_roles
    BEFORE INSERT ON utilisateurs.t_roles
    FOR EACH ROW EXECUTE FUNCTION utilisateurs.modify_date_insert();
CREATE TRIGGER tri_modify_date_update_t_roles
    BEFORE UPDATE ON utilisateurs.t_roles
    FOR EACH ROW EXECUTE FUNCTION utilisateurs.modify_date_update();
