//! `demandes_api journal …`: verifies the journal, exports it, erases what it holds of a person.

use std::{
    fs::OpenOptions,
    io::{BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Subcommand;

use crate::{
    config::Config,
    service::{
        self,
        journal::{Anchor, Verified},
    },
};

/// Findings told one by one; more are counted.
const TOLD: usize = 20;

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Vérifie que rien n'a été réécrit, enlevé ni ajouté, et que l'état de chaque demande et lot est celui du journal.
    Verify {
        /// RANG:EMPREINTE noté auparavant hors de la base : dit si la fin du journal a été enlevée depuis.
        #[arg(long)]
        anchor: Option<Anchor>,
    },
    /// Écrit le journal pour un tiers, qui le vérifie par la méthode publiée.
    Export {
        /// Fichier où écrire ; il ne doit pas exister. Sans lui, la sortie standard.
        #[arg(long)]
        output: Option<PathBuf>,
        /// Avec la partie personnelle : qui a agi, et les motifs.
        #[arg(long)]
        with_personal: bool,
    },
    /// Efface ce que le journal dit d'une personne. La chaîne tient toujours.
    Erase {
        /// Son `id_role` dans GeoNature.
        person: i32,
    },
}

/// Runs it.
///
/// # Errors
/// When it cannot be done, or the journal does not hold.
pub async fn run(config: &Config, command: &Command) -> anyhow::Result<()> {
    let pool = super::connect(config, 0).await?;
    let context = super::context(config, pool)?;
    match command {
        Command::Verify { anchor } => {
            let verified = service::journal::verify(&context, anchor.as_ref()).await?;
            print!("{}", told(&verified));
            anyhow::ensure!(
                verified.findings.is_empty(),
                "le journal ne tient pas : {} anomalie(s)",
                verified.findings.len()
            );
            Ok(())
        }
        Command::Export {
            output,
            with_personal,
        } => {
            let mut writer = open(output.as_deref())?;
            let (events, head) =
                service::journal::export(&context, *with_personal, &mut writer).await?;
            eprintln!("{events} événement(s) exporté(s). Empreinte à noter : {events}:{head}");
            Ok(())
        }
        Command::Erase { person } => {
            let erased = service::journal::erase(&context, *person).await?;
            println!(
                "Partie personnelle de {} événement(s) effacée, dans {} dossier(s). Le compte lui-même, et ce qu'il a écrit dans ses \
                 demandes et ses avis, restent : ils s'anonymisent dans GeoNature.",
                erased.events, erased.demandes
            );
            Ok(())
        }
    }
}

/// A new file for its owner alone, or the standard output.
fn open(path: Option<&Path>) -> anyhow::Result<Box<dyn Write + Send>> {
    let Some(path) = path else {
        return Ok(Box::new(BufWriter::new(std::io::stdout())));
    };
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("{} ne peut pas être créé", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}

/// The report, in French.
#[must_use]
pub fn told(verified: &Verified) -> String {
    let mut lines = vec![format!(
        "{} événement(s) dans la chaîne, dont {} à la partie personnelle effacée.",
        verified.events, verified.erased
    )];
    if verified.findings.is_empty() {
        lines.push(
            "Rien n'a été réécrit, enlevé ni ajouté ; les états sont ceux du journal.".to_owned(),
        );
        lines.push(format!(
            "Empreinte à noter hors de la base : {}:{}",
            verified.events, verified.head
        ));
    }
    for finding in verified.findings.iter().take(TOLD) {
        lines.push(format!("  ANOMALIE  {finding}"));
    }
    if let Some(more) = verified
        .findings
        .len()
        .checked_sub(TOLD)
        .filter(|more| *more > 0)
    {
        lines.push(format!("  … et {more} autre(s)"));
    }
    lines.join("\n") + "\n"
}
