//! What a décision changes in a lot, to the last record: taxa and periods left out, a shorter use, and the records of the levels that are
//! never delivered, which enter named one by one or not at all.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    archives::csv_column,
    dossiers::{complete, decide, draft, id, lot_id, lot_state, lots},
    platform::Platform,
};
use serde_json::{Value, json};

/// A record as the classification places it.
#[derive(Debug, Clone, sqlx::FromRow)]
struct Record {
    uuid: String,
    lot: String,
    groupe: Option<String>,
    reason: String,
    /// Of the name it is valid under: a condition that leaves a taxon out leaves its synonyms out.
    cd_ref: i32,
    first: chrono::NaiveDate,
    last: chrono::NaiveDate,
}

/// The records of the perimeter, where they are.
async fn records(platform: &Platform, id_demande: &str) -> Result<Vec<Record>> {
    Ok(sqlx::query_as(
        "SELECT s.unique_id_sinp::text AS uuid, c.lot, c.groupe, c.reason, t.cd_ref, s.date_min::date AS first, s.date_max::date AS last
         FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c JOIN gn_synthese.synthese s USING (id_synthese)
         JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
         WHERE p.id_demande = $1::uuid AND c.selected_by = 'geometry' AND s.unique_id_sinp IS NOT NULL ORDER BY s.id_synthese",
    )
    .bind(id_demande)
    .fetch_all(&platform.pool)
    .await?)
}

/// The members of the archive of a lot.
async fn archive(platform: &Platform, id_lot: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let name: String =
        sqlx::query_scalar("SELECT archive_name FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(id_lot)
            .fetch_one(&platform.pool)
            .await?;
    let bytes = std::fs::read(platform.context.storage_dir.join(name))?;
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut members = BTreeMap::new();
    for index in 0..zip.len() {
        let mut member = zip.by_index(index)?;
        let mut content = Vec::new();
        member.read_to_end(&mut content)?;
        members.insert(member.name()?.into_owned(), content);
    }
    Ok(members)
}

/// The SINP UUID of the precise rows.
fn uuids(members: &BTreeMap<String, Vec<u8>>) -> Result<BTreeSet<String>> {
    let (_, bytes) = members
        .iter()
        .find(|(name, _)| name.ends_with("_precises.csv"))
        .context("no precise rows")?;
    let uuids = csv_column(bytes, "uuid_perm_sinp")?;
    Ok(uuids.iter().map(|uuid| uuid.to_lowercase()).collect())
}

/// Those of a groupe that its F3 holds, and those of it that their level withholds.
fn of_groupe(all: &[Record], groupe: &str) -> (Vec<Record>, Vec<Record>) {
    let mine = || all.iter().filter(|r| r.groupe.as_deref() == Some(groupe));
    (
        mine().filter(|r| r.lot == "F3").cloned().collect(),
        mine()
            .filter(|r| r.reason == "level_withheld")
            .cloned()
            .collect(),
    )
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "a scenario is read from top to bottom"
)]
async fn what_a_level_withholds_enters_named_or_not_at_all() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let demande = complete(&platform, &author, draft()).await?;
    // The levels of some records of one groupe say that they are never given; one of them is private besides, of a dataset of its own.
    let groupe = "RAPACES";
    let (plain, _) = of_groupe(&records(&platform, &demande).await?, groupe);
    ensure!(plain.len() > 6, "{}", plain.len());
    let withheld: Vec<&str> = plain[..4].iter().map(|r| r.uuid.as_str()).collect();
    sqlx::query(
        "UPDATE gn_synthese.synthese SET id_nomenclature_sensitivity = ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '4')
         WHERE unique_id_sinp::text = ANY ($1)",
    )
    .bind(&withheld)
    .execute(&platform.pool)
    .await?;
    sqlx::query(
        "UPDATE gn_synthese.synthese SET id_dataset = (
             SELECT id_dataset FROM gn_meta.t_datasets
             WHERE id_nomenclature_data_origin = ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', 'Pr') LIMIT 1)
         WHERE unique_id_sinp::text = $1",
    )
    .bind(withheld[3])
    .execute(&platform.pool)
    .await?;
    let all = records(&platform, &demande).await?;
    let (given, kept) = of_groupe(&all, groupe);
    ensure!(
        kept.len() >= 4 && kept.iter().any(|r| r.uuid == withheld[3]),
        "{kept:?}"
    );
    let named = withheld[0];
    let elsewhere = all
        .iter()
        .find(|r| r.lot == "F3" && r.groupe.as_deref() != Some(groupe))
        .context("another groupe")?;
    let accept = |records: Value| json!({ "kind": "accept", "motif": "Chantier d'urgence.", "named_records": records });
    let wrong = [
        (
            "a record that is given anyway",
            accept(json!([given[0].uuid])),
        ),
        ("one of another groupe", accept(json!([elsewhere.uuid]))),
        ("private", accept(json!([named, withheld[3]]))),
        (
            "unknown",
            accept(json!(["00000000-0000-4000-8000-000000000000"])),
        ),
        ("twice", accept(json!([named, named]))),
        (
            "no motif",
            json!({ "kind": "accept", "named_records": [named] }),
        ),
        (
            "refused",
            json!({ "kind": "refuse", "motif": "Non.", "named_records": [named] }),
        ),
        (
            "blurred",
            json!({ "kind": "accept_with_conditions", "motif": "x", "conditions": { "coarser_level": "2" }, "named_records": [named] }),
        ),
    ];
    let f3 = lot_id(&dreal, &demande, "F3", Some(groupe)).await?;
    platform
        .login("oiseaux")
        .await?
        .post(&format!("/lots/{f3}/avis"), json!({ "kind": "deport" }))
        .await?
        .ok()?;
    let path = format!("/lots/{f3}/decision");
    for (what, body) in wrong {
        let answer = dreal.post(&path, body).await?;
        assert_eq!(answer.status, 422, "{what}: {}", answer.json);
    }
    assert_eq!(lot_state(&platform, &f3).await?, "avis_demande");
    let seen = dreal.post(&path, accept(json!([named]))).await?.ok()?;
    assert_eq!(seen["decision"]["named_records"], json!([named]));
    platform.work().await?;

    // The lot: what it holds anyway, and the one record that is named.
    assert_eq!(lot_state(&platform, &f3).await?, "verifie");
    let mut expected: BTreeSet<String> = given.iter().map(|r| r.uuid.clone()).collect();
    expected.insert(named.to_owned());
    assert_eq!(uuids(&archive(&platform, &f3).await?)?, expected);
    let lot = dreal.get(&format!("/lots/{f3}")).await?.ok()?;
    assert_eq!(lot["attack"]["successes"], 0, "{}", lot["attack"]["report"]);
    let checks = &lot["report"]["checks"];
    assert_eq!(checks["named"], 1);
    for identity in ["by_geometry", "by_area"] {
        assert_eq!(checks[identity]["classified"], checks[identity]["selected"]);
    }
    let by_level = all.iter().filter(|r| r.reason == "level_withheld").count();
    assert!(
        checks["by_lot"]["withheld"]["level_withheld"].as_u64() >= u64::try_from(by_level).ok()
    );

    // No other lot holds one, and who asks does not read which were named before they are his.
    let everywhere: BTreeSet<String> = all
        .iter()
        .filter(|r| r.lot == "withheld")
        .map(|r| r.uuid.clone())
        .collect();
    for lot in lots(&dreal, &demande).await? {
        if lot["state"] == "verifie" && lot["id_lot"] != f3.as_str() {
            let held = uuids(&archive(&platform, id(&lot, "id_lot")?).await?)?;
            assert!(held.is_disjoint(&everywhere), "{}", lot["kind"]);
        }
    }
    for path in ["/lots", "/journal", "/lettres"] {
        let text = author.get(&format!("/demandes/{demande}{path}")).await?;
        assert!(!String::from_utf8(text.bytes)?.contains(named), "{path}");
    }
    Ok(())
}

/// An F1 that waits may name nothing: its sensitive rows are blurred, and a level that is never given has no area.
#[tokio::test]
async fn an_f1_names_nothing() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let mut science = draft();
    science["objet"] = json!("etude_scientifique");
    let demande = complete(&platform, &author, science).await?;
    let all = records(&platform, &demande).await?;
    let kept = all
        .iter()
        .find(|r| r.reason == "level_withheld")
        .context("the demonstration withholds some")?;
    let decision = json!({ "kind": "accept", "motif": "x", "named_records": [kept.uuid] });
    let refused = decide(&platform, &demande, "F1", None, decision).await;
    let error = refused.err().context("accepted")?.to_string();
    assert!(
        error.contains("422") && error.contains("lot précis"),
        "{error}"
    );
    Ok(())
}

/// Taxa with their descendants, the period and the duration of a décision, on a lot to the last record.
#[tokio::test]
async fn the_conditions_of_a_decision_are_applied_to_the_last_record() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let demande = complete(&platform, &author, draft()).await?;
    let groupe = "RAPACES";
    let (plain, _) = of_groupe(&records(&platform, &demande).await?, groupe);
    let mut by_taxon: BTreeMap<i32, usize> = BTreeMap::new();
    for record in &plain {
        *by_taxon.entry(record.cd_ref).or_default() += 1;
    }
    ensure!(by_taxon.len() >= 2, "{by_taxon:?}");
    let (taxon, _) = by_taxon
        .iter()
        .min_by_key(|(_, n)| **n)
        .context("a taxon")?;
    // From the middle of what is left: some records before, some after.
    let mut days: Vec<chrono::NaiveDate> = plain
        .iter()
        .filter(|r| r.cd_ref != *taxon)
        .map(|r| r.first)
        .collect();
    days.sort_unstable();
    let (from, to) = (days[days.len() / 3], days[2 * days.len() / 3]);
    let decision = json!({ "kind": "accept_with_conditions", "motif": "Nidification.",
        "conditions": { "excluded_taxa": [taxon], "excluded_period": { "from": from, "to": to }, "shorter_duration_months": 3 } });
    decide(&platform, &demande, "F3", Some(groupe), decision).await?;
    platform.work().await?;
    let f3 = lot_id(&dreal, &demande, "F3", Some(groupe)).await?;
    assert_eq!(lot_state(&platform, &f3).await?, "verifie");
    let expected: BTreeSet<String> = plain
        .iter()
        .filter(|r| r.cd_ref != *taxon && (r.last < from || r.first > to))
        .map(|r| r.uuid.clone())
        .collect();
    ensure!(!expected.is_empty() && expected.len() < plain.len());
    let members = archive(&platform, &f3).await?;
    assert_eq!(uuids(&members)?, expected);
    let bordereau: Value = serde_json::from_slice(&members["bordereau.json"])?;
    assert_eq!(bordereau["demande"]["duree_utilisation_mois"], 3);
    Ok(())
}
