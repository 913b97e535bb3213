//! What the processes log: lines a machine reads, and nothing about anybody. Not here: the journal of the procedure.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    client::Client,
    dossiers::{self, draft},
    harness,
    installed::{Installed, free_port, program},
};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

/// A demande from its creation to its download, with what people get wrong on the way. Gives the secrets that went through.
async fn story(installed: &Installed, pool: &PgPool) -> Result<Vec<String>> {
    let mut secrets = Vec::new();
    for who in ["association", "cen", "dreal", "oiseaux"] {
        secrets.push(installed.token(pool, who).await?);
    }
    let [association, cen, dreal, oiseaux] = &secrets[..] else {
        anyhow::bail!("four tokens");
    };
    let of = |token: &String| Client::new(&installed.url, token);
    let (association, cen, dreal, oiseaux) = (of(association), of(cen), of(dreal), of(oiseaux));
    let id = dossiers::brouillon(&association, draft()).await?;
    mistakes(&association, &id).await?;
    dossiers::depose(&association, &id).await?;
    cen.post(
        &format!("/demandes/{id}/completude"),
        json!({ "complete": true }),
    )
    .await?
    .ok()?;
    let f1 = prepared(pool, &id).await?;
    let f3 = dossiers::lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    oiseaux
        .post(&format!("/lots/{f3}/avis"), json!({ "kind": "defavorable", "motif": "Nidification rare au lieu-dit Combe Secrète" }))
        .await?
        .ok()?;
    sqlx::query("UPDATE gn_demandes.lot SET id_responsable = (SELECT id_role FROM utilisateurs.t_roles WHERE identifiant = 'dreal') WHERE id_lot = $1::uuid")
        .bind(&f1)
        .execute(pool)
        .await?;
    let sent = dreal
        .post(&format!("/lots/{f1}/livraison"), json!({}))
        .await?
        .ok()?;
    let jeton = dossiers::id(&sent, "jeton")?.to_owned();
    let link = format!("/livraisons/{jeton}");
    let opened = association
        .post(&format!("{link}/session"), Value::Null)
        .await?;
    ensure!(opened.status.is_success(), "{}", opened.json);
    ensure!(
        association.read(&opened, "").await?.status.is_success(),
        "download"
    );
    let session = opened.json["url"]
        .as_str()
        .and_then(|url| url.rsplit('/').next());
    secrets.push(jeton);
    secrets.push(session.context("session")?.to_owned());
    Ok(secrets)
}

/// Refusals, garbage, a wrong token: each has its line too.
async fn mistakes(association: &Client, id: &str) -> Result<()> {
    for (path, body) in [
        (
            "/demandes",
            json!({ "objet": "Combe Secrète", "objet_detail": 3 }),
        ),
        (
            "/maitres-ouvrage",
            json!({ "name": "Madame Inconnue", "siret": "123" }),
        ),
    ] {
        let refused = association.post(path, body).await?;
        ensure!(
            refused.status.is_client_error(),
            "{path}: {}",
            refused.status
        );
    }
    association
        .put_file(
            &format!("/demandes/{id}/perimetre"),
            "Combe Secrète.zip",
            b"PK\x03\x04Combe".to_vec(),
            None,
        )
        .await?;
    association.get("/tableau?q=Combe%20Secr%C3%A8te").await?;
    association.get("/demandes/combe-secrete").await?;
    association.get("/nulle-part/combe-secrete").await?;
    let garbage = [("authorization", "Bearer combe.secrete.jeton")];
    association
        .with_headers(Method::GET, "/me", &garbage, None)
        .await?;
    Ok(())
}

/// The F1, once the worker has written and checked it.
async fn prepared(pool: &PgPool, id: &str) -> Result<String> {
    for _ in 0..600 {
        let lot: Option<String> = sqlx::query_scalar(
            "SELECT id_lot::text FROM gn_demandes.lot WHERE id_demande = $1::uuid AND kind = 'F1' AND state = 'verifie'",
        )
        .bind(id)
        .fetch_optional(pool)
        .await?;
        if let Some(lot) = lot {
            return Ok(lot);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    anyhow::bail!("the worker did not prepare the F1")
}

/// Names, addresses and accounts of everybody, and what the procedure knows of places and taxa.
async fn personal(pool: &PgPool) -> Result<BTreeSet<String>> {
    let words: Vec<String> = sqlx::query_scalar(
        "SELECT w FROM (
             SELECT unnest(ARRAY[nom_role, prenom_role, email]) AS w FROM utilisateurs.t_roles WHERE NOT groupe
             UNION SELECT nom_organisme FROM utilisateurs.bib_organismes
             UNION SELECT name FROM gn_demandes.maitre_ouvrage
             UNION SELECT area_name FROM ref_geo.l_areas WHERE length(area_name) > 8
             UNION SELECT lb_nom FROM taxonomie.taxref WHERE length(lb_nom) > 8
             UNION SELECT unique_id_sinp::text FROM gn_synthese.synthese WHERE unique_id_sinp IS NOT NULL) all_of_them
         WHERE length(w) > 3",
    )
    .fetch_all(pool)
    .await?;
    Ok(words.into_iter().map(|word| word.to_lowercase()).collect())
}

#[tokio::test]
async fn the_log_names_nobody_and_holds_no_secret() -> Result<()> {
    let pool = harness::demo_database().await;
    // A mail server that is not there: what cannot be sent is logged too.
    let port = free_port()?;
    let lines = format!(
        "smtp_host = '127.0.0.1'\nsmtp_port = {port}\nsmtp_security = 'none'\nsmtp_user = 'compte_smtp'\nsmtp_password = 'motdepasse_smtp'\n\
         mail_from = 'plateforme@exemple.fr'"
    );
    let mut installed = Installed::on(&pool, &program()?, &lines).await?;
    installed.start("serve").await?;
    installed.start("worker").await?;
    let mut secrets = story(&installed, &pool).await?;
    // The mails of all this are tried, and fail.
    let mut failed = 0_i64;
    for _ in 0..100 {
        failed = sqlx::query_scalar(
            "SELECT count(*) FROM gn_demandes.message WHERE last_error IS NOT NULL",
        )
        .fetch_one(&pool)
        .await?;
        if failed > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(failed > 0, "no mail was tried");
    installed.stop()?;

    let text = installed.log("serve")? + &installed.log("worker")?;
    assert!(text.lines().count() > 20, "{text}");
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).with_context(|| line.to_owned())?;
        assert!(
            line["timestamp"].is_string()
                && line["level"].is_string()
                && line["target"].is_string(),
            "{line}"
        );
    }
    assert!(
        text.contains("/lots/{id}/livraison"),
        "what is asked is logged, by its pattern"
    );
    secrets.extend([
        installed.key.clone(),
        harness::SERVICE.to_owned(),
        "motdepasse_smtp".to_owned(),
        "compte_smtp".to_owned(),
        "plateforme@exemple.fr".to_owned(),
        "combe".to_owned(),
        "inconnue".to_owned(),
        "postgres://".to_owned(),
        std::fs::read_to_string(installed.path("lot.key"))?
            .trim()
            .to_owned(),
    ]);
    let log = text.to_lowercase();
    let told: Vec<&String> = secrets
        .iter()
        .filter(|secret| log.contains(&secret.to_lowercase()))
        .collect();
    assert!(told.is_empty(), "told in the log: {told:?}");
    // Whole words: « Martin » is not to be found in « martinique ».
    let words: BTreeSet<&str> = log
        .split(|c: char| !c.is_alphanumeric() && !"@.-_".contains(c))
        .collect();
    let named: Vec<String> = personal(&pool)
        .await?
        .into_iter()
        .filter(|name| {
            if name.contains([' ', '-', '@', '.']) {
                log.contains(name.as_str())
            } else {
                words.contains(name.as_str())
            }
        })
        .collect();
    assert!(named.is_empty(), "named in the log: {named:?}");
    Ok(())
}
