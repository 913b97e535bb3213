//! The published figures: between perimeters of one snapshot, and between snapshots.

use std::collections::{BTreeMap, BTreeSet};

use gdal::vector::Geometry;

use super::Work;
use crate::{
    knowledge::{Finding, Knowledge, Shown, Snapshot, SnapshotCell},
    shape,
};

/// A figure is the sum of the published cells that its perimeter meets. Two perimeters that meet the same cells and do not have the
/// same figure place what differs between the two.
pub fn attack_summary_figures(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_summary_figures");
    for (index, snapshot) in k.snapshots.iter().enumerate() {
        let shown: Vec<&Shown> = k
            .shown
            .iter()
            .filter(|shown| shown.snapshot == index)
            .collect();
        let met: Vec<Option<Met<'_>>> = shown
            .iter()
            .map(|shown| Met::new(snapshot, shown))
            .collect();
        for (i, a) in met.iter().enumerate() {
            let Some(a) = a else { continue };
            for groupe in a.groupes(&shown[i].figures) {
                let told = shown[i].figures.get(groupe).copied().unwrap_or(0);
                let expected = a.sum(groupe);
                if told == expected {
                    continue;
                }
                let region = met
                    .iter()
                    .zip(&shown)
                    .filter_map(|(b, other)| Some((b.as_ref()?, other)))
                    .filter(|(b, other)| {
                        b.cells(groupe) == a.cells(groupe)
                            && other.figures.get(groupe).copied().unwrap_or(0) != told
                    })
                    .filter_map(|(b, _)| between(&a.perimetre, &b.perimetre))
                    .min_by(|p, q| p.area().total_cmp(&q.area()));
                note(&mut work, a, groupe, region.as_ref());
            }
        }
    }
    work.done()
}

fn note(work: &mut Work<'_>, met: &Met<'_>, groupe: &str, region: Option<&Geometry>) {
    let whole = shape::union(
        met.of(groupe)
            .filter_map(|cell| shape::read(&cell.geometry))
            .collect(),
    );
    let share = region
        .zip(whole)
        .and_then(|(region, whole)| Some(whole.intersection(region)?.area() / whole.area()));
    work.note_file("", "chiffre qui n'est pas la somme des zones publiées");
    if let Some(finding) = work.found.last_mut() {
        finding.left = share;
        finding.region = region.and_then(|region| region.wkb().ok());
    }
}

fn between(a: &Geometry, b: &Geometry) -> Option<Geometry> {
    a.difference(b)?.union(&b.difference(a)?)
}

/// The cells that a perimeter meets.
struct Met<'k> {
    cells: Vec<&'k SnapshotCell>,
    perimetre: Geometry,
}

impl<'k> Met<'k> {
    fn new(snapshot: &'k Snapshot, shown: &Shown) -> Option<Self> {
        let perimetre = shape::read(&shown.perimetre)?;
        let bounds = shape::bounds(&perimetre);
        let meets = |cell: &&SnapshotCell| {
            shape::read(&cell.geometry).is_some_and(|geometry| {
                shape::boxes_meet(shape::bounds(&geometry), bounds)
                    && geometry.intersects(&perimetre)
            })
        };
        Some(Self {
            cells: snapshot.cells.iter().filter(meets).collect(),
            perimetre,
        })
    }

    fn of(&self, groupe: &str) -> impl Iterator<Item = &&'k SnapshotCell> {
        self.cells.iter().filter(move |cell| cell.groupe == groupe)
    }

    fn cells(&self, groupe: &str) -> BTreeSet<i32> {
        self.of(groupe).map(|cell| cell.area).collect()
    }

    fn sum(&self, groupe: &str) -> i64 {
        self.of(groupe).map(|cell| cell.published).sum()
    }

    fn groupes<'a>(&'a self, figures: &'a BTreeMap<String, i64>) -> BTreeSet<&'a str> {
        let of_cells = self.cells.iter().map(|cell| cell.groupe.as_str());
        figures.keys().map(String::as_str).chain(of_cells).collect()
    }
}

/// Each cell is a multiple of the step and not below the threshold; from one snapshot to the next it stays, or changes by the
/// threshold at least: a small change would be one record come or gone.
pub fn attack_summary_changes(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_summary_changes");
    let mut before: BTreeMap<(&str, i32), i64> = BTreeMap::new();
    for (index, snapshot) in k.snapshots.iter().enumerate() {
        let mut now = BTreeMap::new();
        for cell in &snapshot.cells {
            let odd = cell.published < snapshot.k.min(snapshot.rounding)
                || snapshot.rounding > 0 && cell.published % snapshot.rounding != 0;
            if odd {
                work.note_file("", "chiffre sous le seuil ou non arrondi");
            }
            now.insert((cell.groupe.as_str(), cell.area), cell.published);
        }
        if index > 0 {
            let keys: BTreeSet<_> = before.keys().chain(now.keys()).copied().collect();
            for key in keys {
                let of = |cells: &BTreeMap<_, i64>| cells.get(&key).copied().unwrap_or(0);
                let change = (of(&now) - of(&before)).abs();
                if change > 0 && change < snapshot.k.min(snapshot.rounding) {
                    work.note_file("", "chiffre changé de moins que le seuil");
                }
            }
        }
        before = now;
    }
    work.done()
}
