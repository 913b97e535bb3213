//! Erasing what the journal holds of a person. The digests stay: the chain still holds.

use serde_json::json;

use super::record;
use crate::{
    service::{Context, Result},
    store::{self, evenements::NewEvenement},
};

/// Kind of the event that declares an erasing: what is missing without one was taken away.
pub const ERASE: &str = "erase_personal";

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Events whose personal part is gone.
    pub events: usize,
    /// Dossiers they belong to.
    pub demandes: usize,
}

/// Erases the personal part of the events that name this person or that he wrote, and what the letters to him say, and declares it in
/// each dossier. May be run again.
///
/// # Errors
/// When the database fails: then nothing is erased.
pub async fn erase(context: &Context, id_role: i32) -> Result<Erased> {
    let mut tx = context.pool.begin().await?;
    store::messages::erase(&mut tx, id_role, context.now()).await?;
    store::lettres::erase(&mut tx, id_role, context.now()).await?;
    let gone = store::journal::erase(&mut tx, id_role).await?;
    let mut events = 0;
    for (id_demande, ids) in &gone {
        events += ids.len();
        let event = NewEvenement {
            id_demande: *id_demande,
            id_lot: None,
            kind: ERASE,
            states: None,
            id_role: None,
            detail: json!({ "evenements": ids }),
            motif: None,
            at: context.now(),
        };
        record(&mut tx, event).await?;
    }
    tx.commit().await?;
    Ok(Erased {
        events,
        demandes: gone.len(),
    })
}
