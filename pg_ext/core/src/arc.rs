//! Which cells an arc of a circle meets: never fewer, and more only where it comes within its tolerance of a border.
//!
//! The arc is cut at its extremes into monotone pieces, each inside the rectangle of its ends; a piece is halved until
//! that rectangle, widened by the tolerance, lies in one cell, or is too small or too thin to matter. Only square roots and
//! the four operations are used, so that every machine gives the same answer.

use crate::blur::BlurError;
use crate::cells::{CellSet, Grid};
use crate::cover::{Position, coincide};

/// An arc whose radius exceeds its extent by that much is followed along its two chords, within its rise.
const NEARLY_STRAIGHT: f64 = 1e4;
/// Pieces smaller than this share of a cell are not halved any more.
const SMALLEST_PIECE: f64 = 1e-7;
/// A piece thinner than this share of the tolerance runs along an axis: halving it would part no cells.
const FLAT: f64 = 1.0 / 16.0;
/// Halvings of a piece: enough to go from the greatest ordinate to the smallest piece.
const MAX_HALVINGS: u32 = 80;

/// Given each chord in turn, with the set under construction.
pub(crate) type OnChord<'f> =
    dyn FnMut(Position, Position, &mut CellSet<'_>) -> Result<(), BlurError> + 'f;

/// Adds the cells met by the arc that goes from the first position to the third by the second, and gives its chords to
/// `on_chord`: between a chord and its piece of arc lie only cells that have been added. Equal ends are a whole circle
/// whose second position is opposite.
pub(crate) fn cover(
    [start, middle, end]: [Position; 3],
    grid: Grid,
    cells: &mut CellSet<'_>,
    on_chord: &mut OnChord<'_>,
) -> Result<(), BlurError> {
    let extent = distance(start, middle)
        .max(distance(middle, end))
        .max(distance(start, end));
    let magnitude = [start, middle, end]
        .iter()
        .flatten()
        .fold(0.0_f64, |most, ordinate| most.max(ordinate.abs()));
    let rounding = 1e-9 * extent + 1e-12 * magnitude;
    let circle = Circle::through(start, middle, end);
    let (round, tolerance) = match circle {
        Some(circle) if circle.radius <= NEARLY_STRAIGHT * extent => (
            Some(circle),
            rounding + 1e-14 * circle.radius * circle.radius / extent,
        ),
        // A minor arc over a chord c rises by less than c² / 4r. (A major one so wide is beyond what has a meaning.)
        Some(circle) => (None, rounding + extent * extent / (4.0 * circle.radius)),
        None => (None, rounding),
    };
    let mut piece = Piece {
        circle: round,
        tolerance,
        grid,
        cells,
        on_chord,
    };
    let Some(circle) = round else {
        piece.halve(start, middle, 0)?;
        return piece.halve(middle, end, 0);
    };
    for (from, to) in circle.monotone_pieces(start, middle, end) {
        piece.halve(from, to, 0)?;
    }
    Ok(())
}

fn distance(a: Position, b: Position) -> f64 {
    length([b[0] - a[0], b[1] - a[1]])
}

fn length([x, y]: Position) -> f64 {
    (x * x + y * y).sqrt()
}

fn cross(a: Position, b: Position) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

#[derive(Clone, Copy)]
struct Circle {
    centre: Position,
    radius: f64,
}

impl Circle {
    /// `None` when the positions are in line.
    fn through(start: Position, middle: Position, end: Position) -> Option<Self> {
        if coincide(start, end) {
            let centre = [start[0].midpoint(middle[0]), start[1].midpoint(middle[1])];
            let radius = distance(centre, start);
            return (radius > 0.0).then_some(Self { centre, radius });
        }
        let to_middle = [middle[0] - start[0], middle[1] - start[1]];
        let to_end = [end[0] - start[0], end[1] - start[1]];
        let determinant = 2.0 * cross(to_middle, to_end);
        let (m2, e2) = (
            length(to_middle) * length(to_middle),
            length(to_end) * length(to_end),
        );
        let offset = [
            (to_end[1] * m2 - to_middle[1] * e2) / determinant,
            (to_middle[0] * e2 - to_end[0] * m2) / determinant,
        ];
        let radius = length(offset);
        radius.is_finite().then_some(Self {
            centre: [start[0] + offset[0], start[1] + offset[1]],
            radius,
        })
    }

    fn arm_to(self, at: Position) -> Position {
        [at[0] - self.centre[0], at[1] - self.centre[1]]
    }

    /// The arc cut where it goes furthest left, right, up and down: six pieces at most.
    fn monotone_pieces(
        self,
        start: Position,
        middle: Position,
        end: Position,
    ) -> Vec<(Position, Position)> {
        let to_middle = [middle[0] - start[0], middle[1] - start[1]];
        let to_end = [end[0] - start[0], end[1] - start[1]];
        let counterclockwise = cross(to_middle, to_end) >= 0.0;
        let (first, last) = if counterclockwise {
            (start, end)
        } else {
            (end, start)
        };
        let target = self.arm_to(last);
        let mut pieces = Vec::with_capacity(6);
        let mut at = first;
        let mut direction = self.arm_to(first);
        let mut whole_turn = coincide(start, end);
        loop {
            let quadrant = quadrant(direction);
            let arrived = !whole_turn
                && self::quadrant(target) == quadrant
                && cross(direction, target) >= 0.0;
            if arrived || pieces.len() >= 5 {
                pieces.push((at, last));
                return pieces;
            }
            whole_turn = false;
            direction = AXES[quadrant].map(|component| component * self.radius);
            let next = [self.centre[0] + direction[0], self.centre[1] + direction[1]];
            pieces.push((at, next));
            at = next;
        }
    }
}

/// Where each quadrant ends, counterclockwise.
const AXES: [Position; 4] = [[0.0, 1.0], [-1.0, 0.0], [0.0, -1.0], [1.0, 0.0]];

/// Quadrant of a direction, with the axis where it begins.
fn quadrant([x, y]: Position) -> usize {
    match (x > 0.0, y > 0.0) {
        (true, _) if y >= 0.0 => 0,
        (_, true) => 1,
        _ if x < 0.0 => 2,
        _ => 3,
    }
}

struct Piece<'p, 'c, 'f> {
    circle: Option<Circle>,
    tolerance: f64,
    grid: Grid,
    cells: &'p mut CellSet<'c>,
    on_chord: &'p mut OnChord<'f>,
}

impl Piece<'_, '_, '_> {
    fn halve(&mut self, from: Position, to: Position, halvings: u32) -> Result<(), BlurError> {
        let [columns, rows] = [0, 1].map(|axis| {
            let (low, high) = (from[axis].min(to[axis]), from[axis].max(to[axis]));
            (
                self.grid.index(low - self.tolerance),
                self.grid.index(high + self.tolerance),
            )
        });
        let (width, height) = ((to[0] - from[0]).abs(), (to[1] - from[1]).abs());
        let smallest = (SMALLEST_PIECE * self.grid.size()).max(4.0 * self.tolerance);
        let one_cell = columns.0 == columns.1 && rows.0 == rows.1;
        let enough = width.max(height) <= smallest || width.min(height) <= FLAT * self.tolerance;
        if one_cell || enough || halvings >= MAX_HALVINGS {
            self.cells.admit(rows.0, rows.1)?;
            for row in rows.0..=rows.1 {
                self.cells.add(row, columns.0, columns.1)?;
            }
            return (self.on_chord)(from, to, self.cells);
        }
        self.cells.step();
        let middle = self.middle(from, to);
        self.halve(from, middle, halvings + 1)?;
        self.halve(middle, to, halvings + 1)
    }

    /// The middle of the piece between two positions, which are less than a quarter of a turn apart.
    fn middle(&self, from: Position, to: Position) -> Position {
        let Some(circle) = self.circle else {
            return [from[0].midpoint(to[0]), from[1].midpoint(to[1])];
        };
        let (a, b) = (circle.arm_to(from), circle.arm_to(to));
        let sum = [a[0] + b[0], a[1] + b[1]];
        let scale = circle.radius / length(sum);
        [
            circle.centre[0] + sum[0] * scale,
            circle.centre[1] + sum[1] * scale,
        ]
    }
}
