//! The queue: `FOR UPDATE SKIP LOCKED`, a lease, attempts with back-off, and NOTIFY to wake the workers.

use chrono::{DateTime, Duration, Utc};
use sqlx::PgConnection;

/// Attempts before a job is left aside as failed.
pub const MAX_ATTEMPTS: i32 = 5;

/// A job taken by a worker.
#[derive(Debug, Clone)]
pub struct TakenJob {
    /// Key.
    pub id_job: i64,
    /// What to do.
    pub kind: String,
    /// With what.
    pub payload: serde_json::Value,
    /// Which attempt this is, from 1.
    pub attempts: i32,
}

/// Adds a job; a second one with the same `dedupe_key` is the same job.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(
    conn: &mut PgConnection,
    kind: &str,
    payload: serde_json::Value,
    dedupe_key: Option<&str>,
    run_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.job (kind, payload, dedupe_key, run_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (dedupe_key) DO NOTHING",
        kind,
        payload,
        dedupe_key,
        run_at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("SELECT pg_notify('demandes_jobs', '')")
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes the oldest job that is due and not leased, and leases it. A worker that dies loses the lease and another takes over.
///
/// # Errors
/// When the database fails.
pub async fn take(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    lease: Duration,
) -> sqlx::Result<Option<TakenJob>> {
    sqlx::query_as!(
        TakenJob,
        "UPDATE gn_demandes.job SET locked_until = $2, attempts = attempts + 1
         WHERE id_job = (
             SELECT id_job FROM gn_demandes.job
             WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until < $1)
             ORDER BY run_at, id_job FOR UPDATE SKIP LOCKED LIMIT 1)
         RETURNING id_job, kind, payload, attempts",
        now,
        now + lease
    )
    .fetch_optional(conn)
    .await
}

/// Renews the lease of a job under way.
///
/// # Errors
/// When the database fails.
pub async fn renew(conn: &mut PgConnection, id_job: i64, until: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.job SET locked_until = $2 WHERE id_job = $1",
        id_job,
        until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a job done.
///
/// # Errors
/// When the database fails.
pub async fn finish(conn: &mut PgConnection, id_job: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.job SET done_at = $2, locked_until = NULL, last_error = NULL WHERE id_job = $1",
        id_job,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a job back after an error: later again, or aside when it was the last attempt.
///
/// # Errors
/// When the database fails.
pub async fn give_back(
    conn: &mut PgConnection,
    job: &TakenJob,
    now: DateTime<Utc>,
    error: &str,
) -> sqlx::Result<()> {
    let failed_at = (job.attempts >= MAX_ATTEMPTS).then_some(now);
    let back_off = Duration::seconds(5 << job.attempts.clamp(0, 10));
    sqlx::query!(
        "UPDATE gn_demandes.job SET locked_until = NULL, last_error = $2, failed_at = $3, run_at = $4 WHERE id_job = $1",
        job.id_job,
        error,
        failed_at,
        now + back_off
    )
    .execute(conn)
    .await?;
    Ok(())
}
