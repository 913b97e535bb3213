//! What waits in the queues, for who watches the service. Nothing of a dossier.

use super::{Context, Result};
use crate::store::{self, jobs::Queues};

/// The queues, and how many connections to the database are open.
///
/// # Errors
/// When the database fails.
pub async fn read(context: &Context) -> Result<(Queues, u32)> {
    let mut conn = context.pool.acquire().await?;
    let queues = store::jobs::queues(&mut conn).await?;
    Ok((queues, context.pool.size()))
}
