//! The control of a lot before its release: what it says and what the sending does are one.

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    client::Client,
    dossiers::{complete, draft, hand_over, lot_id},
    platform::Platform,
};
use serde_json::{Value, json};

/// A dossier whose F1 is verified, `dreal` being its responsible; with it, the F1.
async fn verified(platform: &Platform) -> Result<(String, String)> {
    let author = platform.login("association").await?;
    let demande = complete(platform, &author, draft()).await?;
    platform.work().await?;
    hand_over(platform, &demande, "dreal").await?;
    let dreal = platform.login("dreal").await?;
    let f1 = lot_id(&dreal, &demande, "F1", None).await?;
    Ok((demande, f1))
}

async fn control(reader: &Client, id_lot: &str) -> Result<Value> {
    reader.get(&format!("/lots/{id_lot}/controle")).await?.ok()
}

async fn send(reader: &Client, id_lot: &str) -> Result<demandes_tests::client::Answer> {
    reader
        .post(&format!("/lots/{id_lot}/livraison"), json!({}))
        .await
}

/// The points that do not hold.
fn wrong(control: &Value) -> Vec<&str> {
    let points = control["points"].as_array().into_iter().flatten();
    points
        .filter(|point| point["tient"] != true)
        .filter_map(|point| point["code"].as_str())
        .collect()
}

/// What `GET /demandes/{id}/actions` says of the sending of this lot.
async fn may_send(reader: &Client, demande: &str, id_lot: &str) -> Result<bool> {
    let actions = reader
        .get(&format!("/demandes/{demande}/actions"))
        .await?
        .ok()?;
    let lots = actions["lots"].as_array().context("lots")?;
    let lot = lots
        .iter()
        .find(|lot| lot["id_lot"] == id_lot)
        .context("the lot")?;
    let send = lot["actions"]
        .as_array()
        .context("actions")?
        .iter()
        .find(|action| action["action"] == "send")
        .context("send")?;
    Ok(send["when"] == "now")
}

/// The control says no, the list of actions too, and the sending refuses with this code.
async fn holds_back(
    reader: &Client,
    (demande, id_lot): (&str, &str),
    point: &str,
    code: &str,
) -> Result<()> {
    let said = control(reader, id_lot).await?;
    assert_eq!(said["envoi_possible"], false, "{point}");
    assert_eq!(wrong(&said), [point], "{said}");
    ensure!(
        said["pourquoi_pas"]
            .as_str()
            .is_some_and(|why| why.len() > 10),
        "{said}"
    );
    assert!(!may_send(reader, demande, id_lot).await?, "{point}");
    assert_eq!(send(reader, id_lot).await?.refusal(), (409, code));
    Ok(())
}

#[tokio::test]
async fn the_button_and_the_sending_agree_on_every_point() -> Result<()> {
    let platform = Platform::demo().await?;
    let (demande, f1) = verified(&platform).await?;
    let dreal = platform.login("dreal").await?;
    let lot = (demande.as_str(), f1.as_str());

    let said = control(&dreal, &f1).await?;
    assert_eq!(
        (&said["envoi_possible"], &said["pourquoi_pas"]),
        (&json!(true), &Value::Null),
        "{said}"
    );
    assert_eq!(wrong(&said), Vec::<&str>::new());
    assert!(may_send(&dreal, &demande, &f1).await?);
    assert_eq!(said["adversaire"]["successes"], 0);
    assert!(said["verifications"]["by_geometry"]["selected"].as_i64() > Some(0));
    let poles = said["poles"].as_array().context("poles")?;
    ensure!(poles.len() > 2, "an F1 holds every group: {poles:?}");
    assert!(
        poles.iter().all(|pole| pole["told"] == pole["people"]),
        "{poles:?}"
    );

    // The identities of the content, as somebody would have changed them.
    let report: Value =
        sqlx::query_scalar("SELECT report FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(&f1)
            .fetch_one(&platform.pool)
            .await?;
    let set_report = async |report: &Value| -> Result<()> {
        sqlx::query("UPDATE gn_demandes.lot SET report = $2 WHERE id_lot = $1::uuid")
            .bind(&f1)
            .bind(report)
            .execute(&platform.pool)
            .await?;
        Ok(())
    };
    for identity in ["by_geometry", "by_area"] {
        let mut changed = report.clone();
        changed["checks"][identity]["classified"] = json!(-1);
        set_report(&changed).await?;
        holds_back(&dreal, lot, "contenu", "content_unchecked").await?;
    }
    set_report(&report).await?;

    // What the guard flagged, where it blocks.
    sqlx::raw_sql("UPDATE gn_demandes.setting SET value = 'true' WHERE key = 'guard_blocks'")
        .execute(&platform.pool)
        .await?;
    sqlx::query(
        "INSERT INTO gn_demandes.guard_flag (id_flag, id_lot, kind, lot_kind, areas, least_share, flagged_at)
         VALUES (gen_random_uuid(), $1::uuid, 'residual', 'F2', 1, 0.1, now())",
    )
    .bind(&f1)
    .execute(&platform.pool)
    .await?;
    holds_back(&dreal, lot, "garde", "guard_blocked").await?;
    sqlx::raw_sql("DELETE FROM gn_demandes.guard_flag")
        .execute(&platform.pool)
        .await?;

    // Somebody else speaks for a pôle since: he is told before the sending.
    sqlx::query(
        "INSERT INTO gn_demandes.pole_animateur (id_pole, id_role, starts_on)
         SELECT p.id_pole, $1, '2026-01-01' FROM gn_demandes.pole p WHERE NOT p.is_coordination
           AND NOT EXISTS (SELECT FROM gn_demandes.pole_animateur a WHERE a.id_pole = p.id_pole AND a.id_role = $1)
         ORDER BY p.id_pole LIMIT 1",
    )
    .bind(platform.id_role("chercheur").await?)
    .execute(&platform.pool)
    .await?;
    holds_back(&dreal, lot, "poles", "poles_not_informed").await?;
    let inform = format!("/lots/{f1}/information");
    let told = dreal.post(&inform, json!({})).await?.ok()?;
    assert_eq!(told["envoi_possible"], true, "{told}");
    assert_eq!(
        dreal.post(&inform, json!({})).await?.refusal(),
        (409, "poles_informed")
    );
    let new: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.message m JOIN utilisateurs.t_roles r USING (id_role)
         WHERE m.template = 'envoi_prevu' AND r.identifiant = 'chercheur'",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(new, 1);

    // Then it leaves, and does not leave again.
    assert_eq!(send(&dreal, &f1).await?.status, 201);
    let after = control(&dreal, &f1).await?;
    assert_eq!(
        (&after["envoi_possible"], wrong(&after)),
        (&json!(false), vec!["etat"])
    );
    Ok(())
}

/// Before there is anything to send, the control says what is missing.
#[tokio::test]
async fn a_lot_that_is_not_extracted_is_not_to_be_sent() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let demande = complete(&platform, &author, draft()).await?;
    hand_over(&platform, &demande, "dreal").await?;
    let dreal = platform.login("dreal").await?;
    let f1 = lot_id(&dreal, &demande, "F1", None).await?;
    let said = control(&dreal, &f1).await?;
    assert_eq!(said["envoi_possible"], false);
    assert_eq!(
        wrong(&said),
        ["etat", "contenu", "archive", "adversaire", "poles"]
    );
    assert!(said["verifications"].is_null() && said["adversaire"].is_null());
    Ok(())
}
