//! A demande with its lots, as loaded for a use case, and the check of the right to act on it.

use std::{collections::HashMap, str::FromStr};

use anyhow::Context as _;
use demandes_domain::{
    demande::DemandeState,
    lot::{LotKind, LotState},
    rights::{self, Action, Actor, DemandeFacts, LotFacts, Refusal, Target},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Context, Result, ServiceError, request::Overwrites};
use crate::store::{self, demandes::DemandeRow, lots::LotRow};

/// A demande, its lots, and the facts the rights are judged on.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The row.
    pub demande: DemandeRow,
    /// Its lots.
    pub lots: Vec<LotRow>,
    /// The same, as the domain reads it.
    pub facts: DemandeFacts,
}

/// Loads a dossier and checks that `actor` may do `action` on it.
///
/// # Errors
/// As [`rights::check`] says; [`ServiceError::NotFound`] when it does not exist.
pub async fn read(
    conn: &mut PgConnection,
    id_demande: Uuid,
    actor: &Actor,
    action: Action,
) -> Result<Dossier> {
    let dossier = load(conn, id_demande).await?;
    rights::check(actor, action, Target::Demande(&dossier.facts))?;
    Ok(dossier)
}

/// As [`read`], with the dossier locked until the end of the transaction, and one version more: what its author had read is checked.
///
/// # Errors
/// As [`read`]; when somebody changed it since its author read it.
pub async fn change(
    context: &Context,
    conn: &mut PgConnection,
    id_demande: Uuid,
    actor: &Actor,
    action: Action,
) -> Result<Dossier> {
    store::demandes::lock(conn, id_demande).await?;
    let mut dossier = load(conn, id_demande).await?;
    let allowed = rights::check(actor, action, Target::Demande(&dossier.facts));
    let overwrites = match action {
        Action::EditDemande | Action::SetPerimetre => Overwrites::Yes,
        _ => Overwrites::No,
    };
    check_version(context, allowed, dossier.demande.version, overwrites)?;
    dossier.demande.version =
        store::demandes::bump_version(conn, id_demande, context.now()).await?;
    Ok(dossier)
}

/// As [`change`], for an action on one of its lots: gives the dossier and the index of the lot. The version read is the lot's.
///
/// # Errors
/// As [`change`].
pub async fn change_lot(
    context: &Context,
    conn: &mut PgConnection,
    id_lot: Uuid,
    actor: &Actor,
    action: impl FnOnce(&LotFacts) -> Action,
) -> Result<(Dossier, usize)> {
    let lot = store::lots::get(conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    store::demandes::lock(conn, lot.id_demande).await?;
    let dossier = load(conn, lot.id_demande).await?;
    let index = dossier
        .lots
        .iter()
        .position(|lot| lot.id_lot == id_lot)
        .ok_or(ServiceError::NotFound)?;
    let facts = &dossier.facts.lots[index];
    let allowed = rights::check(actor, action(facts), Target::Lot(&dossier.facts, facts));
    check_version(
        context,
        allowed,
        dossier.lots[index].version,
        Overwrites::No,
    )?;
    store::lots::bump_version(conn, id_lot, context.now()).await?;
    store::demandes::bump_version(conn, lot.id_demande, context.now()).await?;
    Ok((dossier, index))
}

/// Who has no right learns nothing of versions; to who has it, a stale version is told before what the new state prevents.
fn check_version(
    context: &Context,
    allowed: std::result::Result<(), Refusal>,
    version: i32,
    overwrites: Overwrites,
) -> Result<()> {
    if matches!(allowed, Err(Refusal::NotFound | Refusal::Forbidden { .. })) {
        return Ok(allowed?);
    }
    context.request.check_version(version, overwrites)?;
    Ok(allowed?)
}

/// Loads a dossier without judging any right: for the worker.
///
/// # Errors
/// [`ServiceError::NotFound`] when it does not exist.
pub async fn load(conn: &mut PgConnection, id_demande: Uuid) -> Result<Dossier> {
    let mut found = load_all(conn, &[id_demande]).await?;
    found.pop().ok_or(ServiceError::NotFound)
}

/// Loads these dossiers, those that exist, in as many queries as for one.
///
/// # Errors
/// When the database fails.
pub async fn load_all(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Dossier>> {
    let demandes = store::demandes::of_ids(conn, ids).await?;
    let mut lots: HashMap<Uuid, Vec<LotRow>> = HashMap::new();
    for lot in store::lots::of_demandes(conn, ids).await? {
        lots.entry(lot.id_demande).or_default().push(lot);
    }
    let with_its_lots = |demande: DemandeRow| {
        let lots = lots.remove(&demande.id_demande).unwrap_or_default();
        assemble(demande, lots)
    };
    demandes.into_iter().map(with_its_lots).collect()
}

fn assemble(demande: DemandeRow, lots: Vec<LotRow>) -> Result<Dossier> {
    let facts = DemandeFacts {
        demandeur: demande.id_demandeur,
        depositor: demande.id_depositor,
        organisme: demande.id_organisme,
        responsable: demande.id_responsable,
        state: stored(&demande.state)?,
        lots: lots.iter().map(lot_facts).collect::<Result<_>>()?,
    };
    Ok(Dossier {
        demande,
        lots,
        facts,
    })
}

impl Dossier {
    /// States of the lots.
    #[must_use]
    pub fn lot_states(&self) -> Vec<LotState> {
        self.facts.lots.iter().map(|lot| lot.state).collect()
    }

    /// Own state.
    #[must_use]
    pub fn state(&self) -> DemandeState {
        self.facts.state
    }
}

fn lot_facts(lot: &LotRow) -> Result<LotFacts> {
    Ok(LotFacts {
        kind: stored::<LotKind>(&lot.kind)?,
        state: stored(&lot.state)?,
        responsable: lot.id_responsable,
        asked_poles: lot.poles.clone(),
    })
}

/// Reads a code kept in the database, where a constraint holds it to the known ones.
///
/// # Errors
/// When it is none of them.
pub fn stored<T>(code: &str) -> Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    Ok(code
        .parse()
        .with_context(|| format!("stored code {code}"))?)
}
