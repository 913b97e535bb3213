-- Requests that are done once under a key their author chose. The key is kept as a digest; the answer is sealed under the key itself,
-- because it may hold what opens an archive. `attempt`: which of several tries took the key; without an answer, the request was done and
-- its answer was lost.
CREATE TABLE gn_demandes.idempotency (
    id_role        integer NOT NULL REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE CASCADE,
    key_sha256     bytea NOT NULL CHECK (octet_length(key_sha256) = 32),
    request_sha256 bytea NOT NULL CHECK (octet_length(request_sha256) = 32),
    attempt        uuid NOT NULL UNIQUE,
    status         integer,
    answer         bytea,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (id_role, key_sha256),
    CHECK ((status IS NULL) = (answer IS NULL))
);
CREATE INDEX ON gn_demandes.idempotency (created_at);

-- How long a key is remembered, in days. Added to every version of the settings: the ones kept on past demandes must still be readable.
INSERT INTO gn_demandes.setting (version, key, value) SELECT version, 'idempotency_days', '7' FROM gn_demandes.setting_version;
