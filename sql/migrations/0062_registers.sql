-- Registers kept by people through the API: memberships, colleges, maîtres d'ouvrage, pôles, co-administrateurs. Each row has a version, so
-- that two people never overwrite each other.

-- A pré-adhésion ends with a décision (admis: an adhésion follows; refuse) or a departure.
ALTER TABLE gn_demandes.adhesion
    ADD COLUMN version    integer NOT NULL DEFAULT 1,
    ADD COLUMN end_reason text CHECK (end_reason IN ('admis', 'refuse', 'parti')),
    ADD COLUMN reference  text,
    ADD COLUMN comment    text,
    ADD COLUMN id_pole    integer REFERENCES gn_demandes.pole (id_pole) ON DELETE SET NULL,
    ADD CONSTRAINT adhesion_end_check CHECK (end_reason IS NULL OR ends_on IS NOT NULL);

CREATE TABLE gn_demandes.college (
    code  text PRIMARY KEY CHECK (code ~ '^[a-z0-9_]+$'),
    label text NOT NULL CHECK (btrim(label) <> ''),
    place integer NOT NULL DEFAULT 0
);
CREATE TABLE gn_demandes.college_membre (
    id_membre    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version      integer NOT NULL DEFAULT 1,
    code_college text NOT NULL REFERENCES gn_demandes.college (code) ON UPDATE CASCADE,
    id_organisme integer REFERENCES utilisateurs.bib_organismes (id_organisme) ON UPDATE CASCADE,
    titulaire    text NOT NULL CHECK (btrim(titulaire) <> ''),
    suppleant    text,
    starts_on    date NOT NULL,
    ends_on      date CHECK (ends_on >= starts_on),
    published    boolean NOT NULL DEFAULT true
);

-- A double keeps its line and its name, and refers to the one that stays.
ALTER TABLE gn_demandes.maitre_ouvrage
    ADD COLUMN version     integer NOT NULL DEFAULT 1,
    ADD COLUMN proposed_by integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE SET NULL,
    ADD COLUMN merged_into integer REFERENCES gn_demandes.maitre_ouvrage (id_maitre_ouvrage),
    ADD CONSTRAINT maitre_ouvrage_merged_check CHECK (merged_into <> id_maitre_ouvrage);
CREATE INDEX maitre_ouvrage_plain ON gn_demandes.maitre_ouvrage (gn_demandes.plain(name));
CREATE INDEX ON gn_demandes.demande (id_maitre_ouvrage);

ALTER TABLE gn_demandes.pole
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN active  boolean NOT NULL DEFAULT true;

-- A person may speak for a pôle several times, as animateur or as deputy, for the whole territory or for some départements.
ALTER TABLE gn_demandes.pole_animateur DROP CONSTRAINT pole_animateur_pkey;
ALTER TABLE gn_demandes.pole_animateur
    ADD COLUMN id_animateur integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ADD COLUMN version      integer NOT NULL DEFAULT 1,
    ADD COLUMN role         text NOT NULL DEFAULT 'animateur' CHECK (role IN ('animateur', 'suppleant')),
    ADD COLUMN departements text[],
    ADD CONSTRAINT pole_animateur_once UNIQUE (id_pole, id_role, starts_on),
    ADD CONSTRAINT pole_animateur_dates CHECK (ends_on >= starts_on);
CREATE INDEX ON gn_demandes.pole_animateur (id_role);

-- Nothing is shared out to who is away.
CREATE TABLE gn_demandes.absence (
    id_absence integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_role    integer NOT NULL REFERENCES gn_demandes.co_administrateur (id_role) ON UPDATE CASCADE ON DELETE CASCADE,
    starts_on  date NOT NULL,
    ends_on    date NOT NULL CHECK (ends_on >= starts_on)
);
CREATE INDEX ON gn_demandes.absence (id_role);
CREATE INDEX ON gn_demandes.demande (id_responsable) WHERE state IN ('deposee', 'incomplete');
CREATE INDEX ON gn_demandes.lot (id_responsable) WHERE state NOT IN ('envoye', 'telecharge', 'refuse', 'annule');
CREATE INDEX ON gn_demandes.lot (id_demande);

ALTER TABLE gn_demandes.engagement_texte
    ADD COLUMN published_by integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE SET NULL;

-- Who changed what in a register, and when: append-only.
CREATE TABLE gn_demandes.registre_evenement (
    id_evenement bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    registre     text NOT NULL,
    cle          text NOT NULL,
    kind         text NOT NULL,
    id_role      integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    detail       jsonb NOT NULL DEFAULT '{}',
    at           timestamptz NOT NULL
);
CREATE INDEX ON gn_demandes.registre_evenement (registre, cle, id_evenement);
CREATE TRIGGER registre_evenement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gn_demandes.registre_evenement
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_rewriting();
