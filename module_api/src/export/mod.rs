//! Writing what leaves: rows to CSV and `GeoPackage` files, and the archive of a livraison.
//!
//! Writers stream: they take rows one by one, in the order they are to appear, and know nothing of lots, rights or
//! databases. The same rows give the same bytes (fixed dates, no random identifier), so that a lot can be replayed.
//! What a blurred row may hold is decided in [`columns`], not by whoever fills it.

mod archive;
pub mod columns;
mod csv_file;
mod gpkg;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use gdal::vector::{Geometry, OGRwkbGeometryType, geometry_type_flatten};
use sha2::{Digest, Sha256};
use thiserror::Error;

pub use archive::{BORDEREAU_NAME, Member, build_archive};
pub use columns::{BlurredRow, Column, DatePrecision, Kind, id_lot, periode};
pub use csv_file::{CsvSink, write_dictionary};
pub use gpkg::{GpkgSink, LayerSpec};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing known: empty in CSV, NULL in `GeoPackage`.
    Null,
    /// Any text, written as it is but for what a spreadsheet would run (see [`CsvSink`]).
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Real(f64),
    /// A day, ISO 8601 in text.
    Date(NaiveDate),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl From<NaiveDate> for Value {
    fn from(value: NaiveDate) -> Self {
        Self::Date(value)
    }
}

impl From<uuid::Uuid> for Value {
    fn from(value: uuid::Uuid) -> Self {
        Self::Text(value.hyphenated().to_string())
    }
}

/// Geometries a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Geometries {
    /// Points, lines and polygons together, or none: precise rows.
    Any,
    /// The area of each blurred row. Polygons are made multiple; anything else is an error, for a point among blurred
    /// rows would be a disclosure.
    Areas,
}

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
}

/// A file being written row by row. A sink dropped before [`RowSink::finish`] leaves an incomplete file behind: write
/// in a temporary folder.
pub trait RowSink {
    /// Writes one row: one value per column, in their order.
    ///
    /// `geometry_wkb` is ISO or OGC WKB (`ST_AsBinary`, not EWKB) in the SRID the sink was made with; `None`
    /// writes no geometry, and is refused among areas.
    ///
    /// # Errors
    /// [`ExportError::Row`] when values do not fit the columns, [`ExportError::Geometry`], or a failure of writing.
    fn write(&mut self, values: &[Value], geometry_wkb: Option<&[u8]>) -> Result<(), ExportError>;

    /// Closes the file and describes it.
    ///
    /// # Errors
    /// A failure of writing.
    fn finish(self: Box<Self>) -> Result<Written, ExportError>;
}

/// Why a file could not be written. For logs, not for people.
#[derive(Debug, Error)]
pub enum ExportError {
    /// Reading or writing a file.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// CSV writer.
    #[error("csv: {0}")]
    Csv(#[from] csv::Error),
    /// GDAL.
    #[error("gdal: {0}")]
    Gdal(#[from] gdal::errors::GdalError),
    /// ZIP writer.
    #[error("zip: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The row does not fit the columns.
    #[error("row {row}: {what}")]
    Row {
        /// Rank of the row, from 1.
        row: u64,
        /// What does not fit.
        what: String,
    },
    /// The geometry cannot be read, or is not of the kind the layer holds.
    #[error("row {row}: geometry refused: {what}")]
    Geometry {
        /// Rank of the row, from 1.
        row: u64,
        /// Why.
        what: String,
    },
    /// A name that cannot be one in an archive or a layer.
    #[error("name refused: {0:?}")]
    Name(String),
}

impl ExportError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

/// Refuses a row that does not have one value of the right kind per column.
fn check_row(row: u64, columns: &[Column], values: &[Value]) -> Result<(), ExportError> {
    if columns.len() != values.len() {
        let what = format!("{} values for {} columns", values.len(), columns.len());
        return Err(ExportError::Row { row, what });
    }
    for (column, value) in columns.iter().zip(values) {
        let fits = match value {
            Value::Null => true,
            Value::Text(_) => column.kind == Kind::Text,
            Value::Integer(_) => column.kind == Kind::Integer,
            Value::Real(number) => column.kind == Kind::Real && number.is_finite(),
            Value::Date(_) => column.kind == Kind::Date,
        };
        if !fits {
            return Err(ExportError::Row {
                row,
                what: format!("{} wants {:?}", column.name, column.kind),
            });
        }
    }
    Ok(())
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
