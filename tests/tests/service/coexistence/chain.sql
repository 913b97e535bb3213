-- Twenty relevés of Occtax over the territory, each of two occurrences of one or two countings, then validations, corrections and deletions.
-- The same everywhere: identifiers are computed, taxa and places are chosen by their order.
CREATE FUNCTION pg_temp.code(type text, n integer) RETURNS integer LANGUAGE sql AS $$
    SELECT c.id_nomenclature FROM ref_nomenclatures.t_nomenclatures c JOIN ref_nomenclatures.bib_nomenclatures_types t USING (id_type)
    WHERE t.mnemonique = type ORDER BY c.cd_nomenclature OFFSET n % (
        SELECT count(*) FROM ref_nomenclatures.t_nomenclatures x WHERE x.id_type = (
            SELECT id_type FROM ref_nomenclatures.bib_nomenclatures_types WHERE mnemonique = type)) LIMIT 1
$$;
-- Half of them sensitive somewhere.
CREATE TEMP TABLE taxon AS
SELECT row_number() OVER (ORDER BY cd_nom) - 1 AS n, cd_nom, lb_nom FROM (
    (SELECT t.cd_nom, t.lb_nom FROM taxonomie.taxref t WHERE EXISTS (SELECT FROM gn_sensitivity.t_sensitivity_rules r WHERE r.cd_nom = t.cd_nom)
     ORDER BY t.cd_nom LIMIT 10)
    UNION
    (SELECT t.cd_nom, t.lb_nom FROM taxonomie.taxref t WHERE t.cd_nom = t.cd_ref AND t.id_rang = 'ES' ORDER BY t.cd_nom DESC LIMIT 10)) chosen;
CREATE TEMP TABLE commune AS
SELECT row_number() OVER (ORDER BY area_code) - 1 AS n, geom FROM ref_geo.l_areas WHERE id_type = ref_geo.get_id_area_type('COM');

INSERT INTO pr_occtax.t_releves_occtax (unique_id_sinp_grp, id_dataset, id_digitiser, observers_txt, id_nomenclature_grp_typ, date_min, date_max,
    geom_local, geom_4326, id_nomenclature_geo_object_nature, id_module, comment)
SELECT md5('releve' || k)::uuid, (SELECT min(id_dataset) FROM gn_meta.t_datasets), (SELECT min(id_role) FROM utilisateurs.t_roles WHERE NOT groupe),
       'Observateur ' || k, pg_temp.code('TYP_GRP', k), timestamp '2024-01-15' + k * interval '17 days', timestamp '2024-01-15' + k * interval '17 days',
       g.geom, st_transform(g.geom, 4326), pg_temp.code('NAT_OBJ_GEO', k), (SELECT min(id_module) FROM gn_commons.t_modules), 'relevé ' || k
FROM generate_series(0, 19) k
JOIN LATERAL (
    -- Points, lines and polygons.
    SELECT CASE k % 3 WHEN 0 THEN st_pointonsurface(c.geom)
                      WHEN 1 THEN st_makeline(st_pointonsurface(c.geom), st_translate(st_pointonsurface(c.geom), 3000, 1000))
                      ELSE st_buffer(st_pointonsurface(c.geom), 900) END AS geom
    FROM commune c WHERE c.n = k * 5 % (SELECT count(*) FROM commune)) g ON true;
INSERT INTO pr_occtax.cor_role_releves_occtax (id_releve_occtax, id_role)
SELECT r.id_releve_occtax, p.id_role FROM pr_occtax.t_releves_occtax r,
    (SELECT id_role FROM utilisateurs.t_roles WHERE NOT groupe ORDER BY id_role LIMIT 2) p;
-- With its version of TAXREF, as Occtax writes it: the column's default is a text longer than the column.
INSERT INTO pr_occtax.t_occurrences_occtax (unique_id_occurence_occtax, id_releve_occtax, id_nomenclature_obs_technique,
    id_nomenclature_bio_condition, id_nomenclature_bio_status, id_nomenclature_behaviour, cd_nom, nom_cite, meta_v_taxref, comment)
SELECT md5('occurrence' || r.unique_id_sinp_grp || o)::uuid, r.id_releve_occtax, pg_temp.code('METH_OBS', o), pg_temp.code('ETA_BIO', o),
       pg_temp.code('STATUT_BIO', x.n), pg_temp.code('OCC_COMPORTEMENT', x.n), t.cd_nom, t.lb_nom, 'Taxref V17', 'occurrence ' || o
FROM pr_occtax.t_releves_occtax r
JOIN generate_series(0, 1) o ON true
JOIN LATERAL (SELECT (substring(r.comment FROM '\d+')::int * 2 + o)::int AS n) x ON true
JOIN taxon t ON t.n = x.n % (SELECT count(*) FROM taxon);
INSERT INTO pr_occtax.cor_counting_occtax (unique_id_sinp_occtax, id_occurrence_occtax, id_nomenclature_life_stage, id_nomenclature_sex,
    id_nomenclature_obj_count, count_min, count_max)
SELECT md5('denombrement' || o.unique_id_occurence_occtax || c)::uuid, o.id_occurrence_occtax, pg_temp.code('STADE_VIE', c),
       pg_temp.code('SEXE', c), pg_temp.code('OBJ_DENBR', c), 1, 1 + c
FROM pr_occtax.t_occurrences_occtax o JOIN generate_series(0, 1) c ON c = 0 OR o.comment = 'occurrence 1'
ORDER BY o.unique_id_occurence_occtax, c;

-- What people do afterwards.
INSERT INTO gn_commons.t_validations (uuid_attached_row, id_nomenclature_valid_status, validation_auto, id_validator, validation_comment, validation_date)
SELECT c.unique_id_sinp_occtax, pg_temp.code('STATUT_VALID', row_number() OVER (ORDER BY c.unique_id_sinp_occtax)::int), false,
       (SELECT min(id_role) FROM utilisateurs.t_roles WHERE NOT groupe), 'vu', timestamp '2025-06-01'
FROM pr_occtax.cor_counting_occtax c;
UPDATE pr_occtax.cor_counting_occtax SET count_max = count_max + 3 WHERE count_max = 2;
UPDATE pr_occtax.t_releves_occtax SET geom_local = st_translate(geom_local, 4000, -2000),
    geom_4326 = st_transform(st_translate(geom_local, 4000, -2000), 4326) WHERE comment IN ('relevé 3', 'relevé 4', 'relevé 5');
DELETE FROM pr_occtax.cor_counting_occtax WHERE id_occurrence_occtax = (
    SELECT o.id_occurrence_occtax FROM pr_occtax.t_occurrences_occtax o ORDER BY o.unique_id_occurence_occtax LIMIT 1);
