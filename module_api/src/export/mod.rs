//! Writing what leaves: rows to the files of each format, their dictionary, and the archive of a livraison.
//!
//! Writers stream: they take rows one by one, in the order they are to appear, and know nothing of lots, rights or
//! databases. The same rows give the same bytes (fixed dates, no random identifier), so that a lot can be replayed.
//! What a blurred row may hold is decided in [`columns`], how columns are called in [`profiles`], not by whoever fills them.

mod archive;
pub mod columns;
pub mod csv_file;
mod error;
mod format;
mod gpkg;
mod layer;
pub mod profiles;
mod value;
mod writers;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use gdal::vector::{Geometry, OGRwkbGeometryType, geometry_type_flatten};
use sha2::{Digest, Sha256};

pub use archive::{BORDEREAU_NAME, Member, build_archive};
pub use columns::{BlurredRow, DatePrecision, Field, id_lot, periode};
pub use csv_file::{CsvSink, write_dictionary};
pub use error::ExportError;
pub use format::{Format, RowSink, create};
pub use gpkg::GpkgSink;
pub use layer::{Column, Geometries, Kind, Layer, SHORT_NAME_MAX};
pub use value::{Row, Value};
pub use writers::{BATCH_ROWS, Writers, write_all};

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// Rows written, the header apart; for an archive, its members.
    pub rows: u64,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// What this format could not hold as it was given.
    pub notes: Vec<Note>,
}

/// Something a format could not hold as it was given, to be told in the dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Name of the column; `None` for the geometry.
    pub column: Option<String>,
    /// Rows concerned.
    pub rows: u64,
    /// What was done, in French.
    pub what_fr: String,
}

/// Reads the geometry of a row and holds it to what the file may contain.
fn geometry_of(
    wkb: Option<&[u8]>,
    wanted: Geometries,
    row: u64,
) -> Result<Option<Geometry>, ExportError> {
    let refused = |what: String| ExportError::Geometry { row, what };
    let Some(wkb) = wkb else {
        return match wanted {
            Geometries::Any => Ok(None),
            Geometries::Areas => Err(refused("a blurred row without its area".to_owned())),
        };
    };
    let geometry = Geometry::from_wkb(wkb).map_err(|error| refused(error.to_string()))?;
    let kind = geometry_type_flatten(geometry.geometry_type());
    match (wanted, kind) {
        (Geometries::Any, _) | (Geometries::Areas, OGRwkbGeometryType::wkbMultiPolygon) => {
            Ok(Some(geometry))
        }
        (Geometries::Areas, OGRwkbGeometryType::wkbPolygon) => {
            let mut multiple = Geometry::empty(OGRwkbGeometryType::wkbMultiPolygon)?;
            multiple.add_geometry(geometry)?;
            Ok(Some(multiple))
        }
        (Geometries::Areas, _) => Err(refused(format!("{} is no area", geometry.geometry_name()))),
    }
}

/// Size and checksum of a finished file.
fn described(path: &Path, rows: u64) -> Result<Written, ExportError> {
    let mut file = File::open(path).map_err(ExportError::io(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; 64 * 1024];
    let mut bytes = 0_u64;
    loop {
        let read = file.read(&mut buffer).map_err(ExportError::io(path))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok(Written {
        path: path.to_owned(),
        rows,
        bytes,
        sha256: hex(&hash.finalize()),
        notes: Vec::new(),
    })
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0f])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}
