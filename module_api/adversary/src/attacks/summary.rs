//! The published figures: between perimeters of one snapshot, and between snapshots.

use std::collections::{BTreeMap, BTreeSet};

use gdal::vector::Geometry;

use super::Work;
use crate::{
    knowledge::{Class, Finding, Knowledge, Shown, Snapshot, SnapshotCell},
    shape,
};

/// A figure is the sum of the published cells that its perimeter meets, a total like any other: one that is not, less the others of its
/// perimeter, tells of cells that are not published. Two perimeters that meet the same cells and do not have the same figure place
/// what differs between the two.
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
            for class in a.classes(&shown[i].figures) {
                let told = shown[i].figures.get(&class).copied().unwrap_or(0);
                let expected = a.sum(&class);
                if told == expected {
                    continue;
                }
                let region = met
                    .iter()
                    .zip(&shown)
                    .filter_map(|(b, other)| Some((b.as_ref()?, other)))
                    .filter(|(b, other)| {
                        b.cells(&class) == a.cells(&class)
                            && other.figures.get(&class).copied().unwrap_or(0) != told
                    })
                    .filter_map(|(b, _)| between(&a.perimetre, &b.perimetre))
                    .min_by(|p, q| p.area().total_cmp(&q.area()));
                note(&mut work, a, &class, region.as_ref());
            }
        }
    }
    work.done()
}

fn note(work: &mut Work<'_>, met: &Met<'_>, class: &Class, region: Option<&Geometry>) {
    let whole = shape::union(
        met.of(class)
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

    fn of(&self, class: &Class) -> impl Iterator<Item = &&'k SnapshotCell> {
        let is = |wanted: &Option<String>, found: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == found)
        };
        self.cells
            .iter()
            .filter(move |cell| is(&class.groupe, &cell.groupe) && is(&class.statut, &cell.statut))
    }

    fn cells(&self, class: &Class) -> BTreeSet<(&'k str, &'k str, i32)> {
        self.of(class).map(|cell| key(cell)).collect()
    }

    fn sum(&self, class: &Class) -> i64 {
        self.of(class).map(|cell| cell.published).sum()
    }

    /// What a figure was shown of, and what one could be.
    fn classes(&self, figures: &BTreeMap<Class, i64>) -> BTreeSet<Class> {
        let of_cells = self.cells.iter().map(|cell| Class {
            groupe: Some(cell.groupe.clone()),
            statut: Some(cell.statut.clone()),
        });
        figures.keys().cloned().chain(of_cells).collect()
    }
}

fn key(cell: &SnapshotCell) -> (&str, &str, i32) {
    (&cell.groupe, &cell.statut, cell.area)
}

/// Each cell is a multiple of the step and not below the threshold; from one snapshot to the next it stays, or changes by the
/// threshold at least: a small change would be one record come or gone.
pub fn attack_summary_changes(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_summary_changes");
    let mut before: BTreeMap<(&str, &str, i32), i64> = BTreeMap::new();
    for (index, snapshot) in k.snapshots.iter().enumerate() {
        let mut now = BTreeMap::new();
        for cell in &snapshot.cells {
            let odd = cell.published < snapshot.k.min(snapshot.rounding)
                || snapshot.rounding > 0 && cell.published % snapshot.rounding != 0;
            if odd {
                work.note_file("", "chiffre sous le seuil ou non arrondi");
            }
            now.insert(key(cell), cell.published);
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
