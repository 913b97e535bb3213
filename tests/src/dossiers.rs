//! Dossiers of the demonstration brought over HTTP to the point of their life a test wants.
//!
//! Not here: expectations. Each step fails when it is refused.

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::{client::Client, platform::Platform};

/// All that an author writes. The purpose alone asks nobody; sensitive data are wanted precisely.
#[must_use]
pub fn draft() -> Value {
    json!({
        "objet": "etude_impact",
        "objet_detail": "Parc éolien des Combes",
        "maitre_ouvrage": "Syndicat mixte du Haut Tarnon",
        "intended_use": "État initial de l'étude d'impact",
        "use_months": 24,
        "other_holders": "Personne",
        "wants_precise_sensitive": true,
        "accepts_fallback": true,
    })
}

/// Thirty communes of the demonstration: under the number that asks for a tour de table, with sensitive data of every kind.
#[must_use]
pub fn thirty_communes() -> Value {
    let codes: Vec<String> = (1..=30).map(|n| format!("9A{n:03}")).collect();
    json!({ "kind": "areas", "area_type": "COM", "codes": codes })
}

/// The id in an answer.
///
/// # Errors
/// When there is none.
pub fn id<'a>(json: &'a Value, key: &str) -> anyhow::Result<&'a str> {
    json[key]
        .as_str()
        .with_context(|| format!("no {key} in {json}"))
}

/// A demande in state brouillon, with its perimeter.
///
/// # Errors
/// When a step is refused.
pub async fn brouillon(author: &Client, draft: Value) -> anyhow::Result<String> {
    let demande = author.post("/demandes", draft).await?.ok()?;
    let id_demande = id(&demande, "id_demande")?.to_owned();
    author
        .put(
            &format!("/demandes/{id_demande}/perimetre"),
            thirty_communes(),
        )
        .await?
        .ok()?;
    Ok(id_demande)
}

/// Deposits it.
///
/// # Errors
/// When it is refused.
pub async fn depose(author: &Client, id_demande: &str) -> anyhow::Result<()> {
    author
        .post(
            &format!("/demandes/{id_demande}/depot"),
            json!({ "engagement_version": 1 }),
        )
        .await?
        .ok()?;
    Ok(())
}

/// A demande of this author, found complete by `cen`. What the worker then has to do is not done yet.
///
/// # Errors
/// When a step is refused.
pub async fn complete(
    platform: &Platform,
    author: &Client,
    draft: Value,
) -> anyhow::Result<String> {
    let id_demande = brouillon(author, draft).await?;
    depose(author, &id_demande).await?;
    let cen = platform.login("cen").await?;
    cen.post(
        &format!("/demandes/{id_demande}/completude"),
        json!({ "complete": true }),
    )
    .await?
    .ok()?;
    Ok(id_demande)
}

/// The lots of a demande, as this person sees them.
///
/// # Errors
/// When they may not be seen.
pub async fn lots(reader: &Client, id_demande: &str) -> anyhow::Result<Vec<Value>> {
    let lots = reader
        .get(&format!("/demandes/{id_demande}/lots"))
        .await?
        .ok()?;
    lots.as_array().cloned().context("not a list")
}

/// The id of the lot of this kind (and group, for an F3).
///
/// # Errors
/// When there is none.
pub async fn lot_id(
    reader: &Client,
    id_demande: &str,
    kind: &str,
    groupe: Option<&str>,
) -> anyhow::Result<String> {
    let lots = lots(reader, id_demande).await?;
    let lot = lots
        .iter()
        .find(|lot| lot["kind"] == kind && lot["groupe"].as_str() == groupe)
        .with_context(|| format!("no {kind} {groupe:?} in {lots:?}"))?;
    Ok(id(lot, "id_lot")?.to_owned())
}

/// The state of a lot, as stored.
///
/// # Errors
/// When there is no such lot.
pub async fn lot_state(platform: &Platform, id_lot: &str) -> anyhow::Result<String> {
    Ok(
        sqlx::query_scalar("SELECT state FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(id_lot)
            .fetch_one(&platform.pool)
            .await?,
    )
}

/// Sends the F1 of a new complete demande of `author`, by the DREAL. Gives the demande, the lot, and what sending told (`jeton`, `url`).
///
/// # Errors
/// When a step is refused.
pub async fn send_f1(
    platform: &Platform,
    author: &Client,
    dreal: &Client,
) -> anyhow::Result<(String, String, Value)> {
    let id = complete(platform, author, draft()).await?;
    platform.work().await?;
    hand_over(platform, &id, "dreal").await?;
    let f1 = lot_id(dreal, &id, "F1", None).await?;
    let sent = dreal
        .post(&format!("/lots/{f1}/livraison"), json!({}))
        .await?
        .ok()?;
    Ok((id, f1, sent))
}

/// Hands a dossier over: this account becomes responsible of the demande and of its lots without tour de table.
///
/// # Errors
/// When the demande does not exist.
pub async fn hand_over(
    platform: &Platform,
    id_demande: &str,
    identifiant: &str,
) -> anyhow::Result<()> {
    let id_role = platform.id_role(identifiant).await?;
    let changed = sqlx::query(
        "UPDATE gn_demandes.demande SET id_responsable = $2 WHERE id_demande = $1::uuid",
    )
    .bind(id_demande)
    .bind(id_role)
    .execute(&platform.pool)
    .await?;
    ensure!(changed.rows_affected() == 1, "no demande {id_demande}");
    sqlx::query("UPDATE gn_demandes.lot SET id_responsable = $2 WHERE id_demande = $1::uuid AND NOT tour_de_table")
        .bind(id_demande)
        .bind(id_role)
        .execute(&platform.pool)
        .await?;
    Ok(())
}

/// Refuses a lot, once the pôles that are asked and have not answered abstain.
///
/// # Errors
/// When a step is refused.
pub async fn refuse(
    platform: &Platform,
    id_demande: &str,
    kind: &str,
    groupe: Option<&str>,
) -> anyhow::Result<()> {
    let refusal = json!({ "kind": "refuse", "motif": "Espèce menacée sur ce périmètre." });
    decide(platform, id_demande, kind, groupe, refusal).await
}

/// Takes this décision on a lot, once the pôles that are asked and have not answered abstain.
///
/// # Errors
/// When a step is refused.
pub async fn decide(
    platform: &Platform,
    id_demande: &str,
    kind: &str,
    groupe: Option<&str>,
    decision: Value,
) -> anyhow::Result<()> {
    let dreal = platform.login("dreal").await?;
    let id_lot = lot_id(&dreal, id_demande, kind, groupe).await?;
    let silent: Vec<(i32, String)> = sqlx::query_as(
        "SELECT DISTINCT ON (d.id_pole) d.id_pole, r.identifiant::text
         FROM gn_demandes.avis_demande d
         JOIN gn_demandes.pole_animateur a USING (id_pole) JOIN utilisateurs.t_roles r USING (id_role)
         WHERE d.id_lot = $1::uuid AND NOT EXISTS (SELECT FROM gn_demandes.avis g WHERE (g.id_lot, g.id_pole) = (d.id_lot, d.id_pole))",
    )
    .bind(&id_lot)
    .fetch_all(&platform.pool)
    .await?;
    for (id_pole, animateur) in silent {
        let avis = json!({ "kind": "deport", "id_pole": id_pole });
        platform
            .login(&animateur)
            .await?
            .post(&format!("/lots/{id_lot}/avis"), avis)
            .await?
            .ok()?;
    }
    dreal
        .post(&format!("/lots/{id_lot}/decision"), decision)
        .await?
        .ok()?;
    Ok(())
}
