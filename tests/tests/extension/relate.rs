//! `gn_diffusion_core::relate` against PostGIS: a hundred thousand pairs of locations and areas on a small lattice, so that
//! they touch, share borders and cross at corners all the time. What PostGIS calls invalid is left out. And
//! `gn_diffusion_core::valid`, which must never vouch for what PostGIS calls invalid.

use std::fmt::Write as _;

use anyhow::Result;
use demandes_tests::harness::{cases, extension_database};
use gn_diffusion_core::{
    cells::Span,
    codec::{Dims, Kind, Shape},
    dissolve::dissolve,
    relate::{Meeting, Polygons, covers, meeting},
    valid::is_evidently_valid,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sqlx::Row;

const BATCHES: u64 = 56;
const LOCATIONS: usize = 80;
const AREAS: usize = 60;
const JUDGED_BATCHES: u64 = 60;
const JUDGED: usize = 1_000;

/// For each valid pair: whether they intersect, whether they do but only touch, whether the area covers the location. A
/// collection, which PostGIS does not judge, is judged by its parts.
const POSTGIS: &str = "
WITH location AS (
    SELECT id::int, geom, GeometryType(geom) = 'GEOMETRYCOLLECTION' AS mixed
      FROM unnest($1::text[]) WITH ORDINALITY AS given (wkt, id), ST_GeomFromText(wkt) AS geom
     WHERE ST_IsValid(geom)
), part AS (
    SELECT id, geom FROM location WHERE NOT mixed
    UNION ALL
    SELECT id, dumped.geom FROM location, ST_Dump(location.geom) AS dumped WHERE mixed
), area AS (
    SELECT id::int, geom
      FROM unnest($2::text[]) WITH ORDINALITY AS given (wkt, id), ST_GeomFromText(wkt) AS geom
     WHERE ST_IsValid(geom)
)
SELECT l.id AS location, a.id AS area, bool_or(intersects) AS intersects,
       bool_or(intersects) AND NOT bool_or(intersects AND NOT ST_Touches(l.geom, a.geom)) AS touches,
       bool_and(ST_Dimension(l.geom) = 2 AND ST_Covers(a.geom, l.geom)) AS covers
  FROM part l CROSS JOIN area a CROSS JOIN LATERAL (SELECT ST_Intersects(l.geom, a.geom) AS intersects OFFSET 0) i
 GROUP BY 1, 2";

type Point = [i64; 2];
type Ring = Vec<Point>;

/// Draws shapes on a lattice, and puts them in the plane by one linear map.
struct Maker {
    random: StdRng,
    /// Ordinates of the first corner, then those of both steps of the lattice.
    map: [[f64; 2]; 3],
}

impl Maker {
    fn new(seed: u64) -> Self {
        // Every position is exact: where what is in line is so but for rounding, PostGIS fails or judges by the rounding.
        let maps = [
            [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]],
            [[652_000.0, 6_862_000.0], [10.0, 4.0], [-3.0, 8.0]],
            [[-7.5, 1e6], [0.125, 0.0], [0.5, 0.25]],
            [
                [652_000.125, 6_862_000.5],
                [103.75, 11.25],
                [-27.125, 95.875],
            ],
        ];
        let kind = usize::try_from(seed % 4).unwrap_or_default();
        Self {
            random: StdRng::seed_from_u64(seed),
            map: maps[kind],
        }
    }

    fn roll(&mut self, sides: i64) -> i64 {
        self.random.random_range(0..sides)
    }

    fn points(&mut self, count: i64, reach: i64) -> Ring {
        let [x, y] = [self.roll(10 - reach), self.roll(10 - reach)];
        (0..count)
            .map(|_| [x + self.roll(reach), y + self.roll(reach)])
            .collect()
    }

    fn list(&self, points: &[Point]) -> Vec<f64> {
        let [origin, step, other] = self.map;
        let place = |[x, y]: Point| {
            let [x, y] = [x, y].map(|steps| f64::from(i32::try_from(steps).unwrap_or_default()));
            [0, 1].map(|axis| origin[axis] + x * step[axis] + y * other[axis])
        };
        points.iter().flat_map(|at| place(*at)).collect()
    }

    fn closed(&self, mut ring: Ring) -> Vec<f64> {
        ring.extend(ring.first().copied());
        self.list(&ring)
    }

    fn ring(&mut self, reach: i64) -> Vec<f64> {
        let count = 3 + self.roll(3);
        let points = self.points(count, reach);
        self.closed(points)
    }

    /// A rectangle or an octagon, with holes that may touch it.
    fn with_holes(&mut self) -> Shape {
        let outer = if self.roll(2) == 0 {
            vec![[0, 0], [8, 0], [8, 8], [0, 8]]
        } else {
            vec![
                [2, 0],
                [6, 0],
                [8, 2],
                [8, 6],
                [6, 8],
                [2, 8],
                [0, 6],
                [0, 2],
            ]
        };
        let mut rings = vec![self.closed(outer)];
        for _ in 0..=self.roll(3) {
            let points = self.points(3, 5);
            rings.push(self.closed(points));
        }
        Shape::Polygon(rings)
    }

    /// The outline of some cells of the lattice: pieces and holes that touch at corners.
    fn cells(&mut self) -> Shape {
        let mut spans: Vec<Span> = Vec::new();
        for row in 0..4 {
            for column in 0..4 {
                match spans.last_mut() {
                    _ if self.random.random_range(0..3) == 0 => {}
                    Some(last) if last.row == row && last.last + 1 == column => last.last = column,
                    _ => spans.push(Span {
                        row,
                        first: column,
                        last: column,
                    }),
                }
            }
        }
        let polygons = dissolve(&spans, &mut || ()).into_iter().map(|rings| {
            let list = |ring: Vec<(i64, i64)>| {
                let corners = ring.into_iter().map(|(x, y)| [2 * x, 2 * y]);
                self.list(&corners.collect::<Ring>())
            };
            Shape::Polygon(rings.into_iter().map(list).collect())
        });
        Shape::Collection(Kind::MultiPolygon, polygons.collect())
    }

    fn many(&mut self, kind: Kind, mut one: impl FnMut(&mut Self) -> Shape) -> Shape {
        let count = 1 + self.roll(3);
        Shape::Collection(kind, (0..count).map(|_| one(self)).collect())
    }

    fn area(&mut self) -> Shape {
        match self.roll(6) {
            0 | 1 => Shape::Polygon(vec![self.ring(8)]),
            2 => Shape::Polygon(vec![self.ring(4)]),
            3 => self.with_holes(),
            4 => self.cells(),
            _ => self.many(Kind::MultiPolygon, |maker| {
                Shape::Polygon(vec![maker.ring(3)])
            }),
        }
    }

    /// A ring with all that makes one invalid: crossings, spikes, positions that repeat or lie on another edge but for rounding.
    fn wild_ring(&mut self) -> Vec<f64> {
        let count = 3 + self.roll(9);
        let mut points = self.points(count, 9);
        let length = points.len();
        for _ in 0..self.roll(3) {
            let at = points[self.random.random_range(0..length)];
            points.insert(self.random.random_range(0..length), at);
        }
        let mut list = self.list(&points);
        let share: f64 = self.random.random();
        if self.roll(2) == 0 {
            let [from, to, moved] = [(); 3].map(|()| 2 * self.random.random_range(0..length));
            for axis in 0..2 {
                list[moved + axis] =
                    list[from + axis] + share * (list[to + axis] - list[from + axis]);
            }
        }
        let first = [list[0], list[1]];
        list.extend(first);
        list
    }

    /// A ring around a place, jagged, whose positions hide one another or not.
    fn jagged_ring(&mut self, [x, y]: [f64; 2], size: f64) -> Vec<f64> {
        let count = 5 + self.roll(60);
        let mut list = Vec::new();
        for step in 0..count {
            let [step, count] =
                [step, count].map(|n| f64::from(i32::try_from(n).unwrap_or_default()));
            let astray = 0.6 * self.random.random::<f64>();
            let angle = std::f64::consts::TAU * (step + astray) / count;
            let radius = size * (0.3 + 0.7 * self.random.random::<f64>());
            list.extend([x + radius * angle.cos(), y + radius * angle.sin()]);
        }
        let first = [list[0], list[1]];
        list.extend(first);
        list
    }

    fn judged(&mut self) -> Shape {
        match self.roll(6) {
            0 => self.area(),
            1 => Shape::Polygon(vec![self.wild_ring()]),
            2 => self.many(Kind::MultiPolygon, Self::with_holes),
            3 => {
                let holes = self.roll(3);
                let rings = (0..=holes).map(|_| self.wild_ring());
                Shape::Polygon(rings.collect())
            }
            _ => self.many(Kind::MultiPolygon, |maker| {
                let mut place = |spread: f64| {
                    let [x, y] = [(); 2].map(|()| spread * maker.random.random::<f64>());
                    [652_000.0 + x, 6_862_000.0 + y]
                };
                let places = [place(9e3), place(1e3), place(1e3)];
                let mut rings = vec![maker.jagged_ring(places[0], 3e3)];
                for [x, y] in &places[1..] {
                    if maker.roll(3) == 0 {
                        let by = [places[0][0] - 652_500.0, places[0][1] - 6_862_500.0];
                        rings.push(maker.jagged_ring([x + by[0], y + by[1]], 400.0));
                    }
                }
                Shape::Polygon(rings)
            }),
        }
    }

    fn point(&mut self) -> Shape {
        let at = self.points(1, 9);
        Shape::Point(self.list(&at))
    }

    fn line(&mut self) -> Shape {
        let count = 2 + self.roll(3);
        let points = self.points(count, 8);
        Shape::LineString(self.list(&points))
    }

    fn location(&mut self) -> Shape {
        match self.roll(8) {
            0 => self.point(),
            1 => self.many(Kind::MultiPoint, Self::point),
            2 => self.line(),
            3 => self.many(Kind::MultiLineString, Self::line),
            4 => self.many(Kind::GeometryCollection, |maker| match maker.roll(3) {
                0 => maker.point(),
                1 => maker.line(),
                _ => maker.area(),
            }),
            _ => self.area(),
        }
    }
}

fn wkt(shape: &Shape) -> String {
    let (name, body) = match shape {
        Shape::Point(list) => ("POINT", positions(list)),
        Shape::LineString(list) => ("LINESTRING", positions(list)),
        Shape::Polygon(rings) => ("POLYGON", joined(rings.iter().map(|ring| positions(ring)))),
        Shape::Collection(kind, members) => (
            match kind {
                Kind::MultiPoint => "MULTIPOINT",
                Kind::MultiLineString => "MULTILINESTRING",
                Kind::MultiPolygon => "MULTIPOLYGON",
                _ => "GEOMETRYCOLLECTION",
            },
            joined(members.iter().map(|member| {
                match kind {
                    Kind::GeometryCollection => wkt(member),
                    _ => wkt(member)
                        .trim_start_matches(char::is_alphabetic)
                        .to_owned(),
                }
            })),
        ),
        Shape::CircularString(_) | Shape::Triangle(_) => unreachable!("none is drawn"),
    };
    format!("{name}{body}")
}

fn positions(list: &[f64]) -> String {
    joined(list.chunks(2).map(|at| format!("{} {}", at[0], at[1])))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for part in parts {
        let separator = if text.is_empty() { '(' } else { ',' };
        let _ = write!(text, "{separator}{part}");
    }
    if text.is_empty() {
        return " EMPTY".to_owned();
    }
    text + ")"
}

#[tokio::test]
async fn pairs_lie_to_one_another_as_postgis_says() -> Result<()> {
    let pool = extension_database().await;
    let (mut pairs, mut touching, mut covered) = (0, 0, 0);
    for batch in 0..cases(BATCHES) {
        let mut maker = Maker::new(batch);
        let locations: Vec<Shape> = (0..LOCATIONS).map(|_| maker.location()).collect();
        let areas: Vec<Shape> = (0..AREAS).map(|_| maker.area()).collect();
        let ready: Vec<_> = areas
            .iter()
            .filter_map(|shape| Polygons::of(shape, Dims::default()))
            .collect();
        assert_eq!(ready.len(), areas.len());
        let texts = [&locations, &areas].map(|shapes| shapes.iter().map(wkt).collect::<Vec<_>>());
        let rows = sqlx::query(POSTGIS)
            .bind(&texts[0])
            .bind(&texts[1])
            .fetch_all(&pool)
            .await?;
        for row in rows {
            let rank = |name| usize::try_from(row.get::<i32, _>(name) - 1);
            let (at, of) = (rank("location")?, rank("area")?);
            let location = &locations[at];
            let found = meeting(location, Dims::default(), &ready[of], &mut || ());
            let said = || format!("{found:?}: {} and {}", texts[0][at], texts[1][of]);
            let expected = match (row.get("intersects"), row.get("touches")) {
                (false, _) => Meeting::Apart,
                (true, true) => Meeting::Touching,
                (true, false) => Meeting::Interior,
            };
            assert_eq!(found, expected, "{}", said());
            touching += u32::from(found == Meeting::Touching);
            if let Some(inner) = Polygons::of(location, Dims::default()) {
                let covers = covers(&ready[of], &inner, &mut || ());
                assert_eq!(covers, row.get::<bool, _>("covers"), "{}", said());
                covered += u32::from(covers);
            }
            pairs += 1;
        }
    }
    assert!(
        pairs > 100_000 && touching > 5_000 && covered > 1_000,
        "{pairs} pairs, {touching} touch, {covered} covered"
    );
    Ok(())
}

#[tokio::test]
async fn what_is_vouched_for_is_valid() -> Result<()> {
    let pool = extension_database().await;
    let (mut vouched, mut invalid) = (0, 0);
    for batch in 0..cases(JUDGED_BATCHES) {
        let mut maker = Maker::new(1_000 + batch);
        let shapes: Vec<Shape> = (0..JUDGED).map(|_| maker.judged()).collect();
        let texts: Vec<_> = shapes.iter().map(wkt).collect();
        let reasons: Vec<String> = sqlx::query_scalar(
            "SELECT ST_IsValidReason(ST_GeomFromText(wkt)) FROM unnest($1::text[]) WITH ORDINALITY AS given (wkt, id) ORDER BY id",
        )
        .bind(&texts)
        .fetch_all(&pool)
        .await?;
        assert_eq!(reasons.len(), JUDGED);
        for (rank, shape) in shapes.iter().enumerate() {
            let polygons = Polygons::of(shape, Dims::default());
            let is_vouched =
                polygons.is_some_and(|polygons| is_evidently_valid(&polygons, &mut || ()));
            let is_valid = reasons[rank] == "Valid Geometry";
            assert!(
                is_valid || !is_vouched,
                "{}: {}",
                reasons[rank],
                texts[rank]
            );
            vouched += u32::from(is_vouched);
            invalid += u32::from(!is_valid);
        }
    }
    assert!(
        vouched > 10_000 && invalid > 10_000,
        "{vouched} vouched for, {invalid} invalid"
    );
    Ok(())
}
