-- The adversary before the door: what became of each attack of an archive. For the responsible and the coordination only.
-- `considered`: the archives of the same recipients, sent or ready to be, that it was attacked with: {id_lot: sha256 in hexadecimal}.
CREATE TABLE gn_demandes.lot_attack (
    id_attack   uuid PRIMARY KEY,
    id_lot      uuid NOT NULL REFERENCES gn_demandes.lot (id_lot),
    sha256      bytea NOT NULL CHECK (octet_length(sha256) = 32),
    considered  jsonb NOT NULL,
    findings    integer NOT NULL CHECK (findings >= 0),
    report      jsonb NOT NULL,
    attacked_at timestamptz NOT NULL
);
CREATE INDEX ON gn_demandes.lot_attack (id_lot, attacked_at DESC);

-- The guard across demandes: areas of which the perimeters received precisely leave too little (`residual`), or which two versions of
-- the rules cut in two (`crossing`). One line per lot, kind of lot that opens it, and group; lifted with a motif.
CREATE TABLE gn_demandes.guard_flag (
    id_flag     uuid PRIMARY KEY,
    id_lot      uuid NOT NULL REFERENCES gn_demandes.lot (id_lot),
    kind        text NOT NULL CHECK (kind IN ('residual', 'crossing')),
    lot_kind    text NOT NULL CHECK (lot_kind IN ('F1', 'F2', 'F3')),
    code_groupe text NOT NULL DEFAULT '',
    areas       integer NOT NULL CHECK (areas > 0),
    least_share double precision NOT NULL CHECK (least_share BETWEEN 0 AND 1),
    flagged_at  timestamptz NOT NULL,
    lifted_at   timestamptz,
    lifted_by   integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    motif       text,
    UNIQUE (id_lot, kind, lot_kind, code_groupe),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
    CHECK ((lifted_at IS NULL) = (motif IS NULL))
);

-- The type of area of each level on the day a lot was extracted: {code: type}.
CREATE TABLE gn_demandes.lot_niveaux (
    id_lot uuid PRIMARY KEY REFERENCES gn_demandes.lot (id_lot),
    types  jsonb NOT NULL
);

-- What the published figures were last made from. A cell is published anew only when `counted` moved by the threshold at least: no
-- change of a figure stands for fewer records than that. Never to be granted.
CREATE TABLE gn_demandes.summary_base (
    code_groupe text NOT NULL,
    id_area     integer NOT NULL,
    counted     bigint NOT NULL CHECK (counted >= 0),
    published   integer NOT NULL CHECK (published >= 0),
    k           integer NOT NULL,
    rounding    integer NOT NULL,
    PRIMARY KEY (code_groupe, id_area)
);

INSERT INTO gn_demandes.setting (version, key, value) SELECT version, 'guard_blocks', 'false' FROM gn_demandes.setting_version;
