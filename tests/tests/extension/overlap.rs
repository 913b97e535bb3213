//! `gn_diffusion_core::overlap` against PostGIS: room for a disc and area of the overlap, on shapes drawn to be hard (borders
//! shared or almost, slivers about as wide as the disc, roads), then on the real communes and perimeters.

use std::{
    f64::consts::TAU,
    fmt::Write as _,
    io::{BufRead, BufReader},
};

use anyhow::{Context as _, Result, ensure};
use demandes_api::perimetre::{Limits, read_perimetre};
use demandes_tests::{
    fixtures::real_data::{OCCITANIE, OTHERS},
    harness::{cases, data_dir, extension_database},
};
use flate2::read::GzDecoder;
use gn_diffusion_core::{
    overlap::{overlap_area, overlap_holds_disc},
    relate::{Polygons, Position},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sqlx::{PgPool, Row};

const PAIRS: u64 = 3_000;
const BATCH: u64 = 200;
/// PostGIS rounds a corner by a polygon and simplifies before it erodes: it is asked about radii it can tell from that.
const ROUNDING: f64 = 0.02;

const OVERLAPS: &str = "
SELECT id::int, ST_Area(overlap) AS area, ST_Perimeter(overlap) AS length,
       NOT ST_IsEmpty(ST_Buffer(overlap, -radius, 'quad_segs=16')) AS holds
  FROM unnest($1::text[], $2::text[], $3::float8[]) WITH ORDINALITY AS given (a, b, radius, id)
 CROSS JOIN LATERAL (SELECT ST_GeomFromText(a) AS a, ST_GeomFromText(b) AS b OFFSET 0) g
 CROSS JOIN LATERAL (SELECT ST_CollectionExtract(ST_Intersection(g.a, g.b), 3) AS overlap OFFSET 0) o
 WHERE ST_IsValid(g.a) AND ST_IsValid(g.b)";

/// How far two right areas may be from one another: relatively, by the rounding of crossings in the local projection (a
/// nanometre along the border of the overlap), and by that of sums when there is no overlap.
fn tolerance(area: f64, length: f64) -> f64 {
    1e-9 * area + 1e-9 * length + 1e-7
}

type Ring = Vec<Position>;

struct Pair {
    a: Ring,
    b: Ring,
    radius: f64,
}

/// Draws around the origin, then turns and moves into Lambert-93.
struct Maker(StdRng);

impl Maker {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0.random_range(low..high)
    }

    fn star(&mut self, radius: f64) -> Ring {
        let count = self.0.random_range(5..120_u32);
        let [x, y] = [0; 2].map(|_| self.between(-radius, radius));
        let spoke = |maker: &mut Self, step: u32| {
            let (sin, cos) = (f64::from(step) / f64::from(count) * TAU).sin_cos();
            let length = radius * maker.between(0.5, 1.0);
            [x + length * cos, y + length * sin]
        };
        (0..count).map(|step| spoke(self, step)).collect()
    }

    /// A border from west to east, of random height.
    fn border(&mut self, roughness: f64) -> Ring {
        let count = self.0.random_range(2..80_u32);
        let at = |step: u32| 2_000.0 * f64::from(step) / f64::from(count) - 1_000.0;
        (0..=count)
            .map(|step| [at(step), self.between(-roughness, roughness)])
            .collect()
    }

    /// About what a rule on one metre has to tell apart.
    fn width(&mut self) -> f64 {
        match self.0.random_range(0..5) {
            0 => 0.0,
            1 => self.between(-0.001, 0.001),
            2 => self.between(1.8, 2.2),
            3 => self.between(-5.0, 5.0),
            _ => self.between(0.0, 100.0),
        }
    }

    fn pair(&mut self) -> Pair {
        let radius = [1.0, 1.0, 0.05, 10.0][self.0.random_range(0..4)];
        let (a, b) = match self.0.random_range(0..5) {
            0 => {
                let size = self.between(3.0, 800.0);
                (self.star(300.0), self.star(size))
            }
            // Two areas on both sides of a border; one goes beyond it.
            1 => {
                let border = self.border(100.0);
                let width = self.width();
                (
                    between(&border, -500.0, width),
                    between(&border, 0.0, 500.0),
                )
            }
            // The border of one is that of the other but for what a reprojection does.
            2 => {
                let (border, size) = (self.border(100.0), self.between(0.0, 3.0));
                let moved = border
                    .iter()
                    .map(|at| at.map(|o| o + self.between(-size, size)));
                let moved: Ring = moved.collect();
                (between(&border, -500.0, 0.0), between(&moved, 0.0, 500.0))
            }
            // A road of five metres.
            3 => {
                let (road, area) = (self.border(20.0), self.star(300.0));
                (between(&road, 0.0, 5.0), area)
            }
            _ => {
                let (one, size) = (self.star(300.0), self.between(0.0, 3.0));
                let other = one
                    .iter()
                    .map(|at| at.map(|o| o + self.between(-size, size)));
                let other = other.collect();
                (one, other)
            }
        };
        let (sin, cos) = self.between(0.0, TAU).sin_cos();
        let place = |ring: Ring| {
            let mut placed: Ring = ring
                .into_iter()
                .map(|[x, y]| {
                    [
                        652_000.0 + cos * x - sin * y,
                        6_262_000.0 + sin * x + cos * y,
                    ]
                })
                .collect();
            placed.extend(placed.first().copied());
            placed
        };
        Pair {
            a: place(a),
            b: place(b),
            radius,
        }
    }
}

/// What lies between a border lowered and the same raised.
fn between(border: &[Position], low: f64, high: f64) -> Ring {
    let lower = border.iter().map(|[x, y]| [*x, y + low]);
    let upper = border.iter().rev().map(|[x, y]| [*x, y + high]);
    lower.chain(upper).collect()
}

fn wkt(ring: &[Position]) -> String {
    let mut text = String::from("POLYGON(");
    for (rank, [x, y]) in ring.iter().enumerate() {
        let separator = if rank == 0 { '(' } else { ',' };
        let _ = write!(text, "{separator}{x} {y}");
    }
    text + "))"
}

#[tokio::test]
async fn overlaps_are_those_of_postgis() -> Result<()> {
    let pool = extension_database().await;
    let (mut checked, mut held, mut near) = (0, 0, 0);
    for batch in 0..cases(PAIRS) / BATCH {
        let mut maker = Maker(StdRng::seed_from_u64(batch));
        let pairs: Vec<Pair> = (0..BATCH).map(|_| maker.pair()).collect();
        let texts = |ring: fn(&Pair) -> &Ring| -> Vec<String> {
            pairs.iter().map(|pair| wkt(ring(pair))).collect()
        };
        let (a, b) = (texts(|pair| &pair.a), texts(|pair| &pair.b));
        let radii: Vec<f64> = pairs.iter().map(|pair| pair.radius).collect();
        let rows = sqlx::query(OVERLAPS)
            .bind(&a)
            .bind(&b)
            .bind(&radii)
            .fetch_all(&pool)
            .await?;
        for row in rows {
            let at = usize::try_from(row.get::<i32, _>("id") - 1)?;
            let pair = &pairs[at];
            let [one, other] =
                [&pair.a, &pair.b].map(|ring| Polygons::new(vec![vec![ring.as_slice()]]));
            let said = || format!("{} of {} and {}", pair.radius, a[at], b[at]);
            let area = overlap_area(&one, &other, &mut || ());
            let (expected, length): (f64, f64) = (row.get("area"), row.get("length"));
            assert!(
                (area - expected).abs() <= tolerance(expected, length),
                "{area} instead of {expected}: {}",
                said()
            );
            let holds = |factor| overlap_holds_disc(&one, &other, factor * pair.radius, &mut || ());
            let found = holds(1.0);
            let [more, less] = [holds(1.0 + ROUNDING), holds(1.0 - ROUNDING)];
            assert!(more != Some(true) || found == Some(true), "{}", said());
            assert!(less != Some(false) || found == Some(false), "{}", said());
            if more == less {
                assert_eq!(found, Some(row.get("holds")), "{}", said());
                held += u64::from(found == Some(true));
            } else {
                near += 1;
            }
            checked += 1;
        }
    }
    assert!(
        checked > PAIRS / 2 && held > checked / 5 && held < 4 * checked / 5 && near < checked / 10,
        "{checked} pairs, {held} hold the disc, {near} are near it"
    );
    Ok(())
}

/// The communes of the real data as the fixtures take them, repaired and in Lambert-93.
async fn load_communes(pool: &PgPool) -> Result<()> {
    let folder = data_dir().context("DEMANDES_TEST_DATA")?;
    let file = std::fs::File::open(folder.join("communes_france_2018.geojson.gz"))?;
    let wanted = OCCITANIE.iter().chain(&OTHERS);
    let wanted: Vec<String> = wanted.map(|dep| format!("\"dep\":\"{dep}\"")).collect();
    let mut features = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line?;
        if wanted.iter().any(|dep| line.contains(dep)) {
            features.push(line.trim_end_matches(',').to_owned());
        }
    }
    sqlx::query(
        "CREATE TABLE commune AS
         SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(line::json ->> 'geometry'), 4326), 2154)), 3)) AS geom
           FROM unnest($1::text[]) AS line",
    )
    .bind(&features)
    .execute(pool)
    .await?;
    sqlx::raw_sql("CREATE INDEX ON commune USING gist (geom); ANALYZE commune")
        .execute(pool)
        .await?;
    Ok(())
}

/// A multipolygon in little-endian WKB, read from the front.
struct Wkb<'a>(&'a [u8]);

impl Wkb<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk().context("cut short")?;
        self.0 = rest;
        Ok(*taken)
    }

    fn count(&mut self) -> Result<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn header(&mut self, kind: u32) -> Result<u32> {
        ensure!(
            self.take()? == [1] && self.count()? == kind,
            "not of type {kind}"
        );
        self.count()
    }

    fn position(&mut self) -> Result<Position> {
        Ok([
            f64::from_le_bytes(self.take()?),
            f64::from_le_bytes(self.take()?),
        ])
    }

    fn ring(&mut self) -> Result<Ring> {
        (0..self.count()?).map(|_| self.position()).collect()
    }

    fn polygons(&mut self) -> Result<Vec<Vec<Ring>>> {
        (0..self.header(6)?)
            .map(|_| (0..self.header(3)?).map(|_| self.ring()).collect())
            .collect()
    }
}

fn lent(polygons: &[Vec<Ring>]) -> Polygons<'_> {
    let rings = polygons
        .iter()
        .map(|rings| rings.iter().map(Vec::as_slice).collect());
    Polygons::new(rings.collect())
}

/// Communes met by any interior, those that hold the disc of one metre, and the slight ones among these.
async fn counts(pool: &PgPool, perimetre: &[u8]) -> Result<[u32; 3]> {
    let rows = sqlx::query(
        "WITH p AS (
            -- Part by part: one that fills the hole of another would be lost.
            SELECT ST_Multi(ST_CollectionExtract(ST_Union(ST_MakeValid(part.geom)), 3)) AS geom
              FROM ST_Dump(ST_GeomFromEWKB($1)) AS part)
         SELECT ST_AsBinary(p.geom, 'NDR') AS p, ST_AsBinary(c.geom, 'NDR') AS c,
                ST_Area(c.geom) AS area, ST_Area(o.geom) AS overlap, ST_Perimeter(o.geom) AS length
           FROM p JOIN commune c ON c.geom && p.geom
          CROSS JOIN LATERAL (SELECT ST_CollectionExtract(ST_Intersection(c.geom, p.geom), 3) AS geom OFFSET 0) o",
    )
    .bind(perimetre)
    .fetch_all(pool)
    .await?;
    let mut counts = [0; 3];
    for row in rows {
        let perimetre = Wkb(row.get("p")).polygons()?;
        let commune = Wkb(row.get("c")).polygons()?;
        let (perimetre, commune) = (lent(&perimetre), lent(&commune));
        let holds = |radius| {
            overlap_holds_disc(&commune, &perimetre, radius, &mut || ()).context("too near to tell")
        };
        let overlap = overlap_area(&commune, &perimetre, &mut || ());
        let [area, expected, length]: [f64; 3] =
            ["area", "overlap", "length"].map(|name| row.get(name));
        ensure!(
            (overlap - expected).abs() <= tolerance(expected, length),
            "{overlap} instead of {expected}"
        );
        let counted = holds(1.0)?;
        counts[0] += u32::from(holds(0.0)?);
        counts[1] += u32::from(counted);
        counts[2] += u32::from(counted && overlap < 50_000.0 && overlap < 0.01 * area);
    }
    Ok(counts)
}

#[tokio::test]
async fn real_perimeters_count_the_communes_they_are_known_to() -> Result<()> {
    let Some(folder) = data_dir() else {
        return Ok(());
    };
    let pool = extension_database().await;
    load_communes(&pool).await?;
    let folder = folder.join("perimeters");
    let limits = Limits {
        max_bytes: 1 << 26,
        max_vertices: 500_000,
    };
    let mut files = 0;
    for record in csv::Reader::from_path(folder.join("expected.csv"))?.records() {
        let record = record?;
        let name = record.get(0).context("name")?;
        let expected: Vec<u32> = record
            .iter()
            .skip(1)
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let bytes = std::fs::read(folder.join(name))?;
        let read = read_perimetre(&bytes, name, &limits, 2154, None)
            .map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
        let counts = counts(&pool, &read.ewkb).await.context(name.to_owned())?;
        assert_eq!(counts.as_slice(), expected, "{name}");
        files += 1;
    }
    assert!(files > 5, "{files} perimeters");
    Ok(())
}
