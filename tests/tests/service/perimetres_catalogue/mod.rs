//! A catalogue of hostile and odd perimeters, each made here by code: what is refused is refused with its status, its code and a French
//! sentence, and leaves nothing; what is read is read right. Over HTTP, so through the process of its own that reads uploads.
//! The territory is the demonstration's. Not here: real files, and what is no file (`perimetres.rs`).

mod archives;
mod geojson;
mod gpkg;
mod kml;
mod limits;
mod others;
mod shapefiles;
mod zip;

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    client::{Answer, Client},
    dossiers,
    platform::Platform,
};
use serde_json::Value;

/// The square every upload is made from, in Lambert-93: its lower left corner, and its side.
const CORNER: [f64; 2] = [748_000.0, 6_358_000.0];
const SIDE: f64 = 4_000.0;
/// A rectangle of the same place in degrees: west, south, east, north; and its area in km² once in Lambert-93.
const DEGREES: [f64; 4] = [3.60, 44.31, 3.66, 44.35];
const DEGREES_KM2: f64 = 21.28;
const SQUARE_KM2: f64 = 16.0;

/// One upload, and what must become of it.
struct Upload {
    name: &'static str,
    bytes: Vec<u8>,
    asked: Option<i32>,
    fate: Fate,
}

enum Fate {
    /// 422 (413 for `file_too_big`) with this code.
    Refused(&'static str),
    /// Accepted, with this area in km².
    Read(f64),
    /// Accepted after a repair, with this area in km².
    Repaired(f64),
    /// Accepted with this area in km² and a warning that holds these words.
    Warned(f64, &'static str),
}

fn upload(name: &'static str, bytes: impl Into<Vec<u8>>, fate: Fate) -> Upload {
    Upload {
        name,
        bytes: bytes.into(),
        asked: None,
        fate,
    }
}

fn refused(name: &'static str, bytes: impl Into<Vec<u8>>, code: &'static str) -> Upload {
    upload(name, bytes, Fate::Refused(code))
}

fn read(name: &'static str, bytes: impl Into<Vec<u8>>, km2: f64) -> Upload {
    upload(name, bytes, Fate::Read(km2))
}

fn asking(upload: Upload, epsg: i32) -> Upload {
    Upload {
        asked: Some(epsg),
        ..upload
    }
}

fn catalogue() -> Result<Vec<Upload>> {
    let mut all = archives::uploads()?;
    all.extend(shapefiles::uploads()?);
    all.extend(geojson::uploads());
    all.extend(kml::uploads());
    all.extend(gpkg::uploads()?);
    all.extend(others::uploads()?);
    Ok(all)
}

/// A demande that has a perimeter and one that has none.
struct Desk {
    platform: Platform,
    author: Client,
    with: String,
    without: String,
}

impl Desk {
    async fn open() -> Result<Self> {
        let platform = Platform::demo().await?;
        let author = platform.login("association").await?;
        let with = dossiers::brouillon(&author, dossiers::draft()).await?;
        let demande = author.post("/demandes", dossiers::draft()).await?.ok()?;
        let path = |id: &str| format!("/demandes/{id}/perimetre");
        Ok(Self {
            with: path(&with),
            without: path(dossiers::id(&demande, "id_demande")?),
            platform,
            author,
        })
    }

    async fn put(&self, path: &str, upload: &Upload) -> Result<Answer> {
        self.author
            .put_file(path, upload.name, upload.bytes.clone(), upload.asked)
            .await
    }

    async fn try_upload(&self, upload: &Upload) -> Result<()> {
        match upload.fate {
            Fate::Refused(code) => self.must_refuse(upload, code).await,
            Fate::Read(km2) => self.must_read(upload, km2, false, "").await,
            Fate::Repaired(km2) => self.must_read(upload, km2, true, "").await,
            Fate::Warned(km2, words) => self.must_read(upload, km2, false, words).await,
        }
    }

    async fn must_refuse(&self, upload: &Upload, code: &str) -> Result<()> {
        let before = self.platform.traces().await?;
        let status = if code == "file_too_big" { 413 } else { 422 };
        // One demande or the other: a perimeter that was there stays, and none appears.
        let path = if upload.name.len().is_multiple_of(2) {
            &self.with
        } else {
            &self.without
        };
        let answer = self.put(path, upload).await?;
        ensure!(
            answer.refusal() == (status, code),
            "not refused with {status} {code}: {:?} {}",
            answer.refusal(),
            answer.json
        );
        french(&answer)?;
        ensure!(
            self.platform.traces().await? == before,
            "something was kept"
        );
        Ok(())
    }

    async fn must_read(
        &self,
        upload: &Upload,
        km2: f64,
        repaired: bool,
        words: &str,
    ) -> Result<()> {
        let kept = self.put(&self.with, upload).await?.ok()?;
        let area = kept["area_m2"].as_f64().context("area_m2")? / 1e6;
        ensure!(
            (area - km2).abs() < km2 / 100.0,
            "{area} km² where {km2} are drawn"
        );
        ensure!(
            kept["repaired"] == repaired,
            "repaired: {}",
            kept["repaired"]
        );
        ensure!(kept["communes_count"].as_u64() > Some(0), "no commune");
        let warnings = kept["warnings"].as_array().context("warnings")?;
        let said = |words| {
            let mut texts = warnings.iter().filter_map(Value::as_str);
            texts.any(|text: &str| text.contains(words))
        };
        ensure!(words.is_empty() || said(words), "{:?}", kept["warnings"]);
        let (file, sound): (Vec<u8>, bool) = sqlx::query_as(
            "SELECT source_file, st_isvalid(geom) AND st_srid(geom) = 2154 AND st_ndims(geom) = 2
             FROM gn_demandes.perimetre WHERE id_demande = $1::uuid",
        )
        .bind(self.with.split('/').nth(2))
        .fetch_one(&self.platform.pool)
        .await?;
        ensure!(sound, "an unsound geometry was kept");
        ensure!(file == upload.bytes, "the original is not the one sent");
        Ok(())
    }
}

/// A sentence for a person: French, with nothing a browser could take for markup, and nothing of the machine.
fn french(answer: &Answer) -> Result<()> {
    let detail = answer.json["detail"].as_str().unwrap_or_default();
    let words: BTreeSet<&str> = detail.split(|c: char| !c.is_alphabetic()).collect();
    let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
    ensure!(
        any(&["le", "la", "les", "un", "de", "du", "est", "vous", "sont"]),
        "not French: {detail}"
    );
    ensure!(
        !any(&["error", "failed", "the", "file", "not", "tmp"]),
        "not for people: {detail}"
    );
    ensure!(!detail.contains(['<', '>']), "markup: {detail}");
    Ok(())
}

/// Folders that readings made and did not delete; those of other tests come and go.
fn reading_folders() -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(std::env::temp_dir())? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy());
        if name.is_some_and(|name| {
            name.starts_with("demandes-lecture-") || name.starts_with("perimetre-")
        }) {
            found.insert(path);
        }
    }
    Ok(found)
}

#[tokio::test]
async fn every_upload_of_the_catalogue_meets_its_fate() -> Result<()> {
    let before = reading_folders()?;
    let desk = Desk::open().await?;
    let uploads = catalogue()?;
    let names: BTreeSet<&str> = uploads.iter().map(|upload| upload.name).collect();
    assert_eq!(names.len(), uploads.len(), "each has its own name");
    assert!(uploads.len() >= 60, "{} uploads", uploads.len());

    let mut wrong = Vec::new();
    for upload in &uploads {
        let started = std::time::Instant::now();
        if let Err(error) = desk.try_upload(upload).await {
            wrong.push(format!("{}: {error:#}", upload.name));
        }
        eprintln!("{} {:?}", upload.name, started.elapsed());
    }
    assert!(
        wrong.is_empty(),
        "{} of {} uploads:\n{}",
        wrong.len(),
        uploads.len(),
        wrong.join("\n")
    );
    assert!(
        limits::readers()?.is_empty(),
        "a reader outlived its upload"
    );
    let left: BTreeSet<PathBuf> = reading_folders()?.difference(&before).cloned().collect();
    for _ in 0..100 {
        if left.is_disjoint(&reading_folders()?) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    anyhow::bail!("left in the temporary folder: {left:?}")
}
