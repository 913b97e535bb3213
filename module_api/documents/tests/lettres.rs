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
        "modele": modele, "numero": "2026-L-0012", "date": "2026-03-01", "sel": "6a7e3c44-8f0b-4a43-9c55-2d3c1c1f8a10",
        "expediteur": { "nom": "DREAL Occitanie", "adresse": "1 rue de la Cité administrative\n31074 Toulouse Cedex 9",
                        "titre": "Pour la coordination", "signataire": format!("Hélène Galtier {text}") },
        "destinataire": { "nom": format!("Maud Combelle {text}"), "organisme": "Lauze Conseil",
                          "adresse": format!("12 chemin des Combes {text}\n48400 Florac") },
        "demande": { "numero": "2026-0042", "deposee_le": "2026-02-16", "objet": "Étude d'impact, évaluation environnementale" },
        "echeance": "2026-04-16", "motif": format!("Les aires de reproduction demandées seraient exposées au dérangement. {text}"),
        "lots": [
            { "nom": "F1 : données non sensibles précises, données sensibles floutées", "decision": "Accord" },
            { "nom": "F2 : données sensibles précises", "decision": "Refus" },
            { "nom": "F3 : données sensibles précises, groupe « Rapaces »", "decision": "Refus", "nouveau": true,
              "motif": format!("Risque de dérangement. {text}"), "conditions": ["le lot n'est pas envoyé avant le 1er juin 2026"] }
        ],
        "complement": false, "repli": true,
        "textes": { "fondement": format!("En application de l'article L. 124-4 du code de l'environnement. {text}\n\nUn autre alinéa."),
                    "recours": format!("Vous pouvez saisir la CADA. {text}") },
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
        if let Ok(folder) = std::env::var("KEEP_LETTERS") {
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
