//! Databases for tests: each is a copy of a template, made once per version of what it is made from. A copy costs a fraction of a
//! second, and no two tests share one.
//!
//! The cluster is the project's private one (`tests/scripts/cluster.sh`), named by `DEMANDES_PG_URL`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};
use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// Any number: the templates are made by one process at a time.
const TEMPLATE_LOCK: i64 = 0x6465_6d61;

/// A database shaped as GeoNature's, without any data of ours.
///
/// # Panics
/// When it cannot be made: a test cannot go on.
pub async fn empty_geonature_database() -> PgPool {
    ready(database(Kind::GeoNature).await)
}

/// A database with PostGIS and the extension only.
///
/// # Panics
/// When it cannot be made.
pub async fn extension_database() -> PgPool {
    ready(database(Kind::Extension).await)
}

/// GeoNature's shape and the extension, without observations.
///
/// # Panics
/// When it cannot be made.
pub async fn geonature_database() -> PgPool {
    ready(database(Kind::GeoNatureAndExtension).await)
}

/// GeoNature's shape, the extension, and the small random world of `fixtures/world.sql`, whose levels and areas GeoNature's own
/// triggers filled.
///
/// # Panics
/// When it cannot be made.
pub async fn world_database() -> PgPool {
    ready(database(Kind::World).await)
}

/// The demonstration: territory, observations, people, registers, rights.
///
/// # Panics
/// When it cannot be made.
pub async fn demo_database() -> PgPool {
    ready(database(Kind::Demo).await)
}

/// The real data with people, registers and rights; none without `DEMANDES_TEST_DATA`, which is said.
///
/// # Panics
/// When it cannot be made.
pub async fn real_database() -> Option<PgPool> {
    data_dir()?;
    Some(ready(database(Kind::Real).await))
}

/// How many random cases to draw: that many, times `DEMANDES_CASES` when it is set.
#[must_use]
pub fn cases(usual: u64) -> u64 {
    let times = std::env::var("DEMANDES_CASES").ok();
    usual * times.and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// The folder of real data; none, and a line that says so, without it.
#[must_use]
pub fn data_dir() -> Option<PathBuf> {
    let folder = std::env::var_os("DEMANDES_TEST_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped because DEMANDES_TEST_DATA does not name the folder of real data");
    }
    folder
}

fn ready(pool: anyhow::Result<PgPool>) -> PgPool {
    match pool {
        Ok(pool) => pool,
        Err(error) => panic!("no test database: {error:#}"),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Extension,
    GeoNature,
    GeoNatureAndExtension,
    World,
    Demo,
    Real,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Extension => "extension",
            Self::GeoNature => "geonature",
            Self::GeoNatureAndExtension => "both",
            Self::World => "world",
            Self::Demo => "demo",
            Self::Real => "real",
        }
    }

    async fn fill(self, name: &str) -> anyhow::Result<()> {
        let pool = connect(name).await?;
        let geonature = || psql(name, "sql/geonature/load.sql");
        match self {
            Self::Extension => {
                sqlx::raw_sql("CREATE EXTENSION postgis; CREATE EXTENSION gn_diffusion")
                    .execute(&pool)
                    .await?;
            }
            Self::GeoNature => geonature()?,
            Self::GeoNatureAndExtension | Self::World => {
                geonature()?;
                sqlx::raw_sql("CREATE EXTENSION gn_diffusion")
                    .execute(&pool)
                    .await?;
                if matches!(self, Self::World) {
                    psql(name, "tests/src/fixtures/world.sql")?;
                }
            }
            Self::Demo => {
                geonature()?;
                psql(name, "sql/demo/load.sql")?;
                demandes_api::commands::migrate::apply(&pool).await?;
                psql(name, "sql/demo/demandes.sql")?;
            }
            Self::Real => {
                geonature()?;
                let data = data_dir().context("DEMANDES_TEST_DATA")?;
                crate::fixtures::real_data::load_real_data(&pool, &data).await?;
                psql(name, "sql/demo/people.sql")?;
                demandes_api::commands::migrate::apply(&pool).await?;
                psql(name, "sql/demo/demandes.sql")?;
            }
        }
        pool.close().await;
        Ok(())
    }
}

async fn database(kind: Kind) -> anyhow::Result<PgPool> {
    let template = template(kind).await?;
    let name = format!("test_{}_{}", kind.name(), uuid::Uuid::now_v7().simple());
    let mut admin = PgConnection::connect_with(&cluster()?).await?;
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut admin)
        .await
        .context("copy of the template")?;
    match kind {
        // What a test draws at random is the same at each run.
        Kind::World => pool(cluster()?.database(&name).options([("seed", "0.1789")])).await,
        _ => connect(&name).await,
    }
}

/// The name of the template, made now if it does not exist.
async fn template(kind: Kind) -> anyhow::Result<String> {
    let mut admin = PgConnection::connect_with(&cluster()?).await?;
    let name = format!("template_{}_{}", kind.name(), version(&mut admin).await?);
    sqlx::query("SELECT pg_advisory_lock($1)")
        .bind(TEMPLATE_LOCK)
        .execute(&mut admin)
        .await?;
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(&name)
            .fetch_one(&mut admin)
            .await?;
    if !exists {
        // Under another name until it is whole: an interrupted load is never taken for a template.
        let building = format!("building_{}", kind.name());
        run(
            &mut admin,
            format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"),
        )
        .await?;
        run(
            &mut admin,
            format!("CREATE DATABASE {building} TEMPLATE template0"),
        )
        .await?;
        kind.fill(&building)
            .await
            .with_context(|| format!("template {}", kind.name()))?;
        run(
            &mut admin,
            format!("ALTER DATABASE {building} RENAME TO {name}"),
        )
        .await?;
    }
    admin.close().await?;
    Ok(name)
}

async fn run(conn: &mut PgConnection, sql: String) -> anyhow::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.clone()))
        .execute(conn)
        .await
        .with_context(|| sql)?;
    Ok(())
}

/// A digest of all that a template is made from: our SQL, the loaders, the installed extension.
async fn version(admin: &mut PgConnection) -> anyhow::Result<String> {
    let mut hasher = Sha256::new();
    for folder in ["sql", "tests/src/fixtures"] {
        hash_folder(&root().join(folder), &mut hasher)?;
    }
    // The rights of the accounts stand beside the code that gives them.
    hasher.update(std::fs::read(
        root().join("module_api/src/store/rights.sql"),
    )?);
    let installed: String = sqlx::query_scalar(
        "SELECT coalesce(string_agg(md5(pg_read_binary_file(dir || '/' || file)), '' ORDER BY file), '')
         FROM (SELECT setting || '/extension' AS dir FROM pg_config WHERE name = 'SHAREDIR') d,
              pg_ls_dir(dir) AS file
         WHERE file LIKE 'gn\\_diffusion%'",
    )
    .fetch_one(admin)
    .await?;
    hasher.update(installed);
    let digest = hasher.finalize();
    Ok(digest
        .iter()
        .take(6)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

fn hash_folder(folder: &Path, hasher: &mut Sha256) -> anyhow::Result<()> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            hash_folder(&entry, hasher)?;
        } else {
            hasher.update(entry.to_string_lossy().as_bytes());
            hasher.update(std::fs::read(&entry)?);
        }
    }
    Ok(())
}

/// The checkout.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The private cluster, as its superuser, database `postgres`.
///
/// # Errors
/// When `DEMANDES_PG_URL` does not name it.
pub fn cluster() -> anyhow::Result<PgConnectOptions> {
    let url = std::env::var("DEMANDES_PG_URL")
        .context("DEMANDES_PG_URL: start the private cluster (tests/scripts/cluster.sh start; eval \"$(… env)\")")?;
    Ok(url.parse()?)
}

async fn connect(name: &str) -> anyhow::Result<PgPool> {
    pool(cluster()?.database(name)).await
}

async fn pool(options: PgConnectOptions) -> anyhow::Result<PgPool> {
    Ok(PgPoolOptions::new()
        .max_connections(6)
        .connect_with(options)
        .await?)
}

/// An account of the service, without any other right; of no use to anybody but the tests, whose cluster listens to nobody else.
pub const SERVICE: &str = "demandes_test_service";

/// The same database as the account of the service.
///
/// # Errors
/// When the account cannot be made, or the database was not migrated.
pub async fn as_service(pool: &PgPool) -> anyhow::Result<PgPool> {
    // Roles are the cluster's: tests that start at once make it at once.
    let sql = format!(
        "SELECT pg_advisory_lock({TEMPLATE_LOCK});
         DO $$ BEGIN CREATE ROLE {SERVICE} LOGIN PASSWORD '{SERVICE}' IN ROLE gn_demandes_service;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
         SELECT pg_advisory_unlock({TEMPLATE_LOCK})"
    );
    let mut conn = PgConnection::connect_with(&pool.connect_options()).await?;
    run(&mut conn, sql).await?;
    conn.close().await?;
    let options = (*pool.connect_options()).clone();
    Ok(PgPoolOptions::new()
        .max_connections(6)
        .connect_with(options.username(SERVICE).password(SERVICE))
        .await?)
}

/// Runs a script of the project with psql (the scripts include one another).
///
/// # Errors
/// When psql is not there or stops at an error.
pub fn psql(database: &str, script: &str) -> anyhow::Result<()> {
    let output = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--dbname",
            database,
            "--file",
            script,
        ])
        .current_dir(root())
        .output()
        .context("psql")?;
    if !output.status.success() {
        bail!("{script}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
