-- Areas (schema ref_geo), in Lambert-93 (EPSG:2154). A code is unique within its type; ids differ between instances.
-- Not here: altitudes, linears, points.

CREATE FUNCTION ref_geo.get_id_area_type(mytype varchar) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT id_type FROM ref_geo.bib_areas_types WHERE type_code = mytype);
END
$$;

-- Enabled areas that meet the geometry (local SRID), even by a border only; of one type, or of all when it is NULL.
CREATE FUNCTION ref_geo.fct_get_area_intersection(mygeom geometry, myidtype integer DEFAULT NULL)
    RETURNS TABLE (id_area integer, id_type integer, area_code varchar, area_name varchar) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    SELECT a.id_area, a.id_type, a.area_code, a.area_name
      FROM ref_geo.l_areas a
     WHERE a.enable AND st_intersects(mygeom, a.geom) AND (myidtype IS NULL OR a.id_type = myidtype);
END
$$;

-- Each of geom and geom_4326 is computed from the other: on insert the one missing, on update the one that did not change.
CREATE FUNCTION ref_geo.fct_tri_transform_geom() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    local_srid integer := find_srid('ref_geo', 'l_areas', 'geom');
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.geom IS NULL THEN
            NEW.geom := st_transform(NEW.geom_4326, local_srid);
        ELSIF NEW.geom_4326 IS NULL THEN
            NEW.geom_4326 := st_transform(NEW.geom, 4326);
        END IF;
    ELSIF NEW.geom IS DISTINCT FROM OLD.geom AND NEW.geom_4326 IS NOT DISTINCT FROM OLD.geom_4326 THEN
        NEW.geom_4326 := st_transform(NEW.geom, 4326);
    ELSIF NEW.geom_4326 IS DISTINCT FROM OLD.geom_4326 AND NEW.geom IS NOT DISTINCT FROM OLD.geom THEN
        NEW.geom := st_transform(NEW.geom_4326, local_srid);
    END IF;
    RETURN NEW;
END
$$;

CREATE TABLE ref_geo.bib_areas_types (
    id_type        serial,
    type_name      varchar(200) NOT NULL,
    type_code      varchar(25) NOT NULL,
    type_desc      text,
    ref_name       varchar(200),
    ref_version    integer,
    num_version    varchar(50),
    size_hierarchy integer,
    CONSTRAINT pk_bib_areas_types PRIMARY KEY (id_type),
    CONSTRAINT unique_bib_areas_types_type_code UNIQUE (type_code)
);
CREATE UNIQUE INDEX i_unique_bib_areas_types_type_code ON ref_geo.bib_areas_types (type_code);

CREATE TABLE ref_geo.l_areas (
    id_area          serial,
    id_type          integer NOT NULL,
    area_name        varchar(250),
    area_code        varchar(25),
    geom             geometry(MultiPolygon,2154),
    centroid         geometry(Point,2154),
    source           varchar(250),
    comment          text,
    enable           boolean NOT NULL DEFAULT true,
    additional_data  jsonb,
    meta_create_date timestamp,
    meta_update_date timestamp,
    geom_4326        geometry(MultiPolygon,4326),
    description      text,
    CONSTRAINT pk_l_areas PRIMARY KEY (id_area),
    CONSTRAINT unique_id_type_area_code UNIQUE (id_type, area_code),
    CONSTRAINT enforce_geotype_l_areas_centroid
        CHECK ((geometrytype(centroid) = 'POINT') OR (centroid IS NULL)),
    CONSTRAINT enforce_geotype_l_areas_geom
        CHECK ((geometrytype(geom) = 'MULTIPOLYGON') OR (geom IS NULL)),
    CONSTRAINT enforce_srid_l_areas_centroid
        CHECK (st_srid(centroid) = 2154),
    CONSTRAINT enforce_srid_l_areas_geom
        CHECK (st_srid(geom) = 2154),
    CONSTRAINT fk_l_areas_id_type
        FOREIGN KEY (id_type) REFERENCES ref_geo.bib_areas_types(id_type) ON UPDATE CASCADE
);
CREATE INDEX index_l_areas_geom ON ref_geo.l_areas USING gist (geom);
CREATE INDEX index_l_areas_centroid ON ref_geo.l_areas USING gist (centroid);
CREATE UNIQUE INDEX i_unique_l_areas_id_type_area_code ON ref_geo.l_areas (id_type, area_code);
CREATE INDEX idx_l_areas_geom_4326 ON ref_geo.l_areas USING gist (geom_4326);

CREATE TABLE ref_geo.li_municipalities (
    id_municipality        varchar(25) NOT NULL,
    id_area                integer NOT NULL,
    status                 varchar(50),
    insee_com              varchar(5),
    nom_com                varchar(50),
    insee_arr              varchar(2),
    nom_dep                varchar(30),
    insee_dep              varchar(3),
    nom_reg                varchar(35),
    insee_reg              varchar(2),
    code_epci              varchar(9),
    plani_precision        double precision,
    siren_code             varchar(10),
    canton                 varchar(200),
    population             integer,
    multican               varchar(3),
    cc_nom                 varchar(250),
    cc_siren               bigint,
    cc_nature              varchar(5),
    cc_date_creation       varchar(10),
    cc_date_effet          varchar(10),
    insee_commune_nouvelle varchar(5),
    meta_create_date       timestamp,
    meta_update_date       timestamp,
    CONSTRAINT pk_li_municipalities PRIMARY KEY (id_municipality),
    CONSTRAINT fk_li_municipalities_id_area
        FOREIGN KEY (id_area) REFERENCES ref_geo.l_areas(id_area) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX index_li_municipalities_id_area ON ref_geo.li_municipalities (id_area);

CREATE TABLE ref_geo.li_grids (
    id_grid varchar(50) NOT NULL,
    id_area integer NOT NULL,
    cxmin   integer,
    cxmax   integer,
    cymin   integer,
    cymax   integer,
    CONSTRAINT pk_li_grids PRIMARY KEY (id_grid),
    CONSTRAINT fk_li_grids_id_area
        FOREIGN KEY (id_area) REFERENCES ref_geo.l_areas(id_area) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX index_li_grids_id_area ON ref_geo.li_grids (id_area);

CREATE TRIGGER tri_meta_dates_change_li_municipalities
    BEFORE INSERT OR UPDATE ON ref_geo.li_municipalities
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();

CREATE TRIGGER tri_meta_dates_change_l_areas
    BEFORE INSERT OR UPDATE ON ref_geo.l_areas
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();
CREATE TRIGGER tri_transform_geom_insert
    BEFORE INSERT ON ref_geo.l_areas
    FOR EACH ROW EXECUTE FUNCTION ref_geo.fct_tri_transform_geom();
CREATE TRIGGER tri_transform_geom_update
    BEFORE UPDATE ON ref_geo.l_areas
    FOR EACH ROW EXECUTE FUNCTION ref_geo.fct_tri_transform_geom();
