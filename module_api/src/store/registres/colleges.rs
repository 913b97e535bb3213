//! Colleges and their members.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A member of a college.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Membre {
    /// Key.
    pub id_membre: i32,
    /// Grows with each change; also its `ETag`.
    pub version: i32,
    /// College.
    pub code_college: String,
    /// Its name.
    pub college: String,
    /// For which organisme.
    pub id_organisme: Option<i32>,
    /// Its name.
    pub organisme: Option<String>,
    /// Who sits.
    pub titulaire: String,
    /// Who sits in his absence.
    pub suppleant: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Whether the published list has him.
    pub published: bool,
}

/// The members in force on a day (or ever), in the order of the colleges; those of the published list only, or all.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut PgConnection,
    on: Option<NaiveDate>,
    published_only: bool,
) -> sqlx::Result<Vec<Membre>> {
    select(conn, None, on, published_only).await
}

/// One.
///
/// # Errors
/// When the database fails.
pub async fn get(conn: &mut PgConnection, id: i32) -> sqlx::Result<Option<Membre>> {
    Ok(select(conn, Some(id), None, false).await?.pop())
}

async fn select(
    conn: &mut PgConnection,
    id: Option<i32>,
    on: Option<NaiveDate>,
    published_only: bool,
) -> sqlx::Result<Vec<Membre>> {
    sqlx::query_as!(
        Membre,
        r#"SELECT m.id_membre, m.version, m.code_college, c.label AS college, m.id_organisme, o.nom_organisme::text AS "organisme?",
                  m.titulaire, m.suppleant, m.starts_on, m.ends_on, m.published
           FROM gn_demandes.college_membre m
           JOIN gn_demandes.college c ON c.code = m.code_college
           LEFT JOIN utilisateurs.bib_organismes o USING (id_organisme)
           WHERE ($1::int IS NULL OR m.id_membre = $1) AND (m.published OR NOT $3)
             AND ($2::date IS NULL OR (m.starts_on <= $2 AND (m.ends_on IS NULL OR m.ends_on >= $2)))
           ORDER BY c.place, c.code, m.titulaire, m.id_membre"#,
        id,
        on,
        published_only
    )
    .fetch_all(conn)
    .await
}

/// What is written of a member.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in `Membre`")]
pub struct MembreContent<'a> {
    pub code_college: &'a str,
    pub id_organisme: Option<i32>,
    pub titulaire: &'a str,
    pub suppleant: Option<&'a str>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub published: bool,
}

/// Adds a member.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, m: &MembreContent<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO gn_demandes.college_membre (code_college, id_organisme, titulaire, suppleant, starts_on, ends_on, published)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id_membre",
        m.code_college,
        m.id_organisme,
        m.titulaire,
        m.suppleant,
        m.starts_on,
        m.ends_on,
        m.published
    )
    .fetch_one(conn)
    .await
}

/// Changes a member.
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut PgConnection, id: i32, m: &MembreContent<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.college_membre SET code_college = $2, id_organisme = $3, titulaire = $4, suppleant = $5, starts_on = $6,
             ends_on = $7, published = $8, version = version + 1 WHERE id_membre = $1",
        id,
        m.code_college,
        m.id_organisme,
        m.titulaire,
        m.suppleant,
        m.starts_on,
        m.ends_on,
        m.published
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a college, or renames it.
///
/// # Errors
/// When the database fails.
pub async fn put(conn: &mut PgConnection, code: &str, label: &str, place: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.college (code, label, place) VALUES ($1, $2, $3)
         ON CONFLICT (code) DO UPDATE SET label = excluded.label, place = excluded.place",
        code,
        label,
        place
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether a college exists.
///
/// # Errors
/// When the database fails.
pub async fn exists(conn: &mut PgConnection, code: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM gn_demandes.college WHERE code = $1) AS "exists!""#,
        code
    )
    .fetch_one(conn)
    .await
}
