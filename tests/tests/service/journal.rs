//! The journal as evidence: chained by the database, verified by the service and by a third party's script, erasable without breaking.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use chrono::Duration;
use demandes_api::service::{
    self,
    journal::{Anchor, Verified},
};
use demandes_tests::{
    dossiers::{self, brouillon, draft},
    harness,
    platform::Platform,
};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection};

/// Dossiers at several points of their life: refused in part, expired, left in brouillon; and one delivered, which takes longer.
async fn lived(delivered: bool) -> Result<Platform> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let id = if delivered {
        let (id, _, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
        let link = format!("/livraisons/{}", dossiers::id(&sent, "jeton")?);
        ensure!(
            author.download(&link).await?.status.is_success(),
            "download"
        );
        id
    } else {
        dossiers::complete(&platform, &author, draft()).await?
    };
    dossiers::refuse(&platform, &id, "F3", Some("RAPACES")).await?;
    let left = brouillon(&author, draft()).await?;
    platform.pass(Duration::days(400));
    service::expiry::run(&platform.context).await?;
    let author = platform.login("association").await?;
    let left = author.get(&format!("/demandes/{left}")).await?.ok()?;
    ensure!(left["state"] == "expiree", "left for too long");
    brouillon(&author, draft()).await?;
    Ok(platform)
}

async fn verified(platform: &Platform, anchor: Option<&Anchor>) -> Result<Verified> {
    Ok(service::journal::verify(&platform.context, anchor).await?)
}

/// What the published script says of an export: whether all holds, and its words.
async fn third_party(platform: &Platform, anchor: Option<&str>) -> Result<(bool, String)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("journal.jsonl");
    let mut file = std::fs::File::create(&path)?;
    service::journal::export(&platform.context, true, &mut file).await?;
    let output = Command::new("python3")
        .arg(harness::root().join("module_api/journal/verify_journal.py"))
        .arg(&path)
        .args(anchor)
        .output()
        .context("python3")?;
    let told = String::from_utf8(output.stdout)? + &String::from_utf8_lossy(&output.stderr);
    Ok((output.status.success(), told))
}

/// Only a test rewrites the past: as the superuser, without triggers.
async fn rewrite(platform: &Platform, sql: &str) -> Result<()> {
    let mut tx = platform.pool.begin().await?;
    sqlx::raw_sql("SET LOCAL session_replication_role = replica")
        .execute(&mut *tx)
        .await?;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut *tx)
        .await
        .with_context(|| sql.to_owned())?;
    tx.commit().await?;
    Ok(())
}

#[tokio::test]
async fn every_state_is_what_the_journal_says_and_all_three_ways_to_verify_agree() -> Result<()> {
    let platform = lived(true).await?;
    let found = verified(&platform, None).await?;
    assert_eq!(found.findings, []);
    assert!(found.events > 15, "{} events", found.events);
    assert_eq!(found.erased, 0);

    // Recomputed once more, from the log alone.
    let wrong: Vec<(String, String)> = sqlx::query_as(
        "SELECT x.id::text, x.state FROM (SELECT id_demande, NULL::uuid, id_demande, state FROM gn_demandes.demande
               UNION ALL SELECT id_demande, id_lot, id_lot, state FROM gn_demandes.lot) x (id_demande, id_lot, id, state)
         WHERE x.state IS DISTINCT FROM (SELECT e.state_after FROM gn_demandes.evenement e JOIN gn_demandes.evenement_chaine c USING (id_evenement)
               WHERE e.id_demande = x.id_demande AND e.id_lot IS NOT DISTINCT FROM x.id_lot AND e.state_after IS NOT NULL
               ORDER BY c.rang DESC LIMIT 1)",
    )
    .fetch_all(&platform.pool)
    .await?;
    assert_eq!(wrong, []);

    let head = format!("{}:{}", found.events, found.head);
    let (holds, told) = third_party(&platform, Some(&head)).await?;
    assert!(holds, "{told}");
    assert!(told.contains(&head), "the same digest: {told}");
    assert_eq!(
        verified(&platform, Some(&head.parse().map_err(anyhow::Error::msg)?))
            .await?
            .findings,
        []
    );
    Ok(())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, in the order it happens")]
async fn whatever_is_rewritten_is_seen_and_told_where() -> Result<()> {
    let platform = lived(false).await?;
    let head = verified(&platform, None).await?;
    let anchor = format!("{}:{}", head.events, head.head);
    let noted: Anchor = anchor.parse().map_err(anyhow::Error::msg)?;
    let last = "(SELECT max(rang) FROM gn_demandes.evenement_chaine)";
    // What is done, how it is undone, what is told, and whether an export alone shows it.
    let cases: &[(&str, &str, &str, bool)] = &[
        (
            "UPDATE gn_demandes.evenement SET detail = detail || '{\"faux\": 1}' WHERE id_evenement = 3",
            "UPDATE gn_demandes.evenement SET detail = detail - 'faux' WHERE id_evenement = 3",
            "l'événement 3",
            true,
        ),
        (
            "UPDATE gn_demandes.evenement SET at = at + interval '1 microsecond' WHERE id_evenement = 4",
            "UPDATE gn_demandes.evenement SET at = at - interval '1 microsecond' WHERE id_evenement = 4",
            "l'événement 4",
            true,
        ),
        (
            "UPDATE gn_demandes.evenement SET state_after = 'complete' WHERE id_evenement = 1",
            "UPDATE gn_demandes.evenement SET state_after = 'brouillon' WHERE id_evenement = 1",
            "l'événement 1 ",
            true,
        ),
        (
            "UPDATE gn_demandes.evenement_personnel SET id_role = id_role + 1 WHERE id_evenement = 1",
            "UPDATE gn_demandes.evenement_personnel SET id_role = id_role - 1 WHERE id_evenement = 1",
            "partie personnelle de l'événement 1 ",
            true,
        ),
        (
            "CREATE TABLE kept AS DELETE_RETURNING",
            "INSERT INTO gn_demandes.evenement_personnel SELECT * FROM kept; DROP TABLE kept",
            "sans effacement déclaré",
            false,
        ),
        (
            "CREATE TABLE kept AS SELECT * FROM gn_demandes.evenement WHERE id_evenement = 2; DELETE FROM gn_demandes.evenement WHERE id_evenement = 2",
            "INSERT INTO gn_demandes.evenement OVERRIDING SYSTEM VALUE SELECT * FROM kept; DROP TABLE kept",
            "a disparu",
            true,
        ),
        (
            "INSERT INTO gn_demandes.evenement OVERRIDING SYSTEM VALUE
             SELECT 100000, id_demande, id_lot, kind, state_before, state_after, detail, at, personnel_sha256 FROM gn_demandes.evenement WHERE id_evenement = 2",
            "DELETE FROM gn_demandes.evenement WHERE id_evenement = 100000",
            "hors de la chaîne",
            false,
        ),
        (
            "UPDATE gn_demandes.demande SET state = 'revoquee' WHERE state = 'expiree'",
            "UPDATE gn_demandes.demande SET state = 'expiree' WHERE state = 'revoquee'",
            "le journal dit « expiree »",
            false,
        ),
        (
            // A whole link and its event, as if they had never been: the rest is renumbered.
            "CREATE TABLE kept AS SELECT * FROM gn_demandes.evenement_chaine; UPDATE gn_demandes.evenement_chaine SET rang = -rang WHERE rang >= 5;
             DELETE FROM gn_demandes.evenement_chaine WHERE rang = -5; UPDATE gn_demandes.evenement_chaine SET rang = -rang - 1 WHERE rang < 0",
            "DELETE FROM gn_demandes.evenement_chaine; INSERT INTO gn_demandes.evenement_chaine SELECT * FROM kept; DROP TABLE kept",
            "ne suit pas",
            true,
        ),
    ];
    rewrite(
        &platform,
        "ALTER TABLE gn_demandes.evenement_chaine DROP CONSTRAINT evenement_chaine_rang_check",
    )
    .await?;
    for (tampering, undoing, told, in_export) in cases {
        let tampering = tampering.replace(
            "CREATE TABLE kept AS DELETE_RETURNING",
            "CREATE TABLE kept AS SELECT * FROM gn_demandes.evenement_personnel WHERE id_evenement = 2;
             DELETE FROM gn_demandes.evenement_personnel WHERE id_evenement = 2",
        );
        rewrite(&platform, &tampering).await?;
        let found = verified(&platform, None).await?;
        let words = demandes_api::commands::journal::told(&found);
        assert!(words.contains(told), "{tampering}: {words}");
        let (holds, told) = third_party(&platform, None).await?;
        assert_eq!(holds, !in_export, "{tampering}: {told}");
        rewrite(&platform, undoing).await?;
        let after = verified(&platform, Some(&noted)).await?;
        assert_eq!(after.findings, [], "undone: {undoing}");
    }

    // The end taken away, with what it changed: the chain alone holds, the noted digest does not.
    let (id_demande, before): (uuid::Uuid, Option<String>) = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT id_demande, state_before FROM gn_demandes.evenement JOIN gn_demandes.evenement_chaine USING (id_evenement) WHERE rang = {last}"
    )))
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(
        before, None,
        "the last event is the perimeter of a brouillon, {id_demande}"
    );
    rewrite(
        &platform,
        &format!("DELETE FROM gn_demandes.evenement WHERE id_evenement = (SELECT id_evenement FROM gn_demandes.evenement_chaine WHERE rang = {last});
                  DELETE FROM gn_demandes.evenement_chaine WHERE rang = {last}"),
    )
    .await?;
    assert_eq!(verified(&platform, None).await?.findings, []);
    let found = verified(&platform, Some(&noted)).await?;
    assert!(found.findings[0].to_string().contains("fin du journal"));
    assert!(!third_party(&platform, Some(&anchor)).await?.0);
    Ok(())
}

#[tokio::test]
async fn writers_at_once_make_one_chain_without_waiting_for_one_another_for_ever() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let mut demandes = Vec::new();
    for _ in 0..2 {
        let id: uuid::Uuid = brouillon(&author, draft()).await?.parse()?;
        demandes.push(id);
    }
    let before = verified(&platform, None).await?.events;
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..40 {
        let (pool, at) = (platform.pool.clone(), platform.now());
        // Half of them meet the two dossiers in one order: what they hold while they log never makes a circle with the log itself.
        let demandes = demandes.clone();
        writers.spawn(async move {
            let mut tx = pool.begin().await?;
            for id_demande in demandes {
                sqlx::query("SELECT FROM gn_demandes.demande WHERE id_demande = $1 FOR UPDATE")
                    .bind(id_demande)
                    .execute(&mut *tx)
                    .await?;
                let event = demandes_api::store::evenements::NewEvenement {
                    id_demande,
                    id_lot: None,
                    kind: "note",
                    states: None,
                    id_role: None,
                    detail: json!({ "n": n }),
                    motif: Some("Été, 鳥, \u{1F985}"),
                    at,
                };
                service::journal::record(&mut tx, event).await?;
                tokio::task::yield_now().await;
            }
            tx.commit().await?;
            anyhow::Ok(())
        });
    }
    while let Some(written) = writers.join_next().await {
        written??;
    }
    let found = verified(&platform, None).await?;
    assert_eq!(found.findings, []);
    assert_eq!(found.events, before + 80);
    assert!(third_party(&platform, None).await?.0);
    Ok(())
}

#[tokio::test]
async fn what_names_a_person_is_erased_and_the_chain_still_holds() -> Result<()> {
    let platform = lived(false).await?;
    let id_role = platform.id_role("association").await?;
    let before = verified(&platform, None).await?;
    let erased = service::journal::erase(&platform.context, id_role).await?;
    assert!(erased.events > 5 && erased.demandes > 2, "{erased:?}");
    let after = verified(&platform, None).await?;
    assert_eq!(after.findings, []);
    assert_eq!(after.erased, erased.events);
    assert_eq!(
        after.events,
        before.events + i64::try_from(erased.demandes)?
    );
    assert!(third_party(&platform, None).await?.0);
    let left: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.evenement_personnel WHERE id_role = $1 OR detail::text LIKE '%' || $1 || '%'",
    )
    .bind(id_role)
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(left, 0);
    let dreal = platform.login("dreal").await?;
    let id: uuid::Uuid = sqlx::query_scalar(
        "SELECT id_demande FROM gn_demandes.demande ORDER BY created_at LIMIT 1",
    )
    .fetch_one(&platform.pool)
    .await?;
    let journal = dreal.get(&format!("/demandes/{id}/journal")).await?.ok()?;
    let lines = journal.as_array().context("a list")?;
    assert!(!journal.to_string().contains("Rouvière"), "{journal}");
    assert!(lines.iter().any(|line| line["kind"] == "erase_personal"));
    // Once more finds nothing more.
    assert_eq!(
        service::journal::erase(&platform.context, id_role)
            .await?
            .events,
        0
    );
    Ok(())
}

/// The account of the service, owner of its tables and no superuser, may only append; GeoNature's own deletions are not in its way.
#[tokio::test]
async fn the_owner_himself_may_only_append() -> Result<()> {
    let platform = lived(false).await?;
    let mut conn = platform.pool.acquire().await?;
    let mut tx = conn.begin().await?;
    sqlx::raw_sql(
        "CREATE ROLE journal_owner_of_a_test NOLOGIN;
         DO $$
         DECLARE t regclass;
         BEGIN
             FOR t IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'gn_demandes'::regnamespace AND c.relkind IN ('r', 'p') LOOP
                 EXECUTE format('ALTER TABLE %s OWNER TO journal_owner_of_a_test', t);
             END LOOP;
         END $$;
         GRANT USAGE ON SCHEMA gn_demandes, utilisateurs TO journal_owner_of_a_test;
         GRANT SELECT, DELETE ON ALL TABLES IN SCHEMA utilisateurs TO journal_owner_of_a_test;
         INSERT INTO utilisateurs.t_roles (groupe, identifiant, nom_role, active) VALUES (false, 'jamais_venu', 'Jamais venu', true);
         SET LOCAL ROLE journal_owner_of_a_test",
    )
    .execute(&mut *tx)
    .await?;
    for sql in [
        "UPDATE gn_demandes.evenement SET detail = '{}'",
        "DELETE FROM gn_demandes.evenement",
        "TRUNCATE gn_demandes.evenement",
        "UPDATE gn_demandes.evenement_chaine SET rang = rang + 1",
        "DELETE FROM gn_demandes.evenement_chaine",
        "TRUNCATE gn_demandes.evenement_chaine",
        "TRUNCATE gn_demandes.evenement_personnel",
        "SELECT FROM gn_demandes.evenement FOR UPDATE",
    ] {
        let mut inner = tx.begin().await?;
        let refusal = sqlx::raw_sql(sql)
            .execute(&mut *inner)
            .await
            .err()
            .context(sql)?;
        let code = refusal
            .as_database_error()
            .and_then(|error| error.code().map(|code| code.to_string()));
        assert_eq!(code.as_deref(), Some("42501"), "{sql}: {refusal}");
        inner.rollback().await?;
    }
    let mut inner = tx.begin().await?;
    let refusal = sqlx::raw_sql("UPDATE gn_demandes.evenement_personnel SET motif = 'autre'")
        .execute(&mut *inner)
        .await
        .err()
        .context("rewriting")?;
    assert!(
        refusal.to_string().contains("ne se réécrit pas"),
        "{refusal}"
    );
    inner.rollback().await?;
    let event = demandes_api::store::evenements::NewEvenement {
        id_demande: uuid::Uuid::nil(),
        id_lot: None,
        kind: "note",
        states: None,
        id_role: None,
        detail: json!({}),
        motif: None,
        at: platform.now(),
    };
    service::journal::record(&mut tx, event).await?;
    sqlx::raw_sql("SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM utilisateurs.t_roles WHERE identifiant = 'jamais_venu'")
        .execute(&mut *tx)
        .await
        .context("GeoNature deletes an account that never came here")?;
    tx.rollback().await?;
    Ok(())
}
