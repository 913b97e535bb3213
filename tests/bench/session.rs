//! A connection as every side of every row has it: same settings, answers as text, private memory of its backend.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use demandes_tests::harness;
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, Row as _, ValueRef as _, postgres::PgRow,
};

use crate::case::Side;

/// What an expert sets for such work. One process, unless a row says otherwise. Said in the report.
pub const SETTINGS: [&str; 8] = [
    "max_parallel_workers_per_gather = 0",
    "work_mem = '256MB'",
    "maintenance_work_mem = '512MB'",
    "random_page_cost = 1.1",
    "effective_cache_size = '4GB'",
    "jit = off",
    "synchronize_seqscans = off",
    "client_min_messages = warning",
];

/// Rows of an answer, each a list of texts.
pub type Answer = Vec<Vec<Option<String>>>;

/// A connection and its backend.
pub struct Session {
    connection: PgConnection,
    backend: i32,
}

impl Session {
    /// Opens one on a database of the private cluster.
    ///
    /// # Errors
    /// When the cluster is not there.
    pub async fn open(database: &str) -> Result<Self> {
        let options = harness::cluster()?.database(database);
        let connection = PgConnection::connect_with(&options).await?;
        let mut session = Self {
            connection,
            backend: 0,
        };
        session.apply_settings().await?;
        session.backend = session.number("SELECT pg_backend_pid()").await?;
        Ok(session)
    }

    /// Runs one statement, or several without answer.
    ///
    /// # Errors
    /// What the server says, with the statement.
    pub async fn run(&mut self, sql: &str) -> Result<Answer> {
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .fetch_all(&mut self.connection)
            .await
            .with_context(|| sql.to_owned())?;
        rows.iter().map(texts).collect()
    }

    /// Runs statements one after the other; the answer of the last.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub async fn run_all(&mut self, statements: &[String]) -> Result<Answer> {
        let mut answer = Answer::new();
        for statement in statements {
            answer = self.run(statement).await?;
        }
        Ok(answer)
    }

    /// Runs a side under its settings and says how long its statements took.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub async fn time(&mut self, side: &Side) -> Result<(Duration, Answer)> {
        for setting in &side.settings {
            self.run(&format!("SET {setting}")).await?;
        }
        let started = Instant::now();
        let answer = self.run_all(&side.statements).await?;
        let elapsed = started.elapsed();
        self.forget_settings(side).await?;
        Ok((elapsed, answer))
    }

    /// The plan of a side, statement by statement; what cannot be explained is left out.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub async fn plan(&mut self, side: &Side) -> Result<String> {
        let mut text = format!("== {}\n", side.name);
        for setting in &side.settings {
            self.run(&format!("SET {setting}")).await?;
            text.extend(["SET ", setting, "\n"]);
        }
        for statement in side.statements.iter().filter(|s| !s.starts_with("CALL")) {
            for line in self.run(&format!("EXPLAIN {statement}")).await? {
                text.push_str(&line.concat_texts());
                text.push('\n');
            }
        }
        self.forget_settings(side).await?;
        Ok(text)
    }

    /// How many workers the plan of a side really starts.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub async fn workers(&mut self, side: &Side) -> Result<u32> {
        for setting in &side.settings {
            self.run(&format!("SET {setting}")).await?;
        }
        let mut workers = 0;
        for statement in &side.statements {
            let plan = self
                .run(&format!(
                    "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {statement}"
                ))
                .await?;
            for line in plan {
                if let Some((_, number)) = line.concat_texts().split_once("Workers Launched: ") {
                    workers = workers.max(number.trim().parse()?);
                }
            }
        }
        self.forget_settings(side).await?;
        Ok(workers)
    }

    /// The first value of an answer, as a number.
    ///
    /// # Errors
    /// As [`Session::run`]; or when there is none.
    pub async fn number<T: std::str::FromStr>(&mut self, sql: &str) -> Result<T> {
        self.text(sql)
            .await?
            .parse()
            .ok()
            .with_context(|| format!("not a number: {sql}"))
    }

    /// The first value of an answer.
    ///
    /// # Errors
    /// As [`Session::run`]; or when there is none.
    pub async fn text(&mut self, sql: &str) -> Result<String> {
        let answer = self.run(sql).await?;
        answer
            .into_iter()
            .next()
            .and_then(|row| row.into_iter().next().flatten())
            .with_context(|| format!("no answer: {sql}"))
    }

    /// Private memory of the backend in MiB: what it shares with no other process.
    ///
    /// # Errors
    /// When /proc cannot be read: another user's backend.
    pub fn private_mib(&self) -> Result<f64> {
        let path = format!("/proc/{}/smaps_rollup", self.backend);
        let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
        let mut kib = 0.0;
        for line in text.lines().filter(|line| line.starts_with("Private_")) {
            let number = line.split_whitespace().nth(1).context("smaps_rollup")?;
            kib += number.parse::<f64>()?;
        }
        Ok(kib / 1024.0)
    }

    /// Closes it, and waits for the backend to be told.
    ///
    /// # Errors
    /// When the connection is broken.
    pub async fn close(self) -> Result<()> {
        Ok(self.connection.close().await?)
    }

    async fn forget_settings(&mut self, side: &Side) -> Result<()> {
        if side.settings.is_empty() {
            return Ok(());
        }
        for setting in &side.settings {
            let name = setting.split_whitespace().next().context("a setting")?;
            self.run(&format!("RESET {name}")).await?;
        }
        self.apply_settings().await
    }

    async fn apply_settings(&mut self) -> Result<()> {
        for setting in SETTINGS {
            self.run(&format!("SET {setting}")).await?;
        }
        Ok(())
    }
}

/// Texts of a row put together.
trait ConcatTexts {
    fn concat_texts(&self) -> String;
}

impl ConcatTexts for Vec<Option<String>> {
    fn concat_texts(&self) -> String {
        self.iter().flatten().cloned().collect()
    }
}

fn texts(row: &PgRow) -> Result<Vec<Option<String>>> {
    (0..row.len())
        .map(|index| {
            let value = row.try_get_raw(index)?;
            if value.is_null() {
                return Ok(None);
            }
            let text = value.as_str().map_err(|error| anyhow::anyhow!(error))?;
            Ok(Some(text.to_owned()))
        })
        .collect()
}
