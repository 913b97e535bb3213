//! Stopping the work on a lot (its extraction, then the attack of its archive), and starting it again: the responsible's.

use demandes_domain::{
    lot::{LotCommand, LotState},
    rights::{Action, Actor},
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{conditions, enqueue_again, job, job_key, starts_at};
use crate::{
    service::{
        Context, Result, ServiceError, adversary,
        dossier::{self, Dossier},
        fallback, journal,
    },
    store::{self, evenements::NewEvenement},
};

/// Stops the work on a lot: nobody takes it up any more, and the worker at it ends within seconds, leaving nothing.
///
/// # Errors
/// Unless the actor is its responsible, the lot is decided or extracted, and its extraction or its attack waits or goes on.
pub async fn cancel(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<()> {
    let mut tx = context.begin().await?;
    let (dossier, index) = dossier::change_lot(context, &mut tx, id_lot, actor, |_| {
        Action::ManageExtraction
    })
    .await?;
    let (key, told) = match dossier.facts.lots[index].state {
        LotState::Extrait => (
            adversary::job_key(id_lot),
            "Vérification par attaque annulée par le responsable du lot : elle peut être relancée.",
        ),
        _ => (
            job_key(id_lot),
            "Extraction annulée par le responsable du lot : elle peut être relancée.",
        ),
    };
    if !store::jobs::cancel(&mut tx, &key, context.now()).await? {
        return Err(ServiceError::conflict(
            "extraction_not_running",
            "Le travail sur ce lot n'est ni en cours ni en attente.",
        ));
    }
    store::lots::set_failure(&mut tx, id_lot, Some(told)).await?;
    log(
        context,
        &mut tx,
        &dossier,
        id_lot,
        actor,
        "cancel_extraction",
        None,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Starts the extraction of a lot again: after a cancellation, a last failure, before the next attempt, or when the adversary blocks the
/// archive, which is then dropped. Never before the end of an embargo.
///
/// # Errors
/// Unless the actor is its responsible, the lot is decided or extracted, and nobody is at it.
pub async fn relaunch(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<()> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let (dossier, index) = dossier::change_lot(context, &mut tx, id_lot, actor, |_| {
        Action::ManageExtraction
    })
    .await?;
    let lot = &dossier.lots[index];
    if let Some(job) = job(&mut tx, lot).await?
        && job.is_leased(now)
    {
        return Err(ServiceError::conflict(
            "extraction_running",
            "Le travail sur ce lot est en cours : annulez-le d'abord.",
        ));
    }
    let before = dossier.facts.lots[index].state;
    let mut states = None;
    if before == LotState::Extrait {
        let after = before.apply(LotCommand::FailVerification)?;
        store::lots::set_state(&mut tx, id_lot, after.as_str(), now).await?;
        store::jobs::cancel(&mut tx, &adversary::job_key(id_lot), now).await?;
        states = Some((before.to_string(), after.to_string()));
    }
    let decided_with = fallback::decided_with(&dossier, lot)?;
    let run_at = starts_at(&conditions(&mut tx, decided_with).await?, now);
    enqueue_again(&mut tx, id_lot, run_at).await?;
    store::lots::set_failure(&mut tx, id_lot, None).await?;
    log(
        context,
        &mut tx,
        &dossier,
        id_lot,
        actor,
        "relaunch_extraction",
        states,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn log(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    id_lot: Uuid,
    actor: &Actor,
    kind: &'static str,
    states: Option<(String, String)>,
) -> Result<()> {
    let event = NewEvenement {
        id_demande: dossier.demande.id_demande,
        id_lot: Some(id_lot),
        kind,
        states,
        id_role: Some(actor.id_role),
        detail: json!({}),
        motif: None,
        at: context.now(),
    };
    journal::record(conn, event).await
}
