//! Areas against perimeters, and areas against areas of the same record.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    rc::Rc,
};

use gdal::vector::Geometry;

use super::{WHOLE, Work, Zone};
use crate::{
    knowledge::{Archive, Bordereau, Finding, Kind, Knowledge, Public},
    periods::Period,
    read::{NONE, Point, Row},
    shape,
};

/// A precise lot received: its perimeter, and which records it would hold.
struct Precise<'k> {
    bordereau: &'k Bordereau,
    archive: Option<usize>,
    candidate: bool,
    perimetre: Geometry,
    bounds: [f64; 4],
}

fn precise_lots(k: &Knowledge) -> Vec<Precise<'_>> {
    let archives = k
        .archives()
        .map(|(index, of)| (&of.bordereau, Some(index), of.is_candidate()));
    let vanished = k.vanished.iter().map(|bordereau| (bordereau, None, false));
    archives
        .chain(vanished)
        .filter(|(bordereau, ..)| bordereau.kind != Kind::F1 && !bordereau.unsure)
        .filter_map(|(bordereau, archive, candidate)| {
            let perimetre = shape::read(bordereau.perimetre.as_deref()?)?;
            let bounds = shape::bounds(&perimetre);
            Some(Precise {
                bordereau,
                archive,
                candidate,
                perimetre,
                bounds,
            })
        })
        .collect()
}

impl Public {
    /// Whether a taxon is one of these or below one of them.
    fn is_within(&self, cd_ref: i32, taxa: &[i32]) -> bool {
        let mut taxon = Some(cd_ref);
        let mut steps = 0;
        while let Some(cd) = taxon {
            if taxa.contains(&cd) {
                return true;
            }
            steps += 1;
            taxon = self.parents.get(&cd).copied().filter(|_| steps < 100);
        }
        false
    }
}

impl Precise<'_> {
    /// Whether a record of this taxon and period, were it in the perimeter, would surely be in this lot.
    fn would_hold(&self, public: &Public, cd_ref: i32, period: Option<Period>) -> bool {
        let told = self.bordereau;
        let groupe = public.groupes.get(&cd_ref);
        let code = groupe.and_then(|groupe| groupe.code.clone());
        let systematique = groupe.is_none_or(|g| g.code.is_none() || g.avis_systematique);
        let of_group = match told.kind {
            Kind::F2 => !systematique,
            _ => systematique && told.groupe == code,
        };
        let wished = told
            .taxa
            .as_ref()
            .is_none_or(|taxa| public.is_within(cd_ref, taxa));
        let excluded =
            !told.excluded_taxa.is_empty() && public.is_within(cd_ref, &told.excluded_taxa);
        let in_time = match (told.wished, period) {
            (Some(wished), Some(period)) => wished.holds(period),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let taken = match (told.excluded_period, period) {
            (Some(excluded), Some(period)) => excluded.meets(period),
            (Some(_), None) => true,
            (None, _) => false,
        };
        of_group && wished && !excluded && in_time && !taken
    }
}

/// A blurred row that no precise lot holds, though it would if it were in the perimeter, is in the rest of its area.
pub fn attack_perimeter_differencing(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_perimeter_differencing");
    let lots = precise_lots(k);
    if lots.is_empty() {
        return work.done();
    }
    let twins = ids_of_precise_lots(k);
    // (area, lots) → share left; few areas stand for many rows.
    let mut shares: HashMap<(u32, u32, Vec<usize>), Option<Rest>> = HashMap::new();
    // (taxon, period) → lots that would hold it.
    let mut scopes: HashMap<(i32, Option<Period>), Rc<Vec<usize>>> = HashMap::new();
    for (index, archive) in k.archives() {
        for (row, records) in without_twin(k, archive, &twins, &lots, index) {
            let would = scopes
                .entry((row.cd_ref, row.period))
                .or_insert_with(|| {
                    let holds =
                        |lot: &Precise<'_>| lot.would_hold(&k.public, row.cd_ref, row.period);
                    Rc::new((0..lots.len()).filter(|i| holds(&lots[*i])).collect())
                })
                .clone();
            let Some(zone) = work.zone(&row) else {
                continue;
            };
            let met: Vec<usize> = would
                .iter()
                .copied()
                .filter(|i| shape::boxes_meet(lots[*i].bounds, zone.bounds))
                .collect();
            // What earlier sendings opened cannot be closed by keeping this one back.
            if met.is_empty() || !(archive.is_candidate() || met.iter().any(|i| lots[*i].candidate))
            {
                continue;
            }
            let rest = shares
                .entry((
                    row.zone,
                    if row.zone == NONE { row.shape } else { NONE },
                    met.clone(),
                ))
                .or_insert_with(|| rest(&zone, met.iter().map(|i| &lots[*i].perimetre)));
            match rest {
                Some(Rest::Nothing) => {}
                Some(Rest::Part(share, region)) => {
                    if *share < k.residual_min_share && *share < WHOLE {
                        let evidence = format!("{} périmètre(s), {records} donnée(s)", met.len());
                        let (share, region) = (*share, shape::read(region));
                        work.note(&archive.name, &row, Some(share), region.as_ref(), &evidence);
                    }
                }
                None => work.note(&archive.name, &row, None, None, "calcul impossible"),
            }
        }
    }
    work.done()
}

/// What perimeters leave of an area.
enum Rest {
    /// Nothing wider than a sliver: the record is not where it was said, or came since.
    Nothing,
    /// A share, and the WKB of it.
    Part(f64, Vec<u8>),
}

fn rest<'g>(zone: &Zone, perimeters: impl Iterator<Item = &'g Geometry>) -> Option<Rest> {
    let mut left = zone.geometry.clone();
    for perimetre in perimeters {
        left = left.difference(perimetre)?;
    }
    let share = left.area() / zone.area;
    if share < 0.001 && shape::is_sliver(&left) {
        return Some(Rest::Nothing);
    }
    Some(Rest::Part(share, left.wkb().ok()?))
}

/// Identifiers of sensitive records received precisely.
fn precise_ids(k: &Knowledge) -> HashSet<u128> {
    k.archives()
        .flat_map(|(_, archive)| &archive.layers)
        .flat_map(|layer| &layer.points)
        .filter(|point| point.sensitive)
        .map(|point| point.id)
        .collect()
}

/// Identifiers of the records of precise lots, given precisely or not.
fn ids_of_precise_lots(k: &Knowledge) -> HashSet<u128> {
    let mut ids = precise_ids(k);
    let lots = k.archives().filter(|(_, of)| of.bordereau.kind != Kind::F1);
    let rows = lots.flat_map(|(_, of)| of.layers.iter().flat_map(|layer| &layer.rows));
    ids.extend(rows.map(|row| row.id));
    ids
}

/// What blurred rows that cannot be told apart have in common: taxon, period, zone, shape.
type Alike = (i32, Option<Period>, u32, u32);

/// Blurred rows of an archive, one for each (taxon, period, area), of which more stand there than precise records received could be;
/// with how many more.
fn without_twin(
    k: &Knowledge,
    archive: &Archive,
    twins: &HashSet<u128>,
    lots: &[Precise<'_>],
    index: usize,
) -> Vec<(Row, usize)> {
    let mut keys: HashMap<Alike, (Row, usize)> = HashMap::new();
    let rows = archive.layers.iter().flat_map(|layer| &layer.rows);
    for row in rows.filter(|row| !twins.contains(&row.id)) {
        let shape = if row.zone == NONE { row.shape } else { NONE };
        keys.entry((row.cd_ref, row.period, row.zone, shape))
            .or_insert((*row, 0))
            .1 += 1;
    }
    // Precise records of other dossiers have other identifiers: they may be these rows.
    let own: HashSet<u128> = archive
        .layers
        .iter()
        .flat_map(|layer| &layer.rows)
        .map(|row| row.id)
        .collect();
    let mut elsewhere: HashMap<i32, Vec<&Point>> = HashMap::new();
    for lot in lots
        .iter()
        .filter_map(|lot| lot.archive.filter(|other| *other != index))
    {
        let layers = k.held.archives.get(lot).map(|archive| &archive.layers);
        for point in layers.into_iter().flatten().flat_map(|layer| &layer.points) {
            if point.sensitive && !own.contains(&point.id) {
                elsewhere.entry(point.cd_ref).or_default().push(point);
            }
        }
    }
    let work = Work::new(k, "");
    keys.into_values()
        .filter_map(|(row, rows)| {
            let candidates = elsewhere.get(&row.cd_ref).map(Vec::as_slice);
            let zone = work.zone(&row);
            let known: BTreeSet<(u64, u128)> = candidates
                .unwrap_or_default()
                .iter()
                .filter(|point| {
                    let in_time = match (row.period, point.period) {
                        (Some(row), Some(point)) => row.holds(point),
                        _ => true,
                    };
                    let here = zone
                        .as_ref()
                        .is_some_and(|zone| shape::boxes_meet(zone.bounds, point.bounds));
                    in_time && here
                })
                .map(|point| (point.uuid, if point.uuid == 0 { point.id } else { 0 }))
                .collect();
            (rows > known.len()).then(|| (row, rows - known.len()))
        })
        .collect()
}

/// A row given coarser instead of precisely is in the perimeter: enough of its smallest area must be.
pub fn attack_membership(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_membership");
    let coarse = |archive: &Archive| archive.bordereau.kind != Kind::F1;
    let has_rows = |archive: &Archive| archive.layers.iter().any(|layer| !layer.rows.is_empty());
    if !k
        .archives()
        .any(|(_, archive)| coarse(archive) && has_rows(archive))
    {
        return work.done();
    }
    let zones = zones_by_id(k);
    for (_, archive) in k.archives().filter(|(_, archive)| coarse(archive)) {
        let wkb = archive.bordereau.perimetre.as_deref();
        let Some(perimetre) = wkb.and_then(shape::read) else {
            continue;
        };
        for row in archive.layers.iter().flat_map(|layer| &layer.rows) {
            let all = zones
                .get(&row.id)
                .map_or(std::slice::from_ref(row), |of| of.rows.as_slice());
            if !archive.is_candidate() && !zones.get(&row.id).is_some_and(|of| of.candidate) {
                continue;
            }
            let smallest = smallest(&work, all);
            let Some((row, zone)) = smallest else {
                continue;
            };
            let Some(left) = zone.geometry.intersection(&perimetre) else {
                work.note(&archive.name, &row, None, None, "calcul impossible");
                continue;
            };
            let share = left.area() / zone.area;
            if share < k.residual_min_share && share < WHOLE {
                work.note(
                    &archive.name,
                    &row,
                    Some(share),
                    Some(&left),
                    "donnée du périmètre",
                );
            }
        }
    }
    work.done()
}

fn smallest(work: &Work<'_>, rows: &[Row]) -> Option<(Row, Rc<Zone>)> {
    rows.iter()
        .filter_map(|row| Some((*row, work.zone(row)?)))
        .min_by(|a, b| a.1.area.total_cmp(&b.1.area))
}

/// The rows of one identifier, one for each area.
struct OfId {
    rows: Vec<Row>,
    archive: String,
    candidate: bool,
}

/// Identifiers that stand for more than one area.
fn zones_by_id(k: &Knowledge) -> HashMap<u128, OfId> {
    let mut first: HashMap<u128, (Row, bool)> = HashMap::new();
    let mut several: HashMap<u128, OfId> = HashMap::new();
    let place = |row: &Row| {
        if row.zone == NONE {
            (NONE, row.shape)
        } else {
            (row.zone, NONE)
        }
    };
    for (_, archive) in k.archives() {
        let layers = archive.layers.iter();
        let differing = archive
            .layers
            .iter()
            .flat_map(|layer| &layer.differences)
            .filter(|difference| difference.what == "zone")
            .map(|difference| Row {
                shape: difference.shape,
                zone: NONE,
                ..difference.row
            });
        for row in layers
            .flat_map(|layer| &layer.rows)
            .copied()
            .chain(differing)
        {
            let Some((known, of_candidate)) = first.get(&row.id) else {
                first.insert(row.id, (row, archive.is_candidate()));
                continue;
            };
            if place(known) == place(&row) {
                continue;
            }
            let entry = several.entry(row.id).or_insert_with(|| OfId {
                rows: vec![*known],
                archive: archive.name.clone(),
                candidate: *of_candidate,
            });
            entry.candidate |= archive.is_candidate();
            if !entry.rows.iter().any(|known| place(known) == place(&row)) {
                entry.rows.push(row);
            }
        }
    }
    several
}

/// One record in two areas, by its identifier, is in both.
pub fn attack_repetition(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_repetition");
    let precise = precise_ids(k);
    for (id, of) in zones_by_id(k) {
        if !of.candidate || precise.contains(&id) {
            continue;
        }
        if let Some((row, region)) = common(&work, &of.rows) {
            let evidence = format!("même identifiant dans {} zones", of.rows.len());
            narrow_smallest(&mut work, &of.archive, &row, region.as_ref(), &evidence);
        }
    }
    work.done()
}

/// The smallest of the areas of these rows, and what is common to all.
fn common(work: &Work<'_>, rows: &[Row]) -> Option<(Row, Option<Geometry>)> {
    let (row, zone) = smallest(work, rows)?;
    let mut region = Some(zone.geometry.clone());
    for other in rows.iter().filter_map(|row| work.zone(row)) {
        region = region.and_then(|region| region.intersection(&other.geometry));
    }
    Some((row, region))
}

fn narrow_smallest(
    work: &mut Work<'_>,
    archive: &str,
    row: &Row,
    region: Option<&Geometry>,
    evidence: &str,
) {
    // Nothing in common: the record moved, and its former place is no secret kept here.
    if region.is_some_and(shape::is_sliver) {
        return;
    }
    work.narrow(archive, row, region, evidence);
}

type Rare = (i32, Option<Period>, u32);

/// The only row of a taxon, period and level in one archive, and the only one in another, where the level stood for another type of
/// area: the same record, in both areas.
pub fn attack_crossing_versions(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_crossing_versions");
    for candidate in k.candidate() {
        let kinds = kinds_by_level(k, candidate);
        for (_, former) in k.archives().filter(|(_, archive)| !archive.is_candidate()) {
            let before = kinds_by_level(k, former);
            let changed = |level: &u32| match (kinds.get(level), before.get(level)) {
                (Some(now), Some(then)) => now != then,
                _ => false,
            };
            if !kinds.keys().any(changed) {
                continue;
            }
            let olds = unique(former);
            for (key, row) in unique(candidate)
                .into_iter()
                .filter(|(key, _)| changed(&key.2))
            {
                let Some(old) = olds.get(&key).filter(|old| old.zone != row.zone) else {
                    continue;
                };
                if let Some((row, region)) = common(&work, &[row, *old]) {
                    narrow_smallest(
                        &mut work,
                        &candidate.name,
                        &row,
                        region.as_ref(),
                        "taxon et période seuls de leur sorte dans deux envois",
                    );
                }
            }
        }
    }
    work.done()
}

fn kinds_by_level<'k>(k: &'k Knowledge, archive: &Archive) -> HashMap<u32, BTreeSet<&'k str>> {
    let mut kinds: HashMap<u32, BTreeSet<&str>> = HashMap::new();
    for row in archive.layers.iter().flat_map(|layer| &layer.rows) {
        if let Some((kind, _)) = k.held.zones.get(row.zone as usize) {
            kinds.entry(row.level).or_default().insert(kind);
        }
    }
    kinds
}

fn unique(archive: &Archive) -> HashMap<Rare, Row> {
    let mut rows: HashMap<Rare, Option<Row>> = HashMap::new();
    for row in archive.layers.iter().flat_map(|layer| &layer.rows) {
        rows.entry((row.cd_ref, row.period, row.level))
            .and_modify(|known| *known = None)
            .or_insert(Some(*row));
    }
    rows.into_iter()
        .filter_map(|(key, row)| Some((key, row?)))
        .collect()
}
