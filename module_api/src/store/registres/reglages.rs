//! Settings, engagements and purposes: texts and values by version.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A version of the settings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionReglages {
    /// It.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub auteur: Option<String>,
    /// Why.
    pub comment: String,
    /// Demandes deposited under it.
    pub demandes: i64,
}

/// The versions, newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(conn: &mut PgConnection) -> sqlx::Result<Vec<VersionReglages>> {
    sqlx::query_as!(
        VersionReglages,
        r#"SELECT v.version, v.created_at, nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS auteur, v.comment,
                  (SELECT count(*) FROM gn_demandes.demande d WHERE d.settings_version = v.version) AS "demandes!"
           FROM gn_demandes.setting_version v LEFT JOIN utilisateurs.t_roles r ON r.id_role = v.created_by
           ORDER BY v.version DESC"#
    )
    .fetch_all(conn)
    .await
}

/// Locks the settings until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("LOCK TABLE gn_demandes.setting_version IN SHARE ROW EXCLUSIVE MODE")
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds a version: these values, by key.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut PgConnection,
    values: &serde_json::Value,
    comment: &str,
    id_role: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    let version = sqlx::query_scalar!(
        "INSERT INTO gn_demandes.setting_version (created_at, created_by, comment) VALUES ($1, $2, $3) RETURNING version",
        now,
        id_role,
        comment
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.setting (version, key, value) SELECT $1, e.key, e.value FROM jsonb_each($2) e",
        version,
        values
    )
    .execute(conn)
    .await?;
    Ok(version)
}

/// A version of the engagement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Engagement {
    /// It.
    pub version: i32,
    /// What is accepted.
    pub text: String,
    /// From which day.
    pub published_on: NaiveDate,
}

/// The versions, newest first; on a day: the one in force.
///
/// # Errors
/// When the database fails.
pub async fn engagements(
    conn: &mut PgConnection,
    on: Option<NaiveDate>,
) -> sqlx::Result<Vec<Engagement>> {
    sqlx::query_as!(
        Engagement,
        "SELECT version, text, published_on FROM gn_demandes.engagement_texte
         WHERE $1::date IS NULL OR published_on <= $1
         ORDER BY version DESC LIMIT CASE WHEN $1::date IS NULL THEN NULL ELSE 1 END",
        on
    )
    .fetch_all(conn)
    .await
}

/// Adds a version of the engagement.
///
/// # Errors
/// When the database fails.
pub async fn insert_engagement(
    conn: &mut PgConnection,
    text: &str,
    published_on: NaiveDate,
    id_role: i32,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO gn_demandes.engagement_texte (text, published_on, published_by) VALUES ($1, $2, $3) RETURNING version",
        text,
        published_on,
        id_role
    )
    .fetch_one(conn)
    .await
}

/// A purpose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Objet {
    /// Stable name.
    pub code: String,
    /// Name shown.
    pub label: String,
}

/// The purposes that may be chosen.
///
/// # Errors
/// When the database fails.
pub async fn objets(conn: &mut PgConnection) -> sqlx::Result<Vec<Objet>> {
    sqlx::query_as!(
        Objet,
        "SELECT code, label FROM gn_demandes.objet WHERE active ORDER BY code = 'autre', label"
    )
    .fetch_all(conn)
    .await
}
