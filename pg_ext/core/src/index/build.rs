//! Makes an index from the areas of a set.

use bytemuck::Zeroable;
use thiserror::Error;

use super::layout::{
    ANCHORS, BorderHead, Entry, HEAD_WORDS, Head, MAGIC, RECORD, RecordHead, anchor, for_each_cell,
};
use crate::codec::{self, DecodeError, Dims, EncodeError, Geometry, Kind, Shape};
use crate::cover::coincide;
use crate::paths::{Position, turn};

/// Edges per cell aimed at.
const EDGES_PER_CELL: f64 = 1.0;
/// Fewest and most cells of an index.
const CELLS: [f64; 2] = [65_536.0, 4_194_304.0];
/// How far beyond its sides a cell takes edges, as a part of its side: more than any rounding in finding the cell of a position.
const MARGIN: f64 = 1e-6;
/// Work between two calls of the interrupt check.
const STEPS_PER_CHECK: usize = 4096;

/// An area to index.
#[derive(Debug, Clone, Copy)]
pub struct AreaRow<'a> {
    /// Its `id_area`.
    pub id: i32,
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its geometry as `PostGIS` stores it. One that is not a (multi)polygon, or is empty, holds no position.
    pub geometry: &'a [u8],
}

/// Why an index cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BuildError {
    /// The bytes of an area are no geometry.
    #[error("the geometry of area {id} cannot be read: {error}")]
    Decode {
        /// The area's id.
        id: i32,
        /// What is wrong.
        error: DecodeError,
    },
    /// An area cannot be written in two dimensions.
    #[error("the geometry of area {id} cannot be written: {error}")]
    Encode {
        /// The area's id.
        id: i32,
        /// What is wrong.
        error: EncodeError,
    },
    /// Areas are not given by increasing id.
    #[error("area {0} is out of order")]
    Order(i32),
    /// A coordinate is not finite.
    #[error("area {0} has a coordinate that is not finite")]
    NotFinite(i32),
    /// Areas in several projections.
    #[error("area {0} is in another projection than the first one")]
    Srid(i32),
    /// The index would exceed what was allowed, or what its offsets can say.
    #[error("the index would take more than {0} bytes")]
    TooLarge(usize),
    /// No anchor: borders pass through every candidate.
    #[error("area {0} has borders through all of a cell")]
    NoAnchor(i32),
}

/// An area's rings, those of all its polygons: inside is what an odd number of them enclose.
type Outline = Vec<Vec<Position>>;

/// An edge in a cell: row and column of the cell, ring, number of the edge in it.
type EdgeInCell = (u32, u32, usize, usize);

/// Where an area has something to say about a cell.
struct Placed {
    cell: u32,
    area: u32,
    content: Content,
}

enum Content {
    /// The area covers the cell.
    Full,
    /// The area has borders in the cell: number of the anchor, whether it is inside, pieces of border.
    Borders {
        anchor: u32,
        inside: bool,
        first_point: u32,
        runs: Vec<u32>,
    },
}

/// An index in the making: areas are added by increasing id, then it is finished.
pub struct Builder {
    limit: usize,
    head: Head,
    entries: Vec<Entry>,
    outlines: Vec<Outline>,
    bytes: Vec<u8>,
    points: Vec<Position>,
    placed: Vec<Placed>,
}

impl Builder {
    /// Nothing yet, of an index of at most `limit` bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            head: Head::zeroed(),
            entries: Vec::new(),
            outlines: Vec::new(),
            bytes: Vec::new(),
            points: Vec::new(),
            placed: Vec::new(),
        }
    }

    /// The index of the areas added. `interrupt` is called now and then, and may unwind.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn finish(mut self, interrupt: &mut dyn FnMut()) -> Result<Vec<u64>, BuildError> {
        self.lay_grid()?;
        self.place_borders(interrupt)?;
        self.into_words()
    }

    fn check_size(&self) -> Result<(), BuildError> {
        // A placed area takes about 40 bytes once written.
        let size = self.bytes.len()
            + size_of_val(self.points.as_slice())
            + size_of_val(self.entries.as_slice())
            + 40 * self.placed.len();
        // Offsets of records and points are 31 bits.
        if size > self.limit || self.points.len() >= 1 << 31 || self.placed.len() >= 1 << 27 {
            return Err(BuildError::TooLarge(self.limit));
        }
        Ok(())
    }

    /// Adds an area, whose id is greater than those added before.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn add(&mut self, row: &AreaRow<'_>) -> Result<(), BuildError> {
        if self.entries.last().is_some_and(|last| last.id >= row.id) {
            return Err(BuildError::Order(row.id));
        }
        let decode = |error| BuildError::Decode { id: row.id, error };
        let geometry = codec::read(row.geometry).map_err(decode)?;
        let outline = rings(&geometry);
        let positions = || outline.iter().flatten();
        if !positions().flatten().all(|ordinate| ordinate.is_finite()) {
            return Err(BuildError::NotFinite(row.id));
        }
        if self.entries.is_empty() {
            self.head.srid = geometry.srid;
        } else if geometry.srid != self.head.srid {
            return Err(BuildError::Srid(row.id));
        }
        let stored = stored_form(row, geometry)?;
        // The coordinates of a stored polygon follow a header of 4 bytes and a multiple of 8: aligned from here.
        let start = self.bytes.len().next_multiple_of(8) + 4;
        self.bytes.resize(start, 0);
        self.bytes.extend_from_slice(&stored);
        let text = self.bytes.len();
        self.bytes.extend_from_slice(row.code.as_bytes());
        self.bytes.extend_from_slice(row.name.as_bytes());
        let length =
            |length: usize| u32::try_from(length).map_err(|_| BuildError::TooLarge(self.limit));
        self.entries.push(Entry {
            bounds: bounds(positions()),
            geometry: start as u64,
            text: text as u64,
            geometry_length: length(stored.len())?,
            code_length: length(row.code.len())?,
            name_length: length(row.name.len())?,
            id: row.id,
        });
        self.outlines.push(outline);
        self.check_size()
    }

    /// Chooses the cells from the extent and the number of edges.
    fn lay_grid(&mut self) -> Result<(), BuildError> {
        let edges: usize = self.outlines.iter().flatten().map(Vec::len).sum();
        let all = self.entries.iter().map(|entry| entry.bounds);
        let [x0, y0, x1, y1] = all.fold(NOWHERE, |a, b| {
            [
                a[0].min(b[0]),
                a[1].min(b[1]),
                a[2].max(b[2]),
                a[3].max(b[3]),
            ]
        });
        if x0 > x1 {
            self.head.side = 1.0;
            return Ok(());
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count of edges is far below 2^52"
        )]
        let wanted = (edges as f64 / EDGES_PER_CELL).clamp(CELLS[0], CELLS[1]);
        // As many square cells as wanted; for an extent as thin as a thread, as long.
        let [width, height] = [x1 - x0, y1 - y0];
        let side = (width / wanted.sqrt() * (height / wanted.sqrt()))
            .sqrt()
            .max(width.max(height) / wanted)
            .max(f64::MIN_POSITIVE);
        // One cell more on each side keeps what lies on the extent's border inside, whatever the rounding.
        self.head.origin = [x0 - side, y0 - side];
        self.head.side = side;
        let count = |length: f64| {
            let cells = (length / side).ceil() + 3.0;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "bounded by the number of cells wanted"
            )]
            (cells < 2.0 * CELLS[1]).then_some(cells as u32)
        };
        let too_large = BuildError::TooLarge(self.limit);
        self.head.columns = count(width).ok_or(too_large)?;
        self.head.rows = count(height).ok_or(too_large)?;
        let cells = u64::from(self.head.columns) * u64::from(self.head.rows);
        if cells * 4 > self.limit as u64 || cells >= 1 << 31 {
            return Err(too_large);
        }
        Ok(())
    }

    fn place_borders(&mut self, interrupt: &mut dyn FnMut()) -> Result<(), BuildError> {
        for area in 0..self.outlines.len() {
            interrupt();
            let rings = std::mem::take(&mut self.outlines[area]);
            if !rings.is_empty() {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "fewer areas than placed ones"
                )]
                self.place(area as u32, &rings, interrupt)?;
            }
            self.check_size()?;
        }
        Ok(())
    }

    /// Places one area: cell by cell along its borders, then row by row the cells between them.
    fn place(
        &mut self,
        area: u32,
        rings: &[Vec<Position>],
        interrupt: &mut dyn FnMut(),
    ) -> Result<(), BuildError> {
        let head = self.head;
        let mut steps = 0;
        let mut edges = Vec::new();
        for (ring, positions) in rings.iter().enumerate() {
            for (edge, pair) in positions.windows(2).enumerate() {
                for_each_cell(&head, MARGIN, pair[0], pair[1], &mut |column, row| {
                    edges.push((row, column, ring, edge));
                });
                tick(&mut steps, interrupt);
            }
        }
        edges.sort_unstable();
        let mut rest = edges.as_slice();
        while let Some(&(row, ..)) = rest.first() {
            let (of_row, others) = rest.split_at(rest.partition_point(|edge| edge.0 == row));
            rest = others;
            self.place_row(area, rings, row, of_row)?;
            steps += of_row.len();
            tick(&mut steps, interrupt);
        }
        Ok(())
    }

    /// Edges of one row of cells, sorted by column: each cell with edges is recorded, each run of cells between them is full or
    /// empty. Every row that an area meets has edges of it.
    fn place_row(
        &mut self,
        area: u32,
        rings: &[Vec<Position>],
        row: u32,
        edges: &[EdgeInCell],
    ) -> Result<(), BuildError> {
        let head = self.head;
        // What a horizontal line in this row may cross.
        let mut crossed: Vec<_> = edges
            .iter()
            .map(|&(_, _, ring, edge)| (ring, edge))
            .collect();
        crossed.sort_unstable();
        crossed.dedup();
        let inside = |at: Position| {
            let crossings = crossed
                .iter()
                .filter(|&&(ring, edge)| crosses_ray(at, rings[ring][edge], rings[ring][edge + 1]));
            crossings.count() % 2 == 1
        };
        let mut rest = edges;
        let mut next_column = None;
        while let Some(&(_, column, ..)) = rest.first() {
            let (of_cell, others) = rest.split_at(rest.partition_point(|edge| edge.1 == column));
            rest = others;
            if let Some(first) = next_column.filter(|first| *first < column)
                && inside(anchor(&head, first, row, 0))
            {
                self.placed.extend((first..column).map(|column| Placed {
                    cell: row * head.columns + column,
                    area,
                    content: Content::Full,
                }));
            }
            next_column = Some(column + 1);
            let content = self.borders(area, rings, (column, row), of_cell, &inside)?;
            self.placed.push(Placed {
                cell: row * head.columns + column,
                area,
                content,
            });
        }
        Ok(())
    }

    fn borders(
        &mut self,
        area: u32,
        rings: &[Vec<Position>],
        (column, row): (u32, u32),
        edges: &[EdgeInCell],
        inside: &dyn Fn(Position) -> bool,
    ) -> Result<Content, BuildError> {
        let pair = |ring: usize, edge: usize| (rings[ring][edge], rings[ring][edge + 1]);
        let candidate = (0..ANCHORS)
            .map(|candidate| (candidate, anchor(&self.head, column, row, candidate)))
            .find(|&(_, at)| {
                edges.iter().all(|&(_, _, ring, edge)| {
                    let (a, b) = pair(ring, edge);
                    turn(a, b, at) != 0.0
                })
            });
        let id = self.entries[area as usize].id;
        let (number, at) = candidate.ok_or(BuildError::NoAnchor(id))?;
        let offset =
            |points: usize| u32::try_from(points).map_err(|_| BuildError::TooLarge(self.limit));
        let first_point = offset(self.points.len())?;
        let mut runs: Vec<u32> = Vec::new();
        let mut last = None;
        for &(_, _, ring, edge) in edges {
            if last != Some((ring, edge)) {
                runs.push(1);
                self.points.push(rings[ring][edge]);
            }
            self.points.push(rings[ring][edge + 1]);
            if let Some(run) = runs.last_mut() {
                *run += 1;
            }
            last = Some((ring, edge + 1));
        }
        Ok(Content::Borders {
            anchor: number,
            inside: inside(at),
            first_point,
            runs,
        })
    }

    fn into_words(mut self) -> Result<Vec<u64>, BuildError> {
        self.placed
            .sort_unstable_by_key(|placed| (placed.cell, placed.area));
        let count = self.head.columns as usize * self.head.rows as usize;
        let mut cells = vec![0_u32; count];
        let mut records: Vec<u64> = Vec::new();
        let mut rest = self.placed.as_slice();
        while let Some(first) = rest.first() {
            let (of_cell, others) =
                rest.split_at(rest.partition_point(|placed| placed.cell == first.cell));
            rest = others;
            let Some(cell) = cells.get_mut(first.cell as usize) else {
                continue;
            };
            *cell = if let [
                Placed {
                    area,
                    content: Content::Full,
                    ..
                },
            ] = of_cell
            {
                area + 1
            } else {
                let offset = u32::try_from(records.len())
                    .ok()
                    .filter(|offset| offset & RECORD == 0);
                write_record(&mut records, of_cell, &self.points);
                offset.ok_or(BuildError::TooLarge(self.limit))? | RECORD
            };
        }
        drop(std::mem::take(&mut self.placed));
        self.assemble(&cells, &records)
    }

    fn assemble(mut self, cells: &[u32], records: &[u64]) -> Result<Vec<u64>, BuildError> {
        self.head.magic = MAGIC;
        self.head.areas =
            u32::try_from(self.entries.len()).map_err(|_| BuildError::TooLarge(self.limit))?;
        self.head.cells = cells.len() as u64;
        self.head.records = records.len() as u64;
        self.head.bytes = self.bytes.len() as u64;
        let mut words = vec![0_u64; HEAD_WORDS];
        append(&mut words, &self.entries);
        append(&mut words, cells);
        append(&mut words, records);
        append(&mut words, &self.bytes);
        self.head.words = words.len() as u64;
        words[..HEAD_WORDS].copy_from_slice(bytemuck::cast_slice(&[self.head]));
        if size_of_val(words.as_slice()) > self.limit {
            return Err(BuildError::TooLarge(self.limit));
        }
        Ok(words)
    }
}

const NOWHERE: [f64; 4] = [
    f64::INFINITY,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NEG_INFINITY,
];

fn tick(steps: &mut usize, interrupt: &mut dyn FnMut()) {
    *steps += 1;
    if *steps >= STEPS_PER_CHECK {
        *steps = 0;
        interrupt();
    }
}

fn append<T: bytemuck::NoUninit>(words: &mut Vec<u64>, items: &[T]) {
    let bytes: &[u8] = bytemuck::cast_slice(items);
    let start = words.len();
    words.resize(start + bytes.len().div_ceil(8), 0);
    let target: &mut [u8] = bytemuck::cast_slice_mut(&mut words[start..]);
    target[..bytes.len()].copy_from_slice(bytes);
}

/// Writes the record of a cell: see [`RecordHead`].
fn write_record(records: &mut Vec<u64>, placed: &[Placed], points: &[Position]) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "fewer than 2^27 were placed"
    )]
    let length = |count: usize| count as u32;
    let full: Vec<_> = placed
        .iter()
        .filter(|placed| matches!(placed.content, Content::Full))
        .map(|placed| placed.area)
        .collect();
    append(
        records,
        &[RecordHead {
            full: length(full.len()),
            borders: length(placed.len() - full.len()),
        }],
    );
    append(records, &full);
    for placed in placed {
        if let Content::Borders {
            anchor,
            inside,
            first_point,
            runs,
        } = &placed.content
        {
            let positions: u32 = runs.iter().sum();
            append(
                records,
                &[BorderHead {
                    area: placed.area,
                    anchor: anchor << 1 | u32::from(*inside),
                    runs: length(runs.len()),
                    positions,
                }],
            );
            append(records, runs);
            let own = points.iter().skip(*first_point as usize);
            let own: Vec<_> = own.take(positions as usize).copied().collect();
            append(records, &own);
        }
    }
}

fn bounds<'a>(positions: impl Iterator<Item = &'a Position>) -> [f64; 4] {
    positions.fold(NOWHERE, |[x0, y0, x1, y1], [x, y]| {
        [x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)]
    })
}

/// The rings of a (multi)polygon, closed; those without extent are left out.
fn rings(geometry: &Geometry) -> Vec<Vec<Position>> {
    let mut rings = Vec::new();
    let mut take = |shape: &Shape| {
        if let Shape::Polygon(lists) = shape {
            rings.extend(lists.iter().map(|list| ring(list, geometry.dims)));
        }
    };
    match &geometry.shape {
        Shape::Collection(Kind::MultiPolygon, members) => members.iter().for_each(take),
        shape => take(shape),
    }
    rings.retain(|ring| ring.len() > 3);
    rings
}

fn ring(list: &[f64], dims: Dims) -> Vec<Position> {
    let mut ring: Vec<_> = list
        .chunks_exact(dims.stride())
        .map(|p| [p[0], p[1]])
        .collect();
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
        && !coincide(first, last)
    {
        ring.push(first);
    }
    // An edge without length has no side, where an anchor would have to be.
    ring.dedup_by(|one, other| coincide(*one, *other));
    ring
}

/// What is given out for an area: the stored bytes themselves when they are in two dimensions.
fn stored_form(row: &AreaRow<'_>, geometry: Geometry) -> Result<Vec<u8>, BuildError> {
    if geometry.dims == Dims::default() {
        return Ok(row.geometry.to_vec());
    }
    let flat = Geometry {
        shape: flattened(geometry.shape, geometry.dims),
        dims: Dims::default(),
        ..geometry
    };
    codec::write(&flat).map_err(|error| BuildError::Encode { id: row.id, error })
}

fn flattened(shape: Shape, dims: Dims) -> Shape {
    let list = |list: Vec<f64>| {
        list.chunks_exact(dims.stride())
            .flat_map(|p| [p[0], p[1]])
            .collect()
    };
    match shape {
        Shape::Point(ordinates) => Shape::Point(list(ordinates)),
        Shape::LineString(ordinates) => Shape::LineString(list(ordinates)),
        Shape::CircularString(ordinates) => Shape::CircularString(list(ordinates)),
        Shape::Triangle(ordinates) => Shape::Triangle(list(ordinates)),
        Shape::Polygon(rings) => Shape::Polygon(rings.into_iter().map(list).collect()),
        Shape::Collection(kind, members) => Shape::Collection(
            kind,
            members
                .into_iter()
                .map(|member| flattened(member, dims))
                .collect(),
        ),
    }
}

/// Whether the edge crosses the ray from the position to the right; the position is not on it.
fn crosses_ray(at: Position, a: Position, b: Position) -> bool {
    (a[1] <= at[1]) != (b[1] <= at[1]) && (turn(a, b, at) > 0.0) == (b[1] > a[1])
}
