//! `gn_diffusion.blur_to_grid` against `PostGIS`: thousands of geometries of every type, whose cells are found apart, in
//! SQL, by `ST_Relate` on the cells of the bounding box.
//!
//! Which cells a geometry meets is said in `pg_ext/core/src/cover.rs`. Exact arithmetic is tested in the core; here are
//! the types, the dimensions, the storage, the validity of the result and the errors.

use std::f64::consts::TAU;

use demandes_tests::harness::{cases, extension_database};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::{PgPool, Row};

/// Cases per family: what a debug build checks in about ten seconds.
const CASES: u32 = 600;

/// A text of geometry, without SRID, and a cell size.
type Case = (String, i32);

/// Cells that each geometry meets, by a way of its own: for each part, among the cells of its bounding box and around.
const ORACLE: &str = r"
WITH cases AS (
    SELECT id, ('SRID=2154;' || wkt)::geometry AS geom, size::float8
    FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS given(wkt, size, id)
), valid AS (
    SELECT * FROM cases WHERE NOT ST_IsEmpty(geom) AND ST_IsValid(ST_Force2D(geom))
), parts AS (
    SELECT id, size, (ST_Dump(ST_Force2D(geom))).geom AS part FROM valid
), cells AS (
    SELECT id, part, i, j, size, ST_MakeEnvelope(i * size, j * size, (i + 1) * size, (j + 1) * size, 2154) AS cell
    FROM parts,
        generate_series(floor(ST_XMin(part) / size)::int8 - 1, floor(ST_XMax(part) / size)::int8 + 1) AS i,
        generate_series(floor(ST_YMin(part) / size)::int8 - 1, floor(ST_YMax(part) / size)::int8 + 1) AS j
    WHERE NOT ST_IsEmpty(part)
), borders AS (
    SELECT *,
        ST_SetSRID(ST_MakePoint(i * size, j * size), 2154) AS corner,
        ST_SetSRID(ST_MakeLine(ST_MakePoint(i * size, j * size), ST_MakePoint(i * size, (j + 1) * size)), 2154) AS west,
        ST_SetSRID(ST_MakeLine(ST_MakePoint(i * size, j * size), ST_MakePoint((i + 1) * size, j * size)), 2154) AS south
    FROM cells
), met AS (
    SELECT id, i, j, cell FROM borders
    WHERE CASE ST_Dimension(part)
        WHEN 0 THEN floor(ST_X(part) / size) = i AND floor(ST_Y(part) / size) = j
        -- The half-open cell: its interior, its west and south sides without their far ends.
        WHEN 1 THEN ST_Relate(cell, part, 'T********') OR ST_Intersects(corner, part)
            OR ST_Relate(west, part, 'T********') OR ST_Relate(west, part, '*T*******')
            OR ST_Relate(south, part, 'T********') OR ST_Relate(south, part, '*T*******')
        ELSE ST_Relate(cell, part, 'T********')
    END
), expected AS (
    SELECT id, ST_Union(DISTINCT cell) AS area, count(DISTINCT (i, j)) AS cells FROM met GROUP BY id
), blurred AS (
    SELECT id, geom, size::int, area, cells, gn_diffusion.blur_to_grid(geom, size::int) AS result
    FROM valid LEFT JOIN expected USING (id)
), checked AS (
    SELECT *, ST_GeomFromEWKB(ST_AsEWKB(result)) AS again FROM blurred
)
SELECT count(*) AS checked, coalesce(sum(cells), 0)::int8 AS cells,
    min(format('%s size %s: got %s instead of %s', ST_AsText(geom), size, ST_AsText(result), ST_AsText(area)))
        FILTER (WHERE (
            ST_Equals(result, area)
            AND ST_IsValid(result)
            AND ST_SRID(result) = 2154
            AND ST_NDims(result) = 2
            AND GeometryType(result) = GeometryType(area)
            AND ST_NumGeometries(result) = ST_NumGeometries(area)
            -- Byte for byte what PostGIS makes of it, with the same box.
            AND again = result AND ST_OrderingEquals(again, result)
            AND Box2D(again)::text = Box2D(result)::text
            AND ST_MemSize(again) = ST_MemSize(result)
            AND (cells > 1 OR result::text = area::text OR ST_OrderingEquals(result, ST_Envelope(area)))
        ) IS NOT TRUE) AS wrong
FROM checked";

struct Maker {
    random: StdRng,
    size: i32,
    centre: [f64; 2],
    on_lattice: bool,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let size = [1, 7, 1_000, 10_000][random.random_range(0..4)];
        let centre = [
            [0.0, 0.0],
            [652_000.0, 6_862_000.0],
            [-3_141.5, -271_828.25],
            [1e9, -1e9],
        ][random.random_range(0..4)];
        let on_lattice = random.random();
        // Around a corner of the grid, so that quarters of a cell fall on borders.
        let centre =
            centre.map(|ordinate: f64| (ordinate / f64::from(size)).floor() * f64::from(size));
        Self {
            random,
            size,
            centre,
            on_lattice,
        }
    }

    fn at(&mut self, [x, y]: [f64; 2]) -> [f64; 2] {
        let size = f64::from(self.size);
        let lattice = self.on_lattice;
        let place = |centre: f64, cells: f64| {
            if lattice {
                centre + (cells * 4.0).round() / 4.0 * size
            } else {
                centre + cells * size
            }
        };
        [place(self.centre[0], x), place(self.centre[1], y)]
    }

    fn around(&mut self, [x, y]: [f64; 2], reach: f64) -> [f64; 2] {
        let offset = [
            self.random.random_range(-reach..reach),
            self.random.random_range(-reach..reach),
        ];
        self.at([x + offset[0], y + offset[1]])
    }

    /// Ordinates beyond X and Y do not matter, whatever they are.
    fn positions(&mut self, list: &[[f64; 2]], extra: usize) -> String {
        let texts = list.iter().map(|[x, y]| {
            let rest = (0..extra).map(|_| format!(" {}", self.random.random_range(-5_000..5_000)));
            format!("{x} {y}{}", rest.collect::<String>())
        });
        format!("({})", texts.collect::<Vec<_>>().join(","))
    }

    fn point(&mut self, extra: usize) -> String {
        let at = self.around([0.0, 0.0], 4.0);
        self.positions(&[at], extra)
    }

    fn line(&mut self, extra: usize) -> String {
        let count = self.random.random_range(2..7);
        let list: Vec<_> = (0..count).map(|_| self.around([0.0, 0.0], 4.0)).collect();
        self.positions(&list, extra)
    }

    /// A star about a centre, with a hole of the same shape; some are rectangles.
    fn polygon(&mut self, centre: [f64; 2], reach: f64, extra: usize) -> String {
        let count = self.random.random_range(3..9);
        let rectangle = self.random.random_range(0..4) == 0;
        let count = if rectangle { 4 } else { count };
        let spokes: Vec<[f64; 2]> = (0..count)
            .map(|spoke| {
                let turn = if rectangle {
                    f64::from(spoke) + 0.5
                } else {
                    f64::from(spoke) + self.random.random_range(0.1..0.9)
                };
                let angle = turn / f64::from(count) * TAU;
                let length = if rectangle {
                    reach
                } else {
                    self.random.random_range(0.3..1.0) * reach
                };
                [length * angle.cos(), length * angle.sin()]
            })
            .collect();
        let mut rings = vec![1.0];
        if self.random.random() {
            rings.push(self.random.random_range(0.2..0.7));
        }
        let rings: Vec<_> = rings
            .into_iter()
            .map(|scale| {
                let mut ring: Vec<_> = spokes
                    .iter()
                    .map(|[x, y]| self.at([centre[0] + scale * x, centre[1] + scale * y]))
                    .collect();
                ring.push(ring[0]);
                self.positions_closed(&ring, extra)
            })
            .collect();
        format!("({})", rings.join(","))
    }

    /// Like `positions`, the last one being the first one in all its ordinates.
    fn positions_closed(&mut self, ring: &[[f64; 2]], extra: usize) -> String {
        let open = self.positions(&ring[..ring.len() - 1], extra);
        let first = open
            .trim_matches(['(', ')'])
            .split(',')
            .next()
            .unwrap_or_default()
            .to_owned();
        format!("{},{first})", open.trim_end_matches(')'))
    }

    fn many(&mut self, mut one: impl FnMut(&mut Self) -> String) -> String {
        let count = self.random.random_range(1..5);
        format!(
            "({})",
            (0..count).map(|_| one(self)).collect::<Vec<_>>().join(",")
        )
    }

    fn geometry(&mut self) -> Case {
        let dims = ["", " Z", " M", " ZM"][self.random.random_range(0..4)];
        let extra = dims.trim().len();
        let kind = self.random.random_range(0..8);
        let body = match kind {
            0 => format!("POINT{dims}{}", self.point(extra)),
            1 => format!("LINESTRING{dims}{}", self.line(extra)),
            2 => {
                let reach = self.random.random_range(0.2..5.0);
                let centre = [
                    self.random.random_range(-1.0..1.0),
                    self.random.random_range(-1.0..1.0),
                ];
                format!("POLYGON{dims}{}", self.polygon(centre, reach, extra))
            }
            3 => format!("MULTIPOINT{dims}{}", self.many(|maker| maker.point(extra))),
            4 => format!(
                "MULTILINESTRING{dims}{}",
                self.many(|maker| maker.line(extra))
            ),
            // Apart from one another, so that the whole is valid; a corner may be shared.
            5 => {
                let parts = [[-4.0, -4.0], [0.0, 0.0], [4.0, -4.0]]
                    .map(|centre| self.polygon(centre, 1.9, extra));
                format!("MULTIPOLYGON{dims}({})", parts.join(","))
            }
            6 => format!(
                "GEOMETRYCOLLECTION{dims}(POINT{dims}{},LINESTRING{dims}{},POINT{dims} EMPTY,GEOMETRYCOLLECTION{dims}(POLYGON{dims}{}))",
                self.point(extra),
                self.line(extra),
                self.polygon([0.5, 0.5], 2.0, extra)
            ),
            _ => {
                let ring = [
                    self.around([-2.0, 0.0], 1.0),
                    self.around([2.0, 0.0], 1.0),
                    self.around([0.0, 3.0], 1.0),
                ];
                let ring = [ring[0], ring[1], ring[2], ring[0]];
                format!("TRIANGLE{dims}({})", self.positions_closed(&ring, extra))
            }
        };
        (body, self.size)
    }
}

async fn check(pool: &PgPool, cases: &[Case]) -> (i64, i64) {
    let (texts, sizes): (Vec<_>, Vec<_>) = cases.iter().cloned().unzip();
    let row = sqlx::query(ORACLE)
        .bind(&texts)
        .bind(&sizes)
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(row.get::<Option<String>, _>("wrong"), None);
    (row.get("checked"), row.get("cells"))
}

#[tokio::test]
async fn random_geometries_of_every_type_give_the_cells_that_postgis_finds() {
    let pool = extension_database().await;
    let cases: Vec<_> = (0..cases(8 * u64::from(CASES)))
        .map(|seed| Maker::new(seed).geometry())
        .collect();
    let (mut checked, mut cells) = (0, 0);
    for batch in cases.chunks(400) {
        let (more_checked, more_cells) = check(&pool, batch).await;
        checked += more_checked;
        cells += more_cells;
    }
    // Most of what is drawn is valid, and meets several cells.
    assert!(
        checked > 6 * i64::from(CASES),
        "{checked} geometries checked"
    );
    assert!(cells > 5 * checked, "{cells} cells met");
}

#[tokio::test]
async fn arcs_give_every_cell_they_enter_and_none_they_stay_away_from() {
    let pool = extension_database().await;
    let texts: Vec<String> = (0..u64::from(CASES / 3)).map(arcs).collect();
    // A cell shrunk by the tolerance that the stroked curve meets must be there; one that it does not approach must not.
    let row = sqlx::query(
        r"
WITH cases AS (
    SELECT ('SRID=2154;' || wkt)::geometry AS geom FROM unnest($1::text[]) AS wkt
), stroked AS MATERIALIZED (
    SELECT geom, ST_CurveToLine(geom, 1e-3, 1) AS line, gn_diffusion.blur_to_grid(geom, 10) AS result FROM cases
), cells AS (
    SELECT geom, line, result, ST_MakeEnvelope(i * 10, j * 10, i * 10 + 10, j * 10 + 10, 2154) AS cell
    FROM stroked,
        generate_series(floor(ST_XMin(line) / 10)::int - 1, floor(ST_XMax(line) / 10)::int + 1) AS i,
        generate_series(floor(ST_YMin(line) / 10)::int - 1, floor(ST_YMax(line) / 10)::int + 1) AS j
    -- Three positions almost in line make a circle of any size: the others suffice.
    WHERE ST_XMax(line) - ST_XMin(line) < 1000 AND ST_YMax(line) - ST_YMin(line) < 1000
)
SELECT count(*) AS checked,
    count(*) FILTER (WHERE ST_Intersects(line, cell)) AS met,
    min(format('%s: %s', ST_AsText(geom), ST_AsText(cell))) FILTER (WHERE
        (ST_Intersects(line, ST_Expand(cell, -0.01)) AND NOT ST_Covers(result, cell))
        OR (NOT ST_Intersects(line, ST_Expand(cell, 0.01)) AND ST_Relate(result, cell, 'T********'))
        OR NOT ST_IsValid(result) OR ST_SRID(result) <> 2154) AS wrong
FROM cells",
    )
    .bind(&texts)
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(row.get::<Option<String>, _>("wrong"), None);
    let (checked, met): (i64, i64) = (row.get("checked"), row.get("met"));
    assert!(
        met > 5 * i64::from(CASES / 3) && checked > 2 * met,
        "{met} cells met of {checked}"
    );
}

/// A geometry made of arcs, each type in turn.
fn arcs(seed: u64) -> String {
    let mut random = StdRng::seed_from_u64(seed);
    let mut number = || random.random_range(-40.0..40.0_f64);
    let [first, second, third, fourth, fifth] =
        [(); 5].map(|()| format!("{} {}", number(), number()));
    let (x, y, radius) = (number(), number(), number().abs() + 1.0);
    let circle = format!(
        "CIRCULARSTRING({} {y},{} {y},{} {y})",
        x - radius,
        x + radius,
        x - radius
    );
    let hole = format!(
        "CIRCULARSTRING({} {y},{} {y},{} {y})",
        x - radius / 2.0,
        x + radius / 2.0,
        x - radius / 2.0
    );
    match seed % 6 {
        0 => format!("CIRCULARSTRING({first},{second},{third})"),
        1 => format!("CIRCULARSTRING({first},{second},{third},{fourth},{fifth})"),
        2 => format!("COMPOUNDCURVE(CIRCULARSTRING({first},{second},{third}),({third},{fourth}))"),
        3 => format!("CURVEPOLYGON({circle},{hole})"),
        4 => format!("MULTISURFACE(CURVEPOLYGON({circle}),((100 100,100 120,120 120,100 100)))"),
        _ => format!(
            "MULTICURVE({circle},({first},{second}),CIRCULARSTRING({third},{fourth},{fifth}))"
        ),
    }
}

#[tokio::test]
async fn what_has_no_cell_is_null() {
    let pool = extension_database().await;
    let nulls = [
        "'POINT EMPTY'",
        "'POINT ZM EMPTY'",
        "'LINESTRING EMPTY'",
        "'POLYGON EMPTY'",
        "'CURVEPOLYGON EMPTY'",
        "'TIN EMPTY'",
        "'GEOMETRYCOLLECTION(POINT EMPTY, MULTIPOLYGON EMPTY)'",
        "ST_MakePoint('NaN', 1)",
        "ST_MakePoint(1, 'Infinity')",
        "ST_MakePoint(1, '-Infinity')",
        "ST_MakePoint(1e300, 1)",
        "ST_MakeLine(ST_MakePoint(0, 0), ST_MakePoint('NaN', 1))",
        "ST_Collect(ST_MakePoint(0, 0), ST_MakePoint(1, 'NaN'))",
        "NULL",
    ];
    for geom in nulls {
        let query = format!("SELECT gn_diffusion.blur_to_grid({geom}::geometry, 10) IS NULL");
        let is_null: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_one(&pool)
            .await
            .unwrap();
        assert!(is_null, "{geom}");
    }
    let no_size: bool =
        sqlx::query_scalar("SELECT gn_diffusion.blur_to_grid('POINT(1 1)', NULL) IS NULL")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert!(no_size);
}

#[tokio::test]
async fn errors_are_told_in_french_with_their_code() {
    let pool = extension_database().await;
    let refused = [
        ("'POINT(1 1)', 0", "22023", "strictement positive"),
        ("'POINT(1 1)', -10", "22023", "strictement positive"),
        (
            "'LINESTRING(0 0,1000000 0)', 1",
            "54000",
            "maille plus grande",
        ),
        (
            "'POLYGON((-1e15 -1e15,1e15 -1e15,1e15 1e15,-1e15 -1e15))', 1",
            "54000",
            "maille plus grande",
        ),
    ];
    for (arguments, code, words) in refused {
        let query = format!("SELECT gn_diffusion.blur_to_grid({arguments}) IS NULL");
        let error = sqlx::query(sqlx::AssertSqlSafe(query))
            .fetch_one(&pool)
            .await
            .unwrap_err();
        let error = error.as_database_error().unwrap();
        assert_eq!(error.code().as_deref(), Some(code), "{arguments}");
        assert!(
            error.message().contains(words),
            "{arguments}: {}",
            error.message()
        );
    }
    // The session goes on after an error.
    sqlx::query("SELECT gn_diffusion.blur_to_grid('POINT(1 1)', 10)")
        .fetch_one(&pool)
        .await
        .unwrap();
}

#[tokio::test]
async fn long_work_answers_to_a_cancelled_query() {
    let pool = extension_database().await;
    let mut transaction = pool.begin().await.unwrap();
    // Back and forth over the same few hundred cells, a hundred million times.
    let setup = "
        CREATE TABLE endless AS SELECT ST_MakeLine(ST_MakePoint(i % 2 * 300, i % 2 * 300 + i % 3) ORDER BY i) AS geom
            FROM generate_series(1, 300000) AS i;
        SET LOCAL statement_timeout = '300ms'";
    sqlx::raw_sql(setup)
        .execute(&mut *transaction)
        .await
        .unwrap();
    let start = std::time::Instant::now();
    let result = sqlx::query("SELECT gn_diffusion.blur_to_grid(geom, 1) IS NULL FROM endless")
        .fetch_one(&mut *transaction)
        .await;
    let error = result.unwrap_err();
    assert_eq!(
        error.as_database_error().unwrap().code().as_deref(),
        Some("57014")
    );
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
}

#[tokio::test]
async fn stored_values_are_read_as_they_are_stored() {
    let pool = extension_database().await;
    // Short header and odd address, compressed, out of line, and parallel workers.
    let mut transaction = pool.begin().await.unwrap();
    let setup = r"
        CREATE TABLE stored (odd boolean, kind text, geom geometry);
        ALTER TABLE stored ALTER geom SET STORAGE EXTERNAL;
        INSERT INTO stored SELECT i % 2 = 0, 'point', ST_SetSRID(ST_MakePoint(i * 3.5, -i), 2154) FROM generate_series(1, 20000) i;
        INSERT INTO stored SELECT true, 'external', ST_Segmentize('SRID=2154;LINESTRING(1 1,995 995)'::geometry, 0.5);
        ALTER TABLE stored ALTER geom SET STORAGE MAIN;
        INSERT INTO stored SELECT true, 'compressed', ST_SetSRID(ST_MakeLine(array_fill('POINT(1 1)'::geometry, ARRAY[5000])), 2154);
        ANALYZE stored;
        SET LOCAL parallel_setup_cost = 0;
        SET LOCAL parallel_tuple_cost = 0;
        SET LOCAL min_parallel_table_scan_size = 0;
        SET LOCAL max_parallel_workers_per_gather = 2";
    sqlx::raw_sql(setup)
        .execute(&mut *transaction)
        .await
        .unwrap();
    let different = "
        SELECT count(*) FROM stored WHERE kind = 'point' AND gn_diffusion.blur_to_grid(geom, 1000)::text IS DISTINCT FROM
            ST_MakeEnvelope(floor(ST_X(geom) / 1000) * 1000, floor(ST_Y(geom) / 1000) * 1000,
                floor(ST_X(geom) / 1000) * 1000 + 1000, floor(ST_Y(geom) / 1000) * 1000 + 1000, 2154)::text";
    let plan: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("EXPLAIN {different}")))
        .fetch_all(&mut *transaction)
        .await
        .unwrap();
    assert!(
        plan.iter().any(|line| line.contains("Parallel Seq Scan")),
        "{plan:?}"
    );
    let different: i64 = sqlx::query_scalar(different)
        .fetch_one(&mut *transaction)
        .await
        .unwrap();
    assert_eq!(different, 0);
    let cells: Vec<(String, i32)> = sqlx::query_as(
        "SELECT kind, ST_NumGeometries(gn_diffusion.blur_to_grid(geom, 10)) FROM stored WHERE kind <> 'point' ORDER BY kind",
    )
    .fetch_all(&mut *transaction)
    .await
    .unwrap();
    assert_eq!(
        cells,
        [("compressed".to_owned(), 1), ("external".to_owned(), 100)]
    );
}
