//! The service as an administrator installs it: processes of its binary, a configuration file, secrets in files, an account of its own.
//!
//! Not here: the platform of most tests, which runs in their own process (`platform`).

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use demandes_api::clock::Clock;
use sqlx::PgPool;
use tempfile::TempDir;

use crate::{
    client::{Client, sign_token},
    harness,
    platform::BASE_PATH,
};

/// It stops with it, and its files go.
pub struct Installed {
    /// Where its files are: `demandes.toml`, `files/`, `lot.key`, `NAME.log` of each process.
    pub folder: TempDir,
    /// Address of the API.
    pub url: String,
    /// Signs the tokens.
    pub key: String,
    api: PathBuf,
    children: Vec<Child>,
}

/// The service's binary that the tests were built with.
///
/// # Errors
/// When `DEMANDES_API_BIN` does not name it.
pub fn program() -> Result<PathBuf> {
    let program = std::env::var_os("DEMANDES_API_BIN").context("DEMANDES_API_BIN")?;
    Ok(program.into())
}

/// The URL of a database of the private cluster, as its superuser.
///
/// # Errors
/// When `DEMANDES_PG_URL` is not set.
pub fn admin_url(pool: &PgPool) -> Result<String> {
    let options = pool.connect_options();
    let database = options.get_database().context("database")?;
    let cluster = std::env::var("DEMANDES_PG_URL")?;
    let (server, _) = cluster.rsplit_once('/').context("DEMANDES_PG_URL")?;
    Ok(format!("{server}/{database}"))
}

/// The same as the account of the service.
///
/// # Errors
/// As [`admin_url`]; when the account cannot be made.
pub async fn service_url(pool: &PgPool) -> Result<String> {
    harness::as_service(pool).await?.close().await;
    let admin = admin_url(pool)?;
    let (_, server) = admin.rsplit_once('@').context("an address")?;
    Ok(format!("postgres://{0}:{0}@{server}", harness::SERVICE))
}

/// A port nobody listens on.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    let door = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok(door.local_addr()?.port())
}

impl Installed {
    /// Configured on this database, with these lines besides; nothing runs yet.
    ///
    /// # Errors
    /// When its files cannot be written.
    pub async fn on(pool: &PgPool, api: &Path, lines: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let key = uuid::Uuid::now_v7().simple().to_string();
        let port = free_port()?;
        std::fs::create_dir(folder.path().join("files"))?;
        let installed = Self {
            url: format!("http://127.0.0.1:{port}{BASE_PATH}"),
            key,
            api: api.to_owned(),
            children: Vec::new(),
            folder,
        };
        installed.secret("database.url", &service_url(pool).await?)?;
        installed.secret("secret.key", &installed.key)?;
        let here = installed.folder.path().display();
        installed.secret(
            "demandes.toml",
            &format!(
                "database_url_file = '{here}/database.url'\ngeonature_secret_key_file = '{here}/secret.key'\n\
                 listen = '127.0.0.1:{port}'\nbase_path = '{BASE_PATH}'\nstorage_dir = '{here}/files'\nlot_key_file = '{here}/lot.key'\n\
                 worker_poll_seconds = 1\n{lines}\n"
            ),
        )?;
        if !installed.path("lot.key").exists() {
            let made = installed.run(&["lot", "new-key"])?;
            anyhow::ensure!(made.status.success(), "{}", said(&made));
        }
        Ok(installed)
    }

    /// One of its files.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that nobody else reads.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn secret(&self, name: &str, text: &str) -> Result<()> {
        use std::os::unix::fs::PermissionsExt;
        std::fs::write(self.path(name), text)?;
        let mode = std::fs::Permissions::from_mode(0o600);
        Ok(std::fs::set_permissions(self.path(name), mode)?)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.api);
        command
            .arg("--config")
            .arg(self.path("demandes.toml"))
            .args(arguments)
            .stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DEMANDES_")) {
            command.env_remove(name);
        }
        command
    }

    /// Runs one of its commands to its end.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn run(&self, arguments: &[&str]) -> Result<Output> {
        Ok(self.command(arguments).output()?)
    }

    /// The same, as the administrator of this database.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn run_as_administrator(&self, pool: &PgPool, arguments: &[&str]) -> Result<Output> {
        let mut command = self.command(arguments);
        command.env("DEMANDES_ADMIN_DATABASE_URL", admin_url(pool)?);
        Ok(command.output()?)
    }

    /// Starts `serve` or `worker`; its log is in `NAME.log`. A service that is started answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn start(&mut self, name: &str) -> Result<()> {
        let log = std::fs::File::create(self.path(&format!("{name}.log")))?;
        let child = self.command(&[name]).stderr(log).spawn()?;
        self.children.push(child);
        if name != "serve" {
            return Ok(());
        }
        let health = format!("{}/health", self.url);
        for _ in 0..300 {
            let answer = reqwest::get(&health).await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the service does not answer: {}", self.log(name)?)
    }

    /// Stops what runs, as systemd does.
    ///
    /// # Errors
    /// When a process cannot be told.
    pub fn stop(&mut self) -> Result<()> {
        for mut child in self.children.drain(..) {
            let told = Command::new("kill").arg(child.id().to_string()).status()?;
            anyhow::ensure!(told.success(), "kill");
            child.wait()?;
        }
        Ok(())
    }

    /// What a process logged.
    ///
    /// # Errors
    /// When it was never started.
    pub fn log(&self, name: &str) -> Result<String> {
        Ok(std::fs::read_to_string(self.path(&format!("{name}.log")))?)
    }

    /// A token of this account, good for hours.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn token(&self, pool: &PgPool, identifiant: &str) -> Result<String> {
        let id_role =
            sqlx::query_scalar("SELECT id_role FROM utilisateurs.t_roles WHERE identifiant = $1")
                .bind(identifiant)
                .fetch_one(pool)
                .await?;
        // Processes of their own go by the machine's clock.
        let end = Clock::system().now() + chrono::Duration::hours(6);
        sign_token(id_role, end, self.key.as_bytes())
    }

    /// Somebody logged in.
    ///
    /// # Errors
    /// As [`Installed::token`].
    pub async fn login(&self, pool: &PgPool, identifiant: &str) -> Result<Client> {
        Ok(Client::new(
            &self.url,
            &self.token(pool, identifiant).await?,
        ))
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// All that a command printed.
#[must_use]
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
