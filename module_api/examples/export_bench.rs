//! Times the writing of invented rows, as wide as those of a lot: `export_bench FOLDER ROWS FORMAT…`.
//!
//! Rows are made on the fly, so that what is measured is the writing: seconds, bytes and the peak memory of the process.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use demandes_api::export::profiles::{Rows, shipped_columns};
use demandes_api::export::{Column, Format, Geometries, Kind, Layer, Row, Value, write_all};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("folder")?;
    let count: u64 = arguments.next().context("rows")?.parse()?;
    let formats: Vec<Format> = arguments
        .map(|code| code.parse())
        .collect::<Result<_, _>>()?;
    let layer = Arc::new(Layer {
        name: "bench".to_owned(),
        columns: shipped_columns("geonature", Rows::Precise)?,
        geometries: Geometries::Any,
        srid: 2154,
        last_change: "2020-01-02T03:04:05Z".parse()?,
    });
    let start = Instant::now();
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).context("day")?;
    let rows = (0..count).map(|rank| anyhow::Ok(row(&layer.columns, first, rank)));
    let never = AtomicBool::new(false);
    let written = write_all(&formats, Path::new(&folder), &layer, rows, &never, |_| ())?;
    println!("{:.2} s", start.elapsed().as_secs_f64());
    for file in written {
        println!("{} {} bytes", file.path.display(), file.bytes);
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", peak.unwrap_or("no peak"));
    Ok(())
}

/// Numbers that look random and are always the same.
fn mixed(rank: u64, salt: u64) -> u64 {
    let mut x = rank
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(salt.wrapping_mul(0xbf58_476d_1ce4_e5b9));
    x ^= x >> 31;
    x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 29)
}

fn row(columns: &[Column], first: NaiveDate, rank: u64) -> Row {
    let values = columns
        .iter()
        .zip(0_u64..)
        .map(|(column, salt)| value(column, first, rank, mixed(rank, salt)))
        .collect();
    Row {
        values,
        wkb: Some(point(rank).into()),
    }
}

fn value(column: &Column, first: NaiveDate, rank: u64, random: u64) -> Value {
    const NAMES: [&str; 6] = [
        "Aquila chrysaetos (Linnaeus, 1758)",
        "Triturus cristatus (Laurenti, 1768)",
        "Rosalia alpina (Linnaeus, 1758)",
        "Botrychium simplex E.Hitchc., 1823",
        "Chouette de Tengmalm, Nyctale boréale",
        "Animalia",
    ];
    match (column.key, column.kind) {
        ("id_lot", _) => format!(
            "{:016x}{random:016x}{rank:016x}{:016x}",
            mixed(rank, 99),
            !random
        )
        .into(),
        (key, _) if key.contains("uuid") => {
            uuid::Uuid::from_u64_pair(mixed(rank, 7), random).into()
        }
        (_, Kind::Integer) => Value::Integer(i64::try_from(random % 900_000).unwrap_or(0)),
        (_, Kind::Date) => first.checked_add_days(Days::new(random % 9_000)).into(),
        (_, Kind::Real) => Value::Real(0.5),
        (key, Kind::Text) if key.starts_with("comment") && random.is_multiple_of(4) => {
            format!("Observé à la jumelle ; {random} m, versant nord, \"couple\", neige").into()
        }
        (_, Kind::Text) => match random % 8 {
            6 | 7 => Value::Null,
            name => NAMES[usize::try_from(name).unwrap_or(0)].into(),
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "a hundred thousand values")]
fn point(rank: u64) -> Vec<u8> {
    let [x, y] = [1, 2].map(|axis| (mixed(rank, axis) % 20_000_000) as f64 / 100.0);
    let mut wkb = vec![1, 1, 0, 0, 0];
    wkb.extend((600_000.0 + x).to_le_bytes());
    wkb.extend((6_200_000.0 + y).to_le_bytes());
    wkb
}
