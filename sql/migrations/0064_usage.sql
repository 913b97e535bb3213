-- The return of use: how many records of each dataset and group the archive of a lot holds, precisely or blurred. Kept when the files are
-- gone. No foreign key: what was delivered outlives datasets and settings. '' stands for taxa in no group.
CREATE TABLE gn_demandes.lot_usage (
    id_lot      uuid NOT NULL REFERENCES gn_demandes.lot (id_lot),
    id_dataset  integer NOT NULL,
    code_groupe text NOT NULL,
    precise     boolean NOT NULL,
    records     bigint NOT NULL CHECK (records > 0),
    PRIMARY KEY (id_lot, id_dataset, code_groupe, precise)
);
CREATE INDEX ON gn_demandes.lot_usage (id_dataset);
