//! The bordereau, printed: whole, the same twice, and from data that try to break it.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use chrono::NaiveDate;
use demandes_documents::{Map, Outline, Template, render};
use serde_json::{Value, json};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
}

fn map() -> Map {
    let square = |x: f64, y: f64, side: f64| {
        vec![
            (x, y),
            (x + side, y),
            (x + side, y + side),
            (x, y + side),
            (x, y),
        ]
    };
    Map {
        perimetre: vec![square(700_000.0, 6_250_000.0, 4_000.0)],
        outlines: vec![
            Outline {
                rings: vec![square(698_000.0, 6_249_000.0, 5_000.0)],
            },
            Outline {
                rings: vec![square(703_000.0, 6_249_000.0, 5_000.0)],
            },
        ],
    }
}

fn bordereau(text: &str) -> Value {
    json!({
        "demande": {
            "numero": "2026-0042", "demandeur": format!("Camille Dupré {text}"), "organisme": "Bureau d'études Garrigue",
            "maitre_ouvrage": "Communauté de communes des Causses", "objet": "etude_impact",
            "objet_libelle": "Étude d'impact, évaluation environnementale", "objet_detail": format!("Parc photovoltaïque {text}"),
            "utilisation_prevue": "État initial de l'étude d'impact.", "duree_utilisation_mois": 18, "autres_detenteurs": "",
            "periode_du": "2010-01-01", "periode_au": null, "taxons_cd_nom": null
        },
        "perimetre": { "communes": 3, "couche_communes": "ref_geo COM 2025", "surface_m2": 15_834_000.0 },
        "carte": { "barre_m": 1000.0 },
        "lot": { "nature": "F1", "groupe": null, "copie_floutee_d_un_lot_refuse": false },
        "conditions": { "coarser_level": null, "excluded_taxa": [2645], "excluded_period": { "from": "2025-01-01", "to": "2025-06-30" } },
        "regles": {
            "version_reglages": 1, "version_extension": "0.2.0", "version_service": "0.2.0", "profil": "communication",
            "date_extraction": "2026-03-01"
        },
        "effectifs": {
            "precises": 33_727, "floutees": 412,
            "par_groupe": [
                { "groupe": "Oiseaux", "precises": 30_000, "floutees": 400 }, { "groupe": null, "precises": 3_727, "floutees": 12 }
            ]
        },
        "fichiers": [{ "nom": "f1_precises.csv", "lignes": 33_727, "octets": 12_345_678, "sha256": "0".repeat(64) }],
        "jeux_de_donnees_a_citer": (0..30).map(|i| format!("Inventaire {i} {text}")).collect::<Vec<_>>(),
        "cadres_d_acquisition_a_citer": ["Plan national d'actions"],
        "mentions": ["L'absence de donnée n'est pas une absence d'espèce."],
        "engagement": {
            "version": 1, "texte": "Je m'engage à n'utiliser les données que pour l'usage décrit.", "accepte_le": "2026-02-14T09:30:00Z",
            "accepte_par": "Camille Dupré", "organisme": "Bureau d'études Garrigue"
        }
    })
}

#[test]
fn is_pdf_a_with_a_map_and_the_same_bytes_twice() {
    let data = bordereau("");
    let pdf = render(Template::Bordereau, &data, Some(&map()), day()).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("pdfaid:part") && text.contains("pdfuaid:part"));
    assert_eq!(
        pdf,
        render(Template::Bordereau, &data, Some(&map()), day()).unwrap()
    );
    if let Ok(path) = std::env::var("DEMANDES_KEEP_PDF") {
        std::fs::write(path, pdf).unwrap();
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
        "` ``` `",
        "a\nb\r\n\u{0}",
    ] {
        render(Template::Bordereau, &bordereau(text), Some(&map()), day())
            .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

#[test]
fn wants_its_data() {
    assert!(render(Template::Bordereau, &json!({}), None, day()).is_err());
}

#[test]
fn does_without_a_map() {
    let mut data = bordereau("");
    data["carte"] = Value::Null;
    render(Template::Bordereau, &data, None, day()).unwrap();
}
