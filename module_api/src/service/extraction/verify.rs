//! Opening an archive as its recipient would: each file is the one that was written, each part has its rows, each row once.

use std::{fs::File, io::Read, path::Path};

use anyhow::{Context as _, ensure};

use super::{
    archive::{WrittenPart, file_name},
    work::Work,
};
use crate::{
    digest::DigestingReader,
    export::{Geometries, Written, side_by_side},
};

const READ_AT_ONCE: usize = 1 << 18;

/// Checks an archive against what was written, several files at once.
///
/// # Errors
/// When it does not hold what it should, or the work must stop.
pub fn archive(path: &Path, parts: &[WrittenPart], work: &Work) -> anyhow::Result<()> {
    let files = parts
        .iter()
        .flat_map(|part| part.files.iter().map(move |file| (part, file)));
    let check = |(part, file): (&WrittenPart, &Written)| {
        let mut archive = zip::ZipArchive::new(File::open(path)?)?;
        work.check()?;
        let name = file_name(&file.path)?;
        let mut member = DigestingReader::new(archive.by_name(name)?);
        if file.path.extension().is_some_and(|ending| ending == "csv") {
            rows_of_csv(&mut member, name, part, work)?;
        }
        let (_, found) = member.finish()?;
        ensure!(
            found == file.sha256,
            "{name}: not the file that was written"
        );
        Ok(())
    };
    side_by_side(files.collect(), &check)
}

/// The columns are those of the profil, a blurred row has nothing but them and its area, and the identifiers grow: none stands twice.
fn rows_of_csv(
    member: impl Read,
    name: &str,
    part: &WrittenPart,
    work: &Work,
) -> anyhow::Result<()> {
    let mut reader = csv::ReaderBuilder::new()
        .buffer_capacity(READ_AT_ONCE)
        .from_reader(member);
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
