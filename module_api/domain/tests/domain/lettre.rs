//! Which letter a decision wants, and when the use of the data ends.

use demandes_domain::avis::Conditions;
use demandes_domain::decision::DecisionKind;
use demandes_domain::lettre::{Modele, Standing, end_of_use, numero, of_decision};
use demandes_domain::lot::LotState;
use rstest::rstest;

use crate::day;

#[rstest]
#[case(DecisionKind::Accept, &[], Modele::Accord)]
#[case(DecisionKind::Accept, &[Standing::Granted, Standing::Pending], Modele::Accord)]
#[case(DecisionKind::Accept, &[Standing::Granted, Standing::Refused], Modele::AccordPartiel)]
#[case(DecisionKind::AcceptWithConditions, &[Standing::Granted], Modele::AccordPartiel)]
#[case(DecisionKind::Refuse, &[], Modele::Refus)]
#[case(DecisionKind::Refuse, &[Standing::Pending, Standing::Refused], Modele::Refus)]
#[case(DecisionKind::Refuse, &[Standing::Granted], Modele::AccordPartiel)]
#[case(DecisionKind::Refuse, &[Standing::Restricted], Modele::AccordPartiel)]
fn a_letter_answers_for_the_whole_demande(
    #[case] decided: DecisionKind,
    #[case] others: &[Standing],
    #[case] expected: Modele,
) {
    assert_eq!(of_decision(decided, others), expected);
}

/// Whatever gives less than what was asked carries the grounds and the ways of appeal.
#[test]
fn nothing_short_of_all_is_called_an_accord() {
    let all = [
        Standing::Pending,
        Standing::Granted,
        Standing::Restricted,
        Standing::Refused,
    ];
    for decided in DecisionKind::ALL {
        for other in all {
            let full = *decided == DecisionKind::Accept && other != Standing::Refused;
            assert_eq!(
                of_decision(*decided, &[other]) == Modele::Accord,
                full,
                "{decided} {other:?}"
            );
        }
    }
}

#[test]
fn every_state_of_a_lot_has_a_standing_but_a_given_up_one() {
    for state in LotState::ALL {
        for decision in [None, Some(DecisionKind::AcceptWithConditions)] {
            let standing = Standing::of(*state, decision);
            assert_eq!(standing.is_none(), *state == LotState::Annule, "{state}");
        }
    }
    assert_eq!(
        Standing::of(LotState::Envoye, Some(DecisionKind::AcceptWithConditions)),
        Some(Standing::Restricted)
    );
    assert_eq!(
        Standing::of(LotState::Decide, None),
        Some(Standing::Granted)
    );
}

#[test]
fn a_number_keeps_its_digits_beyond_four() {
    assert_eq!(numero(2026, 7), "2026-L-0007");
    assert_eq!(numero(2026, 12_345), "2026-L-12345");
}

#[test]
fn the_use_ends_by_the_shorter_duration() {
    let sent = day("2026-01-31");
    let shorter = |months| Conditions {
        shorter_duration_months: months,
        ..Conditions::default()
    };
    let end = |months, shorter| end_of_use(sent, months, &shorter);
    assert_eq!(end(Some(24), shorter(None)), Some(day("2028-01-31")));
    assert_eq!(end(Some(24), shorter(Some(1))), Some(day("2026-02-28")));
    assert_eq!(end(Some(1), shorter(Some(24))), Some(day("2026-02-28")));
    assert_eq!(end(None, shorter(Some(1))), Some(day("2026-02-28")));
    assert_eq!(end(None, shorter(None)), None);
}
