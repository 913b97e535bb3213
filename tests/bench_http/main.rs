//! Measures the board as many animateurs use it at once. A process of its own: the service it asks is another one.

use std::{
    fmt::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use clap::Parser;
use demandes_api::clock::Clock;
use demandes_tests::client::sign_token;
use rand::RngExt as _;
use serde::Serialize;
use sqlx::PgPool;

/// What the page of a pôle asks, in the order in which it does.
const REQUESTS: [&str; 5] = [
    "/me",
    "/taches",
    "/tableau?mine=true",
    "/tableau?mine=true&q=carriere",
    "/tableau/effectifs",
];
/// Of the median of each, in milliseconds.
const TARGET_MS: f64 = 100.0;
/// Not counted: connections open, plans are made.
const WARMING: Duration = Duration::from_secs(5);

#[derive(Parser, Debug)]
struct Options {
    /// Animateurs at once.
    #[arg(long, env = "BENCH_HTTP_CLIENTS", default_value_t = 200)]
    clients: usize,
    /// Length of each measure, in seconds.
    #[arg(long, env = "BENCH_HTTP_SECONDS", default_value_t = 30)]
    seconds: u64,
    /// Mean time between two requests of one animateur, in seconds.
    #[arg(long, env = "BENCH_HTTP_PAUSE", default_value_t = 2.0)]
    pause: f64,
    /// Address of the API, its base path included.
    #[arg(long, env = "BENCH_HTTP_URL")]
    url: String,
    /// The database of the service, where the accounts are read.
    #[arg(long, env = "BENCH_HTTP_DATABASE", hide_env_values = true)]
    database: String,
    /// What signs the tokens.
    #[arg(long, env = "BENCH_HTTP_KEY_FILE")]
    key_file: PathBuf,
    /// Where results.json and results.md are written.
    #[arg(long, env = "BENCH_HTTP_OUT")]
    out: PathBuf,
}

/// One line of the report.
#[derive(Debug, Serialize)]
struct Figure {
    measure: &'static str,
    request: &'static str,
    clients: usize,
    answers: usize,
    per_second: f64,
    median_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    /// None where no target is set.
    reached: Option<bool>,
}

/// How two hundred people behave.
#[derive(Debug, Clone, Copy)]
struct Measure {
    name: &'static str,
    /// Mean time between two requests.
    pause: Duration,
    length: Duration,
}

/// Times of the answers to each request, in the order of [`REQUESTS`].
type Times = [Vec<Duration>; REQUESTS.len()];

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let tokens = tokens(&options).await?;
    let length = Duration::from_secs(options.seconds);
    let measures = [
        Measure {
            name: "at_work",
            pause: Duration::from_secs_f64(options.pause),
            length,
        },
        Measure {
            name: "without_pause",
            pause: Duration::ZERO,
            length,
        },
    ];
    let mut figures = Vec::new();
    for measure in measures {
        figures.extend(run(measure, &options.url, &tokens).await?);
    }
    report(&options, &figures)
}

/// A token for each of the animateurs.
async fn tokens(options: &Options) -> Result<Vec<String>> {
    let pool = PgPool::connect(&options.database).await?;
    let roles: Vec<i32> = sqlx::query_scalar(
        r"SELECT id_role FROM utilisateurs.t_roles WHERE identifiant LIKE 'animateur\_%' ORDER BY id_role LIMIT $1",
    )
    .bind(i64::try_from(options.clients)?)
    .fetch_all(&pool)
    .await?;
    pool.close().await;
    ensure!(
        roles.len() == options.clients,
        "{} animateurs, {} wanted",
        roles.len(),
        options.clients
    );
    let key = std::fs::read(&options.key_file).context("key of the tokens")?;
    let end = Clock::system().now() + chrono::Duration::hours(1);
    let key = key.trim_ascii_end();
    roles
        .into_iter()
        .map(|id_role| sign_token(id_role, end, key))
        .collect()
}

async fn run(measure: Measure, url: &str, tokens: &[String]) -> Result<Vec<Figure>> {
    let start = Instant::now();
    let people: Vec<_> = tokens
        .iter()
        .map(|token| tokio::spawn(animateur(measure, start, url.to_owned(), token.clone())))
        .collect();
    let mut all = Times::default();
    for person in people {
        for (all, times) in all.iter_mut().zip(person.await??) {
            all.extend(times);
        }
    }
    Ok(REQUESTS
        .iter()
        .zip(&mut all)
        .map(|(request, times)| figure(measure, request, tokens.len(), times))
        .collect())
}

/// Asks for one thing after the other until the measure is over.
async fn animateur(measure: Measure, start: Instant, url: String, token: String) -> Result<Times> {
    let client = reqwest::Client::new();
    let mut times = Times::default();
    for turn in (0..REQUESTS.len()).cycle() {
        let asked = Instant::now();
        if asked - start > WARMING + measure.length {
            break;
        }
        let answer = client
            .get(format!("{url}{}", REQUESTS[turn]))
            .bearer_auth(&token)
            .send()
            .await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        let time = asked.elapsed();
        ensure!(
            status.is_success(),
            "{}: {status} {}",
            REQUESTS[turn],
            String::from_utf8_lossy(&body)
        );
        if asked - start > WARMING {
            times[turn].push(time);
        }
        if !measure.pause.is_zero() {
            let share = rand::rng().random_range(0.0..2.0);
            tokio::time::sleep(measure.pause.mul_f64(share)).await;
        }
    }
    Ok(times)
}

fn figure(
    measure: Measure,
    request: &'static str,
    clients: usize,
    times: &mut [Duration],
) -> Figure {
    times.sort_unstable();
    let ms = |percent: usize| {
        let last = times.len().saturating_sub(1);
        times
            .get(last * percent / 100)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1_000.0)
    };
    let count = u32::try_from(times.len()).map_or(f64::INFINITY, f64::from);
    Figure {
        measure: measure.name,
        request,
        clients,
        answers: times.len(),
        per_second: count / measure.length.as_secs_f64(),
        median_ms: ms(50),
        p95_ms: ms(95),
        p99_ms: ms(99),
        reached: (!measure.pause.is_zero()).then(|| ms(50) < TARGET_MS),
    }
}

fn report(options: &Options, figures: &[Figure]) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let mut table = format!(
        "{cores} cores, shared with the load; 10 000 demandes of history; {} s each, {} s between two requests of one animateur in `at_work`.\n\n\
         | measure | request | animateurs | answers / s | median ms | 95 % ms | 99 % ms | target |\n|---|---|--:|--:|--:|--:|--:|---|\n",
        options.seconds, options.pause
    );
    for f in figures {
        let target = match f.reached {
            Some(true) => "< 100 ms ✓",
            Some(false) => "< 100 ms ✗",
            None => "",
        };
        writeln!(
            table,
            "| {} | `{}` | {} | {:.0} | {:.1} | {:.1} | {:.1} | {target} |",
            f.measure, f.request, f.clients, f.per_second, f.median_ms, f.p95_ms, f.p99_ms
        )?;
    }
    std::fs::write(
        options.out.join("results.json"),
        serde_json::to_vec_pretty(figures)?,
    )?;
    std::fs::write(options.out.join("results.md"), &table)?;
    print!("{table}");
    Ok(())
}
