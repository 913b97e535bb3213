//! `demandes_api worker`: the queue, until told to stop. Several may run at once.

use std::time::Duration;

use crate::{config::Config, jobs};

/// Runs it.
///
/// # Errors
/// When the database does not answer at the start.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let pool = super::connect(config, 0).await?;
    let context = super::context(config, pool)?;
    let settings = jobs::Settings {
        poll: Duration::from_secs(config.worker_poll_seconds),
        summary_max_age: chrono::Duration::hours(config.summary_max_age_hours),
    };
    let stop = super::stop_signal()?;
    tracing::info!("working");
    jobs::work(&context, settings, &stop).await;
    Ok(())
}
