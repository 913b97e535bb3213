//! Writing what leaves: rows to the files of each format, their dictionary, and the archive of a livraison.
//!
//! Writers stream: they take rows one by one, in the order they are to appear, and know nothing of lots, rights or
//! databases. The same rows give the same bytes (fixed dates, no random identifier), so that a lot can be replayed.
//! What a blurred row may hold is decided in [`columns`], how columns are called in [`profiles`], not by whoever fills them.

mod archive;
pub mod columns;
pub mod csv_file;
mod dictionary;
mod error;
mod flatgeobuf_file;
mod format;
mod geojson;
mod gpkg;
mod layer;
mod number;
mod parallel;
pub mod profiles;
mod projection;
mod rtree;
mod shape;
mod shapefile;
mod sink;
pub mod table;
mod value;
mod writers;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use archive::{BORDEREAU_NAME, Member, build_archive};
pub use columns::{BlurredRow, DatePrecision, Field, id_lot, periode};
pub use csv_file::CsvSink;
pub use dictionary::{write_dictionary, write_readable_dictionary};
pub use error::ExportError;
pub use flatgeobuf_file::FlatGeobufSink;
pub use format::{Format, RowSink, create};
pub use geojson::GeoJsonSink;
pub use gpkg::GpkgSink;
pub use layer::{Column, Geometries, Kind, Layer, SHORT_NAME_MAX};
pub use parallel::side_by_side;
pub use shapefile::ShapefileSink;
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
    pub sha256: Vec<u8>,
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
