//! The guard across demandes.

use demandes_domain::{
    guard::{CircleLot, check, check_motif, counts_as_received, holds_groupe, is_too_little},
    lot::{LotKind, LotState},
};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case(0.0, false)]
#[case(1e-12, false)]
#[case(1e-6, true)]
#[case(0.2, true)]
#[case(0.4999, true)]
#[case(0.5, false)]
#[case(1.0, false)]
#[case(f64::NAN, true)]
fn some_part_but_less_than_the_share(#[case] left: f64, #[case] expected: bool) {
    assert_eq!(is_too_little(left, 0.5), expected);
}

#[test]
fn a_perimeter_counts_once_delivered_or_while_its_demande_may_still_receive_it() {
    for kind in LotKind::ALL.iter().copied() {
        for state in LotState::ALL.iter().copied() {
            for own in [false, true] {
                let lot = CircleLot { kind, state, own };
                let delivered = matches!(state, LotState::Envoye | LotState::Telecharge);
                let given_up = matches!(state, LotState::Refuse | LotState::Annule);
                let expected = kind != LotKind::F1 && (delivered || own && !given_up);
                assert_eq!(counts_as_received(lot), expected, "{lot:?}");
            }
        }
    }
}

/// A group is precise in one kind of lot and in no other, as the classification has it.
#[rstest]
#[case(LotKind::F2, None, Some("OISEAUX"), false, true)]
#[case(LotKind::F2, None, Some("RAPACES"), true, false)]
#[case(LotKind::F2, None, None, false, false)]
#[case(LotKind::F3, Some("RAPACES"), Some("RAPACES"), true, true)]
#[case(LotKind::F3, Some("RAPACES"), Some("ORCHIDEES"), true, false)]
#[case(LotKind::F3, Some("OISEAUX"), Some("OISEAUX"), false, false)]
#[case(LotKind::F3, None, None, false, true)]
#[case(LotKind::F3, None, Some("RAPACES"), true, false)]
#[case(LotKind::F1, None, Some("OISEAUX"), false, false)]
fn groups_of_precise_lots(
    #[case] kind: LotKind,
    #[case] of_lot: Option<&str>,
    #[case] groupe: Option<&str>,
    #[case] systematique: bool,
    #[case] expected: bool,
) {
    assert_eq!(holds_groupe(kind, of_lot, groupe, systematique), expected);
}

#[test]
fn a_flag_blocks_only_when_the_setting_says_so_and_a_lifting_says_why() {
    assert!(check(false, 3).is_ok());
    assert!(check(true, 0).is_ok());
    assert!(check(true, 1).is_err());
    assert!(check_motif("Même étude, déjà autorisée.").is_ok());
    assert!(check_motif(" \n").is_err());
}

proptest! {
    #[test]
    fn a_greater_share_wanted_never_lifts(left in 0.0..=1.0_f64, a in 0.01..=1.0_f64, b in 0.01..=1.0_f64) {
        let (least, most) = (a.min(b), a.max(b));
        prop_assert!(!is_too_little(left, least) || is_too_little(left, most));
    }
}
