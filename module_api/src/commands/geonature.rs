//! `demandes_api geonature`: the entry of GeoNature's menu, where the administrator does not compile the pages into its front end.

use clap::Subcommand;

use crate::{config::Config, store};

/// What may be done with the entry.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ajoute au menu de GeoNature un lien vers les pages servies par le service.
    Register {
        /// Adresse des pages, telle que le navigateur la voit ; à défaut, celle que sert ce service.
        #[arg(long)]
        url: Option<String>,
    },
    /// Retire ce lien du menu ; les droits donnés sur le module restent.
    Unregister,
}

/// Does it.
///
/// # Errors
/// When the pages are compiled into GeoNature, or nowhere, or the database fails.
pub async fn run(config: &Config, command: &Command) -> anyhow::Result<()> {
    let pool = super::connect_as_administrator(config).await?;
    let mut tx = pool.begin().await?;
    match command {
        Command::Register { url } => {
            anyhow::ensure!(
                !store::install::has_native_pages(&mut tx).await?,
                "le module est déjà compilé dans GeoNature : son entrée de menu existe, le lien est inutile"
            );
            let url = match url {
                Some(url) => url.clone(),
                None if config.app_dir.is_some() => format!("{}/app/", config.base_path),
                None => anyhow::bail!(
                    "ce service ne sert pas les pages (app_dir) : donnez leur adresse par --url"
                ),
            };
            anyhow::ensure!(
                url.len() <= 255
                    && (url.starts_with('/')
                        || url.starts_with("https://")
                        || url.starts_with("http://")),
                "l'adresse des pages doit commencer par / ou par https://, en 255 caractères au plus"
            );
            store::install::register_module(&mut tx).await?;
            store::install::set_external_url(&mut tx, Some(&url)).await?;
            println!("Le menu de GeoNature mène à {url} (pour qui a un droit sur le module).");
        }
        Command::Unregister => {
            store::install::set_external_url(&mut tx, None).await?;
            println!("Le lien est retiré du menu de GeoNature.");
        }
    }
    tx.commit().await?;
    Ok(())
}
