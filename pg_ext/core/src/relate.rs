//! How a location lies to an area: apart from it, touching it, or in its interior; and whether an area covers another.
//!
//! Exact: every answer follows from the signs of turns between positions given, which adaptive arithmetic computes without
//! error. No position is ever computed, no tolerance applied. Two lines that nowhere cross properly (within both edges) meet
//! at positions given only; around each of these the directions that lead away tell who lies on which side, and a line
//! without any such contact lies on one side as a whole.
//!
//! It is not: a judge of validity. Areas are taken to be valid in the OGC sense, whatever way their rings turn; for others
//! (rings open, flat or crossing, ordinates that are infinite or no number) the answer has no meaning, but there is one.
//! Ordinates must be such that their products neither overflow nor vanish, as those of any projection are. Z and M do not
//! count, nor do empty parts. Arcs are not followed (see [`is_straight`]).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::ControlFlow;

use crate::codec::{Dims, Kind, Ordinates, Shape};
use crate::cover::{coincide, positions};
pub use crate::paths::Position;
use crate::paths::{Bounds, Edge, Paths, is_counterclockwise, turn};

/// A polygon or several, whose rings are lent, ready to be compared.
#[derive(Debug)]
pub struct Polygons<'a> {
    pub(crate) rings: Paths<'a>,
    /// Of each ring, whether the interior is on the left of one who follows it.
    interior_left: Vec<bool>,
    /// Of each ring, the outer ring of its polygon.
    outer: Vec<usize>,
}

impl<'a> Polygons<'a> {
    /// The polygons made of these closed rings: for each, the outer ring first, then its holes.
    #[must_use]
    pub fn new(polygons: Vec<Vec<&'a [Position]>>) -> Self {
        let polygons = polygons.into_iter();
        Self::of_rings(polygons.map(|rings| rings.into_iter().map(Cow::Borrowed)))
    }

    /// The polygons of a shape, if it is a `Polygon`, a `Triangle` or a `MultiPolygon`. Positions are copied only when
    /// they have other ordinates than X and Y.
    #[must_use]
    pub fn of(shape: &'a Shape, dims: Dims) -> Option<Self> {
        let polygons: Vec<&[Ordinates]> = match shape {
            Shape::Polygon(rings) => vec![rings],
            Shape::Triangle(ring) => vec![std::slice::from_ref(ring)],
            Shape::Collection(Kind::MultiPolygon, members) => members
                .iter()
                .map(|member| match member {
                    Shape::Polygon(rings) => Some(rings.as_slice()),
                    _ => None,
                })
                .collect::<Option<_>>()?,
            _ => return None,
        };
        let polygons = polygons.into_iter();
        Some(Self::of_rings(
            polygons.map(|rings| rings.iter().map(move |ring| lent(ring, dims))),
        ))
    }

    fn of_rings(polygons: impl Iterator<Item = impl Iterator<Item = Cow<'a, [Position]>>>) -> Self {
        let mut rings = Vec::new();
        let mut interior_left = Vec::new();
        let mut outer = Vec::new();
        for polygon in polygons {
            let first = rings.len();
            for (rank, ring) in polygon.enumerate() {
                let is_hole = rank > 0;
                interior_left.push(is_counterclockwise(&ring) != is_hole);
                outer.push(first);
                rings.push(ring);
            }
        }
        Self {
            rings: Paths::new(rings),
            interior_left,
            outer,
        }
    }

    /// Lower left and upper right corners of the smallest rectangle around; none for an empty area.
    #[must_use]
    pub fn bounds(&self) -> Option<[Position; 2]> {
        let Bounds { low, high } = self.rings.bounds();
        (low[0] <= high[0] && low[1] <= high[1]).then_some([low, high])
    }

    /// The outer ring of the polygon that a ring belongs to.
    pub(crate) fn outer_ring(&self, ring: usize) -> usize {
        self.outer[ring]
    }

    /// The edge turned so that the interior is on its left.
    pub(crate) fn turned(&self, edge: Edge) -> Edge {
        if self.interior_left[edge.path] {
            return edge;
        }
        Edge {
            from: edge.to,
            to: edge.from,
            ..edge
        }
    }

    /// The positions before, at and after the corner where an edge ends in its ring, the interior on the left.
    pub(crate) fn corner(&self, edge: Edge) -> Option<(Position, Position, Position)> {
        let after = self.rings.after(edge)?;
        Some(if self.interior_left[edge.path] {
            (edge.from, edge.to, after)
        } else {
            (after, edge.to, edge.from)
        })
    }

    /// Adds the borders that leave a position along edges that pass by it.
    fn add_rays(&self, at: Position, edges: impl Iterator<Item = Edge>, rays: &mut Vec<Ray>) {
        let ends = edges
            .map(|edge| self.turned(edge))
            .flat_map(|Edge { from, to, .. }| [(to, true), (from, false)]);
        rays.extend(
            ends.filter(|(end, _)| !coincide(*end, at))
                .map(|(end, interior_left)| Ray { end, interior_left }),
        );
    }

    /// The borders that leave a position, which is on the border.
    fn rays(&self, at: Position) -> Vec<Ray> {
        let mut rays = Vec::new();
        self.add_rays(at, self.rings.through(at).into_iter(), &mut rays);
        rays
    }
}

/// Positions of a list, without a copy if they have nothing but X and Y.
fn lent(list: &[f64], dims: Dims) -> Cow<'_, [Position]> {
    if dims == Dims::default() {
        return Cow::Borrowed(list.as_chunks().0);
    }
    Cow::Owned(positions(list, dims).collect())
}

/// Where a position is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Not in the area.
    Outside,
    /// On one of its rings.
    Border,
    /// In its interior.
    Inside,
}

/// How a location lies to an area, each more than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meeting {
    /// They have no position in common: not `ST_Intersects`.
    Apart,
    /// They have, but none in the interior of the area: for a line or a polygon, `ST_Touches`; for a point, it is on the
    /// border.
    Touching,
    /// A position of the location is in the interior of the area; for a polygon, the interiors meet.
    Interior,
}

impl From<Side> for Meeting {
    fn from(side: Side) -> Self {
        match side {
            Side::Outside => Self::Apart,
            Side::Border => Self::Touching,
            Side::Inside => Self::Interior,
        }
    }
}

/// Where the position is.
#[must_use]
pub fn locate(at: Position, area: &Polygons<'_>) -> Side {
    let [x, y] = at;
    let mut inside = false;
    // Only what a ray to the right may meet.
    let mut wanted =
        |bounds: &Bounds| bounds.low[1] <= y && y <= bounds.high[1] && x <= bounds.high[0];
    let border = area.rings.search(&mut wanted, &mut |edge| {
        let (low, high) = if edge.to[1] < edge.from[1] {
            (edge.to, edge.from)
        } else {
            (edge.from, edge.to)
        };
        if y < low[1] || high[1] < y || (low[0] < x && high[0] < x) {
            return ControlFlow::Continue(());
        }
        let left_of_it = if x < low[0] && x < high[0] {
            1.0
        } else {
            turn(low, high, at)
        };
        if left_of_it == 0.0 && edge.bounds().holds(at) {
            return ControlFlow::Break(());
        }
        // An end belongs to the edge above it, so that a ray which passes by a position counts right.
        inside ^= left_of_it > 0.0 && low[1] <= y && y < high[1];
        ControlFlow::Continue(())
    });
    match (border, inside) {
        (ControlFlow::Break(()), _) => Side::Border,
        (_, true) => Side::Inside,
        (_, false) => Side::Outside,
    }
}

/// Whether the shape has no arc, so that [`meeting`] may judge it.
#[must_use]
pub fn is_straight(shape: &Shape) -> bool {
    match shape {
        Shape::CircularString(_) => false,
        Shape::Collection(_, members) => members.iter().all(is_straight),
        _ => true,
    }
}

/// How the shape lies to the area; a collection as that of its members which goes furthest. Arcs are taken for the segments
/// between their positions: ask [`is_straight`] first. `interrupt` is called for each step of the work.
pub fn meeting(
    shape: &Shape,
    dims: Dims,
    area: &Polygons<'_>,
    interrupt: &mut dyn FnMut(),
) -> Meeting {
    interrupt();
    if let Some(polygons) = Polygons::of(shape, dims) {
        return areas_meeting(&polygons, area, interrupt);
    }
    match shape {
        Shape::Point(list) => furthest(positions(list, dims), |at| locate(at, area).into()),
        Shape::Collection(_, members) => furthest(members.iter(), |member| {
            meeting(member, dims, area, interrupt)
        }),
        Shape::LineString(list) | Shape::CircularString(list) => {
            line_meeting(lent(list, dims), area, interrupt)
        }
        Shape::Polygon(_) | Shape::Triangle(_) => Meeting::Apart,
    }
}

/// The furthest of the meetings of all parts; stops at an interior one.
fn furthest<T>(
    mut parts: impl Iterator<Item = T>,
    mut meeting: impl FnMut(T) -> Meeting,
) -> Meeting {
    let furthest = parts.try_fold(Meeting::Apart, |so_far, part| {
        match so_far.max(meeting(part)) {
            Meeting::Interior => ControlFlow::Break(Meeting::Interior),
            less => ControlFlow::Continue(less),
        }
    });
    match furthest {
        ControlFlow::Break(meeting) | ControlFlow::Continue(meeting) => meeting,
    }
}

fn line_meeting(
    path: Cow<'_, [Position]>,
    area: &Polygons<'_>,
    interrupt: &mut dyn FnMut(),
) -> Meeting {
    let Some(&first) = path.first() else {
        return Meeting::Apart;
    };
    let start = locate(first, area).into();
    if start == Meeting::Interior {
        return start;
    }
    let line = Paths::new(vec![path]);
    let Some(contacts) = Contacts::between(&line, &area.rings, interrupt) else {
        return Meeting::Interior;
    };
    let enters = |at: Position| {
        let rays = area.rays(at);
        let edges = line.through(at).into_iter();
        edges
            .flat_map(|edge| [edge.from, edge.to])
            .any(|end| !coincide(end, at) && way(at, end, &rays) == Way::Inside)
    };
    let met = furthest(contacts.groups(), |group| {
        interrupt();
        if enters(group[0].at) {
            Meeting::Interior
        } else {
            Meeting::Touching
        }
    });
    met.max(start)
}

/// How two areas lie to one another: [`Meeting::Interior`] when their interiors meet.
pub fn areas_meeting(a: &Polygons<'_>, b: &Polygons<'_>, interrupt: &mut dyn FnMut()) -> Meeting {
    if !a.rings.bounds().meets(&b.rings.bounds()) {
        return Meeting::Apart;
    }
    // Most areas that meet show it by their first position.
    if starts_inside(a, b) || starts_inside(b, a) {
        return Meeting::Interior;
    }
    let Some(contacts) = Contacts::between(&a.rings, &b.rings, interrupt) else {
        return Meeting::Interior;
    };
    let [a_alone, b_alone] = &contacts.alone;
    let mut alone = a_alone
        .iter()
        .map(|ring| (a, *ring, b))
        .chain(b_alone.iter().map(|ring| (b, *ring, a)));
    let mut rays = [Vec::new(), Vec::new()];
    let met = furthest(contacts.groups(), |group| {
        interrupt();
        let [of_a, of_b] = rays_around(group, [a, b], &mut rays);
        if interiors_meet_around(group[0].at, of_a, of_b) {
            Meeting::Interior
        } else {
            Meeting::Touching
        }
    });
    if met == Meeting::Interior {
        return met;
    }
    met.max(furthest(&mut alone, |(owner, ring, other)| {
        interrupt();
        owner.side_of_ring(ring, other).into()
    }))
}

fn starts_inside(area: &Polygons<'_>, other: &Polygons<'_>) -> bool {
    let start = area.rings.start(0);
    start.is_some_and(|at| locate(at, other) == Side::Inside)
}

fn interiors_meet_around(at: Position, a: &[Ray], b: &[Ray]) -> bool {
    a.iter().any(|ray| match way(at, ray.end, b) {
        Way::Outside => false,
        Way::Inside => true,
        Way::Along { interior_left } => ray.interior_left == interior_left,
    }) || b.iter().any(|ray| way(at, ray.end, a) == Way::Inside)
}

/// Whether the outer area covers the inner one: `ST_Covers(outer, inner)`. An empty area neither covers nor is covered.
pub fn covers(outer: &Polygons<'_>, inner: &Polygons<'_>, interrupt: &mut dyn FnMut()) -> bool {
    let bounds = inner.rings.bounds();
    let within = outer.rings.bounds();
    if !(within.holds(bounds.low) && within.holds(bounds.high)) {
        return false;
    }
    let Some(contacts) = Contacts::between(&outer.rings, &inner.rings, interrupt) else {
        return false;
    };
    let [outer_alone, inner_alone] = &contacts.alone;
    let mut rays = [Vec::new(), Vec::new()];
    contacts.groups().all(|group| {
        interrupt();
        let [of_outer, of_inner] = rays_around(group, [outer, inner], &mut rays);
        covers_around(group[0].at, of_outer, of_inner)
    }) && inner_alone.iter().all(|ring| {
        interrupt();
        inner.side_of_ring(*ring, outer) != Side::Outside
    }) && outer_alone.iter().all(|ring| {
        interrupt();
        outer.side_of_ring(*ring, inner) != Side::Inside
    })
}

fn covers_around(at: Position, outer: &[Ray], inner: &[Ray]) -> bool {
    inner.iter().all(|ray| match way(at, ray.end, outer) {
        Way::Outside => false,
        Way::Inside => true,
        Way::Along { interior_left } => ray.interior_left == interior_left,
    }) && outer
        .iter()
        .all(|ray| way(at, ray.end, inner) != Way::Inside)
}

impl Polygons<'_> {
    /// Where in the other area a ring is that has no contact with its border.
    fn side_of_ring(&self, ring: usize, other: &Polygons<'_>) -> Side {
        let start = self.rings.start(ring);
        start.map_or(Side::Outside, |at| locate(at, other))
    }
}

/// An edge that passes by a position where two sets of lines meet.
#[derive(Debug, Clone, Copy)]
struct Contact {
    at: Position,
    /// Which of both sets.
    owner: usize,
    path: usize,
    /// Of its first position in its path.
    rank: usize,
    /// Whether the position is one of its ends.
    is_end: bool,
}

impl Contact {
    fn new(at: Position, owner: usize, edge: Edge) -> Self {
        Self {
            at,
            owner,
            path: edge.path,
            rank: edge.rank,
            is_end: coincide(at, edge.from) || coincide(at, edge.to),
        }
    }

    fn edge(&self) -> (usize, usize, usize) {
        (self.owner, self.path, self.rank)
    }

    /// By position, then by edge.
    fn order(&self, other: &Self) -> Ordering {
        let [x, y] = [0, 1].map(|axis| self.at[axis].total_cmp(&other.at[axis]));
        x.then(y).then_with(|| self.edge().cmp(&other.edge()))
    }
}

/// Where two sets of lines meet that nowhere cross properly.
struct Contacts {
    /// In order, each once.
    all: Vec<Contact>,
    /// Of each set, the paths without a contact.
    alone: [Vec<usize>; 2],
}

impl Contacts {
    /// Contacts kept before those found twice are dropped.
    const FIRST_CLEANING: usize = 1 << 11;

    /// None when two edges cross properly.
    fn between(a: &Paths<'_>, b: &Paths<'_>, interrupt: &mut dyn FnMut()) -> Option<Self> {
        let mut all = Vec::new();
        let mut alone = [vec![true; a.len()], vec![true; b.len()]];
        let mut clean_at = Self::FIRST_CLEANING;
        let mut each = |ours: Edge, theirs: Edge| {
            let before = all.len();
            compare(ours, theirs, &mut all)?;
            if all.len() > before {
                alone[0][ours.path] = false;
                alone[1][theirs.path] = false;
            }
            if all.len() >= clean_at {
                order(&mut all);
                clean_at = Self::FIRST_CLEANING.max(2 * all.len());
            }
            ControlFlow::Continue(())
        };
        if a.join(b, &mut each, interrupt).is_break() {
            return None;
        }
        order(&mut all);
        let alone = alone.map(|paths| {
            let all = paths.into_iter().enumerate();
            all.filter_map(|(path, alone)| alone.then_some(path))
                .collect()
        });
        Some(Self { all, alone })
    }

    /// The contacts of each position.
    fn groups(&self) -> impl Iterator<Item = &[Contact]> {
        self.all.chunk_by(|one, other| coincide(one.at, other.at))
    }
}

/// Puts contacts in order and drops those found twice.
fn order(contacts: &mut Vec<Contact>) {
    contacts.sort_unstable_by(Contact::order);
    contacts.dedup_by(|one, other| coincide(one.at, other.at) && one.edge() == other.edge());
}

/// The borders of both areas that leave a position where they meet.
///
/// Edges that pass by it and are not among the contacts are, like all those of the other area that they then share it with,
/// longer than that on both sides, and at least one of the latter is a contact: when all contacts end there, there are no others.
fn rays_around<'r>(
    group: &[Contact],
    areas: [&Polygons<'_>; 2],
    rays: &'r mut [Vec<Ray>; 2],
) -> [&'r [Ray]; 2] {
    let at = group[0].at;
    let all_end = group.iter().all(|contact| contact.is_end);
    for (owner, (area, rays)) in areas.into_iter().zip(&mut *rays).enumerate() {
        rays.clear();
        if all_end {
            let own = group.iter().filter(|contact| contact.owner == owner);
            let edges = own.filter_map(|contact| area.rings.edge(contact.path, contact.rank));
            area.add_rays(at, edges, rays);
        } else {
            area.add_rays(at, area.rings.through(at).into_iter(), rays);
        }
    }
    let [of_one, of_other] = rays;
    [of_one, of_other]
}

/// Adds the ends of either edge that are on the other; breaks when they cross properly.
fn compare(a: Edge, b: Edge, contacts: &mut Vec<Contact>) -> ControlFlow<()> {
    let same = |[one, other]: [f64; 2]| (one > 0.0 && other > 0.0) || (one < 0.0 && other < 0.0);
    let of_b = [a.side(b.from), a.side(b.to)];
    if same(of_b) {
        return ControlFlow::Continue(());
    }
    let of_a = [b.side(a.from), b.side(a.to)];
    if same(of_a) {
        return ControlFlow::Continue(());
    }
    let opposite =
        |[one, other]: [f64; 2]| (one > 0.0 && other < 0.0) || (one < 0.0 && other > 0.0);
    if opposite(of_a) && opposite(of_b) {
        return ControlFlow::Break(());
    }
    let mut meet = |at: Position| {
        // Zero has two forms, which would keep contacts of one position apart.
        let at = at.map(|ordinate| ordinate + 0.0);
        contacts.extend([Contact::new(at, 0, a), Contact::new(at, 1, b)]);
    };
    for (side, end) in of_b.into_iter().zip([b.from, b.to]) {
        if side == 0.0 && a.bounds().holds(end) {
            meet(end);
        }
    }
    for (side, end) in of_a.into_iter().zip([a.from, a.to]) {
        let is_known = coincide(end, b.from) || coincide(end, b.to);
        if side == 0.0 && !is_known && b.bounds().holds(end) {
            meet(end);
        }
    }
    ControlFlow::Continue(())
}

/// A border that leaves a position.
#[derive(Debug, Clone, Copy)]
struct Ray {
    end: Position,
    /// The interior is on the left of one who leaves along it.
    interior_left: bool,
}

/// Where a direction leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Outside,
    Inside,
    /// Along a border which has the interior on its left, or on its right.
    Along {
        interior_left: bool,
    },
}

/// Where one who goes from a position towards another enters, given the borders that leave the former: the nearest of them
/// on his right tells.
fn way(at: Position, towards: Position, rays: &[Ray]) -> Way {
    let mut nearest: Option<(Turned, Ray)> = None;
    for &ray in rays {
        let turned = match turn(at, towards, ray.end) {
            side if side > 0.0 => Turned::Left,
            side if side < 0.0 => Turned::Right,
            _ if is_ahead(at, towards, ray.end) => {
                return Way::Along {
                    interior_left: ray.interior_left,
                };
            }
            _ => Turned::Back,
        };
        let is_nearer = nearest.is_none_or(|(best, known)| {
            turned > best || (turned == best && turn(at, known.end, ray.end) > 0.0)
        });
        if is_nearer {
            nearest = Some((turned, ray));
        }
    }
    match nearest {
        Some((_, ray)) if ray.interior_left => Way::Inside,
        _ => Way::Outside,
    }
}

/// Directions by how far one turns left to take them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turned {
    Left,
    Back,
    Right,
}

/// Whether two positions in line with a third are on the same side of it.
fn is_ahead(at: Position, one: Position, other: Position) -> bool {
    (0..2).all(|axis| (one[axis] > at[axis]) == (other[axis] > at[axis]))
}
