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
    let report = demandes_api::service::adversary::run(&platform.context, id_lot.parse()?).await?;
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
        row[column(header, "alti_min")] = "812".to_owned();
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
    // The report says no value.
    assert!(!lot["attack"].to_string().contains("812"));
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
