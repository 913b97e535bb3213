//! Requests done once under a key of their author. Neither the key nor the answer can be read from here: the first is a digest, the
//! second is sealed under the first (`http::idempotency`).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// What is known of a key.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Kept {
    pub request_sha256: Vec<u8>,
    pub status: Option<i32>,
    pub answer: Option<Vec<u8>>,
}

/// What is known of a key of this person.
///
/// # Errors
/// When the database fails.
pub async fn get(
    conn: &mut PgConnection,
    id_role: i32,
    key_sha256: &[u8],
) -> sqlx::Result<Option<Kept>> {
    sqlx::query_as!(
        Kept,
        "SELECT request_sha256, status, answer FROM gn_demandes.idempotency WHERE id_role = $1 AND key_sha256 = $2",
        id_role,
        key_sha256
    )
    .fetch_optional(conn)
    .await
}

/// Takes a key for this attempt; false when another attempt has it. Waits for the other when it is about to commit.
///
/// # Errors
/// When the database fails.
pub async fn take(
    conn: &mut PgConnection,
    id_role: i32,
    key_sha256: &[u8],
    request_sha256: &[u8],
    attempt: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let taken = sqlx::query_scalar!(
        "INSERT INTO gn_demandes.idempotency AS i (id_role, key_sha256, request_sha256, attempt, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id_role, key_sha256) DO UPDATE SET attempt = excluded.attempt WHERE i.attempt = excluded.attempt
         RETURNING i.id_role",
        id_role,
        key_sha256,
        request_sha256,
        attempt,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(taken.is_some())
}

/// Keeps the sealed answer of an attempt.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    conn: &mut PgConnection,
    attempt: Uuid,
    status: i32,
    answer: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.idempotency SET status = $2, answer = $3 WHERE attempt = $1",
        attempt,
        status,
        answer
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the key of a refused attempt back: nothing was changed.
///
/// # Errors
/// When the database fails.
pub async fn free(conn: &mut PgConnection, attempt: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM gn_demandes.idempotency WHERE attempt = $1",
        attempt
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets the keys older than the setting `idempotency_days`.
///
/// # Errors
/// When the database fails.
pub async fn forget(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM gn_demandes.idempotency WHERE created_at < $1::timestamptz - make_interval(days => coalesce(
             (SELECT (value #>> '{}')::int FROM gn_demandes.setting WHERE key = 'idempotency_days' ORDER BY version DESC LIMIT 1), 7))",
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
