-- Registers and rights of the demonstration: groups, pôles, memberships, co-administrateurs, permissions. To be run after
-- sql/demo/load.sql and `demandes_api migrate`. Nothing here depends on ids.

INSERT INTO gn_diffusion.groupe (code, label, avis_systematique) VALUES
    ('OISEAUX', 'Oiseaux', false),
    ('RAPACES', 'Rapaces rupestres', true),
    ('MAMMIFERES', 'Mammifères', false),
    ('CHIROPTERES', 'Chauves-souris', true),
    ('REPTILES_AMPHIBIENS', 'Reptiles et amphibiens', false),
    ('POISSONS', 'Poissons', false),
    ('INVERTEBRES', 'Invertébrés', false),
    ('FLORE', 'Flore, fonge et habitats', false),
    ('ORCHIDEES', 'Orchidées', true);

INSERT INTO gn_diffusion.groupe_taxon (code_groupe, kind, value) VALUES
    ('OISEAUX', 'group2_inpn', 'Oiseaux'),
    ('MAMMIFERES', 'group2_inpn', 'Mammifères'),
    ('CHIROPTERES', 'group3_inpn', 'Chiroptères'),
    ('REPTILES_AMPHIBIENS', 'group2_inpn', 'Reptiles'),
    ('REPTILES_AMPHIBIENS', 'group2_inpn', 'Amphibiens'),
    ('POISSONS', 'group2_inpn', 'Poissons'),
    ('INVERTEBRES', 'group1_inpn', 'Arthropodes'),
    ('INVERTEBRES', 'group1_inpn', 'Mollusques'),
    ('FLORE', 'group1_inpn', 'Trachéophytes');
INSERT INTO gn_diffusion.groupe_taxon (code_groupe, kind, value)
SELECT g.code, 'cd_ref', t.cd_ref::text
FROM (VALUES ('RAPACES', 'Aquila chrysaetos'), ('RAPACES', 'Gypaetus barbatus'), ('RAPACES', 'Aegypius monachus'),
             ('RAPACES', 'Gyps fulvus'), ('RAPACES', 'Falco peregrinus'), ('ORCHIDEES', 'Orchidaceae')) AS g (code, taxon)
JOIN taxonomie.taxref t ON t.lb_nom = g.taxon AND t.cd_nom = t.cd_ref;

INSERT INTO gn_demandes.pole (code, label) VALUES
    ('oiseaux', 'Pôle Oiseaux'), ('mammiferes', 'Pôle Mammifères'), ('reptiles_amphibiens', 'Pôle Reptiles-Amphibiens'),
    ('poissons', 'Pôle Poissons'), ('invertebres', 'Pôle Invertébrés'), ('flore', 'Pôle Flore-Fonge-Habitats');
INSERT INTO gn_demandes.pole_groupe (id_pole, code_groupe)
SELECT p.id_pole, g.groupe
FROM (VALUES ('oiseaux', 'OISEAUX'), ('oiseaux', 'RAPACES'), ('mammiferes', 'MAMMIFERES'), ('mammiferes', 'CHIROPTERES'),
             ('reptiles_amphibiens', 'REPTILES_AMPHIBIENS'), ('poissons', 'POISSONS'), ('invertebres', 'INVERTEBRES'),
             ('flore', 'FLORE'), ('flore', 'ORCHIDEES')) AS g (pole, groupe)
JOIN gn_demandes.pole p ON p.code = g.pole;
INSERT INTO gn_demandes.pole_animateur (id_pole, id_role)
SELECT p.id_pole, r.id_role FROM gn_demandes.pole p JOIN utilisateurs.t_roles r ON r.identifiant = p.code
UNION ALL
SELECT p.id_pole, r.id_role FROM gn_demandes.pole p, utilisateurs.t_roles r WHERE p.is_coordination AND r.identifiant = 'dreal';

INSERT INTO gn_demandes.adhesion (id_organisme, kind, starts_on)
SELECT r.id_organisme, 'adherent', date '2019-01-01' FROM utilisateurs.t_roles r WHERE r.identifiant IN ('association', 'cen', 'cbn')
UNION ALL
SELECT r.id_organisme, 'partenaire_pole', date '2019-01-01' FROM utilisateurs.t_roles r
WHERE r.identifiant IN ('oiseaux', 'mammiferes', 'reptiles_amphibiens', 'poissons', 'invertebres', 'flore');

INSERT INTO gn_demandes.co_administrateur (id_role, takes_tour_de_table)
SELECT id_role, identifiant = 'dreal' FROM utilisateurs.t_roles WHERE identifiant IN ('dreal', 'cen', 'cbn');

INSERT INTO gn_demandes.maitre_ouvrage (name, siret, moderated) VALUES
    ('Syndicat mixte du Haut Tarnon', '20000000000014', true), ('Département 9A Haute-Lauzère', '20000000000022', true);

-- Everybody asks and sees his own; the coordination and the co-administrateurs see all.
INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, scope_value, validated)
SELECT r.id_role, a.id_action, m.id_module, o.id_object, p.scope, true
FROM (VALUES
    ('Grp_en_poste', 'ALL', 'C', NULL::integer),
    ('Grp_en_poste', 'ALL', 'R', 1),
    ('Grp_en_poste', 'ALL', 'U', 1),
    ('Grp_coordination', 'ALL', 'R', NULL),
    ('Grp_coordination', 'DEMANDES_COMPLETUDE', 'V', NULL),
    ('Grp_coordination', 'DEMANDES_LIVRAISON', 'E', NULL),
    ('Grp_animateurs', 'DEMANDES_AVIS', 'V', NULL),
    ('Grp_coordination', 'DEMANDES_REGISTRES', 'U', NULL),
    ('dreal', 'DEMANDES_REGLAGES', 'U', NULL),
    ('dreal', 'DEMANDES_AVIS', 'V', NULL),
    ('dreal', 'DEMANDES_DECISION', 'V', NULL)
) AS p (who, object, action, scope)
JOIN utilisateurs.t_roles r ON CASE WHEN r.groupe THEN r.nom_role ELSE r.identifiant END = p.who
JOIN gn_permissions.t_objects o ON o.code_object = p.object
JOIN gn_permissions.bib_actions a ON a.code_action = p.action
JOIN gn_commons.t_modules m ON m.module_code = 'DEMANDES';
