//! Codes are one spelling everywhere: serde, `Display`, `FromStr`, and what the database accepts.

use demandes_domain::avis::AvisKind;
use demandes_domain::decision::DecisionKind;
use demandes_domain::demande::{DemandeCommand, DemandeState, ShownState};
use demandes_domain::lot::{LotCommand, LotKind, LotState};

macro_rules! spelled {
    ($name:ident, $type:ty, $codes:expr) => {
        #[test]
        fn $name() {
            let codes: Vec<String> = <$type>::ALL.iter().map(ToString::to_string).collect();
            assert_eq!(codes, $codes);
            for value in <$type>::ALL {
                let json = serde_json::to_value(value).expect("a code");
                assert_eq!(json, serde_json::Value::from(value.as_str()));
                assert_eq!(
                    serde_json::from_value::<$type>(json).expect("a value"),
                    *value
                );
                assert_eq!(value.as_str().parse(), Ok(*value));
            }
            assert!("".parse::<$type>().is_err());
            assert!(serde_json::from_str::<$type>("\"Inconnu\"").is_err());
        }
    };
}

spelled!(
    demande_states,
    DemandeState,
    [
        "brouillon",
        "deposee",
        "incomplete",
        "complete",
        "retiree",
        "expiree",
        "revoquee"
    ]
);
spelled!(
    demande_commands,
    DemandeCommand,
    [
        "edit",
        "depose",
        "declare_incomplete",
        "declare_complete",
        "withdraw",
        "expire",
        "revoke"
    ]
);
spelled!(
    shown_states,
    ShownState,
    [
        "brouillon",
        "deposee",
        "incomplete",
        "tour_de_table",
        "en_preparation",
        "en_livraison",
        "livree",
        "refusee",
        "close",
        "retiree",
        "expiree",
        "revoquee"
    ]
);
spelled!(lot_kinds, LotKind, ["F1", "F2", "F3"]);
spelled!(
    lot_states,
    LotState,
    [
        "prevu",
        "avis_demande",
        "decide",
        "extrait",
        "verifie",
        "envoye",
        "telecharge",
        "refuse",
        "annule"
    ]
);
spelled!(
    lot_commands,
    LotCommand,
    [
        "ask_avis",
        "decide_accept",
        "decide_accept_with_conditions",
        "decide_refuse",
        "decide_by_rule",
        "extract",
        "verify",
        "fail_verification",
        "send",
        "download",
        "cancel"
    ]
);
spelled!(
    avis_kinds,
    AvisKind,
    [
        "favorable",
        "favorable_sous_conditions",
        "defavorable",
        "reserve",
        "deport",
        "sans_reponse"
    ]
);
spelled!(
    decision_kinds,
    DecisionKind,
    ["accept", "accept_with_conditions", "refuse"]
);

#[test]
fn an_unknown_code_is_named() {
    let error = "livre".parse::<LotState>().expect_err("no such state");
    assert_eq!(
        error.to_string(),
        "valeur inconnue pour l'état d'un lot : « livre »"
    );
}
