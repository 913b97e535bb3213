//! `demandes_api serve`: the API, until told to stop.

use std::time::Duration;

use anyhow::Context as _;

use crate::{
    config::Config,
    http::{
        AppState,
        app::{App, AppSettings},
        metrics,
        router::router,
    },
};

/// Runs it.
///
/// # Errors
/// When the configuration is not usable, or the port is taken.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let key = config.secret_key()?.clone();
    let pool = super::connect_to_migrated(config, config.request_timeout_seconds).await?;
    let context = super::context(config, pool)?;
    if let Some(address) = config.metrics_listen {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("écoute sur {address} impossible (metrics_listen)"))?;
        let figures = metrics::router(context.clone())?;
        tokio::spawn(async move { axum::serve(listener, figures).await });
    }
    let state = AppState::new(context, key, &config.base_path).with_app(pages(config)?);
    let app = router(state, Duration::from_secs(config.request_timeout_seconds));
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("écoute sur {} impossible (listen)", config.listen))?;
    tracing::info!(listen = %listener.local_addr()?, base_path = %config.base_path, "serving");
    let stop = super::stop_signal()?;
    axum::serve(listener, app)
        .with_graceful_shutdown(async move { stop.cancelled().await })
        .await?;
    Ok(())
}

/// The pages, when the configuration names their folder.
fn pages(config: &Config) -> anyhow::Result<Option<App>> {
    let Some(folder) = &config.app_dir else {
        return Ok(None);
    };
    anyhow::ensure!(
        folder.join("index.html").is_file(),
        "pas de pages dans {} (app_dir) : construisez-les (frontend_stub/README.md) ou retirez cette clé",
        folder.display()
    );
    Ok(Some(App {
        folder: folder.clone(),
        settings: AppSettings {
            geonature_url: config.geonature_url.clone(),
            basemap_url: config.basemap_url.clone(),
            basemap_attribution: config.basemap_attribution.clone(),
        },
    }))
}
