//! The avis of a pole on a lot: its kinds, its conditions, and when one may be recorded. An avis is never a decision
//! ([`crate::decision`]); who may give it is in [`crate::rights`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::coded_enum;
use crate::echeance;
use crate::is_filled;

coded_enum! {
    /// What a pole answers.
    pub enum AvisKind("un avis") {
        /// No objection.
        Favorable = "favorable",
        /// No objection if the conditions are applied.
        FavorableSousConditions = "favorable_sous_conditions",
        /// Objection; its motif is required. Not a veto.
        Defavorable = "defavorable",
        /// Wants an exchange first: not an answer until the deadline is past.
        Reserve = "reserve",
        /// Conflict of interest: the pole abstains.
        Deport = "deport",
        /// Nothing came before the deadline. Recorded by the machine, never given by a person.
        SansReponse = "sans_reponse",
    }
}

impl AvisKind {
    /// French label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Favorable => "Favorable",
            Self::FavorableSousConditions => "Favorable sous conditions",
            Self::Defavorable => "Défavorable",
            Self::Reserve => "Réservé",
            Self::Deport => "Déport",
            Self::SansReponse => "Sans réponse",
        }
    }
}

/// A period of observation, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Conditions that the machine applies to a lot. Empty by default; an unknown field is an error, not ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// Code of the level (table `gn_diffusion.level`) below which nothing is delivered. Its existence is the caller's check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coarser_level: Option<String>,
    /// `cd_ref` of the taxa left out, with their descendants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_taxa: Vec<i32>,
    /// Observations of this period are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded_period: Option<Period>,
    /// The lot does not leave before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargo_until: Option<NaiveDate>,
    /// The data may be used for this number of months only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shorter_duration_months: Option<u32>,
}

impl Conditions {
    /// Whether no condition is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks each condition by itself; `day` is the day they are written.
    ///
    /// # Errors
    /// The first [`ConditionsError`] found.
    pub fn validate(&self, day: NaiveDate) -> Result<(), ConditionsError> {
        if self
            .coarser_level
            .as_deref()
            .is_some_and(|level| level.trim().is_empty())
        {
            return Err(ConditionsError::BlankLevel);
        }
        if self
            .excluded_period
            .is_some_and(|period| period.from > period.to)
        {
            return Err(ConditionsError::ReversedPeriod);
        }
        if self.embargo_until.is_some_and(|until| until <= day) {
            return Err(ConditionsError::PastEmbargo);
        }
        if self.shorter_duration_months == Some(0) {
            return Err(ConditionsError::ZeroDuration);
        }
        Ok(())
    }

    /// Whether these conditions are at least as strict as `asked`, point by point.
    ///
    /// `rank` gives the rank of a level code in the level table; a level without rank covers nothing but itself.
    pub fn covers(&self, asked: &Self, rank: impl Fn(&str) -> Option<i32>) -> bool {
        covers_level(
            self.coarser_level.as_deref(),
            asked.coarser_level.as_deref(),
            rank,
        ) && asked
            .excluded_taxa
            .iter()
            .all(|taxon| self.excluded_taxa.contains(taxon))
            && covers_period(self.excluded_period, asked.excluded_period)
            && asked
                .embargo_until
                .is_none_or(|until| self.embargo_until >= Some(until))
            && asked.shorter_duration_months.is_none_or(|months| {
                self.shorter_duration_months
                    .is_some_and(|kept| kept <= months)
            })
    }
}

fn covers_level(
    kept: Option<&str>,
    asked: Option<&str>,
    rank: impl Fn(&str) -> Option<i32>,
) -> bool {
    let Some(asked) = asked else { return true };
    let Some(kept) = kept else { return false };
    if kept == asked {
        return true;
    }
    match (rank(kept), rank(asked)) {
        (Some(kept), Some(asked)) => kept >= asked,
        _ => false,
    }
}

fn covers_period(kept: Option<Period>, asked: Option<Period>) -> bool {
    let Some(asked) = asked else { return true };
    kept.is_some_and(|kept| kept.from <= asked.from && kept.to >= asked.to)
}

/// A condition that means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConditionsError {
    /// The level is an empty text.
    #[error("Le niveau de diffusion demandé est vide.")]
    BlankLevel,
    /// The period ends before it starts.
    #[error("La période exclue se termine avant de commencer.")]
    ReversedPeriod,
    /// The embargo ends today or before.
    #[error("La fin d'embargo doit être une date à venir.")]
    PastEmbargo,
    /// A duration of no month.
    #[error("La durée d'utilisation doit être d'au moins un mois.")]
    ZeroDuration,
}

/// An avis as a person gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvisDraft {
    /// The answer.
    pub kind: AvisKind,
    /// Why; required when defavorable.
    #[serde(default)]
    pub motif: Option<String>,
    /// Conditions; required, and allowed, only when favorable sous conditions.
    #[serde(default)]
    pub conditions: Conditions,
}

/// Why an avis cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AvisError {
    /// `sans_reponse` is what the machine records.
    #[error(
        "« Sans réponse » est constaté à l'échéance : cet avis ne peut pas être donné par une personne."
    )]
    NotForPeople,
    /// A defavorable avis without its reason.
    #[error("Un avis défavorable doit être motivé.")]
    MotifMissing,
    /// Sous conditions, but none is given.
    #[error("Un avis favorable sous conditions doit porter au moins une condition.")]
    ConditionsMissing,
    /// Conditions with another kind of avis.
    #[error("Seul un avis favorable sous conditions peut porter des conditions.")]
    ConditionsUnexpected,
    /// A condition that means nothing.
    #[error(transparent)]
    Conditions(#[from] ConditionsError),
}

impl AvisDraft {
    /// Checks an avis given by a person on `given_on`.
    ///
    /// # Errors
    /// The first [`AvisError`] found.
    pub fn validate(&self, given_on: NaiveDate) -> Result<(), AvisError> {
        if self.kind == AvisKind::SansReponse {
            return Err(AvisError::NotForPeople);
        }
        if self.kind == AvisKind::Defavorable && !is_filled(self.motif.as_deref()) {
            return Err(AvisError::MotifMissing);
        }
        let conditional = self.kind == AvisKind::FavorableSousConditions;
        if conditional && self.conditions.is_empty() {
            return Err(AvisError::ConditionsMissing);
        }
        if !conditional && !self.conditions.is_empty() {
            return Err(AvisError::ConditionsUnexpected);
        }
        Ok(self.conditions.validate(given_on)?)
    }
}

/// Whether the animateurs of a pole do not agree, from all that they answered, oldest first: the last answer of each counts, and who
/// stands aside (deport) contradicts nobody.
pub fn disagree(answers: impl IntoIterator<Item = (crate::RoleId, AvisKind)>) -> bool {
    let last: std::collections::BTreeMap<_, _> = answers.into_iter().collect();
    let mut kinds = last.into_values().filter(|kind| *kind != AvisKind::Deport);
    let first = kinds.next();
    kinds.any(|kind| Some(kind) != first)
}

/// Whether an avis given on that day is late: kept, and marked so. The day of the deadline is in time.
#[must_use]
pub fn is_late(given_on: NaiveDate, echeance: NaiveDate) -> bool {
    echeance::is_past(echeance, given_on)
}
