//! The printed bordereau and the texts beside the rows: as they are to be, and saying more.

use demandes_adversary::Knowledge;
use demandes_documents::{Map, Outline, Ring, Template, render};
use serde_json::{Value, json};

use super::{Lot, area, broken_by, commune, knowledge, places, records, successes};

/// All that a bordereau says.
fn bordereau(lot: &Lot) -> Value {
    json!({
        "demande": {
            "numero": "2026-0042", "demandeur": "Camille Dupré", "organisme": "Bureau d'études Garrigue", "maitre_ouvrage": "Syndicat",
            "objet": "etude_impact", "objet_libelle": "Étude d'impact", "objet_detail": "Parc photovoltaïque de 4512 panneaux",
            "utilisation_prevue": "État initial.", "duree_utilisation_mois": 18, "autres_detenteurs": "Personne",
            "periode_du": null, "periode_au": null, "taxons_cd_nom": null, "profil_diffusion": "communication"
        },
        "perimetre": { "communes": 56, "couche_communes": "ref_geo COM 2025", "surface_m2": 900_000_000.0 },
        "lot": { "nature": lot.kind, "groupe": null, "copie_floutee_d_un_lot_refuse": false },
        "conditions": { "coarser_level": null, "excluded_taxa": [], "excluded_period": null },
        "regles": {
            "version_reglages": 1, "version_extension": "0.2.0", "version_service": "0.2.0", "profil": "communication",
            "date_extraction": "2026-03-01"
        },
        "effectifs": {
            "precises": lot.precise.len(), "floutees": lot.blurred.len(),
            "par_groupe": [{ "groupe": "Oiseaux", "precises": lot.precise.len(), "floutees": lot.blurred.len() }],
            "retirees_par_condition": { "excluded_taxa": 0, "excluded_period": 0, "blur_impossible": 0 }
        },
        "fichiers": [{ "nom": "f1_floutees.csv", "lignes": lot.blurred.len(), "octets": 12_345_678, "sha256": "0f".repeat(32) }],
        "jeux_de_donnees_a_citer": lot.datasets, "cadres_d_acquisition_a_citer": lot.frameworks,
        "mentions": ["L'absence de donnée n'est pas une absence d'espèce."],
        "engagement_version": 1,
        "engagement": {
            "version": 1, "texte": "Je m'engage à n'utiliser les données que pour l'usage décrit.", "accepte_le": "2026-02-14",
            "accepte_par": "Camille Dupré", "organisme": "Bureau d'études Garrigue"
        }
    })
}

fn square([west, south, east, north]: [f64; 4]) -> Ring {
    vec![
        (west, south),
        (west, north),
        (east, north),
        (east, south),
        (west, south),
    ]
}

/// Communes around, as the map shows them: coarsely, to the metre.
fn borders() -> Vec<Ring> {
    let codes = (0..12).flat_map(|i| (0..12).map(move |j| format!("Bourg{i:02}{j:02}")));
    codes
        .map(|code| {
            let e = area("COM", &code).expect("a commune").envelope();
            square([
                e.MinX.round(),
                e.MinY.round(),
                e.MaxX.round(),
                e.MaxY.round(),
            ])
        })
        .collect()
}

/// A lot with its printed bordereau; what is printed and drawn may differ from what is told.
fn printed(print: impl Fn(&mut Value), marks: Vec<Ring>) -> Lot {
    let mut lot = Lot::f1();
    let told = bordereau(&lot);
    let mut data = told.clone();
    data["carte"] = json!({ "barre_m": 5000.0 });
    print(&mut data);
    let drawn = borders().into_iter().chain(marks);
    let map = Map {
        perimetre: vec![square(lot.perimetre)],
        outlines: drawn.map(|ring| Outline { rings: vec![ring] }).collect(),
    };
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
    let pdf = render(Template::Bordereau, &data, Some(&map), day).expect("a page");
    lot.printed = Some((told, pdf));
    lot
}

fn known(lot: Lot) -> Knowledge {
    let mut k = knowledge(&[lot]);
    k.public.borders = (0..12)
        .flat_map(|i| (0..12).map(move |j| format!("Bourg{i:02}{j:02}")))
        .filter_map(|code| area("COM", &code)?.wkb().ok())
        .collect();
    k
}

#[test]
fn a_bordereau_as_it_is_to_be_says_nothing_more() {
    let k = known(printed(|_| {}, Vec::new()));
    let found: Vec<_> = k
        .attack()
        .into_iter()
        .flat_map(|one| one.findings)
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_place_printed() {
    let victim = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a record");
    let place = commune(victim.x, victim.y);
    let lot = printed(
        |data| data["demande"]["objet_detail"] = json!(format!("Nid près de {place}")),
        Vec::new(),
    );
    let found = broken_by(&known(lot), "attack_printed_bordereau", &[]);
    let of_victim: Vec<_> = found
        .into_iter()
        .filter(|one| one.record == victim.id[..16])
        .collect();
    places(&of_victim, 1);
}

#[test]
fn a_number_an_identifier_a_coordinate_printed() {
    for text in [
        "Aire à 812 m d'altitude",
        "Donnée 7f3a0000-0000-4000-9000-0123456789ab",
        "Point 604231,87 6204312,44",
        "Relevé 0123456789abcdef0123",
    ] {
        let lot = printed(
            |data| data["demande"]["utilisation_prevue"] = json!(text),
            Vec::new(),
        );
        broken_by(&known(lot), "attack_printed_bordereau", &[]);
    }
}

#[test]
fn a_mark_on_the_map() {
    let victim = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a record");
    let (x, y) = (victim.x, victim.y);
    let mark = vec![
        (x, y - 90.0),
        (x + 90.0, y + 40.0),
        (x - 90.0, y + 30.0),
        (x, y - 90.0),
    ];
    let lot = printed(|_| {}, vec![mark]);
    let found = broken_by(&known(lot), "attack_printed_bordereau", &[]);
    let of_victim: Vec<_> = found
        .into_iter()
        .filter(|one| one.record == victim.id[..16])
        .collect();
    assert!(!of_victim.is_empty());
    for finding in of_victim {
        assert!(finding.left.is_some_and(|left| left < 0.05), "{finding:?}");
    }
}

/// A page that cannot be read cannot be judged.
#[test]
fn a_pdf_that_is_none_is_not_let_through() {
    let mut lot = Lot::f1();
    let told = bordereau(&lot);
    lot.printed = Some((told, b"%PDF-1.7 perdu".to_vec()));
    let folder = tempfile::tempdir().expect("folder");
    let path = lot.write(folder.path());
    let mut held = demandes_adversary::Held::new(demandes_adversary::Depth::Sensitive);
    let read = held.read(
        &path,
        demandes_adversary::Standing::Candidate,
        super::world::SRID,
        folder.path(),
    );
    assert!(read.is_err());
}

#[test]
fn a_dictionary_or_a_bordereau_that_says_more() {
    let victim = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a record");
    for line in [
        format!("alti_min,masquée près de {}", commune(victim.x, victim.y)),
        "alti_min,\"44.12345, 3.98765\"".to_owned(),
        "id,7f3a0000-0000-4000-9000-0123456789ab".to_owned(),
    ] {
        let mut lot = Lot::f1();
        lot.notes = Some((
            "f1_floutees_dictionnaire.csv",
            format!("colonne,description\n{line}\n"),
        ));
        broken_by(&knowledge(&[lot]), "attack_texts_beside", &[]);
    }
    let mut lot = printed(|_| {}, Vec::new());
    if let Some((told, _)) = &mut lot.printed {
        told["centre"] = json!("604 231");
    }
    broken_by(&known(lot), "attack_texts_beside", &[]);
    let honest = Lot {
        notes: Some((
            "f1_floutees_dictionnaire.csv",
            "colonne,description\nalti_min,masquée pour 20 données\n".to_owned(),
        )),
        ..Lot::f1()
    };
    assert_eq!(
        successes(&knowledge(&[honest]).attack()),
        Vec::<&str>::new()
    );
}
