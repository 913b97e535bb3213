//! What prevents a dépôt.

use demandes_domain::completude::{DepotFacts, Engagement, missing};
use rstest::rstest;

use crate::day;

fn full() -> DepotFacts {
    DepotFacts {
        demandeur: Some(1),
        organisme: Some(10),
        has_maitre_ouvrage: true,
        objet: Some("etude_impact".to_owned()),
        objet_detail: Some("Projet de parc éolien".to_owned()),
        has_perimetre: true,
        date_from: None,
        date_to: None,
        unknown_taxa: Vec::new(),
        ambiguous_taxa: Vec::new(),
        wants_precise_sensitive: Some(true),
        accepts_fallback: Some(true),
        intended_use: Some("État initial".to_owned()),
        use_months: Some(12),
        other_holders: Some(String::new()),
        engagement: Some(Engagement {
            version: 3,
            accepted_on: day("2024-05-01"),
            accepted_by: 1,
        }),
        engagement_version: 3,
    }
}

#[test]
fn a_full_demande_may_be_submitted() {
    assert_eq!(missing(&full()), []);
    let period = DepotFacts {
        date_from: Some(day("2024-01-01")),
        date_to: Some(day("2024-01-01")),
        ..full()
    };
    assert_eq!(missing(&period), []);
    let half = DepotFacts {
        date_from: Some(day("2024-01-01")),
        ..full()
    };
    assert_eq!(missing(&half), []);
}

#[rstest]
#[case(DepotFacts { demandeur: None, ..full() }, "demandeur")]
#[case(DepotFacts { organisme: None, ..full() }, "organisme")]
#[case(DepotFacts { has_maitre_ouvrage: false, ..full() }, "maitre_ouvrage")]
#[case(DepotFacts { objet: None, ..full() }, "objet")]
#[case(DepotFacts { objet_detail: Some("  ".to_owned()), ..full() }, "objet_detail")]
#[case(DepotFacts { has_perimetre: false, ..full() }, "perimetre")]
#[case(DepotFacts { date_from: Some(day("2024-01-02")), date_to: Some(day("2024-01-01")), ..full() }, "date_to")]
#[case(DepotFacts { unknown_taxa: vec!["999".to_owned()], ..full() }, "cd_noms")]
#[case(DepotFacts { ambiguous_taxa: vec!["Oenanthe".to_owned()], ..full() }, "cd_noms")]
#[case(DepotFacts { wants_precise_sensitive: None, accepts_fallback: None, ..full() }, "wants_precise_sensitive")]
#[case(DepotFacts { accepts_fallback: None, ..full() }, "accepts_fallback")]
#[case(DepotFacts { intended_use: None, ..full() }, "intended_use")]
#[case(DepotFacts { use_months: Some(0), ..full() }, "use_months")]
#[case(DepotFacts { other_holders: None, ..full() }, "other_holders")]
#[case(DepotFacts { engagement: None, ..full() }, "engagement")]
#[case(DepotFacts { engagement_version: 4, ..full() }, "engagement")]
fn each_gap_is_named(#[case] facts: DepotFacts, #[case] field: &str) {
    let fields: Vec<&str> = missing(&facts).iter().map(|gap| gap.field).collect();
    assert_eq!(fields, [field]);
}

#[test]
fn the_fallback_is_asked_with_precise_data_only() {
    let facts = DepotFacts {
        wants_precise_sensitive: Some(false),
        accepts_fallback: None,
        ..full()
    };
    assert_eq!(missing(&facts), []);
}

#[test]
fn every_gap_at_once_in_the_order_of_the_form() {
    let fields: Vec<&str> = missing(&DepotFacts::default())
        .iter()
        .map(|gap| gap.field)
        .collect();
    let expected = [
        "demandeur",
        "organisme",
        "maitre_ouvrage",
        "objet",
        "objet_detail",
        "perimetre",
        "wants_precise_sensitive",
        "intended_use",
        "use_months",
        "other_holders",
        "engagement",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn bad_taxa_are_listed() {
    let facts = DepotFacts {
        unknown_taxa: vec!["1".to_owned(), "2".to_owned()],
        ..full()
    };
    assert_eq!(
        missing(&facts)[0].message,
        "Taxons inconnus de TAXREF : 1, 2."
    );
}
