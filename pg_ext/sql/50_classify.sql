-- Classification of the observations of a perimeter into lots, and the counts that check it.
--
-- classify asks the native functions for the level and the areas of each record (sensitivity, area_ids).
-- selection_counts takes another way, by the tables alone: every record of the base for the first count; for the second, rules looked
-- up from each taxon upwards (ancestors) and areas by PostGIS. The two share the checks of their arguments, the order of the levels,
-- usable_geometry and the tables: a mistake in one breaks the identities between them.

CREATE FUNCTION gn_diffusion.ordered_levels()
    RETURNS TABLE (code text, ord integer, sensitive boolean, area_type text, id_type integer)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 15 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY
        SELECT l.cd_nomenclature,
               row_number() OVER (ORDER BY l.rank, l.area_type IS NULL,
                                  array_position(ARRAY['day', 'month', 'year'], l.date_precision),
                                  l.cd_nomenclature DESC)::integer,
               l.sensitive, l.area_type, t.id_type
          FROM gn_diffusion.level l
          LEFT JOIN ref_geo.bib_areas_types t ON t.type_code = l.area_type;
END
$$;
COMMENT ON FUNCTION gn_diffusion.ordered_levels() IS
    'Levels from the least (1) to the most restrictive: by rank; same rank: never delivered last, then the coarser date, then the '
    'first code. id_type: of area_type in ref_geo, NULL when it has none.';

CREATE FUNCTION gn_diffusion.check_arguments(residual_min_share double precision) RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    IF residual_min_share IS NULL OR NOT residual_min_share BETWEEN 0 AND 1 THEN
        RAISE EXCEPTION 'La part résiduelle minimale doit être comprise entre 0 et 1' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0') IS NULL THEN
        RAISE EXCEPTION 'La nomenclature SENSIBILITE n''a pas de code « 0 »' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
END
$$;
COMMENT ON FUNCTION gn_diffusion.check_arguments(double precision) IS
    'Error 22023 for a share NULL, NaN or outside [0, 1]; error 55000 when the nomenclature of sensitivity has no code 0.';

CREATE FUNCTION gn_diffusion.classify_records(
    perimetre geometry, cd_refs integer[], date_from date, date_to date, precise_wanted boolean,
    residual_min_share double precision, private_withheld boolean, at date, only_ids integer[])
    RETURNS TABLE (id_synthese integer, lot text, groupe text, precise boolean, selected_by text, level text, reason text,
                   area_type text, area_ids integer[], area_codes text[], area geometry)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 COST 1000000
    -- Each phase hands its result to the next as arrays: with a plan made for their values, the planner knows their
    -- lengths and the extents. Compiling such plans costs more than running them. Records taken for few, whatever the reason, would be
    -- compared one by one with their taxa: by hash, nothing grows faster than they do.
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off
    SET enable_nestloop = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    unknown constant integer := 2147483647;  -- more restrictive than any level
    p geometry := gn_diffusion.checked_perimetre(perimetre);
    day_now date := coalesce(at, current_date);
    residual boolean := coalesce(precise_wanted, true);
    hide_private boolean := coalesce(private_withheld, true);
    type_sensitivity integer := ref_nomenclatures.get_id_nomenclature_type('SENSIBILITE');
    type_producer integer := ref_nomenclatures.get_id_nomenclature_type('NIV_PRECIS');
    id_private integer := ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', 'Pr');
    ord_zero integer;
    rule_names integer[];
    hits integer[];
    hit_types integer[];
    hit_extents geometry[];
    everywhere geometry;
    near geometry;
    far_types integer[];
    names integer[];
    taxa integer[];
    children integer[];
    parents integer[];
    wanted_taxa integer[];
    wanted_names integer[];
    near_taxa integer[];
    near_names integer[];
    near_levels integer[];
    near_wishes integer[];
    far_taxa integer[];
    far_names integer[];
    far_levels integer[];
    far_wishes integer[];
BEGIN
    PERFORM gn_diffusion.check_arguments(residual_min_share);
    SELECT coalesce(max(l.ord) FILTER (WHERE l.code = '0'), unknown) INTO ord_zero FROM gn_diffusion.ordered_levels() l;

    -- 1. Areas that meet the perimeter, and where a record must lie to be in one of them: near, in the widest of the extents that are a
    -- quarter of all at most; or far, where only the levels of the other types count.
    SELECT array_agg(h.id_area) INTO hits
      FROM (SELECT DISTINCT l.area_type FROM gn_diffusion.ordered_levels() l WHERE l.sensitive AND l.id_type IS NOT NULL) t
     CROSS JOIN LATERAL unnest(gn_diffusion.met_areas(p, t.area_type, false)) h (id_area);
    SELECT array_agg(e.id_type), array_agg(e.box), st_envelope(st_collect(array_append(array_agg(e.box), st_envelope(p))))
      INTO hit_types, hit_extents, everywhere
      FROM (SELECT a.id_type, st_setsrid(st_extent(a.geom)::geometry, st_srid(p)) AS box
              FROM ref_geo.l_areas a
             WHERE a.id_area = ANY (hits)
             GROUP BY a.id_type) e;
    SELECT st_envelope(st_collect(array_append(array_agg(e.box) FILTER (WHERE e.is_near), st_envelope(p)))),
           coalesce(array_agg(e.id_type) FILTER (WHERE NOT e.is_near), '{}')
      INTO near, far_types
      FROM (SELECT u.id_type, u.box, 4 * st_area(st_envelope(st_collect(u.box, p))) <= st_area(everywhere) AS is_near
              FROM unnest(hit_types, hit_extents) u (id_type, box)) e;

    -- 2. Names of the records, every taxon above each of them, and the names below a rule: a record is sensitive by its stored level, by
    -- the wish of its producer or by its name.
    IF only_ids IS NULL THEN
        -- From one to the next by the index on names: thousands of steps instead of as many rows as synthese has.
        names := ARRAY(
            WITH RECURSIVE name (cd_nom) AS (
                SELECT min(s.cd_nom) FROM gn_synthese.synthese s
                UNION ALL
                SELECT (SELECT min(s.cd_nom) FROM gn_synthese.synthese s WHERE s.cd_nom > name.cd_nom) FROM name WHERE name.cd_nom IS NOT NULL)
            SELECT name.cd_nom FROM name WHERE name.cd_nom IS NOT NULL);
    ELSE
        names := ARRAY(SELECT DISTINCT s.cd_nom FROM gn_synthese.synthese s WHERE s.id_synthese = ANY (only_ids));
    END IF;
    SELECT array_agg(DISTINCT t.cd_ref) INTO taxa FROM taxonomie.taxref t WHERE t.cd_nom = ANY (names) AND t.cd_ref IS NOT NULL;
    SELECT g.children, g.parents INTO children, parents FROM gn_diffusion.taxon_graph(taxa) g;
    IF cd_refs IS NOT NULL THEN
        wanted_taxa := gn_diffusion.taxa_below(
            cd_refs || ARRAY(SELECT t.cd_ref FROM taxonomie.taxref t WHERE t.cd_nom = ANY (cd_refs)), children, parents);
        wanted_names := ARRAY(SELECT t.cd_nom FROM taxonomie.taxref t WHERE t.cd_nom = ANY (names) AND t.cd_ref = ANY (wanted_taxa));
    END IF;
    rule_names := ARRAY(SELECT r.cd_nom FROM gn_sensitivity.t_sensitivity_rules r WHERE r.active);
    WITH
    lev AS MATERIALIZED (
        SELECT l.code, l.id_type = ANY (far_types) AS far
          FROM gn_diffusion.ordered_levels() l WHERE l.sensitive AND l.id_type = ANY (hit_types)),
    stored AS MATERIALIZED (
        SELECT n.id_nomenclature, l.far
          FROM ref_nomenclatures.t_nomenclatures n JOIN lev l ON l.code = n.cd_nomenclature
         WHERE n.id_type = type_sensitivity),
    wished AS MATERIALIZED (
        SELECT n.id_nomenclature, l.far
          FROM ref_nomenclatures.t_nomenclatures n
          JOIN gn_diffusion.producer_level pl ON pl.cd_niv_precis = n.cd_nomenclature
          JOIN lev l ON l.code = pl.level
         WHERE n.id_type = type_producer),
    ruled AS MATERIALIZED (
        SELECT c.taxon, st.far
          FROM gn_sensitivity.t_sensitivity_rules r
          JOIN stored st ON st.id_nomenclature = r.id_nomenclature_sensitivity
          JOIN (SELECT t.cd_nom, t.cd_ref FROM taxonomie.taxref t WHERE t.cd_nom = ANY (rule_names)) t ON t.cd_nom = r.cd_nom
         CROSS JOIN LATERAL (VALUES (t.cd_ref), (r.cd_nom)) c (taxon)
         WHERE r.active)
    SELECT ARRAY(SELECT DISTINCT r.taxon FROM ruled r), ARRAY(SELECT DISTINCT r.taxon FROM ruled r WHERE r.far),
           ARRAY(SELECT st.id_nomenclature FROM stored st), ARRAY(SELECT st.id_nomenclature FROM stored st WHERE st.far),
           ARRAY(SELECT w.id_nomenclature FROM wished w), ARRAY(SELECT w.id_nomenclature FROM wished w WHERE w.far)
      INTO near_taxa, far_taxa, near_levels, far_levels, near_wishes, far_wishes;
    near_taxa := gn_diffusion.taxa_below(near_taxa, children, parents);
    far_taxa := gn_diffusion.taxa_below(far_taxa, children, parents);
    SELECT coalesce(array_agg(t.cd_nom) FILTER (WHERE t.cd_ref = ANY (near_taxa)), '{}'),
           coalesce(array_agg(t.cd_nom) FILTER (WHERE t.cd_ref = ANY (far_taxa)), '{}')
      INTO near_names, far_names
      FROM taxonomie.taxref t WHERE t.cd_nom = ANY (names);

    -- 3. Records.
    RETURN QUERY
    WITH
    lev AS MATERIALIZED (SELECT l.* FROM gn_diffusion.ordered_levels() l),
    stored AS MATERIALIZED (
        SELECT n.id_nomenclature, l.ord
          FROM ref_nomenclatures.t_nomenclatures n JOIN lev l ON l.code = n.cd_nomenclature
         WHERE n.id_type = type_sensitivity),
    wished AS MATERIALIZED (
        SELECT n.id_nomenclature, l.ord
          FROM ref_nomenclatures.t_nomenclatures n
          JOIN gn_diffusion.producer_level pl ON pl.cd_niv_precis = n.cd_nomenclature
          JOIN lev l ON l.code = pl.level
         WHERE n.id_type = type_producer),
    -- Each step adds columns to the one before, in one pass over the records. OFFSET 0: what a step computes is not computed again
    -- wherever the next ones name it.
    rec AS (
        SELECT s.id_synthese, t.cd_ref, s.date_min::date AS day, s.id_nomenclature_bio_status AS bio, s.id_nomenclature_behaviour AS behaviour,
               -- Points, most of the rows, are judged here: the function is called for the others.
               CASE WHEN st_geometrytype(s.the_geom_local) = 'ST_Point' AND st_srid(s.the_geom_local) = st_srid(p)
                    THEN CASE WHEN abs(st_x(s.the_geom_local)) < 'infinity' AND abs(st_y(s.the_geom_local)) < 'infinity'
                              THEN s.the_geom_local END
                    ELSE gn_diffusion.usable_geometry(s.the_geom_local) END AS geom,
               coalesce(d.id_nomenclature_data_origin = id_private, false) AND hide_private AS private,
               greatest(CASE WHEN s.id_nomenclature_sensitivity IS NOT NULL THEN coalesce(st.ord, unknown) END,
                        CASE WHEN s.id_nomenclature_diffusion_level IS NOT NULL THEN coalesce(wi.ord, unknown) END,
                        CASE WHEN t.cd_ref IS NULL THEN unknown ELSE ord_zero END) AS ord
          FROM gn_synthese.synthese s
          LEFT JOIN (SELECT t.cd_nom, t.cd_ref FROM taxonomie.taxref t WHERE t.cd_nom = ANY (names)) t ON t.cd_nom = s.cd_nom
          LEFT JOIN stored st ON st.id_nomenclature = s.id_nomenclature_sensitivity
          LEFT JOIN wished wi ON wi.id_nomenclature = s.id_nomenclature_diffusion_level
          LEFT JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
         WHERE s.the_geom_local && everywhere AND (only_ids IS NULL OR s.id_synthese = ANY (only_ids))
           -- Away from the perimeter only what may be blurred to an area that meets it counts.
           AND (s.id_nomenclature_sensitivity = ANY (far_levels) OR s.id_nomenclature_diffusion_level = ANY (far_wishes)
                OR s.cd_nom = ANY (far_names)
                OR s.the_geom_local && near
                   AND (s.id_nomenclature_sensitivity = ANY (near_levels) OR s.id_nomenclature_diffusion_level = ANY (near_wishes)
                        OR s.cd_nom = ANY (near_names) OR s.the_geom_local && p))
           AND (date_from IS NULL OR s.date_max::date >= date_from)
           AND (date_to IS NULL OR s.date_min::date <= date_to)
           AND (wanted_names IS NULL OR s.cd_nom = ANY (wanted_names))
        OFFSET 0),
    leveled AS (
        SELECT rec.*, rec.geom && p AND st_intersects(p, rec.geom) AS inside,
               CASE WHEN rec.ord < unknown
                    THEN gn_diffusion.sensitivity(rec.day, rec.cd_ref, rec.geom, rec.bio, rec.behaviour, 'prudent', day_now) END AS recomputed
          FROM rec
         WHERE rec.geom IS NOT NULL
        OFFSET 0),
    governed AS (
        SELECT r.id_synthese, r.cd_ref, r.geom, r.inside, l.code, l.sensitive, l.area_type, l.id_type,
               CASE WHEN l.code IS NULL THEN 'level_unknown'
                    WHEN l.sensitive AND l.area_type IS NULL THEN 'level_withheld'
                    WHEN r.private THEN 'private' END AS withheld
          FROM (SELECT leveled.*,
                       CASE WHEN leveled.ord < unknown THEN greatest(leveled.ord, coalesce(st.ord, unknown)) END AS final_ord
                  FROM leveled LEFT JOIN stored st ON st.id_nomenclature = leveled.recomputed OFFSET 0) r
          LEFT JOIN lev l ON l.ord = r.final_ord
        OFFSET 0),
    -- Areas of the sensitive records that may be delivered.
    blurred AS MATERIALIZED (
        SELECT g.id_synthese, g.cd_ref, g.inside, g.code, g.sensitive, g.area_type, g.withheld,
               CASE WHEN g.withheld IS NULL AND g.sensitive THEN gn_diffusion.area_ids(g.geom, g.area_type) END AS ids
          FROM governed g
          LEFT JOIN unnest(hit_types, hit_extents) e (id_type, box) ON e.id_type = g.id_type
         WHERE g.inside OR g.withheld IS NULL AND g.sensitive AND g.geom && e.box),
    -- Each distinct set of areas that meets the perimeter: its codes, its union, and whether the rest of it outside the perimeter
    -- would give the record away.
    area_set AS MATERIALIZED (
        SELECT u.ids, u.codes, u.geom,
               CASE WHEN NOT residual THEN false
                    WHEN st_covers(p, u.geom) THEN false
                    ELSE coalesce(1 - st_area(st_intersection(p, u.geom)) / nullif(st_area(u.geom), 0) < residual_min_share, true)
               END AS left_out
          FROM (SELECT d.ids, gn_diffusion.union_of_areas(d.ids) AS geom,
                       (SELECT array_agg(a.area_code::text ORDER BY a.id_area) FROM ref_geo.l_areas a WHERE a.id_area = ANY (d.ids)) AS codes
                  FROM (SELECT DISTINCT b.ids FROM blurred b WHERE b.ids IS NOT NULL) d
                 WHERE (SELECT bool_or(i.id_area = ANY (hits)) FROM unnest(d.ids) i (id_area))
                OFFSET 0) u),
    grouped AS (
        SELECT b.*, x.groupe, gr.avis_systematique, s.codes, s.geom AS area, s.left_out, s.ids IS NOT NULL AS hit
          FROM blurred b
          LEFT JOIN area_set s ON s.ids = b.ids
          LEFT JOIN gn_diffusion.groupes_in(ARRAY(SELECT DISTINCT b.cd_ref FROM blurred b), children, parents) x ON x.cd_ref = b.cd_ref
          LEFT JOIN gn_diffusion.groupe gr ON gr.code = x.groupe
         WHERE b.inside OR s.ids IS NOT NULL)
    SELECT g.id_synthese,
           CASE WHEN r.withheld IS NOT NULL THEN 'withheld'
                WHEN NOT g.sensitive THEN 'F1'
                WHEN g.groupe IS NULL OR g.avis_systematique THEN 'F3'
                ELSE 'F2' END,
           g.groupe, r.withheld IS NULL, 'geometry', g.code,
           CASE WHEN r.withheld IS NOT NULL THEN r.withheld
                WHEN NOT g.sensitive THEN 'not_sensitive'
                WHEN g.groupe IS NULL OR g.avis_systematique THEN 'sensitive_avis_systematique'
                ELSE 'sensitive' END,
           NULL::text, NULL::integer[], NULL::text[], NULL::geometry
      FROM grouped g
     CROSS JOIN LATERAL (
        SELECT coalesce(g.withheld, CASE WHEN g.sensitive AND g.ids IS NULL THEN 'blur_impossible' END) AS withheld) r
     WHERE g.inside
    UNION ALL
    SELECT g.id_synthese, CASE WHEN g.left_out THEN 'left_out' ELSE 'F1' END, g.groupe, false, 'area', g.code,
           CASE WHEN g.left_out THEN 'residual' ELSE 'blurred' END,
           g.area_type, g.ids, g.codes, g.area
      FROM grouped g
     WHERE g.hit;
END
$$;
COMMENT ON FUNCTION gn_diffusion.classify_records(
    geometry, integer[], date, date, boolean, double precision, boolean, date, integer[]) IS
    'classify and explain, with the ids of the only records to look at (NULL: all). Not to be called directly.';

CREATE FUNCTION gn_diffusion.classify(
    perimetre geometry, cd_refs integer[] DEFAULT NULL, date_from date DEFAULT NULL, date_to date DEFAULT NULL,
    precise_wanted boolean DEFAULT true, residual_min_share double precision DEFAULT 0.5,
    private_withheld boolean DEFAULT true, at date DEFAULT current_date)
    RETURNS TABLE (id_synthese integer, lot text, groupe text, precise boolean, selected_by text, level text, reason text,
                   area_type text, area_ids integer[], area_codes text[], area geometry)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 COST 1000000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM gn_diffusion.classify_records(
        perimetre, cd_refs, date_from, date_to, precise_wanted, residual_min_share, private_withheld, at, NULL) c;
END
$$;
COMMENT ON FUNCTION gn_diffusion.classify(geometry, integer[], date, date, boolean, double precision, boolean, date) IS
    'Lot of each wanted observation of a perimeter (polygon, local SRID). Wanted: taxon among cd_refs (cd_nom or cd_ref) or below one of '
    'them (NULL: any taxon), and period of observation that overlaps [date_from, date_to] (NULL: open end). '
    'By geometry (selected_by geometry, precise), a record that meets the perimeter: F1 not_sensitive, F2 sensitive, F3 '
    'sensitive_avis_systematique (groupe NULL: the coordination answers), or withheld: level_unknown, level_withheld, private, '
    'blur_impossible. By area (selected_by area), a sensitive record not withheld whose areas meet the perimeter: F1 blurred, or, when '
    'precise_wanted, left_out residual: part of the area, but less than residual_min_share of it, lies outside the perimeter. '
    'level: the governing one (NULL: unknown). area_type, area_ids (increasing), area_codes (same order) and area (MultiPolygon): rows by '
    'area only. Records without usable geometry have no row. NULL precise_wanted or private_withheld: true; NULL at: today. '
    'Error 22023: perimeter refused by checked_perimetre, residual_min_share NULL or outside [0, 1].';

CREATE FUNCTION gn_diffusion.taxa_above(cd_refs integer[], OUT taxa integer[], OUT above integer[])
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000
    -- TAXREF is hashed once when it fits in memory, else at each step. More memory is slower: see taxa_below.
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off SET work_mem = '32MB'
    SET enable_nestloop = on SET enable_mergejoin = off AS $$
BEGIN
    WITH RECURSIVE
    link AS MATERIALIZED (
        SELECT t.cd_ref AS child, p.taxon AS parent
          FROM taxonomie.taxref t
          LEFT JOIN taxonomie.taxref named ON named.cd_nom = t.cd_taxsup
         CROSS JOIN LATERAL (VALUES (t.cd_taxsup), (named.cd_ref)) p (taxon)
         WHERE t.cd_ref IS NOT NULL AND p.taxon IS NOT NULL),
    up (cd_ref, taxon) AS (
        SELECT u, u FROM unnest(cd_refs) u WHERE u IS NOT NULL
        UNION
        SELECT up.cd_ref, link.parent FROM up JOIN link ON link.child = up.taxon)
    SELECT array_agg(up.cd_ref), array_agg(up.taxon) INTO taxa, above FROM up;
END
$$;
COMMENT ON FUNCTION gn_diffusion.taxa_above(integer[]) IS
    'Each of these taxa (cd_ref) with itself and every taxon above it, as ancestors gives them: two arrays of the same length, NULL for none. '
    'Reads TAXREF whole.';

CREATE FUNCTION gn_diffusion.selection_counts(
    perimetre geometry, cd_refs integer[] DEFAULT NULL, date_from date DEFAULT NULL, date_to date DEFAULT NULL,
    precise_wanted boolean DEFAULT true, residual_min_share double precision DEFAULT 0.5,
    private_withheld boolean DEFAULT true, at date DEFAULT current_date,
    OUT by_geometry bigint, OUT by_area bigint, OUT without_geometry bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000
    -- Records are joined to their rules by hash: taken for few, they would be compared one by one.
    SET search_path FROM CURRENT SET jit = off SET enable_nestloop = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    p geometry := gn_diffusion.checked_perimetre(perimetre);
    id_zero integer := ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0');
    unknown constant integer := 2147483647;  -- more restrictive than any level
    year_now double precision := date_part('year', coalesce(at, current_date));
    wanted_names integer[];
    hits integer[];
    around geometry;
    plain_wishes integer[];
    taxa integer[];
    above_taxa integer[];
    ruled_taxa integer[];
    rule_ids integer[];
    territories integer[];
    ruled_names integer[];
    private_datasets integer[];
BEGIN
    PERFORM gn_diffusion.check_arguments(residual_min_share);
    -- Names wanted, from the taxa given downwards.
    IF cd_refs IS NOT NULL THEN
        WITH RECURSIVE down (taxon) AS (
            SELECT w FROM unnest(cd_refs) w WHERE w IS NOT NULL
            UNION
            SELECT t.cd_ref FROM taxonomie.taxref t WHERE t.cd_nom = ANY (cd_refs) AND t.cd_ref IS NOT NULL
            UNION
            SELECT child.cd_ref
              FROM down
              JOIN (SELECT t.cd_ref, above.taxon
                      FROM taxonomie.taxref t
                      LEFT JOIN taxonomie.taxref parent ON parent.cd_nom = t.cd_taxsup
                     CROSS JOIN LATERAL (VALUES (t.cd_taxsup), (parent.cd_ref)) above (taxon)) child
                ON child.taxon = down.taxon
             WHERE child.cd_ref IS NOT NULL)
        SELECT coalesce(array_agg(t.cd_nom), '{}') INTO wanted_names
          FROM taxonomie.taxref t WHERE t.cd_ref IN (SELECT d.taxon FROM down d);
    END IF;

    SELECT count(*) FILTER (WHERE u.geom && p AND st_intersects(u.geom, p)), count(*) FILTER (WHERE u.geom IS NULL)
      INTO by_geometry, without_geometry
      FROM gn_synthese.synthese s
     CROSS JOIN LATERAL (
        SELECT CASE WHEN st_geometrytype(s.the_geom_local) = 'ST_Point' AND st_srid(s.the_geom_local) = st_srid(p)
                         AND abs(st_x(s.the_geom_local)) < 'infinity' AND abs(st_y(s.the_geom_local)) < 'infinity'
                    THEN s.the_geom_local ELSE gn_diffusion.usable_geometry(s.the_geom_local) END AS geom
        OFFSET 0) u
     WHERE (wanted_names IS NULL OR s.cd_nom = ANY (wanted_names))
       AND (date_from IS NULL OR s.date_max::date >= date_from) AND (date_to IS NULL OR s.date_min::date <= date_to);

    -- A record far from every area that meets the perimeter cannot be in one of them.
    SELECT array_agg(a.id_area), st_setsrid(st_extent(a.geom)::geometry, st_srid(p)) INTO hits, around
      FROM ref_geo.l_areas a
      JOIN ref_geo.bib_areas_types t ON t.id_type = a.id_type
     WHERE t.type_code IN (SELECT l.area_type FROM gn_diffusion.level l) AND a.enable AND st_intersects(a.geom, p);
    -- A record stored as not sensitive, without wish of its producer and whose taxon has no rule cannot be sensitive.
    SELECT array_agg(n.id_nomenclature) INTO plain_wishes
      FROM ref_nomenclatures.t_nomenclatures n
     WHERE gn_diffusion.level_code('NIV_PRECIS', n.id_nomenclature) = '0';
    -- The rules of a taxon are those written on a name of one of the taxa above it.
    SELECT array_agg(DISTINCT t.cd_ref) INTO taxa
      FROM (SELECT DISTINCT s.cd_nom FROM gn_synthese.synthese s WHERE s.the_geom_local && around) d
      JOIN taxonomie.taxref t ON t.cd_nom = d.cd_nom
     WHERE t.cd_ref IS NOT NULL;
    SELECT a.taxa, a.above INTO taxa, above_taxa FROM gn_diffusion.taxa_above(taxa) a;
    SELECT array_agg(u.cd_ref), array_agg(u.id_sensitivity) INTO ruled_taxa, rule_ids
      FROM (SELECT DISTINCT up.cd_ref, rule.id_sensitivity
              FROM unnest(taxa, above_taxa) up (cd_ref, taxon)
              JOIN (SELECT r.id_sensitivity, c.taxon
                      FROM gn_sensitivity.t_sensitivity_rules r
                      JOIN taxonomie.taxref t ON t.cd_nom = r.cd_nom
                     CROSS JOIN LATERAL (VALUES (t.cd_ref), (r.cd_nom)) c (taxon)
                     WHERE r.active) rule ON rule.taxon = up.taxon) u;
    ruled_names := ARRAY(SELECT t.cd_nom FROM taxonomie.taxref t WHERE t.cd_ref = ANY (ruled_taxa));
    territories := ARRAY(SELECT DISTINCT c.id_area FROM gn_sensitivity.cor_sensitivity_area c WHERE c.id_area IS NOT NULL);
    private_datasets := ARRAY(
        SELECT d.id_dataset
          FROM gn_meta.t_datasets d
          JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = d.id_nomenclature_data_origin
          JOIN ref_nomenclatures.bib_nomenclatures_types b ON b.id_type = n.id_type
         WHERE b.mnemonique = 'DS_PUBLIQUE' AND n.cd_nomenclature = 'Pr' AND coalesce(private_withheld, true));
    -- The level of each record.
    WITH
    lev AS MATERIALIZED (SELECT l.* FROM gn_diffusion.ordered_levels() l),
    -- Areas and points are joined by the tile they lie in: as wide as most areas of the type, and few under the widest.
    near AS MATERIALIZED (
        SELECT a.id_type, st_setsrid(st_extent(a.geom)::geometry, st_srid(p)) AS box, greatest(avg(w.side), max(w.side) / 32, 1) AS tile
          FROM ref_geo.l_areas a
         CROSS JOIN LATERAL (SELECT greatest(st_xmax(a.geom) - st_xmin(a.geom), st_ymax(a.geom) - st_ymin(a.geom)) AS side) w
         WHERE a.id_area = ANY (hits)
         GROUP BY a.id_type),
    sensibilite AS MATERIALIZED (
        SELECT n.id_nomenclature, coalesce(l.ord, unknown) AS ord
          FROM ref_nomenclatures.t_nomenclatures n
          JOIN ref_nomenclatures.bib_nomenclatures_types b ON b.id_type = n.id_type AND b.mnemonique = 'SENSIBILITE'
          LEFT JOIN lev l ON l.code = n.cd_nomenclature),
    niv_precis AS MATERIALIZED (
        SELECT n.id_nomenclature, coalesce(l.ord, unknown) AS ord
          FROM ref_nomenclatures.t_nomenclatures n
          LEFT JOIN lev l ON l.code = gn_diffusion.level_code('NIV_PRECIS', n.id_nomenclature)
         WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('NIV_PRECIS')),
    rule AS MATERIALIZED (
        SELECT r.id_sensitivity, coalesce(se.ord, unknown) AS ord, year_now - r.sensitivity_duration AS first_year,
               coalesce(to_char(r.date_min, 'MMDD'), '0101') AS first_day, coalesce(to_char(r.date_max, 'MMDD'), '1231') AS last_day,
               k.criteria, k.any_criteria, m.areas, m.everywhere
          FROM gn_sensitivity.t_sensitivity_rules r
          LEFT JOIN sensibilite se ON se.id_nomenclature = r.id_nomenclature_sensitivity
          LEFT JOIN (SELECT c.id_sensitivity, array_agg(c.id_criteria) AS criteria, bool_or(c.id_criteria IS NULL) AS any_criteria
                       FROM gn_sensitivity.cor_sensitivity_criteria c GROUP BY c.id_sensitivity) k ON k.id_sensitivity = r.id_sensitivity
          LEFT JOIN (SELECT c.id_sensitivity, array_agg(c.id_area) AS areas, bool_or(a.geom IS NULL) AS everywhere
                       FROM gn_sensitivity.cor_sensitivity_area c
                       LEFT JOIN (SELECT a.* FROM ref_geo.l_areas a WHERE a.id_area = ANY (territories)) a ON a.id_area = c.id_area
                      GROUP BY c.id_sensitivity) m ON m.id_sensitivity = r.id_sensitivity
         WHERE r.active),
    candidate AS MATERIALIZED (
        SELECT s.id_synthese, t.cd_ref, s.date_min::date AS day, to_char(s.date_min::date, 'MMDD') AS month_day,
               s.id_nomenclature_bio_status AS bio, s.id_nomenclature_behaviour AS behaviour,
               CASE WHEN st_geometrytype(s.the_geom_local) = 'ST_Point' AND st_srid(s.the_geom_local) = st_srid(p)
                         AND abs(st_x(s.the_geom_local)) < 'infinity' AND abs(st_y(s.the_geom_local)) < 'infinity'
                    THEN s.the_geom_local ELSE gn_diffusion.usable_geometry(s.the_geom_local) END AS geom,
               CASE WHEN s.id_nomenclature_sensitivity IS NOT NULL THEN coalesce(se.ord, unknown) END AS stored,
               CASE WHEN s.id_nomenclature_diffusion_level IS NOT NULL THEN coalesce(ni.ord, unknown) END AS wished
          FROM gn_synthese.synthese s
          LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
          LEFT JOIN sensibilite se ON se.id_nomenclature = s.id_nomenclature_sensitivity
          LEFT JOIN niv_precis ni ON ni.id_nomenclature = s.id_nomenclature_diffusion_level
         WHERE s.the_geom_local && around
           AND (wanted_names IS NULL OR s.cd_nom = ANY (wanted_names))
           AND (date_from IS NULL OR s.date_max::date >= date_from) AND (date_to IS NULL OR s.date_min::date <= date_to)
           AND (s.id_nomenclature_sensitivity IS DISTINCT FROM id_zero
                OR coalesce(s.id_nomenclature_diffusion_level <> ALL (coalesce(plain_wishes, '{}')), false)
                OR s.cd_nom = ANY (ruled_names))
           AND coalesce(s.id_dataset <> ALL (private_datasets), true)),
    -- Each record and each rule of its taxon that holds for it, wherever it lies.
    held AS MATERIALIZED (
        SELECT c.id_synthese, c.geom, r.ord, r.areas, r.areas IS NULL OR r.everywhere AS everywhere
          FROM candidate c
          JOIN unnest(ruled_taxa, rule_ids) u (cd_ref, id_sensitivity) ON u.cd_ref = c.cd_ref
          JOIN rule r ON r.id_sensitivity = u.id_sensitivity
         WHERE coalesce(CASE WHEN r.first_day <= r.last_day THEN c.month_day BETWEEN r.first_day AND r.last_day
                             ELSE c.month_day >= r.first_day OR c.month_day <= r.last_day END, true)
           AND coalesce(r.first_year <= date_part('year', c.day), true)
           AND (r.criteria IS NULL OR r.any_criteria OR c.bio = ANY (r.criteria) OR c.behaviour = ANY (r.criteria))),
    -- Points in the order of the areas, here and below: each area is prepared once.
    in_territory AS (
        SELECT m.id_synthese, m.ord
          FROM (SELECT h.id_synthese, h.ord, h.geom, a.geom AS area
                  FROM held h
                 CROSS JOIN LATERAL unnest(h.areas) k (id_area)
                  JOIN (SELECT a.id_area, a.geom, st_envelope(a.geom) AS box
                          FROM ref_geo.l_areas a WHERE a.id_area = ANY (territories) OFFSET 0) a
                    ON a.id_area = k.id_area AND a.box && h.geom
                 WHERE NOT h.everywhere
                 ORDER BY a.id_area
                OFFSET 0) m
         WHERE st_intersects(m.area, m.geom)),
    recomputed AS (
        SELECT h.id_synthese, max(h.ord) AS ord
          FROM (SELECT t.* FROM in_territory t UNION ALL SELECT h.id_synthese, h.ord FROM held h WHERE h.everywhere) h
         GROUP BY h.id_synthese),
    governed AS MATERIALIZED (
        SELECT c.id_synthese, c.geom, k.is_point, l.code, l.id_type,
               CASE WHEN k.is_point THEN floor(st_x(c.geom) / e.tile) END AS tile_x,
               CASE WHEN k.is_point THEN floor(st_y(c.geom) / e.tile) END AS tile_y
          FROM candidate c
         CROSS JOIN LATERAL (SELECT st_geometrytype(c.geom) = 'ST_Point' AS is_point) k
          LEFT JOIN recomputed r ON r.id_synthese = c.id_synthese
          JOIN lev l ON l.sensitive AND l.ord = greatest(
               c.stored, c.wished, CASE WHEN c.cd_ref IS NULL THEN unknown ELSE r.ord END)
          -- Away from all areas of its type that meet the perimeter, it is in none of them.
          JOIN near e ON e.id_type = l.id_type AND c.geom && e.box)
    -- Area by area and not on their union, whose border may move by rounding: the same areas, the same answer. From the tables, not
    -- from the index that classify uses.
    SELECT (SELECT count(DISTINCT m.id_synthese)
              FROM (SELECT g.id_synthese, g.geom, h.geom AS area
                      FROM governed g
                      JOIN (SELECT a.id_area, a.id_type, a.geom, w.box, w.first_x + i.x AS tile_x, w.first_y + i.y AS tile_y
                              FROM ref_geo.l_areas a
                              JOIN near e ON e.id_type = a.id_type
                             CROSS JOIN LATERAL (
                                SELECT st_envelope(a.geom) AS box,
                                       floor(st_xmin(a.geom) / e.tile) AS first_x, floor(st_xmax(a.geom) / e.tile) AS last_x,
                                       floor(st_ymin(a.geom) / e.tile) AS first_y, floor(st_ymax(a.geom) / e.tile) AS last_y
                                OFFSET 0) w
                             CROSS JOIN LATERAL (SELECT x, y
                                                   FROM generate_series(0, (w.last_x - w.first_x)::integer) x,
                                                        generate_series(0, (w.last_y - w.first_y)::integer) y) i
                             WHERE a.id_area = ANY (hits) OFFSET 0) h
                        ON h.id_type = g.id_type AND h.tile_x = g.tile_x AND h.tile_y = g.tile_y AND h.box && g.geom
                     WHERE g.is_point
                     ORDER BY h.id_area
                    OFFSET 0) m
             WHERE st_intersects(m.area, m.geom))
         + (SELECT count(*)
              FROM governed g
             WHERE NOT g.is_point
               AND EXISTS (SELECT FROM unnest(gn_diffusion.blur_areas_sql(g.geom, g.code)) i (id_area) WHERE i.id_area = ANY (hits)))
      INTO by_area;
END
$$;
COMMENT ON FUNCTION gn_diffusion.selection_counts(geometry, integer[], date, date, boolean, double precision, boolean, date) IS
    'What classify must find for the same arguments, counted record by record: by_geometry, wanted records that meet the perimeter = F1 '
    'precise + F2 + F3 + withheld; by_area, sensitive wanted records, not withheld, with an area that meets it = F1 blurred + left_out; '
    'without_geometry, wanted records of the whole base whose location is NULL, empty or unusable. Same errors as classify.';

CREATE FUNCTION gn_diffusion.explain(
    unique_id_sinp uuid, perimetre geometry, cd_refs integer[] DEFAULT NULL, date_from date DEFAULT NULL, date_to date DEFAULT NULL,
    precise_wanted boolean DEFAULT true, residual_min_share double precision DEFAULT 0.5,
    private_withheld boolean DEFAULT true, at date DEFAULT current_date)
    RETURNS TABLE (id_synthese integer, lot text, groupe text, precise boolean, selected_by text, level text, reason text,
                   area_type text, area_codes text[], stored_level text, recomputed_level text, producer_level text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 2 COST 100000 SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    id integer := (SELECT s.id_synthese FROM gn_synthese.synthese s WHERE s.unique_id_sinp = explain.unique_id_sinp);
BEGIN
    RETURN QUERY
        SELECT l.id_synthese, coalesce(c.lot, 'none'), c.groupe, c.precise, c.selected_by, coalesce(c.level, l.governing),
               coalesce(c.reason, 'not_selected'), c.area_type, c.area_codes, l.stored, l.recomputed, l.producer
          FROM (SELECT id AS id_synthese, r.* FROM gn_diffusion.record_levels(id, at) r) l
          LEFT JOIN gn_diffusion.classify_records(
                perimetre, cd_refs, date_from, date_to, precise_wanted, residual_min_share, private_withheld, at, ARRAY[id]) c
            ON c.id_synthese = l.id_synthese;
END
$$;
COMMENT ON FUNCTION gn_diffusion.explain(uuid, geometry, integer[], date, date, boolean, double precision, boolean, date) IS
    'Why a record (SINP UUID) is where it is: its rows of classify for the same arguments, or one row of lot none and reason not_selected, '
    'with its stored, recomputed and producer''s levels (see record_levels). No row for an unknown UUID. Same errors as classify.';
