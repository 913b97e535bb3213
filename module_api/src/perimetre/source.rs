//! The GDAL side: opening a file with one allowed driver, its projection, and reprojection by PROJ.
//!
//! GDAL gets a path made here, one driver, no folder listing and no way out to the network. Axis order is the
//! traditional one (easting or longitude first) everywhere.

use std::cell::Cell;
use std::path::Path;
use std::sync::OnceLock;

use gdal::errors::CplErrType;
use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, CoordTransformOptions, SpatialRef};
use gdal::vector::{Layer, LayerAccess};
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};

use super::error::shown_name;
use super::surfaces::{Polygon, Surfaces};
use super::unzip::Unpacked;
use super::{PerimetreError, SourceData};

/// What a file says of its projection.
pub(super) enum Projection {
    /// A code of the EPSG register.
    Epsg(i32),
    /// A description, with or without a known code.
    Described(SpatialRef),
    /// Something is written and nothing can be made of it.
    Unusable,
}

thread_local! {
    /// Set by GDAL's error handler: some drivers stop at a damaged feature as if the layer ended there.
    static FAILED: Cell<bool> = const { Cell::new(false) };
}

/// Options of the reading. A dead proxy stands in front of whatever would try to fetch an address.
const OPTIONS: [(&str, &str); 8] = [
    ("GDAL_DISABLE_READDIR_ON_OPEN", "TRUE"),
    ("GDAL_PAM_ENABLED", "NO"),
    ("GDAL_HTTP_PROXY", "127.0.0.1:1"),
    ("GDAL_HTTPS_PROXY", "127.0.0.1:1"),
    ("OGR_SQLITE_LOAD_EXTENSIONS", ""),
    (
        "OGR_SQLITE_PRAGMA",
        "trusted_schema=OFF,cell_size_check=ON,query_only=ON,mmap_size=0",
    ),
    ("SHAPE_RESTORE_SHX", "YES"),
    ("SHAPE_ENCODING", ""),
];

/// More than twice around the Earth, in metres: no projection puts a place there.
const FARTHEST: f64 = 1e8;

/// Holds the options in force, for this thread only: writers of the same process must not meet them.
struct Options;

impl Options {
    fn set() -> Self {
        static HANDLER: OnceLock<()> = OnceLock::new();
        HANDLER.get_or_init(|| {
            gdal::config::set_error_handler(|kind, _, _| {
                if matches!(kind, CplErrType::Failure | CplErrType::Fatal) {
                    FAILED.set(true);
                }
            });
        });
        for (key, value) in OPTIONS {
            // Fails on a NUL byte only, and these are constants.
            let _ = gdal::config::set_thread_local_config_option(key, value);
        }
        Self
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        for (key, _) in OPTIONS {
            let _ = gdal::config::clear_thread_local_config_option(key);
        }
    }
}

fn open(path: &Path, driver: &str, options: Option<&[&str]>) -> Result<Dataset, PerimetreError> {
    let drivers = [driver];
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_READONLY,
        allowed_drivers: Some(&drivers),
        open_options: options,
        sibling_files: None,
    };
    Dataset::open_ex(path, options).map_err(|_| PerimetreError::FileCorrupt)
}

/// Reads the unpacked Shapefile.
pub(super) fn shapefile(
    unpacked: &Unpacked,
    mut surfaces: Surfaces,
) -> Result<SourceData, PerimetreError> {
    let _options = Options::set();
    let dataset = open(&unpacked.path, "ESRI Shapefile", None)?;
    let mut layer = dataset.layer(0).map_err(|_| PerimetreError::FileCorrupt)?;
    // Before the features: GDAL reads the projection late, and a bad one is no damaged feature.
    let projection = match described(&layer) {
        None if unpacked.has_prj => Some(Projection::Unusable),
        other => other,
    };
    read_layer(&mut layer, &mut surfaces)?;
    Ok(SourceData {
        surfaces,
        projection,
        layers: vec![unpacked.name.clone()],
        warnings: Vec::new(),
    })
}

/// Reads the polygon layer of a `GeoPackage` of plain tables (see [`super::sqlite`]); `computed_layers` were taken out of it.
pub(super) fn gpkg(
    path: &Path,
    computed_layers: usize,
    mut surfaces: Surfaces,
) -> Result<SourceData, PerimetreError> {
    let _options = Options::set();
    let dataset = open(path, "GPKG", Some(&["LIST_ALL_TABLES=NO"]))?;
    let mut found: Vec<(String, Option<Projection>)> = Vec::new();
    for mut layer in dataset.layers() {
        let name = layer.name();
        let before = surfaces.polygons.len();
        read_layer(&mut layer, &mut surfaces)?;
        if surfaces.polygons.len() > before {
            found.push((shown_name(&name), described(&layer)));
        }
    }
    if found.len() > 1 {
        return Err(PerimetreError::SeveralLayers {
            names: found.into_iter().map(|(name, _)| name).collect(),
        });
    }
    let mut warnings = Vec::new();
    if computed_layers > 0 {
        warnings.push(
            "Les vues et tables calculées du GeoPackage ont été laissées de côté.".to_owned(),
        );
    }
    let (layers, projection) = found
        .pop()
        .map_or((Vec::new(), None), |(name, projection)| {
            (vec![name], projection)
        });
    Ok(SourceData {
        surfaces,
        projection,
        layers,
        warnings,
    })
}

/// Refuses XML that declares a document type or entities: no KML needs them.
pub(super) fn refuse_hostile_xml(bytes: &[u8]) -> Result<(), PerimetreError> {
    let hostile = |mark: &[u8]| {
        bytes
            .windows(mark.len())
            .any(|w| w.eq_ignore_ascii_case(mark))
    };
    if hostile(b"<!doctype") || hostile(b"<!entity") || bytes.contains(&0) {
        return Err(PerimetreError::KmlRefused);
    }
    Ok(())
}

/// Reads every folder of a KML. The driver built on expat is used: it follows no link.
pub(super) fn kml(
    path: &Path,
    bytes: &[u8],
    mut surfaces: Surfaces,
) -> Result<SourceData, PerimetreError> {
    let _options = Options::set();
    let mut warnings = Vec::new();
    if bytes.windows(11).any(|w| w == b"NetworkLink") {
        warnings.push(
            "Les liens réseau du KML n'ont pas été suivis : seul le contenu du fichier est lu."
                .to_owned(),
        );
    }
    let dataset = match open(path, "KML", None) {
        Ok(dataset) => dataset,
        // The driver knows no layer in a document without a placemark.
        Err(_) if !bytes.windows(9).any(|w| w == b"Placemark") => {
            return Err(PerimetreError::Empty);
        }
        Err(error) => return Err(error),
    };
    let mut layers = Vec::new();
    for mut layer in dataset.layers() {
        let before = surfaces.polygons.len();
        read_layer(&mut layer, &mut surfaces)?;
        if surfaces.polygons.len() > before {
            layers.push(shown_name(&layer.name()));
        }
    }
    Ok(SourceData {
        surfaces,
        projection: Some(Projection::Epsg(4326)),
        layers,
        warnings,
    })
}

fn read_layer(layer: &mut Layer<'_>, surfaces: &mut Surfaces) -> Result<(), PerimetreError> {
    FAILED.set(false);
    for feature in layer.features() {
        // Not `geometry()`, which hands out a null pointer for a feature that has none.
        if let Ok(geometry) = feature.geometry_by_index(0) {
            let wkb = geometry
                .iso_wkb()
                .map_err(|_| PerimetreError::FileCorrupt)?;
            surfaces.wkb(&wkb)?;
        }
    }
    if FAILED.get() {
        Err(PerimetreError::FileCorrupt)
    } else {
        Ok(())
    }
}

/// The layer's projection; `None` when absent or one of `GeoPackage`'s two 'undefined' ones.
fn described(layer: &Layer<'_>) -> Option<Projection> {
    let srs = layer.spatial_ref()?;
    if srs.is_local()
        || srs
            .name()
            .is_none_or(|name| name.starts_with("Undefined") || name.starts_with("Unknown"))
    {
        return None;
    }
    Some(Projection::Described(srs))
}

/// From the file's projection to the target one.
pub(super) struct Reprojection {
    source: SpatialRef,
    source_epsg: Option<i32>,
    target: SpatialRef,
    target_srid: i32,
    warning: Option<String>,
}

impl Reprojection {
    /// Picks the source projection: the file's, else the asked one, never a guess.
    pub fn choose(
        found: Option<Projection>,
        asked_srid: Option<i32>,
        target_srid: i32,
    ) -> Result<Self, PerimetreError> {
        let target = from_epsg(target_srid).ok_or(PerimetreError::Unreadable)?;
        let was_found = found.is_some();
        let usable = found.and_then(|projection| match projection {
            Projection::Epsg(code) => from_epsg(code).map(|srs| (srs, Some(code))),
            Projection::Described(mut srs) => {
                srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
                let code = epsg_of(&srs);
                can_reach(&srs, &target).then_some((srs, code))
            }
            Projection::Unusable => None,
        });
        if let Some((source, source_epsg)) = usable {
            let warning = match (asked_srid, source_epsg) {
                (Some(asked), Some(code)) if asked == code => None,
                (Some(asked), _) => Some(format!(
                    "Le fichier indique sa propre projection : elle a été suivie, et non EPSG:{asked}."
                )),
                (None, _) => None,
            };
            return Ok(Self {
                source,
                source_epsg,
                target,
                target_srid,
                warning,
            });
        }
        let Some(asked) = asked_srid else {
            return Err(if was_found {
                PerimetreError::ProjectionUnusable
            } else {
                PerimetreError::ProjectionMissing
            });
        };
        let source = from_epsg(asked)
            .filter(|srs| can_reach(srs, &target))
            .ok_or(PerimetreError::AskedProjectionUnknown { srid: asked })?;
        let warning = was_found.then(|| {
            format!("La projection du fichier n'a pas pu être utilisée : EPSG:{asked} l'a été.")
        });
        Ok(Self {
            source,
            source_epsg: Some(asked),
            target,
            target_srid,
            warning,
        })
    }

    /// EPSG code of the coordinates read, when there is one.
    pub const fn source_epsg(&self) -> Option<i32> {
        self.source_epsg
    }

    /// French sentence when the file and the person disagree.
    pub fn warning(&self) -> Option<String> {
        self.warning.clone()
    }

    /// Moves every vertex. Edges are not densified: a perimeter is drawn by its vertices.
    pub fn apply(&self, mut polygons: Vec<Polygon>) -> Result<Vec<Polygon>, PerimetreError> {
        if self.source_epsg == Some(self.target_srid) {
            return on_earth(polygons);
        }
        let transform =
            transform(&self.source, &self.target).ok_or(PerimetreError::ProjectionUnusable)?;
        for ring in polygons.iter_mut().flatten() {
            let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = ring.iter().map(|[x, y]| (*x, *y)).unzip();
            transform
                .transform_coords(&mut xs, &mut ys, &mut [])
                .map_err(|_| PerimetreError::CoordinatesInvalid)?;
            for (position, (x, y)) in ring.iter_mut().zip(xs.into_iter().zip(ys)) {
                if !x.is_finite() || !y.is_finite() {
                    return Err(PerimetreError::CoordinatesInvalid);
                }
                *position = [x, y];
            }
            // First and last came from one position; keep them one whatever operation PROJ chose for each.
            if let [first, .., last] = ring.as_mut_slice() {
                *last = *first;
            }
        }
        on_earth(polygons)
    }
}

/// Refuses coordinates that are no place, whatever the projection.
fn on_earth(polygons: Vec<Polygon>) -> Result<Vec<Polygon>, PerimetreError> {
    let far = |[x, y]: &[f64; 2]| x.abs() > FARTHEST || y.abs() > FARTHEST;
    if polygons.iter().flatten().flatten().any(far) {
        return Err(PerimetreError::CoordinatesInvalid);
    }
    Ok(polygons)
}

fn from_epsg(code: i32) -> Option<SpatialRef> {
    let mut srs = u32::try_from(code)
        .ok()
        .and_then(|code| SpatialRef::from_epsg(code).ok())?;
    srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    (srs.is_projected() || srs.is_geographic()).then_some(srs)
}

fn epsg_of(srs: &SpatialRef) -> Option<i32> {
    (srs.auth_name().as_deref() == Some("EPSG"))
        .then(|| srs.auth_code().ok())
        .flatten()
}

/// An operation between the two datums is known: without one PROJ would shift nothing and be off by a hundred metres.
fn can_reach(source: &SpatialRef, target: &SpatialRef) -> bool {
    (source.is_projected() || source.is_geographic()) && transform(source, target).is_some()
}

fn transform(source: &SpatialRef, target: &SpatialRef) -> Option<CoordTransform> {
    let mut options = CoordTransformOptions::new().ok()?;
    options.set_ballpark_allowed(false).ok()?;
    CoordTransform::new_with_options(source, target, &options).ok()
}
