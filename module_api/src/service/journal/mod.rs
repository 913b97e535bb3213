//! The journal: every event of every dossier, appended only and chained. [`record`] is the only way in; verifying, exporting and erasing
//! are what an administrator does with it. The method is published in `module_api/journal/README.md`.

mod chain;
mod erase;
mod export;
mod verify;

use sqlx::PgConnection;

pub use erase::{Erased, erase};
pub use export::export;
pub use verify::{Anchor, Finding, Verified, verify};

use super::{Result, messages};
use crate::store::{self, evenements::NewEvenement};

/// Logs an event and tells it to whom it concerns, in the transaction of what it tells.
///
/// # Errors
/// When the database fails.
pub async fn record(conn: &mut PgConnection, event: NewEvenement<'_>) -> Result<()> {
    store::evenements::insert(conn, event.clone()).await?;
    messages::of_event(conn, &event).await
}
