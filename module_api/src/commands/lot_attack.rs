//! `demandes_api lot attack ID`: attacks the archive of a lot, by hand, and says what came of it.

use anyhow::Context as _;
use uuid::Uuid;

use crate::{
    config::Config,
    service::{self, adversary::Report, extraction::Work},
};

/// Runs it; gives whether no attack succeeded. The lot then goes on as after the worker's own attack.
///
/// # Errors
/// When the lot does not exist or has no archive to be attacked.
pub async fn run(config: &Config, id_lot: Uuid) -> anyhow::Result<bool> {
    let pool = super::connect(config, 0).await?;
    let context = super::context(config, pool)?;
    let report = service::adversary::run(&context, id_lot, &Work::new(None))
        .await?
        .context("ce lot n'est ni extrait ni vérifié : il n'y a rien à attaquer")?;
    print!("{}", told(&report));
    Ok(report.successes == 0)
}

/// The report in French. It names records by the beginning of their `id_lot`, and no value of theirs.
#[must_use]
pub fn told(report: &Report) -> String {
    use std::fmt::Write;
    let mut text = format!(
        "Archives du destinataire : {} reçue(s), {} prête(s), {} disparue(s) (périmètre seul).\n",
        report.received, report.ready, report.vanished
    );
    for line in &report.attacks {
        let outcome = match line.successes {
            0 => "échec".to_owned(),
            n => format!("{n} SUCCÈS"),
        };
        let _ = writeln!(
            text,
            "  {:<62} {outcome} ({} ms)",
            line.label, line.milliseconds
        );
    }
    for finding in &report.told {
        let left = match finding.left {
            Some(share) => format!("{:.1} % de la zone", share * 100.0),
            None => "non mesuré ici".to_owned(),
        };
        let record = if finding.record.is_empty() {
            "fichier"
        } else {
            &finding.record
        };
        let _ = writeln!(text, "    {record} : {} ; reste {left}", finding.evidence);
    }
    let verdict = match report.successes {
        0 => "Aucune attaque n'a réussi : le lot peut être envoyé.".to_owned(),
        n => format!("{n} succès : le lot ne peut pas être envoyé."),
    };
    let _ = writeln!(text, "{verdict} ({} ms)", report.milliseconds);
    text
}
