-- Notifications shown in GeoNature's bell (schema gn_notifications). The content is HTML: writers escape it.
-- Not here: the templates of GeoNature's own notifications.

CREATE TABLE gn_notifications.bib_notifications_categories (
    code        varchar NOT NULL,
    label       varchar,
    description text,
    id_module   integer,
    id_object   integer,
    id_action   integer,
    CONSTRAINT bib_notifications_categories_pkey PRIMARY KEY (code),
    CONSTRAINT bib_notifications_categories_id_action_fkey
        FOREIGN KEY (id_action) REFERENCES gn_permissions.bib_actions(id_action),
    CONSTRAINT bib_notifications_categories_id_module_fkey
        FOREIGN KEY (id_module) REFERENCES gn_commons.t_modules(id_module),
    CONSTRAINT bib_notifications_categories_id_object_fkey
        FOREIGN KEY (id_object) REFERENCES gn_permissions.t_objects(id_object)
);

CREATE TABLE gn_notifications.bib_notifications_methods (
    code        varchar NOT NULL,
    label       varchar,
    description text,
    CONSTRAINT bib_notifications_methods_pkey PRIMARY KEY (code)
);

CREATE TABLE gn_notifications.t_notifications (
    id_notification serial,
    id_role         integer NOT NULL,
    title           varchar,
    content         text,
    url             varchar,
    code_status     varchar,
    creation_date   timestamp,
    CONSTRAINT t_notifications_pkey PRIMARY KEY (id_notification),
    CONSTRAINT t_notifications_id_role_fkey
        FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role)
);

CREATE TABLE gn_notifications.t_notifications_rules (
    id            serial,
    id_role       integer,
    code_method   varchar NOT NULL,
    code_category varchar NOT NULL,
    subscribed    boolean NOT NULL DEFAULT true,
    CONSTRAINT t_notifications_rules_pkey PRIMARY KEY (id),
    CONSTRAINT un_role_method_category UNIQUE (id_role, code_method, code_category),
    CONSTRAINT t_notifications_rules_code_category_fkey
        FOREIGN KEY (code_category) REFERENCES gn_notifications.bib_notifications_categories(code),
    CONSTRAINT t_notifications_rules_code_method_fkey
        FOREIGN KEY (code_method) REFERENCES gn_notifications.bib_notifications_methods(code),
    CONSTRAINT t_notifications_rules_id_role_fkey
        FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role)
);
CREATE INDEX un_method_category ON gn_notifications.t_notifications_rules (code_method, code_category) WHERE (id_role IS NULL);
