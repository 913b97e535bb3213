-- Records that their level never delivers, named one by one (SINP UUID) by the décision that gives them all the same.
ALTER TABLE gn_demandes.decision
    ADD COLUMN named_records uuid[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT decision_named_check CHECK (named_records = '{}' OR (kind <> 'refuse' AND btrim(coalesce(motif, '')) <> ''));
