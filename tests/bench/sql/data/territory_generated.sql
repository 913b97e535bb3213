-- Communes and départements where the real ones are not at hand: {side} × {side} squares of 4 km whose sides are bent by a smooth
-- field, so that neighbours share every vertex (64 for each commune, as the real simplified ones have on average), and
-- départements made of whole communes.

CREATE TEMP TABLE commune ON COMMIT DROP AS
SELECT i, j, st_setsrid(st_makepolygon(st_makeline(ARRAY(
           SELECT st_makepoint(x + 500 * sin(y / 1350 + x / 5200) + 120 * sin(y / 470 - x / 900),
                               y + 500 * sin(x / 1450 - y / 6100) + 120 * sin(x / 430 + y / 800))
             FROM generate_series(0, 64) k
            CROSS JOIN LATERAL (
                SELECT 4000.0 * i + 250.0 * CASE m / 16 WHEN 0 THEN m WHEN 1 THEN 16 WHEN 2 THEN 48 - m ELSE 0 END + 500000 AS x,
                       4000.0 * j + 250.0 * CASE m / 16 WHEN 0 THEN 0 WHEN 1 THEN m - 16 WHEN 2 THEN 16 ELSE 64 - m END + 6200000 AS y
                  FROM (SELECT k % 64 AS m) step
            ) corner
            ORDER BY k))), 2154) AS geom
  FROM generate_series(0, {side} - 1) i, generate_series(0, {side} - 1) j;

INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom, geom_4326, centroid, source)
SELECT ref_geo.get_id_area_type('COM'), lpad(i::text, 3, '0') || lpad(j::text, 3, '0'), 'Commune ' || i || '-' || j,
       st_multi(geom), st_transform(st_multi(geom), 4326), st_centroid(geom), 'Banc d''essai'
  FROM commune ORDER BY i, j;

-- Thirteen bands.
INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom, geom_4326, centroid, source)
SELECT ref_geo.get_id_area_type('DEP'), 'D' || band, 'Département ' || band, st_multi(geom), st_transform(st_multi(geom), 4326),
       st_centroid(geom), 'Banc d''essai'
  FROM (SELECT i * 13 / {side} AS band, st_union(geom) AS geom FROM commune GROUP BY 1) d;
