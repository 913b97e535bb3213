//! The blurred copy of a refused lot: when it is made, under whose conditions, and that nothing precise of the same group ever
//! stands beside it on the same dossier line, in whatever order things happen. Its files are held by `main_job_real.rs`.

use anyhow::{Context as _, Result};
use chrono::Duration;
use demandes_tests::{
    dossiers::{self, decide, draft, lot_id, lot_state, lots, refuse},
    platform::Platform,
};
use serde_json::{Value, json};

/// The copies of a demande, each with the group of the refused lot ('' for none).
async fn copies(platform: &Platform, id: &str) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as(
        "SELECT c.id_lot::text, coalesce(r.code_groupe, '') FROM gn_demandes.lot c JOIN gn_demandes.lot r ON r.id_lot = c.fallback_of
         WHERE c.id_demande = $1::uuid ORDER BY 2",
    )
    .bind(id)
    .fetch_all(&platform.pool)
    .await?)
}

/// What the copy of the lot of this group holds, once extracted: how many blurred rows.
async fn rows_of_copy(platform: &Platform, id: &str, groupe: &str) -> Result<i64> {
    let copies = copies(platform, id).await?;
    let (copy, _) = copies
        .iter()
        .find(|(_, of)| of == groupe)
        .with_context(|| format!("no copy of {groupe} in {copies:?}"))?;
    let (state, report): (String, Option<Value>) =
        sqlx::query_as("SELECT state, report FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(copy)
            .fetch_one(&platform.pool)
            .await?;
    assert_eq!(state, "verifie");
    let delivered = &report.context("a report")?["delivered"];
    assert_eq!(delivered["precises"], 0);
    delivered["floutees"].as_i64().context("rows")
}

/// What classification leaves out of F1 for these groups.
async fn left_out(platform: &Platform, id: &str, groupes: &[&str]) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.perimetre p
          CROSS JOIN LATERAL gn_diffusion.classify(p.geom, at => $3::date) c
          WHERE p.id_demande = $1::uuid AND c.lot = 'left_out' AND c.groupe = ANY ($2)",
    )
    .bind(id)
    .bind(groupes)
    .bind(platform.now().date_naive())
    .fetch_one(&platform.pool)
    .await?)
}

async fn left_out_of(platform: &Platform, id: &str, groupe: &str) -> Result<i64> {
    left_out(platform, id, &[groupe]).await
}

#[tokio::test]
async fn each_refused_group_falls_back_and_the_others_do_not() -> Result<()> {
    let platform = Platform::demo().await?;
    let (author, dreal) = (
        platform.login("association").await?,
        platform.login("dreal").await?,
    );
    let id = dossiers::complete(&platform, &author, draft()).await?;
    decide(
        &platform,
        &id,
        "F3",
        Some("CHIROPTERES"),
        json!({ "kind": "accept" }),
    )
    .await?;
    assert!(copies(&platform, &id).await?.is_empty());
    for groupe in ["RAPACES", "ORCHIDEES"] {
        refuse(&platform, &id, "F3", Some(groupe)).await?;
    }
    platform.work().await?;
    let expected = [
        left_out_of(&platform, &id, "RAPACES").await?,
        left_out_of(&platform, &id, "ORCHIDEES").await?,
    ];
    assert!(expected.iter().all(|rows| *rows > 0), "{expected:?}");
    let found = [
        rows_of_copy(&platform, &id, "RAPACES").await?,
        rows_of_copy(&platform, &id, "ORCHIDEES").await?,
    ];
    assert_eq!(found, expected);
    assert_eq!(copies(&platform, &id).await?.len(), 2);

    // One décision, one event: the log says of which lot it is the copy, and gives no figure.
    let journal = author.get(&format!("/demandes/{id}/journal")).await?.ok()?;
    let refused = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let opened: Vec<&Value> = journal
        .as_array()
        .into_iter()
        .flatten()
        .filter(|event| event["detail"]["fallback_of"] == json!(refused))
        .collect();
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert_eq!(opened[0]["kind"], "decide_by_rule");

    // The author sees that it exists, and no figure of it before it is sent.
    let mine = lots(&author, &id).await?;
    let copy = mine
        .iter()
        .find(|lot| lot["fallback_of"] == json!(refused))
        .context("the copy")?;
    assert!(copy["report"].is_null() && copy["archive_bytes"].is_null());
    Ok(())
}

#[tokio::test]
async fn a_copy_waits_for_f1_and_keeps_its_conditions() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("consultant").await?;
    let id = dossiers::complete(&platform, &author, draft()).await?;
    refuse(&platform, &id, "F2", None).await?;
    refuse(&platform, &id, "F3", Some("RAPACES")).await?;
    assert!(
        copies(&platform, &id).await?.is_empty(),
        "F1, to which these rows belong, is not granted yet"
    );
    let embargo = (platform.now() + Duration::days(30)).date_naive();
    let conditions = json!({ "excluded_period": { "from": "1900-01-01", "to": "2019-12-31" }, "embargo_until": embargo });
    let accept =
        json!({ "kind": "accept_with_conditions", "motif": "x", "conditions": conditions });
    decide(&platform, &id, "F1", None, accept).await?;
    platform.work().await?;
    let opened = copies(&platform, &id).await?;
    assert_eq!(opened.len(), 2);
    for (copy, groupe) in &opened {
        assert_eq!(
            lot_state(&platform, copy).await?,
            "decide",
            "{groupe:?}: the embargo holds"
        );
    }
    platform.pass(Duration::days(30));
    platform.work().await?;
    for (of, groupes) in [
        (
            "",
            [
                "FLORE",
                "INVERTEBRES",
                "MAMMIFERES",
                "OISEAUX",
                "REPTILES_AMPHIBIENS",
            ]
            .as_slice(),
        ),
        ("RAPACES", &["RAPACES"]),
    ] {
        let kept: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM gn_demandes.perimetre p
              CROSS JOIN LATERAL gn_diffusion.classify(p.geom, at => $3::date) c JOIN gn_synthese.synthese s USING (id_synthese)
              WHERE p.id_demande = $1::uuid AND c.lot = 'left_out' AND c.groupe = ANY ($2) AND s.date_max >= '2020-01-01'",
        )
        .bind(&id)
        .bind(groupes)
        .bind(platform.now().date_naive())
        .fetch_one(&platform.pool)
        .await?;
        let all = left_out(&platform, &id, groupes).await?;
        assert!(0 < kept && kept < all, "{kept} of {all}");
        assert_eq!(rows_of_copy(&platform, &id, of).await?, kept, "{of}");
    }
    Ok(())
}

#[tokio::test]
async fn no_copy_for_who_does_not_want_it_nor_without_f1() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("consultant").await?;
    let mut proud = draft();
    proud["accepts_fallback"] = json!(false);
    let not_wanted = dossiers::complete(&platform, &author, proud).await?;
    decide(
        &platform,
        &not_wanted,
        "F1",
        None,
        json!({ "kind": "accept" }),
    )
    .await?;
    refuse(&platform, &not_wanted, "F2", None).await?;

    let nothing_granted = dossiers::complete(&platform, &author, draft()).await?;
    refuse(&platform, &nothing_granted, "F2", None).await?;
    refuse(&platform, &nothing_granted, "F1", None).await?;
    platform.work().await?;
    for id in [not_wanted, nothing_granted] {
        assert!(copies(&platform, &id).await?.is_empty());
    }
    Ok(())
}

/// A second demande on the line of the first, as a renewal is.
async fn renewal(platform: &Platform, first: &str) -> Result<String> {
    let author = platform.login("association").await?;
    let id = dossiers::complete(platform, &author, draft()).await?;
    sqlx::query(
        "UPDATE gn_demandes.demande SET id_ligne = (SELECT id_ligne FROM gn_demandes.demande WHERE id_demande = $2::uuid)
         WHERE id_demande = $1::uuid",
    )
    .bind(&id)
    .bind(first)
    .execute(&platform.pool)
    .await?;
    Ok(id)
}

/// He who has, or may yet have, the precise records of a group is not told which of them lie outside.
#[tokio::test]
async fn what_is_precise_on_the_line_keeps_its_group_out_of_a_copy() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let first = dossiers::complete(&platform, &author, draft()).await?;
    let second = renewal(&platform, &first).await?;
    platform.work().await?;
    // RAPACES was delivered by the renewal; CHIROPTERES still waits for its pôle there; ORCHIDEES is refused there too.
    decide(
        &platform,
        &second,
        "F3",
        Some("RAPACES"),
        json!({ "kind": "accept" }),
    )
    .await?;
    refuse(&platform, &second, "F3", Some("ORCHIDEES")).await?;
    for groupe in ["RAPACES", "CHIROPTERES", "ORCHIDEES"] {
        refuse(&platform, &first, "F3", Some(groupe)).await?;
    }
    platform.work().await?;
    for groupe in ["RAPACES", "CHIROPTERES"] {
        assert!(left_out_of(&platform, &first, groupe).await? > 0);
        assert_eq!(
            rows_of_copy(&platform, &first, groupe).await?,
            0,
            "{groupe}"
        );
    }
    let orchids = left_out_of(&platform, &first, "ORCHIDEES").await?;
    assert_eq!(rows_of_copy(&platform, &first, "ORCHIDEES").await?, orchids);
    Ok(())
}

/// A group that once asked for no avis was delivered in F2: that is remembered, whatever the settings say now.
#[tokio::test]
async fn what_was_delivered_is_remembered_when_the_settings_change() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let first = dossiers::complete(&platform, &author, draft()).await?;
    let asked = |asked: bool| {
        sqlx::query("UPDATE gn_diffusion.groupe SET avis_systematique = $1 WHERE code = 'RAPACES'")
            .bind(asked)
            .execute(&platform.pool)
    };
    asked(false).await?;
    platform.work().await?;
    asked(true).await?;
    refuse(&platform, &first, "F3", Some("RAPACES")).await?;
    platform.work().await?;
    assert!(left_out_of(&platform, &first, "RAPACES").await? > 0);
    assert_eq!(rows_of_copy(&platform, &first, "RAPACES").await?, 0);
    Ok(())
}

/// The other way round: once the copy is made, the same group is not extracted precisely any more.
#[tokio::test]
async fn a_copy_keeps_its_group_out_of_later_precise_lots() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let first = dossiers::complete(&platform, &author, draft()).await?;
    refuse(&platform, &first, "F3", Some("RAPACES")).await?;
    platform.work().await?;
    assert!(rows_of_copy(&platform, &first, "RAPACES").await? > 0);

    let second = renewal(&platform, &first).await?;
    decide(
        &platform,
        &second,
        "F3",
        Some("RAPACES"),
        json!({ "kind": "accept" }),
    )
    .await?;
    decide(
        &platform,
        &second,
        "F3",
        Some("CHIROPTERES"),
        json!({ "kind": "accept" }),
    )
    .await?;
    platform.work().await?;
    let dreal = platform.login("dreal").await?;
    let blocked = lot_id(&dreal, &second, "F3", Some("RAPACES")).await?;
    assert_eq!(lot_state(&platform, &blocked).await?, "decide");
    let failure: Option<String> =
        sqlx::query_scalar("SELECT failure FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(&blocked)
            .fetch_one(&platform.pool)
            .await?;
    assert!(failure.is_some_and(|failure| failure.contains("copie floutée")));
    let other = lot_id(&dreal, &second, "F3", Some("CHIROPTERES")).await?;
    assert_eq!(lot_state(&platform, &other).await?, "verifie");
    // Nothing of the refused archive stays in the folder.
    let kept: Vec<String> = sqlx::query_scalar(
        "SELECT unnest(ARRAY[archive_name, frozen_name]) FROM gn_demandes.lot WHERE archive_name IS NOT NULL",
    )
    .fetch_all(&platform.pool)
    .await?;
    for entry in std::fs::read_dir(&platform.context.storage_dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        assert!(kept.contains(&name), "{name} is left");
    }
    Ok(())
}
