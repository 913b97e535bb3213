//! The public blurred table: the same records, perhaps in other areas.

use std::collections::{BTreeSet, HashMap};

use super::Work;
use crate::{
    knowledge::{Finding, Knowledge},
    periods::Period,
    shape,
};

/// A row is one of those of its taxon, period and level in the public table: where none of these can be, it is not.
pub fn attack_public_table(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_public_table");
    let mut published: HashMap<(i32, Period, &str), BTreeSet<usize>> = HashMap::new();
    for row in &k.public.blurred {
        published
            .entry((row.cd_ref, row.period, &row.level))
            .or_default()
            .insert(row.zone);
    }
    if published.is_empty() {
        return work.done();
    }
    let areas: Vec<Option<_>> = k
        .public
        .blurred_zones
        .iter()
        .map(|wkb| shape::read(wkb).map(|geometry| (shape::bounds(&geometry), geometry)))
        .collect();
    let mut judged = HashMap::new();
    for (archive, layer) in k.candidate_layers() {
        for row in &layer.rows {
            let level = k.held.levels.get(row.level as usize);
            let (Some(level), Some(period)) = (level, row.period) else {
                continue;
            };
            let Some(zones) = published.get(&(row.cd_ref, period, level.as_str())) else {
                continue;
            };
            let Some(zone) = work.zone(row) else { continue };
            let near: Vec<usize> = zones
                .iter()
                .copied()
                .filter(|index| {
                    areas[*index]
                        .as_ref()
                        .is_some_and(|(bounds, _)| shape::boxes_meet(*bounds, zone.bounds))
                })
                .collect();
            // Not published yet: nothing to join.
            if near.is_empty() {
                continue;
            }
            let union = judged.entry((row.zone, near.clone())).or_insert_with(|| {
                let parts = near.iter().filter_map(|index| areas[*index].as_ref());
                shape::union(parts.map(|(_, geometry)| geometry.clone()).collect())
            });
            let meets = union.as_ref().is_some_and(|union| {
                zone.geometry
                    .intersection(union)
                    .is_some_and(|both| !shape::is_sliver(&both))
            });
            if meets {
                let evidence = "taxon, période et niveau de la table publique";
                work.narrow(&archive.name, row, union.as_ref(), evidence);
            }
            if work.is_full() {
                return work.done();
            }
        }
    }
    work.done()
}
