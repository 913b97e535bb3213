//! What files say beside their rows: other formats, dates, comments, extents.

use std::collections::{HashMap, HashSet};

use gdal::vector::Geometry;

use super::Work;
use crate::{
    knowledge::{Finding, Knowledge},
    read::{Form, NONE},
    shape,
};

/// Metres by which an extent may be beyond its rows.
const EXTENT_M: f64 = 0.01;

/// A row says the same in every format, and no format holds a row that another has not.
pub fn attack_format_comparison(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_format_comparison");
    for (archive, layer) in k.candidate_layers() {
        for difference in &layer.differences {
            let shape = k.held.shapes.get(difference.shape as usize);
            let region = shape.and_then(|wkb| shape::read(wkb));
            work.narrow(
                &archive.name,
                &difference.row,
                region.as_ref(),
                &format!("{} dans {}", difference.what, layer.member),
            );
        }
        let Some((of, order)) = &layer.copies else {
            continue;
        };
        let Some(model) = archive.layers.get(*of) else {
            continue;
        };
        // Rows that only this format has.
        for row in &layer.rows {
            work.note(
                &archive.name,
                row,
                None,
                None,
                &format!("donnée de {} absente des autres formats", layer.member),
            );
        }
        let here: HashSet<u32> = order.iter().copied().collect();
        for (index, row) in model.rows.iter().enumerate() {
            if here.len() < model.rows.len()
                && !here.contains(&u32::try_from(index).unwrap_or(NONE))
            {
                work.note(
                    &archive.name,
                    row,
                    None,
                    None,
                    &format!("donnée absente de {}", layer.member),
                );
            }
        }
    }
    work.done()
}

/// One date for all members and no comment; nothing in a file beside its rows.
pub fn attack_archive_metadata(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_archive_metadata");
    for archive in k.candidate() {
        if archive.comment {
            work.note_file(&archive.name, "commentaire de l'archive");
        }
        let dates: HashSet<&str> = archive
            .members
            .iter()
            .map(|member| member.modified.as_str())
            .collect();
        if dates.len() > 1 {
            work.note_file(&archive.name, "dates des membres de l'archive");
        }
        for member in &archive.members {
            if member.extra {
                work.note_file(&archive.name, "champ ajouté à un membre de l'archive");
            }
        }
        for layer in &archive.layers {
            for oddity in &layer.oddities {
                work.note_file(&archive.name, &format!("{} : {oddity}", layer.member));
            }
        }
    }
    work.done()
}

/// An extent smaller than the rows it is said of was that of something else: of their true positions.
pub fn attack_layer_extent(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_layer_extent");
    for (archive, layer) in k.candidate_layers() {
        let Some(extent) = layer.extent.filter(|_| layer.form == Form::Exact) else {
            continue;
        };
        let rows = if layer.rows.is_empty() {
            layer.shapes_of_copies(&archive.layers)
        } else {
            layer.rows.clone()
        };
        // With the breadth of what rounding may take away.
        let [west, south, east, north] = [
            extent[0] - EXTENT_M,
            extent[1] - EXTENT_M,
            extent[2] + EXTENT_M,
            extent[3] + EXTENT_M,
        ];
        let region = Geometry::bbox(west, south, east, north).ok();
        let mut bounds_of: HashMap<u32, Option<[f64; 4]>> = HashMap::new();
        for row in &rows {
            let bounds = *bounds_of.entry(row.shape).or_insert_with(|| {
                let wkb = k.held.shapes.get(row.shape as usize)?;
                crate::read::bounds_of(wkb)
            });
            let outside = bounds.is_some_and(|bounds| {
                bounds[0] < west || bounds[1] < south || bounds[2] > east || bounds[3] > north
            });
            if outside {
                let evidence = format!("étendue de {}", layer.member);
                work.narrow(&archive.name, row, region.as_ref(), &evidence);
            }
            if work.is_full() {
                break;
            }
        }
    }
    work.done()
}
