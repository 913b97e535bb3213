//! The adversary and the guard on the real pipeline: demandes over HTTP, archives as delivered. The attacks themselves are tried one by
//! one in `module_api/adversary/tests` (see `leak/README.md`).

use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use demandes_tests::{
    client::Client,
    dossiers::{self, draft, hand_over, lot_id, lot_state, lots},
    platform::Platform,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The communes `first` to `last` of the first département.
fn communes(first: u32, last: u32) -> Value {
    let codes: Vec<String> = (first..=last).map(|n| format!("9A{n:03}")).collect();
    json!({ "kind": "areas", "area_type": "COM", "codes": codes })
}

/// A complete demande of the association about some communes, whose lots without tour de table `cen` sends.
async fn complete(platform: &Platform, perimetre: Value) -> Result<String> {
    let author = platform.login("association").await?;
    let demande = author.post("/demandes", draft()).await?.ok()?;
    let id = dossiers::id(&demande, "id_demande")?.to_owned();
    author
        .put(&format!("/demandes/{id}/perimetre"), perimetre)
        .await?
        .ok()?;
    dossiers::depose(&author, &id).await?;
    let cen = platform.login("cen").await?;
    cen.post(
        &format!("/demandes/{id}/completude"),
        json!({ "complete": true }),
    )
    .await?
    .ok()?;
    hand_over(platform, &id, "cen").await?;
    platform.work().await?;
    Ok(id)
}

async fn send(client: &Client, id_lot: &str) -> Result<demandes_tests::client::Answer> {
    client
        .post(&format!("/lots/{id_lot}/livraison"), json!({}))
        .await
}

/// A lot as this person sees it.
async fn seen(client: &Client, id_demande: &str, id_lot: &str) -> Result<Value> {
    let all = lots(client, id_demande).await?;
    let lot = all.into_iter().find(|lot| lot["id_lot"] == id_lot);
    lot.context("the lot")
}

async fn archive_of(platform: &Platform, id_lot: &str) -> Result<PathBuf> {
    let name: String =
        sqlx::query_scalar("SELECT archive_name FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(id_lot)
            .fetch_one(&platform.pool)
            .await?;
    Ok(platform.context.storage_dir.join(name))
}

/// Attacks a lot again, as the worker would.
async fn attack(
    platform: &Platform,
    id_lot: &str,
) -> Result<demandes_api::service::adversary::Report> {
    let work = demandes_api::service::extraction::Work::new(None);
    let report =
        demandes_api::service::adversary::run(&platform.context, id_lot.parse()?, &work).await?;
    report.context("a lot to attack")
}

/// Puts another archive in the place of a lot's, as an extraction that leaks would have made it: each blurred row of the CSV changed.
async fn tamper(
    platform: &Platform,
    id_lot: &str,
    change: impl Fn(&csv::StringRecord, Vec<String>) -> Vec<String>,
) -> Result<()> {
    let path = archive_of(platform, id_lot).await?;
    rewrite(&path, change)?;
    let sha256 = Sha256::digest(std::fs::read(&path)?).to_vec();
    sqlx::query(
        "UPDATE gn_demandes.lot SET archive_sha256 = $2, state = 'extrait' WHERE id_lot = $1::uuid",
    )
    .bind(id_lot)
    .bind(sha256)
    .execute(&platform.pool)
    .await?;
    Ok(())
}

fn rewrite(
    path: &Path,
    change: impl Fn(&csv::StringRecord, Vec<String>) -> Vec<String>,
) -> Result<()> {
    let mut from = zip::ZipArchive::new(File::open(path)?)?;
    let target = path.with_extension("new");
    let mut into = zip::ZipWriter::new(File::create(&target)?);
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..from.len() {
        let mut member = from.by_index(index)?;
        let name = member.name()?.into_owned();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        if name.ends_with("_floutees.csv") {
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let header = reader.headers()?.clone();
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&header)?;
            for record in reader.records() {
                let row = record?.iter().map(ToOwned::to_owned).collect();
                writer.write_record(change(&header, row))?;
            }
            bytes = writer.into_inner()?;
        }
        into.start_file(name, options)?;
        into.write_all(&bytes)?;
    }
    into.finish()?;
    std::fs::rename(target, path)?;
    Ok(())
}

fn column(header: &csv::StringRecord, name: &str) -> usize {
    header.iter().position(|found| found == name).expect(name)
}

#[tokio::test]
async fn nothing_breaks_what_is_delivered_and_what_leaks_does_not_leave() -> Result<()> {
    let platform = Platform::demo().await?;
    let (author, cen, dreal) = (
        platform.login("association").await?,
        platform.login("cen").await?,
        platform.login("dreal").await?,
    );
    let id = complete(&platform, dossiers::thirty_communes()).await?;
    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    let f2 = lot_id(&dreal, &id, "F2", None).await?;

    // Every archive was attacked, without success, and those who handle it are told; nobody else is.
    for id_lot in [&f1, &f2] {
        let lot = seen(&dreal, &id, id_lot).await?;
        assert_eq!(
            lot["state"], "verifie",
            "{}",
            lot["attack"]["report"]["told"]
        );
        assert_eq!(
            lot["attack"]["successes"], 0,
            "{}",
            lot["attack"]["report"]["told"]
        );
        let attacks = lot["attack"]["report"]["attacks"]
            .as_array()
            .context("attacks")?;
        assert_eq!(attacks.len(), demandes_adversary::ATTACKS.len());
        assert!(seen(&cen, &id, id_lot).await?["attack"].is_object());
        assert!(seen(&author, &id, id_lot).await?["attack"].is_null());
    }

    // The altitude left in a file.
    let kept = std::fs::read(archive_of(&platform, &f1).await?)?;
    tamper(&platform, &f1, |header, mut row| {
        "8126354".clone_into(&mut row[column(header, "alti_min")]);
        row
    })
    .await?;
    let report = attack(&platform, &f1).await?;
    let broken: Vec<&str> = report
        .attacks
        .iter()
        .filter(|line| line.successes > 0)
        .map(|line| line.attack)
        .collect();
    assert_eq!(broken, ["attack_altitude_depth"]);
    assert_eq!(lot_state(&platform, &f1).await?, "extrait");
    assert_eq!(send(&cen, &f1).await?.status, 409);
    let lot = seen(&dreal, &id, &f1).await?;
    assert!(
        lot["failure"]
            .as_str()
            .is_some_and(|told| told.contains("altitude")),
        "{lot}"
    );
    // The report says no value: one that no duration and no identifier holds by chance.
    assert!(!lot["attack"].to_string().contains("8126354"));
    assert!(seen(&author, &id, &f1).await?["failure"].is_null());

    // By hand: the command says it in French and fails.
    let told = by_hand(&platform, &f1)?;
    assert!(!told.status.success());
    let text = String::from_utf8(told.stdout)?;
    assert!(
        text.contains("SUCCÈS") && text.contains("ne peut pas être envoyé"),
        "{text}"
    );

    // The archive as it was made goes.
    let path = archive_of(&platform, &f1).await?;
    std::fs::write(&path, kept)?;
    tamper(&platform, &f1, |_, row| row).await?;
    let told = by_hand(&platform, &f1)?;
    let text = String::from_utf8(told.stdout)?;
    assert!(told.status.success(), "{text}");
    assert_eq!(lot_state(&platform, &f1).await?, "verifie");
    assert_eq!(send(&cen, &f1).await?.status, 201);
    // F2 was attacked beside another archive of F1 than the one that left: it is attacked again.
    assert_eq!(send(&cen, &f2).await?.refusal(), (409, "attack_due"));
    platform.work().await?;
    assert_eq!(send(&cen, &f2).await?.status, 201);
    Ok(())
}

fn by_hand(platform: &Platform, id_lot: &str) -> Result<std::process::Output> {
    let options = platform.pool.connect_options();
    let database = options.get_database().context("database")?;
    let base = std::env::var("DEMANDES_PG_URL").context("DEMANDES_PG_URL")?;
    let (cluster, _) = base.rsplit_once('/').context("DEMANDES_PG_URL")?;
    let url = format!("{cluster}/{database}");
    Ok(Command::new(&platform.context.program)
        .args(["lot", "attack", id_lot])
        .env("DEMANDES_DATABASE_URL", url)
        .env(
            "DEMANDES_GEONATURE_SECRET_KEY",
            demandes_tests::platform::SECRET_KEY,
        )
        .env("DEMANDES_STORAGE_DIR", &platform.context.storage_dir)
        .env("DEMANDES_LOT_KEY_FILE", &platform.context.lot_key_file)
        .output()?)
}

/// Something leaves for the same circle between the attack and the sending: it is attacked again first.
#[tokio::test]
async fn what_left_in_the_meantime_is_taken_into_account() -> Result<()> {
    let platform = Platform::demo().await?;
    let (cen, dreal) = (platform.login("cen").await?, platform.login("dreal").await?);
    let first = complete(&platform, communes(1, 12)).await?;
    let f1 = lot_id(&dreal, &first, "F1", None).await?;
    assert_eq!(lot_state(&platform, &f1).await?, "verifie");
    let second = complete(&platform, communes(20, 26)).await?;
    let later = lot_id(&dreal, &second, "F2", None).await?;
    assert_eq!(send(&cen, &later).await?.status, 201);

    let refused = send(&cen, &f1).await?;
    assert_eq!(refused.refusal(), (409, "attack_due"));
    assert_eq!(platform.work().await?, 1);
    assert_eq!(send(&cen, &f1).await?.status, 201);
    Ok(())
}

/// Two demandes of one organisme, side by side: what the first received precisely cuts areas of the second. Their rows are not in it,
/// the coordination is told, and may be asked first.
#[tokio::test]
async fn the_guard_flags_keeps_rows_out_and_blocks_when_it_is_told_to() -> Result<()> {
    let platform = Platform::demo().await?;
    let (author, cen, dreal) = (
        platform.login("association").await?,
        platform.login("cen").await?,
        platform.login("dreal").await?,
    );
    let first = complete(&platform, communes(1, 30)).await?;
    for kind in ["F1", "F2"] {
        let id_lot = lot_id(&dreal, &first, kind, None).await?;
        let told = seen(&dreal, &first, &id_lot).await?["attack"]["report"]["told"].to_string();
        assert_eq!(lot_state(&platform, &id_lot).await?, "verifie", "{told}");
        assert_eq!(send(&cen, &id_lot).await?.status, 201, "{kind}");
    }
    let second = complete(&platform, communes(25, 45)).await?;
    let f1 = lot_id(&dreal, &second, "F1", None).await?;
    let lot = seen(&dreal, &second, &f1).await?;
    assert_eq!(
        lot["state"], "verifie",
        "{}",
        lot["attack"]["report"]["told"]
    );
    assert_eq!(
        lot["attack"]["successes"], 0,
        "{}",
        lot["attack"]["report"]["told"]
    );
    let left_out = lot["report"]["checks"]["left_out_by_guard"].as_u64();
    assert!(
        left_out.is_some_and(|rows| rows > 0),
        "{}",
        lot["report"]["checks"]
    );
    let flags = lot["garde"].as_array().context("garde")?.clone();
    assert!(
        flags.iter().any(|flag| flag["kind"] == "residual"),
        "{flags:?}"
    );
    for flag in &flags {
        let least = flag["least_share"].as_f64().context("a share")?;
        assert!((0.0..0.5).contains(&least), "{flag}");
    }
    // The demandeur knows nothing of it, and the board of the guard is the coordination's.
    assert_eq!(seen(&author, &second, &f1).await?["garde"], json!([]));
    assert_eq!(author.get("/garde").await?.status, 403);
    assert_eq!(cen.get("/garde").await?.status, 403);
    let listed = dreal.get("/garde").await?.ok()?;
    assert!(listed.to_string().contains(&f1));

    sqlx::raw_sql("UPDATE gn_demandes.setting SET value = 'true' WHERE key = 'guard_blocks'")
        .execute(&platform.pool)
        .await?;
    assert_eq!(send(&cen, &f1).await?.refusal(), (409, "guard_blocked"));
    let lift = format!("/lots/{f1}/garde");
    let motif = json!({ "motif": "Même étude, étendue à trois communes." });
    assert_eq!(cen.post(&lift, motif.clone()).await?.status, 403);
    assert_eq!(
        dreal.post(&lift, json!({ "motif": " " })).await?.status,
        422
    );
    dreal.post(&lift, motif.clone()).await?.ok()?;
    assert_eq!(
        dreal.post(&lift, motif).await?.refusal(),
        (409, "nothing_flagged")
    );
    let journal = async |client: &Client| -> Result<String> {
        Ok(client
            .get(&format!("/demandes/{second}/journal"))
            .await?
            .ok()?
            .to_string())
    };
    assert!(journal(&dreal).await?.contains("lift_garde"));
    assert!(!journal(&author).await?.contains("lift_garde"));
    assert_eq!(send(&cen, &f1).await?.status, 201);
    Ok(())
}

/// Without the guard's work at the extraction, the second demande of the same organisme places records, and the adversary says so.
#[tokio::test]
async fn rows_that_the_guard_would_keep_out_are_found_by_the_adversary() -> Result<()> {
    let platform = Platform::demo().await?;
    let (cen, dreal) = (platform.login("cen").await?, platform.login("dreal").await?);
    // Extracted before anything of the other demande left, hence with all its rows.
    let second = complete(&platform, communes(25, 45)).await?;
    let f1 = lot_id(&dreal, &second, "F1", None).await?;
    let first = complete(&platform, communes(1, 30)).await?;
    let f2 = lot_id(&dreal, &first, "F2", None).await?;
    let state = lot_state(&platform, &f2).await?;
    // The precise lot is attacked with F1 beside it, ready to leave: one of the two cannot.
    assert_eq!(state, "extrait");
    let lot = seen(&dreal, &first, &f2).await?;
    let attacks = lot["attack"]["report"]["attacks"]
        .as_array()
        .context("attacks")?;
    let broken: Vec<&Value> = attacks
        .iter()
        .filter(|line| line["successes"] != 0)
        .collect();
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!(broken[0]["attack"], "attack_perimeter_differencing");
    assert_eq!(send(&cen, &f2).await?.status, 409);
    assert_eq!(lot_state(&platform, &f1).await?, "verifie");
    Ok(())
}

/// A décision that gives coarser areas never gives one that crosses the record's own.
#[tokio::test]
async fn a_coarser_decision_does_not_cross_the_areas_of_f1() -> Result<()> {
    let platform = Platform::demo().await?;
    let dreal = platform.login("dreal").await?;
    let id = complete(&platform, dossiers::thirty_communes()).await?;
    let decision = json!({
        "kind": "accept_with_conditions", "motif": "Maille de dix kilomètres.", "conditions": { "coarser_level": "2" },
    });
    dossiers::decide(&platform, &id, "F3", Some("RAPACES"), decision).await?;
    platform.work().await?;
    let f3 = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let lot = seen(&dreal, &id, &f3).await?;
    assert_eq!(
        lot["attack"]["successes"], 0,
        "{}",
        lot["attack"]["report"]["told"]
    );
    assert_eq!(lot_state(&platform, &f3).await?, "verifie");
    Ok(())
}

/// Each lot has one job of each kind at most.
async fn jobs_are_single(platform: &Platform) -> Result<()> {
    let twice: Vec<(String, String)> = sqlx::query_as(
        "SELECT kind, payload ->> 'id_lot' FROM gn_demandes.job GROUP BY 1, 2 HAVING count(*) > 1",
    )
    .fetch_all(&platform.pool)
    .await?;
    assert_eq!(twice, []);
    Ok(())
}

async fn leave_an_altitude(platform: &Platform, id_lot: &str) -> Result<()> {
    tamper(platform, id_lot, |header, mut row| {
        "812".clone_into(&mut row[column(header, "alti_min")]);
        row
    })
    .await
}

/// A lot that the adversary blocks: who handles it reads why and what to do, has it attacked again after a change, or makes it anew.
#[tokio::test]
async fn a_blocked_lot_is_told_and_taken_up_again() -> Result<()> {
    let platform = Platform::demo().await?;
    let (author, cen, dreal) = (
        platform.login("association").await?,
        platform.login("cen").await?,
        platform.login("dreal").await?,
    );
    let id = complete(&platform, communes(1, 12)).await?;
    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    let attack_again = format!("/lots/{f1}/attaque");
    let path = archive_of(&platform, &f1).await?;
    let kept = std::fs::read(&path)?;

    leave_an_altitude(&platform, &f1).await?;
    assert_eq!(author.post(&attack_again, json!({})).await?.status, 403);
    let waiting = cen.post(&attack_again, json!({})).await?;
    assert_eq!(waiting.status, 202);
    assert_eq!(waiting.json["extraction"]["state"], "en_attente");
    // Asked twice, it is the same work.
    assert_eq!(dreal.post(&attack_again, json!({})).await?.status, 202);
    assert_eq!(platform.work().await?, 1);
    for client in [&cen, &dreal] {
        let lot = seen(client, &id, &f1).await?;
        assert_eq!(
            (&lot["state"], &lot["extraction"]["state"]),
            (&json!("extrait"), &json!("bloquee"))
        );
        assert_eq!(lot["blocage"]["attacks"], json!(["attack_altitude_depth"]));
        let steps = lot["blocage"]["what_to_do"]
            .as_array()
            .context("what to do")?;
        assert!(
            steps.len() > 1
                && steps[0]
                    .as_str()
                    .is_some_and(|step| step.contains("relancez")),
            "{steps:?}"
        );
        let journal = client
            .get(&format!("/demandes/{id}/journal"))
            .await?
            .ok()?
            .to_string();
        assert!(journal.contains("block_attack"), "{journal}");
    }
    let lot = seen(&author, &id, &f1).await?;
    assert!(lot["blocage"].is_null() && lot["extraction"].is_null() && lot["failure"].is_null());
    let journal = author
        .get(&format!("/demandes/{id}/journal"))
        .await?
        .ok()?
        .to_string();
    assert!(!journal.contains("attack"), "{journal}");
    assert_eq!(send(&cen, &f1).await?.status, 409);

    // What made it leak is mended: the same archive, attacked again.
    std::fs::write(&path, &kept)?;
    tamper(&platform, &f1, |_, row| row).await?;
    cen.post(&attack_again, json!({})).await?.ok()?;
    platform.work().await?;
    let lot = seen(&cen, &id, &f1).await?;
    assert_eq!(
        (&lot["state"], &lot["extraction"]["state"]),
        (&json!("verifie"), &json!("terminee"))
    );
    assert!(lot["blocage"].is_null() && lot["failure"].is_null());

    // Or it is made anew: its archive is dropped.
    leave_an_altitude(&platform, &f1).await?;
    cen.post(&attack_again, json!({})).await?.ok()?;
    platform.work().await?;
    assert_eq!(
        seen(&cen, &id, &f1).await?["extraction"]["state"],
        "bloquee"
    );
    let again = cen
        .post(&format!("/lots/{f1}/extraction"), json!({}))
        .await?;
    assert_eq!(again.status, 202);
    assert_eq!(
        (&again.json["state"], &again.json["extraction"]["state"]),
        (&json!("decide"), &json!("en_attente"))
    );
    platform.work().await?;
    assert_eq!(lot_state(&platform, &f1).await?, "verifie");
    jobs_are_single(&platform).await?;

    // A leak found in a lot that was verified: extracted again by itself, once.
    leave_an_altitude(&platform, &f1).await?;
    sqlx::query("UPDATE gn_demandes.lot SET state = 'verifie' WHERE id_lot = $1::uuid")
        .bind(&f1)
        .execute(&platform.pool)
        .await?;
    dreal.post(&attack_again, json!({})).await?.ok()?;
    platform.work().await?;
    let lot = seen(&dreal, &id, &f1).await?;
    assert_eq!(
        lot["state"], "verifie",
        "{}",
        lot["attack"]["report"]["told"]
    );
    jobs_are_single(&platform).await?;
    assert_eq!(send(&cen, &f1).await?.status, 201);
    assert_eq!(cen.post(&attack_again, json!({})).await?.status, 409);
    Ok(())
}

/// Rows of a lot's blurred part, from its CSV.
async fn blurred_ids(
    platform: &Platform,
    id_lot: &str,
) -> Result<std::collections::BTreeSet<String>> {
    let mut zip = zip::ZipArchive::new(File::open(archive_of(platform, id_lot).await?)?)?;
    let mut ids = std::collections::BTreeSet::new();
    for index in 0..zip.len() {
        let member = zip.by_index(index)?;
        if member.name()?.ends_with("_floutees.csv") {
            for record in csv::Reader::from_reader(member).records() {
                ids.insert(record?[0].to_owned());
            }
        }
    }
    Ok(ids)
}

/// What the guard kept out of F1 because of a precise lot to come is in the copy of that lot once it is refused, blurred, and the
/// adversary, who has F1 too, gets nothing out of it.
#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, in the order it happens")]
async fn what_the_guard_kept_out_comes_blurred_when_the_precise_lot_is_refused() -> Result<()> {
    let platform = Platform::demo().await?;
    let (author, dreal) = (
        platform.login("association").await?,
        platform.login("dreal").await?,
    );
    // Near the border of the territory: cells that are beyond it by more than half are cut by the guard, not by the residual rule.
    let wkt: String = sqlx::query_scalar(
        "WITH territory AS (SELECT ST_Union(geom) AS geom FROM ref_geo.l_areas JOIN ref_geo.bib_areas_types USING (id_type) WHERE type_code = 'DEP' AND enable)
         SELECT ST_AsGeoJSON(ST_Transform(ST_Buffer(t.geom, -350), 4326), 9) FROM territory t",
    )
    .fetch_one(&platform.pool)
    .await?;
    let demande = author.post("/demandes", draft()).await?.ok()?;
    let id = dossiers::id(&demande, "id_demande")?.to_owned();
    author
        .put_file(
            &format!("/demandes/{id}/perimetre"),
            "perimetre.geojson",
            wkt.into(),
            None,
        )
        .await?
        .ok()?;
    dossiers::depose(&author, &id).await?;
    let cen = platform.login("cen").await?;
    cen.post(
        &format!("/demandes/{id}/completude"),
        json!({ "complete": true }),
    )
    .await?
    .ok()?;
    hand_over(&platform, &id, "cen").await?;
    // Every commune is in it: the whole demande waits for a décision.
    dossiers::decide(&platform, &id, "F1", None, json!({ "kind": "accept" })).await?;
    platform.work().await?;
    let f1 = lot_id(&dreal, &id, "F1", None).await?;
    let lot = seen(&dreal, &id, &f1).await?;
    assert_eq!(
        lot["state"], "verifie",
        "{}",
        lot["attack"]["report"]["told"]
    );
    let kept_out: Vec<(String, i64)> = sqlx::query_as(
        "SELECT code_groupe, count(*) FROM gn_demandes.lot_zone_ecartee WHERE id_lot = $1::uuid GROUP BY 1 ORDER BY 2 DESC",
    )
    .bind(&f1)
    .fetch_all(&platform.pool)
    .await?;
    assert!(
        !kept_out.is_empty(),
        "the guard kept nothing out: {}",
        lot["report"]["checks"]
    );
    let systematique = "SELECT avis_systematique FROM gn_diffusion.groupe WHERE code = $1";
    let mut tried = 0;
    for (groupe, zones) in kept_out {
        let of_f3: Option<bool> = sqlx::query_scalar(systematique)
            .bind(&groupe)
            .fetch_optional(&platform.pool)
            .await?;
        if of_f3 != Some(true) {
            continue;
        }
        let before = blurred_ids(&platform, &f1).await?;
        dossiers::refuse(&platform, &id, "F3", Some(&groupe)).await?;
        platform.work().await?;
        let refused = lot_id(&dreal, &id, "F3", Some(&groupe)).await?;
        let copy = lots(&dreal, &id)
            .await?
            .into_iter()
            .find(|lot| lot["fallback_of"] == json!(refused));
        let copy = copy.context("the copy")?;
        assert_eq!(
            copy["state"], "verifie",
            "{}",
            copy["attack"]["report"]["told"]
        );
        let given = blurred_ids(&platform, dossiers::id(&copy, "id_lot")?).await?;
        assert!(given.is_disjoint(&before), "nothing twice");
        let left_out: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom, at => $3::date) c
              WHERE p.id_demande = $1::uuid AND c.lot = 'left_out' AND c.groupe = $2",
        )
        .bind(&id)
        .bind(&groupe)
        .bind(platform.now().date_naive())
        .fetch_one(&platform.pool)
        .await?;
        let of_zones: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom, at => $3::date) c
               JOIN gn_demandes.lot_zone_ecartee z ON z.id_lot = $4::uuid AND z.code_groupe = c.groupe AND z.area_ids = c.area_ids
              WHERE p.id_demande = $1::uuid AND c.lot = 'F1' AND c.selected_by = 'area' AND c.groupe = $2",
        )
        .bind(&id)
        .bind(&groupe)
        .bind(platform.now().date_naive())
        .bind(&f1)
        .fetch_one(&platform.pool)
        .await?;
        assert!(of_zones > 0, "{groupe}: {zones} zones");
        assert_eq!(i64::try_from(given.len())?, left_out + of_zones, "{groupe}");
        tried += 1;
    }
    assert!(tried > 0, "no group of an F3 to refuse");
    Ok(())
}
