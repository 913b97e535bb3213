//! Stopping the extraction of a lot, and starting it again: the responsible's.

use demandes_domain::rights::{Action, Actor};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{conditions, enqueue, job, job_key, starts_at};
use crate::{
    service::{
        Context, Result, ServiceError,
        dossier::{self, Dossier},
        fallback, journal,
    },
    store::{self, evenements::NewEvenement},
};

/// Stops the extraction of a lot: nobody takes it up any more, and the worker at it ends within seconds, leaving nothing.
///
/// # Errors
/// Unless the actor is its responsible, the lot is decided, and its extraction waits or goes on.
pub async fn cancel(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<()> {
    let mut tx = context.begin().await?;
    let (dossier, _) = dossier::change_lot(context, &mut tx, id_lot, actor, |_| {
        Action::ManageExtraction
    })
    .await?;
    if !store::jobs::cancel(&mut tx, &job_key(id_lot), context.now()).await? {
        return Err(ServiceError::conflict(
            "extraction_not_running",
            "L'extraction de ce lot n'est ni en cours ni en attente.",
        ));
    }
    let told = "Extraction annulée par le responsable du lot : elle peut être relancée.";
    store::lots::set_failure(&mut tx, id_lot, Some(told)).await?;
    log(
        context,
        &mut tx,
        &dossier,
        id_lot,
        actor,
        "cancel_extraction",
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Starts the extraction of a lot again: after a cancellation, a last failure, or before the next attempt. Never before the end of an
/// embargo.
///
/// # Errors
/// Unless the actor is its responsible, the lot is decided, and nobody is at its extraction.
pub async fn relaunch(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<()> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let (dossier, index) = dossier::change_lot(context, &mut tx, id_lot, actor, |_| {
        Action::ManageExtraction
    })
    .await?;
    let decided_with = fallback::decided_with(&dossier, &dossier.lots[index])?;
    let run_at = starts_at(&conditions(&mut tx, decided_with).await?, now);
    match job(&mut tx, id_lot).await? {
        Some(job) if job.is_leased(now) => {
            return Err(ServiceError::conflict(
                "extraction_running",
                "L'extraction de ce lot est en cours : annulez-la d'abord.",
            ));
        }
        Some(_) => store::jobs::reset(&mut tx, &job_key(id_lot), run_at).await?,
        None => enqueue(&mut tx, id_lot, run_at).await?,
    }
    store::lots::set_failure(&mut tx, id_lot, None).await?;
    log(
        context,
        &mut tx,
        &dossier,
        id_lot,
        actor,
        "relaunch_extraction",
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
) -> Result<()> {
    let event = NewEvenement {
        id_demande: dossier.demande.id_demande,
        id_lot: Some(id_lot),
        kind,
        states: None,
        id_role: Some(actor.id_role),
        detail: json!({}),
        motif: None,
        at: context.now(),
    };
    journal::record(conn, event).await
}
