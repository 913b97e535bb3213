//! The process that reads an upload: what it may use, and that it is gone when it used more.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use demandes_api::perimetre::{CHILD_SUBCOMMAND, ChildLimits, Limits, read_in_child};

use super::geojson;

const LIMITS: Limits = Limits {
    max_bytes: 50 << 20,
    max_vertices: 500_000,
};

/// Enough for the program, its libraries and an ordinary file.
const ROOM: u64 = 700 << 20;

/// Readers that this process started and that are still there.
pub fn readers() -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let path = entry?.path();
        let Some(pid) = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        // A process may leave between the two.
        let command = std::fs::read(path.join("cmdline")).unwrap_or_default();
        let status = std::fs::read_to_string(path.join("status")).unwrap_or_default();
        let parent = format!("PPid:\t{}\n", std::process::id());
        if status.contains(&parent)
            && command
                .split(|byte| *byte == 0)
                .any(|word| word == CHILD_SUBCOMMAND.as_bytes())
        {
            found.push(pid);
        }
    }
    Ok(found)
}

fn program() -> Result<PathBuf> {
    std::env::var_os("DEMANDES_API_BIN")
        .map(PathBuf::from)
        .context("DEMANDES_API_BIN")
}

/// A good file that takes seconds to read.
fn slow(points: usize) -> Vec<u8> {
    let point = "[3.6012345678,44.3112345678],".repeat(points);
    format!(
        r#"{{"type":"MultiPoint","coordinates":[{}]}}"#,
        point.trim_end_matches(',')
    )
    .into_bytes()
}

/// A file of nothing, which takes ten times its size once read.
fn many() -> Vec<u8> {
    let empties = "[],".repeat(15 << 20);
    format!(r#"{{"type":"MultiPoint","coordinates":[{empties}[]]}}"#).into_bytes()
}

#[tokio::test]
async fn a_reader_that_uses_too_much_is_gone_and_nothing_is_said() -> Result<()> {
    let (program, slow) = (program()?, slow(1_700_000));
    for (what, file, limits) in [
        (
            "memory",
            &many(),
            ChildLimits {
                address_space: ROOM,
                ..ChildLimits::default()
            },
        ),
        (
            "processor",
            &slow,
            ChildLimits {
                cpu_seconds: 1,
                ..ChildLimits::default()
            },
        ),
        (
            "clock",
            &slow,
            ChildLimits {
                wall_seconds: 1,
                ..ChildLimits::default()
            },
        ),
    ] {
        let start = Instant::now();
        let answer = read_in_child(&program, file, "p.geojson", &LIMITS, &limits, 2154, None).await;
        let code = answer.map_err(|error| error.code());
        assert_eq!(code.err(), Some("perimetre_unreadable"), "{what}");
        // The processor is shared with the other tests; the clock is not.
        assert!(
            start.elapsed() < Duration::from_secs(70),
            "{what}: {:?}",
            start.elapsed()
        );
        // Killed by the parent: it is reaped at the next turn of the loop.
        let mut left = readers()?;
        for _ in 0..50 {
            if left.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            left = readers()?;
        }
        assert_eq!(left, Vec::<u32>::new(), "{what}: still there");
    }
    let small = geojson::circle(1_000).into_bytes();
    let tight = ChildLimits {
        address_space: ROOM,
        cpu_seconds: 5,
        wall_seconds: 20,
    };
    let read = read_in_child(&program, &small, "p.geojson", &LIMITS, &tight, 2154, None).await;
    assert_eq!(
        read.map(|read| read.vertices_read),
        Ok(1_000),
        "the same limits let an ordinary file through"
    );
    Ok(())
}

#[tokio::test]
async fn the_system_itself_holds_a_reader_to_its_limits() -> Result<()> {
    let (program, slow) = (program()?, slow(500_000));
    let limits = ChildLimits::default();
    let reading = tokio::spawn(async move {
        read_in_child(&program, &slow, "p.geojson", &LIMITS, &limits, 2154, None).await
    });
    let line = |text: &str, name: &str| {
        text.lines()
            .find(|line| line.starts_with(name))
            .map_or_else(Vec::<String>::new, |line| {
                line.split_whitespace()
                    .rev()
                    .skip(1)
                    .take(2)
                    .map(str::to_owned)
                    .collect()
            })
    };
    let mut held = false;
    while !reading.is_finished() && !held {
        for pid in readers()? {
            let text = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap_or_default();
            // It limits itself before it reads its first byte of the file.
            held = line(&text, "Max address space")
                == [(2_u64 << 30).to_string(), (2_u64 << 30).to_string()]
                && line(&text, "Max cpu time") == ["20", "20"]
                && line(&text, "Max open files") == ["64", "64"]
                && line(&text, "Max file size")
                    == [(550_u64 << 20).to_string(), (550_u64 << 20).to_string()];
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let code = reading.await?.map_err(|error| error.code());
    assert!(held, "the limits were never seen on the reader");
    assert_eq!(code.err(), Some("no_polygon"));
    Ok(())
}
