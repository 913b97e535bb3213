//! The permission in GeoNature's Synthèse that an accepted demande may open: what GeoNature would show with it, record by record, and what of
//! it was not lawfully delivered. GeoNature filters on areas and taxa alone, and shows every level to a precise permission: one record too
//! many and there is no permission. Not here: who may grant it ([`crate::rights`]), the rows of GeoNature.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::avis::Period;
use crate::code::coded_enum;
use crate::lot::LotKind;

coded_enum! {
    /// Why a permission ended.
    pub enum EndReason("la fin d'une permission") {
        /// The coordination took it back.
        Revoquee = "revoquee",
        /// The use of the data is over.
        Expiree = "expiree",
        /// The setting was switched off.
        Desactivee = "desactivee",
        /// The demande was withdrawn or revoked.
        DemandeClose = "demande_close",
        /// The account of the demandeur was closed.
        CompteInactif = "compte_inactif",
        /// A record that was not delivered would be shown.
        DonneeRetenue = "donnee_retenue",
        /// An area is not wholly inside the perimeter any more.
        Zones = "zones",
        /// Somebody took it away in GeoNature.
        RetireeDansGeonature = "retiree_dans_geonature",
    }
}

impl EndReason {
    /// French label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Revoquee => "retirée par la coordination",
            Self::Expiree => "l'usage des données a pris fin",
            Self::Desactivee => "les permissions GeoNature sont désactivées dans les réglages",
            Self::DemandeClose => "la demande n'est plus en cours",
            Self::CompteInactif => "le compte du demandeur est fermé",
            Self::DonneeRetenue => "elle montrerait une donnée qui n'a pas été remise",
            Self::Zones => "une de ses zones n'est plus entièrement dans le périmètre",
            Self::RetireeDansGeonature => "retirée dans GeoNature",
        }
    }
}

/// A precise lot that was delivered, with what its decision took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// F2 or F3.
    pub kind: LotKind,
    /// Group of an F3.
    pub groupe: Option<String>,
    /// It was given blurred: nothing of it is precise.
    pub is_coarser: bool,
    /// Taxa left out, descendants included.
    pub excluded_taxa: HashSet<i32>,
    /// Period left out.
    pub excluded_period: Option<Period>,
}

/// A record that GeoNature would show precisely, as the classification of the perimeter places it whatever is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// F1, F2, F3, `withheld`; none when it does not meet the perimeter.
    pub lot: Option<&'a str>,
    /// Code of its group.
    pub groupe: Option<&'a str>,
    /// Its taxon of reference.
    pub cd_ref: Option<i32>,
    /// First and last day of observation.
    pub days: (NaiveDate, NaiveDate),
}

/// Why a record keeps the permission from being granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocking {
    /// It is delivered to nobody.
    Withheld,
    /// Sensitive, and not delivered precisely by this demande: refused, not decided yet, or not asked for.
    NotDelivered,
    /// It does not meet the perimeter.
    Elsewhere,
}

/// Whether a record may be shown, given what was delivered and the period that was asked for.
#[must_use]
pub fn blocking(
    record: &Shown<'_>,
    delivered: &[Delivered],
    wanted: (Option<NaiveDate>, Option<NaiveDate>),
) -> Option<Blocking> {
    let Some(lot) = record.lot else {
        return Some(Blocking::Elsewhere);
    };
    match lot.parse() {
        Err(_) => Some(Blocking::Withheld),
        // Precise and not sensitive: nothing to protect.
        Ok(LotKind::F1) => None,
        Ok(kind) => {
            let given = delivered.iter().any(|lot| gives(lot, kind, record));
            let (first, last) = record.days;
            let asked =
                wanted.0.is_none_or(|from| last >= from) && wanted.1.is_none_or(|to| first <= to);
            (!given || !asked).then_some(Blocking::NotDelivered)
        }
    }
}

fn gives(lot: &Delivered, kind: LotKind, record: &Shown<'_>) -> bool {
    let (first, last) = record.days;
    let same = lot.kind == kind && (kind == LotKind::F2 || lot.groupe.as_deref() == record.groupe);
    let taxon_left_out = record
        .cd_ref
        .is_none_or(|cd_ref| lot.excluded_taxa.contains(&cd_ref));
    let period_left_out = lot
        .excluded_period
        .is_some_and(|period| last >= period.from && first <= period.to);
    same && !lot.is_coarser && !taxon_left_out && !period_left_out
}
