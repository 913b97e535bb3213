//! `uninstall`: GeoNature is what it was.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    harness,
    installed::{Installed, program, said},
};
use sqlx::{AssertSqlSafe, PgPool};

/// The whole schema, as `pg_dump` writes it: tables, functions, triggers, rights, owners.
pub(super) fn schema(pool: &PgPool) -> Result<String> {
    let options = pool.connect_options();
    let output = Command::new("pg_dump")
        .args([
            "--schema-only",
            "--dbname",
            options.get_database().context("database")?,
        ])
        .output()?;
    ensure!(output.status.success(), "{}", said(&output));
    // Newer versions write a word drawn at random.
    let text = String::from_utf8(output.stdout)?;
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with('\\'))
        .collect();
    Ok(kept.join("\n"))
}

/// Every row of every table, one digest each.
pub(super) async fn rows(pool: &PgPool) -> Result<Vec<(String, String)>> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'gn_demandes', 'gn_diffusion')
         ORDER BY 1",
    )
    .fetch_all(pool)
    .await?;
    ensure!(tables.len() > 40, "{tables:?}");
    let mut digests = Vec::new();
    for table in tables {
        let sql = format!(
            "SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {table} t"
        );
        let digest = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(pool)
            .await?;
        digests.push((table, digest));
    }
    Ok(digests)
}

/// Rows that stand for what an administrator has done in GeoNature since: the rights given on the module.
async fn give_rights(pool: &PgPool) -> Result<()> {
    sqlx::raw_sql(
        "INSERT INTO utilisateurs.t_roles (groupe, identifiant, nom_role, active) VALUES (false, 'quelqu_un', 'Quelqu''un', true);
         INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, validated)
         SELECT r.id_role, a.id_action, a.id_module, a.id_object, true
         FROM gn_permissions.t_permissions_available a JOIN gn_commons.t_modules m USING (id_module), utilisateurs.t_roles r
         WHERE m.module_code = 'DEMANDES' AND r.identifiant = 'quelqu_un';
         DELETE FROM gn_notifications.t_notifications_rules WHERE id_role IS NOT NULL",
    )
    .execute(pool)
    .await?;
    Ok(())
}

#[tokio::test]
async fn what_was_installed_goes_and_geonature_is_what_it_was() -> Result<()> {
    let pool = harness::empty_geonature_database().await;
    let (schema_before, rows_before) = (schema(&pool)?, rows(&pool).await?);
    demandes_api::commands::migrate::apply(&pool).await?;
    let installed = Installed::on(&pool, &program()?, "").await?;
    give_rights(&pool).await?;
    let register = installed
        .run_as_administrator(&pool, &["geonature", "register", "--url", "/demandes/app/"])?;
    ensure!(register.status.success(), "{}", said(&register));
    assert_ne!(schema(&pool)?, schema_before);

    let database = pool
        .connect_options()
        .get_database()
        .unwrap_or_default()
        .to_owned();
    let uninstall =
        |name: &str| installed.run_as_administrator(&pool, &["uninstall", "--confirm", name]);
    let slip = uninstall("une_autre")?;
    assert!(
        !slip.status.success() && said(&slip).contains(&format!("--confirm {database}")),
        "{}",
        said(&slip)
    );
    // The account of the service may not.
    let service = installed.run(&["uninstall", "--confirm", &database])?;
    assert!(!service.status.success(), "{}", said(&service));
    // Nor anybody while somebody else's view stands on it: nothing is removed by halves.
    sqlx::raw_sql("CREATE VIEW public.a_moi AS SELECT numero FROM gn_demandes.demande")
        .execute(&pool)
        .await?;
    let standing = uninstall(&database)?;
    assert!(
        !standing.status.success() && said(&standing).contains("a_moi"),
        "{}",
        said(&standing)
    );
    let modules: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM gn_commons.t_modules WHERE module_code = 'DEMANDES'",
    )
    .fetch_one(&pool)
    .await?;
    assert_eq!(modules, 1, "all or nothing");
    sqlx::raw_sql("DROP VIEW public.a_moi; DELETE FROM utilisateurs.t_roles WHERE false")
        .execute(&pool)
        .await?;

    let done = uninstall(&database)?;
    assert!(done.status.success(), "{}", said(&done));
    sqlx::raw_sql("DELETE FROM utilisateurs.t_roles WHERE identifiant = 'quelqu_un'")
        .execute(&pool)
        .await?;
    let after = schema(&pool)?;
    let (before, now): (Vec<&str>, Vec<&str>) =
        (schema_before.lines().collect(), after.lines().collect());
    let different: Vec<&&str> = before
        .iter()
        .filter(|line| !now.contains(line))
        .chain(now.iter().filter(|line| !before.contains(line)))
        .collect();
    assert!(different.is_empty(), "{different:#?}");
    assert_eq!(after, schema_before);
    assert_eq!(rows(&pool).await?, rows_before);
    // Installed again, it is as the first time.
    demandes_api::commands::migrate::apply(&pool).await?;
    Ok(())
}

#[tokio::test]
async fn an_accelerator_is_removed_by_who_installed_it() -> Result<()> {
    let pool = harness::demo_database().await;
    sqlx::raw_sql("SELECT gn_diffusion.install_accelerator((SELECT digest FROM gn_diffusion.accelerator_status()))").execute(&pool).await?;
    let installed = Installed::on(&pool, &program()?, "").await?;
    let database = pool
        .connect_options()
        .get_database()
        .unwrap_or_default()
        .to_owned();
    let refused = installed.run_as_administrator(&pool, &["uninstall", "--confirm", &database])?;
    assert!(
        !refused.status.success() && said(&refused).contains("remove_accelerator"),
        "{}",
        said(&refused)
    );
    Ok(())
}
