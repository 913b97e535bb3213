//! The shared indexes on a hot standby: it makes its own files, read only as it is, and follows what the primary changes.
//!
//! Two clusters of its own, beside the project's, which keeps no log to send.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

const BIN: &str = "/usr/lib/postgresql/15/bin";

/// Places where the index and the tables disagree, how many communes are found, and whether an index was used.
const LOOK: &str = "SELECT (SELECT count(*) FROM place p WHERE gn_diffusion.area_ids(p.geom, 'COM') IS DISTINCT FROM
           (SELECT array_agg(a.id_area ORDER BY a.id_area) FROM gn_diffusion.areas_sql(p.geom, '{COM}') a)),
       (SELECT count(gn_diffusion.area_id(p.geom, 'COM')) FROM place p),
       (SELECT count(*) FROM gn_diffusion.cache_status() WHERE place = 'mapped'), pg_is_in_recovery()";

/// A PostgreSQL server of this test, stopped and removed at its end. It runs as the system's user `postgres` when the test is root.
struct Server {
    folder: PathBuf,
    port: u16,
}

fn as_owner(program: &str) -> Command {
    // Nobody but the owner of the data may run the server, and root never.
    let is_root = std::fs::metadata("/proc/self")
        .is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", program]);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PG")) {
        command.env_remove(name);
    }
    command
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
    fn at(folder: &Path, port: u16) -> Self {
        Self {
            folder: folder.to_path_buf(),
            port,
        }
    }

    fn start(&self) -> Result<()> {
        let folder = self.folder.display();
        let options = format!(
            "-p {} -c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c wal_level=replica -c max_wal_senders=4",
            self.port
        );
        let log = format!("{folder}/log");
        // The server keeps what it is given as outputs: none of ours.
        let status = as_owner(&format!("{BIN}/pg_ctl"))
            .args(["start", "-w", "-s", "-D"])
            .arg(&self.folder)
            .args(["-l", &log, "-o", &options])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(
            status.success(),
            "the server does not start: {}",
            std::fs::read_to_string(&log).unwrap_or_default()
        );
        Ok(())
    }

    fn psql(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(format!("{BIN}/psql"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PG")) {
            command.env_remove(name);
        }
        done(
            command
                .args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"])
                .arg(&self.folder)
                .args(["-p", &self.port.to_string(), "-d", "postgres"])
                .args(arguments),
        )
    }

    fn look(&self) -> Result<(i64, i64, i64, bool)> {
        let line = self.psql(&["-c", LOOK])?;
        let fields: Vec<_> = line.split('|').collect();
        let number = |at: usize| -> Result<i64> { Ok(fields.get(at).context("a field")?.parse()?) };
        Ok((
            number(0)?,
            number(1)?,
            number(2)?,
            fields.get(3) == Some(&"t"),
        ))
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

#[test]
fn a_standby_follows_what_the_primary_changes() -> Result<()> {
    let root = std::env::var("DEMANDES_ROOT").context("DEMANDES_ROOT")?;
    let id = uuid::Uuid::now_v7().simple().to_string();
    let folder = |name: &str| Path::new("/var/tmp").join(format!("demandes-{}-{name}", &id[20..]));
    let port = 5432;
    let primary = Server::at(&folder("primary"), port);
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
            .arg(&primary.folder),
    )?;
    primary.start()?;
    primary.psql(&[
        "-f",
        &format!("{root}/sql/geonature/load.sql"),
        "-o",
        "/dev/null",
    ])?;
    primary.psql(&[
        "-c",
        "CREATE EXTENSION gn_diffusion;
         INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom)
         SELECT ref_geo.get_id_area_type('COM'), 'C' || i, 'Commune', ST_Multi(ST_MakeEnvelope(600000 + i * 1000, 6200000, 601000 + i * 1000, 6201000, 2154))
           FROM generate_series(0, 9) i;
         CREATE TABLE place AS SELECT ST_SetSRID(ST_Point(600000 + i * 250, 6200500), 2154) AS geom FROM generate_series(0, 40) i",
    ])?;
    assert_eq!(primary.look()?, (0, 41, 1, false));

    let standby = Server::at(&folder("standby"), port + 1);
    done(
        as_owner(&format!("{BIN}/pg_basebackup"))
            .args([
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-sync",
                "-U",
                "postgres",
                "-h",
            ])
            .arg(&primary.folder)
            .args(["-p", &port.to_string(), "-D"])
            .arg(&standby.folder),
    )?;
    standby.start()?;
    assert_eq!(standby.look()?, (0, 41, 1, true));

    primary.psql(&[
        "-c",
        "UPDATE ref_geo.l_areas SET enable = false WHERE area_code < 'C5'",
    ])?;
    let written = primary.psql(&["-c", "SELECT pg_current_wal_lsn()"])?;
    let replayed = format!("SELECT pg_last_wal_replay_lsn() >= '{written}'");
    for _ in 0..200 {
        if standby.psql(&["-c", &replayed])? == "t" {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    // Positions on the border of the first commune still enabled are in it.
    assert_eq!(standby.look()?, (0, 21, 1, true));
    assert_eq!(primary.look()?, (0, 21, 1, false));
    Ok(())
}
