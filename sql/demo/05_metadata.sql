-- Acquisition frameworks, datasets, their actors and sources.

INSERT INTO gn_meta.t_acquisition_frameworks
    (unique_acquisition_framework_id, acquisition_framework_name, acquisition_framework_desc, acquisition_framework_start_date,
     id_nomenclature_territorial_level)
SELECT pg_temp.uuid_of('framework', name), name, description, started, ref_nomenclatures.get_id_nomenclature('NIVEAU_TERRITORIAL', '5')
  FROM (VALUES
    ('Inventaires participatifs des Combes', 'Observations opportunistes des associations', date '2011-01-01'),
    ('Suivis des rapaces rupestres', 'Suivi des aires et des dortoirs', date '2011-01-01'),
    ('Atlas des mammifères et des chauves-souris', 'Prospections, écoutes et gîtes', date '2012-01-01'),
    ('Réseau des cours d''eau et zones humides', 'Pêches, amphibiens, loutre, écrevisses et odonates', date '2013-01-01'),
    ('Inventaire de la flore et des insectes', 'Inventaires du conservatoire botanique et de l''office entomologique', date '2011-01-01'),
    ('Études d''impact', 'Données versées au titre de la séquence éviter, réduire, compenser', date '2017-01-01')
  ) AS v (name, description, started);

-- Which species a dataset holds, by group (group2_inpn) or by cd_nom, and its share among those that hold the same species.
-- One of them holds sensitive records only.
CREATE TEMP TABLE dataset_plan (framework text, name text, shortname text, organisme text, origin text, share float8, taxa text);
INSERT INTO dataset_plan VALUES
    ('Inventaires participatifs des Combes', 'Observations opportunistes de faune', 'Faune participative', 'Association naturaliste des Hautes Combes', 'Pu', 1.0, 'Oiseaux,Mammifères,Reptiles,Amphibiens,Insectes,Gastéropodes'),
    ('Inventaires participatifs des Combes', 'Oiseaux communs des Plateaux', 'Oiseaux communs', 'Groupe ornithologique des Grands Plateaux', 'Pu', 1.6, 'Oiseaux'),
    ('Suivis des rapaces rupestres', 'Suivi des aires de rapaces', 'Aires de rapaces', 'Groupe ornithologique des Grands Plateaux', 'Pu', 2.5, 'cd:2645,2852,2869'),
    ('Atlas des mammifères et des chauves-souris', 'Gîtes et écoutes de chauves-souris', 'Chauves-souris', 'Société d''étude des mammifères des Combes', 'Pu', 2.0, 'cd:186233,60479,60518,60461,60557'),
    ('Atlas des mammifères et des chauves-souris', 'Mammifères terrestres', 'Mammifères', 'Société d''étude des mammifères des Combes', 'Pu', 1.4, 'Mammifères'),
    ('Réseau des cours d''eau et zones humides', 'Pêches d''inventaire', 'Pêches', 'Fédération des milieux aquatiques', 'Pu', 3.0, 'Poissons,Crustacés'),
    ('Réseau des cours d''eau et zones humides', 'Amphibiens et reptiles des vallées', 'Herpéto', 'Cercle herpétologique des Vallées', 'Pu', 2.2, 'Reptiles,Amphibiens'),
    ('Inventaire de la flore et des insectes', 'Flore des Plateaux', 'Flore', 'Conservatoire botanique des Plateaux', 'Pu', 3.0, 'Angiospermes'),
    ('Inventaire de la flore et des insectes', 'Insectes des Combes', 'Insectes', 'Office entomologique des Combes', 'Pu', 2.2, 'Insectes,Gastéropodes,Crustacés'),
    ('Inventaire de la flore et des insectes', 'Herbier d''un particulier', 'Herbier privé', 'Conservatoire botanique des Plateaux', 'Pr', 0.25, 'Angiospermes'),
    ('Études d''impact', 'Étude d''impact du parc éolien de la Cham', 'Éolien Cham', 'Lauze Conseil (bureau d''études)', 'Pr', 0.12, 'Oiseaux,Mammifères,Reptiles,Amphibiens,Angiospermes'),
    ('Études d''impact', 'Inventaires avant travaux de la déviation', 'Déviation', 'Lauze Conseil (bureau d''études)', 'NSP', 0.12, 'Oiseaux,Mammifères,Reptiles,Amphibiens,Insectes');

INSERT INTO gn_meta.t_datasets
    (unique_dataset_id, id_acquisition_framework, dataset_name, dataset_shortname, dataset_desc, marine_domain,
     terrestrial_domain, id_nomenclature_data_origin, id_nomenclature_source_status)
SELECT pg_temp.uuid_of('dataset', p.name), f.id_acquisition_framework, p.name, p.shortname, p.name || ' (jeu de démonstration)',
       false, true, ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', p.origin),
       ref_nomenclatures.get_id_nomenclature('STATUT_SOURCE', 'Te')
  FROM dataset_plan p
  JOIN gn_meta.t_acquisition_frameworks f ON f.acquisition_framework_name = p.framework;

-- The organisme is main contact, producer and provider of its dataset.
INSERT INTO gn_meta.cor_dataset_actor (id_dataset, id_organism, id_nomenclature_actor_role)
SELECT d.id_dataset, o.id_organisme, ref_nomenclatures.get_id_nomenclature('ROLE_ACTEUR', part)
  FROM dataset_plan p
  JOIN gn_meta.t_datasets d ON d.dataset_name = p.name
  JOIN utilisateurs.bib_organismes o ON o.nom_organisme = p.organisme,
       unnest(ARRAY['1', '5', '6']) AS part;

INSERT INTO gn_meta.cor_acquisition_framework_actor (id_acquisition_framework, id_organism, id_nomenclature_actor_role)
SELECT f.id_acquisition_framework, o.id_organisme, ref_nomenclatures.get_id_nomenclature('ROLE_ACTEUR', '1')
  FROM (SELECT DISTINCT framework, organisme FROM dataset_plan) p
  JOIN gn_meta.t_acquisition_frameworks f ON f.acquisition_framework_name = p.framework
  JOIN utilisateurs.bib_organismes o ON o.nom_organisme = p.organisme;

INSERT INTO gn_synthese.t_sources (name_source, desc_source, entity_source_pk_field) VALUES
    ('Occtax', 'Saisie dans GeoNature', 'pr_occtax.cor_counting_occtax.id_counting_occtax'),
    ('Base de l''association', 'Import annuel de la base d''une association', NULL),
    ('Bibliographie', 'Saisie de la bibliographie', NULL);
