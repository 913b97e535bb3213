//! Geometries that are not public areas, and names and texts that say a place.

use std::collections::HashMap;

use super::{Work, attributes::named};
use crate::{
    knowledge::{Finding, Knowledge},
    read::{Form, NONE, Row, identifier, is_known_text},
    shape,
};

/// Metres by which coordinates written in another system may be away.
const ROUNDING_M: f64 = 0.2;

/// Each geometry must be the public area that its codes name, to the digit; flat; and the same for all rows of that area.
pub fn attack_geometry_digits(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_geometry_digits");
    for (archive, layer) in k.candidate_layers() {
        for row in &layer.odd_shapes {
            let region = k.held.shapes.get(row.shape as usize);
            let region = region.and_then(|wkb| shape::read(wkb)).and_then(|shape| {
                // A point or a line says where by itself.
                shape.buffer(1.0, 8).ok()
            });
            let evidence = format!("géométrie de {}", layer.member);
            work.note(&archive.name, row, None, region.as_ref(), &evidence);
        }
        let tolerance = match layer.form {
            Form::Exact => 0.0,
            Form::Rounded => ROUNDING_M,
        };
        let mut judged: HashMap<(u32, u32), bool> = HashMap::new();
        let copied = layer.shapes_of_copies(&archive.layers);
        for row in layer.rows.iter().chain(&copied) {
            if work.is_full() {
                break;
            }
            if row.shape == NONE || row.zone == NONE {
                if row.zone == NONE {
                    work.narrow(
                        &archive.name,
                        row,
                        None,
                        &format!("zone sans code dans {}", layer.member),
                    );
                }
                continue;
            }
            let lawful = *judged
                .entry((row.shape, row.zone))
                .or_insert_with(|| is_public(k, row, tolerance));
            if !lawful {
                let given = k.held.shapes.get(row.shape as usize);
                let region = given.and_then(|wkb| shape::read(wkb));
                let region = region.filter(shape::is_area);
                let left = work
                    .zone(row)
                    .zip(region.as_ref())
                    .and_then(|(zone, region)| {
                        Some(zone.geometry.intersection(region)?.area() / zone.area)
                    });
                let evidence = format!("géométrie de {}", layer.member);
                work.note(&archive.name, row, left, region.as_ref(), &evidence);
            }
        }
    }
    work.done()
}

fn is_public(k: &Knowledge, row: &Row, tolerance: f64) -> bool {
    let zone = k.public.zones.get(row.zone as usize);
    let shape = k.held.shapes.get(row.shape as usize);
    let (Some(zone), Some(shape)) = (zone, shape) else {
        return false;
    };
    if zone.whole == *shape {
        return true;
    }
    match (shape::read(&zone.whole), shape::read(shape)) {
        (Some(public), Some(given)) => shape::same_vertices(&public, &given, tolerance),
        _ => false,
    }
}

/// A file or layer named after a place: all its rows are there.
pub fn attack_file_names(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_file_names");
    for (archive, layer) in k.candidate_layers() {
        for name in [&archive.name, &layer.member, &layer.name] {
            for place in named(k, name) {
                let Some(region) = shape::read(&place.geometry) else {
                    continue;
                };
                for row in &layer.rows {
                    // A word that is also the name of a place elsewhere says nothing.
                    let there = work
                        .zone(row)
                        .is_some_and(|zone| zone.geometry.intersects(&region));
                    if there {
                        work.narrow(
                            &archive.name,
                            row,
                            Some(&region),
                            "nom de fichier ou de couche",
                        );
                    }
                }
            }
        }
    }
    work.done()
}

/// A text that names a record names its place too; a text written for this archive alone must be the service's own.
pub fn attack_texts(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_texts");
    let rows: HashMap<u128, Row> = k
        .candidate_layers()
        .flat_map(|(_, layer)| &layer.rows)
        .map(|row| (row.id, *row))
        .collect();
    for archive in k.candidate() {
        for member in &archive.members {
            for line in &member.lines {
                let mut ids = line
                    .split(|c: char| !c.is_ascii_hexdigit())
                    .filter(|word| word.len() >= 16)
                    .filter_map(|word| rows.get(&identifier(word)));
                let Some(row) = ids.next() else { continue };
                let places = named(k, line);
                let region = shape::union(
                    places
                        .iter()
                        .filter_map(|place| shape::read(&place.geometry))
                        .collect(),
                );
                let known = is_known_text(&member.name);
                if region.is_some() || !known {
                    work.narrow(
                        &archive.name,
                        row,
                        region.as_ref(),
                        &format!("texte {}", member.name),
                    );
                }
            }
        }
    }
    work.done()
}
