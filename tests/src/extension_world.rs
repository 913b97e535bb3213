//! A small random world on which functions of the extension are held against `GeoNature`'s own (`fixtures/world.sql`), and
//! the few questions its tests ask.

use std::time::Duration;

use anyhow::{Result, bail};
use sqlx::{AssertSqlSafe, Executor, PgPool, Postgres};

use crate::harness::world_database;

/// A database of its own, with the world in it.
///
/// # Errors
/// None: like every maker of databases it panics, but its callers read better.
pub async fn world() -> Result<PgPool> {
    Ok(world_database().await)
}

/// Runs statements whose rows nobody wants. One statement only, if it commits.
///
/// # Errors
/// The database's.
pub async fn run<'e, E: Executor<'e, Database = Postgres>>(on: E, sql: &str) -> Result<()> {
    on.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
        .await?;
    Ok(())
}

/// The one value of a query, as text.
///
/// # Errors
/// The database's.
pub async fn text<'e, E: Executor<'e, Database = Postgres>>(
    on: E,
    sql: &str,
) -> Result<Option<String>> {
    let sql = AssertSqlSafe(format!("SELECT ({sql})::text"));
    Ok(sqlx::query_scalar(sql).fetch_one(on).await?)
}

/// How many rows a query has.
///
/// # Errors
/// The database's.
pub async fn count<'e, E: Executor<'e, Database = Postgres>>(on: E, sql: &str) -> Result<i64> {
    let sql = AssertSqlSafe(format!("SELECT count(*) FROM ({sql}) AS counted"));
    Ok(sqlx::query_scalar(sql).fetch_one(on).await?)
}

/// SQLSTATE and message of what must fail; an empty SQLSTATE and what happened, if it does not.
pub async fn refusal<'e, E: Executor<'e, Database = Postgres>>(
    on: E,
    sql: &str,
) -> (String, String) {
    match on
        .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
        .await
    {
        Err(sqlx::Error::Database(error)) => (
            error.code().unwrap_or_default().into_owned(),
            error.message().to_owned(),
        ),
        other => (String::new(), format!("{sql} gave {other:?}")),
    }
}

/// Rows of two queries that are not in both.
#[must_use]
pub fn difference(left: &str, right: &str) -> String {
    format!("(({left}) EXCEPT ALL ({right})) UNION ALL (({right}) EXCEPT ALL ({left}))")
}

/// Waits, a minute at most, until an expression is true.
///
/// # Errors
/// The database's, or that it never was.
pub async fn wait_until(pool: &PgPool, sql: &str) -> Result<()> {
    for _ in 0..6000 {
        if text(pool, sql).await?.as_deref() == Some("true") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bail!("never true: {sql}")
}
