//! A small world of which the true points are known, and archives of its records, written as a service would or with one defence off.

use std::{
    fmt::Write as _,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use demandes_adversary::{
    Attacked, Depth, Groupe, Held, Knowledge, LevelRule, Place, Precision, Public, PublicZone,
    Standing,
};
use gdal::{
    DriverManager,
    spatial_ref::SpatialRef,
    vector::{
        Feature, FieldDefn, Geometry, LayerAccess, LayerOptions, OGRFieldType, OGRwkbGeometryType,
    },
};
use zip::{ZipWriter, write::SimpleFileOptions};

pub const SRID: u32 = 2154;
const WEST: f64 = 600_000.0;
const SOUTH: f64 = 6_200_000.0;
pub const MASKED: &str = "Masqué : donnée sensible floutée";

/// The cell of ten kilometres of a point: its code.
pub fn cell(x: f64, y: f64) -> String {
    let rank = |v: f64| (v / 10_000.0).floor();
    format!("10kmL93E{:03}N{:03}", rank(x), rank(y))
}

/// The commune of a point: squares of four kilometres that do not follow the grid.
pub fn commune(x: f64, y: f64) -> String {
    let rank = |v: f64, from: f64| ((v - from - 1_234.5) / 4_000.0).floor();
    format!(
        "Bourg{:02}{:02}",
        rank(x, WEST - 8_000.0),
        rank(y, SOUTH - 8_000.0)
    )
}

fn square(x: f64, y: f64, side: f64) -> Geometry {
    let text = format!(
        "MULTIPOLYGON((({x} {y},{x} {1},{0} {1},{0} {y},{x} {y})))",
        x + side,
        y + side
    );
    Geometry::from_wkt(&text).expect("a square")
}

/// The public area of a type and code.
pub fn area(kind: &str, code: &str) -> Option<Geometry> {
    let digits = |range: std::ops::Range<usize>| code.get(range)?.parse::<f64>().ok();
    match kind {
        "M10" => Some(square(
            digits(8..11)? * 10_000.0,
            digits(12..15)? * 10_000.0,
            10_000.0,
        )),
        "COM" => Some(square(
            WEST - 8_000.0 + 1_234.5 + digits(5..7)? * 4_000.0,
            SOUTH - 8_000.0 + 1_234.5 + digits(7..9)? * 4_000.0,
            4_000.0,
        )),
        _ => None,
    }
}

/// A sensitive record and what its blurred row says.
#[derive(Clone)]
pub struct Blurred {
    pub id: String,
    pub x: f64,
    pub y: f64,
    pub cd_ref: i32,
    pub day: String,
    pub periode: String,
    pub level: String,
    pub kind: String,
    pub code: String,
    /// In place of the area.
    pub shape: Option<Geometry>,
    /// Values that a blurred row does not carry, by column.
    pub extra: Vec<(&'static str, String)>,
    /// Number of the feature.
    pub fid: Option<u64>,
}

/// A precise row.
#[derive(Clone)]
pub struct Precise {
    pub id: String,
    pub x: f64,
    pub y: f64,
    pub cd_ref: i32,
    pub day: String,
    pub level: &'static str,
    pub values: Vec<(&'static str, String)>,
    pub fid: Option<u64>,
}

/// What is written of a lot.
#[derive(Clone)]
pub struct Lot {
    pub name: String,
    pub kind: &'static str,
    pub perimetre: [f64; 4],
    pub blurred: Vec<Blurred>,
    pub precise: Vec<Precise>,
    pub frameworks: Vec<String>,
    pub datasets: Vec<String>,
    /// Precise and blurred rows in one file, in this order: true for blurred.
    pub mixed: bool,
    /// Name of the files of blurred rows.
    pub stem: String,
    pub notes: Option<(&'static str, String)>,
    /// What its bordereau says besides, and its printed form.
    pub printed: Option<(serde_json::Value, Vec<u8>)>,
    pub comment: bool,
    pub extent: Option<[f64; 4]>,
    /// What the GeoPackage says otherwise than the CSV.
    pub otherwise: Option<fn(&mut Blurred)>,
}

/// An identifier that says nothing: a walk through 64 digits.
pub fn opaque(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0;
    let mut text = String::new();
    for _ in 0..4 {
        state ^= state >> 30;
        state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state ^= state >> 27;
        state = state.wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
        let _ = write!(text, "{state:016x}");
    }
    text
}

fn chance(seed: u64) -> f64 {
    let digits = u32::from_str_radix(&opaque(seed)[..8], 16).expect("digits");
    f64::from(digits) / f64::from(u32::MAX)
}

/// Height of the ground: gentle slopes.
pub fn altitude(x: f64, y: f64) -> f64 {
    (400.0 + (x - WEST) / 20.0 + 150.0 * ((y - SOUTH) / 3_000.0).sin()).round()
}

/// Forty sensitive records, of two levels, in the order they were entered; those of one visit together.
pub fn records() -> Vec<Blurred> {
    (0..40_u64)
        .map(|n| {
            let visit = n / 4;
            let x = WEST + 1_000.0 + 28_000.0 * chance(visit) + 200.0 * chance(1_000 + n);
            let y = SOUTH + 1_000.0 + 28_000.0 * chance(500 + visit) + 200.0 * chance(2_000 + n);
            let day = format!("2021-{:02}-{:02}", 1 + visit, 3 + visit);
            let by_commune = visit % 2 == 0;
            let (level, kind, code) = if by_commune {
                ("1", "COM", commune(x, y))
            } else {
                ("2", "M10", cell(x, y))
            };
            Blurred {
                id: opaque(10_000 + n),
                x,
                y,
                cd_ref: 100 + i32::try_from(n % 5).expect("small"),
                periode: if by_commune {
                    day[..7].to_owned()
                } else {
                    day[..4].to_owned()
                },
                day,
                level: level.to_owned(),
                kind: kind.to_owned(),
                code,
                shape: None,
                extra: Vec::new(),
                fid: None,
            }
        })
        .collect()
}

/// One precise row of a common taxon near each sensitive record, seen the same day by the same person in the same relevé.
pub fn commoners() -> Vec<Precise> {
    (0..40_u64)
        .zip(records())
        .map(|(n, record)| {
            let x = record.x + 60.0 * chance(3_000 + n) - 30.0;
            let y = record.y + 60.0 * chance(4_000 + n) - 30.0;
            let visit = n / 4;
            Precise {
                id: opaque(20_000 + n),
                x,
                y,
                cd_ref: 900,
                day: record.day,
                level: "0",
                values: vec![
                    ("uuid_perm_sinp", format!("00000000-0000-4000-8000-{n:012}")),
                    (
                        "unique_id_sinp_grp",
                        format!("00000000-0000-4000-9000-{visit:012}"),
                    ),
                    ("observateurs", format!("Observateur {visit}")),
                    ("alti_min", altitude(x, y).to_string()),
                    ("nom_lieu", format!("Lieu-dit {visit}")),
                    ("jdd_nom", "Faune commune".to_owned()),
                ],
                fid: None,
            }
        })
        .collect()
}

impl Lot {
    /// An F1 as it is to be: rows in the order of their identifiers.
    pub fn f1() -> Self {
        let mut lot = Self {
            name: "candidat.zip".to_owned(),
            kind: "F1",
            perimetre: [WEST, SOUTH, WEST + 30_000.0, SOUTH + 30_000.0],
            blurred: records(),
            precise: commoners(),
            frameworks: vec!["Suivis".to_owned()],
            datasets: vec!["Faune commune".to_owned()],
            mixed: false,
            stem: "f1_floutees".to_owned(),
            notes: None,
            printed: None,
            comment: false,
            extent: None,
            otherwise: None,
        };
        lot.blurred.sort_by(|a, b| a.id.cmp(&b.id));
        lot.precise.sort_by(|a, b| a.id.cmp(&b.id));
        lot
    }

    /// An F2 of the records of some perimeter, under the identifiers of F1.
    pub fn f2(name: &str, perimetre: [f64; 4]) -> Self {
        let inside = |r: &Blurred| {
            let [w, s, e, n] = perimetre;
            (w..=e).contains(&r.x) && (s..=n).contains(&r.y)
        };
        let precise = records().into_iter().filter(inside).map(|r| Precise {
            id: r.id,
            x: r.x,
            y: r.y,
            cd_ref: r.cd_ref,
            day: r.day,
            level: "2",
            values: Vec::new(),
            fid: None,
        });
        let mut lot = Self {
            name: name.to_owned(),
            kind: "F2",
            perimetre,
            blurred: Vec::new(),
            precise: precise.collect(),
            datasets: Vec::new(),
            ..Self::f1()
        };
        lot.precise.sort_by(|a, b| a.id.cmp(&b.id));
        lot
    }

    /// Writes its archive.
    pub fn write(&self, folder: &Path) -> PathBuf {
        let path = folder.join(&self.name);
        let mut zip = ZipWriter::new(File::create(&path).expect("archive"));
        let options = SimpleFileOptions::default();
        let mut put = |name: &str, bytes: &[u8]| {
            zip.start_file(name, options).expect("member");
            zip.write_all(bytes).expect("bytes");
        };
        put("bordereau.json", self.bordereau().as_bytes());
        if let Some((name, text)) = &self.notes {
            put(name, text.as_bytes());
        }
        if let Some((_, pdf)) = &self.printed {
            put("bordereau.pdf", pdf);
        }
        let precise = self.kind.to_lowercase() + "_precises";
        let parts: Vec<(&str, bool, bool)> = if self.mixed {
            vec![(&self.stem, true, true)]
        } else {
            vec![
                (&precise, false, !self.precise.is_empty()),
                (&self.stem, true, !self.blurred.is_empty()),
            ]
        };
        for (stem, blurred, some) in parts {
            if !some {
                continue;
            }
            let rows = self.rows(blurred, false);
            put(&format!("{stem}.csv"), csv_of(&rows).as_bytes());
            let gpkg = folder.join(format!("{stem}.gpkg"));
            self.write_gpkg(&gpkg, stem, &self.rows(blurred, true), blurred);
            put(
                &format!("{stem}.gpkg"),
                &std::fs::read(&gpkg).expect("gpkg"),
            );
            std::fs::remove_file(&gpkg).expect("removed");
        }
        if self.comment {
            zip.set_comment("fait par Observateur 3").expect("comment");
        }
        zip.finish().expect("zip");
        path
    }

    fn bordereau(&self) -> String {
        let [w, s, e, n] = self.perimetre;
        let mut srs = SpatialRef::from_epsg(SRID).expect("local");
        let mut degrees = SpatialRef::from_epsg(4326).expect("degrees");
        let order = gdal::spatial_ref::AxisMappingStrategy::TraditionalGisOrder;
        srs.set_axis_mapping_strategy(order);
        degrees.set_axis_mapping_strategy(order);
        let text = format!("POLYGON(({w} {s},{w} {n},{e} {n},{e} {s},{w} {s}))");
        let outline = Geometry::from_wkt(&text).expect("perimeter");
        let transform = gdal::spatial_ref::CoordTransform::new(&srs, &degrees).expect("transform");
        let outline = outline.transform(&transform).expect("degrees");
        let geojson: serde_json::Value =
            serde_json::from_str(&outline.json().expect("json")).expect("json");
        let mut said = serde_json::json!({
            "lot": { "nature": self.kind, "groupe": null },
            "perimetre": { "geometrie_wgs84": geojson },
            "demande": { "taxons_cd_nom": null, "periode_du": null, "periode_au": null },
            "conditions": {},
            "jeux_de_donnees_a_citer": self.datasets,
            "cadres_d_acquisition_a_citer": self.frameworks,
        });
        if let Some((more, _)) = &self.printed {
            merge(&mut said, more);
        }
        said.to_string()
    }

    fn rows(&self, blurred: bool, gpkg: bool) -> Vec<Row> {
        let of_blurred = |row: &Blurred| {
            let mut row = row.clone();
            if let Some(otherwise) = self.otherwise.filter(|_| gpkg) {
                otherwise(&mut row);
            }
            blurred_row(&row)
        };
        if self.mixed {
            let both = self.precise.iter().zip(&self.blurred);
            return both
                .flat_map(|(precise, row)| [precise_row(precise), of_blurred(row)])
                .collect();
        }
        if blurred {
            self.blurred.iter().map(of_blurred).collect()
        } else {
            self.precise.iter().map(precise_row).collect()
        }
    }

    fn write_gpkg(&self, path: &Path, name: &str, rows: &[Row], blurred: bool) {
        gdal::config::set_thread_local_config_option(
            "OGR_CURRENT_DATE",
            "2021-01-01T00:00:00.000Z",
        )
        .expect("date");
        let driver = DriverManager::get_driver_by_name("GPKG").expect("driver");
        let mut dataset = driver.create_vector_only(path).expect("gpkg");
        let srs = SpatialRef::from_epsg(SRID).expect("local");
        {
            let layer = dataset
                .create_layer(LayerOptions {
                    name,
                    srs: Some(&srs),
                    ty: OGRwkbGeometryType::wkbUnknown,
                    options: Some(&["FID=fid", "SPATIAL_INDEX=NO"]),
                })
                .expect("layer");
            for (column, _) in &rows[0].values {
                let field = FieldDefn::new(column, OGRFieldType::OFTString).expect("field");
                field.add_to_layer(&layer).expect("field");
            }
            for row in rows {
                let mut feature = Feature::new(layer.defn()).expect("feature");
                for (index, (_, value)) in row.values.iter().enumerate() {
                    feature.set_field_string(index, value).expect("value");
                }
                feature.set_geometry(row.shape.clone()).expect("geometry");
                feature.create(&layer).expect("created");
            }
        }
        for (rank, row) in rows.iter().enumerate() {
            if let Some(fid) = row.fid {
                let sql = format!(
                    "UPDATE \"{name}\" SET fid = {} WHERE fid = {}",
                    fid + 100_000,
                    rank + 1
                );
                run(&dataset, &sql);
            }
        }
        dataset.close().expect("closed");
        if let Some([w, s, e, n]) = self.extent.filter(|_| blurred) {
            let options = gdal::DatasetOptions {
                open_flags: gdal::GdalOpenFlags::GDAL_OF_UPDATE,
                ..Default::default()
            };
            let dataset = gdal::Dataset::open_ex(path, options).expect("opened");
            run(
                &dataset,
                &format!(
                    "UPDATE gpkg_contents SET min_x = {w}, min_y = {s}, max_x = {e}, max_y = {n}"
                ),
            );
            dataset.close().expect("closed");
        }
    }
}

/// Adds the members of `more`, whatever is there but an outline.
fn merge(said: &mut serde_json::Value, more: &serde_json::Value) {
    match (said, more) {
        (serde_json::Value::Object(said), serde_json::Value::Object(more)) => {
            for (key, value) in more {
                merge(
                    said.entry(key.clone()).or_insert(serde_json::Value::Null),
                    value,
                );
            }
        }
        (said, more) => *said = more.clone(),
    }
}

fn run(dataset: &gdal::Dataset, sql: &str) {
    let dialect = gdal::vector::sql::Dialect::DEFAULT;
    dataset.execute_sql(sql, None, dialect).expect("sql");
}

struct Row {
    values: Vec<(&'static str, String)>,
    shape: Geometry,
    fid: Option<u64>,
}

/// All columns of both kinds of rows, so that they may stand in one file.
const COLUMNS: [&str; 20] = [
    "id_lot",
    "uuid_perm_sinp",
    "unique_id_sinp_grp",
    "cd_ref",
    "date_debut",
    "periode",
    "niveau_diffusion_lot",
    "type_zone",
    "code_zone",
    "floutage_lot",
    "motif_degradation",
    "nom_lieu",
    "alti_min",
    "observateurs",
    "jdd_nom",
    "comment_occurrence",
    "communes",
    "habitat",
    "nombre_min",
    "fantaisie",
];

fn row_of(values: &[(&'static str, String)], masked: bool) -> Vec<(&'static str, String)> {
    let hidden = [
        "nom_lieu",
        "alti_min",
        "observateurs",
        "jdd_nom",
        "comment_occurrence",
    ];
    COLUMNS
        .into_iter()
        .map(|column| {
            let given = values.iter().rev().find(|(name, _)| *name == column);
            let value = match given {
                Some((_, value)) => value.clone(),
                None if masked && hidden.contains(&column) => MASKED.to_owned(),
                None => String::new(),
            };
            (column, value)
        })
        .collect()
}

fn blurred_row(row: &Blurred) -> Row {
    let mut values = vec![
        ("id_lot", row.id.clone()),
        ("cd_ref", row.cd_ref.to_string()),
        ("periode", row.periode.clone()),
        ("niveau_diffusion_lot", row.level.clone()),
        ("type_zone", row.kind.clone()),
        ("code_zone", row.code.clone()),
        ("floutage_lot", "oui".to_owned()),
    ];
    values.extend(row.extra.iter().cloned());
    let shape = row.shape.clone().or_else(|| area(&row.kind, &row.code));
    Row {
        values: row_of(&values, true),
        shape: shape.expect("an area"),
        fid: row.fid,
    }
}

fn precise_row(row: &Precise) -> Row {
    let mut values = vec![
        ("id_lot", row.id.clone()),
        ("cd_ref", row.cd_ref.to_string()),
        ("date_debut", row.day.clone()),
        ("niveau_diffusion_lot", row.level.to_owned()),
        ("floutage_lot", "non".to_owned()),
    ];
    values.extend(row.values.iter().cloned());
    Row {
        values: row_of(&values, false),
        shape: Geometry::from_wkt(&format!("POINT({} {})", row.x, row.y)).expect("a point"),
        fid: row.fid,
    }
}

fn csv_of(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut header: Vec<String> = COLUMNS.iter().map(ToString::to_string).collect();
    header.push(format!("geometrie_wkt_{SRID}"));
    writer.write_record(&header).expect("header");
    for row in rows {
        let mut record: Vec<String> = row.values.iter().map(|(_, value)| value.clone()).collect();
        record.push(row.shape.wkt().expect("wkt"));
        writer.write_record(&record).expect("row");
    }
    String::from_utf8(writer.into_inner().expect("csv")).expect("text")
}

/// What the adversary knows with these lots, the last one about to leave.
pub fn knowledge(lots: &[Lot]) -> Knowledge {
    let folder = tempfile::tempdir().expect("folder");
    let read = |depth| {
        let mut held = Held::new(depth);
        for (rank, lot) in lots.iter().enumerate() {
            let standing = if rank + 1 == lots.len() {
                Standing::Candidate
            } else {
                Standing::Received
            };
            let path = lot.write(folder.path());
            held.read(&path, standing, SRID, folder.path())
                .expect("read");
        }
        held
    };
    let mut held = read(Depth::Sensitive);
    if held.mentions().joins {
        held = read(Depth::All);
    }
    let public = public(&held);
    Knowledge {
        held,
        public,
        with_ready: true,
        residual_min_share: 0.5,
        ..Knowledge::default()
    }
}

fn public(held: &Held) -> Public {
    let mentions = held.mentions();
    let zone = |(kind, codes): &(String, Vec<String>)| PublicZone {
        whole: codes
            .first()
            .and_then(|code| area(kind, code))
            .and_then(|area| area.wkb().ok())
            .unwrap_or_default(),
        inside: Vec::new(),
    };
    let mut names = Vec::new();
    for i in 0..12 {
        for j in 0..12 {
            let code = format!("Bourg{i:02}{j:02}");
            names.push((code.clone(), code));
        }
    }
    let places = held.names_among(&names).into_iter().map(|index| {
        let code = names[index].0.clone();
        Place {
            kind: "COM".to_owned(),
            geometry: area("COM", &code)
                .and_then(|a| a.wkb().ok())
                .expect("a commune"),
            name: code.clone(),
            code,
        }
    });
    let rule = |precision| LevelRule { precision };
    let groupe = Groupe {
        code: Some("OISEAUX".to_owned()),
        avis_systematique: false,
    };
    Public {
        zones: mentions.zones.iter().map(zone).collect(),
        places: places.collect(),
        levels: [
            ("1".to_owned(), rule(Precision::Month)),
            ("2".to_owned(), rule(Precision::Year)),
        ]
        .into(),
        groupes: mentions
            .cd_refs
            .iter()
            .map(|cd| (*cd, groupe.clone()))
            .collect(),
        ..Public::default()
    }
}

/// The attacks that succeeded.
pub fn successes(attacked: &[Attacked]) -> Vec<&'static str> {
    attacked
        .iter()
        .filter(|attack| !attack.findings.is_empty())
        .map(|attack| attack.attack)
        .collect()
}
