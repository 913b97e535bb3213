//! The published figures: a snapshot taken when the last one is too old.

use chrono::Duration;

use super::{Context, Result, settings};
use crate::store;
use demandes_domain::settings::PrivateData;

/// Takes a new snapshot if there is none or the last is older than `max_age`; tells whether it did.
///
/// # Errors
/// When the database fails.
pub async fn refresh(context: &Context, max_age: Duration) -> Result<bool> {
    let mut tx = context.pool.begin().await?;
    let now = context.now();
    if store::summary::newest(&mut tx)
        .await?
        .is_some_and(|(_, taken_at)| now - taken_at < max_age)
    {
        return Ok(false);
    }
    let (_, settings) = settings::current(&mut tx).await?;
    let private_withheld = settings.private_data == PrivateData::Withheld;
    let k = i32::try_from(settings.summary_k).unwrap_or(i32::MAX);
    let rounding = i32::try_from(settings.summary_rounding).unwrap_or(i32::MAX);
    let id_snapshot =
        store::summary::take_snapshot(&mut tx, k, rounding, private_withheld, now).await?;
    store::summary::drop_older(&mut tx, id_snapshot).await?;
    tx.commit().await?;
    Ok(true)
}
