-- Statuses of TAXREF for some taxa of the demonstration. The types and values are those of INPN; which taxa have them is simplified:
-- not to be quoted.

INSERT INTO taxonomie.bdc_statut_type (cd_type_statut, lb_type_statut, regroupement_type, thematique, type_value) VALUES
    ('PN', 'Protection nationale', 'Protection', 'Statuts', 'article'),
    ('PR', 'Protection régionale', 'Protection', 'Statuts', 'article'),
    ('LRN', 'Liste rouge nationale', 'Liste rouge', 'Statuts', 'code'),
    ('LRR', 'Liste rouge régionale', 'Liste rouge', 'Statuts', 'code'),
    ('DO', 'Directive Oiseaux', 'Directives européennes', 'Statuts', 'article');

INSERT INTO taxonomie.bdc_statut_text (id_text, cd_st_text, cd_type_statut, cd_sig, niveau_admin, lb_adm_tr, full_citation, enable) VALUES
    (1, 'NO3', 'PN', 'TERFXFR', 'État', 'France métropolitaine', 'Oiseaux protégés (démonstration)', true),
    (2, 'NM2', 'PN', 'TERFXFR', 'État', 'France métropolitaine', 'Mammifères protégés (démonstration)', true),
    (3, 'NV1', 'PN', 'TERFXFR', 'État', 'France métropolitaine', 'Végétaux protégés (démonstration)', true),
    (4, 'LRN', 'LRN', 'TERFXFR', 'État', 'France métropolitaine', 'Liste rouge (démonstration)', true),
    (5, 'LRR', 'LRR', 'INSEER99', 'Région', 'Région inventée', 'Liste rouge régionale (démonstration)', true),
    (6, 'PR99', 'PR', 'INSEER98', 'Région', 'Autre région', 'Texte d''une autre région, non activé', false),
    (7, 'CDO1', 'DO', 'TERFXFR', 'État', 'France métropolitaine', 'Annexe I (démonstration)', true);

INSERT INTO taxonomie.bdc_statut_values (id_value, code_statut, label_statut) VALUES
    (1, 'true', 'Protégé'), (2, 'CR', 'En danger critique'), (3, 'EN', 'En danger'), (4, 'VU', 'Vulnérable'),
    (5, 'NT', 'Quasi menacé'), (6, 'LC', 'Préoccupation mineure');

INSERT INTO taxonomie.bdc_statut_cor_text_values (id_value_text, id_value, id_text) VALUES
    (1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 2, 4), (5, 3, 4), (6, 4, 4), (7, 5, 4), (8, 6, 4), (9, 4, 5), (10, 1, 6), (11, 1, 7);

INSERT INTO taxonomie.bdc_statut_taxons (id, id_value_text, cd_nom, cd_ref)
SELECT row_number() OVER (ORDER BY s.id_value_text, s.cd_nom), s.id_value_text, t.cd_nom, t.cd_ref
  FROM (
    -- Protected birds, bats, the otter, the lady's slipper and the sundew.
    SELECT 1 AS id_value_text, cd_nom FROM species
     WHERE classe = 'Aves' AND cd_nom NOT IN (3676, 4117, 2960)
    UNION ALL SELECT 2, cd_nom FROM species WHERE ordre = 'Chiroptera' AND famille IS NOT NULL OR cd_nom IN (60630, 60015, 61153)
    UNION ALL SELECT 3, cd_nom FROM species WHERE cd_nom IN (94041, 95442)
    -- Red lists: threatened ones, and some that are not.
    UNION ALL SELECT 4, cd_nom FROM species WHERE cd_nom = 66832
    UNION ALL SELECT 5, cd_nom FROM species WHERE cd_nom IN (2852, 2869, 4665)
    UNION ALL SELECT 6, cd_nom FROM species WHERE cd_nom IN (2645, 2844, 3571, 67606, 18437, 94041)
    UNION ALL SELECT 7, cd_nom FROM species WHERE cd_nom IN (2960, 3676, 60461, 60557)
    UNION ALL SELECT 8, cd_nom FROM species WHERE cd_nom IN (4117, 4564, 2623, 85740)
    UNION ALL SELECT 9, cd_nom FROM species WHERE cd_nom IN (2938, 54496, 60518)
    -- A text that is not enabled protects nobody; a directive is neither protection nor red list.
    UNION ALL SELECT 10, cd_nom FROM species WHERE cd_nom IN (53668, 53700)
    UNION ALL SELECT 11, cd_nom FROM species WHERE cd_nom IN (2645, 2852)) s
  JOIN taxonomie.taxref t USING (cd_nom);

SELECT setval('taxonomie.bdc_statut_text_id_text_seq', 7), setval('taxonomie.bdc_statut_values_id_value_seq', 6),
       setval('taxonomie.bdc_statut_cor_text_values_id_value_text_seq', 11);
