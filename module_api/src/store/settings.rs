//! Versioned settings.

use std::collections::BTreeMap;

use sqlx::PgConnection;

/// The version in force: the newest one.
///
/// # Errors
/// When the database fails or holds no settings.
pub async fn current_version(conn: &mut PgConnection) -> sqlx::Result<i32> {
    sqlx::query_scalar!(r#"SELECT max(version) AS "version!" FROM gn_demandes.setting_version"#)
        .fetch_one(conn)
        .await
}

/// The rows of one version, by key.
///
/// # Errors
/// When the database fails.
pub async fn load(
    conn: &mut PgConnection,
    version: i32,
) -> sqlx::Result<BTreeMap<String, serde_json::Value>> {
    let rows = sqlx::query!(
        "SELECT key, value FROM gn_demandes.setting WHERE version = $1",
        version
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value)).collect())
}

/// The version of the extension in this database, if it is there.
///
/// # Errors
/// When the database fails.
pub async fn extension_version(conn: &mut PgConnection) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT extversion FROM pg_extension WHERE extname = 'gn_diffusion'")
        .fetch_optional(conn)
        .await
}
