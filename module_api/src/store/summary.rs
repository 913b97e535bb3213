//! Published figures of sensitive data: one cell per (groupe, status, area) of a snapshot, rounded once, small ones absent, small changes too.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A snapshot of the published figures.
#[derive(Debug, Clone, Copy)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migrations that make them"
)]
pub struct Taken {
    pub id_snapshot: i32,
    pub taken_at: DateTime<Utc>,
    pub statuts: bool,
}

/// The newest snapshot, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn newest(conn: &mut PgConnection) -> sqlx::Result<Option<Taken>> {
    sqlx::query_as!(
        Taken,
        "SELECT id_snapshot, taken_at, statuts FROM gn_demandes.summary_snapshot ORDER BY id_snapshot DESC LIMIT 1"
    )
    .fetch_optional(conn)
    .await
}

/// Waits until nobody else counts, and keeps others waiting until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtext('gn_demandes.summary_snapshot')::bigint)")
        .execute(conn)
        .await?;
    Ok(())
}

/// Reads the status of each taxon again. False when this database has none.
///
/// # Errors
/// When the database fails.
pub async fn refresh_statuts(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT gn_demandes.refresh_taxon_statut() AS "known!""#)
        .fetch_one(conn)
        .await
}

/// What a snapshot is taken with.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// A cell below this count is suppressed.
    pub k: i32,
    /// Figures are multiples of this.
    pub rounding: i32,
    /// Setting `private_data` = withheld.
    pub private_withheld: bool,
    /// Whether the status of taxa is known.
    pub statuts: bool,
}

/// Takes a snapshot: counts the sensitive records by group, status and blurred area over the whole territory, rounds, drops what is
/// below `k` and what rounds to nothing: every figure is a multiple of `rounding`. Withheld records are in no cell. A record whose
/// area is made of several counts in each; otherwise cells share no record, and none is told but by its own figure.
///
/// A figure stays as it was published until its count has moved by `k` since: of two snapshots nobody learns that one record came or
/// went, not even who knows all the others.
///
/// # Errors
/// When the database fails.
pub async fn take_snapshot(
    conn: &mut PgConnection,
    rules: Rules,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    // Figures of other settings are no measure of these.
    sqlx::query!(
        "DELETE FROM gn_demandes.summary_base WHERE k <> $1 OR rounding <> $2",
        rules.k,
        rules.rounding
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"WITH taken AS (
               INSERT INTO gn_demandes.summary_snapshot (taken_at, statuts) VALUES ($4, $5) RETURNING id_snapshot),
           territory AS (
               SELECT ST_Expand(ST_Extent(a.geom)::geometry, 1) AS box FROM ref_geo.l_areas a
               JOIN ref_geo.bib_areas_types t USING (id_type) WHERE a.enable AND t.type_code = 'COM'),
           counted AS (
               SELECT coalesce(c.groupe, '') AS code_groupe, CASE WHEN $5 THEN coalesce(ts.statut, 'aucun') ELSE '' END AS statut,
                      u.id_area, count(*) AS n
               FROM territory
               CROSS JOIN LATERAL gn_diffusion.classify(
                   ST_SetSRID(box, Find_SRID('ref_geo', 'l_areas', 'geom')), precise_wanted => false,
                   private_withheld => $3, at => $4::timestamptz::date) c
               JOIN gn_synthese.synthese s USING (id_synthese)
               LEFT JOIN gn_demandes.taxon_statut ts ON ts.cd_nom = s.cd_nom
               CROSS JOIN LATERAL unnest(c.area_ids) AS u (id_area)
               WHERE c.selected_by = 'area' AND c.lot = 'F1' AND box IS NOT NULL
               GROUP BY 1, 2, 3),
           judged AS (
               SELECT code_groupe, statut, id_area, b.counted IS NOT NULL AS known,
                      CASE WHEN s.stays THEN coalesce(b.counted, 0) ELSE s.n END AS counted,
                      CASE WHEN s.stays THEN coalesce(b.published, 0)
                           WHEN s.n >= $1::bigint THEN (round(s.n / $2::int::numeric) * $2::int)::int ELSE 0 END AS published
               FROM counted c
               FULL JOIN gn_demandes.summary_base b USING (code_groupe, statut, id_area)
               CROSS JOIN (SELECT EXISTS (SELECT FROM gn_demandes.summary_base) AS again) e
               CROSS JOIN LATERAL (
                   SELECT coalesce(c.n, 0) AS n, e.again AND abs(coalesce(c.n, 0) - coalesce(b.counted, 0)) < $1::bigint AS stays) s),
           kept AS (
               INSERT INTO gn_demandes.summary_base (code_groupe, statut, id_area, counted, published, k, rounding)
               SELECT code_groupe, statut, id_area, counted, published, $1::bigint::int, $2 FROM judged WHERE counted > 0 OR known
               ON CONFLICT (code_groupe, statut, id_area) DO UPDATE SET counted = EXCLUDED.counted, published = EXCLUDED.published
               RETURNING code_groupe),
           cells AS (
               INSERT INTO gn_demandes.summary_cell (id_snapshot, code_groupe, statut, id_area, published)
               SELECT id_snapshot, code_groupe, statut, id_area, published FROM judged, taken WHERE published > 0
               RETURNING id_snapshot)
           SELECT id_snapshot AS "id!" FROM taken"#,
        i64::from(rules.k),
        rules.rounding,
        rules.private_withheld,
        now,
        rules.statuts
    )
    .fetch_one(conn)
    .await
}

/// Drops every snapshot but the newest.
///
/// # Errors
/// When the database fails.
pub async fn drop_older(conn: &mut PgConnection, id_snapshot: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM gn_demandes.summary_snapshot WHERE id_snapshot < $1",
        id_snapshot
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A figure of sensitive data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Group, '' for taxa in none.
    pub code_groupe: String,
    /// Status, '' when none is known.
    pub statut: String,
    /// Sum of published cells.
    pub published: i64,
}

/// The sums, by group and status, of the published cells whose area meets the perimeter of a demande.
///
/// # Errors
/// When the database fails.
pub async fn of_demande(
    conn: &mut PgConnection,
    id_snapshot: i32,
    id_demande: Uuid,
) -> sqlx::Result<Vec<Figure>> {
    sqlx::query_as!(
        Figure,
        r#"SELECT c.code_groupe, c.statut, sum(c.published) AS "published!"
           FROM gn_demandes.summary_cell c
           JOIN ref_geo.l_areas a USING (id_area)
           JOIN gn_demandes.perimetre p ON p.id_demande = $2 AND ST_Intersects(a.geom, p.geom)
           WHERE c.id_snapshot = $1 GROUP BY 1, 2 ORDER BY 1, 2"#,
        id_snapshot,
        id_demande
    )
    .fetch_all(conn)
    .await
}

/// A published cell that a perimeter meets.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Type of the area: COM, M10, DEP…
    pub area_type: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub nom: String,
    /// Simplified `GeoJSON` geometry, WGS 84.
    pub geometry: serde_json::Value,
    /// Group of the figure; '' for taxa in no group.
    pub code_groupe: String,
    /// Sum of the published figures of its statuses.
    pub published: i32,
}

/// The published cells whose area meets the perimeter of a demande: as published, never cut to it.
///
/// # Errors
/// When the database fails.
pub async fn cells_of_demande(
    conn: &mut PgConnection,
    id_snapshot: i32,
    id_demande: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<Cell>> {
    sqlx::query_as!(
        Cell,
        r#"SELECT t.type_code::text AS "area_type!", a.area_code::text AS "code!", coalesce(a.area_name, a.area_code)::text AS "nom!",
                  ST_AsGeoJSON(ST_Transform(ST_SimplifyPreserveTopology(a.geom, 100), 4326), 5)::jsonb AS "geometry!",
                  c.code_groupe, sum(c.published)::int AS "published!"
           FROM gn_demandes.summary_cell c
           JOIN ref_geo.l_areas a USING (id_area)
           JOIN ref_geo.bib_areas_types t USING (id_type)
           JOIN gn_demandes.perimetre p ON p.id_demande = $2 AND ST_Intersects(a.geom, p.geom)
           WHERE c.id_snapshot = $1 GROUP BY t.type_code, a.id_area, c.code_groupe
           ORDER BY ST_Area(a.geom) DESC, a.area_code, c.code_groupe LIMIT $3"#,
        id_snapshot,
        id_demande,
        limit
    )
    .fetch_all(conn)
    .await
}
