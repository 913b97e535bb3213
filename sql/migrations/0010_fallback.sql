-- The blurred copy that takes the place of a refused precise lot (domain, section 5): a lot of kind F1 that refers to it.

ALTER TABLE gn_demandes.lot
    ADD COLUMN fallback_of uuid REFERENCES gn_demandes.lot (id_lot),
    ADD CONSTRAINT lot_fallback_check CHECK (fallback_of IS NULL OR (kind = 'F1' AND NOT tour_de_table));
DROP INDEX gn_demandes.lot_once;
CREATE UNIQUE INDEX lot_once ON gn_demandes.lot (id_demande, kind, coalesce(code_groupe, '')) WHERE fallback_of IS NULL;
CREATE UNIQUE INDEX lot_fallback_once ON gn_demandes.lot (fallback_of);

-- Groups whose sensitive records the archive of a lot holds: precisely for F2 and F3, blurred for a copy. On one dossier line a
-- group is never in both. '' stands for taxa in no group. No foreign key: what was delivered outlives the settings.
CREATE TABLE gn_demandes.lot_groupe (
    id_lot      uuid NOT NULL REFERENCES gn_demandes.lot (id_lot) ON DELETE CASCADE,
    code_groupe text NOT NULL,
    PRIMARY KEY (id_lot, code_groupe)
);
