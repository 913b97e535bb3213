//! Qualities every endpoint has: two people at once never overwrite each other, a request sent twice is done once, nobody without a right
//! gets anything. The last one is drawn from the document of the API: a new endpoint is tried without anybody thinking of it.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use demandes_tests::{
    client::{Answer, Client},
    dossiers::{self, draft, lot_id},
    platform::{BASE_PATH, Platform},
};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_change_says_which_version_it_changes() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = dossiers::brouillon(&author, draft()).await?;
    let path = format!("/demandes/{id}");
    let read = author.get(&path).await?;
    let tag = read.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", read.json["version"]));

    let months = |months: i32| json!({ "use_months": months });
    let change = |headers: Vec<(&'static str, String)>, body: Value| {
        let (author, path) = (author.clone(), path.clone());
        async move {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            author
                .with_headers(Method::PATCH, &path, &headers, Some(&body))
                .await
        }
    };
    let silent = change(vec![], months(3)).await?;
    assert_eq!(silent.refusal(), (428, "version_required"));
    let first = change(vec![("if-match", tag.clone())], months(3)).await?;
    assert_eq!(first.status, 200);
    assert_ne!(first.header("etag"), tag, "each edit makes a version");
    // Who read the same version and writes after the first is told, and nothing of the first is lost.
    let second = change(vec![("if-match", tag.clone())], months(9)).await?;
    assert_eq!(second.refusal(), (412, "stale_version"));
    assert!(
        second.json["detail"]
            .as_str()
            .is_some_and(|text| text.contains("relisez"))
    );
    assert_eq!(author.get(&path).await?.ok()?["use_months"], 3);
    let garbled = change(vec![("if-match", "3".to_owned())], months(9)).await?;
    assert_eq!(garbled.refusal(), (400, "if_match_unreadable"));
    // A proxy that compresses weakens the tag.
    let weak = format!("W/{}", first.header("etag"));
    assert_eq!(
        change(vec![("if-match", weak)], months(9)).await?.status,
        200
    );

    // A reading has no version to change, whatever tag a download manager sends.
    let archive = [("if-match", "\"0f1e2d3c\"")];
    let reading = author
        .with_headers(Method::GET, &path, &archive, None)
        .await?;
    assert_eq!(reading.status, 200);

    // Whoever has no right learns nothing of versions.
    let stranger = platform.login("collectivite").await?;
    let other = stranger
        .with_headers(Method::PATCH, &path, &[], Some(&months(1)))
        .await?;
    assert_eq!(other.status, 404);

    // A step that the state allows goes without a version; with a stale one it is refused.
    let depot = format!("{path}/depot");
    let body = json!({ "engagement_version": 1 });
    let stale = author
        .with_headers(Method::POST, &depot, &[("if-match", &tag)], Some(&body))
        .await?;
    assert_eq!(stale.refusal(), (412, "stale_version"));
    assert_eq!(author.post(&depot, body).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn of_twenty_changes_of_one_version_one_is_made() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = dossiers::brouillon(&author, draft()).await?;
    let path = format!("/demandes/{id}");
    let tag = author.get(&path).await?.header("etag").to_owned();
    let mut tries = tokio::task::JoinSet::new();
    for months in 1..=20 {
        let (author, path, tag) = (author.clone(), path.clone(), tag.clone());
        tries.spawn(async move {
            let body = json!({ "use_months": months });
            let answer = author
                .with_headers(Method::PATCH, &path, &[("if-match", &tag)], Some(&body))
                .await?;
            anyhow::Ok((answer.status.as_u16(), months))
        });
    }
    let mut made = Vec::new();
    while let Some(outcome) = tries.join_next().await {
        match outcome?? {
            (200, months) => made.push(months),
            (412, _) => {}
            (status, months) => anyhow::bail!("{status} for {months}"),
        }
    }
    assert_eq!(made.len(), 1);
    assert_eq!(author.get(&path).await?.ok()?["use_months"], made[0]);
    Ok(())
}

#[tokio::test]
async fn a_decision_on_what_has_changed_is_refused() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = dossiers::complete(&platform, &author, draft()).await?;
    let dreal = platform.login("dreal").await?;
    let oiseaux = platform.login("oiseaux").await?;
    let lot = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let avis = format!("/lots/{lot}/avis");
    oiseaux
        .post(&avis, json!({ "kind": "favorable" }))
        .await?
        .ok()?;
    let tag = dreal
        .get(&format!("/lots/{lot}"))
        .await?
        .header("etag")
        .to_owned();
    // While the coordination reads, the pôle changes its mind.
    let later = json!({ "kind": "defavorable", "motif": "Aire occupée." });
    oiseaux.post(&avis, later).await?.ok()?;
    let decision = format!("/lots/{lot}/decision");
    let accept = json!({ "kind": "accept" });
    let blind = dreal
        .with_headers(
            Method::POST,
            &decision,
            &[("if-match", &tag)],
            Some(&accept),
        )
        .await?;
    assert_eq!(blind.refusal(), (412, "stale_version"));
    assert_eq!(dossiers::lot_state(&platform, &lot).await?, "avis_demande");
    Ok(())
}

async fn count(platform: &Platform, table: &str) -> Result<i64> {
    let sql = format!("SELECT count(*) FROM gn_demandes.{table}");
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(&platform.pool)
        .await?)
}

async fn post_with_key(client: &Client, path: &str, key: &str, body: &Value) -> Result<Answer> {
    client
        .with_headers(Method::POST, path, &[("idempotency-key", key)], Some(body))
        .await
}

#[tokio::test]
async fn a_request_sent_twice_is_done_once() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let key = "8f14e45f-ceea-467f-a8b1-1b0d1c1f0e6d";
    let first = post_with_key(&author, "/demandes", key, &draft()).await?;
    let again = post_with_key(&author, "/demandes", key, &draft()).await?;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.bytes, again.bytes, "to the byte");
    for name in ["etag", "location", "content-type"] {
        assert_eq!(first.header(name), again.header(name), "{name}");
    }
    assert_eq!(
        (
            first.header("idempotency-replayed"),
            again.header("idempotency-replayed")
        ),
        ("", "true")
    );
    assert_eq!(count(&platform, "demande").await?, 1);

    let other = post_with_key(&author, "/demandes", key, &json!({ "use_months": 2 })).await?;
    assert_eq!(other.refusal(), (422, "idempotency_key_reused"));
    // A key is its author's: somebody else's is another one.
    let collectivite = platform.login("collectivite").await?;
    let theirs = post_with_key(&collectivite, "/demandes", key, &draft()).await?;
    assert_eq!(theirs.status, 201);
    assert_ne!(theirs.json["id_demande"], first.json["id_demande"]);
    let short = post_with_key(&author, "/demandes", "1234567", &draft()).await?;
    assert_eq!(short.refusal(), (400, "idempotency_key_unreadable"));

    // A refusal changed nothing: the key is still free.
    let id = dossiers::id(&first.json, "id_demande")?;
    let depot = format!("/demandes/{id}/depot");
    let (key, body) = ("une-autre-cle", json!({ "engagement_version": 1 }));
    let early = post_with_key(&author, &depot, key, &body).await?;
    assert_eq!(early.refusal(), (422, "depot_incomplete"));
    author
        .put(
            &format!("/demandes/{id}/perimetre"),
            dossiers::thirty_communes(),
        )
        .await?
        .ok()?;
    assert_eq!(
        post_with_key(&author, &depot, key, &body).await?.status,
        200
    );
    // Without the key the second dépôt is refused by the state; with it, it is the first one's answer.
    assert_eq!(author.post(&depot, body.clone()).await?.status, 409);
    assert_eq!(
        post_with_key(&author, &depot, key, &body).await?.status,
        200
    );

    // Some days later the keys are forgotten.
    platform.pass(chrono::Duration::days(8));
    let later = platform.login("association").await?;
    post_with_key(&later, "/demandes", "encore-une-cle", &draft())
        .await?
        .ok()?;
    assert_eq!(count(&platform, "idempotency").await?, 1);
    Ok(())
}

#[tokio::test]
async fn of_ten_requests_at_once_under_one_key_one_is_done() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let author = author.clone();
        tries.spawn(
            async move { post_with_key(&author, "/demandes", "la-meme-cle", &draft()).await },
        );
    }
    let mut ids = BTreeSet::new();
    while let Some(answer) = tries.join_next().await {
        let answer = answer??;
        match answer.status.as_u16() {
            201 => {
                ids.insert(answer.json["id_demande"].to_string());
            }
            409 => assert_eq!(answer.refusal().1, "idempotency_already_done"),
            status => anyhow::bail!("{status}"),
        }
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(count(&platform, "demande").await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_sending_repeated_tells_the_same_link_and_the_database_cannot() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let id = dossiers::complete(&platform, &author, draft()).await?;
    platform.work().await?;
    dossiers::hand_over(&platform, &id, "dreal").await?;
    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    let path = format!("/lots/{f1}/livraison");
    let first = post_with_key(&dreal, &path, "envoi-du-f1", &json!({})).await?;
    let again = post_with_key(&dreal, &path, "envoi-du-f1", &json!({})).await?;
    assert_eq!(first.status, 201);
    assert_eq!(first.bytes, again.bytes);
    let jeton = dossiers::id(&first.json, "jeton")?;
    let kept: String = sqlx::query_scalar(
        "SELECT coalesce(string_agg(encode(answer, 'escape') || encode(key_sha256, 'escape'), ''), '') FROM gn_demandes.idempotency",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert!(!kept.contains(jeton) && !kept.contains("envoi-du-f1"));
    Ok(())
}

/// What tells an account of itself alone: who it is, and that it may do nothing.
const OF_ONESELF: &str = "GET /me";

/// What anybody may ask for without a right: whether the service works, and what a secret address opens.
const OPEN: [&str; 2] = ["GET /health", "GET /telechargements/{session}"];

/// Each operation of the document: method, path, and whether it wants a token.
fn operations() -> Result<Vec<(Method, String, bool)>> {
    let document = serde_json::to_value(demandes_api::http::router::openapi(BASE_PATH))?;
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().context("paths")? {
        for (method, operation) in item.as_object().context("methods")? {
            let open = operation["security"] == json!([{}]);
            found.push((method.to_uppercase().parse()?, path.clone(), !open));
        }
    }
    Ok(found)
}

#[tokio::test]
async fn nobody_without_a_right_gets_anything() -> Result<()> {
    let platform = Platform::demo().await?;
    // An account that GeoNature knows, with no permission on the module and no pôle.
    sqlx::raw_sql(
        "INSERT INTO utilisateurs.t_roles (groupe, identifiant, nom_role, active) VALUES (false, 'sans_droit', 'Sans droit', true)",
    )
    .execute(&platform.pool)
    .await?;
    let author = platform.login("association").await?;
    let id = dossiers::complete(&platform, &author, draft()).await?;
    let dreal = platform.login("dreal").await?;
    let lot = lot_id(&dreal, &id, "F1", None).await?;
    let nobody = platform.login("sans_droit").await?;
    let unknown = Client::new(&platform.url, "");
    let before = count(&platform, "evenement").await?;
    let mut wrong = Vec::new();
    for (method, pattern, wants_token) in operations()? {
        let name = format!("{method} {pattern}");
        assert_eq!(
            OPEN.contains(&name.as_str()),
            !wants_token,
            "{name}: only what is listed goes without a token"
        );
        if !wants_token {
            continue;
        }
        let target = if pattern.starts_with("/lots") {
            &lot
        } else {
            &id
        };
        let mut path = pattern.replace("{id}", target);
        for (from, to) in [
            ("{uuid}", "00000000-0000-4000-8000-000000000000"),
            ("{jeton}", "0"),
            ("{code}", "OISEAUX"),
            ("{key}", "0"),
        ] {
            path = path.replace(from, to);
        }
        // `{id_…}` is a number of a register.
        while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
            path.replace_range(from..=to, "1");
        }
        for (who, client, allowed) in [
            ("no token", &unknown, [401].as_slice()),
            // Told that it does not exist or is not his; or, of words that no right was looked at for, that they cannot be read.
            ("no right", &nobody, [403, 404].as_slice()),
        ] {
            let body = (method != Method::GET).then(|| json!({}));
            let status = client
                .call(method.clone(), &path, body.as_ref())
                .await?
                .status
                .as_u16();
            let unread = who == "no right" && [400, 422].contains(&status);
            let oneself = who == "no right" && OF_ONESELF == name && status == 200;
            if !allowed.contains(&status) && !unread && !oneself {
                wrong.push(format!("{name}, {who}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        count(&platform, "evenement").await?,
        before,
        "and nothing was changed"
    );
    Ok(())
}
