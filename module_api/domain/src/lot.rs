//! The life cycle of a lot: lots of one demande advance one by one. Not here: what rows a lot holds (extension
//! `gn_diffusion`), who may move it ([`crate::rights`]), when a decision is ripe ([`crate::decision`]).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::UnknownCode;
use crate::code::coded_enum;
use crate::decision::DecisionKind;

coded_enum! {
    /// Kind of file to deliver.
    pub enum LotKind("la nature d'un lot") {
        /// Non-sensitive records precise, sensitive records blurred.
        F1 = "F1",
        /// Sensitive records precise, groupes without `avis_systematique`.
        F2 = "F2",
        /// Sensitive records precise of one groupe with `avis_systematique` (or of no groupe).
        F3 = "F3",
    }
}

coded_enum! {
    /// State of a lot, as stored.
    pub enum LotState("l'état d'un lot") {
        /// Announced, nothing done yet.
        Prevu = "prevu",
        /// The poles are asked.
        AvisDemande = "avis_demande",
        /// Accepted, by the coordination or by rule.
        Decide = "decide",
        /// The archive is built.
        Extrait = "extrait",
        /// The archive has passed every check.
        Verifie = "verifie",
        /// Released to the demandeur.
        Envoye = "envoye",
        /// Downloaded at least once. Each further download is logged in this state.
        Telecharge = "telecharge",
        /// Refused by the coordination. Final.
        Refuse = "refuse",
        /// Given up before its delivery. Final.
        Annule = "annule",
    }
}

/// A command that the present state does not allow. `Display` is a French sentence; the service answers 409.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Impossible {} : il est {}.", .command.label(), .state.label())]
pub struct InvalidTransition {
    /// Present state.
    pub state: LotState,
    /// Command refused.
    pub command: LotCommand,
}

impl LotState {
    /// The state after `command`.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the pair is not in [`TRANSITIONS`].
    pub fn apply(self, command: LotCommand) -> Result<Self, InvalidTransition> {
        TRANSITIONS
            .iter()
            .find(|(from, by, _)| *from == self && *by == command)
            .map(|(_, _, to)| *to)
            .ok_or(InvalidTransition {
                state: self,
                command,
            })
    }

    /// Whether the file has left (sent, and perhaps downloaded).
    #[must_use]
    pub const fn is_delivered(self) -> bool {
        matches!(self, Self::Envoye | Self::Telecharge)
    }

    /// Whether no command leads out of this state.
    #[must_use]
    pub fn is_final(self) -> bool {
        !TRANSITIONS.iter().any(|(from, _, _)| *from == self)
    }

    /// French wording that follows « il est ».
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Prevu => "prévu",
            Self::AvisDemande => "soumis à l'avis des pôles",
            Self::Decide => "décidé",
            Self::Extrait => "extrait",
            Self::Verifie => "vérifié",
            Self::Envoye => "envoyé",
            Self::Telecharge => "téléchargé",
            Self::Refuse => "refusé",
            Self::Annule => "annulé",
        }
    }
}

/// What can be asked of a lot. As a code (serde, `Display`, `FromStr`): `ask_avis`, `decide_accept`, ….
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub enum LotCommand {
    /// Ask the poles (a tour de table is needed).
    AskAvis,
    /// Decision of the coordination after the tour de table.
    Decide(DecisionKind),
    /// Accepted by rule: the route asks nobody.
    DecideByRule,
    /// Build the archive (machine).
    Extract,
    /// The archive passed every check (machine).
    Verify,
    /// A check failed, at the verification or again at the sending: the archive is dropped and must be built again.
    FailVerification,
    /// Release the archive (responsible).
    Send,
    /// Record a download (demandeur).
    Download,
    /// Give the lot up before its delivery.
    Cancel,
}

/// Every allowed transition: (from, command, to). What is not here is refused.
pub const TRANSITIONS: &[(LotState, LotCommand, LotState)] = {
    use DecisionKind as D;
    use LotCommand as C;
    use LotState as S;
    &[
        (S::Prevu, C::AskAvis, S::AvisDemande),
        (S::Prevu, C::DecideByRule, S::Decide),
        (S::Prevu, C::Cancel, S::Annule),
        (S::AvisDemande, C::Decide(D::Accept), S::Decide),
        (
            S::AvisDemande,
            C::Decide(D::AcceptWithConditions),
            S::Decide,
        ),
        (S::AvisDemande, C::Decide(D::Refuse), S::Refuse),
        (S::AvisDemande, C::Cancel, S::Annule),
        (S::Decide, C::Extract, S::Extrait),
        (S::Decide, C::Cancel, S::Annule),
        (S::Extrait, C::Verify, S::Verifie),
        (S::Extrait, C::FailVerification, S::Decide),
        (S::Extrait, C::Cancel, S::Annule),
        (S::Verifie, C::Send, S::Envoye),
        (S::Verifie, C::FailVerification, S::Decide),
        (S::Verifie, C::Cancel, S::Annule),
        (S::Envoye, C::Download, S::Telecharge),
        (S::Telecharge, C::Download, S::Telecharge),
    ]
};

impl LotCommand {
    /// Every command.
    pub const ALL: &'static [Self] = &[
        Self::AskAvis,
        Self::Decide(DecisionKind::Accept),
        Self::Decide(DecisionKind::AcceptWithConditions),
        Self::Decide(DecisionKind::Refuse),
        Self::DecideByRule,
        Self::Extract,
        Self::Verify,
        Self::FailVerification,
        Self::Send,
        Self::Download,
        Self::Cancel,
    ];

    /// The stable code, as written in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AskAvis => "ask_avis",
            Self::Decide(DecisionKind::Accept) => "decide_accept",
            Self::Decide(DecisionKind::AcceptWithConditions) => "decide_accept_with_conditions",
            Self::Decide(DecisionKind::Refuse) => "decide_refuse",
            Self::DecideByRule => "decide_by_rule",
            Self::Extract => "extract",
            Self::Verify => "verify",
            Self::FailVerification => "fail_verification",
            Self::Send => "send",
            Self::Download => "download",
            Self::Cancel => "cancel",
        }
    }

    /// French wording that follows « Impossible ».
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AskAvis => "de demander un avis sur ce lot",
            Self::Decide(_) => "de prendre une décision sur ce lot",
            Self::DecideByRule => "d'accepter ce lot sans tour de table",
            Self::Extract => "d'extraire ce lot",
            Self::Verify => "de valider la vérification de ce lot",
            Self::FailVerification => "de rejeter l'extraction de ce lot",
            Self::Send => "d'envoyer ce lot",
            Self::Download => "de télécharger ce lot",
            Self::Cancel => "d'annuler ce lot",
        }
    }
}

impl fmt::Display for LotCommand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl From<LotCommand> for &'static str {
    fn from(command: LotCommand) -> Self {
        command.as_str()
    }
}

impl FromStr for LotCommand {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|command| command.as_str() == code)
            .ok_or_else(|| UnknownCode {
                what: "une action sur un lot",
                code: code.to_owned(),
            })
    }
}

impl TryFrom<String> for LotCommand {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        code.parse()
    }
}
