-- The status dimension of the summary: protection and red list, from the statuses that TAXREF carries (taxonomie.bdc_statut_*), which
-- an instance may not have.

-- Which statuses count, and as what. `*`: whatever the value. Data, for an administrator to correct.
CREATE TABLE gn_demandes.summary_statut (
    cd_type_statut text NOT NULL,
    code_statut    text NOT NULL DEFAULT '*',
    dimension      text NOT NULL CHECK (dimension IN ('protection', 'liste_rouge')),
    PRIMARY KEY (cd_type_statut, code_statut, dimension)
);
INSERT INTO gn_demandes.summary_statut (cd_type_statut, code_statut, dimension) VALUES
    ('PN', '*', 'protection'), ('PR', '*', 'protection'), ('PD', '*', 'protection'), ('POM', '*', 'protection'),
    ('LRN', 'CR', 'liste_rouge'), ('LRN', 'CR*', 'liste_rouge'), ('LRN', 'EN', 'liste_rouge'), ('LRN', 'VU', 'liste_rouge'),
    ('LRR', 'CR', 'liste_rouge'), ('LRR', 'CR*', 'liste_rouge'), ('LRR', 'EN', 'liste_rouge'), ('LRR', 'VU', 'liste_rouge');

-- The status of each name that has one, as it was when the figures were last counted. Of the taxon alone: a status that held on one side
-- of a border only would tell on which side a record is. Names that are not here have none.
CREATE TABLE gn_demandes.taxon_statut (
    cd_nom integer PRIMARY KEY,
    statut text NOT NULL CHECK (statut IN ('protegee_menacee', 'protegee', 'menacee'))
);

-- Fills it again. False when this database has no statuses, or the service may not read them: every taxon is then of unknown status.
CREATE FUNCTION gn_demandes.refresh_taxon_statut() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    wanted text[] := ARRAY['taxonomie.bdc_statut_taxons', 'taxonomie.bdc_statut_cor_text_values', 'taxonomie.bdc_statut_text',
                           'taxonomie.bdc_statut_values'];
BEGIN
    DELETE FROM gn_demandes.taxon_statut;
    IF EXISTS (SELECT FROM unnest(wanted) AS w (name)
                WHERE to_regclass(w.name) IS NULL OR NOT has_table_privilege(to_regclass(w.name), 'SELECT')) THEN
        RETURN false;
    END IF;
    IF NOT EXISTS (SELECT FROM taxonomie.bdc_statut_taxons) THEN
        RETURN false;
    END IF;
    INSERT INTO gn_demandes.taxon_statut (cd_nom, statut)
    SELECT n.cd_nom, CASE WHEN s.protected AND s.threatened THEN 'protegee_menacee' WHEN s.protected THEN 'protegee' ELSE 'menacee' END
      FROM (SELECT t.cd_ref, bool_or(d.dimension = 'protection') AS protected, bool_or(d.dimension = 'liste_rouge') AS threatened
              FROM taxonomie.bdc_statut_taxons b
              JOIN taxonomie.bdc_statut_cor_text_values c USING (id_value_text)
              JOIN taxonomie.bdc_statut_text x USING (id_text)
              JOIN taxonomie.bdc_statut_values v USING (id_value)
              JOIN gn_demandes.summary_statut d ON d.cd_type_statut = x.cd_type_statut AND d.code_statut IN ('*', v.code_statut)
              JOIN taxonomie.taxref t ON t.cd_nom = b.cd_nom
             WHERE x.enable
             GROUP BY t.cd_ref) s
      JOIN taxonomie.taxref n ON n.cd_ref = s.cd_ref;
    RETURN true;
END $$;

-- Cells are (group, status, area): they share no record, each is rounded and suppressed for itself, and every figure is a sum of them.
-- A total that was rounded apart would, by difference, tell of a cell that is not published. '' is the unknown status; 'aucun' is none.
-- What was counted before is of other cells: it is counted anew.
DELETE FROM gn_demandes.summary_snapshot;
DELETE FROM gn_demandes.summary_base;
ALTER TABLE gn_demandes.summary_snapshot ADD COLUMN statuts boolean NOT NULL DEFAULT false;
ALTER TABLE gn_demandes.summary_cell ADD COLUMN statut text NOT NULL DEFAULT '';
ALTER TABLE gn_demandes.summary_cell DROP CONSTRAINT summary_cell_pkey;
ALTER TABLE gn_demandes.summary_cell ADD PRIMARY KEY (id_snapshot, code_groupe, statut, id_area);
ALTER TABLE gn_demandes.summary_base ADD COLUMN statut text NOT NULL DEFAULT '';
ALTER TABLE gn_demandes.summary_base DROP CONSTRAINT summary_base_pkey;
ALTER TABLE gn_demandes.summary_base ADD PRIMARY KEY (code_groupe, statut, id_area);
