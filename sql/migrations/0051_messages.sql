-- The outbox: a row commits with the event it tells, and is sent afterwards. It holds no address, no word and no secret: who, which
-- message, about what. The mail is written from it when it leaves. Never to be granted.
CREATE TABLE gn_demandes.message (
    id_message   uuid PRIMARY KEY,
    template     text NOT NULL,
    id_role      integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE SET NULL,
    id_demande   uuid NOT NULL REFERENCES gn_demandes.demande (id_demande),
    data         jsonb NOT NULL DEFAULT '{}',
    -- What was told is told once.
    dedupe_key   text NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL,
    send_after   timestamptz NOT NULL,
    -- Waits for the mail of the day, with the others of that person: those that leave together have one `batch`.
    digest       boolean NOT NULL DEFAULT false,
    batch        uuid,
    attempts     integer NOT NULL DEFAULT 0,
    worker       uuid,
    locked_until timestamptz,
    sent_at      timestamptz,
    -- Given up: refused by the server, or nobody to send it to; `last_error` says why.
    failed_at    timestamptz,
    last_error   text
);
CREATE INDEX message_waiting ON gn_demandes.message (send_after) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX ON gn_demandes.message (id_role);
REVOKE ALL ON gn_demandes.message FROM PUBLIC;

-- A pôle may want one mail a day.
ALTER TABLE gn_demandes.pole ADD COLUMN digest boolean NOT NULL DEFAULT false;

-- Periodic work: when it was last done. Whoever does it holds the row.
CREATE TABLE gn_demandes.passage (
    what text PRIMARY KEY,
    at   timestamptz NOT NULL
);
INSERT INTO gn_demandes.passage (what, at) VALUES ('clocks', '-infinity');
