//! The numbered letters of a dossier: from the dépôt to the attestation of destruction, in the transaction of their event, without any
//! number missing, read by who may, never written again.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use demandes_api::{service, store};
use demandes_documents::{Template, render};
use demandes_tests::{
    client::Client,
    dossiers::{brouillon, complete, decide, depose, draft, hand_over, id, lot_id, lots, refuse},
    platform::Platform,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The letters of a demande, as this person sees them.
async fn letters(reader: &Client, id_demande: &str) -> Result<Vec<Value>> {
    let path = format!("/demandes/{id_demande}/lettres");
    let list = reader.get(&path).await?.ok()?;
    list.as_array().cloned().context("not a list")
}

/// What they are, by number.
fn named(letters: &[Value]) -> Vec<(&str, &str)> {
    let text = |letter: &'static str| move |value: &Value| value[letter].as_str().map(str::len);
    assert!(letters.iter().all(|l| text("sha256")(l) == Some(64)));
    letters
        .iter()
        .map(|letter| {
            let word = |key: &str| letter[key].as_str().unwrap_or("");
            (word("numero"), word("modele"))
        })
        .collect()
}

async fn declare(platform: &Platform, id_demande: &str, body: Value) -> Result<()> {
    let cen = platform.login("cen").await?;
    cen.post(&format!("/demandes/{id_demande}/completude"), body)
        .await?
        .ok()?;
    Ok(())
}

/// What a letter was printed from.
async fn content(platform: &Platform, numero: &str) -> Result<Value> {
    Ok(
        sqlx::query_scalar("SELECT contenu FROM gn_demandes.lettre WHERE numero = $1")
            .bind(numero)
            .fetch_one(&platform.pool)
            .await?,
    )
}

/// Each text of some data.
fn texts(data: &Value, found: &mut Vec<String>) {
    match data {
        Value::String(text) => found.push(text.to_lowercase()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// Names of the taxa and the places of the demonstration, long enough to be nothing else; the groupes are announced to who asks, by
/// their own names.
async fn secrets(platform: &Platform) -> Result<Vec<String>> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT lower(n) FROM (
             SELECT unnest(ARRAY[t.lb_nom, t.nom_vern, t.nom_valide]) AS n FROM taxonomie.taxref t
             WHERE EXISTS (SELECT FROM gn_synthese.synthese s WHERE s.cd_nom = t.cd_nom)
                OR EXISTS (SELECT FROM gn_diffusion.groupe_taxon g WHERE g.kind = 'cd_ref' AND g.value = t.cd_nom::text)
             UNION SELECT a.area_name FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types b USING (id_type)
             WHERE b.type_code IN ('COM', 'M10')) x
         WHERE length(n) > 5 AND NOT EXISTS (SELECT FROM gn_diffusion.groupe g WHERE strpos(lower(g.label), lower(n)) > 0)",
    )
    .fetch_all(&platform.pool)
    .await?;
    ensure!(names.len() > 50, "the demonstration has names");
    Ok(names)
}

/// A taxon that a groupe is made of.
async fn taxon_of(platform: &Platform, groupe: &str) -> Result<i32> {
    sqlx::query_scalar("SELECT value::int FROM gn_diffusion.groupe_taxon WHERE code_groupe = $1 AND kind = 'cd_ref' ORDER BY 1 LIMIT 1")
        .bind(groupe)
        .fetch_optional(&platform.pool)
        .await?
        .with_context(|| format!("{groupe} is made of no taxon"))
}

/// A story of one dossier, and every letter it leaves.
#[tokio::test]
async fn a_whole_story_leaves_its_letters() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let id_demande = brouillon(&author, draft()).await?;
    assert!(letters(&author, &id_demande).await?.is_empty());
    depose(&author, &id_demande).await?;
    declare(
        &platform,
        &id_demande,
        json!({ "complete": false, "comment": "Le cahier des charges manque." }),
    )
    .await?;
    platform.pass(Duration::days(5));
    depose(&author, &id_demande).await?;
    declare(&platform, &id_demande, json!({ "complete": true })).await?;
    platform.work().await?;
    let groupes: Vec<String> = lots(&dreal, &id_demande)
        .await?
        .iter()
        .filter(|lot| lot["kind"] == "F3")
        .filter_map(|lot| lot["groupe"].as_str().map(str::to_owned))
        .collect();
    ensure!(groupes.len() >= 3, "{groupes:?}");
    let excluded = taxon_of(&platform, &groupes[1]).await?;
    let conditions = json!({ "kind": "accept_with_conditions", "motif": "Comme le pôle le demande.",
        "conditions": { "embargo_until": "2026-06-01", "excluded_taxa": [excluded], "shorter_duration_months": 6,
                        "excluded_period": { "from": "2026-02-01", "to": "2026-07-31" } } });
    decide(
        &platform,
        &id_demande,
        "F3",
        Some(&groupes[0]),
        json!({ "kind": "accept" }),
    )
    .await?;
    decide(&platform, &id_demande, "F3", Some(&groupes[1]), conditions).await?;
    refuse(&platform, &id_demande, "F3", Some(&groupes[2])).await?;
    let found = letters(&author, &id_demande).await?;
    assert_eq!(
        named(&found),
        [
            ("2026-L-0001", "recepisse"),
            ("2026-L-0002", "incompletude"),
            ("2026-L-0003", "recepisse"),
            ("2026-L-0004", "prolongation"),
            ("2026-L-0005", "accord"),
            ("2026-L-0006", "accord_partiel"),
            ("2026-L-0007", "accord_partiel"),
        ]
    );
    let journal = author
        .get(&format!("/demandes/{id_demande}/journal"))
        .await?
        .ok()?;
    let forbidden = secrets(&platform).await?;
    for letter in &found {
        let numero = id(letter, "numero")?;
        is_as_printed(&platform, &author, letter).await?;
        // The event that wanted it vouches for it.
        let events = journal.as_array().context("journal")?;
        let told: Vec<&Value> = events
            .iter()
            .filter(|event| event["detail"]["lettre"]["numero"] == *numero)
            .collect();
        assert_eq!(told.len(), 1, "{numero}");
        assert_eq!(told[0]["detail"]["lettre"]["sha256"], letter["sha256"]);
        // Who writes and who is written to have an address; the rest names no place.
        let mut data = content(&platform, numero).await?;
        let members = data.as_object_mut().context("content")?;
        for person in ["destinataire", "expediteur"] {
            ensure!(members.remove(person).is_some(), "{numero}: {person}");
        }
        let mut said = Vec::new();
        texts(&data, &mut said);
        for name in &forbidden {
            assert!(
                !said.iter().any(|text| text.contains(name)),
                "{numero} names {name}"
            );
        }
    }
    Ok(())
}

/// What is served is what was printed, the same twice, a PDF/A, and what the content prints again.
async fn is_as_printed(platform: &Platform, reader: &Client, letter: &Value) -> Result<()> {
    let numero = id(letter, "numero")?;
    let path = format!("/lettres/{}", id(letter, "id_lettre")?);
    let served = reader.get(&path).await?;
    ensure!(served.status.is_success(), "{numero}: {}", served.status);
    assert_eq!(served.header("content-type"), "application/pdf");
    assert!(
        served
            .header("content-disposition")
            .contains(&format!("lettre-{numero}.pdf"))
    );
    assert_eq!(served.bytes, reader.get(&path).await?.bytes);
    let digest = demandes_api::digest::hex(&Sha256::digest(&served.bytes));
    assert_eq!(letter["sha256"], digest.as_str());
    let text = String::from_utf8_lossy(&served.bytes);
    assert!(served.bytes.starts_with(b"%PDF-") && text.contains("pdfaid:part"));
    let data = content(platform, numero).await?;
    let day: NaiveDate = id(&data, "date")?.parse()?;
    assert_eq!(render(Template::Lettre, &data, None, day)?, served.bytes);
    if let Ok(folder) = std::env::var("KEEP_LETTERS") {
        std::fs::write(format!("{folder}/{numero}.pdf"), &served.bytes)?;
    }
    Ok(())
}

/// The delays a letter tells are those of the clocks: the legal term, stopped while incomplete, then extended; the signature is of who acted.
#[tokio::test]
async fn a_letter_tells_the_delays_of_the_clocks_and_who_signs() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id_demande = brouillon(&author, draft()).await?;
    depose(&author, &id_demande).await?;
    let missing = json!({ "complete": false, "comment": "À préciser." });
    declare(&platform, &id_demande, missing).await?;
    platform.pass(Duration::days(10));
    depose(&author, &id_demande).await?;
    declare(&platform, &id_demande, json!({ "complete": true })).await?;
    let mut due = Vec::new();
    for numero in ["2026-L-0001", "2026-L-0002", "2026-L-0003", "2026-L-0004"] {
        let data = content(&platform, numero).await?;
        due.push(data["echeance"].as_str().context("echeance")?.to_owned());
        assert!(data["destinataire"]["organisme"].is_string(), "{data}");
    }
    // Deposited on 2 March, incomplete the same day for ten days; left alone, it ends after 180 days.
    assert_eq!(
        due,
        ["2026-04-02", "2026-08-29", "2026-04-12", "2026-05-12"]
    );
    let signed = content(&platform, "2026-L-0002").await?;
    let cen: String = sqlx::query_scalar(
        "SELECT concat_ws(' ', prenom_role, nom_role) FROM utilisateurs.t_roles WHERE identifiant = 'cen'",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(signed["expediteur"]["signataire"], cen.as_str());
    assert_eq!(signed["motif"], "À préciser.");
    Ok(())
}

/// A tour de table entered once the first month is over extends nothing: no letter may say it does.
#[tokio::test]
async fn no_extension_is_told_once_the_term_is_over() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id_demande = brouillon(&author, draft()).await?;
    depose(&author, &id_demande).await?;
    platform.pass(Duration::days(40));
    declare(&platform, &id_demande, json!({ "complete": true })).await?;
    let found = letters(&author, &id_demande).await?;
    assert_eq!(named(&found), [("2026-L-0001", "recepisse")]);
    Ok(())
}

/// Everything refused: the letter is a refusal, with its grounds and the ways of appeal.
#[tokio::test]
async fn a_demande_that_waits_as_a_whole_may_be_refused() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let mut science = draft();
    science["objet"] = json!("etude_scientifique");
    let id_demande = complete(&platform, &author, science).await?;
    refuse(&platform, &id_demande, "F1", None).await?;
    let found = letters(&author, &id_demande).await?;
    let (numero, modele) = *named(&found).last().context("a letter")?;
    assert_eq!(modele, "refus");
    let data = content(&platform, numero).await?;
    let says = |member: &str, words: &str| {
        data["textes"][member]
            .as_str()
            .is_some_and(|text| text.contains(words))
    };
    assert!(
        says("fondement", "L. 124-4") && says("recours", "CADA"),
        "{data}"
    );
    let new: Vec<&Value> = data["lots"]
        .as_array()
        .context("lots")?
        .iter()
        .filter(|lot| lot["nouveau"] == true)
        .collect();
    assert_eq!(new.len(), 1);
    assert_eq!(new[0]["motif"], "Espèce menacée sur ce périmètre.");
    is_as_printed(&platform, &author, found.last().context("a letter")?).await
}

/// Texts are settings: a new version changes the letters to come, not the ones that were sent.
#[tokio::test]
async fn grounds_are_settings_and_past_letters_keep_theirs() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let first = brouillon(&author, draft()).await?;
    depose(&author, &first).await?;
    let before = letters(&author, &first).await?;
    let dreal = platform.login("dreal").await?;
    let values = json!({ "letter_sender": "DREAL\n1 rue de la Cité\n31000 Toulouse", "letter_receipt_grounds": "Nouvelle loi." });
    dreal
        .patch(
            "/reglages",
            json!({ "values": values, "comment": "Nouvelle loi" }),
        )
        .await?
        .ok()?;
    let blank = json!({ "values": { "letter_appeal": "  " }, "comment": "Vide" });
    assert_eq!(dreal.patch("/reglages", blank).await?.status, 422);
    let second = brouillon(&author, draft()).await?;
    depose(&author, &second).await?;
    let data = content(&platform, "2026-L-0002").await?;
    assert_eq!(data["textes"]["fondement"], "Nouvelle loi.");
    assert_eq!(data["expediteur"]["nom"], "DREAL");
    assert_eq!(letters(&author, &first).await?, before);
    is_as_printed(&platform, &author, &before[0]).await?;
    is_as_printed(&platform, &author, &letters(&author, &second).await?[0]).await
}

/// Many dépôts at once, refusals and transactions that give up their number among them: no number is missing, none is given twice; a year
/// begins with one.
#[tokio::test]
async fn numbers_have_no_hole_whoever_writes_at_once() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let mut drafts = Vec::new();
    for _ in 0..8 {
        drafts.push(brouillon(&author, draft()).await?);
    }
    let mut at_once = tokio::task::JoinSet::new();
    for id_demande in &drafts {
        let (author, id_demande, pool) =
            (author.clone(), id_demande.clone(), platform.pool.clone());
        at_once.spawn(async move {
            // Refused: nobody accepts version 999.
            let path = format!("/demandes/{id_demande}/depot");
            let wrong = author
                .post(&path, json!({ "engagement_version": 999 }))
                .await?;
            ensure!(wrong.status == 422, "{}", wrong.status);
            let mut given_up = pool.begin().await?;
            store::lettres::next_rank(&mut given_up, 2026).await?;
            given_up.rollback().await?;
            depose(&author, &id_demande).await
        });
    }
    while let Some(done) = at_once.join_next().await {
        done??;
    }
    let ranks: Vec<i32> =
        sqlx::query_scalar("SELECT rang FROM gn_demandes.lettre WHERE annee = 2026 ORDER BY rang")
            .fetch_all(&platform.pool)
            .await?;
    assert_eq!(ranks, (1..=8).collect::<Vec<i32>>());
    // New Year begins in Paris an hour before it does in UTC.
    let eve: DateTime<Utc> = "2026-12-31T23:30:00Z".parse()?;
    platform.pass(eve - platform.now());
    let author = platform.login("association").await?;
    let late = brouillon(&author, draft()).await?;
    depose(&author, &late).await?;
    let found = letters(&author, &late).await?;
    assert_eq!(named(&found), [("2027-L-0001", "recepisse")]);
    Ok(())
}

/// The use of the data ends: one letter, one message, once.
#[tokio::test]
async fn the_use_ends_with_an_attestation_once() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let mut plain = draft();
    plain["wants_precise_sensitive"] = json!(false);
    plain["use_months"] = json!(6);
    let id_demande = complete(&platform, &author, plain).await?;
    platform.work().await?;
    hand_over(&platform, &id_demande, "dreal").await?;
    let f1 = lot_id(&dreal, &id_demande, "F1", None).await?;
    dreal
        .post(&format!("/lots/{f1}/livraison"), json!({}))
        .await?
        .ok()?;
    let closed = async || -> Result<usize> {
        let author = platform.login("association").await?;
        let found = letters(&author, &id_demande).await?;
        Ok(found.iter().filter(|l| l["modele"] == "cloture").count())
    };
    // Sent on 2 March, until 2 September, that day included.
    platform.pass(Duration::days(184));
    service::clocks::run(&platform.context).await?;
    assert_eq!(closed().await?, 0);
    for _ in 0..3 {
        platform.pass(Duration::days(1));
        service::clocks::run(&platform.context).await?;
        assert_eq!(closed().await?, 1);
    }
    let told: Vec<String> = sqlx::query_scalar(
        "SELECT m.data ->> 'lettre' FROM gn_demandes.message m WHERE m.template = 'fin_usage'",
    )
    .fetch_all(&platform.pool)
    .await?;
    let letters = letters(&platform.login("association").await?, &id_demande).await?;
    let last = letters.last().context("a letter")?;
    assert_eq!(told, [id(last, "numero")?]);
    assert_eq!(
        content(&platform, &told[0]).await?["echeance"],
        "2026-09-02"
    );
    is_as_printed(&platform, &platform.login("association").await?, last).await
}

/// Nobody rewrites a letter or takes one away; erased, its number and its digest stay.
#[tokio::test]
async fn a_letter_is_never_written_again_and_may_be_erased() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id_demande = brouillon(&author, draft()).await?;
    depose(&author, &id_demande).await?;
    for sql in [
        "UPDATE gn_demandes.lettre SET pdf = 'x'",
        "UPDATE gn_demandes.lettre SET numero = '2026-L-0009'",
        "UPDATE gn_demandes.lettre SET contenu = '{}'",
        "DELETE FROM gn_demandes.lettre",
        "TRUNCATE gn_demandes.lettre",
    ] {
        let refused = sqlx::raw_sql(sql).execute(&platform.pool).await;
        let code = refused
            .err()
            .and_then(|error| Some(error.as_database_error()?.code()?.into_owned()));
        assert_eq!(code.as_deref(), Some("23001"), "{sql}");
    }
    let before = letters(&author, &id_demande).await?;
    let id_role = platform.id_role("association").await?;
    service::journal::erase(&platform.context, id_role).await?;
    let after = letters(&author, &id_demande).await?;
    assert_eq!(after[0]["erased"], true);
    for kept in ["numero", "modele", "sha256", "written_at"] {
        assert_eq!(before[0][kept], after[0][kept]);
    }
    let path = format!("/lettres/{}", id(&after[0], "id_lettre")?);
    assert_eq!(author.get(&path).await?.refusal(), (410, "lettre_erased"));
    let left: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_demandes.lettre WHERE contenu IS NOT NULL OR pdf IS NOT NULL",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(left, 0);
    Ok(())
}

/// The mail of an event tells its letter, and holds none.
#[tokio::test]
async fn the_message_of_an_event_tells_its_letter() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id_demande = complete(&platform, &author, draft()).await?;
    refuse(&platform, &id_demande, "F3", Some("RAPACES")).await?;
    let told: BTreeSet<(String, String)> = sqlx::query_as::<_, (String, String)>(
        "SELECT m.template, m.data ->> 'lettre' FROM gn_demandes.message m JOIN utilisateurs.t_roles r USING (id_role)
         WHERE r.identifiant = 'association' AND m.data ->> 'lettre' IS NOT NULL",
    )
    .fetch_all(&platform.pool)
    .await?
    .into_iter()
    .collect();
    let expected = [
        ("accuse_reception", "2026-L-0001"),
        ("instruction", "2026-L-0002"),
        ("decision", "2026-L-0003"),
    ];
    let expected = expected.map(|(message, numero)| (message.to_owned(), numero.to_owned()));
    assert_eq!(told, BTreeSet::from(expected));
    Ok(())
}
