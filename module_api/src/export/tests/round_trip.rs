//! What is written is read again by GDAL, the reader of QGIS, and compared row by row between all formats.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use gdal::errors::CplErrType;
use gdal::spatial_ref::CoordTransform;
use gdal::vector::{Feature, FieldValue, OGRwkbGeometryType, geometry_type_flatten};
use proptest::prelude::*;

use super::super::projection::reference;
use super::*;

/// Cells of a row as text, but its identifier, and its geometry.
type Read = (Vec<Option<String>>, Vec<Geometry>);

/// The rows of a file by identifier (a row taken apart has several geometries).
fn read(path: &Path, vsi: &str) -> BTreeMap<i64, Read> {
    let dataset = Dataset::open(format!("{vsi}{}", path.display())).unwrap();
    let mut rows: BTreeMap<i64, Read> = BTreeMap::new();
    for mut table in dataset.layers() {
        for feature in table.features() {
            let id = feature.field_as_integer64(0).unwrap().unwrap();
            let cells = (1..5).map(|index| cell(&feature, index)).collect();
            let row = rows.entry(id).or_insert((cells, Vec::new()));
            row.1.extend(
                feature
                    .geometry_by_index(0)
                    .ok()
                    .filter(|geometry| !geometry.is_empty())
                    .cloned(),
            );
        }
    }
    rows
}

fn cell(feature: &Feature<'_>, index: usize) -> Option<String> {
    Some(match feature.field(index).unwrap()? {
        FieldValue::StringValue(text) => text,
        FieldValue::IntegerValue(number) => number.to_string(),
        FieldValue::Integer64Value(number) => number.to_string(),
        FieldValue::RealValue(number) => number.to_string(),
        FieldValue::DateValue(day) => day.to_string(),
        FieldValue::DateTimeValue(at) => at.date_naive().to_string(),
        other => panic!("{other:?}"),
    })
}

/// The rows of a file that ogr2ogr makes a `GeoPackage` of: a value that a format leaves out is NULL there, where GDAL's
/// interface for Rust takes it for zero.
fn read_converted(path: &Path, vsi: &str) -> BTreeMap<i64, Read> {
    let target = path.with_extension("converted.gpkg");
    let output = Command::new("ogr2ogr")
        .args(["-f", "GPKG", "-nlt", "GEOMETRY"])
        .arg(&target)
        .arg(format!("{vsi}{}", path.display()))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.is_empty(), "{said}");
    read(&target, "")
}

/// The fields of the CSV as they are in it; the geometry of one of its columns.
fn read_csv(path: &Path, wkt: &str) -> BTreeMap<i64, Read> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let place = header.iter().position(|name| name == wkt).unwrap();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let cells = (1..5)
                .map(|index| Some(record[index].to_owned()).filter(|text| !text.is_empty()))
                .collect();
            let geometry = Some(&record[place]).filter(|text| !text.is_empty());
            let geometry = geometry.map(|text| Geometry::from_wkt(text).unwrap());
            let geometry = geometry.filter(|geometry| !geometry.is_empty());
            (
                record[0].parse().unwrap(),
                (cells, geometry.into_iter().collect()),
            )
        })
        .collect()
}

fn wide_layer(geometries: Geometries) -> Arc<Layer> {
    let mut layer = (*layer(geometries)).clone();
    layer.columns.insert(0, column("id", Kind::Integer));
    Arc::new(layer)
}

fn write_everything(folder: &Path, layer: &Arc<Layer>, rows: &[Row]) -> Vec<Written> {
    let rows = rows.iter().cloned().map(Ok::<_, ExportError>);
    let never = AtomicBool::new(false);
    write_all(&Format::ALL, folder, layer, rows, &never, |_| ()).unwrap()
}

/// All points of geometries, in an order of their own.
fn points(geometries: &[Geometry]) -> Vec<[f64; 2]> {
    fn collect(geometry: &Geometry, points: &mut Vec<[f64; 2]>) {
        for index in 0..geometry.geometry_count() {
            collect(&geometry.get_geometry(index), points);
        }
        if geometry.geometry_count() == 0 {
            let mut all = Vec::new();
            geometry.get_points(&mut all);
            points.extend(all.iter().map(|(x, y, _)| [*x, *y]));
        }
    }
    let mut found = Vec::new();
    for geometry in geometries {
        collect(geometry, &mut found);
    }
    found.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    found
}

fn area(geometries: &[Geometry]) -> f64 {
    let surfaces = geometries
        .iter()
        .filter(|geometry| !geometry.geometry_name().contains("LINE"))
        .filter(|geometry| !geometry.geometry_name().contains("POINT"));
    surfaces.map(Geometry::area).sum()
}

fn same_place(what: &str, found: &[Geometry], expected: &[Geometry], tolerance: f64) {
    let (a, b) = (points(found), points(expected));
    assert_eq!(a.len(), b.len(), "{what}");
    for (p, q) in a.iter().zip(&b) {
        let gap = (p[0] - q[0]).abs().max((p[1] - q[1]).abs());
        assert!(gap <= tolerance, "{what}: {p:?} {q:?}");
    }
    let gap = (area(found) - area(expected)).abs();
    assert!(
        gap <= tolerance.max(1e-9) * area(expected).max(1.0) * 10.0,
        "{what}: area"
    );
}

/// What a spreadsheet is kept from running, said another way than by the writer.
fn neutralised(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        let before = text[..at].chars().next_back();
        if before.is_none_or(|c| ";\t\n\r".contains(c)) && "=+-@\t\r\n＝＋－＠".contains(c) {
            out.push('\'');
        }
        out.push(c);
    }
    out
}

/// What a DBF keeps of a text: readers take blanks off its ends.
fn in_dbf(text: &str) -> Option<String> {
    let mut end = text.len().min(254);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Some(text[..end].trim_matches(' ').to_owned()).filter(|text| !text.is_empty())
}

fn check_everything(rows: &[Row], geometries: Geometries) {
    let dir = tempfile::tempdir().unwrap();
    let layer = wide_layer(geometries);
    write_everything(dir.path(), &layer, rows);
    let path = |format: Format| dir.path().join(format.file_name(&layer.name));
    let csv = read_csv(&path(Format::Csv), "geometrie_wkt_2154");
    let csv_degrees = read_csv(&path(Format::Csv), "geometrie_wkt_4326");
    let gpkg = read(&path(Format::GeoPackage), "");
    let fgb = read_converted(&path(Format::FlatGeobuf), "");
    let geojson = read(&path(Format::GeoJson), "");
    let shapefile = read_converted(&path(Format::Shapefile), "/vsizip/");
    let to_degrees =
        CoordTransform::new(&reference(2154).unwrap(), &reference(4326).unwrap()).unwrap();
    for tables in [&csv, &csv_degrees, &gpkg, &fgb, &geojson, &shapefile] {
        assert_eq!(tables.len(), rows.len());
    }
    for row in rows {
        let [Value::Integer(id), cells @ ..] = row.values.as_slice() else {
            panic!("the first is the identifier")
        };
        let expected: Vec<Option<String>> = cells.iter().map(told).collect();
        let local: Vec<Geometry> = row
            .wkb
            .iter()
            .map(|wkb| Geometry::from_wkb(wkb).unwrap())
            .filter(|geometry| !geometry.is_empty())
            .collect();
        let degrees: Vec<Geometry> = local
            .iter()
            .map(|geometry| geometry.transform(&to_degrees).unwrap())
            .collect();

        for (name, table) in [("gpkg", &gpkg), ("fgb", &fgb), ("geojson", &geojson)] {
            assert_eq!(table[id].0, expected, "{name} {id}");
        }
        let text = expected[0].as_deref();
        let in_csv = text.map(neutralised).filter(|text| !text.is_empty());
        assert_eq!(csv[id].0[0], in_csv);
        assert_eq!(csv[id].0[1..], expected[1..]);
        assert_eq!(shapefile[id].0[0], text.and_then(in_dbf));
        assert_eq!(shapefile[id].0[1..], expected[1..]);

        same_place("csv", &csv[id].1, &local, 0.0);
        same_place("csv", &csv_degrees[id].1, &degrees, 1e-9);
        same_place("gpkg", &gpkg[id].1, &local, 0.0);
        same_place("fgb", &fgb[id].1, &local, 0.0);
        same_place("shapefile", &shapefile[id].1, &local, 0.0);
        same_place("geojson", &geojson[id].1, &degrees, 0.51e-7);
        for geometry in &geojson[id].1 {
            right_hand_rule(geometry);
        }
    }
}

fn told(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Date(day) => Some(day.to_string()),
    }
}

/// RFC 7946, 3.1.6: outer rings anticlockwise, holes clockwise.
fn right_hand_rule(geometry: &Geometry) {
    let kind = geometry_type_flatten(geometry.geometry_type());
    for index in 0..geometry.geometry_count() {
        let member = geometry.get_geometry(index);
        if kind != OGRwkbGeometryType::wkbPolygon {
            right_hand_rule(&member);
            continue;
        }
        let mut ring = Vec::new();
        member.get_points(&mut ring);
        let doubled: f64 = ring
            .windows(2)
            .map(|pair| (pair[1].0 - pair[0].0) * (pair[1].1 + pair[0].1))
            .sum();
        assert_eq!(
            doubled < 0.0,
            index == 0,
            "ring {index} of {}",
            geometry.wkt().unwrap()
        );
    }
}

fn nasty_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zé ,;\"']{0,6}",
        prop::sample::select(vec![
            "=",
            "+",
            "-",
            "@",
            "\t",
            "\n",
            "\r\n",
            "\r",
            "\"",
            "\"\"",
            ";",
            ",",
            "😀",
            "\u{202e}",
            "\u{200f}",
            "＝",
            "\u{feff}",
            "\u{1}",
            "\u{7f}",
            "NULL",
            "\\",
            "</a>",
            "\u{0301}",
            "''",
            "é".repeat(130).leak(),
        ])
        .prop_map(ToOwned::to_owned),
        any::<char>()
            .prop_filter("a NUL is refused", |c| *c != '\0')
            .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Boxes and lines within Lambert-93, by whole centimetres.
fn wkt() -> impl Strategy<Value = Option<String>> {
    (0..14_u8, 100_000_i32..1_100_000, 6_100_000_i32..7_000_000, 4_i32..5_000, any::<bool>())
        .prop_map(|(kind, x, y, d, turned)| {
            let square = |x: i32, y: i32, d: i32, turned: bool| {
                let (x2, y2) = (x + d, y + d);
                if turned {
                    format!("({x} {y},{x} {y2},{x2} {y2},{x2} {y},{x} {y})")
                } else {
                    format!("({x} {y},{x2} {y},{x2} {y2},{x} {y2},{x} {y})")
                }
            };
            let outer = square(x, y, d, turned);
            let hole = square(x + 1, y + 1, d - 2, turned);
            let far = square(x + 10_000, y, d, !turned);
            Some(match kind {
                0 => return None,
                1 => format!("POINT({x}.25 {y}.01)"),
                2 => format!("LINESTRING({x} {y},{d} {y},{x} {d})"),
                3 => format!("POLYGON({outer})"),
                4 => format!("POLYGON({outer},{hole})"),
                5 => format!("MULTIPOINT(({x} {y}),({x} {d}))"),
                6 => format!("MULTILINESTRING(({x} {y},{x} {d}),({d} {y},{x} {y}))"),
                7 => format!("MULTIPOLYGON(({outer},{hole}),({far}))"),
                8 => format!("POINT Z({x} {y} {d})"),
                9 => format!("LINESTRING ZM({x} {y} 1 2,{x} {d} 3 4)"),
                10 => format!("GEOMETRYCOLLECTION(POINT({x} {y}),POLYGON({outer},{hole}),LINESTRING({x} {y},{x} {d}))"),
                11 => "POLYGON EMPTY".to_owned(),
                12 => "POINT EMPTY".to_owned(),
                _ => format!("GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(MULTIPOINT(({x} {y}),({d} {y}))),POINT EMPTY)"),
            })
        })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let real = prop_oneof![
        Just(None),
        prop::num::f64::NORMAL.prop_map(Some),
        Just(Some(0.1)),
        Just(Some(0.0))
    ];
    let date = prop::option::of((1..=9_999_i32, 1..=365_u32))
        .prop_map(|day| day.map(|(year, rank)| NaiveDate::from_yo_opt(year, rank).unwrap()));
    let integer = prop::option::of(-99_999_999_999_999_999_i64..=999_999_999_999_999_999);
    let text = prop::option::of(nasty_text());
    let row = (text, integer, real, date, wkt());
    prop::collection::vec(row, 1..8).prop_map(|rows| {
        rows.into_iter()
            .zip(1_i64..)
            .map(|((text, integer, real, date, wkt), id)| Row {
                values: vec![
                    id.into(),
                    text.into(),
                    integer.into(),
                    real.into(),
                    date.into(),
                ],
                wkb: wkt.map(|wkt| wkb(&wkt)),
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn all_formats_say_the_same(rows in rows()) {
        check_everything(&rows, Geometries::Any);
    }

    #[test]
    fn reading_wkb_never_fails_otherwise_than_by_an_error(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = super::super::shape::parse(&bytes);
    }
}

fn simple(id: i64, wkt: &str) -> Row {
    Row {
        values: vec![
            id.into(),
            format!("ligne {id}").into(),
            (-3_i32).into(),
            0.5.into(),
            day(2017, 8, 3).into(),
        ],
        wkb: Some(wkb(wkt)),
    }
}

#[test]
fn areas_are_multiple_in_every_format() {
    let rows = [
        simple(
            1,
            "POLYGON((700000 6600000,700000 6610000,710000 6610000,710000 6600000,700000 6600000))",
        ),
        simple(
            2,
            "MULTIPOLYGON(((0 6600000,0 6610000,10000 6610000,10000 6600000,0 6600000)),((20000 6600000,20000 6610000,30000 6610000,30000 6600000,20000 6600000)))",
        ),
    ];
    check_everything(&rows, Geometries::Areas);
}

/// Opens a file as somebody at a terminal would, and wants not a word of warning.
fn ogrinfo(path: &str) -> String {
    let output = Command::new("ogrinfo")
        .args(["-ro", "-al", "-so", path])
        .env("CPL_DEBUG", "OFF")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.is_empty(), "{path}: {said}");
    assert!(!text.contains("Warning"), "{text}");
    text
}

fn sample() -> Vec<Row> {
    [
        "POINT(700000 6600000)",
        "POINT(700010 6600010)",
        "MULTIPOINT((700000 6600000),(700001 6600001))",
        "LINESTRING(700000 6600000,700010 6600000)",
        "MULTILINESTRING((700000 6600000,700010 6600000))",
        "POLYGON((700000 6600000,700000 6600010,700010 6600010,700000 6600000))",
        "MULTIPOLYGON(((700000 6600000,700000 6600010,700010 6600010,700000 6600000)))",
        "GEOMETRYCOLLECTION(POINT(700000 6600000),LINESTRING(700000 6600000,700010 6600000))",
    ]
    .into_iter()
    .zip(1..)
    .map(|(wkt, id)| simple(id, wkt))
    .collect()
}

#[test]
fn each_format_is_opened_without_a_warning() {
    let areas = [simple(
        1,
        "POLYGON((700000 6600000,700000 6610000,710000 6610000,700000 6600000))",
    )];
    for (rows, geometries) in [
        (sample(), Geometries::Any),
        (Vec::new(), Geometries::Any),
        (areas.to_vec(), Geometries::Areas),
        (Vec::new(), Geometries::Areas),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let layer = wide_layer(geometries);
        for written in write_everything(dir.path(), &layer, &rows) {
            let path = written.path.display().to_string();
            let is = |end: &str| path.ends_with(end);
            let text = if is(".zip") {
                ogrinfo(&format!("/vsizip/{path}"))
            } else {
                ogrinfo(&path)
            };
            if is(".zip") || is(".gpkg") || is(".fgb") {
                assert!(text.contains("ID[\"EPSG\",2154]]\nData axis"), "{text}");
            }
            if is(".gpkg") || is(".fgb") {
                assert!(
                    text.contains(&format!("Feature Count: {}", rows.len())),
                    "{text}"
                );
            }
            if is(".geojson") {
                let json = std::fs::read_to_string(&written.path).unwrap();
                let json: serde_json::Value = serde_json::from_str(&json).unwrap();
                assert!(json.get("crs").is_none());
                assert_eq!(json["features"].as_array().unwrap().len(), rows.len());
            }
            assert_eq!(
                written.sha256,
                sink::described(&written.path, 0, Vec::new())
                    .unwrap()
                    .sha256
            );
            assert_eq!(
                written.bytes,
                std::fs::metadata(&written.path).unwrap().len()
            );
            assert_eq!(written.rows, rows.len() as u64);
        }
    }
}

/// The validator that comes with GDAL for the standard, where it is installed.
#[test]
fn the_geopackage_is_valid() {
    let dir = tempfile::tempdir().unwrap();
    let found = Command::new("/usr/bin/python3")
        .args([
            "-c",
            "import osgeo_utils.samples.validate_gpkg as v; print(v.__file__)",
        ])
        .output();
    let validator = found
        .map(|output| String::from_utf8(output.stdout).unwrap().trim().to_owned())
        .unwrap_or_default();
    for (rows, name) in [(sample(), "a"), (Vec::new(), "b")] {
        let folder = dir.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        write_everything(&folder, &wide_layer(Geometries::Any), &rows);
        let path = folder.join("donnees.gpkg");
        let connection = rusqlite::Connection::open(&path).unwrap();
        for check in [
            "PRAGMA integrity_check",
            "SELECT rtreecheck('rtree_donnees_geom')",
        ] {
            let said: String = connection.query_row(check, [], |row| row.get(0)).unwrap();
            assert_eq!(said, "ok");
        }
        if validator.is_empty() {
            println!("no validator of GeoPackage here: left out");
            continue;
        }
        let output = Command::new("/usr/bin/python3")
            .arg(&validator)
            .arg(&path)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn the_index_finds_what_is_there_and_follows_edits() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("donnees.gpkg");
    let rows: Vec<Row> = (0..7_000_i64)
        .map(|id| {
            let (x, y) = (
                600_000 + id * 7_919 % 200_000,
                6_300_000 + id * 104_729 % 300_000,
            );
            match id % 3 {
                0 => simple(id, &format!("POINT({x}.123 {y}.456)")),
                1 => simple(id, &format!("LINESTRING({x} {y},{} {})", x + 900, y - 77)),
                _ => simple(id, "POINT EMPTY"),
            }
        })
        .collect();
    write_everything(dir.path(), &wide_layer(Geometries::Any), &rows);
    let dataset = Dataset::open(&path).unwrap();
    let mut table = dataset.layer(0).unwrap();
    let all: Vec<(i64, gdal::vector::Envelope)> = table
        .features()
        .filter_map(|feature| {
            let id = feature.field_as_integer64(0).unwrap().unwrap();
            let geometry = feature.geometry_by_index(0).ok()?;
            (!geometry.is_empty()).then(|| (id, geometry.envelope()))
        })
        .collect();
    assert_eq!(all.len(), 4_667);
    for (x, y, d) in [
        (600_000.0, 6_300_000.0, 20_000.0),
        (700_000.123, 6_400_000.0, 3_000.0),
        (0.0, 0.0, 1e8),
    ] {
        table.set_spatial_filter_rect(x, y, x + d, y + d);
        let mut found: Vec<i64> = table
            .features()
            .map(|feature| feature.field_as_integer64(0).unwrap().unwrap())
            .collect();
        found.sort_unstable();
        let expected: Vec<i64> = all
            .iter()
            .filter(|(_, e)| e.MaxX >= x && e.MinX <= x + d && e.MaxY >= y && e.MinY <= y + d)
            .map(|(id, _)| *id)
            .collect();
        assert_eq!(found, expected);
        assert!(!found.is_empty());
    }
    drop(dataset);
    // Somebody deletes rows in QGIS: the triggers put back keep the index true.
    let deleted = Command::new("ogrinfo")
        .arg(&path)
        .args(["-sql", "DELETE FROM donnees WHERE id < 3000"])
        .output()
        .unwrap();
    assert!(
        deleted.status.success(),
        "{}",
        String::from_utf8_lossy(&deleted.stderr)
    );
    let connection = rusqlite::Connection::open(&path).unwrap();
    let said: (String, i64, i64) = connection
        .query_row(
            "SELECT rtreecheck('rtree_donnees_geom'), (SELECT count(*) FROM rtree_donnees_geom), feature_count FROM gpkg_ogr_contents",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(said, ("ok".to_owned(), 2_667, 4_000));
}

#[test]
fn the_same_rows_make_the_same_bytes_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let rows: Vec<Row> = (0..1_500)
        .flat_map(|round| {
            sample().into_iter().map(move |mut row| {
                row.values[0] = i64::from(round).into();
                row
            })
        })
        .collect();
    let folders: [PathBuf; 2] = ["a", "b/c"].map(|name| dir.path().join(name));
    let written = folders.map(|folder| {
        std::fs::create_dir_all(&folder).unwrap();
        let written = write_everything(&folder, &wide_layer(Geometries::Any), &rows);
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        written
    });
    let sums = written.map(|files| {
        files
            .into_iter()
            .map(|file| file.sha256)
            .collect::<Vec<_>>()
    });
    assert_eq!(sums[0], sums[1]);
    assert_eq!(
        sums[0]
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        5
    );
}

#[test]
fn the_same_area_is_the_same_bytes_whatever_is_around_it() {
    let cell = |rank: i64| {
        let (x, y) = (
            100_000 + rank % 100 * 10_000,
            6_100_000 + rank / 100 * 10_000,
        );
        let (x2, y2) = (x + 10_000, y + 10_000);
        format!("POLYGON(({x} {y},{x} {y2},{x2} {y2},{x2} {y},{x} {y}))")
    };
    // More areas than a writer keeps, each twice.
    let rows: Vec<Row> = (0..800).map(|id| simple(id, &cell(id % 400))).collect();
    let dir = tempfile::tempdir().unwrap();
    write_everything(dir.path(), &wide_layer(Geometries::Areas), &rows);
    let csv = dir.path().join("donnees.csv");
    let mut reader = csv::Reader::from_path(csv).unwrap();
    let texts: Vec<(String, String)> = reader
        .records()
        .map(|record| record.map(|r| (r[5].to_owned(), r[6].to_owned())).unwrap())
        .collect();
    let json = std::fs::read_to_string(dir.path().join("donnees.geojson")).unwrap();
    let places: Vec<&str> = json
        .lines()
        .filter_map(|line| Some(line.split_once("\"geometry\":")?.1.trim_end_matches(',')))
        .collect();
    let connection = rusqlite::Connection::open(dir.path().join("donnees.gpkg")).unwrap();
    let mut statement = connection
        .prepare("SELECT geom FROM donnees ORDER BY fid")
        .unwrap();
    let blobs: Vec<Vec<u8>> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for id in 0..400 {
        assert_eq!(texts[id], texts[id + 400]);
        assert_eq!(places[id], places[id + 400]);
        assert_eq!(blobs[id], blobs[id + 400]);
    }
    assert_eq!(
        places
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        400
    );
}

#[test]
fn a_shapefile_is_split_before_a_file_passes_the_limit() {
    const LIMIT: u64 = 5_000;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("donnees_shapefile.zip");
    let layer = wide_layer(Geometries::Any);
    let mut sink = Box::new(ShapefileSink::create_with_limit(&path, &layer, LIMIT).unwrap());
    for id in 0..300 {
        let mut row = simple(id, &format!("POINT({} 6600000)", 700_000 + id));
        // Fields widen on the way.
        row.values[1] = "x".repeat(usize::try_from(id / 4).unwrap() + 1).into();
        sink.write(&row.values, row.wkb.as_deref()).unwrap();
    }
    let line = simple(1_000, "LINESTRING(700000 6600000,700010 6600000)");
    sink.write(&line.values, line.wkb.as_deref()).unwrap();
    let long = simple(
        0,
        &format!("LINESTRING({})", vec!["700000 6600000"; 400].join(",")),
    );
    assert!(matches!(
        sink.write(&long.values, long.wkb.as_deref()),
        Err(ExportError::Row { .. })
    ));
    drop(sink);
    assert!(!path.exists(), "a sink that failed leaves nothing");

    let mut sink = Box::new(ShapefileSink::create_with_limit(&path, &layer, LIMIT).unwrap());
    for id in 0..300 {
        let mut row = simple(id, &format!("POINT({} 6600000)", 700_000 + id));
        row.values[1] = "x".repeat(usize::try_from(id / 4).unwrap() + 1).into();
        sink.write(&row.values, row.wkb.as_deref()).unwrap();
    }
    sink.write(&line.values, line.wkb.as_deref()).unwrap();
    sink.finish().unwrap();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let mut names = Vec::new();
    for rank in 0..zip.len() {
        let member = zip.by_index(rank).unwrap();
        let name = member.name().unwrap().into_owned();
        assert!(member.size() <= LIMIT, "{name}: {}", member.size());
        names.push(name);
    }
    let tables = names.iter().filter(|name| name.contains(".dbf"));
    let parts = tables.count() - 1;
    assert!(parts > 5, "{names:?}");
    for part in 1..=parts {
        for end in ["shp", "shx", "dbf", "prj", "cpg"] {
            assert!(
                names.contains(&format!("donnees_points_{part}.{end}")),
                "{names:?}"
            );
        }
    }
    assert!(names.contains(&"donnees_lignes.shp".to_owned()));
    let rows = read(&path, "/vsizip/");
    assert_eq!(rows.len(), 301);
    for id in 0..300 {
        assert_eq!(
            rows[&id].0[0].as_ref().unwrap().len(),
            usize::try_from(id / 4).unwrap() + 1
        );
    }
}

#[test]
fn what_a_shapefile_cannot_hold_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let layer = wide_layer(Geometries::Any);
    let mut rows = vec![
        simple(1, "POINT Z(700000 6600000 1200)"),
        simple(
            2,
            "GEOMETRYCOLLECTION(POINT(700000 6600000),LINESTRING(700000 6600000,700010 6600000))",
        ),
        simple(
            3,
            "CIRCULARSTRING(700000 6600000,700010 6600010,700020 6600000)",
        ),
        simple(4, "POINT(700000 6600000)"),
        simple(5, "POINT(700000 6600000)"),
    ];
    // 253 bytes, then a letter of two that does not fit; and one that just fits.
    rows[3].values[1] = format!("{}é", "x".repeat(253)).into();
    rows[4].values[1] = format!("{}é", "x".repeat(252)).into();
    let written = write_everything(dir.path(), &layer, &rows);
    let shapefile = written
        .iter()
        .find(|file| file.path.to_string_lossy().ends_with(".zip"))
        .unwrap();
    let told: Vec<(Option<&str>, u64, &str)> = shapefile
        .notes
        .iter()
        .map(|note| (note.column.as_deref(), note.rows, note.what_fr.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                None,
                1,
                "altitudes ou mesures (Z, M) des sommets non livrées"
            ),
            (
                None,
                1,
                "arcs de cercle remplacés par des segments de 4° au plus"
            ),
            (
                None,
                1,
                "géométrie de plusieurs types, répartie entre plusieurs Shapefiles"
            ),
            (Some("nom"), 1, "texte coupé à 254 octets"),
        ]
    );
    let read = read(&shapefile.path, "/vsizip/");
    assert_eq!(read[&4].0[0].as_deref(), Some("x".repeat(253).as_str()));
    assert_eq!(
        read[&5].0[0].as_deref(),
        rows[4].values.get(1).and_then(told_text)
    );
    // Half a circle of radius 10.
    let arc = &read[&3].1[0];
    assert!(
        (arc.length() - std::f64::consts::PI * 10.0).abs() < 0.02,
        "{}",
        arc.length()
    );
    assert_eq!(arc.point_count(), 46);
    let dictionary = dir.path().join("d.csv");
    write_dictionary(&dictionary, &layer, &written).unwrap();
    let text = std::fs::read_to_string(&dictionary).unwrap();
    assert!(
        text.contains(
            "nom,nom,texte,nom,donnees_shapefile.zip : texte coupé à 254 octets (1 ligne(s))"
        ),
        "{text}"
    );
    let readable = dir.path().join("d.txt");
    write_readable_dictionary(&readable, &layer, &written).unwrap();
    let text = std::fs::read_to_string(&readable).unwrap();
    assert!(
        text.contains("texte coupé à 254 octets (1 ligne(s))") && text.contains("EPSG:2154"),
        "{text}"
    );
}

fn told_text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

#[test]
fn arcs_are_straightened_as_gdal_does() {
    use super::super::shape::{Shape, parse};
    for wkt in [
        "CIRCULARSTRING(0 0,10 10,20 0)",
        "CIRCULARSTRING(20 0,10 10,0 0)",
        "CIRCULARSTRING(0 0,10 -10,20 0,30 10,40 0)",
        "CIRCULARSTRING(0 0,20 0,0 0)",
        "CIRCULARSTRING(0 0,1 7,-20 3)",
        "COMPOUNDCURVE((-5 0,0 0),CIRCULARSTRING(0 0,10 10,20 0),(20 0,30 0))",
        "CURVEPOLYGON(CIRCULARSTRING(0 0,20 0,0 0),(8 -1,8 1,12 1,12 -1,8 -1))",
        "MULTICURVE((0 0,1 1),CIRCULARSTRING(0 0,10 10,20 0))",
        "MULTISURFACE(CURVEPOLYGON(CIRCULARSTRING(0 0,20 0,0 0)),((100 0,101 0,101 1,100 0)))",
    ] {
        let parsed = parse(&wkb(wkt)).unwrap();
        assert!(parsed.straightened, "{wkt}");
        let mut plain = Vec::new();
        parsed.shape.push_wkb(&mut plain);
        let ours = Geometry::from_wkb(&plain).unwrap();
        // GDAL answers for a curve by its own segments.
        let theirs = Geometry::from_wkt(wkt).unwrap();
        let (a, b) = match parsed.shape {
            Shape::Polygon(_) | Shape::MultiPolygon(_) => (ours.area(), theirs.area()),
            _ => (ours.length(), theirs.length()),
        };
        assert!((a - b).abs() < 0.003 * b, "{wkt}: {a} {b}");
    }
    for wkt in [
        "CIRCULARSTRING EMPTY",
        "CURVEPOLYGON EMPTY",
        "POLYHEDRALSURFACE Z(((0 0 0,0 1 0,1 1 0,0 0 0)))",
        "TIN Z(((0 0 0,0 1 0,1 1 0,0 0 0)))",
    ] {
        assert!(parse(&wkb(wkt)).is_ok(), "{wkt}");
    }
}

#[test]
fn geometries_that_lie_are_refused() {
    use super::super::shape::parse;
    let good = wkb("LINESTRING(1 2,3 4)");
    assert!(parse(&good).is_ok());
    let mut nan = good.clone();
    nan[9..17].copy_from_slice(&f64::NAN.to_le_bytes());
    let mut infinite = good.clone();
    infinite[17..25].copy_from_slice(&f64::INFINITY.to_le_bytes());
    let mut half_empty = wkb("POINT(1 2)");
    half_empty[5..13].copy_from_slice(&f64::NAN.to_le_bytes());
    let mut counted = good.clone();
    counted[5..9].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut longer = good.clone();
    longer.push(0);
    let mut with_srid = good.clone();
    with_srid[4] = 0x20;
    let open = wkb("POLYGON((0 0,0 1,1 1,0 0))");
    let mut open = open;
    let last = open.len() - 8;
    open[last..].copy_from_slice(&5_f64.to_le_bytes());
    let mut deep = Vec::new();
    for _ in 0..50 {
        deep.extend([1, 7, 0, 0, 0, 1, 0, 0, 0]);
    }
    deep.extend(&good);
    for (name, bytes) in [
        ("nan", nan),
        ("infinite", infinite),
        ("half empty", half_empty),
        ("counted", counted),
        ("longer", longer),
        ("srid", with_srid),
        ("open", open),
        ("deep", deep),
        ("short", good[..12].to_vec()),
        ("nothing", Vec::new()),
    ] {
        assert!(parse(&bytes).is_err(), "{name}");
        let dir = tempfile::tempdir().unwrap();
        for format in Format::ALL {
            let mut sink = create(format, dir.path(), &layer(Geometries::Any)).unwrap();
            let refused = sink.write(&row("x"), Some(&bytes));
            assert!(
                matches!(refused, Err(ExportError::Geometry { row: 1, .. })),
                "{name} {format}"
            );
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "{name}");
    }
}

#[test]
fn a_text_with_a_nul_is_refused_everywhere() {
    let dir = tempfile::tempdir().unwrap();
    for format in Format::ALL {
        let mut sink = create(format, dir.path(), &layer(Geometries::Any)).unwrap();
        assert!(
            matches!(sink.write(&row("a\0b"), None), Err(ExportError::Row { .. })),
            "{format}"
        );
    }
}

#[test]
fn opening_says_nothing_to_the_error_handler_either() {
    let said = Arc::new(std::sync::Mutex::new(Vec::<String>::new()));
    let heard = Arc::clone(&said);
    let dir = tempfile::tempdir().unwrap();
    let written = write_everything(dir.path(), &wide_layer(Geometries::Any), &sample());
    gdal::config::set_error_handler(move |class: CplErrType, _, message: &str| {
        if class != CplErrType::Debug {
            heard.lock().unwrap().push(message.to_owned());
        }
    });
    for file in written {
        let vsi = if file.path.extension().unwrap() == "zip" {
            "/vsizip/"
        } else {
            ""
        };
        assert!(!read(&file.path, vsi).is_empty() || file.path.extension().unwrap() == "csv");
    }
    gdal::config::remove_error_handler();
    assert!(
        said.lock().unwrap().is_empty(),
        "{:?}",
        said.lock().unwrap()
    );
}
