//! What each role of the database may do, and what it may not. That the service's rights suffice is proved by every other test, whose platform
//! has no others.

use anyhow::{Context as _, Result};
use demandes_tests::harness;
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};

const DENIED: &str = "42501";

/// The SQLSTATE of a statement; empty when it is done. What it did is undone.
async fn outcome(pool: &PgPool, sql: &str) -> Result<String> {
    let mut tx = pool.begin().await?;
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut *tx)
        .await;
    tx.rollback().await?;
    match done {
        Ok(_) => Ok(String::new()),
        Err(error) => {
            let code = error
                .as_database_error()
                .and_then(sqlx::error::DatabaseError::code);
            Ok(code.context("an error of the database")?.into_owned())
        }
    }
}

#[tokio::test]
async fn the_owner_owns_everything_and_nobody_logs_in_as_it() -> Result<()> {
    let pool = harness::demo_database().await;
    let others: Vec<String> = sqlx::query_scalar(
        "SELECT c.oid::regclass::text FROM pg_class c
         WHERE c.relnamespace = 'gn_demandes'::regnamespace AND c.relowner <> 'gn_demandes_owner'::regrole
         UNION ALL
         SELECT p.oid::regprocedure::text FROM pg_proc p
         WHERE p.pronamespace = 'gn_demandes'::regnamespace AND p.proowner <> 'gn_demandes_owner'::regrole
         UNION ALL
         SELECT n.nspname FROM pg_namespace n WHERE n.nspname = 'gn_demandes' AND n.nspowner <> 'gn_demandes_owner'::regrole",
    )
    .fetch_all(&pool)
    .await?;
    assert_eq!(others, Vec::<String>::new());
    let roles: Vec<(String, bool)> = sqlx::query_as(
        "SELECT rolname::text, rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles
         WHERE rolname LIKE 'gn\\_demandes\\_%' ORDER BY 1",
    )
    .fetch_all(&pool)
    .await?;
    let expected = [
        "gn_demandes_analyst",
        "gn_demandes_owner",
        "gn_demandes_service",
    ];
    assert_eq!(roles, expected.map(|name| (name.to_owned(), false)));
    Ok(())
}

#[tokio::test]
async fn the_service_writes_its_own_and_rewrites_nothing() -> Result<()> {
    let admin = harness::demo_database().await;
    let service = harness::as_service(&admin).await?;
    for sql in [
        "UPDATE gn_demandes.demande SET updated_at = now()",
        "INSERT INTO gn_demandes.objet (code, label) VALUES ('x', 'x')",
        "SELECT count(*) FROM gn_synthese.synthese",
        "SELECT id_role, nom_role, email FROM utilisateurs.t_roles",
        "UPDATE gn_diffusion.groupe SET label = label",
        "INSERT INTO gn_notifications.t_notifications (id_role, title) SELECT min(id_role), 'x' FROM utilisateurs.t_roles",
        "INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, validated)
         SELECT (SELECT min(id_role) FROM utilisateurs.t_roles), id_action, id_module, id_object, true FROM gn_permissions.t_permissions_available LIMIT 1",
        "DELETE FROM gn_permissions.cor_permission_area; DELETE FROM gn_permissions.cor_permission_taxref; DELETE FROM gn_permissions.t_permissions",
        "CREATE TEMP TABLE t (n int)",
    ] {
        assert_eq!(outcome(&service, sql).await?, "", "{sql}");
    }
    for sql in [
        // What was told is told.
        "UPDATE gn_demandes.evenement SET kind = 'x'",
        "DELETE FROM gn_demandes.evenement",
        "TRUNCATE gn_demandes.evenement",
        "DELETE FROM gn_demandes.evenement_chaine",
        "UPDATE gn_demandes.evenement_personnel SET motif = 'x'",
        "UPDATE gn_demandes.registre_evenement SET kind = 'x'",
        "DELETE FROM gn_demandes.demande",
        "DELETE FROM gn_demandes.lot",
        "DELETE FROM gn_demandes._migrations",
        "ALTER TABLE gn_demandes.evenement DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE gn_demandes.demande",
        "CREATE TABLE gn_demandes.autre (n int)",
        "CREATE OR REPLACE FUNCTION gn_demandes.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET ROLE gn_demandes_owner",
        // GeoNature is not ours.
        "UPDATE gn_synthese.synthese SET comment_context = 'x'",
        "DELETE FROM gn_synthese.cor_area_synthese",
        "SELECT pass FROM utilisateurs.t_roles",
        "SELECT * FROM utilisateurs.t_roles",
        "UPDATE utilisateurs.t_roles SET active = true",
        "UPDATE gn_permissions.t_permissions SET validated = true",
        "DELETE FROM gn_permissions.t_permissions_available",
        "INSERT INTO gn_permissions.t_objects (code_object) VALUES ('X')",
        "DELETE FROM gn_notifications.t_notifications",
        "UPDATE gn_commons.t_modules SET module_label = 'x'",
        "UPDATE ref_geo.l_areas SET enable = true",
        "UPDATE gn_diffusion.level SET rank = 0",
        "SELECT gn_diffusion.install_accelerator()",
        "CREATE TABLE gn_synthese.autre (n int)",
        // Nor is the machine.
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE ROLE demandes_autre",
    ] {
        assert_eq!(outcome(&service, sql).await?, DENIED, "{sql}");
    }
    Ok(())
}

#[tokio::test]
async fn the_analyst_reads_no_dossier_and_no_person() -> Result<()> {
    let admin = harness::demo_database().await;
    sqlx::raw_sql(
        "DO $$ BEGIN CREATE ROLE demandes_test_analyst LOGIN PASSWORD 'analyste' IN ROLE gn_demandes_analyst;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    )
    .execute(&admin)
    .await?;
    let options = (*admin.connect_options()).clone();
    let analyst = PgPoolOptions::new()
        .max_connections(1)
        .connect_with(
            options
                .username("demandes_test_analyst")
                .password("analyste"),
        )
        .await?;
    let square = "ST_SetSRID(ST_MakeEnvelope(740000, 6350000, 741000, 6351000), 2154)";
    for sql in [
        "SELECT key, value FROM gn_demandes.setting".to_owned(),
        "SELECT code, label FROM gn_diffusion.groupe".to_owned(),
        format!("SELECT gn_diffusion.blur_to_grid({square}, 10000)"),
    ] {
        assert_eq!(outcome(&analyst, &sql).await?, "", "{sql}");
    }
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'gn_demandes'::regnamespace AND relkind = 'r'
         AND relname NOT IN ('setting', 'setting_version', 'objet')",
    )
    .fetch_all(&admin)
    .await?;
    assert!(tables.len() > 35);
    for table in tables {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(outcome(&analyst, &sql).await?, DENIED, "{sql}");
    }
    for sql in [
        "SELECT count(*) FROM gn_synthese.synthese".to_owned(),
        "SELECT id_role FROM utilisateurs.t_roles".to_owned(),
        "UPDATE gn_demandes.setting SET value = value".to_owned(),
        "UPDATE gn_diffusion.groupe SET label = 'x'".to_owned(),
        // The function is his; the records are not, unless somebody gives them to him.
        format!("SELECT count(*) FROM gn_diffusion.classify({square})"),
    ] {
        assert_eq!(outcome(&analyst, &sql).await?, DENIED, "{sql}");
    }
    Ok(())
}
