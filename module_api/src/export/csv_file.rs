//! CSV: UTF-8, RFC 4180 (commas, CRLF, quotes doubled), one header line.
//!
//! A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return)
//! gets an apostrophe before it; numbers are never touched. The geometry is WKT, in columns after the others.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use csv::{Terminator, Writer, WriterBuilder};
use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};
use gdal::vector::{Geometry, OGRwkbGeometryType, geometry_type_flatten};

use super::value::check_row;
use super::{
    Column, ExportError, Geometries, Layer, RowSink, Value, Written, described, geometry_of,
};

/// Writes rows to a CSV file.
pub struct CsvSink {
    path: PathBuf,
    layer: Arc<Layer>,
    writer: Writer<BufWriter<std::fs::File>>,
    /// The texts of areas already written: few areas stand for many rows.
    areas: HashMap<Vec<u8>, Vec<String>>,
    rows: u64,
}

/// Areas whose texts are kept at once: bounds the memory of a long file.
const KEPT_AREAS: usize = 256;

impl CsvSink {
    /// Creates the file, which must not exist, and writes the header. `srid` is that of the geometries.
    ///
    /// The geometry goes to `geometrie_wkt_<srid>` and `GeoNature`'s `geometrie_wkt_4326`. Precise rows have also
    /// `x_centroid_4326` and `y_centroid_4326`, filled for points; areas do not: a centre would be read as a position.
    ///
    /// # Errors
    /// The file exists or cannot be written; the SRID is unknown.
    pub fn create(path: &Path, layer: &Arc<Layer>) -> Result<Self, ExportError> {
        let mut writer = new_writer(path)?;
        for column in &layer.columns {
            writer.write_field(&column.name)?;
        }
        writer.write_field(format!("geometrie_wkt_{}", layer.srid))?;
        writer.write_field("geometrie_wkt_4326")?;
        if layer.geometries == Geometries::Any {
            writer.write_field("x_centroid_4326")?;
            writer.write_field("y_centroid_4326")?;
        }
        writer.write_record(None::<&[u8]>)?;
        Ok(Self {
            path: path.to_owned(),
            layer: Arc::clone(layer),
            writer,
            areas: HashMap::new(),
            rows: 0,
        })
    }

    /// The fields of a geometry.
    fn geometry_fields(
        &mut self,
        wkb: Option<&[u8]>,
        row: u64,
    ) -> Result<Vec<String>, ExportError> {
        if self.layer.geometries != Geometries::Areas {
            return self.described(wkb, row);
        }
        if let Some(fields) = wkb.and_then(|wkb| self.areas.get(wkb)) {
            return Ok(fields.clone());
        }
        let fields = self.described(wkb, row)?;
        if let Some(wkb) = wkb {
            if self.areas.len() >= KEPT_AREAS {
                self.areas.clear();
            }
            self.areas.insert(wkb.to_vec(), fields.clone());
        }
        Ok(fields)
    }

    fn described(&self, wkb: Option<&[u8]>, row: u64) -> Result<Vec<String>, ExportError> {
        let mut fields = Vec::with_capacity(4);
        let geometry = geometry_of(wkb, self.layer.geometries, row)?;
        let degrees = geometry
            .as_ref()
            .map(|geometry| {
                Ok::<_, ExportError>(geometry.transform(&CoordTransform::new(
                    &reference(self.layer.srid)?,
                    &reference(4326)?,
                )?)?)
            })
            .transpose()?;
        for shape in [&geometry, &degrees] {
            fields.push(
                shape
                    .as_ref()
                    .map(Geometry::iso_wkt)
                    .transpose()?
                    .unwrap_or_default(),
            );
        }
        if self.layer.geometries == Geometries::Areas {
            return Ok(fields);
        }
        let is_point = |shape: &&Geometry| {
            geometry_type_flatten(shape.geometry_type()) == OGRwkbGeometryType::wkbPoint
        };
        let centre = degrees
            .as_ref()
            .filter(is_point)
            .map(|point| point.get_point(0));
        for coordinate in [centre.map(|c| c.0), centre.map(|c| c.1)] {
            fields.push(coordinate.map(|c| c.to_string()).unwrap_or_default());
        }
        Ok(fields)
    }
}

impl RowSink for CsvSink {
    fn write(&mut self, values: &[Value], geometry_wkb: Option<&[u8]>) -> Result<(), ExportError> {
        let row = self.rows + 1;
        check_row(row, &self.layer.columns, values)?;
        let mut fields: Vec<String> = values.iter().map(cell).collect();
        fields.extend(self.geometry_fields(geometry_wkb, row)?);
        self.writer.write_record(&fields)?;
        self.rows = row;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportError> {
        self.writer.flush().map_err(ExportError::io(&self.path))?;
        drop(self.writer);
        Ok(vec![described(&self.path, self.rows)?])
    }
}

/// Writes the dictionary of the columns: `nom`, `type`, `description`.
///
/// # Errors
/// The file exists or cannot be written.
pub fn write_dictionary(path: &Path, columns: &[Column]) -> Result<Written, ExportError> {
    let mut writer = new_writer(path)?;
    writer.write_record(["nom", "type", "description"])?;
    for column in columns {
        writer.write_record([
            column.name.as_str(),
            column.kind.label_fr(),
            &column.description_fr,
        ])?;
    }
    writer.flush().map_err(ExportError::io(path))?;
    drop(writer);
    described(path, columns.len() as u64)
}

fn new_writer(path: &Path) -> Result<Writer<BufWriter<std::fs::File>>, ExportError> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(ExportError::io(path))?;
    Ok(WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(BufWriter::new(file)))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Date(day) => day.format("%Y-%m-%d").to_string(),
    }
}

/// A reference system in traditional axis order: easting or longitude first.
pub(super) fn reference(srid: u32) -> Result<SpatialRef, ExportError> {
    let mut srs = SpatialRef::from_epsg(srid)?;
    srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(srs)
}
