//! Doing a request once, however often it is sent: the key is taken in the transaction of the use case itself.

use super::{Context, Result, ServiceError, request::Claim};
use crate::store;

/// What becomes of a request that carries a key.
#[derive(Debug)]
pub enum Outcome {
    /// It was not done yet.
    New,
    /// It was: its status, and its answer as it was sealed.
    Done {
        /// Of the first answer.
        status: u16,
        /// Sealed.
        answer: Vec<u8>,
    },
}

/// What is known of this key.
///
/// # Errors
/// When the key was used for something else, or the first request is still at work.
pub async fn look(context: &Context, claim: &Claim) -> Result<Outcome> {
    let mut conn = context.pool.acquire().await?;
    let kept = store::idempotency::get(&mut conn, claim.id_role, &claim.key_sha256).await?;
    let Some(kept) = kept else {
        return Ok(Outcome::New);
    };
    if kept.request_sha256 != claim.request_sha256 {
        return Err(ServiceError::invalid(
            "idempotency_key_reused",
            "Cette clé (Idempotency-Key) a déjà servi pour une autre requête : donnez une nouvelle clé à chaque nouvelle action.",
        ));
    }
    match (
        kept.status.and_then(|status| u16::try_from(status).ok()),
        kept.answer,
    ) {
        (Some(status), Some(answer)) => Ok(Outcome::Done { status, answer }),
        _ => Err(already_done()),
    }
}

/// The same request has just been done, or is being done, by another attempt.
pub(super) fn already_done() -> ServiceError {
    ServiceError::conflict(
        "idempotency_already_done",
        "Cette même requête a déjà été faite ou est en cours, et sa réponse n'est pas disponible : relisez le dossier avant de recommencer.",
    )
}

/// Keeps the sealed answer of a request that was done.
///
/// # Errors
/// When the database fails.
pub async fn keep(context: &Context, claim: &Claim, status: u16, sealed: &[u8]) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    // A use case that writes nothing has not taken the key.
    let mine = store::idempotency::take(
        &mut tx,
        claim.id_role,
        &claim.key_sha256,
        &claim.request_sha256,
        claim.attempt,
        context.now(),
    )
    .await?;
    if mine {
        store::idempotency::answer(&mut tx, claim.attempt, i32::from(status), sealed).await?;
    }
    store::idempotency::forget(&mut tx, context.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives the key of a refused request back.
///
/// # Errors
/// When the database fails.
pub async fn free(context: &Context, claim: &Claim) -> Result<()> {
    let mut conn = context.pool.acquire().await?;
    Ok(store::idempotency::free(&mut conn, claim.attempt).await?)
}
