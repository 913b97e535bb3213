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

/// What was sent of a lot.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct SentRow {
    pub id_livraison: Uuid,
    pub jeton_sha256: Vec<u8>,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// The livraison of a lot, once it was sent.
///
/// # Errors
/// When the database fails.
pub async fn of_lot(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Option<SentRow>> {
    sqlx::query_as!(
        SentRow,
        "SELECT id_livraison, jeton_sha256, sent_at, expires_at FROM gn_demandes.livraison WHERE id_lot = $1",
        id_lot
    )
    .fetch_optional(conn)
    .await
}

/// A session opened by a link.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Session {
    pub id_telechargement: i64,
    pub id_lot: Uuid,
    pub expires_at: DateTime<Utc>,
}

/// Logs the opening of a link: who, when, until when it may be read.
///
/// # Errors
/// When the database fails.
pub async fn open_session(
    conn: &mut PgConnection,
    id_livraison: Uuid,
    id_role: i32,
    session_sha256: &[u8],
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.telechargement (id_livraison, id_role, session_sha256, downloaded_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
        id_livraison,
        id_role,
        session_sha256,
        at,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The session known by this digest.
///
/// # Errors
/// When the database fails.
pub async fn session(
    conn: &mut PgConnection,
    session_sha256: &[u8],
) -> sqlx::Result<Option<Session>> {
    sqlx::query_as!(
        Session,
        r#"SELECT t.id_telechargement, l.id_lot, t.expires_at AS "expires_at!"
           FROM gn_demandes.telechargement t JOIN gn_demandes.livraison l USING (id_livraison)
           WHERE t.session_sha256 = $1 AND t.expires_at IS NOT NULL"#,
        session_sha256
    )
    .fetch_optional(conn)
    .await
}

/// Logs a reading of a session: the archive, or a part of it.
///
/// # Errors
/// When the database fails.
pub async fn log_reading(
    conn: &mut PgConnection,
    id_telechargement: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.telechargement SET requests = requests + 1, last_read_at = $2 WHERE id_telechargement = $1",
        id_telechargement,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}
