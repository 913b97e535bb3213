-- Six thousand species in genera, families and seven classes, some six hundred synonyms, and rules of sensitivity on species, genera
-- and families that carry to some 3 200 taxa: levels national and regional, départements, periods (some over the new year),
-- criteria, durations. Invented: cd_nom of 9 000 000 or more.

INSERT INTO ref_nomenclatures.t_nomenclatures
    (id_type, cd_nomenclature, mnemonique, label_default, label_fr, source, statut, hierarchy)
SELECT ref_nomenclatures.get_id_nomenclature_type('SENSIBILITE'), code, code, code, code, 'Région', 'Validé', '016.002'
  FROM unnest(ARRAY['2.1', '2.2', '2.3', '2.4']) AS code;

INSERT INTO gn_sensitivity.cor_sensitivity_area_type (id_nomenclature_sensitivity, id_area_type)
SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', level), ref_geo.get_id_area_type(area_type)
  FROM (VALUES ('2.1', 'M1'), ('2.2', 'M2'), ('2.3', 'M5'), ('2.4', 'M10')) AS v (level, area_type);

CREATE TEMP TABLE class (n, name) ON COMMIT DROP AS
VALUES (0, 'Oiseaux'), (1, 'Mammifères'), (2, 'Reptiles'), (3, 'Amphibiens'), (4, 'Poissons'), (5, 'Insectes'), (6, 'Angiospermes');

CREATE TEMP TABLE taxon ON COMMIT DROP AS
SELECT 9000000 + n AS cd_nom, NULL::integer AS parent, 'CL' AS rank, n AS class FROM class
UNION ALL
SELECT 9001000 + f, 9000000 + f % 7, 'FM', f % 7 FROM generate_series(0, 59) f
UNION ALL
SELECT 9010000 + g, 9001000 + g % 60, 'GN', g % 60 % 7 FROM generate_series(0, 1199) g
UNION ALL
SELECT 9100000 + s, 9010000 + s % 1200, 'ES', s % 1200 % 60 % 7 FROM generate_series(0, 5999) s;

INSERT INTO taxonomie.taxref (cd_nom, cd_ref, cd_taxsup, cd_sup, id_rang, regne, lb_nom, nom_complet, nom_valide, group1_inpn, group2_inpn)
SELECT t.cd_nom, t.cd_nom, t.parent, t.parent, t.rank, CASE t.class WHEN 6 THEN 'Plantae' ELSE 'Animalia' END, n.name, n.name, n.name,
       CASE WHEN t.class < 5 THEN 'Chordés' WHEN t.class = 5 THEN 'Arthropodes' ELSE 'Trachéophytes' END, c.name
  FROM taxon t
  JOIN class c ON c.n = t.class
 CROSS JOIN LATERAL (SELECT 'Taxon ' || t.cd_nom AS name) n;

INSERT INTO taxonomie.taxref (cd_nom, cd_ref, cd_taxsup, cd_sup, id_rang, regne, lb_nom, nom_complet, nom_valide, group1_inpn, group2_inpn)
SELECT t.cd_nom + 100000, t.cd_nom, t.cd_taxsup, t.cd_sup, t.id_rang, t.regne, t.lb_nom || ' synonymus', t.lb_nom || ' synonymus', t.nom_valide,
       t.group1_inpn, t.group2_inpn
  FROM taxonomie.taxref t WHERE t.id_rang = 'ES' AND t.cd_nom % 10 = 0;

-- The plan of the rules: what they are written on, and a number to draw the rest from.
CREATE TEMP TABLE rule_plan ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY cd_nom, again) AS n, cd_nom
  FROM (SELECT cd_nom, 0 AS again FROM taxon
         WHERE bench.chance(cd_nom, 21) < CASE rank WHEN 'ES' THEN 0.23 WHEN 'GN' THEN 0.08 WHEN 'FM' THEN 0.09 ELSE 0 END
        UNION ALL
        SELECT cd_nom, 1 FROM taxon WHERE rank = 'ES' AND bench.chance(cd_nom, 22) < 0.07) ruled;

INSERT INTO gn_sensitivity.t_sensitivity_rules
    (id_sensitivity, cd_nom, id_nomenclature_sensitivity, sensitivity_duration, date_min, date_max)
SELECT r.n, r.cd_nom, ref_nomenclatures.get_id_nomenclature('SENSIBILITE', l.code),
       CASE WHEN bench.chance(r.n, 31) < 0.9 THEN 100 ELSE 10 END,
       CASE WHEN bench.chance(r.n, 32) < 0.3 THEN p.first_day END, CASE WHEN bench.chance(r.n, 32) < 0.3 THEN p.last_day END
  FROM rule_plan r
 CROSS JOIN LATERAL (
    SELECT (ARRAY['1', '1', '1', '1', '1', '2', '2', '2', '2', '2', '2', '3', '3', '3', '2.1', '2.2', '2.3', '2.4', '2.4', '4'])
           [1 + floor(20 * bench.chance(r.n, 33))::integer] AS code) l
 CROSS JOIN LATERAL (
    SELECT DATE '2001-01-01' + floor(365 * bench.chance(r.n, 34))::integer AS first_day,
           DATE '2001-01-01' + floor(365 * bench.chance(r.n, 34) + 60 + 90 * bench.chance(r.n, 35))::integer AS last_day) p;

INSERT INTO gn_sensitivity.cor_sensitivity_area (id_sensitivity, id_area)
SELECT r.n, a.id_area
  FROM rule_plan r
  JOIN ref_geo.l_areas a ON a.id_type = ref_geo.get_id_area_type('DEP') AND bench.chance(r.n * 1000 + a.id_area % 1000, 36) < 0.2
 WHERE bench.chance(r.n, 37) < 0.6;

INSERT INTO gn_sensitivity.cor_sensitivity_criteria (id_sensitivity, id_criteria, id_type_nomenclature)
SELECT r.n, ref_nomenclatures.get_id_nomenclature(c.type, c.code), ref_nomenclatures.get_id_nomenclature_type(c.type)
  FROM rule_plan r
 CROSS JOIN (VALUES ('STATUT_BIO', '3'), ('STATUT_BIO', '4'), ('OCC_COMPORTEMENT', '3')) AS c (type, code)
 WHERE bench.chance(r.n, 38) < 0.15;

REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref;
