//! The letters, printed: each of them whole, with its grounds, and from data that try to break it.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use chrono::NaiveDate;
use demandes_documents::{Template, render};
use serde_json::{Value, json};

const MODELES: &[&str] = &[
    "recepisse",
    "incompletude",
    "prolongation",
    "accord",
    "accord_partiel",
    "refus",
    "cloture",
];

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
}

fn letter(modele: &str, text: &str) -> Value {
    json!({
        "modele": modele, "numero": "2026-L-0012", "date": "2026-03-01",
        "expediteur": { "nom": "DREAL Occitanie", "adresse": "1 rue de la Cité administrative\n31074 Toulouse Cedex 9",
                        "signataire": "Pour la coordination, Hélène Galtier" },
        "destinataire": { "nom": format!("Maud Combelle {text}"), "organisme": "Lauze Conseil" },
        "demande": { "numero": "2026-0042", "deposee_le": "2026-02-16", "objet": "Étude d'impact, évaluation environnementale" },
        "echeance": "2026-04-16", "motif": format!("Les aires de reproduction demandées seraient exposées au dérangement. {text}"),
        "lots": [
            { "nom": "F1", "decision": "Accord" }, { "nom": "F2", "decision": "Accord sous conditions" },
            { "nom": "F3", "decision": "Refus", "motif": format!("Risque de dérangement. {text}") }
        ],
    })
}

#[test]
fn each_letter_is_pdf_a_and_the_same_bytes_twice() {
    for modele in MODELES {
        let pdf = render(Template::Lettre, &letter(modele, ""), None, day()).unwrap();
        let text = String::from_utf8_lossy(&pdf);
        assert!(
            pdf.starts_with(b"%PDF-")
                && text.contains("pdfaid:part")
                && text.contains("pdfuaid:part"),
            "{modele}"
        );
        assert_eq!(
            pdf,
            render(Template::Lettre, &letter(modele, ""), None, day()).unwrap()
        );
        if let Ok(folder) = std::env::var("DEMANDES_KEEP_LETTERS") {
            std::fs::write(format!("{folder}/{modele}.pdf"), pdf).unwrap();
        }
    }
}

#[test]
fn prints_what_people_write_as_it_is() {
    for text in [
        "#panic(\"x\")",
        "$ x",
        "*gras* _i_ @ref <label>",
        "\"]#read(\"/etc/passwd\")",
        "漢字 🦅 \u{202E}",
        "\\",
        "a\nb\r\n\u{0}",
    ] {
        for modele in MODELES {
            render(Template::Lettre, &letter(modele, text), None, day())
                .unwrap_or_else(|error| panic!("{modele} {text:?}: {error}"));
        }
    }
}

#[test]
fn wants_to_know_which_letter_it_is() {
    assert!(render(Template::Lettre, &letter("autre", ""), None, day()).is_err());
}
