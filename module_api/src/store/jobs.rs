//! The queue: `FOR UPDATE SKIP LOCKED`, a lease, attempts with back-off, and NOTIFY to wake the workers.

use chrono::{DateTime, Duration, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

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

/// What waits, and what was given up.
#[derive(Debug, Clone, Copy)]
pub struct Queues {
    /// Jobs to do.
    pub waiting: f64,
    /// Jobs given up.
    pub failed: f64,
    /// How long the oldest job that is due has been.
    pub late_seconds: f64,
    /// Mails to send.
    pub messages_waiting: f64,
    /// Mails given up.
    pub messages_failed: f64,
    /// Lots that a check or the guard holds back.
    pub lots_blocked: f64,
}

/// How full the queues are.
///
/// # Errors
/// When the database fails.
pub async fn queues(conn: &mut PgConnection) -> sqlx::Result<Queues> {
    sqlx::query_as!(
        Queues,
        r#"SELECT (SELECT count(*) FROM gn_demandes.job WHERE done_at IS NULL AND failed_at IS NULL)::float8 AS "waiting!",
                  (SELECT count(*) FROM gn_demandes.job WHERE failed_at IS NOT NULL)::float8 AS "failed!",
                  (SELECT greatest(coalesce(extract(epoch FROM now() - min(run_at)), 0), 0) FROM gn_demandes.job
                   WHERE done_at IS NULL AND failed_at IS NULL)::float8 AS "late_seconds!",
                  (SELECT count(*) FROM gn_demandes.message WHERE sent_at IS NULL AND failed_at IS NULL)::float8 AS "messages_waiting!",
                  (SELECT count(*) FROM gn_demandes.message WHERE failed_at IS NOT NULL)::float8 AS "messages_failed!",
                  (SELECT count(*) FROM gn_demandes.lot WHERE failure IS NOT NULL)::float8 AS "lots_blocked!""#
    )
    .fetch_one(conn)
    .await
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

/// Adds a job of this key, or puts the one there is back in the queue as if it were new: there is one at most. Whoever still works on
/// it has lost his lease.
///
/// # Errors
/// When the database fails.
pub async fn restart(
    conn: &mut PgConnection,
    kind: &str,
    payload: serde_json::Value,
    dedupe_key: &str,
    run_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.job (kind, payload, dedupe_key, run_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (dedupe_key) DO UPDATE SET run_at = EXCLUDED.run_at, attempts = 0, worker = NULL, locked_until = NULL,
             last_error = NULL, failed_at = NULL, done_at = NULL, cancelled_at = NULL, step = NULL, rows_done = NULL,
             rows_total = NULL, progress_at = NULL",
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

/// Takes the oldest job that is due, not cancelled and not leased, and leases it to `worker`. A worker that dies loses the lease and
/// another takes over.
///
/// # Errors
/// When the database fails.
pub async fn take(
    conn: &mut PgConnection,
    worker: Uuid,
    now: DateTime<Utc>,
    lease: Duration,
) -> sqlx::Result<Option<TakenJob>> {
    sqlx::query_as!(
        TakenJob,
        "UPDATE gn_demandes.job SET worker = $3, locked_until = $2, attempts = attempts + 1, step = NULL, rows_done = NULL,
             rows_total = NULL, progress_at = NULL
         WHERE id_job = (
             SELECT id_job FROM gn_demandes.job
             WHERE done_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL AND run_at <= $1
               AND (locked_until IS NULL OR locked_until < $1)
             ORDER BY run_at, id_job FOR UPDATE SKIP LOCKED LIMIT 1)
         RETURNING id_job, kind, payload, attempts",
        now,
        now + lease,
        worker
    )
    .fetch_optional(conn)
    .await
}

/// Renews the lease of a job under way, if it is still this worker's. Gives whether the job was cancelled; none when the lease is lost.
///
/// # Errors
/// When the database fails.
pub async fn renew(
    conn: &mut PgConnection,
    id_job: i64,
    worker: Uuid,
    until: DateTime<Utc>,
) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"UPDATE gn_demandes.job SET locked_until = $3 WHERE id_job = $1 AND worker = $2 AND done_at IS NULL
           RETURNING cancelled_at IS NOT NULL AS "cancelled!""#,
        id_job,
        worker,
        until
    )
    .fetch_optional(conn)
    .await
}

/// How far a job is.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct JobProgress {
    /// What it is doing: `classement`, `lecture`, `fichiers`, `verification`, then `attaque`.
    pub step: String,
    /// Rows done in this step; attacks, for the last one.
    pub rows_done: i64,
    /// Rows to do in this step; 0 when not known.
    pub rows_total: i64,
    /// When that was.
    pub at: DateTime<Utc>,
}

/// Keeps how far a job is, if it is still this worker's. Gives as [`renew`].
///
/// # Errors
/// When the database fails.
pub async fn report(
    conn: &mut PgConnection,
    id_job: i64,
    worker: Uuid,
    progress: &JobProgress,
) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"UPDATE gn_demandes.job SET step = $3, rows_done = $4, rows_total = $5, progress_at = $6
           WHERE id_job = $1 AND worker = $2 AND done_at IS NULL
           RETURNING cancelled_at IS NOT NULL AS "cancelled!""#,
        id_job,
        worker,
        progress.step,
        progress.rows_done,
        progress.rows_total,
        progress.at
    )
    .fetch_optional(conn)
    .await
}

/// Keeps anybody from taking or cancelling a job until the end of the transaction, if it is still this worker's. Gives as [`renew`].
///
/// # Errors
/// When the database fails.
pub async fn hold(
    conn: &mut PgConnection,
    id_job: i64,
    worker: Uuid,
) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!(
        r#"SELECT cancelled_at IS NOT NULL AS "cancelled!" FROM gn_demandes.job
           WHERE id_job = $1 AND worker = $2 AND done_at IS NULL FOR UPDATE"#,
        id_job,
        worker
    )
    .fetch_optional(conn)
    .await
}

/// Marks a job done, if it is still this worker's.
///
/// # Errors
/// When the database fails.
pub async fn finish(
    conn: &mut PgConnection,
    id_job: i64,
    worker: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.job SET done_at = $3, locked_until = NULL, last_error = NULL WHERE id_job = $1 AND worker = $2",
        id_job,
        worker,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a job back after an error, if it is still this worker's: later again, or aside when it was the last attempt.
///
/// # Errors
/// When the database fails.
pub async fn give_back(
    conn: &mut PgConnection,
    job: &TakenJob,
    worker: Uuid,
    now: DateTime<Utc>,
    error: &str,
) -> sqlx::Result<()> {
    let failed_at = (job.attempts >= MAX_ATTEMPTS).then_some(now);
    let back_off = Duration::seconds(5 << job.attempts.clamp(0, 10));
    sqlx::query!(
        "UPDATE gn_demandes.job SET locked_until = NULL, last_error = $3, failed_at = $4, run_at = $5 WHERE id_job = $1 AND worker = $2",
        job.id_job,
        worker,
        error,
        failed_at,
        now + back_off
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A job, as whoever asked for it follows it.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct JobRow {
    pub id_job: i64,
    pub run_at: DateTime<Utc>,
    pub locked_until: Option<DateTime<Utc>>,
    pub step: Option<String>,
    pub rows_done: Option<i64>,
    pub rows_total: Option<i64>,
    pub progress_at: Option<DateTime<Utc>>,
    pub done_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
    pub cancelled_at: Option<DateTime<Utc>>,
}

impl JobRow {
    /// Whether a worker is at it, or may be.
    #[must_use]
    pub fn is_leased(&self, now: DateTime<Utc>) -> bool {
        self.is_open() && self.locked_until.is_some_and(|until| until >= now)
    }

    /// Whether it is still to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.done_at.is_none() && self.failed_at.is_none() && self.cancelled_at.is_none()
    }
}

/// The job of this `dedupe_key`.
///
/// # Errors
/// When the database fails.
pub async fn by_key(conn: &mut PgConnection, dedupe_key: &str) -> sqlx::Result<Option<JobRow>> {
    sqlx::query_as!(
        JobRow,
        "SELECT id_job, run_at, locked_until, step, rows_done, rows_total, progress_at, done_at, failed_at, cancelled_at
         FROM gn_demandes.job WHERE dedupe_key = $1",
        dedupe_key
    )
    .fetch_optional(conn)
    .await
}

/// Cancels a job that is not done: nobody takes it any more, and who works on it sees it within seconds. True when there was one.
///
/// # Errors
/// When the database fails.
pub async fn cancel(
    conn: &mut PgConnection,
    dedupe_key: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let cancelled = sqlx::query!(
        "UPDATE gn_demandes.job SET cancelled_at = $2
         WHERE dedupe_key = $1 AND done_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL",
        dedupe_key,
        now
    )
    .execute(conn)
    .await?;
    Ok(cancelled.rows_affected() == 1)
}
