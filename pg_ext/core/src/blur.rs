//! Blurring: a geometry becomes the union of the grid cells that it meets.
//!
//! Which cells are met is said in `cover`; the result is a `POLYGON` (cells in one piece) or a `MULTIPOLYGON`, valid, in 2D,
//! with the SRID of the geometry. It is not a choice of the cell size for a sensitivity level: callers do that.

use thiserror::Error;

use crate::cells::{CellSet, Grid, Span};
use crate::codec::{
    self, DecodeError, Dims, EncodeError, Geometry, Header, Kind, Rectangle, Shape,
};
use crate::cover::{cover, is_placeable, is_position_placeable};
use crate::dissolve::{Corner, Outline, dissolve};

/// Greatest number of cells of one blurred geometry.
pub const MAX_CELLS: usize = 100_000;

/// Why a geometry cannot be blurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BlurError {
    /// The cell size is not positive.
    #[error("cell size {0} is not positive")]
    Size(i32),
    /// The geometry meets too many cells.
    #[error("the geometry meets more than {limit} cells")]
    TooManyCells {
        /// The greatest number admitted.
        limit: usize,
    },
    /// The bytes are no geometry.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The result cannot be written.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

/// A blurred geometry, ready to be written in serialized form.
#[derive(Debug, Clone, PartialEq)]
pub enum Blurred {
    /// One cell, by far the most frequent case: written without an intermediate copy.
    Cell(Rectangle),
    /// Several cells, serialized.
    Cells(Vec<u8>),
}

impl Blurred {
    /// The serialized bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Cell(rectangle) => {
                let mut bytes = [0; Rectangle::LENGTH];
                rectangle.write(&mut bytes);
                bytes.to_vec()
            }
            Self::Cells(bytes) => bytes,
        }
    }
}

/// Blurs a serialized geometry to the cells of size `size`, in units of its coordinates, that it meets.
///
/// `None` when the geometry is empty, or when an X or Y is not finite or exceeds 2^51: there is no cell to give, and the
/// caller must not show anything. `interrupt` is called now and then during long work, and may unwind.
///
/// # Errors
/// [`BlurError`].
#[inline]
pub fn blur(
    bytes: &[u8],
    size: i32,
    interrupt: &mut dyn FnMut(),
) -> Result<Option<Blurred>, BlurError> {
    let grid = Grid::new(size)?;
    if let Some(cell) = cell_of_point(bytes, size) {
        return Ok(Some(Blurred::Cell(cell)));
    }
    blur_shape(&codec::read(bytes)?, grid, interrupt)
}

/// The cell of a serialized point, as [`blur`] gives it. `None` for anything else and for what [`blur`] answers otherwise: that is for
/// it to say.
#[inline]
#[must_use]
pub fn cell_of_point(bytes: &[u8], size: i32) -> Option<Rectangle> {
    let grid = Grid::new(size).ok()?;
    let header = Header::read(bytes).ok()?;
    let position = codec::single_point(bytes, header)?;
    if !is_position_placeable(position) {
        return None;
    }
    let [x, y] = position.map(|ordinate| {
        let index = grid.index(ordinate);
        [grid.border(index), grid.border(index + 1)]
    });
    Rectangle::new(header.srid, x, y).ok()
}

#[inline]
fn cell(srid: i32, grid: Grid, column: i64, row: i64) -> Result<Blurred, BlurError> {
    let side = |index| [grid.border(index), grid.border(index + 1)];
    Ok(Blurred::Cell(Rectangle::new(
        srid,
        side(column),
        side(row),
    )?))
}

fn blur_shape(
    geometry: &Geometry,
    grid: Grid,
    interrupt: &mut dyn FnMut(),
) -> Result<Option<Blurred>, BlurError> {
    let spans = cells_met(geometry, grid, interrupt)?;
    let blurred = match spans.as_deref() {
        None | Some([]) => return Ok(None),
        Some(&[Span { row, first, last }]) if first == last => {
            cell(geometry.srid, grid, first, row)?
        }
        Some(spans) => {
            let outlines = dissolve(spans, &mut crate::cells::sparingly(interrupt));
            Blurred::Cells(codec::write(&as_geometry(geometry.srid, grid, &outlines))?)
        }
    };
    Ok(Some(blurred))
}

/// The cells that a geometry meets, as spans in order; `None` when it cannot be placed.
///
/// # Errors
/// [`BlurError::TooManyCells`] beyond [`MAX_CELLS`].
pub fn cells_met(
    geometry: &Geometry,
    grid: Grid,
    interrupt: &mut dyn FnMut(),
) -> Result<Option<Vec<Span>>, BlurError> {
    if !is_placeable(&geometry.shape, geometry.dims) {
        return Ok(None);
    }
    let mut cells = CellSet::new(MAX_CELLS, interrupt);
    cover(&geometry.shape, geometry.dims, grid, &mut cells)?;
    cells.into_spans().map(Some)
}

fn as_geometry(srid: i32, grid: Grid, outlines: &[Outline]) -> Geometry {
    let ring = |ring: &Vec<Corner>| {
        ring.iter()
            .flat_map(|&(column, row)| [grid.border(column), grid.border(row)])
            .collect()
    };
    let mut polygons: Vec<_> = outlines
        .iter()
        .map(|outline| Shape::Polygon(outline.iter().map(ring).collect()))
        .collect();
    let shape = match polygons.pop() {
        Some(only) if polygons.is_empty() => only,
        last => Shape::Collection(
            Kind::MultiPolygon,
            polygons.into_iter().chain(last).collect(),
        ),
    };
    Geometry {
        srid,
        dims: Dims::default(),
        geodetic: false,
        solid: false,
        shape,
    }
}
