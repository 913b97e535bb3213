//! SIRET and memberships.

use chrono::NaiveDate;
use demandes_domain::registers::{
    Adhesion, AdhesionError, AdhesionKind, EndReason, is_siret, read_siret,
};
use rstest::rstest;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a day")
}

fn adhesion(kind: AdhesionKind, from: u32, to: Option<u32>) -> Adhesion {
    Adhesion {
        kind,
        starts_on: day(from),
        ends_on: to.map(day),
    }
}

#[rstest]
#[case("73282932000074", true)]
#[case("73282932000075", false)]
#[case("20000000000014", true)]
// La Poste: its seat by the key of Luhn, its offices by the sum of their digits.
#[case("35600000000048", true)]
#[case("35600000049837", true)]
#[case("35600000049838", false)]
#[case("7328293200007", false)]
#[case("732829320000744", false)]
#[case("7328293200007a", false)]
#[case("", false)]
#[case("٧٣٢٨٢٩٣", false)]
fn sirets(#[case] text: &str, #[case] valid: bool) {
    assert_eq!(is_siret(text), valid, "{text}");
}

#[test]
fn a_siret_is_read_as_people_write_it() {
    assert_eq!(
        read_siret(" 732 829 320 00074 "),
        Ok(Some("73282932000074".to_owned()))
    );
    assert_eq!(read_siret("  "), Ok(None));
    assert_eq!(read_siret("1234"), Err("1234".to_owned()));
}

#[test]
fn a_membership_ends_once_and_after_its_start() {
    use AdhesionKind::{Adherent, PreAdherent};
    let pre = adhesion(PreAdherent, 10, None);
    assert_eq!(pre.last_day(EndReason::Admis, day(20)), Ok(day(19)));
    assert_eq!(pre.last_day(EndReason::Admis, day(10)), Ok(day(10)));
    assert_eq!(pre.last_day(EndReason::Refuse, day(20)), Ok(day(20)));
    assert_eq!(
        pre.last_day(EndReason::Parti, day(9)),
        Err(AdhesionError::BeforeItsStart)
    );
    let full = adhesion(Adherent, 10, None);
    assert_eq!(
        full.last_day(EndReason::Refuse, day(20)),
        Err(AdhesionError::NothingToDecide)
    );
    assert_eq!(full.last_day(EndReason::Parti, day(20)), Ok(day(20)));
    let over = adhesion(Adherent, 10, Some(12));
    assert_eq!(
        over.last_day(EndReason::Parti, day(20)),
        Err(AdhesionError::Over)
    );
}

#[rstest]
#[case(1, Some(9), true)]
#[case(1, Some(10), false)]
#[case(15, None, false)]
#[case(21, None, true)]
#[case(1, None, false)]
fn one_membership_of_a_kind_at_a_time(
    #[case] from: u32,
    #[case] to: Option<u32>,
    #[case] fits: bool,
) {
    let there = adhesion(AdhesionKind::Adherent, 10, Some(20));
    let new = adhesion(AdhesionKind::Adherent, from, to);
    assert_eq!(new.check_against(&[there]).is_ok(), fits);
    let other = adhesion(AdhesionKind::PartenairePole, from, to);
    assert_eq!(other.check_against(&[there]), Ok(()));
}
