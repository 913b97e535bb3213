//! Unpacking a zipped Shapefile without trusting the archive.
//!
//! Only the five useful parts are written, under names of our own, so a path in the archive never becomes a path on
//! disk; archives that try anything unusual are refused all the same. Nothing here looks inside the Shapefile, but
//! for the length written in its head, which tells a truncated file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::error::shown_name;
use super::{Limits, PerimetreError};

const MAX_ENTRIES: usize = 1_000;
const UNPACKED_RATIO: u64 = 10;
const PARTS: [&str; 5] = ["shp", "shx", "dbf", "prj", "cpg"];
const ARCHIVES: [&str; 9] = ["zip", "kmz", "7z", "rar", "gz", "tar", "tgz", "bz2", "xz"];

/// A Shapefile unpacked as `perimetre.shp` and companions in a private folder.
pub(super) struct Unpacked {
    /// The `.shp`.
    pub path: PathBuf,
    /// Name in the archive, without folder nor extension, cleaned for display.
    pub name: String,
    /// True when a `.prj` came with it.
    pub has_prj: bool,
}

struct Entry {
    index: usize,
    /// Folder and stem, as written.
    stem: String,
    extension: String,
}

/// Unpacks the one Shapefile of the archive into `dir`.
pub(super) fn shapefile(
    bytes: &[u8],
    limits: &Limits,
    dir: &Path,
) -> Result<Unpacked, PerimetreError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| refused(&e))?;
    if declared_entries(bytes).is_some_and(|declared| declared != archive.len()) {
        return Err(PerimetreError::ZipCorrupt);
    }
    let budget = limits.max_bytes.saturating_mul(UNPACKED_RATIO);
    let entries = checked_entries(&mut archive, budget)?;
    let stem = single_shapefile(&entries)?;

    let mut remaining = budget;
    let mut written = BTreeMap::new();
    for entry in entries
        .iter()
        .filter(|e| e.stem.eq_ignore_ascii_case(&stem))
    {
        if PARTS.contains(&entry.extension.as_str()) {
            if written.contains_key(&entry.extension) {
                return Err(PerimetreError::ZipCorrupt);
            }
            let path = dir.join(format!("perimetre.{}", entry.extension));
            remaining -= extract(&mut archive, entry.index, &path, remaining)?;
            written.insert(entry.extension.clone(), path);
        }
    }
    let path = written
        .get("shp")
        .cloned()
        .ok_or(PerimetreError::ZipWithoutShapefile)?;
    check_length(&path)?;
    let name = stem.rsplit('/').next().map(shown_name).unwrap_or_default();
    Ok(Unpacked {
        path,
        name,
        has_prj: written.contains_key("prj"),
    })
}

/// How many entries the end of the archive announces, when it says so: two of one name are one entry for who reads them by name, and which of
/// the two it is depends on who reads.
fn declared_entries(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).rposition(|found| found == b"PK\x05\x06")?;
    let count = bytes.get(end + 10..end + 12)?.try_into().ok()?;
    match u16::from_le_bytes(count) {
        // Written elsewhere, and more than is accepted.
        u16::MAX => None,
        count => Some(usize::from(count)),
    }
}

/// Looks at every entry, wanted or not: one that should not be there condemns the archive.
fn checked_entries(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    budget: u64,
) -> Result<Vec<Entry>, PerimetreError> {
    if archive.len() > MAX_ENTRIES {
        return Err(PerimetreError::ZipTooBig);
    }
    let mut declared = 0_u64;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|e| refused(&e))?;
        let name = entry_name(file.name_raw())?;
        let is_link = file
            .unix_mode()
            .is_some_and(|mode| mode & 0o170_000 == 0o120_000);
        if is_link || file.is_symlink() {
            return Err(PerimetreError::ZipUnsafePath);
        }
        if file.encrypted() {
            return Err(PerimetreError::ZipEncrypted);
        }
        declared = declared.saturating_add(file.size());
        if declared > budget {
            return Err(PerimetreError::ZipTooBig);
        }
        let compression = file.compression();
        let base = name.rsplit('/').next().unwrap_or_default();
        // macOS adds a shadow "._name" of each file in a folder of its own.
        if base.is_empty()
            || base.starts_with("._")
            || name.split('/').any(|part| part == "__MACOSX")
        {
            continue;
        }
        let Some((stem, extension)) = name.rsplit_once('.') else {
            continue;
        };
        let extension = extension.to_ascii_lowercase();
        if ARCHIVES.contains(&extension.as_str()) {
            return Err(PerimetreError::ZipNested);
        }
        let readable = matches!(
            compression,
            CompressionMethod::Stored | CompressionMethod::Deflated
        );
        if PARTS.contains(&extension.as_str()) && !readable {
            return Err(PerimetreError::ZipUnsupported);
        }
        entries.push(Entry {
            index,
            stem: stem.to_owned(),
            extension,
        });
    }
    Ok(entries)
}

fn single_shapefile(entries: &[Entry]) -> Result<String, PerimetreError> {
    let found: Vec<&Entry> = entries.iter().filter(|e| e.extension == "shp").collect();
    match found.as_slice() {
        [] => Err(PerimetreError::ZipWithoutShapefile),
        [one] => Ok(one.stem.clone()),
        several => Err(PerimetreError::SeveralShapefiles {
            names: several
                .iter()
                .map(|e| shown_name(&format!("{}.shp", e.stem)))
                .collect(),
        }),
    }
}

/// Writes one entry, counting what really comes out: sizes written in an archive may lie.
fn extract(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    path: &Path,
    budget: u64,
) -> Result<u64, PerimetreError> {
    let entry = archive.by_index(index).map_err(|e| refused(&e))?;
    let mut bounded = entry.take(budget.saturating_add(1));
    let mut out = File::create(path).map_err(|_| PerimetreError::Unreadable)?;
    let mut buffer = vec![0_u8; 64 * 1024];
    let mut total = 0_u64;
    loop {
        let read = bounded
            .read(&mut buffer)
            .map_err(|_| PerimetreError::ZipCorrupt)?;
        if read == 0 {
            return Ok(total);
        }
        total += read as u64;
        if total > budget {
            return Err(PerimetreError::ZipTooBig);
        }
        out.write_all(&buffer[..read])
            .map_err(|_| PerimetreError::Unreadable)?;
    }
}

/// Refuses a `.shp` shorter than its head says: GDAL would read the beginning and say nothing.
fn check_length(shp: &Path) -> Result<(), PerimetreError> {
    let mut head = [0_u8; 28];
    let mut file = File::open(shp).map_err(|_| PerimetreError::Unreadable)?;
    file.read_exact(&mut head)
        .map_err(|_| PerimetreError::FileCorrupt)?;
    let [.., a, b, c, d] = head;
    let declared = u64::from(u32::from_be_bytes([a, b, c, d])) * 2;
    let real = file
        .metadata()
        .map_err(|_| PerimetreError::Unreadable)?
        .len();
    if head[..4] != [0, 0, 0x27, 0x0a] || real < declared {
        return Err(PerimetreError::FileCorrupt);
    }
    Ok(())
}

/// Decodes an entry name and refuses one that leaves its folder.
fn entry_name(raw: &[u8]) -> Result<String, PerimetreError> {
    let name = decode(raw).replace('\\', "/");
    let drive = name.as_bytes().get(1) == Some(&b':');
    if drive
        || name.contains('\0')
        || name.starts_with('/')
        || name.split('/').any(|part| part == "..")
    {
        return Err(PerimetreError::ZipUnsafePath);
    }
    Ok(name)
}

/// UTF-8 when it is, else Windows-1252: archives made on older Windows carry no mark of their encoding.
fn decode(raw: &[u8]) -> String {
    // 0x80 to 0x9f of Windows-1252; the other bytes are their own code point.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    if let Ok(text) = std::str::from_utf8(raw) {
        return text.to_owned();
    }
    raw.iter()
        .map(|&byte| match byte {
            0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
            _ => char::from(byte),
        })
        .collect()
}

fn refused(error: &ZipError) -> PerimetreError {
    match error {
        ZipError::InvalidPassword => PerimetreError::ZipEncrypted,
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => {
            PerimetreError::ZipEncrypted
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            PerimetreError::ZipUnsupported
        }
        _ => PerimetreError::ZipCorrupt,
    }
}
