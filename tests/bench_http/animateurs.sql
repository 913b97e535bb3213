-- Two hundred more animateurs, shared among the pôles of the demonstration, each with the rights of those that are there.
INSERT INTO utilisateurs.t_roles (groupe, uuid_role, identifiant, nom_role, prenom_role, email, id_organisme, active)
SELECT false, md5('animateur' || n)::uuid, 'animateur_' || n, 'Animateur', n::text, 'animateur_' || n || '@demo.example', r.id_organisme, true
FROM generate_series(1, 200) n
JOIN (SELECT id_organisme, row_number() OVER (ORDER BY identifiant) AS rank, count(*) OVER () AS total FROM utilisateurs.t_roles
      WHERE identifiant IN (SELECT code FROM gn_demandes.pole WHERE NOT is_coordination)) r ON r.rank = 1 + n % r.total;

INSERT INTO utilisateurs.cor_roles (id_role_groupe, id_role_utilisateur)
SELECT g.id_role, u.id_role
FROM utilisateurs.t_roles g JOIN utilisateurs.t_roles u ON u.identifiant LIKE 'animateur\_%'
WHERE g.nom_role IN ('Grp_animateurs', 'Grp_en_poste') AND g.groupe;

INSERT INTO gn_demandes.pole_animateur (id_pole, id_role)
SELECT p.id_pole, u.id_role
FROM utilisateurs.t_roles u
JOIN utilisateurs.t_roles known ON known.id_organisme = u.id_organisme
JOIN gn_demandes.pole p ON p.code = known.identifiant AND NOT p.is_coordination
WHERE u.identifiant LIKE 'animateur\_%';
ANALYZE;
