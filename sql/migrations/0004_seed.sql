-- What a new instance starts with: the default settings (domain, section 14), the list of purposes, the coordination.
WITH v AS (
    INSERT INTO gn_demandes.setting_version (comment) VALUES ('Valeurs par défaut') RETURNING version
)
INSERT INTO gn_demandes.setting (version, key, value)
SELECT v.version, d.key, d.value::jsonb
FROM v, (VALUES
    ('max_communes_without_tour_de_table', '50'),
    ('objets_requiring_tour_de_table', '["etude_scientifique", "publication_scientifique"]'),
    ('non_adherent_requires_tour_de_table', 'true'),
    ('pole_partner_counts_as_adherent', 'false'),
    ('f1_immediate', 'false'),
    ('commune_tolerance_m', '1'),
    ('slight_overlap_m2', '50000'),
    ('slight_overlap_share', '0.01'),
    ('avis_days', '21'),
    ('livraison_days', '21'),
    ('legal_months', '1'),
    ('legal_extension_months', '1'),
    ('relance_days', '[7, 2, 0]'),
    ('silence_means', '"sans_reponse"'),
    ('summary_k', '5'),
    ('summary_rounding', '5'),
    ('residual_min_share', '0.5'),
    ('private_data', '"withheld"'),
    ('link_validity_days', '30'),
    ('max_upload_bytes', '52428800'),
    ('max_upload_vertices', '500000')
) AS d (key, value);

INSERT INTO gn_demandes.objet (code, label) VALUES
    ('etude_impact', 'Étude d''impact, évaluation environnementale'),
    ('gestion_espace', 'Gestion d''espace'),
    ('etude_scientifique', 'Étude scientifique'),
    ('publication_scientifique', 'Publication scientifique'),
    ('document_urbanisme', 'Document d''urbanisme, plan, programme'),
    ('plan_national_actions', 'Plan national d''actions'),
    ('atlas_biodiversite_communale', 'Atlas de la biodiversité communale'),
    ('mission_service_public', 'Mission de service public'),
    ('enseignement', 'Enseignement'),
    ('autre', 'Autre');

INSERT INTO gn_demandes.pole (code, label, is_coordination) VALUES ('coordination', 'Coordination', true);

INSERT INTO gn_demandes.engagement_texte (text, published_on) VALUES (
'Je m''engage à n''utiliser les données transmises que pour l''usage décrit dans ma demande, pendant la durée indiquée ; à ne pas '
'les communiquer à d''autres que les personnes désignées ; à ne pas rendre publique la localisation précise des données sensibles ; '
'à citer les producteurs et les jeux de données ; à détruire les données précises au terme de l''usage.', '2019-10-10');
