//! The row `commune_point_sedona`: the same points and communes given to `SedonaDB` in a Python process (`sedona.py`), which times
//! itself, loading left out. Ours runs in between, in the database.

use std::{
    fmt::Write as _,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result};
use demandes_tests::harness;

use crate::{
    case::Case,
    database::Database,
    measure::{Turns, memory_of, micros, missing, one_line},
    options::Options,
    report::{Measure, Outcome, PeerTime, Row},
    session::Session,
};

/// Its name in results.json.
pub const NAME: &str = "commune_point_sedona";

/// What `SedonaDB` reads: Arrow tables in memory, or `GeoParquet` files.
const FORMS: [&str; 2] = ["table", "parquet"];

/// Measures it; what fails is reported.
pub async fn measure(
    database: &mut Database,
    case: &Case,
    rows: u32,
    options: &Options,
    plans: &Path,
) -> Row {
    let outcome = async {
        let missing = missing(database, case).await?;
        if !missing.is_empty() {
            return Ok(Outcome::Missing(format!("no {}", missing.join(", "))));
        }
        let Some(python) = &options.python else {
            let why = options.python_missing.clone();
            return Ok(Outcome::Missing(why.unwrap_or_else(|| {
                "no Python with sedonadb (BENCH_PYTHON)".to_owned()
            })));
        };
        let case = database.fill(case, rows).await?;
        let mut session = Session::open(&database.name).await?;
        session.run_all(&case.setup).await?;
        let folder = options.out.join("sedona");
        std::fs::create_dir_all(&folder)?;
        let query = case.peers.first().context("a peer")?.statements.concat();
        let files = [
            export(
                &mut session,
                &format!("SELECT id, geom FROM bench.points_{rows}"),
                &folder.join("points.csv"),
            )
            .await?,
            export(
                &mut session,
                "SELECT id_area AS id, geom FROM bench.commune",
                &folder.join("communes.csv"),
            )
            .await?,
        ];
        let mut sedona = Sedona::start(python, &files, &query)?;
        let measured = compare(
            &mut session,
            &mut sedona,
            &case,
            rows,
            options.runs,
            &database.name,
        )
        .await;
        sedona.stop()?;
        std::fs::write(
            plans.join(format!("{NAME}.txt")),
            session.plan(&case.ours).await?,
        )?;
        session.close().await?;
        measured.map(Outcome::Measured)
    };
    Row {
        name: case.name.clone(),
        rows,
        target: case.target.clone(),
        outcome: outcome
            .await
            .unwrap_or_else(|error| Outcome::Failed(one_line(&error))),
    }
}

async fn compare(
    session: &mut Session,
    sedona: &mut Sedona,
    case: &Case,
    rows: u32,
    runs: usize,
    database: &str,
) -> Result<Measure> {
    let floor = case.floor.as_ref().context("a floor")?;
    let mut ours = Turns::of("ours");
    let mut least = Turns::of("floor");
    let mut theirs = FORMS.map(|form| Turns::of(&format!("SedonaDB ({form})")));
    let mut same = true;
    for round in 0..=runs {
        let (time, _) = session.time(floor).await?;
        least.add(round, time);
        let (time, answer) = session.time(&case.ours).await?;
        ours.add(round, time);
        let answer = answer
            .into_iter()
            .flatten()
            .flatten()
            .next()
            .context("an answer")?;
        for (form, turn) in FORMS.iter().zip(&mut theirs) {
            let (time, total) = sedona.run(form)?;
            turn.add(round, time);
            same &= total == answer;
        }
    }
    let workers = session.workers(&case.ours).await?;
    let units = f64::from(rows);
    Ok(Measure {
        ours_us: micros(ours.median(), units),
        floor_us: Some(micros(least.median(), units)),
        peers: theirs
            .iter()
            .map(|turn| PeerTime {
                name: turn.name.clone(),
                us: micros(turn.median(), units),
            })
            .collect(),
        memory_mib: memory_of(database, &case.ours).await?,
        equal: Some(same),
        note: Some(format!("workers launched: {workers}")),
        exponent: None,
    })
}

/// Writes geometries as lines `id,WKB`; the path.
async fn export(session: &mut Session, query: &str, path: &Path) -> Result<std::path::PathBuf> {
    let answer = session
        .run(&format!(
            "SELECT q.id, encode(st_asbinary(q.geom), 'hex') FROM ({query}) q"
        ))
        .await?;
    let mut text = String::new();
    for row in answer {
        let values: Vec<String> = row.into_iter().flatten().collect();
        let _ = writeln!(text, "{}", values.join(","));
    }
    std::fs::write(path, text).with_context(|| path.display().to_string())?;
    Ok(path.to_owned())
}

/// The Python process.
struct Sedona {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Sedona {
    fn start(python: &Path, files: &[std::path::PathBuf], query: &str) -> Result<Self> {
        let mut process = Command::new(python)
            .arg(harness::root().join("tests/bench/sedona.py"))
            .args(files)
            .arg(query)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("python")?;
        let input = process.stdin.take().context("stdin")?;
        let output = BufReader::new(process.stdout.take().context("stdout")?);
        let mut sedona = Self {
            process,
            input,
            output,
        };
        sedona.line().context("SedonaDB did not start")?;
        Ok(sedona)
    }

    /// Time and answer of one run.
    fn run(&mut self, form: &str) -> Result<(Duration, String)> {
        writeln!(self.input, "{form}")?;
        let line = self.line()?;
        let (seconds, answer) = line.split_once(' ').context("seconds and an answer")?;
        Ok((Duration::from_secs_f64(seconds.parse()?), answer.to_owned()))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let line = line.trim().to_owned();
        anyhow::ensure!(!line.is_empty(), "SedonaDB stopped");
        Ok(line)
    }

    fn stop(self) -> Result<()> {
        let Self {
            mut process, input, ..
        } = self;
        drop(input);
        process.wait()?;
        Ok(())
    }
}
