//! The layout of an index, shared by what writes it and what reads it: a header, then sections aligned on words.

use bytemuck::{Pod, Zeroable};

use crate::relate::Position;

/// First word of every index: changes with the layout.
pub(super) const MAGIC: u64 = u64::from_le_bytes(*b"gnareas2");

/// Bit of a cell's descriptor: the rest is the offset of its record. Without it, the rest is one more than the number of the
/// only area that covers the cell, or 0 when there is none.
pub(super) const RECORD: u32 = 1 << 31;

/// Candidates for the anchor of a cell, tried in order.
pub(super) const ANCHORS: u32 = 64;

/// What is known of the whole index.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Head {
    pub magic: u64,
    /// Words of the whole index, this header included.
    pub words: u64,
    /// Lower left corner of the cells.
    pub origin: Position,
    /// Side of a cell.
    pub side: f64,
    pub columns: u32,
    pub rows: u32,
    pub srid: i32,
    pub areas: u32,
    /// Lengths of the sections, in their own items.
    pub cells: u64,
    pub records: u64,
    pub bytes: u64,
}

/// Words of the header.
pub(super) const HEAD_WORDS: usize = size_of::<Head>() / 8;

/// Head of the record of a cell: how many areas cover it, and how many have borders in it. The numbers of the former follow, by
/// twos in a word, then the borders of the latter, each a [`BorderHead`], the lengths of its runs by twos in a word, and its positions.
/// All that is read for a position lies together.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct RecordHead {
    pub full: u32,
    pub borders: u32,
}

/// Head of the borders of one area in a cell.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct BorderHead {
    pub area: u32,
    /// Number of the anchor and, in the lowest bit, whether it is inside.
    pub anchor: u32,
    pub runs: u32,
    /// Positions of all runs.
    pub positions: u32,
}

/// One area.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Entry {
    /// Lowest X and Y, highest X and Y.
    pub bounds: [f64; 4],
    /// Offset of the serialized geometry in the bytes, such that its coordinates are aligned.
    pub geometry: u64,
    /// Offset of the code, followed by the name.
    pub text: u64,
    pub geometry_length: u32,
    pub code_length: u32,
    pub name_length: u32,
    pub id: i32,
}

/// The cell that holds an ordinate, counted from the origin; `None` before the first one, for NaN, and from 2^31 on.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the quotient is checked to be an index"
)]
pub(super) fn cell_of(ordinate: f64, origin: f64, side: f64) -> Option<u32> {
    let quotient = (ordinate - origin) / side;
    (0.0..2_147_483_648.0)
        .contains(&quotient)
        .then_some(quotient as u32)
}

/// The candidate of that number for the anchor of a cell: spread over the middle half of the cell, the centre first.
#[inline]
pub(super) fn anchor(head: &Head, column: u32, row: u32, candidate: u32) -> Position {
    let at = |within: Position| {
        [
            head.origin[0] + (f64::from(column) + within[0]) * head.side,
            head.origin[1] + (f64::from(row) + within[1]) * head.side,
        ]
    };
    // Nearly always: told without the steps.
    if candidate == 0 {
        return at([0.5; 2]);
    }
    // Steps without a common measure, so that no line passes through many of them.
    let step = f64::from(candidate);
    let shift = [step * 0.618_033_988_749, step * 0.414_213_562_373];
    at(shift.map(|shift| 0.25 + 0.5 * (0.5 + shift).fract()))
}

/// Calls `each` with the cells that an edge comes within a margin of, told as a part of the side; some of their neighbours
/// included, by an excess of the margin and of 10⁻⁹ of the edge's length. What is beyond the cells counts for the last ones.
pub(super) fn for_each_cell(
    head: &Head,
    margin: f64,
    a: Position,
    b: Position,
    each: &mut impl FnMut(u32, u32),
) {
    let margin = margin * head.side;
    let [x_low, x_high] = [a[0].min(b[0]) - margin, a[0].max(b[0]) + margin];
    let [low, high] = if a[1] <= b[1] { [a, b] } else { [b, a] };
    let rows = cell_span(
        head.origin[1],
        head.side,
        head.rows,
        [low[1] - margin, high[1] + margin],
    );
    for row in rows.clone() {
        let columns = if rows.len() == 1 {
            [x_low, x_high]
        } else {
            // Where the edge passes while it is in this row, widened by what the rounding may have lost.
            let border = |row: u32| head.origin[1] + f64::from(row) * head.side;
            let at = |y: f64| {
                let share = ((y - low[1]) / (high[1] - low[1])).clamp(0.0, 1.0);
                low[0] + share * (high[0] - low[0])
            };
            let [from, to] = [at(border(row) - margin), at(border(row + 1) + margin)];
            let wide = margin + 1e-9 * (x_high - x_low);
            [
                (from.min(to) - wide).max(x_low),
                (from.max(to) + wide).min(x_high),
            ]
        };
        for column in cell_span(head.origin[0], head.side, head.columns, columns) {
            each(column, row);
        }
    }
}

/// The cells that hold a span of ordinates; the last ones for what is beyond them.
pub(super) fn cell_span(
    origin: f64,
    side: f64,
    count: u32,
    [low, high]: [f64; 2],
) -> std::ops::Range<u32> {
    let last = count.saturating_sub(1);
    let end = origin + f64::from(count) * side;
    let cell = |ordinate: f64| {
        cell_of(ordinate.max(origin).min(end), origin, side).map_or(0, |cell| cell.min(last))
    };
    cell(low)..(cell(high) + 1).min(count)
}
