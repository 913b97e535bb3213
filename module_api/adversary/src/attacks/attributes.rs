//! What a blurred row says beyond its area, or its archive says of it.

use gdal::vector::Geometry;

use super::{MEASURED, NEIGHBOURS, Work, around, words};
use crate::{
    knowledge::{Finding, Knowledge, Place},
    read::{Leftover, Point, Role, hash},
    shape,
};

/// No terrain is steeper than this on the way between two points, metres per metre.
const STEEPEST: f64 = 2.0;
/// A place that has a name is no wider than this around a point of it, metres.
const PLACE_M: f64 = 2_000.0;

/// Each leftover of the candidate of one of these roles.
fn each(
    k: &Knowledge,
    attack: &'static str,
    roles: &[Role],
    mut region: impl FnMut(&Work<'_>, &Leftover) -> Option<Geometry>,
) -> Vec<Finding> {
    let mut work = Work::new(k, attack);
    for (archive, layer) in k.candidate_layers() {
        for left in &layer.leftovers {
            if !roles.contains(&left.role) || work.is_full() {
                continue;
            }
            let measured = work.found.len() < MEASURED;
            let region = if measured { region(&work, left) } else { None };
            let evidence = format!("colonne « {} » de {}", left.column, layer.member);
            work.narrow(&archive.name, &left.row, region.as_ref(), &evidence);
        }
    }
    work.done()
}

/// The places that a text names, by code or name.
pub(super) fn named<'k>(k: &'k Knowledge, text: &str) -> Vec<&'k Place> {
    let text = words(text);
    let says = |name: &str| name.chars().count() > 2 && text.contains(&words(name));
    k.public
        .places
        .iter()
        .filter(|place| says(&place.code) || says(&place.name))
        .collect()
}

fn union_of(places: &[&Place]) -> Option<Geometry> {
    shape::union(
        places
            .iter()
            .filter_map(|place| shape::read(&place.geometry))
            .collect(),
    )
}

/// The area and a second one, of the commune, the département, another cell, or coordinates.
pub fn attack_two_geographies(k: &Knowledge) -> Vec<Finding> {
    let roles = [
        Role::Commune,
        Role::Departement,
        Role::OtherArea,
        Role::Coordinates,
    ];
    each(k, "attack_two_geographies", &roles, |_, left| {
        union_of(&named(k, &left.value))
    })
}

/// The altitude of a row against those of precise rows: no slope leads from one to the other in less than some way.
pub fn attack_altitude_depth(k: &Knowledge) -> Vec<Finding> {
    let roles = [Role::Altitude, Role::Depth];
    each(k, "attack_altitude_depth", &roles, |work, left| {
        let altitude: f64 = left.value.parse().ok()?;
        let zone = work.zone(&left.row)?;
        let mut away: Vec<(f64, (f64, f64))> = k
            .points()
            .filter(|point| shape::boxes_meet(zone.bounds, point.bounds))
            .filter_map(|point| {
                let away = (point.altitude? - altitude).abs() / STEEPEST - point.reach();
                (away > 0.0).then(|| (away, point.centre()))
            })
            .collect();
        // The widest discs take the most away.
        away.sort_by(|a, b| b.0.total_cmp(&a.0));
        let discs = away.into_iter().take(NEIGHBOURS);
        let impossible = discs
            .filter_map(|(radius, (x, y))| shape::disc(x, y, radius))
            .collect();
        zone.geometry.difference(&shape::union(impossible)?)
    })
}

/// The name of a place: a commune, or one that precise rows name too.
pub fn attack_place_name(k: &Knowledge) -> Vec<Finding> {
    each(k, "attack_place_name", &[Role::Place], |_, left| {
        let place = hash(&left.value);
        around(k.points().filter(|point| point.place == place), PLACE_M)
            .or_else(|| union_of(&named(k, &left.value)))
    })
}

/// Datasets: those of a row, by the precise rows of the same; those that the bordereau names though nothing precise is of them;
/// frameworks named after a place where one blurred row only can be.
pub fn attack_dataset_names(k: &Knowledge) -> Vec<Finding> {
    let name = "attack_dataset_names";
    let roles = [Role::Dataset, Role::Framework];
    let mut found = each(k, name, &roles, |_, left| {
        let dataset = hash(&left.value);
        union_of(&named(k, &left.value))
            .or_else(|| around(k.points().filter(|point| point.dataset == dataset), PLACE_M))
    });
    let mut work = Work::new(k, name);
    for archive in k.candidate() {
        let held = |dataset: u64| {
            let of = |point: &Point| point.dataset == dataset;
            archive
                .layers
                .iter()
                .any(|layer| layer.points.iter().any(of))
        };
        let cited = &archive.bordereau;
        // Without the precise rows nobody can say which datasets are theirs: `Held` keeps them when a name is a place's.
        let datasets = cited.datasets.iter().map(|text| (text, true));
        let frameworks = cited.frameworks.iter().map(|text| (text, false));
        for (text, is_dataset) in datasets.chain(frameworks) {
            if is_dataset && k.held.all_precise && held(hash(text)) {
                continue;
            }
            alone_there(&mut work, k, &archive.name, text);
        }
    }
    found.extend(work.done());
    found
}

/// A cited name is that of a place, and only one blurred row of the archive can be there.
fn alone_there(work: &mut Work<'_>, k: &Knowledge, archive: &str, text: &str) {
    let places = named(k, text);
    let Some(place) = union_of(&places) else {
        return;
    };
    let bounds = shape::bounds(&place);
    let mut there = Vec::new();
    for layer in k.candidate_layers().map(|(_, layer)| layer) {
        for row in &layer.rows {
            let zone = work.zone(row);
            let meets = zone.is_some_and(|zone| {
                shape::boxes_meet(zone.bounds, bounds)
                    && zone
                        .geometry
                        .intersection(&place)
                        .is_some_and(|both| !shape::is_sliver(&both))
            });
            if meets {
                there.push(*row);
            }
            if there.len() > 1 {
                return;
            }
        }
    }
    if let [row] = there.as_slice() {
        work.narrow(
            archive,
            row,
            Some(&place),
            "jeu de données ou cadre d'acquisition cité par le bordereau",
        );
    }
}

/// Whatever else a blurred row carries: habitat, comment, media, source key, or a column nobody knows.
pub fn attack_other_attributes(k: &Knowledge) -> Vec<Finding> {
    let roles = [
        Role::Comment,
        Role::Media,
        Role::Habitat,
        Role::SourceKey,
        Role::CdNom,
        Role::Unknown,
    ];
    each(k, "attack_other_attributes", &roles, |_, left| {
        union_of(&named(k, &left.value))
    })
}

/// A masked value has one wording: several would be a code.
pub fn attack_masked_wording(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_masked_wording");
    for (archive, layer) in k.candidate_layers() {
        for ((name, _), wordings) in layer.roles.iter().zip(&layer.masks) {
            if wordings.len() > 1 {
                let evidence = format!("colonne « {name} » de {}", layer.member);
                work.note_file(&archive.name, &evidence);
            }
        }
    }
    work.done()
}
