-- Geometry against ref_geo: areas of a location, blurring by areas, communes of a perimeter.
-- Not here: the native blur on a fixed grid, which reads no table.
-- Functions of one record ask for generic plans, and never to compile them: they are called in a row, some by functions that ask
-- for plans of their own, and, where they join, for loops: some of these callers do without.

CREATE FUNCTION gn_diffusion.local_srid() RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
    RETURN coalesce(
        (SELECT nullif(postgis_typmod_srid(a.atttypmod), 0) FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = 'ref_geo.l_areas'::regclass AND a.attname = 'geom'),
        (SELECT st_srid(a.geom) FROM ref_geo.l_areas a WHERE a.geom IS NOT NULL LIMIT 1));
END
$$;
COMMENT ON FUNCTION gn_diffusion.local_srid() IS
    'SRID of ref_geo.l_areas.geom, that is of every geometry given to or returned by this extension. NULL only when the '
    'column has no SRID and the table no geometry.';

CREATE FUNCTION gn_diffusion.usable_geometry(geom geometry) RETURNS geometry
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 50
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
    flat geometry;
BEGIN
    IF geom IS NULL OR st_isempty(geom) OR st_srid(geom) IS DISTINCT FROM gn_diffusion.local_srid() THEN
        RETURN NULL;
    END IF;
    IF st_geometrytype(geom) = 'ST_Point' THEN
        -- NaN is greater than infinity for PostgreSQL: one comparison excludes both.
        RETURN CASE WHEN abs(st_x(geom)) < 'infinity' AND abs(st_y(geom)) < 'infinity' THEN geom END;
    END IF;
    -- Curves, surfaces and triangles: GEOS takes some of them and fails on others.
    IF EXISTS (SELECT FROM st_dump(geom) d
                WHERE st_geometrytype(d.geom) NOT IN ('ST_Point', 'ST_LineString', 'ST_Polygon')) THEN
        RETURN NULL;
    END IF;
    flat := st_force2d(geom);
    -- A polyhedral surface is dumped as polygons, but GEOS does not know it.
    IF st_astext(flat) ~* '(nan|inf|surface)' THEN
        RETURN NULL;
    END IF;
    -- An invalid polygon would make GEOS raise an error in the middle of a bulk query.
    IF st_isvalidreason(flat) = 'Valid Geometry' THEN
        RETURN flat;
    END IF;
    flat := st_makevalid(flat);
    RETURN CASE WHEN NOT st_isempty(flat) THEN flat END;
END
$$;
COMMENT ON FUNCTION gn_diffusion.usable_geometry(geometry) IS
    'The geometry as every other function of the extension sees it: a point as it is, another type in two dimensions and repaired '
    'when invalid. NULL when it cannot be located: NULL, empty, NaN or infinite coordinate, curve or surface type, SRID other '
    'than local_srid(). Never raises an error.';

CREATE FUNCTION gn_diffusion.areas_sql(geom geometry, types text[])
    RETURNS TABLE (id_area integer, type_code text, area_code text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 2 COST 2000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off SET enable_nestloop = on AS $$
#variable_conflict use_column
DECLARE
    located geometry := gn_diffusion.usable_geometry(geom);
    ids integer[];
BEGIN
    IF located IS NULL OR types IS NULL THEN
        RETURN;
    END IF;
    SELECT array_agg(t.id_type) INTO ids FROM ref_geo.bib_areas_types t WHERE t.type_code = ANY (types);
    IF ids IS NULL THEN
        RETURN;
    END IF;
    -- id_type + 0: the spatial index alone finds a handful of areas; the index on types would list thousands of cells beside it.
    IF st_geometrytype(located) = 'ST_Point' THEN
        RETURN QUERY
            SELECT a.id_area, t.type_code::text, a.area_code::text
              FROM ref_geo.l_areas a
              JOIN ref_geo.bib_areas_types t ON t.id_type = a.id_type
             WHERE a.id_type + 0 = ANY (ids) AND a.enable AND st_intersects(located, a.geom);
        RETURN;
    END IF;
    RETURN QUERY
        SELECT m.id_area, m.type_code, m.area_code
          FROM (SELECT a.id_area, t.type_code::text, a.area_code::text, x.touching,
                       bool_and(x.touching) OVER (PARTITION BY a.id_type) AS all_touching
                  FROM ref_geo.l_areas a
                  JOIN ref_geo.bib_areas_types t ON t.id_type = a.id_type
                 CROSS JOIN LATERAL (SELECT st_touches(located, a.geom) AS touching OFFSET 0) x
                 WHERE a.id_type + 0 = ANY (ids) AND a.enable AND st_intersects(located, a.geom)) m
         WHERE m.all_touching OR NOT m.touching;
END
$$;
COMMENT ON FUNCTION gn_diffusion.areas_sql(geometry, text[]) IS 'areas, computed from the tables by PostGIS.';
COMMENT ON FUNCTION gn_diffusion.areas(geometry, text[]) IS
    'Enabled areas of these types (bib_areas_types.type_code) that a geometry (local SRID) meets, by the rule of cor_area_synthese: '
    'a point meets every area it lies in or on the border of; another type the areas it does more than touch, or, when a type has '
    'none of these, the areas of that type it touches. No row for a NULL argument, an unknown type or an unusable geometry (see '
    'usable_geometry). Never raises an error on a geometry.';

ALTER FUNCTION gn_diffusion.areas(geometry, text[]) ROWS 2;
COMMENT ON FUNCTION gn_diffusion.area_ids(geometry, text) IS
    'Ids, in increasing order, of the rows of areas(geom, ARRAY[type]); NULL when there is none.';
COMMENT ON FUNCTION gn_diffusion.area_id(geometry, text) IS
    'The first of area_ids(geom, type): the area that holds a point (the one of smallest id on a border). NULL when there is none.';

CREATE FUNCTION gn_diffusion.blur_areas_sql(geom geometry, level text) RETURNS integer[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 2000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
    type_code text := (SELECT l.area_type FROM gn_diffusion.level l WHERE l.cd_nomenclature = blur_areas_sql.level AND l.sensitive);
BEGIN
    IF type_code IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT array_agg(a.id_area ORDER BY a.id_area) FROM gn_diffusion.areas_sql(geom, ARRAY[type_code]) a);
END
$$;
COMMENT ON FUNCTION gn_diffusion.blur_areas_sql(geometry, text) IS 'blur_areas, computed from the tables by PostGIS.';
COMMENT ON FUNCTION gn_diffusion.blur_areas(geometry, text) IS
    'Ids, in increasing order, of the areas that stand for a geometry (local SRID) at a level of gn_diffusion.level. NULL when there '
    'is none: level 0, unknown, NULL or never delivered, no area met, geometry unusable.';

CREATE FUNCTION gn_diffusion.union_of_areas(ids integer[]) RETURNS geometry
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
    -- One area is returned as stored: nothing to compute, and the row keeps a pointer instead of a copy.
    IF cardinality(ids) = 1 THEN
        RETURN (SELECT a.geom FROM ref_geo.l_areas a WHERE a.id_area = ids[1]);
    END IF;
    RETURN (SELECT st_multi(st_union(a.geom ORDER BY a.id_area)) FROM ref_geo.l_areas a WHERE a.id_area = ANY (ids));
END
$$;
COMMENT ON FUNCTION gn_diffusion.union_of_areas(integer[]) IS
    'Union (MultiPolygon, local SRID) of areas of ref_geo.l_areas, the same for the same set of ids. NULL for NULL, an empty array or unknown ids.';

CREATE FUNCTION gn_diffusion.blur_for_sql(geom geometry, level text) RETURNS geometry
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
    IF EXISTS (SELECT FROM gn_diffusion.level l WHERE l.cd_nomenclature = blur_for_sql.level AND NOT l.sensitive) THEN
        RETURN geom;
    END IF;
    RETURN gn_diffusion.union_of_areas(gn_diffusion.blur_areas_sql(geom, level));
END
$$;
COMMENT ON FUNCTION gn_diffusion.blur_for_sql(geometry, text) IS 'blur_for, computed from the tables by PostGIS.';
COMMENT ON FUNCTION gn_diffusion.blur_for(geometry, text) IS
    'A geometry (local SRID) as it may be shown at a level of gn_diffusion.level: itself at level 0, else the union (MultiPolygon) of '
    'the areas it meets. NULL when it may not be shown; blur_reason says why. Never raises an error.';

CREATE FUNCTION gn_diffusion.blur_reason(geom geometry, level text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
    setting gn_diffusion.level;
BEGIN
    SELECT l.* INTO setting FROM gn_diffusion.level l WHERE l.cd_nomenclature = blur_reason.level;
    IF setting.cd_nomenclature IS NULL THEN
        RETURN 'level_unknown';
    END IF;
    IF setting.sensitive AND setting.area_type IS NULL THEN
        RETURN 'level_withheld';
    END IF;
    IF gn_diffusion.blur_for(geom, level) IS NULL THEN
        RETURN 'blur_impossible';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION gn_diffusion.blur_reason(geometry, text) IS
    'Why blur_for returns NULL for these arguments: level_unknown, level_withheld (never delivered), blur_impossible (unusable '
    'geometry or no area). NULL when blur_for returns a geometry.';

CREATE FUNCTION gn_diffusion.checked_perimetre(perimetre geometry) RETURNS geometry
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    flat geometry;
    reason text;
BEGIN
    IF perimetre IS NULL OR st_isempty(perimetre) THEN
        RAISE EXCEPTION 'Le périmètre est vide' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF st_geometrytype(perimetre) NOT IN ('ST_Polygon', 'ST_MultiPolygon') THEN
        RAISE EXCEPTION 'Le périmètre doit être un polygone, pas un objet de type %', geometrytype(perimetre)
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF st_srid(perimetre) IS DISTINCT FROM gn_diffusion.local_srid() THEN
        RAISE EXCEPTION 'Le périmètre est en projection % au lieu de %', st_srid(perimetre), gn_diffusion.local_srid()
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    flat := st_force2d(perimetre);
    reason := st_isvalidreason(flat);
    IF reason IS DISTINCT FROM 'Valid Geometry' THEN
        RAISE EXCEPTION 'Le périmètre n''est pas une géométrie valide (%)', reason USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN flat;
END
$$;
COMMENT ON FUNCTION gn_diffusion.checked_perimetre(geometry) IS
    'The perimeter in two dimensions. Error 22023, in French, unless it is a valid, non-empty (multi)polygon in the local SRID '
    'with finite coordinates.';

CREATE FUNCTION gn_diffusion.communes_sql(
    perimetre geometry, tolerance_m double precision, slight_area_m2 double precision, slight_share double precision)
    RETURNS TABLE (id_area integer, area_code text, area_name text, overlap_m2 double precision, share double precision, slight boolean)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50 COST 100000
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off AS $$
#variable_conflict use_column
DECLARE
    checked geometry := gn_diffusion.checked_perimetre(perimetre);
    commune_type integer := (SELECT t.id_type FROM ref_geo.bib_areas_types t WHERE t.type_code = 'COM');
BEGIN
    IF tolerance_m IS NULL OR NOT (tolerance_m >= 0 AND tolerance_m < 'infinity')
       OR slight_area_m2 IS NULL OR NOT slight_area_m2 >= 0 OR slight_share IS NULL OR NOT slight_share >= 0 THEN
        RAISE EXCEPTION 'La tolérance et les seuils d''effleurement doivent être des nombres positifs ou nuls'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN QUERY
        SELECT c.id_area, c.area_code::text, c.area_name::text, m.overlap_m2, m.share,
               m.overlap_m2 < slight_area_m2 AND m.share < slight_share
          FROM (SELECT a.id_area, a.area_code, a.area_name, a.geom,
                       CASE WHEN st_covers(checked, a.geom) THEN a.geom
                            ELSE st_collectionextract(st_intersection(checked, a.geom), 3) END AS overlap
                  FROM ref_geo.l_areas a
                 WHERE a.id_type = commune_type AND a.enable AND a.geom && checked AND st_intersects(checked, a.geom)
                OFFSET 0) c
         CROSS JOIN LATERAL (SELECT st_area(c.overlap) AS overlap_m2, st_area(c.overlap) / nullif(st_area(c.geom), 0) AS share
                             OFFSET 0) m
         WHERE m.overlap_m2 > 0 AND NOT st_isempty(st_buffer(c.overlap, -tolerance_m))
         ORDER BY c.area_code;
END
$$;
COMMENT ON FUNCTION gn_diffusion.communes_sql(geometry, double precision, double precision, double precision) IS
    'communes, computed from the tables by PostGIS.';
ALTER FUNCTION gn_diffusion.communes(geometry, double precision, double precision, double precision) ROWS 50;
COMMENT ON FUNCTION gn_diffusion.communes(geometry, double precision, double precision, double precision) IS
    'Enabled communes that count for a perimeter (polygon, local SRID): those whose overlap with it contains a disc of radius '
    'tolerance_m metres (0: any overlap of positive area). share is the part of the commune overlapped; slight says that the overlap '
    'is under slight_area_m2 and under slight_share. By area_code. Error 22023 for a perimeter refused by checked_perimetre or a '
    'negative, NaN or NULL threshold.';

COMMENT ON FUNCTION gn_diffusion.count_communes(geometry, double precision) IS
    'Number of rows of communes(perimetre, tolerance_m), slight ones included. Same errors.';

CREATE FUNCTION gn_diffusion.overlap_holds_disc_sql(perimetre geometry, id_area integer, radius double precision) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
    RETURN (SELECT NOT st_isempty(st_buffer(st_collectionextract(st_intersection(st_force2d(perimetre), a.geom), 3), -radius))
              FROM ref_geo.l_areas a WHERE a.id_area = overlap_holds_disc_sql.id_area);
END
$$;
COMMENT ON FUNCTION gn_diffusion.overlap_holds_disc_sql(geometry, integer, double precision) IS
    'Whether the overlap of a valid polygon and of an area, both in the local SRID, contains a disc of that radius in metres: the rule of '
    'communes. NULL for an unknown area.';

CREATE FUNCTION gn_diffusion.met_areas_sql(geom geometry, type_code text, interior_only boolean) RETURNS integer[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    located geometry := gn_diffusion.usable_geometry(geom);
    wanted integer := (SELECT t.id_type FROM ref_geo.bib_areas_types t WHERE t.type_code = met_areas_sql.type_code);
BEGIN
    RETURN (SELECT array_agg(a.id_area ORDER BY a.id_area)
              FROM ref_geo.l_areas a
             WHERE a.id_type + 0 = wanted AND a.enable AND st_intersects(located, a.geom)  -- + 0: see areas_sql
               AND NOT (interior_only AND st_touches(located, a.geom)));
END
$$;
COMMENT ON FUNCTION gn_diffusion.met_areas_sql(geometry, text, boolean) IS 'met_areas, computed from the tables by PostGIS.';
COMMENT ON FUNCTION gn_diffusion.met_areas(geometry, text, boolean) IS
    'Ids, in increasing order, of the enabled areas of a type that a geometry (local SRID) meets, borders included or, with '
    'interior_only, those whose interior it enters. NULL when there is none, for a NULL argument or an unusable geometry (see usable_geometry).';

CREATE FUNCTION gn_diffusion.size_of(geom geometry, dimension integer) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 50
    SET search_path FROM CURRENT AS $$
    SELECT CASE dimension WHEN 2 THEN st_area(geom) WHEN 1 THEN st_length(geom) ELSE st_npoints(geom)::double precision END
$$;
COMMENT ON FUNCTION gn_diffusion.size_of(geometry, integer) IS
    'Surface (dimension 2), length (1) or number of points (0) of a geometry without Z. NULL for NULL.';

CREATE FUNCTION gn_diffusion.overlaps(
    geom geometry, types text[], interior_only boolean DEFAULT true, min_share double precision DEFAULT 0)
    RETURNS TABLE (id_area integer, type_code text, area_code text, area_name text, share double precision, area_share double precision)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 ROWS 5
    SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    located geometry := st_force2d(gn_diffusion.usable_geometry(geom));
    dimension integer := st_dimension(located);
    whole double precision := gn_diffusion.size_of(located, dimension);
BEGIN
    IF interior_only IS NULL OR min_share IS NULL OR NOT min_share BETWEEN 0 AND 1 THEN
        RAISE EXCEPTION 'La part minimale est un nombre de 0 à 1, et le choix des bords vrai ou faux'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN QUERY
        SELECT a.id_area, t.type_code, a.area_code::text, a.area_name::text, s.share, s.area_share
          FROM unnest(types) t (type_code)
         CROSS JOIN LATERAL unnest(gn_diffusion.met_areas(located, t.type_code, interior_only)) m (id_area)
          JOIN ref_geo.l_areas a ON a.id_area = m.id_area
         CROSS JOIN LATERAL (
            SELECT CASE WHEN st_covers(a.geom, located) THEN located
                        ELSE st_collectionextract(st_intersection(located, a.geom), dimension + 1) END AS overlap
            OFFSET 0) o
         CROSS JOIN LATERAL (
            -- A line without length or a polygon without surface is where it is as a whole.
            SELECT coalesce(gn_diffusion.size_of(o.overlap, dimension) / nullif(whole, 0), 1) AS share,
                   coalesce(st_area(o.overlap) / nullif(st_area(a.geom), 0), 0) AS area_share
            OFFSET 0) s
         WHERE s.share >= min_share
         ORDER BY array_position(types, t.type_code), a.area_code;
END
$$;
COMMENT ON FUNCTION gn_diffusion.overlaps(geometry, text[], boolean, double precision) IS
    'Enabled areas of these types that a geometry (local SRID) meets, and how much. share is the part of the geometry in the area: of its '
    'surface, of its length, or of its points; area_share is the part of the area that it covers. interior_only leaves out those whose border '
    'alone is met; min_share (0 to 1) leaves out those with less of the geometry. By the order of the types, then by area_code. No row for '
    'NULL types or an unusable geometry (see usable_geometry). Error 22023 for a NULL choice or a share that is no such number.';

CREATE FUNCTION gn_diffusion.departements(geom geometry, interior_only boolean DEFAULT true, min_share double precision DEFAULT 0)
    RETURNS TABLE (id_area integer, area_code text, area_name text, share double precision, area_share double precision)
    LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 2
    SET search_path FROM CURRENT AS $$
    SELECT o.id_area, o.area_code, o.area_name, o.share, o.area_share
      FROM gn_diffusion.overlaps(geom, ARRAY['DEP'], interior_only, min_share) o
$$;
COMMENT ON FUNCTION gn_diffusion.departements(geometry, boolean, double precision) IS
    'overlaps for the départements: those a geometry meets, by area_code, with its part in each. Same arguments, NULL and errors.';
