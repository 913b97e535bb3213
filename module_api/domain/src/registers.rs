//! The rules of the registers: a SIRET, a membership and how it ends. Not here: who may keep a register ([`crate::rights`]).

use chrono::NaiveDate;

use crate::code::coded_enum;

coded_enum! {
    /// What an organisme is.
    pub enum AdhesionKind("une adhésion") {
        /// A member.
        Adherent = "adherent",
        /// Asks to be one; is not one yet.
        PreAdherent = "pre_adherent",
        /// Animates a pôle without being a member.
        PartenairePole = "partenaire_pole",
    }
}

coded_enum! {
    /// How a membership ended.
    pub enum EndReason("la fin d'une adhésion") {
        /// A pré-adhérent was admitted: an adhésion follows.
        Admis = "admis",
        /// A pré-adhérent was refused.
        Refuse = "refuse",
        /// The organisme left.
        Parti = "parti",
    }
}

/// A membership, as its rules read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adhesion {
    /// What.
    pub kind: AdhesionKind,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, if it is over.
    pub ends_on: Option<NaiveDate>,
}

/// Why a membership cannot end so, or begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdhesionError {
    /// Only a pré-adhésion is decided upon.
    #[error("Seule une pré-adhésion attend une décision.")]
    NothingToDecide,
    /// It is over already.
    #[error("Cette adhésion a déjà pris fin.")]
    Over,
    /// It would end before it began.
    #[error("Cette date précède le début de l'adhésion.")]
    BeforeItsStart,
    /// The organisme is already one on one of these days.
    #[error(
        "Cet organisme a déjà une adhésion de cette nature à cette période : terminez-la d'abord."
    )]
    Overlaps,
}

impl Adhesion {
    /// The last day of a membership that ends with a décision or a departure on `day`: an admission is an adhésion from that very day.
    ///
    /// # Errors
    /// [`AdhesionError`].
    pub fn last_day(&self, reason: EndReason, day: NaiveDate) -> Result<NaiveDate, AdhesionError> {
        if reason != EndReason::Parti && self.kind != AdhesionKind::PreAdherent {
            return Err(AdhesionError::NothingToDecide);
        }
        if self.ends_on.is_some() {
            return Err(AdhesionError::Over);
        }
        let last = match reason {
            EndReason::Admis => day.pred_opt().unwrap_or(day),
            EndReason::Refuse | EndReason::Parti => day,
        };
        // Admitted on its first day: it lasted that day.
        if day < self.starts_on {
            return Err(AdhesionError::BeforeItsStart);
        }
        Ok(last.max(self.starts_on))
    }

    /// Whether it may be added to those of the same organisme.
    ///
    /// # Errors
    /// [`AdhesionError::Overlaps`].
    pub fn check_against(&self, others: &[Self]) -> Result<(), AdhesionError> {
        let overlaps = |other: &Self| {
            other.kind == self.kind
                && self.ends_on.is_none_or(|end| other.starts_on <= end)
                && other.ends_on.is_none_or(|end| self.starts_on <= end)
        };
        if others.iter().any(overlaps) {
            return Err(AdhesionError::Overlaps);
        }
        Ok(())
    }
}

/// SIREN of La Poste, whose establishments have a rule of their own.
const LA_POSTE: &str = "356000000";

/// Whether this is a SIRET: fourteen digits, whose key of Luhn is right; for an establishment of La Poste, whose sum is a multiple of five.
#[must_use]
pub fn is_siret(text: &str) -> bool {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let digits: Vec<u32> = text.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let luhn: u32 = digits
        .iter()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit * 2 / 10 + digit * 2 % 10,
            _ => *digit,
        })
        .sum();
    let sum: u32 = digits.iter().sum();
    luhn.is_multiple_of(10) || (text.starts_with(LA_POSTE) && sum.is_multiple_of(5))
}

/// A SIRET without the spaces people write in it; none for a blank.
///
/// # Errors
/// What is written when it is no SIRET.
pub fn read_siret(text: &str) -> Result<Option<String>, String> {
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.' && *c != '-')
        .collect();
    match compact.as_str() {
        "" => Ok(None),
        siret if is_siret(siret) => Ok(Some(compact)),
        _ => Err(text.to_owned()),
    }
}
