//! The cells of an index under polygons: which are within them, and which their border comes near.

use std::ops::Range;

use super::layout::{Head, cell_span, for_each_cell};
use crate::relate::{Polygons, Position, Side, locate};

/// How far beyond its sides a cell takes the border of the polygons, as a part of its side: ten times what an index may take
/// of the border of an area, even for an edge of many thousand cells.
const MARGIN: f64 = 1.0 / 32.0;

/// How a cell lies to the polygons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Not yet known.
    Unknown,
    /// They have no position in it, nor within the margin around it.
    Outside,
    /// Their border passes in it or within the margin around it.
    Crossed,
    /// It is in their interior, and so is the margin around it.
    Inside,
}

/// Places of the cells of a rectangle that holds all the polygons, as far as there are cells.
pub(super) struct Footprint {
    columns: Range<u32>,
    rows: Range<u32>,
    /// Row by row.
    places: Vec<Place>,
}

impl Footprint {
    pub(super) fn of(head: &Head, polygons: &Polygons<'_>, interrupt: &mut dyn FnMut()) -> Self {
        let margin = MARGIN * head.side;
        let ranges = polygons.bounds().map(|[low, high]| {
            [(0, head.columns), (1, head.rows)].map(|(axis, count)| {
                let span = [low[axis] - margin, high[axis] + margin];
                cell_span(head.origin[axis], head.side, count, span)
            })
        });
        let [columns, rows] = ranges.unwrap_or_default();
        let mut footprint = Self {
            places: vec![Place::Unknown; columns.len() * rows.len()],
            columns,
            rows,
        };
        if !footprint.places.is_empty() {
            footprint.mark_border(head, polygons, interrupt);
            footprint.place_others(head, polygons, interrupt);
        }
        footprint
    }

    /// The column and the row of each cell that is not outside, with its place, row by row.
    pub(super) fn cells(&self) -> impl Iterator<Item = ((u32, u32), Place)> {
        let rows = self.places_by_row();
        let all = rows.flat_map(|(row, places)| {
            let columns = self.columns.clone().map(move |column| (column, row));
            columns.zip(places.iter().copied())
        });
        all.filter(|(_, place)| *place != Place::Outside)
    }

    /// The columns that each row has.
    pub(super) const fn columns(&self) -> &Range<u32> {
        &self.columns
    }

    /// Each row, with the places of its cells.
    pub(super) fn places_by_row(&self) -> impl Iterator<Item = (u32, &[Place])> {
        // A chunk cannot be of nothing; without columns there is no place.
        self.rows
            .clone()
            .zip(self.places.chunks(self.columns.len().max(1)))
    }

    fn mark_border(&mut self, head: &Head, polygons: &Polygons<'_>, interrupt: &mut dyn FnMut()) {
        let per_unit = 1.0 / head.side;
        let from_origin =
            |at: Position| [0, 1].map(|axis| (at[axis] - head.origin[axis]) * per_unit);
        for ring in 0..polygons.rings.len() {
            let positions = polygons.rings.positions(ring);
            let mut before = positions
                .first()
                .copied()
                .map(from_origin)
                .unwrap_or_default();
            for ends in positions.windows(2) {
                interrupt();
                let after = from_origin(ends[1]);
                self.mark_edge(head, (ends[0], ends[1]), [before, after]);
                before = after;
            }
        }
    }

    /// Marks the cells that an edge comes near, given its ends and the same counted in sides from the first cell. Around a short
    /// one all cells are marked, which spares the search for those that it does not come near.
    fn mark_edge(&mut self, head: &Head, (from, to): (Position, Position), ends: [Position; 2]) {
        let span = |axis: usize, cells: &Range<u32>| {
            let place = |sides: f64| {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "bounded by the cells"
                )]
                let cell = sides
                    .max(f64::from(cells.start))
                    .min(f64::from(cells.end - 1)) as u32;
                cell - cells.start
            };
            let [one, other] = [ends[0][axis], ends[1][axis]];
            place(one.min(other) - MARGIN)..=place(one.max(other) + MARGIN)
        };
        let (columns, rows) = (span(0, &self.columns), span(1, &self.rows));
        let width = self.columns.len();
        if columns.end() - columns.start() < 2 || rows.end() - rows.start() < 2 {
            for row in rows {
                let places = &mut self.places[row as usize * width..][..width];
                places[*columns.start() as usize..=*columns.end() as usize].fill(Place::Crossed);
            }
            return;
        }
        for_each_cell(head, MARGIN, from, to, &mut |column, row| {
            if self.columns.contains(&column) && self.rows.contains(&row) {
                let at = (row - self.rows.start) as usize * width;
                self.places[at + (column - self.columns.start) as usize] = Place::Crossed;
            }
        });
    }

    /// Two cells side by side that the border does not come near have the same place: asked for once per run of cells in a row
    /// that has no such neighbour in the row before.
    fn place_others(&mut self, head: &Head, polygons: &Polygons<'_>, interrupt: &mut dyn FnMut()) {
        let width = self.columns.len();
        for row in self.rows.clone() {
            interrupt();
            let start = (row - self.rows.start) as usize * width;
            let (before, rest) = self.places.split_at_mut(start);
            let before = &before[start.saturating_sub(width)..];
            let places = &mut rest[..width];
            let mut from = 0;
            while from < width {
                let run = places[from..].iter();
                let length = run.take_while(|place| **place != Place::Crossed).count();
                if length == 0 {
                    from += 1;
                    continue;
                }
                let beside = before.get(from..from + length).unwrap_or_default();
                let known = beside.iter().find(|place| **place != Place::Crossed);
                let place = known.copied().unwrap_or_else(|| {
                    let column = self.columns.start + u32::try_from(from).unwrap_or(u32::MAX);
                    match locate(centre(head, column, row), polygons) {
                        Side::Inside => Place::Inside,
                        Side::Outside => Place::Outside,
                        Side::Border => Place::Crossed,
                    }
                });
                places[from..from + length].fill(place);
                from += length;
            }
        }
    }
}

fn centre(head: &Head, column: u32, row: u32) -> Position {
    [
        head.origin[0] + (f64::from(column) + 0.5) * head.side,
        head.origin[1] + (f64::from(row) + 0.5) * head.side,
    ]
}
