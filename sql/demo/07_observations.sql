-- Observations: 36 000 drawn around places of each habitat, of which those inside the territory are kept.
-- They are inserted with GeoNature's triggers off (row by row they would take minutes), with the sensitivity and the areas
-- that the triggers would give them.

-- Places where naturalists go: villages, cliffs, woods, rivers, open land. Rivers are strings of places.
CREATE TEMP TABLE place AS
SELECT n, habitat,
       row_number() OVER (PARTITION BY habitat ORDER BY n) AS rank,
       count(*) OVER (PARTITION BY habitat) AS ranks, x, y, radius
  FROM (
    SELECT n, (ARRAY['rock', 'wood', 'open', 'village'])[1 + n % 4] AS habitat,
           707000 + 86000 * pg_temp.chance(n, 11) AS x, 6319500 + 80000 * pg_temp.chance(n, 12) AS y,
           (ARRAY[350, 1300, 1500, 420])[1 + n % 4] AS radius
      FROM generate_series(0, 399) n
    UNION ALL
    -- Six valleys that wind southwards from the heart of the massif.
    SELECT 1000 + v * 100 + k, 'river',
           718000 + 12500 * v + 3600 * sin(k / 5.0 + v) + 900 * sin(k / 1.7 + 2 * v),
           6394000 - 1150 * k + 1200 * sin(k / 3.0 + v), 130
      FROM generate_series(0, 5) v, generate_series(0, 59) k
  ) AS places
 WHERE EXISTS (SELECT FROM commune c WHERE st_contains(c.geom, st_setsrid(st_makepoint(x, y), 2154)));

CREATE TEMP TABLE drawn AS
WITH cumulated AS (
    SELECT cd_nom, habitat, peak, spread, group2,
           sum(weight) OVER (ORDER BY cd_nom) - weight AS low, sum(weight) OVER (ORDER BY cd_nom) AS high
      FROM species
), draw AS MATERIALIZED (
    SELECT i, pg_temp.chance(i, 20) * (SELECT sum(weight) FROM species) AS at FROM generate_series(1, 36000) i
), observation AS (
    SELECT i, c.* FROM draw JOIN cumulated c ON at >= c.low AND at < c.high
), placed AS (
    -- Each species has its own favourite places of its habitat (few of them get most of the visits); one observation in
    -- eight is anywhere.
    SELECT o.*, p.x + p.radius * pg_temp.bell(i, 21) AS near_x, p.y + p.radius * pg_temp.bell(i, 22) AS near_y,
           pg_temp.chance(i, 23) < 0.12 AS anywhere
      FROM observation o
      JOIN place p ON p.habitat = o.habitat
                  AND p.rank = 1 + (floor(p.ranks * pg_temp.chance(i, 24) ^ 1.7)::integer + o.cd_nom * 7) % p.ranks
), located AS (
    SELECT i, cd_nom, group2, peak, spread,
           round((CASE WHEN anywhere THEN 707000 + 86000 * pg_temp.chance(i, 25) ELSE near_x END)::numeric, 1)::float8 AS x,
           round((CASE WHEN anywhere THEN 6319500 + 80000 * pg_temp.chance(i, 26) ELSE near_y END)::numeric, 1)::float8 AS y
      FROM placed
)
SELECT i, cd_nom, group2,
       -- A few points lie exactly on the border of cells: those of the kilometre.
       CASE WHEN i % 499 = 0 THEN round(x / 1000) * 1000 ELSE x END AS x,
       CASE WHEN i % 998 = 0 THEN round(y / 1000) * 1000 ELSE y END AS y,
       -- More and more observations over fifteen years, around the species' peak.
       make_date(2025 - floor(15 * pg_temp.chance(i, 27) ^ 1.5)::integer, 1, 1)
           + ((peak + round(spread * pg_temp.bell(i, 28))::integer + 730) % 365) AS day
  FROM located;

ALTER TABLE drawn ADD COLUMN point geometry(Point, 2154);
UPDATE drawn SET point = st_setsrid(st_makepoint(x, y), 2154);
CREATE INDEX ON drawn USING gist (point);
ANALYZE drawn;

CREATE TEMP TABLE observation AS
WITH inside AS (
    SELECT d.* FROM commune c JOIN drawn d ON st_contains(c.geom, d.point)
)
SELECT i, cd_nom, group2, day, x, y,
       CASE WHEN i % 333 = 0 THEN NULL                       -- location unknown
            WHEN i % 34 = 1 THEN                             -- a transect of three legs
                st_makeline(ARRAY[point, st_translate(point, 400 * pg_temp.bell(i, 31), 400 * pg_temp.bell(i, 32)),
                                  st_translate(point, 800 * pg_temp.bell(i, 33), 800 * pg_temp.bell(i, 34))])
            WHEN i % 43 = 2 THEN                             -- a patch
                st_snaptogrid(st_buffer(point, 40 + 600 * pg_temp.chance(i, 35) ^ 2, 3), 0.1)
            ELSE point END AS geom
  FROM inside;

CREATE TEMP TABLE code AS
SELECT t.mnemonique AS type, n.cd_nomenclature AS cd, n.id_nomenclature AS id
  FROM ref_nomenclatures.t_nomenclatures n JOIN ref_nomenclatures.bib_nomenclatures_types t USING (id_type);
ANALYZE code;

-- Everything about each observation but its ids.
CREATE TEMP TABLE described AS
WITH dataset AS (
    SELECT d.id_dataset, p.taxa, p.share
      FROM dataset_plan p JOIN gn_meta.t_datasets d ON d.dataset_name = p.name
), choice AS (
    -- The datasets that may hold a species, each with its slice of [0, 1).
    SELECT s.cd_nom, d.id_dataset,
           (sum(d.share) OVER w - d.share) / sum(d.share) OVER (PARTITION BY s.cd_nom) AS low,
           sum(d.share) OVER w / sum(d.share) OVER (PARTITION BY s.cd_nom) AS high
      FROM species s
      JOIN dataset d ON s.group2 = ANY (string_to_array(d.taxa, ','))
                     OR s.cd_nom::text = ANY (string_to_array(substr(d.taxa, 4), ',')) AND d.taxa LIKE 'cd:%'
    WINDOW w AS (PARTITION BY s.cd_nom ORDER BY d.id_dataset)
)
SELECT o.*, st_transform(o.geom, 4326) AS geom_4326, c.id_dataset,
       CASE WHEN pg_temp.chance(i, 41) < 0.06 THEN synonym.cd_nom END AS cd_synonym,
       -- Biological status: breeding in spring and early summer, hibernating bats in winter.
       CASE WHEN o.cd_nom IN (SELECT cd_nom FROM species WHERE group3 = 'Chiroptères')
                 AND extract(month FROM day) IN (11, 12, 1, 2, 3) THEN '4'
            WHEN group2 <> 'Angiospermes' AND extract(month FROM day) BETWEEN 3 AND 7
                 AND pg_temp.chance(i, 42) < 0.45 THEN '3'
            WHEN pg_temp.chance(i, 42) < 0.75 THEN '1' ELSE '2' END AS bio_status,
       CASE WHEN group2 = 'Oiseaux' AND extract(month FROM day) IN (11, 12, 1, 2) AND pg_temp.chance(i, 43) < 0.4 THEN '3'
            WHEN group2 = 'Oiseaux' AND pg_temp.chance(i, 43) < 0.3 THEN '18' ELSE '1' END AS behaviour,
       -- The producer asks for a restriction on one record in fifty.
       CASE WHEN pg_temp.chance(i, 44) < 0.02 THEN floor(6 * pg_temp.chance(i, 45))::integer::text END AS diffusion,
       CASE WHEN pg_temp.chance(i, 46) < 0.5 THEN 'Occtax' WHEN pg_temp.chance(i, 46) < 0.93 THEN 'Base de l''association'
            ELSE 'Bibliographie' END AS source,
       (ARRAY['1', '2', '0', '3', '6'])[1 + floor(5 * pg_temp.chance(i, 48) ^ 2)::integer] AS validity,
       CASE WHEN i % 250 = 0 THEN 'No' ELSE 'Pr' END AS presence,
       (1 + floor(8 * pg_temp.chance(i, 47) ^ 5))::integer AS individuals,
       (650 + 450 * sin((x - 700000) / 17000) * cos((y - 6350000) / 21000) + 80 * sin(x / 2300 + y / 3100))::integer AS altitude
  FROM observation o
  JOIN choice c ON c.cd_nom = o.cd_nom AND pg_temp.chance(i, 40) >= c.low AND pg_temp.chance(i, 40) < c.high
  LEFT JOIN taxonomie.taxref synonym ON synonym.cd_ref = o.cd_nom AND synonym.cd_nom <> synonym.cd_ref;
ANALYZE described, taxonomie.taxref, gn_synthese.t_sources, gn_sensitivity.t_sensitivity_rules_cd_ref;

-- Triggers off, those of foreign keys too: every id below comes from a join with the table it points to.
SET LOCAL session_replication_role = replica;

-- The CHECKs of nomenclature types aside too: twenty function calls for each row. They come back NOT VALID, as GeoNature has them.
CREATE TEMP TABLE check_aside AS
SELECT conname, regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '') AS definition
  FROM pg_constraint
 WHERE conrelid = 'gn_synthese.synthese'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%ref_nomenclatures.%';

DO $$
DECLARE
    aside record;
BEGIN
    FOR aside IN SELECT * FROM check_aside LOOP
        EXECUTE format('ALTER TABLE gn_synthese.synthese DROP CONSTRAINT %I', aside.conname);
    END LOOP;
END
$$;

INSERT INTO gn_synthese.synthese
    (unique_id_sinp, unique_id_sinp_grp, id_source, entity_source_pk_value, id_dataset, cd_nom, nom_cite, count_min, count_max,
     altitude_min, altitude_max, place_name, the_geom_4326, the_geom_point, the_geom_local, "precision", date_min, date_max,
     observers, determiner, comment_description,
     id_nomenclature_sensitivity, id_nomenclature_bio_status, id_nomenclature_behaviour, id_nomenclature_diffusion_level,
     id_nomenclature_valid_status, id_nomenclature_observation_status, id_nomenclature_geo_object_nature, id_nomenclature_source_status, last_action)
SELECT CASE WHEN i % 401 <> 0 THEN pg_temp.uuid_of('synthese', i::text) END, pg_temp.uuid_of('releve', (i / 3)::text),
       source.id_source, i::text, d.id_dataset, t.cd_nom, t.lb_nom, individuals, individuals + (i % 3 = 0)::integer,
       altitude, altitude, 'Lieu-dit ' || (i % 900), geom_4326, st_centroid(geom_4326), d.geom, 10,
       day + make_interval(hours => 6 + i % 14), day + make_interval(hours => 7 + i % 14),
       'Observateur ' || chr(65 + i % 12), 'Observateur ' || chr(65 + i % 5),
       CASE WHEN i % 25 = 0 THEN 'Commentaire de l''observation ' || i END,
       -- Only a taxon that has a rule needs the rules read.
       CASE WHEN ruled.cd_ref IS NOT NULL
            THEN gn_sensitivity.get_id_nomenclature_sensitivity(day, t.cd_ref, d.geom,
                     jsonb_build_object('STATUT_BIO', bio.id, 'OCC_COMPORTEMENT', behaviour.id))
            ELSE not_sensitive.id END,
       bio.id, behaviour.id, diffusion.id, valid.id, observed.id, nature.id, status.id, 'I'
  FROM described d
  JOIN taxonomie.taxref t ON t.cd_nom = coalesce(d.cd_synonym, d.cd_nom)
  LEFT JOIN (SELECT DISTINCT cd_ref FROM gn_sensitivity.t_sensitivity_rules_cd_ref) ruled ON ruled.cd_ref = t.cd_ref
  JOIN code not_sensitive ON not_sensitive.type = 'SENSIBILITE' AND not_sensitive.cd = '0'
  JOIN gn_synthese.t_sources source ON source.name_source = d.source
  JOIN code bio ON bio.type = 'STATUT_BIO' AND bio.cd = d.bio_status
  JOIN code behaviour ON behaviour.type = 'OCC_COMPORTEMENT' AND behaviour.cd = d.behaviour
  LEFT JOIN code diffusion ON diffusion.type = 'NIV_PRECIS' AND diffusion.cd = d.diffusion
  JOIN code valid ON valid.type = 'STATUT_VALID' AND valid.cd = d.validity
  JOIN code observed ON observed.type = 'STATUT_OBS' AND observed.cd = d.presence
  JOIN code nature ON nature.type = 'NAT_OBJ_GEO' AND nature.cd = 'St'
  JOIN code status ON status.type = 'STATUT_SOURCE' AND status.cd = CASE d.source WHEN 'Bibliographie' THEN 'Li' ELSE 'Te' END
 ORDER BY d.i;

DO $$
DECLARE
    aside record;
BEGIN
    FOR aside IN SELECT * FROM check_aside LOOP
        EXECUTE format('ALTER TABLE gn_synthese.synthese ADD CONSTRAINT %I %s NOT VALID', aside.conname, aside.definition);
    END LOOP;
END
$$;

ANALYZE gn_synthese.synthese;

-- Areas, by the rule of the trigger, one area at a time rather than one observation at a time.
INSERT INTO gn_synthese.cor_area_synthese (id_synthese, id_area)
SELECT s.id_synthese, a.id_area
  FROM ref_geo.l_areas a
  JOIN gn_synthese.synthese s ON st_intersects(a.geom, s.the_geom_local)
 WHERE a.enable AND (st_geometrytype(s.the_geom_local) = 'ST_Point' OR NOT st_touches(s.the_geom_local, a.geom));

SET LOCAL session_replication_role = origin;

-- Some records lost their level, as happens when a server imports with its triggers off.
UPDATE gn_synthese.synthese SET id_nomenclature_sensitivity = NULL WHERE entity_source_pk_value::integer % 457 = 0;
