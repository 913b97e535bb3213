//! Communes and départements of `ref_geo`, as public layers.

use sqlx::PgConnection;

/// A commune or a département.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Zone {
    /// INSEE code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Département of a commune.
    pub departement: Option<String>,
}

/// The outline of a zone.
#[derive(Debug, Clone)]
pub struct Contour {
    /// Code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Simplified `GeoJSON` geometry, WGS 84.
    pub geometry: serde_json::Value,
}

/// Zones of a type whose name holds a text, accents and case apart, or whose code begins with it. Names that begin with it come first.
///
/// # Errors
/// When the database fails.
pub async fn search(
    conn: &mut PgConnection,
    area_type: &str,
    text: &str,
    limit: i64,
) -> sqlx::Result<Vec<Zone>> {
    sqlx::query_as!(
        Zone,
        r#"WITH plain AS (
               SELECT a.id_area, a.area_code::text AS code, coalesce(a.area_name, a.area_code)::text AS nom,
                      translate(lower(coalesce(a.area_name, '')), 'àâäãáçéèêëíìîïñóòôöõúùûüÿ’-', 'aaaaaceeeeiiiinooooouuuuy'' ') AS name,
                      translate(lower($2::text), 'àâäãáçéèêëíìîïñóòôöõúùûüÿ’-', 'aaaaaceeeeiiiinooooouuuuy'' ') AS wanted
               FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
               WHERE t.type_code = $1 AND a.enable)
           SELECT p.code AS "code!", p.nom AS "nom!", m.nom_dep::text AS "departement?"
           FROM plain p LEFT JOIN ref_geo.li_municipalities m ON m.id_area = p.id_area
           WHERE strpos(p.name, p.wanted) > 0 OR starts_with(lower(p.code), p.wanted)
           ORDER BY NOT starts_with(lower(p.code), p.wanted), NOT starts_with(p.name, p.wanted), p.nom, p.code LIMIT $3"#,
        area_type,
        text,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The outline of each enabled département, to the half kilometre.
///
/// # Errors
/// When the database fails.
pub async fn contours(conn: &mut PgConnection) -> sqlx::Result<Vec<Contour>> {
    sqlx::query_as!(
        Contour,
        r#"SELECT a.area_code::text AS "code!", coalesce(a.area_name, a.area_code)::text AS "nom!",
                  ST_AsGeoJSON(ST_Transform(ST_SimplifyPreserveTopology(a.geom, 500), 4326), 4)::jsonb AS "geometry!"
           FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
           WHERE t.type_code = 'DEP' AND a.enable ORDER BY a.area_code"#
    )
    .fetch_all(conn)
    .await
}

/// The enabled communes nearest to a place, within 20 km, the nearest first.
///
/// # Errors
/// When the database fails.
pub async fn communes(
    conn: &mut PgConnection,
    lng: f64,
    lat: f64,
    limit: i64,
) -> sqlx::Result<Vec<Contour>> {
    sqlx::query_as!(
        Contour,
        r#"WITH place AS (
               SELECT ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 4326), Find_SRID('ref_geo', 'l_areas', 'geom')) AS geom)
           SELECT a.area_code::text AS "code!", coalesce(a.area_name, a.area_code)::text AS "nom!",
                  ST_AsGeoJSON(ST_Transform(ST_SimplifyPreserveTopology(a.geom, 0.5), 4326), 6)::jsonb AS "geometry!"
           FROM place, ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
           WHERE t.type_code = 'COM' AND a.enable AND ST_DWithin(a.geom, place.geom, 20000)
           ORDER BY a.geom <-> place.geom, a.area_code LIMIT $3"#,
        lng,
        lat,
        limit
    )
    .fetch_all(conn)
    .await
}
