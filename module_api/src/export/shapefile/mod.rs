//! ESRI Shapefile: one per type of geometry, all zipped together.
//!
//! `<layer>_points`, `_multipoints`, `_lignes`, `_polygones`, and the table `_sans_geometrie`, those only that have rows. When
//! a `.shp` or a `.dbf` would pass the limit, a new Shapefile begins: all of this type are then numbered `_1`, `_2`… A
//! collection of several types has a row in each. Names of columns are the short ones of the layer; a text longer than 254
//! bytes is cut at the end of a character, and counted.

mod dbf;
mod part;
mod shp;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use zip::ZipWriter;

use super::archive::stored_options;
use super::projection::reference;
use super::shape::Shape;
use super::sink::{Guard, Intake, create_new, described};
use super::{ExportError, Geometries, Layer, Note, RowSink, Value, Written};
use part::{Cells, Part};
use shp::Family;

/// Size no `.shp` or `.dbf` passes: readers hold positions in 31 bits.
pub const LIMIT_BYTES: u64 = 2_000_000_000;
/// Columns a table can have.
pub const MAX_COLUMNS: usize = 254;

/// Writes rows to zipped Shapefiles.
pub struct ShapefileSink {
    intake: Intake,
    limit: u64,
    target: File,
    guard: Guard,
    prj: String,
    parts: Vec<Part>,
    cells: Cells,
    content: Vec<u8>,
    /// Texts cut, by column.
    cut: Vec<u64>,
    /// Rows that stand in several files.
    taken_apart: u64,
}

impl ShapefileSink {
    /// Creates the ZIP, which must not exist.
    ///
    /// # Errors
    /// The file exists or cannot be written, the SRID is unknown, there are too many columns.
    pub fn create(path: &Path, layer: &Arc<Layer>) -> Result<Self, ExportError> {
        Self::create_with_limit(path, layer, LIMIT_BYTES)
    }

    /// The same, with another limit of size.
    ///
    /// # Errors
    /// As [`ShapefileSink::create`].
    pub fn create_with_limit(
        path: &Path,
        layer: &Arc<Layer>,
        limit: u64,
    ) -> Result<Self, ExportError> {
        if layer.columns.len() > MAX_COLUMNS {
            let what = format!("{} in a Shapefile", layer.columns.len());
            return Err(ExportError::Columns(what));
        }
        let srs = reference(layer.srid)?;
        srs.morph_to_esri()?;
        let prj = srs.to_wkt()?;
        let target = create_new(path)?;
        Ok(Self {
            intake: Intake::new(layer),
            limit: limit.min(LIMIT_BYTES),
            target,
            guard: Guard::new(path),
            prj,
            parts: Vec::new(),
            cells: Cells::default(),
            content: Vec::new(),
            cut: vec![0; layer.columns.len()],
            taken_apart: 0,
        })
    }

    fn read_cells(&mut self, values: &[Value]) {
        self.cells.bytes.clear();
        self.cells.sizes.clear();
        for (value, cut) in values.iter().zip(&mut self.cut) {
            let before = self.cells.bytes.len();
            *cut += u64::from(dbf::push_cell(&mut self.cells.bytes, value));
            let size = self.cells.bytes.len() - before;
            self.cells.sizes.push(u8::try_from(size).unwrap_or(u8::MAX));
        }
    }

    fn push(&mut self, family: Family, shape: Shape) -> Result<(), ExportError> {
        let bounds = shape.bounds();
        self.content.clear();
        shp::push_content(&mut self.content, family, shape);
        let rank = self.part(family)?;
        self.parts[rank]
            .push(
                &self.intake.layer.columns,
                &self.cells,
                &self.content,
                bounds,
            )
            .map_err(ExportError::io(self.guard.path()))
    }

    /// The part of this family that has room for the row being written.
    fn part(&mut self, family: Family) -> Result<usize, ExportError> {
        let columns = &self.intake.layer.columns;
        let has_room = |part: &Part| part.has_room(columns, &self.cells, &self.content, self.limit);
        let last = self.parts.iter().rposition(|part| part.family == family);
        if let Some(rank) = last.filter(|rank| has_room(&self.parts[*rank])) {
            return Ok(rank);
        }
        let part = Part::create(family, folder(self.guard.path()), columns)?;
        if !has_room(&part) {
            return Err(ExportError::Row {
                row: self.intake.rows,
                what: "too long for a Shapefile".to_owned(),
            });
        }
        self.parts.push(part);
        Ok(self.parts.len() - 1)
    }

    fn notes(&self) -> Vec<Note> {
        let mut notes = self.intake.notes();
        if self.taken_apart > 0 {
            notes.push(Note {
                column: None,
                rows: self.taken_apart,
                what_fr: "géométrie de plusieurs types, répartie entre plusieurs Shapefiles"
                    .to_owned(),
            });
        }
        let columns = &self.intake.layer.columns;
        notes.extend(
            columns
                .iter()
                .zip(&self.cut)
                .filter(|(_, rows)| **rows > 0)
                .map(|(column, rows)| Note {
                    column: Some(column.name.clone()),
                    rows: *rows,
                    what_fr: "texte coupé à 254 octets".to_owned(),
                }),
        );
        notes
    }
}

impl RowSink for ShapefileSink {
    fn write(&mut self, values: &[Value], wkb: Option<&[u8]>) -> Result<(), ExportError> {
        let shape = self.intake.take(values, wkb)?;
        self.read_cells(values);
        let pieces = shp::families(shape);
        self.taken_apart += u64::from(pieces.len() > 1);
        for (family, shape) in pieces {
            self.push(family, shape)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportError> {
        let notes = self.notes();
        let Self {
            intake,
            target,
            guard,
            prj,
            ref mut parts,
            ..
        } = *self;
        if parts.is_empty() {
            let family = match intake.layer.geometries {
                Geometries::Any => Family::Points,
                Geometries::Areas => Family::Polygons,
            };
            parts.push(Part::create(
                family,
                folder(guard.path()),
                &intake.layer.columns,
            )?);
        }
        let mut zip = ZipWriter::new(BufWriter::new(target));
        for (part, name) in named(&intake.layer.name, parts) {
            write_part(&mut zip, &name, part, &intake.layer, &prj)
                .map_err(ExportError::io(guard.path()))?;
        }
        zip.finish()?
            .flush()
            .map_err(ExportError::io(guard.path()))?;
        let written = described(guard.path(), intake.rows, notes)?;
        guard.keep();
        Ok(vec![written])
    }
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// The parts by family, each with its name.
fn named<'a>(layer: &str, parts: &'a mut [Part]) -> Vec<(&'a mut Part, String)> {
    parts.sort_by_key(|part| part.family);
    let families: Vec<Family> = parts.iter().map(|part| part.family).collect();
    let names: Vec<String> = families
        .iter()
        .enumerate()
        .map(|(rank, family)| {
            let alone = families.iter().filter(|other| *other == family).count() == 1;
            let before = families[..rank].iter().filter(|other| *other == family);
            let number = before.count() + 1;
            if alone {
                format!("{layer}_{}", family.suffix())
            } else {
                format!("{layer}_{}_{number}", family.suffix())
            }
        })
        .collect();
    parts.iter_mut().zip(names).collect()
}

fn write_part(
    zip: &mut ZipWriter<BufWriter<File>>,
    name: &str,
    part: &mut Part,
    layer: &Layer,
    prj: &str,
) -> std::io::Result<()> {
    let begin = |zip: &mut ZipWriter<_>, extension: &str| {
        zip.start_file(
            format!("{name}.{extension}"),
            // The archive compresses the whole, beside the other files.
            stored_options(),
        )
    };
    if part.family != Family::Nothing {
        begin(zip, "shp")?;
        part.write_shp(zip)?;
        begin(zip, "shx")?;
        part.write_shx(zip)?;
        begin(zip, "prj")?;
        zip.write_all(prj.as_bytes())?;
    }
    begin(zip, "dbf")?;
    part.write_dbf(layer, zip)?;
    begin(zip, "cpg")?;
    zip.write_all(b"UTF-8")
}
