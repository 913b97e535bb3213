//! The formats of a lot, and the writer of each.

use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use super::{
    CsvSink, ExportError, FlatGeobufSink, GeoJsonSink, GpkgSink, Layer, ShapefileSink, Written,
};

/// A format of delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// ESRI Shapefile, one per type of geometry, zipped together.
    Shapefile,
    /// OGC `GeoPackage`.
    GeoPackage,
    /// CSV with WKT.
    Csv,
    /// `GeoJSON` (RFC 7946).
    GeoJson,
    /// `FlatGeobuf`.
    FlatGeobuf,
}

impl Format {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] = [
        Self::Shapefile,
        Self::GeoPackage,
        Self::Csv,
        Self::GeoJson,
        Self::FlatGeobuf,
    ];

    /// The code it has in a profile, the API and the database. Stable.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shapefile => "shapefile",
            Self::GeoPackage => "gpkg",
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
            Self::FlatGeobuf => "flatgeobuf",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label_fr(self) -> &'static str {
        match self {
            Self::Shapefile => "Shapefile (zip)",
            Self::GeoPackage => "GeoPackage",
            Self::Csv => "CSV",
            Self::GeoJson => "GeoJSON",
            Self::FlatGeobuf => "FlatGeobuf",
        }
    }

    /// The file a layer of this name is written to.
    #[must_use]
    pub fn file_name(self, layer: &str) -> String {
        match self {
            Self::Shapefile => format!("{layer}_shapefile.zip"),
            Self::GeoPackage => format!("{layer}.gpkg"),
            Self::Csv => format!("{layer}.csv"),
            Self::GeoJson => format!("{layer}.geojson"),
            Self::FlatGeobuf => format!("{layer}.fgb"),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Format {
    type Err = ExportError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.code() == code)
            .ok_or_else(|| ExportError::Format(code.to_owned()))
    }
}

/// A file being written row by row. A sink dropped before [`RowSink::finish`] leaves nothing behind.
pub trait RowSink {
    /// Writes one row: one value per column, in their order.
    ///
    /// `wkb` is ISO or OGC WKB (`ST_AsBinary`, not EWKB) in the SRID of the layer; `None` writes no geometry, and is
    /// refused among areas.
    ///
    /// # Errors
    /// [`ExportError::Row`] when values do not fit the columns, [`ExportError::Geometry`], or a failure of writing.
    /// After an error nothing more can be written: drop the sink.
    fn write(&mut self, values: &[super::Value], wkb: Option<&[u8]>) -> Result<(), ExportError>;

    /// Closes the files and describes them.
    ///
    /// # Errors
    /// A failure of writing; the files are then removed.
    fn finish(self: Box<Self>) -> Result<Vec<Written>, ExportError>;
}

/// Begins the file of a layer in `folder`, named as [`Format::file_name`] says; it must not exist.
///
/// # Errors
/// The layer is refused ([`Layer::check`]), the file exists or cannot be written, the SRID is unknown.
pub fn create(
    format: Format,
    folder: &Path,
    layer: &Arc<Layer>,
) -> Result<Box<dyn RowSink + Send>, ExportError> {
    layer.check()?;
    let path = folder.join(format.file_name(&layer.name));
    Ok(match format {
        Format::Csv => Box::new(CsvSink::create(&path, layer)?),
        Format::GeoPackage => Box::new(GpkgSink::create(&path, layer)?),
        Format::GeoJson => Box::new(GeoJsonSink::create(&path, layer)?),
        Format::Shapefile => Box::new(ShapefileSink::create(&path, layer)?),
        Format::FlatGeobuf => Box::new(FlatGeobufSink::create(&path, layer)?),
    })
}
