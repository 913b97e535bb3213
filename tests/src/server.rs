//! A PostgreSQL server of one test, beside the project's cluster, that may be stopped and started in the middle of it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use sqlx::{PgPool, postgres::PgPoolOptions};

const BIN: &str = "/usr/lib/postgresql/15/bin";

/// Stopped and removed at the end of its test. It runs as the system's user `postgres` when the test is root.
pub struct Server {
    folder: PathBuf,
    port: u16,
}

fn as_owner(program: &str) -> Command {
    // Nobody but the owner of the data may run the server, and root never.
    let mut command = if crate::is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", program]);
        command
    } else {
        Command::new(program)
    };
    without_settings(&mut command);
    command.current_dir("/");
    command
}

/// Without what names the project's own cluster.
fn without_settings(command: &mut Command) {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PG")) {
        command.env_remove(name);
    }
}

fn done(command: &mut Command) -> Result<String> {
    let Output {
        status,
        stdout,
        stderr,
    } = command.stdin(Stdio::null()).output()?;
    ensure!(
        status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&stderr)
    );
    Ok(String::from_utf8(stdout)?.trim().to_owned())
}

impl Server {
    /// A new one, started. It listens on a socket of its own and on a port that was free.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new() -> Result<Self> {
        let id = uuid::Uuid::now_v7().simple().to_string();
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let server = Self {
            folder: Path::new("/var/tmp").join(format!("demandes-{}-serveur", &id[20..])),
            port,
        };
        done(
            as_owner(&format!("{BIN}/initdb"))
                .args([
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "--no-sync",
                    "--locale=C.UTF-8",
                    "-E",
                    "UTF8",
                    "-D",
                ])
                .arg(&server.folder),
        )?;
        server.control(&["start"])?;
        Ok(server)
    }

    /// Stops it at once, as a power cut would, and starts it again.
    ///
    /// # Errors
    /// When it does not start again.
    pub fn restart(&self) -> Result<()> {
        self.control(&["restart", "-m", "immediate"])
    }

    fn control(&self, what: &[&str]) -> Result<()> {
        let folder = self.folder.display();
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{folder}' -c fsync=off -c shared_buffers=64MB",
            self.port
        );
        let log = format!("{folder}/log");
        // The server keeps what it is given as outputs: none of ours.
        let status = as_owner(&format!("{BIN}/pg_ctl"))
            .args(what)
            .args(["-w", "-s", "-t", "120", "-D"])
            .arg(&self.folder)
            .args(["-l", &log, "-o", &options])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        let said = || std::fs::read_to_string(&log).unwrap_or_default();
        ensure!(status.success(), "the server does not start: {}", said());
        Ok(())
    }

    /// The address of a database.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// The demonstration, loaded in it.
    ///
    /// # Errors
    /// When a script fails.
    pub async fn demo(&self) -> Result<PgPool> {
        self.psql("postgres", &["-c", "CREATE DATABASE demo"])?;
        for script in ["sql/geonature/load.sql", "sql/demo/load.sql"] {
            self.psql("demo", &["-f", script])?;
        }
        let pool = PgPoolOptions::new()
            .max_connections(6)
            .connect(&self.url("demo"))
            .await?;
        demandes_api::commands::migrate::apply(&pool).await?;
        self.psql("demo", &["-f", "sql/demo/demandes.sql"])?;
        Ok(pool)
    }

    fn psql(&self, database: &str, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(format!("{BIN}/psql"));
        without_settings(&mut command);
        command
            .args([
                "-XqAt",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                "postgres",
                "-h",
                "127.0.0.1",
                "-p",
                &self.port.to_string(),
            ])
            .args(["-d", database])
            .args(arguments)
            .current_dir(crate::harness::root());
        done(&mut command).context("psql").map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = done(
            as_owner(&format!("{BIN}/pg_ctl"))
                .args(["stop", "-s", "-w", "-m", "immediate", "-D"])
                .arg(&self.folder),
        );
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
