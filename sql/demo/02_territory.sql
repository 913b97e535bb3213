-- An invented region of three départements in the south of the Massif central (Lambert-93, metres): communes that tile the
-- territory without gap or overlap, and départements made of them. The codes 9A, 9B, 9C cannot be taken for real ones.

-- One seed for each commune, on a grid of 5.2 km with a jitter; those of the outer ring only close the cells inside.
CREATE TEMP TABLE seed AS
SELECT i * 100 + j AS id,
       st_setsrid(st_makepoint(
           706000 + 5200 * (i + 0.78 * (pg_temp.chance(i * 100 + j, 1) - 0.5)),
           6318000 + 5200 * (j + 0.78 * (pg_temp.chance(i * 100 + j, 2) - 0.5))), 2154) AS geom
  FROM generate_series(0, 17) i, generate_series(0, 16) j;

-- Kept seeds: those of a rough ellipse with two bays.
ALTER TABLE seed ADD COLUMN kept boolean;
UPDATE seed SET kept =
    ((st_x(geom) - 750000) / 40000) ^ 2 + ((st_y(geom) - 6359500) / 36500) ^ 2
        < 0.95 + 0.13 * sin(5 * atan2(st_y(geom) - 6359500, st_x(geom) - 750000)) ;

-- A vertex moves by a smooth field whose slope stays under one: borders become irregular and never cross.
CREATE FUNCTION pg_temp.warped(line geometry) RETURNS geometry LANGUAGE sql IMMUTABLE AS $$
    SELECT st_setsrid(st_makeline(st_makepoint(
               round((x + 520 * sin(y / 1350 + x / 5200) + 120 * sin(y / 470 - x / 900) + 28 * sin(y / 150 + x / 260))::numeric, 1)::float8,
               round((y + 520 * sin(x / 1450 - y / 6100) + 120 * sin(x / 430 + y / 800) + 28 * sin(x / 140 - y / 310))::numeric, 1)::float8)
           ORDER BY path), 2154)
      FROM (SELECT (d).path[1] AS path, st_x((d).geom) AS x, st_y((d).geom) AS y
              FROM (SELECT st_dumppoints(st_segmentize(line, 120)) AS d) AS dumped) AS vertices
$$;

-- Cells, then their borders cut into shared pieces, warped once each, and closed into polygons again.
CREATE TEMP TABLE cell AS
SELECT s.id, c.geom
  FROM (SELECT (st_dump(st_voronoipolygons(st_collect(geom)))).geom FROM seed) c
  JOIN seed s ON st_contains(c.geom, s.geom)
 WHERE s.kept;

CREATE TEMP TABLE commune AS
WITH piece AS (
    SELECT (st_dump(st_union(st_boundary(geom)))).geom FROM cell
), polygon AS (
    SELECT (st_dump(st_polygonize(pg_temp.warped(geom)))).geom FROM piece
), inner_point AS (
    SELECT id, st_endpoint(pg_temp.warped(st_makeline(st_translate(geom, -1, 0), geom))) AS geom FROM seed WHERE kept
)
SELECT i.id, p.geom, NULL::text AS dep, NULL::text AS code, NULL::text AS name
  FROM polygon p
  JOIN inner_point i ON st_contains(p.geom, i.geom);

-- The département of a commune is that of the nearest of three towns.
UPDATE commune c SET dep =
    (SELECT town.dep FROM (VALUES ('9A', 731000, 6375000), ('9B', 771000, 6368000), ('9C', 748000, 6335000)) AS town (dep, x, y)
      ORDER BY st_distance(st_centroid(c.geom), st_setsrid(st_makepoint(town.x, town.y), 2154)) LIMIT 1);

-- Names are a first and a second half, each pair used once.
WITH half AS (
    SELECT ARRAY['Valcombe', 'Montaubrac', 'Roquelaine', 'Castelombre', 'Fontarelle', 'Pradelongue', 'Masvieil', 'Combelouve',
                 'Peyrefontaine', 'Aubarette', 'Lauzerette', 'Vernouzet', 'Rieublanc', 'Sagnelongue', 'Cham-Rousse', 'Buissonnac',
                 'Estrade-Haute', 'Ginestelle', 'Mazeloube', 'Tourrouzelle', 'Fraissinelle', 'Serrelongue'] AS first_half,
           ARRAY['', '-le-Vieux', '-sur-Tarnette', '-les-Bois', '-d''Aubrette', '-en-Lauzère', '-la-Combe', '-sous-Roche',
                 '-des-Causses-Hauts'] AS second_half
), numbered AS (
    SELECT id, row_number() OVER (ORDER BY pg_temp.chance(id, 5), id) - 1 AS n,
           row_number() OVER (PARTITION BY dep ORDER BY id) AS n_in_dep
      FROM commune
)
UPDATE commune c
   SET code = c.dep || lpad(n_in_dep::text, 3, '0'),
       name = first_half[1 + n % 22] || second_half[1 + n / 22]
  FROM numbered, half
 WHERE numbered.id = c.id;

INSERT INTO ref_geo.l_areas (id_type, area_name, area_code, geom, centroid, source)
SELECT ref_geo.get_id_area_type('COM'), name, code, st_multi(geom), st_centroid(geom), 'Territoire inventé'
  FROM commune ORDER BY code;

INSERT INTO ref_geo.l_areas (id_type, area_name, area_code, geom, centroid, source)
SELECT ref_geo.get_id_area_type('DEP'), d.name, d.code, st_multi(u.geom), st_centroid(u.geom), 'Territoire inventé'
  FROM (VALUES ('9A', 'Haute-Lauzère'), ('9B', 'Combes-et-Serres'), ('9C', 'Basse-Tarnette')) AS d (code, name)
  CROSS JOIN LATERAL (SELECT st_union(geom) AS geom FROM commune WHERE dep = d.code) AS u;

INSERT INTO ref_geo.li_municipalities
    (id_municipality, id_area, status, insee_com, nom_com, insee_arr, nom_dep, insee_dep, nom_reg, insee_reg, population)
SELECT 'DEMO' || c.code, a.id_area, 'Commune simple', c.code, c.name, '1', d.area_name, c.dep, 'Région de démonstration', '9Z',
       (60 + 2400 * pg_temp.chance(c.id, 6) ^ 4)::integer
  FROM commune c
  JOIN ref_geo.l_areas a ON a.area_code = c.code AND a.id_type = ref_geo.get_id_area_type('COM')
  JOIN ref_geo.l_areas d ON d.area_code = c.dep AND d.id_type = ref_geo.get_id_area_type('DEP');
