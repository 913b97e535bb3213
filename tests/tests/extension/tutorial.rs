//! The analyst's first steps in `pg_ext/README.md` give the answers printed there, on the demonstration.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use demandes_tests::harness::demo_database;

const README: &str = include_str!("../../../pg_ext/README.md");
const SQL: &str = "```sql\n";
const ANSWER: &str = "```\n\n```text\n";
const END: &str = "\n```";

/// What psql prints, without the spaces that end its lines.
fn answer(database: &str, sql: &str) -> Result<String> {
    let output = Command::new("psql")
        .args([
            "-Xq",
            "-v",
            "ON_ERROR_STOP=1",
            "-P",
            "footer=off",
            "-d",
            database,
        ])
        .env("PGOPTIONS", "-c client_min_messages=error")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .and_then(|mut psql| {
            let input = psql.stdin.take();
            if let Some(mut input) = input {
                std::io::Write::write_all(&mut input, sql.as_bytes())?;
            }
            psql.wait_with_output()
        })?;
    ensure!(
        output.status.success(),
        "{sql}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout)?;
    let lines: Vec<_> = printed.trim_end().lines().map(str::trim_end).collect();
    Ok(lines.join("\n"))
}

#[tokio::test]
async fn the_answers_printed_are_those_given() -> Result<()> {
    let pool = demo_database().await;
    let database: String = sqlx::query_scalar("SELECT current_database()::text")
        .fetch_one(&pool)
        .await?;
    let mut rest = README;
    let mut asked = 0;
    while let Some(start) = rest.find(SQL) {
        let from = rest.get(start + SQL.len()..).context("a block")?;
        let (sql, after) = from.split_once(ANSWER).context("a query has its answer")?;
        let (printed, after) = after.split_once(END).context("an answer ends")?;
        assert_eq!(answer(&database, sql)?, printed, "{sql}");
        asked += 1;
        rest = after;
    }
    assert_eq!(asked, 10);
    Ok(())
}
