//! The commands of the program, one per file.

pub mod check_config;
pub mod geonature;
pub mod journal;
pub mod lot;
pub mod lot_attack;
pub mod lot_trace;
pub mod migrate;
pub mod openapi;
pub mod serve;
pub mod taxref;
pub mod uninstall;
pub mod worker;

use std::path::PathBuf;

use anyhow::Context as _;
use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgPool, PgPoolOptions};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    config::Config,
    service::{Context, request::Request},
    store,
};

/// Connects to GeoNature's database.
///
/// # Errors
/// When it does not answer. The message holds no password.
pub async fn connect(config: &Config, statement_timeout_seconds: u64) -> anyhow::Result<PgPool> {
    connect_to(
        &config.database_url,
        config.database_connections,
        statement_timeout_seconds,
    )
    .await
    .context("connexion à la base de GeoNature impossible (database_url)")
}

/// Connects to a database that `migrate` has brought to the version of this program: another one would be written wrong.
///
/// # Errors
/// When it does not answer, or is of another version.
pub async fn connect_to_migrated(
    config: &Config,
    statement_timeout_seconds: u64,
) -> anyhow::Result<PgPool> {
    let pool = connect(config, statement_timeout_seconds).await?;
    let mut conn = pool.acquire().await?;
    if let Some(account) = store::install::stranger(&mut conn).await? {
        anyhow::bail!(store::install::without_rights(&account));
    }
    if let Some(told) = store::install::other_version(&mut conn).await? {
        anyhow::bail!(told);
    }
    drop(conn);
    Ok(pool)
}

/// Connects as the administrator, for what installs and removes.
///
/// # Errors
/// When the database does not answer.
pub async fn connect_as_administrator(config: &Config) -> anyhow::Result<PgPool> {
    let url = config.admin_database_url.as_ref();
    connect_to(url.unwrap_or(&config.database_url), 2, 0)
        .await
        .context("connexion à la base de GeoNature impossible (admin_database_url, à défaut database_url)")
}

async fn connect_to(
    url: &SecretString,
    connections: u32,
    statement_timeout_seconds: u64,
) -> sqlx::Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(connections)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                let milliseconds = (statement_timeout_seconds * 1000).to_string();
                // A worker that dies must not leave its statement running (PostgreSQL 14 and later).
                sqlx::query(
                    "SELECT set_config('statement_timeout', $1, false),
                            (SELECT set_config(name, '5000', false) FROM pg_settings WHERE name = 'client_connection_check_interval')",
                )
                    .bind(milliseconds)
                    .execute(conn)
                    .await
                    .map(|_| ())
            })
        })
        .connect(url.expose_secret())
        .await
}

/// The context of the use cases.
///
/// # Errors
/// When the program cannot be found or the folder of archives cannot be made.
pub fn context(config: &Config, pool: PgPool) -> anyhow::Result<Context> {
    prepare_storage(&config.storage_dir)?;
    let program: PathBuf = std::env::current_exe().context("chemin du programme")?;
    Ok(Context {
        pool,
        clock: Clock::system(),
        storage_dir: config.storage_dir.clone(),
        lot_key_file: config.lot_key_file.clone(),
        program,
        request: Request::default(),
    })
}

/// The folder of archives is the service's alone.
fn prepare_storage(folder: &std::path::Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("dossier des archives {} (storage_dir)", folder.display()))
}

/// Cancelled when the program is asked to stop.
///
/// # Errors
/// When signals cannot be listened to.
pub fn stop_signal() -> anyhow::Result<CancellationToken> {
    let token = CancellationToken::new();
    let cancel = token.clone();
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        cancel.cancel();
    });
    Ok(token)
}
