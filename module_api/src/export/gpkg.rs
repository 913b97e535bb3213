//! `GeoPackage`, one layer a file.
//!
//! GDAL makes the empty layer, with all the metadata of the standard; its rows are then inserted by `SQLite` directly, and
//! its spatial index is packed at once when all are there. The date of last change is given, so that the same rows make the
//! same bytes.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use gdal::vector::{FieldDefn, LayerOptions, OGRFieldType, OGRwkbGeometryType};
use gdal::{DriverManager, config};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params};

use super::projection::reference;
use super::rtree::{Entry, PackedTree};
use super::shape::{Bounds, Shape};
use super::sink::{Guard, Intake, described};
use super::{ExportError, Geometries, Kind, Layer, RowSink, Value, Written};

const DATE_OPTION: &str = "OGR_CURRENT_DATE";
const CREATE_OPTIONS: &[&str] = &["GEOMETRY_NAME=geom", "FID=fid", "SPATIAL_INDEX=YES"];
/// The file is worth nothing until it is whole: no journal, no waiting for the disk, and nobody else reads it.
const PRAGMAS: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA cache_size = -8000;
    PRAGMA temp_store = MEMORY;
";

/// Writes rows to a `GeoPackage`.
pub struct GpkgSink {
    intake: Intake,
    connection: Connection,
    insert: String,
    /// What keeps the metadata true row by row: set aside while rows are many.
    triggers: Vec<String>,
    index: Vec<Entry>,
    bounds: Bounds,
    blob: Vec<u8>,
    guard: Guard,
}

impl GpkgSink {
    /// Creates the file, which must not exist, and its empty layer.
    ///
    /// # Errors
    /// The file exists or cannot be written, the SRID is unknown.
    pub fn create(path: &Path, layer: &Arc<Layer>) -> Result<Self, ExportError> {
        let srs = reference(layer.srid)?;
        // GDAL makes the file itself and would refuse one made here.
        if path.exists() {
            return Err(ExportError::Name(path.display().to_string()));
        }
        let guard = Guard::new(path);
        create_empty(path, layer, &srs)?;
        let connection = Connection::open(path)?;
        connection.execute_batch(PRAGMAS)?;
        connection.set_prepared_statement_cache_capacity(4);
        let triggers = set_aside_triggers(&connection, &layer.name)?;
        connection.execute_batch("BEGIN EXCLUSIVE")?;
        Ok(Self {
            intake: Intake::new(layer),
            connection,
            insert: insert_statement(layer),
            triggers,
            index: Vec::new(),
            bounds: Bounds::NOTHING,
            blob: Vec::new(),
            guard,
        })
    }

    /// Puts the geometry in `blob`, and in the index.
    fn place(&mut self, row: i64, shape: &Shape) {
        let bounds = shape.bounds();
        self.blob.clear();
        push_blob(&mut self.blob, shape, bounds, self.intake.layer.srid);
        if let Some(bounds) = bounds {
            self.bounds.join(&bounds);
            self.index.push(Entry::new(row, &bounds));
        }
    }

    /// The metadata that the rows make.
    fn describe_content(&self) -> Result<(), ExportError> {
        let name = &self.intake.layer.name;
        if !self.index.is_empty() {
            let Bounds { min, max } = self.bounds;
            self.connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                params![min[0], min[1], max[0], max[1], name],
            )?;
        }
        self.connection.execute(
            "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?",
            params![i64::try_from(self.intake.rows).unwrap_or(i64::MAX), name],
        )?;
        Ok(())
    }
}

impl RowSink for GpkgSink {
    fn write(&mut self, values: &[Value], wkb: Option<&[u8]>) -> Result<(), ExportError> {
        let shape = self.intake.take(values, wkb)?;
        let row = i64::try_from(self.intake.rows).unwrap_or(i64::MAX);
        if let Some(shape) = &shape {
            self.place(row, shape);
        }
        let mut statement = self.connection.prepare_cached(&self.insert)?;
        statement.raw_bind_parameter(1, row)?;
        statement.raw_bind_parameter(2, shape.is_some().then_some(self.blob.as_slice()))?;
        for (rank, value) in values.iter().enumerate() {
            statement.raw_bind_parameter(rank + 3, value)?;
        }
        statement.raw_execute()?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportError> {
        let index = std::mem::take(&mut self.index);
        self.describe_content()?;
        // The count is asked of the content before the entries are given away.
        PackedTree::fill(&self.connection, &self.intake.layer.name, index)?;
        for trigger in &self.triggers {
            self.connection.execute_batch(trigger)?;
        }
        self.connection.execute_batch("COMMIT")?;
        let Self {
            intake,
            connection,
            guard,
            ..
        } = *self;
        connection.close().map_err(|(_, error)| error)?;
        let written = described(guard.path(), intake.rows, intake.notes())?;
        guard.keep();
        Ok(vec![written])
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Integer(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Self::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Self::Date(day) => ToSqlOutput::from(format!(
                "{:04}-{:02}-{:02}",
                day.year(),
                day.month(),
                day.day()
            )),
        })
    }
}

fn create_empty(
    path: &Path,
    layer: &Layer,
    srs: &gdal::spatial_ref::SpatialRef,
) -> Result<(), ExportError> {
    let _date = FixedDate::set(layer.last_change)?;
    let mut dataset = DriverManager::get_driver_by_name("GPKG")?.create_vector_only(path)?;
    {
        let table = dataset.create_layer(LayerOptions {
            name: &layer.name,
            srs: Some(srs),
            ty: match layer.geometries {
                Geometries::Any => OGRwkbGeometryType::wkbUnknown,
                Geometries::Areas => OGRwkbGeometryType::wkbMultiPolygon,
            },
            options: Some(CREATE_OPTIONS),
        })?;
        for column in &layer.columns {
            FieldDefn::new(&column.name, field_type(column.kind))?.add_to_layer(&table)?;
        }
    }
    dataset.close()?;
    Ok(())
}

/// Drops the triggers of the layer and of its index, and gives what makes them anew.
fn set_aside_triggers(connection: &Connection, layer: &str) -> Result<Vec<String>, ExportError> {
    let mut statement = connection.prepare(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY rowid",
    )?;
    let triggers: Vec<(String, String)> = statement
        .query_map([layer], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {}", quoted(name)))?;
    }
    Ok(triggers.into_iter().map(|(_, sql)| sql).collect())
}

fn insert_statement(layer: &Layer) -> String {
    let columns: Vec<String> = ["fid", "geom"]
        .into_iter()
        .chain(layer.columns.iter().map(|column| column.name.as_str()))
        .map(quoted)
        .collect();
    format!(
        "INSERT INTO {} ({}) VALUES (?, ?{})",
        quoted(&layer.name),
        columns.join(", "),
        ", ?".repeat(layer.columns.len())
    )
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Geometry as the standard stores it: header, envelope unless it is a point or empty, WKB.
fn push_blob(out: &mut Vec<u8>, shape: &Shape, bounds: Option<Bounds>, srid: u32) {
    const LITTLE_ENDIAN: u8 = 0b1;
    const ENVELOPE_XY: u8 = 0b10;
    const EMPTY: u8 = 0b1_0000;
    let envelope = bounds.filter(|_| !matches!(shape, Shape::Point(_)));
    let flags = match (bounds, envelope) {
        (None, _) => EMPTY,
        (Some(_), None) => 0,
        (Some(_), Some(_)) => ENVELOPE_XY,
    };
    out.extend_from_slice(&[b'G', b'P', 0, LITTLE_ENDIAN | flags]);
    out.extend_from_slice(&srid.to_le_bytes());
    if let Some(Bounds { min, max }) = envelope {
        for number in [min[0], max[0], min[1], max[1]] {
            out.extend_from_slice(&number.to_le_bytes());
        }
    }
    shape.push_wkb(out);
}

/// The date GDAL writes, for this thread and while it lives.
struct FixedDate;

impl FixedDate {
    fn set(at: DateTime<Utc>) -> Result<Self, ExportError> {
        config::set_thread_local_config_option(
            DATE_OPTION,
            &at.to_rfc3339_opts(SecondsFormat::Millis, true),
        )?;
        Ok(Self)
    }
}

impl Drop for FixedDate {
    fn drop(&mut self) {
        let _ = config::clear_thread_local_config_option(DATE_OPTION);
    }
}

const fn field_type(kind: Kind) -> OGRFieldType::Type {
    match kind {
        Kind::Text => OGRFieldType::OFTString,
        Kind::Integer => OGRFieldType::OFTInteger64,
        Kind::Real => OGRFieldType::OFTReal,
        Kind::Date => OGRFieldType::OFTDate,
    }
}
