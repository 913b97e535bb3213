//! Broken lines under a tree of boxes, so that the edges near a place, or near those of other lines, are found without
//! reading them all.
//!
//! The boxes follow the order of the edges, which are neighbours already: the tree is made in one pass and keeps no copy of
//! the positions. It is not: a judge of what the lines mean (see [`crate::relate`] and [`crate::overlap`]).

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use robust::{Coord, orient2d};

use crate::cover::coincide;

/// A position in the plane.
pub type Position = [f64; 2];

/// Edges under a lowest box, and boxes under a box.
const FAN: usize = 8;

/// A rectangle with its border; one that holds nothing has its corners the wrong way round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) low: Position,
    pub(crate) high: Position,
}

impl Bounds {
    pub(crate) const NOWHERE: Self = Self {
        low: [f64::INFINITY; 2],
        high: [f64::NEG_INFINITY; 2],
    };

    /// The smallest rectangle that holds both; NaN is passed over.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            low: [self.low[0].min(other.low[0]), self.low[1].min(other.low[1])],
            high: [
                self.high[0].max(other.high[0]),
                self.high[1].max(other.high[1]),
            ],
        }
    }

    /// What both hold.
    pub(crate) fn common(self, other: Self) -> Self {
        Self {
            low: [self.low[0].max(other.low[0]), self.low[1].max(other.low[1])],
            high: [
                self.high[0].min(other.high[0]),
                self.high[1].min(other.high[1]),
            ],
        }
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.low[0] <= other.high[0]
            && other.low[0] <= self.high[0]
            && self.low[1] <= other.high[1]
            && other.low[1] <= self.high[1]
    }

    pub(crate) fn holds(&self, at: Position) -> bool {
        self.low[0] <= at[0]
            && at[0] <= self.high[0]
            && self.low[1] <= at[1]
            && at[1] <= self.high[1]
    }
}

impl From<Position> for Bounds {
    fn from(at: Position) -> Self {
        Self { low: at, high: at }
    }
}

/// A segment of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    /// Rank of its path.
    pub(crate) path: usize,
    /// Rank of its first position in it.
    pub(crate) rank: usize,
    pub(crate) from: Position,
    pub(crate) to: Position,
}

impl Edge {
    pub(crate) fn bounds(&self) -> Bounds {
        Bounds::from(self.from).with(self.to.into())
    }

    /// Positive when the position is on the left of the edge's line, negative on its right, zero on it: exact.
    pub(crate) fn side(&self, at: Position) -> f64 {
        turn(self.from, self.to, at)
    }

    /// Whether both have a position in common, ends included: exact.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.bounds().meets(&other.bounds())
            && self.is_crossed_by(other)
            && other.is_crossed_by(self)
    }

    /// Whether the other does not lie on one side of this one's line.
    fn is_crossed_by(&self, other: &Self) -> bool {
        let (from, to) = (self.side(other.from), self.side(other.to));
        !(from > 0.0 && to > 0.0 || from < 0.0 && to < 0.0)
    }

    /// Whether the position is on the edge, ends included: exact.
    pub(crate) fn passes(&self, at: Position) -> bool {
        self.bounds().holds(at) && self.side(at) == 0.0
    }
}

/// Positive when going from `a` by `b` to `c` turns left, negative when it turns right, zero when it does neither: exact.
#[inline]
pub(crate) fn turn(a: Position, b: Position, c: Position) -> f64 {
    let coord = |[x, y]: Position| Coord { x, y };
    orient2d(coord(a), coord(b), coord(c))
}

/// Consecutive edges of one path, under a lowest box.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    path: usize,
    first: usize,
}

/// A box of the tree.
#[derive(Debug, Clone, Copy)]
struct Node {
    level: usize,
    at: usize,
}

/// Broken lines. A path of one position has no edge.
#[derive(Debug)]
pub(crate) struct Paths<'a> {
    lines: Vec<Cow<'a, [Position]>>,
    leaves: Vec<Leaf>,
    /// The boxes of the leaves, then those of [`FAN`] boxes each, up to a single one.
    levels: Vec<Vec<Bounds>>,
}

impl<'a> Paths<'a> {
    pub(crate) fn new(lines: Vec<Cow<'a, [Position]>>) -> Self {
        let edges = lines.iter().map(|path| path.len().saturating_sub(1));
        let count = edges.map(|edges| edges.div_ceil(FAN)).sum();
        let mut leaves = Vec::with_capacity(count);
        let mut boxes = Vec::with_capacity(count);
        for (rank, path) in lines.iter().enumerate() {
            for first in (0..path.len().saturating_sub(1)).step_by(FAN) {
                let end = path.len().min(first + FAN + 1);
                leaves.push(Leaf { path: rank, first });
                boxes.push(around(path[first..end].iter().copied().map(Bounds::from)));
            }
        }
        let mut levels = Vec::new();
        while boxes.len() > 1 {
            let above = boxes
                .chunks(FAN)
                .map(|below| around(below.iter().copied()))
                .collect();
            levels.push(std::mem::replace(&mut boxes, above));
        }
        levels.push(boxes);
        Self {
            lines,
            leaves,
            levels,
        }
    }

    /// Around every edge.
    pub(crate) fn bounds(&self) -> Bounds {
        self.root()
            .map_or(Bounds::NOWHERE, |root| self.box_of(root))
    }

    /// The positions of a path.
    pub(crate) fn positions(&self, path: usize) -> &[Position] {
        self.lines.get(path).map_or(&[], |line| line)
    }

    /// The edge of a path that begins with its position of that rank.
    pub(crate) fn edge(&self, path: usize, rank: usize) -> Option<Edge> {
        let mut ends = self.lines.get(path)?.get(rank..)?.iter();
        let (from, to) = (*ends.next()?, *ends.next()?);
        Some(Edge {
            path,
            rank,
            from,
            to,
        })
    }

    /// Where a path starts.
    pub(crate) fn start(&self, path: usize) -> Option<Position> {
        self.lines.get(path)?.first().copied()
    }

    /// Where a closed path goes after an edge.
    pub(crate) fn after(&self, edge: Edge) -> Option<Position> {
        let path = self.lines.get(edge.path)?;
        let (before, after) = path.split_at_checked(edge.rank + 1)?;
        let mut next = after.iter().chain(before);
        next.find(|at| !coincide(**at, edge.to)).copied()
    }

    /// How many paths there are.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    fn root(&self) -> Option<Node> {
        let level = self.levels.len().checked_sub(1)?;
        (!self.levels[level].is_empty()).then_some(Node { level, at: 0 })
    }

    fn box_of(&self, node: Node) -> Bounds {
        self.levels[node.level][node.at]
    }

    fn below(&self, node: Node) -> impl Iterator<Item = Node> + use<> {
        let level = node.level - 1;
        let all: Range<usize> = 0..self.levels[level].len();
        let first = node.at * FAN;
        (first..all.end.min(first + FAN)).map(move |at| Node { level, at })
    }

    fn edges(&self, leaf: usize) -> impl Iterator<Item = Edge> {
        let Leaf { path, first } = self.leaves[leaf];
        let positions = &self.lines[path];
        let end = positions.len().min(first + FAN + 1);
        let edges = positions[first..end].windows(2).enumerate();
        edges.map(move |(at, ends)| Edge {
            path,
            rank: first + at,
            from: ends[0],
            to: ends[1],
        })
    }

    /// The edges under a lowest box and their own boxes, then places that nothing meets.
    fn boxed(&self, leaf: usize) -> [(Edge, Bounds); FAN] {
        let nothing = Edge {
            path: 0,
            rank: 0,
            from: [f64::NAN; 2],
            to: [f64::NAN; 2],
        };
        let mut boxed = [(nothing, Bounds::NOWHERE); FAN];
        for (place, edge) in boxed.iter_mut().zip(self.edges(leaf)) {
            *place = (edge, edge.bounds());
        }
        boxed
    }

    /// Gives the edges under the boxes that are wanted: among them all those whose own box would be.
    pub(crate) fn search<B>(
        &self,
        wanted: &mut impl FnMut(&Bounds) -> bool,
        each: &mut impl FnMut(Edge) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        match self.root() {
            Some(root) => self.search_below(root, wanted, each),
            None => ControlFlow::Continue(()),
        }
    }

    fn search_below<B>(
        &self,
        node: Node,
        wanted: &mut impl FnMut(&Bounds) -> bool,
        each: &mut impl FnMut(Edge) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        if !wanted(&self.box_of(node)) {
            return ControlFlow::Continue(());
        }
        if node.level == 0 {
            return self.edges(node.at).try_for_each(each);
        }
        self.below(node)
            .try_for_each(|node| self.search_below(node, wanted, each))
    }

    /// Whether an edge has a position in common with one of the paths', ends included: exact.
    pub(crate) fn meet(&self, edge: &Edge) -> bool {
        let bounds = edge.bounds();
        let mut compare = |ours: Edge| {
            if ours.meets(edge) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        self.search(&mut |wanted| wanted.meets(&bounds), &mut compare)
            .is_break()
    }

    /// The edges that pass by a position, those that end there included: exact.
    pub(crate) fn through(&self, at: Position) -> Vec<Edge> {
        let mut found = Vec::new();
        let _ = self.search(&mut |bounds| bounds.holds(at), &mut |edge| {
            if edge.passes(at) {
                found.push(edge);
            }
            ControlFlow::<()>::Continue(())
        });
        found
    }

    /// Gives the pairs of edges, ours and theirs, whose boxes meet.
    pub(crate) fn join<B>(
        &self,
        other: &Paths<'_>,
        each: &mut impl FnMut(Edge, Edge) -> ControlFlow<B>,
        interrupt: &mut dyn FnMut(),
    ) -> ControlFlow<B> {
        match (self.root(), other.root()) {
            (Some(ours), Some(theirs)) => self.join_below(ours, other, theirs, each, interrupt),
            _ => ControlFlow::Continue(()),
        }
    }

    /// Gives each pair of edges whose boxes meet once.
    pub(crate) fn join_self<B>(
        &self,
        each: &mut impl FnMut(Edge, Edge) -> ControlFlow<B>,
        interrupt: &mut dyn FnMut(),
    ) -> ControlFlow<B> {
        match self.root() {
            Some(root) => self.join_within(root, each, interrupt),
            None => ControlFlow::Continue(()),
        }
    }

    fn join_within<B>(
        &self,
        node: Node,
        each: &mut impl FnMut(Edge, Edge) -> ControlFlow<B>,
        interrupt: &mut dyn FnMut(),
    ) -> ControlFlow<B> {
        interrupt();
        if node.level == 0 {
            let edges = self.boxed(node.at);
            for (rank, (one, bounds)) in edges.iter().enumerate() {
                for (other, their_bounds) in &edges[rank + 1..] {
                    if bounds.meets(their_bounds) {
                        each(*one, *other)?;
                    }
                }
            }
            return ControlFlow::Continue(());
        }
        for one in self.below(node) {
            self.join_within(one, each, interrupt)?;
            for other in self.below(node).skip_while(|other| other.at <= one.at) {
                self.join_below(one, self, other, each, interrupt)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn join_below<B>(
        &self,
        ours: Node,
        other: &Paths<'_>,
        theirs: Node,
        each: &mut impl FnMut(Edge, Edge) -> ControlFlow<B>,
        interrupt: &mut dyn FnMut(),
    ) -> ControlFlow<B> {
        if !self.box_of(ours).meets(&other.box_of(theirs)) {
            return ControlFlow::Continue(());
        }
        interrupt();
        if ours.level == 0 && theirs.level == 0 {
            return self.join_leaves(ours.at, other, theirs.at, each);
        }
        if ours.level >= theirs.level {
            return self
                .below(ours)
                .try_for_each(|ours| self.join_below(ours, other, theirs, each, interrupt));
        }
        other
            .below(theirs)
            .try_for_each(|theirs| self.join_below(ours, other, theirs, each, interrupt))
    }

    fn join_leaves<B>(
        &self,
        ours: usize,
        other: &Paths<'_>,
        theirs: usize,
        each: &mut impl FnMut(Edge, Edge) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let [our_box, their_box] = [self.levels[0][ours], other.levels[0][theirs]];
        let near = |(_, bounds): &&(Edge, Bounds), others: &Bounds| bounds.meets(others);
        let (ours, theirs) = (self.boxed(ours), other.boxed(theirs));
        for (our, bounds) in ours.iter().filter(|one| near(one, &their_box)) {
            for (their, their_bounds) in theirs.iter().filter(|one| near(one, &our_box)) {
                if bounds.meets(their_bounds) {
                    each(*our, *their)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

fn around(all: impl Iterator<Item = Bounds>) -> Bounds {
    all.fold(Bounds::NOWHERE, Bounds::with)
}

/// Whether a closed path turns counterclockwise, by the turn it takes at its least position: exact for a ring that does not
/// meet itself; false for one that has no turn there.
pub(crate) fn is_counterclockwise(ring: &[Position]) -> bool {
    let ring = match ring {
        [first, between @ .., last] if coincide(*first, *last) => &ring[..=between.len()],
        _ => ring,
    };
    let Some((&first, others)) = ring.split_first() else {
        return false;
    };
    let (mut least, mut at) = (0, first);
    for (rank, position) in (1..).zip(others) {
        let is_before = position[0] < at[0] || (position[0] <= at[0] && position[1] < at[1]);
        if is_before {
            (least, at) = (rank, *position);
        }
    }
    let (before, after) = (&ring[..least], &ring[least + 1..]);
    let differs = |other: &&Position| !coincide(**other, at);
    let next = after.iter().chain(before).find(differs);
    let previous = before.iter().rev().chain(after.iter().rev()).find(differs);
    match (previous, next) {
        (Some(previous), Some(next)) => turn(*previous, at, *next) > 0.0,
        _ => false,
    }
}
