-- Ten thousand demandes: 9 400 closed, 300 in tour de table (a third of them late), 300 deposited.
INSERT INTO gn_demandes.dossier_ligne (id_ligne, key)
SELECT md5('ligne' || n)::uuid, decode(repeat(md5(n::text), 2), 'hex') FROM generate_series(1, 10000) n;
INSERT INTO gn_demandes.demande (id_demande, numero, id_ligne, state, id_demandeur, id_depositor, id_organisme, objet, objet_detail,
    intended_use, settings_version, id_responsable, deposited_at, completed_at, created_at, updated_at)
SELECT md5('demande' || n)::uuid, 'H-' || n, md5('ligne' || n)::uuid, CASE WHEN n % 33 = 1 AND n <= 9900 THEN 'deposee' ELSE 'complete' END,
       r.id_role, r.id_role, r.id_organisme, 'etude_impact',
       (ARRAY['Parc éolien', 'Carrière de calcaire', 'Déviation routière', 'Centrale photovoltaïque', 'Zone artisanale'])[1 + n % 5]
           || ' du secteur ' || n, 'État initial', 1, c.id_role, timestamptz '2020-01-01' + n * interval '5 hours',
       timestamptz '2020-01-03' + n * interval '5 hours', timestamptz '2020-01-01' + n * interval '5 hours', now()
FROM generate_series(1, 10000) n
JOIN LATERAL (SELECT id_role, id_organisme FROM utilisateurs.t_roles WHERE identifiant = (ARRAY['consultant', 'association', 'chercheur', 'collectivite'])[1 + n % 4]) r ON true
JOIN LATERAL (SELECT id_role FROM utilisateurs.t_roles WHERE identifiant = (ARRAY['cen', 'cbn'])[1 + n % 2]) c ON true;
INSERT INTO gn_demandes.lot (id_lot, id_demande, kind, code_groupe, state, tour_de_table, id_responsable, avis_echeance, livraison_echeance,
    created_at, updated_at)
SELECT md5('lot' || k.kind || n)::uuid, md5('demande' || n)::uuid, k.kind, k.groupe,
       CASE WHEN n % 33 = 2 AND n <= 9900 AND k.kind = 'F3' THEN 'avis_demande' ELSE 'telecharge' END, k.kind = 'F3', c.id_role,
       CASE WHEN k.kind = 'F3' THEN CASE WHEN n % 3 = 0 THEN date '2026-02-20' ELSE date '2026-03-20' END END, date '2026-04-01', now(), now()
FROM generate_series(1, 10000) n
CROSS JOIN (VALUES ('F1', NULL), ('F2', NULL), ('F3', 'RAPACES')) k (kind, groupe)
JOIN LATERAL (SELECT id_role FROM utilisateurs.t_roles WHERE identifiant = (ARRAY['cen', 'cbn'])[1 + n % 2]) c ON true
WHERE NOT (n % 33 = 1 AND n <= 9900);
-- A demande in tour de table has delivered nothing.
UPDATE gn_demandes.lot l SET state = 'verifie' FROM gn_demandes.demande d
WHERE d.id_demande = l.id_demande AND l.kind <> 'F3'
  AND EXISTS (SELECT FROM gn_demandes.lot a WHERE a.id_demande = d.id_demande AND a.state = 'avis_demande');
INSERT INTO gn_demandes.avis_demande (id_lot, id_pole, asked_on, echeance)
SELECT l.id_lot, p.id_pole, l.avis_echeance - 21, l.avis_echeance
FROM gn_demandes.lot l JOIN gn_demandes.pole p ON p.code = 'oiseaux' WHERE l.kind = 'F3';
INSERT INTO gn_demandes.avis (id_avis, id_lot, id_pole, kind, late, given_at)
SELECT gen_random_uuid(), q.id_lot, q.id_pole, 'favorable', false, now()
FROM gn_demandes.avis_demande q JOIN gn_demandes.lot l USING (id_lot) WHERE l.state <> 'avis_demande';
ANALYZE;
