//! CSV: UTF-8, RFC 4180 (commas, CRLF, quotes doubled), one header line.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are never touched. So does each
//! piece of a text after a semicolon, a tab or an end of line, which begins a cell when the file is opened with another
//! separator than its own. The geometry is WKT, in columns after the others.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Datelike;
use csv::{Terminator, Writer, WriterBuilder};
use sha2::{Digest, Sha256};

use super::number::{push_degrees, push_integer, push_real};
use super::projection::to_degrees;
use super::shape::{Shape, Xy};
use super::sink::{Draft, Intake};
use super::{ExportError, Geometries, Layer, Note, RowSink, Value, Written};

/// Writes rows to a CSV file.
pub struct CsvSink {
    writer: Writer<Draft>,
    intake: Intake,
    /// Text of one cell, kept for its memory.
    cell: Vec<u8>,
    areas: AreaTexts,
}

/// A tenth of a millimetre.
const DEGREE_DECIMALS: u32 = 9;
const BUFFER_BYTES: usize = 256 * 1024;

impl CsvSink {
    /// Creates the file, which must not exist, and writes the header.
    ///
    /// The geometry goes to `geometrie_wkt_<srid>` and `GeoNature`'s `geometrie_wkt_4326`. Precise rows have also
    /// `x_<srid>`, `y_<srid>`, `x_centroid_4326` and `y_centroid_4326`, filled for points; areas do not: a centre would be
    /// read as a position.
    ///
    /// # Errors
    /// The file exists or cannot be written; the SRID is unknown.
    pub fn create(path: &Path, layer: &Arc<Layer>) -> Result<Self, ExportError> {
        super::projection::reference(layer.srid)?;
        let mut writer = new_writer(path)?;
        let mut header: Vec<&str> = layer.columns.iter().map(|c| c.name.as_str()).collect();
        let added = geometry_columns(layer);
        header.extend(added.iter().map(String::as_str));
        writer.write_record(&header)?;
        Ok(Self {
            writer,
            intake: Intake::new(layer),
            cell: Vec::new(),
            areas: AreaTexts::create(path)?,
        })
    }

    /// The WKT of an area in both systems, made once for many rows.
    fn write_area(&mut self, shape: Option<Shape>, wkb: &[u8]) -> Result<(), ExportError> {
        let key = Sha256::digest(wkb).into();
        if let Some(texts) = self.areas.read(&key, &mut self.cell)? {
            for text in texts {
                self.writer.write_field(text)?;
            }
            return Ok(());
        }
        let (texts, _) = wkts(shape, &self.intake.layer)?;
        for text in &texts {
            self.writer.write_field(text)?;
        }
        self.areas.keep(key, &texts)
    }

    fn write_place(&mut self, shape: Option<Shape>) -> Result<(), ExportError> {
        let local = point_of(shape.as_ref());
        let (texts, degrees) = wkts(shape, &self.intake.layer)?;
        for text in texts {
            self.writer.write_field(text)?;
        }
        for axis in 0..2 {
            self.cell.clear();
            if let Some(xy) = local {
                push_real(&mut self.cell, xy[axis]);
            }
            self.writer.write_field(&self.cell)?;
        }
        for axis in 0..2 {
            self.cell.clear();
            if let Some(xy) = point_of(degrees.as_ref()) {
                push_degrees(&mut self.cell, xy[axis], DEGREE_DECIMALS);
            }
            self.writer.write_field(&self.cell)?;
        }
        Ok(())
    }
}

/// The texts of areas already written: few areas stand for many rows, and a département takes a hundred thousand characters. In a file
/// without a name beside the CSV, so that memory does not grow with them.
struct AreaTexts {
    file: File,
    length: u64,
    /// By SHA-256 of the WKB: where the two texts begin, and how long each is.
    places: HashMap<[u8; 32], (u64, [usize; 2])>,
    folder: PathBuf,
}

impl AreaTexts {
    fn create(csv: &Path) -> Result<Self, ExportError> {
        let folder = csv.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        Ok(Self {
            file: tempfile::tempfile_in(&folder).map_err(ExportError::io(&folder))?,
            length: 0,
            places: HashMap::new(),
            folder,
        })
    }

    /// The texts of an area, in `buffer`; none when it is met for the first time.
    fn read<'b>(
        &self,
        key: &[u8; 32],
        buffer: &'b mut Vec<u8>,
    ) -> Result<Option<[&'b [u8]; 2]>, ExportError> {
        let Some((start, [first, second])) = self.places.get(key) else {
            return Ok(None);
        };
        buffer.resize(first + second, 0);
        self.file
            .read_exact_at(buffer, *start)
            .map_err(ExportError::io(&self.folder))?;
        let (first, second) = buffer.split_at(*first);
        Ok(Some([first, second]))
    }

    fn keep(&mut self, key: [u8; 32], texts: &[Vec<u8>; 2]) -> Result<(), ExportError> {
        let start = self.length;
        for text in texts {
            self.file
                .write_all(text)
                .map_err(ExportError::io(&self.folder))?;
            self.length += text.len() as u64;
        }
        let lengths = [texts[0].len(), texts[1].len()];
        self.places.insert(key, (start, lengths));
        Ok(())
    }
}

/// The columns a CSV adds for the geometry.
#[must_use]
pub fn geometry_columns(layer: &Layer) -> Vec<String> {
    let srid = layer.srid;
    let mut columns = vec![
        format!("geometrie_wkt_{srid}"),
        "geometrie_wkt_4326".to_owned(),
    ];
    if layer.geometries == Geometries::Any {
        columns.extend([
            format!("x_{srid}"),
            format!("y_{srid}"),
            "x_centroid_4326".to_owned(),
            "y_centroid_4326".to_owned(),
        ]);
    }
    columns
}

fn point_of(shape: Option<&Shape>) -> Option<Xy> {
    match shape {
        Some(Shape::Point(point)) => *point,
        _ => None,
    }
}

/// The WKT of a shape in the SRID of the layer and in degrees, and the latter shape.
fn wkts(shape: Option<Shape>, layer: &Layer) -> Result<([Vec<u8>; 2], Option<Shape>), ExportError> {
    let Some(mut shape) = shape else {
        return Ok(([Vec::new(), Vec::new()], None));
    };
    let mut local = Vec::new();
    push_wkt(&mut local, &shape, &push_real);
    to_degrees(&mut shape, layer.srid)?;
    let mut degrees = Vec::new();
    push_wkt(&mut degrees, &shape, &|out, number| {
        push_degrees(out, number, DEGREE_DECIMALS);
    });
    Ok(([local, degrees], Some(shape)))
}

impl RowSink for CsvSink {
    fn write(&mut self, values: &[Value], wkb: Option<&[u8]>) -> Result<(), ExportError> {
        let shape = self.intake.take(values, wkb)?;
        for value in values {
            self.cell.clear();
            push_cell(&mut self.cell, value);
            self.writer.write_field(&self.cell)?;
        }
        match (self.intake.layer.geometries, wkb) {
            (Geometries::Areas, Some(wkb)) => self.write_area(shape, wkb)?,
            _ => self.write_place(shape)?,
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<Written>, ExportError> {
        let notes = self.intake.notes();
        Ok(vec![finish(self.writer, self.intake.rows, notes)?])
    }
}

/// A CSV file, which must not exist.
pub(super) fn new_writer(path: &Path) -> Result<Writer<Draft>, ExportError> {
    Ok(WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .buffer_capacity(BUFFER_BYTES)
        .from_writer(Draft::create(path)?))
}

/// Ends a CSV file.
pub(super) fn finish(
    writer: Writer<Draft>,
    rows: u64,
    notes: Vec<Note>,
) -> Result<Written, ExportError> {
    let draft = writer
        .into_inner()
        .map_err(|failure| csv::Error::from(std::io::Error::other(failure.to_string())))?;
    draft.finish(rows, notes)
}

fn push_cell(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => (),
        Value::Text(text) => push_text(out, text),
        Value::Integer(number) => push_integer(out, *number),
        Value::Real(number) => push_real(out, *number),
        Value::Date(day) => {
            // Writing to memory cannot fail.
            let _ = write!(out, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
        }
    }
}

/// A text, with an apostrophe wherever a spreadsheet could begin to read a formula.
fn push_text(out: &mut Vec<u8>, text: &str) {
    let mut starts = true;
    let mut done = 0;
    for (at, c) in text.char_indices() {
        if starts && is_formula_start(c) {
            out.extend_from_slice(&text.as_bytes()[done..at]);
            out.push(b'\'');
            done = at;
        }
        starts = matches!(c, ';' | '\t' | '\n' | '\r');
    }
    out.extend_from_slice(&text.as_bytes()[done..]);
}

fn is_formula_start(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

fn push_wkt(out: &mut Vec<u8>, shape: &Shape, number: &impl Fn(&mut Vec<u8>, f64)) {
    let run = |out: &mut Vec<u8>, points: &Vec<Xy>| {
        push_list(out, points, |out, xy| push_xy(out, *xy, number));
    };
    let rings = |out: &mut Vec<u8>, rings: &Vec<Vec<Xy>>| push_list(out, rings, run);
    let name: &[u8] = match shape {
        Shape::Point(_) => b"POINT",
        Shape::Line(_) => b"LINESTRING",
        Shape::Polygon(_) => b"POLYGON",
        Shape::MultiPoint(_) => b"MULTIPOINT",
        Shape::MultiLine(_) => b"MULTILINESTRING",
        Shape::MultiPolygon(_) => b"MULTIPOLYGON",
        Shape::Collection(_) => b"GEOMETRYCOLLECTION",
    };
    out.extend_from_slice(name);
    out.push(b' ');
    match shape {
        Shape::Point(point) => {
            push_list(out, point.as_slice(), |out, xy| push_xy(out, *xy, number));
        }
        Shape::MultiPoint(points) => push_list(out, points, |out, xy| {
            out.push(b'(');
            push_xy(out, *xy, number);
            out.push(b')');
        }),
        Shape::Line(points) => run(out, points),
        Shape::Polygon(lines) | Shape::MultiLine(lines) => rings(out, lines),
        Shape::MultiPolygon(polygons) => push_list(out, polygons, rings),
        Shape::Collection(members) => {
            push_list(out, members, |out, member| push_wkt(out, member, number));
        }
    }
}

fn push_list<T>(out: &mut Vec<u8>, items: &[T], mut push: impl FnMut(&mut Vec<u8>, &T)) {
    if items.is_empty() {
        out.extend_from_slice(b"EMPTY");
        return;
    }
    for (rank, item) in items.iter().enumerate() {
        out.push(if rank == 0 { b'(' } else { b',' });
        push(out, item);
    }
    out.push(b')');
}

fn push_xy(out: &mut Vec<u8>, xy: Xy, number: &impl Fn(&mut Vec<u8>, f64)) {
    number(out, xy[0]);
    out.push(b' ');
    number(out, xy[1]);
}
