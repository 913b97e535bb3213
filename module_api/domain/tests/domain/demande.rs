//! The life cycle of a demande and the state shown.

use demandes_domain::demande::{DemandeCommand, DemandeState, ShownState, shown_state};
use demandes_domain::lot::LotState;
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;

use DemandeState as S;
use LotState as L;

/// One letter per command: edit, depose, declare incomplete, declare complete, withdraw, expire, revoke.
const TABLE: [(S, &str); 7] = [
    (S::Brouillon, "BD--RE-"),
    (S::Deposee, "--ICR-V"),
    (S::Incomplete, "ID--REV"),
    (S::Complete, "----R-V"),
    (S::Retiree, "-------"),
    (S::Expiree, "-------"),
    (S::Revoquee, "-------"),
];

fn letter(state: S) -> char {
    match state {
        S::Brouillon => 'B',
        S::Deposee => 'D',
        S::Incomplete => 'I',
        S::Complete => 'C',
        S::Retiree => 'R',
        S::Expiree => 'E',
        S::Revoquee => 'V',
    }
}

#[test]
fn every_state_and_command() {
    assert_eq!(TABLE.map(|(state, _)| state).as_slice(), S::ALL);
    for (state, expected) in TABLE {
        let found: String = DemandeCommand::ALL
            .iter()
            .map(|command| state.apply(*command, &[]).map_or('-', letter))
            .collect();
        assert_eq!(found, expected, "{state}");
        assert_eq!(
            state.is_editable(),
            expected.starts_with(letter(state)),
            "{state}"
        );
        assert_eq!(state.is_final(), expected == "-------", "{state}");
    }
}

#[rstest]
#[case(&[], true)]
#[case(&[L::Prevu, L::AvisDemande, L::Decide, L::Extrait, L::Verifie, L::Refuse, L::Annule], true)]
#[case(&[L::Verifie, L::Envoye], false)]
#[case(&[L::Telecharge], false)]
fn withdrawal_only_before_any_delivery(#[case] lots: &[L], #[case] allowed: bool) {
    assert_eq!(
        S::Complete.apply(DemandeCommand::Withdraw, lots).is_ok(),
        allowed
    );
    // A broken engagement closes the demande whatever has left.
    assert_eq!(
        S::Complete.apply(DemandeCommand::Revoke, lots),
        Ok(S::Revoquee)
    );
}

#[test]
fn refusals_are_french_sentences() {
    let error = S::Deposee
        .apply(DemandeCommand::Edit, &[])
        .expect_err("not editable");
    assert_eq!(
        (error.state, error.command),
        (S::Deposee, DemandeCommand::Edit)
    );
    assert_eq!(
        error.to_string(),
        "Impossible de modifier la demande : elle est déposée."
    );
    let error = S::Complete
        .apply(DemandeCommand::Withdraw, &[L::Envoye])
        .expect_err("delivered");
    assert_eq!(
        error.to_string(),
        "Impossible de retirer la demande : un lot a déjà été livré."
    );
}

#[rstest]
#[case(&[], ShownState::EnPreparation)]
#[case(&[L::Prevu], ShownState::EnPreparation)]
#[case(&[L::Prevu, L::AvisDemande], ShownState::TourDeTable)]
#[case(&[L::Verifie, L::AvisDemande], ShownState::TourDeTable)]
#[case(&[L::Refuse, L::AvisDemande], ShownState::TourDeTable)]
#[case(&[L::Decide, L::Extrait, L::Verifie, L::Refuse], ShownState::EnPreparation)]
#[case(&[L::Envoye, L::AvisDemande], ShownState::EnLivraison)]
#[case(&[L::Telecharge, L::Decide], ShownState::EnLivraison)]
#[case(&[L::Envoye], ShownState::Livree)]
#[case(&[L::Envoye, L::Telecharge, L::Refuse, L::Annule], ShownState::Livree)]
#[case(&[L::Telecharge], ShownState::Close)]
#[case(&[L::Telecharge, L::Refuse], ShownState::Close)]
#[case(&[L::Refuse], ShownState::Refusee)]
#[case(&[L::Refuse, L::Annule], ShownState::Refusee)]
#[case(&[L::Annule, L::Annule], ShownState::Close)]
fn shown_once_complete(#[case] lots: &[L], #[case] expected: ShownState) {
    assert_eq!(shown_state(S::Complete, lots), expected);
}

fn lot_states() -> impl Strategy<Value = Vec<L>> {
    proptest::collection::vec(select(L::ALL), 0..6)
}

proptest! {
    #[test]
    fn no_sequence_leaves_the_table(commands in proptest::collection::vec(select(DemandeCommand::ALL), 0..40)) {
        let mut state = S::Brouillon;
        let mut completed = false;
        for command in commands {
            let Ok(next) = state.apply(command, &[]) else { continue };
            prop_assert!(!state.is_final());
            prop_assert!(TABLE.iter().any(|(from, row)| *from == state && row.contains(letter(next))));
            completed |= command == DemandeCommand::DeclareComplete;
            // Nothing leads back to the hands of the demandeur once it was complete.
            prop_assert!(!completed || matches!(next, S::Complete | S::Retiree | S::Revoquee));
            state = next;
        }
    }

    #[test]
    fn shown_state_is_own_state_until_complete(state in select(S::ALL), lots in lot_states()) {
        let shown = shown_state(state, &lots);
        if state == S::Complete {
            let of_lots = [
                ShownState::TourDeTable, ShownState::EnPreparation, ShownState::EnLivraison, ShownState::Livree,
                ShownState::Refusee, ShownState::Close,
            ];
            prop_assert!(of_lots.contains(&shown));
        } else {
            prop_assert_eq!(shown.as_str(), state.as_str());
        }
    }

    #[test]
    fn shown_state_says_what_the_lots_say(lots in lot_states()) {
        let shown = shown_state(S::Complete, &lots);
        let mut reversed = lots.clone();
        reversed.reverse();
        prop_assert_eq!(shown, shown_state(S::Complete, &reversed));
        let delivered = lots.iter().any(|lot| lot.is_delivered());
        let pending = lots.iter().any(|lot| !lot.is_delivered() && !lot.is_final());
        prop_assert_eq!(shown == ShownState::EnLivraison, delivered && pending);
        let over = matches!(shown, ShownState::Livree | ShownState::Close | ShownState::Refusee);
        prop_assert_eq!(over, !lots.is_empty() && !pending);
    }
}
