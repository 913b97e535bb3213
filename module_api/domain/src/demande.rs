//! The life cycle of a demande: its own states until it is complete, its commands, and the state shown to people, which
//! from `complete` on is a function of the lots and is never set by hand. Not here: who may do it ([`crate::rights`]) and
//! what a dépôt must hold ([`crate::completude`]).

use crate::code::coded_enum;
use crate::lot::LotState;

coded_enum! {
    /// Own state of a demande, as stored.
    pub enum DemandeState("l'état d'une demande") {
        /// Being written; seen by its authors.
        Brouillon = "brouillon",
        /// Submitted; its completude is to be checked by a person.
        Deposee = "deposee",
        /// Sent back to its author; the clocks stop.
        Incomplete = "incomplete",
        /// Accepted for instruction: its lots take over.
        Complete = "complete",
        /// Withdrawn by its demandeur before any delivery. Final.
        Retiree = "retiree",
        /// Left too long as brouillon or incomplete. Final.
        Expiree = "expiree",
        /// Closed because the engagement was broken. Final.
        Revoquee = "revoquee",
    }
}

coded_enum! {
    /// What can be asked of a demande.
    pub enum DemandeCommand("une action sur une demande") {
        /// Change its content; makes a version.
        Edit = "edit",
        /// Submit it.
        Depose = "depose",
        /// Send it back to its author.
        DeclareIncomplete = "declare_incomplete",
        /// Accept it for instruction.
        DeclareComplete = "declare_complete",
        /// Give it up (demandeur).
        Withdraw = "withdraw",
        /// Close it because it was left too long (machine).
        Expire = "expire",
        /// Close it because the engagement was broken (coordination).
        Revoke = "revoke",
    }
}

/// Every allowed transition: (from, command, to). What is not here is refused.
pub const TRANSITIONS: &[(DemandeState, DemandeCommand, DemandeState)] = {
    use DemandeCommand as C;
    use DemandeState as S;
    &[
        (S::Brouillon, C::Edit, S::Brouillon),
        (S::Brouillon, C::Depose, S::Deposee),
        (S::Brouillon, C::Withdraw, S::Retiree),
        (S::Brouillon, C::Expire, S::Expiree),
        (S::Deposee, C::DeclareIncomplete, S::Incomplete),
        (S::Deposee, C::DeclareComplete, S::Complete),
        (S::Deposee, C::Withdraw, S::Retiree),
        (S::Deposee, C::Revoke, S::Revoquee),
        (S::Incomplete, C::Edit, S::Incomplete),
        (S::Incomplete, C::Depose, S::Deposee),
        (S::Incomplete, C::Withdraw, S::Retiree),
        (S::Incomplete, C::Expire, S::Expiree),
        (S::Incomplete, C::Revoke, S::Revoquee),
        (S::Complete, C::Withdraw, S::Retiree),
        (S::Complete, C::Revoke, S::Revoquee),
    ]
};

/// A command that the present state does not allow. `Display` is a French sentence; the service answers 409.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Impossible de {} : {}.", .command.label(), self.reason())]
pub struct InvalidTransition {
    /// Present state.
    pub state: DemandeState,
    /// Command refused.
    pub command: DemandeCommand,
    /// The pair is in [`TRANSITIONS`], but a lot has left already.
    pub delivered: bool,
}

impl InvalidTransition {
    fn reason(self) -> String {
        if self.delivered {
            return "un lot a déjà été livré".to_owned();
        }
        format!("elle est {}", self.state.label())
    }
}

impl DemandeState {
    /// The state after `command`. `lots` are the states of all lots of the demande (empty before they exist): a demande
    /// with a delivered lot cannot be withdrawn.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the pair is not in [`TRANSITIONS`], or on a withdrawal after a delivery.
    pub fn apply(
        self,
        command: DemandeCommand,
        lots: &[LotState],
    ) -> Result<Self, InvalidTransition> {
        let refusal = |delivered| InvalidTransition {
            state: self,
            command,
            delivered,
        };
        let next = TRANSITIONS
            .iter()
            .find(|(from, by, _)| *from == self && *by == command)
            .map(|(_, _, to)| *to)
            .ok_or(refusal(false))?;
        let delivered = lots.iter().any(|lot| lot.is_delivered());
        if command == DemandeCommand::Withdraw && delivered {
            return Err(refusal(true));
        }
        Ok(next)
    }

    /// Whether the content may be changed (brouillon and incomplete only).
    #[must_use]
    pub fn is_editable(self) -> bool {
        self.apply(DemandeCommand::Edit, &[]).is_ok()
    }

    /// Whether no command leads out of this state.
    #[must_use]
    pub fn is_final(self) -> bool {
        !TRANSITIONS.iter().any(|(from, _, _)| *from == self)
    }

    /// French wording that follows « elle est ».
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Brouillon => "en brouillon",
            Self::Deposee => "déposée",
            Self::Incomplete => "incomplète",
            Self::Complete => "complète",
            Self::Retiree => "retirée",
            Self::Expiree => "expirée",
            Self::Revoquee => "révoquée",
        }
    }
}

impl DemandeCommand {
    /// French wording that follows « Impossible de ».
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Edit => "modifier la demande",
            Self::Depose => "déposer la demande",
            Self::DeclareIncomplete => "déclarer la demande incomplète",
            Self::DeclareComplete => "déclarer la demande complète",
            Self::Withdraw => "retirer la demande",
            Self::Expire => "faire expirer la demande",
            Self::Revoke => "révoquer la demande",
        }
    }
}

coded_enum! {
    /// The state people see. Derived, never stored as a truth.
    pub enum ShownState("l'état affiché d'une demande") {
        /// As [`DemandeState::Brouillon`].
        Brouillon = "brouillon",
        /// As [`DemandeState::Deposee`].
        Deposee = "deposee",
        /// As [`DemandeState::Incomplete`].
        Incomplete = "incomplete",
        /// Complete, nothing delivered, at least one lot waits for avis.
        TourDeTable = "tour_de_table",
        /// Complete, nothing delivered, nobody is asked any more (or not yet).
        EnPreparation = "en_preparation",
        /// Some lots delivered, others still to come.
        EnLivraison = "en_livraison",
        /// Every granted lot delivered, not all downloaded.
        Livree = "livree",
        /// Every lot refused (those cancelled apart).
        Refusee = "refusee",
        /// Nothing more to come: every granted lot downloaded, or all lots cancelled.
        Close = "close",
        /// As [`DemandeState::Retiree`].
        Retiree = "retiree",
        /// As [`DemandeState::Expiree`].
        Expiree = "expiree",
        /// As [`DemandeState::Revoquee`].
        Revoquee = "revoquee",
    }
}

impl ShownState {
    /// French label of the board.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Brouillon => "Brouillon",
            Self::Deposee => "Déposée",
            Self::Incomplete => "Incomplète",
            Self::TourDeTable => "Tour de table",
            Self::EnPreparation => "En préparation",
            Self::EnLivraison => "En livraison",
            Self::Livree => "Livrée",
            Self::Refusee => "Refusée",
            Self::Close => "Close",
            Self::Retiree => "Retirée",
            Self::Expiree => "Expirée",
            Self::Revoquee => "Révoquée",
        }
    }
}

/// The state to show for a demande and all its lots. Lots are looked at only once the demande is complete.
#[must_use]
pub fn shown_state(state: DemandeState, lots: &[LotState]) -> ShownState {
    match state {
        DemandeState::Brouillon => ShownState::Brouillon,
        DemandeState::Deposee => ShownState::Deposee,
        DemandeState::Incomplete => ShownState::Incomplete,
        DemandeState::Retiree => ShownState::Retiree,
        DemandeState::Expiree => ShownState::Expiree,
        DemandeState::Revoquee => ShownState::Revoquee,
        DemandeState::Complete => shown_of_lots(lots),
    }
}

fn shown_of_lots(lots: &[LotState]) -> ShownState {
    if lots.is_empty() {
        return ShownState::EnPreparation;
    }
    let granted: Vec<LotState> = lots
        .iter()
        .copied()
        .filter(|lot| !matches!(lot, LotState::Annule | LotState::Refuse))
        .collect();
    if granted.is_empty() {
        return if lots.contains(&LotState::Refuse) {
            ShownState::Refusee
        } else {
            ShownState::Close
        };
    }
    if granted.iter().all(|lot| *lot == LotState::Telecharge) {
        return ShownState::Close;
    }
    if granted.iter().all(|lot| lot.is_delivered()) {
        return ShownState::Livree;
    }
    if granted.iter().any(|lot| lot.is_delivered()) {
        return ShownState::EnLivraison;
    }
    if granted.contains(&LotState::AvisDemande) {
        return ShownState::TourDeTable;
    }
    ShownState::EnPreparation
}
