//! Why a file could not be written.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

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
    /// `SQLite`, under a `GeoPackage`.
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// ZIP writer.
    #[error("zip: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// `FlatGeobuf` writer.
    #[error("flatgeobuf: {0}")]
    FlatGeobuf(String),
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
    /// A name that cannot be one in an archive, a layer or a column.
    #[error("name refused: {0:?}")]
    Name(String),
    /// A set of columns that a format cannot hold, or a profile that does not name each column once.
    #[error("columns refused: {0}")]
    Columns(String),
    /// A format that does not exist.
    #[error("unknown format {0:?}")]
    Format(String),
    /// What gives the rows failed.
    #[error("rows: {0}")]
    Source(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Who asked for the files wants them no more.
    #[error("cancelled")]
    Cancelled,
    /// A writer ended without saying why.
    #[error("a writer stopped")]
    Stopped,
}

impl ExportError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}
