//! How much two areas overlap: whether the overlap has room for a disc of a given radius, and its area.
//!
//! A disc has room when the overlap eroded by its radius is not empty. The border of what is left after the erosion is made
//! of places of the disc's centre where it leans on an edge or turns around a corner of either area; it is looked for along
//! these curves, each cut by all that is near. The cost follows the number of edges, whatever their length: a sliver of
//! many kilometres costs no more than a small one.
//!
//! Distances are in the unit of the coordinates, metres. It is not exact, unlike [`crate::relate`]: what is too near the
//! radius to be told is said to be so. Areas are taken to be valid; for others the answer has no meaning.

use std::f64::consts::TAU;
use std::ops::ControlFlow;

use crate::cover::coincide;
use crate::paths::{Bounds, Edge, Position, turn};
use crate::relate::{Meeting, Polygons, Side, areas_meeting, locate};

/// A room that differs from the radius by twice that much, or more, is told from it.
const TOLERANCE: f64 = 5e-7;
/// The same as a share of the greatest ordinate, for ordinates that are not as precise.
const RELATIVE_TOLERANCE: f64 = 1e-14;

/// Whether the overlap of two areas contains a disc of that radius; a radius of zero wants any overlap that has an interior.
/// None when the widest disc is within 10⁻⁶ m of the radius. `interrupt` is called for each step of the work.
pub fn overlap_holds_disc(
    a: &Polygons<'_>,
    b: &Polygons<'_>,
    radius: f64,
    interrupt: &mut dyn FnMut(),
) -> Option<bool> {
    let window = a.rings.bounds().common(b.rings.bounds());
    if !window.meets(&window) {
        return Some(false);
    }
    if radius <= 0.0 {
        return Some(areas_meeting(a, b, interrupt) == Meeting::Interior);
    }
    let ordinates = window.low.into_iter().chain(window.high);
    let greatest = ordinates.fold(0.0_f64, |most, ordinate| most.max(ordinate.abs()));
    let tolerance = (RELATIVE_TOLERANCE * greatest)
        .max(TOLERANCE)
        .min(radius / 4.0);
    let rooms = Rooms {
        areas: [a, b],
        window,
        less: Disc::new(radius - tolerance, tolerance),
        more: Disc::new(radius + tolerance, tolerance),
    };
    if (0..2).any(|axis| window.high[axis] - window.low[axis] < 2.0 * rooms.less.clear) {
        return Some(false);
    }
    if areas_meeting(a, b, interrupt) < Meeting::Interior {
        return Some(false);
    }
    if rooms.has_evident_place(interrupt) {
        return Some(true);
    }
    rooms.search(interrupt)
}

/// A disc whose centre is at some distance from what it leans on, and which nothing may enter.
#[derive(Debug, Clone, Copy)]
struct Disc {
    /// Distance from the centre to what the disc leans on.
    lean: f64,
    /// What is no nearer to the centre leaves it its place: a little less, so that neither what the disc leans on nor
    /// rounding takes away a place that there is.
    clear: f64,
}

impl Disc {
    fn new(lean: f64, tolerance: f64) -> Self {
        Self {
            lean,
            clear: lean - tolerance / 2.0,
        }
    }
}

/// The search for room.
struct Rooms<'p> {
    areas: [&'p Polygons<'p>; 2],
    window: Bounds,
    /// No room for it: none for the radius.
    less: Disc,
    /// Room for it: there is for the radius.
    more: Disc,
}

impl Rooms<'_> {
    fn search(&self, interrupt: &mut dyn FnMut()) -> Option<bool> {
        let mut is_possible = false;
        for area in self.areas {
            let found = area
                .rings
                .search(&mut |bounds| bounds.meets(&self.window), &mut |edge| {
                    interrupt();
                    if coincide(edge.from, edge.to) || !edge.bounds().meets(&self.window) {
                        return ControlFlow::Continue(());
                    }
                    for feature in [Feature::side(area, edge), Feature::corner(area, edge)] {
                        let Some(feature) = feature else { continue };
                        // Where the larger disc leans, the smaller one does too.
                        if self.has_place(&feature.curve(self.less), self.less) {
                            is_possible = true;
                            if self.has_place(&feature.curve(self.more), self.more) {
                                return ControlFlow::Break(());
                            }
                        }
                    }
                    ControlFlow::Continue(())
                });
            if found.is_break() {
                return Some(true);
            }
        }
        (!is_possible).then_some(false)
    }

    /// Whether the larger disc has its place where it leans on the middle of an edge, which is enough for most overlaps.
    fn has_evident_place(&self, interrupt: &mut dyn FnMut()) -> bool {
        let [one, other] = self.areas;
        [(one, other), (other, one)]
            .into_iter()
            .any(|(area, beside)| {
                let found =
                    area.rings
                        .search(&mut |bounds| bounds.meets(&self.window), &mut |edge| {
                            interrupt();
                            let place = Feature::side(area, edge).map(|side| {
                                let curve = side.curve(self.more);
                                curve.at(curve.length() / 2.0)
                            });
                            match place {
                                Some(at)
                                    if self.window.holds(at)
                                        && [beside, area].into_iter().all(|area| {
                                            locate(at, area) == Side::Inside
                                                && is_clear(area, at, self.more.clear)
                                        }) =>
                                {
                                    ControlFlow::Break(())
                                }
                                _ => ControlFlow::Continue(()),
                            }
                        });
                found.is_break()
            })
    }

    /// Whether the disc has a place on the curve where no edge enters it, within both areas.
    fn has_place(&self, curve: &Curve, disc: Disc) -> bool {
        let mut taken = Vec::new();
        for area in self.areas {
            let _ = area.rings.search(
                &mut |bounds| curve.comes_near(bounds, disc.clear),
                &mut |edge| {
                    if curve.comes_near(&edge.bounds(), disc.clear) {
                        curve.take(edge, disc.clear, &mut taken);
                    }
                    ControlFlow::<()>::Continue(())
                },
            );
        }
        taken.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        taken.push((curve.length(), curve.length()));
        let mut from = 0.0_f64;
        for (start, end) in taken {
            // No edge is within reach between them: one place stands for all.
            if start > from && self.is_within(curve.at(from.midpoint(start.min(curve.length())))) {
                return true;
            }
            from = from.max(end);
            if from >= curve.length() {
                break;
            }
        }
        false
    }

    fn is_within(&self, at: Position) -> bool {
        let areas = self.areas.iter();
        areas
            .into_iter()
            .all(|area| locate(at, area) == Side::Inside)
    }
}

/// Whether no edge of the area is nearer to the position.
fn is_clear(area: &Polygons<'_>, at: Position, reach: f64) -> bool {
    let around = Bounds {
        low: at.map(|ordinate| ordinate - reach),
        high: at.map(|ordinate| ordinate + reach),
    };
    let entered = area
        .rings
        .search(&mut |bounds| bounds.meets(&around), &mut |edge| {
            if distance_to(edge.from, edge.to, at) < reach {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
    entered.is_continue()
}

/// What a disc may lean on from inside.
enum Feature {
    /// An edge, its interior on the left.
    Side {
        from: Position,
        along: Position,
        length: f64,
    },
    /// A corner that stands out into the interior: from an angle on, counterclockwise.
    Corner { at: Position, first: f64, span: f64 },
}

impl Feature {
    fn side(area: &Polygons<'_>, edge: Edge) -> Option<Self> {
        let Edge { from, to, .. } = area.turned(edge);
        let (along, length) = direction(from, to)?;
        Some(Self::Side {
            from,
            along,
            length,
        })
    }

    /// The corner at the end of an edge.
    fn corner(area: &Polygons<'_>, edge: Edge) -> Option<Self> {
        let (before, at, after) = area.corner(edge)?;
        if turn(before, at, after) >= 0.0 {
            return None;
        }
        let (arriving, _) = direction(before, at)?;
        let (leaving, _) = direction(at, after)?;
        let angle = |along| angle_of(left_of(along));
        let first = angle(leaving);
        let span = (angle(arriving) - first).rem_euclid(TAU);
        Some(Self::Corner { at, first, span })
    }

    /// Where the centre of a disc is that leans on it.
    fn curve(&self, disc: Disc) -> Curve {
        match *self {
            Self::Side {
                from,
                along,
                length,
            } => {
                let left = left_of(along);
                let start = [0, 1].map(|axis| from[axis] + disc.lean * left[axis]);
                Curve::Line {
                    start,
                    along,
                    length,
                }
            }
            Self::Corner { at, first, span } => Curve::Arc {
                centre: at,
                radius: disc.lean,
                first,
                span,
            },
        }
    }
}

/// Places for the centre of a disc: told by a length on a line, by an angle on an arc, both from zero on.
enum Curve {
    Line {
        start: Position,
        along: Position,
        length: f64,
    },
    Arc {
        centre: Position,
        radius: f64,
        first: f64,
        span: f64,
    },
}

impl Curve {
    fn length(&self) -> f64 {
        match *self {
            Self::Line { length, .. } => length,
            Self::Arc { span, .. } => span,
        }
    }

    fn at(&self, place: f64) -> Position {
        match *self {
            Self::Line { start, along, .. } => [0, 1].map(|axis| start[axis] + place * along[axis]),
            Self::Arc {
                centre,
                radius,
                first,
                ..
            } => {
                let (sin, cos) = (first + place).sin_cos();
                [centre[0] + radius * cos, centre[1] + radius * sin]
            }
        }
    }

    /// False only when nothing in the rectangle is within reach.
    fn comes_near(&self, bounds: &Bounds, reach: f64) -> bool {
        let middle = [0, 1].map(|axis| bounds.low[axis].midpoint(bounds.high[axis]));
        let half = [0, 1].map(|axis| (bounds.high[axis] - bounds.low[axis]) / 2.0);
        match *self {
            Self::Line {
                start,
                along,
                length,
            } => {
                let from_start = minus(middle, start);
                let spread = |axis: Position| half[0] * axis[0].abs() + half[1] * axis[1].abs();
                let ahead = dot(from_start, along);
                let reach_ahead = reach + spread(along);
                cross(along, from_start).abs() <= reach + spread(left_of(along))
                    && -reach_ahead <= ahead
                    && ahead <= length + reach_ahead
            }
            Self::Arc { centre, radius, .. } => {
                let from_centre = minus(middle, centre);
                (0..2).all(|axis| from_centre[axis].abs() <= half[axis] + radius + reach)
            }
        }
    }

    /// Adds the places within reach of an edge.
    fn take(&self, edge: Edge, reach: f64, taken: &mut Vec<(f64, f64)>) {
        match *self {
            Self::Line { start, along, .. } => {
                let seen = |at| {
                    let from_start = minus(at, start);
                    [dot(from_start, along), cross(along, from_start)]
                };
                taken.extend(on_axis(seen(edge.from), seen(edge.to), reach));
            }
            Self::Arc {
                centre,
                radius,
                first,
                span,
            } => {
                let mut cuts = vec![0.0, span];
                let mut cut = |angle: f64| {
                    let place = (angle - first).rem_euclid(TAU);
                    if place < span {
                        cuts.push(place);
                    }
                };
                cuts_of_circle(centre, radius, edge, reach, &mut cut);
                cuts.sort_unstable_by(f64::total_cmp);
                let pieces = cuts.windows(2).map(|ends| (ends[0], ends[1]));
                taken.extend(pieces.filter(|(start, end)| {
                    distance_to(edge.from, edge.to, self.at(start.midpoint(*end))) < reach
                }));
            }
        }
    }
}

/// The part of the first axis that is within reach of a segment: an interval, since what is within reach of a segment is
/// convex.
fn on_axis(from: Position, to: Position, reach: f64) -> Option<(f64, f64)> {
    let near_end = |[ahead, aside]: Position| {
        let left = reach * reach - aside * aside;
        (left > 0.0).then(|| (ahead - left.sqrt(), ahead + left.sqrt()))
    };
    let parts = [near_end(from), near_end(to), beside(from, to, reach)];
    parts
        .into_iter()
        .flatten()
        .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}

/// The part of the first axis that is within reach of a segment, between the perpendiculars at its ends.
fn beside(from: Position, to: Position, reach: f64) -> Option<(f64, f64)> {
    let (along, length) = direction(from, to)?;
    // Of a place on the axis: how far it is along the segment, and aside from it, as linear functions.
    let origin = minus([0.0, 0.0], from);
    let ahead = within(dot(origin, along), along[0], 0.0, length)?;
    let aside = within(cross(along, origin), -along[1], -reach, reach)?;
    let (start, end) = (ahead.0.max(aside.0), ahead.1.min(aside.1));
    (start < end).then_some((start, end))
}

/// Where `value + slope × place` is between two bounds.
fn within(value: f64, slope: f64, low: f64, high: f64) -> Option<(f64, f64)> {
    if slope == 0.0 {
        let everywhere = (f64::NEG_INFINITY, f64::INFINITY);
        return (low < value && value < high).then_some(everywhere);
    }
    let (one, other) = ((low - value) / slope, (high - value) / slope);
    Some((one.min(other), one.max(other)))
}

/// Gives the angles at which a circle may come within reach of a segment, or leave it.
fn cuts_of_circle(
    centre: Position,
    radius: f64,
    edge: Edge,
    reach: f64,
    cut: &mut impl FnMut(f64),
) {
    for end in [edge.from, edge.to] {
        let Some((towards, distance)) = direction(centre, end) else {
            continue;
        };
        let cos =
            (distance * distance + radius * radius - reach * reach) / (2.0 * distance * radius);
        if cos.abs() <= 1.0 {
            let middle = angle_of(towards);
            cut(middle + cos.acos());
            cut(middle - cos.acos());
        }
    }
    let Some((along, _)) = direction(edge.from, edge.to) else {
        return;
    };
    let aside = cross(along, minus(centre, edge.from));
    for border in [-reach, reach] {
        let sin = (border - aside) / radius;
        if sin.abs() <= 1.0 {
            let middle = angle_of(along);
            cut(middle + sin.asin());
            cut(middle + TAU / 2.0 - sin.asin());
        }
    }
}

/// From a position to a segment.
pub(crate) fn distance_to(from: Position, to: Position, at: Position) -> f64 {
    let from_start = minus(at, from);
    let Some((along, length)) = direction(from, to) else {
        return norm(from_start);
    };
    let ahead = dot(from_start, along);
    if ahead <= 0.0 {
        norm(from_start)
    } else if ahead >= length {
        norm(minus(at, to))
    } else {
        cross(along, from_start).abs()
    }
}

fn minus(a: Position, b: Position) -> Position {
    [a[0] - b[0], a[1] - b[1]]
}

fn dot(a: Position, b: Position) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

fn cross(a: Position, b: Position) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

fn norm(a: Position) -> f64 {
    dot(a, a).sqrt()
}

fn left_of([x, y]: Position) -> Position {
    [-y, x]
}

fn angle_of([x, y]: Position) -> f64 {
    y.atan2(x)
}

/// Of length one, with the distance; none between equal positions.
fn direction(from: Position, to: Position) -> Option<(Position, f64)> {
    let between = minus(to, from);
    let length = norm(between);
    (length > 0.0).then(|| (between.map(|ordinate| ordinate / length), length))
}

/// The area of the overlap, in square metres; where the areas do not overlap, zero or a rounding that is less than a share of
/// 10⁻¹⁴ of the rectangle around (see [`overlap_holds_disc`] to tell). `interrupt` is called for each step of the work.
///
/// An area is what lies below its upper edges less what lies below its lower ones; so the overlap is a sum over pairs of
/// edges, one of each area, of what lies below both. No crossing has to be found, so that no rounding can turn what is
/// inside into what is outside: each term depends smoothly on the coordinates.
pub fn overlap_area(a: &Polygons<'_>, b: &Polygons<'_>, interrupt: &mut dyn FnMut()) -> f64 {
    let window = a.rings.bounds().common(b.rings.bounds());
    if !window.meets(&window) {
        return 0.0;
    }
    let [mut a, mut b] = [a, b].map(|area| lids(area, window).into_iter().peekable());
    let mut open: [Vec<Lid>; 2] = [Vec::new(), Vec::new()];
    let mut area = 0.0;
    loop {
        interrupt();
        let a_is_next = match (a.peek(), b.peek()) {
            (Some(a), Some(b)) => a.start[0] <= b.start[0],
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => break,
        };
        let (next, own, others) = if a_is_next {
            (a.next(), 0, 1)
        } else {
            (b.next(), 1, 0)
        };
        let Some(lid) = next else { break };
        open[others].retain(|other| other.end[0] > lid.start[0]);
        area += open[others]
            .iter()
            .map(|other| lid.below_both(other))
            .sum::<f64>();
        open[own].push(lid);
    }
    // Less than nothing is rounding.
    area.max(0.0)
}

/// An edge that is not upright, seen as what lies below it.
#[derive(Debug, Clone, Copy)]
struct Lid {
    start: Position,
    end: Position,
    /// The area is above (1) or below (−1).
    sign: f64,
}

/// The edges of an area within the columns of the window, from left to right; the window's lower corner is the origin.
fn lids(area: &Polygons<'_>, window: Bounds) -> Vec<Lid> {
    let mut lids = Vec::new();
    let _ = area.rings.search(
        &mut |bounds| bounds.low[0] < window.high[0] && window.low[0] < bounds.high[0],
        &mut |edge| {
            let Edge { from, to, .. } = area.turned(edge);
            let (start, end, sign) = if from[0] < to[0] {
                (from, to, 1.0)
            } else {
                (to, from, -1.0)
            };
            let whole = Lid {
                start: minus(start, window.low),
                end: minus(end, window.low),
                sign,
            };
            let left = whole.start[0].max(0.0);
            let right = whole.end[0].min(window.high[0] - window.low[0]);
            if left < right {
                lids.push(Lid {
                    start: [left, whole.height(left)],
                    end: [right, whole.height(right)],
                    sign,
                });
            }
            ControlFlow::<()>::Continue(())
        },
    );
    lids.sort_unstable_by(|one, other| one.start[0].total_cmp(&other.start[0]));
    lids
}

impl Lid {
    fn height(&self, x: f64) -> f64 {
        let Self { start, end, .. } = self;
        // From the nearer end, so that each end has its own height exactly.
        let slope = (end[1] - start[1]) / (end[0] - start[0]);
        if x - start[0] <= end[0] - x {
            start[1] + (x - start[0]) * slope
        } else {
            end[1] - (end[0] - x) * slope
        }
    }

    /// What lies below both, with its sign.
    fn below_both(&self, other: &Self) -> f64 {
        let left = self.start[0].max(other.start[0]);
        let right = self.end[0].min(other.end[0]);
        if left >= right {
            return 0.0;
        }
        let [ours, theirs] = [self, other].map(|lid| [lid.height(left), lid.height(right)]);
        let apart = [ours[0] - theirs[0], ours[1] - theirs[1]];
        let [first, last] = apart.map(f64::abs);
        // The mean of the lower one is that of both, less half of what lies between them.
        let between = if apart[0] * apart[1] < 0.0 {
            (first * first + last * last) / (first + last) / 2.0
        } else {
            first.midpoint(last)
        };
        let mean = (ours[0] + ours[1] + theirs[0] + theirs[1]) / 4.0;
        self.sign * other.sign * (mean - between / 2.0) * (right - left)
    }
}
