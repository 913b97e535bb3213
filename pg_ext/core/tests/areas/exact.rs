//! Areas and lines on a lattice of integers, so small that they touch, overlap and share borders all the time; and what
//! they are to one another, found apart by brute force in exact fractions.

#![expect(
    clippy::cast_precision_loss,
    reason = "test coordinates are small integers"
)]

use gn_diffusion_core::cells::Span;
use gn_diffusion_core::codec::{Kind, Shape};
use gn_diffusion_core::dissolve::dissolve;
use gn_diffusion_core::relate::{Meeting, Position, Side};
use proptest::prelude::*;

pub type Point = (i64, i64);
pub type Ring = Vec<Point>;
/// For each polygon, the outer ring first; rings are closed.
pub type Area = Vec<Vec<Ring>>;
type Segment = (Point, Point);

pub fn flat(points: &[Point]) -> Vec<f64> {
    let ordinates = points.iter().flat_map(|&(x, y)| [x as f64, y as f64]);
    ordinates.collect()
}

pub fn shape(area: &Area) -> Shape {
    let polygons = area
        .iter()
        .map(|rings| Shape::Polygon(rings.iter().map(|ring| flat(ring)).collect()));
    Shape::Collection(Kind::MultiPolygon, polygons.collect())
}

pub fn float((x, y): Point) -> Position {
    [x as f64, y as f64]
}

/// An area of cells of a grid of 4 × 4, sheared, moved; some rings reversed, begun elsewhere, or with more positions.
pub fn cells() -> impl Strategy<Value = Area> {
    let shears = prop_oneof![
        Just([2, 0, 0, 2]),
        Just([2, 2, 0, 2]),
        Just([2, 0, -2, 2]),
        Just([2, 4, 2, 2]),
        Just([4, -2, 2, 4]),
    ];
    (1_u32..1 << 16, shears, -3_i64..4, -3_i64..4, any::<u64>()).prop_map(
        |(mask, [a, b, c, d], x0, y0, mut dice)| {
            let spans: Vec<Span> = (0..4)
                .flat_map(|row| (0..4).map(move |column| (row, column)))
                .filter(|(row, column)| mask >> (row * 4 + column) & 1 == 1)
                .map(|(row, column)| Span {
                    row,
                    first: column,
                    last: column,
                })
                .collect();
            let mut roll = |sides: usize| {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                usize::try_from(dice >> 33).unwrap() % sides
            };
            let place = |&(x, y): &Point| (a * x + b * y + x0, c * x + d * y + y0);
            let outlines = dissolve(&joined(spans), &mut || ());
            let rings = |outline: &Vec<Ring>| {
                let vary = |ring: &Ring| varied(ring.iter().map(place).collect(), &mut roll);
                outline.iter().map(vary).collect()
            };
            outlines.iter().map(rings).collect()
        },
    )
}

/// Spans side by side made one, as the set of cells gives them.
fn joined(spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.row == span.row && last.last + 1 == span.first => {
                last.last = span.last;
            }
            _ => joined.push(span),
        }
    }
    joined
}

fn varied(mut ring: Ring, roll: &mut impl FnMut(usize) -> usize) -> Ring {
    ring.pop();
    if roll(2) == 0 {
        ring.reverse();
    }
    let start = roll(ring.len());
    ring.rotate_left(start);
    let mut varied = Vec::new();
    for (rank, &(x, y)) in ring.iter().enumerate() {
        let (x1, y1) = ring[(rank + 1) % ring.len()];
        varied.push((x, y));
        match roll(6) {
            0 => varied.push((x, y)),
            1 | 2 => varied.push((x.midpoint(x1), y.midpoint(y1))),
            _ => {}
        }
    }
    varied.push(varied[0]);
    varied
}

/// A polygon without holes that nowhere meets itself.
pub fn simple() -> impl Strategy<Value = Area> {
    let positions = prop::collection::vec((-1_i64..8, -1_i64..8), 3..8);
    positions.prop_filter_map("meets itself", |mut ring| {
        ring.push(ring[0]);
        let edges: Vec<Segment> = segments(&ring).collect();
        let last = edges.len() - 1;
        let is_simple = (0..=last).all(|i| {
            (0..i).all(|j| {
                let neighbours = i - j == 1 || (j == 0 && i == last);
                if neighbours {
                    let ((a, b), (c, d)) = (edges[i], edges[j]);
                    cross(a, b, c) != 0 || cross(a, b, d) != 0
                } else {
                    !meet(edges[i], edges[j])
                }
            })
        });
        is_simple.then(|| vec![vec![ring]])
    })
}

pub fn area() -> impl Strategy<Value = Area> {
    prop_oneof![cells(), simple()]
}

fn segments(ring: &[Point]) -> impl Iterator<Item = Segment> {
    ring.windows(2).map(|ends| (ends[0], ends[1]))
}

fn edges(area: &Area) -> Vec<Segment> {
    area.iter()
        .flatten()
        .flat_map(|ring| segments(ring))
        .collect()
}

fn cross(a: Point, b: Point, c: Point) -> i64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// Whether two closed segments have a position in common.
fn meet((a, b): Segment, (c, d): Segment) -> bool {
    let on = |p: Point, (a, b): Segment| {
        cross(a, b, p) == 0
            && (a.0.min(b.0)..=a.0.max(b.0)).contains(&p.0)
            && (a.1.min(b.1)..=a.1.max(b.1)).contains(&p.1)
    };
    let sides = |(a, b), c, d| cross(a, b, c).signum() * cross(a, b, d).signum();
    (sides((a, b), c, d) < 0 && sides((c, d), a, b) < 0)
        || on(c, (a, b))
        || on(d, (a, b))
        || on(a, (c, d))
        || on(b, (c, d))
}

/// A fraction, its denominator positive.
#[derive(Debug, Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(numerator: i128, denominator: i128) -> Self {
        Self(numerator * denominator.signum(), denominator.abs())
    }

    fn minus(self, other: Self) -> f64 {
        (self.0 * other.1 - other.0 * self.1) as f64 / (self.1 * other.1) as f64
    }

    fn middle(self, other: Self) -> Self {
        Self(self.0 * other.1 + other.0 * self.1, 2 * self.1 * other.1)
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

/// Where the lines of two segments meet, as a share of the first; none when they are parallel.
fn share((a, b): Segment, (c, d): Segment) -> Option<Fraction> {
    let along = i128::from((b.0 - a.0) * (d.1 - c.1) - (b.1 - a.1) * (d.0 - c.0));
    (along != 0).then(|| Fraction::new(i128::from(-cross(c, d, a)), -along))
}

/// A piece of a vertical slab in which edges keep their order, between two edges that follow one another.
struct Face {
    /// Whether it is in the first area, in the second one.
    inside: [bool; 2],
    area: f64,
}

/// The faces that two areas cut out of the plane, in vertical slabs between all positions and crossings.
fn faces(a: &Area, b: &Area) -> Vec<Face> {
    let all: Vec<(Segment, usize)> = edges(a)
        .into_iter()
        .map(|edge| (edge, 0))
        .chain(edges(b).into_iter().map(|edge| (edge, 1)))
        .collect();
    let mut borders: Vec<Fraction> = all
        .iter()
        .map(|((from, _), _)| Fraction(i128::from(from.0), 1))
        .collect();
    for (i, &(one, _)) in all.iter().enumerate() {
        for &(other, _) in &all[..i] {
            if let Some(Fraction(p, q)) = share(one, other) {
                let (from, to) = (i128::from(one.0.0), i128::from(one.1.0));
                borders.push(Fraction(from * q + (to - from) * p, q));
            }
        }
    }
    borders.sort_unstable();
    borders.dedup();
    let mut faces = Vec::new();
    for slab in borders.windows(2) {
        let Fraction(p, q) = slab[0].middle(slab[1]);
        let mut heights: Vec<(Fraction, usize)> = all
            .iter()
            .filter(|((from, to), _)| {
                let right = |x: i64| i128::from(x) * q > p;
                right(from.0) != right(to.0)
            })
            .map(|&(((x0, y0), (x1, y1)), owner)| {
                let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(i128::from);
                let (dx, dy) = (x1 - x0, y1 - y0);
                let height = Fraction::new(y0 * dx * q + (p - x0 * q) * dy, dx * q);
                (height, owner)
            })
            .collect();
        heights.sort_unstable();
        let width = slab[1].minus(slab[0]);
        let mut inside = [false; 2];
        for (rank, (height, owner)) in heights.iter().enumerate() {
            inside[*owner] ^= true;
            if let Some((above, _)) = heights.get(rank + 1).filter(|(above, _)| above > height) {
                // Edges are straight: the height in the middle of the slab is the mean one.
                let area = width * above.minus(*height);
                faces.push(Face { inside, area });
            }
        }
    }
    faces
}

/// What parts of the plane two areas have: any in both, any in the first only, any in the second only.
fn parts(a: &Area, b: &Area) -> [bool; 3] {
    let faces = faces(a, b);
    [[true, true], [true, false], [false, true]]
        .map(|wanted| faces.iter().any(|face| face.inside == wanted))
}

pub fn overlap_area(a: &Area, b: &Area) -> f64 {
    let faces = faces(a, b).into_iter();
    let both = faces.filter(|face| face.inside == [true, true]);
    both.map(|face| face.area).sum()
}

pub fn areas_meeting(a: &Area, b: &Area) -> Meeting {
    let borders_meet = || {
        let b = edges(b);
        edges(a)
            .iter()
            .any(|one| b.iter().any(|other| meet(*one, *other)))
    };
    match parts(a, b) {
        [true, ..] => Meeting::Interior,
        _ if borders_meet() => Meeting::Touching,
        _ => Meeting::Apart,
    }
}

pub fn covers(outer: &Area, inner: &Area) -> bool {
    !parts(outer, inner)[2]
}

/// Where the position (x / q, y / q) is.
fn side(x: i128, y: i128, q: i128, area: &Area) -> Side {
    let mut inside = false;
    for (a, b) in edges(area) {
        let [x0, y0, x1, y1] = [a.0, a.1, b.0, b.1].map(|ordinate| i128::from(ordinate) * q);
        let turn = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
        let within =
            (x0.min(x1)..=x0.max(x1)).contains(&x) && (y0.min(y1)..=y0.max(y1)).contains(&y);
        if turn == 0 && within {
            return Side::Border;
        }
        inside ^= (y0 > y) != (y1 > y) && (turn > 0) == (y1 > y0);
    }
    if inside { Side::Inside } else { Side::Outside }
}

pub fn locate((x, y): Point, area: &Area) -> Side {
    side(x.into(), y.into(), 1, area)
}

pub fn line_meeting(line: &[Point], area: &Area) -> Meeting {
    let mut most = Meeting::Apart;
    for (from, to) in segments(line) {
        let mut cuts = vec![Fraction(0, 1), Fraction(1, 1)];
        for edge in edges(area) {
            cuts.extend(share((from, to), edge));
        }
        cuts.retain(|cut| *cut >= Fraction(0, 1) && *cut <= Fraction(1, 1));
        cuts.sort_unstable();
        let middles: Vec<_> = cuts
            .windows(2)
            .map(|ends| ends[0].middle(ends[1]))
            .collect();
        for Fraction(p, q) in cuts.into_iter().chain(middles) {
            let along = |from: i64, to: i64| i128::from(from) * q + i128::from(to - from) * p;
            let side = side(along(from.0, to.0), along(from.1, to.1), q, area);
            most = most.max(side.into());
        }
    }
    most
}
