//! The document of the API is true, as schemathesis sees it: whatever is sent, from nonsense to a request that passes, the answer is one that the
//! document has, of its type and its shape, and never an error of the server. Tried by each kind of account, on dossiers in several states.
//! Not here: who may do what (`rights.rs`), what the document leaves out (`house.rs` holds it to the code).

use std::fmt::Write as _;

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{dossiers, harness, platform::Platform};
use serde_json::Value;
use sqlx::PgPool;
use tokio::process::Command;

/// What an id of the path is called, the paths that have it, and where the known ones are.
const KNOWN: [(&str, &str, &str); 13] = [
    (
        "id",
        "^/demandes/",
        "SELECT id_demande::text FROM gn_demandes.demande",
    ),
    ("id", "^/lots/", "SELECT id_lot::text FROM gn_demandes.lot"),
    (
        "id",
        "^/lettres/",
        "SELECT id_lettre::text FROM gn_demandes.lettre",
    ),
    (
        "uuid",
        "/explain/",
        "SELECT unique_id_sinp::text FROM gn_synthese.synthese ORDER BY id_synthese LIMIT 20",
    ),
    ("code", "^/groupes/", "SELECT code FROM gn_diffusion.groupe"),
    (
        "id_adhesion",
        "^/adhesions/",
        "SELECT id_adhesion::text FROM gn_demandes.adhesion",
    ),
    (
        "id_animateur",
        "^/animateurs/",
        "SELECT id_animateur::text FROM gn_demandes.pole_animateur",
    ),
    (
        "id_role",
        "^/co-administrateurs/",
        "SELECT id_role::text FROM gn_demandes.co_administrateur",
    ),
    (
        "id_membre",
        "^/colleges/",
        "SELECT id_membre::text FROM gn_demandes.college_membre",
    ),
    (
        "id_maitre_ouvrage",
        "^/maitres-ouvrage/",
        "SELECT id_maitre_ouvrage::text FROM gn_demandes.maitre_ouvrage",
    ),
    (
        "id_pole",
        "^/poles/",
        "SELECT id_pole::text FROM gn_demandes.pole",
    ),
    ("jeton", "^/livraisons/", "SELECT 'jeton-inconnu'"),
    ("session", "^/telechargements/", "SELECT 'session-inconnue'"),
];

/// What every answer is held to.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
                      response_headers_conformance,unsupported_method";

/// Dossiers from the draft to the lot that is sent.
async fn world() -> Result<Platform> {
    let platform = Platform::demo().await?;
    let (author, dreal) = (
        platform.login("association").await?,
        platform.login("dreal").await?,
    );
    dossiers::send_f1(&platform, &author, &dreal).await?;
    dossiers::complete(&platform, &author, dossiers::draft()).await?;
    platform.work().await?;
    let deposited = dossiers::brouillon(&author, dossiers::draft()).await?;
    dossiers::depose(&author, &deposited).await?;
    dossiers::brouillon(&author, dossiers::draft()).await?;
    Ok(platform)
}

/// The settings of schemathesis: the ids that exist, drawn more often than not, and changes of the version that is there.
async fn settings(pool: &PgPool) -> Result<String> {
    let mut dictionaries = "[dictionaries]\nversion = { values = [\"*\"] }\n".to_owned();
    let mut operations = String::new();
    for (rank, (name, paths, query)) in KNOWN.into_iter().enumerate() {
        let ids: Vec<String> = sqlx::query_scalar(query).fetch_all(pool).await?;
        // A number stays one: the document says so.
        let ids: Vec<Value> = ids
            .into_iter()
            .map(|id| id.parse::<i64>().map_or_else(|_| id.into(), Value::from))
            .collect();
        if ids.is_empty() {
            continue;
        }
        writeln!(
            dictionaries,
            "known_{rank} = {{ values = {} }}",
            serde_json::to_string(&ids)?
        )?;
        writeln!(
            operations,
            "[[operations]]\ninclude-path-regex = {paths:?}\nparameters = {{ \"path.{name}\" = {{ dictionary = \"known_{rank}\", probability = 0.8 }} }}"
        )?;
    }
    Ok(format!(
        "parameters = {{ \"header.If-Match\" = {{ dictionary = \"version\", probability = 0.8 }} }}\n{dictionaries}{operations}"
    ))
}

/// Lets schemathesis at the API as this account, nobody when it is empty.
async fn holds_for(identifiant: &str) -> Result<()> {
    let Some(python) = std::env::var_os("DEMANDES_SCHEMATHESIS_PYTHON") else {
        eprintln!(
            "skipped because DEMANDES_SCHEMATHESIS_PYTHON does not name a Python with schemathesis"
        );
        return Ok(());
    };
    let platform = world().await?;
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("schemathesis.toml");
    std::fs::write(&config, settings(&platform.pool).await?)?;
    let mut command = Command::new(python);
    command
        .args(["-m", "schemathesis.cli", "--config-file"])
        .arg(&config)
        .arg("run")
        .arg(harness::root().join("module_api/openapi.json"))
        .args(["--url", &platform.url, "--checks", CHECKS])
        .args([
            "--phases",
            "examples,coverage,fuzzing",
            "--max-examples",
            "10",
        ])
        .args([
            "--seed",
            "20260302",
            "--no-shrink",
            "--continue-on-failure",
            "--request-timeout",
            "60",
        ])
        .args(["--suppress-health-check", "all", "--warnings", "off"])
        .current_dir(folder.path())
        .kill_on_drop(true);
    if !identifiant.is_empty() {
        let client = platform.login(identifiant).await?;
        command.args([
            "--header",
            &format!("Authorization: Bearer {}", client.token()),
        ]);
    }
    let output = command.output().await.context("schemathesis")?;
    let told = String::from_utf8_lossy(&output.stdout);
    println!("{told}");
    ensure!(
        output.status.success(),
        "as {identifiant:?}: {}{}",
        told,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

#[tokio::test]
async fn the_document_is_true_for_nobody() -> Result<()> {
    holds_for("").await
}

#[tokio::test]
async fn the_document_is_true_for_a_demandeur() -> Result<()> {
    holds_for("association").await
}

#[tokio::test]
async fn the_document_is_true_for_a_pole() -> Result<()> {
    holds_for("oiseaux").await
}

#[tokio::test]
async fn the_document_is_true_for_the_coordination() -> Result<()> {
    holds_for("dreal").await
}
