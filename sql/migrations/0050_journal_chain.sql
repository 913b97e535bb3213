-- The journal as evidence: appended only, chained by SHA-256, its personal part kept apart so that it can be erased. The canonical form
-- and the way to check an export are published in module_api/journal/README.md; `demandes_api journal verify` does it here.

-- What names a person, or was written by one. No row: erased, and an event `erase_personal` says so. No foreign key to the log, which
-- nobody may update, hence nobody may lock.
CREATE TABLE gn_demandes.evenement_personnel (
    id_evenement bigint PRIMARY KEY,
    sel          bytea NOT NULL CHECK (octet_length(sel) = 32),
    id_role      integer REFERENCES utilisateurs.t_roles (id_role),
    motif        text,
    detail       jsonb
);
CREATE INDEX ON gn_demandes.evenement_personnel (id_role);

-- The chain, in the order of the commits.
CREATE TABLE gn_demandes.evenement_chaine (
    rang         bigint PRIMARY KEY CHECK (rang > 0),
    id_evenement bigint NOT NULL UNIQUE,
    precedent    bytea NOT NULL UNIQUE CHECK (octet_length(precedent) = 32),
    sha256       bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32)
);

-- One field of a canonical form: its length in bytes, a colon, its bytes in UTF-8, a comma; a hyphen when there is none.
CREATE FUNCTION gn_demandes.framed(field text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(convert_to(octet_length(convert_to(field, 'UTF8')) || ':' || field || ',', 'UTF8'), '-'::bytea)
$$;

-- What stays of the personal part when it is erased: nobody guesses what it was without the salt, which goes with it.
CREATE FUNCTION gn_demandes.personal_digest(sel bytea, id_role integer, motif text, detail jsonb) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(sel || gn_demandes.framed(id_role::text) || gn_demandes.framed(motif) || gn_demandes.framed(detail::text))
$$;

ALTER TABLE gn_demandes.evenement ADD COLUMN personnel_sha256 bytea CHECK (octet_length(personnel_sha256) = 32);

DROP TRIGGER evenement_append_only ON gn_demandes.evenement;
INSERT INTO gn_demandes.evenement_personnel (id_evenement, sel, id_role, motif, detail)
SELECT id_evenement, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), id_role, motif,
       CASE WHEN detail ? 'demandeur' THEN jsonb_build_object('demandeur', detail -> 'demandeur') END
FROM gn_demandes.evenement ORDER BY id_evenement;
UPDATE gn_demandes.evenement e
SET detail = e.detail - 'demandeur', personnel_sha256 = gn_demandes.personal_digest(p.sel, p.id_role, p.motif, p.detail)
FROM gn_demandes.evenement_personnel p WHERE p.id_evenement = e.id_evenement;
-- Keys to other tables would ask, at each deletion there, for a lock that nobody may take here.
ALTER TABLE gn_demandes.evenement
    ALTER COLUMN personnel_sha256 SET NOT NULL,
    DROP COLUMN id_role,
    DROP COLUMN motif;

-- The canonical form of an event: these fields in this order.
CREATE FUNCTION gn_demandes.canonical(rang bigint, e gn_demandes.evenement, precedent bytea) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT gn_demandes.framed('gn_demandes.evenement/1') || gn_demandes.framed(rang::text) || gn_demandes.framed(e.id_evenement::text)
        || gn_demandes.framed(e.id_demande::text) || gn_demandes.framed(e.id_lot::text) || gn_demandes.framed(e.kind)
        || gn_demandes.framed(e.state_before) || gn_demandes.framed(e.state_after)
        || gn_demandes.framed(to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) || gn_demandes.framed(e.detail::text)
        || gn_demandes.framed(encode(e.personnel_sha256, 'hex')) || gn_demandes.framed(encode(precedent, 'hex'))
$$;

-- Links one event to the last one. Called at the commit, when the transaction takes no other lock any more: writers wait for each other
-- for the time of a commit, and no two of them wait for one another.
CREATE FUNCTION gn_demandes.chain_evenement() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    tail gn_demandes.evenement_chaine;
    new_rang bigint;
    precedent bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gn_demandes.evenement')::bigint);
    SELECT * INTO tail FROM gn_demandes.evenement_chaine c ORDER BY c.rang DESC LIMIT 1;
    new_rang := coalesce(tail.rang, 0) + 1;
    precedent := coalesce(tail.sha256, decode(repeat('00', 32), 'hex'));
    INSERT INTO gn_demandes.evenement_chaine (rang, id_evenement, precedent, sha256)
    VALUES (new_rang, NEW.id_evenement, precedent, sha256(gn_demandes.canonical(new_rang, NEW, precedent)));
    RETURN NULL;
END $$;

-- What was logged before this migration enters the chain now, in its order.
DO $$
DECLARE
    e gn_demandes.evenement;
    rang bigint := 0;
    precedent bytea := decode(repeat('00', 32), 'hex');
    digest bytea;
BEGIN
    FOR e IN SELECT * FROM gn_demandes.evenement ORDER BY id_evenement LOOP
        rang := rang + 1;
        digest := sha256(gn_demandes.canonical(rang, e, precedent));
        INSERT INTO gn_demandes.evenement_chaine VALUES (rang, e.id_evenement, precedent, digest);
        precedent := digest;
    END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER evenement_chain AFTER INSERT ON gn_demandes.evenement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gn_demandes.chain_evenement();
CREATE TRIGGER evenement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gn_demandes.evenement
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_rewriting();
CREATE TRIGGER evenement_chaine_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gn_demandes.evenement_chaine
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_rewriting();
-- Erased as a whole, by `demandes_api journal erase`, or left as it is.
CREATE TRIGGER evenement_personnel_no_rewriting BEFORE UPDATE OR TRUNCATE ON gn_demandes.evenement_personnel
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_rewriting();

-- The log refers to demandes and lots that are never deleted; their keys go, for the reason above.
ALTER TABLE gn_demandes.evenement
    DROP CONSTRAINT evenement_id_demande_fkey,
    DROP CONSTRAINT evenement_id_lot_fkey;
CREATE FUNCTION gn_demandes.refuse_losing_dossiers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'le journal parle de ces lignes : elles ne se suppriment pas (%)', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER demande_kept BEFORE DELETE OR TRUNCATE ON gn_demandes.demande
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_losing_dossiers();
CREATE TRIGGER lot_kept BEFORE DELETE OR TRUNCATE ON gn_demandes.lot
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_losing_dossiers();

-- Of the owner himself too, which is the account of the service: a mistake or an injection rewrites nothing.
REVOKE ALL ON gn_demandes.evenement, gn_demandes.evenement_chaine, gn_demandes.evenement_personnel FROM PUBLIC;
REVOKE UPDATE, DELETE, TRUNCATE ON gn_demandes.evenement, gn_demandes.evenement_chaine FROM CURRENT_USER;
REVOKE TRUNCATE ON gn_demandes.evenement_personnel FROM CURRENT_USER;
