//! Which cells of a grid a geometry meets.
//!
//! - a position: the half-open cell that holds it;
//! - a line: the half-open cells that hold one of its positions at least, ends included, so that a line lying on a border
//!   is given to the cells on its right or above;
//! - a polygon, triangle or patch: the cells whose interior meets its interior, by the even-odd rule, holes respected; a
//!   touch along a border or at a corner does not count. An edge that crosses the interior of a cell counts even if the
//!   polygon is flat there (a spike); a polygon which meets no interior at all, being flat along borders, is covered as a line;
//! - arcs: see `arc`; they never miss a cell, and may take one that they only graze;
//! - a collection: the union of its members, empty ones aside.
//!
//! Only X and Y count.

use robust::{Coord, orient2d};

use crate::arc;
use crate::blur::BlurError;
use crate::cells::{CellSet, Grid, Located, MAX_ORDINATE};
use crate::codec::{Dims, Kind, Shape};
pub(crate) use crate::paths::Position;

/// Whether two positions are one and the same, exactly.
#[expect(
    clippy::float_cmp,
    reason = "rings close, and circles are whole, on equal coordinates and no other"
)]
pub(crate) fn coincide(a: Position, b: Position) -> bool {
    a == b
}

/// Whether every position can be placed on a grid: finite, and within [`MAX_ORDINATE`].
pub(crate) fn is_placeable(shape: &Shape, dims: Dims) -> bool {
    let list = |list: &[f64]| positions(list, dims).all(is_position_placeable);
    match shape {
        Shape::Point(points)
        | Shape::LineString(points)
        | Shape::CircularString(points)
        | Shape::Triangle(points) => list(points),
        Shape::Polygon(rings) => rings.iter().all(|ring| list(ring)),
        Shape::Collection(_, members) => members.iter().all(|member| is_placeable(member, dims)),
    }
}

/// Whether the position can be placed on a grid; false for NaN.
#[inline]
pub(crate) fn is_position_placeable(position: Position) -> bool {
    position
        .iter()
        .all(|ordinate| ordinate.abs() <= MAX_ORDINATE)
}

/// Adds to the set the cells that the shape meets. Its positions must be placeable.
pub(crate) fn cover(
    shape: &Shape,
    dims: Dims,
    grid: Grid,
    cells: &mut CellSet<'_>,
) -> Result<(), BlurError> {
    match shape {
        Shape::Point(list) => positions(list, dims).try_for_each(|at| point(at, grid, cells)),
        Shape::LineString(_) | Shape::CircularString(_) => {
            line(&Path::of(shape, dims), grid, cells)
        }
        Shape::Triangle(list) => polygon(&[Path::straight(list, dims)], grid, cells),
        Shape::Polygon(rings) => {
            let rings: Vec<_> = rings
                .iter()
                .map(|ring| Path::straight(ring, dims))
                .collect();
            polygon(&rings, grid, cells)
        }
        Shape::Collection(Kind::CurvePolygon, rings) => {
            let rings: Vec<_> = rings.iter().map(|ring| Path::of(ring, dims)).collect();
            polygon(&rings, grid, cells)
        }
        Shape::Collection(_, members) => members
            .iter()
            .try_for_each(|member| cover(member, dims, grid, cells)),
    }
}

/// X and Y of each position of a list.
pub(crate) fn positions(list: &[f64], dims: Dims) -> impl Iterator<Item = Position> {
    list.chunks_exact(dims.stride())
        .map(|ordinates| [ordinates[0], ordinates[1]])
}

/// A piece of a path.
enum Piece {
    Segment(Position, Position),
    Arc([Position; 3]),
}

/// Consecutive pieces. A path of a single position has none, and keeps the position.
struct Path {
    start: Option<Position>,
    end: Option<Position>,
    pieces: Vec<Piece>,
}

impl Path {
    fn straight(list: &[f64], dims: Dims) -> Self {
        let mut path = Self {
            start: None,
            end: None,
            pieces: Vec::new(),
        };
        path.append_segments(list, dims);
        path
    }

    fn of(shape: &Shape, dims: Dims) -> Self {
        let mut path = Self {
            start: None,
            end: None,
            pieces: Vec::new(),
        };
        path.append(shape, dims);
        path
    }

    fn append(&mut self, shape: &Shape, dims: Dims) {
        match shape {
            Shape::LineString(list) => self.append_segments(list, dims),
            Shape::CircularString(list) => self.append_arcs(list, dims),
            // The parts of a compound curve follow one another.
            Shape::Collection(Kind::CompoundCurve, parts) => {
                for part in parts {
                    self.append(part, dims);
                }
            }
            Shape::Point(_) | Shape::Triangle(_) | Shape::Polygon(_) | Shape::Collection(..) => {}
        }
    }

    fn reach(&mut self, list: &[f64], dims: Dims) {
        self.start = self.start.or_else(|| positions(list, dims).next());
        self.end = positions(list, dims).last().or(self.end);
    }

    fn append_segments(&mut self, list: &[f64], dims: Dims) {
        self.reach(list, dims);
        let pairs = positions(list, dims).zip(positions(list, dims).skip(1));
        self.pieces
            .extend(pairs.map(|(from, to)| Piece::Segment(from, to)));
    }

    fn append_arcs(&mut self, list: &[f64], dims: Dims) {
        self.reach(list, dims);
        let at: Vec<_> = positions(list, dims).collect();
        let mut rest = at.as_slice();
        while let [start, middle, end, ..] = rest {
            self.pieces.push(Piece::Arc([*start, *middle, *end]));
            rest = &rest[2..];
        }
        // An even number of positions is not well formed: what is left is taken as straight.
        if let [from, to] = rest {
            self.pieces.push(Piece::Segment(*from, *to));
        }
    }

    /// What is missing for the path to be a ring.
    fn closing(&self) -> Option<(Position, Position)> {
        self.end
            .zip(self.start)
            .filter(|(end, start)| !coincide(*end, *start))
    }
}

fn point([x, y]: Position, grid: Grid, cells: &mut CellSet<'_>) -> Result<(), BlurError> {
    let column = grid.index(x);
    cells.add(grid.index(y), column, column)
}

fn line(path: &Path, grid: Grid, cells: &mut CellSet<'_>) -> Result<(), BlurError> {
    if path.pieces.is_empty() {
        return path.start.map_or(Ok(()), |at| point(at, grid, cells));
    }
    path.pieces.iter().try_for_each(|piece| match *piece {
        Piece::Segment(from, to) => line_segment(from, to, grid, cells),
        Piece::Arc(controls) => arc::cover(controls, grid, cells, &mut |_, _, _| Ok(())),
    })
}

/// A segment of which the lower end comes first.
#[derive(Clone, Copy)]
struct Rising {
    low: Position,
    high: Position,
}

impl Rising {
    fn new(a: Position, b: Position) -> Self {
        if b[1] < a[1] {
            Self { low: b, high: a }
        } else {
            Self { low: a, high: b }
        }
    }

    /// The columns where a segment that is not level crosses the height `y`, between its ends; exact.
    fn crossing(self, y: f64, grid: Grid) -> Located {
        let Self { low, high } = self;
        let (left, right) = (low[0].min(high[0]), low[0].max(high[0]));
        let coord = |[x, y]: Position| Coord { x, y };
        // Positive when the border of the column is left of the segment at that height.
        let side = |index| orient2d(coord(low), coord(high), coord([grid.border(index), y]));
        let mut index = grid.index(self.estimate(y).clamp(left, right));
        while side(index) < 0.0 {
            index -= 1;
        }
        while side(index + 1) >= 0.0 {
            index += 1;
        }
        Located {
            index,
            on_border: side(index) <= 0.0,
        }
    }

    /// X at the height `y`, rounded.
    fn estimate(self, y: f64) -> f64 {
        let Self { low, high } = self;
        low[0] + (y - low[1]) / (high[1] - low[1]) * (high[0] - low[0])
    }
}

/// The half-open cells met by a segment with its ends.
fn line_segment(
    from: Position,
    to: Position,
    grid: Grid,
    cells: &mut CellSet<'_>,
) -> Result<(), BlurError> {
    let segment = Rising::new(from, to);
    let Rising { low, high } = segment;
    let (bottom, top) = (grid.index(low[1]), grid.index(high[1]));
    cells.admit(bottom, top)?;
    let end = grid.index(high[0]);
    let mut here = grid.index(low[0]);
    for row in bottom..top {
        // The height where the segment leaves the row belongs to the next one: a crossing on a border, reached from the
        // left, is not in this row's cell on its right.
        let crossing = segment.crossing(grid.border(row + 1), grid);
        let leaving = if high[0] > low[0] {
            crossing.below()
        } else {
            crossing.index
        };
        cells.add(row, here.min(leaving), here.max(leaving))?;
        here = crossing.index;
    }
    cells.add(top, here.min(end), here.max(end))
}

fn polygon(rings: &[Path], grid: Grid, cells: &mut CellSet<'_>) -> Result<(), BlurError> {
    let before = cells.pushed();
    let mut crossings = Crossings::new();
    for ring in rings {
        let closing = ring.closing().map(|(from, to)| Piece::Segment(from, to));
        for piece in ring.pieces.iter().chain(&closing) {
            match *piece {
                Piece::Segment(from, to) => {
                    edge(from, to, grid, cells)?;
                    crossings.add(from, to, grid, cells)?;
                }
                Piece::Arc(controls) => {
                    arc::cover(controls, grid, cells, &mut |from, to, cells| {
                        crossings.add(from, to, grid, cells)
                    })?;
                }
            }
        }
    }
    crossings.fill(cells)?;
    if cells.pushed() == before {
        rings.iter().try_for_each(|ring| line(ring, grid, cells))?;
    }
    Ok(())
}

/// The cells whose interior is met by an edge.
fn edge(
    from: Position,
    to: Position,
    grid: Grid,
    cells: &mut CellSet<'_>,
) -> Result<(), BlurError> {
    let segment = Rising::new(from, to);
    let Rising { low, high } = segment;
    let (low_x, high_x) = (grid.locate(low[0]), grid.locate(high[0]));
    let bottom = grid.locate(low[1]);
    if coincide(from, to) {
        return Ok(());
    }
    if low[1] >= high[1] {
        if bottom.on_border {
            return Ok(());
        }
        let (left, right) = if low[0] < high[0] {
            (low_x, high_x)
        } else {
            (high_x, low_x)
        };
        return cells.add(bottom.index, left.index, right.below());
    }
    let top = grid.locate(high[1]).below();
    cells.admit(bottom.index, top)?;
    let mut entering = low_x;
    for row in bottom.index..=top {
        let leaving = if row == top {
            high_x
        } else {
            segment.crossing(grid.border(row + 1), grid)
        };
        if low[0] < high[0] {
            cells.add(row, entering.index, leaving.below())?;
        } else if low[0] > high[0] {
            cells.add(row, leaving.index, entering.below())?;
        } else if !low_x.on_border {
            cells.add(row, low_x.index, low_x.index)?;
        }
        entering = leaving;
    }
    Ok(())
}

/// Where the edges of a polygon cross the middle of the rows: from which column on, the middles of the cells change
/// side. Only cells that no edge enters are judged by it, so that rounding has no effect: those middles are half a cell
/// away from any crossing.
struct Crossings {
    /// (row, first column on the other side); two equal ones cancel out.
    changes: Vec<(i64, i64)>,
    cancel_at: usize,
}

impl Crossings {
    const FIRST_CANCEL: usize = 1 << 12;

    fn new() -> Self {
        Self {
            changes: Vec::new(),
            cancel_at: Self::FIRST_CANCEL,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "placeable positions have indexes below 2^52"
    )]
    fn add(
        &mut self,
        from: Position,
        to: Position,
        grid: Grid,
        cells: &mut CellSet<'_>,
    ) -> Result<(), BlurError> {
        let segment = Rising::new(from, to);
        let Rising { low, high } = segment;
        if low[1] >= high[1] {
            return Ok(());
        }
        let (bottom, top) = (grid.index(low[1]), grid.index(high[1]));
        cells.admit(bottom, top)?;
        for row in bottom..=top {
            cells.step();
            let middle = grid.middle(row);
            if middle < low[1] || middle >= high[1] {
                continue;
            }
            let column = (segment.estimate(middle) / grid.size() - 0.5).ceil() as i64;
            self.changes.push((row, column));
        }
        if self.changes.len() >= self.cancel_at {
            self.cancel();
            self.cancel_at = Self::FIRST_CANCEL.max(2 * self.changes.len());
            // Each change left stands beside a cell that is met, and a cell has two sides.
            if self.changes.len() / 2 > cells.limit() {
                return Err(BlurError::TooManyCells {
                    limit: cells.limit(),
                });
            }
        }
        Ok(())
    }

    /// Sorts the changes and drops those that undo one another.
    fn cancel(&mut self) {
        self.changes.sort_unstable();
        let mut kept: usize = 0;
        for at in 0..self.changes.len() {
            if kept > 0 && self.changes[kept - 1] == self.changes[at] {
                kept -= 1;
            } else {
                self.changes[kept] = self.changes[at];
                kept += 1;
            }
        }
        self.changes.truncate(kept);
    }

    /// Adds the cells whose middle is inside.
    fn fill(mut self, cells: &mut CellSet<'_>) -> Result<(), BlurError> {
        self.cancel();
        let (pairs, _) = self.changes.as_chunks();
        pairs
            .iter()
            .try_for_each(|[(row, first), (_, after)]| cells.add(*row, *first, after - 1))
    }
}
