//! Reading the settings table.

use std::collections::BTreeMap;

use demandes_domain::lettre::texts;
use demandes_domain::settings::{PrivateData, Settings};
use rstest::rstest;
use serde_json::{Value, json};

fn rows() -> BTreeMap<String, Value> {
    let value = serde_json::to_value(Settings::default()).expect("an object");
    serde_json::from_value(value).expect("a map")
}

/// The table of the contract, written again by hand.
#[test]
fn seed_values() {
    let expected = json!({
        "max_communes_without_tour_de_table": 50,
        "objets_requiring_tour_de_table": ["etude_scientifique", "publication_scientifique"],
        "non_adherent_requires_tour_de_table": true,
        "pole_partner_counts_as_adherent": false,
        "f1_immediate": false,
        "commune_tolerance_m": 1.0,
        "slight_overlap_m2": 50_000.0,
        "slight_overlap_share": 0.01,
        "avis_days": 21,
        "livraison_days": 21,
        "legal_months": 1,
        "legal_extension_months": 1,
        "relance_days": [7, 2, 0],
        "silence_means": "sans_reponse",
        "summary_k": 5,
        "summary_rounding": 5,
        "residual_min_share": 0.5,
        "private_data": "withheld",
        "expiry_days": 180,
        "guard_blocks": false,
        "geonature_permission": false,
        "idempotency_days": 7,
        "lot_retention_days": 365,
        "message_retention_days": 365,
        "link_validity_days": 30,
        "download_session_minutes": 15,
        "letter_sender": "Coordination régionale du SINP",
        "letter_signatory": "Pour la coordination",
        "letter_receipt_grounds": texts::RECEIPT,
        "letter_incompleteness_grounds": texts::INCOMPLETENESS,
        "letter_extension_grounds": texts::EXTENSION,
        "letter_refusal_grounds": texts::REFUSAL,
        "letter_closing_grounds": texts::CLOSING,
        "letter_appeal": texts::APPEAL,
        "max_upload_bytes": 52_428_800,
        "max_upload_vertices": 500_000,
    });
    assert_eq!(json!(rows()), expected);
    assert_eq!(rows().len(), Settings::KEYS.len());
}

#[test]
fn what_is_written_is_read() {
    let mut changed = rows();
    changed.insert("f1_immediate".to_owned(), json!(true));
    changed.insert("avis_days".to_owned(), json!(30));
    changed.insert("commune_tolerance_m".to_owned(), json!(2));
    changed.insert("private_data".to_owned(), json!("included"));
    changed.insert("another_module".to_owned(), json!({}));
    let settings = Settings::from_map(changed).expect("settings");
    let expected = Settings {
        f1_immediate: true,
        avis_days: 30,
        commune_tolerance_m: 2.0,
        private_data: PrivateData::Included,
        ..Settings::default()
    };
    assert_eq!(settings, expected);
    assert_eq!(settings.routing().avis_days, 30);
    assert!(settings.routing().f1_immediate);
}

#[test]
fn a_missing_key_is_never_guessed() {
    for key in Settings::KEYS {
        let mut partial = rows();
        partial.remove(*key).expect("a key of the table");
        let error = Settings::from_map(partial).expect_err("one key is missing");
        assert_eq!(error.problems.len(), 1);
        assert_eq!(error.problems[0].key, *key);
        assert_eq!(
            error.problems[0].message,
            format!("Le réglage « {key} » manque.")
        );
    }
    let error = Settings::from_map(BTreeMap::<String, Value>::new()).expect_err("an empty table");
    let keys: Vec<&str> = error.problems.iter().map(|problem| problem.key).collect();
    assert_eq!(keys, Settings::KEYS);
}

#[test]
fn a_wrong_shape_names_its_key() {
    for key in Settings::KEYS {
        let mut wrong = rows();
        wrong.insert((*key).to_owned(), json!({ "wrong": true }));
        let error = Settings::from_map(wrong).expect_err("one key is wrong");
        let start = format!("Réglages inutilisables : Le réglage « {key} » doit être ");
        assert!(error.to_string().starts_with(&start), "{error}");
    }
}

#[rstest]
#[case("max_communes_without_tour_de_table", json!(-1))]
#[case("objets_requiring_tour_de_table", json!(["etude_scientifique", " "]))]
#[case("f1_immediate", json!("non"))]
#[case("commune_tolerance_m", json!(0))]
#[case("slight_overlap_share", json!(1.5))]
#[case("avis_days", json!(0))]
#[case("livraison_days", json!(21.5))]
#[case("relance_days", json!([7, -2]))]
#[case("silence_means", json!("accord"))]
#[case("summary_k", json!(0))]
#[case("residual_min_share", json!(0))]
#[case("residual_min_share", json!(1.01))]
#[case("private_data", json!("public"))]
#[case("link_validity_days", json!(100_000))]
#[case("download_session_minutes", json!(0))]
#[case("max_upload_bytes", Value::Null)]
fn out_of_bounds(#[case] key: &str, #[case] value: Value) {
    let mut wrong = rows();
    wrong.insert(key.to_owned(), value);
    let error = Settings::from_map(wrong).expect_err("out of bounds");
    let keys: Vec<&str> = error.problems.iter().map(|problem| problem.key).collect();
    assert_eq!(keys, [key]);
}
