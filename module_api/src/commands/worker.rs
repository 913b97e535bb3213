//! `demandes_api worker`: the queue and the mails, until told to stop. Several may run at once.

use std::time::Duration;

use crate::{config::Config, jobs, mail};

/// Runs it.
///
/// # Errors
/// When the database does not answer at the start.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let pool = super::connect_to_migrated(config, 0).await?;
    let context = super::context(config, pool)?;
    let settings = jobs::Settings {
        poll: Duration::from_secs(config.worker_poll_seconds),
        summary_max_age: chrono::Duration::hours(config.summary_max_age_hours),
    };
    let mailer = mail::Mailer::new(config)?;
    let stop = super::stop_signal()?;
    tracing::info!("working");
    // A slow mail server holds back no lot, and a long extraction no mail.
    tokio::join!(
        jobs::work(&context, settings, &stop),
        mail::work(&context, &mailer, settings.poll, &stop),
    );
    Ok(())
}
