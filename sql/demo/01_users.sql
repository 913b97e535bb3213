-- People, groups and organismes of the demonstration. No password: the demonstration signs its own tokens.

INSERT INTO utilisateurs.bib_organismes (uuid_organisme, nom_organisme, ville_organisme, email_organisme)
SELECT pg_temp.uuid_of('organisme', name), name, town, mail
  FROM (VALUES
    ('Lauze Conseil (bureau d''études)', 'Valcombe', 'contact@lauze-conseil.example'),
    ('Association naturaliste des Hautes Combes', 'Montaubrac', 'contact@hautes-combes.example'),
    ('Laboratoire d''écologie des milieux rupestres', 'Valcombe', 'contact@rupestres.example'),
    ('Groupe ornithologique des Grands Plateaux', 'Valcombe', 'contact@go-plateaux.example'),
    ('Société d''étude des mammifères des Combes', 'Montaubrac', 'contact@mammiferes-combes.example'),
    ('Cercle herpétologique des Vallées', 'Roquelaine', 'contact@herpeto-vallees.example'),
    ('Fédération des milieux aquatiques', 'Roquelaine', 'contact@milieux-aquatiques.example'),
    ('Office entomologique des Combes', 'Valcombe', 'contact@entomo-combes.example'),
    ('Conservatoire botanique des Plateaux', 'Montaubrac', 'contact@cbn-plateaux.example'),
    ('Conservatoire d''espaces naturels des Plateaux', 'Valcombe', 'contact@cen-plateaux.example'),
    ('DREAL de démonstration', 'Valcombe', 'sinp@dreal.example'),
    ('DDT de démonstration', 'Roquelaine', 'nature@ddt.example'),
    ('Syndicat mixte du Haut Tarnon', 'Roquelaine', 'contact@haut-tarnon.example')
  ) AS v (name, town, mail);

INSERT INTO utilisateurs.t_roles (groupe, uuid_role, identifiant, nom_role, prenom_role, desc_role, email, id_organisme, active)
SELECT false, pg_temp.uuid_of('role', v.identifiant), v.identifiant, v.nom, v.prenom, v.description,
       v.identifiant || '@demo.example', o.id_organisme, v.active
  FROM (VALUES
    ('administrateur', 'Ferrand', 'Alix', 'Administre GeoNature', 'DREAL de démonstration', true),
    ('consultant', 'Combelle', 'Maud', 'Pétitionnaire non adhérente', 'Lauze Conseil (bureau d''études)', true),
    ('association', 'Rouvière', 'Paul', 'Pétitionnaire d''une association adhérente', 'Association naturaliste des Hautes Combes', true),
    ('chercheur', 'Delmas', 'Inès', 'Pétitionnaire d''un laboratoire', 'Laboratoire d''écologie des milieux rupestres', true),
    ('collectivite', 'Vidal', 'Simon', 'Pétitionnaire d''une collectivité', 'Syndicat mixte du Haut Tarnon', true),
    ('oiseaux', 'Mazel', 'Claire', 'Anime le pôle Oiseaux', 'Groupe ornithologique des Grands Plateaux', true),
    ('mammiferes', 'Pradel', 'Hugo', 'Anime le pôle Mammifères', 'Société d''étude des mammifères des Combes', true),
    ('reptiles_amphibiens', 'Teissier', 'Nour', 'Anime le pôle Reptiles-Amphibiens', 'Cercle herpétologique des Vallées', true),
    ('poissons', 'Bonnal', 'Yann', 'Anime le pôle Poissons', 'Fédération des milieux aquatiques', true),
    ('invertebres', 'Soulier', 'Jeanne', 'Anime le pôle Invertébrés', 'Office entomologique des Combes', true),
    ('flore', 'Cazalis', 'Éloi', 'Anime le pôle Flore-Fonge-Habitats', 'Conservatoire botanique des Plateaux', true),
    ('dreal', 'Galtier', 'Hélène', 'Coordonne les demandes', 'DREAL de démonstration', true),
    ('cen', 'Atger', 'Louis', 'Co-administrateur', 'Conservatoire d''espaces naturels des Plateaux', true),
    ('cbn', 'Meynadier', 'Rose', 'Co-administratrice', 'Conservatoire botanique des Plateaux', true),
    ('agent', 'Barthès', 'Marc', 'Agent de l''État habilité', 'DDT de démonstration', true),
    ('inactif', 'Ancien', 'Compte', 'Compte fermé', 'Lauze Conseil (bureau d''études)', false)
  ) AS v (identifiant, nom, prenom, description, organisme, active)
  JOIN utilisateurs.bib_organismes o ON o.nom_organisme = v.organisme
 ORDER BY v.identifiant;

INSERT INTO utilisateurs.t_roles (groupe, uuid_role, nom_role, desc_role, active)
SELECT true, pg_temp.uuid_of('role', name), name, description, true
  FROM (VALUES
    ('Grp_admin', 'Administrateurs de la plateforme'),
    ('Grp_coordination', 'Coordination et co-administrateurs'),
    ('Grp_animateurs', 'Animateurs des pôles'),
    ('Grp_en_poste', 'Toute personne qui a un compte')
  ) AS v (name, description);

INSERT INTO utilisateurs.cor_roles (id_role_groupe, id_role_utilisateur)
SELECT g.id_role, u.id_role
  FROM (VALUES
    ('Grp_admin', '{administrateur}'::text[]),
    ('Grp_coordination', '{dreal,cen,cbn}'),
    ('Grp_animateurs', '{oiseaux,mammiferes,reptiles_amphibiens,poissons,invertebres,flore}'),
    ('Grp_en_poste', '{administrateur,consultant,association,chercheur,collectivite,oiseaux,mammiferes,reptiles_amphibiens,poissons,invertebres,flore,dreal,cen,cbn,agent,inactif}')
  ) AS v (grp, members)
  JOIN utilisateurs.t_roles g ON g.nom_role = v.grp AND g.groupe
  JOIN utilisateurs.t_roles u ON u.identifiant = ANY (v.members);
