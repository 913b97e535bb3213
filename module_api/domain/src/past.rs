//! The register of past demandes, as a CSV: read line by line, every mistake told. Not here: what the columns name, which the database says.

use chrono::NaiveDate;

use crate::lot::{LotKind, LotState};

/// Columns, in the order of the model; those of the second half may be left out.
pub const COLUMNS: [&str; 11] = [
    "numero",
    "depot",
    "cloture",
    "demandeur",
    "objet",
    "lots",
    "maitre_ouvrage",
    "detail",
    "departements",
    "communes",
    "geojson",
];
/// How many of them are required.
pub const REQUIRED: usize = 6;

/// One lot of a past demande.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastLot {
    /// Its kind.
    pub kind: LotKind,
    /// Group of an F3.
    pub groupe: Option<String>,
    /// `Telecharge` when it was given, `Refuse` when it was not.
    pub state: LotState,
}

/// A day, as the register writes it: 02/03/2019 or 2019-03-02.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

/// Why a list of lots cannot be read: French, ends with what to do.
pub type LotsError = String;

/// The lots of a demande: `F1, F2, F3:RAPACES, F3:ORCHIDEES=refus`.
///
/// # Errors
/// [`LotsError`] for the first that cannot be read, or is there twice.
pub fn lots(text: &str) -> Result<Vec<PastLot>, LotsError> {
    let mut found: Vec<PastLot> = Vec::new();
    for item in text.split([',', '|']).map(str::trim) {
        if item.is_empty() {
            continue;
        }
        let lot = lot(item)?;
        if found
            .iter()
            .any(|other| (other.kind, &other.groupe) == (lot.kind, &lot.groupe))
        {
            return Err(format!("le lot « {item} » est indiqué deux fois"));
        }
        found.push(lot);
    }
    if found.is_empty() {
        return Err("aucun lot : indiquez par exemple « F1, F2 »".to_owned());
    }
    Ok(found)
}

fn lot(item: &str) -> Result<PastLot, LotsError> {
    let unreadable = || {
        format!(
            "le lot « {item} » ne se lit pas : écrivez F1, F2 ou F3:GROUPE, suivi de « =refus » s'il a été refusé"
        )
    };
    let (what, refused) = match item.split_once('=') {
        Some((what, "refus" | "refuse" | "refusé")) => (what.trim(), true),
        Some(_) => return Err(unreadable()),
        None => (item, false),
    };
    let (kind, groupe) = match what.split_once(':') {
        Some((kind, groupe)) => (kind.trim(), Some(groupe.trim().to_owned())),
        None => (what, None),
    };
    let kind: LotKind = kind.parse().map_err(|_| unreadable())?;
    if kind != LotKind::F3 && groupe.is_some() || groupe.as_deref() == Some("") {
        return Err(unreadable());
    }
    Ok(PastLot {
        kind,
        groupe,
        state: if refused {
            LotState::Refuse
        } else {
            LotState::Telecharge
        },
    })
}

/// Codes separated by blanks or commas.
#[must_use]
pub fn codes(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
    parts
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}
