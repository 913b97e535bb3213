//! The worker: takes jobs from the queue one by one, woken by NOTIFY, and does periodic work. Every handler may be run again.

use std::time::{Duration as StdDuration, Instant};

use anyhow::Context as _;
use chrono::Duration;
use serde::Deserialize;
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    service::{
        self, Context,
        extraction::{Lease, Progress, Stopped, Work},
    },
    store::{
        self,
        jobs::{JobProgress, TakenJob},
    },
};

/// How long a worker may keep a job without a sign of life before another takes it.
const LEASE: Duration = Duration::minutes(5);
const RENEWAL: StdDuration = StdDuration::from_mins(1);
/// A worker that could not renew its lease for so long stops before another takes the job.
const LEASE_WITHOUT_SIGN: StdDuration = StdDuration::from_mins(4);
/// How often the folder of archives is swept.
const SWEEPING: StdDuration = StdDuration::from_hours(6);
/// How often a job tells how far it is, and sees that it was cancelled.
const TICK: StdDuration = StdDuration::from_secs(1);

/// What the worker is set to.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Seconds between two looks at the queue when nothing wakes it.
    pub poll: StdDuration,
    /// Largest age of the published figures.
    pub summary_max_age: Duration,
}

/// Works until told to stop. A failure of the database is waited out, not died of.
pub async fn work(context: &Context, settings: Settings, stop: &CancellationToken) {
    let mut listener = None;
    let mut swept: Option<Instant> = None;
    while !stop.is_cancelled() {
        if swept.is_none_or(|at| at.elapsed() >= SWEEPING) {
            swept = Some(Instant::now());
            if let Err(error) = service::extraction::sweep(context).await {
                tracing::warn!(%error, "the folder of archives could not be swept");
            }
        }
        if let Err(error) = round(context, settings, stop).await {
            tracing::error!(error = %format!("{error:#}"), "the worker could not work; it will try again");
        }
        if listener.is_none() {
            listener = listen(context).await;
        }
        wait(&mut listener, settings.poll, stop).await;
    }
}

async fn listen(context: &Context) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(&context.pool).await.ok()?;
    listener.listen("demandes_jobs").await.ok()?;
    Some(listener)
}

async fn wait(listener: &mut Option<PgListener>, poll: StdDuration, stop: &CancellationToken) {
    let woken = async {
        match listener {
            Some(listener) => listener.recv().await.is_ok(),
            None => std::future::pending().await,
        }
    };
    let lost = tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(poll) => false,
        alive = woken => !alive,
    };
    if lost {
        *listener = None;
    }
}

/// All that is due now. Gives how many jobs were done.
///
/// # Errors
/// When the queue itself cannot be reached; a job that fails is given back, and is no error here.
pub async fn round(
    context: &Context,
    settings: Settings,
    stop: &CancellationToken,
) -> anyhow::Result<usize> {
    if service::summary::refresh(context, settings.summary_max_age).await? {
        tracing::info!("published figures counted again");
    }
    if service::taxons::refresh(context).await? {
        tracing::info!("names of TAXREF indexed again");
    }
    let expired = service::expiry::run(context).await?;
    if expired > 0 {
        tracing::info!(expired, "demandes left for too long ended");
    }
    service::clocks::run(context).await?;
    let permissions = service::permission::check(context).await?;
    if permissions > 0 {
        tracing::info!(permissions, "permissions in GeoNature ended");
    }
    let ended = service::extraction::end_retention(context).await?;
    if ended > 0 {
        tracing::info!(ended, "files of lots kept long enough removed");
    }
    let mut done = 0;
    while !stop.is_cancelled() {
        let mut conn = context.pool.acquire().await?;
        let worker = Uuid::new_v4();
        let Some(job) = store::jobs::take(&mut conn, worker, context.now(), LEASE).await? else {
            break;
        };
        drop(conn);
        let lease = Lease {
            id_job: job.id_job,
            worker,
        };
        finish(context, &job, worker, run(context, &job, lease).await).await?;
        done += 1;
    }
    Ok(done)
}

async fn run(context: &Context, job: &TakenJob, lease: Lease) -> anyhow::Result<()> {
    let work = Work::new(Some(lease));
    tokio::select! {
        outcome = handle(context, job, &work) => outcome,
        reason = watch(context, lease, &work) => {
            // Threads that still write see it, and what they wrote goes with their folder.
            work.stop(reason);
            Err(reason.into())
        }
    }
}

/// Renews the lease, tells how far the work is, and ends when it must stop: cancelled, or the lease lost or not renewed in time.
async fn watch(context: &Context, lease: Lease, work: &Work) -> Stopped {
    let mut renewed = Instant::now();
    loop {
        tokio::time::sleep(TICK).await;
        let renewing = renewed.elapsed() >= RENEWAL;
        let still = if renewing {
            renew(context, lease).await
        } else {
            tell(context, lease, work.progress()).await
        };
        match still {
            Ok(Some(false)) if renewing => renewed = Instant::now(),
            Ok(Some(false)) => (),
            Ok(Some(true)) => return Stopped::Cancelled,
            Ok(None) => return Stopped::LeaseLost,
            Err(error) => tracing::warn!(%error, "the lease could not be looked at"),
        }
        if renewed.elapsed() >= LEASE_WITHOUT_SIGN {
            return Stopped::LeaseLost;
        }
    }
}

async fn renew(context: &Context, lease: Lease) -> sqlx::Result<Option<bool>> {
    let mut conn = context.pool.acquire().await?;
    let until = context.now() + LEASE;
    store::jobs::renew(&mut conn, lease.id_job, lease.worker, until).await
}

async fn tell(context: &Context, lease: Lease, progress: Progress) -> sqlx::Result<Option<bool>> {
    let mut conn = context.pool.acquire().await?;
    let count = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    let progress = JobProgress {
        step: progress.step.code().to_owned(),
        rows_done: count(progress.done),
        rows_total: count(progress.total),
        at: context.now(),
    };
    store::jobs::report(&mut conn, lease.id_job, lease.worker, &progress).await
}

async fn finish(
    context: &Context,
    job: &TakenJob,
    worker: Uuid,
    outcome: anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut conn = context.pool.acquire().await?;
    match outcome {
        Ok(()) => store::jobs::finish(&mut conn, job.id_job, worker, context.now()).await?,
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(job = job.id_job, kind = %job.kind, attempt = job.attempts, error, "job failed");
            store::jobs::give_back(&mut conn, job, worker, context.now(), &error).await?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct OfLot {
    id_lot: Uuid,
}

async fn handle(context: &Context, job: &TakenJob, work: &Work) -> anyhow::Result<()> {
    let of_lot =
        || serde_json::from_value::<OfLot>(job.payload.clone()).context("payload of the job");
    match job.kind.as_str() {
        service::adversary::JOB => {
            service::adversary::run(context, of_lot()?.id_lot, work).await?;
            Ok(())
        }
        service::extraction::JOB => {
            Ok(service::extraction::run(context, of_lot()?.id_lot, work).await?)
        }
        service::avis::EXPIRY_JOB => Ok(service::avis::expire(context, of_lot()?.id_lot).await?),
        other => anyhow::bail!("unknown kind of job {other}"),
    }
}
