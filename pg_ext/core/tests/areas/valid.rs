//! What is vouched for as valid: never what is not, and all that is usual.
use crate::exact::{self, Point, Ring, shape};
use gn_diffusion_core::codec::{Dims, Shape};
use gn_diffusion_core::relate::{Polygons, Position};
use gn_diffusion_core::valid::is_evidently_valid;
use proptest::prelude::*;

fn vouched(area: &exact::Area) -> bool {
    let shape = shape(area);
    let polygons = Polygons::of(&shape, Dims::default()).unwrap();
    let mut steps = 0;
    let found = is_evidently_valid(&polygons, &mut || steps += 1);
    assert_eq!(found, shape.is_evidently_valid(Dims::default(), &mut || ()));
    assert!(
        steps > 0 || !found || area.iter().all(Vec::is_empty),
        "no interruption possible"
    );
    found
}

fn square(x: i64, y: i64, side: i64) -> Ring {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
    closed(&corners)
}

fn closed(positions: &[Point]) -> Ring {
    let mut ring = positions.to_vec();
    ring.extend(positions.first());
    ring
}

#[test]
fn usual_polygons_are_vouched_for() {
    let in_line = closed(&[(0, 0), (4, 0), (9, 0), (9, 9), (0, 9), (0, 3)]);
    let triangle = closed(&[(0, 0), (3, 1), (1, 4)]);
    let comb = closed(&[(0, 0), (9, 0), (9, 9), (8, 1), (7, 9), (6, 1), (0, 9)]);
    for area in [
        vec![vec![square(0, 0, 1)]],
        vec![vec![in_line]],
        vec![vec![triangle]],
        vec![vec![comb]],
        vec![vec![
            square(0, 0, 9),
            square(1, 1, 2),
            square(4, 1, 2),
            square(1, 5, 2),
        ]],
        vec![
            vec![square(0, 0, 9), square(3, 3, 3)],
            vec![square(10, 0, 9)],
        ],
    ] {
        assert!(vouched(&area), "{area:?}");
    }
}

#[test]
fn what_touches_itself_or_lies_within_what_it_should_not_is_not_vouched_for() {
    let bow_tie = closed(&[(0, 0), (4, 4), (4, 0), (0, 4)]);
    let spike = closed(&[(0, 0), (4, 0), (9, 0), (4, 0), (4, 4), (0, 4)]);
    let inward = closed(&[(0, 0), (4, 0), (4, 4), (2, 4), (2, 2), (2, 4), (0, 4)]);
    let repeated = closed(&[(0, 0), (0, 0), (4, 0), (4, 4)]);
    let corner_on_edge = closed(&[(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)]);
    for rings in [
        vec![],
        vec![vec![]],
        vec![vec![(0, 0), (1, 1), (0, 0)]],
        vec![vec![(0, 0), (4, 0), (4, 4), (0, 4)]],
        vec![bow_tie],
        vec![spike],
        vec![inward],
        vec![repeated],
        vec![corner_on_edge],
        vec![closed(&[(0, 0), (1, 1), (3, 3)])],
        // Holes: touching the outer ring, outside of it, in one another, crossing.
        vec![square(0, 0, 9), square(0, 3, 3)],
        vec![square(0, 0, 9), square(10, 3, 3)],
        vec![square(0, 0, 9), square(1, 1, 7), square(3, 3, 2)],
        vec![square(0, 0, 9), square(3, 3, 2), square(1, 1, 7)],
        vec![square(0, 0, 9), square(1, 1, 3), square(2, 2, 3)],
        vec![square(3, 3, 3), square(0, 0, 9)],
    ] {
        // Of rings there are none, nothing is wrong.
        assert_eq!(vouched(&vec![rings.clone()]), rings.is_empty(), "{rings:?}");
    }
    for polygons in [
        vec![vec![square(0, 0, 9)], vec![square(2, 2, 2)]],
        vec![vec![square(2, 2, 2)], vec![square(0, 0, 9)]],
        vec![vec![square(0, 0, 4)], vec![square(4, 0, 4)]],
        vec![vec![square(0, 0, 4)], vec![square(2, 2, 4)]],
        // The hole of one is in the other.
        vec![
            vec![square(0, 0, 9), square(20, 2, 2)],
            vec![square(18, 0, 9)],
        ],
    ] {
        assert!(!vouched(&polygons), "{polygons:?}");
    }
}

#[test]
fn ordinates_as_far_apart_as_can_be_vouch_for_nothing() {
    for far in [f64::NAN, f64::INFINITY, f64::MAX, 5e-324] {
        let ring = vec![0.0, 0.0, far, 0.0, far, far, 0.0, 0.0];
        let shape = Shape::Polygon(vec![ring]);
        assert!(
            !shape.is_evidently_valid(Dims::default(), &mut || ()),
            "{far}"
        );
    }
}

/// A ring of positions around a centre, at these distances from it.
fn star([x, y]: Position, radii: &[f64]) -> Vec<Position> {
    let count = u32::try_from(radii.len()).unwrap();
    let steps = (0..count).chain([0]);
    let place = |step: u32| {
        let angle = f64::from(step) / f64::from(count) * std::f64::consts::TAU;
        let radius = radii[step as usize];
        [x + radius * angle.cos(), y + radius * angle.sin()]
    };
    steps.map(place).collect()
}

proptest! {
    #![proptest_config(crate::common::cases(500))]

    #[test]
    fn stars_are_vouched_for(radii in prop::collection::vec(500.0..2_000.0_f64, 5..1_000)) {
        let ring = star([652_000.0, 6_862_000.0], &radii);
        let hole: Vec<_> = radii.iter().map(|radius| radius / 5.0).collect();
        let hole = star([652_000.0, 6_862_000.0], &hole);
        let polygons = Polygons::new(vec![vec![&ring, &hole]]);
        prop_assert!(is_evidently_valid(&polygons, &mut || ()));
    }

    #[test]
    fn polygons_that_nowhere_meet_themselves_are_vouched_for(area in exact::simple()) {
        prop_assert!(vouched(&area));
    }
}
