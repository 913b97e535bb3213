-- Permissions (schema gn_permissions). A permission counts when validated and not expired; expire_on is local time.
-- Not here: GeoNature's own helper functions, which read a view that no longer exists.

CREATE FUNCTION gn_permissions.get_id_object(mycodeobject varchar) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT id_object FROM gn_permissions.t_objects WHERE code_object = mycodeobject);
END
$$;

CREATE SEQUENCE gn_permissions.t_actions_id_action_seq;
CREATE TABLE gn_permissions.bib_actions (
    id_action          integer NOT NULL DEFAULT nextval('gn_permissions.t_actions_id_action_seq'::regclass),
    code_action        varchar(50) NOT NULL,
    description_action text,
    CONSTRAINT pk_t_actions PRIMARY KEY (id_action)
);
ALTER SEQUENCE gn_permissions.t_actions_id_action_seq OWNED BY gn_permissions.bib_actions.id_action;

CREATE TABLE gn_permissions.bib_filters_scope (
    value       serial,
    label       varchar,
    description varchar,
    CONSTRAINT bib_filters_scope_pkey PRIMARY KEY (value)
);

CREATE TABLE gn_permissions.t_objects (
    id_object          serial,
    code_object        varchar(50) NOT NULL,
    description_object text,
    CONSTRAINT pk_t_objects PRIMARY KEY (id_object),
    CONSTRAINT unique_t_objects UNIQUE (code_object)
);

CREATE SEQUENCE gn_permissions.cor_role_action_filter_module_object_id_permission_seq;
CREATE TABLE gn_permissions.t_permissions (
    id_permission      integer NOT NULL DEFAULT nextval('gn_permissions.cor_role_action_filter_module_object_id_permission_seq'::regclass),
    id_role            integer NOT NULL,
    id_action          integer NOT NULL,
    id_module          integer NOT NULL,
    id_object          integer NOT NULL DEFAULT gn_permissions.get_id_object('ALL'),
    scope_value        integer,
    sensitivity_filter boolean DEFAULT false,
    created_on         timestamp DEFAULT now(),
    expire_on          timestamp,
    validated          boolean DEFAULT true,
    CONSTRAINT pk_cor_r_a_f_m_o PRIMARY KEY (id_permission),
    CONSTRAINT fk_cor_r_a_f_m_o_id_action
        FOREIGN KEY (id_action) REFERENCES gn_permissions.bib_actions(id_action) ON UPDATE CASCADE,
    CONSTRAINT fk_cor_r_a_f_m_o_id_module
        FOREIGN KEY (id_module) REFERENCES gn_commons.t_modules(id_module) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_cor_r_a_f_m_o_id_object
        FOREIGN KEY (id_object) REFERENCES gn_permissions.t_objects(id_object) ON UPDATE CASCADE,
    CONSTRAINT fk_cor_r_a_f_m_o_id_role
        FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT t_permissions_scope_value_fkey
        FOREIGN KEY (scope_value) REFERENCES gn_permissions.bib_filters_scope(value)
);
ALTER SEQUENCE gn_permissions.cor_role_action_filter_module_object_id_permission_seq OWNED BY gn_permissions.t_permissions.id_permission;

CREATE TABLE gn_permissions.t_permissions_available (
    id_module          integer NOT NULL,
    id_object          integer NOT NULL,
    id_action          integer NOT NULL,
    label              varchar,
    scope_filter       boolean DEFAULT false,
    sensitivity_filter boolean DEFAULT false,
    areas_filter       boolean NOT NULL DEFAULT false,
    taxons_filter      boolean NOT NULL DEFAULT false,
    CONSTRAINT t_permissions_available_pkey PRIMARY KEY (id_module, id_object, id_action),
    CONSTRAINT t_permissions_available_id_action_fkey
        FOREIGN KEY (id_action) REFERENCES gn_permissions.bib_actions(id_action),
    CONSTRAINT t_permissions_available_id_module_fkey
        FOREIGN KEY (id_module) REFERENCES gn_commons.t_modules(id_module),
    CONSTRAINT t_permissions_available_id_object_fkey
        FOREIGN KEY (id_object) REFERENCES gn_permissions.t_objects(id_object)
);

CREATE TABLE gn_permissions.cor_permission_area (
    id_permission integer NOT NULL,
    id_area       integer NOT NULL,
    CONSTRAINT cor_permission_area_pkey PRIMARY KEY (id_permission, id_area),
    CONSTRAINT cor_permission_area_id_area_fkey
        FOREIGN KEY (id_area) REFERENCES ref_geo.l_areas(id_area),
    CONSTRAINT cor_permission_area_id_permission_fkey
        FOREIGN KEY (id_permission) REFERENCES gn_permissions.t_permissions(id_permission)
);

CREATE TABLE gn_permissions.cor_permission_taxref (
    id_permission integer NOT NULL,
    cd_nom        integer NOT NULL,
    CONSTRAINT cor_permission_taxref_pkey PRIMARY KEY (id_permission, cd_nom),
    CONSTRAINT cor_permission_taxref_cd_nom_fkey
        FOREIGN KEY (cd_nom) REFERENCES taxonomie.taxref(cd_nom),
    CONSTRAINT cor_permission_taxref_id_permission_fkey
        FOREIGN KEY (id_permission) REFERENCES gn_permissions.t_permissions(id_permission)
);
