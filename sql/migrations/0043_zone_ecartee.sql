-- What the guard kept out of the archive of a lot: groups and sets of areas, no record. Once the precise lot that made it so is refused,
-- the rows of these areas are in its blurred copy.
CREATE TABLE gn_demandes.lot_zone_ecartee (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_lot      uuid NOT NULL REFERENCES gn_demandes.lot (id_lot) ON DELETE CASCADE,
    code_groupe text NOT NULL,
    area_ids    integer[] NOT NULL CHECK (cardinality(area_ids) > 0)
);
CREATE INDEX ON gn_demandes.lot_zone_ecartee (id_lot);
