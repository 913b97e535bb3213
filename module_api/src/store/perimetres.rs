//! Perimeters: what PostGIS checks and measures, and the row kept. Geometries travel as EWKB in the local SRID.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// What PostGIS made of a geometry that was sent.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// Valid `MultiPolygon`, EWKB, local SRID; none when nothing with an area is left.
    pub geom: Option<Vec<u8>>,
    /// Whether it had to be repaired.
    pub repaired: bool,
    /// Whether it meets an enabled commune.
    pub in_territory: bool,
    /// Its area, square metres.
    pub area_m2: f64,
}

/// A commune that counts.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Commune {
    /// INSEE code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Square metres of it inside the perimeter.
    pub surface_m2: f64,
    /// Share of the commune inside the perimeter, 0 to 1.
    pub part: f64,
    /// Merely grazed: under the settings' area and share.
    pub effleuree: bool,
}

/// The local SRID of this instance.
///
/// # Errors
/// When the database fails.
pub async fn local_srid(conn: &mut PgConnection) -> sqlx::Result<i32> {
    sqlx::query_scalar!(r#"SELECT Find_SRID('ref_geo', 'l_areas', 'geom') AS "srid!""#)
        .fetch_one(conn)
        .await
}

/// Repairs a geometry in the local SRID, merges its parts where they overlap or share a border, and says whether it meets the territory (the enabled communes).
///
/// # Errors
/// When the database fails.
pub async fn prepare(conn: &mut PgConnection, ewkb: &[u8]) -> sqlx::Result<Prepared> {
    sqlx::query_as!(
        Prepared,
        r#"WITH raw AS MATERIALIZED (SELECT ST_GeomFromEWKB($1) AS geom),
           -- Part by part: repairing the whole at once would drop a polygon that fills the hole of another.
           part AS MATERIALIZED (
               SELECT ST_IsValid(d.geom) AS was_valid,
                      CASE WHEN ST_IsValid(d.geom) THEN d.geom ELSE ST_CollectionExtract(ST_MakeValid(d.geom), 3) END AS geom
               FROM raw, ST_Dump(raw.geom) d),
           valid AS MATERIALIZED (
               SELECT ST_Multi(CASE WHEN ST_IsValid(raw.geom) THEN raw.geom
                               ELSE (SELECT ST_CollectionExtract(ST_Union(part.geom), 3) FROM part) END) AS geom
               FROM raw)
           SELECT CASE WHEN ST_Area(geom) > 0 THEN ST_AsEWKB(geom) END AS geom,
                  EXISTS (SELECT FROM part WHERE NOT was_valid) AS "repaired!",
                  EXISTS (SELECT FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
                          WHERE t.type_code = 'COM' AND a.enable AND ST_Intersects(a.geom, v.geom)) AS "in_territory!",
                  coalesce(ST_Area(geom), 0) AS "area_m2!"
           FROM valid v"#,
        ewkb
    )
    .fetch_one(conn)
    .await
}

/// The union of the areas of these codes, as EWKB, and the codes that exist.
///
/// # Errors
/// When the database fails.
pub async fn union_of_areas(
    conn: &mut PgConnection,
    area_type: &str,
    codes: &[String],
) -> sqlx::Result<(Option<Vec<u8>>, Vec<String>)> {
    let row = sqlx::query!(
        r#"SELECT ST_AsEWKB(ST_Multi(ST_Union(a.geom))) AS geom, coalesce(array_agg(a.area_code::text), '{}') AS "codes!"
           FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
           WHERE t.type_code = $1 AND a.enable AND a.area_code = ANY ($2)"#,
        area_type,
        codes
    )
    .fetch_one(conn)
    .await?;
    Ok((row.geom, row.codes))
}

/// The communes a list of areas stands for: itself for communes, their members for départements. Each is there as a whole.
///
/// # Errors
/// When the database fails.
pub async fn members(
    conn: &mut PgConnection,
    area_type: &str,
    codes: &[String],
) -> sqlx::Result<Vec<Commune>> {
    sqlx::query_as!(
        Commune,
        r#"SELECT a.area_code::text AS "code!", coalesce(a.area_name, a.area_code)::text AS "nom!",
                  ST_Area(a.geom) AS "surface_m2!", 1::float8 AS "part!", false AS "effleuree!"
           FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
           WHERE t.type_code = 'COM' AND a.enable
             AND CASE $1 WHEN 'COM' THEN a.area_code = ANY ($2)
                 ELSE coalesce((SELECT m.insee_dep FROM ref_geo.li_municipalities m WHERE m.id_area = a.id_area LIMIT 1),
                               left(a.area_code, CASE WHEN a.area_code LIKE '97%' THEN 3 ELSE 2 END)) = ANY ($2)
                 END
           ORDER BY a.area_code"#,
        area_type,
        codes
    )
    .fetch_all(conn)
    .await
}

/// The name and vintage of the commune layer, to be recorded with what it counted.
///
/// # Errors
/// When the database fails.
pub async fn communes_layer(conn: &mut PgConnection) -> sqlx::Result<String> {
    let layer = sqlx::query_scalar!(
        r#"SELECT nullif(concat_ws(' ', ref_name, coalesce(num_version, ref_version::text)), '') AS layer
           FROM ref_geo.bib_areas_types WHERE type_code = 'COM'"#
    )
    .fetch_optional(conn)
    .await?;
    Ok(layer
        .flatten()
        .unwrap_or_else(|| "couche COM, millésime non renseigné".to_owned()))
}

/// The communes that count for a geometry, by the extension.
///
/// # Errors
/// When the database fails.
pub async fn communes_of(
    conn: &mut PgConnection,
    ewkb: &[u8],
    tolerance_m: f64,
    slight_m2: f64,
    slight_share: f64,
) -> sqlx::Result<Vec<Commune>> {
    sqlx::query_as!(
        Commune,
        r#"SELECT area_code AS "code!", coalesce(area_name, area_code) AS "nom!", overlap_m2 AS "surface_m2!",
                  share AS "part!", slight AS "effleuree!"
           FROM gn_diffusion.communes(ST_GeomFromEWKB($1), $2, $3, $4) ORDER BY 1"#,
        ewkb,
        tolerance_m,
        slight_m2,
        slight_share
    )
    .fetch_all(conn)
    .await
}

/// What is kept of a perimeter.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct NewPerimetre {
    pub source_kind: &'static str,
    pub source_name: Option<String>,
    pub source_file: Option<Vec<u8>>,
    pub source_srid: Option<i32>,
    pub area_type: Option<String>,
    pub area_codes: Option<Vec<String>>,
    pub repaired: bool,
    pub warnings: Vec<String>,
    pub communes_count: i32,
    pub communes_layer: String,
    pub area_m2: f64,
    /// EWKB, local SRID, valid `MultiPolygon`.
    pub geom: Vec<u8>,
}

/// Puts the perimeter of a demande in place of the former one.
///
/// # Errors
/// When the database fails.
pub async fn replace(
    conn: &mut PgConnection,
    id_demande: Uuid,
    p: &NewPerimetre,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM gn_demandes.perimetre WHERE id_demande = $1",
        id_demande
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.perimetre (id_demande, source_kind, source_name, source_file, source_srid, area_type,
             area_codes, repaired, warnings, communes_count, communes_layer, area_m2, geom, stored_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ST_GeomFromEWKB($13), $14)",
        id_demande,
        p.source_kind,
        p.source_name,
        p.source_file,
        p.source_srid,
        p.area_type,
        p.area_codes.as_deref(),
        p.repaired,
        &p.warnings,
        p.communes_count,
        p.communes_layer,
        p.area_m2,
        &p.geom,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A stored perimeter, for reading.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Perimetre {
    pub source_kind: String,
    pub source_name: Option<String>,
    pub source_srid: Option<i32>,
    pub area_type: Option<String>,
    pub area_codes: Option<Vec<String>>,
    pub repaired: bool,
    pub warnings: Vec<String>,
    pub communes_count: i32,
    pub communes_layer: String,
    pub area_m2: f64,
    /// EWKB, local SRID.
    pub geom: Vec<u8>,
    /// `GeoJSON`, WGS 84, six decimals.
    pub geojson: serde_json::Value,
}

/// The perimeter of a demande.
///
/// # Errors
/// When the database fails.
pub async fn get(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Option<Perimetre>> {
    sqlx::query_as!(
        Perimetre,
        r#"SELECT source_kind, source_name, source_srid, area_type, area_codes, repaired, warnings, communes_count,
                  communes_layer, area_m2, ST_AsEWKB(geom) AS "geom!",
                  ST_AsGeoJSON(ST_Transform(geom, 4326), 6)::json AS "geojson!"
           FROM gn_demandes.perimetre WHERE id_demande = $1"#,
        id_demande
    )
    .fetch_optional(conn)
    .await
}

/// The perimeter and the borders around it, drawn coarsely: `GeoJSON` in the local projection, to the metre. Communes, or
/// départements where communes would be too many to see.
///
/// # Errors
/// When the database fails or the demande has no perimeter.
pub async fn for_map(
    conn: &mut PgConnection,
    id_demande: Uuid,
) -> sqlx::Result<(serde_json::Value, Vec<serde_json::Value>)> {
    let row = sqlx::query!(
        r#"WITH extent AS (
               SELECT geom, greatest(ST_XMax(geom) - ST_XMin(geom), ST_YMax(geom) - ST_YMin(geom), 2000) AS side
               FROM gn_demandes.perimetre WHERE id_demande = $1),
           around AS (SELECT ST_Expand(ST_Envelope(geom), side) AS box, side / 500 AS tolerance FROM extent),
           communes AS (
               SELECT a.geom FROM around JOIN ref_geo.l_areas a ON a.geom && around.box AND a.enable
               JOIN ref_geo.bib_areas_types t USING (id_type) WHERE t.type_code = 'COM' LIMIT 301),
           shown AS (
               SELECT geom FROM communes WHERE (SELECT count(*) FROM communes) <= 300
               UNION ALL
               SELECT a.geom FROM around JOIN ref_geo.l_areas a ON a.geom && around.box AND a.enable
               JOIN ref_geo.bib_areas_types t USING (id_type)
               WHERE t.type_code = 'DEP' AND (SELECT count(*) FROM communes) > 300)
           SELECT ST_AsGeoJSON(ST_SimplifyPreserveTopology(e.geom, around.tolerance), 0)::json AS "perimetre!",
                  ARRAY(SELECT ST_AsGeoJSON(ST_SimplifyPreserveTopology(s.geom, around.tolerance), 0)::json FROM shown s
                        ORDER BY 1::text COLLATE "C") AS "outlines!"
           FROM extent e, around"#,
        id_demande
    )
    .fetch_one(conn)
    .await?;
    Ok((row.perimetre, row.outlines))
}
