//! The permission in GeoNature's Synthèse: off by default, seen before it is granted, and gone as soon as a condition does not hold.

use anyhow::{Context as _, Result, ensure};
use chrono::{Duration, NaiveDateTime};
use demandes_tests::{
    client::Client,
    dossiers::{complete, decide, draft, hand_over, id, lots},
    platform::Platform,
};
use serde_json::{Value, json};

/// A demande of which every lot but those of `kept` was sent; no record of its perimeter is withheld.
async fn delivered(platform: &Platform, kept: &[&str]) -> Result<String> {
    let author = platform.login("association").await?;
    let demande = complete(platform, &author, draft()).await?;
    sqlx::query(
        "DELETE FROM gn_synthese.synthese WHERE id_synthese IN (
             SELECT c.id_synthese FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c
             WHERE p.id_demande = $1::uuid AND c.lot = 'withheld')",
    )
    .bind(&demande)
    .execute(&platform.pool)
    .await?;
    let dreal = platform.login("dreal").await?;
    for lot in lots(&dreal, &demande).await? {
        if lot["kind"] == "F3" && !lot["groupe"].as_str().is_some_and(|g| kept.contains(&g)) {
            let accept = json!({ "kind": "accept" });
            decide(platform, &demande, "F3", lot["groupe"].as_str(), accept).await?;
        }
    }
    hand_over(platform, &demande, "dreal").await?;
    platform.work().await?;
    for lot in lots(&dreal, &demande).await? {
        if lot["state"] == "verifie" {
            send(platform, &dreal, id(&lot, "id_lot")?).await?;
        }
    }
    Ok(demande)
}

/// Sends a lot; what left just before has it attacked again first.
async fn send(platform: &Platform, dreal: &Client, id_lot: &str) -> Result<()> {
    let path = format!("/lots/{id_lot}/livraison");
    let first = dreal.post(&path, json!({})).await?;
    if first.refusal() == (409, "attack_due") {
        platform.work().await?;
        dreal.post(&path, json!({})).await?.ok()?;
        return Ok(());
    }
    first.ok()?;
    Ok(())
}

async fn switch(platform: &Platform, on: bool) -> Result<()> {
    let dreal = platform.login("dreal").await?;
    let change = json!({ "values": { "geonature_permission": on }, "comment": "Essai" });
    dreal.patch("/reglages", change).await?.ok()?;
    Ok(())
}

async fn seen(platform: &Platform, demande: &str) -> Result<Value> {
    let dreal = platform.login("dreal").await?;
    let path = format!("/demandes/{demande}/permission-geonature");
    dreal.get(&path).await?.ok()
}

async fn grant(platform: &Platform, demande: &str) -> Result<demandes_tests::client::Answer> {
    let dreal = platform.login("dreal").await?;
    let path = format!("/demandes/{demande}/permission-geonature");
    dreal.post(&path, json!({})).await
}

/// A row of GeoNature: action, scope, filter of sensitivity, end, validated, areas, taxa.
type Row = (
    String,
    Option<i32>,
    Option<bool>,
    Option<NaiveDateTime>,
    Option<bool>,
    i64,
    i64,
);

/// What GeoNature has of the Synthèse for the demandeur, narrowed to areas.
async fn rows(platform: &Platform) -> Result<Vec<Row>> {
    Ok(sqlx::query_as(
        "SELECT a.code_action::text, p.scope_value, p.sensitivity_filter, p.expire_on, p.validated,
                (SELECT count(*) FROM gn_permissions.cor_permission_area f WHERE f.id_permission = p.id_permission),
                (SELECT count(*) FROM gn_permissions.cor_permission_taxref f WHERE f.id_permission = p.id_permission)
         FROM gn_permissions.t_permissions p JOIN gn_permissions.bib_actions a USING (id_action)
         JOIN gn_commons.t_modules m USING (id_module) JOIN utilisateurs.t_roles r USING (id_role)
         WHERE m.module_code = 'SYNTHESE' AND r.identifiant = 'association'
           AND EXISTS (SELECT FROM gn_permissions.cor_permission_area f WHERE f.id_permission = p.id_permission)
         ORDER BY a.code_action",
    )
    .fetch_all(&platform.pool)
    .await?)
}

/// Nothing is left in GeoNature, and the last permission of the demande ended for this reason.
async fn is_over(platform: &Platform, demande: &str, reason: &str) -> Result<()> {
    assert_eq!(rows(platform).await?, []);
    let orphans: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_permissions.cor_permission_area f
         WHERE NOT EXISTS (SELECT FROM gn_permissions.t_permissions p WHERE p.id_permission = f.id_permission)",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(orphans, 0);
    let last: Option<String> = sqlx::query_scalar(
        "SELECT end_reason FROM gn_demandes.permission_geonature WHERE id_demande = $1::uuid ORDER BY granted_at DESC LIMIT 1",
    )
    .bind(demande)
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(last.as_deref(), Some(reason));
    let told: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.evenement WHERE kind = 'end_permission' AND detail ->> 'reason' = $1",
    )
    .bind(reason)
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(told, 1, "{reason}");
    Ok(())
}

/// A day goes by, and the worker looks.
async fn night(platform: &Platform) -> Result<()> {
    platform.pass(Duration::hours(25));
    platform.work().await?;
    Ok(())
}

#[tokio::test]
async fn a_permission_is_seen_granted_looked_at_and_taken_away() -> Result<()> {
    let platform = Platform::demo().await?;
    let demande = delivered(&platform, &[]).await?;

    // Off by default: it may be seen, and not granted.
    let off = seen(&platform, &demande).await?;
    assert_eq!(off["possible"], false);
    assert_eq!(
        off["pourquoi_pas"].as_array().map(Vec::len),
        Some(1),
        "{off}"
    );
    assert_eq!(
        grant(&platform, &demande).await?.refusal(),
        (409, "permission_impossible")
    );
    switch(&platform, true).await?;
    let said = seen(&platform, &demande).await?;
    assert_eq!(
        (&said["possible"], &said["accordee"]),
        (&json!(true), &Value::Null),
        "{said}"
    );
    assert_eq!(said["communes"].as_array().map(Vec::len), Some(30));
    ensure!(said["donnees"]["montrees"].as_i64() > Some(100), "{said}");
    assert_eq!(rows(&platform).await?, []);

    // Granted: one row to read, one to export, until the use ends.
    let granted = grant(&platform, &demande).await?;
    assert_eq!(granted.status, 201, "{}", granted.json);
    let until: NaiveDateTime = "2028-03-03T00:00:00".parse()?;
    let row = |action: &str| {
        (
            action.to_owned(),
            None,
            Some(false),
            Some(until),
            Some(true),
            30,
            0,
        )
    };
    assert_eq!(rows(&platform).await?, [row("E"), row("R")]);
    assert_eq!(
        seen(&platform, &demande).await?["accordee"]["jusqu_au"],
        "2028-03-02"
    );
    assert_eq!(
        grant(&platform, &demande).await?.status,
        409,
        "one at a time"
    );

    // A night: nothing changed.
    night(&platform).await?;
    assert_eq!(rows(&platform).await?.len(), 2);
    let checked = seen(&platform, &demande).await?;
    assert!(checked["accordee"]["verifiee_le"].as_str() > said["accordee"]["verifiee_le"].as_str());

    // Taken away by the coordination, with a motif.
    let dreal = platform.login("dreal").await?;
    let path = format!("/demandes/{demande}/permission-geonature/retrait");
    assert_eq!(
        dreal.post(&path, json!({ "motif": " " })).await?.status,
        422
    );
    dreal
        .post(&path, json!({ "motif": "Étude terminée." }))
        .await?
        .ok()?;
    is_over(&platform, &demande, "revoquee").await?;
    assert_eq!(
        dreal.post(&path, json!({ "motif": "x" })).await?.refusal(),
        (409, "no_permission")
    );

    // A record inside becomes one that nobody receives: gone in the night, told to the coordination once.
    grant(&platform, &demande).await?.ok()?;
    sqlx::query(
        "UPDATE gn_synthese.synthese SET id_nomenclature_sensitivity = ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '4')
         WHERE id_synthese = (SELECT c.id_synthese FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c
                              WHERE p.id_demande = $1::uuid AND c.selected_by = 'geometry' ORDER BY 1 LIMIT 1)",
    )
    .bind(&demande)
    .execute(&platform.pool)
    .await?;
    night(&platform).await?;
    is_over(&platform, &demande, "donnee_retenue").await?;
    let said = seen(&platform, &demande).await?;
    assert_eq!(
        (&said["possible"], &said["donnees"]["retenues"]),
        (&json!(false), &json!(1))
    );
    let told: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.message m JOIN utilisateurs.t_roles r USING (id_role)
         WHERE m.template = 'permission_terminee' AND r.identifiant = 'dreal'",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(told, 2);
    Ok(())
}

#[tokio::test]
async fn a_permission_ends_with_what_it_rests_on() -> Result<()> {
    let platform = Platform::demo().await?;
    let demande = delivered(&platform, &[]).await?;
    switch(&platform, true).await?;
    grant(&platform, &demande).await?.ok()?;
    switch(&platform, false).await?;
    night(&platform).await?;
    is_over(&platform, &demande, "desactivee").await?;

    switch(&platform, true).await?;
    grant(&platform, &demande).await?.ok()?;
    let account = "UPDATE utilisateurs.t_roles SET active = $1 WHERE identifiant = 'association'";
    sqlx::query(account)
        .bind(false)
        .execute(&platform.pool)
        .await?;
    night(&platform).await?;
    is_over(&platform, &demande, "compte_inactif").await?;
    sqlx::query(account)
        .bind(true)
        .execute(&platform.pool)
        .await?;

    // Somebody takes one of its rows away in GeoNature.
    grant(&platform, &demande).await?.ok()?;
    let read: i32 = sqlx::query_scalar(
        "SELECT id_read FROM gn_demandes.permission_geonature WHERE ended_at IS NULL",
    )
    .fetch_one(&platform.pool)
    .await?;
    for sql in [
        "DELETE FROM gn_permissions.cor_permission_area WHERE id_permission = $1",
        "DELETE FROM gn_permissions.t_permissions WHERE id_permission = $1",
    ] {
        sqlx::query(sql).bind(read).execute(&platform.pool).await?;
    }
    night(&platform).await?;
    is_over(&platform, &demande, "retiree_dans_geonature").await?;

    grant(&platform, &demande).await?.ok()?;
    platform.pass(Duration::days(725));
    night(&platform).await?;
    assert_eq!(rows(&platform).await?.len(), 2, "the last days count");
    platform.pass(Duration::days(5));
    night(&platform).await?;
    is_over(&platform, &demande, "expiree").await
}

/// A lot that was not delivered, whatever the reason: GeoNature would show its records, so nothing is granted.
#[tokio::test]
async fn nothing_is_granted_while_a_lot_was_not_delivered() -> Result<()> {
    let platform = Platform::demo().await?;
    let demande = delivered(&platform, &["RAPACES"]).await?;
    switch(&platform, true).await?;
    let said = seen(&platform, &demande).await?;
    assert_eq!(said["possible"], false);
    ensure!(said["donnees"]["non_remises"].as_i64() > Some(0), "{said}");
    assert_eq!(said["donnees"]["retenues"], 0);
    let refused = grant(&platform, &demande).await?;
    assert_eq!(refused.refusal(), (409, "permission_impossible"));
    let why = refused.json["detail"].as_str().context("detail")?;
    assert!(why.contains("pas été remises"), "{why}");
    assert_eq!(rows(&platform).await?, []);
    Ok(())
}
