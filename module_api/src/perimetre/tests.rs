//! Tests of the readers on files made here, most of them hostile; the shared files are read when
//! `DEMANDES_TEST_DATA` says where they are.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const LIMITS: Limits = Limits {
    max_bytes: 4 << 20,
    max_vertices: 1_000,
};
const L93: &str = r#"PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",49.0],PARAMETER["Standard_Parallel_2",44.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]"#;
const SQUARE: [(f64, f64); 5] = [
    (740_000.0, 6_350_000.0),
    (740_000.0, 6_351_000.0),
    (741_000.0, 6_351_000.0),
    (741_000.0, 6_350_000.0),
    (740_000.0, 6_350_000.0),
];

fn read(bytes: &[u8], name: &str, asked: Option<i32>) -> Result<ReadPerimetre, PerimetreError> {
    read_perimetre(bytes, name, &LIMITS, 2154, asked)
}

fn code(bytes: &[u8], name: &str) -> &'static str {
    match read(bytes, name, None) {
        Ok(_) => "read",
        Err(error) => error.code(),
    }
}

/// A `.shp` of one polygon of one ring.
fn shp(points: &[(f64, f64)]) -> Vec<u8> {
    let content = 4 + 32 + 8 + 4 + 16 * points.len();
    let words = |bytes: usize| i32::try_from(bytes / 2).unwrap().to_be_bytes();
    let little = |value: usize| i32::try_from(value).unwrap().to_le_bytes();
    let fold = |f: fn(f64, f64) -> f64, axis: fn(&(f64, f64)) -> f64| {
        points.iter().map(axis).reduce(f).unwrap()
    };
    let bbox: Vec<u8> = [
        fold(f64::min, |p| p.0),
        fold(f64::min, |p| p.1),
        fold(f64::max, |p| p.0),
        fold(f64::max, |p| p.1),
    ]
    .iter()
    .flat_map(|v| v.to_le_bytes())
    .collect();
    let mut out = 9994_i32.to_be_bytes().to_vec();
    out.extend([0; 20]);
    out.extend(words(100 + 8 + content));
    out.extend(little(1000));
    out.extend(little(5));
    out.extend(&bbox);
    out.extend([0; 32]);
    out.extend(1_i32.to_be_bytes());
    out.extend(words(content));
    out.extend(little(5));
    out.extend(&bbox);
    out.extend(little(1));
    out.extend(little(points.len()));
    out.extend(little(0));
    out.extend(
        points
            .iter()
            .flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()])
            .flatten(),
    );
    out
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(
            *name,
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated),
        )
        .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Replaces every occurrence, in the local and the central headers alike; lengths must be equal.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = (0..=bytes.len() - from.len())
        .filter(|&i| &bytes[i..i + from.len()] == from)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// Sets bytes of each central directory record at `offset` from its signature.
fn patched_central(mut bytes: Vec<u8>, offset: usize, value: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..bytes.len() - 4)
        .filter(|&i| &bytes[i..i + 4] == b"PK\x01\x02")
        .collect();
    for at in places {
        bytes[at + offset..at + offset + value.len()].copy_from_slice(value);
    }
    bytes
}

fn good_zip() -> Vec<u8> {
    zip_of(&[("p.shp", &shp(&SQUARE)), ("p.prj", L93.as_bytes())])
}

fn numbers(ewkb: &[u8]) -> Vec<f64> {
    // byte order, type, SRID, count; then byte order, type, count of rings, count of points.
    ewkb[13 + 9 + 4..]
        .as_chunks::<8>()
        .0
        .iter()
        .map(|c| f64::from_le_bytes(*c))
        .collect()
}

#[test]
fn zipped_shapefile_is_read_whatever_its_folders_and_names() {
    let zip = zip_of(&[
        ("Étude d'impact/données/PÉRIMÈTRE.SHP", &shp(&SQUARE)),
        ("Étude d'impact/données/PÉRIMÈTRE.PRJ", L93.as_bytes()),
        ("Étude d'impact/lisez-moi.pdf", b"%PDF"),
        ("__MACOSX/données/._x.shp", b"shadow"),
    ]);
    let read = read(&zip, "x.bin", None).unwrap();
    assert_eq!(read.source_format, SourceFormat::Shapefile);
    assert_eq!(
        (read.source_epsg, read.polygons_read, read.vertices_read),
        (Some(2154), 1, 5)
    );
    assert_eq!(read.layers, ["PÉRIMÈTRE"]);
    assert_eq!(
        &read.ewkb[..9],
        [1, 6, 0, 0, 0x20, 0x6a, 8, 0, 0],
        "little endian, MultiPolygon with SRID 2154"
    );
    let expected: Vec<f64> = SQUARE.iter().flat_map(|(x, y)| [*x, *y]).collect();
    assert_eq!(numbers(&read.ewkb), expected);
}

#[test]
fn names_in_windows_1252_are_read() {
    let zip = patched(
        zip_of(&[
            ("p_rim_tre.shp", &shp(&SQUARE)),
            ("p_rim_tre.prj", L93.as_bytes()),
        ]),
        b"p_rim_tre",
        b"p\xe9rim\xe8tre",
    );
    assert_eq!(read(&zip, "p.zip", None).unwrap().layers, ["périmètre"]);
}

#[test]
fn a_missing_projection_is_asked_for_and_then_taken() {
    let zip = zip_of(&[("p.shp", &shp(&SQUARE))]);
    assert_eq!(code(&zip, "p.zip"), "projection_missing");
    assert_eq!(
        read(&zip, "p.zip", Some(2154)).unwrap().source_epsg,
        Some(2154)
    );
    assert_eq!(
        read(&zip, "p.zip", Some(99_999)).unwrap_err().code(),
        "asked_projection_unknown"
    );
    assert_eq!(
        read(&zip, "p.zip", Some(-1)).unwrap_err().code(),
        "asked_projection_unknown"
    );
    // EPSG:5720 is a vertical datum, EPSG:4978 geocentric: known codes, no maps.
    assert_eq!(
        read(&zip, "p.zip", Some(5720)).unwrap_err().code(),
        "asked_projection_unknown"
    );
    assert_eq!(
        read(&zip, "p.zip", Some(4978)).unwrap_err().code(),
        "asked_projection_unknown"
    );
}

#[test]
fn an_unknown_datum_is_never_guessed() {
    let strange = L93
        .replace("D_RGF_1993", "D_Nowhere")
        .replace("GCS_RGF_1993", "GCS_Nowhere")
        .replace("RGF_1993_Lambert_93", "Mine")
        .replace("298.257222101", "297.0");
    let zip = zip_of(&[("p.shp", &shp(&SQUARE)), ("p.prj", strange.as_bytes())]);
    assert_eq!(code(&zip, "p.zip"), "projection_unusable");
    let zip = zip_of(&[("p.shp", &shp(&SQUARE)), ("p.prj", b"bonjour")]);
    assert_eq!(code(&zip, "p.zip"), "projection_unusable");
    assert!(read(&zip, "p.zip", Some(2154)).unwrap().warnings[0].contains("EPSG:2154"));
}

#[test]
fn the_projection_of_the_file_wins_over_the_asked_one() {
    let read = read(&good_zip(), "p.zip", Some(4326)).unwrap();
    assert_eq!(read.source_epsg, Some(2154));
    assert!(read.warnings[0].contains("EPSG:4326"));
}

#[test]
fn archives_that_try_something_are_refused() {
    let body = shp(&SQUARE);
    for name in [
        "../p.shp",
        "a/../../p.shp",
        "/etc/p.shp",
        "..\\p.shp",
        "C:\\p.shp",
    ] {
        // The writer of this test tidies names: write a harmless one of that length, then patch it.
        let harmless = "x".repeat(name.len());
        let zip = patched(
            zip_of(&[(&harmless, &body)]),
            harmless.as_bytes(),
            name.as_bytes(),
        );
        assert_eq!(code(&zip, "p.zip"), "zip_unsafe_path", "{name}");
    }
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("p.shp", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    assert_eq!(
        code(&link.finish().unwrap().into_inner(), "p.zip"),
        "zip_unsafe_path"
    );
    // Bit 0 of the flags: encrypted.
    assert_eq!(
        code(&patched_central(good_zip(), 8, &[1, 0]), "p.zip"),
        "zip_encrypted"
    );
    // Method 12: bzip2.
    assert_eq!(
        code(&patched_central(good_zip(), 10, &[12, 0]), "p.zip"),
        "zip_unsupported"
    );
    assert_eq!(
        code(&zip_of(&[("p.shp", &body), ("q.zip", b"PK")]), "p.zip"),
        "zip_nested"
    );
    assert_eq!(
        code(&zip_of(&[("lisez-moi.txt", b"-")]), "p.zip"),
        "zip_without_shapefile"
    );
    assert_eq!(code(&zip_of(&[]), "p.zip"), "zip_without_shapefile");
    assert_eq!(code(b"bonjour", "p.zip"), "not_a_zip");
    let whole = good_zip();
    assert_eq!(code(&whole[..whole.len() / 2], "p.zip"), "zip_corrupt");
    let names: Vec<String> = (0..1_001).map(|i| format!("{i}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    assert_eq!(code(&zip_of(&many), "p.zip"), "zip_too_big");
}

#[test]
fn zip_bombs_are_refused_even_when_they_lie_about_their_size() {
    let zeros = vec![0_u8; 41 << 20];
    let bomb = zip_of(&[("p.shp", &zeros)]);
    assert!(bomb.len() < 200_000, "it must pass the limit on the upload");
    assert_eq!(code(&bomb, "p.zip"), "zip_too_big");
    // The same one, said to hold 1 000 bytes (offset 24 of the central record).
    let liar = patched_central(bomb, 24, &1_000_u32.to_le_bytes());
    assert!(["zip_too_big", "zip_corrupt"].contains(&code(&liar, "p.zip")));
}

#[test]
fn several_shapefiles_are_named_without_markup() {
    let body = shp(&SQUARE);
    let error = read(
        &zip_of(&[("a/un.shp", &body), ("<b>deux</b>.shp", &body)]),
        "p.zip",
        None,
    )
    .unwrap_err();
    assert_eq!(error.code(), "several_shapefiles");
    let message = error.message();
    assert!(message.contains("a/un.shp") && message.contains("deux"));
    assert!(!message.contains(['<', '>', '&', '"']));
}

#[test]
fn damaged_shapefiles_are_told_from_empty_ones() {
    let body = shp(&SQUARE);
    let cut = &body[..body.len() - 8];
    assert_eq!(
        code(
            &zip_of(&[("p.shp", cut), ("p.prj", L93.as_bytes())]),
            "p.zip"
        ),
        "file_corrupt"
    );
    assert_eq!(
        code(
            &zip_of(&[("p.shp", b"xx"), ("p.prj", L93.as_bytes())]),
            "p.zip"
        ),
        "file_corrupt"
    );
    let mut nan = SQUARE;
    nan[1].0 = f64::NAN;
    assert_eq!(
        code(
            &zip_of(&[("p.shp", &shp(&nan)), ("p.prj", L93.as_bytes())]),
            "p.zip"
        ),
        "coordinates_invalid"
    );
    assert_eq!(code(&body, "p.shp"), "shapefile_alone");
    assert_eq!(code(b"", "p.zip"), "empty");
    assert_eq!(code(b"\x1f\x8b", "p.tar"), "format_unknown");
}

#[test]
fn geojson_follows_the_rfc_and_the_older_crs() {
    let ring = "[[[3.5,44.3,900],[3.7,44.3,900],[3.7,44.5,900],[3.5,44.3,900]]]";
    let plain = format!(r#"{{"type":"Polygon","coordinates":{ring}}}"#);
    let from_degrees = read(plain.as_bytes(), "p.txt", None).unwrap();
    assert_eq!(
        (from_degrees.source_epsg, from_degrees.vertices_read),
        (Some(4326), 4)
    );
    let [x, y, ..] = numbers(&from_degrees.ewkb)[..] else {
        panic!("no vertex")
    };
    // 3.5° E 44.3° N in Lambert-93, by gdaltransform.
    assert!(
        (x - 739_891.774).abs() < 0.01 && (y - 6_355_790.395).abs() < 0.01,
        "{x} {y}"
    );

    let metres = plain
        .replace("3.5,44.3", "740000,6350000")
        .replace("3.7,44.3", "741000,6350000")
        .replace("3.7,44.5", "741000,6351000");
    assert_eq!(code(metres.as_bytes(), "p.geojson"), "projection_missing");
    assert_eq!(
        read(metres.as_bytes(), "p.geojson", Some(2154))
            .unwrap()
            .source_epsg,
        Some(2154)
    );
    for (crs, expected) in [
        (
            r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}}"#,
            "read",
        ),
        (
            r#"{"type":"name","properties":{"name":"EPSG:2154"}}"#,
            "read",
        ),
        (r#"{"type":"EPSG","properties":{"code":2154}}"#, "read"),
        ("null", "projection_missing"),
        (
            r#"{"type":"link","properties":{"href":"http://127.0.0.1/","type":"proj4"}}"#,
            "projection_unusable",
        ),
        (
            r#"{"type":"name","properties":{"name":"/etc/passwd"}}"#,
            "projection_unusable",
        ),
    ] {
        let text = format!(
            r#"{{"crs":{crs},"type":"FeatureCollection","features":[{{"type":"Feature","properties":null,"geometry":{metres}}}]}}"#
        );
        assert_eq!(code(text.as_bytes(), "p.geojson"), expected, "{crs}");
    }
    let inner = format!(
        r#"{{"type":"GeometryCollection","geometries":[{}]}}"#,
        plain.replace('}', r#","crs":{}}"#)
    );
    assert_eq!(code(inner.as_bytes(), "p.geojson"), "projection_unusable");
}

#[test]
fn geojson_without_a_surface_or_damaged_is_refused() {
    assert_eq!(
        code(br#"{"type":"FeatureCollection","features":[]}"#, "p"),
        "empty"
    );
    assert_eq!(code(br#"{"type":"Feature","geometry":null}"#, "p"), "empty");
    assert_eq!(
        code(br#"{"type":"Point","coordinates":[3,44]}"#, "p"),
        "no_polygon"
    );
    assert_eq!(
        code(br#"{"type":"Polygon","coordinates":[[[3,44],[4,44]"#, "p"),
        "file_corrupt"
    );
    assert_eq!(
        code(
            br#"{"type":"Polygon","coordinates":[[[NaN,44],[4,44],[4,45],[3,44]]]}"#,
            "p"
        ),
        "file_corrupt"
    );
    assert_eq!(
        code(
            br#"{"type":"Polygon","coordinates":[[["3",44],[4,44],[4,45],[3,44]]]}"#,
            "p"
        ),
        "file_corrupt"
    );
    assert_eq!(
        code(br#"{"type":"Polygon","coordinates":[3,44]}"#, "p"),
        "file_corrupt"
    );
    let deep = format!(
        r#"{{"type":"Polygon","coordinates":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(code(deep.as_bytes(), "p"), "file_corrupt");
    let poles = br#"{"crs":{"type":"name","properties":{"name":"EPSG:4326"}},"type":"Polygon","coordinates":[[[3,1e300],[4,44],[4,45],[3,1e300]]]}"#;
    assert_eq!(code(poles, "p"), "coordinates_invalid");
}

#[test]
fn mixed_geometries_keep_their_polygons_and_say_so() {
    let text = br#"{"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":{"type":"Point","coordinates":[3,44]}},
        {"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[3,44],[4,44],[4,45]]],[[[3,44],[3,44]]]]}}]}"#;
    let read = read(text, "p.geojson", None).unwrap();
    assert_eq!(
        (read.polygons_read, read.vertices_read),
        (1, 4),
        "the open ring is closed, the degenerate one dropped"
    );
    assert_eq!(read.warnings.len(), 3, "{:?}", read.warnings);
}

#[test]
fn too_many_vertices_or_bytes_are_refused() {
    let points: Vec<String> = (0..1_001)
        .map(|i| format!("[{},44.{i:04}]", f64::from(i) / 1e4))
        .collect();
    let text = format!(
        r#"{{"type":"Polygon","coordinates":[[{}]]}}"#,
        points.join(",")
    );
    assert_eq!(code(text.as_bytes(), "p"), "too_many_vertices");
    let big = vec![b' '; (4 << 20) + 1];
    assert_eq!(code(&big, "p"), "file_too_big");
}

fn kml(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>"#
    )
}

const KML_POLYGON: &str = "<Placemark><name>p</name><Polygon><outerBoundaryIs><LinearRing><coordinates>3.5,44.3,0 3.7,44.3,0 3.7,44.5,0 3.5,44.3,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>";

#[test]
fn kml_is_read_without_following_anything() {
    let read = read(
        kml(&format!("<Folder><name>zone</name>{KML_POLYGON}</Folder>")).as_bytes(),
        "p.xml",
        None,
    )
    .unwrap();
    assert_eq!(
        (read.source_format, read.source_epsg, read.polygons_read),
        (SourceFormat::Kml, Some(4326), 1)
    );
    let link = "<NetworkLink><Link><href>http://127.0.0.1/x.kml</href></Link></NetworkLink>";
    assert_eq!(code(kml(link).as_bytes(), "p.kml"), "empty");
    let both = super::read_perimetre(
        kml(&format!("{link}{KML_POLYGON}")).as_bytes(),
        "p.kml",
        &LIMITS,
        2154,
        None,
    )
    .unwrap();
    assert!(both.warnings[0].contains("liens réseau"));
    let entity = kml(KML_POLYGON).replace(
        "?><kml",
        "?><!DOCTYPE kml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><kml",
    );
    assert_eq!(code(entity.as_bytes(), "p.kml"), "kml_refused");
    let cut = kml(KML_POLYGON);
    assert_eq!(
        code(&cut.as_bytes()[..cut.len() - 60], "p.kml"),
        "file_corrupt"
    );
    assert_eq!(
        code(
            kml("<Placemark><Point><coordinates>3,44</coordinates></Point></Placemark>").as_bytes(),
            "p.kml"
        ),
        "no_polygon"
    );
    assert_eq!(
        code(br#"<?xml version="1.0"?><gpx></gpx>"#, "p.gpx"),
        "format_unknown"
    );
}

/// A `GeoPackage` with one layer per name, each holding `wkt`, after `sql` was run on it.
fn gpkg(layers: &[&str], srid: Option<u32>, wkt: &str, sql: &[&str]) -> Vec<u8> {
    use gdal::vector::{Geometry, LayerAccess, LayerOptions};
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.gpkg");
    let mut dataset = gdal::DriverManager::get_driver_by_name("GPKG")
        .unwrap()
        .create_vector_only(&path)
        .unwrap();
    let srs = srid.map(|code| gdal::spatial_ref::SpatialRef::from_epsg(code).unwrap());
    for name in layers {
        let mut layer = dataset
            .create_layer(LayerOptions {
                name,
                srs: srs.as_ref(),
                ..Default::default()
            })
            .unwrap();
        layer
            .create_feature(Geometry::from_wkt(wkt).unwrap())
            .unwrap();
    }
    for statement in sql {
        dataset
            .execute_sql(statement, None, gdal::vector::sql::Dialect::DEFAULT)
            .unwrap();
    }
    dataset.close().unwrap();
    std::fs::read(path).unwrap()
}

const WKT: &str = "POLYGON((740000 6350000,741000 6350000,741000 6351000,740000 6350000))";

#[test]
fn geopackage_of_one_polygon_layer_is_read() {
    let read_one = read(&gpkg(&["zone"], Some(2154), WKT, &[]), "p.dat", None).unwrap();
    assert_eq!(
        (read_one.source_format, read_one.source_epsg),
        (SourceFormat::Gpkg, Some(2154))
    );
    assert_eq!(read_one.layers, ["zone"]);
    let two = read(&gpkg(&["a", "b"], Some(2154), WKT, &[]), "p.gpkg", None).unwrap_err();
    assert_eq!(
        two,
        PerimetreError::SeveralLayers {
            names: vec!["a".to_owned(), "b".to_owned()]
        }
    );
    assert_eq!(
        code(&gpkg(&["zone"], None, WKT, &[]), "p.gpkg"),
        "projection_missing"
    );
    assert_eq!(
        code(
            &gpkg(&["zone"], Some(2154), "POINT(740000 6350000)", &[]),
            "p.gpkg"
        ),
        "no_polygon"
    );
    let whole = gpkg(&["zone"], Some(2154), WKT, &[]);
    assert_eq!(code(&whole[..8_000], "p.gpkg"), "file_corrupt");
}

#[test]
fn features_without_geometry_are_passed_over() {
    let insert = ["INSERT INTO zone (fid) VALUES (50)"];
    let read_one = read(&gpkg(&["zone"], Some(2154), WKT, &insert), "p.gpkg", None).unwrap();
    assert_eq!((read_one.polygons_read, read_one.warnings.len()), (1, 0));
    let only = ["DELETE FROM zone", "INSERT INTO zone (fid) VALUES (50)"];
    assert_eq!(
        code(&gpkg(&["zone"], Some(2154), WKT, &only), "p.gpkg"),
        "empty"
    );
}

#[test]
fn views_of_a_geopackage_are_not_read() {
    let view = [
        "CREATE VIEW v AS SELECT fid, geom FROM zone",
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 2154)",
        "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'GEOMETRY', 2154, 0, 0)",
    ];
    let read = read(&gpkg(&["zone"], Some(2154), WKT, &view), "p.gpkg", None).unwrap();
    assert_eq!(
        read.polygons_read, 1,
        "the view would have given it a second time"
    );
    assert_eq!(read.warnings.len(), 1);
}

#[test]
fn curves_become_segments_and_heights_are_dropped() {
    let circle =
        "CURVEPOLYGON Z (CIRCULARSTRING Z (740000 6350000 5,740200 6350000 5,740000 6350000 5))";
    let read_circle = read(&gpkg(&["zone"], Some(2154), circle, &[]), "p.gpkg", None).unwrap();
    let values = numbers(&read_circle.ewkb);
    let (points, rest) = values.as_chunks::<2>();
    assert!(rest.is_empty() && points.len() > 100);
    assert!(
        points
            .iter()
            .all(|[x, y]| ((x - 740_100.0).hypot(y - 6_350_000.0) - 100.0).abs() < 1e-6)
    );
    let half = "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(740000 6350000,740100 6350100,740200 6350000),(740200 6350000,740000 6350000)))";
    let read_half = read(&gpkg(&["zone"], Some(2154), half, &[]), "p.gpkg", None).unwrap();
    let values = numbers(&read_half.ewkb);
    assert!(
        values
            .as_chunks::<2>()
            .0
            .iter()
            .all(|[_, y]| *y >= 6_350_000.0 - 1e-6),
        "the upper half"
    );
}

#[test]
fn self_crossing_polygons_pass_through() {
    let text = br#"{"type":"Polygon","coordinates":[[[3.5,44.3],[3.7,44.5],[3.7,44.3],[3.5,44.5],[3.5,44.3]]]}"#;
    assert_eq!(read(text, "p.geojson", None).unwrap().vertices_read, 5);
}

#[test]
fn nothing_stays_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let kept = unzip::shapefile(&good_zip(), &LIMITS, dir.path()).unwrap();
    assert_eq!(kept.path, dir.path().join("perimetre.shp"));
    let before = left_behind();
    read(&good_zip(), "p.zip", None).unwrap();
    assert!(left_behind() <= before);
}

/// Folders of a reading that still hold a Shapefile.
fn left_behind() -> usize {
    let own = |entry: &std::fs::DirEntry| {
        std::fs::read_dir(entry.path()).is_ok_and(|mut files| {
            files.any(|f| f.is_ok_and(|f| f.path().ends_with("perimetre.shp")))
        }) && entry
            .file_name()
            .to_string_lossy()
            .starts_with("perimetre-")
    };
    std::fs::read_dir(std::env::temp_dir())
        .unwrap()
        .flatten()
        .filter(own)
        .count()
}

/// An executable script standing for the service's binary.
fn script(dir: &std::path::Path, body: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = dir.join("exe");
    std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[tokio::test]
async fn whatever_happens_to_the_child_is_unreadable() {
    let limits = ChildLimits {
        wall_seconds: 1,
        ..ChildLimits::default()
    };
    for body in [
        "exit 3",
        "kill -SEGV $$",
        "exec /bin/sleep 30",
        "echo '{\"Ok\":{}}'",
        "echo '{\"Err\":\"format_unknown\"}'; exit 1",
        "exec /bin/cat /dev/zero",
    ] {
        let dir = tempfile::tempdir().unwrap();
        let exe = script(dir.path(), body);
        let start = std::time::Instant::now();
        let result = read_in_child(&exe, &good_zip(), "p.zip", &LIMITS, &limits, 2154, None).await;
        assert_eq!(result.unwrap_err().code(), "perimetre_unreadable", "{body}");
        assert!(start.elapsed().as_secs() < 10, "{body}");
    }
    let dir = tempfile::tempdir().unwrap();
    let missing = read_in_child(
        &dir.path().join("none"),
        b"x",
        "p",
        &LIMITS,
        &limits,
        2154,
        None,
    )
    .await;
    assert_eq!(missing.unwrap_err().code(), "perimetre_unreadable");
    let exe = script(dir.path(), "echo '{\"Err\":\"not_a_zip\"}'");
    let said = read_in_child(&exe, &good_zip(), "p.zip", &LIMITS, &limits, 2154, None).await;
    assert_eq!(said.unwrap_err(), PerimetreError::NotAZip);
}

#[test]
fn shared_files_read_as_their_readme_says() {
    let Some(data) = std::env::var_os("DEMANDES_TEST_DATA") else {
        eprintln!("DEMANDES_TEST_DATA is not set: the shared files are not read");
        return;
    };
    let limits = Limits {
        max_bytes: 50 << 20,
        max_vertices: 500_000,
    };
    for (name, expected) in [
        ("dossier_imbrique_l2e.zip", Ok((Some(27572), 1))),
        ("florac_commune_cc44.zip", Ok((Some(3944), 1))),
        ("hautes_alpes_l93.zip", Ok((Some(2154), 1))),
        ("herault_wgs84.zip", Ok((Some(4326), 2))),
        ("lozere_50_communes_l93.zip", Ok((Some(2154), 50))),
        ("lozere_51_communes_l93.zip", Ok((Some(2154), 51))),
        ("lozere_l93.zip", Ok((Some(2154), 1))),
        ("vallouise_l93.zip", Ok((Some(2154), 4))),
        ("trois_communes.gpkg", Ok((Some(2154), 4))),
        ("florac.kml", Ok((Some(4326), 1))),
        ("noeud_papillon.geojson", Ok((Some(4326), 1))),
        ("hors_territoire.geojson", Ok((Some(4326), 1))),
        ("sans_prj.zip", Err("projection_missing")),
        ("points_et_lignes.geojson", Err("no_polygon")),
        ("zip_tronque.zip", Err("zip_corrupt")),
        ("pas_un_zip.zip", Err("not_a_zip")),
    ] {
        let bytes = std::fs::read(PathBuf::from(&data).join("perimeters").join(name)).expect(name);
        let got = read_perimetre(&bytes, name, &limits, 2154, None)
            .map(|read| (read.source_epsg, read.polygons_read))
            .map_err(|error| error.code());
        assert_eq!(got, expected, "{name}");
    }
}
