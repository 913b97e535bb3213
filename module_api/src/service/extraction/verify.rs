//! Opening an archive as its recipient would: each file is the one that was written, each part has its rows, each row once.

use std::{fs::File, path::Path};

use anyhow::{Context as _, ensure};

use super::{
    archive::{WrittenPart, file_name},
    work::Work,
};
use crate::{
    digest,
    export::{Geometries, Written},
};

type Archive = zip::ZipArchive<File>;

/// Checks an archive against what was written.
///
/// # Errors
/// When it does not hold what it should, or the work must stop.
pub fn archive(path: &Path, parts: &[WrittenPart], work: &Work) -> anyhow::Result<()> {
    let mut archive = zip::ZipArchive::new(File::open(path)?)?;
    for part in parts {
        for file in &part.files {
            work.check()?;
            same_bytes(&mut archive, file)?;
            if file.path.extension().is_some_and(|ending| ending == "csv") {
                rows_of_csv(&mut archive, part, file, work)?;
            }
        }
    }
    Ok(())
}

fn same_bytes(archive: &mut Archive, file: &Written) -> anyhow::Result<()> {
    let name = file_name(&file.path)?;
    let (_, found) = digest::of_reader(archive.by_name(name)?)?;
    ensure!(
        found == file.sha256,
        "{name}: not the file that was written"
    );
    Ok(())
}

/// The columns are those of the profil, a blurred row has nothing but them and its area, and the identifiers grow: none stands twice.
fn rows_of_csv(
    archive: &mut Archive,
    part: &WrittenPart,
    file: &Written,
    work: &Work,
) -> anyhow::Result<()> {
    let name = file_name(&file.path)?;
    let mut reader = csv::Reader::from_reader(archive.by_name(name)?);
    let header = reader.headers()?;
    let columns = &part.layer.columns;
    let named = columns
        .iter()
        .zip(header)
        .all(|(column, name)| column.name == name);
    let geometries = match part.layer.geometries {
        Geometries::Areas => 2,
        Geometries::Any => 6,
    };
    ensure!(
        named && header.len() == columns.len() + geometries,
        "{name}: unexpected columns"
    );
    let mut last = String::new();
    let mut rows = 0_u64;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        let id = record.get(0).context("a row without identifier")?;
        ensure!(id > last.as_str(), "{name}: a record stands twice");
        last.clear();
        last.push_str(id);
        rows += 1;
        if rows.is_multiple_of(1_000) {
            work.advance(1_000)?;
        }
    }
    ensure!(
        rows == part.rows,
        "{name}: {rows} rows, {} expected",
        part.rows
    );
    Ok(())
}
