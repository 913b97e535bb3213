//! The outline of a set of cells, as polygons that are valid in the OGC sense.
//!
//! Cells that share a side are one polygon; cells that only touch at a corner are not, so that no ring ever meets itself:
//! where an outline would, it is cut into two rings that touch at a point. Coordinates are indexes of borders; polygons
//! come in the order of their first cell (by row, then column), shells turn clockwise and holes counterclockwise, and a
//! ring starts at its leftmost then lowest corner: one set of cells has one outline.

use std::collections::HashMap;

use crate::cells::Span;

/// A corner, as indexes of borders: column and row.
pub type Corner = (i64, i64);
/// Corners of a closed ring; the first is repeated at the end.
pub type Ring = Vec<Corner>;
/// The shell, then the holes.
pub type Outline = Vec<Ring>;

/// Outlines of the cells, which are given as [`crate::cells::CellSet::into_spans`] gives them. `step` is called for each
/// step of the work.
#[must_use]
pub fn dissolve(spans: &[Span], step: &mut dyn FnMut()) -> Vec<Outline> {
    let components = components(spans);
    let mut outlines: Vec<(Option<Ring>, Vec<Ring>)> = Vec::new();
    let mut place = HashMap::new();
    let mut traced = vec![false; spans.len()];
    for start in 0..spans.len() {
        if traced[start] {
            continue;
        }
        let at = *place.entry(components[start]).or_insert_with(|| {
            outlines.push((None, Vec::new()));
            outlines.len() - 1
        });
        let (shell, holes) = &mut outlines[at];
        for ring in trace(spans, start, &mut traced, step) {
            if doubled_area(&ring) > 0 {
                *shell = Some(normalized(ring));
            } else {
                holes.push(normalized(ring));
            }
        }
    }
    outlines
        .into_iter()
        .filter_map(|(shell, mut holes)| {
            holes.sort_unstable();
            shell.map(|shell| std::iter::once(shell).chain(holes).collect())
        })
        .collect()
}

/// For each span, the first one to which it is joined by shared sides.
fn components(spans: &[Span]) -> Vec<usize> {
    let mut parents: Vec<usize> = (0..spans.len()).collect();
    let mut below = 0;
    for (at, span) in spans.iter().enumerate() {
        // Spans of the row below that end before this one begins are of no use to those that follow either.
        while below < at && (spans[below].row, spans[below].last) < (span.row - 1, span.first) {
            below += 1;
        }
        let mut other = below;
        while other < at && spans[other].row == span.row - 1 && spans[other].first <= span.last {
            let (a, b) = (root(&mut parents, other), root(&mut parents, at));
            parents[a.max(b)] = a.min(b);
            other += 1;
        }
    }
    (0..spans.len()).map(|at| root(&mut parents, at)).collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    East,
    North,
    West,
    South,
}

impl Heading {
    fn left(self) -> Self {
        match self {
            Self::East => Self::North,
            Self::North => Self::West,
            Self::West => Self::South,
            Self::South => Self::East,
        }
    }

    fn right(self) -> Self {
        self.left().left().left()
    }

    fn advance(self, (x, y): Corner) -> Corner {
        match self {
            Self::East => (x + 1, y),
            Self::North => (x, y + 1),
            Self::West => (x - 1, y),
            Self::South => (x, y - 1),
        }
    }

    /// Cells (column, row) ahead of a corner: on the left, then on the right.
    fn ahead(self, (x, y): Corner) -> [(i64, i64); 2] {
        match self {
            Self::East => [(x, y), (x, y - 1)],
            Self::North => [(x - 1, y), (x, y)],
            Self::West => [(x - 1, y - 1), (x - 1, y)],
            Self::South => [(x, y - 1), (x - 1, y - 1)],
        }
    }
}

fn span_of(spans: &[Span], (column, row): (i64, i64)) -> Option<usize> {
    let after = spans.partition_point(|span| (span.row, span.first) <= (row, column));
    let at = after.checked_sub(1)?;
    (spans[at].row == row && column <= spans[at].last).then_some(at)
}

/// Follows the outline, cells on its left, from the left side of a span; marks the spans whose left side it passes. Gives
/// simple rings, not closed yet.
fn trace(spans: &[Span], start: usize, traced: &mut [bool], step: &mut dyn FnMut()) -> Vec<Ring> {
    let origin = (spans[start].first, spans[start].row + 1);
    let mut rings = Vec::new();
    let mut path: Ring = Vec::new();
    let mut visited: HashMap<Corner, usize> = HashMap::new();
    let (mut at, mut heading) = (origin, Heading::South);
    loop {
        step();
        if heading == Heading::South
            && let Some(passed) = span_of(spans, (at.0, at.1 - 1))
        {
            traced[passed] = true;
        }
        at = heading.advance(at);
        let [left, right] = heading.ahead(at).map(|cell| span_of(spans, cell).is_some());
        let turned = match (left, right) {
            (false, _) => heading.left(),
            (true, false) => heading,
            (true, true) => heading.right(),
        };
        if turned != heading {
            if let Some(&first) = visited.get(&at) {
                // Second time here: what lies in between is a ring of its own.
                let ring = path.split_off(first);
                for corner in &ring {
                    visited.remove(corner);
                }
                rings.push(ring);
            }
            visited.insert(at, path.len());
            path.push(at);
        }
        heading = turned;
        if at == origin && heading == Heading::South {
            rings.push(path);
            return rings;
        }
    }
}

/// Twice the area of a ring: positive counterclockwise.
fn doubled_area(ring: &[Corner]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    // Relative to one corner, so that products stay small.
    let (x0, y0) = ring.first().copied().unwrap_or_default();
    let relative = |&(x, y): &Corner| (i128::from(x - x0), i128::from(y - y0));
    ring.iter()
        .zip(next)
        .map(|(a, b)| (relative(a), relative(b)))
        .map(|((ax, ay), (bx, by))| ax * by - bx * ay)
        .sum()
}

/// Turned the other way (shells clockwise), begun at the leftmost then lowest corner, and closed.
fn normalized(mut ring: Ring) -> Ring {
    ring.reverse();
    let least = ring
        .iter()
        .enumerate()
        .min_by_key(|(_, corner)| **corner)
        .map_or(0, |(at, _)| at);
    ring.rotate_left(least);
    ring.extend(ring.first().copied());
    ring
}
