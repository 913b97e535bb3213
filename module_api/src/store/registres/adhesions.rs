//! Memberships.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A membership.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Adhesion {
    /// Key.
    pub id_adhesion: i32,
    /// Grows with each change; also its `ETag`.
    pub version: i32,
    /// Whose.
    pub id_organisme: i32,
    /// Its name.
    pub organisme: Option<String>,
    /// `adherent`, `pre_adherent` or `partenaire_pole`.
    pub kind: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; none while it lasts.
    pub ends_on: Option<NaiveDate>,
    /// How it ended: `admis`, `refuse` or `parti`.
    pub end_reason: Option<String>,
    /// The décision or the letter it is based on.
    pub reference: Option<String>,
    /// Words of who keeps the register.
    pub comment: Option<String>,
    /// The pôle of a partner.
    pub id_pole: Option<i32>,
}

/// Those of an organisme (or all), in force on a day (or ever): by name of organisme, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut PgConnection,
    id_organisme: Option<i32>,
    on: Option<NaiveDate>,
) -> sqlx::Result<Vec<Adhesion>> {
    select(conn, None, id_organisme, on).await
}

/// One.
///
/// # Errors
/// When the database fails.
pub async fn get(conn: &mut PgConnection, id: i32) -> sqlx::Result<Option<Adhesion>> {
    Ok(select(conn, Some(id), None, None).await?.pop())
}

async fn select(
    conn: &mut PgConnection,
    id: Option<i32>,
    id_organisme: Option<i32>,
    on: Option<NaiveDate>,
) -> sqlx::Result<Vec<Adhesion>> {
    sqlx::query_as!(
        Adhesion,
        r#"SELECT a.id_adhesion, a.version, a.id_organisme, o.nom_organisme::text AS "organisme?", a.kind, a.starts_on, a.ends_on,
                  a.end_reason, a.reference, a.comment, a.id_pole
           FROM gn_demandes.adhesion a JOIN utilisateurs.bib_organismes o USING (id_organisme)
           WHERE ($1::int IS NULL OR a.id_adhesion = $1) AND ($2::int IS NULL OR a.id_organisme = $2)
             AND ($3::date IS NULL OR (a.starts_on <= $3 AND (a.ends_on IS NULL OR a.ends_on >= $3)))
           ORDER BY o.nom_organisme, a.starts_on DESC, a.id_adhesion DESC"#,
        id,
        id_organisme,
        on
    )
    .fetch_all(conn)
    .await
}

/// A membership to be.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in `Adhesion`")]
pub struct NewAdhesion<'a> {
    pub id_organisme: i32,
    pub kind: &'a str,
    pub starts_on: NaiveDate,
    pub reference: Option<&'a str>,
    pub comment: Option<&'a str>,
    pub id_pole: Option<i32>,
}

/// Adds a membership.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, a: &NewAdhesion<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO gn_demandes.adhesion (id_organisme, kind, starts_on, reference, comment, id_pole)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id_adhesion",
        a.id_organisme,
        a.kind,
        a.starts_on,
        a.reference,
        a.comment,
        a.id_pole
    )
    .fetch_one(conn)
    .await
}

/// Ends a membership.
///
/// # Errors
/// When the database fails.
pub async fn end(
    conn: &mut PgConnection,
    id: i32,
    last_day: NaiveDate,
    reason: &str,
    reference: Option<&str>,
    comment: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.adhesion SET ends_on = $2, end_reason = $3, reference = coalesce($4, reference), comment = coalesce($5, comment),
             version = version + 1 WHERE id_adhesion = $1",
        id,
        last_day,
        reason,
        reference,
        comment
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks the memberships of an organisme until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock(conn: &mut PgConnection, id_organisme: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtext('gn_demandes.adhesion'), $1)",
        id_organisme
    )
    .execute(conn)
    .await?;
    Ok(())
}
