//! `GeoJSON` by RFC 7946: WGS84, longitude first, seven decimals, rings by the right-hand rule, no reference system member.
//!
//! One feature a line, so that the file can be read and compared as text.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use chrono::Datelike;

use super::number::{push_degrees, push_integer};
use super::projection::{reference, to_degrees};
use super::shape::{Shape, Xy};
use super::sink::{Draft, Intake};
use super::{ExportError, Geometries, Layer, RowSink, Value, Written};

/// About a centimetre, as the RFC advises.
const DECIMALS: u32 = 7;
/// Areas whose text is kept at once.
const KEPT_AREAS: usize = 256;

/// Writes rows to a `GeoJSON` file.
pub struct GeoJsonSink {
    draft: Draft,
    intake: Intake,
    /// `"name":` of each column, escaped.
    keys: Vec<Vec<u8>>,
    areas: HashMap<Vec<u8>, Vec<u8>>,
    feature: Vec<u8>,
}

impl GeoJsonSink {
    /// Creates the file, which must not exist, and writes its head.
    ///
    /// # Errors
    /// The file exists or cannot be written, the SRID is unknown.
    pub fn create(path: &Path, layer: &Arc<Layer>) -> Result<Self, ExportError> {
        reference(layer.srid)?;
        let mut draft = Draft::create(path)?;
        // The name is a plain identifier: nothing to escape.
        let head = format!(
            "{{\"type\":\"FeatureCollection\",\"name\":\"{}\",\"features\":[",
            layer.name
        );
        draft
            .write_all(head.as_bytes())
            .map_err(ExportError::io(path))?;
        let keys = layer
            .columns
            .iter()
            .map(|column| format!("\"{}\":", column.name).into_bytes())
            .collect();
        Ok(Self {
            draft,
            intake: Intake::new(layer),
            keys,
            areas: HashMap::new(),
            feature: Vec::new(),
        })
    }

    fn push_geometry(
        &mut self,
        shape: Option<Shape>,
        wkb: Option<&[u8]>,
    ) -> Result<(), ExportError> {
        let srid = self.intake.layer.srid;
        let (Geometries::Areas, Some(wkb)) = (self.intake.layer.geometries, wkb) else {
            return push_shape(&mut self.feature, shape, srid);
        };
        if let Some(text) = self.areas.get(wkb) {
            self.feature.extend_from_slice(text);
            return Ok(());
        }
        let mut text = Vec::new();
        push_shape(&mut text, shape, srid)?;
        self.feature.extend_from_slice(&text);
        if self.areas.len() >= KEPT_AREAS {
            self.areas.clear();
        }
        self.areas.insert(wkb.to_vec(), text);
        Ok(())
    }
}

impl RowSink for GeoJsonSink {
    fn write(&mut self, values: &[Value], wkb: Option<&[u8]>) -> Result<(), ExportError> {
        let shape = self.intake.take(values, wkb)?;
        self.feature.clear();
        if self.intake.rows > 1 {
            self.feature.push(b',');
        }
        self.feature
            .extend_from_slice(b"\n{\"type\":\"Feature\",\"properties\":{");
        for (rank, (key, value)) in self.keys.iter().zip(values).enumerate() {
            if rank > 0 {
                self.feature.push(b',');
            }
            self.feature.extend_from_slice(key);
            push_value(&mut self.feature, value)?;
        }
        self.feature.extend_from_slice(b"},\"geometry\":");
        self.push_geometry(shape, wkb)?;
        self.feature.push(b'}');
        let path = self.draft.path().to_owned();
        self.draft
            .write_all(&self.feature)
            .map_err(ExportError::io(&path))
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportError> {
        let path = self.draft.path().to_owned();
        self.draft
            .write_all(b"\n]}\n")
            .map_err(ExportError::io(&path))?;
        let notes = self.intake.notes();
        Ok(vec![self.draft.finish(self.intake.rows, notes)?])
    }
}

fn push_value(out: &mut Vec<u8>, value: &Value) -> Result<(), ExportError> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Text(text) => push_json(out, text)?,
        Value::Integer(number) => push_integer(out, *number),
        Value::Real(number) => push_json(out, number)?,
        Value::Date(day) => push_json(
            out,
            &format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        )?,
    }
    Ok(())
}

fn push_json<T: serde::Serialize + ?Sized>(
    out: &mut Vec<u8>,
    value: &T,
) -> Result<(), ExportError> {
    serde_json::to_writer(out, value).map_err(|error| ExportError::Source(error.into()))
}

/// A shape given in this SRID; empty, it is no geometry.
fn push_shape(out: &mut Vec<u8>, shape: Option<Shape>, srid: u32) -> Result<(), ExportError> {
    let Some(mut shape) = shape.filter(|shape| !shape.is_empty()) else {
        out.extend_from_slice(b"null");
        return Ok(());
    };
    to_degrees(&mut shape, srid)?;
    shape.wind(false);
    push_degrees_shape(out, &shape);
    Ok(())
}

fn push_degrees_shape(out: &mut Vec<u8>, shape: &Shape) {
    let (name, members) = match shape {
        Shape::Point(_) => ("Point", "coordinates"),
        Shape::Line(_) => ("LineString", "coordinates"),
        Shape::Polygon(_) => ("Polygon", "coordinates"),
        Shape::MultiPoint(_) => ("MultiPoint", "coordinates"),
        Shape::MultiLine(_) => ("MultiLineString", "coordinates"),
        Shape::MultiPolygon(_) => ("MultiPolygon", "coordinates"),
        Shape::Collection(_) => ("GeometryCollection", "geometries"),
    };
    // Writing to memory cannot fail.
    let _ = write!(out, "{{\"type\":\"{name}\",\"{members}\":");
    match shape {
        Shape::Point(point) => point.iter().for_each(|xy| push_xy(out, xy)),
        Shape::Line(points) | Shape::MultiPoint(points) => push_points(out, points),
        Shape::Polygon(lines) | Shape::MultiLine(lines) => push_lines(out, lines),
        Shape::MultiPolygon(polygons) => {
            push_array(out, polygons, |out, rings| push_lines(out, rings));
        }
        Shape::Collection(members) => push_array(out, members, push_degrees_shape),
    }
    out.push(b'}');
}

fn push_lines(out: &mut Vec<u8>, lines: &[Vec<Xy>]) {
    push_array(out, lines, |out, points| push_points(out, points));
}

fn push_points(out: &mut Vec<u8>, points: &[Xy]) {
    push_array(out, points, push_xy);
}

fn push_xy(out: &mut Vec<u8>, [longitude, latitude]: &Xy) {
    out.push(b'[');
    push_degrees(out, *longitude, DECIMALS);
    out.push(b',');
    push_degrees(out, *latitude, DECIMALS);
    out.push(b']');
}

fn push_array<T>(out: &mut Vec<u8>, items: &[T], mut push: impl FnMut(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (rank, item) in items.iter().enumerate() {
        if rank > 0 {
            out.push(b',');
        }
        push(out, item);
    }
    out.push(b']');
}
