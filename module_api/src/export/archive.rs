//! The archive of a livraison: a ZIP of files and their bordereau, always the same bytes for the same content.
//!
//! Members are sorted by name and carry one fixed date. The archive appears under its name complete and on disk, or
//! not at all.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::sink::described;
use super::{ExportError, Written};

/// Name of the bordereau in the archive.
pub const BORDEREAU_NAME: &str = "bordereau.json";
const COMPRESSION_LEVEL: i64 = 6;

/// A file to put in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Name in the archive: letters, digits, `.`, `-` and `_`, no folder.
    pub name: String,
    /// Where the file is.
    pub path: PathBuf,
}

enum Content<'a> {
    File(&'a Path),
    Bytes(&'a [u8]),
}

/// Writes the archive at `target`, replacing what is there; `rows` of the answer counts the members, bordereau included.
///
/// The caller gives the bordereau in bytes: those its checksum or signature was computed on.
///
/// # Errors
/// A name that is refused or given twice, a file that cannot be read, a folder that cannot be written.
pub fn build_archive(
    target: &Path,
    members: &[Member],
    bordereau: &[u8],
) -> Result<Written, ExportError> {
    let mut contents = BTreeMap::from([(BORDEREAU_NAME, Content::Bytes(bordereau))]);
    for member in members {
        check_member_name(&member.name)?;
        if contents
            .insert(member.name.as_str(), Content::File(&member.path))
            .is_some()
        {
            return Err(ExportError::Name(member.name.clone()));
        }
    }
    let folder = target
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut temporary = NamedTempFile::new_in(folder).map_err(ExportError::io(folder))?;
    write_members(temporary.as_file_mut(), &contents)?;
    temporary
        .as_file()
        .sync_all()
        .map_err(ExportError::io(target))?;
    temporary
        .persist(target)
        .map_err(|failure| ExportError::Io {
            path: target.to_owned(),
            source: failure.error,
        })?;
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(ExportError::io(folder))?;
    described(target, contents.len() as u64, Vec::new())
}

fn write_members(
    file: &mut File,
    contents: &BTreeMap<&str, Content<'_>>,
) -> Result<(), ExportError> {
    let options = member_options(COMPRESSION_LEVEL);
    let mut zip = ZipWriter::new(BufWriter::new(file));
    for (name, content) in contents {
        match content {
            Content::Bytes(bytes) => {
                zip.start_file(*name, options)?;
                zip.write_all(bytes)
                    .map_err(ExportError::io(Path::new(name)))?;
            }
            Content::File(path) => {
                let mut source = File::open(path).map_err(ExportError::io(path))?;
                let length = source.metadata().map_err(ExportError::io(path))?.len();
                let options = options.large_file(length >= u64::from(u32::MAX));
                // A ZIP in the ZIP is compressed already.
                let options = if Path::new(name).extension().is_some_and(|end| end == "zip") {
                    options.compression_method(CompressionMethod::Stored)
                } else {
                    options
                };
                zip.start_file(*name, options)?;
                io::copy(&mut source, &mut zip).map_err(ExportError::io(path))?;
            }
        }
    }
    zip.finish()?
        .flush()
        .map_err(ExportError::io(Path::new(BORDEREAU_NAME)))
}

/// How members are written, always the same at one level of compression.
pub(super) fn member_options(level: i64) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(level))
        .last_modified_time(fixed_date())
        .unix_permissions(0o644)
}

/// 1 January 1980, the first day a ZIP can write.
fn fixed_date() -> DateTime {
    DateTime::default()
}

fn check_member_name(name: &str) -> Result<(), ExportError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() || name.len() > 100 || name.starts_with('.') || !name.chars().all(allowed) {
        return Err(ExportError::Name(name.to_owned()));
    }
    Ok(())
}
