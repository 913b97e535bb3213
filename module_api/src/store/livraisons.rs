//! Livraisons and their downloads. A link is known by its digest only.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A livraison found by its link.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Livraison {
    pub id_livraison: Uuid,
    pub id_lot: Uuid,
    pub expires_at: DateTime<Utc>,
}

/// Keeps a livraison.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut PgConnection,
    id_livraison: Uuid,
    id_lot: Uuid,
    jeton_sha256: &[u8],
    id_sender: i32,
    sent_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.livraison (id_livraison, id_lot, jeton_sha256, id_sender, sent_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        id_livraison,
        id_lot,
        jeton_sha256,
        id_sender,
        sent_at,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The livraison this link opens.
///
/// # Errors
/// When the database fails.
pub async fn by_jeton(
    conn: &mut PgConnection,
    jeton_sha256: &[u8],
) -> sqlx::Result<Option<Livraison>> {
    sqlx::query_as!(
        Livraison,
        "SELECT id_livraison, id_lot, expires_at FROM gn_demandes.livraison WHERE jeton_sha256 = $1",
        jeton_sha256
    )
    .fetch_optional(conn)
    .await
}

/// Logs a download.
///
/// # Errors
/// When the database fails.
pub async fn log_download(
    conn: &mut PgConnection,
    id_livraison: Uuid,
    id_role: i32,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.telechargement (id_livraison, id_role, downloaded_at) VALUES ($1, $2, $3)",
        id_livraison,
        id_role,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}
