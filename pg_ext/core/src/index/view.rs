//! Reads an index in place. Whatever the words are, nothing here panics or reads outside of them: offsets are checked as they
//! are followed, and a damaged index holds fewer areas.

use std::ops::{ControlFlow, Range};

use thiserror::Error;

use super::layout::{
    BorderHead, Entry, HEAD_WORDS, Head, MAGIC, RECORD, RecordHead, anchor, cell_of,
};
use crate::codec::Header;
use crate::paths::{Position, turn};

/// Why words are no index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ViewError {
    /// They do not start as an index does, or come from another version.
    #[error("not an index of areas of this version")]
    Magic,
    /// Lengths do not add up.
    #[error("the index is cut short or damaged")]
    Length,
}

/// An index, read where it lies.
#[derive(Debug, Clone, Copy)]
pub struct AreaIndex<'a> {
    pub(super) head: Head,
    entries: &'a [Entry],
    cells: &'a [u32],
    records: &'a [u64],
    bytes: &'a [u8],
}

/// One area of an index.
#[derive(Debug, Clone, Copy)]
pub struct Area<'a> {
    bytes: &'a [u8],
    entry: &'a Entry,
}

impl<'a> AreaIndex<'a> {
    /// Reads the header and cuts the words into sections, without going through them.
    ///
    /// # Errors
    /// [`ViewError`].
    pub fn open(words: &'a [u64]) -> Result<Self, ViewError> {
        let head: Head = words
            .get(..HEAD_WORDS)
            .and_then(|head| bytemuck::try_cast_slice(head).ok()?.first().copied())
            .ok_or(ViewError::Magic)?;
        if head.magic != MAGIC {
            return Err(ViewError::Magic);
        }
        let mut sections = Sections(&words[HEAD_WORDS..]);
        let index = Self {
            head,
            entries: sections.take(u64::from(head.areas))?,
            cells: sections.take(head.cells)?,
            records: sections.take(head.records)?,
            bytes: sections.take(head.bytes)?,
        };
        let cells = u64::from(head.columns).checked_mul(u64::from(head.rows));
        if head.words == words.len() as u64
            && sections.0.is_empty()
            && cells == Some(head.cells)
            && head.side > 0.0
        {
            Ok(index)
        } else {
            Err(ViewError::Length)
        }
    }

    /// Projection of the areas; 0 when there is none.
    #[must_use]
    pub fn srid(&self) -> i32 {
        self.head.srid
    }

    /// Number of areas.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The area of that number, from 0, by increasing id.
    #[must_use]
    pub fn area(&self, number: u32) -> Option<Area<'a>> {
        let entry = self.entries.get(number as usize)?;
        Some(Area {
            bytes: self.bytes,
            entry,
        })
    }

    /// The number of the area of that id.
    #[must_use]
    pub fn number_of(&self, id: i32) -> Option<u32> {
        let number = self
            .entries
            .binary_search_by_key(&id, |entry| entry.id)
            .ok()?;
        u32::try_from(number).ok()
    }

    /// Calls `found` with the number of each area that holds the position, borders included, by increasing id.
    #[inline]
    pub fn at(&self, position: Position, found: &mut impl FnMut(u32)) {
        let _ = self.try_at(position, &mut |number| {
            found(number);
            ControlFlow::<()>::Continue(())
        });
    }

    /// The number of the first of these areas, told without asking about the others.
    #[inline]
    #[must_use]
    pub fn first_at(&self, position: Position) -> Option<u32> {
        self.try_at(position, &mut ControlFlow::Break).break_value()
    }

    #[inline]
    fn try_at<B>(
        &self,
        position: Position,
        found: &mut impl FnMut(u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let Some((column, row)) = self.cell(position) else {
            return ControlFlow::Continue(());
        };
        let number = row as usize * self.head.columns as usize + column as usize;
        match self.cells.get(number) {
            None | Some(0) => ControlFlow::Continue(()),
            Some(cell) if cell & RECORD == 0 => found(cell - 1),
            Some(cell) => self.in_record(cell & !RECORD, (column, row), position, found),
        }
    }

    /// Calls `found` with the number of each area that may have a position in this rectangle: those of all the cells it meets.
    /// In no order, and an area several times.
    pub fn near(
        &self,
        [x0, y0, x1, y1]: [f64; 4],
        interrupt: &mut dyn FnMut(),
        found: &mut dyn FnMut(u32),
    ) {
        let range = |low: f64, high: f64, origin: f64, count: u32| {
            let last = origin + f64::from(count) * self.head.side;
            if !(low <= high && high >= origin && low <= last) {
                return 0..0;
            }
            let cell = |ordinate: f64| {
                cell_of(ordinate.clamp(origin, last), origin, self.head.side)
                    .map_or(0, |cell| cell.min(count.saturating_sub(1)))
            };
            // One more on each side: the cell of an ordinate may be rounded.
            cell(low).saturating_sub(1)..(cell(high) + 2).min(count)
        };
        let columns = range(x0, x1, self.head.origin[0], self.head.columns);
        for row in range(y0, y1, self.head.origin[1], self.head.rows) {
            interrupt();
            for column in columns.clone() {
                self.of_cell(column, row, found);
            }
        }
    }

    fn of_cell(&self, column: u32, row: u32, found: &mut dyn FnMut(u32)) {
        self.in_cell(column, row, &mut |content| match content {
            Content::Full(area) | Content::Borders(Border { area, .. }) => found(area),
        });
    }

    /// Calls `each` with what each area has in a cell: those that cover it first, then those with borders in it.
    #[inline]
    pub(super) fn in_cell(&self, column: u32, row: u32, each: &mut impl FnMut(Content<'a>)) {
        let number = row as usize * self.head.columns as usize + column as usize;
        if let Some(cell) = self.cells.get(number) {
            self.in_told(*cell, each);
        }
    }

    /// What is said of the cells of these columns in a row, as [`Self::in_told`] reads it.
    #[inline]
    pub(super) fn told(&self, row: u32, columns: &Range<u32>) -> &'a [u32] {
        let first = row as usize * self.head.columns as usize;
        let columns = first + columns.start as usize..first + columns.end as usize;
        self.cells.get(columns).unwrap_or_default()
    }

    /// [`Self::in_cell`] for a cell of which that is said.
    #[inline]
    pub(super) fn in_told(&self, cell: u32, each: &mut impl FnMut(Content<'a>)) {
        if cell == 0 {
            return;
        }
        if cell & RECORD == 0 {
            each(Content::Full(cell - 1));
        } else if let Some(record) = self.record(cell & !RECORD) {
            record
                .full
                .iter()
                .for_each(|area| each(Content::Full(*area)));
            record
                .borders()
                .for_each(|border| each(Content::Borders(border)));
        }
    }

    /// The anchor of the borders of an area in a cell, if it is inside the area.
    pub(super) fn inner_anchor(
        &self,
        border: &Border<'_>,
        (column, row): (u32, u32),
    ) -> Option<Position> {
        (border.anchor & 1 == 1).then(|| anchor(&self.head, column, row, border.anchor >> 1))
    }

    #[inline]
    fn cell(&self, position: Position) -> Option<(u32, u32)> {
        let column = cell_of(position[0], self.head.origin[0], self.head.side)?;
        let row = cell_of(position[1], self.head.origin[1], self.head.side)?;
        (column < self.head.columns && row < self.head.rows).then_some((column, row))
    }

    #[inline]
    fn record(&self, offset: u32) -> Option<Record<'a>> {
        let mut rest = self.records.get(offset as usize..)?;
        let head: RecordHead = *items(&mut rest, 1)?.first()?;
        Some(Record {
            full: items(&mut rest, head.full)?,
            borders: head.borders,
            rest,
        })
    }

    fn in_record<B>(
        &self,
        offset: u32,
        cell: (u32, u32),
        position: Position,
        found: &mut impl FnMut(u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let Some(record) = self.record(offset) else {
            return ControlFlow::Continue(());
        };
        // Both lists are by increasing number: merged, so that the areas found are too.
        let mut full = record.full.iter().copied().peekable();
        for border in record.borders() {
            while let Some(area) = full.next_if(|area| *area < border.area) {
                found(area)?;
            }
            if self.holds(&border, cell, position) {
                found(border.area)?;
            }
        }
        full.try_for_each(found)
    }

    /// Whether the area whose borders these are holds the position, its border included.
    #[inline]
    fn holds(&self, border: &Border<'_>, (column, row): (u32, u32), position: Position) -> bool {
        let from = anchor(&self.head, column, row, border.anchor >> 1);
        let mut inside = border.anchor & 1 == 1;
        let mut positions = border.positions;
        for &length in border.runs {
            let Some((run, rest)) = positions.split_at_checked(length as usize) else {
                return false;
            };
            positions = rest;
            match crossings(from, position, run) {
                None => return true,
                Some(odd) => inside ^= odd,
            }
        }
        inside
    }
}

impl<'a> Area<'a> {
    /// Its `id_area`.
    #[must_use]
    pub fn id(self) -> i32 {
        self.entry.id
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'a str {
        self.text(0, self.entry.code_length)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.text(self.entry.code_length, self.entry.name_length)
    }

    /// Lowest X and Y, highest X and Y; not finite for an area without positions.
    #[must_use]
    pub fn bounds(self) -> [f64; 4] {
        self.entry.bounds
    }

    /// Its geometry as `PostGIS` stores it, in two dimensions.
    #[must_use]
    pub fn serialized(self) -> &'a [u8] {
        self.slice(self.entry.geometry, self.entry.geometry_length)
    }

    /// Its polygons, each the outer ring then the holes. `None` when its geometry is none, or damaged.
    #[must_use]
    pub fn polygons(self) -> Option<Vec<Vec<&'a [Position]>>> {
        polygons_of(self.serialized())
    }

    fn slice(self, start: u64, length: u32) -> &'a [u8] {
        usize::try_from(start)
            .ok()
            .and_then(|start| self.bytes.get(start..start.checked_add(length as usize)?))
            .unwrap_or_default()
    }

    fn text(self, start: u32, length: u32) -> &'a str {
        let bytes = self.slice(self.entry.text.saturating_add(u64::from(start)), length);
        str::from_utf8(bytes).unwrap_or_default()
    }
}

/// The words not yet taken.
struct Sections<'a>(&'a [u64]);

impl<'a> Sections<'a> {
    fn take<T: bytemuck::AnyBitPattern>(&mut self, count: u64) -> Result<&'a [T], ViewError> {
        let count = usize::try_from(count).map_err(|_| ViewError::Length)?;
        let bytes = count.checked_mul(size_of::<T>()).ok_or(ViewError::Length)?;
        let (section, rest) = self
            .0
            .split_at_checked(bytes.div_ceil(8))
            .ok_or(ViewError::Length)?;
        self.0 = rest;
        let section: &[u8] = bytemuck::cast_slice(section);
        bytemuck::try_cast_slice(&section[..bytes]).map_err(|_| ViewError::Length)
    }
}

/// The next items of the words, which start at a word.
#[inline]
fn items<'a, T: bytemuck::AnyBitPattern>(words: &mut &'a [u64], count: u32) -> Option<&'a [T]> {
    let bytes = (count as usize).checked_mul(size_of::<T>())?;
    let (section, rest) = words.split_at_checked(bytes.div_ceil(8))?;
    *words = rest;
    let section: &[u8] = bytemuck::cast_slice(section);
    bytemuck::try_cast_slice(section.get(..bytes)?).ok()
}

/// What a cell with borders says.
struct Record<'a> {
    full: &'a [u32],
    borders: u32,
    rest: &'a [u64],
}

/// What an area has in a cell.
pub(super) enum Content<'a> {
    /// It covers the cell.
    Full(u32),
    /// It has borders there.
    Borders(Border<'a>),
}

/// The borders of one area in a cell.
pub(super) struct Border<'a> {
    pub(super) area: u32,
    anchor: u32,
    runs: &'a [u32],
    positions: &'a [Position],
}

impl<'a> Border<'a> {
    /// The edges of the area that come near the cell.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Position, Position)> + use<'a> {
        let mut positions = self.positions;
        self.runs.iter().flat_map(move |length| {
            let run = positions.split_at_checked(*length as usize);
            let (run, rest) = run.unwrap_or_default();
            positions = rest;
            run.windows(2).map(|ends| (ends[0], ends[1]))
        })
    }

    #[inline]
    fn next(rest: &mut &'a [u64]) -> Option<Self> {
        let head: BorderHead = *items(rest, 1)?.first()?;
        Some(Self {
            area: head.area,
            anchor: head.anchor,
            runs: items(rest, head.runs)?,
            positions: items(rest, head.positions)?,
        })
    }
}

impl<'a> Record<'a> {
    #[inline]
    fn borders(&self) -> impl Iterator<Item = Border<'a>> + use<'a> {
        let mut rest = self.rest;
        (0..self.borders).map_while(move |_| Border::next(&mut rest))
    }
}

/// Whether the segment from `from`, which is on no edge, to `to` crosses the consecutive edges an odd number of times; `None` when
/// `to` is on one of them.
///
/// A vertex on the line of the segment counts as being on its left: a border that passes through it is crossed once, one that
/// only touches it twice or never.
#[inline]
fn crossings(from: Position, to: Position, points: &[Position]) -> Option<bool> {
    let (&first, others) = points.split_first()?;
    let mut odd = false;
    let mut a = first;
    let mut side_a = turn(from, to, a);
    for &b in others {
        let side_b = turn(from, to, b);
        if (side_a == 0.0 || side_b == 0.0) && is_on(a, b, to) {
            return None;
        }
        if (side_a >= 0.0) != (side_b >= 0.0) {
            let side_to = turn(a, b, to);
            if side_to == 0.0 {
                return None;
            }
            odd ^= (side_to > 0.0) != (turn(a, b, from) > 0.0);
        }
        a = b;
        side_a = side_b;
    }
    Some(odd)
}

/// Whether the position is on the edge, ends included.
fn is_on(a: Position, b: Position, at: Position) -> bool {
    let between = |a: f64, b: f64, at: f64| a.min(b) <= at && at <= a.max(b);
    between(a[0], b[0], at[0]) && between(a[1], b[1], at[1]) && turn(a, b, at) == 0.0
}

const POLYGON: u32 = 3;
const MULTIPOLYGON: u32 = 6;

/// The rings of a serialized (multi)polygon in two dimensions, lent as they lie.
fn polygons_of(bytes: &[u8]) -> Option<Vec<Vec<&[Position]>>> {
    let header = Header::read(bytes).ok()?;
    let mut rest = bytes.get(header.body..)?;
    let word = |rest: &mut &[u8]| {
        let (word, after) = rest.split_first_chunk::<4>()?;
        *rest = after;
        Some(u32::from_ne_bytes(*word))
    };
    let kind = word(&mut rest)?;
    let count = word(&mut rest)?;
    if kind == POLYGON {
        return Some(vec![rings_of(&mut rest, count)?]);
    }
    if kind != MULTIPOLYGON {
        return None;
    }
    let mut polygons = Vec::new();
    for _ in 0..count {
        if word(&mut rest)? != POLYGON {
            return None;
        }
        let count = word(&mut rest)?;
        polygons.push(rings_of(&mut rest, count)?);
    }
    Some(polygons)
}

fn rings_of<'a>(rest: &mut &'a [u8], count: u32) -> Option<Vec<&'a [Position]>> {
    let count = usize::try_from(count).ok()?;
    let (lengths, mut after) = rest.split_at_checked(count.checked_mul(4)?)?;
    if count % 2 == 1 {
        after = after.get(4..)?;
    }
    let mut rings = Vec::new();
    for length in lengths.as_chunks::<4>().0 {
        let length = usize::try_from(u32::from_ne_bytes(*length)).ok()?;
        let (ring, others) = after.split_at_checked(length.checked_mul(size_of::<Position>())?)?;
        rings.push(bytemuck::try_cast_slice(ring).ok()?);
        after = others;
    }
    *rest = after;
    Some(rings)
}
