-- Settings and registers of the workflow. The schema gn_demandes is made by `demandes_api migrate` before the first migration,
-- because the table of migrations itself lives in it.

-- Settings: every choice of the rules is a row here, by version. A demande keeps the version it was deposited under.
CREATE TABLE gn_demandes.setting_version (
    version    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE SET NULL,
    comment    text NOT NULL
);
CREATE TABLE gn_demandes.setting (
    version integer NOT NULL REFERENCES gn_demandes.setting_version (version),
    key     text NOT NULL,
    value   jsonb NOT NULL,
    PRIMARY KEY (version, key)
);

-- Purposes a demande may have (managed list).
CREATE TABLE gn_demandes.objet (
    code   text PRIMARY KEY,
    label  text NOT NULL,
    active boolean NOT NULL DEFAULT true
);

-- Dated membership of an organisme.
CREATE TABLE gn_demandes.adhesion (
    id_adhesion  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_organisme integer NOT NULL REFERENCES utilisateurs.bib_organismes (id_organisme) ON UPDATE CASCADE,
    kind         text NOT NULL CHECK (kind IN ('adherent', 'pre_adherent', 'partenaire_pole')),
    starts_on    date NOT NULL,
    ends_on      date CHECK (ends_on >= starts_on)
);
CREATE INDEX ON gn_demandes.adhesion (id_organisme);

-- For whom a study is done. A proposal of a pétitionnaire waits for moderation.
CREATE TABLE gn_demandes.maitre_ouvrage (
    id_maitre_ouvrage integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text NOT NULL UNIQUE CHECK (btrim(name) <> ''),
    siret             text CHECK (siret ~ '^[0-9]{14}$'),
    moderated         boolean NOT NULL DEFAULT false
);

-- Thematic networks. The row `is_coordination` stands for the coordination where no pôle owns a group.
CREATE TABLE gn_demandes.pole (
    id_pole         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code            text NOT NULL UNIQUE,
    label           text NOT NULL,
    is_coordination boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX pole_one_coordination ON gn_demandes.pole (is_coordination) WHERE is_coordination;
CREATE TABLE gn_demandes.pole_groupe (
    id_pole     integer NOT NULL REFERENCES gn_demandes.pole (id_pole) ON DELETE CASCADE,
    code_groupe text NOT NULL REFERENCES gn_diffusion.groupe (code) ON UPDATE CASCADE ON DELETE CASCADE,
    PRIMARY KEY (id_pole, code_groupe)
);
CREATE TABLE gn_demandes.pole_animateur (
    id_pole   integer NOT NULL REFERENCES gn_demandes.pole (id_pole) ON DELETE CASCADE,
    id_role   integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE CASCADE,
    starts_on date NOT NULL DEFAULT '2000-01-01',
    ends_on   date,
    PRIMARY KEY (id_pole, id_role)
);

-- Who may be responsible of a sending. `takes_tour_de_table`: the DREAL, who sends the lots that went round the table.
CREATE TABLE gn_demandes.co_administrateur (
    id_role             integer PRIMARY KEY REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE CASCADE,
    takes_tour_de_table boolean NOT NULL DEFAULT false,
    active              boolean NOT NULL DEFAULT true
);

-- Versions of the text a person accepts for an organisme. The newest is the one to accept.
CREATE TABLE gn_demandes.engagement_texte (
    version      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text         text NOT NULL,
    published_on date NOT NULL
);
