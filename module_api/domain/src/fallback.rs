//! The blurred copy that takes the place of a refused precise lot: when one is due, and which groupes it may hold.
//!
//! The residual rule leaves out of F1 the blurred rows that would give their record away beside its precise neighbours. Once the
//! precise lot is refused there are no such neighbours, and these rows may be given, as long as nothing precise of their groupe was
//! or can be given on the same dossier line. Not here: which rows are left out (extension `gn_diffusion`).

use std::collections::BTreeSet;

use crate::lot::{LotKind, LotState};

/// A lot of the demande.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LotOfDemande<Id> {
    /// Its key.
    pub id: Id,
    /// Its kind.
    pub kind: LotKind,
    /// Its state.
    pub state: LotState,
    /// The refused lot it takes the place of.
    pub fallback_of: Option<Id>,
}

/// The refused lots whose copy is to be opened now, in the order received: none unless the demandeur accepted it beforehand, and
/// none before F1, to which these rows belong, is granted.
#[must_use]
pub fn due<Id: Copy + Eq>(accepted: bool, lots: &[LotOfDemande<Id>]) -> Vec<Id> {
    let f1_granted = lots
        .iter()
        .any(|lot| lot.kind == LotKind::F1 && lot.fallback_of.is_none() && is_granted(lot.state));
    if !accepted || !f1_granted {
        return Vec::new();
    }
    lots.iter()
        .filter(|lot| lot.kind != LotKind::F1 && lot.state == LotState::Refuse)
        .filter(|lot| !lots.iter().any(|copy| copy.fallback_of == Some(lot.id)))
        .map(|lot| lot.id)
        .collect()
}

const fn is_granted(state: LotState) -> bool {
    match state {
        LotState::Decide
        | LotState::Extrait
        | LotState::Verifie
        | LotState::Envoye
        | LotState::Telecharge => true,
        LotState::Prevu | LotState::AvisDemande | LotState::Refuse | LotState::Annule => false,
    }
}

/// A groupe as the settings have it now; no code stands for taxa in no groupe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groupe<'a> {
    /// `gn_diffusion.groupe.code`.
    pub code: Option<&'a str>,
    /// Whether its poles are always asked. Ignored without a code: the coordination always is.
    pub avis_systematique: bool,
}

/// A precise lot (F2 or F3) of the dossier line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreciseLot {
    /// Its kind.
    pub kind: LotKind,
    /// Groupe of an F3; none for taxa in no groupe.
    pub groupe: Option<String>,
    /// Its state.
    pub state: LotState,
    /// Groupes whose records its archive holds; empty before the extraction.
    pub extracted: BTreeSet<Option<String>>,
}

impl PreciseLot {
    /// Whether the records of a groupe belong to this lot, by the settings of today.
    #[must_use]
    pub fn covers(&self, groupe: Groupe<'_>) -> bool {
        let always_asked = groupe.code.is_none() || groupe.avis_systematique;
        match self.kind {
            LotKind::F1 => false,
            LotKind::F2 => !always_asked,
            LotKind::F3 => always_asked && self.groupe.as_deref() == groupe.code,
        }
    }

    fn gives(&self, groupe: Groupe<'_>) -> bool {
        let holds = self
            .extracted
            .iter()
            .any(|code| code.as_deref() == groupe.code);
        let is_over = matches!(self.state, LotState::Refuse | LotState::Annule);
        !is_over && (holds || self.covers(groupe))
    }
}

/// Whether the left-out rows of a groupe may be in the copy of `refused`, given every precise lot of the line (itself included).
#[must_use]
pub fn may_hold(refused: &PreciseLot, groupe: Groupe<'_>, line: &[PreciseLot]) -> bool {
    refused.state == LotState::Refuse
        && refused.covers(groupe)
        && !line.iter().any(|lot| lot.gives(groupe))
}
