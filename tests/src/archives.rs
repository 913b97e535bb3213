//! What the files of an archive say, as who received it reads them.

use std::io::{Cursor, Read as _};

use anyhow::{Context as _, Result};

/// The values of a column of a CSV file, in their order.
///
/// # Errors
/// When it is no CSV, or has no such column.
pub fn csv_column(text: &[u8], name: &str) -> Result<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text);
    let header = reader.headers()?;
    let position = header.iter().position(|found| found == name);
    let position = position.with_context(|| name.to_owned())?;
    reader
        .records()
        .map(|row| Ok(row?[position].to_owned()))
        .collect()
}

/// The same, of the precise rows of the archive of an F1.
///
/// # Errors
/// When it is no such archive, or has no such column.
pub fn precise_column(archive: &[u8], name: &str) -> Result<Vec<String>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive))?;
    let mut text = Vec::new();
    zip.by_name("f1_precises.csv")?.read_to_end(&mut text)?;
    csv_column(&text, name)
}
