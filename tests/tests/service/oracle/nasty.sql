-- Records that no importer should have let in, settings that an administrator may well have, and perimeters of every awkward
-- shape. Over the demonstration, of which a part is kept: variety is what tries the rules, not numbers.
-- Wants a temporary table `nasty_seed(seed integer)`: another seed, other records and other perimeters.

CREATE SCHEMA nasty;
CREATE TABLE nasty.seed AS SELECT seed FROM nasty_seed;
-- A number of [0, 1[, the same for the same seed.
CREATE FUNCTION nasty.chance(i integer, k integer) RETURNS float8 LANGUAGE sql STABLE AS $$
    SELECT ('x' || substr(md5(seed || ':' || i || ':' || k), 1, 8))::bit(32)::bigint / 4294967296.0 FROM nasty.seed $$;

-- A level nobody mapped, one whose row came and went, a wish nobody mapped.
INSERT INTO ref_nomenclatures.t_nomenclatures (id_type, cd_nomenclature, mnemonique, label_default, label_fr, source, statut, hierarchy)
SELECT ref_nomenclatures.get_id_nomenclature_type(t), code, code, code, code, 'Test', 'Validé', 'test.' || code
  FROM (VALUES ('SENSIBILITE', '9.9'), ('SENSIBILITE', '2.9'), ('NIV_PRECIS', '9')) v (t, code);
INSERT INTO gn_diffusion.level (cd_nomenclature, rank, area_type, date_precision) VALUES ('2.9', 45, 'M5', 'month');
DELETE FROM gn_diffusion.level WHERE cd_nomenclature = '2.9';

-- Taxa: no cd_ref; a cycle of two; a taxon of itself; one in no group; a parent told by a synonym.
INSERT INTO taxonomie.taxref (cd_nom, cd_ref, cd_taxsup, lb_nom, nom_valide, group2_inpn) VALUES
    (9600001, 9600001, 9600002, 'Cyclus primus', 'Cyclus primus', 'Oiseaux'),
    (9600002, 9600002, 9600001, 'Cyclus secundus', 'Cyclus secundus', NULL),
    (9600003, 9600003, 9600003, 'Cyclus sui', 'Cyclus sui', 'Mammifères'),
    (9600004, NULL, NULL, 'Sine ref', 'Sine ref', 'Oiseaux'),
    (9600005, 9600005, NULL, 'Sine grege', 'Sine grege', NULL),
    (9600006, 9600005, NULL, 'Sine grege synonymus', 'Sine grege', NULL),
    (9600007, 9600007, 9600006, 'Filius synonymi', 'Filius synonymi', NULL);

-- Rules: on a synonym, on a parent told by a synonym, over the new year, ending, open on one side, of an unknown level, with a
-- territory, with criteria.
CREATE TEMP TABLE nasty_rule (n serial, cd_nom integer, level text, years integer, day_min date, day_max date, deps text[], criteria text[]);
INSERT INTO nasty_rule (cd_nom, level, years, day_min, day_max, deps, criteria) VALUES
    (9600002, '2', 100, NULL, NULL, NULL, NULL),
    (9600003, '2.2', 100, '2000-12-15', '2000-01-10', NULL, NULL),
    (9600003, '9.9', 100, '2000-06-01', '2000-06-30', NULL, NULL),
    (9600006, '1', 5, '2000-09-01', NULL, NULL, NULL),
    (9600006, '2.1', 100, NULL, '2000-03-31', NULL, NULL),
    (9600005, '2.9', 100, '2000-05-01', '2000-05-31', NULL, NULL),
    (9600005, '2.5', 100, NULL, NULL, ARRAY['9A', '9C'], ARRAY['3', '4']),
    (60630, '3', 12, '2000-10-01', '2000-04-30', ARRAY['9B'], NULL),
    (60630, '2.4', 100, NULL, NULL, NULL, NULL), (60630, '2', 100, NULL, NULL, NULL, NULL);
INSERT INTO gn_sensitivity.t_sensitivity_rules
    (cd_nom, nom_cite, id_nomenclature_sensitivity, sensitivity_duration, date_min, date_max, comments)
SELECT cd_nom, 'nasty', ref_nomenclatures.get_id_nomenclature('SENSIBILITE', level), years, day_min, day_max, 'nasty ' || n FROM nasty_rule;
INSERT INTO gn_sensitivity.cor_sensitivity_area (id_sensitivity, id_area)
SELECT s.id_sensitivity, a.id_area FROM nasty_rule r JOIN gn_sensitivity.t_sensitivity_rules s ON s.comments = 'nasty ' || r.n
  JOIN ref_geo.l_areas a ON a.area_code = ANY (r.deps) AND a.id_type = ref_geo.get_id_area_type('DEP');
INSERT INTO gn_sensitivity.cor_sensitivity_criteria (id_sensitivity, id_criteria, id_type_nomenclature)
SELECT s.id_sensitivity, ref_nomenclatures.get_id_nomenclature('STATUT_BIO', c), ref_nomenclatures.get_id_nomenclature_type('STATUT_BIO')
  FROM nasty_rule r JOIN gn_sensitivity.t_sensitivity_rules s ON s.comments = 'nasty ' || r.n, unnest(r.criteria) c;

-- GeoNature's triggers and constraints would stop much of what follows; a dump restored without them, or an older base, would not.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'gn_synthese.synthese'::regclass AND NOT tgisinternal LOOP
        EXECUTE format('DROP TRIGGER %I ON gn_synthese.synthese', found.tgname);
    END LOOP;
    FOR found IN SELECT conname FROM pg_constraint WHERE conrelid = 'gn_synthese.synthese'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE gn_synthese.synthese DROP CONSTRAINT %I', found.conname);
    END LOOP;
END
$$;
ALTER TABLE gn_synthese.synthese ALTER COLUMN the_geom_local TYPE geometry;

-- Of the demonstration, a tenth of the sensitive records and a twentieth of the others.
DELETE FROM gn_synthese.synthese s USING nasty.seed
 WHERE ('x' || substr(md5(seed || ':' || s.id_synthese), 1, 4))::bit(16)::integer % 20
       >= CASE WHEN s.id_nomenclature_sensitivity = ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0') THEN 1 ELSE 2 END;

-- A cell switched off, and a commune: their records have no such area any more.
UPDATE ref_geo.l_areas SET enable = false
 WHERE id_area IN (SELECT DISTINCT ON (id_type) id_area FROM ref_geo.l_areas a, nasty.seed
                    WHERE id_type IN (ref_geo.get_id_area_type('M2'), ref_geo.get_id_area_type('COM'))
                      AND EXISTS (SELECT FROM gn_synthese.synthese s WHERE ST_Intersects(s.the_geom_local, a.geom))
                    ORDER BY id_type, md5(seed || area_code));

-- Forty-five ways to be nasty, fifteen records each.
WITH base AS (
    SELECT s.*, row_number() OVER (ORDER BY md5(seed || ':' || id_synthese))::integer AS n, ST_X(the_geom_local) AS x, ST_Y(the_geom_local) AS y
      FROM gn_synthese.synthese s, nasty.seed WHERE ST_GeometryType(the_geom_local) = 'ST_Point'
     ORDER BY n LIMIT 45 * 15
), code AS (
    SELECT t.mnemonique AS type, n.cd_nomenclature AS cd, n.id_nomenclature AS id
      FROM ref_nomenclatures.t_nomenclatures n JOIN ref_nomenclatures.bib_nomenclatures_types t USING (id_type)
), bent AS (
    SELECT b.*, n % 45 AS kind, n / 45 AS turn,
           (ARRAY['0', '2.1', '2.2', '2.3', '1', '2', '2.4', '2.5', '2.6', '2.7', '3', '2.8', '4'])[1 + (n / 45) % 13] AS any_level,
           (ARRAY['2021-12-31', '2022-01-01', '2020-02-29', '2022-12-15', '2022-12-14', '2023-01-10', '2023-01-11', '2021-06-30',
                  '2021-05-31', '2014-04-30', '2013-10-01', '1987-01-05'])[1 + (n / 45) % 12]::timestamp AS edge_day
      FROM base b
)
INSERT INTO gn_synthese.synthese
    (unique_id_sinp, id_source, id_dataset, cd_nom, nom_cite, place_name, observers, the_geom_local, date_min, date_max,
     id_nomenclature_sensitivity, id_nomenclature_diffusion_level, id_nomenclature_bio_status, id_nomenclature_behaviour,
     entity_source_pk_value, last_action)
SELECT CASE WHEN kind <> 44 THEN md5('nasty' || n)::uuid END, id_source,
       CASE kind WHEN 9 THEN NULL
                 WHEN 10 THEN (SELECT min(id_dataset) FROM gn_meta.t_datasets
                                WHERE id_nomenclature_data_origin = ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', 'Pr'))
                 ELSE id_dataset END,
       CASE WHEN kind = 18 THEN NULL WHEN kind = 19 THEN 9600004
            WHEN kind IN (0, 22, 23, 39) THEN (ARRAY[9600001, 9600002, 9600003, 9600005, 9600006, 9600007, 60630, cd_nom])[1 + turn % 8]
            ELSE cd_nom END,
       'Nasty cité ' || lpad(n::text, 4, '0'), 'Nasty lieu ' || lpad(n::text, 4, '0'), 'Nasty observateur ' || lpad(n::text, 4, '0'),
       CASE kind
            WHEN 11 THEN NULL
            WHEN 12 THEN ST_SetSRID('POINT EMPTY'::geometry, 2154)
            WHEN 13 THEN ST_SetSRID(ST_MakeLine(ST_MakePoint(floor(x / 10000) * 10000 - 500, y), ST_MakePoint(floor(x / 10000) * 10000 + 500, y + 900)), 2154)
            WHEN 14 THEN ST_Buffer(the_geom_local, 300 + 200 * turn, 2)
            WHEN 15 THEN ST_SetSRID(ST_MakePoint(round(x / 10000) * 10000, round(y / 10000) * 10000), 2154)
            WHEN 16 THEN ST_SetSRID(ST_MakePoint(round(x / 1000) * 1000, y), 2154)
            WHEN 17 THEN ST_SetSRID(ST_MakePoint(600000 + 100 * turn, 6250000), 2154)
            WHEN 20 THEN ST_SetSRID(ST_MakeLine(ST_MakePoint(round(x / 1000) * 1000, round(y)), ST_MakePoint(round(x / 1000) * 1000, round(y) + 700)), 2154)
            WHEN 21 THEN ST_SetSRID(ST_GeomFromText(format('POLYGON((%s %s,%s %s,%s %s,%s %s,%s %s))', x, y, x + 1500, y + 1500, x + 1500, y, x, y + 1500, x, y)), 2154)
            WHEN 24 THEN ST_Collect(the_geom_local, ST_Translate(ST_MakeLine(the_geom_local, ST_Translate(the_geom_local, 800, 100)), 1200, 0))
            WHEN 25 THEN (SELECT ST_PointN(ST_ExteriorRing(ST_GeometryN(a.geom, 1)), 1) FROM ref_geo.l_areas a
                           WHERE a.id_type = ref_geo.get_id_area_type('COM') AND ST_Intersects(a.geom, b.the_geom_local) LIMIT 1)
            WHEN 27 THEN ST_Collect(ARRAY[the_geom_local, ST_Translate(the_geom_local, 2500, 0), ST_Translate(the_geom_local, 0, 7000)])
            WHEN 28 THEN ST_SetSRID(ST_MakePoint('NaN', CASE WHEN turn % 2 = 0 THEN y ELSE 'NaN' END), 2154)
            WHEN 29 THEN ST_SetSRID(ST_MakePoint(x, CASE WHEN turn % 2 = 0 THEN 'Infinity'::float8 ELSE '-Infinity' END), 2154)
            WHEN 30 THEN ST_SetSRID(ST_MakeLine(ARRAY[ST_MakePoint(x, y), ST_MakePoint(x + 100, 'NaN'), ST_MakePoint(x + 200, y)]), 2154)
            WHEN 31 THEN ST_Transform(the_geom_local, 4326)
            WHEN 32 THEN ST_SetSRID(the_geom_local, 0)
            WHEN 33 THEN ST_SetSRID(ST_GeomFromText(format('CIRCULARSTRING(%s %s,%s %s,%s %s)', x, y, x + 300, y + 300, x + 600, y)), 2154)
            -- A whole cell, a whole commune: their neighbours are met by touching alone.
            WHEN 36 THEN ST_SetSRID(ST_MakeEnvelope(floor(x / 1000) * 1000, floor(y / 1000) * 1000, floor(x / 1000) * 1000 + 1000, floor(y / 1000) * 1000 + 1000), 2154)
            WHEN 37 THEN (SELECT a.geom FROM ref_geo.l_areas a
                           WHERE a.id_type = ref_geo.get_id_area_type('COM') AND ST_Intersects(a.geom, b.the_geom_local) LIMIT 1)
            WHEN 38 THEN ST_SetSRID(ST_MakeLine(ST_MakePoint(round(x / 1000) * 1000 - 2500, round(y / 1000) * 1000), ST_MakePoint(round(x / 1000) * 1000 + 2500, round(y / 1000) * 1000)), 2154)
            WHEN 40 THEN ST_Collect(ST_Buffer(the_geom_local, 150, 2), ST_SetSRID(ST_MakePoint(round(x / 1000) * 1000, round(y / 1000) * 1000), 2154))
            WHEN 41 THEN ST_Collect(ARRAY[ST_SetSRID(ST_MakePoint(round(x / 1000) * 1000, round(y / 1000) * 1000), 2154),
                                          ST_SetSRID(ST_MakePoint(round(x / 5000) * 5000, round(y / 5000) * 5000), 2154)])
            WHEN 42 THEN CASE turn % 3 WHEN 0 THEN ST_Force3DZ(the_geom_local, 1234)
                                       WHEN 1 THEN ST_Force4D(ST_MakeLine(the_geom_local, ST_Translate(the_geom_local, 1500, 900)), 1234, 5)
                                       ELSE ST_Force3DM(ST_Buffer(the_geom_local, 700, 2), 12) END
            WHEN 43 THEN CASE turn % 4 WHEN 0 THEN ST_SetSRID(ST_GeomFromText(format('TRIANGLE((%s %s,%s %s,%s %s,%s %s))', x, y, x + 9, y, x, y + 9, x, y)), 2154)
                                       WHEN 1 THEN ST_SetSRID(ST_GeomFromText(format('CURVEPOLYGON(CIRCULARSTRING(%s %s,%s %s,%s %s))', x, y, x + 9, y + 9, x, y)), 2154)
                                       WHEN 2 THEN ST_SetSRID(ST_GeomFromText(format('POLYHEDRALSURFACE(((%s %s,%s %s,%s %s,%s %s)))', x, y, x + 9, y, x, y + 9, x, y)), 2154)
                                       ELSE ST_SetSRID('POLYGON EMPTY'::geometry, 2154) END
            ELSE the_geom_local END,
       CASE WHEN kind = 39 THEN edge_day ELSE date_min END,
       CASE kind WHEN 23 THEN date_max + interval '400 days' WHEN 39 THEN edge_day + interval '1 day' ELSE date_max END,
       CASE WHEN kind IN (0, 18) AND turn % 2 = 0 THEN NULL
            WHEN kind = 1 THEN (SELECT id FROM code WHERE type = 'SENSIBILITE' AND cd = '9.9')
            WHEN kind = 2 THEN (SELECT id FROM code WHERE type = 'SENSIBILITE' AND cd = '2.9')
            WHEN kind IN (16, 20, 36, 38, 40, 41) THEN (SELECT id FROM code WHERE type = 'SENSIBILITE' AND cd = '2.1')
            WHEN kind IN (25, 37) THEN (SELECT id FROM code WHERE type = 'SENSIBILITE' AND cd = '1')
            -- The id of a nomenclature of another type.
            WHEN kind = 34 THEN (SELECT id FROM code WHERE type = 'NIV_PRECIS' AND cd = '0')
            WHEN kind = 39 THEN (SELECT id FROM code WHERE type = 'SENSIBILITE' AND cd = '0')
            WHEN kind BETWEEN 3 AND 8 OR kind IN (26, 35) THEN id_nomenclature_sensitivity
            ELSE (SELECT id FROM code WHERE type = 'SENSIBILITE' AND cd = any_level) END,
       CASE WHEN kind BETWEEN 3 AND 8 THEN (SELECT id FROM code WHERE type = 'NIV_PRECIS' AND cd = (kind - 3)::text)
            WHEN kind = 26 THEN (SELECT id FROM code WHERE type = 'NIV_PRECIS' AND cd = '9')
            WHEN kind = 35 THEN (SELECT id FROM code WHERE type = 'SENSIBILITE' AND cd = '0') END,
       CASE WHEN kind = 23 OR kind = 0 THEN (SELECT id FROM code WHERE type = 'STATUT_BIO' AND cd = (3 + turn % 3)::text)
            ELSE id_nomenclature_bio_status END,
       id_nomenclature_behaviour, 'nasty ' || kind, 'I'
  FROM bent b;
ANALYZE;

-- Perimeter number i: one of twenty shapes. To be called once the oracle is there, for its places.
CREATE FUNCTION nasty.perimetre(i integer) RETURNS geometry LANGUAGE plpgsql AS $$
DECLARE
    -- Around a sensitive record, so that most perimeters have something to say.
    centre geometry := (SELECT ST_PointOnSurface(p.geom) FROM oracle.place p JOIN oracle.record r USING (id_synthese), nasty.seed
                         WHERE r.sensitive AND ST_XMin(p.geom) > 650000 ORDER BY md5(seed || ':' || p.id_synthese || ':' || i) LIMIT 1);
    x float8 := ST_X(centre); y float8 := ST_Y(centre);
    size integer := (ARRAY[1000, 2000, 5000, 10000, 20000, 50000])[1 + floor(6 * nasty.chance(i, 1))::integer];
    cell geometry := ST_MakeEnvelope(floor(x / size) * size, floor(y / size) * size, (floor(x / size) + 1) * size, (floor(y / size) + 1) * size, 2154);
    commune geometry := (SELECT a.geom FROM ref_geo.l_areas a WHERE a.id_type = ref_geo.get_id_area_type('COM') AND ST_Intersects(a.geom, centre) LIMIT 1);
    departement geometry := (SELECT a.geom FROM ref_geo.l_areas a WHERE a.id_type = ref_geo.get_id_area_type('DEP') AND ST_Intersects(a.geom, centre) LIMIT 1);
    part float8 := 0.60 + 0.39 * nasty.chance(i, 2);
BEGIN
    commune := coalesce(commune, cell);
    departement := coalesce(departement, cell);
    RETURN ST_Multi(CASE i % 20
        WHEN 0 THEN cell
        WHEN 1 THEN (SELECT ST_Union(a.geom) FROM ref_geo.l_areas a WHERE a.id_type = ref_geo.get_id_area_type('COM') AND ST_DWithin(a.geom, centre, 4000 * nasty.chance(i, 3)))
        -- A road.
        WHEN 2 THEN ST_Buffer(ST_SetSRID(ST_MakeLine(ST_MakePoint(x - 20000, y - 9000), ST_MakePoint(x + 20000, y + 9000)), 2154), 3)
        WHEN 3 THEN ST_Difference(ST_Buffer(centre, 9000), ST_Buffer(centre, 500 + 3000 * nasty.chance(i, 4)))
        -- Most of a cell: a band of it is left.
        WHEN 4 THEN ST_MakeEnvelope(ST_XMin(cell), ST_YMin(cell), ST_XMin(cell) + part * size, ST_YMax(cell), 2154)
        WHEN 5 THEN commune
        WHEN 6 THEN departement
        -- Two cells that meet at a corner.
        WHEN 7 THEN ST_Union(cell, ST_Translate(cell, size, size))
        WHEN 8 THEN ST_MakeEnvelope(599000, 6249000, 604000, 6251000, 2154)
        WHEN 9 THEN ST_MakeEnvelope(690000, 6300000, 810000, 6420000, 2154)
        -- A star with forty arms, which cross.
        WHEN 10 THEN ST_CollectionExtract(ST_MakeValid(ST_MakePolygon(ST_MakeLine(ARRAY(
            SELECT CASE WHEN k = 40 THEN first ELSE ST_Translate(centre, cos(k * pi() / 20) * (1500 + 12000 * nasty.chance(i, 100 + k)),
                                                                         sin(k * pi() / 20) * (1500 + 12000 * nasty.chance(i, 100 + k))) END
              FROM generate_series(0, 40) k, LATERAL (SELECT ST_Translate(centre, 1500 + 12000 * nasty.chance(i, 100), 0) AS first) f ORDER BY k)))), 3)
        WHEN 11 THEN (SELECT ST_Union(ST_Buffer(p.geom, 1)) FROM oracle.place p
                       WHERE ST_DWithin(p.geom, centre, 3000) AND ST_GeometryType(p.geom) = 'ST_Point')
        -- Its border is the border of cells: they are met by touching.
        WHEN 12 THEN ST_MakeEnvelope(floor(x / 1000) * 1000 + 1000, floor(y / 1000) * 1000, floor(x / 1000) * 1000 + 1500, floor(y / 1000) * 1000 + 1000, 2154)
        WHEN 13 THEN ST_CollectionExtract(ST_Union(cell, commune), 3)
        WHEN 14 THEN ST_CollectionExtract(ST_Buffer(departement, -50), 3)
        -- A cell but for a disc.
        WHEN 15 THEN ST_Difference(cell, ST_Buffer(centre, size * 0.05))
        -- Exactly half of a cell: the share that is asked for, no less.
        WHEN 16 THEN ST_MakeEnvelope(ST_XMin(cell), ST_YMin(cell), ST_XMin(cell) + size / 2, ST_YMax(cell), 2154)
        -- A comb whose teeth follow the borders of cells.
        WHEN 17 THEN (SELECT ST_Union(ST_MakeEnvelope(floor(x / 1000) * 1000 + 2000 * k, floor(y / 1000) * 1000, floor(x / 1000) * 1000 + 2000 * k + 1000, floor(y / 1000) * 1000 + 5000, 2154))
                        FROM generate_series(-2, 2) k)
        -- Two parts, one with a hole that holds a third.
        WHEN 18 THEN ST_CollectionExtract(ST_Union(ARRAY[ST_Difference(ST_Buffer(centre, 6000, 4), ST_Buffer(centre, 3000, 4)), ST_Buffer(centre, 1000, 2),
                                                         ST_Translate(cell, 3 * size, 0)]), 3)
        -- One square metre.
        ELSE ST_GeomFromText(format('POLYGON((%s %s,%s %s,%s %s,%s %s))', x - 1, y - 0.5, x + 1, y - 0.5, x, y + 0.5, x - 1, y - 0.5), 2154) END);
END
$$;
