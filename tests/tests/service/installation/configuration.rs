//! What an administrator writes, and what he is told.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use demandes_api::config::Config;
use demandes_tests::{
    harness,
    installed::{Installed, free_port, program, said},
};

const EXAMPLE: &str = include_str!("../../../../module_api/demandes.toml.example");

/// `key = value` of a line, whether it is in a comment or not.
fn setting(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("# ").unwrap_or(line);
    let (key, value) = line.split_once(" = ")?;
    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
    key.chars().all(plain).then_some((key, value))
}

#[test]
fn the_example_names_every_key_and_each_value_is_of_its_type() -> Result<()> {
    let settings: Vec<(&str, &str)> = EXAMPLE.lines().filter_map(setting).collect();
    let named: BTreeSet<&str> = settings.iter().map(|(key, _)| *key).collect();
    let keys: BTreeSet<&str> = Config::keys().iter().copied().collect();
    assert!(keys.len() > 30, "{keys:?}");
    assert_eq!(
        named, keys,
        "the example and the configuration tell of the same keys"
    );
    assert_eq!(named.len(), settings.len(), "each key once");

    // Every one given at once, with the secrets in files that exist.
    let folder = tempfile::tempdir()?;
    let secret = folder.path().join("secret");
    std::fs::write(
        &secret,
        "postgres://demandes:motdepasse@localhost/geonature2db\n",
    )?;
    let all: String = settings
        .iter()
        .filter(|(key, _)| *key != "database_url")
        .map(|(key, value)| match key.strip_suffix("_file") {
            Some("lot_key" | "smtp_ca") | None => format!("{key} = {value}\n"),
            Some(_) => format!("{key} = '{}'\n", secret.display()),
        })
        .collect();
    let file = folder.path().join("demandes.toml");
    std::fs::write(&file, all)?;
    let config = Config::load(Some(&file))?;
    assert_eq!(config.smtp_port, Some(587));
    assert!(Config::unknown_keys(&file)?.is_empty());
    std::fs::write(&file, "databse_url = 'x'\nlisten = '127.0.0.1:1'\n")?;
    assert_eq!(Config::unknown_keys(&file)?, ["databse_url"]);
    Ok(())
}

#[test]
fn what_the_example_leaves_in_comment_is_the_default() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (bare, full) = (
        folder.path().join("bare.toml"),
        folder.path().join("full.toml"),
    );
    let needed = "database_url = 'postgres://localhost/x'\n";
    std::fs::write(&bare, needed)?;
    // Those that have a default, given as the example gives them.
    let defaults = [
        "listen",
        "base_path",
        "storage_dir",
        "lot_key_file",
        "database_connections",
        "request_timeout_seconds",
        "summary_max_age_hours",
        "worker_poll_seconds",
        "smtp_security",
        "smtp_timeout_seconds",
        "mail_signature",
    ];
    let shown = EXAMPLE
        .lines()
        .filter_map(setting)
        .filter(|(key, _)| defaults.contains(key))
        .fold(String::new(), |all, (key, value)| {
            all + &format!("{key} = {value}\n")
        });
    assert_eq!(shown.lines().count(), defaults.len());
    std::fs::write(&full, format!("{needed}{shown}"))?;
    let (bare, full) = (Config::load(Some(&bare))?, Config::load(Some(&full))?);
    assert_eq!(format!("{bare:?}"), format!("{full:?}"));
    Ok(())
}

/// Each line of what is printed that begins so.
fn lines<'a>(text: &'a str, begin: &str) -> Vec<&'a str> {
    text.lines()
        .filter(|line| line.trim_start().starts_with(begin))
        .collect()
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "a scenario is read from top to bottom"
)]
async fn check_config_says_in_french_what_is_wrong_and_how_to_mend_it() -> Result<()> {
    let pool = harness::demo_database().await;
    let installed = Installed::on(&pool, &program()?, "").await?;
    let good = installed.run(&["check-config"])?;
    let text = said(&good);
    assert!(good.status.success(), "{text}");
    assert!(lines(&text, "ERREUR").is_empty(), "{text}");
    for what in [
        "GeoNature",
        "projection",
        "horloge",
        "extension gn_diffusion",
        "disque",
        "courriel",
        "réglages",
    ] {
        assert!(text.contains(what), "{what}: {text}");
    }

    let file = std::fs::read_to_string(installed.path("demandes.toml"))?;
    let admin = demandes_tests::installed::admin_url(&pool)?;
    let port = free_port()?;
    let here = installed.folder.path().display().to_string();
    for (change, expected) in [
        (
            format!("{file}smtp_hots = 'x'\n"),
            "la clé « smtp_hots » n'existe pas",
        ),
        (
            file.replace("database_url_file", "# ") + &format!("database_url = '{admin}'\n"),
            "peut plus que le service n'en a besoin",
        ),
        (
            file.replace("database_url_file", "# ")
                + &format!(
                    "database_url = 'postgres://personne:secretissime@127.0.0.1:{port}/x'\n"
                ),
            "connexion à la base de GeoNature impossible",
        ),
        (
            format!(
                "{file}smtp_host = '127.0.0.1'\nsmtp_port = {port}\nsmtp_security = 'none'\nmail_from = 'a@exemple.fr'\n"
            ),
            "courriel",
        ),
        (
            file.replace(&format!("{here}/files"), &format!("{here}/absent")),
            "créez-le pour l'utilisateur du service",
        ),
        (
            file.replace("secret.key", "database.absent"),
            "impossible de lire",
        ),
        (file.replace("lot.key", "absente.key"), "clé des lots"),
    ] {
        installed.secret("demandes.toml", &change)?;
        let bad = installed.run(&["check-config"])?;
        let text = said(&bad);
        assert!(!bad.status.success(), "{expected}: {text}");
        assert!(text.contains(expected), "{expected}: {text}");
        assert!(
            !text.contains("secretissime"),
            "no password is told: {text}"
        );
    }
    installed.secret("demandes.toml", &file)?;

    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(installed.path("demandes.toml"), open)?;
    assert!(said(&installed.run(&["check-config"])?).contains("chmod o-rwx"));
    installed.secret("demandes.toml", &file)?;

    for (sql, undo, expected) in [
        (
            "UPDATE pg_extension SET extversion = '0.1.0' WHERE extname = 'gn_diffusion'",
            "UPDATE pg_extension SET extversion = gn_diffusion.version() WHERE extname = 'gn_diffusion'",
            "installez les deux paquets de la même version",
        ),
        (
            "ALTER TABLE ref_geo.l_areas DROP COLUMN IF EXISTS geom CASCADE; ALTER TABLE ref_geo.l_areas ADD COLUMN geom geometry(MultiPolygon, 2975)",
            "",
            "GeoNature les veut dans la même projection",
        ),
        (
            "REVOKE gn_demandes_service FROM demandes_test_service_apart",
            "GRANT gn_demandes_service TO demandes_test_service_apart",
            "n'a pas les droits du service",
        ),
        (
            "DROP TABLE gn_permissions.cor_permission_area",
            "",
            "il manque gn_permissions.cor_permission_area",
        ),
    ] {
        if sql.contains("apart") {
            // The account of the tests is everybody's: another one loses its rights.
            sqlx::raw_sql(
                "DO $$ BEGIN CREATE ROLE demandes_test_service_apart LOGIN PASSWORD 'apart' IN ROLE gn_demandes_service;
                 EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
            )
            .execute(&pool)
            .await?;
            let (_, server) = admin.rsplit_once('@').context("an address")?;
            installed.secret(
                "database.url",
                &format!("postgres://demandes_test_service_apart:apart@{server}"),
            )?;
        }
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&pool)
            .await
            .context(sql)?;
        let bad = installed.run(&["check-config"])?;
        let text = said(&bad);
        assert!(
            !bad.status.success() && text.contains(expected),
            "{sql}: {text}"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(undo))
            .execute(&pool)
            .await
            .context(undo)?;
    }
    Ok(())
}

#[tokio::test]
async fn an_older_geonature_is_refused_and_nothing_is_made() -> Result<()> {
    let pool = harness::empty_geonature_database().await;
    sqlx::raw_sql("DROP TABLE gn_permissions.cor_permission_taxref; ALTER TABLE gn_permissions.t_permissions DROP COLUMN expire_on CASCADE")
        .execute(&pool)
        .await?;
    let error = demandes_api::commands::migrate::apply(&pool)
        .await
        .err()
        .context("migrated an older GeoNature")?;
    let text = format!("{error:#}");
    assert!(
        text.contains("GeoNature 2.16 ou plus récent")
            && text.contains("gn_permissions.t_permissions.expire_on")
            && text.contains("gn_permissions.cor_permission_taxref"),
        "{text}"
    );
    let made: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'gn_diffusion') OR to_regnamespace('gn_demandes') IS NOT NULL",
    )
    .fetch_one(&pool)
    .await?;
    assert!(!made);
    Ok(())
}

#[tokio::test]
async fn figures_are_given_to_who_is_near_and_to_nobody_else() -> Result<()> {
    let pool = harness::demo_database().await;
    let port = free_port()?;
    let mut installed = Installed::on(
        &pool,
        &program()?,
        &format!("metrics_listen = '127.0.0.1:{port}'"),
    )
    .await?;
    installed.start("serve").await?;
    let dreal = installed.login(&pool, "dreal").await?;
    dreal.get("/tableau").await?.ok()?;
    let id = uuid::Uuid::now_v7();
    assert_eq!(dreal.get(&format!("/demandes/{id}")).await?.status, 404);
    // The public address tells nothing of it.
    for path in ["/metrics", "/../../metrics"] {
        assert_eq!(dreal.get(path).await?.status, 404, "{path}");
    }
    let root = installed.url.replace("/geonature/api-demandes", "/metrics");
    assert_eq!(reqwest::get(root).await?.status().as_u16(), 404);
    let figures = reqwest::get(format!("http://127.0.0.1:{port}/metrics"))
        .await?
        .text()
        .await?;
    for expected in [
        "demandes_http_requests_total{method=\"GET\",path=\"/geonature/api-demandes/tableau\",status=\"200\"} 1",
        "path=\"/geonature/api-demandes/demandes/{id}\",status=\"404\"} 1",
        "demandes_http_request_seconds_bucket{",
        "demandes_jobs_waiting ",
        "demandes_messages_failed 0",
        "demandes_lots_blocked 0",
    ] {
        assert!(figures.contains(expected), "{expected}:\n{figures}");
    }
    assert!(
        !figures.contains(&id.to_string()),
        "figures name no dossier"
    );
    Ok(())
}
