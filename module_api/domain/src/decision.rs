//! The decision of the coordination on a lot: when it may be taken, and what it must say. The avis inform it and bind
//! nobody, but to depart from one a motif is needed. Who may decide is in [`crate::rights`].

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::avis::{AvisKind, Conditions, ConditionsError};
use crate::code::coded_enum;
use crate::echeance;
use crate::lot::LotKind;
use crate::{PoleId, is_filled};

coded_enum! {
    /// What is decided.
    pub enum DecisionKind("une décision") {
        /// The lot is delivered as it is.
        Accept = "accept",
        /// The lot is delivered with the conditions applied.
        AcceptWithConditions = "accept_with_conditions",
        /// The lot is not delivered; a reasoned letter follows.
        Refuse = "refuse",
    }
}

impl DecisionKind {
    /// French label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accept => "Accord",
            Self::AcceptWithConditions => "Accord sous conditions",
            Self::Refuse => "Refus",
        }
    }
}

/// A pole asked about the lot, with its latest answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedPole {
    /// The pole.
    pub pole: PoleId,
    /// Last day of its avis.
    pub echeance: NaiveDate,
    /// Its latest avis, `None` when it has not answered.
    pub latest: Option<AvisKind>,
}

impl AskedPole {
    /// Whether the pole no longer holds the decision back: it answered, or its deadline is past. A `reserve` asks for an
    /// exchange and holds the decision back as long as no answer would.
    #[must_use]
    pub fn is_settled(&self, today: NaiveDate) -> bool {
        let answered = self.latest.is_some_and(|kind| kind != AvisKind::Reserve);
        answered || echeance::is_past(self.echeance, today)
    }
}

/// Whether a lot may be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// It may be decided now.
    Ready,
    /// Some poles still have time to answer.
    Waiting {
        /// Poles waited for, in the order received.
        poles: Vec<PoleId>,
        /// Latest of their deadlines: ripe the day after, whatever they do.
        until: NaiveDate,
    },
    /// No pole was asked: there is no tour de table to conclude.
    NobodyAsked,
}

/// Whether the tour de table of a lot is over on `today`, given every pole asked.
#[must_use]
pub fn readiness(asked: &[AskedPole], today: NaiveDate) -> Readiness {
    if asked.is_empty() {
        return Readiness::NobodyAsked;
    }
    let waiting: Vec<&AskedPole> = asked
        .iter()
        .filter(|pole| !pole.is_settled(today))
        .collect();
    let Some(until) = waiting.iter().map(|pole| pole.echeance).max() else {
        return Readiness::Ready;
    };
    Readiness::Waiting {
        poles: waiting.iter().map(|pole| pole.pole).collect(),
        until,
    }
}

/// The latest avis of a pole, with what it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestAvis {
    /// The pole.
    pub pole: PoleId,
    /// Its answer.
    pub kind: AvisKind,
    /// Its conditions (empty unless favorable sous conditions).
    pub conditions: Conditions,
}

/// A point on which a decision leaves an avis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Departure {
    /// Accepted against a defavorable avis.
    AcceptedAgainst {
        /// Whose avis.
        pole: PoleId,
    },
    /// Conditions of an avis not kept, or weakened.
    ConditionsDropped {
        /// Whose avis.
        pole: PoleId,
    },
    /// Refused although no avis was defavorable.
    RefusedWithoutObjection,
}

/// A decision as the coordination writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDraft {
    /// What is decided.
    pub kind: DecisionKind,
    /// Why; required to refuse and to depart from an avis.
    #[serde(default)]
    pub motif: Option<String>,
    /// Conditions; required, and allowed, only when accepting with conditions.
    #[serde(default)]
    pub conditions: Conditions,
    /// Records that are never delivered otherwise (level 4, 2.8), named one by one by their SINP UUID: with a motif, in a precise lot only.
    #[serde(default)]
    pub named_records: Vec<Uuid>,
}

/// Most records a decision may name.
pub const MOST_NAMED: usize = 50;

/// Why a decision cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// The tour de table is not over.
    #[error("Le tour de table n'est pas terminé : {} pôle(s) peuvent encore répondre jusqu'au {}.", .poles.len(), .until.format("%d/%m/%Y"))]
    NotReady {
        /// Poles waited for.
        poles: Vec<PoleId>,
        /// Latest of their deadlines.
        until: NaiveDate,
    },
    /// Nobody was asked about this lot.
    #[error("Aucun pôle n'a été consulté sur ce lot : il n'y a pas de décision à prendre.")]
    NobodyAsked,
    /// A refusal without its reason.
    #[error("Un refus doit être motivé.")]
    RefusalMotifMissing,
    /// A departure from an avis without its reason.
    #[error("Cette décision s'écarte d'un avis : elle doit être motivée.")]
    DepartureMotifMissing {
        /// Where it departs.
        departures: Vec<Departure>,
    },
    /// With conditions, but none is given.
    #[error("Un accord sous conditions doit porter au moins une condition.")]
    ConditionsMissing,
    /// Conditions with another kind of decision.
    #[error("Seul un accord sous conditions peut porter des conditions.")]
    ConditionsUnexpected,
    /// Records named by a decision that delivers nothing.
    #[error("Un refus ne peut pas nommer de données à remettre.")]
    NamedByRefusal,
    /// Records of the withheld levels are never in an F1.
    #[error(
        "Seul un lot précis (F2, F3) peut contenir une donnée retenue, nommée par la décision."
    )]
    NamedInF1,
    /// Named without a reason.
    #[error("Remettre une donnée que son niveau retient doit être motivé.")]
    NamedMotifMissing,
    /// Named, and blurred at once.
    #[error(
        "Une donnée retenue n'a pas de zone de floutage : elle ne peut pas être nommée dans une décision qui floute le lot."
    )]
    NamedAndCoarser,
    /// The same record twice, or too many.
    #[error("Les données nommées doivent l'être une fois chacune, et être au plus {MOST_NAMED}.")]
    NamedTwiceOrTooMany,
    /// A condition that means nothing.
    #[error(transparent)]
    Conditions(#[from] ConditionsError),
}

impl Readiness {
    /// The same as a check.
    ///
    /// # Errors
    /// [`DecisionError::NotReady`] or [`DecisionError::NobodyAsked`].
    pub fn check(self) -> Result<(), DecisionError> {
        match self {
            Self::Ready => Ok(()),
            Self::Waiting { poles, until } => Err(DecisionError::NotReady { poles, until }),
            Self::NobodyAsked => Err(DecisionError::NobodyAsked),
        }
    }
}

impl DecisionDraft {
    /// Where this decision departs from the latest avis. `rank` as in [`Conditions::covers`].
    pub fn departures(
        &self,
        avis: &[LatestAvis],
        rank: impl Fn(&str) -> Option<i32>,
    ) -> Vec<Departure> {
        if self.kind == DecisionKind::Refuse {
            let objection = avis.iter().any(|avis| avis.kind == AvisKind::Defavorable);
            return if objection {
                Vec::new()
            } else {
                vec![Departure::RefusedWithoutObjection]
            };
        }
        let mut departures = Vec::new();
        for avis in avis {
            if avis.kind == AvisKind::Defavorable {
                departures.push(Departure::AcceptedAgainst { pole: avis.pole });
            }
            if !self.conditions.covers(&avis.conditions, &rank) {
                departures.push(Departure::ConditionsDropped { pole: avis.pole });
            }
        }
        departures
    }

    /// Checks the records it names. That each is one that its level withholds, in this lot's perimeter and groupe, is the caller's check.
    ///
    /// # Errors
    /// The first [`DecisionError`] found.
    pub fn check_named(&self, kind: LotKind) -> Result<(), DecisionError> {
        if self.named_records.is_empty() {
            return Ok(());
        }
        let distinct: BTreeSet<&Uuid> = self.named_records.iter().collect();
        if distinct.len() != self.named_records.len() || distinct.len() > MOST_NAMED {
            return Err(DecisionError::NamedTwiceOrTooMany);
        }
        if self.kind == DecisionKind::Refuse {
            return Err(DecisionError::NamedByRefusal);
        }
        if kind == LotKind::F1 {
            return Err(DecisionError::NamedInF1);
        }
        if self.conditions.coarser_level.is_some() {
            return Err(DecisionError::NamedAndCoarser);
        }
        if is_filled(self.motif.as_deref()) {
            Ok(())
        } else {
            Err(DecisionError::NamedMotifMissing)
        }
    }

    /// Checks what the decision says, taken on `today` with the latest avis of each pole. [`readiness`] and [`Self::check_named`] are
    /// checked apart.
    ///
    /// # Errors
    /// The first [`DecisionError`] found.
    pub fn validate(
        &self,
        avis: &[LatestAvis],
        rank: impl Fn(&str) -> Option<i32>,
        today: NaiveDate,
    ) -> Result<(), DecisionError> {
        let conditional = self.kind == DecisionKind::AcceptWithConditions;
        if conditional && self.conditions.is_empty() {
            return Err(DecisionError::ConditionsMissing);
        }
        if !conditional && !self.conditions.is_empty() {
            return Err(DecisionError::ConditionsUnexpected);
        }
        self.conditions.validate(today)?;
        if is_filled(self.motif.as_deref()) {
            return Ok(());
        }
        if self.kind == DecisionKind::Refuse {
            return Err(DecisionError::RefusalMotifMissing);
        }
        let departures = self.departures(avis, rank);
        if departures.is_empty() {
            Ok(())
        } else {
            Err(DecisionError::DepartureMotifMissing { departures })
        }
    }
}
