-- The time-limited permission in GeoNature's Synthèse that an accepted demande may open (domain, section 9). Off by default.
INSERT INTO gn_demandes.setting (version, key, value) SELECT version, 'geonature_permission', 'false' FROM gn_demandes.setting_version;

-- Who granted what, which GeoNature does not keep. Its own rows go when it ends; this one stays.
CREATE TABLE gn_demandes.permission_geonature (
    id_permission_geonature uuid PRIMARY KEY,
    id_demande      uuid NOT NULL REFERENCES gn_demandes.demande (id_demande),
    id_role         integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE CASCADE,
    id_read         integer REFERENCES gn_permissions.t_permissions (id_permission) ON UPDATE CASCADE ON DELETE SET NULL,
    id_export       integer REFERENCES gn_permissions.t_permissions (id_permission) ON UPDATE CASCADE ON DELETE SET NULL,
    areas           integer[] NOT NULL CHECK (cardinality(areas) > 0),
    taxa            integer[],
    until_day       date NOT NULL,
    granted_by      integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE SET NULL,
    granted_at      timestamptz NOT NULL,
    checked_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    ended_by        integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE SET NULL,
    end_reason      text CHECK (end_reason IN ('revoquee', 'expiree', 'desactivee', 'demande_close', 'compte_inactif', 'donnee_retenue',
                      'zones', 'retiree_dans_geonature')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX permission_geonature_one ON gn_demandes.permission_geonature (id_demande) WHERE ended_at IS NULL;
CREATE INDEX ON gn_demandes.permission_geonature (id_read);
CREATE INDEX ON gn_demandes.permission_geonature (id_export);
REVOKE ALL ON gn_demandes.permission_geonature FROM PUBLIC;

INSERT INTO gn_demandes.passage (what, at) VALUES ('permissions', '-infinity');
