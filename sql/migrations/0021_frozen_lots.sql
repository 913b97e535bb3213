-- What an archive was made from is kept beside it, encrypted, until the retention of the lot ends: the archive can be made again to the
-- same bytes. The digest stays when the files are gone: it tells a copy from a forgery.
ALTER TABLE gn_demandes.lot
    ADD COLUMN frozen_name      text,
    ADD COLUMN frozen_sha256    bytea CHECK (octet_length(frozen_sha256) = 32),
    ADD COLUMN frozen_bytes     bigint,
    ADD COLUMN retention_ended_at timestamptz;

-- Who works on a job, how far it is, and who wants it stopped. `worker` changes with each taking: who lost his lease finds another one.
ALTER TABLE gn_demandes.job
    ADD COLUMN worker       uuid,
    ADD COLUMN step         text,
    ADD COLUMN rows_done    bigint,
    ADD COLUMN rows_total   bigint,
    ADD COLUMN progress_at  timestamptz,
    ADD COLUMN cancelled_at timestamptz;
DROP INDEX gn_demandes.job_waiting;
CREATE INDEX job_waiting ON gn_demandes.job (run_at) WHERE done_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;

-- How long the files of a lot are kept after its sending, in days. Added to every version of the settings: the ones kept on past
-- demandes must still be readable.
INSERT INTO gn_demandes.setting (version, key, value) SELECT version, 'lot_retention_days', '365' FROM gn_demandes.setting_version;
