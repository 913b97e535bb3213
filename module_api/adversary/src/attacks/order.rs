//! What the order of rows, or the numbers of features, say.

use std::{collections::HashMap, hash::Hash};

use super::{Work, around};
use crate::{
    knowledge::{Finding, Knowledge},
    read::{Layer, Point, Row},
};

/// Metres around the rows that stand beside a blurred one.
const NEIGHBOUR_M: f64 = 1_000.0;
/// Rows below which an order tells nothing that chance would not.
const FEW: usize = 12;

/// Neighbours alike more often than in a random order: rows stand as they were entered. In a file where precise rows stand too, those
/// beside a blurred row say where it is.
pub fn attack_row_order(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_row_order");
    for archive in k.candidate() {
        for layer in &archive.layers {
            if layer.sorted {
                continue;
            }
            if !layer.rows.is_empty() && !layer.points.is_empty() {
                beside(&mut work, &archive.name, layer);
                continue;
            }
            let rows = ordered(&archive.layers, layer);
            if is_told_by_order(&rows) {
                work.note_file(
                    &archive.name,
                    &format!("ordre des lignes de {}", layer.member),
                );
            }
        }
    }
    work.done()
}

/// The rows of a layer in its order: its own, or those of the layer it repeats.
fn ordered(layers: &[Layer], layer: &Layer) -> Vec<Row> {
    match &layer.copies {
        Some((of, order)) if layer.rows.is_empty() => order
            .iter()
            .filter_map(|index| layers.get(*of)?.rows.get(*index as usize))
            .copied()
            .collect(),
        _ => layer.rows.clone(),
    }
}

fn is_told_by_order(rows: &[Row]) -> bool {
    is_clustered(rows, |row| (row.zone, row.period))
        || is_clustered(rows, |row| row.zone)
        || is_clustered(rows, |row| row.period)
        || is_clustered(rows, |row| row.cd_ref)
}

/// Whether rows alike stand side by side beyond what six deviations of a random order give.
fn is_clustered<T: Eq + Hash>(rows: &[Row], key: impl Fn(&Row) -> T) -> bool {
    if rows.len() < FEW {
        return false;
    }
    let mut sizes: HashMap<T, f64> = HashMap::new();
    for row in rows {
        *sizes.entry(key(row)).or_default() += 1.0;
    }
    let pairs = rows
        .windows(2)
        .filter(|pair| key(&pair[0]) == key(&pair[1]))
        .count();
    #[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^52")]
    let (n, pairs) = (rows.len() as f64, pairs as f64);
    let expected: f64 = sizes.values().map(|size| size * (size - 1.0) / n).sum();
    pairs > expected + 6.0 * (expected + 1.0).sqrt()
}

fn beside(work: &mut Work<'_>, archive: &str, layer: &Layer) {
    for row in &layer.rows {
        let after = layer.points.partition_point(|point| point.rank < row.rank);
        let neighbours: Vec<&Point> = [after.checked_sub(1), Some(after)]
            .into_iter()
            .flatten()
            .filter_map(|index| layer.points.get(index))
            .filter(|point| point.rank.abs_diff(row.rank) == 1 && point.bounds[0].is_finite())
            .collect();
        if !neighbours.is_empty() {
            let region = around(neighbours.into_iter(), NEIGHBOUR_M);
            work.narrow(
                archive,
                row,
                region.as_ref(),
                &format!("lignes précises voisines dans {}", layer.member),
            );
        }
    }
}

/// Numbers of features that are not ranks: keys of the source, whose neighbours among precise rows were entered together.
pub fn attack_feature_numbers(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_feature_numbers");
    let mut known: Vec<(i64, &Point)> = Vec::new();
    for layer in k.archives().flat_map(|(_, archive)| &archive.layers) {
        let numbered = layer.point_fids.iter();
        known.extend(numbered.filter_map(|(fid, i)| Some((*fid, layer.points.get(*i as usize)?))));
    }
    known.sort_by_key(|(fid, _)| *fid);
    for (archive, layer) in k.candidate_layers() {
        for (row, fid) in &layer.odd_fids {
            let at = known.partition_point(|(other, _)| other < fid);
            let near = [at.checked_sub(1), Some(at)]
                .into_iter()
                .flatten()
                .filter_map(|index| known.get(index))
                .filter(|(other, point)| other.abs_diff(*fid) <= 1 && point.bounds[0].is_finite())
                .map(|(_, point)| *point);
            let region = around(near, NEIGHBOUR_M);
            work.narrow(
                &archive.name,
                row,
                region.as_ref(),
                &format!("numéro d'entité dans {}", layer.member),
            );
        }
    }
    work.done()
}
