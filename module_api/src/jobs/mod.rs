//! The worker: takes jobs from the queue one by one, woken by NOTIFY, and does periodic work. Every handler may be run again.

use std::time::Duration as StdDuration;

use anyhow::Context as _;
use chrono::Duration;
use serde::Deserialize;
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    service::{self, Context},
    store::{self, jobs::TakenJob},
};

/// How long a worker may keep a job without a sign of life before another takes it.
const LEASE: Duration = Duration::minutes(5);
const RENEWAL: StdDuration = StdDuration::from_mins(1);

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
    if let Err(error) = service::extraction::sweep(context).await {
        tracing::warn!(%error, "the folder of archives could not be swept");
    }
    while !stop.is_cancelled() {
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
    let expired = service::expiry::run(context).await?;
    if expired > 0 {
        tracing::info!(expired, "demandes left for too long ended");
    }
    let mut done = 0;
    while !stop.is_cancelled() {
        let mut conn = context.pool.acquire().await?;
        let Some(job) = store::jobs::take(&mut conn, context.now(), LEASE).await? else {
            break;
        };
        drop(conn);
        finish(context, &job, run(context, &job).await).await?;
        done += 1;
    }
    Ok(done)
}

async fn run(context: &Context, job: &TakenJob) -> anyhow::Result<()> {
    let renewing = async {
        loop {
            tokio::time::sleep(RENEWAL).await;
            if let Ok(mut conn) = context.pool.acquire().await {
                let until = context.now() + LEASE;
                if let Err(error) = store::jobs::renew(&mut conn, job.id_job, until).await {
                    tracing::warn!(%error, "lease not renewed");
                }
            }
        }
    };
    tokio::select! {
        outcome = handle(context, job) => outcome,
        () = renewing => Ok(()),
    }
}

async fn finish(
    context: &Context,
    job: &TakenJob,
    outcome: anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut conn = context.pool.acquire().await?;
    match outcome {
        Ok(()) => store::jobs::finish(&mut conn, job.id_job, context.now()).await?,
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(job = job.id_job, kind = %job.kind, attempt = job.attempts, error, "job failed");
            store::jobs::give_back(&mut conn, job, context.now(), &error).await?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct OfLot {
    id_lot: Uuid,
}

async fn handle(context: &Context, job: &TakenJob) -> anyhow::Result<()> {
    let of_lot =
        || serde_json::from_value::<OfLot>(job.payload.clone()).context("payload of the job");
    match job.kind.as_str() {
        service::extraction::JOB => Ok(service::extraction::run(context, of_lot()?.id_lot).await?),
        service::adversary::JOB => {
            service::adversary::run(context, of_lot()?.id_lot).await?;
            Ok(())
        }
        service::avis::EXPIRY_JOB => Ok(service::avis::expire(context, of_lot()?.id_lot).await?),
        other => anyhow::bail!("unknown kind of job {other}"),
    }
}
