//! What native functions leave behind: nothing, whether a backend calls them for long or thousands of backends call them once.
//!
//! The number of connections is `CYCLES` (200). `/proc` is read: on Linux, as root or as the owner of the cluster.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::harness;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, postgres::PgConnectOptions};

const CALLS: &str = include_str!("cycles/calls.sql");

/// Growth under which memory is said to be stable: what the allocator keeps aside.
const SLACK_KIB: u64 = 1024;

fn statements() -> impl Iterator<Item = &'static str> {
    CALLS.lines().filter(|line| !line.starts_with("--"))
}

/// Makes every call. Errors are among the answers wanted; a connection lost is not.
async fn call_all(connection: &mut PgConnection) -> Result<()> {
    for statement in statements() {
        match sqlx::raw_sql(statement).execute(&mut *connection).await {
            Ok(_) | Err(sqlx::Error::Database(_)) => {}
            Err(lost) => return Err(lost).context(statement),
        }
    }
    Ok(())
}

async fn number(connection: &mut PgConnection, sql: &'static str) -> Result<i64> {
    Ok(sqlx::query_scalar(sql).fetch_one(connection).await?)
}

/// Private memory of a process.
fn memory_kib(pid: i64) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))
        .context("RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn open_files(pid: i64) -> Result<usize> {
    Ok(std::fs::read_dir(format!("/proc/{pid}/fd"))
        .context("the cluster's processes belong to somebody else")?
        .count())
}

fn parent_of(pid: i64) -> Result<i64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name, in parentheses, may hold spaces.
    let (_, after_name) = stat.rsplit_once(") ").context("stat")?;
    Ok(after_name.split(' ').nth(1).context("parent")?.parse()?)
}

/// Files that bear the extension's name, or that a query spills.
/// Files whose name holds the mark, in a folder and below.
fn files_marked(mark: &str, folder: &Path, found: &mut BTreeSet<PathBuf>) {
    // A folder may go while it is read: other tests drop their databases.
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().contains(mark) {
            found.insert(path.clone());
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            files_marked(mark, &path, found);
        }
    }
}

struct Left {
    memory_kib: u64,
    open_files: usize,
    files: BTreeSet<PathBuf>,
}

fn left(postmaster: i64, data: &Path, database: i64) -> Result<Left> {
    let mut files = BTreeSet::new();
    // Those of this database: other tests make and drop theirs meanwhile.
    files_marked(&format!("gn_diffusion-{database}-"), data, &mut files);
    // The postmaster holds a connection for the time of a fork: the least of several looks.
    let looks = (0..20).map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        open_files(postmaster)
    });
    Ok(Left {
        memory_kib: memory_kib(postmaster)?,
        open_files: looks
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .min()
            .unwrap_or_default(),
        files,
    })
}

#[tokio::test]
async fn connections_that_call_and_leave_leave_nothing() -> Result<()> {
    let cycles: usize = std::env::var("CYCLES").map_or(Ok(200), |count| count.parse())?;
    let pool = harness::demo_database().await;
    let options: PgConnectOptions = pool.connect_options().as_ref().clone();
    let mut observer = PgConnection::connect_with(&options).await?;
    let postmaster = parent_of(number(&mut observer, "SELECT pg_backend_pid()::bigint").await?)?;
    let data: String = sqlx::query_scalar("SHOW data_directory")
        .fetch_one(&mut observer)
        .await?;
    let database = number(
        &mut observer,
        "SELECT oid::bigint FROM pg_database WHERE datname = current_database()",
    )
    .await?;
    pool.close().await;

    let cycle = async |leave: usize| -> Result<()> {
        let mut connection = PgConnection::connect_with(&options).await?;
        match leave % 3 {
            0 => call_all(&mut connection).await?,
            // In the middle of a transaction that will fail, without a word.
            1 => {
                sqlx::raw_sql("BEGIN").execute(&mut connection).await?;
                call_all(&mut connection).await?;
                drop(connection);
                return Ok(());
            }
            _ => {
                sqlx::raw_sql(
                    "BEGIN; DECLARE c CURSOR FOR SELECT gn_diffusion.blur_to_grid(geom, 1000) FROM ref_geo.l_areas; FETCH 5 FROM c",
                )
                .execute(&mut connection)
                .await?;
            }
        }
        Ok(connection.close().await?)
    };
    for leave in 0..10 {
        cycle(leave).await?;
    }
    let before = left(postmaster, Path::new(&data), database)?;
    for leave in 0..cycles {
        cycle(leave).await?;
    }
    let after = left(postmaster, Path::new(&data), database)?;

    ensure!(
        parent_of(number(&mut observer, "SELECT pg_backend_pid()::bigint").await?)? == postmaster
    );
    assert_eq!(before.files, after.files);
    assert!(
        after.open_files <= before.open_files,
        "{} files open, then {}",
        before.open_files,
        after.open_files
    );
    assert!(
        after.memory_kib <= before.memory_kib + SLACK_KIB,
        "the postmaster went from {} to {} KiB",
        before.memory_kib,
        after.memory_kib
    );
    // A backend that was left goes at its own pace.
    for _ in 0..100 {
        let others = number(
            &mut observer,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'",
        )
        .await?;
        if others == 1 {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("backends stay")
}

#[tokio::test]
async fn a_backend_that_calls_for_long_does_not_grow() -> Result<()> {
    let pool = harness::demo_database().await;
    let mut connection = pool.acquire().await?;
    let pid = number(&mut connection, "SELECT pg_backend_pid()::bigint").await?;
    for _ in 0..10 {
        call_all(&mut connection).await?;
    }
    let before = memory_kib(pid)?;
    for _ in 0..30 {
        call_all(&mut connection).await?;
    }
    // And one statement for a long time: what a call takes goes with the call.
    sqlx::raw_sql(
        "SELECT count(gn_diffusion.blur_to_grid(ST_Buffer(ST_Point(i, i), 3000, 16), 1000)) FROM generate_series(1, 20000) i",
    )
    .execute(&mut *connection)
    .await?;
    let after = memory_kib(pid)?;
    assert!(
        after <= before + SLACK_KIB,
        "the backend went from {before} to {after} KiB"
    );
    Ok(())
}

#[tokio::test]
async fn every_native_function_is_called() -> Result<()> {
    let pool = harness::extension_database().await;
    for name in native_functions(&pool).await? {
        assert!(
            CALLS.contains(&format!("gn_diffusion.{name}(")),
            "{name} is not called in cycles/calls.sql"
        );
    }
    Ok(())
}

async fn native_functions(pool: &PgPool) -> Result<Vec<String>> {
    let names: Vec<String> = sqlx::query_scalar(AssertSqlSafe(String::from(
        "SELECT p.proname::text FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
          WHERE p.pronamespace = 'gn_diffusion'::regnamespace AND l.lanname = 'c' AND p.prorettype <> 'trigger'::regtype",
    )))
    .fetch_all(pool)
    .await?;
    ensure!(names.len() >= 2);
    Ok(names)
}
