//! Tests of the writers: what is in the files, and that the same rows give the same bytes.

mod failures;
mod round_trip;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use gdal::Dataset;
use gdal::vector::{FieldValue, Geometry, LayerAccess};
use uuid::Uuid;

use super::columns::MASKED;
use super::profiles::Rows;
use super::value::check_row;
use super::*;

fn column(name: &str, kind: Kind) -> Column {
    Column {
        key: "id_lot",
        name: name.to_owned(),
        short_name: name.to_owned(),
        kind,
        description_fr: name.to_owned(),
    }
}

fn layer(geometries: Geometries) -> Arc<Layer> {
    Arc::new(Layer {
        name: "donnees".to_owned(),
        columns: vec![
            column("nom", Kind::Text),
            column("nombre", Kind::Integer),
            column("mesure", Kind::Real),
            column("jour", Kind::Date),
        ],
        geometries,
        srid: 2154,
        last_change: "2020-01-02T03:04:05Z".parse().unwrap(),
    })
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn wkb(wkt: &str) -> Vec<u8> {
    if wkt == "POINT EMPTY" {
        // As PostGIS and ISO write it; GDAL would say 0 0.
        let nan = f64::NAN.to_le_bytes();
        return [&[1, 1, 0, 0, 0], nan.as_slice(), &nan].concat();
    }
    Geometry::from_wkt(wkt).unwrap().wkb().unwrap()
}

fn row(name: &str) -> Vec<Value> {
    vec![
        name.into(),
        (-3_i32).into(),
        0.5.into(),
        day(2017, 8, 3).into(),
    ]
}

fn csv_of(path: &Path, names: &[&str], geometry: Option<&[u8]>) -> Written {
    let mut sink = Box::new(CsvSink::create(path, &layer(Geometries::Any)).unwrap());
    for name in names {
        sink.write(&row(name), geometry).unwrap();
    }
    sink.finish().unwrap().remove(0)
}

#[test]
fn csv_follows_rfc_4180_and_runs_nothing_in_a_spreadsheet() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.csv");
    let point = wkb("POINT(700000 6600000)");
    let names = [
        "é, \"x\"",
        "=1+1",
        "+33",
        "-2",
        "@x",
        "\tx",
        "\rx",
        "a=b",
        "",
    ];
    let written = csv_of(&path, &names, Some(&point));
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "nom,nombre,mesure,jour,geometrie_wkt_2154,geometrie_wkt_4326,x_2154,y_2154,x_centroid_4326,y_centroid_4326"
    );
    assert!(
        lines[1].starts_with("\"é, \"\"x\"\"\",-3,0.5,2017-08-03,POINT (700000 6600000),POINT (3"),
        "{}",
        lines[1]
    );
    assert!(text.ends_with("\r\n"));
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let cells: Vec<String> = reader.records().map(|r| r.unwrap()[0].to_owned()).collect();
    assert_eq!(
        cells,
        [
            "é, \"x\"",
            "'=1+1",
            "'+33",
            "'-2",
            "'@x",
            "'\tx",
            "'\rx",
            "a=b",
            ""
        ]
    );
    assert_eq!((written.rows, written.bytes), (9, text.len() as u64));
    // The Lambert-93 origin is 3° E 46.5° N by definition.
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let first = reader.records().next().unwrap().unwrap();
    assert_eq!((&first[6], &first[7]), ("700000", "6600000"));
    let (x, y): (f64, f64) = (first[8].parse().unwrap(), first[9].parse().unwrap());
    assert!((x - 3.0).abs() < 1e-9 && (y - 46.5).abs() < 1e-9, "{x} {y}");
}

#[test]
fn csv_gives_no_centre_to_lines_and_accepts_no_geometry() {
    let dir = tempfile::tempdir().unwrap();
    csv_of(
        &dir.path().join("a.csv"),
        &["x"],
        Some(&wkb("LINESTRING(700000 6600000,700010 6600000)")),
    );
    let text = std::fs::read_to_string(dir.path().join("a.csv")).unwrap();
    assert!(text.ends_with("\",,,,\r\n"), "{text}");
    csv_of(&dir.path().join("b.csv"), &["x"], None);
    let text = std::fs::read_to_string(dir.path().join("b.csv")).unwrap();
    assert!(text.ends_with("2017-08-03,,,,,,\r\n"), "{text}");
    assert!(
        CsvSink::create(&dir.path().join("b.csv"), &layer(Geometries::Any)).is_err(),
        "it exists"
    );
}

#[test]
fn checksum_is_the_sha_256_of_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x");
    std::fs::write(&path, "abc").unwrap();
    // FIPS 180-2, appendix B.1.
    assert_eq!(
        crate::digest::hex(&sink::described(&path, 0, Vec::new()).unwrap().sha256),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

fn gpkg_of(path: &Path, rows: usize) -> Written {
    let mut sink = Box::new(GpkgSink::create(path, &layer(Geometries::Any)).unwrap());
    for i in 0..rows {
        let geometry = wkb(&format!("POINT({} 6600000)", 700_000 + i));
        sink.write(&row("=é"), (i != 1).then_some(geometry.as_slice()))
            .unwrap();
    }
    sink.write(&[Value::Null, Value::Null, Value::Null, Value::Null], None)
        .unwrap();
    sink.finish().unwrap().remove(0)
}

#[test]
fn geopackage_holds_typed_rows_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.gpkg");
    let written = gpkg_of(&path, 4_500);
    assert_eq!(written.rows, 4_501);
    let dataset = Dataset::open(&path).unwrap();
    let mut layer = dataset.layer_by_name("donnees").unwrap();
    assert_eq!(layer.spatial_ref().unwrap().auth_code().unwrap(), 2154);
    assert_eq!(layer.feature_count(), 4_501);
    let features: Vec<_> = layer.features().collect();
    assert_eq!(
        features[0].field(0).unwrap(),
        Some(FieldValue::StringValue("=é".to_owned()))
    );
    assert_eq!(
        features[0].field(1).unwrap(),
        Some(FieldValue::Integer64Value(-3))
    );
    assert_eq!(
        features[0].field(2).unwrap(),
        Some(FieldValue::RealValue(0.5))
    );
    assert_eq!(
        features[0].field(3).unwrap(),
        Some(FieldValue::DateValue(day(2017, 8, 3)))
    );
    assert!(features[1].geometry_by_index(0).is_err(), "NULL");
    let (x, _, _) = features[4_499].geometry().unwrap().get_point(0);
    assert!((x - 704_499.0).abs() < 1e-9);
    assert!((0..4).all(|i| features[4_500].field(i).unwrap().is_none()));
    drop(features);
    let mut index = dataset
        .execute_sql(
            "SELECT count(*) FROM rtree_donnees_geom",
            None,
            gdal::vector::sql::Dialect::DEFAULT,
        )
        .unwrap()
        .unwrap();
    assert_eq!(
        index
            .features()
            .next()
            .unwrap()
            .field_as_integer(0)
            .unwrap(),
        Some(4_499)
    );
}

#[test]
fn the_same_rows_make_the_same_geopackage() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("elsewhere")).unwrap();
    let first = gpkg_of(&dir.path().join("a.gpkg"), 3_000);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let second = gpkg_of(&dir.path().join("elsewhere/a.gpkg"), 3_000);
    assert_eq!(first.sha256, second.sha256);
    assert_ne!(
        first.sha256,
        gpkg_of(&dir.path().join("elsewhere/b.gpkg"), 2_999).sha256
    );
}

#[test]
fn a_file_of_areas_takes_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.gpkg");
    let mut gpkg = Box::new(GpkgSink::create(&path, &layer(Geometries::Areas)).unwrap());
    let mut csv = CsvSink::create(&dir.path().join("a.csv"), &layer(Geometries::Areas)).unwrap();
    let cell = wkb("POLYGON((0 0,0 1,1 1,1 0,0 0))");
    let point = wkb("POINT(0 0)");
    for sink in [gpkg.as_mut() as &mut dyn RowSink, &mut csv] {
        for refused in [Some(point.as_slice()), Some(b"nonsense".as_slice()), None] {
            assert!(matches!(
                sink.write(&row("x"), refused),
                Err(ExportError::Geometry { .. })
            ));
        }
        sink.write(&row("x"), Some(&cell)).unwrap();
    }
    gpkg.finish().unwrap();
    let dataset = Dataset::open(&path).unwrap();
    let mut layer = dataset.layer(0).unwrap();
    let names: Vec<String> = layer
        .features()
        .map(|f| f.geometry().unwrap().geometry_name())
        .collect();
    assert_eq!(names, ["MULTIPOLYGON"]);
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut sink = CsvSink::create(&dir.path().join("a.csv"), &layer(Geometries::Any)).unwrap();
    let mut wrong_kind = row("x");
    wrong_kind[1] = "3".into();
    let mut infinite = row("x");
    infinite[2] = f64::INFINITY.into();
    for values in [&row("x")[..3], &wrong_kind, &infinite] {
        assert!(matches!(
            sink.write(values, None),
            Err(ExportError::Row { .. })
        ));
    }
    for name in ["", "É", "a b", "a\";DROP", "1a"] {
        let mut bad = (*layer(Geometries::Any)).clone();
        bad.name = name.to_owned();
        assert!(matches!(bad.check(), Err(ExportError::Name(_))), "{name}");
    }
}

#[test]
fn a_blurred_row_carries_what_is_allowed_and_masks_the_rest() {
    let row = BlurredRow {
        id_lot: "ab".to_owned(),
        cd_ref: 60_612,
        nom_valide: "Lynx lynx".to_owned(),
        periode: "2017".to_owned(),
        niveau_diffusion_lot: "2".to_owned(),
        type_zone: "M10".to_owned(),
        code_zone: "E074N634".to_owned(),
        motif_degradation: "Donnée sensible".to_owned(),
    };
    for profile in ["geonature", "sinp"] {
        let columns = profiles::shipped_columns(profile, Rows::Blurred).unwrap();
        let values = row.values(columns.iter().map(|column| column.key));
        check_row(1, &columns, &values).unwrap();
        for (column, value) in columns.iter().zip(&values) {
            let told = columns::is_masked(column.key);
            assert_eq!(told, *value == Value::from(MASKED), "{}", column.key);
        }
        let masked: Vec<&str> = columns
            .iter()
            .zip(&values)
            .filter(|(_, v)| **v == Value::from(MASKED))
            .map(|(c, _)| c.key)
            .collect();
        assert_eq!(
            masked,
            [
                "nom_lieu",
                "alti_min",
                "alti_max",
                "observateurs",
                "determinateur",
                "jdd_nom",
                "comment_occurrence"
            ]
        );
        assert_eq!(values.iter().filter(|v| **v == Value::Null).count(), 0);
    }
}

#[test]
fn id_lot_depends_on_the_key_and_on_one_spelling_of_the_uuid() {
    let key = [7_u8; 32];
    let uuid = Uuid::parse_str("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11").unwrap();
    // printf a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707…
    assert_eq!(
        id_lot(&key, Some(uuid), 1),
        "f79a70e355b197db0b3b117989fae8c570c16db9ba0c66fa6f197530c804041b"
    );
    assert_eq!(
        id_lot(&key, None, 42),
        "5dfc8151d16f8833caf1cd75a76538d763fca48a7c8de4149215fdca51bf3265"
    );
    assert_eq!(
        id_lot(&key, Some(uuid), 1),
        id_lot(&key, Some(uuid), 2),
        "id_synthese counts without a UUID only"
    );
    assert_ne!(
        id_lot(&key, Some(uuid), 1),
        id_lot(&[8_u8; 32], Some(uuid), 1)
    );
}

#[test]
fn periode_tells_no_more_than_its_precision() {
    let (july, august, later) = (day(2017, 7, 31), day(2017, 8, 3), day(2018, 1, 1));
    assert_eq!(periode(august, august, DatePrecision::Day), "2017-08-03");
    assert_eq!(
        periode(july, august, DatePrecision::Day),
        "2017-07-31/2017-08-03"
    );
    assert_eq!(
        periode(august, day(2017, 8, 30), DatePrecision::Month),
        "2017-08"
    );
    assert_eq!(
        periode(july, august, DatePrecision::Month),
        "2017-07/2017-08"
    );
    assert_eq!(
        periode(august, july, DatePrecision::Month),
        "2017-07/2017-08"
    );
    assert_eq!(periode(july, august, DatePrecision::Year), "2017");
    assert_eq!(periode(july, later, DatePrecision::Year), "2017/2018");
    assert_eq!("month".parse(), Ok(DatePrecision::Month));
    assert!("hour".parse::<DatePrecision>().is_err());
}

#[test]
fn the_archive_is_the_same_whatever_the_order_and_the_hour() {
    let dir = tempfile::tempdir().unwrap();
    let member = |name: &str, text: &str| {
        let path = dir.path().join(format!("source-{name}"));
        std::fs::write(&path, text).unwrap();
        Member {
            name: name.to_owned(),
            path,
        }
    };
    let (a, b) = (
        member("a.csv", &"abc".repeat(10_000)),
        member("z.gpkg", "z"),
    );
    let first = build_archive(
        &dir.path().join("1.zip"),
        &[a.clone(), b.clone()],
        b"{}",
        &|| true,
    )
    .unwrap();
    let target = dir.path().join("2.zip");
    std::fs::write(&target, "older").unwrap();
    let second = build_archive(&target, &[b.clone(), a.clone()], b"{}", &|| true).unwrap();
    assert_eq!(first.sha256, second.sha256);
    assert_eq!(first.rows, 3);

    let mut zip = zip::ZipArchive::new(std::fs::File::open(&target).unwrap()).unwrap();
    let names: Vec<String> = (0..zip.len())
        .map(|i| zip.by_index(i).unwrap().name().unwrap().into_owned())
        .collect();
    assert_eq!(names, ["a.csv", "bordereau.json", "z.gpkg"]);
    let mut text = String::new();
    zip.by_name("bordereau.json")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, "{}");
    assert_eq!(zip.by_index(0).unwrap().size(), 30_000);
    assert_eq!(
        zip.by_index(0).unwrap().last_modified().unwrap().year(),
        1980
    );

    for name in ["../a", "a/b", "", ".x", "é", "bordereau.json"] {
        let bad = Member {
            name: name.to_owned(),
            path: a.path.clone(),
        };
        let refused = build_archive(&dir.path().join("3.zip"), &[bad], b"{}", &|| true);
        assert!(matches!(refused, Err(ExportError::Name(_))), "{name}");
    }
    let missing = Member {
        name: "m".to_owned(),
        path: dir.path().join("none"),
    };
    assert!(build_archive(&dir.path().join("3.zip"), &[missing], b"{}", &|| true).is_err());
    assert!(!dir.path().join("3.zip").exists());
    let left: Vec<_> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(
        left.len(),
        4,
        "two sources, two archives, no temporary file: {left:?}"
    );
}

#[test]
fn large_members_are_compressed_side_by_side_into_the_same_archive() {
    let dir = tempfile::tempdir().unwrap();
    let texts: Vec<Vec<u8>> = (0..3_u8)
        .map(|seed| {
            (0..5_000_000_u32)
                .map(|i| (i.wrapping_mul(2_654_435_761) >> 27) as u8 ^ seed)
                .collect()
        })
        .collect();
    let members: Vec<Member> = texts
        .iter()
        .enumerate()
        .map(|(rank, text)| {
            let path = dir.path().join(format!("source-{rank}"));
            std::fs::write(&path, text).unwrap();
            Member {
                name: format!("{rank}.csv"),
                path,
            }
        })
        .collect();
    let build = |name: &str, wanted: &(dyn Fn() -> bool + Sync)| {
        build_archive(&dir.path().join(name), &members, b"{}", wanted)
    };
    let first = build("1.zip", &|| true).unwrap();
    assert_eq!(first.sha256, build("2.zip", &|| true).unwrap().sha256);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(first.path).unwrap()).unwrap();
    for (rank, text) in texts.iter().enumerate() {
        let mut member = zip.by_index(rank).unwrap();
        assert_eq!(member.name().unwrap(), format!("{rank}.csv"));
        assert_eq!(member.compression(), zip::CompressionMethod::Deflated);
        assert_eq!(member.last_modified().unwrap().year(), 1980);
        assert_eq!(member.unix_mode().map(|mode| mode & 0o777), Some(0o644));
        let mut found = Vec::new();
        member.read_to_end(&mut found).unwrap();
        assert!(found == *text, "member {rank}");
    }

    let asked = std::sync::atomic::AtomicU32::new(0);
    let not_for_long = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 3;
    let stopped = build("3.zip", &not_for_long);
    assert!(matches!(stopped, Err(ExportError::Cancelled)));
    let left = std::fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(left, 5, "three sources, two archives, no temporary file");
}
