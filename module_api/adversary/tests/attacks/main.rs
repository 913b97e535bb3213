//! Each attack breaks an archive written without the defence against it, the canaries' true points lying in what it leaves; and none
//! breaks the archive of the same records written as it is to be.
#![expect(clippy::expect_used, reason = "a test says what it expects by failing")]

mod document;
mod world;

use std::collections::BTreeMap;

use demandes_adversary::{
    ATTACKS, Class, Finding, Knowledge, Period, PublicRow, Shown, Snapshot, SnapshotCell,
};
use gdal::vector::Geometry;
use world::{Blurred, Lot, altitude, area, cell, commune, knowledge, records, successes};

/// Runs every attack: this one alone succeeds (with those of `beside`). Gives its findings.
fn broken_by(k: &Knowledge, attack: &str, beside: &[&str]) -> Vec<Finding> {
    let attacked = k.attack();
    let found = successes(&attacked);
    assert!(found.contains(&attack), "{attack} is not among {found:?}");
    let others: Vec<&&str> = found
        .iter()
        .filter(|name| **name != attack && !beside.contains(*name))
        .collect();
    assert!(others.is_empty(), "{attack}: also {others:?}");
    attacked
        .into_iter()
        .find(|one| one.attack == attack)
        .map(|one| one.findings)
        .unwrap_or_default()
}

fn point(record: &Blurred) -> Geometry {
    Geometry::from_wkt(&format!("POINT({} {})", record.x, record.y)).expect("a point")
}

/// Every region found holds the true point of its record, is less than the area, and there are that many at least.
fn places(findings: &[Finding], at_least: usize) {
    let canaries: BTreeMap<String, Blurred> = records()
        .into_iter()
        .map(|record| (record.id[..16].to_owned(), record))
        .collect();
    let mut placed = 0;
    for finding in findings {
        let Some(region) = &finding.region else {
            continue;
        };
        let record = &canaries[&finding.record];
        let region = Geometry::from_wkb(region).expect("a region");
        let whole = area(&record.kind, &record.code).expect("an area").area();
        assert!(region.area() < whole, "{}", finding.evidence);
        let near = region.buffer(0.01, 4).expect("buffer");
        assert!(
            near.contains(&point(record)),
            "{}: {:?}",
            finding.attack,
            finding.left
        );
        placed += 1;
    }
    assert!(placed >= at_least, "{placed} records placed only");
}

/// An F1 with each of its blurred rows changed.
fn each(change: impl Fn(&mut Blurred)) -> Lot {
    let mut lot = Lot::f1();
    lot.blurred.iter_mut().for_each(change);
    lot
}

fn leaving(column: &'static str, value: impl Fn(&Blurred) -> String) -> Lot {
    each(|row| {
        let value = value(row);
        row.extra.push((column, value));
    })
}

/// The rank of the visit of a record.
fn visit(row: &Blurred) -> u32 {
    row.day[5..7].parse::<u32>().expect("a month") - 1
}

#[test]
fn nothing_breaks_an_archive_as_it_is_to_be() {
    let west = [600_000.0, 6_200_000.0, 630_000.0, 6_230_000.0];
    for lots in [
        vec![Lot::f1()],
        vec![Lot::f2("lot.zip", west), Lot::f1()],
        vec![
            Lot::f1(),
            Lot {
                name: "suivant.zip".to_owned(),
                ..Lot::f1()
            },
        ],
    ] {
        let attacked = knowledge(&lots).attack();
        let told: Vec<&Finding> = attacked
            .iter()
            .flat_map(|one| &one.findings)
            .take(3)
            .collect();
        assert!(told.is_empty(), "{told:?}");
        assert_eq!(attacked.len(), ATTACKS.len());
    }
}

#[test]
fn a_commune_beside_the_cell() {
    let lot = leaving("communes", |row| commune(row.x, row.y));
    let found = broken_by(&knowledge(&[lot]), "attack_two_geographies", &[]);
    // Those blurred to the commune lose nothing by it.
    places(&found, 15);
}

#[test]
fn an_altitude() {
    let lot = leaving("alti_min", |row| altitude(row.x, row.y).to_string());
    let found = broken_by(&knowledge(&[lot]), "attack_altitude_depth", &[]);
    places(&found, 15);
}

#[test]
fn a_place_name() {
    let lot = leaving("nom_lieu", |row| format!("Lieu-dit {}", visit(row)));
    let found = broken_by(&knowledge(&[lot]), "attack_place_name", &[]);
    places(&found, 30);
}

#[test]
fn the_dataset_of_a_row() {
    let lot = leaving("jdd_nom", |row| {
        format!("Inventaire de {}", commune(row.x, row.y))
    });
    let found = broken_by(&knowledge(&[lot]), "attack_dataset_names", &[]);
    places(&found, 15);
}

#[test]
fn a_framework_named_after_a_place_where_one_row_alone_can_be() {
    let mut lot = Lot::f1();
    // One record alone in its cell, the others blurred elsewhere.
    let canary = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a canary");
    lot.blurred.retain(|row| row.id == canary.id);
    lot.frameworks = vec![format!("Atlas de {}", commune(canary.x, canary.y))];
    let found = broken_by(&knowledge(&[lot]), "attack_dataset_names", &[]);
    places(&found, 1);
}

#[test]
fn a_comment_and_a_column_nobody_knows() {
    let lot = leaving("comment_occurrence", |row| {
        format!("près de {}", commune(row.x, row.y))
    });
    let found = broken_by(&knowledge(&[lot]), "attack_other_attributes", &[]);
    places(&found, 15);
    for column in ["fantaisie", "habitat"] {
        let lot = leaving(column, |row| format!("{:.0}", row.x / 100.0));
        let found = broken_by(&knowledge(&[lot]), "attack_other_attributes", &[]);
        // In the CSV and in the GeoPackage.
        assert_eq!(found.len(), 80, "{column}");
    }
}

#[test]
fn a_masked_value_written_in_two_ways() {
    let lot = leaving("nom_lieu", |row| {
        if row.x > 615_000.0 {
            "Masqué".to_owned()
        } else {
            world::MASKED.to_owned()
        }
    });
    let found = broken_by(&knowledge(&[lot]), "attack_masked_wording", &[]);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_permanent_identifier() {
    // The same record was precise once, when it was not sensitive.
    let lot = leaving("uuid_perm_sinp", |row| {
        let n = records()
            .iter()
            .position(|other| other.id == row.id)
            .expect("a record");
        format!("00000000-0000-4000-8000-{n:012}")
    });
    let mut former = Lot::f1();
    former.name = "ancien.zip".to_owned();
    former.blurred.clear();
    for (precise, record) in world::commoners().into_iter().zip(records()) {
        let mut precise = precise;
        (precise.x, precise.y) = (record.x, record.y);
        former.precise.push(precise);
    }
    former.precise.drain(..40);
    let found = broken_by(&knowledge(&[former, lot]), "attack_uuid_join", &[]);
    places(&found, 40);
}

#[test]
fn the_identifier_of_a_releve() {
    let lot = leaving("unique_id_sinp_grp", |row| {
        format!("00000000-0000-4000-9000-{:012}", visit(row))
    });
    let found = broken_by(&knowledge(&[lot]), "attack_releve_join", &[]);
    places(&found, 30);
}

#[test]
fn the_same_observer_in_the_same_month() {
    let lot = leaving("observateurs", |row| format!("Observateur {}", visit(row)));
    let found = broken_by(&knowledge(&[lot]), "attack_fingerprint_join", &[]);
    places(&found, 30);
}

#[test]
fn a_day_in_place_of_a_month() {
    let lot = each(|row| row.periode.clone_from(&row.day));
    let found = broken_by(&knowledge(&[lot]), "attack_finer_dates", &[]);
    places(&found, 30);
}

#[test]
fn identifiers_that_are_numbers() {
    let mut lot = Lot::f1();
    for (n, row) in lot.blurred.iter_mut().enumerate() {
        row.id = format!("{n:064x}");
    }
    broken_by(&knowledge(&[lot]), "attack_identifiers", &[]);
}

#[test]
fn rows_in_the_order_they_were_entered() {
    let mut lot = Lot::f1();
    lot.blurred = records();
    broken_by(&knowledge(&[lot]), "attack_row_order", &[]);
}

#[test]
fn precise_and_blurred_rows_of_one_visit_side_by_side() {
    let mut lot = Lot::f1();
    (lot.blurred, lot.precise) = (records(), world::commoners());
    lot.mixed = true;
    let found = broken_by(&knowledge(&[lot]), "attack_row_order", &[]);
    places(&found, 30);
}

#[test]
fn keys_of_the_source_as_feature_numbers() {
    let mut lot = Lot::f1();
    for row in &mut lot.blurred {
        let n = records()
            .iter()
            .position(|other| other.id == row.id)
            .expect("a record");
        row.fid = Some(2 * n as u64);
    }
    let order = world::commoners();
    for row in &mut lot.precise {
        let n = order
            .iter()
            .position(|other| other.id == row.id)
            .expect("a record");
        row.fid = Some(2 * n as u64 + 1);
    }
    let found = broken_by(
        &knowledge(&[lot]),
        "attack_feature_numbers",
        &["attack_row_order", "attack_archive_metadata"],
    );
    places(&found, 30);
}

/// Most of a cell was received precisely, and a record of the cell is not there.
#[test]
fn a_perimeter_that_covers_most_of_an_area() {
    let canary = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a canary");
    let (w, s) = (
        (canary.x / 10_000.0).floor() * 10_000.0,
        (canary.y / 10_000.0).floor() * 10_000.0,
    );
    // Three quarters are received; the record stands in the fourth.
    let covered = [w + 2_500.0, s, w + 10_000.0, s + 10_000.0];
    let mut lot = Lot::f1();
    lot.blurred = vec![Blurred {
        id: world::opaque(77),
        cd_ref: 777,
        x: w + 1_000.0,
        ..canary.clone()
    }];
    let first = lot.clone();
    let f2 = Lot::f2("f2.zip", covered);
    for lots in [
        vec![f2.clone(), first.clone()],
        vec![
            Lot {
                name: "f1.zip".to_owned(),
                ..first
            },
            f2,
        ],
    ] {
        let found = broken_by(&knowledge(&lots), "attack_perimeter_differencing", &[]);
        assert!(!found.is_empty());
        for finding in found {
            assert!(
                finding.left.is_some_and(|left| (0.2..0.3).contains(&left)),
                "{finding:?}"
            );
        }
    }
    // Half of it: what the residual rule lets.
    let half = Lot::f2("f2.zip", [w, s, w + 4_900.0, s + 10_000.0]);
    let mut lot = Lot::f1();
    lot.blurred = vec![Blurred {
        id: world::opaque(77),
        cd_ref: 777,
        x: w + 8_000.0,
        ..canary
    }];
    let k = knowledge(&[half, lot]);
    assert_eq!(successes(&k.attack()), Vec::<&str>::new());
}

#[test]
fn a_coarser_row_of_a_perimeter_that_its_area_hardly_meets() {
    let canary = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a canary");
    let mut lot = Lot::f2(
        "f2.zip",
        [
            canary.x - 300.0,
            canary.y - 300.0,
            canary.x + 300.0,
            canary.y + 300.0,
        ],
    );
    lot.precise.clear();
    lot.blurred = vec![canary];
    let found = broken_by(&knowledge(&[lot]), "attack_membership", &[]);
    places(&found, 1);
}

#[test]
fn one_record_in_a_commune_then_in_a_cell() {
    let other = each(|row| {
        (row.kind, row.code) = if row.kind == "M10" {
            ("COM".to_owned(), commune(row.x, row.y))
        } else {
            ("M10".to_owned(), cell(row.x, row.y))
        };
    });
    let former = Lot {
        name: "ancien.zip".to_owned(),
        ..other
    };
    let found = broken_by(
        &knowledge(&[former, Lot::f1()]),
        "attack_repetition",
        &["attack_crossing_versions"],
    );
    assert!(
        found
            .iter()
            .any(|finding| finding.left.is_some_and(|left| left < 0.9))
    );
}

/// Under another key nobody joins two dossiers; but who has the only row of its taxon and period in each does.
#[test]
fn a_rare_taxon_under_two_versions_of_the_rules() {
    let crosses = |row: &Blurred| {
        let commune = area("COM", &commune(row.x, row.y)).expect("a commune");
        row.kind == "M10" && !area("M10", &row.code).expect("a cell").contains(&commune)
    };
    let canary = records().into_iter().find(crosses).expect("a canary");
    let other = |row: &mut Blurred| {
        row.id = world::opaque(row.id.len() as u64 + row.x.to_bits());
        (row.kind, row.code) = ("COM".to_owned(), commune(row.x, row.y));
    };
    let mut former = each(other);
    former.name = "ancien.zip".to_owned();
    let mut lot = Lot::f1();
    let rare = canary.id.clone();
    lot.blurred.retain(|row| row.id == rare);
    former
        .blurred
        .retain(|row| row.x.to_bits() == canary.x.to_bits());
    // In the commune and the cell: the commune is the smaller.
    let found = broken_by(&knowledge(&[former, lot]), "attack_crossing_versions", &[]);
    assert!(
        found
            .iter()
            .all(|finding| finding.left.is_some_and(|left| left < 1.0)),
        "{found:?}"
    );
}

#[test]
fn an_area_drawn_around_the_point() {
    let lot = each(|row| {
        let (x, y) = (row.x + 150.0, row.y - 220.0);
        let drawn = Geometry::from_wkt(&format!("POINT({x} {y})")).expect("a point");
        row.shape = drawn.buffer(400.0, 8).ok();
    });
    let found = broken_by(&knowledge(&[lot]), "attack_geometry_digits", &[]);
    places(&found, 40);
    // A metre is enough.
    let shifted = each(|row| {
        if let Some(area) = area(&row.kind, &row.code) {
            let text = area.wkt().expect("wkt").replacen("000,", "001,", 1);
            row.shape = Geometry::from_wkt(&text).ok();
        }
    });
    let found = broken_by(
        &knowledge(&[shifted]),
        "attack_geometry_digits",
        &["attack_layer_extent"],
    );
    assert!(!found.is_empty());
}

#[test]
fn a_file_named_after_a_place() {
    let canary = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a canary");
    let mut lot = Lot::f1();
    lot.stem = format!("f1_floutees_{}", commune(canary.x, canary.y).to_lowercase());
    lot.blurred.retain(|row| row.id == canary.id);
    let found = broken_by(&knowledge(&[lot]), "attack_file_names", &[]);
    places(&found, 1);
}

#[test]
fn a_text_that_names_a_record() {
    let canary = records()
        .into_iter()
        .find(|row| row.kind == "M10")
        .expect("a canary");
    let mut lot = Lot::f1();
    let line = format!("{} : vu à {}", canary.id, commune(canary.x, canary.y));
    lot.notes = Some(("notes.txt", line));
    let found = broken_by(&knowledge(&[lot]), "attack_texts", &[]);
    places(&found, 1);
}

#[test]
fn one_format_that_says_more() {
    let mut lot = Lot::f1();
    lot.otherwise = Some(|row| {
        (row.kind, row.code) = ("COM".to_owned(), commune(row.x, row.y));
    });
    let found = broken_by(
        &knowledge(&[lot]),
        "attack_format_comparison",
        &["attack_repetition", "attack_geometry_digits"],
    );
    assert!(!found.is_empty());
}

#[test]
fn a_comment_on_the_archive() {
    let lot = Lot {
        comment: true,
        ..Lot::f1()
    };
    broken_by(&knowledge(&[lot]), "attack_archive_metadata", &[]);
}

#[test]
fn an_extent_that_is_that_of_the_true_points() {
    let mut lot = Lot::f1();
    let bound = |pick: fn(&Blurred) -> f64, most: bool| {
        let all = records();
        let values = all.iter().map(pick);
        if most {
            values.fold(f64::MIN, f64::max)
        } else {
            values.fold(f64::MAX, f64::min)
        }
    };
    lot.extent = Some([
        bound(|r| r.x, false),
        bound(|r| r.y, false),
        bound(|r| r.x, true),
        bound(|r| r.y, true),
    ]);
    let found = broken_by(&knowledge(&[lot]), "attack_layer_extent", &[]);
    places(&found, 1);
}

/// The public table shows the commune of a record that the lot shows in its cell.
#[test]
fn the_public_table_in_other_areas() {
    let mut k = knowledge(&[Lot::f1()]);
    let of_table = |row: &Blurred, zone| PublicRow {
        cd_ref: row.cd_ref,
        period: Period::parse(&row.periode).expect("a period"),
        level: row.level.clone(),
        zone,
    };
    let wkb = |kind: &str, code: &str| {
        area(kind, code)
            .and_then(|a| a.wkb().ok())
            .expect("an area")
    };
    for (zone, row) in records().iter().enumerate() {
        k.public.blurred.push(of_table(row, zone));
        k.public.blurred_zones.push(wkb(&row.kind, &row.code));
    }
    assert_eq!(
        successes(&k.attack()),
        Vec::<&str>::new(),
        "the same areas say nothing"
    );
    for (zone, row) in records().iter().enumerate() {
        k.public.blurred_zones[zone] = wkb("COM", &commune(row.x, row.y));
    }
    let found = broken_by(&k, "attack_public_table", &[]);
    places(&found, 1);
}

fn of_cells(cells: &[(i32, i64)]) -> Snapshot {
    Snapshot {
        k: 5,
        rounding: 5,
        cells: cells
            .iter()
            .map(|(n, published)| SnapshotCell {
                groupe: "OISEAUX".to_owned(),
                statut: "protegee".to_owned(),
                area: *n,
                published: *published,
                geometry: area("M10", &format!("10kmL93E{:03}N620", 60 + n))
                    .and_then(|a| a.wkb().ok())
                    .expect("a cell"),
            })
            .collect(),
    }
}

fn class(groupe: Option<&str>, statut: Option<&str>) -> Class {
    Class {
        groupe: groupe.map(str::to_owned),
        statut: statut.map(str::to_owned),
    }
}

fn shown(wkt: &str, figure: i64) -> Shown {
    Shown {
        snapshot: 0,
        perimetre: Geometry::from_wkt(wkt)
            .expect("a perimeter")
            .wkb()
            .expect("wkb"),
        figures: [(class(Some("OISEAUX"), Some("protegee")), figure)].into(),
    }
}

/// Two perimeters that differ by a disc and meet the same cells: figures counted from points place what is in the disc.
#[test]
fn figures_that_are_not_sums_of_cells() {
    let with =
        "POLYGON((601000 6201000,609000 6201000,609000 6209000,601000 6209000,601000 6201000))";
    let without = "POLYGON((601000 6201000,609000 6201000,609000 6209000,601000 6209000,601000 6201000),\
                   (604000 6204000,604500 6204000,604500 6204500,604000 6204500,604000 6204000))";
    let mut k = knowledge(&[Lot::f1()]);
    k.snapshots = vec![of_cells(&[(0, 10), (1, 15)])];
    k.shown = vec![shown(with, 10), shown(without, 10)];
    assert_eq!(successes(&k.attack()), Vec::<&str>::new());
    k.shown = vec![shown(with, 10), shown(without, 9)];
    let found = broken_by(&k, "attack_summary_figures", &[]);
    let canary = Geometry::from_wkt("POINT(604200 6204300)").expect("a point");
    let placed = found.iter().filter_map(|finding| finding.region.as_ref());
    let mut placed = placed.map(|wkb| Geometry::from_wkb(wkb).expect("a region"));
    assert!(placed.any(|region| region.contains(&canary) && region.area() < 300_000.0));
}

/// The total of a group counted apart: less the figure of the status that is published, it tells of the one that is not.
#[test]
fn totals_that_are_not_sums_of_cells() {
    let wkt =
        "POLYGON((601000 6201000,609000 6201000,609000 6209000,601000 6209000,601000 6201000))";
    let mut k = knowledge(&[Lot::f1()]);
    k.snapshots = vec![of_cells(&[(0, 10), (1, 15)])];
    let mut sums = shown(wkt, 10);
    for of in [
        class(Some("OISEAUX"), None),
        class(None, Some("protegee")),
        class(None, None),
    ] {
        sums.figures.insert(of, 10);
    }
    k.shown = vec![sums.clone()];
    assert_eq!(successes(&k.attack()), Vec::<&str>::new());
    for of in [class(Some("OISEAUX"), None), class(None, None)] {
        let mut apart = sums.clone();
        apart.figures.insert(of, 15);
        k.shown = vec![apart];
        assert_eq!(broken_by(&k, "attack_summary_figures", &[]).len(), 1);
    }
}

#[test]
fn figures_that_follow_each_record() {
    let mut k = knowledge(&[Lot::f1()]);
    k.snapshots = vec![of_cells(&[(0, 10), (1, 15)]), of_cells(&[(0, 10), (1, 20)])];
    assert_eq!(successes(&k.attack()), Vec::<&str>::new());
    k.snapshots = vec![of_cells(&[(0, 10), (1, 15)]), of_cells(&[(0, 11), (1, 15)])];
    let found = broken_by(&k, "attack_summary_changes", &[]);
    assert_eq!(found.len(), 2, "not a multiple, and a change of one");
}

/// What fails to be read fails the attack: nobody can say what it holds.
#[test]
fn what_cannot_be_read_is_not_let_through() {
    let mut lot = Lot::f1();
    lot.notes = Some(("positions.bin", "?".to_owned()));
    let folder = tempfile::tempdir().expect("folder");
    let path = lot.write(folder.path());
    let mut held = demandes_adversary::Held::new(demandes_adversary::Depth::Sensitive);
    let read = held.read(
        &path,
        demandes_adversary::Standing::Candidate,
        world::SRID,
        folder.path(),
    );
    assert!(read.is_err());
}
