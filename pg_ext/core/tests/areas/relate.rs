//! Relations of locations and areas, against exact fractions and brute force.
use crate::exact::{self, Area, Point, flat, float, shape};
use gn_diffusion_core::codec::{Dims, Kind, Shape};
use gn_diffusion_core::relate::{
    Meeting, Polygons, Position, Side, areas_meeting, covers, is_straight, locate, meeting,
};
use proptest::prelude::*;

const SQUARE: [Point; 5] = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)];

fn square(x: i64, y: i64, side: i64) -> Vec<Point> {
    vec![
        (x, y),
        (x + side, y),
        (x + side, y + side),
        (x, y + side),
        (x, y),
    ]
}

fn against(one: &Shape, other: &Area) -> Meeting {
    let other = shape(other);
    let other = Polygons::of(&other, Dims::default()).unwrap();
    let mut steps = 0;
    let found = meeting(one, Dims::default(), &other, &mut || steps += 1);
    assert!(steps > 0, "no interruption possible");
    found
}

fn areas(one: &Area, other: &Area) -> Meeting {
    against(&shape(one), other)
}

fn covered(outer: &Area, inner: &Area) -> bool {
    let [outer, inner] = [outer, inner].map(shape);
    let [outer, inner] = [&outer, &inner].map(|area| Polygons::of(area, Dims::default()).unwrap());
    covers(&outer, &inner, &mut || ())
}

fn ring_with_hole() -> Area {
    vec![vec![square(0, 0, 9), square(3, 3, 3)]]
}

#[test]
fn positions_are_outside_on_the_border_or_inside() {
    let ring = SQUARE.map(float);
    let area = Polygons::new(vec![vec![&ring]]);
    for (at, side) in [
        ([2.0, 2.0], Side::Inside),
        ([4.0, 2.0], Side::Border),
        ([2.0, 0.0], Side::Border),
        ([2.0, 4.0], Side::Border),
        ([0.0, 4.0], Side::Border),
        ([-1.0, 4.0], Side::Outside),
        ([-1.0, 0.0], Side::Outside),
        ([5.0, 4.0], Side::Outside),
        ([4.0_f64.next_up(), 2.0], Side::Outside),
        ([4.0_f64.next_down(), 2.0], Side::Inside),
        ([f64::NAN, 2.0], Side::Outside),
        ([2.0, f64::INFINITY], Side::Outside),
    ] {
        assert_eq!(locate(at, &area), side, "{at:?}");
    }
    assert_eq!(area.bounds(), Some([[0.0, 0.0], [4.0, 4.0]]));
}

#[test]
fn a_slanting_border_is_exact_to_the_last_bit() {
    // No multiple of the direction is representable but the ends: any other position is beside the line.
    let ring: [Position; 4] = [[0.1, 0.1], [0.7, 0.3], [0.1, 0.9], [0.1, 0.1]];
    let area = Polygons::new(vec![vec![&ring]]);
    let (mut inside, mut outside) = (0, 0);
    for step in 1..1_000 {
        let x = 0.1 + 0.6 * f64::from(step) / 1_000.0;
        let mut y = 0.1 + (x - 0.1) / 3.0 - 1e-15;
        for _ in 0..200 {
            match locate([x, y], &area) {
                Side::Inside => inside += 1,
                Side::Outside => outside += 1,
                Side::Border => {}
            }
            let above = locate([x, y.next_up()], &area);
            assert!(
                locate([x, y], &area) != Side::Inside || above == Side::Inside,
                "inside below outside at {x} {y}"
            );
            y = y.next_up();
        }
    }
    assert!(inside > 1_000 && outside > 1_000, "{inside} {outside}");
}

#[test]
fn areas_that_touch_do_not_meet_inside() {
    let hole = ring_with_hole();
    for (one, met) in [
        (square(-9, 0, 9), Meeting::Touching),
        (square(-9, 9, 9), Meeting::Touching),
        (square(-9, 10, 9), Meeting::Apart),
        (square(3, 3, 3), Meeting::Touching),
        (square(4, 4, 1), Meeting::Apart),
        (square(3, 4, 2), Meeting::Touching),
        (square(3, 3, 4), Meeting::Interior),
        (square(0, 0, 9), Meeting::Interior),
        (square(-9, -9, 99), Meeting::Interior),
        (square(1, 1, 1), Meeting::Interior),
        (vec![(3, 3), (9, 9), (0, 9), (3, 3)], Meeting::Interior),
        (
            vec![(4, 3), (6, 5), (6, 6), (3, 6), (4, 3)],
            Meeting::Touching,
        ),
    ] {
        let one = vec![vec![one]];
        assert_eq!(areas(&one, &hole), met, "{one:?}");
        assert_eq!(areas(&hole, &one), met, "{one:?}");
    }
}

#[test]
fn a_border_touched_halfway_by_its_own_hole_keeps_its_sides() {
    // The hole touches the upper border at (4, 8); the other area lies above and has no position there.
    let area = vec![vec![square(0, 0, 8), vec![(4, 8), (2, 4), (6, 4), (4, 8)]]];
    let above = vec![vec![vec![(1, 8), (7, 8), (7, 9), (1, 8)]]];
    assert_eq!(areas(&area, &above), Meeting::Touching);
    assert_eq!(areas(&above, &area), Meeting::Touching);
    let in_hole = vec![vec![vec![(4, 8), (2, 4), (6, 4), (4, 8)]]];
    assert_eq!(areas(&area, &in_hole), Meeting::Touching);
}

#[test]
fn an_area_covers_what_lies_in_it() {
    let hole = ring_with_hole();
    for (inner, expected) in [
        (square(0, 0, 3), true),
        (square(0, 0, 9), false),
        (square(3, 3, 3), false),
        (square(4, 4, 1), false),
        (square(0, 0, 4), false),
        (square(6, 6, 3), true),
        (square(6, 6, 4), false),
        (square(-1, 0, 1), false),
    ] {
        assert_eq!(
            covered(&hole, &vec![vec![inner.clone()]]),
            expected,
            "{inner:?}"
        );
    }
    assert!(covered(&hole, &hole));
    assert!(covered(&vec![vec![square(0, 0, 9)]], &hole));
    assert!(!covered(&hole, &vec![]));
    assert!(!covered(&vec![], &hole));
}

#[test]
fn lines_and_collections_go_as_far_as_their_furthest_part() {
    let hole = ring_with_hole();
    let line = |points: &[Point]| Shape::LineString(flat(points));
    let point = |at: Point| Shape::Point(flat(&[at]));
    let collection = |members| Shape::Collection(Kind::GeometryCollection, members);
    for (one, met) in [
        (line(&[(0, 0), (9, 0)]), Meeting::Touching),
        (line(&[(-5, 0), (15, 0)]), Meeting::Touching),
        (line(&[(-5, 5), (0, 5)]), Meeting::Touching),
        (line(&[(-5, 5), (1, 5)]), Meeting::Interior),
        (line(&[(3, 3), (6, 6)]), Meeting::Touching),
        (line(&[(4, 4), (5, 5)]), Meeting::Apart),
        (line(&[(0, 0), (9, 9)]), Meeting::Interior),
        (line(&[(4, 4), (4, 4)]), Meeting::Apart),
        (line(&[(3, 4), (3, 4)]), Meeting::Touching),
        (line(&[(1, 1)]), Meeting::Interior),
        (line(&[]), Meeting::Apart),
        (point((3, 4)), Meeting::Touching),
        (collection(vec![]), Meeting::Apart),
        (
            collection(vec![
                point((3, 4)),
                Shape::Polygon(vec![]),
                collection(vec![line(&[(0, 0), (9, 9)])]),
            ]),
            Meeting::Interior,
        ),
    ] {
        assert_eq!(against(&one, &hole), met, "{one:?}");
    }
    assert!(!is_straight(&collection(vec![Shape::CircularString(
        vec![]
    )])));
    assert!(is_straight(&collection(vec![point((3, 4))])));
}

#[test]
fn further_ordinates_do_not_matter() {
    let dims = Dims { z: true, m: false };
    let with_z = |points: &[Point]| {
        let positions = points.iter().map(|at| float(*at));
        positions.flat_map(|[x, y]| [x, y, f64::NAN]).collect()
    };
    let shape = Shape::Polygon(vec![with_z(&SQUARE)]);
    let area = Polygons::of(&shape, dims).unwrap();
    for (at, met) in [
        ((2, 2), Meeting::Interior),
        ((4, 4), Meeting::Touching),
        ((5, 5), Meeting::Apart),
    ] {
        let point = Shape::Point(with_z(&[at]));
        assert_eq!(meeting(&point, dims, &area, &mut || ()), met, "{at:?}");
    }
    assert!(Polygons::of(&Shape::LineString(vec![]), dims).is_none());
}

/// A ring of many positions on a circle.
fn circle([x, y]: Position, radius: f64, count: u32) -> Vec<Position> {
    let at = |step: u32| {
        let angle = f64::from(step % count) / f64::from(count) * std::f64::consts::TAU;
        [x + radius * angle.cos(), y + radius * angle.sin()]
    };
    (0..=count).map(at).collect()
}

#[test]
fn only_edges_near_one_another_are_compared() {
    let one = circle([0.0, 0.0], 1_000.0, 100_000);
    let other = circle([0.0, 0.0], 2_000.0, 100_000);
    let hollow = Polygons::new(vec![vec![&other, &one]]);
    let filled = Polygons::new(vec![vec![&one]]);
    let small = circle([1_500.0, 0.0], 3.0, 1_000);
    let small = Polygons::new(vec![vec![&small]]);
    let mut steps = 0_u32;
    assert_eq!(
        areas_meeting(&hollow, &filled, &mut || steps += 1),
        Meeting::Touching
    );
    assert!(covers(&hollow, &small, &mut || steps += 1));
    assert!(steps < 1_000_000, "{steps}");
}

proptest! {
    #![proptest_config(crate::common::cases(3_000))]

    #[test]
    fn areas_lie_to_one_another_as_fractions_say(a in exact::area(), b in exact::area()) {
        prop_assert_eq!(areas(&a, &b), exact::areas_meeting(&a, &b));
        prop_assert_eq!(areas(&b, &a), exact::areas_meeting(&a, &b));
        prop_assert_eq!(covered(&a, &b), exact::covers(&a, &b));
        prop_assert_eq!(covered(&b, &a), exact::covers(&b, &a));
    }

    #[test]
    fn lines_lie_to_areas_as_fractions_say(
        line in prop::collection::vec((-3_i64..12, -3_i64..12), 1..6),
        area in exact::area(),
    ) {
        if line.len() > 1 {
            let found = against(&Shape::LineString(flat(&line)), &area);
            prop_assert_eq!(found, exact::line_meeting(&line, &area));
        }
        for at in line {
            let found = against(&Shape::Point(flat(&[at])), &area);
            prop_assert_eq!(found, exact::locate(at, &area).into());
        }
    }

    #[test]
    fn no_ordinates_make_it_fail(
        rings in prop::collection::vec(
            prop::collection::vec(prop_oneof![
                any::<f64>(),
                Just(f64::NAN),
                Just(f64::INFINITY),
                (0..4_i32).prop_map(f64::from),
            ], 0..40),
            0..5,
        ),
        more in prop::collection::vec(prop_oneof![any::<f64>(), (0..4_i32).prop_map(f64::from)], 0..40),
    ) {
        let shape = Shape::Polygon(rings);
        let other = Shape::Polygon(vec![more.clone()]);
        let [one, other] = [&shape, &other].map(|shape| Polygons::of(shape, Dims::default()).unwrap());
        let mut interrupt = || ();
        let _ = areas_meeting(&one, &other, &mut interrupt);
        let _ = covers(&one, &other, &mut interrupt);
        let _ = meeting(&Shape::LineString(more), Dims::default(), &one, &mut interrupt);
    }
}
