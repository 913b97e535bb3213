-- A small random world, the same at each run: 40 km by 40 km with communes, departements and grids, 300 taxa with synonyms,
-- 200 sensitivity rules, 1 500 observations whose levels and areas GeoNature's own triggers filled.

SELECT setseed(0.1789);

CREATE SCHEMA world;
CREATE FUNCTION world.id(mnemonique text, code text) RETURNS integer LANGUAGE sql
    AS 'SELECT ref_nomenclatures.get_id_nomenclature($1, $2)';
CREATE FUNCTION world.pick(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE
    AS 'SELECT $1[1 + floor(random() * cardinality($1))::int]';
CREATE FUNCTION world.pick(VARIADIC choices integer[]) RETURNS integer LANGUAGE sql VOLATILE
    AS 'SELECT $1[1 + floor(random() * cardinality($1))::int]';
CREATE FUNCTION world.square(x float8, y float8, size float8) RETURNS geometry LANGUAGE sql
    AS 'SELECT ST_Multi(ST_MakeEnvelope($1, $2, $1 + $3, $2 + $3, 2154))';

INSERT INTO ref_nomenclatures.t_nomenclatures (id_type, cd_nomenclature, mnemonique, label_default, label_fr)
SELECT ref_nomenclatures.get_id_nomenclature_type(t.mnemonique), t.code, t.code, t.code, t.code
  FROM (VALUES ('SENSIBILITE', '2.1'), ('SENSIBILITE', '2.2'), ('SENSIBILITE', '2.3'), ('SENSIBILITE', '2.4'),
               ('SENSIBILITE', '2.5'), ('SENSIBILITE', '2.6'), ('SENSIBILITE', '2.7'), ('SENSIBILITE', '2.8'),
               ('SENSIBILITE', '2.9'), ('NIV_PRECIS', '9')) AS t (mnemonique, code)
    ON CONFLICT DO NOTHING;

-- Areas. Communes do not follow the grid; one has a hole, filled by another; one is disabled; level 2.5's cells leave a part
-- of the world uncovered.
INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom)
SELECT ref_geo.get_id_area_type(g.type_code), g.type_code || 'E' || i || 'N' || j, g.type_code || i || j,
       world.square(600000 + i * g.size, 6200000 + j * g.size, g.size)
  FROM (VALUES ('M1', 1000), ('M2', 2000), ('M5', 5000), ('M10', 10000), ('M20', 20000), ('DEP', 20000), ('M50', 50000)) g (type_code, size),
       generate_series(0, 39) i, generate_series(0, 39) j
 WHERE i * g.size < 40000 AND j * g.size < 40000 AND NOT (g.type_code = 'M20' AND i + j = 2);
INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom, enable)
SELECT ref_geo.get_id_area_type('COM'), 'C' || i || '-' || j, 'Commune ' || i || '-' || j,
       CASE WHEN i = 4 AND j = 4
            THEN ST_Multi(ST_Difference(c.geom, ST_Buffer(ST_Centroid(c.geom), 500)))
            ELSE c.geom END,
       NOT (i = 2 AND j = 7)
  FROM generate_series(0, 9) i, generate_series(0, 9) j,
       LATERAL (SELECT world.square(600123.25 + i * 3987.5, 6200077.75 + j * 3987.5, 3987.5) AS geom) c;
INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom)
SELECT ref_geo.get_id_area_type('COM'), 'HOLE', 'Enclave', ST_Multi(ST_Buffer(ST_Centroid(world.square(600123.25 + 4 * 3987.5, 6200077.75 + 4 * 3987.5, 3987.5)), 500));

-- Taxa: 9000001 above all, ten below each; one synonym each. Some have no cd_ref; some parents are given by a synonym.
INSERT INTO taxonomie.taxref (cd_nom, cd_ref, cd_taxsup, lb_nom, regne, group1_inpn, group2_inpn, group3_inpn)
SELECT 9000000 + i, 9000000 + i, CASE WHEN i > 1 THEN 9000000 + (i + 8) / 10 END, 'taxon ' || i, 'Animalia',
       'Chordés', (ARRAY['Oiseaux', 'Mammifères', 'Insectes', 'Poissons'])[1 + i % 4], CASE WHEN i % 5 = 0 THEN 'Rapaces' END
  FROM generate_series(1, 300) i;
INSERT INTO taxonomie.taxref (cd_nom, cd_ref, cd_taxsup, lb_nom, regne)
SELECT 9001000 + i, 9000000 + i, CASE WHEN i > 1 THEN 9000000 + (i + 8) / 10 END, 'synonyme ' || i, 'Animalia'
  FROM generate_series(1, 300) i;
INSERT INTO taxonomie.taxref (cd_nom, cd_ref, cd_taxsup, lb_nom) VALUES
    (9003001, NULL, 9000001, 'sans référence'),
    (9003002, 9003002, 9001024, 'sous un synonyme'),
    -- A cycle, which GeoNature's own view would not survive under a rule: no rule is put on it here.
    (9003003, 9003003, 9003004, 'cycle a'), (9003004, 9003004, 9003003, 'cycle b');

INSERT INTO gn_sensitivity.t_sensitivity_rules (cd_nom, id_nomenclature_sensitivity, sensitivity_duration, date_min, date_max, active)
SELECT CASE WHEN i % 3 = 0 THEN 9001000 ELSE 9000000 END + 2 + floor(random() * 298)::int,
       world.id('SENSIBILITE', world.pick('0', '1', '1', '2', '2', '3', '4', '2.1', '2.2', '2.3', '2.5', '2.7', '2.8')),
       world.pick(0, 5, 10, 20, 100),
       CASE WHEN random() < 0.5 THEN make_date(1900, world.pick(1, 2, 3, 6, 9, 11, 12), world.pick(1, 15, 28)) END,
       CASE WHEN random() < 0.5 THEN make_date(1900, world.pick(1, 2, 3, 6, 9, 11, 12), world.pick(1, 15, 28)) END,
       random() < 0.9
  FROM generate_series(1, 200) i;
INSERT INTO gn_sensitivity.cor_sensitivity_area (id_sensitivity, id_area)
SELECT r.id_sensitivity, a.id_area
  FROM gn_sensitivity.t_sensitivity_rules r, ref_geo.l_areas a
 WHERE r.id_sensitivity % 2 = 0
   AND a.id_type IN (ref_geo.get_id_area_type('DEP'), ref_geo.get_id_area_type('M10')) AND (a.id_area + r.id_sensitivity) % 4 = 0;
INSERT INTO gn_sensitivity.cor_sensitivity_criteria (id_sensitivity, id_criteria)
SELECT r.id_sensitivity, c.id
  FROM gn_sensitivity.t_sensitivity_rules r,
       LATERAL (VALUES (world.id('STATUT_BIO', '3')), (world.id('OCC_COMPORTEMENT', '14'))) c (id)
 WHERE r.id_sensitivity % 5 = 0 AND (c.id + r.id_sensitivity) % 3 <> 0;
REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref;

INSERT INTO gn_diffusion.groupe (code, label, avis_systematique) VALUES
    ('OISEAUX', 'Oiseaux', false), ('MAMMIFERES', 'Mammifères', true), ('RAPACES', 'Rapaces', true), ('INSECTES', 'Insectes', false),
    ('CLADE', 'Un clade', false), ('CLADE_AVIS', 'Le même clade, avec avis', true), ('BRANCHE', 'Une branche du clade', false);
INSERT INTO gn_diffusion.groupe_taxon (code_groupe, kind, value) VALUES
    ('OISEAUX', 'group2_inpn', 'Oiseaux'), ('MAMMIFERES', 'group2_inpn', 'Mammifères'), ('INSECTES', 'group2_inpn', 'Insectes'),
    ('RAPACES', 'group3_inpn', 'Rapaces'), ('CLADE', 'cd_ref', '9000003'), ('CLADE_AVIS', 'cd_ref', '9001003'), ('BRANCHE', 'cd_ref', '9000025');

INSERT INTO gn_meta.t_acquisition_frameworks (acquisition_framework_name, acquisition_framework_desc, acquisition_framework_start_date, meta_create_date)
VALUES ('ca', 'ca', '2020-01-01', now());
INSERT INTO gn_meta.t_datasets (id_acquisition_framework, dataset_name, dataset_shortname, dataset_desc, marine_domain, terrestrial_domain,
                                meta_create_date, id_nomenclature_data_origin)
SELECT (SELECT max(id_acquisition_framework) FROM gn_meta.t_acquisition_frameworks), o.code, o.code, o.code, false, true, now(),
       world.id('DS_PUBLIQUE', o.code)
  FROM (VALUES ('Pu'), ('Pr'), ('NSP')) o (code);
INSERT INTO gn_synthese.t_sources (name_source) VALUES ('world');

-- Every kind of geometry, many of them on the borders of the grids.
CREATE FUNCTION world.geometry(kind integer) RETURNS geometry LANGUAGE sql VOLATILE AS $$
    SELECT ST_SetSRID(CASE kind
        WHEN 0 THEN ST_Point(floor(x / 1000) * 1000, y)
        WHEN 1 THEN ST_Point(floor(x / 1000) * 1000, floor(y / 1000) * 1000)
        WHEN 2 THEN ST_MakeLine(ST_Point(x, y), ST_Point(x + random() * 6000 - 3000, y + random() * 6000 - 3000))
        WHEN 3 THEN ST_MakeLine(ST_Point(floor(x / 1000) * 1000, y), ST_Point(floor(x / 1000) * 1000, y + random() * 3000))
        WHEN 4 THEN ST_Buffer(ST_Point(x, y), 10 + random() * 3000, 3)
        WHEN 5 THEN ST_MakeEnvelope(floor(x / 1000) * 1000, floor(y / 1000) * 1000, floor(x / 1000) * 1000 + 1000, floor(y / 1000) * 1000 + 1000)
        WHEN 6 THEN ST_Collect(ST_Point(x, y), ST_Point(x + random() * 3000, y))
        WHEN 7 THEN ST_Collect(ST_Point(floor(x / 1000) * 1000, y), ST_Point(floor(x / 1000) * 1000, y + 300))
        ELSE ST_Point(x, y) END, 2154)
    FROM (SELECT 598000 + random() * 44000 AS x, 6198000 + random() * 44000 AS y OFFSET 0) place
$$;

INSERT INTO gn_synthese.synthese (unique_id_sinp, id_source, id_dataset, cd_nom, nom_cite, the_geom_local, date_min, date_max,
                                  id_nomenclature_diffusion_level, id_nomenclature_bio_status, id_nomenclature_behaviour)
SELECT uuid_generate_v4(), (SELECT max(id_source) FROM gn_synthese.t_sources),
       (SELECT id_dataset FROM gn_meta.t_datasets WHERE dataset_name = CASE WHEN i % 11 = 0 THEN 'Pr' WHEN i % 7 = 0 THEN 'NSP' ELSE 'Pu' END),
       CASE WHEN i % 97 = 0 THEN NULL WHEN i % 89 = 0 THEN 9003001 WHEN i % 83 = 0 THEN 9003002 WHEN i % 79 = 0 THEN 9003003
            WHEN i % 4 = 0 THEN 9001000 + 1 + floor(random() * 300)::int ELSE 9000000 + 1 + floor(random() * 300)::int END,
       'nom', world.geometry(i % 14), d.day, d.day + interval '1 day' * world.pick(0, 0, 3),
       CASE WHEN random() < 0.15 THEN world.id('NIV_PRECIS', world.pick('0', '5', '1', '2', '3', '4', '9')) END,
       CASE WHEN random() < 0.9 THEN world.id('STATUT_BIO', world.pick('1', '3')) END,
       CASE WHEN random() < 0.9 THEN world.id('OCC_COMPORTEMENT', world.pick('1', '14')) END
  FROM generate_series(1, 1500) i,
       LATERAL (SELECT timestamp '1995-01-01' + interval '1 day' * floor(random() * 11000 + i * 0) AS day) d;

-- What a trigger would not write: other stored levels, and locations that cannot be used.
ALTER TABLE gn_synthese.synthese DISABLE TRIGGER USER;
UPDATE gn_synthese.synthese SET id_nomenclature_sensitivity =
    CASE WHEN id_synthese % 3 = 0 THEN NULL
         ELSE world.id('SENSIBILITE', world.pick('0', '0', '1', '2', '3', '4', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.8', '2.9')) END
 WHERE id_synthese % 4 = 0;
INSERT INTO gn_synthese.synthese (unique_id_sinp, id_source, cd_nom, nom_cite, the_geom_local, date_min, date_max, id_nomenclature_sensitivity)
SELECT uuid_generate_v4(), (SELECT max(id_source) FROM gn_synthese.t_sources), 9000050, 'nom', ST_SetSRID(g.geom, 2154), '2020-06-01', '2020-06-01',
       world.id('SENSIBILITE', s.code)
  FROM (VALUES (NULL::geometry), ('POINT EMPTY'), ('POLYGON EMPTY'), (ST_MakePoint('NaN', 6220000)), (ST_MakePoint(620000, 'Infinity')),
               (ST_MakeLine(ST_MakePoint('NaN', 6220000), ST_MakePoint(620000, 6220000))),
               ('CIRCULARSTRING(620000 6220000, 620500 6220500, 621000 6220000)'),
               -- Usable once repaired:
               ('POLYGON((620000 6220000, 622000 6222000, 622000 6220000, 620000 6222000, 620000 6220000))'),
               ('LINESTRING(620100 6220100, 620100 6220100)'),
               ('GEOMETRYCOLLECTION(POINT(620000 6220000), POLYGON((621000 6221000, 621500 6221000, 621500 6221500, 621000 6221000)))')
       ) g (geom),
       (VALUES ('0'), ('2.2')) s (code);
ALTER TABLE gn_synthese.synthese ENABLE TRIGGER USER;

-- A record of a controlled kind, its levels as stored.
CREATE FUNCTION world.record(stored text, producer text, cd_nom integer, geom geometry DEFAULT ST_SetSRID(ST_Point(620500, 6220500), 2154),
                             dataset text DEFAULT 'Pu', day date DEFAULT '2020-06-01') RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    id integer;
BEGIN
    ALTER TABLE gn_synthese.synthese DISABLE TRIGGER USER;
    INSERT INTO gn_synthese.synthese (unique_id_sinp, id_source, id_dataset, cd_nom, nom_cite, the_geom_local, date_min, date_max,
                                      id_nomenclature_sensitivity, id_nomenclature_diffusion_level)
    VALUES (uuid_generate_v4(), (SELECT max(id_source) FROM gn_synthese.t_sources),
            (SELECT id_dataset FROM gn_meta.t_datasets WHERE dataset_name = dataset), cd_nom, 'nom', geom, day, day,
            world.id('SENSIBILITE', stored), world.id('NIV_PRECIS', producer))
    RETURNING id_synthese INTO id;
    ALTER TABLE gn_synthese.synthese ENABLE TRIGGER USER;
    RETURN id;
END
$$;
ANALYZE;
