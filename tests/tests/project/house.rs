//! The house keeps its shape: layers, the reviewed API document, seeds equal to the defaults of the domain.

use std::{collections::BTreeMap, process::Command};

use demandes_domain::settings::Settings;
use demandes_tests::harness;
use serde_json::Value;

/// Inner layers never know outer ones: what each pure crate may not depend on, directly or not.
#[test]
fn inner_crates_do_not_know_outer_ones() {
    for (name, forbidden) in [
        (
            "demandes_domain",
            ["axum", "sqlx", "tokio", "gdal", "reqwest", "pgrx"].as_slice(),
        ),
        (
            "gn_diffusion_core",
            ["pgrx", "sqlx", "tokio", "gdal", "axum"].as_slice(),
        ),
    ] {
        let output = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--offline",
                "--edges",
                "normal",
                "--prefix",
                "none",
                "--package",
                name,
            ])
            .current_dir(harness::root())
            .output()
            .expect("cargo tree");
        let tree = String::from_utf8_lossy(&output.stdout);
        assert!(
            tree.starts_with(name),
            "cargo tree: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        for line in tree.lines() {
            let dependency = line.split(' ').next().unwrap_or("");
            assert!(
                !forbidden.contains(&dependency),
                "{name} depends on {dependency}"
            );
        }
    }
}

/// SQL lives in `store`, HTTP in `http`: the use cases know neither.
#[test]
fn the_service_keeps_its_layers() {
    let source = harness::root().join("module_api/src");
    for (folder, forbidden) in [
        (
            "http",
            ["sqlx::query", "store::demandes::insert", "PgPool"].as_slice(),
        ),
        (
            "service",
            ["sqlx::query", "axum::", "crate::http"].as_slice(),
        ),
        (
            "store",
            ["crate::service", "crate::http", "demandes_domain"].as_slice(),
        ),
    ] {
        for file in rust_files(&source.join(folder)) {
            let text = std::fs::read_to_string(&file).expect("a source file");
            for word in forbidden {
                assert!(!text.contains(word), "{} holds {word}", file.display());
            }
        }
    }
}

fn rust_files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    assert!(!found.is_empty(), "{} holds no source", folder.display());
    found
}

/// The document of the API is reviewed as a file. To accept a change: `demandes_api openapi > module_api/openapi.json`.
#[test]
fn the_api_document_is_the_reviewed_one() {
    let reviewed = std::fs::read_to_string(harness::root().join("module_api/openapi.json"))
        .expect("openapi.json");
    let served =
        demandes_api::commands::openapi::document("/geonature/api-demandes").expect("document");
    assert!(
        reviewed == served,
        "the API differs from module_api/openapi.json: review it, then run demandes_api openapi > module_api/openapi.json"
    );
}

/// The seed of the settings says what the domain's defaults say, key by key.
#[tokio::test]
async fn seeded_settings_are_the_defaults() {
    let pool = harness::demo_database().await;
    let rows: Vec<(String, Value)> =
        sqlx::query_as("SELECT key, value FROM gn_demandes.setting WHERE version = 1")
            .fetch_all(&pool)
            .await
            .expect("settings");
    let map: BTreeMap<String, Value> = rows.into_iter().collect();
    let keys: Vec<&str> = map.keys().map(String::as_str).collect();
    let mut known = Settings::KEYS.to_vec();
    known.sort_unstable();
    assert_eq!(keys, known);
    assert_eq!(
        Settings::from_map(map).expect("seeded settings"),
        Settings::default()
    );
}

/// Running `migrate` again changes nothing.
#[tokio::test]
async fn migrate_may_be_run_again() {
    let pool = harness::demo_database().await;
    let count = "SELECT (SELECT count(*) FROM gn_demandes.setting) + (SELECT count(*) FROM gn_permissions.t_permissions_available)
                 + (SELECT count(*) FROM gn_demandes.pole) + (SELECT count(*) FROM gn_permissions.t_objects)";
    let before: i64 = sqlx::query_scalar(count)
        .fetch_one(&pool)
        .await
        .expect("count");
    demandes_api::commands::migrate::apply(&pool)
        .await
        .expect("migrate");
    let after: i64 = sqlx::query_scalar(count)
        .fetch_one(&pool)
        .await
        .expect("count");
    assert_eq!(before, after);
}
