//! A running platform on a database of its own: the real API on a real port, the worker's rounds by hand, a clock to move.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::Context as _;
use chrono::{DateTime, TimeZone, Utc};
use demandes_api::{
    clock::Clock,
    http::{AppState, router::router},
    jobs,
    service::{Context, extraction::LotKey, request::Request},
};
use sqlx::PgPool;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::{
    client::{Client, sign_token},
    harness,
};

/// Signs the tokens of the tests.
pub const SECRET_KEY: &str = "une cle de test, assez longue pour en etre une";
/// As behind GeoNature's proxy.
pub const BASE_PATH: &str = "/geonature/api-demandes";

/// The platform of one test. It ends with it.
pub struct Platform {
    /// Its database, as its administrator.
    pub pool: PgPool,
    /// What the use cases are handed.
    pub context: Context,
    /// Address of the API, base path included.
    pub url: String,
    now: Arc<Mutex<DateTime<Utc>>>,
    _storage: TempDir,
    _keys: TempDir,
}

impl Platform {
    /// On the demonstration.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn demo() -> anyhow::Result<Self> {
        Self::on(harness::demo_database().await).await
    }

    /// On the real data; none without them, which is said.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn real() -> anyhow::Result<Option<Self>> {
        match harness::real_database().await {
            Some(pool) => Ok(Some(Self::on(pool).await?)),
            None => Ok(None),
        }
    }

    /// On this database.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn on(pool: PgPool) -> anyhow::Result<Self> {
        let start = Utc
            .with_ymd_and_hms(2026, 3, 2, 9, 0, 0)
            .single()
            .context("a date")?;
        let now = Arc::new(Mutex::new(start));
        let shared = Arc::clone(&now);
        let storage = tempfile::tempdir()?;
        let keys = tempfile::tempdir()?;
        let lot_key_file = keys.path().join("lot.key");
        LotKey::create(&lot_key_file)?;
        let context = Context {
            // As on an instance: with the rights of the service and no other. `pool` is the administrator's.
            pool: harness::as_service(&pool).await?,
            clock: Clock::from_fn(move || shared.lock().map_or(start, |now| *now)),
            storage_dir: storage.path().to_owned(),
            lot_key_file,
            program: program()?,
            request: Request::default(),
        };
        let state = AppState::new(context.clone(), SECRET_KEY.to_owned().into(), BASE_PATH);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}{BASE_PATH}", listener.local_addr()?);
        let app = router(state, Duration::from_mins(1));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self {
            pool,
            context,
            url,
            now,
            _storage: storage,
            _keys: keys,
        })
    }

    /// The present instant of this platform.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.context.now()
    }

    /// Moves the clock.
    pub fn pass(&self, duration: chrono::Duration) {
        if let Ok(mut now) = self.now.lock() {
            *now += duration;
        }
    }

    /// A client logged in as this account (`identifiant`).
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn login(&self, identifiant: &str) -> anyhow::Result<Client> {
        let id_role = self.id_role(identifiant).await?;
        let token = sign_token(
            id_role,
            self.now() + chrono::Duration::days(60),
            SECRET_KEY.as_bytes(),
        )?;
        Ok(Client::new(&self.url, &token))
    }

    /// The id of an account.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn id_role(&self, identifiant: &str) -> anyhow::Result<i32> {
        sqlx::query_scalar("SELECT id_role FROM utilisateurs.t_roles WHERE identifiant = $1")
            .bind(identifiant)
            .fetch_one(&self.pool)
            .await
            .with_context(|| format!("account {identifiant}"))
    }

    /// Lets the worker do all that is due. Gives how many jobs it took.
    ///
    /// # Errors
    /// When the queue cannot be reached.
    pub async fn work(&self) -> anyhow::Result<usize> {
        let settings = jobs::Settings {
            poll: Duration::from_secs(1),
            summary_max_age: chrono::Duration::hours(24),
        };
        jobs::round(&self.context, settings, &CancellationToken::new()).await
    }

    /// All that a refused perimeter could have left: a digest of the rows of the database, and how many files the storage holds.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn traces(&self) -> anyhow::Result<(String, usize)> {
        let kept = sqlx::query_scalar(
            "SELECT md5(concat((SELECT string_agg(p::text, '|' ORDER BY p.id_demande) FROM gn_demandes.perimetre p),
                               (SELECT string_agg(e::text, '|' ORDER BY e.id_evenement) FROM gn_demandes.evenement e),
                               (SELECT string_agg(d::text, '|' ORDER BY d.id_demande) FROM gn_demandes.demande d),
                               (SELECT count(*) FROM gn_demandes.job)))",
        )
        .fetch_one(&self.pool)
        .await?;
        let files = std::fs::read_dir(&self.context.storage_dir)?.count();
        Ok((kept, files))
    }
}

/// The service's binary, which reads uploads in a child process.
fn program() -> anyhow::Result<std::path::PathBuf> {
    if let Some(path) = std::env::var_os("DEMANDES_API_BIN") {
        return Ok(path.into());
    }
    let mut folder = std::env::current_exe()?;
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    Ok(folder.join("demandes_api"))
}
