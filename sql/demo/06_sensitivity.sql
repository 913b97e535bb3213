-- Sensitivity: the regional levels 2.1 to 2.8, and rules of every kind. The rules are invented for the demonstration.

INSERT INTO ref_nomenclatures.t_nomenclatures
    (id_type, cd_nomenclature, mnemonique, label_default, label_fr, source, statut, hierarchy)
SELECT ref_nomenclatures.get_id_nomenclature_type('SENSIBILITE'), code, code, label, label, 'Région', 'Validé', '016.002.' || lpad(right(code, 1), 3, '0')
  FROM (VALUES
    ('2.1', 'Sensible - Diffusion à la maille 1 km'), ('2.2', 'Sensible - Diffusion à la maille 2 km'),
    ('2.3', 'Sensible - Diffusion à la maille 5 km'), ('2.4', 'Sensible - Diffusion à la maille 10 km'),
    ('2.5', 'Sensible - Diffusion à la maille 20 km'), ('2.6', 'Sensible - Diffusion à la maille 50 km'),
    ('2.7', 'Sensible - Diffusion à la maille 50 km, sur demande'), ('2.8', 'Sensible - Aucune diffusion (liste régionale)')
  ) AS v (code, label);

INSERT INTO gn_sensitivity.cor_sensitivity_area_type (id_nomenclature_sensitivity, id_area_type)
SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', level), ref_geo.get_id_area_type(area_type)
  FROM (VALUES ('2.1', 'M1'), ('2.2', 'M2'), ('2.3', 'M5'), ('2.4', 'M10'), ('2.5', 'M20'), ('2.6', 'M50'), ('2.7', 'M50'))
    AS v (level, area_type);

-- taxon (name), level, years it lasts, département or NULL, first and last day of the period, type and code of the criterion, active
CREATE TEMP TABLE rule_plan (n serial, taxon text, level text, years integer, dep text, day_min date, day_max date,
                             criterion_type text, criterion text, active boolean DEFAULT true, comments text);
INSERT INTO rule_plan (taxon, level, years, dep, day_min, day_max, criterion_type, criterion, comments) VALUES
    ('Aquila chrysaetos', '2', 100, NULL, NULL, NULL, NULL, NULL, 'Toute l''année'),
    ('Aquila chrysaetos', '3', 30, NULL, '2000-01-15', '2000-07-31', 'STATUT_BIO', '3', 'Reproduction : plus restrictive'),
    ('Gypaetus barbatus', '3', 100, NULL, NULL, NULL, NULL, NULL, NULL),
    ('Aegypius monachus', '2.5', 100, NULL, NULL, NULL, NULL, NULL, 'Niveau régional'),
    ('Gyps fulvus', '1', 100, '9A', '2000-01-15', '2000-07-31', NULL, NULL, 'Un seul département, en période de nidification'),
    ('Circaetus gallicus', '2.2', 100, NULL, '2000-03-01', '2000-09-15', 'STATUT_BIO', '3', NULL),
    ('Milvus milvus', '2.3', 100, NULL, '2000-11-01', '2000-02-28', 'OCC_COMPORTEMENT', '3', 'Dortoirs d''hiver : la période passe le nouvel an'),
    ('Falco peregrinus', '2', 100, NULL, '2000-02-01', '2000-06-30', 'STATUT_BIO', '3', NULL),
    ('Otus scops', '1', 100, '9C', NULL, NULL, NULL, NULL, 'Un seul département'),
    ('Tetrao tetrix', '2.4', 6, NULL, NULL, NULL, NULL, NULL, 'Six ans : les données plus anciennes ne sont plus sensibles'),
    ('Emberiza hortulana', '2.3', 100, NULL, '2000-05-01', '2000-07-31', NULL, NULL, NULL),
    ('Chiroptera', '2', 100, NULL, '2000-11-01', '2000-03-15', 'STATUT_BIO', '4', 'Gîtes d''hibernation : la période passe le nouvel an'),
    ('Chiroptera', '1', 100, NULL, '2000-05-15', '2000-08-31', 'STATUT_BIO', '3', 'Colonies de reproduction, tout l''ordre'),
    ('Plecotus auritus', '2.4', 100, NULL, NULL, NULL, NULL, NULL, NULL),
    ('Lutra lutra', '2.1', 100, NULL, NULL, NULL, NULL, NULL, 'Niveau régional'),
    ('Lutra lutra', '2.3', 100, '9B', NULL, NULL, NULL, NULL, 'Plus restrictive dans un département'),
    ('Alytes obstetricans', '2.3', 100, '9C', NULL, NULL, NULL, NULL, 'Un seul département'),
    ('Coronella austriaca', '1', 100, NULL, NULL, NULL, NULL, NULL, NULL),
    ('Bufo bufo', '2.2', 100, NULL, '2000-02-01', '2000-04-30', 'STATUT_BIO', '3', 'Sites de ponte'),
    ('Anguilla anguilla', '2.7', 100, NULL, NULL, NULL, NULL, NULL, NULL),
    ('Austropotamobius pallipes', '3', 100, NULL, NULL, NULL, NULL, NULL, NULL),
    ('Parnassius apollo', '1', 100, NULL, NULL, NULL, NULL, NULL, NULL),
    ('Erebia epiphron', '2.8', 100, NULL, NULL, NULL, NULL, NULL, 'Aucune diffusion, liste régionale'),
    ('Cypripedium calceolus', '4', 100, NULL, NULL, NULL, NULL, NULL, 'Aucune diffusion'),
    ('Drosera rotundifolia', '1', 100, NULL, NULL, NULL, NULL, NULL, NULL),
    ('Drosera rotundifolia', '2.6', 100, '9C', NULL, NULL, NULL, NULL, 'Plus restrictive dans un département'),
    ('Orchidaceae', '1', 10, '9B', NULL, NULL, NULL, NULL, 'Une famille, un département, dix ans');
INSERT INTO rule_plan (taxon, level, years, active, comments) VALUES
    ('Vulpes vulpes', '4', 100, false, 'Règle fermée : elle ne compte pas');

INSERT INTO gn_sensitivity.t_sensitivity_rules
    (id_sensitivity, cd_nom, nom_cite, id_nomenclature_sensitivity, sensitivity_duration, sensitivity_territory, id_territory,
     date_min, date_max, source, active, comments)
SELECT nextval('gn_sensitivity.t_sensitivity_rules_id_sensitivity_seq'), t.cd_nom, r.taxon,
       ref_nomenclatures.get_id_nomenclature('SENSIBILITE', r.level), r.years, CASE WHEN r.dep IS NULL THEN 'Région' ELSE 'Département' END,
       'DEMO' || r.n, r.day_min, r.day_max, 'Règles de démonstration', r.active, r.comments
  FROM rule_plan r
  JOIN taxonomie.taxref t ON t.lb_nom = r.taxon AND t.cd_nom = t.cd_ref
 ORDER BY r.n;

INSERT INTO gn_sensitivity.cor_sensitivity_area (id_sensitivity, id_area)
SELECT s.id_sensitivity, a.id_area
  FROM rule_plan r
  JOIN gn_sensitivity.t_sensitivity_rules s ON s.id_territory = 'DEMO' || r.n
  JOIN ref_geo.l_areas a ON a.area_code = r.dep AND a.id_type = ref_geo.get_id_area_type('DEP');

INSERT INTO gn_sensitivity.cor_sensitivity_criteria (id_sensitivity, id_criteria, id_type_nomenclature)
SELECT s.id_sensitivity, ref_nomenclatures.get_id_nomenclature(r.criterion_type, r.criterion),
       ref_nomenclatures.get_id_nomenclature_type(r.criterion_type)
  FROM rule_plan r
  JOIN gn_sensitivity.t_sensitivity_rules s ON s.id_territory = 'DEMO' || r.n
 WHERE r.criterion IS NOT NULL;

-- The territory in GeoNature's own notation.
UPDATE gn_sensitivity.t_sensitivity_rules s
   SET id_territory = 'INSEE' || coalesce('D' || r.dep, 'R9Z')
  FROM rule_plan r
 WHERE s.id_territory = 'DEMO' || r.n;

REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref;
