//! What the writers share: checking what comes in, and files that exist whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::shape::{Shape, parse};
use super::value::check_row;
use super::{ExportError, Geometries, Layer, Note, Value, Written};
use crate::digest::{self, DigestingWriter};

const BUFFER_BYTES: usize = 256 * 1024;

/// The door of a sink: holds rows to their layer, and counts them.
pub(super) struct Intake {
    pub layer: Arc<Layer>,
    /// Rows let in.
    pub rows: u64,
    flattened: u64,
    straightened: u64,
}

impl Intake {
    pub fn new(layer: &Arc<Layer>) -> Self {
        Self {
            layer: Arc::clone(layer),
            rows: 0,
            flattened: 0,
            straightened: 0,
        }
    }

    /// Checks a row and reads its geometry.
    pub fn take(
        &mut self,
        values: &[Value],
        wkb: Option<&[u8]>,
    ) -> Result<Option<Shape>, ExportError> {
        let row = self.rows + 1;
        check_row(row, &self.layer.columns, values)?;
        let shape = self.shape(row, wkb)?;
        self.rows = row;
        Ok(shape)
    }

    fn shape(&mut self, row: u64, wkb: Option<&[u8]>) -> Result<Option<Shape>, ExportError> {
        let refused = |what: &str| ExportError::Geometry {
            row,
            what: what.to_owned(),
        };
        let parsed = wkb.map(parse).transpose().map_err(|what| refused(&what))?;
        if let Some(parsed) = &parsed {
            self.flattened += u64::from(parsed.flattened);
            self.straightened += u64::from(parsed.straightened);
        }
        let shape = parsed.map(|parsed| parsed.shape);
        match (self.layer.geometries, shape) {
            (Geometries::Any, shape) => Ok(shape),
            (Geometries::Areas, None) => Err(refused("a blurred row without its area")),
            (Geometries::Areas, Some(shape)) if shape.is_empty() => Err(refused("an empty area")),
            (Geometries::Areas, Some(Shape::Polygon(rings))) => {
                Ok(Some(Shape::MultiPolygon(vec![rings])))
            }
            (Geometries::Areas, Some(shape @ Shape::MultiPolygon(_))) => Ok(Some(shape)),
            (Geometries::Areas, Some(_)) => Err(refused("it is no area")),
        }
    }

    /// What was done to geometries, whatever the format.
    pub fn notes(&self) -> Vec<Note> {
        [
            (
                self.flattened,
                "altitudes ou mesures (Z, M) des sommets non livrées",
            ),
            (
                self.straightened,
                "arcs de cercle remplacés par des segments de 4° au plus",
            ),
        ]
        .into_iter()
        .filter(|(rows, _)| *rows > 0)
        .map(|(rows, what)| Note {
            column: None,
            rows,
            what_fr: what.to_owned(),
        })
        .collect()
    }
}

/// A file that is removed unless it is kept.
pub(super) struct Guard {
    path: PathBuf,
    kept: bool,
}

impl Guard {
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            kept: false,
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "an unfinished file could not be removed");
            }
            _ => (),
        }
    }
}

/// Creates a file that must not exist.
pub(super) fn create_new(path: &Path) -> Result<File, ExportError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(ExportError::io(path))
}

/// A file written from its beginning to its end, its checksum computed on the way.
pub(super) struct Draft {
    writer: BufWriter<DigestingWriter<File>>,
    guard: Guard,
}

impl Draft {
    /// Creates the file, which must not exist.
    pub fn create(path: &Path) -> Result<Self, ExportError> {
        let file = create_new(path)?;
        Ok(Self {
            writer: BufWriter::with_capacity(BUFFER_BYTES, DigestingWriter::new(file)),
            guard: Guard::new(path),
        })
    }

    pub fn path(&self) -> &Path {
        self.guard.path()
    }

    /// Ends the file and keeps it.
    pub fn finish(self, rows: u64, notes: Vec<Note>) -> Result<Written, ExportError> {
        let Self { writer, guard } = self;
        let path = guard.path().to_owned();
        let writer = writer
            .into_inner()
            .map_err(|failure| ExportError::io(&path)(failure.into_error()))?;
        let (_, bytes, sha256) = writer.finish();
        guard.keep();
        Ok(Written {
            path,
            rows,
            bytes,
            sha256,
            notes,
        })
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Size and checksum of a finished file.
pub(super) fn described(path: &Path, rows: u64, notes: Vec<Note>) -> Result<Written, ExportError> {
    let (bytes, sha256) = digest::of_file(path).map_err(ExportError::io(path))?;
    Ok(Written {
        path: path.to_owned(),
        rows,
        bytes,
        sha256,
        notes,
    })
}
