-- The dossier: demande, perimetre, lots, avis, decisions, livraisons.

-- A line of dossiers: a renewal keeps the line, hence the identifiers (domain: HMAC under the key of the line).
CREATE TABLE gn_demandes.dossier_ligne (
    id_ligne uuid PRIMARY KEY,
    key      bytea NOT NULL CHECK (octet_length(key) = 32)
);

CREATE SEQUENCE gn_demandes.demande_numero_seq;

CREATE TABLE gn_demandes.demande (
    id_demande             uuid PRIMARY KEY,
    numero                 text NOT NULL UNIQUE,
    id_ligne               uuid NOT NULL REFERENCES gn_demandes.dossier_ligne (id_ligne),
    state                  text NOT NULL CHECK (state IN
                             ('brouillon', 'deposee', 'incomplete', 'complete', 'retiree', 'expiree', 'revoquee')),
    version                integer NOT NULL DEFAULT 1,
    id_demandeur           integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    id_depositor           integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    id_organisme           integer REFERENCES utilisateurs.bib_organismes (id_organisme) ON UPDATE CASCADE,
    id_maitre_ouvrage      integer REFERENCES gn_demandes.maitre_ouvrage (id_maitre_ouvrage),
    objet                  text REFERENCES gn_demandes.objet (code),
    objet_detail           text NOT NULL DEFAULT '',
    intended_use           text NOT NULL DEFAULT '',
    use_months             integer CHECK (use_months BETWEEN 1 AND 600),
    other_holders          text NOT NULL DEFAULT '',
    date_from              date,
    date_to                date CHECK (date_to >= date_from),
    cd_noms                integer[],
    wants_precise_sensitive boolean NOT NULL DEFAULT false,
    accepts_fallback       boolean NOT NULL DEFAULT true,
    engagement_version     integer REFERENCES gn_demandes.engagement_texte (version),
    engagement_on          timestamptz,
    engagement_by          integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    settings_version       integer NOT NULL REFERENCES gn_demandes.setting_version (version),
    id_responsable         integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    completude_comment     text,
    deposited_at           timestamptz,
    completed_at           timestamptz,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL
);
CREATE INDEX ON gn_demandes.demande (id_demandeur);
CREATE INDEX ON gn_demandes.demande (created_at DESC, id_demande);

-- One perimeter per demande, in the local SRID. `source_file` keeps what was sent, as it was sent.
CREATE TABLE gn_demandes.perimetre (
    id_demande     uuid PRIMARY KEY REFERENCES gn_demandes.demande (id_demande) ON DELETE CASCADE,
    source_kind    text NOT NULL CHECK (source_kind IN ('file', 'drawn', 'areas')),
    source_name    text,
    source_file    bytea,
    source_srid    integer,
    area_type      text CHECK (area_type IN ('COM', 'DEP')),
    area_codes     text[],
    repaired       boolean NOT NULL,
    warnings       text[] NOT NULL DEFAULT '{}',
    communes_count integer NOT NULL,
    communes_layer text NOT NULL,
    area_m2        double precision NOT NULL,
    stored_at      timestamptz NOT NULL,
    CHECK ((source_kind = 'areas') = (area_codes IS NOT NULL)),
    CHECK ((source_kind = 'file') = (source_file IS NOT NULL))
);
-- The local SRID is the instance's own.
DO $$
BEGIN
    EXECUTE format('ALTER TABLE gn_demandes.perimetre ADD COLUMN geom geometry(MultiPolygon, %s) NOT NULL',
                   Find_SRID('ref_geo', 'l_areas', 'geom'));
END $$;

CREATE TABLE gn_demandes.lot (
    id_lot            uuid PRIMARY KEY,
    id_demande        uuid NOT NULL REFERENCES gn_demandes.demande (id_demande),
    kind              text NOT NULL CHECK (kind IN ('F1', 'F2', 'F3')),
    code_groupe       text REFERENCES gn_diffusion.groupe (code) ON UPDATE CASCADE,
    state             text NOT NULL CHECK (state IN ('prevu', 'avis_demande', 'decide', 'extrait', 'verifie', 'envoye',
                        'telecharge', 'refuse', 'annule')),
    version           integer NOT NULL DEFAULT 1,
    tour_de_table     boolean NOT NULL,
    id_responsable    integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    avis_asked_on     date,
    avis_echeance     date,
    livraison_echeance date,
    report            jsonb,
    archive_name      text,
    archive_sha256    bytea,
    archive_bytes     bigint,
    failure           text,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    CHECK (kind = 'F3' OR code_groupe IS NULL)
);
CREATE UNIQUE INDEX lot_once ON gn_demandes.lot (id_demande, kind, coalesce(code_groupe, ''));

CREATE TABLE gn_demandes.avis_demande (
    id_lot   uuid NOT NULL REFERENCES gn_demandes.lot (id_lot),
    id_pole  integer NOT NULL REFERENCES gn_demandes.pole (id_pole),
    asked_on date NOT NULL,
    echeance date NOT NULL,
    PRIMARY KEY (id_lot, id_pole)
);

-- Every avis given is kept; the newest of a pôle on a lot is the one in force.
CREATE TABLE gn_demandes.avis (
    id_avis    uuid PRIMARY KEY,
    id_lot     uuid NOT NULL,
    id_pole    integer NOT NULL,
    id_role    integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('favorable', 'favorable_sous_conditions', 'defavorable', 'reserve', 'deport',
                 'sans_reponse')),
    motif      text,
    conditions jsonb,
    late       boolean NOT NULL,
    given_at   timestamptz NOT NULL,
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    FOREIGN KEY (id_lot, id_pole) REFERENCES gn_demandes.avis_demande (id_lot, id_pole)
);
CREATE INDEX ON gn_demandes.avis (id_lot, id_pole, seq DESC);

CREATE TABLE gn_demandes.decision (
    id_lot     uuid PRIMARY KEY REFERENCES gn_demandes.lot (id_lot),
    kind       text NOT NULL CHECK (kind IN ('accept', 'accept_with_conditions', 'refuse')),
    motif      text,
    conditions jsonb,
    id_role    integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    decided_at timestamptz NOT NULL
);

-- A link is kept as a digest only: the database never holds what opens an archive.
CREATE TABLE gn_demandes.livraison (
    id_livraison uuid PRIMARY KEY,
    id_lot       uuid NOT NULL UNIQUE REFERENCES gn_demandes.lot (id_lot),
    jeton_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(jeton_sha256) = 32),
    id_sender    integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    sent_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE TABLE gn_demandes.telechargement (
    id_telechargement bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_livraison      uuid NOT NULL REFERENCES gn_demandes.livraison (id_livraison),
    id_role           integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    downloaded_at     timestamptz NOT NULL
);
