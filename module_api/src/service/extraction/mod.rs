//! Extracting a lot: the rows the extension classed there are read under one snapshot and frozen; the archive is made from the frozen
//! file alone, checked, and becomes the lot's own with its state.
//!
//! The identities of the classification are asserted first: one record missing stops the extraction. Nothing is visible of an
//! extraction that did not end: files are written in a folder of their own and the archive appears complete or not at all.

mod archive;
mod cells;
mod control;
mod failure;
mod files;
mod freeze;
mod frozen;
mod head;
mod key;
mod map;
mod replay;
mod report;
mod retention;
mod rows;
mod select;
mod verify;
mod work;

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use demandes_domain::{
    avis::Conditions,
    lot::{LotCommand, LotState},
};
use serde_json::{Value as Json, json};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, adversary, annonce, dossier, fallback, guard, journal,
    named::Named, profil::Profil, settings,
};
use crate::store::{
    self,
    evenements::NewEvenement,
    jobs::JobRow,
    lots::{LotRow, ZoneEcartee},
};
use archive::Made;
pub use control::{cancel, relaunch};
use dossier::Dossier;
pub use failure::{stopped, told};
use files::{Folder, Names};
use frozen::{Head, Sealed};
pub use key::LotKey;
pub use replay::{Replayed, replay};
pub use retention::end_retention;
pub use select::Selection;
use select::{Filter, Motif};
pub use work::{Lease, Progress, Step, Stopped, Work};

/// Kind of the job.
pub const JOB: &str = "extract_lot";

/// Asks the worker to extract a lot, from `run_at` on.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(conn: &mut PgConnection, id_lot: Uuid, run_at: DateTime<Utc>) -> Result<()> {
    let key = job_key(id_lot);
    Ok(store::jobs::enqueue(conn, JOB, json!({ "id_lot": id_lot }), Some(&key), run_at).await?)
}

fn job_key(id_lot: Uuid) -> String {
    format!("{JOB}:{id_lot}")
}

/// The job that extracts a lot, or the one that attacks it once it is extracted: one work, told as such. None when it was never asked for.
///
/// # Errors
/// When the database fails.
pub async fn job(conn: &mut PgConnection, lot: &LotRow) -> Result<Option<JobRow>> {
    let state: LotState = dossier::stored(&lot.state)?;
    if state != LotState::Decide
        && let Some(attack) = adversary::job(conn, lot.id_lot).await?
    {
        return Ok(Some(attack));
    }
    Ok(store::jobs::by_key(conn, &job_key(lot.id_lot)).await?)
}

/// When the extraction of a lot may begin: not before the embargo of its décision ends.
#[must_use]
pub fn starts_at(conditions: &Conditions, now: DateTime<Utc>) -> DateTime<Utc> {
    match conditions.embargo_until {
        Some(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
        None => now,
    }
}

/// Asks the worker to extract a lot once more. A lot has one such job, whatever happens to it.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_again(
    conn: &mut PgConnection,
    id_lot: Uuid,
    run_at: DateTime<Utc>,
) -> Result<()> {
    let (payload, key) = (json!({ "id_lot": id_lot }), job_key(id_lot));
    Ok(store::jobs::restart(conn, JOB, payload, &key, run_at).await?)
}

/// Extracts a lot that is decided; does nothing for one that is no more, so that it may be run again.
///
/// # Errors
/// When an identity does not hold, a file cannot be written, a check fails, the database fails or the work must stop. The lot then stays
/// decided, with the reason on it.
pub async fn run(context: &Context, id_lot: Uuid, work: &Work) -> Result<()> {
    let outcome = extract(context, id_lot, work).await;
    if let Err(error) = &outcome
        && let Some(told) = failure::told(error)
    {
        let mut conn = context.pool.acquire().await?;
        store::lots::set_failure(&mut conn, id_lot, Some(&told)).await?;
    }
    outcome
}

async fn extract(context: &Context, id_lot: Uuid, work: &Work) -> Result<()> {
    let key = Arc::new(LotKey::load(&context.lot_key_file)?);
    let mut conn = context.pool.acquire().await?;
    // Dropped in the middle of a query, it is closed rather than waited for.
    conn.close_on_drop();
    // One snapshot for all that is read: counts, rows and settings agree.
    let mut tx = conn
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let Some((dossier, index)) = decided(&mut tx, id_lot).await? else {
        return Ok(());
    };
    work.begin(Step::Classement, 0)
        .map_err(anyhow::Error::from)?;
    let storage = &context.storage_dir;
    let lot = &dossier.lots[index];
    let kept = [&lot.archive_name, &lot.frozen_name].map(|name| name.clone().unwrap_or_default());
    files::clear(storage, id_lot, &kept).map_err(anyhow::Error::from)?;
    let folder = Folder::of_extraction(storage, id_lot).context("dossier des archives")?;
    let plan = Plan::load(&mut tx, context, dossier, index).await?;
    let selection = plan.select(&mut tx).await?;
    let mut outcome = Outcome {
        checks: serde_json::to_value(&selection.checks).map_err(anyhow::Error::from)?,
        groupes: selection.groupes.clone(),
        kept_out: selection.kept_out.clone(),
        given_up: fallback::given_up(&plan.dossier),
        usage: Vec::new(),
    };
    let frozen = folder.path().join("lot.age");
    let source = freeze::Source {
        id_demande: plan.dossier.demande.id_demande,
        profil: &plan.profil,
        conditions: &plan.conditions,
        residual_min_share: plan.residual_min_share,
    };
    let (sealed, usage) = freeze::write(
        &mut tx,
        frozen.clone(),
        Arc::clone(&key),
        plan.head.clone(),
        &source,
        selection,
        work,
    )
    .await?;
    outcome.usage = usage;
    tx.commit().await?;
    drop(conn);
    let (blocking, at) = (work.clone(), folder.path().to_owned());
    let made = tokio::task::spawn_blocking(move || {
        archive::make(&frozen, &key, &at, &at.join("archive.zip"), &blocking)
    })
    .await
    .map_err(anyhow::Error::from)??;
    keep(context, id_lot, &folder, &made, &sealed, &outcome, work).await
}

/// What an extraction keeps beside its files.
struct Outcome {
    checks: Json,
    groupes: BTreeSet<Option<String>>,
    /// What the guard kept out, given the precise lots that would never come.
    kept_out: Vec<ZoneEcartee>,
    given_up: BTreeSet<Uuid>,
    usage: rows::Usage,
}

/// All that decides what a lot holds.
struct Plan {
    dossier: Dossier,
    index: usize,
    profil: Profil,
    conditions: Conditions,
    wanted: store::classification::Wanted,
    residual_min_share: f64,
    key: [u8; 32],
    head: Head,
}

impl Plan {
    async fn load(
        conn: &mut PgConnection,
        context: &Context,
        dossier: Dossier,
        index: usize,
    ) -> Result<Self> {
        let (demande, lot) = (&dossier.demande, &dossier.lots[index]);
        let settings = settings::load(conn, demande.settings_version).await?;
        let profil = Profil::load(conn, &demande.profil).await?;
        let conditions = conditions(conn, fallback::decided_with(&dossier, lot)?).await?;
        let day = context.today();
        let head = head::load(conn, &dossier, lot, &profil, &conditions, day).await?;
        let key = store::demandes::line_key(conn, demande.id_ligne).await?;
        Ok(Self {
            wanted: annonce::wanted(demande, &settings, day),
            residual_min_share: settings.residual_min_share,
            key: <[u8; 32]>::try_from(key.as_slice()).context("key of the dossier line")?,
            profil,
            conditions,
            head,
            index,
            dossier,
        })
    }

    fn lot(&self) -> &LotRow {
        &self.dossier.lots[self.index]
    }

    async fn select(&self, conn: &mut PgConnection) -> Result<Selection> {
        let lot = self.lot();
        let line = match lot.fallback_of {
            Some(refused) => {
                let line = fallback::Line::load(conn, self.dossier.demande.id_ligne).await?;
                Some((refused, line))
            }
            None => None,
        };
        let may_hold = |groupe: Option<&str>| {
            line.as_ref()
                .is_some_and(|(refused, line)| line.may_hold(*refused, groupe))
        };
        let kept_out = match lot.fallback_of {
            Some(_) => fallback::kept_out_of_f1(conn, &self.dossier).await?,
            None => HashSet::new(),
        };
        let named = Named::load(conn, lot.id_lot, self.wanted.private_withheld).await?;
        let filter = if lot.fallback_of.is_some() {
            Filter::Fallback(select::Copy {
                may_hold: &may_hold,
                kept_out: &kept_out,
            })
        } else {
            Filter::Lot {
                kind: &lot.kind,
                groupe: lot.code_groupe.as_deref(),
                named: &named,
            }
        };
        let mut selection = select::read(conn, &self.wanted, &filter, &self.key).await?;
        guard::leave_out(
            conn,
            self.dossier.demande.id_demande,
            self.residual_min_share,
            &mut selection,
        )
        .await?;
        self.coarsen(conn, &mut selection).await?;
        Ok(selection)
    }

    /// Blurs what would be precise, where the décision or the profil says so.
    async fn coarsen(&self, conn: &mut PgConnection, selection: &mut Selection) -> Result<()> {
        let within = (self.dossier.demande.id_demande, self.residual_min_share);
        if let Some(level) = &self.conditions.coarser_level {
            let area_type = store::classification::area_type_of(conn, level)
                .await?
                .with_context(|| format!("le niveau {level} de la décision n'a pas de zone"))?;
            return select::coarsen(
                conn,
                selection,
                &area_type,
                Some(level),
                Motif::Decision,
                within,
            )
            .await;
        }
        match &self.profil.row.min_area_type {
            Some(area_type) => {
                select::coarsen(conn, selection, area_type, None, Motif::Profil, within).await
            }
            None => Ok(()),
        }
    }
}

/// Forgets what no lot refers to in the folder of archives and is older than a day: what a killed worker left.
///
/// # Errors
/// When the folder or the database cannot be read.
pub async fn sweep(context: &Context) -> Result<()> {
    let before = context.now() - Duration::days(1);
    let mut conn = context.pool.acquire().await?;
    let kept = store::lots::file_names(&mut conn).await?;
    files::sweep(&context.storage_dir, &kept, before).map_err(anyhow::Error::from)?;
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

/// Makes the archive and its frozen rows the lot's own, in one transaction: extracted, and to be attacked before it is verified.
async fn keep(
    context: &Context,
    id_lot: Uuid,
    folder: &Folder,
    made: &Made,
    sealed: &Sealed,
    outcome: &Outcome,
    work: &Work,
) -> Result<()> {
    let names = Names::new(id_lot);
    let storage = &context.storage_dir;
    let put = || -> std::io::Result<()> {
        files::put(&folder.path().join("lot.age"), storage, &names.frozen)?;
        files::put(&made.path, storage, &names.archive)?;
        Ok(())
    };
    let kept = match put() {
        Ok(()) => commit(context, id_lot, &names, made, sealed, outcome, work).await,
        Err(error) => Err(anyhow::Error::from(error).into()),
    };
    match kept {
        Ok(true) => Ok(()),
        Ok(false) => {
            names.remove(storage);
            Ok(())
        }
        // The connection may have been lost after the server had committed: what the lot refers to is never removed.
        Err(error) => match refers(context, id_lot, &names).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                names.remove(storage);
                Err(error)
            }
            Err(_) => Err(error),
        },
    }
}

async fn refers(context: &Context, id_lot: Uuid, names: &Names) -> Result<bool> {
    let mut conn = context.pool.acquire().await?;
    let lot = store::lots::get(&mut conn, id_lot).await?;
    Ok(lot.is_some_and(|lot| lot.archive_name.as_ref() == Some(&names.archive)))
}

/// True when the lot refers to its files from now on; false when somebody else ended the same work in the meantime: theirs stands.
async fn commit(
    context: &Context,
    id_lot: Uuid,
    names: &Names,
    made: &Made,
    sealed: &Sealed,
    outcome: &Outcome,
    work: &Work,
) -> Result<bool> {
    let mut tx = context.pool.begin().await?;
    let lot = store::lots::get(&mut tx, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    store::demandes::lock(&mut tx, lot.id_demande).await?;
    let Some((dossier, _)) = decided(&mut tx, id_lot).await? else {
        return Ok(false);
    };
    hold_lease(&mut tx, work).await?;
    if !outcome.kept_out.is_empty() && fallback::given_up(&dossier) != outcome.given_up {
        return Err(anyhow::anyhow!(
            "Un lot de la demande a été refusé pendant cette extraction, qui en tenait compte : elle sera refaite."
        )
        .into());
    }
    fallback::hold(&mut tx, dossier.demande.id_ligne, &lot, &outcome.groupes).await?;
    let archive = store::lots::Archive {
        name: &names.archive,
        sha256: &made.sha256,
        bytes: made.bytes,
        frozen_name: &names.frozen,
        frozen_sha256: &sealed.sha256,
        frozen_bytes: i64::try_from(sealed.bytes).map_err(anyhow::Error::from)?,
    };
    let report = json!({ "delivered": made.delivered, "checks": outcome.checks });
    store::lots::set_archive(&mut tx, id_lot, &archive, &report).await?;
    store::lots::set_zones_ecartees(&mut tx, id_lot, &outcome.kept_out).await?;
    store::usage::set(&mut tx, id_lot, &outcome.usage).await?;
    store::empreintes::set(&mut tx, id_lot, made.empreinte.as_bytes()).await?;
    let state = LotState::Decide.apply(LotCommand::Extract)?;
    store::lots::set_state(&mut tx, id_lot, state.as_str(), context.now()).await?;
    journal::record(
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
    Ok(true)
}

/// Nobody takes the job until the transaction ends, and nobody else has: or it is not ours to keep anything.
///
/// # Errors
/// When the work was told to stop, or somebody else has it.
pub(super) async fn hold_lease(conn: &mut PgConnection, work: &Work) -> Result<()> {
    work.check().map_err(anyhow::Error::from)?;
    let Some(lease) = work.lease() else {
        return Ok(());
    };
    let reason = match store::jobs::hold(conn, lease.id_job, lease.worker).await? {
        Some(false) => return Ok(()),
        Some(true) => Stopped::Cancelled,
        None => Stopped::LeaseLost,
    };
    Err(anyhow::Error::from(reason).into())
}
