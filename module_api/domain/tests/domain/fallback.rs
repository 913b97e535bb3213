//! The blurred copy of a refused lot.

use demandes_domain::{
    fallback::{Groupe, LotOfDemande, PreciseLot, due, may_hold},
    lot::{LotKind, LotState},
};
use proptest::{prelude::*, sample::select};

use LotKind::{F1, F2, F3};
use LotState as S;

fn lot(id: u8, kind: LotKind, state: LotState, fallback_of: Option<u8>) -> LotOfDemande<u8> {
    LotOfDemande {
        id,
        kind,
        state,
        fallback_of,
    }
}

fn precise(kind: LotKind, groupe: Option<&str>, state: LotState) -> PreciseLot {
    PreciseLot {
        kind,
        groupe: groupe.map(str::to_owned),
        state,
        extracted: [].into(),
    }
}

const RAPACES: Groupe<'_> = Groupe {
    code: Some("RAPACES"),
    avis_systematique: true,
};
const OISEAUX: Groupe<'_> = Groupe {
    code: Some("OISEAUX"),
    avis_systematique: false,
};
const NONE: Groupe<'_> = Groupe {
    code: None,
    avis_systematique: false,
};

#[test]
fn a_copy_is_due_once_for_each_refused_precise_lot() {
    let lots = [
        lot(1, F1, S::Telecharge, None),
        lot(2, F2, S::Refuse, None),
        lot(3, F3, S::Envoye, None),
        lot(4, F3, S::Refuse, None),
        lot(5, F1, S::Decide, Some(4)),
        lot(6, F3, S::Annule, None),
    ];
    assert_eq!(due(true, &lots), [2]);
    assert!(due(false, &lots).is_empty(), "not accepted beforehand");
}

#[test]
fn no_copy_before_f1_is_granted() {
    for state in S::ALL {
        let granted = [S::Decide, S::Extrait, S::Verifie, S::Envoye, S::Telecharge];
        // The copy of another lot is no F1 of the demande.
        let lots = [
            lot(1, F1, *state, None),
            lot(2, F2, S::Refuse, None),
            lot(3, F3, S::Refuse, None),
            lot(4, F1, S::Verifie, Some(3)),
        ];
        let expected: &[u8] = if granted.contains(state) { &[2] } else { &[] };
        assert_eq!(due(true, &lots), expected, "{state}");
    }
}

#[test]
fn a_copy_holds_the_groupes_of_its_lot() {
    for (kind, groupe, expected) in [
        (F2, None, [false, true, false]),
        (F3, Some("RAPACES"), [true, false, false]),
        (F3, Some("OISEAUX"), [false, false, false]),
        (F3, None, [false, false, true]),
        (F1, None, [false, false, false]),
    ] {
        let refused = precise(kind, groupe, S::Refuse);
        let found = [RAPACES, OISEAUX, NONE]
            .map(|groupe| may_hold(&refused, groupe, std::slice::from_ref(&refused)));
        assert_eq!(found, expected, "{kind} {groupe:?}");
    }
}

#[test]
fn nothing_precise_of_a_groupe_stands_beside_its_copy() {
    let refused = precise(F3, Some("RAPACES"), S::Refuse);
    let renewal = |state| precise(F3, Some("RAPACES"), state);
    for state in S::ALL {
        let expected = [S::Refuse, S::Annule].contains(state);
        let line = [refused.clone(), renewal(*state)];
        assert_eq!(may_hold(&refused, RAPACES, &line), expected, "{state}");
    }
    // Delivered in an F2, when the groupe did not ask for an avis yet.
    let mut once = precise(F2, None, S::Envoye);
    assert!(may_hold(
        &refused,
        RAPACES,
        &[refused.clone(), once.clone()]
    ));
    once.extracted.insert(Some("RAPACES".to_owned()));
    assert!(!may_hold(&refused, RAPACES, &[refused.clone(), once]));
}

proptest! {
    /// Whatever the line, a copy and a precise lot never give the same groupe.
    #[test]
    fn never_both(
        kinds in proptest::collection::vec((select(vec![F2, F3]), select(vec![None, Some("RAPACES"), Some("OISEAUX")]), select(S::ALL.to_vec())), 0..5),
        held in select(vec![None, Some("RAPACES"), Some("OISEAUX")]),
        groupe in select(vec![RAPACES, OISEAUX, NONE]),
    ) {
        let mut line: Vec<PreciseLot> = kinds.into_iter().map(|(kind, groupe, state)| precise(kind, groupe, state)).collect();
        for lot in &mut line {
            lot.extracted.insert(held.map(str::to_owned));
        }
        for refused in &line {
            if may_hold(refused, groupe, &line) {
                let given = |lot: &PreciseLot| lot.covers(groupe) || lot.extracted.contains(&groupe.code.map(str::to_owned));
                prop_assert!(line.iter().filter(|lot| given(lot)).all(|lot| [S::Refuse, S::Annule].contains(&lot.state)));
            }
        }
    }
}
