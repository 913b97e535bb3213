-- What each point observed, drawn from its number: a name (low numbers are common species), a day since 2000, a biological status, a
-- behaviour.

CREATE VIEW bench.observation AS
SELECT p.id, p.geom, n.cd_nom, n.cd_ref, DATE '2000-01-01' + floor(9700 * bench.chance(p.id, 43))::integer AS day,
       CASE WHEN bench.chance(p.id, 44) < 0.2 THEN v.breeding WHEN bench.chance(p.id, 44) < 0.22 THEN NULL ELSE v.no_status END AS bio_status,
       CASE WHEN bench.chance(p.id, 45) < 0.05 THEN v.dormitory ELSE v.no_behaviour END AS behaviour
  FROM bench.points_all p
 CROSS JOIN LATERAL (SELECT 9100000 + floor(6000 * bench.chance(p.id, 41) * bench.chance(p.id, 46))::integer AS cd_ref) t
 CROSS JOIN LATERAL (
    SELECT t.cd_ref, CASE WHEN t.cd_ref % 10 = 0 AND bench.chance(p.id, 42) < 0.3 THEN t.cd_ref + 100000 ELSE t.cd_ref END AS cd_nom) n
 CROSS JOIN (
    SELECT ref_nomenclatures.get_id_nomenclature('STATUT_BIO', '3') AS breeding,
           ref_nomenclatures.get_id_nomenclature('STATUT_BIO', '1') AS no_status,
           ref_nomenclatures.get_id_nomenclature('OCC_COMPORTEMENT', '3') AS dormitory,
           ref_nomenclatures.get_id_nomenclature('OCC_COMPORTEMENT', '1') AS no_behaviour) v;
