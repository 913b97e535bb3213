-- The append-only log, the queue of jobs, and the published figures of the summary.

CREATE TABLE gn_demandes.evenement (
    id_evenement bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_demande   uuid NOT NULL REFERENCES gn_demandes.demande (id_demande),
    id_lot       uuid REFERENCES gn_demandes.lot (id_lot),
    kind         text NOT NULL,
    state_before text,
    state_after  text,
    id_role      integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE,
    detail       jsonb NOT NULL DEFAULT '{}',
    motif        text,
    at           timestamptz NOT NULL
);
CREATE INDEX ON gn_demandes.evenement (id_demande, id_evenement);

CREATE FUNCTION gn_demandes.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'le journal ne se réécrit pas (%)', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER evenement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gn_demandes.evenement
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_rewriting();

-- Work to do outside a request. A job commits with the state change that asks for it.
CREATE TABLE gn_demandes.job (
    id_job       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text NOT NULL,
    payload      jsonb NOT NULL,
    dedupe_key   text UNIQUE,
    run_at       timestamptz NOT NULL,
    attempts     integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    last_error   text,
    failed_at    timestamptz,
    done_at      timestamptz
);
CREATE INDEX job_waiting ON gn_demandes.job (run_at) WHERE done_at IS NULL AND failed_at IS NULL;

-- Figures of sensitive data: one cell per (groupe, area) of a snapshot, rounded once, small ones absent.
CREATE TABLE gn_demandes.summary_snapshot (
    id_snapshot integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    taken_at    timestamptz NOT NULL
);
CREATE TABLE gn_demandes.summary_cell (
    id_snapshot integer NOT NULL REFERENCES gn_demandes.summary_snapshot (id_snapshot) ON DELETE CASCADE,
    code_groupe text NOT NULL,
    id_area     integer NOT NULL,
    published   integer NOT NULL CHECK (published > 0),
    PRIMARY KEY (id_snapshot, code_groupe, id_area)
);

-- The French label of a nomenclature, for the files of a lot.
CREATE FUNCTION gn_demandes.nomenclature_label(id integer) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(n.label_fr, n.label_default) FROM ref_nomenclatures.t_nomenclatures n WHERE n.id_nomenclature = id
$$;
