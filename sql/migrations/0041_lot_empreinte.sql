-- What names the recipient of a leaked file: for each lot, the first five bytes of the identifiers (id_lot) of its rows, sorted and put
-- end to end. They hold nothing of a record, are another for each recipient, and outlive the archive.
CREATE TABLE gn_demandes.lot_empreinte (
    id_lot   uuid PRIMARY KEY REFERENCES gn_demandes.lot (id_lot) ON DELETE CASCADE,
    prefixes bytea NOT NULL CHECK (octet_length(prefixes) % 5 = 0)
);
ALTER TABLE gn_demandes.lot_empreinte ALTER COLUMN prefixes SET STORAGE EXTERNAL;
