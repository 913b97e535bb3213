//! Reads the rows to measure from `sql/rows/*.sql`: what each compares, word for word, so that a reader can run it in psql.
//!
//! A file is made of parts that begin with a line `-- @word …`; other comments before the first part say what the row is about.
//! What the words mean is in README.md. Placeholders in braces are filled by [`crate::database::Database::fill`].

use anyhow::{Context as _, Result, bail, ensure};

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    /// How it is called in the table.
    pub name: String,
    /// Settings it runs under, `name = value`.
    pub settings: Vec<String>,
    /// What is timed.
    pub statements: Vec<String>,
}

/// The database a row is measured in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Place {
    /// The region: points, synthese, grids.
    #[default]
    Occitanie,
    /// The communes of the whole country.
    France,
    /// The region again, with the synthese that the refresh procedures write to.
    Refresh,
}

/// What is to be reached; each part is optional.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    /// Times faster than the peer, at least.
    pub ratio: Option<f64>,
    /// Times the floor, at most.
    pub floor: Option<f64>,
    /// Exponent of growth, at most.
    pub exponent: Option<f64>,
    /// Seconds for one unit, at most.
    pub seconds: Option<f64>,
    /// Private memory of a backend over a bare one, at most, in MiB.
    pub memory: Option<f64>,
}

/// What the time is divided by.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Units {
    /// The number of rows.
    #[default]
    Rows,
    /// A number or a query that gives one.
    Sql(String),
}

/// A row of the benchmark.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Case {
    /// Name in results.json.
    pub name: String,
    /// Where it is measured.
    pub place: Place,
    /// Functions, with their argument types, or procedures, by name alone, that must exist.
    pub needs: Vec<String>,
    /// Most rows it is measured on.
    pub cap: Option<u32>,
    /// What the time is divided by.
    pub units: Units,
    /// One measure for each size, without peers.
    pub growth: bool,
    /// Each run in a new backend, after `bare`.
    pub fresh: bool,
    /// What is to be reached.
    pub target: Target,
    /// Run once before.
    pub setup: Vec<String>,
    /// Run once after.
    pub teardown: Vec<String>,
    /// Run before each measure, not timed.
    pub reset: Vec<String>,
    /// What a backend has run before it is called bare (`fresh` only).
    pub bare: Vec<String>,
    /// The least that has to be done for such an answer.
    pub floor: Option<Side>,
    /// Ours.
    pub ours: Side,
    /// The fastest of them counts.
    pub peers: Vec<Side>,
    /// A query that counts the answers that differ.
    pub differences: Option<String>,
    /// A query that digests what a side has written.
    pub state: Option<String>,
}

impl Case {
    /// Reads the file of a row, `read` being how the files are read, by their paths in `sql` without `.sql`.
    ///
    /// # Errors
    /// When a file cannot be read, a word is unknown, or the name, ours or every way to check the answers is missing.
    pub fn read(name: &str, read: impl Fn(&str) -> Result<String>) -> Result<Self> {
        let mut text = read(&format!("rows/{name}"))?;
        // What this file says comes before what the other says, and the first value of a word is the one that counts.
        let like = words(&text, "like").next().map(str::to_owned);
        if let Some(other) = like {
            let rest = read(&format!("rows/{other}"))?.replace(&format!("-- @row {other}\n"), "");
            text = text.replace(&format!("-- @like {other}"), &rest);
        }
        let parts: Vec<String> = words(&text, "part").map(str::to_owned).collect();
        for part in parts {
            let shared = read(&format!("parts/{part}"))?;
            text = text.replace(&format!("-- @part {part}\n"), &shared);
        }
        let values: Vec<(String, String)> = words(&text, "with")
            .filter_map(|value| value.split_once(' '))
            .map(|(word, value)| (word.to_owned(), value.to_owned()))
            .collect();
        let filled = text
            .lines()
            .filter(|line| !line.starts_with("-- @with "))
            .map(|line| {
                values.iter().fold(line.to_owned(), |line, (word, value)| {
                    line.replace(word, value)
                })
            })
            .collect::<Vec<_>>()
            .join("\n");
        Self::parse(&filled)
    }

    /// Reads the text of a row.
    fn parse(text: &str) -> Result<Self> {
        let mut case = Self::default();
        let mut part = Part::None;
        let mut body = String::new();
        for line in text.lines().chain(["-- @end"]) {
            let Some(word) = line.strip_prefix("-- @") else {
                if !line.starts_with("--") {
                    body.push_str(line);
                    body.push('\n');
                }
                continue;
            };
            let (word, rest) = word.split_once(' ').unwrap_or((word, ""));
            if case.read_property(&part, word, rest)? {
                continue;
            }
            let written = std::mem::take(&mut body);
            case.close(&part, &written);
            part = case.open(word, rest)?;
        }
        ensure!(!case.name.is_empty(), "no @row");
        ensure!(!case.ours.statements.is_empty(), "{}: no @ours", case.name);
        ensure!(
            case.growth
                || case.fresh
                || case.differences.is_some()
                || case.state.is_some()
                || !case.peers.is_empty(),
            "{}: nothing checks the answers",
            case.name
        );
        Ok(case)
    }

    /// Words that do not begin a part.
    fn read_property(&mut self, part: &Part, word: &str, rest: &str) -> Result<bool> {
        match word {
            "row" => rest.clone_into(&mut self.name),
            "database" => {
                self.place = match rest {
                    "occitanie" => Place::Occitanie,
                    "france" => Place::France,
                    "refresh" => Place::Refresh,
                    _ => bail!("unknown @database {rest}"),
                }
            }
            "needs" => self.needs.push(rest.to_owned()),
            "cap" => self.cap = Some(rest.parse().with_context(|| rest.to_owned())?),
            "units" => self.units = Units::Sql(rest.to_owned()),
            "growth" => self.growth = true,
            "fresh" => self.fresh = true,
            "target" => self.target = Target::parse(rest)?,
            "set" => self
                .side(part)
                .context("@set belongs to @floor, @ours or @peer")?
                .settings
                .push(rest.to_owned()),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn open(&mut self, word: &str, rest: &str) -> Result<Part> {
        Ok(match word {
            "floor" => {
                self.floor = Some(Side {
                    name: "floor".to_owned(),
                    ..Side::default()
                });
                Part::Floor
            }
            "ours" => {
                "ours".clone_into(&mut self.ours.name);
                Part::Ours
            }
            "peer" => {
                self.peers.push(Side {
                    name: rest.to_owned(),
                    ..Side::default()
                });
                Part::Peer
            }
            "setup" => Part::Setup,
            "teardown" => Part::Teardown,
            "reset" => Part::Reset,
            "bare" => Part::Bare,
            "differences" => Part::Differences,
            "state" => Part::State,
            "end" => Part::None,
            _ => bail!("unknown word @{word}"),
        })
    }

    fn close(&mut self, part: &Part, body: &str) {
        let statements = statements(body);
        match part {
            Part::None => {}
            Part::Setup => self.setup = statements,
            Part::Teardown => self.teardown = statements,
            Part::Reset => self.reset = statements,
            Part::Bare => self.bare = statements,
            Part::Differences => self.differences = statements.into_iter().next(),
            Part::State => self.state = statements.into_iter().next(),
            Part::Floor | Part::Ours | Part::Peer => {
                if let Some(side) = self.side(part) {
                    side.statements = statements;
                }
            }
        }
    }

    fn side(&mut self, part: &Part) -> Option<&mut Side> {
        match part {
            Part::Floor => self.floor.as_mut(),
            Part::Ours => Some(&mut self.ours),
            Part::Peer => self.peers.last_mut(),
            _ => None,
        }
    }
}

impl Target {
    /// Reads `ratio 3 floor 1.3`.
    fn parse(text: &str) -> Result<Self> {
        let mut target = Self::default();
        let words: Vec<&str> = text.split_whitespace().collect();
        for pair in words.chunks(2) {
            let [name, value] = pair else {
                bail!("@target {text}: a name without a number");
            };
            let value = Some(value.parse().with_context(|| text.to_owned())?);
            match *name {
                "ratio" => target.ratio = value,
                "floor" => target.floor = value,
                "exponent" => target.exponent = value,
                "seconds" => target.seconds = value,
                "memory" => target.memory = value,
                _ => bail!("@target {text}: unknown {name}"),
            }
        }
        Ok(target)
    }
}

enum Part {
    None,
    Setup,
    Teardown,
    Reset,
    Bare,
    Floor,
    Ours,
    Peer,
    Differences,
    State,
}

/// What follows a word, each time a text says it.
fn words<'text>(text: &'text str, word: &str) -> impl Iterator<Item = &'text str> {
    let start = format!("-- @{word} ");
    text.lines()
        .filter_map(move |line| line.strip_prefix(start.as_str()))
}

/// Statements of a part: each but the last ends with a semicolon at the end of a line.
fn statements(body: &str) -> Vec<String> {
    body.split(";\n")
        .map(|statement| statement.trim().to_owned())
        .filter(|statement| !statement.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Case, Place, Units};

    #[test]
    fn a_row_is_read_part_by_part() {
        let text = "-- About it.\n-- @row a\n-- @database france\n-- @cap 10\n-- @units SELECT 2\n-- @target ratio 3 floor 1.5\n\n\
                    -- @setup\nSET x = 1;\nSET y = 2\n\n-- @ours\n-- @set w = 2\nSELECT 1\n\n-- @peer one\nSELECT 1\n\n\
                    -- @peer two\n-- A remark.\nSELECT 2\n  FROM t\n\n-- @differences\nSELECT 0\n";
        let case = Case::parse(text).expect("a case");
        assert_eq!(
            (case.name.as_str(), case.place, case.cap),
            ("a", Place::France, Some(10))
        );
        assert_eq!(case.units, Units::Sql("SELECT 2".to_owned()));
        assert_eq!(
            (case.target.ratio, case.target.floor, case.target.memory),
            (Some(3.0), Some(1.5), None)
        );
        assert_eq!(case.setup, ["SET x = 1", "SET y = 2"]);
        assert_eq!(case.ours.settings, ["w = 2"]);
        let peers: Vec<_> = case
            .peers
            .iter()
            .map(|peer| (peer.name.as_str(), peer.statements.concat()))
            .collect();
        assert_eq!(
            peers,
            [
                ("one", "SELECT 1".to_owned()),
                ("two", "SELECT 2\n  FROM t".to_owned())
            ]
        );
        assert_eq!(case.differences.as_deref(), Some("SELECT 0"));
    }

    #[test]
    fn a_row_like_another_differs_by_its_words() {
        let files = |name: &str| {
            Ok(match name {
                "rows/a" => {
                    "-- @row a\n-- @with {x} 1\n-- @ours\nSELECT {x}\n-- @peer p\n-- @part more\n"
                }
                "parts/more" => "-- What more is.\nSELECT {x} + 0\n",
                "rows/b" => "-- @row b\n-- @with {x} {com}\n-- @like a\n",
                _ => anyhow::bail!("no {name}"),
            }
            .to_owned())
        };
        let read = |name: &str| Case::read(name, files).expect("a case");
        assert_eq!(read("a").ours.statements, ["SELECT 1"]);
        assert_eq!(read("a").peers[0].statements, ["SELECT 1 + 0"]);
        let like = read("b");
        assert_eq!(
            (like.name.as_str(), like.ours.statements.concat()),
            ("b", "SELECT {com}".to_owned())
        );
        assert_eq!(like.peers[0].statements, ["SELECT {com} + 0"]);
        assert!(Case::read("c", files).is_err());
    }

    #[test]
    fn a_row_that_nothing_checks_is_refused() {
        assert!(Case::parse("-- @row a\n-- @ours\nSELECT 1\n").is_err());
        assert!(Case::parse("-- @row a\n-- @ours\nSELECT 1\n-- @pear b\nSELECT 1\n").is_err());
    }
}
