//! The end of demandes that were left in brouillon or incomplete for too long.

use chrono::Duration;
use demandes_domain::demande::DemandeCommand;
use serde_json::json;
use uuid::Uuid;

use super::{Context, Result, dossier, journal, settings};
use crate::store::{self, evenements::NewEvenement};

/// Ends every demande that nobody touched for longer than the setting `expiry_days`; each in a transaction of its own. Gives how
/// many. May be run again.
///
/// # Errors
/// When the database fails; what was ended before stays so.
pub async fn run(context: &Context) -> Result<usize> {
    let mut conn = context.pool.acquire().await?;
    let (_, settings) = settings::current(&mut conn).await?;
    let before = context.now() - Duration::days(i64::from(settings.expiry_days));
    let left = store::demandes::left_since(&mut conn, before).await?;
    drop(conn);
    let mut ended = 0;
    for id_demande in left {
        ended += usize::from(expire(context, id_demande, before).await?);
    }
    Ok(ended)
}

/// Ends one demande, unless somebody has taken it up again in the meantime.
async fn expire(
    context: &Context,
    id_demande: Uuid,
    before: chrono::DateTime<chrono::Utc>,
) -> Result<bool> {
    let mut tx = context.pool.begin().await?;
    let now = context.now();
    store::demandes::lock(&mut tx, id_demande).await?;
    let dossier = dossier::load(&mut tx, id_demande).await?;
    let expired = dossier
        .state()
        .apply(DemandeCommand::Expire, &dossier.lot_states());
    let Ok(state) = expired else { return Ok(false) };
    if dossier.demande.updated_at >= before {
        return Ok(false);
    }
    store::demandes::set_state(&mut tx, id_demande, state.as_str(), now).await?;
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande,
            id_lot: None,
            kind: DemandeCommand::Expire.as_str(),
            states: Some((dossier.demande.state.clone(), state.to_string())),
            id_role: None,
            detail: json!({ "left_since": dossier.demande.updated_at }),
            motif: None,
            at: now,
        },
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}
