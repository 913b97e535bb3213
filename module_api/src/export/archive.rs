//! The archive of a livraison: a ZIP of files and their bordereau, always the same bytes for the same content.
//!
//! Members are sorted by name and carry one fixed date. The archive appears under its name complete and on disk, or
//! not at all. Large members are compressed side by side, each in a file of its own, then joined as they are.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::parallel::{locked, side_by_side};
use super::sink::described;
use super::{ExportError, Written};

/// Name of the bordereau in the archive.
pub const BORDEREAU_NAME: &str = "bordereau.json";
/// Beyond it, coordinates, which fill large files, take longer and become no smaller.
const COMPRESSION_LEVEL: i64 = 3;
/// From this size on, bytes, a member is compressed beside the others.
const LARGE: u64 = 4 << 20;
const COPIED_AT_ONCE: u64 = 1 << 20;

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

type Contents<'a> = BTreeMap<&'a str, Content<'a>>;
/// Whether the archive is still wanted: asked for each megabyte.
type Wanted<'a> = &'a (dyn Fn() -> bool + Sync);

/// Writes the archive at `target`, replacing what is there; `rows` of the answer counts the members, bordereau included.
///
/// The caller gives the bordereau in bytes: those its checksum or signature was computed on.
///
/// `wanted` is asked again and again while it is made.
///
/// # Errors
/// A name that is refused or given twice, a file that cannot be read, a folder that cannot be written,
/// [`ExportError::Cancelled`].
pub fn build_archive(
    target: &Path,
    members: &[Member],
    bordereau: &[u8],
    wanted: Wanted<'_>,
) -> Result<Written, ExportError> {
    let mut contents = Contents::from([(BORDEREAU_NAME, Content::Bytes(bordereau))]);
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
    let packed = pack_large(&contents, folder, wanted)?;
    write_members(temporary.as_file_mut(), &contents, &packed, wanted)?;
    drop(packed);
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
    contents: &Contents<'_>,
    packed: &Packed<'_>,
    wanted: Wanted<'_>,
) -> Result<(), ExportError> {
    let mut zip = ZipWriter::new(BufWriter::new(file));
    for (name, content) in contents {
        match packed.get(name) {
            Some(packed) => {
                let source = BufReader::new(packed.as_file());
                zip.raw_copy_file(ZipArchive::new(source)?.by_index_raw(0)?)?;
            }
            None => write_member(&mut zip, name, content, wanted)?,
        }
    }
    zip.finish()?
        .flush()
        .map_err(ExportError::io(Path::new(BORDEREAU_NAME)))
}

fn write_member<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    name: &str,
    content: &Content<'_>,
    wanted: Wanted<'_>,
) -> Result<(), ExportError> {
    let options = member_options();
    match content {
        Content::Bytes(bytes) => {
            zip.start_file(name, options)?;
            zip.write_all(bytes)
                .map_err(ExportError::io(Path::new(name)))
        }
        Content::File(path) => {
            let source = File::open(path).map_err(ExportError::io(path))?;
            let length = source.metadata().map_err(ExportError::io(path))?.len();
            let options = options.large_file(length >= u64::from(u32::MAX));
            zip.start_file(name, options)?;
            copy(source, zip, path, wanted)
        }
    }
}

fn copy(
    mut source: File,
    target: &mut impl Write,
    path: &Path,
    wanted: Wanted<'_>,
) -> Result<(), ExportError> {
    loop {
        let mut part = Read::by_ref(&mut source).take(COPIED_AT_ONCE);
        if io::copy(&mut part, target).map_err(ExportError::io(path))? == 0 {
            return Ok(());
        }
        if !wanted() {
            return Err(ExportError::Cancelled);
        }
    }
}

/// Large members, each alone in a ZIP.
type Packed<'a> = BTreeMap<&'a str, NamedTempFile>;

/// Compresses the large members, the largest first.
fn pack_large<'a>(
    contents: &Contents<'a>,
    folder: &Path,
    wanted: Wanted<'_>,
) -> Result<Packed<'a>, ExportError> {
    let mut large = Vec::new();
    for (name, content) in contents {
        let Content::File(path) = content else {
            continue;
        };
        let length = path.metadata().map_err(ExportError::io(path))?.len();
        if length >= LARGE {
            large.push((length, *name, content));
        }
    }
    large.sort_unstable_by_key(|(length, name, _)| (Reverse(*length), *name));
    let packed = Mutex::new(Packed::new());
    side_by_side(large, &|(_, name, content)| {
        let file = pack(name, content, folder, wanted)?;
        locked(&packed).insert(name, file);
        Ok::<_, ExportError>(())
    })?;
    Ok(packed.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn pack(
    name: &str,
    content: &Content<'_>,
    folder: &Path,
    wanted: Wanted<'_>,
) -> Result<NamedTempFile, ExportError> {
    let mut file = NamedTempFile::new_in(folder).map_err(ExportError::io(folder))?;
    let mut zip = ZipWriter::new(BufWriter::new(file.as_file_mut()));
    write_member(&mut zip, name, content, wanted)?;
    zip.finish()?
        .flush()
        .map_err(ExportError::io(Path::new(name)))?;
    Ok(file)
}

/// How members of the archive are written.
fn member_options() -> SimpleFileOptions {
    stored_options()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(COMPRESSION_LEVEL))
}

/// The same, without compression: for an archive that goes into another.
pub(super) fn stored_options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
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
