//! The register of past demandes.

use chrono::NaiveDate;
use demandes_domain::lot::{LotKind, LotState};
use demandes_domain::past::{codes, day, lots};
use rstest::rstest;

#[rstest]
#[case("2019-03-02", true)]
#[case(" 02/03/2019 ", true)]
#[case("31/02/2019", false)]
#[case("2019", false)]
#[case("", false)]
fn days(#[case] text: &str, #[case] reads: bool) {
    let expected = NaiveDate::from_ymd_opt(2019, 3, 2).filter(|_| reads);
    assert_eq!(day(text), expected, "{text}");
}

#[test]
fn lots_given_and_refused() {
    let found = lots("F1, F2=refus | F3:RAPACES, F3 : ORCHIDEES =refusé").expect("lots");
    let told: Vec<(LotKind, Option<&str>, LotState)> = found
        .iter()
        .map(|lot| (lot.kind, lot.groupe.as_deref(), lot.state))
        .collect();
    assert_eq!(
        told,
        [
            (LotKind::F1, None, LotState::Telecharge),
            (LotKind::F2, None, LotState::Refuse),
            (LotKind::F3, Some("RAPACES"), LotState::Telecharge),
            (LotKind::F3, Some("ORCHIDEES"), LotState::Refuse),
        ]
    );
}

#[rstest]
#[case("")]
#[case(" , ")]
#[case("F4")]
#[case("F1:RAPACES")]
#[case("F3:")]
#[case("F1=peut-être")]
#[case("F1, F1")]
fn what_is_no_list_of_lots(#[case] text: &str) {
    assert!(lots(text).is_err(), "{text}");
}

#[test]
fn codes_are_separated_by_anything() {
    assert_eq!(codes(" 9A001,9A002\t9A003 "), ["9A001", "9A002", "9A003"]);
}
