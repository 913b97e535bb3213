//! When something fails: an error is told, and no file is left.

use std::process::Command;
use std::sync::atomic::Ordering;

use super::*;

fn many(count: usize) -> impl Iterator<Item = Result<Row, ExportError>> {
    (0..count).map(|rank| {
        Ok(Row {
            values: row(&format!("ligne {rank} {}", "é".repeat(rank % 60))),
            wkb: Some(wkb(&format!("POINT({} 6600000)", 600_000 + rank))),
        })
    })
}

fn left(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

fn all(
    folder: &Path,
    rows: impl Iterator<Item = Result<Row, ExportError>>,
) -> Result<Vec<Written>, ExportError> {
    let never = AtomicBool::new(false);
    write_all(
        &Format::ALL,
        folder,
        &layer(Geometries::Any),
        rows,
        &never,
        |_| (),
    )
}

#[test]
fn one_pass_feeds_every_format_and_tells_its_progress() {
    let dir = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    let never = AtomicBool::new(false);
    let count = 3 * BATCH_ROWS + 7;
    let layer = layer(Geometries::Any);
    let written = write_all(
        &Format::ALL,
        dir.path(),
        &layer,
        many(count),
        &never,
        |rows| told.push(rows),
    )
    .unwrap();
    let names: Vec<String> = written
        .iter()
        .map(|file| {
            file.path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(
        names,
        [
            "donnees_shapefile.zip",
            "donnees.gpkg",
            "donnees.csv",
            "donnees.geojson",
            "donnees.fgb"
        ]
    );
    assert!(written.iter().all(|file| file.rows == count as u64));
    let batch = BATCH_ROWS as u64;
    assert_eq!(told, [batch, 2 * batch, 3 * batch, count as u64]);
    assert_eq!(left(dir.path()), 5, "no temporary file");
    // What is there is not written over.
    assert!(all(dir.path(), many(1)).is_err());
    assert_eq!(left(dir.path()), 5);
}

#[test]
fn a_failure_of_the_rows_stops_everything() {
    for at in [0, 3, BATCH_ROWS, 5 * BATCH_ROWS + 1] {
        let dir = tempfile::tempdir().unwrap();
        let rows = many(at).chain([Err(ExportError::Name("lost".to_owned()))]);
        let failed = all(dir.path(), rows);
        assert!(matches!(failed, Err(ExportError::Source(_))), "{at}");
        assert_eq!(left(dir.path()), 0, "{at}");
    }
}

#[test]
fn a_row_that_is_refused_stops_everything() {
    for at in [0, 3, BATCH_ROWS, 5 * BATCH_ROWS + 1] {
        let dir = tempfile::tempdir().unwrap();
        let mut bad = many(1).next().unwrap().unwrap();
        bad.values[1] = "texte".into();
        let failed = all(
            dir.path(),
            many(at).chain([Ok(bad)]).chain(many(4 * BATCH_ROWS)),
        );
        assert!(
            matches!(failed, Err(ExportError::Row { row, .. }) if row == at as u64 + 1),
            "{at} {failed:?}"
        );
        assert_eq!(left(dir.path()), 0, "{at}");
    }
}

#[test]
fn it_can_be_cancelled_at_any_batch() {
    for batches in [0_u64, 1, 4] {
        let dir = tempfile::tempdir().unwrap();
        let cancel = AtomicBool::new(batches == 0);
        let progress =
            |rows: u64| cancel.store(rows >= batches * BATCH_ROWS as u64, Ordering::Relaxed);
        let layer = layer(Geometries::Any);
        let stopped = write_all(
            &Format::ALL,
            dir.path(),
            &layer,
            many(40 * BATCH_ROWS),
            &cancel,
            progress,
        );
        assert!(matches!(stopped, Err(ExportError::Cancelled)));
        assert_eq!(left(dir.path()), 0);
    }
}

#[test]
fn dropped_before_their_end_writers_leave_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut writers = Writers::create(&Format::ALL, dir.path(), &layer(Geometries::Any)).unwrap();
    for row in many(2_000) {
        writers.push(row.unwrap()).unwrap();
    }
    assert!(left(dir.path()) > 0);
    drop(writers);
    assert_eq!(left(dir.path()), 0);
}

/// How often the database of PROJ is open in this process.
fn open_proj_databases() -> usize {
    let files = std::fs::read_dir("/proc/self/fd").unwrap();
    files
        .filter_map(|file| std::fs::read_link(file.unwrap().path()).ok())
        .filter(|target| target.ends_with("proj.db"))
        .count()
}

#[test]
fn threads_that_ended_hold_no_file() {
    let before = open_proj_databases();
    for _ in 0..20 {
        let dir = tempfile::tempdir().unwrap();
        all(dir.path(), many(3)).unwrap();
    }
    // Other tests run beside, a few at a time.
    let after = open_proj_databases();
    assert!(after < before + 10, "{before} then {after}");
}

const CHILD: &str = "DEMANDES_EXPORT_TEST_CHILD";

/// Runs in a child whose files may not grow: see below.
#[test]
#[ignore = "run by a_full_disk_is_an_error_and_no_half_file, under a limit"]
fn child_that_cannot_write_enough() {
    let Ok(code) = std::env::var(CHILD) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let format: Format = code.parse().unwrap();
    let never = AtomicBool::new(false);
    let layer = layer(Geometries::Any);
    let failed = write_all(&[format], dir.path(), &layer, many(20_000), &never, |_| ());
    assert!(failed.is_err(), "{failed:?}");
    assert_eq!(left(dir.path()), 0);
    println!("refused as it should: {}", failed.unwrap_err());
}

#[test]
fn a_full_disk_is_an_error_and_no_half_file() {
    let program = std::env::current_exe().unwrap();
    for format in Format::ALL {
        // In KiB: nothing at all, too little for a head, for the rows, for what is written at the end.
        for limit in [0, 16, 256, 600] {
            // The signal is ignored, so that the system answers with an error, as a full disk does.
            let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
            let output = Command::new("bash")
                .args(["-c", &script])
                .arg(&program)
                .args(["--exact", "--ignored", "--nocapture"])
                .arg("export::tests::failures::child_that_cannot_write_enough")
                .env(CHILD, format.code())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(
                output.status.success() && said.contains("refused as it should"),
                "{format} {limit}: {said}{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
}
