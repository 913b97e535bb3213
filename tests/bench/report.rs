//! What a run found: the table for people, results.json and results.md for machines and for the README.

use std::{fmt::Write as _, path::Path};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::case::Target;

/// A row of the report.
pub struct Row {
    /// Its name in results.json.
    pub name: String,
    /// Rows of the tables it was measured on.
    pub rows: u32,
    /// What was to be reached.
    pub target: Target,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a row.
pub enum Outcome {
    /// It was measured.
    Measured(Measure),
    /// Something it needs is not there.
    Missing(String),
    /// It stopped at an error.
    Failed(String),
}

/// Medians, in microseconds for one unit.
pub struct Measure {
    /// Ours.
    pub ours_us: f64,
    /// The least that has to be done.
    pub floor_us: Option<f64>,
    /// The peers, in the order of the file.
    pub peers: Vec<PeerTime>,
    /// Private memory of a backend over a bare one.
    pub memory_mib: Option<f64>,
    /// Are all answers the same? None when there is no peer.
    pub equal: Option<bool>,
    /// What the figures do not say.
    pub note: Option<String>,
    /// Exponent of growth, on the rows `growth_*`.
    pub exponent: Option<f64>,
}

/// A peer and its median.
pub struct PeerTime {
    /// As in the file of the row.
    pub name: String,
    /// Microseconds for one unit.
    pub us: f64,
}

impl Measure {
    /// The fastest peer: the one that counts.
    #[must_use]
    pub fn peer(&self) -> Option<&PeerTime> {
        self.peers.iter().min_by(|a, b| a.us.total_cmp(&b.us))
    }

    fn ratio(&self) -> Option<f64> {
        self.peer().map(|peer| peer.us / self.ours_us)
    }

    fn floor_ratio(&self) -> Option<f64> {
        self.floor_us.map(|floor| self.ours_us / floor)
    }

    /// Is every part of the target reached? None when there is none.
    fn reaches(&self, target: &Target) -> Option<bool> {
        let at_least = |wanted: Option<f64>, found: Option<f64>| {
            wanted.map(|wanted| found.is_some_and(|found| found >= wanted))
        };
        let at_most = |wanted: Option<f64>, found: Option<f64>| {
            wanted.map(|wanted| found.is_some_and(|found| found <= wanted))
        };
        let parts = [
            at_least(target.ratio, self.ratio()),
            at_most(target.floor, self.floor_ratio()),
            at_most(target.exponent, self.exponent),
            at_most(target.seconds, Some(self.ours_us / 1e6)),
            at_most(target.memory, self.memory_mib),
        ];
        let parts: Vec<bool> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.iter().all(|reached| *reached))
    }
}

impl Row {
    /// Must the run end in error because of this row? A target that is not reached is reported, not an error.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        match &self.outcome {
            Outcome::Measured(measure) => measure.equal == Some(false),
            Outcome::Missing(_) | Outcome::Failed(_) => true,
        }
    }

    fn json(&self) -> Value {
        let (measure, note) = match &self.outcome {
            Outcome::Measured(measure) => (Some(measure), measure.note.clone()),
            Outcome::Missing(why) => (None, Some(format!("missing: {why}"))),
            Outcome::Failed(why) => (None, Some(format!("failed: {why}"))),
        };
        json!({
            "name": self.name,
            "rows": self.rows,
            "ours_us": measure.map(|m| rounded(m.ours_us)),
            "peer": measure.and_then(Measure::peer).map(|peer| &peer.name),
            "peer_us": measure.and_then(Measure::peer).map(|peer| rounded(peer.us)),
            "ratio": measure.and_then(Measure::ratio).map(rounded),
            "floor_us": measure.and_then(|m| m.floor_us).map(rounded),
            "floor_ratio": measure.and_then(Measure::floor_ratio).map(rounded),
            "memory_mib": measure.and_then(|m| m.memory_mib).map(rounded),
            "equal": measure.and_then(|m| m.equal),
            "exponent": measure.and_then(|m| m.exponent).map(rounded),
            "target": self.target.to_string(),
            "reached": measure.and_then(|m| m.reaches(&self.target)),
            "note": note,
            "peers": measure.map(|m| m.peers.iter().map(|peer| json!({"peer": peer.name, "us": rounded(peer.us)})).collect::<Vec<_>>()),
        })
    }

    fn cells(&self) -> [String; 10] {
        let blank = || "–".to_owned();
        let number = |value: Option<f64>| value.map_or_else(blank, short);
        match &self.outcome {
            Outcome::Missing(why) | Outcome::Failed(why) => {
                let word = if matches!(self.outcome, Outcome::Missing(_)) {
                    "missing"
                } else {
                    "FAILED"
                };
                [
                    self.name.clone(),
                    self.rows.to_string(),
                    blank(),
                    format!("{word}: {why}"),
                    blank(),
                    blank(),
                    blank(),
                    blank(),
                    blank(),
                    self.target.to_string(),
                ]
            }
            Outcome::Measured(m) => {
                let reached = match m.reaches(&self.target) {
                    Some(true) => format!("{} ✓", self.target),
                    Some(false) => format!("{} ✗", self.target),
                    None => String::new(),
                };
                let exponent = m.exponent.map(|e| format!("exponent {e:.3}"));
                let peer = m.peer().map(|peer| peer.name.clone()).or(exponent);
                [
                    self.name.clone(),
                    self.rows.to_string(),
                    short(m.ours_us),
                    [peer, m.note.clone()]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(" · "),
                    number(m.peer().map(|peer| peer.us)),
                    number(m.ratio()),
                    number(m.floor_ratio()),
                    number(m.memory_mib),
                    m.equal
                        .map_or_else(blank, |equal| if equal { "yes" } else { "NO" }.to_owned()),
                    reached,
                ]
            }
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            self.ratio.map(|n| format!("≥ {n} ×")),
            self.floor.map(|n| format!("≤ {n} × floor")),
            self.exponent.map(|n| format!("exponent ≤ {n}")),
            self.seconds.map(|n| format!("≤ {} ms", n * 1e3)),
            self.memory.map(|n| format!("≤ {n} MiB")),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// The table, in Markdown.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let head = [
        "name",
        "rows",
        "ours µs",
        "peer",
        "peer µs",
        "peer / ours",
        "ours / floor",
        "MiB",
        "equal",
        "target",
    ]
    .map(ToOwned::to_owned);
    let lines: Vec<[String; 10]> = std::iter::once(head)
        .chain(rows.iter().map(Row::cells))
        .collect();
    let width = |column: usize| {
        lines
            .iter()
            .map(|line| line[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        for (column, cell) in line.iter().enumerate() {
            let _ = write!(text, "| {cell:width$} ", width = width(column));
        }
        text.push_str("|\n");
        if index == 0 {
            for column in 0..line.len() {
                let _ = write!(text, "|{:-<width$}", "", width = width(column) + 2);
            }
            text.push_str("|\n");
        }
    }
    text
}

/// Writes results.json and results.md.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(rows: &[Row], about: &str, folder: &Path) -> Result<()> {
    let json = Value::Array(rows.iter().map(Row::json).collect());
    let path = folder.join("results.json");
    std::fs::write(&path, format!("{json:#}\n")).with_context(|| path.display().to_string())?;
    let path = folder.join("results.md");
    std::fs::write(&path, format!("{about}\n\n{}", table(rows)))
        .with_context(|| path.display().to_string())
}

/// Four figures: more would be noise.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

fn short(value: f64) -> String {
    let size = value.abs();
    if size >= 1000.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    }
}
