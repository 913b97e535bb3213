//! `demandes_api lot trace FILE`: what is said of a leaked file.

use std::fmt::Write as _;

use crate::service::trace::{Suspect, Traced};

/// What was found, in French.
#[must_use]
pub fn told(traced: &Traced) -> String {
    let marks = &traced.marks;
    let mut text = format!(
        "Dans le fichier : {} identifiant(s) de lot possibles, {} identifiant(s) permanents.\n",
        marks.ids.len(),
        marks.uuids.len()
    );
    let (certain, possible): (Vec<&Suspect>, Vec<&Suspect>) = traced
        .suspects
        .iter()
        .partition(|suspect| suspect.is_certain());
    for suspect in &certain {
        let _ = writeln!(text, "DESTINATAIRE : {}", line(suspect));
    }
    if certain.is_empty() {
        text.push_str("Aucun signe propre à un destinataire.\n");
    }
    for suspect in possible {
        let _ = writeln!(
            text,
            "a reçu ces données, avec d'autres peut-être : {}",
            line(suspect)
        );
    }
    text
}

fn line(suspect: &Suspect) -> String {
    let lot = &suspect.lot;
    let groupe = lot
        .code_groupe
        .as_ref()
        .map_or(String::new(), |code| format!(" {code}"));
    let organisme = lot
        .organisme
        .as_ref()
        .map_or(String::new(), |name| format!(", {name}"));
    let sent = match lot.sent_at {
        Some(at) => format!("envoyé le {}", at.format("%d/%m/%Y")),
        None => "jamais envoyé".to_owned(),
    };
    let order = if suspect.in_order {
        ", lignes dans l'ordre de ce dossier"
    } else {
        ""
    };
    format!(
        "demande {}, lot {}{groupe}, {}{organisme} ({sent}) : {} identifiant(s) de ce lot, {} donnée(s) reçue(s){order}",
        lot.numero, lot.kind, lot.demandeur, suspect.by_id, suspect.by_uuid
    )
}
