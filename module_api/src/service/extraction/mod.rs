//! Extracting a lot: the rows the extension classed there, into files, into an archive, checked, then the state. What lets it leave is in
//! `adversary`.
//!
//! The identities of the classification are asserted first: one record missing stops the extraction. Nothing is visible of an
//! extraction that did not end: files are written in a folder of their own and the archive appears complete or not at all.

mod archive;
mod report;
mod rows;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use demandes_domain::{
    avis::Conditions,
    lot::{LotCommand, LotState},
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, adversary, annonce, dossier, fallback, guard, settings,
};
use crate::store::{self, evenements::NewEvenement};
use archive::Made;
use dossier::Dossier;

/// Kind of the job.
pub const JOB: &str = "extract_lot";

/// Asks the worker to extract a lot, from `run_at` on.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(conn: &mut PgConnection, id_lot: Uuid, run_at: DateTime<Utc>) -> Result<()> {
    let key = format!("{JOB}:{id_lot}");
    Ok(store::jobs::enqueue(conn, JOB, json!({ "id_lot": id_lot }), Some(&key), run_at).await?)
}

/// Asks the worker to extract a lot once more.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_again(
    conn: &mut PgConnection,
    id_lot: Uuid,
    run_at: DateTime<Utc>,
) -> Result<()> {
    Ok(store::jobs::enqueue(conn, JOB, json!({ "id_lot": id_lot }), None, run_at).await?)
}

/// Extracts a lot that is decided; does nothing for one that is no more, so that it may be run again.
///
/// # Errors
/// When an identity does not hold, a file cannot be written, a check fails or the database fails. The lot then stays decided, with
/// the reason on it.
pub async fn run(context: &Context, id_lot: Uuid) -> Result<()> {
    match extract(context, id_lot).await {
        Err(error) => {
            let mut conn = context.pool.acquire().await?;
            store::lots::set_failure(&mut conn, id_lot, &error.to_string()).await?;
            Err(error)
        }
        done => done,
    }
}

async fn extract(context: &Context, id_lot: Uuid) -> Result<()> {
    // One snapshot for all that is read: counts, rows and settings agree.
    let mut tx = context
        .pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let Some((dossier, index)) = decided(&mut tx, id_lot).await? else {
        return Ok(());
    };
    let settings = settings::load(&mut tx, dossier.demande.settings_version).await?;
    let wanted = annonce::wanted(&dossier.demande, &settings, context.today());
    let lot = &dossier.lots[index];
    let mut classified =
        store::classification::rows(&mut tx, &wanted, lot.fallback_of.is_some()).await?;
    let counts = store::classification::selection_counts(&mut tx, &wanted).await?;
    let checks = report::checks(&classified, counts);
    checks.assert_identities()?;
    let left_out = guard::leave_out(
        &mut tx,
        dossier.demande.id_demande,
        settings.residual_min_share,
        &mut classified,
    )
    .await?;
    let conditions = conditions(&mut tx, fallback::decided_with(&dossier, lot)?).await?;
    let body = match lot.fallback_of {
        Some(refused) => {
            let line = fallback::Line::load(&mut tx, dossier.demande.id_ligne).await?;
            let may_hold = |groupe: Option<&str>| line.may_hold(refused, groupe);
            rows::of_fallback(&mut tx, &dossier, &classified, &conditions, may_hold).await?
        }
        None => {
            rows::of_lot(
                &mut tx,
                &dossier,
                lot,
                &classified,
                &conditions,
                settings.residual_min_share,
            )
            .await?
        }
    };
    let groupes = body.groupes.clone();
    let about = archive::About::load(&mut tx, &dossier, lot, &conditions, context.today()).await?;
    tx.commit().await?;
    drop(classified);
    let made = archive::make(&context.storage_dir, id_lot, about, body).await?;
    keep(
        context,
        id_lot,
        &made,
        json!({ "classement": checks, "ecartees_par_la_garde": left_out }),
        &groupes,
    )
    .await
}

/// Forgets what no lot refers to in the folder of archives and is older than a day: what a killed worker left.
///
/// # Errors
/// When the folder or the database cannot be read.
pub async fn sweep(context: &Context) -> Result<()> {
    let mut conn = context.pool.acquire().await?;
    let kept = store::lots::archive_names(&mut conn).await?;
    let before = context.now() - Duration::days(1);
    archive::sweep(&context.storage_dir, &kept, before).map_err(anyhow::Error::from)?;
    Ok(())
}

/// The lot with its dossier, if it is decided.
async fn decided(conn: &mut PgConnection, id_lot: Uuid) -> Result<Option<(Dossier, usize)>> {
    let lot = store::lots::get(conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let dossier = dossier::load(conn, lot.id_demande).await?;
    let index = dossier
        .lots
        .iter()
        .position(|lot| lot.id_lot == id_lot)
        .ok_or(ServiceError::NotFound)?;
    let decided = dossier.facts.lots[index].state == LotState::Decide;
    Ok(decided.then_some((dossier, index)))
}

/// The conditions of the décision on a lot; none when it was accepted by rule.
///
/// # Errors
/// When the database fails.
pub(super) async fn conditions(conn: &mut PgConnection, id_lot: Uuid) -> Result<Conditions> {
    let stored = store::avis::decision(conn, id_lot)
        .await?
        .and_then(|decision| decision.conditions);
    match stored {
        Some(json) => Ok(serde_json::from_value(json).map_err(anyhow::Error::from)?),
        None => Ok(Conditions::default()),
    }
}

/// Makes the archive the lot's own: extracted, and to be attacked before it is verified, in one transaction.
async fn keep(
    context: &Context,
    id_lot: Uuid,
    made: &Made,
    checks: serde_json::Value,
    groupes: &BTreeSet<Option<String>>,
) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    let lot = store::lots::get(&mut tx, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    store::demandes::lock(&mut tx, lot.id_demande).await?;
    // Somebody else ended the same work in the meantime: theirs stands.
    let Some((dossier, _)) = decided(&mut tx, id_lot).await? else {
        archive::remove(&context.storage_dir, &made.name);
        return Ok(());
    };
    let held = fallback::hold(&mut tx, dossier.demande.id_ligne, &lot, groupes).await;
    if held.is_err() {
        archive::remove(&context.storage_dir, &made.name);
    }
    held?;
    let report = json!({ "delivered": made.delivered, "checks": checks });
    store::lots::set_archive(
        &mut tx,
        id_lot,
        &made.name,
        &made.sha256,
        made.bytes,
        &report,
    )
    .await?;
    let state = LotState::Decide.apply(LotCommand::Extract)?;
    store::lots::set_state(&mut tx, id_lot, state.as_str(), context.now()).await?;
    store::evenements::append(
        &mut tx,
        NewEvenement {
            id_demande: lot.id_demande,
            id_lot: Some(id_lot),
            kind: LotCommand::Extract.as_str(),
            states: Some((LotState::Decide.to_string(), state.to_string())),
            id_role: None,
            // No figure: the log is read by the demandeur before the delivery.
            detail: json!({}),
            motif: None,
            at: context.now(),
        },
    )
    .await?;
    adversary::enqueue(&mut tx, id_lot, context.now()).await?;
    tx.commit().await?;
    Ok(())
}
