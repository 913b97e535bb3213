//! `demandes_api uninstall`: takes away from GeoNature's database all that `migrate` put there. Files (archives, keys, configuration) are left:
//! they are the administrator's.

use anyhow::{Context as _, ensure};

use crate::{config::Config, store};

/// What it wants to hear before it destroys.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Nom de la base, pour confirmer : demandes, journal, lots et registres seront détruits.
    #[arg(long)]
    pub confirm: String,
}

/// Runs it.
///
/// # Errors
/// Without the confirmation; while the accelerator is installed; when the database refuses, and then nothing is removed.
pub async fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<()> {
    let pool = super::connect_as_administrator(config).await?;
    let mut conn = pool.acquire().await?;
    let options = pool.connect_options();
    let database = options.get_database().unwrap_or_default();
    ensure!(
        arguments.confirm == database,
        "pour tout retirer de cette base, donnez son nom : --confirm {database}"
    );
    ensure!(
        !store::install::has_accelerator(&mut conn).await?,
        "l'accélérateur de la sensibilité est en place : retirez-le d'abord, SELECT gn_diffusion.remove_accelerator()"
    );
    let left = store::install::uninstall(&mut conn)
        .await
        .context("rien n'a été retiré")?;
    println!(
        "Le module, le schéma gn_demandes et l'extension gn_diffusion sont retirés de la base {database}."
    );
    if !left.is_empty() {
        println!(
            "Rôles qui servent encore à une autre base : {}.",
            left.join(", ")
        );
    }
    println!(
        "Restent sur le disque, à supprimer si vous n'en avez plus l'usage : {} (archives), {} (clé des lots).",
        config.storage_dir.display(),
        config.lot_key_file.display()
    );
    Ok(())
}
