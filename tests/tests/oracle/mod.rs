//! The lots as the rules say them, computed apart from the code under test (see `oracle.sql`).

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
