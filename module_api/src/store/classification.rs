//! What the extension says of a demande: counts by lot, and the rows of a lot. No rule is added here.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

/// What is wanted, as the extension's functions take it. The perimeter is the demande's own.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The demande whose perimeter is used.
    pub id_demande: Uuid,
    /// Taxa, descendants included by the extension; none means all.
    pub taxa: Option<Vec<i32>>,
    /// First day wanted.
    pub date_from: Option<NaiveDate>,
    /// Last day wanted.
    pub date_to: Option<NaiveDate>,
    /// Whether precise sensitive data are asked (switches the residual rule on).
    pub precise_wanted: bool,
    /// Setting `residual_min_share`.
    pub residual_min_share: f64,
    /// Setting `private_data` = withheld.
    pub private_withheld: bool,
    /// Day at which the sensitivity is computed.
    pub at: NaiveDate,
}

/// How many records share one fate.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// F1, F2, F3, withheld, `left_out`.
    pub lot: String,
    /// Code of the group, if any.
    pub groupe: Option<String>,
    /// Whether the group always asks for an avis.
    pub avis_systematique: bool,
    /// `geometry` or `area`.
    pub selected_by: String,
    /// Whether the row is precise.
    pub precise: bool,
    /// Stable code of the reason.
    pub reason: String,
    /// Year of observation.
    pub year: i32,
    /// Records.
    pub records: i64,
}

/// Counts of the classification of what is wanted.
///
/// # Errors
/// When the database fails.
pub async fn tally(conn: &mut PgConnection, w: &Wanted) -> sqlx::Result<Vec<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"SELECT c.lot AS "lot!", c.groupe, coalesce(g.avis_systematique, false) AS "avis_systematique!",
                  c.selected_by AS "selected_by!", c.precise AS "precise!", c.reason AS "reason!",
                  extract(year FROM s.date_min)::int AS "year!", count(*) AS "records!"
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL gn_diffusion.classify(p.geom, $2, $3, $4, $5, $6, $7, $8) c
           JOIN gn_synthese.synthese s USING (id_synthese)
           LEFT JOIN gn_diffusion.groupe g ON g.code = c.groupe
           WHERE p.id_demande = $1
           GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 4, 6, 7"#,
        w.id_demande,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at
    )
    .fetch_all(conn)
    .await
}

/// The two selections counted another way than the classification, and what has no geometry.
#[derive(Debug, Clone, Copy)]
pub struct SelectionCounts {
    /// Wanted and meeting the perimeter.
    pub by_geometry: i64,
    /// Sensitive, wanted, not withheld, with an area that meets the perimeter.
    pub by_area: i64,
    /// Wanted, without a usable geometry.
    pub without_geometry: i64,
}

/// Counts the two selections.
///
/// # Errors
/// When the database fails.
pub async fn selection_counts(
    conn: &mut PgConnection,
    w: &Wanted,
) -> sqlx::Result<SelectionCounts> {
    sqlx::query_as!(
        SelectionCounts,
        r#"SELECT c.by_geometry AS "by_geometry!", c.by_area AS "by_area!", c.without_geometry AS "without_geometry!"
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL gn_diffusion.selection_counts(p.geom, $2, $3, $4, $5, $6, $7, $8) c
           WHERE p.id_demande = $1"#,
        w.id_demande,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at
    )
    .fetch_one(conn)
    .await
}

/// One row of the classification.
#[derive(Debug, Clone)]
pub struct Classified {
    /// The record.
    pub id_synthese: i32,
    /// F1, F2, F3, withheld, `left_out`.
    pub lot: String,
    /// Code of its group, if any.
    pub groupe: Option<String>,
    /// Whether the row is precise.
    pub precise: bool,
    /// `geometry` or `area`.
    pub selected_by: String,
    /// Governing level.
    pub level: Option<String>,
    /// Stable code of the reason.
    pub reason: String,
    /// Type of the blurred area.
    pub area_type: Option<String>,
    /// Codes of the areas it is made of.
    pub area_codes: Option<Vec<String>>,
    /// WKB of the blurred area, local SRID; on blurred rows of F1 and, when asked for, on left-out ones.
    pub area: Option<Vec<u8>>,
}

/// The classification of what is wanted, row by row; `left_out_areas`: with the areas of left-out rows.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    conn: &mut PgConnection,
    w: &Wanted,
    left_out_areas: bool,
) -> sqlx::Result<Vec<Classified>> {
    sqlx::query_as!(
        Classified,
        r#"SELECT c.id_synthese AS "id_synthese!", c.lot AS "lot!", c.groupe, c.precise AS "precise!",
                  c.selected_by AS "selected_by!", c.level, c.reason AS "reason!", c.area_type, c.area_codes,
                  CASE WHEN NOT c.precise AND (c.lot = 'F1' OR $9) THEN ST_AsBinary(c.area) END AS area
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL gn_diffusion.classify(p.geom, $2, $3, $4, $5, $6, $7, $8) c
           WHERE p.id_demande = $1"#,
        w.id_demande,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at,
        left_out_areas
    )
    .fetch_all(conn)
    .await
}

/// What a blurred row may tell of its record, and its acquisition framework for the bordereau.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct Blurrable {
    pub id_synthese: i32,
    pub unique_id_sinp: Option<Uuid>,
    pub cd_ref: i32,
    pub nom_valide: String,
    pub date_min: NaiveDate,
    pub date_max: NaiveDate,
    pub ca_nom: Option<String>,
}

/// What blurred rows may tell of these records.
///
/// # Errors
/// When the database fails.
pub async fn blurrable(conn: &mut PgConnection, ids: &[i32]) -> sqlx::Result<Vec<Blurrable>> {
    sqlx::query_as!(
        Blurrable,
        r#"SELECT s.id_synthese, s.unique_id_sinp, t.cd_ref AS "cd_ref!", coalesce(v.nom_valide, v.lb_nom, '') AS "nom_valide!",
                  s.date_min::date AS "date_min!", s.date_max::date AS "date_max!",
                  f.acquisition_framework_name AS "ca_nom?"
           FROM gn_synthese.synthese s
           JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
           LEFT JOIN taxonomie.taxref v ON v.cd_nom = t.cd_ref
           LEFT JOIN gn_meta.t_datasets d USING (id_dataset)
           LEFT JOIN gn_meta.t_acquisition_frameworks f USING (id_acquisition_framework)
           WHERE s.id_synthese = ANY ($1)"#,
        ids
    )
    .fetch_all(conn)
    .await
}

/// A record as it may be given precisely: its cells by the name of their column.
#[derive(Debug, Clone)]
pub struct Precise {
    /// The record.
    pub id_synthese: i32,
    /// Permanent SINP identifier.
    pub unique_id_sinp: Option<Uuid>,
    /// Taxon of reference.
    pub cd_ref: Option<i32>,
    /// First day.
    pub date_min: NaiveDate,
    /// Last day.
    pub date_max: NaiveDate,
    /// Cells, by the names of `export::columns::PRECISE`.
    pub cells: serde_json::Value,
    /// WKB, local SRID.
    pub geom: Vec<u8>,
}

/// The cells of these records, under GeoNature's export names, from base tables.
///
/// # Errors
/// When the database fails.
pub async fn precise(conn: &mut PgConnection, ids: &[i32]) -> sqlx::Result<Vec<Precise>> {
    sqlx::query_file_as!(Precise, "src/store/precise_cells.sql", ids)
        .fetch_all(conn)
        .await
}

/// These taxa with their descendants.
///
/// # Errors
/// When the database fails.
pub async fn with_descendants(conn: &mut PgConnection, cd_noms: &[i32]) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"WITH RECURSIVE found AS (
               SELECT cd_ref FROM taxonomie.taxref WHERE cd_nom = ANY ($1)
               UNION SELECT t.cd_ref FROM taxonomie.taxref t JOIN found f ON t.cd_taxsup = f.cd_ref)
           SELECT cd_ref AS "cd_ref!" FROM found WHERE cd_ref IS NOT NULL"#,
        cd_noms
    )
    .fetch_all(conn)
    .await
}

/// A record blurred to another level than its own.
#[derive(Debug, Clone)]
pub struct Reblurred {
    /// The record.
    pub id_synthese: i32,
    /// Type of the area.
    pub area_type: String,
    /// Codes of the areas it is made of.
    pub area_codes: Vec<String>,
    /// WKB of the area, local SRID.
    pub area: Vec<u8>,
}

/// Blurs these records of a precise lot to a level; a record that cannot be is absent, not precise. So is one whose area lies
/// in the perimeter for less than `min_share`: who receives it knows that it is inside.
///
/// # Errors
/// When the database fails.
pub async fn reblurred(
    conn: &mut PgConnection,
    ids: &[i32],
    level: &str,
    id_demande: Uuid,
    min_share: f64,
) -> sqlx::Result<Vec<Reblurred>> {
    sqlx::query_as!(
        Reblurred,
        r#"SELECT s.id_synthese, l.area_type AS "area_type!", x.codes AS "area_codes!", ST_AsBinary(b.area) AS "area!"
           FROM gn_synthese.synthese s
           JOIN gn_diffusion.level l ON l.cd_nomenclature = $2 AND l.area_type IS NOT NULL
           CROSS JOIN LATERAL gn_diffusion.blur_for(s.the_geom_local, $2) AS b (area)
           CROSS JOIN LATERAL (
               SELECT array_agg(a.area_code ORDER BY a.area_code) AS codes
               FROM gn_diffusion.areas(s.the_geom_local, ARRAY[l.area_type]) a) x
           JOIN gn_demandes.perimetre p ON p.id_demande = $3
           WHERE s.id_synthese = ANY ($1) AND b.area IS NOT NULL AND x.codes IS NOT NULL
             AND ST_Area(ST_Intersection(b.area, p.geom)) >= $4 * ST_Area(b.area)"#,
        ids,
        level,
        id_demande,
        min_share
    )
    .fetch_all(conn)
    .await
}

/// How precisely the dates of each level are told: `day`, `month`, `year`.
///
/// # Errors
/// When the database fails.
pub async fn date_precisions(
    conn: &mut PgConnection,
) -> sqlx::Result<std::collections::HashMap<String, String>> {
    let rows = sqlx::query!("SELECT cd_nomenclature, date_precision FROM gn_diffusion.level")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.cd_nomenclature, row.date_precision))
        .collect())
}
