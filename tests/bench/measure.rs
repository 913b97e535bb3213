//! Measures one row: floor, ours and peers in turn, again and again, in one session; then checks that the answers are the same.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, bail};

use crate::{
    case::{Case, Side, Units},
    database::Database,
    report::{Measure, Outcome, PeerTime, Row},
    session::{Answer, Session},
};

/// Measures a case on this number of rows. What fails is reported, never raised: the other rows go on.
pub async fn measure(
    database: &mut Database,
    case: &Case,
    rows: u32,
    runs: usize,
    plans: &Path,
) -> Row {
    let outcome = match missing(database, case).await {
        Ok(missing) if missing.is_empty() => outcome(database, case, rows, runs, plans).await,
        Ok(missing) => Ok(Outcome::Missing(format!("no {}", missing.join(", ")))),
        Err(error) => Err(error),
    };
    Row {
        name: case.name.clone(),
        rows,
        target: case.target.clone(),
        outcome: outcome.unwrap_or_else(|error| Outcome::Failed(one_line(&error))),
    }
}

/// The functions that the case needs and the extension has not.
///
/// # Errors
/// When the server does not answer.
pub async fn missing(database: &Database, case: &Case) -> Result<Vec<String>> {
    let mut session = Session::open(&database.name).await?;
    let mut missing = Vec::new();
    for needed in &case.needs {
        let exists = if needed.contains('(') {
            format!("SELECT to_regprocedure('{needed}') IS NOT NULL")
        } else {
            format!(
                "SELECT EXISTS (SELECT FROM pg_proc WHERE pronamespace::regnamespace || '.' || proname = '{needed}')"
            )
        };
        if session.text(&exists).await? != "t" {
            missing.push(needed.clone());
        }
    }
    session.close().await?;
    Ok(missing)
}

async fn outcome(
    database: &mut Database,
    case: &Case,
    rows: u32,
    runs: usize,
    plans: &Path,
) -> Result<Outcome> {
    let case = database.fill(case, rows).await?;
    let mut session = Session::open(&database.name).await?;
    session.run_all(&case.setup).await?;
    let measured = measured(&mut session, database, &case, rows, runs, plans).await;
    // A row that failed must leave nothing behind for the next ones.
    session.run_all(&case.teardown).await?;
    session.close().await?;
    measured.map(Outcome::Measured)
}

async fn measured(
    session: &mut Session,
    database: &Database,
    case: &Case,
    rows: u32,
    runs: usize,
    plans: &Path,
) -> Result<Measure> {
    let units: f64 = match &case.units {
        Units::Rows => f64::from(rows),
        Units::Sql(sql) if sql.starts_with("SELECT") => session.number(sql).await?,
        Units::Sql(number) => number.parse()?,
    };
    let sides: Vec<&Side> = case
        .floor
        .iter()
        .chain([&case.ours])
        .chain(&case.peers)
        .collect();
    let (turns, fresh_memory) = if case.fresh {
        take_fresh_turns(&database.name, case, &sides, runs).await?
    } else {
        (take_turns(session, case, &sides, runs).await?, None)
    };
    write_plans(session, case, &sides, plans).await?;
    let memory = if case.fresh {
        fresh_memory
    } else if case.state.is_none() {
        memory_of(&database.name, &case.ours).await?
    } else {
        None
    };
    let per_unit = |side: &Side| {
        turns
            .iter()
            .find(|turn| turn.name == side.name)
            .map(|turn| micros(turn.median(), units))
    };
    let ours = turns
        .iter()
        .find(|turn| turn.name == case.ours.name)
        .context("ours")?;
    Ok(Measure {
        ours_us: micros(ours.median(), units),
        floor_us: case.floor.as_ref().and_then(per_unit),
        peers: turns
            .iter()
            .filter(|turn| case.peers.iter().any(|peer| peer.name == turn.name))
            .map(|turn| PeerTime {
                name: turn.name.clone(),
                us: micros(turn.median(), units),
            })
            .collect(),
        memory_mib: memory,
        equal: equal(session, case, &turns).await?,
        note: note(session, case).await?,
        exponent: None,
    })
}

/// The runs of one side.
pub struct Turns {
    /// How the side is called.
    pub name: String,
    times: Vec<Duration>,
    answers: Vec<Answer>,
}

impl Turns {
    /// None yet.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            times: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// Counts a time, but for the first round, which warms.
    pub fn add(&mut self, round: usize, time: Duration) {
        if round > 0 {
            self.times.push(time);
        }
    }

    /// The time in the middle.
    #[must_use]
    pub fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        let middle = times.len() / 2;
        if times.len() % 2 == 1 {
            times[middle]
        } else {
            (times[middle - 1] + times[middle]) / 2
        }
    }
}

fn empty_turns(sides: &[&Side]) -> Vec<Turns> {
    sides.iter().map(|side| Turns::of(&side.name)).collect()
}

/// A B A B: each side once, then each again. The first round warms and is not counted; its answers are.
async fn take_turns(
    session: &mut Session,
    case: &Case,
    sides: &[&Side],
    runs: usize,
) -> Result<Vec<Turns>> {
    let mut turns = empty_turns(sides);
    for round in 0..=runs {
        for (side, turn) in sides.iter().zip(&mut turns) {
            session.run_all(&case.reset).await?;
            let (time, mut answer) = session.time(side).await?;
            if let Some(state) = &case.state {
                answer = session.run(state).await?;
            }
            turn.add(round, time);
            turn.answers.push(answer);
        }
    }
    Ok(turns)
}

/// The same with a new backend for each run; also the private memory that ours added to it, in MiB. Another backend that has run
/// everything stays: what several share is not private.
async fn take_fresh_turns(
    database: &str,
    case: &Case,
    sides: &[&Side],
    runs: usize,
) -> Result<(Vec<Turns>, Option<f64>)> {
    let mut turns = empty_turns(sides);
    let mut added = Vec::new();
    let mut companion = Session::open(database).await?;
    companion.run_all(&case.bare).await?;
    for side in sides {
        companion.time(side).await?;
    }
    for round in 0..=runs {
        for (side, turn) in sides.iter().zip(&mut turns) {
            let mut session = Session::open(database).await?;
            session.run_all(&case.bare).await?;
            let bare = session.private_mib().ok();
            let (time, answer) = session.time(side).await?;
            if side.name == case.ours.name {
                added.extend(
                    session
                        .private_mib()
                        .ok()
                        .zip(bare)
                        .map(|(after, before)| after - before),
                );
            }
            session.close().await?;
            turn.add(round, time);
            turn.answers.push(answer);
        }
    }
    companion.close().await?;
    added.sort_by(f64::total_cmp);
    Ok((turns, added.get(added.len() / 2).copied()))
}

/// Private memory of a backend that has run ours, over one that has only been opened, in MiB. A third one has run ours and stays:
/// what several share is not private.
///
/// # Errors
/// When ours fails.
pub async fn memory_of(database: &str, ours: &Side) -> Result<Option<f64>> {
    let mut companion = Session::open(database).await?;
    companion.time(ours).await?;
    let bare = Session::open(database).await?;
    let mut used = Session::open(database).await?;
    used.time(ours).await?;
    let added = used
        .private_mib()
        .ok()
        .zip(bare.private_mib().ok())
        .map(|(used, bare)| used - bare);
    for session in [companion, bare, used] {
        session.close().await?;
    }
    Ok(added)
}

/// Every answer of ours and of each peer is the same, and no row differs. None when there is nothing to compare with.
async fn equal(session: &mut Session, case: &Case, turns: &[Turns]) -> Result<Option<bool>> {
    let mut answers = turns
        .iter()
        .filter(|turn| turn.name != "floor" || case.state.is_some())
        .flat_map(|turn| &turn.answers);
    let first = answers.next().context("no run")?;
    let same = answers.all(|answer| answer == first);
    let Some(differences) = &case.differences else {
        return Ok((!case.peers.is_empty()).then_some(same));
    };
    let different: u64 = session.number(differences).await?;
    if !same || different > 0 {
        eprintln!(
            "{}: {different} rows differ; answers of the sides:",
            case.name
        );
        for turn in turns {
            eprintln!("  {}: {:?}", turn.name, turn.answers.first());
        }
    }
    Ok(Some(same && different == 0))
}

/// Workers really started, for a row about them.
async fn note(session: &mut Session, case: &Case) -> Result<Option<String>> {
    if case.ours.settings.is_empty() {
        return Ok(None);
    }
    let workers = session.workers(&case.ours).await?;
    Ok(Some(format!("workers launched: {workers}")))
}

async fn write_plans(
    session: &mut Session,
    case: &Case,
    sides: &[&Side],
    folder: &Path,
) -> Result<()> {
    let mut text = String::new();
    for side in sides {
        text.push_str(&session.plan(side).await?);
        text.push('\n');
    }
    let path = folder.join(format!("{}.txt", case.name));
    std::fs::write(&path, text).with_context(|| path.display().to_string())
}

/// Microseconds for one unit.
#[must_use]
pub fn micros(time: Duration, units: f64) -> f64 {
    time.as_secs_f64() * 1e6 / units
}

/// Causes of an error, without the statement that had it.
#[must_use]
pub fn one_line(error: &anyhow::Error) -> String {
    let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
    let text = if causes.is_empty() {
        error.to_string()
    } else {
        causes.join(": ")
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fits time = a × rows ^ exponent to medians (rows, µs per row), by least squares on logarithms.
///
/// # Errors
/// With fewer than two sizes.
pub fn fit_exponent(points: &[(f64, f64)]) -> Result<f64> {
    if points.len() < 2 {
        bail!("an exponent needs two sizes");
    }
    let logs: Vec<(f64, f64)> = points
        .iter()
        .map(|(rows, us)| (rows.ln(), (rows * us).ln()))
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a handful of sizes")]
    let count = logs.len() as f64;
    let mean_x = logs.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = logs.iter().map(|(_, y)| y).sum::<f64>() / count;
    let covariance: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let variance: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    Ok(covariance / variance)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Turns, fit_exponent};

    #[test]
    fn the_exponent_of_a_power_is_that_power() {
        // Microseconds for one row of something quadratic, then of something linear.
        let quadratic = [(1e4, 1.0), (1e5, 10.0), (1e6, 100.0)];
        let linear = [(1e4, 0.3), (1e6, 0.3)];
        assert!((fit_exponent(&quadratic).expect("a fit") - 2.0).abs() < 1e-9);
        assert!((fit_exponent(&linear).expect("a fit") - 1.0).abs() < 1e-9);
        assert!(fit_exponent(&[(1e4, 1.0)]).is_err());
    }

    #[test]
    fn the_first_round_is_not_counted() {
        let mut turns = Turns::of("a side");
        for (round, millis) in [900, 3, 1, 2, 8].into_iter().enumerate() {
            turns.add(round, Duration::from_millis(millis));
        }
        assert_eq!(turns.median(), Duration::from_micros(2500));
    }
}
