-- A link, with its person's login, opens a short session whose address needs no login: a browser may resume a transfer there. Known by
-- its digest only, as links are. A row of telechargement is one opening; what was read through it is counted on it.
ALTER TABLE gn_demandes.telechargement
    ADD COLUMN session_sha256 bytea UNIQUE CHECK (octet_length(session_sha256) = 32),
    ADD COLUMN expires_at     timestamptz,
    ADD COLUMN requests       integer NOT NULL DEFAULT 0,
    ADD COLUMN last_read_at   timestamptz;

INSERT INTO gn_demandes.setting (version, key, value)
SELECT version, 'download_session_minutes', '15' FROM gn_demandes.setting_version;
