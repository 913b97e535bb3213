//! What a permission in GeoNature may show.

use std::collections::HashSet;

use demandes_domain::avis::Period;
use demandes_domain::lot::LotKind;
use demandes_domain::permission::{Blocking, Delivered, Shown, blocking};

use crate::day;

fn f3(groupe: &str) -> Delivered {
    Delivered {
        kind: LotKind::F3,
        groupe: Some(groupe.to_owned()),
        is_coarser: false,
        excluded_taxa: HashSet::new(),
        excluded_period: None,
    }
}

fn shown<'a>(lot: Option<&'a str>, groupe: Option<&'a str>) -> Shown<'a> {
    Shown {
        lot,
        groupe,
        cd_ref: Some(7),
        days: (day("2020-03-01"), day("2020-03-10")),
    }
}

const ALWAYS: (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) = (None, None);

#[test]
fn what_was_not_delivered_precisely_is_not_shown() {
    let lots = [f3("RAPACES")];
    let outcome = |lot, groupe| blocking(&shown(lot, groupe), &lots, ALWAYS);
    assert_eq!(outcome(Some("F1"), None), None);
    assert_eq!(outcome(Some("F3"), Some("RAPACES")), None);
    for (lot, groupe) in [
        (Some("F3"), Some("LOUTRES")),
        (Some("F3"), None),
        (Some("F2"), Some("RAPACES")),
    ] {
        assert_eq!(
            outcome(lot, groupe),
            Some(Blocking::NotDelivered),
            "{lot:?} {groupe:?}"
        );
    }
    assert_eq!(
        outcome(Some("withheld"), Some("RAPACES")),
        Some(Blocking::Withheld)
    );
    assert_eq!(
        outcome(Some("anything else"), None),
        Some(Blocking::Withheld)
    );
    assert_eq!(outcome(None, None), Some(Blocking::Elsewhere));
}

#[test]
fn what_a_decision_or_the_demande_leaves_out_is_not_shown() {
    let record = shown(Some("F3"), Some("RAPACES"));
    let with = |change: fn(&mut Delivered)| {
        let mut lot = f3("RAPACES");
        change(&mut lot);
        blocking(&record, &[lot], ALWAYS)
    };
    let period = |from, to| {
        Some(Period {
            from: day(from),
            to: day(to),
        })
    };
    let no = Some(Blocking::NotDelivered);
    assert_eq!(with(|lot| lot.is_coarser = true), no);
    assert_eq!(with(|lot| lot.excluded_taxa = HashSet::from([7])), no);
    assert_eq!(with(|lot| lot.excluded_taxa = HashSet::from([8])), None);
    for (from, to, expected) in [
        ("2020-03-10", "2020-04-01", no),
        ("2020-01-01", "2020-03-01", no),
        ("2020-03-11", "2020-04-01", None),
    ] {
        let lot = Delivered {
            excluded_period: period(from, to),
            ..f3("RAPACES")
        };
        assert_eq!(blocking(&record, &[lot], ALWAYS), expected, "{from} {to}");
    }
    let wanted = |from: Option<&str>, to: Option<&str>| {
        blocking(&record, &[f3("RAPACES")], (from.map(day), to.map(day)))
    };
    assert_eq!(wanted(Some("2020-03-10"), Some("2020-12-31")), None);
    assert_eq!(wanted(Some("2020-03-11"), None), no);
    assert_eq!(wanted(None, Some("2020-02-28")), no);
    // A taxon that TAXREF does not know cannot be said not to be left out.
    let unknown = Shown {
        cd_ref: None,
        ..record
    };
    assert_eq!(blocking(&unknown, &[f3("RAPACES")], ALWAYS), no);
}
