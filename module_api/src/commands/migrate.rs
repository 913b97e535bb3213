//! `demandes_api migrate`: installs or upgrades what is ours in GeoNature's database: the extension, the schema `gn_demandes`, the
//! module and its rights. Safe to run again.

use anyhow::Context as _;
use sqlx::PgPool;

use crate::{clock::Clock, config::Config, store};

/// Runs it.
///
/// # Errors
/// When the database refuses: the message says which step.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    super::lot::key_if_missing(&config.lot_key_file)?;
    let pool = super::connect_as_administrator(config).await?;
    apply(&pool).await?;
    println!(
        "Base à jour : extension gn_diffusion, schéma gn_demandes, module DEMANDES, rôles gn_demandes_*."
    );
    Ok(())
}

/// The same, on a pool.
///
/// # Errors
/// As [`run`].
pub async fn apply(pool: &PgPool) -> anyhow::Result<()> {
    let mut conn = pool.acquire().await?;
    let missing = store::install::missing_from_geonature(&mut conn).await?;
    if let Some(told) = store::install::not_geonature(&missing) {
        anyhow::bail!(told);
    }
    store::install::extension(&mut conn)
        .await
        .context("extension gn_diffusion")?;
    store::install::MIGRATOR
        .run(pool)
        .await
        .context("migrations du schéma gn_demandes")?;
    store::install::register_module(&mut conn)
        .await
        .context("module DEMANDES de GeoNature")?;
    store::install::roles(&mut conn)
        .await
        .context("rôles gn_demandes_* (il faut pouvoir créer des rôles : admin_database_url)")?;
    index_taxa(pool).await.context("noms de TAXREF")?;
    Ok(())
}

/// The search of a taxon works at once, without waiting for the worker.
async fn index_taxa(pool: &PgPool) -> anyhow::Result<()> {
    let mut tx = pool.begin().await?;
    store::taxons::refresh(&mut tx, Clock::system().now()).await?;
    tx.commit().await?;
    Ok(())
}
