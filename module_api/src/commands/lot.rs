//! `demandes_api lot …`: the key of the frozen lots, the replay of one, the attack of one.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use uuid::Uuid;

use crate::{
    commands::{lot_attack, lot_trace},
    config::Config,
    service::{
        self,
        extraction::{LotKey, replay},
    },
};

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Crée la clé des lots figés, si elle n'existe pas encore.
    NewKey,
    /// Refait l'archive d'un lot depuis ses lignes figées et la compare à celle qui a été produite.
    Replay {
        /// Identifiant du lot.
        id_lot: Uuid,
        /// Fichier où écrire l'archive rejouée ; il ne doit pas exister.
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Cherche à qui ont été remises les données d'un fichier qui a fui, quel qu'en soit le format.
    Trace {
        /// Le fichier : tel quel, extrait, converti ou dans une archive.
        file: PathBuf,
    },
    /// Attaque l'archive d'un lot avec tout ce que son destinataire a reçu ; échoue si une attaque réussit.
    Attack {
        /// Identifiant du lot.
        id_lot: Uuid,
    },
}

/// Runs it.
///
/// # Errors
/// When it cannot be done, or a replay does not give what was made.
pub async fn run(config: &Config, command: &Command) -> anyhow::Result<()> {
    match command {
        Command::NewKey => {
            LotKey::create(&config.lot_key_file)?;
            println!("Clé des lots créée : {}", config.lot_key_file.display());
            Ok(())
        }
        Command::Trace { file } => {
            let pool = super::connect(config, 0).await?;
            let context = super::context(config, pool)?;
            print!(
                "{}",
                lot_trace::told(&service::trace::find(&context, file).await?)
            );
            Ok(())
        }
        Command::Replay { id_lot, output } => {
            let pool = super::connect(config, 0).await?;
            let context = super::context(config, pool)?;
            let replayed = replay(&context, *id_lot, output.as_deref()).await?;
            println!("{}", replayed.told());
            anyhow::ensure!(
                replayed.is_same(),
                "le rejeu ne redonne pas ce qui a été produit"
            );
            Ok(())
        }
        Command::Attack { id_lot } => {
            anyhow::ensure!(
                lot_attack::run(config, *id_lot).await?,
                "une attaque au moins a réussi"
            );
            Ok(())
        }
    }
}

/// Makes the key unless there is one.
///
/// # Errors
/// When there is none and it cannot be made, or the one there is cannot be used.
pub fn key_if_missing(path: &Path) -> anyhow::Result<()> {
    match path.try_exists() {
        Ok(true) => return LotKey::load(path).map(|_| ()),
        Ok(false) => LotKey::create(path)?,
        // The folder is the service's, and this account (PostgreSQL's own, most often) is not.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            println!(
                "Clé des lots laissée telle quelle : {} n'est pas ouvert à ce compte. « check-config » dit si elle manque.",
                path.display()
            );
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    println!(
        "Clé des lots créée : {} ; sauvegardez-la à part.",
        path.display()
    );
    Ok(())
}
