//! The index of areas against the areas themselves, judged one by one (`relate`), on positions that fall on borders and corners
//! all the time; and what damaged words give.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod common;

use gn_diffusion_core::codec::{self, Dims, Geometry, Kind, Shape};
use gn_diffusion_core::index::{AreaIndex, AreaRow, BuildError, Builder, by_rule};
use gn_diffusion_core::relate::{Meeting, Polygons, Side, locate, meeting};
use proptest::prelude::*;

const SRID: i32 = 2154;

fn serialized(shape: Shape, dims: Dims, srid: i32) -> Vec<u8> {
    codec::write(&Geometry {
        srid,
        dims,
        geodetic: false,
        solid: false,
        shape,
    })
    .unwrap()
}

/// A star around a centre: simple, whatever the radii, since the angles go once around.
fn star(centre: [f64; 2], radii: &[i32]) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a few corners")]
    let turn = std::f64::consts::TAU / radii.len() as f64;
    let mut ring: Vec<f64> = Vec::new();
    let mut angle = 0.0_f64;
    for radius in radii {
        let radius = f64::from(*radius);
        // On a lattice of halves, so that borders of several areas meet and positions fall on them.
        let at = [
            centre[0] + radius * angle.cos(),
            centre[1] + radius * angle.sin(),
        ];
        ring.extend(at.map(|ordinate| (ordinate * 2.0).round() / 2.0));
        angle += turn;
    }
    ring.extend_from_within(..2);
    ring
}

fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Vec<f64> {
    vec![
        x,
        y,
        x,
        y + height,
        x + width,
        y + height,
        x + width,
        y,
        x,
        y,
    ]
}

prop_compose! {
    fn area()(x in 0..40, y in 0..40, width in 1..12, height in 1..12, hole in any::<bool>(), radii in prop::collection::vec(6..10, 8), round in any::<bool>()) -> Vec<Vec<f64>> {
        let [x, y, width, height] = [x, y, width, height].map(f64::from);
        if round {
            return vec![star([x, y], &radii)];
        }
        let mut rings = vec![rectangle(x, y, width, height)];
        if hole && width > 2.0 && height > 2.0 {
            rings.push(rectangle(x + 1.0, y + 1.0, width - 2.0, height - 2.0));
        }
        rings
    }
}

fn index_of(areas: &[Vec<Vec<f64>>]) -> Vec<u64> {
    let mut builder = Builder::new(1 << 26);
    for (number, rings) in areas.iter().enumerate() {
        let shape = Shape::Collection(Kind::MultiPolygon, vec![Shape::Polygon(rings.clone())]);
        builder
            .add(&AreaRow {
                id: i32::try_from(number).unwrap() * 3 + 1,
                code: &format!("code {number}"),
                name: "é",
                geometry: &serialized(shape, Dims::default(), SRID),
            })
            .unwrap();
    }
    builder.finish(&mut || {}).unwrap()
}

fn shapes(areas: &[Vec<Vec<f64>>]) -> Vec<Shape> {
    areas.iter().cloned().map(Shape::Polygon).collect()
}

fn found_at(index: &AreaIndex<'_>, position: [f64; 2]) -> Vec<u32> {
    let mut found = Vec::new();
    index.at(position, &mut |number| found.push(number));
    assert_eq!(index.first_at(position), found.first().copied());
    found
}

proptest! {
    #![proptest_config(common::cases(60))]

    #[test]
    fn a_position_is_in_the_areas_that_hold_it(areas in prop::collection::vec(area(), 1..25), positions in prop::collection::vec((-4..110_i32, -4..110_i32), 200)) {
        let words = index_of(&areas);
        let index = AreaIndex::open(&words).unwrap();
        let shapes = shapes(&areas);
        let polygons: Vec<_> = shapes.iter().map(|shape| Polygons::of(shape, Dims::default()).unwrap()).collect();
        for (x, y) in positions {
            // Halves and quarters: corners, borders and what is near them.
            for scale in [0.5, 0.25, 0.437_219] {
                let position = [f64::from(x) * scale, f64::from(y) * scale];
                let expected: Vec<u32> = (0..).zip(&polygons)
                    .filter(|(_, area)| locate(position, area) != Side::Outside)
                    .map(|(number, _)| number)
                    .collect();
                prop_assert_eq!(found_at(&index, position), expected, "{:?}", position);
            }
        }
    }

    #[test]
    fn a_shape_meets_the_areas_that_it_meets_one_by_one(areas in prop::collection::vec(area(), 1..15), others in prop::collection::vec(area(), 8), line in prop::collection::vec((0..50_i32, 0..50_i32), 2..6)) {
        let words = index_of(&areas);
        let index = AreaIndex::open(&words).unwrap();
        let shapes = shapes(&areas);
        let line = Shape::LineString(line.iter().flat_map(|&(x, y)| [f64::from(x), f64::from(y)]).collect());
        for shape in others.into_iter().map(Shape::Polygon).chain([line]) {
            let expected: Vec<_> = (0..).zip(&shapes).filter_map(|(number, area)| {
                let area = Polygons::of(area, Dims::default()).unwrap();
                let met = meeting(&shape, Dims::default(), &area, &mut || {});
                (met != Meeting::Apart).then_some((number, met))
            }).collect();
            let found = index.met_by(&shape, Dims::default(), &mut || {});
            prop_assert_eq!(&found, &expected);
            let interior = expected.iter().any(|(_, met)| *met == Meeting::Interior);
            let kept: Vec<_> = by_rule(&found).collect();
            prop_assert_eq!(kept.len(), expected.iter().filter(|(_, met)| !interior || *met == Meeting::Interior).count());
        }
    }

    #[test]
    fn damaged_words_never_panic(areas in prop::collection::vec(area(), 1..6), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u64>()), 1..20), cut in any::<prop::sample::Index>()) {
        let mut words = index_of(&areas);
        // Past the header, so that most of them open.
        let first = words.len().min(10);
        for (at, value) in damage {
            let at = first + at.index(words.len() - first);
            words[at] ^= value;
        }
        if let Ok(index) = AreaIndex::open(&words) {
            for x in 0..60 {
                found_at(&index, [f64::from(x), f64::from(x) * 0.7]);
            }
            for number in 0..8 {
                if let Some(area) = index.area(number) {
                    let _ = (area.code(), area.name(), area.serialized(), area.polygons(), area.bounds());
                }
            }
        }
        words.truncate(cut.index(words.len()));
        prop_assert!(AreaIndex::open(&words).is_err());
    }
}

#[test]
fn an_area_is_given_back_as_it_was() {
    let areas = [
        vec![rectangle(0.0, 0.0, 2.0, 2.0)],
        vec![rectangle(2.0, 0.0, 2.0, 2.0)],
    ];
    let words = index_of(&areas);
    let index = AreaIndex::open(&words).unwrap();
    assert_eq!((index.srid(), index.len()), (SRID, 2));
    assert_eq!(index.number_of(4), Some(1));
    assert_eq!(index.number_of(2), None);
    let area = index.area(1).unwrap();
    assert_eq!((area.id(), area.code(), area.name()), (4, "code 1", "é"));
    assert_eq!(
        area.bounds().map(f64::to_bits),
        [2.0, 0.0, 4.0, 2.0].map(f64::to_bits)
    );
    let shape = Shape::Collection(Kind::MultiPolygon, vec![Shape::Polygon(areas[1].clone())]);
    assert_eq!(area.serialized(), serialized(shape, Dims::default(), SRID));
    assert!(index.area(2).is_none());
}

#[test]
fn what_cannot_be_indexed_is_an_error_and_what_holds_nothing_is_none() {
    let add = |builder: &mut Builder, id, shape, dims, srid| {
        builder.add(&AreaRow {
            id,
            code: "",
            name: "",
            geometry: &serialized(shape, dims, srid),
        })
    };
    let square = || Shape::Polygon(vec![rectangle(0.0, 0.0, 1.0, 1.0)]);
    let flat = Dims::default();
    let mut builder = Builder::new(1 << 20);
    add(&mut builder, 5, square(), flat, SRID).unwrap();
    assert_eq!(
        add(&mut builder, 5, square(), flat, SRID),
        Err(BuildError::Order(5))
    );
    assert_eq!(
        add(&mut builder, 6, square(), flat, 4326),
        Err(BuildError::Srid(6))
    );
    let infinite = Shape::Polygon(vec![vec![0.0, 0.0, 1.0, f64::INFINITY, 1.0, 0.0, 0.0, 0.0]]);
    assert_eq!(
        add(&mut builder, 7, infinite, flat, SRID),
        Err(BuildError::NotFinite(7))
    );
    assert!(matches!(
        add(&mut Builder::new(64), 1, square(), flat, SRID),
        Err(BuildError::TooLarge(64))
    ));

    // An empty set, an area without positions, one with a third ordinate.
    let words = Builder::new(1 << 20).finish(&mut || {}).unwrap();
    assert!(found_at(&AreaIndex::open(&words).unwrap(), [0.5, 0.5]).is_empty());
    let mut builder = Builder::new(1 << 22);
    add(&mut builder, 1, Shape::Polygon(Vec::new()), flat, SRID).unwrap();
    let raised = Shape::Polygon(vec![
        rectangle(0.0, 0.0, 1.0, 1.0)
            .chunks(2)
            .flat_map(|at| [at[0], at[1], 9.0])
            .collect(),
    ]);
    add(&mut builder, 2, raised, Dims { z: true, m: false }, SRID).unwrap();
    let words = builder.finish(&mut || {}).unwrap();
    let index = AreaIndex::open(&words).unwrap();
    assert_eq!(found_at(&index, [0.5, 1.0]), [1]);
    assert_eq!(
        index.area(1).unwrap().serialized(),
        serialized(square(), flat, SRID)
    );
    for nowhere in [
        [f64::NAN, 0.5],
        [f64::INFINITY, 0.5],
        [-1e300, 1e300],
        [5.0, 5.0],
    ] {
        assert!(found_at(&index, nowhere).is_empty());
    }
}
