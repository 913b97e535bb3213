//! Cells met and their outlines, against exact integer arithmetic and brute force.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "test coordinates are small integers"
)]

mod common;

use std::collections::BTreeSet;
use std::f64::consts::{PI, TAU};

use gn_diffusion_core::blur::{BlurError, Blurred, blur, cells_met};
use gn_diffusion_core::cells::{Grid, MAX_ORDINATE, Span};
use gn_diffusion_core::codec::{Dims, Geometry, Kind, Shape, read, write};
use gn_diffusion_core::dissolve::{Outline, dissolve};
use proptest::prelude::*;

type Cells = BTreeSet<(i64, i64)>;
type Point = (i64, i64);

fn geometry(shape: Shape) -> Geometry {
    Geometry {
        srid: 2154,
        dims: Dims::default(),
        geodetic: false,
        solid: false,
        shape,
    }
}

fn flat(points: &[Point]) -> Vec<f64> {
    points
        .iter()
        .flat_map(|&(x, y)| [x as f64, y as f64])
        .collect()
}

fn try_cells(shape: Shape, size: i32) -> Result<Option<Cells>, BlurError> {
    let spans = cells_met(&geometry(shape), Grid::new(size)?, &mut || ())?;
    Ok(spans.map(|spans| {
        spans
            .iter()
            .flat_map(|span| (span.first..=span.last).map(|column| (column, span.row)))
            .collect()
    }))
}

fn cells(shape: Shape, size: i32) -> Cells {
    try_cells(shape, size).unwrap().unwrap()
}

fn line(points: &[Point], size: i32) -> Cells {
    cells(Shape::LineString(flat(points)), size)
}

fn polygon(rings: &[&[Point]], size: i32) -> Cells {
    cells(
        Shape::Polygon(rings.iter().map(|ring| flat(ring)).collect()),
        size,
    )
}

fn set<const N: usize>(cells: [(i64, i64); N]) -> Cells {
    cells.into_iter().collect()
}

#[test]
fn a_position_on_a_border_goes_right_and_up() {
    let point = |x: f64, y: f64| cells(Shape::Point(vec![x, y]), 10);
    assert_eq!(point(10.0, 10.0), set([(1, 1)]));
    assert_eq!(point(9.999_999_999_999_998, -0.0), set([(0, 0)]));
    assert_eq!(point(-0.1, -10.0), set([(-1, -1)]));
    assert_eq!(point(-1e-300, 0.0), set([(-1, 0)]));
}

#[test]
fn a_line_on_a_border_goes_right_and_up() {
    assert_eq!(line(&[(10, 1), (10, 9)], 10), set([(1, 0)]));
    assert_eq!(line(&[(10, 1), (10, 10)], 10), set([(1, 0), (1, 1)]));
    assert_eq!(
        line(&[(1, 10), (20, 10)], 10),
        set([(0, 1), (1, 1), (2, 1)])
    );
    // By the corner: rising passes from cell to cell; falling touches the cell on its right.
    assert_eq!(line(&[(5, 5), (15, 15)], 10), set([(0, 0), (1, 1)]));
    assert_eq!(line(&[(15, 5), (5, 15)], 10), set([(1, 0), (1, 1), (0, 1)]));
}

#[test]
fn a_polygon_needs_a_common_interior() {
    let square = [(10, 10), (10, 20), (20, 20), (20, 10), (10, 10)];
    assert_eq!(polygon(&[&square], 10), set([(1, 1)]));
    assert_eq!(polygon(&[&square], 20), set([(0, 0)]));
    assert_eq!(polygon(&[&square], 5).len(), 4);
    // A hole that is exactly the middle cell.
    let outer = [(0, 0), (30, 0), (30, 30), (0, 30), (0, 0)];
    let with_hole = polygon(&[&outer, &square], 10);
    assert_eq!(with_hole.len(), 8);
    assert!(!with_hole.contains(&(1, 1)));
    // A hole smaller than its cell leaves the cell.
    assert_eq!(
        polygon(
            &[&outer, &[(11, 11), (11, 19), (19, 19), (19, 11), (11, 11)]],
            10
        )
        .len(),
        9
    );
}

#[test]
fn a_flat_polygon_is_covered_nevertheless() {
    assert_eq!(
        polygon(&[&[(0, 10), (25, 10), (0, 10)]], 10),
        set([(0, 1), (1, 1), (2, 1)])
    );
    assert_eq!(polygon(&[&[(1, 1), (9, 9), (1, 1)]], 10), set([(0, 0)]));
    assert_eq!(
        polygon(&[&[(10, 10), (10, 10), (10, 10)]], 10),
        set([(1, 1)])
    );
}

#[test]
fn what_has_no_place_gives_nothing() {
    let none = |shape| {
        assert_eq!(
            blur(&write(&geometry(shape)).unwrap(), 10, &mut || ()),
            Ok(None)
        );
    };
    none(Shape::Point(vec![]));
    none(Shape::Polygon(vec![]));
    none(Shape::Collection(
        Kind::GeometryCollection,
        vec![Shape::Point(vec![]), Shape::LineString(vec![])],
    ));
    for bad in [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        2.0 * MAX_ORDINATE,
    ] {
        none(Shape::Point(vec![bad, 1.0]));
        none(Shape::Point(vec![1.0, bad]));
        none(Shape::LineString(vec![0.0, 0.0, bad, 1.0]));
        // One member without a place withholds the whole: a partial area would not be the record's.
        let good = Shape::Point(vec![1.0, 1.0]);
        none(Shape::Collection(
            Kind::MultiPoint,
            vec![good, Shape::Point(vec![1.0, bad])],
        ));
    }
    let farthest = blur(
        &write(&geometry(Shape::Point(vec![-MAX_ORDINATE, MAX_ORDINATE]))).unwrap(),
        i32::MAX,
        &mut || (),
    );
    assert!(matches!(farthest, Ok(Some(Blurred::Cell(_)))));
}

#[test]
fn parameters_and_volumes_are_checked() {
    let bytes = write(&geometry(Shape::Point(vec![1.0, 1.0]))).unwrap();
    assert_eq!(blur(&bytes, 0, &mut || ()), Err(BlurError::Size(0)));
    assert_eq!(blur(&bytes, -5, &mut || ()), Err(BlurError::Size(-5)));
    assert!(matches!(
        blur(&bytes[..7], 5, &mut || ()),
        Err(BlurError::Decode(_))
    ));
    let too_many = Err(BlurError::TooManyCells { limit: 100_000 });
    assert_eq!(
        try_cells(Shape::LineString(flat(&[(0, 0), (100_000, 0)])), 1),
        too_many
    );
    assert_eq!(line(&[(0, 0), (99_999, 0)], 1).len(), 100_000);
    assert_eq!(
        try_cells(
            Shape::LineString(vec![0.0, 0.0, MAX_ORDINATE, MAX_ORDINATE]),
            1
        ),
        too_many
    );
    assert_eq!(
        try_cells(
            Shape::Polygon(vec![flat(&[
                (0, 0),
                (317, 0),
                (317, 317),
                (0, 317),
                (0, 0)
            ])]),
            1
        ),
        too_many
    );
    let huge = Shape::Polygon(vec![vec![
        -1e15, -1e15, 1e15, -1e15, 1e15, 1e15, -1e15, 1e15, -1e15, -1e15,
    ]]);
    assert_eq!(try_cells(huge, 1), too_many);
    assert_eq!(
        try_cells(
            Shape::CircularString(vec![-1e15, 0.0, 1e15, 1.0, -1e15, 0.0]),
            1
        ),
        too_many
    );
    // Back and forth over the same cells is no volume, but is interruptible work.
    let there_and_back: Vec<Point> = (0..3_000)
        .map(|at| (1 + (at % 2) * 997, (at / 2) % 7))
        .collect();
    let mut checks = 0;
    let shape = Shape::LineString(flat(&there_and_back));
    let spans = cells_met(&geometry(shape), Grid::new(1).unwrap(), &mut || checks += 1)
        .unwrap()
        .unwrap();
    assert_eq!(
        spans
            .iter()
            .map(|span| span.last - span.first + 1)
            .sum::<i64>(),
        998 * 7
    );
    assert!(checks > 0);
}

#[test]
fn arcs_miss_no_cell() {
    // A whole circle of radius 25 about (30, 30), by quarters and at once.
    let quarters = vec![5.0, 30.0, 30.0, 55.0, 55.0, 30.0, 30.0, 5.0, 5.0, 30.0];
    let whole = vec![5.0, 30.0, 55.0, 30.0, 5.0, 30.0];
    let expected: Cells = (0..36_000)
        .map(|step| f64::from(step) / 18_000.0 * PI)
        .map(|angle| (30.0 + 25.0 * angle.cos(), 30.0 + 25.0 * angle.sin()))
        .map(|(x, y)| ((x / 10.0).floor(), (y / 10.0).floor()))
        .map(|(x, y)| (x as i64, y as i64))
        .collect();
    for arcs in [quarters.clone(), whole] {
        assert_eq!(cells(Shape::CircularString(arcs), 10), expected);
    }
    // The disc takes the cells inside as well; its border alone leaves them.
    let disc = cells(
        Shape::Collection(Kind::CurvePolygon, vec![Shape::CircularString(quarters)]),
        10,
    );
    assert!(!expected.contains(&(2, 2)) && disc.contains(&(2, 2)) && disc.contains(&(3, 3)));
    assert!(disc.is_superset(&expected));
    // Almost straight, and straight.
    let wide = cells(
        Shape::CircularString(vec![1.0, 1.0, 50.0, 1.000_001, 99.0, 1.0]),
        10,
    );
    assert_eq!(
        wide,
        cells(
            Shape::CircularString(vec![1.0, 1.0, 50.0, 1.0, 99.0, 1.0]),
            10
        )
    );
    assert_eq!(wide, (0..10).map(|column| (column, 0)).collect());
}

/// How often a check for interrupts is made: the measure of work.
fn checks_made(shape: Shape, size: i32) -> (Result<usize, BlurError>, u32) {
    let mut checks = 0;
    let spans = cells_met(&geometry(shape), Grid::new(size).unwrap(), &mut || {
        checks += 1;
    });
    (spans.map(|spans| spans.unwrap().len()), checks)
}

#[test]
fn an_arc_along_a_border_is_not_cut_into_crumbs() {
    let size = 10;
    for (arc, expected) in [
        // A kilometre along a border, straight, bent by less than the tolerance, and upright.
        (vec![0.0, 50.0, 499.0, 50.0, 1000.0, 50.0], 2),
        (vec![0.0, 0.0, 1.0, 1.4e-312, 1000.0, 0.0], 2),
        (vec![0.0, 50.0, 499.0, 50.0 + 1e-8, 1000.0, 50.0], 2),
        (vec![50.0, 0.0, 50.0, 499.0, 50.0, 1000.0], 102),
    ] {
        let (spans, checks) = checks_made(Shape::CircularString(arc.clone()), size);
        assert_eq!(spans, Ok(expected), "{arc:?}");
        assert!(checks <= 1, "{arc:?}: {checks} checks");
    }
}

#[test]
fn too_many_cells_in_one_row_are_refused_at_once() {
    let arc = vec![0.0, 0.5, 2e8, 0.5, 4e8, 0.5];
    let (spans, checks) = checks_made(Shape::CircularString(arc), 1);
    assert!(matches!(spans, Err(BlurError::TooManyCells { .. })));
    assert!(checks <= 60, "{checks} checks");
}

#[test]
fn a_mended_result_keeps_srid_and_drops_dimensions() {
    let source = Geometry {
        srid: 4326,
        dims: Dims { z: true, m: true },
        geodetic: false,
        solid: false,
        shape: Shape::LineString(vec![
            1.0,
            1.0,
            f64::NAN,
            7.0,
            15.0,
            15.0,
            9.0,
            f64::INFINITY,
        ]),
    };
    let blurred = blur(&write(&source).unwrap(), 10, &mut || ());
    let result = read(&blurred.unwrap().unwrap().into_bytes()).unwrap();
    let square = |from: f64| {
        Shape::Polygon(vec![vec![
            from,
            from,
            from,
            from + 10.0,
            from + 10.0,
            from + 10.0,
            from + 10.0,
            from,
            from,
            from,
        ]])
    };
    assert_eq!(result.srid, 4326);
    assert_eq!(result.dims, Dims::default());
    assert_eq!(
        result.shape,
        Shape::Collection(Kind::MultiPolygon, vec![square(0.0), square(10.0)])
    );
}

/// Whether a segment meets a half-open cell, by clipping its parameter with exact fractions.
fn segment_meets((ax, ay): Point, (bx, by): Point, (i, j): (i64, i64), size: i64) -> bool {
    // Parameters t = n / d: lower bound closed or open, upper bound closed or open.
    let (mut low, mut low_open) = ((0_i128, 1_i128), false);
    let (mut high, mut high_open) = ((1_i128, 1_i128), false);
    let less = |a: (i128, i128), b: (i128, i128)| a.0 * b.1 < b.0 * a.1;
    for (from, to, least) in [(ax, bx, i * size), (ay, by, j * size)] {
        let delta = i128::from(to - from);
        if delta == 0 {
            if from < least || from >= least + size {
                return false;
            }
            continue;
        }
        let sign = delta.signum();
        let at = |border: i64| (i128::from(border - from) * sign, delta * sign);
        // Closed at the lower border of the cell, open at the upper one.
        let (enter, leave, enter_open) = if sign > 0 {
            (least, least + size, false)
        } else {
            (least + size, least, true)
        };
        let (enter, leave) = (at(enter), at(leave));
        if less(low, enter) || (!less(enter, low) && enter_open) {
            (low, low_open) = (enter, enter_open);
        }
        if less(leave, high) || (!less(high, leave) && !enter_open) {
            (high, high_open) = (leave, !enter_open);
        }
    }
    less(low, high) || (!less(high, low) && !low_open && !high_open)
}

/// Whether the interiors of a triangle (not flat) and of a cell meet: no side of either separates them.
fn triangle_meets(triangle: [Point; 3], (i, j): (i64, i64), size: i64) -> bool {
    let (x, y) = (i * size, j * size);
    let square = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)];
    let cross = |(ox, oy): Point, (ax, ay): Point, (bx, by): Point| {
        (ax - ox) * (by - oy) - (ay - oy) * (bx - ox)
    };
    let turn = cross(triangle[0], triangle[1], triangle[2]).signum();
    let separates = |ring: &[Point], other: &[Point], turn: i64| {
        (0..ring.len()).any(|at| {
            other
                .iter()
                .all(|&point| cross(ring[at], ring[(at + 1) % ring.len()], point) * turn <= 0)
        })
    };
    !separates(&triangle, &square, turn) && !separates(&square, &triangle, 1)
}

fn around(points: &[Point], size: i64) -> Vec<(i64, i64)> {
    let range = |values: Vec<i64>| {
        let least = values.iter().min().unwrap().div_euclid(size) - 1;
        least..=values.iter().max().unwrap().div_euclid(size) + 1
    };
    let rows = range(points.iter().map(|point| point.1).collect());
    range(points.iter().map(|point| point.0).collect())
        .flat_map(|i| rows.clone().map(move |j| (i, j)))
        .collect()
}

fn point() -> impl Strategy<Value = Point> {
    (-40_i64..40, -40_i64..40)
}

fn spans_of(cells: &Cells) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut by_row: Vec<_> = cells.iter().map(|&(column, row)| (row, column)).collect();
    by_row.sort_unstable();
    for (row, column) in by_row {
        match spans.last_mut() {
            Some(last) if last.row == row && last.last + 1 == column => last.last = column,
            _ => spans.push(Span {
                row,
                first: column,
                last: column,
            }),
        }
    }
    spans
}

/// Whether the centre of a cell is inside a ring, by the even-odd rule.
fn inside(ring: &[Point], (i, j): (i64, i64)) -> bool {
    let crosses = |&&[a, b]: &&[Point; 2]| {
        a.0 == b.0 && a.0 <= i && (a.1.min(b.1)..a.1.max(b.1)).contains(&j)
    };
    sides(ring).iter().filter(crosses).count() % 2 == 1
}

fn sides(ring: &[Point]) -> Vec<[Point; 2]> {
    ring.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// Every ring closed, simple, alternating, of the right turn; every cell in one outline exactly and nothing else.
fn check_outlines(cells: &Cells, outlines: &[Outline]) {
    let area = |ring: &[Point]| {
        sides(ring)
            .iter()
            .map(|[a, b]| a.0 * b.1 - b.0 * a.1)
            .sum::<i64>()
    };
    let mut covered = 0;
    for outline in outlines {
        for (at, ring) in outline.iter().enumerate() {
            assert_eq!(ring.first(), ring.last());
            let corners: BTreeSet<_> = ring.iter().collect();
            assert_eq!(
                corners.len(),
                ring.len() - 1,
                "a ring meets itself: {ring:?}"
            );
            for pair in ring.windows(3) {
                assert_ne!(
                    pair[0].0 == pair[1].0,
                    pair[1].0 == pair[2].0,
                    "a corner is none: {ring:?}"
                );
            }
            assert_eq!(
                area(ring) < 0,
                at == 0,
                "a shell turns clockwise, a hole does not"
            );
        }
        covered -= outline.iter().map(|ring| area(ring)).sum::<i64>() / 2;
    }
    assert_eq!(covered, i64::try_from(cells.len()).unwrap());
    for cell in cells {
        let owners = outlines.iter().filter(|outline| {
            inside(&outline[0], *cell) && !outline[1..].iter().any(|hole| inside(hole, *cell))
        });
        assert_eq!(owners.count(), 1, "cell {cell:?}");
    }
}

proptest! {
    #![proptest_config(common::cases(2_000))]

    #[test]
    fn lines_meet_the_cells_that_exact_clipping_finds(points in prop::collection::vec(point(), 2..5), size in 1_i32..12) {
        let expected: Cells = around(&points, size.into())
            .into_iter()
            .filter(|&cell| points.windows(2).any(|pair| segment_meets(pair[0], pair[1], cell, size.into())))
            .collect();
        prop_assert_eq!(line(&points, size), expected);
    }

    #[test]
    fn triangles_meet_the_cells_that_no_side_separates(a in point(), b in point(), c in point(), size in 1_i32..12) {
        prop_assume!((b.0 - a.0) * (c.1 - a.1) != (b.1 - a.1) * (c.0 - a.0));
        let expected: Cells =
            around(&[a, b, c], size.into()).into_iter().filter(|&cell| triangle_meets([a, b, c], cell, size.into())).collect();
        prop_assert_eq!(&polygon(&[&[a, b, c, a]], size), &expected);
        // The same by another type, turned the other way, left open, and as a patch.
        prop_assert_eq!(&cells(Shape::Triangle(flat(&[c, b, a, c])), size), &expected);
        prop_assert_eq!(&polygon(&[&[b, c, a]], size), &expected);
        let tin = Shape::Collection(Kind::Tin, vec![Shape::Triangle(flat(&[a, b, c, a]))]);
        prop_assert_eq!(&cells(tin, size), &expected);
    }

    #[test]
    fn a_collection_is_the_union_of_its_members(points in prop::collection::vec(point(), 4..9), size in 1_i32..12) {
        let (first, second) = points.split_at(2);
        let members = [Shape::LineString(flat(first)), Shape::Polygon(vec![flat(second)]), Shape::Point(flat(&points[..1]))];
        let union: Cells = members.iter().flat_map(|member| cells(member.clone(), size)).collect();
        prop_assert_eq!(cells(Shape::Collection(Kind::GeometryCollection, members.to_vec()), size), union);
    }

    #[test]
    fn a_large_grid_far_away_is_as_exact(points in prop::collection::vec(point(), 2..4), size in 1_i32..12, shift in -1000_i64..1000) {
        // Moving by a whole number of cells moves the cells, at magnitudes where a naive division rounds.
        let far = shift * 1_000_000_000;
        let moved: Vec<_> = points.iter().map(|&(x, y)| (x + far * i64::from(size), y - far * i64::from(size))).collect();
        let expected: Cells = line(&points, size).into_iter().map(|(i, j)| (i + far, j - far)).collect();
        prop_assert_eq!(line(&moved, size), expected);
    }

    #[test]
    fn outlines_are_simple_rings_around_the_cells(columns in prop::collection::btree_set((0_i64..9, 0_i64..9), 1..60)) {
        check_outlines(&columns, &dissolve(&spans_of(&columns), &mut || ()));
    }
}

proptest! {
    #![proptest_config(common::cases(150))]

    #[test]
    fn arcs_hold_the_cells_of_their_positions(
        cx in -30.0..30.0_f64, cy in -30.0..30.0_f64, radius in 0.5..40.0_f64, from in 0.0..TAU, sweep in -0.999 * TAU..0.999 * TAU, size in 1_i32..12,
    ) {
        prop_assume!(sweep.abs() > 0.01);
        let at = |share: f64| (cx + radius * (from + share * sweep).cos(), cy + radius * (from + share * sweep).sin());
        let (start, middle, end) = (at(0.0), at(0.4), at(1.0));
        let met = cells(Shape::CircularString(vec![start.0, start.1, middle.0, middle.1, end.0, end.1]), size);
        let size = f64::from(size);
        let near = 1e-6;
        let mut close = Cells::new();
        for step in 0..=4_000 {
            let (x, y) = at(f64::from(step) / 4_000.0);
            // Positions nearer to a border than rounding can tell are not held against it.
            let place = |x: f64, y: f64| ((x / size).floor() as i64, (y / size).floor() as i64);
            let candidates: Cells = [-near, near].iter().flat_map(|dx| [-near, near].map(|dy| place(x + dx, y + dy))).collect();
            if candidates.len() == 1 {
                prop_assert!(met.is_superset(&candidates), "{:?} at {:?}", candidates, (x, y));
            }
            // And no cell is taken that the arc does not come near, between two steps.
            let reach = 0.02;
            close.extend([-reach, 0.0, reach].iter().flat_map(|dx| [-reach, 0.0, reach].map(|dy| place(x + dx, y + dy))));
        }
        prop_assert!(met.is_subset(&close), "{:?}", met.difference(&close));
    }
}
