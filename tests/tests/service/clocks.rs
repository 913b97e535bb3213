//! The clocks on the real store: reminders told once, whatever the hours at which the service runs; silence and lateness recorded.

use anyhow::{Context as _, Result};
use chrono::Duration;
use demandes_api::service;
use demandes_tests::{
    dossiers::{brouillon, complete, draft, lot_id},
    platform::Platform,
};
use serde_json::json;

/// How often each message was told to an account.
async fn count(platform: &Platform, message: &str, who: &str) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.message m JOIN utilisateurs.t_roles r USING (id_role)
         WHERE m.template = $1 AND r.identifiant = $2",
    )
    .bind(message)
    .bind(who)
    .fetch_one(&platform.pool)
    .await?)
}

/// The clocks, looked at each hour of so many days.
async fn days(platform: &Platform, days: i64) -> Result<()> {
    for _ in 0..days * 4 {
        platform.pass(Duration::hours(6));
        service::clocks::run(&platform.context).await?;
    }
    Ok(())
}

#[tokio::test]
async fn reminders_are_told_once_and_caught_up_then_silence_and_lateness() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = complete(&platform, &author, draft()).await?;
    assert!(
        service::clocks::run(&platform.context).await?,
        "the first time"
    );
    assert!(
        !service::clocks::run(&platform.context).await?,
        "not again within the hour"
    );
    days(&platform, 13).await?;
    assert_eq!(count(&platform, "avis_relance", "oiseaux").await?, 0);
    days(&platform, 2).await?;
    assert_eq!(
        count(&platform, "avis_relance", "oiseaux").await?,
        1,
        "seven days before"
    );
    // Somebody answers: nothing more is asked of him.
    let dreal = platform.login("dreal").await?;
    let rapaces = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let oiseaux = platform.login("oiseaux").await?;
    oiseaux
        .post(
            &format!("/lots/{rapaces}/avis"),
            json!({ "kind": "favorable" }),
        )
        .await?
        .ok()?;
    // The service is down for the reminder of two days, and back the day after.
    platform.pass(Duration::days(5));
    days(&platform, 1).await?;
    assert_eq!(count(&platform, "avis_relance", "oiseaux").await?, 1);
    let late = count(&platform, "avis_relance", "mammiferes").await?;
    assert!(
        (2..=3).contains(&late),
        "caught up by the latest one: {late}"
    );
    days(&platform, 2).await?;
    assert_eq!(
        count(&platform, "avis_sans_reponse", "mammiferes").await?,
        1
    );
    assert_eq!(count(&platform, "avis_sans_reponse", "oiseaux").await?, 0);
    let silent: i64 =
        sqlx::query_scalar("SELECT count(*) FROM gn_demandes.avis WHERE kind = 'sans_reponse'")
            .fetch_one(&platform.pool)
            .await?;
    assert!(silent >= 1);
    assert!(count(&platform, "a_decider", "dreal").await? >= 1);
    // F1 was to be sent on the same day, and was not; then the legal term ends, two months after the dépôt.
    assert!(count(&platform, "retard", "dreal").await? >= 1);
    let before = count(&platform, "retard", "dreal").await?;
    days(&platform, 45).await?;
    assert!(count(&platform, "retard", "dreal").await? > before);
    let all: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.message")
        .fetch_one(&platform.pool)
        .await?;
    days(&platform, 3).await?;
    let after: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.message")
        .fetch_one(&platform.pool)
        .await?;
    assert_eq!(all, after, "what is late is told once");
    Ok(())
}

#[tokio::test]
async fn what_is_left_alone_is_told_a_week_before_it_ends() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = brouillon(&author, draft()).await?;
    platform.pass(Duration::days(172));
    service::clocks::run(&platform.context).await?;
    assert_eq!(count(&platform, "expire_bientot", "association").await?, 0);
    days(&platform, 3).await?;
    assert_eq!(count(&platform, "expire_bientot", "association").await?, 1);
    platform.pass(Duration::days(7));
    service::expiry::run(&platform.context).await?;
    assert_eq!(count(&platform, "expiree", "association").await?, 1);
    let state: String =
        sqlx::query_scalar("SELECT state FROM gn_demandes.demande WHERE id_demande = $1::uuid")
            .bind(&id)
            .fetch_optional(&platform.pool)
            .await?
            .context("the demande")?;
    assert_eq!(state, "expiree");
    Ok(())
}
