//! The life cycle of a lot.

use demandes_domain::decision::DecisionKind;
use demandes_domain::lot::{LotCommand, LotState};
use proptest::prelude::*;
use proptest::sample::select;

use LotState as S;

/// One letter per command: ask avis, accept, accept with conditions, refuse, decide by rule, extract, verify, fail
/// verification, send, download, cancel.
const TABLE: [(S, &str); 9] = [
    (S::Prevu, "A---D-----N"),
    (S::AvisDemande, "-DDR------N"),
    (S::Decide, "-----X----N"),
    (S::Extrait, "------VD--N"),
    (S::Verifie, "-------DE-N"),
    (S::Envoye, "---------T-"),
    (S::Telecharge, "---------T-"),
    (S::Refuse, "-----------"),
    (S::Annule, "-----------"),
];

fn letter(state: S) -> char {
    match state {
        S::Prevu => 'P',
        S::AvisDemande => 'A',
        S::Decide => 'D',
        S::Extrait => 'X',
        S::Verifie => 'V',
        S::Envoye => 'E',
        S::Telecharge => 'T',
        S::Refuse => 'R',
        S::Annule => 'N',
    }
}

#[test]
fn every_state_and_command() {
    assert_eq!(TABLE.map(|(state, _)| state).as_slice(), S::ALL);
    for (state, expected) in TABLE {
        let found: String = LotCommand::ALL
            .iter()
            .map(|command| state.apply(*command).map_or('-', letter))
            .collect();
        assert_eq!(found, expected, "{state}");
        assert_eq!(state.is_final(), expected == "-----------", "{state}");
    }
    let delivered: Vec<S> = S::ALL
        .iter()
        .copied()
        .filter(|state| state.is_delivered())
        .collect();
    assert_eq!(delivered, [S::Envoye, S::Telecharge]);
}

#[test]
fn refusals_are_french_sentences() {
    let error = S::Decide.apply(LotCommand::Send).expect_err("not verified");
    assert_eq!((error.state, error.command), (S::Decide, LotCommand::Send));
    assert_eq!(
        error.to_string(),
        "Impossible d'envoyer ce lot : il est décidé."
    );
    let refuse = LotCommand::Decide(DecisionKind::Refuse);
    let error = S::Envoye.apply(refuse).expect_err("sent");
    assert_eq!(
        error.to_string(),
        "Impossible de prendre une décision sur ce lot : il est envoyé."
    );
}

proptest! {
    #[test]
    fn nothing_leaves_undecided_or_unverified(commands in proptest::collection::vec(select(LotCommand::ALL), 0..80)) {
        let mut state = S::Prevu;
        let mut accepted = false;
        for command in commands {
            let Ok(next) = state.apply(command) else { continue };
            prop_assert!(TABLE.iter().any(|(from, row)| *from == state && row.contains(letter(next))));
            prop_assert!(!state.is_delivered() || next == S::Telecharge);
            prop_assert!(next != S::Envoye || (state == S::Verifie && accepted));
            prop_assert!(next != S::Verifie || state == S::Extrait);
            prop_assert!(next != S::Refuse || state == S::AvisDemande);
            accepted |= matches!(
                command,
                LotCommand::DecideByRule
                    | LotCommand::Decide(DecisionKind::Accept | DecisionKind::AcceptWithConditions)
            );
            state = next;
        }
    }
}
