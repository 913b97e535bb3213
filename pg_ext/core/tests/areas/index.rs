//! Areas met through an index, against each area judged alone.
use crate::exact::{self, Area, shape};
use gn_diffusion_core::codec::{self, Dims, Geometry, Kind, Shape};
use gn_diffusion_core::index::{AreaIndex, AreaRow, Builder};
use gn_diffusion_core::overlap::overlap_holds_disc;
use gn_diffusion_core::relate::{Meeting, Polygons, Position, areas_meeting};
use proptest::prelude::*;

fn index_of(shapes: &[Shape]) -> Vec<u64> {
    let mut builder = Builder::new(1 << 30);
    for (id, shape) in (0..).zip(shapes) {
        let geometry = codec::write(&Geometry {
            srid: 2154,
            dims: Dims::default(),
            geodetic: false,
            solid: false,
            shape: shape.clone(),
        });
        let row = AreaRow {
            id,
            code: "",
            name: "",
            geometry: &geometry.unwrap(),
        };
        builder.add(&row).unwrap();
    }
    builder.finish(&mut || ()).unwrap()
}

fn met_through_index(words: &[u64], perimeter: &Shape) -> Vec<(u32, Meeting)> {
    let index = AreaIndex::open(words).unwrap();
    let mut steps = 0;
    let met = index.met_by(perimeter, Dims::default(), &mut || steps += 1);
    assert!(steps > 0, "no interruption possible");
    let polygons = Polygons::of(perimeter, Dims::default()).unwrap();
    let intersecting = index.intersecting(&polygons, &mut || ());
    let numbers: Vec<_> = met.iter().map(|(number, _)| *number).collect();
    assert_eq!(intersecting, numbers);
    met
}

/// Those whose overlap holds the disc; `doubt` stands for what is not told.
fn with_room(words: &[u64], perimeter: &Shape, radius: f64, doubt: bool) -> Vec<u32> {
    let index = AreaIndex::open(words).unwrap();
    let polygons = Polygons::of(perimeter, Dims::default()).unwrap();
    index.with_room(&polygons, radius, &mut || (), &mut |_| doubt)
}

fn with_room_alone(shapes: &[Shape], perimeter: &Shape, radius: f64, doubt: bool) -> Vec<u32> {
    let polygons = Polygons::of(perimeter, Dims::default()).unwrap();
    let each = (0_u32..).zip(shapes).filter(|(_, shape)| {
        let area = Polygons::of(shape, Dims::default()).unwrap();
        overlap_holds_disc(&polygons, &area, radius, &mut || ()).unwrap_or(doubt)
    });
    each.map(|(number, _)| number).collect()
}

fn moved(area: &Area, x: i64, y: i64) -> Area {
    let ring = |ring: &exact::Ring| ring.iter().map(|at| (at.0 + x, at.1 + y)).collect();
    let rings = |rings: &Vec<exact::Ring>| rings.iter().map(ring).collect();
    area.iter().map(rings).collect()
}

/// A ring of positions around a centre, at these distances from it.
fn star([x, y]: Position, radii: &[f64]) -> Vec<f64> {
    let count = u32::try_from(radii.len()).unwrap();
    let place = |step: u32| {
        let angle = f64::from(step) / f64::from(count) * std::f64::consts::TAU;
        let radius = radii[step as usize];
        [x + radius * angle.cos(), y + radius * angle.sin()]
    };
    (0..count).chain([0]).flat_map(place).collect()
}

/// Squares side by side whose corners were moved, those between two squares together; every third one has a hole.
fn quilt(moves: &[f64]) -> Vec<Shape> {
    let corner = |column: usize, row: usize| {
        let at = |number: usize| moves[number % moves.len()];
        let number = 2 * (column + 7 * row);
        let [x, y] = [column, row].map(|step| f64::from(u32::try_from(step).unwrap()));
        [100.0 * (x + at(number)), 100.0 * (y + at(number + 1))]
    };
    let cells = (0..5).flat_map(|row| (0..5).map(move |column| (column, row)));
    cells
        .map(|(x, y)| {
            let around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)];
            let outer = around.map(|(x, y)| corner(x, y));
            let mut rings = vec![outer.as_flattened().to_vec()];
            if (x + y) % 3 == 0 {
                let middle = [0, 1].map(|axis| outer[0][axis].midpoint(outer[2][axis]));
                rings.push(star(middle, &[15.0; 12]));
            }
            Shape::Polygon(rings)
        })
        .collect()
}

proptest! {
    #![proptest_config(crate::common::cases(60))]

    #[test]
    fn areas_are_met_as_fractions_say(
        areas in prop::collection::vec((exact::area(), 0_i64..16, 0_i64..16), 1..9),
        perimeter in exact::area(),
        shift in (0_i64..16, 0_i64..16),
    ) {
        let areas: Vec<_> = areas.iter().map(|(area, x, y)| moved(area, *x, *y)).collect();
        let perimeter = moved(&perimeter, shift.0, shift.1);
        let expected: Vec<_> = (0_u32..)
            .zip(&areas)
            .map(|(number, area)| (number, exact::areas_meeting(&perimeter, area)))
            .filter(|(_, met)| *met != Meeting::Apart)
            .collect();
        let shapes: Vec<_> = areas.iter().map(shape).collect();
        let words = index_of(&shapes);
        let perimeter = shape(&perimeter);
        prop_assert_eq!(met_through_index(&words, &perimeter), expected);
        for radius in [0.0, 0.01, 0.3, 1.0] {
            prop_assert_eq!(
                with_room(&words, &perimeter, radius, true),
                with_room_alone(&shapes, &perimeter, radius, true)
            );
        }
    }

    #[test]
    fn areas_of_a_quilt_are_met_as_each_alone(
        moves in prop::collection::vec(-0.3..0.3_f64, 98),
        centre in (-200.0..700.0_f64, -200.0..700.0_f64),
        size in prop_oneof![Just(1.0), Just(20.0), Just(150.0), Just(400.0)],
        radii in prop::collection::vec(0.3..1.0_f64, 3..200),
        hollow in any::<bool>(),
        radius in prop_oneof![Just(0.0), Just(1e-3), 0.1..2.0_f64, 2.0..60.0_f64],
    ) {
        let mut shapes = quilt(&moves);
        // Areas over the others, one of which is in several parts.
        shapes.push(Shape::Polygon(vec![star([250.0, 250.0], &[220.0; 60])]));
        let parts = [[0.0, 0.0], [250.0, 300.0], [480.0, 10.0]];
        let parts = parts.map(|at| Shape::Polygon(vec![star(at, &[60.0, 30.0, 50.0, 20.0])]));
        shapes.push(Shape::Collection(Kind::MultiPolygon, parts.to_vec()));
        let around = |share: f64| {
            let radii: Vec<_> = radii.iter().map(|radius| share * size * radius).collect();
            star([centre.0, centre.1], &radii)
        };
        let mut rings = vec![around(1.0)];
        if hollow {
            rings.push(around(0.2));
        }
        let perimeter = Shape::Polygon(rings);
        let polygons = Polygons::of(&perimeter, Dims::default()).unwrap();
        let expected: Vec<_> = (0_u32..)
            .zip(&shapes)
            .map(|(number, shape)| {
                let area = Polygons::of(shape, Dims::default()).unwrap();
                (number, areas_meeting(&polygons, &area, &mut || ()))
            })
            .filter(|(_, met)| *met != Meeting::Apart)
            .collect();
        let words = index_of(&shapes);
        prop_assert_eq!(met_through_index(&words, &perimeter), expected);
        for doubt in [false, true] {
            prop_assert_eq!(
                with_room(&words, &perimeter, radius, doubt),
                with_room_alone(&shapes, &perimeter, radius, doubt)
            );
        }
    }
}

#[test]
fn polygons_beyond_the_cells_or_over_them_all_are_met() {
    let square = |x: f64, y: f64, side: f64| {
        let [right, top] = [x + side, y + side];
        Shape::Polygon(vec![vec![x, y, right, y, right, top, x, top, x, y]])
    };
    let words = index_of(&[square(0.0, 0.0, 1.0), square(3.0, 3.0, 1.0)]);
    let interior = |numbers: &[u32]| -> Vec<_> {
        numbers
            .iter()
            .map(|number| (*number, Meeting::Interior))
            .collect()
    };
    for (perimeter, met) in [
        (square(-9.0, -9.0, 99.0), interior(&[0, 1])),
        (square(-1e12, -1e12, 1e13), interior(&[0, 1])),
        (square(-1e12, -1e12, 1e12 + 0.5), interior(&[0])),
        (square(-9.0, -9.0, 9.0), vec![(0, Meeting::Touching)]),
        (square(4.0, 2.0, 1e12), vec![(1, Meeting::Touching)]),
        (square(5.0, 5.0, 9.0), vec![]),
        (square(-1e13, 0.0, 1e12), vec![]),
        (Shape::Polygon(vec![]), vec![]),
    ] {
        let index = AreaIndex::open(&words).unwrap();
        let found = index.met_by(&perimeter, Dims::default(), &mut || ());
        assert_eq!(found, met, "{perimeter:?}");
    }
    let nothing = index_of(&[]);
    let index = AreaIndex::open(&nothing).unwrap();
    let found = index.met_by(&square(0.0, 0.0, 1.0), Dims::default(), &mut || ());
    assert_eq!(found, vec![]);
}
