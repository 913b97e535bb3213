//! Past demandes brought in from a register: on the board as closed, known to the guard, all or nothing.

use anyhow::{Context as _, Result};
use demandes_tests::{dossiers, platform::Platform};
use serde_json::json;

const REGISTER: &str = "numero;depot;cloture;demandeur;objet;lots;maitre_ouvrage;detail;communes\n\
    2017-001;02/03/2017;10/05/2017;association;etude_impact;F1, F2;Syndicat mixte du Haut Tarnon;Éoliennes;9A001 9A002\n\
    2018-002;2018-01-05;2018-02-01;consultant@demo.example;Étude scientifique;F1=refus;;Thèse;\n";

#[tokio::test]
async fn a_register_is_brought_in_whole() -> Result<()> {
    let platform = Platform::demo().await?;
    let cen = platform.login("cen").await?;
    let trial = cen
        .post("/imports/demandes?trial=true", json!({ "texte": REGISTER }))
        .await?
        .ok()?;
    assert_eq!(
        (&trial[0]["numero"], &trial[0]["id_demande"]),
        (&json!("2017-001"), &json!(null))
    );
    assert_eq!(cen.get("/tableau/effectifs").await?.ok()?, json!([]));

    let brought = cen
        .post("/imports/demandes", json!({ "texte": REGISTER }))
        .await?
        .ok()?;
    assert_eq!(brought.as_array().map(Vec::len), Some(2));
    assert_eq!(
        cen.get("/tableau/effectifs").await?.ok()?,
        json!([{ "state": "close", "nombre": 1 }, { "state": "refusee", "nombre": 1 }])
    );
    let board = cen.get("/tableau?q=eoliennes").await?.ok()?;
    let line = &board["items"][0];
    assert_eq!(
        (
            &line["regime"],
            &line["tours"],
            &line["communes"],
            &line["maitre_ouvrage"]
        ),
        (
            &json!("anterieur"),
            &json!([]),
            &json!(2),
            &json!("Syndicat mixte du Haut Tarnon")
        )
    );
    // Nobody acts on it any more, nothing opens it, and a second time it is refused.
    let id = brought[0]["id_demande"].as_str().context("id")?;
    let dreal = platform.login("dreal").await?;
    let f2 = dossiers::lot_id(&dreal, id, "F2", None).await?;
    let again = dreal
        .post(&format!("/lots/{f2}/decision"), json!({ "kind": "accept" }))
        .await?;
    assert_eq!(again.status, 409);
    let twice = cen
        .post("/imports/demandes", json!({ "texte": REGISTER }))
        .await?;
    assert_eq!(twice.refusal(), (422, "import_refused"));
    let verified = demandes_api::service::journal::verify(&platform.context, None).await?;
    assert!(verified.findings.is_empty(), "{:?}", verified.findings);

    // The guard knows what was received precisely then: the next lots of that circle are made, and attacked with it in mind.
    let author = platform.login("association").await?;
    let next = dossiers::complete(&platform, &author, dossiers::draft()).await?;
    platform.work().await?;
    let f1 = dossiers::lot_id(&dreal, &next, "F1", None).await?;
    assert_eq!(dossiers::lot_state(&platform, &f1).await?, "verifie");
    Ok(())
}

#[tokio::test]
async fn one_mistake_and_nothing_is_kept() -> Result<()> {
    let platform = Platform::demo().await?;
    let cen = platform.login("cen").await?;
    let register = format!(
        "{REGISTER}2019-003;12/13/2019;01/01/2019;personne;Dragons;F4;;;\n\
         2019-004;01/02/2019;01/01/2019;association;etude_impact;F2;;;\n\
         2017-001;01/02/2019;02/02/2019;association;etude_impact;F3:DRAGONS;;;9A001\n\
         2019-005;01/02/2019;02/02/2019;association;etude_impact;F1;;;9Z999\n"
    );
    let refused = cen
        .post("/imports/demandes", json!({ "texte": register }))
        .await?;
    assert_eq!(refused.refusal(), (422, "import_refused"));
    let told: Vec<(&str, &str)> = refused.json["fields"]
        .as_array()
        .context("fields")?
        .iter()
        .map(|field| {
            (
                field["field"].as_str().unwrap_or(""),
                field["message"].as_str().unwrap_or(""),
            )
        })
        .collect();
    for (line, words) in [
        ("ligne 4", "dates"),
        ("ligne 4", "personne"),
        ("ligne 4", "Dragons"),
        ("ligne 4", "F4"),
        ("ligne 5", "précède"),
        ("ligne 5", "périmètre"),
        ("ligne 6", "DRAGONS"),
        ("ligne 6", "déjà pris"),
    ] {
        assert!(
            told.iter()
                .any(|(field, message)| *field == line && message.contains(words)),
            "{line} {words} in {told:?}"
        );
    }
    // A commune that does not exist is seen once the rest stands.
    let outside = "numero;depot;cloture;demandeur;objet;lots;communes\nA;01/02/2019;02/02/2019;association;etude_impact;F1;9Z999\n";
    let refused = cen
        .post("/imports/demandes", json!({ "texte": outside }))
        .await?;
    assert_eq!(
        refused.json["fields"][0]["field"], "ligne 2",
        "{}",
        refused.json
    );
    for (text, code) in [
        ("numero;depot\n", "import_columns"),
        ("numero;inconnue\n", "import_columns"),
        (
            "numero;depot;cloture;demandeur;objet;lots\n",
            "import_empty",
        ),
    ] {
        let answer = cen
            .post("/imports/demandes", json!({ "texte": text }))
            .await?;
        assert_eq!(answer.refusal(), (422, code), "{text}");
    }
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.demande")
        .fetch_one(&platform.pool)
        .await?;
    assert_eq!(kept, 0);
    Ok(())
}
