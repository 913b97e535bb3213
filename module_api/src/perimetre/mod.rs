//! Reading the perimeter files people upload: zipped Shapefile, `GeoPackage`, `GeoJSON`, KML.
//!
//! Bytes nobody has checked go in; one 2D `MultiPolygon` in the wanted projection comes out, or an error whose
//! French message says what to do. The format is told by the content, never by the name.
//!
//! What it is not: it repairs nothing and knows no territory (`PostGIS` does both afterwards, and a self-crossing
//! polygon passes through untouched), it keeps nothing on disk, it opens no database. The service calls
//! [`read_in_child`], never [`read_perimetre`], so that a file made to break the reader breaks a process of its own.

mod child;
mod error;
mod geojson;
mod source;
mod sqlite;
mod surfaces;
mod unzip;

#[cfg(test)]
mod tests;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use child::{CHILD_SUBCOMMAND, ChildLimits, child_main, read_in_child};
pub use error::PerimetreError;

use source::{Projection, Reprojection};
use surfaces::Surfaces;

/// Upper bounds on one uploaded file; the values are rows of the settings table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Size of the uploaded file. What an archive unpacks to may be ten times that.
    pub max_bytes: u64,
    /// Vertices of all polygons together, arcs counted once turned into segments.
    pub max_vertices: u64,
}

/// Formats read, as stored with the demande.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceFormat {
    /// ESRI Shapefile in a ZIP archive.
    Shapefile,
    /// OGC `GeoPackage`, one polygon layer.
    Gpkg,
    /// RFC 7946, or the older text with a `crs` member.
    Geojson,
    /// KML, not zipped.
    Kml,
}

impl SourceFormat {
    /// Stable text of the format: `shapefile`, `gpkg`, `geojson`, `kml`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shapefile => "shapefile",
            Self::Gpkg => "gpkg",
            Self::Geojson => "geojson",
            Self::Kml => "kml",
        }
    }
}

/// A perimeter as read: neither repaired nor compared with the territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadPerimetre {
    /// EWKB, little endian, 2D `MultiPolygon` with the target SRID; rings closed, at least four points each.
    #[serde(skip)]
    pub ewkb: Vec<u8>,
    /// Format found in the bytes.
    pub source_format: SourceFormat,
    /// EPSG code the coordinates were in; `None` when the file describes a projection without a known code.
    pub source_epsg: Option<i32>,
    /// Names of the layers the polygons come from. Text of the file, cleaned (see `error::shown_name`).
    pub layers: Vec<String>,
    /// Polygons in `ewkb`: a multipolygon of three parts counts three.
    pub polygons_read: u64,
    /// Vertices in `ewkb`.
    pub vertices_read: u64,
    /// French sentences for the person who deposits: what was left aside or adapted.
    pub warnings: Vec<String>,
}

/// Polygons of a file with what is known of their projection, before reprojection.
struct SourceData {
    surfaces: Surfaces,
    projection: Option<Projection>,
    layers: Vec<String>,
    warnings: Vec<String>,
}

/// Reads a perimeter in this very process.
///
/// `file_name` serves messages only. `asked_srid` is the EPSG code given by the person when the file says nothing
/// usable; a projection written in the file wins over it, with a warning when they differ. `target_srid` is the local
/// SRID of the database.
///
/// # Errors
/// Every reason a file is refused, see [`PerimetreError`].
pub fn read_perimetre(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    target_srid: i32,
    asked_srid: Option<i32>,
) -> Result<ReadPerimetre, PerimetreError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.max_bytes {
        return Err(PerimetreError::too_big(limits.max_bytes));
    }
    let format = sniff(bytes, file_name)?;
    let SourceData {
        surfaces,
        projection,
        layers,
        mut warnings,
    } = load(format, bytes, limits)?;
    if surfaces.polygons.is_empty() {
        return Err(if surfaces.others > 0 {
            PerimetreError::NoPolygon
        } else {
            PerimetreError::Empty
        });
    }
    warnings.extend(surfaces.warnings());

    let reprojection = Reprojection::choose(projection, asked_srid, target_srid)?;
    warnings.extend(reprojection.warning());
    let polygons = reprojection.apply(surfaces.polygons)?;
    Ok(ReadPerimetre {
        ewkb: surfaces::multi_polygon_ewkb(&polygons, target_srid)?,
        source_format: format,
        source_epsg: reprojection.source_epsg(),
        layers,
        polygons_read: u64::try_from(polygons.len()).unwrap_or(u64::MAX),
        vertices_read: surfaces.vertices,
        warnings,
    })
}

fn load(format: SourceFormat, bytes: &[u8], limits: &Limits) -> Result<SourceData, PerimetreError> {
    let surfaces = Surfaces::new(limits.max_vertices);
    if format == SourceFormat::Geojson {
        return geojson::read(bytes, surfaces);
    }
    let dir = tempfile::Builder::new()
        .prefix("perimetre-")
        .tempdir()
        .map_err(|_| PerimetreError::Unreadable)?;
    match format {
        SourceFormat::Shapefile => {
            let unpacked = unzip::shapefile(bytes, limits, dir.path())?;
            source::shapefile(&unpacked, surfaces)
        }
        SourceFormat::Gpkg => {
            sqlite::refuse_partial(bytes)?;
            let path = write_private(dir.path(), "perimetre.gpkg", bytes)?;
            let computed_layers = sqlite::take_code_out(&path)?;
            source::gpkg(&path, computed_layers, surfaces)
        }
        SourceFormat::Kml | SourceFormat::Geojson => {
            source::refuse_hostile_xml(bytes)?;
            let path = write_private(dir.path(), "perimetre.kml", bytes)?;
            source::kml(&path, bytes, surfaces)
        }
    }
}

fn write_private(
    dir: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<std::path::PathBuf, PerimetreError> {
    let path = dir.join(name);
    std::fs::write(&path, bytes).map_err(|_| PerimetreError::Unreadable)?;
    Ok(path)
}

/// Tells the format from the first bytes.
fn sniff(bytes: &[u8], file_name: &str) -> Result<SourceFormat, PerimetreError> {
    const ZIP: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];
    if bytes.is_empty() {
        return Err(PerimetreError::Empty);
    }
    if ZIP.iter().any(|magic| bytes.starts_with(magic)) {
        return Ok(SourceFormat::Shapefile);
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return Ok(SourceFormat::Gpkg);
    }
    // 9994 in big endian: the head of a bare .shp or .shx.
    if bytes.starts_with(&[0, 0, 0x27, 0x0a]) {
        return Err(PerimetreError::ShapefileAlone);
    }
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    match text.first() {
        Some(b'{') => return Ok(SourceFormat::Geojson),
        Some(b'<') if holds_kml_root(text) => return Ok(SourceFormat::Kml),
        _ => {}
    }
    let extension = Path::new(file_name)
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "zip" => Err(PerimetreError::NotAZip),
        "shp" | "shx" | "dbf" | "prj" | "cpg" => Err(PerimetreError::ShapefileAlone),
        _ => Err(PerimetreError::FormatUnknown),
    }
}

/// A `<kml` or `<prefix:kml` element near the start: other XML (GPX, GML) is not ours.
fn holds_kml_root(text: &[u8]) -> bool {
    let head = &text[..text.len().min(16 * 1024)];
    head.windows(4).any(|w| w == b"<kml") || head.windows(5).any(|w| w == b":kml " || w == b":kml>")
}
