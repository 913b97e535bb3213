//! The module inside GeoNature: the Alembic migration of its Python package on a GeoNature-shaped database, forth and back; and the link in
//! the menu for who does not compile the pages.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use demandes_tests::harness;
use sqlx::PgPool;

/// Rows of GeoNature that the module may touch, as one text.
async fn rows(pool: &PgPool) -> Result<String> {
    let tables = [
        "gn_commons.t_modules",
        "gn_permissions.t_objects",
        "gn_permissions.t_permissions_available",
        "gn_permissions.t_permissions",
        "gn_notifications.bib_notifications_categories",
        "gn_notifications.t_notifications_rules",
    ];
    let mut all = String::new();
    for table in tables {
        let sql = format!(
            "SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM {table} t"
        );
        let text: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(pool)
            .await?;
        all.push_str(&text);
        all.push('\n');
    }
    Ok(all)
}

/// The permissions that may be given: object, action, label, whether a scope narrows them.
async fn offered(pool: &PgPool) -> Result<Vec<(String, String, String, bool)>> {
    Ok(sqlx::query_as(
        "SELECT o.code_object::text, a.code_action::text, p.label::text, p.scope_filter
         FROM gn_permissions.t_permissions_available p
         JOIN gn_commons.t_modules m USING (id_module) JOIN gn_permissions.t_objects o USING (id_object)
         JOIN gn_permissions.bib_actions a USING (id_action)
         WHERE m.module_code = 'DEMANDES' ORDER BY 1, 2",
    )
    .fetch_all(pool)
    .await?)
}

/// Debian's own Python, which has Alembic beside it.
fn alembic(pool: &PgPool, direction: &str) -> Result<()> {
    let options = pool.connect_options();
    let database = options.get_database().context("database")?;
    let cluster = std::env::var("DEMANDES_PG_URL")?;
    let (server, _) = cluster.rsplit_once('/').context("DEMANDES_PG_URL")?;
    let url = format!(
        "{}/{database}",
        server.replacen("postgres://", "postgresql://", 1)
    );
    let output = Command::new("/usr/bin/python3")
        .arg(harness::root().join("tests/alembic/run.py"))
        .args([url.as_str(), direction])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

#[tokio::test]
async fn the_package_registers_the_module_and_its_downgrade_removes_exactly_that() -> Result<()> {
    let pool = harness::empty_geonature_database().await;
    let before = rows(&pool).await?;
    alembic(&pool, "upgrade")?;
    let (front, back, ng, path): (bool, bool, String, String) = sqlx::query_as(
        "SELECT active_frontend, active_backend, ng_module, module_path FROM gn_commons.t_modules WHERE module_code = 'DEMANDES'",
    )
    .fetch_one(&pool)
    .await?;
    assert_eq!(
        (front, back, &*ng, &*path),
        (true, true, "demandes", "demandes")
    );
    // The package and `migrate` say the same rights.
    let rights = offered(&pool).await?;
    assert_eq!(rights, offered(&harness::demo_database().await).await?);
    // A permission that an administrator gave goes with the module.
    let given = sqlx::query(
        "WITH somebody AS (INSERT INTO utilisateurs.t_roles (groupe, nom_role, active) VALUES (false, 'Test', true) RETURNING id_role)
         INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, validated)
         SELECT s.id_role, a.id_action, a.id_module, a.id_object, true
         FROM somebody s, gn_permissions.t_permissions_available a JOIN gn_commons.t_modules USING (id_module)
         WHERE module_code = 'DEMANDES'",
    )
    .execute(&pool)
    .await?;
    assert_eq!(given.rows_affected(), rights.len() as u64);
    alembic(&pool, "downgrade")?;
    assert_eq!(rows(&pool).await?, before);
    Ok(())
}

/// Where the service was installed first, its rows are kept and switched on; both say the same rights.
#[tokio::test]
async fn the_package_takes_up_what_migrate_made() -> Result<()> {
    let pool = harness::demo_database().await;
    let before = offered(&pool).await?;
    alembic(&pool, "upgrade")?;
    assert_eq!(offered(&pool).await?, before);
    let switched: bool = sqlx::query_scalar(
        "SELECT active_frontend FROM gn_commons.t_modules WHERE module_code = 'DEMANDES'",
    )
    .fetch_one(&pool)
    .await?;
    ensure!(switched, "the module is not switched on");
    Ok(())
}

#[tokio::test]
async fn the_menu_leads_to_the_pages_served_elsewhere() -> Result<()> {
    use demandes_api::store::install;
    let pool = harness::demo_database().await;
    let mut conn = pool.acquire().await?;
    let entry = "SELECT module_external_url, active_frontend FROM gn_commons.t_modules WHERE module_code = 'DEMANDES'";
    ensure!(!install::has_native_pages(&mut conn).await?);
    install::set_external_url(&mut conn, Some("/geonature/api-demandes/app/")).await?;
    let (url, front): (Option<String>, bool) = sqlx::query_as(entry).fetch_one(&mut *conn).await?;
    assert_eq!(url.as_deref(), Some("/geonature/api-demandes/app/"));
    ensure!(
        !front,
        "GeoNature would look for the pages in its own front end"
    );
    install::set_external_url(&mut conn, None).await?;
    let (url, _): (Option<String>, bool) = sqlx::query_as(entry).fetch_one(&mut *conn).await?;
    assert_eq!(url, None);
    Ok(())
}
