//! The registers kept through the API: what they say is what the procedure does.

use anyhow::{Context as _, Result};
use demandes_tests::{
    client::Client,
    dossiers::{self, draft, id, lot_id},
    platform::Platform,
};
use reqwest::Method;
use serde_json::{Value, json};

async fn id_organisme(platform: &Platform, account: &str) -> Result<i32> {
    Ok(
        sqlx::query_scalar("SELECT id_organisme FROM utilisateurs.t_roles WHERE identifiant = $1")
            .bind(account)
            .fetch_one(&platform.pool)
            .await?,
    )
}

async fn waits(author: &Client, id: &str) -> Result<bool> {
    let annonce = author.get(&format!("/demandes/{id}/annonce")).await?.ok()?;
    Ok(annonce["motifs"].to_string().contains("adhérent"))
}

#[tokio::test]
async fn a_pre_adherent_is_an_adherent_from_the_day_of_the_decision() -> Result<()> {
    let platform = Platform::demo().await?;
    let (cen, consultant) = (
        platform.login("cen").await?,
        platform.login("consultant").await?,
    );
    let organisme = id_organisme(&platform, "consultant").await?;
    let demande = dossiers::brouillon(&consultant, draft()).await?;
    assert!(waits(&consultant, &demande).await?);
    let pre = json!({ "id_organisme": organisme, "kind": "pre_adherent", "starts_on": "2026-01-15", "reference": "Courrier du 10/01" });
    let made = cen.post("/adhesions", pre.clone()).await?.ok()?;
    assert!(waits(&consultant, &demande).await?, "not an adhérent yet");
    let twice = cen.post("/adhesions", pre).await?;
    assert_eq!(twice.refusal(), (409, "adhesion_refused"));
    let end = format!("/adhesions/{}/fin", made["id_adhesion"]);
    let early = cen
        .post(&end, json!({ "reason": "admis", "on": "2026-01-01" }))
        .await?;
    assert_eq!(early.refusal(), (422, "invalid_fields"));
    let all = cen
        .post(
            &end,
            json!({ "reason": "admis", "on": "2026-03-02", "reference": "CoTech du 02/03" }),
        )
        .await?
        .ok()?;
    assert_eq!(
        (
            &all[0]["kind"],
            &all[0]["starts_on"],
            &all[1]["ends_on"],
            &all[1]["end_reason"]
        ),
        (
            &json!("adherent"),
            &json!("2026-03-02"),
            &json!("2026-03-01"),
            &json!("admis")
        )
    );
    assert!(
        !waits(&consultant, &demande).await?,
        "an adhérent from that day"
    );
    let again = cen
        .post(&end, json!({ "reason": "refuse", "on": "2026-03-03" }))
        .await?;
    assert_eq!(again.refusal(), (409, "adhesion_refused"));
    // It left: its next demandes wait again.
    let adherent = format!("/adhesions/{}/fin", all[0]["id_adhesion"]);
    cen.post(&adherent, json!({ "reason": "parti", "on": "2026-03-10" }))
        .await?
        .ok()?;
    platform.pass(chrono::Duration::days(9));
    assert!(
        waits(
            &platform.login("consultant").await?,
            &dossiers::brouillon(&platform.login("consultant").await?, draft()).await?
        )
        .await?
    );
    let on = cen
        .get(&format!(
            "/adhesions?id_organisme={organisme}&on=2026-03-05"
        ))
        .await?
        .ok()?;
    assert_eq!(on.as_array().map(Vec::len), Some(1));
    Ok(())
}

#[tokio::test]
async fn a_maitre_d_ouvrage_is_proposed_moderated_and_merged() -> Result<()> {
    let platform = Platform::demo().await?;
    let (cen, consultant, other) = (
        platform.login("cen").await?,
        platform.login("consultant").await?,
        platform.login("collectivite").await?,
    );
    let names = |json: &Value| -> Vec<String> {
        let items = json["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .filter_map(|item| item["name"].as_str().map(str::to_owned))
            .collect()
    };
    // Accents, case and hyphens do not count.
    let found = consultant
        .get("/maitres-ouvrage?q=HAUTE%20LAUZERE")
        .await?
        .ok()?;
    assert_eq!(names(&found), ["Département 9A Haute-Lauzère"]);
    let wrong = consultant
        .post(
            "/maitres-ouvrage",
            json!({ "name": "Énergies des Combes", "siret": "12345678900012" }),
        )
        .await?;
    assert_eq!(wrong.refusal(), (422, "invalid_fields"));
    let proposed = consultant
        .post(
            "/maitres-ouvrage",
            json!({ "name": "Énergies des Combes", "siret": "732 829 320 00074" }),
        )
        .await?
        .ok()?;
    assert_eq!(
        (&proposed["moderated"], &proposed["siret"]),
        (&json!(false), &json!("73282932000074"))
    );
    // A proposal tells who studies what: nobody else sees it before its moderation.
    let q = "/maitres-ouvrage?q=energies";
    assert_eq!(names(&consultant.get(q).await?.ok()?).len(), 1);
    assert_eq!(names(&other.get(q).await?.ok()?).len(), 0);
    let double = other
        .post("/maitres-ouvrage", json!({ "name": "energies des COMBES" }))
        .await?;
    assert_eq!(double.refusal(), (409, "maitre_ouvrage_exists"));

    // A demande names a double, which is merged: the demande follows.
    let mut draft = draft();
    draft["maitre_ouvrage"] = json!("Sté Énergies Combes");
    let demande = other.post("/demandes", draft).await?.ok()?;
    let waiting = cen.get("/maitres-ouvrage?to_moderate=true").await?.ok()?;
    assert_eq!(
        names(&waiting),
        ["Énergies des Combes", "Sté Énergies Combes"]
    );
    let path = format!("/maitres-ouvrage/{}", proposed["id_maitre_ouvrage"]);
    let moderated = cen.patch(&path, json!({ "moderated": true })).await?.ok()?;
    assert_eq!(moderated["version"], 2);
    let stale = cen
        .with_headers(
            Method::PATCH,
            &path,
            &[("if-match", "\"1\"")],
            Some(&json!({ "name": "Autre" })),
        )
        .await?;
    assert_eq!(stale.refusal(), (412, "stale_version"));
    let merge = format!(
        "/maitres-ouvrage/{}/fusion",
        waiting["items"][1]["id_maitre_ouvrage"]
    );
    let into = json!({ "into": proposed["id_maitre_ouvrage"] });
    let merged = cen.post(&merge, into.clone()).await?.ok()?;
    assert_eq!(merged["demandes"], 1);
    assert_eq!(
        cen.post(&merge, into).await?.refusal(),
        (409, "merge_refused")
    );
    let path = format!("/demandes/{}", id(&demande, "id_demande")?);
    assert_eq!(
        other.get(&path).await?.ok()?["maitre_ouvrage"],
        "Énergies des Combes"
    );
    // Who writes the name of the double again gets the one that stays.
    let again = other
        .patch(&path, json!({ "maitre_ouvrage": "sté energies combes" }))
        .await?
        .ok()?;
    assert_eq!(again["maitre_ouvrage"], "Énergies des Combes");
    Ok(())
}

#[tokio::test]
async fn a_deputy_answers_for_his_pole_while_he_is_one() -> Result<()> {
    let platform = Platform::demo().await?;
    let (cen, dreal) = (platform.login("cen").await?, platform.login("dreal").await?);
    let author = platform.login("association").await?;
    let demande = dossiers::complete(&platform, &author, draft()).await?;
    let lot = lot_id(&dreal, &demande, "F3", Some("RAPACES")).await?;
    let poles = cen.get("/poles").await?.ok()?;
    let oiseaux = poles
        .as_array()
        .context("poles")?
        .iter()
        .find(|pole| pole["code"] == "oiseaux")
        .context("oiseaux")?
        .clone();
    let avis = format!("/lots/{lot}/avis");
    let poissons = platform.login("poissons").await?;
    let favorable = json!({ "kind": "favorable" });
    assert_eq!(
        poissons.post(&avis, favorable.clone()).await?.status,
        404,
        "not asked"
    );
    let deputy = json!({ "id_role": platform.id_role("poissons").await?, "role": "suppleant", "departements": ["9A"],
        "starts_on": "2026-03-01", "ends_on": "2026-03-05" });
    let path = format!("/poles/{}/animateurs", oiseaux["id_pole"]);
    let made = cen.post(&path, deputy).await?.ok()?;
    assert_eq!(poissons.post(&avis, favorable.clone()).await?.status, 201);
    let wrong = json!({ "id_role": platform.id_role("poissons").await?, "departements": ["ZZ"], "starts_on": "2026-04-01" });
    assert_eq!(
        cen.post(&path, wrong).await?.refusal(),
        (422, "invalid_fields")
    );
    platform.pass(chrono::Duration::days(7));
    let poissons = platform.login("poissons").await?;
    assert_eq!(
        poissons.post(&avis, favorable.clone()).await?.status,
        404,
        "not any more"
    );
    let cen = platform.login("cen").await?;
    let animateur = format!("/animateurs/{}", made["id_animateur"]);
    cen.patch(&animateur, json!({ "ends_on": null }))
        .await?
        .ok()?;
    assert_eq!(poissons.post(&avis, favorable).await?.status, 201);

    // A pôle that is not asked any more has no part in the routes to come; the coordination always has.
    let path = format!("/poles/{}", oiseaux["id_pole"]);
    cen.patch(&path, json!({ "active": false })).await?.ok()?;
    let author = platform.login("association").await?;
    let next = dossiers::brouillon(&author, draft()).await?;
    let annonce = author
        .get(&format!("/demandes/{next}/annonce"))
        .await?
        .ok()?
        .to_string();
    assert!(!annonce.contains("Pôle Oiseaux") && annonce.contains("Coordination"));
    let coordination = poles
        .as_array()
        .context("poles")?
        .iter()
        .find(|pole| pole["is_coordination"] == json!(true))
        .context("coordination")?
        .clone();
    let path = format!("/poles/{}", coordination["id_pole"]);
    let refused = cen.patch(&path, json!({ "active": false })).await?;
    assert_eq!(refused.refusal(), (409, "coordination_always_asked"));
    Ok(())
}

#[tokio::test]
async fn groups_are_checked_against_taxref() -> Result<()> {
    let platform = Platform::demo().await?;
    let dreal = platform.login("dreal").await?;
    let controle = |json: Value| -> Vec<Value> { json.as_array().cloned().unwrap_or_default() };
    let before = controle(dreal.get("/groupes/controle").await?.ok()?);
    let rapaces = before
        .iter()
        .find(|row| row["groupes"] == json!(["OISEAUX", "RAPACES"]))
        .context("rapaces")?;
    assert_eq!(
        (&rapaces["retenu"], &rapaces["ex_aequo"]),
        (&json!("RAPACES"), &json!(false))
    );
    // The same species in another group: nothing tells the two apart.
    let loutre = json!({ "label": "Aigles", "avis_systematique": false, "contenu": [{ "kind": "cd_ref", "value": "2645" }] });
    dreal.put("/groupes/AIGLES", loutre).await?.ok()?;
    let after = controle(dreal.get("/groupes/controle").await?.ok()?);
    let tie = after
        .iter()
        .find(|row| row["ex_aequo"] == json!(true))
        .context("tie")?;
    assert_eq!(
        (&tie["groupes"], &tie["retenu"], &tie["exemples"]),
        (
            &json!(["AIGLES", "OISEAUX", "RAPACES"]),
            &json!("RAPACES"),
            &json!(["Aquila chrysaetos"])
        )
    );
    let wrong = json!({ "label": "X", "avis_systematique": true, "contenu": [{ "kind": "group2_inpn", "value": "Dragons" }] });
    let refused = dreal.put("/groupes/DRAGONS", wrong).await?;
    assert_eq!(refused.refusal(), (422, "invalid_fields"));
    // Taxa of no group are told.
    let none = json!({ "label": "Flore", "avis_systematique": false, "contenu": [] });
    dreal.put("/groupes/FLORE", none).await?.ok()?;
    let after = controle(dreal.get("/groupes/controle").await?.ok()?);
    assert!(
        after
            .iter()
            .any(|row| row["groupes"] == json!([]) && row["retenu"].is_null())
    );
    Ok(())
}

#[tokio::test]
async fn settings_are_versions_and_a_demande_keeps_its_own() -> Result<()> {
    let platform = Platform::demo().await?;
    let dreal = platform.login("dreal").await?;
    let author = platform.login("association").await?;
    let first = dossiers::brouillon(&author, draft()).await?;
    dossiers::depose(&author, &first).await?;
    let read = dreal.get("/reglages").await?;
    let tag = read.header("etag").to_owned();
    assert_eq!(read.json["values"]["avis_days"], 21);
    let wrong = json!({ "values": { "avis_days": -3, "livraison_days": 30 }, "comment": "Essai" });
    let refused = dreal.patch("/reglages", wrong).await?;
    assert_eq!(refused.refusal(), (422, "settings_invalid"));
    assert_eq!(refused.json["fields"][0]["field"], "avis_days");
    let unknown = json!({ "values": { "avis_day": 3 }, "comment": "Essai" });
    assert_eq!(
        dreal.patch("/reglages", unknown).await?.refusal(),
        (422, "invalid_fields")
    );
    let change = json!({ "values": { "avis_days": 30 }, "comment": "Décision du CoTech" });
    let changed = dreal
        .with_headers(
            Method::PATCH,
            "/reglages",
            &[("if-match", &tag)],
            Some(&change),
        )
        .await?;
    assert_eq!(changed.json["version"], 2);
    let stale = dreal
        .with_headers(
            Method::PATCH,
            "/reglages",
            &[("if-match", &tag)],
            Some(&change),
        )
        .await?;
    assert_eq!(stale.refusal(), (412, "stale_version"));
    let version: i32 = sqlx::query_scalar(
        "SELECT settings_version FROM gn_demandes.demande WHERE id_demande = $1::uuid",
    )
    .bind(&first)
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(version, 1, "deposited before");

    // A new engagement is the one to accept from its day on.
    let text = json!({ "text": "Je m'engage autrement.", "published_on": "2026-03-02" });
    dreal.post("/engagements", text).await?.ok()?;
    let told = author.get("/engagements").await?.ok()?;
    assert_eq!(
        (told.as_array().map(Vec::len), &told[0]["version"]),
        (Some(1), &json!(2))
    );
    let second = dossiers::brouillon(&author, draft()).await?;
    let depot = format!("/demandes/{second}/depot");
    let old = author
        .post(&depot, json!({ "engagement_version": 1 }))
        .await?;
    assert_eq!(old.refusal(), (422, "depot_incomplete"));
    author
        .post(&depot, json!({ "engagement_version": 2 }))
        .await?
        .ok()?;
    Ok(())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, in the order it happens")]
async fn work_is_shared_out_changed_by_hand_and_handed_over() -> Result<()> {
    let platform = Platform::demo().await?;
    let (cen, cbn, dreal) = (
        platform.login("cen").await?,
        platform.login("cbn").await?,
        platform.login("dreal").await?,
    );
    let (first, second) = (
        platform.id_role("cen").await?,
        platform.id_role("cbn").await?,
    );
    let author = platform.login("association").await?;
    // Away, nothing comes to him.
    let away = json!({ "starts_on": "2026-03-01", "ends_on": "2026-03-09" });
    cen.post(
        &format!("/co-administrateurs/{first}/absences"),
        away.clone(),
    )
    .await?
    .ok()?;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let id = dossiers::brouillon(&author, draft()).await?;
        dossiers::depose(&author, &id).await?;
        assert_eq!(
            dreal.get(&format!("/demandes/{id}")).await?.ok()?["id_responsable"],
            second
        );
        ids.push(id);
    }
    let loads = dreal.get("/co-administrateurs").await?.ok()?;
    let of = |id: i32| {
        loads
            .as_array()
            .and_then(|rows| rows.iter().find(|row| row["id_role"] == id).cloned())
            .unwrap_or(Value::Null)
    };
    assert_eq!(
        (&of(second)["dossiers"], &of(first)["absent"]),
        (&json!(3), &json!(true))
    );
    assert_eq!(
        dreal
            .post(
                &format!("/co-administrateurs/{second}/absences"),
                json!({ "starts_on": "2026-03-09", "ends_on": "2026-03-01" })
            )
            .await?
            .refusal(),
        (422, "invalid_fields")
    );

    // By hand, with a reason, kept in the log.
    let give = format!("/demandes/{}/responsable", ids[0]);
    let silent = cbn
        .post(&give, json!({ "id_role": first, "motif": " " }))
        .await?;
    assert_eq!(silent.refusal(), (422, "invalid_fields"));
    let to_nobody = json!({ "id_role": platform.id_role("poissons").await?, "motif": "Essai" });
    assert_eq!(
        cbn.post(&give, to_nobody).await?.refusal(),
        (422, "invalid_fields")
    );
    let given = cbn
        .post(
            &give,
            json!({ "id_role": first, "motif": "Son territoire" }),
        )
        .await?
        .ok()?;
    assert_eq!(given["id_responsable"], first);
    let journal = dreal
        .get(&format!("/demandes/{}/journal", ids[0]))
        .await?
        .ok()?;
    let last = journal.as_array().and_then(|events| events.last().cloned());
    assert_eq!(
        last.map(|event| (event["kind"].clone(), event["motif"].clone())),
        Some((json!("assign"), json!("Son territoire")))
    );

    // A lot: only its new responsible sends it.
    cbn.post(
        &format!("/demandes/{}/completude", ids[1]),
        json!({ "complete": true }),
    )
    .await?
    .ok()?;
    platform.work().await?;
    let f1 = lot_id(&dreal, &ids[1], "F1", None).await?;
    let lot = format!("/lots/{f1}/responsable");
    dreal
        .post(&lot, json!({ "id_role": first, "motif": "Charge" }))
        .await?
        .ok()?;
    let send = format!("/lots/{f1}/livraison");
    assert_eq!(cbn.post(&send, json!({})).await?.status, 403);

    // Handed over whole: what is open of him, and nothing else.
    let over = cbn
        .post(
            &format!("/co-administrateurs/{second}/passation"),
            json!({ "id_role": first, "motif": "Congé" }),
        )
        .await?
        .ok()?;
    assert!(over["remis"].as_i64() >= Some(1), "{over}");
    let left: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM gn_demandes.demande WHERE id_responsable = $1 AND state IN ('deposee', 'incomplete'))
              + (SELECT count(*) FROM gn_demandes.lot WHERE id_responsable = $1 AND state NOT IN ('envoye', 'telecharge', 'refuse', 'annule'))",
    )
    .bind(second)
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(left, 0);
    assert_eq!(cen.post(&send, json!({})).await?.status, 201);
    Ok(())
}

#[tokio::test]
async fn the_published_list_of_a_college_has_who_it_should() -> Result<()> {
    let platform = Platform::demo().await?;
    let (cen, author) = (
        platform.login("cen").await?,
        platform.login("association").await?,
    );
    let member = |name: &str, published: bool| {
        json!({ "code_college": "producteurs", "college_label": "Producteurs de données",
        "titulaire": name, "starts_on": "2026-01-01", "published": published })
    };
    let first = cen
        .post("/colleges/membres", member("Claire Mazel", true))
        .await?
        .ok()?;
    cen.post("/colleges/membres", member("Hugo Pradel", false))
        .await?
        .ok()?;
    let count = |json: Value| json.as_array().map(Vec::len);
    assert_eq!(
        (
            count(author.get("/colleges/membres").await?.ok()?),
            count(cen.get("/colleges/membres").await?.ok()?)
        ),
        (Some(1), Some(2))
    );
    let mut over = member("Claire Mazel", true);
    over["ends_on"] = json!("2026-02-01");
    cen.put(&format!("/colleges/membres/{}", first["id_membre"]), over)
        .await?
        .ok()?;
    assert_eq!(count(author.get("/colleges/membres").await?.ok()?), Some(0));
    assert_eq!(
        count(author.get("/colleges/membres?on=2026-01-31").await?.ok()?),
        Some(1)
    );
    Ok(())
}

#[tokio::test]
async fn a_standing_order_is_tried_then_given() -> Result<()> {
    let platform = Platform::demo().await?;
    let (author, oiseaux, dreal, mammiferes) = (
        platform.login("association").await?,
        platform.login("oiseaux").await?,
        platform.login("dreal").await?,
        platform.login("mammiferes").await?,
    );
    let id = dossiers::brouillon(&author, draft()).await?;
    dossiers::depose(&author, &id).await?;
    let trial = "/groupes/RAPACES/consigne/simulation";
    let non_adherents = json!({ "classes": ["non_adherent"] });
    assert_eq!(
        mammiferes.post(trial, non_adherents.clone()).await?.status,
        403,
        "not its pôle"
    );
    let told = oiseaux.post(trial, non_adherents.clone()).await?.ok()?;
    assert_eq!(
        (
            &told["demandes"],
            &told["concernees"],
            &told["consultations_actuelles"],
            &told["consultations_simulees"],
            &told["changements"]
        ),
        (&json!(1), &json!(1), &json!(1), &json!(0), &json!([]))
    );
    let told = dreal.post(trial, non_adherents).await?.ok()?;
    assert_eq!(told["changements"][0]["consulte"], false);
    // Of a group that is not asked about today: what asking always would bring.
    let told = oiseaux
        .post(
            "/groupes/OISEAUX/consigne/simulation",
            json!({ "avis_systematique": true }),
        )
        .await?
        .ok()?;
    assert_eq!(
        (
            &told["consultations_actuelles"],
            &told["consultations_simulees"]
        ),
        (&json!(0), &told["concernees"])
    );

    let asked = |annonce: &Value| -> bool {
        annonce["lots"]
            .as_array()
            .and_then(|lots| lots.iter().find(|lot| lot["groupe"] == "RAPACES").cloned())
            .is_some_and(|lot| lot["tour_de_table"] == json!(true))
    };
    let next = dossiers::brouillon(&author, draft()).await?;
    let annonce = format!("/demandes/{next}/annonce");
    assert!(asked(&author.get(&annonce).await?.ok()?));
    let order =
        json!({ "classes": ["non_adherent"], "min_communes": 3, "motif": "Réunion du pôle" });
    let given = oiseaux
        .put("/groupes/RAPACES/consigne", order.clone())
        .await?
        .ok()?;
    assert_eq!(given["version"], 1);
    assert!(!asked(&author.get(&annonce).await?.ok()?), "an adhérent");
    let stale = oiseaux
        .with_headers(
            Method::PUT,
            "/groupes/RAPACES/consigne",
            &[("if-match", "\"9\"")],
            Some(&order),
        )
        .await?;
    assert_eq!(stale.refusal(), (412, "stale_version"));
    for wrong in [
        json!({ "classes": [], "motif": "X" }),
        json!({ "classes": ["voisin"], "motif": "X" }),
        json!({ "min_communes": 0, "motif": "X" }),
        json!({ "motif": "" }),
    ] {
        let refused = oiseaux.put("/groupes/RAPACES/consigne", wrong).await?;
        assert_eq!(refused.refusal(), (422, "invalid_fields"));
    }
    Ok(())
}
