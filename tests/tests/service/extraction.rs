//! The extraction of a lot as a piece of work: what it is made from is frozen, encrypted and enough to make it again; a worker may be
//! killed, cut from its database, out of disk or told to stop at any point, and nothing partial is ever a lot's.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use demandes_tests::{
    client::Client,
    dossiers::{self, complete, draft, hand_over, lot_id, lot_state},
    is_root,
    platform::Platform,
    server::Server,
};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Postgres, Transaction};

/// How long something that must happen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(150);

/// The two lots that wait for nobody.
const ALONE: [(&str, Option<&str>); 2] = [("F1", None), ("F2", None)];

async fn eventually<F, Fut>(what: &str, mut holds: F) -> Result<()>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<bool>>,
{
    let begun = Instant::now();
    while !holds().await? {
        ensure!(begun.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// A dossier whose F1 and F2 wait for the worker, `cen` being their responsible.
async fn ready() -> Result<(Platform, String)> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = complete(&platform, &author, draft()).await?;
    hand_over(&platform, &id, "cen").await?;
    Ok((platform, id))
}

async fn id_of(platform: &Platform, id: &str, kind: &str) -> Result<String> {
    lot_id(&platform.login("dreal").await?, id, kind, None).await
}

/// The service's program, on the database and folders of this platform.
async fn program(platform: &Platform, arguments: &[&str]) -> Result<Command> {
    let database: String = sqlx::query_scalar("SELECT current_database()::text")
        .fetch_one(&platform.pool)
        .await?;
    let cluster = std::env::var("DEMANDES_PG_URL")?;
    let server = cluster.strip_suffix("/postgres").context("url")?;
    Ok(program_on(
        platform,
        arguments,
        &format!("{server}/{database}"),
    ))
}

fn program_on(platform: &Platform, arguments: &[&str], url: &str) -> Command {
    let mut command = Command::new(&platform.context.program);
    command
        .args(arguments)
        .env("DEMANDES_DATABASE_URL", url)
        .env("DEMANDES_STORAGE_DIR", &platform.context.storage_dir)
        .env("DEMANDES_LOT_KEY_FILE", &platform.context.lot_key_file)
        .env("DEMANDES_WORKER_POLL_SECONDS", "1");
    command
}

/// A worker in a process of its own, killed with its test.
struct Worker(Child);

impl Worker {
    async fn start(platform: &Platform) -> Result<Self> {
        Self::run(program(platform, &["worker"]).await?)
    }

    fn run(mut command: Command) -> Result<Self> {
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self(command.spawn()?))
    }

    /// `kill -9`.
    fn kill(&mut self) -> Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// Keeps everybody from a table until it is dropped.
async fn lock(platform: &Platform, table: &str) -> Result<Transaction<'static, Postgres>> {
    let mut tx = platform.pool.begin().await?;
    let sql = format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
    Ok(tx)
}

/// The session that waits for a table, once there is one.
async fn waiter(platform: &Platform, table: &str) -> Result<i32> {
    let mut found = None;
    let begun = Instant::now();
    while found.is_none() {
        ensure!(begun.elapsed() < PATIENCE, "nobody waits for {table}");
        tokio::time::sleep(Duration::from_millis(20)).await;
        found = sqlx::query_scalar(
            "SELECT pid FROM pg_locks WHERE NOT granted AND relation = $1::regclass
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .bind(table)
        .fetch_optional(&platform.pool)
        .await?;
    }
    found.context("a session")
}

/// As time would: the lease of who died is over.
async fn expire_leases(platform: &Platform) -> Result<()> {
    sqlx::query("UPDATE gn_demandes.job SET locked_until = '2000-01-01' WHERE locked_until IS NOT NULL AND done_at IS NULL")
        .execute(&platform.pool)
        .await?;
    Ok(())
}

/// What lies in the folder of archives.
fn stored(platform: &Platform) -> Result<BTreeSet<String>> {
    std::fs::read_dir(&platform.context.storage_dir)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

fn is_archive(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "zip")
}

/// What lots refer to there.
async fn referred(platform: &Platform) -> Result<BTreeSet<String>> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT f.name FROM gn_demandes.lot l, LATERAL (VALUES (l.archive_name), (l.frozen_name)) f (name) WHERE f.name IS NOT NULL",
    )
    .fetch_all(&platform.pool)
    .await?;
    Ok(names.into_iter().collect())
}

async fn column(platform: &Platform, id_lot: &str, name: &str) -> Result<Option<String>> {
    let sql = format!("SELECT ({name})::text FROM gn_demandes.lot WHERE id_lot = $1::uuid");
    Ok(sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(id_lot)
        .fetch_one(&platform.pool)
        .await?)
}

async fn file_of(platform: &Platform, id_lot: &str, name: &str) -> Result<PathBuf> {
    let file = column(platform, id_lot, name).await?.context("no file")?;
    Ok(platform.context.storage_dir.join(file))
}

async fn verified(platform: &Platform, id: &str) -> Result<bool> {
    for (kind, _) in ALONE {
        if lot_state(platform, &id_of(platform, id, kind).await?).await? != "verifie" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Both lots end well, with their files and nothing else in the folder, and every one is replayed.
async fn ends_well(platform: &Platform, id: &str) -> Result<()> {
    eventually("both lots verified", || verified(platform, id)).await?;
    eventually("nothing left beside the lots' files", || async {
        Ok(stored(platform)? == referred(platform).await?)
    })
    .await?;
    assert_eq!(referred(platform).await?.len(), 4);
    for (kind, _) in ALONE {
        let id_lot = id_of(platform, id, kind).await?;
        assert_eq!(column(platform, &id_lot, "failure").await?, None);
        let output = replay(platform, &id_lot, None).await?;
        ensure!(output.status.success(), "{}", text(&output));
    }
    Ok(())
}

/// Both lots have nothing that could be sent.
async fn nothing_to_send(platform: &Platform, id: &str) -> Result<()> {
    for (kind, _) in ALONE {
        let id_lot = id_of(platform, id, kind).await?;
        assert_eq!(lot_state(platform, &id_lot).await?, "decide", "{kind}");
        assert_eq!(column(platform, &id_lot, "archive_name").await?, None);
        let cen = platform.login("cen").await?;
        let sent = cen
            .post(&format!("/lots/{id_lot}/livraison"), json!({}))
            .await?;
        assert_eq!(sent.status, 409, "{kind}");
    }
    Ok(())
}

async fn replay(platform: &Platform, id_lot: &str, output: Option<&Path>) -> Result<Output> {
    let mut command = program(platform, &["lot", "replay", id_lot]).await?;
    if let Some(output) = output {
        command.arg("--output").arg(output);
    }
    Ok(command.output()?)
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn members(archive: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(std::fs::read(archive)?))?;
    let mut found = BTreeMap::new();
    for index in 0..zip.len() {
        let mut member = zip.by_index(index)?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        let name = member.name()?.into_owned();
        found.insert(name, bytes);
    }
    Ok(found)
}

/// The rows of a CSV member, by the names of its columns.
fn rows(members: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<BTreeMap<String, String>>> {
    let bytes = members.get(name).with_context(|| name.to_owned())?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers()?.clone();
    let row = |record: csv::StringRecord| {
        let named = header.iter().zip(record.iter());
        named.map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
    };
    reader.records().map(|record| Ok(row(record?))).collect()
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[tokio::test]
async fn a_lot_is_replayed_to_the_same_bytes_from_what_is_frozen_alone() -> Result<()> {
    let (platform, id) = ready().await?;
    sqlx::raw_sql("UPDATE gn_demandes.demande SET formats = '{shapefile,gpkg,csv,geojson}'")
        .execute(&platform.pool)
        .await?;
    platform.work().await?;
    let id_lot = id_of(&platform, &id, "F1").await?;
    let told = column(&platform, &id_lot, "concat_ws(' ', state, failure)").await?;
    assert!(verified(&platform, &id).await?, "{told:?}");
    let archive = file_of(&platform, &id_lot, "archive_name").await?;
    let frozen = file_of(&platform, &id_lot, "frozen_name").await?;
    let made = std::fs::read(&archive)?;

    // Encrypted: neither a column, nor an identifier, nor a name of the files is in its bytes.
    let bytes = std::fs::read(&frozen)?;
    assert!(bytes.starts_with(b"age-encryption.org/v1\n"));
    let precise = rows(&members(&archive)?, "f1_precises.csv")?;
    let first = precise.first().context("a row")?;
    for needle in [&first["id_lot"], &first["nom_valide"], "observateurs"] {
        assert!(!holds(&bytes, needle), "{needle} in clear");
    }

    // Nothing of the database is read but where the files are.
    sqlx::raw_sql(
        "TRUNCATE gn_synthese.synthese CASCADE; DELETE FROM gn_demandes.profil_diffusion_colonne;
         UPDATE gn_demandes.demande SET objet_detail = 'Tout autre chose', formats = '{csv}'",
    )
    .execute(&platform.pool)
    .await?;
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("rejeu.zip");
    let replayed = replay(&platform, &id_lot, Some(&copy)).await?;
    ensure!(replayed.status.success(), "{}", text(&replayed));
    assert!(
        text(&replayed).contains("à l'octet près"),
        "{}",
        text(&replayed)
    );
    assert!(std::fs::read(&copy)? == made, "other bytes");
    // What is there is never replaced.
    assert!(
        !replay(&platform, &id_lot, Some(&copy))
            .await?
            .status
            .success()
    );
    assert_eq!(
        stored(&platform)?,
        referred(&platform).await?,
        "a replay leaves nothing"
    );

    // The archive that was made is not needed; another one is told.
    std::fs::remove_file(&archive)?;
    assert!(replay(&platform, &id_lot, None).await?.status.success());
    std::fs::write(&archive, &made)?;
    sqlx::query("UPDATE gn_demandes.lot SET archive_sha256 = sha256('') WHERE id_lot = $1::uuid")
        .bind(&id_lot)
        .execute(&platform.pool)
        .await?;
    let other = replay(&platform, &id_lot, None).await?;
    assert!(!other.status.success());
    assert!(text(&other).contains("autres octets"), "{}", text(&other));

    // Not one bit of it may change.
    let mut touched = bytes.clone();
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    std::fs::write(&frozen, &touched)?;
    let refused = replay(&platform, &id_lot, None).await?;
    assert!(!refused.status.success());
    assert!(
        text(&refused).contains("lignes figées"),
        "{}",
        text(&refused)
    );
    // Nor can it be forged in the database too: the file itself is authenticated.
    sqlx::query("UPDATE gn_demandes.lot SET frozen_sha256 = sha256($2) WHERE id_lot = $1::uuid")
        .bind(&id_lot)
        .bind(&touched)
        .execute(&platform.pool)
        .await?;
    assert!(!replay(&platform, &id_lot, None).await?.status.success());
    // Cut at the end of a chunk or anywhere else, it is refused too.
    for length in [bytes.len() - 1, bytes.len() / 2, 0] {
        std::fs::write(&frozen, &bytes[..length])?;
        sqlx::query(
            "UPDATE gn_demandes.lot SET frozen_sha256 = sha256($2) WHERE id_lot = $1::uuid",
        )
        .bind(&id_lot)
        .bind(&bytes[..length])
        .execute(&platform.pool)
        .await?;
        assert!(
            !replay(&platform, &id_lot, None).await?.status.success(),
            "{length}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn without_its_key_nothing_is_extracted() -> Result<()> {
    let (platform, id) = ready().await?;
    let key = &platform.context.lot_key_file;
    let kept = std::fs::read(key)?;
    std::fs::remove_file(key)?;
    platform.work().await?;
    nothing_to_send(&platform, &id).await?;
    let id_lot = id_of(&platform, &id, "F1").await?;
    let failure = column(&platform, &id_lot, "failure").await?;
    assert!(failure.is_some_and(|told| told.contains("clé des lots")));
    assert!(stored(&platform)?.is_empty());

    // The program makes one, for its owner alone, and never replaces it.
    let made = program(&platform, &["lot", "new-key"]).await?.output()?;
    ensure!(made.status.success(), "{}", text(&made));
    ensure!(
        !program(&platform, &["lot", "new-key"])
            .await?
            .output()?
            .status
            .success()
    );
    platform.pass(chrono::Duration::minutes(10));
    platform.work().await?;
    assert!(verified(&platform, &id).await?);
    // Another key does not open it.
    std::fs::write(key, kept)?;
    let refused = replay(&platform, &id_lot, None).await?;
    assert!(!refused.status.success());
    assert!(text(&refused).contains("clé"), "{}", text(&refused));
    Ok(())
}

/// Where a worker is when it is killed: who it waits for, or what it has written.
enum Point {
    Waiting(&'static str),
    Wrote(&'static str),
}

#[tokio::test]
async fn a_worker_killed_at_any_point_leaves_nothing_partial_and_another_ends_the_lot() -> Result<()>
{
    let (platform, id) = ready().await?;
    let points = [
        // The folder is made, nothing is read.
        Point::Waiting("gn_demandes.profil_diffusion"),
        // The frozen file has its areas, no row.
        Point::Waiting("gn_meta.t_acquisition_frameworks"),
        // The files are being written.
        Point::Wrote(".gpkg"),
        // Both files are in their place, the lot does not refer to them yet.
        Point::Waiting("gn_demandes.lot_groupe"),
    ];
    for point in points {
        let held = match point {
            Point::Waiting(table) => lock(&platform, table).await?,
            Point::Wrote(_) => lock(&platform, "gn_demandes.lot_groupe").await?,
        };
        let mut worker = Worker::start(&platform).await?;
        match point {
            Point::Waiting(table) => {
                waiter(&platform, table).await?;
            }
            Point::Wrote(ending) => {
                eventually("a file of the lot", || async {
                    Ok(wrote(&platform, ending))
                })
                .await?;
            }
        }
        worker.kill()?;
        held.rollback().await?;
        assert!(!stored(&platform)?.is_empty(), "the point was not reached");
        nothing_to_send(&platform, &id).await?;
        expire_leases(&platform).await?;
    }
    let _worker = Worker::start(&platform).await?;
    ends_well(&platform, &id).await
}

/// Whether a working folder has a file with this ending.
fn wrote(platform: &Platform, ending: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(&platform.context.storage_dir) else {
        return false;
    };
    let folders = entries.flatten().map(|entry| entry.path());
    folders
        .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten())
        .any(|file| file.file_name().to_string_lossy().ends_with(ending))
}

#[tokio::test]
async fn a_database_that_cuts_the_worker_off_is_told_and_tried_again() -> Result<()> {
    let (platform, id) = ready().await?;
    let held = lock(&platform, "gn_meta.t_acquisition_frameworks").await?;
    let _worker = Worker::start(&platform).await?;
    let pid = waiter(&platform, "gn_meta.t_acquisition_frameworks").await?;
    sqlx::query("SELECT pg_terminate_backend($1)")
        .bind(pid)
        .execute(&platform.pool)
        .await?;
    eventually("the lot says why", || async {
        let told: Vec<String> =
            sqlx::query_scalar("SELECT failure FROM gn_demandes.lot WHERE failure IS NOT NULL")
                .fetch_all(&platform.pool)
                .await?;
        Ok(told
            .iter()
            .any(|told| told.contains("base de données a été interrompue")))
    })
    .await?;
    nothing_to_send(&platform, &id).await?;
    held.rollback().await?;
    ends_well(&platform, &id).await
}

#[tokio::test]
async fn two_workers_share_the_queue_and_a_lost_lease_stops_the_work() -> Result<()> {
    let (platform, id) = ready().await?;
    // One lot at first: a worker that gives it up takes the next one at once, and its folder would hide that the first is gone.
    let one = id_of(&platform, &id, "F1").await?;
    let other_lot_from = async |at: &str| -> Result<()> {
        sqlx::query(
            "UPDATE gn_demandes.job SET run_at = $2::timestamptz WHERE payload ->> 'id_lot' <> $1",
        )
        .bind(&one)
        .bind(at)
        .execute(&platform.pool)
        .await?;
        Ok(())
    };
    other_lot_from("2100-01-01").await?;
    let held = lock(&platform, "gn_meta.t_acquisition_frameworks").await?;
    let _first = Worker::start(&platform).await?;
    waiter(&platform, "gn_meta.t_acquisition_frameworks").await?;
    let taken = |other: bool| {
        format!(
            "UPDATE gn_demandes.job SET worker = gen_random_uuid(), locked_until = now() + interval '{}' WHERE locked_until IS NOT NULL",
            if other { "1 hour" } else { "-1 hour" }
        )
    };
    // Somebody else holds the job from now on: the first sees it, and what it wrote goes.
    sqlx::query(AssertSqlSafe(taken(true)))
        .execute(&platform.pool)
        .await?;
    eventually("the first gives up", || async {
        Ok(stored(&platform)?.is_empty())
    })
    .await?;
    nothing_to_send(&platform, &id).await?;
    for (kind, _) in ALONE {
        let id_lot = id_of(&platform, &id, kind).await?;
        assert_eq!(
            column(&platform, &id_lot, "failure").await?,
            None,
            "who took over will say"
        );
    }
    sqlx::query(AssertSqlSafe(taken(false)))
        .execute(&platform.pool)
        .await?;
    other_lot_from("2000-01-01").await?;
    held.rollback().await?;
    let _second = Worker::start(&platform).await?;
    ends_well(&platform, &id).await?;
    // Each lot was extracted once.
    let twice: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT FROM gn_demandes.evenement WHERE kind = 'extract' GROUP BY id_lot HAVING count(*) > 1) t",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(twice, 0);
    Ok(())
}

#[tokio::test]
async fn a_full_disk_is_told_and_the_lot_comes_when_there_is_room() -> Result<()> {
    let (platform, id) = ready().await?;
    // No file may grow beyond 16 KiB, and the program is told rather than killed.
    let limited = program(&platform, &["worker"]).await?;
    let mut shell = Command::new("bash");
    shell
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" worker"])
        .arg(limited.get_program())
        .envs(limited.get_envs().filter_map(|(k, v)| Some((k, v?))))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let worker = Worker(shell.spawn()?);
    let id_lot = id_of(&platform, &id, "F1").await?;
    eventually("the lot says why", || async {
        let told = column(&platform, &id_lot, "failure").await?;
        Ok(told.is_some_and(|told| told.contains("disque des archives est plein")))
    })
    .await?;
    drop(worker);
    nothing_to_send(&platform, &id).await?;
    expire_leases(&platform).await?;
    let _worker = Worker::start(&platform).await?;
    ends_well(&platform, &id).await
}

/// A file system of a few kilobytes, until it is given room or the test ends.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path) -> Result<Self> {
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=48k", "tmpfs"])
            .arg(folder)
            .status()?;
        ensure!(status.success(), "mount");
        Ok(Self(folder.to_owned()))
    }

    fn give_room(&self) -> Result<()> {
        let status = Command::new("mount")
            .args(["-o", "remount,size=256m"])
            .arg(&self.0)
            .status()?;
        ensure!(status.success(), "remount");
        Ok(())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// The same on a real file system that has no room left.
#[tokio::test]
async fn a_file_system_without_room_is_told_and_the_lot_comes_when_there_is_some() -> Result<()> {
    if !is_root() {
        eprintln!("skipped because only root mounts a file system");
        return Ok(());
    }
    let (platform, id) = ready().await?;
    let disk = match SmallDisk::mount(&platform.context.storage_dir) {
        Ok(disk) => disk,
        Err(error) => {
            eprintln!("skipped because this system mounts no tmpfs, not even for root: {error}");
            return Ok(());
        }
    };
    let worker = Worker::start(&platform).await?;
    let id_lot = id_of(&platform, &id, "F1").await?;
    eventually("the lot says why", || async {
        let told = column(&platform, &id_lot, "failure").await?;
        Ok(told.is_some_and(|told| told.contains("disque des archives est plein")))
    })
    .await?;
    nothing_to_send(&platform, &id).await?;
    // A worker that cannot write takes the job again, and ends it once it can.
    disk.give_room()?;
    drop(worker);
    expire_leases(&platform).await?;
    sqlx::query("UPDATE gn_demandes.job SET run_at = '2000-01-01' WHERE done_at IS NULL")
        .execute(&platform.pool)
        .await?;
    let worker = Worker::start(&platform).await?;
    ends_well(&platform, &id).await?;
    drop(worker);
    Ok(())
}

/// Whoever commits an archive waits for a lock that the test holds, after his last statement and before the end of the COMMIT.
const WAIT_IN_COMMIT: &str = "
    CREATE FUNCTION public.wait_in_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock(20261129); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER wait_in_commit AFTER INSERT ON gn_demandes.lot_empreinte
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.wait_in_commit()";

/// The session is ended between its last statement and the end of its COMMIT: nothing of the archive is the lot's, and it comes again.
#[tokio::test]
async fn a_commit_that_is_cut_leaves_nothing_and_the_lot_comes_again() -> Result<()> {
    let (platform, id) = ready().await?;
    sqlx::raw_sql(WAIT_IN_COMMIT)
        .execute(&platform.pool)
        .await?;
    let mut held = platform.pool.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock(20261129)")
        .execute(&mut *held)
        .await?;
    let worker = Worker::start(&platform).await?;
    let mut waiting: Option<(i32, String)> = None;
    let begun = Instant::now();
    while waiting.is_none() {
        ensure!(begun.elapsed() < PATIENCE, "nobody commits");
        tokio::time::sleep(Duration::from_millis(20)).await;
        waiting = sqlx::query_as(
            "SELECT l.pid, a.query FROM pg_locks l JOIN pg_stat_activity a USING (pid)
             WHERE l.locktype = 'advisory' AND NOT l.granted AND a.datname = current_database()",
        )
        .fetch_optional(&platform.pool)
        .await?;
    }
    let (pid, query) = waiting.context("a session")?;
    assert_eq!(query.to_uppercase(), "COMMIT");
    // Both files are in their place, and no lot refers to them.
    assert!(
        stored(&platform)?.iter().any(|name| is_archive(name)),
        "{:?}",
        stored(&platform)?
    );
    // Whoever would send it now waits for that COMMIT.
    assert!(referred(&platform).await?.is_empty());
    sqlx::query("SELECT pg_terminate_backend($1)")
        .bind(pid)
        .execute(&platform.pool)
        .await?;
    eventually("a lot says why", || async {
        let told: Vec<String> =
            sqlx::query_scalar("SELECT failure FROM gn_demandes.lot WHERE failure IS NOT NULL")
                .fetch_all(&platform.pool)
                .await?;
        Ok(told
            .iter()
            .any(|told| told.contains("base de données a été interrompue")))
    })
    .await?;
    assert!(referred(&platform).await?.is_empty());
    drop(worker);
    nothing_to_send(&platform, &id).await?;
    held.rollback().await?;
    sqlx::raw_sql("DROP TRIGGER wait_in_commit ON gn_demandes.lot_empreinte")
        .execute(&platform.pool)
        .await?;
    expire_leases(&platform).await?;
    sqlx::query("UPDATE gn_demandes.job SET run_at = '2000-01-01' WHERE done_at IS NULL")
        .execute(&platform.pool)
        .await?;
    let _worker = Worker::start(&platform).await?;
    ends_well(&platform, &id).await?;
    let events: i64 =
        sqlx::query_scalar("SELECT count(*) FROM gn_demandes.evenement WHERE kind = 'extract'")
            .fetch_one(&platform.pool)
            .await?;
    assert_eq!(events, 2, "one for each lot");
    Ok(())
}

/// The whole server goes down at once, and comes back: in the middle of the reading, then in the middle of a COMMIT.
#[tokio::test]
async fn a_database_restarted_in_the_middle_leaves_nothing_partial_and_the_lots_end_well()
-> Result<()> {
    let server = Server::new()?;
    let platform = Platform::on(server.demo().await?).await?;
    let author = platform.login("association").await?;
    let id = complete(&platform, &author, draft()).await?;
    hand_over(&platform, &id, "cen").await?;
    let url = server.url("demo");
    let held = lock(&platform, "gn_meta.t_acquisition_frameworks").await?;
    let _worker = Worker::run(program_on(&platform, &["worker"], &url))?;
    waiter(&platform, "gn_meta.t_acquisition_frameworks").await?;
    server.restart()?;
    drop(held);
    reachable(&platform).await?;
    assert_eq!(
        stored(&platform)?
            .iter()
            .filter(|name| is_archive(name))
            .count(),
        0
    );
    nothing_to_send(&platform, &id).await?;
    sqlx::raw_sql(WAIT_IN_COMMIT)
        .execute(&platform.pool)
        .await?;
    let mut held = platform.pool.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock(20261129)")
        .execute(&mut *held)
        .await?;
    again(&platform).await?;
    eventually("a commit under way", || async {
        let waiting: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
        )
        .fetch_one(&platform.pool)
        .await?;
        Ok(waiting > 0)
    })
    .await?;
    server.restart()?;
    drop(held);
    reachable(&platform).await?;
    sqlx::raw_sql("DROP TRIGGER wait_in_commit ON gn_demandes.lot_empreinte")
        .execute(&platform.pool)
        .await?;
    again(&platform).await?;
    eventually("both lots verified", || verified(&platform, &id)).await?;
    eventually("nothing left beside the lots' files", || async {
        Ok(stored(&platform)? == referred(&platform).await?)
    })
    .await?;
    let twice: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT FROM gn_demandes.evenement WHERE kind = 'extract' GROUP BY id_lot HAVING count(*) > 1) t",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(twice, 0);
    Ok(())
}

/// Waits until the database answers.
async fn reachable(platform: &Platform) -> Result<()> {
    eventually("the database answers", || async {
        Ok(sqlx::query("SELECT 1")
            .execute(&platform.pool)
            .await
            .is_ok())
    })
    .await
}

/// As time would: leases are over, and what was given back is due.
async fn again(platform: &Platform) -> Result<()> {
    expire_leases(platform).await?;
    sqlx::query("UPDATE gn_demandes.job SET run_at = '2000-01-01' WHERE done_at IS NULL AND kind IN ('extract_lot', 'attack_lot')")
        .execute(&platform.pool)
        .await?;
    Ok(())
}

async fn extraction(client: &Client, id: &str, kind: &str) -> Result<Value> {
    let lots = dossiers::lots(client, id).await?;
    let lot = lots.iter().find(|lot| lot["kind"] == kind);
    Ok(lot.context("no such lot")?["extraction"].clone())
}

#[tokio::test]
async fn an_extraction_is_followed_stopped_and_started_again_by_its_responsible() -> Result<()> {
    let (platform, id) = ready().await?;
    // One lot alone: whose turn it is does not matter then.
    sqlx::query(
        "UPDATE gn_demandes.job SET run_at = '2100-01-01' WHERE payload ->> 'id_lot' <> $1",
    )
    .bind(id_of(&platform, &id, "F1").await?)
    .execute(&platform.pool)
    .await?;
    let id_lot = id_of(&platform, &id, "F1").await?;
    let (cen, dreal, author) = (
        platform.login("cen").await?,
        platform.login("dreal").await?,
        platform.login("association").await?,
    );
    assert_eq!(extraction(&cen, &id, "F1").await?["state"], "en_attente");
    let held = lock(&platform, "gn_meta.t_acquisition_frameworks").await?;
    let _worker = Worker::start(&platform).await?;
    waiter(&platform, "gn_meta.t_acquisition_frameworks").await?;
    eventually("progress told", || async {
        let seen = extraction(&cen, &id, "F1").await?;
        let total = seen["progress"]["rows_total"].as_i64().unwrap_or(0);
        Ok(seen["state"] == "en_cours" && seen["progress"]["step"] == "lecture" && total > 0)
    })
    .await?;
    assert!(extraction(&dreal, &id, "F1").await?["progress"].is_object());
    // Counts of what is not delivered: nothing of it for who asks for the data.
    assert!(extraction(&author, &id, "F1").await?.is_null());

    let again = format!("/lots/{id_lot}/extraction");
    assert_eq!(
        cen.post(&again, json!({})).await?.refusal(),
        (409, "extraction_running")
    );
    let stop = format!("/lots/{id_lot}/extraction/annulation");
    for client in [&author, &dreal] {
        assert_eq!(client.post(&stop, json!({})).await?.status, 403);
    }
    let stopped = cen.post(&stop, json!({})).await?.ok()?;
    assert_eq!(stopped["extraction"]["state"], "annulee");
    assert_eq!(
        cen.post(&stop, json!({})).await?.refusal(),
        (409, "extraction_not_running")
    );
    eventually("the worker stops", || async {
        Ok(stored(&platform)?.is_empty())
    })
    .await?;
    held.rollback().await?;
    nothing_to_send(&platform, &id).await?;
    let told = column(&platform, &id_lot, "failure").await?;
    assert!(told.is_some_and(|told| told.contains("annulée")));

    let accepted = cen.post(&again, json!({})).await?;
    assert_eq!(accepted.status, 202);
    eventually("the lot is there", || async {
        Ok(lot_state(&platform, &id_lot).await? == "verifie")
    })
    .await?;
    assert_eq!(column(&platform, &id_lot, "failure").await?, None);
    eventually("the job is done", || async {
        Ok(extraction(&cen, &id, "F1").await?["state"] == "terminee")
    })
    .await?;
    for request in [&again, &stop] {
        assert_eq!(cen.post(request, json!({})).await?.status, 409, "{request}");
    }
    Ok(())
}

#[tokio::test]
async fn an_embargo_is_not_shortened_by_starting_again() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = complete(&platform, &author, draft()).await?;
    let day = (platform.now() + chrono::Duration::days(40)).date_naive();
    let decision = json!({ "kind": "accept_with_conditions", "motif": "Nidification.",
        "conditions": { "embargo_until": day } });
    dossiers::decide(&platform, &id, "F3", Some("RAPACES"), decision).await?;
    platform.work().await?;
    let dreal = platform.login("dreal").await?;
    let id_lot = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    dreal
        .post(&format!("/lots/{id_lot}/extraction"), json!({}))
        .await?
        .ok()?;
    platform.work().await?;
    assert_eq!(lot_state(&platform, &id_lot).await?, "decide");
    platform.pass(chrono::Duration::days(41));
    platform.work().await?;
    assert_eq!(lot_state(&platform, &id_lot).await?, "verifie");
    Ok(())
}

#[tokio::test]
async fn the_files_of_a_lot_go_when_its_retention_ends_and_their_digests_stay() -> Result<()> {
    let (platform, id) = ready().await?;
    platform.work().await?;
    let (sent, unsent) = (
        id_of(&platform, &id, "F1").await?,
        id_of(&platform, &id, "F2").await?,
    );
    let cen = platform.login("cen").await?;
    let livraison = cen
        .post(&format!("/lots/{sent}/livraison"), json!({}))
        .await?
        .ok()?;
    let link = format!("/livraisons/{}/session", dossiers::id(&livraison, "jeton")?);
    let digests = ("archive_sha256", "frozen_sha256");
    let before = column(&platform, &sent, digests.0).await?;
    platform.pass(chrono::Duration::days(364));
    platform.work().await?;
    assert!(file_of(&platform, &sent, "frozen_name").await?.exists());
    platform.pass(chrono::Duration::days(2));
    platform.work().await?;
    assert_eq!(column(&platform, &sent, "archive_name").await?, None);
    assert_eq!(column(&platform, &sent, "frozen_name").await?, None);
    assert_eq!(column(&platform, &sent, digests.0).await?, before);
    assert!(column(&platform, &sent, digests.1).await?.is_some());
    // A lot that was not sent is still somebody's work.
    assert!(file_of(&platform, &unsent, "archive_name").await?.exists());
    assert_eq!(stored(&platform)?, referred(&platform).await?);
    let author = Client::new(
        &platform.url,
        &demandes_tests::client::sign_token(
            platform.id_role("association").await?,
            platform.now() + chrono::Duration::days(1),
            demandes_tests::platform::SECRET_KEY.as_bytes(),
        )?,
    );
    assert_eq!(author.post(&link, json!({})).await?.status, 410);
    let journal = author.get(&format!("/demandes/{id}/journal")).await?.ok()?;
    let kinds: Vec<&str> = journal
        .as_array()
        .context("journal")?
        .iter()
        .filter_map(|event| event["kind"].as_str())
        .collect();
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == "end_retention")
            .count(),
        1
    );
    let over = replay(&platform, &sent, None).await?;
    assert!(
        !over.status.success() && text(&over).contains("conservation"),
        "{}",
        text(&over)
    );
    Ok(())
}

#[tokio::test]
async fn formats_are_chosen_among_those_of_the_profil() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let plain = author.post("/demandes", draft()).await?.ok()?;
    assert_eq!(
        (&plain["profil"], &plain["formats"]),
        (&json!("communication"), &json!(["gpkg", "csv"]))
    );
    let mut chosen = draft();
    chosen["formats"] = json!(["csv", "shapefile", "csv"]);
    let made = author.post("/demandes", chosen.clone()).await?.ok()?;
    assert_eq!(made["formats"], json!(["shapefile", "csv"]));
    for wrong in [json!([]), json!(["xlsx"]), json!(["csv", "CSV"])] {
        chosen["formats"] = wrong.clone();
        let refused = author.post("/demandes", chosen.clone()).await?;
        assert_eq!(refused.refusal(), (422, "invalid_fields"), "{wrong}");
        assert_eq!(refused.json["fields"][0]["field"], "formats");
        let message = refused.json["fields"][0]["message"].as_str().unwrap_or("");
        assert!(message.contains("shapefile, gpkg, csv"), "{message}");
    }
    let path = format!("/demandes/{}", dossiers::id(&made, "id_demande")?);
    author
        .patch(&path, json!({ "formats": ["geojson"] }))
        .await?
        .ok()?;
    author
        .patch(&path, json!({ "use_months": 3 }))
        .await?
        .ok()?;
    assert_eq!(
        author.get(&path).await?.ok()?["formats"],
        json!(["geojson"])
    );
    sqlx::query("UPDATE gn_demandes.profil_diffusion SET formats = '{gpkg,csv}' WHERE code = 'communication'")
        .execute(&platform.pool)
        .await?;
    let narrowed = author
        .patch(&path, json!({ "formats": ["geojson"] }))
        .await?;
    assert_eq!(narrowed.status, 422);
    Ok(())
}

/// The files are as asked, and no more.
#[tokio::test]
async fn a_lot_holds_the_formats_asked_and_the_columns_of_its_profil() -> Result<()> {
    let (platform, id) = ready().await?;
    sqlx::raw_sql(
        "UPDATE gn_demandes.demande SET formats = '{csv}';
         UPDATE gn_demandes.profil_diffusion SET naming = 'sinp' WHERE code = 'communication';
         DELETE FROM gn_demandes.profil_diffusion_colonne WHERE source = 'determinateur';
         UPDATE gn_demandes.profil_diffusion_colonne SET masked_at = '{0}' WHERE source IN ('observateurs', 'alti_min') AND part = 'precise'",
    )
    .execute(&platform.pool)
    .await?;
    let (observers, altitude): (String, String) = sqlx::query_as(
        "SELECT (SELECT name FROM gn_demandes.profil_diffusion_colonne c WHERE c.source = 'observateurs' AND c.naming = 'sinp' LIMIT 1),
                (SELECT name FROM gn_demandes.profil_diffusion_colonne c WHERE c.source = 'alti_min' AND c.naming = 'sinp' LIMIT 1)",
    )
    .fetch_one(&platform.pool)
    .await?;
    platform.work().await?;
    let f1 = members(
        &file_of(
            &platform,
            &id_of(&platform, &id, "F1").await?,
            "archive_name",
        )
        .await?,
    )?;
    let names: Vec<&str> = f1.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "bordereau.json",
            "bordereau.pdf",
            "engagement.txt",
            "f1_floutees.csv",
            "f1_floutees_dictionnaire.csv",
            "f1_precises.csv",
            "f1_precises_dictionnaire.csv"
        ]
    );
    let precise = rows(&f1, "f1_precises.csv")?;
    assert!(!precise.is_empty());
    for row in &precise {
        assert!(row.contains_key("cdNom") && !row.contains_key("cd_nom"));
        assert!(
            !row.keys()
                .any(|name| name.to_lowercase().contains("determin"))
        );
        // Records that are not sensitive have level 0.
        assert!(row[&observers].starts_with("Masqué") && row[&altitude].starts_with("Masqué"));
    }
    // Other levels keep their values, as text.
    let f2 = members(
        &file_of(
            &platform,
            &id_of(&platform, &id, "F2").await?,
            "archive_name",
        )
        .await?,
    )?;
    let sensitive = rows(&f2, "f2_precises.csv")?;
    assert!(!sensitive.is_empty());
    assert!(
        sensitive
            .iter()
            .all(|row| !row[&observers].starts_with("Masqué"))
    );
    assert!(
        sensitive
            .iter()
            .any(|row| row[&altitude].parse::<i32>().is_ok())
    );
    Ok(())
}

#[tokio::test]
async fn a_profil_may_deliver_f1_alone_or_blur_everything() -> Result<()> {
    let (platform, id) = ready().await?;
    sqlx::raw_sql("UPDATE gn_demandes.demande SET profil = 'diffusion', formats = '{csv,gpkg}'")
        .execute(&platform.pool)
        .await?;
    platform.work().await?;
    let (f1, f2) = (
        id_of(&platform, &id, "F1").await?,
        id_of(&platform, &id, "F2").await?,
    );
    assert_eq!(lot_state(&platform, &f2).await?, "decide");
    let told = column(&platform, &f2, "failure").await?;
    assert!(told.is_some_and(|told| told.contains("ne permet pas de lot F2")));
    let members = members(&file_of(&platform, &f1, "archive_name").await?)?;
    assert!(!members.keys().any(|name| name.contains("precises")));
    let delivered = rows(&members, "f1_floutees.csv")?;
    let (plain, sensitive): (Vec<_>, Vec<_>) = delivered
        .iter()
        .partition(|row| row["niveau_diffusion_lot"] == "0");
    let expected: Vec<(bool, i64)> = sqlx::query_as(
        "SELECT c.precise, count(*) FROM gn_demandes.perimetre p
         CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c WHERE p.id_demande = $1::uuid AND c.lot = 'F1' GROUP BY 1 ORDER BY 1",
    )
    .bind(&id)
    .fetch_all(&platform.pool)
    .await?;
    // What the guard took away on top of the classification is told by the checks.
    let guarded = column(&platform, &f1, "report -> 'checks' ->> 'left_out_by_guard'").await?;
    let guarded: usize = guarded.context("left_out_by_guard")?.parse()?;
    let found = [(false, sensitive.len() + guarded), (true, plain.len())];
    let found: Vec<(bool, i64)> = found
        .into_iter()
        .map(|(precise, count)| Ok((precise, i64::try_from(count)?)))
        .collect::<Result<_>>()?;
    assert_eq!(found, expected);
    for row in plain {
        assert_eq!(row["type_zone"], "COM");
        assert!(row["motif_degradation"].contains("Profil"));
        assert!(row["geometrie_wkt_4326"].starts_with("MULTIPOLYGON"));
    }
    Ok(())
}

/// The database refuses it, and the service does too where the database was made to accept it.
#[tokio::test]
async fn no_profil_can_make_a_blurred_row_tell_more() -> Result<()> {
    let (platform, id) = ready().await?;
    let add = "INSERT INTO gn_demandes.profil_diffusion_colonne (code_profil, naming, part, position, source, name, short_name, description)
               VALUES ('communication', 'geonature', 'blurred', 99, $1, 'en_plus', 'en_plus', 'De trop')";
    for source in [
        "observateurs",
        "nom_lieu",
        "date_debut",
        "communes",
        "uuid_perm_sinp",
        "jdd_nom",
        "the_geom_local",
    ] {
        let error = sqlx::query(add)
            .bind(source)
            .execute(&platform.pool)
            .await
            .err();
        let code = error
            .as_ref()
            .and_then(|error| error.as_database_error()?.code());
        assert_eq!(code.as_deref(), Some("23514"), "{source}");
    }
    sqlx::raw_sql("ALTER TABLE gn_demandes.profil_diffusion_colonne DROP CONSTRAINT profil_diffusion_colonne_blurred_check")
        .execute(&platform.pool)
        .await?;
    sqlx::query(add)
        .bind("observateurs")
        .execute(&platform.pool)
        .await?;
    platform.work().await?;
    nothing_to_send(&platform, &id).await?;
    let told = column(&platform, &id_of(&platform, &id, "F1").await?, "failure").await?;
    assert!(told.is_some_and(|told| told.contains("observateurs")));
    assert!(stored(&platform)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_namings_shipped_are_those_of_the_tables() -> Result<()> {
    let platform = Platform::demo().await?;
    for profil in ["communication", "f1_only"] {
        let stored: Vec<(String, String, i32, String, String, String)> = sqlx::query_as(
            "SELECT naming, part, position, name, short_name, description FROM gn_demandes.profil_diffusion_colonne
             WHERE code_profil = $1 ORDER BY naming, part, position",
        )
        .bind(profil)
        .fetch_all(&platform.pool)
        .await?;
        let mut shipped: Vec<_> = demandes_api::export::profiles::shipped()?
            .into_iter()
            .map(|naming| {
                let part = match naming.rows.code() {
                    "precises" => "precise",
                    _ => "blurred",
                };
                (
                    naming.profile,
                    part.to_owned(),
                    i32::from(naming.rank),
                    naming.name,
                    naming.short_name,
                    naming.description_fr,
                )
            })
            .collect();
        shipped.sort();
        assert_eq!(stored, shipped, "{profil}");
    }
    Ok(())
}

#[tokio::test]
async fn why_a_record_is_where_it_is_is_told_to_who_may_know() -> Result<()> {
    let (platform, id) = ready().await?;
    let dreal = platform.login("dreal").await?;
    let samples: Vec<(String, String, Option<String>, String)> = sqlx::query_as(
        "SELECT DISTINCT ON (c.lot, c.groupe, c.reason) s.unique_id_sinp::text, c.lot, c.groupe, c.reason FROM gn_demandes.perimetre p
         CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c JOIN gn_synthese.synthese s USING (id_synthese)
         WHERE p.id_demande = $1::uuid AND s.unique_id_sinp IS NOT NULL ORDER BY c.lot, c.groupe, c.reason, c.id_synthese",
    )
    .bind(&id)
    .fetch_all(&platform.pool)
    .await?;
    let reasons: BTreeSet<&str> = samples
        .iter()
        .map(|(_, _, _, reason)| reason.as_str())
        .collect();
    for reason in [
        "not_sensitive",
        "sensitive",
        "sensitive_avis_systematique",
        "blurred",
    ] {
        ensure!(
            reasons.contains(reason),
            "{reason} is not in the demonstration"
        );
    }
    let (oiseaux, author) = (
        platform.login("oiseaux").await?,
        platform.login("association").await?,
    );
    let owned: Vec<String> = sqlx::query_scalar(
        "SELECT g.code_groupe FROM gn_demandes.pole_groupe g JOIN gn_demandes.pole p USING (id_pole) WHERE p.code = 'oiseaux'",
    )
    .fetch_all(&platform.pool)
    .await?;
    for (uuid, lot, groupe, reason) in &samples {
        let path = format!("/demandes/{id}/explain/{uuid}");
        let told = dreal.get(&path).await?.ok()?;
        let places = told["places"].as_array().context("places")?;
        let here = places
            .iter()
            .find(|place| place["lot"] == json!(lot) && place["reason"] == json!(reason));
        let here = here.with_context(|| format!("{lot} {reason}: {told}"))?;
        assert_eq!(here["groupe"], json!(groupe));
        assert!(
            !here["explanation"]
                .as_str()
                .unwrap_or("")
                .contains("inconnue de cette version"),
            "{reason}"
        );
        assert!(!told.to_string().contains("id_synthese") && !told.to_string().contains("geom\""));
        // The rule that won gives the level that was computed.
        let won: Vec<&Value> = told["rules"]
            .as_array()
            .context("rules")?
            .iter()
            .filter(|rule| rule["outcome"] == "won")
            .collect();
        if let Some(rule) = won.first() {
            assert_eq!(rule["level"], told["levels"]["recomputed"], "{told}");
        }
        let status = oiseaux.get(&path).await?.status;
        let mine = groupe.as_ref().is_some_and(|groupe| owned.contains(groupe));
        assert_eq!(status, if mine { 200 } else { 404 }, "{groupe:?}");
        assert_eq!(author.get(&path).await?.status, 403);
    }
    // Elsewhere: told to the coordination, nothing to a pôle.
    let elsewhere: String = sqlx::query_scalar(
        "SELECT s.unique_id_sinp::text FROM gn_synthese.synthese s
         WHERE s.unique_id_sinp IS NOT NULL AND s.id_synthese NOT IN
               (SELECT c.id_synthese FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c
                 WHERE p.id_demande = $1::uuid)
         ORDER BY s.id_synthese LIMIT 1",
    )
    .bind(&id)
    .fetch_one(&platform.pool)
    .await?;
    let path = format!("/demandes/{id}/explain/{elsewhere}");
    assert_eq!(dreal.get(&path).await?.ok()?["places"][0]["lot"], "none");
    assert_eq!(oiseaux.get(&path).await?.status, 404);
    let unknown = format!("/demandes/{id}/explain/{}", uuid::Uuid::new_v4());
    assert_eq!(dreal.get(&unknown).await?.status, 404);
    if samples.is_empty() {
        bail!("no record");
    }
    Ok(())
}
