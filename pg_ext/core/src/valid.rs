//! Whether polygons are valid without a doubt, told much sooner than by a full judge of validity.
//!
//! A sufficient test, not a judge: what is not vouched for may be valid all the same, and must be asked elsewhere. Vouched for
//! are closed rings that have no contact with themselves nor with one another, each hole within its own outer ring and
//! nothing else within another. Signs that rounding may have changed vouch for nothing, so that no other judge, whatever the
//! precision it computes with, finds the contrary.

use std::ops::ControlFlow;

use crate::cover::coincide;
use crate::paths::{Bounds, Edge, Position};
use crate::relate::Polygons;

/// Fewest positions of a ring, the last one repeating the first.
const FEWEST: usize = 4;
/// Rounding that a difference of products of differences may have, as a share of its terms: more than the 3 × 2⁻⁵³ and
/// what follows it.
const ROUNDING: f64 = 1e-15;
/// Less than that may come from products that vanish.
const VANISHING: f64 = 1e-280;

/// Whether the polygons are valid in the OGC sense without a doubt. `interrupt` is called for each step of the work.
#[must_use]
pub fn is_evidently_valid(polygons: &Polygons<'_>, interrupt: &mut dyn FnMut()) -> bool {
    let rings = &polygons.rings;
    (0..rings.len()).all(|ring| {
        let positions = rings.positions(ring);
        let is_closed = positions.first().zip(positions.last());
        positions.len() >= FEWEST && is_closed.is_some_and(|(first, last)| coincide(*first, *last))
    }) && rings
        .join_self(
            &mut |one, other| {
                let last = rings.positions(one.path).len() - 2;
                if follow(one, other, last) || are_apart(one, other) {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            },
            interrupt,
        )
        .is_continue()
        && are_nested(polygons, interrupt)
}

/// The sign of a difference when rounding cannot have changed it; neither positive nor negative otherwise.
fn certain(first: f64, second: f64) -> f64 {
    let difference = first - second;
    if difference.abs() > ROUNDING * (first.abs() + second.abs()) + VANISHING {
        difference
    } else {
        0.0
    }
}

/// Positive when going from `a` by `b` to `c` turns left, negative when it turns right, zero when that is not certain.
fn turn(a: Position, b: Position, c: Position) -> f64 {
    certain((b[0] - a[0]) * (c[1] - a[1]), (b[1] - a[1]) * (c[0] - a[0]))
}

/// Whether one edge is certainly on one side of the line of the other.
fn are_apart(one: Edge, other: Edge) -> bool {
    let is_aside = |line: Edge, edge: Edge| {
        let from = turn(line.from, line.to, edge.from);
        let to = turn(line.from, line.to, edge.to);
        (from > 0.0 && to > 0.0) || (from < 0.0 && to < 0.0)
    };
    is_aside(one, other) || is_aside(other, one)
}

/// Whether both edges follow one another in their ring, whose last edge is given, and certainly have no more in common than the
/// position between them. A ring has at least three edges, so that they do not follow one another both ways.
fn follow(one: Edge, other: Edge, last: usize) -> bool {
    if one.path != other.path {
        return false;
    }
    let (before, after) = if other.rank == one.rank + 1 || (one.rank, other.rank) == (last, 0) {
        (one, other)
    } else if one.rank == other.rank + 1 || (other.rank, one.rank) == (last, 0) {
        (other, one)
    } else {
        return false;
    };
    let ahead =
        |axis: usize| (before.to[axis] - before.from[axis]) * (after.to[axis] - after.from[axis]);
    turn(before.from, before.to, after.to) != 0.0 || certain(ahead(0), -ahead(1)) > 0.0
}

/// Whether each hole is certainly within its outer ring and within no other ring, and each outer ring within none.
fn are_nested(polygons: &Polygons<'_>, interrupt: &mut dyn FnMut()) -> bool {
    let rings = &polygons.rings;
    if rings.len() < 2 {
        return true;
    }
    let mut around = vec![false; rings.len()];
    (0..rings.len()).all(|ring| {
        interrupt();
        let Some(at) = rings.start(ring) else {
            return false;
        };
        around.fill(false);
        let outer = polygons.outer_ring(ring);
        let [x, y] = at;
        // Only what a ray to the right may meet.
        let mut wanted =
            |bounds: &Bounds| bounds.low[1] <= y && y <= bounds.high[1] && x <= bounds.high[0];
        let counted = rings.search(&mut wanted, &mut |edge| {
            if edge.path == ring {
                return ControlFlow::Continue(());
            }
            let (low, high) = if edge.to[1] < edge.from[1] {
                (edge.to, edge.from)
            } else {
                (edge.from, edge.to)
            };
            // An end belongs to the edge above it, so that a ray which passes by a position counts right.
            if y < low[1] || high[1] <= y || (low[0] < x && high[0] < x) {
                return ControlFlow::Continue(());
            }
            let left_of_it = turn(low, high, at);
            if left_of_it == 0.0 {
                return ControlFlow::Break(());
            }
            around[edge.path] ^= left_of_it > 0.0;
            ControlFlow::Continue(())
        });
        let mut all = around.iter().enumerate();
        counted.is_continue()
            && all.all(|(other, around)| *around == (other == outer && other != ring))
    })
}
