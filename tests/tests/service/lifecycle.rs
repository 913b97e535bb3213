//! The life of a dossier over HTTP: what each state allows, what is refused and why, and that nothing happens twice.

#![expect(
    clippy::too_many_lines,
    reason = "a scenario is read from top to bottom"
)]

use anyhow::{Context as _, Result};
use chrono::Duration;
use demandes_tests::{
    client::{Answer, Client},
    dossiers::{self, depose, draft, lot_id, lot_state, lots},
    platform::Platform,
};
use serde_json::{Value, json};
use sha2::Digest as _;

/// Fields told by a 422, in order.
fn fields(answer: &Answer) -> Vec<&str> {
    let fields = answer.json["fields"].as_array();
    fields
        .into_iter()
        .flatten()
        .filter_map(|problem| problem["field"].as_str())
        .collect()
}

async fn state(client: &Client, id: &str) -> Result<String> {
    let demande = client.get(&format!("/demandes/{id}")).await?.ok()?;
    Ok(dossiers::id(&demande, "state")?.to_owned())
}

async fn events(client: &Client, id: &str) -> Result<Vec<Value>> {
    let journal = client.get(&format!("/demandes/{id}/journal")).await?.ok()?;
    journal.as_array().cloned().context("not a list")
}

/// Kinds of the events of a dossier, in order.
async fn kinds(client: &Client, id: &str) -> Result<Vec<String>> {
    Ok(events(client, id)
        .await?
        .iter()
        .filter_map(|event| event["kind"].as_str().map(str::to_owned))
        .collect())
}

fn count(kinds: &[String], kind: &str) -> usize {
    kinds.iter().filter(|found| *found == kind).count()
}

/// Nothing of the English words of the parsers.
fn assert_french(answer: &Answer) {
    let text = answer.json.to_string();
    for word in [
        "expected",
        "invalid",
        "unknown",
        "Failed",
        "EOF",
        "missing",
        "deserialize",
    ] {
        let words = text.replace(answer.refusal().1, "");
        assert!(!words.contains(word), "{word} in {text}");
    }
}

#[tokio::test]
async fn from_an_empty_draft_to_a_complete_dossier() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let cen = platform.login("cen").await?;
    let demande = author.post("/demandes", json!({})).await?.ok()?;
    let id = dossiers::id(&demande, "id_demande")?.to_owned();
    let (path, depot) = (format!("/demandes/{id}"), format!("/demandes/{id}/depot"));
    let (perimetre, completude) = (format!("{path}/perimetre"), format!("{path}/completude"));

    let refused = author.post(&depot, json!({})).await?;
    assert_eq!(refused.refusal(), (422, "depot_incomplete"));
    let all = [
        "maitre_ouvrage",
        "objet",
        "objet_detail",
        "perimetre",
        "intended_use",
        "use_months",
        "engagement",
    ];
    assert_eq!(fields(&refused), all);
    assert_eq!(
        author.get(&format!("{path}/annonce")).await?.refusal(),
        (409, "perimetre_missing")
    );

    author.patch(&path, draft()).await?.ok()?;
    assert_eq!(
        fields(
            &author
                .post(&depot, json!({ "engagement_version": 1 }))
                .await?
        ),
        ["perimetre"]
    );
    author
        .put(&perimetre, dossiers::thirty_communes())
        .await?
        .ok()?;
    assert_eq!(
        fields(&author.post(&depot, json!({})).await?),
        ["engagement"]
    );
    assert_eq!(
        fields(
            &author
                .post(&depot, json!({ "engagement_version": 2 }))
                .await?
        ),
        ["engagement"]
    );
    author
        .patch(&path, json!({ "cd_noms": [-5], "objet_detail": "  " }))
        .await?
        .ok()?;
    let refused = author
        .post(&depot, json!({ "engagement_version": 1 }))
        .await?;
    assert_eq!(fields(&refused), ["objet_detail", "cd_noms"]);
    author
        .patch(
            &path,
            json!({ "cd_noms": null, "objet_detail": "Parc éolien" }),
        )
        .await?
        .ok()?;
    assert_eq!(
        kinds(&author, &id).await?.last().map(String::as_str),
        Some("edit"),
        "a refused dépôt leaves no trace"
    );
    assert_eq!(state(&author, &id).await?, "brouillon");

    depose(&author, &id).await?;
    assert_eq!(state(&author, &id).await?, "deposee");
    for refused in [
        author.patch(&path, json!({ "use_months": 3 })).await?,
        author.put(&perimetre, dossiers::thirty_communes()).await?,
        author
            .post(&depot, json!({ "engagement_version": 1 }))
            .await?,
    ] {
        assert_eq!(refused.refusal(), (409, "invalid_transition"));
    }

    for comment in [
        json!({ "complete": false }),
        json!({ "complete": false, "comment": "  " }),
    ] {
        assert_eq!(fields(&cen.post(&completude, comment).await?), ["comment"]);
    }
    let told = json!({ "complete": false, "comment": "Précisez la zone d'étude." });
    cen.post(&completude, told).await?.ok()?;
    let demande = author.get(&path).await?.ok()?;
    assert_eq!(
        (&demande["state"], &demande["completude_comment"]),
        (&json!("incomplete"), &json!("Précisez la zone d'étude."))
    );
    assert_eq!(
        cen.post(&completude, json!({ "complete": true }))
            .await?
            .refusal(),
        (409, "invalid_transition")
    );

    let version = demande["version"].as_i64().context("version")?;
    let edited = author
        .patch(&path, json!({ "use_months": 3 }))
        .await?
        .ok()?;
    assert_eq!(
        (edited["version"].as_i64(), &edited["use_months"]),
        (Some(version + 1), &json!(3)),
        "each edit makes a version"
    );
    assert_eq!(
        edited["objet_detail"], "Parc éolien",
        "what is not sent is kept"
    );
    depose(&author, &id).await?;
    cen.post(&completude, json!({ "complete": true }))
        .await?
        .ok()?;
    assert_eq!(state(&author, &id).await?, "tour_de_table");

    let found = kinds(&author, &id).await?;
    assert_eq!(
        (
            count(&found, "depose"),
            count(&found, "declare_incomplete"),
            count(&found, "declare_complete")
        ),
        (2, 1, 1)
    );
    let transitions: Vec<_> = events(&author, &id)
        .await?
        .into_iter()
        .filter(|event| event["id_lot"].is_null() && event["state_after"].is_string())
        .map(|event| (event["state_before"].clone(), event["state_after"].clone()))
        .collect();
    assert!(
        transitions.windows(2).all(|pair| pair[0].1 == pair[1].0),
        "the state is derivable: {transitions:?}"
    );
    Ok(())
}

#[tokio::test]
async fn what_a_person_writes_is_checked_field_by_field() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    for (body, field) in [
        (json!({ "objet": "braconnage" }), "objet"),
        (json!({ "use_months": 0 }), "use_months"),
        (json!({ "use_months": 601 }), "use_months"),
        (
            json!({ "date_from": "2020-02-01", "date_to": "2020-01-31" }),
            "date_to",
        ),
        (json!({ "cd_noms": [] }), "cd_noms"),
        (
            json!({ "cd_noms": (1..=20_001).collect::<Vec<i32>>() }),
            "cd_noms",
        ),
        (
            json!({ "objet_detail": "a".repeat(10_001) }),
            "objet_detail",
        ),
        (json!({ "maitre_ouvrage": "nul\u{0}" }), "maitre_ouvrage"),
    ] {
        let answer = author.post("/demandes", body.clone()).await?;
        assert_eq!(
            (answer.refusal(), fields(&answer)),
            ((422, "invalid_fields"), vec![field]),
            "{body}"
        );
    }
    for (body, field) in [
        (json!({ "inconnu": 1 }), Some("inconnu")),
        (json!({ "date_from": "31/01/2020" }), Some("date_from")),
        (json!({ "cd_noms": [7, "a"] }), Some("cd_noms[1]")),
        (json!([]), None),
    ] {
        let answer = author.post("/demandes", body.clone()).await?;
        assert_eq!(answer.refusal(), (400, "json_unexpected"), "{body}");
        assert_eq!(fields(&answer).first().copied(), field, "{body}");
        assert_french(&answer);
    }
    let (json_type, cut) = ("application/json", b"{\"objet\": \"etude".to_vec());
    let answer = author.post_bytes("/demandes", json_type, cut).await?;
    assert_eq!(answer.refusal(), (400, "json_invalid"));
    assert!(
        answer.json["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("ligne 1"))
    );
    assert_french(&answer);
    let answer = author
        .post_bytes("/demandes", "text/plain", b"{}".to_vec())
        .await?;
    assert_eq!(answer.refusal(), (400, "json_expected"));
    let answer = author.get("/demandes?limit=beaucoup").await?;
    assert_eq!(answer.refusal(), (400, "query_unexpected"));
    assert_french(&answer);
    let hostile =
        "Robert'); DROP TABLE gn_demandes.demande;-- <script>alert(1)</script> ﷺ \u{202e}";
    let demande = author
        .post(
            "/demandes",
            json!({ "objet_detail": hostile, "maitre_ouvrage": hostile }),
        )
        .await?
        .ok()?;
    assert_eq!(
        (&demande["objet_detail"], &demande["maitre_ouvrage"]),
        (&json!(hostile.trim()), &json!(hostile.trim()))
    );
    let listed = author.get("/demandes").await?.ok()?;
    assert_eq!(
        listed["items"].as_array().map(Vec::len),
        Some(1),
        "only the good one was made"
    );

    let cen = platform.login("cen").await?;
    let consultant = platform.id_role("consultant").await?;
    let on_behalf = cen
        .post("/demandes", json!({ "id_demandeur": consultant }))
        .await?
        .ok()?;
    assert_eq!(
        on_behalf["id_demandeur"], consultant,
        "a co-administrateur deposits a paper form"
    );
    assert_eq!(
        author
            .post("/demandes", json!({ "id_demandeur": consultant }))
            .await?
            .status,
        403
    );
    let inactive = platform.id_role("inactif").await?;
    assert_eq!(
        fields(
            &cen.post("/demandes", json!({ "id_demandeur": inactive }))
                .await?
        ),
        ["id_demandeur"]
    );
    Ok(())
}

/// Puts a demande in a state no endpoint leads to yet.
async fn force(platform: &Platform, id: &str, state: &str) -> Result<()> {
    sqlx::query("UPDATE gn_demandes.demande SET state = $2 WHERE id_demande = $1::uuid")
        .bind(id)
        .bind(state)
        .execute(&platform.pool)
        .await?;
    Ok(())
}

async fn force_lot(platform: &Platform, id_lot: &str, state: &str) -> Result<()> {
    sqlx::query("UPDATE gn_demandes.lot SET state = $2 WHERE id_lot = $1::uuid")
        .bind(id_lot)
        .bind(state)
        .execute(&platform.pool)
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_transition_that_is_not_in_the_table_is_a_409_and_changes_nothing() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let (dreal, oiseaux) = (
        platform.login("dreal").await?,
        platform.login("oiseaux").await?,
    );
    let id = dossiers::complete(&platform, &author, draft()).await?;
    platform.work().await?;
    dossiers::hand_over(&platform, &id, "dreal").await?;
    let rapaces = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    let sent = dreal
        .post(&format!("/lots/{f1}/livraison"), json!({}))
        .await?
        .ok()?;
    let link = format!("/livraisons/{}", dossiers::id(&sent, "jeton")?);
    let before = kinds(&author, &id).await?;

    let demande = format!("/demandes/{id}");
    let edit = || author.patch(&demande, json!({ "use_months": 3 }));
    let depot_path = format!("{demande}/depot");
    let depot = || author.post(&depot_path, json!({ "engagement_version": 1 }));
    let perimetre_path = format!("{demande}/perimetre");
    let perimetre = || author.put(&perimetre_path, dossiers::thirty_communes());
    let completude_path = format!("{demande}/completude");
    let completude = |complete| {
        dreal.post(
            &completude_path,
            json!({ "complete": complete, "comment": "Voir." }),
        )
    };
    for from in ["deposee", "complete", "retiree", "expiree", "revoquee"] {
        force(&platform, &id, from).await?;
        for answer in [edit().await?, depot().await?, perimetre().await?] {
            assert_eq!(answer.refusal(), (409, "invalid_transition"), "from {from}");
        }
    }
    for from in [
        "brouillon",
        "incomplete",
        "complete",
        "retiree",
        "expiree",
        "revoquee",
    ] {
        force(&platform, &id, from).await?;
        for complete in [true, false] {
            assert_eq!(
                completude(complete).await?.refusal(),
                (409, "invalid_transition"),
                "from {from}"
            );
        }
    }

    let avis_path = format!("/lots/{rapaces}/avis");
    let avis = || oiseaux.post(&avis_path, json!({ "kind": "favorable" }));
    let decision_path = format!("/lots/{rapaces}/decision");
    let decision = || {
        dreal.post(
            &decision_path,
            json!({ "kind": "refuse", "motif": "Site sensible." }),
        )
    };
    let livraison_path = format!("/lots/{rapaces}/livraison");
    let livraison = || dreal.post(&livraison_path, json!({}));
    for from in [
        "brouillon",
        "deposee",
        "incomplete",
        "retiree",
        "expiree",
        "revoquee",
    ] {
        force(&platform, &id, from).await?;
        for answer in [
            avis().await?,
            decision().await?,
            livraison().await?,
            author.download(&link).await?,
        ] {
            assert_eq!(
                answer.refusal(),
                (409, "invalid_transition"),
                "nothing moves while the demande is {from}"
            );
        }
    }
    force(&platform, &id, "complete").await?;
    for from in [
        "prevu",
        "decide",
        "extrait",
        "verifie",
        "envoye",
        "telecharge",
        "refuse",
        "annule",
    ] {
        force_lot(&platform, &rapaces, from).await?;
        for answer in [avis().await?, decision().await?] {
            assert_eq!(answer.refusal(), (409, "invalid_transition"), "from {from}");
        }
    }
    for from in [
        "prevu",
        "avis_demande",
        "decide",
        "extrait",
        "envoye",
        "telecharge",
        "refuse",
        "annule",
    ] {
        force_lot(&platform, &rapaces, from).await?;
        assert_eq!(
            livraison().await?.refusal(),
            (409, "invalid_transition"),
            "from {from}"
        );
    }
    for from in [
        "prevu",
        "avis_demande",
        "decide",
        "extrait",
        "verifie",
        "refuse",
        "annule",
    ] {
        force_lot(&platform, &f1, from).await?;
        assert_eq!(
            author.download(&link).await?.refusal(),
            (409, "invalid_transition"),
            "from {from}"
        );
    }
    assert_eq!(
        kinds(&author, &id).await?,
        before,
        "a refusal leaves no trace"
    );
    Ok(())
}

#[tokio::test]
async fn the_log_is_never_rewritten() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = dossiers::brouillon(&author, draft()).await?;
    let before = events(&author, &id).await?;
    for sql in [
        "UPDATE gn_demandes.evenement SET kind = 'autre chose'",
        "UPDATE gn_demandes.evenement SET kind = 'rien' WHERE false",
        "UPDATE gn_demandes.evenement_chaine SET rang = 0",
        "UPDATE gn_demandes.evenement_personnel SET motif = 'rien'",
        "DELETE FROM gn_demandes.evenement",
        "TRUNCATE gn_demandes.evenement",
        "TRUNCATE gn_demandes.demande CASCADE",
        "DELETE FROM gn_demandes.demande",
    ] {
        let error = sqlx::raw_sql(sql)
            .execute(&platform.pool)
            .await
            .err()
            .with_context(|| sql.to_owned())?;
        let code = error
            .as_database_error()
            .and_then(|error| error.code().map(|code| code.to_string()));
        // restrict_violation by the trigger, or foreign_key_violation where the log holds the row.
        assert!(
            matches!(code.as_deref(), Some("23001" | "23503")),
            "{sql}: {error}"
        );
    }
    assert_eq!(events(&author, &id).await?, before);
    Ok(())
}

#[tokio::test]
async fn an_avis_says_why_is_replaced_by_a_later_one_and_is_marked_when_late() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let (dreal, oiseaux) = (
        platform.login("dreal").await?,
        platform.login("oiseaux").await?,
    );
    let id = dossiers::complete(&platform, &author, draft()).await?;
    let rapaces = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let path = format!("/lots/{rapaces}/avis");

    for (body, code) in [
        (json!({ "kind": "defavorable" }), "avis_invalid"),
        (
            json!({ "kind": "defavorable", "motif": " " }),
            "avis_invalid",
        ),
        (
            json!({ "kind": "favorable_sous_conditions" }),
            "avis_invalid",
        ),
        (
            json!({ "kind": "favorable", "conditions": { "coarser_level": "3" } }),
            "avis_invalid",
        ),
        (json!({ "kind": "sans_reponse" }), "avis_invalid"),
        (
            json!({ "kind": "favorable_sous_conditions", "conditions": { "embargo_until": "2026-03-02" } }),
            "avis_invalid",
        ),
        (
            json!({ "kind": "favorable_sous_conditions", "conditions": { "shorter_duration_months": 0 } }),
            "avis_invalid",
        ),
        (
            json!({ "kind": "favorable_sous_conditions",
                    "conditions": { "excluded_period": { "from": "2020-02-01", "to": "2020-01-01" } } }),
            "avis_invalid",
        ),
        (
            json!({ "kind": "favorable_sous_conditions", "conditions": { "coarser_level": "4" } }),
            "invalid_fields",
        ),
        (
            json!({ "kind": "favorable_sous_conditions", "conditions": { "coarser_level": "12" } }),
            "invalid_fields",
        ),
        (
            json!({ "kind": "favorable_sous_conditions", "conditions": { "excluded_taxa": [-1] } }),
            "invalid_fields",
        ),
        (json!({ "kind": "pour" }), "invalid_fields"),
    ] {
        assert_eq!(
            oiseaux.post(&path, body.clone()).await?.refusal(),
            (422, code),
            "{body}"
        );
    }
    let unknown = json!({ "kind": "favorable_sous_conditions", "conditions": { "veto": true } });
    assert_eq!(
        oiseaux.post(&path, unknown).await?.refusal(),
        (400, "json_unexpected")
    );
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.avis")
        .fetch_one(&platform.pool)
        .await?;
    assert_eq!(kept, 0);

    let sous_conditions = json!({
        "kind": "favorable_sous_conditions",
        "conditions": { "coarser_level": "2", "embargo_until": "2026-09-01", "shorter_duration_months": 6 },
    });
    oiseaux
        .post(&path, json!({ "kind": "reserve" }))
        .await?
        .ok()?;
    let decision = format!("/lots/{rapaces}/decision");
    let waits = dreal.post(&decision, json!({ "kind": "accept" })).await?;
    assert_eq!(
        waits.refusal(),
        (409, "decision_not_ready"),
        "a réserve holds the décision back"
    );
    let lot = oiseaux.post(&path, sous_conditions).await?.ok()?;
    assert_eq!(lot["poles"][0]["avis"], "favorable_sous_conditions");
    assert_eq!(lot["poles"][0]["conditions"]["coarser_level"], "2");
    assert_eq!(lot["poles"][0]["late"], false);
    let lot = oiseaux
        .post(
            &path,
            json!({ "kind": "defavorable", "motif": "Aire occupée." }),
        )
        .await?
        .ok()?;
    assert_eq!(
        (&lot["poles"][0]["avis"], &lot["poles"][0]["conditions"]),
        (&json!("defavorable"), &Value::Null)
    );
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.avis")
        .fetch_one(&platform.pool)
        .await?;
    assert_eq!(
        kept, 3,
        "a later answer replaces an earlier one and both stay"
    );
    assert_eq!(count(&kinds(&author, &id).await?, "give_avis"), 3);

    // The last day is in time, the day after is late.
    platform.pass(Duration::days(21));
    let lot = oiseaux
        .post(&path, json!({ "kind": "favorable" }))
        .await?
        .ok()?;
    assert_eq!(lot["poles"][0]["late"], false);
    platform.pass(Duration::days(1));
    let lot = oiseaux
        .post(&path, json!({ "kind": "deport" }))
        .await?
        .ok()?;
    assert_eq!(
        (&lot["poles"][0]["avis"], &lot["poles"][0]["late"]),
        (&json!("deport"), &json!(true))
    );
    Ok(())
}

#[tokio::test]
async fn silence_is_recorded_the_day_after_the_last_one_and_ripens_the_decision() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("chercheur").await?;
    let (dreal, oiseaux) = (
        platform.login("dreal").await?,
        platform.login("oiseaux").await?,
    );
    let mut scientific = draft();
    scientific["objet"] = json!("etude_scientifique");
    let id = dossiers::complete(&platform, &author, scientific).await?;
    let rapaces = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    for lot in lots(&dreal, &id).await? {
        assert_eq!(
            (&lot["state"], &lot["tour_de_table"]),
            (&json!("avis_demande"), &json!(true)),
            "the whole demande waits"
        );
    }
    let f1_decision = format!("/lots/{f1}/decision");
    let accept = || dreal.post(&f1_decision, json!({ "kind": "accept" }));

    platform.pass(Duration::days(21));
    platform.work().await?;
    let silent = "SELECT count(*) FROM gn_demandes.avis WHERE kind = 'sans_reponse'";
    let count_silent = || async {
        sqlx::query_scalar::<_, i64>(silent)
            .fetch_one(&platform.pool)
            .await
    };
    assert_eq!(count_silent().await?, 0, "the last day is still theirs");
    assert_eq!(accept().await?.refusal(), (409, "decision_not_ready"));
    oiseaux
        .post(
            &format!("/lots/{rapaces}/avis"),
            json!({ "kind": "favorable" }),
        )
        .await?
        .ok()?;

    platform.pass(Duration::days(1));
    platform.work().await?;
    let asked: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.avis_demande")
        .fetch_one(&platform.pool)
        .await?;
    assert!(asked > 3);
    assert_eq!(
        count_silent().await?,
        asked - 1,
        "everybody who was asked, but the one who answered"
    );
    platform.work().await?;
    assert_eq!(count_silent().await?, asked - 1, "recorded once");
    for lot in lots(&dreal, &id).await? {
        for pole in lot["poles"].as_array().context("poles")? {
            assert!(pole["avis"].is_string() && pole["late"] == false, "{pole}");
        }
    }

    let late = oiseaux
        .post(
            &format!("/lots/{f1}/avis"),
            json!({ "kind": "defavorable", "motif": "Tard." }),
        )
        .await?
        .ok()?;
    let mine = late["poles"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|pole| pole["label"] == "Pôle Oiseaux");
    assert_eq!(
        mine.map(|pole| (&pole["avis"], &pole["late"])),
        Some((&json!("defavorable"), &json!(true)))
    );

    let bare = accept().await?;
    assert_eq!(
        bare.refusal(),
        (422, "decision_invalid"),
        "departing from an avis needs a motif"
    );
    let refuse = dreal
        .post(&f1_decision, json!({ "kind": "refuse" }))
        .await?;
    assert_eq!(
        refuse.refusal(),
        (422, "decision_invalid"),
        "a refusal needs a motif"
    );
    for body in [
        json!({ "kind": "accept_with_conditions" }),
        json!({ "kind": "accept", "conditions": { "coarser_level": "3" }, "motif": "x" }),
    ] {
        assert_eq!(
            dreal.post(&f1_decision, body).await?.refusal(),
            (422, "decision_invalid")
        );
    }
    let accepted = dreal
        .post(
            &f1_decision,
            json!({ "kind": "accept", "motif": "Avis tardif." }),
        )
        .await?
        .ok()?;
    assert_eq!(
        (&accepted["state"], &accepted["decision"]["motif"]),
        (&json!("decide"), &json!("Avis tardif."))
    );
    let refused = json!({ "kind": "refuse", "motif": "Espèce menacée sur ce périmètre." });
    let refused = dreal
        .post(&format!("/lots/{rapaces}/decision"), refused)
        .await?
        .ok()?;
    assert_eq!(refused["state"], "refuse");
    platform.work().await?;
    assert_eq!(lot_state(&platform, &f1).await?, "verifie");
    assert_eq!(
        lot_state(&platform, &rapaces).await?,
        "refuse",
        "nothing is extracted of a refused lot"
    );

    // The author reads the décision and its motif.
    let shown = lots(&author, &id).await?;
    let shown = shown
        .iter()
        .find(|lot| lot["id_lot"] == rapaces.as_str())
        .context("the refused lot")?;
    assert_eq!(
        shown["decision"]["motif"],
        "Espèce menacée sur ce périmètre."
    );
    Ok(())
}

#[tokio::test]
async fn a_link_is_personal_ends_after_thirty_days_and_every_download_is_logged() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let (id, f1, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
    let jeton = dossiers::id(&sent, "jeton")?;
    let link = format!("/livraisons/{jeton}");
    assert_eq!(sent["url"], format!("/geonature/api-demandes{link}"));
    assert_eq!(
        dreal
            .post(&format!("/lots/{f1}/livraison"), json!({}))
            .await?
            .refusal(),
        (409, "invalid_transition")
    );
    let stored: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM gn_demandes.livraison l WHERE l::text LIKE '%' || $1 || '%')
             OR EXISTS (SELECT FROM gn_demandes.evenement e WHERE e::text LIKE '%' || $1 || '%')",
    )
    .bind(jeton)
    .fetch_one(&platform.pool)
    .await?;
    assert!(!stored, "the database never holds what opens an archive");

    let nobody = Client::new(&platform.url, "");
    assert_eq!(
        nobody.download(&link).await?.refusal(),
        (401, "token_missing")
    );
    assert_eq!(
        platform
            .login("consultant")
            .await?
            .download(&link)
            .await?
            .refusal(),
        (404, "not_found")
    );
    assert_eq!(
        dreal.download(&link).await?.refusal(),
        (403, "forbidden"),
        "not even who sent it"
    );
    assert_eq!(
        platform
            .login("oiseaux")
            .await?
            .download(&link)
            .await?
            .refusal(),
        (403, "forbidden")
    );
    for wrong in [
        "0".repeat(64),
        jeton.to_uppercase(),
        format!("{jeton}0"),
        f1.clone(),
        "%27%20OR%201=1".to_owned(),
    ] {
        assert_eq!(
            author
                .download(&format!("/livraisons/{wrong}"))
                .await?
                .refusal(),
            (404, "not_found"),
            "{wrong}"
        );
    }
    assert_eq!(
        lot_state(&platform, &f1).await?,
        "envoye",
        "nobody downloaded it yet"
    );

    for _ in 0..2 {
        let archive = author.download(&link).await?;
        assert_eq!(archive.status, 200);
        assert!(archive.bytes.starts_with(b"PK"), "a ZIP archive");
    }
    assert_eq!(lot_state(&platform, &f1).await?, "telecharge");
    assert_eq!(count(&kinds(&author, &id).await?, "download"), 2);

    platform.pass(Duration::days(30) - Duration::seconds(1));
    assert_eq!(
        author.download(&link).await?.status,
        200,
        "until the last second"
    );
    platform.pass(Duration::seconds(1));
    assert_eq!(
        author.download(&link).await?.refusal(),
        (410, "link_expired")
    );
    assert_eq!(
        platform
            .login("consultant")
            .await?
            .download(&link)
            .await?
            .refusal(),
        (404, "not_found")
    );
    let logged: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.telechargement")
        .fetch_one(&platform.pool)
        .await?;
    assert_eq!(logged, 3);
    Ok(())
}

/// A link is signed outside the database: who can write in the database alone neither makes one, nor makes one last; he may only revoke it.
#[tokio::test]
async fn a_link_is_signed_and_the_database_alone_opens_nothing() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let (_, f1, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
    let jeton = dossiers::id(&sent, "jeton")?;
    let link = format!("/livraisons/{jeton}");
    // A link of his own making, known to the database.
    let forged = "0f".repeat(32);
    sqlx::query(
        "INSERT INTO gn_demandes.livraison (id_livraison, id_lot, jeton_sha256, id_sender, sent_at, expires_at)
         SELECT gen_random_uuid(), id_lot, sha256($1::bytea), id_sender, sent_at, 'infinity' FROM gn_demandes.livraison",
    )
    .bind(forged.as_bytes())
    .execute(&platform.pool)
    .await
    .err();
    sqlx::query(
        "UPDATE gn_demandes.livraison SET jeton_sha256 = sha256($1::bytea) WHERE id_lot = $2::uuid",
    )
    .bind(forged.as_bytes())
    .bind(&f1)
    .execute(&platform.pool)
    .await?;
    let opened = author.download(&format!("/livraisons/{forged}")).await?;
    assert_eq!(opened.refusal(), (404, "not_found"));
    // The digest taken away, the link is revoked; put back, it opens.
    assert_eq!(author.download(&link).await?.refusal(), (404, "not_found"));
    sqlx::query("UPDATE gn_demandes.livraison SET jeton_sha256 = sha256($1::bytea), expires_at = '2100-01-01' WHERE id_lot = $2::uuid")
        .bind(jeton.as_bytes())
        .bind(&f1)
        .execute(&platform.pool)
        .await?;
    assert_eq!(author.download(&link).await?.status, 200);
    // Changed in one character.
    for at in [0, 30, jeton.len() - 1] {
        let mut changed = jeton.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'Q' } else { b'A' };
        let changed = String::from_utf8(changed)?;
        let refused = author.download(&format!("/livraisons/{changed}")).await?;
        assert_eq!(refused.refusal(), (404, "not_found"), "{at}");
    }
    // It ends when it was signed to end, whatever the database says now.
    platform.pass(Duration::days(30));
    assert_eq!(
        author.download(&link).await?.refusal(),
        (410, "link_expired")
    );
    Ok(())
}

/// An opened link gives an address that needs no login, where a transfer that was cut goes on; for a quarter of an hour, and for that archive only.
#[tokio::test]
async fn a_download_may_be_cut_and_resumed_within_its_quarter_of_an_hour() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let (_, f1, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
    let session = format!("/livraisons/{}/session", dossiers::id(&sent, "jeton")?);
    let opened = author.post(&session, json!({})).await?;
    assert_eq!(opened.status, 201);

    let whole = author.read(&opened, "").await?;
    assert_eq!(
        (whole.status.as_u16(), Some(whole.bytes.len() as u64)),
        (200, opened.json["bytes"].as_u64())
    );
    let digest = demandes_api::digest::hex(&sha2::Sha256::digest(&whole.bytes));
    assert_eq!(opened.json["sha256"], digest);
    let half = whole.bytes.len() / 2;
    let begun = author
        .read(&opened, &format!("bytes=0-{}", half - 1))
        .await?;
    let again = author.post(&session, json!({})).await?;
    assert_ne!(opened.json["url"], again.json["url"]);
    let rest = author.read(&again, &format!("bytes={half}-")).await?;
    assert_eq!((begun.status.as_u16(), rest.status.as_u16()), (206, 206));
    assert_eq!([begun.bytes, rest.bytes].concat(), whole.bytes);
    let beyond = author.read(&opened, "bytes=999999999999-").await?;
    assert_eq!(beyond.status, 416);
    assert!(beyond.bytes.is_empty());

    let url = opened.json["url"].as_str().context("url")?;
    let secret = &url[url.len() - 64..];
    let stored: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM gn_demandes.telechargement t WHERE t::text LIKE '%' || $1 || '%')
             OR EXISTS (SELECT FROM gn_demandes.evenement e WHERE e::text LIKE '%' || $1 || '%')",
    )
    .bind(secret)
    .fetch_one(&platform.pool)
    .await?;
    assert!(!stored, "the database never holds what reads an archive");
    for wrong in [
        "0".repeat(64),
        secret.to_uppercase(),
        f1.clone(),
        "..%2f..%2fetc%2fpasswd".to_owned(),
    ] {
        assert_eq!(
            author
                .get(&format!("/telechargements/{wrong}"))
                .await?
                .refusal(),
            (404, "not_found"),
            "{wrong}"
        );
    }
    let readings: Vec<i32> =
        sqlx::query_scalar("SELECT requests FROM gn_demandes.telechargement ORDER BY 1")
            .fetch_all(&platform.pool)
            .await?;
    assert_eq!(readings, [1, 3]);

    platform.pass(Duration::minutes(15) - Duration::seconds(1));
    assert_eq!(author.read(&opened, "").await?.status, 200);
    platform.pass(Duration::seconds(1));
    assert_eq!(
        author.read(&opened, "").await?.refusal(),
        (410, "session_expired")
    );
    assert_eq!(author.post(&session, json!({})).await?.status, 201);
    Ok(())
}

#[tokio::test]
async fn an_archive_that_was_touched_is_neither_sent_nor_opened() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let id = dossiers::complete(&platform, &author, draft()).await?;
    platform.work().await?;
    dossiers::hand_over(&platform, &id, "dreal").await?;
    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    let name: String =
        sqlx::query_scalar("SELECT archive_name FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(&f1)
            .fetch_one(&platform.pool)
            .await?;
    let path = platform.context.storage_dir.join(name);
    let genuine = std::fs::read(&path)?;
    let mut touched = genuine.clone();
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    std::fs::write(&path, &touched)?;
    let livraison = format!("/lots/{f1}/livraison");
    assert_eq!(
        dreal.post(&livraison, json!({})).await?.refusal(),
        (500, "internal")
    );
    assert_eq!(lot_state(&platform, &f1).await?, "verifie");
    std::fs::write(&path, &genuine)?;
    let sent = dreal.post(&livraison, json!({})).await?.ok()?;
    std::fs::remove_file(&path)?;
    let link = format!("/livraisons/{}", dossiers::id(&sent, "jeton")?);
    assert_eq!(author.download(&link).await?.refusal(), (500, "internal"));
    assert_eq!(lot_state(&platform, &f1).await?, "envoye");
    Ok(())
}

/// Of two answers, one is a success of this status and the other a 409; which one came first is nobody's business.
fn one_of_two(first: &Answer, second: &Answer, status: u16) {
    let mut found = [first.status.as_u16(), second.status.as_u16()];
    found.sort_unstable();
    assert_eq!(found, [status, 409], "{first:?} {second:?}");
}

#[tokio::test]
async fn two_requests_at_once_do_nothing_twice() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let (dreal, oiseaux) = (
        platform.login("dreal").await?,
        platform.login("oiseaux").await?,
    );

    let (first, second) = tokio::join!(
        author.post("/demandes", draft()),
        author.post("/demandes", draft())
    );
    let (first, second) = (first?.ok()?, second?.ok()?);
    assert_ne!(first["numero"], second["numero"]);
    let mut unknown = draft();
    unknown["maitre_ouvrage"] = json!("Syndicat jamais vu");
    let proposals = tokio::join!(
        author.post("/demandes", unknown.clone()),
        author.post("/demandes", unknown.clone())
    );
    assert_eq!(
        (proposals.0?.status.as_u16(), proposals.1?.status.as_u16()),
        (201, 201),
        "one name proposed by two at once"
    );

    let id = dossiers::id(&first, "id_demande")?.to_owned();
    let path = format!("/demandes/{id}");
    let (perimetre, depot, completude) = (
        format!("{path}/perimetre"),
        format!("{path}/depot"),
        format!("{path}/completude"),
    );
    let one = json!({ "kind": "areas", "area_type": "COM", "codes": ["9A001"] });
    let (a, b, c) = tokio::join!(
        author.put(&perimetre, dossiers::thirty_communes()),
        author.put(&perimetre, one),
        author.patch(&path, json!({ "use_months": 5 })),
    );
    let (a, b) = (a?.ok()?, b?.ok()?);
    assert_eq!(
        (
            &a["communes_count"],
            &b["communes_count"],
            c?.status.as_u16()
        ),
        (&json!(30), &json!(1), 200)
    );
    let demande = author.get(&path).await?.ok()?;
    assert_eq!(demande["version"], 4, "three edits make three versions");
    assert_eq!(demande["use_months"], 5, "no edit is lost");
    author
        .put(&perimetre, dossiers::thirty_communes())
        .await?
        .ok()?;

    let body = json!({ "engagement_version": 1 });
    let (a, b) = tokio::join!(
        author.post(&depot, body.clone()),
        author.post(&depot, body.clone())
    );
    one_of_two(&a?, &b?, 200);
    let body = json!({ "complete": true });
    let (a, b) = tokio::join!(
        dreal.post(&completude, body.clone()),
        dreal.post(&completude, body.clone())
    );
    one_of_two(&a?, &b?, 200);
    let opened: Vec<Value> = lots(&dreal, &id).await?;
    let mut names: Vec<String> = opened
        .iter()
        .map(|lot| format!("{} {}", lot["kind"], lot["groupe"]))
        .collect();
    names.dedup();
    assert_eq!(names.len(), opened.len());
    dossiers::hand_over(&platform, &id, "dreal").await?;

    let (a, b) = tokio::join!(platform.work(), platform.work());
    let (a, b) = (a?, b?);
    let jobs: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.job WHERE kind IN ('extract_lot', 'attack_lot')",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(
        i64::try_from(a + b)?,
        jobs,
        "each job (extraction, attack) is taken by one worker"
    );
    let failed: i64 =
        sqlx::query_scalar("SELECT count(*) FROM gn_demandes.job WHERE last_error IS NOT NULL")
            .fetch_one(&platform.pool)
            .await?;
    assert_eq!(failed, 0);

    let rapaces = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let avis = format!("/lots/{rapaces}/avis");
    let (against, favorable) = (
        json!({ "kind": "defavorable", "motif": "Non." }),
        json!({ "kind": "favorable" }),
    );
    let (a, b) = tokio::join!(
        oiseaux.post(&avis, against),
        oiseaux.post(&avis, favorable.clone())
    );
    assert_eq!(
        (a?.status.as_u16(), b?.status.as_u16()),
        (201, 201),
        "both are kept, the last one is in force"
    );
    oiseaux.post(&avis, favorable).await?.ok()?;

    let decision = format!("/lots/{rapaces}/decision");
    let (a, b) = tokio::join!(
        dreal.post(&decision, json!({ "kind": "accept" })),
        dreal.post(&decision, json!({ "kind": "refuse", "motif": "Non." })),
    );
    one_of_two(&a?, &b?, 201);
    let again = dreal
        .post(&decision, json!({ "kind": "accept", "motif": "Encore." }))
        .await?;
    assert_eq!(again.refusal(), (409, "invalid_transition"));

    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    let livraison = format!("/lots/{f1}/livraison");
    let (a, b) = tokio::join!(
        dreal.post(&livraison, json!({})),
        dreal.post(&livraison, json!({}))
    );
    let (a, b) = (a?, b?);
    one_of_two(&a, &b, 201);
    let sent = if a.status == 201 { a } else { b };
    let link = format!("/livraisons/{}", dossiers::id(&sent.json, "jeton")?);
    let (a, b) = tokio::join!(author.download(&link), author.download(&link));
    assert_eq!((a?.status.as_u16(), b?.status.as_u16()), (200, 200));

    let found = kinds(&author, &id).await?;
    for (kind, times) in [
        ("depose", 1),
        ("declare_complete", 1),
        ("decide", 1),
        ("send", 1),
        ("give_avis", 3),
        ("download", 2),
    ] {
        assert_eq!(count(&found, kind), times, "{kind} in {found:?}");
    }
    Ok(())
}

/// A brouillon or an incomplete demande that nobody touches ends after the days of the setting; the others stay.
#[tokio::test]
async fn what_is_left_for_too_long_expires() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let cen = platform.login("cen").await?;
    let left = dossiers::brouillon(&author, draft()).await?;
    let touched = dossiers::brouillon(&author, draft()).await?;
    let deposited = dossiers::brouillon(&author, draft()).await?;
    depose(&author, &deposited).await?;
    let incomplete = dossiers::brouillon(&author, draft()).await?;
    depose(&author, &incomplete).await?;
    cen.post(
        &format!("/demandes/{incomplete}/completude"),
        json!({ "complete": false, "comment": "Précisez la zone d'étude." }),
    )
    .await?
    .ok()?;

    platform.pass(Duration::days(180));
    platform.work().await?;
    let author = platform.login("association").await?;
    assert_eq!(
        state(&author, &left).await?,
        "brouillon",
        "the last day is still its author's"
    );
    author
        .patch(
            &format!("/demandes/{touched}"),
            json!({ "objet_detail": "Toujours le même parc" }),
        )
        .await?
        .ok()?;
    platform.pass(Duration::seconds(1));
    platform.work().await?;
    platform.work().await?;
    for (id, expected) in [
        (&left, "expiree"),
        (&touched, "brouillon"),
        (&deposited, "deposee"),
        (&incomplete, "expiree"),
    ] {
        assert_eq!(state(&author, id).await?, expected);
        let expiries = count(&kinds(&author, id).await?, "expire");
        assert_eq!(expiries, usize::from(expected == "expiree"), "logged once");
    }
    let last = events(&author, &incomplete).await?;
    let last = last.last().context("an event")?;
    assert_eq!(
        (&last["state_before"], &last["state_after"]),
        (&json!("incomplete"), &json!("expiree"))
    );
    let refused = author
        .patch(&format!("/demandes/{left}"), json!({ "use_months": 3 }))
        .await?;
    assert_eq!(refused.refusal(), (409, "invalid_transition"));

    // A setting, not a constant; a new version of the settings is read at the next round.
    sqlx::raw_sql(
        "WITH v AS (INSERT INTO gn_demandes.setting_version (comment) VALUES ('Essai') RETURNING version)
         INSERT INTO gn_demandes.setting (version, key, value)
         SELECT v.version, s.key, CASE s.key WHEN 'expiry_days' THEN '10' ELSE s.value END FROM gn_demandes.setting s, v WHERE s.version = 1",
    )
    .execute(&platform.pool)
    .await?;
    platform.pass(Duration::days(11));
    platform.work().await?;
    assert_eq!(state(&author, &touched).await?, "expiree");
    Ok(())
}
