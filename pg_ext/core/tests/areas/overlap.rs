//! Room for a disc in an overlap, against a search by halving squares; areas of overlaps, against exact fractions.
use std::collections::BinaryHeap;
use std::f64::consts::{SQRT_2, TAU};

use crate::exact::{self, Area, shape};
use gn_diffusion_core::codec::{Dims, Shape};
use gn_diffusion_core::overlap::{overlap_area, overlap_holds_disc};
use gn_diffusion_core::relate::{Meeting, Polygons, Position};
use proptest::prelude::*;

/// Rings of one polygon, or of several that are apart.
type Rings = Vec<Vec<Position>>;

fn rectangle([x, y]: Position, [width, height]: Position) -> Vec<Position> {
    vec![
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
        [x, y],
    ]
}

fn polygons(rings: &Rings) -> Polygons<'_> {
    Polygons::new(vec![rings.iter().map(Vec::as_slice).collect()])
}

fn holds(a: &Rings, b: &Rings, radius: f64) -> Option<bool> {
    let [one, other] = [a, b].map(polygons);
    let found = overlap_holds_disc(&one, &other, radius, &mut || ());
    assert_eq!(overlap_holds_disc(&other, &one, radius, &mut || ()), found);
    found
}

/// Distance to the nearest border of the two, positive within both; by brute force.
fn clearance(at: Position, areas: [&Rings; 2]) -> f64 {
    let mut least = f64::INFINITY;
    let mut is_within = true;
    for area in areas {
        let mut inside = false;
        for ring in area {
            for ends in ring.windows(2) {
                let [[x0, y0], [x1, y1]] = [ends[0], ends[1]];
                let (dx, dy) = (x1 - x0, y1 - y0);
                let ahead = ((at[0] - x0) * dx + (at[1] - y0) * dy) / (dx * dx + dy * dy);
                let ahead = ahead.clamp(0.0, 1.0);
                least = least.min((at[0] - x0 - ahead * dx).hypot(at[1] - y0 - ahead * dy));
                inside ^= (y0 > at[1]) != (y1 > at[1])
                    && at[0] < x0 + (at[1] - y0) / (y1 - y0) * (x1 - x0);
            }
        }
        is_within &= inside;
    }
    if is_within { least } else { -least }
}

/// A square, by what a disc in it may reach.
struct Square {
    most: f64,
    middle: Position,
    half: f64,
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Square {}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.most.total_cmp(&other.most)
    }
}

/// The radius of the widest disc in both, within the precision; 0 when there is none as wide as that.
fn widest(areas: [&Rings; 2], precision: f64) -> f64 {
    let all = || areas.into_iter().flatten().flatten();
    let bound = |axis: usize, sign: f64| {
        let most = all()
            .map(|at| sign * at[axis])
            .fold(f64::NEG_INFINITY, f64::max);
        sign * most
    };
    let corner = [bound(0, -1.0), bound(1, -1.0)];
    let half = (bound(0, 1.0) - corner[0]).max(bound(1, 1.0) - corner[1]) / 2.0;
    let judged = |middle: Position, half: f64| {
        let clear = clearance(middle, areas);
        let most = clear + half * SQRT_2;
        (clear, Square { most, middle, half })
    };
    let (_, first) = judged([corner[0] + half, corner[1] + half], half);
    let mut best = 0.0_f64;
    let mut squares = BinaryHeap::from([first]);
    while let Some(Square {
        most,
        middle: [x, y],
        half,
    }) = squares.pop()
    {
        if most <= best + precision {
            break;
        }
        let half = half / 2.0;
        for (right, up) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
            let (clear, square) = judged([x + right * half, y + up * half], half);
            best = best.max(clear);
            squares.push(square);
        }
    }
    best
}

#[test]
fn a_disc_fits_up_to_half_the_width() {
    let one = vec![rectangle([0.0, 0.0], [10.0, 10.0])];
    for (other, radius) in [
        (rectangle([4.0, 3.0], [4.0, 90.0]), 2.0),
        (rectangle([-4.0, -3.0], [4.5, 90.0]), 0.25),
        (rectangle([-90.0, -90.0], [200.0, 200.0]), 5.0),
        (rectangle([2.0, 2.0], [3.0, 3.0]), 1.5),
        (
            vec![[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [0.0, 0.0]],
            10.0 / (2.0 + SQRT_2),
        ),
    ] {
        let other = vec![other];
        for factor in [1e-3, 0.5, 0.999_99] {
            assert_eq!(
                holds(&one, &other, factor * radius),
                Some(true),
                "{factor} {other:?}"
            );
        }
        for factor in [1.000_01, 2.0, 1e3] {
            assert_eq!(
                holds(&one, &other, factor * radius),
                Some(false),
                "{factor} {other:?}"
            );
        }
        assert_eq!(holds(&one, &other, radius), None, "{other:?}");
        assert_eq!(holds(&one, &other, radius - 2e-6), Some(true), "{other:?}");
        assert_eq!(holds(&one, &other, radius + 2e-6), Some(false), "{other:?}");
    }
}

#[test]
fn a_disc_may_lean_on_corners_only() {
    // Four points stand around the middle, at a distance of 3.
    let mut star = Vec::new();
    for quarter in [0.0, 1.0, 2.0, 3.0] {
        let (sin, cos) = (quarter * TAU / 4.0).sin_cos();
        star.push([3.0 * cos, 3.0 * sin]);
        star.push([30.0 * (cos - 0.9 * sin), 30.0 * (sin + 0.9 * cos)]);
    }
    star.push(star[0]);
    let all = vec![rectangle([-2.9, -2.9], [5.8, 5.8])];
    assert_eq!(holds(&vec![star.clone()], &all, 2.89), Some(true));
    assert_eq!(holds(&vec![star.clone()], &all, 2.91), Some(false));
    let wider = vec![rectangle([-3.1, -3.1], [6.2, 6.2])];
    assert_eq!(holds(&vec![star.clone()], &wider, 2.99), Some(true));
    assert_eq!(holds(&vec![star], &wider, 3.01), Some(false));
}

#[test]
fn without_a_radius_any_interior_counts() {
    let one = vec![rectangle([0.0, 0.0], [10.0, 10.0])];
    for (x, expected) in [(10.0, false), (10.0_f64.next_down(), true), (11.0, false)] {
        let other = vec![rectangle([x, 0.0], [10.0, 10.0])];
        assert_eq!(holds(&one, &other, 0.0), Some(expected), "{x}");
    }
    assert_eq!(holds(&one, &vec![], 0.0), Some(false));
    assert_eq!(holds(&one, &vec![], 1.0), Some(false));
}

/// A ribbon that winds over 50 km, and the same pushed upwards.
fn ribbon(width: f64, raised: f64, count: u32) -> Rings {
    let at = |step: u32, above: f64| {
        let x = 50_000.0 * f64::from(step) / f64::from(count);
        [
            600_000.0 + x,
            6_300_000.0 + 2_000.0 * (x / 3_000.0).sin() + above,
        ]
    };
    let mut ring: Vec<_> = (0..=count).map(|step| at(step, raised)).collect();
    ring.extend((0..=count).rev().map(|step| at(step, raised + width)));
    ring.push(ring[0]);
    vec![ring]
}

#[test]
fn a_long_sliver_costs_no_more_than_its_edges() {
    for count in [1, 100, 5_000] {
        let (one, other) = (ribbon(1_000.0, 0.0, count), ribbon(1_000.0, 999.7, count));
        let [one, other] = [one, other].map(|rings| rings);
        let areas = [&one, &other].map(polygons);
        let mut steps = 0;
        let found = overlap_holds_disc(&areas[0], &areas[1], 1.0, &mut || steps += 1);
        assert_eq!(found, Some(false));
        assert!(steps < 10 * (count + 10), "{steps} steps for {count}");
        let area = overlap_area(&areas[0], &areas[1], &mut || ());
        assert!((area / 15_000.0 - 1.0).abs() < 1e-6, "{area}");
        // Flat ribbons are as wide as they are high.
        if count == 1 {
            assert_eq!(
                overlap_holds_disc(&areas[0], &areas[1], 0.149, &mut || ()),
                Some(true)
            );
        }
    }
}

fn float_rings(area: &Area) -> Rings {
    let rings = area.iter().flatten();
    rings
        .map(|ring| ring.iter().map(|at| exact::float(*at)).collect())
        .collect()
}

fn with_areas<T>(a: &Area, b: &Area, judge: impl FnOnce(&Polygons<'_>, &Polygons<'_>) -> T) -> T {
    let [a, b] = [a, b].map(shape);
    let [a, b] = [&a, &b].map(|area| Polygons::of(area, Dims::default()).unwrap());
    judge(&a, &b)
}

proptest! {
    #![proptest_config(crate::common::cases(150))]

    #[test]
    fn the_widest_disc_is_that_of_the_squares(a in exact::area(), b in exact::area()) {
        let rings = [&a, &b].map(float_rings);
        let precision = 2e-2;
        let widest = widest([&rings[0], &rings[1]], precision);
        with_areas(&a, &b, |a, b| {
            let holds = |radius| overlap_holds_disc(a, b, radius, &mut || ());
            if widest > 1e-5 {
                prop_assert_eq!(holds(widest - 1e-5), Some(true), "{}", widest);
                prop_assert_eq!(holds(widest / 2.0), Some(true), "{}", widest);
            }
            prop_assert_eq!(holds(widest + 2.0 * precision), Some(false), "{}", widest);
            prop_assert_eq!(holds(widest + 1.0), Some(false), "{}", widest);
            Ok(())
        })?;
    }
}

proptest! {
    #![proptest_config(crate::common::cases(2_000))]

    #[test]
    fn areas_of_overlaps_are_those_of_the_fractions(a in exact::area(), b in exact::area()) {
        let expected = exact::overlap_area(&a, &b);
        let found = with_areas(&a, &b, |a, b| overlap_area(a, b, &mut || ()));
        prop_assert!((found - expected).abs() <= 1e-12 * expected.max(1.0), "{found} {expected}");
        let meet = with_areas(&a, &b, |a, b| overlap_holds_disc(a, b, 0.0, &mut || ()));
        prop_assert_eq!(meet, Some(exact::areas_meeting(&a, &b) == Meeting::Interior));
        prop_assert_eq!(meet, Some(expected > 0.0));
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
        radius in prop_oneof![any::<f64>(), Just(1.0), Just(f64::NAN)],
    ) {
        let shapes = [Shape::Polygon(rings), Shape::Polygon(vec![more])];
        let [a, b] = [&shapes[0], &shapes[1]].map(|shape| Polygons::of(shape, Dims::default()).unwrap());
        let _ = overlap_holds_disc(&a, &b, radius, &mut || ());
        let _ = overlap_area(&a, &b, &mut || ());
    }
}
