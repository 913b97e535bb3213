//! Tables and layers: CSV by itself, the rest by GDAL.

use std::{borrow::Cow, collections::HashMap, path::Path};

use gdal::{
    Dataset, DatasetOptions, GdalOpenFlags, Metadata,
    errors::GdalError,
    spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef},
    vector::{Geometry, LayerAccess, geometry_type_has_m, geometry_type_has_z},
};

use super::{
    ReadError,
    columns::{Role, role},
    table::{Cells, Form, Layer, NONE, Row},
};
use crate::{knowledge::Held, shape};

type Known = HashMap<u128, (usize, u32)>;

/// The layers of a file of data; none for another one.
pub fn read(
    held: &mut Held,
    member: &str,
    path: &Path,
    srid: u32,
    before: &[Layer],
    known: &Known,
) -> Result<Option<Vec<Layer>>, ReadError> {
    let extension = Path::new(member)
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "csv" => table(held, member, path, srid, before, known),
        "json" if member == "bordereau.json" => Ok(None),
        "gpkg" | "fgb" | "geojson" | "json" | "shp" | "kml" => {
            layers(held, member, &path.to_string_lossy(), srid, before, known).map(Some)
        }
        "zip" => {
            let inside = format!("/vsizip/{}", path.to_string_lossy());
            layers(held, member, &inside, srid, before, known).map(Some)
        }
        // Of a Shapefile whose .shp is read, of a style; texts and documents.
        "shx" | "dbf" | "prj" | "cpg" | "qml" | "txt" | "md" | "pdf" | "html" | "xml" => Ok(None),
        _ => Err(ReadError::Unknown(member.to_owned())),
    }
}

/// From a system to the local one, easting or longitude first.
pub fn to_local(from: u32, srid: u32) -> Result<CoordTransform, GdalError> {
    CoordTransform::new(&reference(from)?, &reference(srid)?)
}

fn reference(srid: u32) -> Result<SpatialRef, GdalError> {
    let mut srs = SpatialRef::from_epsg(srid)?;
    srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(srs)
}

fn reference_row<'a>(
    before: &'a [Layer],
    known: &'a Known,
) -> impl Fn(u128) -> Option<(usize, u32, Row)> + 'a {
    move |id| {
        let (layer, index) = *known.get(&id)?;
        let nothing = Row {
            id,
            cd_ref: 0,
            period: None,
            level: NONE,
            zone: NONE,
            shape: NONE,
            rank: 0,
        };
        let row = before
            .get(layer)
            .and_then(|layer| layer.rows.get(usize::try_from(index).ok()?))
            .copied();
        Some((layer, index, row.unwrap_or(nothing)))
    }
}

fn table(
    held: &mut Held,
    member: &str,
    path: &Path,
    srid: u32,
    before: &[Layer],
    known: &Known,
) -> Result<Option<Vec<Layer>>, ReadError> {
    let wrong = |error| ReadError::Csv(member.to_owned(), error);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .map_err(wrong)?;
    let roles: Vec<(String, Role)> = reader
        .headers()
        .map_err(wrong)?
        .iter()
        .map(|name| (name.to_owned(), role(name, srid)))
        .collect();
    if !Layer::is_data(&roles) {
        return Ok(None);
    }
    let wkt_column = roles
        .iter()
        .position(|(_, role)| *role == Role::GeometryText);
    let mut layer = Layer::new(member, "", Form::Exact, roles);
    let find = reference_row(before, known);
    // Few areas stand for many rows.
    let mut shapes: HashMap<u64, Option<(Vec<u8>, bool)>> = HashMap::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(wrong)? {
        let text = wkt_column.and_then(|column| record.get(column));
        let shape = text.filter(|text| !text.is_empty()).and_then(|text| {
            if shapes.len() > 4096 {
                shapes.clear();
            }
            shapes
                .entry(shape::digest(text.as_bytes()))
                .or_insert_with(|| {
                    let geometry = Geometry::from_wkt(text).ok()?;
                    flat_wkb(&geometry)
                })
                .clone()
        });
        let cells = Cells {
            values: record.iter().map(Cow::Borrowed).collect(),
            flat: shape.as_ref().is_some_and(|(_, flat)| *flat),
            wkb: shape.map(|(wkb, _)| wkb),
            fid: None,
        };
        layer.keep(held, &cells, &find);
    }
    Ok(Some(vec![layer]))
}

/// WKB and whether it is a flat area.
fn flat_wkb(geometry: &Geometry) -> Option<(Vec<u8>, bool)> {
    let kind = geometry.geometry_type();
    let flat = !geometry_type_has_z(kind) && !geometry_type_has_m(kind) && shape::is_area(geometry);
    Some((geometry.wkb().ok()?, flat))
}

fn layers(
    held: &mut Held,
    member: &str,
    source: &str,
    srid: u32,
    before: &[Layer],
    known: &Known,
) -> Result<Vec<Layer>, ReadError> {
    let wrong = |error| ReadError::Gdal(member.to_owned(), error);
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_READONLY,
        allowed_drivers: Some(&[
            "GPKG",
            "FlatGeobuf",
            "GeoJSON",
            "ESRI Shapefile",
            "LIBKML",
            "KML",
        ]),
        ..DatasetOptions::default()
    };
    let dataset = Dataset::open_ex(source, options).map_err(wrong)?;
    let mut found = Vec::with_capacity(dataset.layer_count());
    for index in 0..dataset.layer_count() {
        let mut source_layer = dataset.layer(index).map_err(wrong)?;
        let mut layer = one(held, member, &mut source_layer, srid, before, known).map_err(wrong)?;
        layer.oddities.extend(metadata(&source_layer));
        if index == 0 {
            layer.oddities.extend(metadata(&dataset));
            if member.to_ascii_lowercase().ends_with(".gpkg") {
                layer.oddities.extend(inside_geopackage(&dataset, source));
            }
        }
        found.push(layer);
    }
    Ok(found)
}

fn one(
    held: &mut Held,
    member: &str,
    source: &mut gdal::vector::Layer<'_>,
    srid: u32,
    before: &[Layer],
    known: &Known,
) -> Result<Layer, GdalError> {
    let roles: Vec<(String, Role)> = source
        .defn()
        .fields()
        .map(|field| (field.name(), role(&field.name(), srid)))
        .collect();
    let code = source.spatial_ref().and_then(|srs| srs.auth_code().ok());
    let own = code.and_then(|code| u32::try_from(code).ok());
    // A Shapefile's .prj names no code: its system is the local one unless it is in degrees.
    let degrees = own == Some(4326)
        || own.is_none() && source.spatial_ref().is_some_and(|srs| srs.is_geographic());
    let transform = match own {
        _ if degrees => Some(to_local(4326, srid)?),
        Some(code) if code != srid => Some(to_local(code, srid)?),
        _ => None,
    };
    let form = if transform.is_some() {
        Form::Rounded
    } else {
        Form::Exact
    };
    let mut layer = Layer::new(member, &source.name(), form, roles);
    layer.extent = source
        .try_get_extent()?
        .map(|e| [e.MinX, e.MinY, e.MaxX, e.MaxY])
        .filter(|_| transform.is_none());
    let find = reference_row(before, known);
    let width = layer.roles.len();
    let mut converted: HashMap<u64, Option<(Vec<u8>, bool)>> = HashMap::new();
    for feature in source.features() {
        let mut values = Vec::with_capacity(width);
        for index in 0..width {
            values.push(Cow::Owned(
                feature.field_as_string(index)?.unwrap_or_default(),
            ));
        }
        let shape = match feature.geometry() {
            None => None,
            Some(geometry) => {
                let (wkb, flat) = flat_wkb(geometry).unwrap_or_default();
                match &transform {
                    None => Some((wkb, flat)),
                    Some(transform) => {
                        if converted.len() > 4096 {
                            converted.clear();
                        }
                        converted
                            .entry(shape::digest(&wkb))
                            .or_insert_with(|| {
                                let moved = geometry.transform(transform).ok()?;
                                Some((moved.wkb().ok()?, flat))
                            })
                            .clone()
                    }
                }
            }
        };
        let cells = Cells {
            values,
            flat: shape.as_ref().is_some_and(|(_, flat)| *flat),
            wkb: shape.map(|(wkb, _)| wkb),
            fid: feature.fid().and_then(|fid| i64::try_from(fid).ok()),
        };
        layer.keep(held, &cells, &find);
    }
    Ok(layer)
}

/// Metadata beyond what drivers write of themselves.
fn metadata(object: &impl Metadata) -> Vec<String> {
    const USUAL: [&str; 6] = [
        "DBF_DATE_LAST_UPDATE",
        "SOURCE_ENCODING",
        "ENCODING_FROM_LDID",
        "ENCODING_FROM_CPG",
        "AREA_OR_POINT",
        "LDID_VALUE",
    ];
    object
        .metadata()
        .filter(|entry| entry.is_default_domain() && !USUAL.contains(&entry.key.as_str()))
        .map(|entry| format!("métadonnée {}", entry.key))
        .collect()
}

/// Pages of deleted rows, tables beside the standard's, a date of change finer than the day.
fn inside_geopackage(dataset: &Dataset, source: &str) -> Vec<String> {
    let mut odd = Vec::new();
    let mut header = [0_u8; 40];
    let read = std::fs::File::open(source)
        .and_then(|mut file| std::io::Read::read_exact(&mut file, &mut header));
    if read.is_err() || header[36..40] != [0; 4] {
        odd.push("pages libérées dans le GeoPackage".to_owned());
    }
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'gpkg\\_%' ESCAPE '\\' \
                  AND name NOT LIKE 'rtree\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                  AND name NOT IN (SELECT table_name FROM gpkg_contents)";
    let changes =
        "SELECT last_change FROM gpkg_contents WHERE substr(last_change, 11) NOT LIKE 'T00:00:00%'";
    for (query, what) in [
        (tables, "table ajoutée au GeoPackage"),
        (changes, "heure de dernière modification dans le GeoPackage"),
    ] {
        let rows = dataset
            .execute_sql(query, None, gdal::vector::sql::Dialect::DEFAULT)
            .ok()
            .flatten()
            .map(|mut rows| rows.features().count());
        if rows.is_some_and(|rows| rows > 0) {
            odd.push(what.to_owned());
        }
    }
    odd
}
