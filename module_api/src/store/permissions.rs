//! The permissions of GeoNature's Synthèse that demandes opened: what they would show, GeoNature's own rows, and who granted them.

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::stream::BoxStream;
use sqlx::PgConnection;
use uuid::Uuid;

use super::classification::Wanted;

/// A commune.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Area {
    /// Its id in `ref_geo`.
    pub id_area: i32,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// The communes wholly inside the perimeter of a demande, to within `tolerance` metres of its border.
///
/// # Errors
/// When the database fails.
pub async fn areas_inside(
    conn: &mut PgConnection,
    id_demande: Uuid,
    tolerance: f64,
) -> sqlx::Result<Vec<Area>> {
    sqlx::query_as!(
        Area,
        r#"SELECT a.id_area, a.area_code::text AS "code!", a.area_name::text AS "name!"
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL (SELECT ST_Buffer(p.geom, $2) OFFSET 0) AS b (geom)
           JOIN ref_geo.l_areas a ON a.enable AND a.geom && p.geom AND ST_Covers(b.geom, a.geom)
           JOIN ref_geo.bib_areas_types t ON t.id_type = a.id_type AND t.type_code = 'COM'
           WHERE p.id_demande = $1 ORDER BY a.area_code"#,
        id_demande,
        tolerance
    )
    .fetch_all(conn)
    .await
}

/// A record that GeoNature would show, as the classification of the perimeter places it whatever is wanted.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct ShownRow {
    pub lot: Option<String>,
    pub groupe: Option<String>,
    pub cd_ref: Option<i32>,
    pub date_min: NaiveDate,
    pub date_max: NaiveDate,
}

/// What a permission on these areas and taxa (by reference, descendants included; none means all) would show.
pub fn shown<'c>(
    conn: &'c mut PgConnection,
    w: &'c Wanted,
    areas: &'c [i32],
    taxa: Option<&'c [i32]>,
) -> BoxStream<'c, sqlx::Result<ShownRow>> {
    sqlx::query_as!(
        ShownRow,
        r#"SELECT c.lot AS "lot?", c.groupe AS "groupe?", t.cd_ref AS "cd_ref?", s.date_min::date AS "date_min!",
                  s.date_max::date AS "date_max!"
           FROM (SELECT DISTINCT x.id_synthese FROM gn_synthese.cor_area_synthese x WHERE x.id_area = ANY ($6)) m
           JOIN gn_synthese.synthese s USING (id_synthese)
           LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
           LEFT JOIN (SELECT k.id_synthese, k.lot, k.groupe FROM gn_demandes.perimetre p
                      CROSS JOIN LATERAL gn_diffusion.classify(p.geom, NULL, NULL, NULL, $2, $3, $4, $5) k
                      WHERE p.id_demande = $1 AND k.selected_by = 'geometry') c USING (id_synthese)
           WHERE $7::int[] IS NULL OR t.cd_ref = ANY ($7)"#,
        w.id_demande,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at,
        areas,
        taxa
    )
    .fetch(conn)
}

/// Whether GeoNature accepts, for reading and for exporting the Synthèse, rows narrowed to areas and taxa.
///
/// # Errors
/// When the database fails.
pub async fn is_available(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT count(*) = 2 AS "available!"
           FROM gn_permissions.t_permissions_available v
           JOIN gn_commons.t_modules m ON m.id_module = v.id_module AND m.module_code = 'SYNTHESE'
           JOIN gn_permissions.t_objects o ON o.id_object = v.id_object AND o.code_object = 'ALL'
           JOIN gn_permissions.bib_actions a ON a.id_action = v.id_action AND a.code_action IN ('R', 'E')
           WHERE v.areas_filter AND v.taxons_filter"#
    )
    .fetch_one(conn)
    .await
}

/// A permission to grant.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct NewPermission<'a> {
    pub id: Uuid,
    pub id_demande: Uuid,
    pub id_role: i32,
    pub areas: &'a [i32],
    /// As they were asked: GeoNature adds the descendants.
    pub taxa: Option<&'a [i32]>,
    pub until_day: NaiveDate,
    pub granted_by: i32,
    pub at: DateTime<Utc>,
}

/// Writes GeoNature's rows, one to read and one to export, and who granted them.
///
/// # Errors
/// When the database fails.
pub async fn grant(conn: &mut PgConnection, p: &NewPermission<'_>) -> sqlx::Result<()> {
    let mut ids = Vec::new();
    for action in ["R", "E"] {
        let id = sqlx::query_scalar!(
            "INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, scope_value, sensitivity_filter, created_on,
                 expire_on, validated)
             SELECT $1, a.id_action, m.id_module, o.id_object, NULL, false, $3::timestamptz AT TIME ZONE 'Europe/Paris',
                    ($4::date + 1)::timestamp, true
             FROM gn_permissions.bib_actions a, gn_commons.t_modules m, gn_permissions.t_objects o
             WHERE a.code_action = $2 AND m.module_code = 'SYNTHESE' AND o.code_object = 'ALL'
             RETURNING id_permission",
            p.id_role,
            action,
            p.at,
            p.until_day
        )
        .fetch_one(&mut *conn)
        .await?;
        sqlx::query!(
            "INSERT INTO gn_permissions.cor_permission_area (id_permission, id_area) SELECT $1, unnest($2::int[])",
            id,
            p.areas
        )
        .execute(&mut *conn)
        .await?;
        sqlx::query!(
            "INSERT INTO gn_permissions.cor_permission_taxref (id_permission, cd_nom) SELECT DISTINCT $1::int, unnest($2::int[])",
            id,
            p.taxa
        )
        .execute(&mut *conn)
        .await?;
        ids.push(id);
    }
    sqlx::query!(
        "INSERT INTO gn_demandes.permission_geonature (id_permission_geonature, id_demande, id_role, id_read, id_export, areas, taxa,
             until_day, granted_by, granted_at, checked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        p.id,
        p.id_demande,
        p.id_role,
        ids.first().copied(),
        ids.get(1).copied(),
        p.areas,
        p.taxa,
        p.until_day,
        p.granted_by,
        p.at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A permission that was granted.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct PermissionRow {
    pub id: Uuid,
    pub id_demande: Uuid,
    pub id_role: i32,
    pub id_read: Option<i32>,
    pub id_export: Option<i32>,
    pub areas: Vec<i32>,
    pub taxa: Option<Vec<i32>>,
    pub until_day: NaiveDate,
    pub granted_at: DateTime<Utc>,
    pub checked_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub end_reason: Option<String>,
}

/// The permissions of a demande, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_demande(
    conn: &mut PgConnection,
    id_demande: Uuid,
) -> sqlx::Result<Vec<PermissionRow>> {
    sqlx::query_as!(
        PermissionRow,
        "SELECT id_permission_geonature AS id, id_demande, id_role, id_read, id_export, areas, taxa, until_day, granted_at, checked_at,
                ended_at, end_reason
         FROM gn_demandes.permission_geonature WHERE id_demande = $1 ORDER BY granted_at DESC",
        id_demande
    )
    .fetch_all(conn)
    .await
}

/// The demandes of which a permission is in force.
///
/// # Errors
/// When the database fails.
pub async fn in_force(conn: &mut PgConnection) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT id_demande FROM gn_demandes.permission_geonature WHERE ended_at IS NULL ORDER BY granted_at"
    )
    .fetch_all(conn)
    .await
}

/// Keeps when a permission was looked at.
///
/// # Errors
/// When the database fails.
pub async fn set_checked(conn: &mut PgConnection, id: Uuid, at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.permission_geonature SET checked_at = $2 WHERE id_permission_geonature = $1",
        id,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes GeoNature's rows away, and keeps why.
///
/// # Errors
/// When the database fails.
pub async fn end(
    conn: &mut PgConnection,
    row: &PermissionRow,
    reason: &str,
    by: Option<i32>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ids: Vec<i32> = [row.id_read, row.id_export].into_iter().flatten().collect();
    sqlx::query!(
        "DELETE FROM gn_permissions.cor_permission_area WHERE id_permission = ANY ($1)",
        &ids
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM gn_permissions.cor_permission_taxref WHERE id_permission = ANY ($1)",
        &ids
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM gn_permissions.t_permissions WHERE id_permission = ANY ($1)",
        &ids
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE gn_demandes.permission_geonature SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id_permission_geonature = $1",
        row.id,
        at,
        by,
        reason
    )
    .execute(conn)
    .await?;
    Ok(())
}
