//! The lots as the rules say them, computed apart from the code under test (see `oracle.sql`), and the records that try them
//! (see `nasty.sql`).

use sqlx::{AssertSqlSafe, PgPool};

/// Computes schema `oracle` of a test database for an extraction made on the day `at` (ISO 8601). To be called once all
/// observations are there.
pub async fn install(pool: &PgPool, at: &str) {
    let sql = format!(
        "CREATE TEMP TABLE oracle_at AS SELECT DATE '{at}' AS at; {} DROP TABLE oracle_at;",
        include_str!("oracle.sql")
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(pool)
        .await
        .expect("oracle");
}

/// Makes the demonstration nasty, in the way of `seed`, with schema `nasty` and its perimeters.
pub async fn make_nasty(pool: &PgPool, seed: i32) {
    let sql = format!(
        "CREATE TEMP TABLE nasty_seed AS SELECT {seed} AS seed; {} DROP TABLE nasty_seed;",
        include_str!("nasty.sql")
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(pool)
        .await
        .expect("nasty records");
}
