//! `demandes_api taxref …`: what TAXREF says beside the table that GeoNature has of it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::Subcommand;

use crate::{
    config::Config,
    store::taxons::{self, NewDisparu},
};

/// What can be done.
#[derive(Debug, Subcommand)]
#[expect(clippy::doc_markdown, reason = "shown as it is by the program's help")]
pub enum Command {
    /// Charge les noms que TAXREF n'a plus, d'après le fichier CDNOM_DISPARUS livré avec lui. Une liste de taxons dit alors lesquels ont disparu
    /// et par quoi ils sont remplacés. Inutile si TaxHub a gardé la table taxonomie.cdnom_disparu : elle est lue d'elle-même.
    Disparus {
        /// Le fichier CDNOM_DISPARUS (.txt ou .csv), colonnes séparées par des tabulations ou des points-virgules.
        fichier: PathBuf,
    },
}

/// Runs it.
///
/// # Errors
/// When the file cannot be read, or the database fails.
pub async fn run(config: &Config, command: &Command) -> anyhow::Result<()> {
    let Command::Disparus { fichier } = command;
    let names = read(fichier)?;
    let pool = super::connect(config, 0).await?;
    let mut tx = pool.begin().await?;
    let count = taxons::set_disparus(&mut tx, &names).await?;
    tx.commit().await?;
    println!("{count} noms disparus de TAXREF.");
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<NewDisparu>> {
    let bytes = std::fs::read(path).with_context(|| format!("{} illisible", path.display()))?;
    parse(&bytes).with_context(|| path.display().to_string())
}

/// The names of a file, whose columns are known by their heads. Text that is not UTF-8 is read as Latin 1, as older versions of TAXREF are.
fn parse(bytes: &[u8]) -> anyhow::Result<Vec<NewDisparu>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    };
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains('\t') { b'\t' } else { b';' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let head = reader.headers()?.clone();
    let column = |name: &str| {
        head.iter()
            .position(|found| found.trim().eq_ignore_ascii_case(name))
    };
    let cd_nom = column("CD_NOM").context("la colonne CD_NOM manque")?;
    let replacement = column("CD_NOM_REMPLACEMENT");
    let reason = column("RAISON_SUPPRESSION");
    let mut names = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        let record = record?;
        let cell = |column: Option<usize>| {
            let text = record.get(column?)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let number = |column: Option<usize>| -> anyhow::Result<Option<i32>> {
            let parse = |text: String| {
                text.parse()
                    .with_context(|| format!("ligne {line} : « {text} » n'est pas un nombre"))
            };
            cell(column).map(parse).transpose()
        };
        if let Some(cd_nom) = number(Some(cd_nom))? {
            names.push(NewDisparu {
                cd_nom,
                replacement: number(replacement)?,
                reason: cell(reason),
            });
        }
    }
    ensure!(!names.is_empty(), "aucun nom dans ce fichier");
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{NewDisparu, parse};

    #[test]
    fn a_file_is_read_by_the_heads_of_its_columns() {
        let expected = vec![
            NewDisparu {
                cd_nom: 12,
                replacement: Some(34),
                reason: Some("Doublon supprimé".to_owned()),
            },
            NewDisparu {
                cd_nom: 56,
                replacement: None,
                reason: None,
            },
        ];
        let tabs = "CD_NOM\tPLUS_RECENTE_DIFFUSION\tCD_NOM_REMPLACEMENT\tCD_RAISON_SUPPRESSION\tRAISON_SUPPRESSION\n\
                    12\tv14\t34\t1\tDoublon supprimé\n56\tv15\t\t2\t\n";
        let found = |bytes: &[u8]| parse(bytes).expect("names");
        assert_eq!(found(tabs.as_bytes()), expected);
        assert_eq!(found(tabs.replace('\t', ";").as_bytes()), expected);
        let latin: Vec<u8> = tabs
            .chars()
            .map(|c| u8::try_from(u32::from(c)).expect("latin"))
            .collect();
        assert_eq!(found(&latin), expected);
    }

    #[test]
    fn what_is_no_such_file_is_told() {
        for wrong in [
            "",
            "CD_NOM\n",
            "NOM\tX\n1\t2\n",
            "CD_NOM\tCD_NOM_REMPLACEMENT\nun\t2\n",
        ] {
            assert!(parse(wrong.as_bytes()).is_err(), "{wrong:?}");
        }
    }
}
