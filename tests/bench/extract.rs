//! The row `extract`: the worker of a release build extracts a lot, beside ogr2ogr, which writes the same rows to the same formats. One
//! measure for each size.
//!
//! The file of the row holds the demande (`@setup`), the query that says when the lot is there (`@ours`) and the two queries of ogr2ogr
//! (`@peer precises`, `@peer floutees`). The schema of the service is made in the database of the bench and dropped at the end.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use demandes_api::service::extraction::LotKey;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::{
    case::{Case, Side},
    database::Database,
    measure::{Turns, micros, missing, one_line},
    options::Options,
    report::{Measure, Outcome, PeerTime, Row},
    session::Session,
};

/// Its name in results.json.
pub const NAME: &str = "extract";

const SIZES: [u32; 3] = [10_000, 100_000, 500_000];
/// From this size on, what warms is a smaller part of what is measured: fewer rounds.
const LARGE: u32 = 100_000;
/// A lot that takes longer has failed.
const PATIENCE: Duration = Duration::from_hours(1);

/// Every size that the observations allow.
pub fn sizes(rows: u32) -> Vec<u32> {
    let fit: Vec<u32> = SIZES.into_iter().filter(|size| *size <= rows).collect();
    if fit.is_empty() {
        vec![rows.div_ceil(2)]
    } else {
        fit
    }
}

/// Measures it; what fails is reported.
pub async fn measure(
    database: &mut Database,
    case: &Case,
    size: u32,
    options: &Options,
    plans: &Path,
) -> Row {
    let outcome = async {
        let missing = missing(database, case).await?;
        if !missing.is_empty() {
            return Ok(Outcome::Missing(format!("no {}", missing.join(", "))));
        }
        let Some(program) = &options.api else {
            return Ok(Outcome::Missing(
                "no program demandes_api (BENCH_API)".to_owned(),
            ));
        };
        let case = database.fill(case, database.rows_of(case)).await?;
        let bench = Bench::ready(&database.name, program, &case, size).await?;
        let measured = bench.compare(&case, size, options.runs).await;
        let mut session = Session::open(&database.name).await?;
        let sides = [&case.ours].into_iter().chain(&case.peers);
        let mut plan = String::new();
        for side in sides {
            plan.push_str(&session.plan(side).await?);
        }
        std::fs::write(plans.join(format!("{NAME}.txt")), plan)?;
        session
            .run("DROP SCHEMA gn_demandes CASCADE; DROP TABLE bench.extracted")
            .await?;
        session.close().await?;
        measured.map(Outcome::Measured)
    };
    Row {
        name: case.name.clone(),
        rows: size,
        target: case.target.clone(),
        outcome: outcome
            .await
            .unwrap_or_else(|error| Outcome::Failed(one_line(&error))),
    }
}

/// The service on the database of the bench, and where both sides write.
struct Bench {
    database: String,
    program: PathBuf,
    folder: TempDir,
}

impl Bench {
    async fn ready(database: &str, program: &Path, case: &Case, size: u32) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join("lots"))?;
        LotKey::create(&folder.path().join("lot.key"))?;
        let bench = Self {
            database: database.to_owned(),
            program: program.to_owned(),
            folder,
        };
        let mut session = Session::open(database).await?;
        session
            .run("DROP SCHEMA IF EXISTS gn_demandes CASCADE")
            .await?;
        let migrated = bench.service("migrate")?.output()?;
        ensure!(
            migrated.status.success(),
            "{}",
            String::from_utf8_lossy(&migrated.stderr)
        );
        for statement in &case.setup {
            session
                .run(&statement.replace("{wanted}", &size.to_string()))
                .await?;
        }
        session.close().await?;
        Ok(bench)
    }

    fn service(&self, command: &str) -> Result<Command> {
        let url = std::env::var("DEMANDES_PG_URL").context("DEMANDES_PG_URL")?;
        let server = url.strip_suffix("/postgres").context("DEMANDES_PG_URL")?;
        let mut service = Command::new(&self.program);
        service
            .arg(command)
            .env(
                "DEMANDES_DATABASE_URL",
                format!("{server}/{}", self.database),
            )
            .env("DEMANDES_STORAGE_DIR", self.folder.path().join("lots"))
            .env("DEMANDES_LOT_KEY_FILE", self.folder.path().join("lot.key"))
            .env("DEMANDES_SUMMARY_MAX_AGE_HOURS", "100000")
            .stdout(Stdio::null());
        Ok(service)
    }

    async fn compare(&self, case: &Case, size: u32, runs: usize) -> Result<Measure> {
        let mut session = Session::open(&self.database).await?;
        let floor = case.floor.as_ref().context("a floor")?;
        let query = |name: &str| {
            let found = case.peers.iter().find(|side| side.name == name);
            found.with_context(|| format!("no query {name}"))
        };
        let queries = [
            ("precises", query("precises")?),
            ("floutees", query("floutees")?),
        ];
        let rounds = if size >= LARGE { runs.min(2) } else { runs };
        let mut least = Turns::of("floor");
        let mut ours = Turns::of("ours");
        let mut thrice = Turns::of("ogr2ogr, a query for each format");
        let mut once = Turns::of("ogr2ogr, GeoPackage converted to the others");
        let mut peak: f64 = 0.0;
        let mut same = true;
        for round in 0..=rounds {
            let (time, _) = session.time(floor).await?;
            least.add(round, time);
            session.run_all(&case.reset).await?;
            self.empty("lots")?;
            let (time, memory) = self.extract(&mut session, &case.ours).await?;
            ours.add(round, time);
            peak = peak.max(memory);
            let archive = self.archive()?;
            for (turns, convert) in [(&mut thrice, false), (&mut once, true)] {
                self.empty("ogr")?;
                let started = Instant::now();
                for (name, query) in &queries {
                    self.ogr2ogr(name, &query.statements.concat(), convert)?;
                }
                turns.add(round, started.elapsed());
                for (name, _) in &queries {
                    let theirs = std::fs::read(self.folder.path().join(format!("ogr/{name}.csv")))?;
                    same &= same_rows(&archive[*name], &theirs)?;
                }
            }
        }
        session.close().await?;
        let units = f64::from(size);
        let peer = |turns: &Turns| PeerTime {
            name: turns.name.clone(),
            us: micros(turns.median(), units),
        };
        Ok(Measure {
            ours_us: micros(ours.median(), units),
            floor_us: Some(micros(least.median(), units)),
            peers: vec![peer(&thrice), peer(&once)],
            memory_mib: Some(peak),
            equal: Some(same),
            note: Some("memory: peak of the worker".to_owned()),
            exponent: None,
        })
    }

    fn empty(&self, name: &str) -> Result<()> {
        let folder = self.folder.path().join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        Ok(std::fs::create_dir(folder)?)
    }

    /// The time until the lot is extracted, from the start of the worker's process, and the most memory it had.
    async fn extract(&self, session: &mut Session, state: &Side) -> Result<(Duration, f64)> {
        let state = state.statements.concat();
        let started = Instant::now();
        let mut worker = Worker(self.service("worker")?.stderr(Stdio::null()).spawn()?);
        loop {
            let told = session.text(&state).await?;
            if told == "failed" || worker.0.try_wait()?.is_some() || started.elapsed() > PATIENCE {
                let why = session
                    .text("SELECT concat_ws(' ', failure) FROM gn_demandes.lot")
                    .await?;
                bail!("the lot is not there: {why}");
            }
            if told != "decide" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let elapsed = started.elapsed();
        Ok((elapsed, worker.peak_mib()?))
    }

    /// The CSV files of the archive, by the name of their query.
    fn archive(&self) -> Result<BTreeMap<&'static str, Vec<u8>>> {
        let mut found = BTreeMap::new();
        for entry in std::fs::read_dir(self.folder.path().join("lots"))? {
            let path = entry?.path();
            if path.extension().is_none_or(|ending| ending != "zip") {
                continue;
            }
            let mut zip = zip::ZipArchive::new(std::fs::File::open(path)?)?;
            for name in ["precises", "floutees"] {
                let mut bytes = Vec::new();
                // A part without a row has no file.
                if let Ok(mut member) = zip.by_name(&format!("f1_{name}.csv")) {
                    std::io::copy(&mut member, &mut bytes)?;
                }
                found.insert(name, bytes);
            }
        }
        ensure!(!found.is_empty(), "no archive");
        Ok(found)
    }

    fn ogr2ogr(&self, name: &str, query: &str, convert: bool) -> Result<()> {
        let folder = self.folder.path().join("ogr");
        let source = format!("PG:dbname={}", self.database);
        let geopackage = folder.join(format!("{name}.gpkg"));
        let csv = folder.join(format!("{name}.csv"));
        let shapefile = folder.join(format!("{name}.shp"));
        let formats: [(&str, &Path, &[&str]); 3] = [
            ("GPKG", &geopackage, &[]),
            ("CSV", &csv, &["-lco", "GEOMETRY=AS_WKT"]),
            ("ESRI Shapefile", &shapefile, &["-lco", "ENCODING=UTF-8"]),
        ];
        for (rank, (format, target, options)) in formats.into_iter().enumerate() {
            let mut ogr = Command::new("ogr2ogr");
            ogr.args(["-f", format, "-nln", name])
                .args(options)
                .arg(target);
            if convert && rank > 0 {
                ogr.arg(&geopackage);
            } else {
                ogr.args([source.as_str(), "-sql", query, "-a_srs", "EPSG:2154"]);
            }
            let output = ogr.output().context("ogr2ogr")?;
            ensure!(
                output.status.success(),
                "ogr2ogr: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    }
}

/// A worker that ends with its measure.
struct Worker(Child);

impl Worker {
    fn peak_mib(&self) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = text.lines().find(|line| line.starts_with("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1));
        Ok(kib.context("VmHWM")?.parse::<f64>()? / 1024.0)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether two CSV files hold the same rows in any order, by the columns they share, geometries apart.
fn same_rows(ours: &[u8], theirs: &[u8]) -> Result<bool> {
    let shared: Vec<String> = columns(ours)?
        .into_iter()
        .filter(|name| columns(theirs).is_ok_and(|others| others.contains(name)))
        .collect();
    // All but the geometry, which each format writes in its own way.
    ensure!(
        ours.is_empty() || shared.len() >= columns(theirs)?.len() - 1,
        "not the same columns"
    );
    Ok(digest(ours, &shared)? == digest(theirs, &shared)?)
}

fn columns(text: &[u8]) -> Result<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text);
    Ok(reader.headers()?.iter().map(str::to_owned).collect())
}

/// How many rows, and the sum of their digests.
fn digest(text: &[u8], shared: &[String]) -> Result<(u64, u128)> {
    let mut reader = csv::Reader::from_reader(text);
    let header = reader.headers()?.clone();
    let places: Vec<usize> = shared
        .iter()
        .filter_map(|name| header.iter().position(|found| found == name))
        .collect();
    let (mut rows, mut sum) = (0, 0_u128);
    for record in reader.records() {
        let record = record?;
        let mut hasher = Sha256::new();
        for place in &places {
            // ogr2ogr writes dates with slashes.
            hasher.update(record.get(*place).unwrap_or("").replace('/', "-"));
            hasher.update([0]);
        }
        let hash = hasher.finalize();
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        sum = sum.wrapping_add(u128::from_be_bytes(half));
        rows += 1;
    }
    Ok((rows, sum))
}
