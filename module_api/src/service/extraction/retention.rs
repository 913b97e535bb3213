//! The end of the retention of a lot: its files go, their digests stay.

use serde_json::json;

use super::files;
use crate::{
    service::{Context, Result, journal},
    store::{self, evenements::NewEvenement, lots::Outlived},
};

/// Removes the files of the lots sent, or given up, more than `lot_retention_days` ago; each in a transaction of its own. Gives how many.
/// May be run again.
///
/// # Errors
/// When the database fails; what was ended before stays so.
pub async fn end_retention(context: &Context) -> Result<usize> {
    let mut conn = context.pool.acquire().await?;
    let outlived = store::lots::outlived(&mut conn, context.now()).await?;
    drop(conn);
    for lot in &outlived {
        end(context, lot).await?;
        // After the commit: a lot never refers to files that are gone. What stays behind is swept later.
        for name in &lot.files {
            files::remove(&context.storage_dir.join(name));
        }
    }
    Ok(outlived.len())
}

async fn end(context: &Context, lot: &Outlived) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    store::demandes::lock(&mut tx, lot.id_demande).await?;
    store::lots::end_retention(&mut tx, lot.id_lot, context.now()).await?;
    let event = NewEvenement {
        id_demande: lot.id_demande,
        id_lot: Some(lot.id_lot),
        kind: "end_retention",
        states: None,
        id_role: None,
        detail: json!({}),
        motif: None,
        at: context.now(),
    };
    journal::record(&mut tx, event).await?;
    tx.commit().await?;
    Ok(())
}
