-- Small reference tables: area types, TAXREF's ranks, statuses and habitats, permissions, sensitivity levels to areas,
-- modules GeoNature always has.

INSERT INTO ref_geo.bib_areas_types (type_code, type_name, type_desc, size_hierarchy, ref_name, ref_version) VALUES
    ('ZC', 'Coeurs des Parcs nationaux', NULL, NULL, NULL, NULL),
    ('ZNIEFF2', 'ZNIEFF2', NULL, NULL, NULL, NULL),
    ('ZNIEFF1', 'ZNIEFF1', NULL, NULL, NULL, NULL),
    ('APB', 'Aires de protection de biotope', NULL, NULL, NULL, NULL),
    ('RNN', 'Réserves naturelles nationales', NULL, NULL, NULL, NULL),
    ('RNR', 'Réserves naturelles regionales', NULL, NULL, NULL, NULL),
    ('ZPS', 'Natura 2000 - Zones de protection spéciales', NULL, NULL, NULL, NULL),
    ('SIC', 'Natura 2000 - Sites d''importance communautaire', NULL, NULL, NULL, NULL),
    ('ZICO', 'Zone d''importance pour la conservation des oiseaux', NULL, NULL, NULL, NULL),
    ('RNCFS', 'Réserves nationales de chasse et faune sauvage', NULL, NULL, NULL, NULL),
    ('RIPN', 'Réserves intégrales de parc national', NULL, NULL, NULL, NULL),
    ('SCEN', 'Sites acquis des Conservatoires d''espaces naturels', NULL, NULL, NULL, NULL),
    ('SCL', 'Sites du Conservatoire du Littoral', NULL, NULL, NULL, NULL),
    ('PNM', 'Parcs naturels marins', NULL, NULL, NULL, NULL),
    ('PNR', 'Parcs naturels régionaux', NULL, NULL, NULL, NULL),
    ('RBIOL', 'Réserves biologiques', NULL, NULL, NULL, NULL),
    ('RBIOS', 'Réserves de biosphère', NULL, NULL, NULL, NULL),
    ('RNC', 'Réserves naturelles de Corse', NULL, NULL, NULL, NULL),
    ('SRAM', 'Sites Ramsar', NULL, NULL, NULL, NULL),
    ('AA', 'Aire d''adhésion des Parcs nationaux', NULL, NULL, NULL, NULL),
    ('ZSC', 'Natura 2000 - Zones spéciales de conservation', NULL, NULL, NULL, NULL),
    ('PSIC', 'Natura 2000 - Proposition de sites d''intéret communautaire', NULL, NULL, NULL, NULL),
    ('PEC', 'Périmètre d''étude de la charte des Parcs nationaux', NULL, NULL, NULL, NULL),
    ('UG', 'Unités géographiques', 'Unités géographiques permettant une orientation des prospections', NULL, NULL, NULL),
    ('COM', 'Communes', 'Type commune', 5000, 'IGN admin_express', 2020),
    ('DEP', 'Départements', 'Type département', 75000, 'IGN admin_express', 2020),
    ('M10', 'Mailles 10*10', 'Type maille INPN 10*10km', 10000, NULL, NULL),
    ('M5', 'Mailles 5*5', 'Type maille INPN 5*5km', 5000, NULL, NULL),
    ('M1', 'Mailles 1*1', 'Type maille INPN 1*1km', 1000, NULL, NULL),
    ('SEC', 'Secteurs', NULL, NULL, NULL, NULL),
    ('MAS', 'Massifs', NULL, NULL, NULL, NULL),
    ('ZBIOG', 'Zones biogéographiques', NULL, NULL, NULL, NULL),
    ('REG', 'Régions', 'Type régions', 200000, 'IGN admin_express', NULL),
    ('M2', 'Mailles 2*2', 'Type maille INPN 2*2km', 2000, NULL, NULL),
    ('M20', 'Mailles 20*20', 'Type maille INPN 20*20km', 20000, NULL, NULL),
    ('M50', 'Mailles 50*50', 'Type maille INPN 50*50km', 50000, NULL, NULL);

-- 4 has no area: a record of that level is shown nowhere.
INSERT INTO gn_sensitivity.cor_sensitivity_area_type (id_nomenclature_sensitivity, id_area_type)
SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', level), ref_geo.get_id_area_type(area_type)
  FROM (VALUES ('1', 'COM'), ('2', 'M10'), ('3', 'DEP')) AS v (level, area_type);

INSERT INTO taxonomie.bib_taxref_rangs (id_rang, nom_rang, nom_rang_en, tri_rang) VALUES
    ('KD', 'Règne', 'Kingdom', 2),
    ('PH', 'Embranchement', 'Phylum', 4),
    ('CL', 'Classe', 'Class', 9),
    ('OR', 'Ordre', 'Order', 14),
    ('FM', 'Famille', 'Family', 18),
    ('SBFM', 'Sous-Famille', 'Subfamily', 19),
    ('TR', 'Tribu', 'Tribe', 21),
    ('GN', 'Genre', 'Genus', 23),
    ('SSGN', 'Sous-genre', 'Subgenus', 24),
    ('ES', 'Espèce', 'Species', 29),
    ('SSES', 'Sous-espèce', 'Subspecies', 31),
    ('VAR', 'Variété', 'Variety', 34);

INSERT INTO taxonomie.bib_taxref_statuts (id_statut, nom_statut) VALUES
    ('P', 'Présent'),
    ('E', 'Endémique'),
    ('S', 'Subendémique'),
    ('C', 'Cryptogène'),
    ('I', 'Introduit'),
    ('J', 'Introduit envahissant'),
    ('M', 'Introduit non établi (dont domestique)'),
    ('B', 'Accidentel / Visiteur'),
    ('D', 'Douteux'),
    ('A', 'Absent'),
    ('W', 'Disparu'),
    ('X', 'Eteint'),
    ('Q', 'Mentionné par erreur');

INSERT INTO taxonomie.bib_taxref_habitats (id_habitat, nom_habitat) VALUES
    (1, 'Marin'), (2, 'Eau douce'), (3, 'Terrestre'), (4, 'Marin & Eau douce'), (5, 'Marin & Terrestre'),
    (6, 'Eau saumâtre'), (7, 'Continental (terrestre et/ou eau douce)'), (8, 'Continental (terrestre et eau douce)');

INSERT INTO gn_permissions.bib_actions (code_action, description_action) VALUES
    ('C', 'Créer'), ('R', 'Lire'), ('U', 'Mettre à jour'), ('V', 'Valider'), ('E', 'Exporter'), ('D', 'Supprimer');

INSERT INTO gn_permissions.bib_filters_scope (value, label, description) VALUES
    (1, 'A moi', 'Objets dont je suis l''auteur ou auxquels je suis associé'),
    (2, 'De mon organisme', 'Objets de mon organisme');

INSERT INTO gn_permissions.t_objects (code_object, description_object) VALUES
    ('ALL', 'Représente tous les objets d''un module'),
    ('METADATA', 'Gestion du backoffice des métadonnées'),
    ('PERMISSIONS', 'Gestion du backoffice des permissions'),
    ('NOMENCLATURES', 'Gestion du backoffice des nomenclatures'),
    ('PRIVATE_OBSERVATION', 'Les observations privées');

INSERT INTO gn_commons.t_modules
    (module_code, module_label, module_path, active_frontend, active_backend, module_order) VALUES
    ('GEONATURE', 'GeoNature', 'geonature', false, false, 0),
    ('ADMIN', 'Administration', 'admin', true, false, 1),
    ('METADATA', 'Métadonnées', 'metadata', true, false, 2),
    ('SYNTHESE', 'Synthèse', 'synthese', true, false, 3);

INSERT INTO gn_permissions.t_permissions_available
    (id_module, id_object, id_action, label, scope_filter, sensitivity_filter, areas_filter, taxons_filter)
SELECT gn_commons.get_id_module_bycode('SYNTHESE'), gn_permissions.get_id_object('ALL'), a.id_action, v.label,
       true, true, true, true
  FROM (VALUES ('R', 'Lire les observations'), ('E', 'Exporter les observations')) AS v (action, label)
  JOIN gn_permissions.bib_actions a ON a.code_action = v.action;

INSERT INTO gn_commons.t_parameters (parameter_name, parameter_desc, parameter_value) VALUES
    ('taxref_version', 'Version du référentiel taxonomique', 'Taxref V17.0'),
    ('local_srid', 'Valeur du SRID local', '2154');

INSERT INTO gn_notifications.bib_notifications_methods (code, label, description) VALUES
    ('EMAIL', 'E-mail', 'Envoi de courriel'),
    ('DB', 'In-app', 'Notification dans l''application');
