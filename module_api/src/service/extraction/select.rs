//! Which records are in a lot: the classification read as a stream into compact rows, the identities asserted, the order decided.
//!
//! A row is some fifty bytes whatever its record; areas are known by the number of their set, and read later, once each.

use std::{
    collections::{BTreeSet, HashMap, HashSet, hash_map::Entry},
    fmt,
};

use anyhow::Context as _;
use futures_util::TryStreamExt;
use sqlx::PgConnection;
use uuid::Uuid;

use super::report::{Checks, Tally};
use crate::{
    export::id_lot,
    service::{
        Result,
        named::{Named, WITHHELD},
    },
    store::{
        self,
        classification::{Classified, Wanted},
        lots::ZoneEcartee,
    },
};

/// Records looked up at once.
const BATCH: usize = 10_000;

/// Identifier of a record in the files of a dossier: as [`id_lot`] writes it, in half the room. In the same order as the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdLot(u128, u128);

impl IdLot {
    fn parse(text: &str) -> anyhow::Result<Self> {
        let half = |range| {
            let digits = text.get(range).context("identifier of a record")?;
            Ok::<_, anyhow::Error>(u128::from_str_radix(digits, 16)?)
        };
        Ok(Self(half(0..32)?, half(32..64)?))
    }
}

impl fmt::Display for IdLot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}{:032x}", self.0, self.1)
    }
}

/// A set that stands for no area.
pub const NO_SET: u32 = u32::MAX;

/// Why a row is blurred: a fixed French wording in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motif {
    /// By its level.
    Level,
    /// By the décision.
    Decision,
    /// By the profil de diffusion.
    Profil,
}

impl Motif {
    /// Its wording.
    #[must_use]
    pub const fn wording(self) -> &'static str {
        match self {
            Self::Level => "Donnée sensible : position remplacée par sa zone de diffusion",
            Self::Decision => "Décision d'accès : position remplacée par une zone plus large",
            Self::Profil => "Profil de diffusion : position remplacée par une zone",
        }
    }
}

/// A record of the lot.
#[derive(Debug, Clone, Copy)]
pub struct Picked {
    /// Its identifier in the files: decides the order of the rows, random for who has not the key.
    pub id_lot: IdLot,
    /// The record.
    pub id_synthese: i32,
    /// Rank of its level in [`Selection::levels`].
    pub level: u16,
    /// Number of its set of areas, or [`NO_SET`].
    pub set: u32,
    /// Rank of its group in [`Selection::names`]; '' for none.
    pub groupe: u16,
    /// Why it is blurred, if it is.
    pub motif: Motif,
}

/// Texts met often, known by their rank.
#[derive(Debug, Default)]
pub struct Names {
    texts: Vec<String>,
    ranks: HashMap<String, u16>,
}

impl Names {
    /// The rank of a text.
    ///
    /// # Errors
    /// Beyond 65 536 texts: levels and types are few.
    pub fn rank(&mut self, text: &str) -> anyhow::Result<u16> {
        if let Some(rank) = self.ranks.get(text) {
            return Ok(*rank);
        }
        let rank = u16::try_from(self.texts.len()).context("too many names")?;
        self.texts.push(text.to_owned());
        self.ranks.insert(text.to_owned(), rank);
        Ok(rank)
    }

    /// The text of a rank that [`Names::rank`] gave.
    #[must_use]
    pub fn text(&self, rank: u16) -> &str {
        self.texts.get(usize::from(rank)).map_or("", String::as_str)
    }
}

/// Distinct sets of areas, known by their number.
#[derive(Debug, Default)]
pub struct Sets {
    types: Names,
    numbers: HashMap<(u16, Box<[i32]>), u32>,
    /// Type of each set, and its ids as the database reads them.
    written: Vec<(u16, String)>,
}

impl Sets {
    /// The number of a set of areas of one type.
    ///
    /// # Errors
    /// When there are too many to count.
    pub fn number(&mut self, area_type: &str, ids: Vec<i32>) -> anyhow::Result<u32> {
        let area_type = self.types.rank(area_type)?;
        let next = u32::try_from(self.written.len()).context("too many sets of areas")?;
        match self.numbers.entry((area_type, ids.into_boxed_slice())) {
            Entry::Occupied(known) => Ok(*known.get()),
            Entry::Vacant(new) => {
                let ids: Vec<String> = new.key().1.iter().map(ToString::to_string).collect();
                self.written
                    .push((area_type, format!("{{{}}}", ids.join(","))));
                Ok(*new.insert(next))
            }
        }
    }

    /// The sets, as the database reads them.
    #[must_use]
    pub fn written(&self) -> Vec<String> {
        self.written.iter().map(|(_, ids)| ids.clone()).collect()
    }

    /// Type of the areas of a set.
    #[must_use]
    pub fn area_type(&self, number: u32) -> &str {
        let set = usize::try_from(number)
            .ok()
            .and_then(|n| self.written.get(n));
        set.map_or("", |(area_type, _)| self.types.text(*area_type))
    }

    /// The areas of a set.
    #[must_use]
    pub fn ids(&self, number: u32) -> Vec<i32> {
        let set = usize::try_from(number)
            .ok()
            .and_then(|n| self.written.get(n));
        let written = set.map_or("", |(_, ids)| ids.as_str());
        let digits = written.trim_matches(['{', '}']).split(',');
        digits.filter_map(|id| id.parse().ok()).collect()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.written.len()
    }
}

/// Which rows of the classification are in a lot.
pub enum Filter<'a> {
    /// Those of a lot of this kind and, for an F3, group.
    Lot {
        /// F1, F2 or F3.
        kind: &'a str,
        /// Group of an F3.
        groupe: Option<&'a str>,
        /// What its décision names.
        named: &'a Named,
    },
    /// The copy of a refused lot.
    Fallback(Copy<'a>),
}

/// What the copy of a refused lot holds: rows that the residual rule left out of F1, or that the guard kept out of its archive.
pub struct Copy<'a> {
    /// Whether it may hold rows of a group.
    pub may_hold: &'a (dyn Fn(Option<&str>) -> bool + Send + Sync),
    /// What the guard kept out of F1.
    pub kept_out: &'a HashSet<ZoneEcartee>,
}

impl Copy<'_> {
    fn holds(&self, row: &Classified) -> bool {
        if row.precise || row.selected_by != "area" || !(self.may_hold)(row.groupe.as_deref()) {
            return false;
        }
        row.lot == "left_out" || row.lot == "F1" && self.was_kept_out(row)
    }

    fn was_kept_out(&self, row: &Classified) -> bool {
        !self.kept_out.is_empty()
            && self.kept_out.contains(&ZoneEcartee {
                code_groupe: row.groupe.clone().unwrap_or_default(),
                area_ids: row.area_ids.clone().unwrap_or_default(),
            })
    }
}

enum Fate {
    Precise,
    Blurred,
}

impl Filter<'_> {
    fn fate(&self, row: &Classified) -> Option<Fate> {
        match self {
            Self::Lot {
                kind,
                groupe,
                named,
            } => {
                if named.holds(row, kind, *groupe) {
                    return Some(Fate::Precise);
                }
                let by_area = !row.precise && row.selected_by == "area";
                let precise = row.precise && row.selected_by == "geometry" && row.lot == *kind;
                if precise && (*kind != "F3" || row.groupe.as_deref() == *groupe) {
                    return Some(Fate::Precise);
                }
                (*kind == "F1" && row.lot == "F1" && by_area).then_some(Fate::Blurred)
            }
            Self::Fallback(copy) => copy.holds(row).then_some(Fate::Blurred),
        }
    }

    /// Whether the groups of a row are those whose sensitive records the archive holds.
    fn tells_groupe(&self, fate: &Fate) -> bool {
        match self {
            Self::Lot { kind, .. } => *kind != "F1" && matches!(fate, Fate::Precise),
            Self::Fallback(_) => true,
        }
    }
}

/// The records of a lot.
#[derive(Debug)]
pub struct Selection {
    /// Those to be given precisely.
    pub precise: Vec<Picked>,
    /// Those to be given blurred.
    pub blurred: Vec<Picked>,
    /// Levels, by rank.
    pub levels: Names,
    /// Groups, by rank.
    pub names: Names,
    /// Sets of areas, by number.
    pub sets: Sets,
    /// Groups whose sensitive records, precise or of the copy of a refused lot, are here.
    pub groupes: BTreeSet<Option<String>>,
    /// What the guard kept out.
    pub kept_out: Vec<ZoneEcartee>,
    /// Counts, the identities asserted.
    pub checks: Checks,
}

/// Reads the classification, asserts its identities, and keeps the rows of a lot in the order of their identifiers.
///
/// # Errors
/// When an identity does not hold, a blurred row has no area, or the database fails.
pub async fn read(
    conn: &mut PgConnection,
    wanted: &Wanted,
    filter: &Filter<'_>,
    key: &[u8; 32],
) -> Result<Selection> {
    let mut tally = Tally::default();
    let mut lists = [Vec::new(), Vec::new()];
    let (mut levels, mut names) = (Names::default(), Names::default());
    let mut sets = Sets::default();
    let mut groupes = BTreeSet::new();
    let mut withheld_kept = 0;
    let mut rows = store::classification::rows(conn, wanted);
    while let Some(row) = rows.try_next().await? {
        tally.count(&row);
        let Some(fate) = filter.fate(&row) else {
            continue;
        };
        if filter.tells_groupe(&fate) && !groupes.contains(&row.groupe) {
            groupes.insert(row.groupe.clone());
        }
        withheld_kept += usize::from(matches!(fate, Fate::Precise) && row.lot == WITHHELD);
        let set = match fate {
            Fate::Precise => NO_SET,
            Fate::Blurred => {
                let area_type = row
                    .area_type
                    .as_deref()
                    .context("a blurred row has no area type")?;
                sets.number(
                    area_type,
                    row.area_ids.context("a blurred row has no area")?,
                )?
            }
        };
        let list = match fate {
            Fate::Precise => &mut lists[0],
            Fate::Blurred => &mut lists[1],
        };
        list.push(Picked {
            id_lot: IdLot::default(),
            id_synthese: row.id_synthese,
            level: levels.rank(row.level.as_deref().unwrap_or(""))?,
            set,
            groupe: names.rank(row.groupe.as_deref().unwrap_or(""))?,
            motif: Motif::Level,
        });
    }
    drop(rows);
    let counts = store::classification::selection_counts(conn, wanted).await?;
    let mut checks = tally.asserted(counts)?;
    checks.named = withheld_kept;
    for list in &mut lists {
        name(conn, list, key).await?;
        list.sort_unstable_by_key(|picked| picked.id_lot);
    }
    let [precise, blurred] = lists;
    Ok(Selection {
        precise,
        blurred,
        levels,
        names,
        sets,
        groupes,
        kept_out: Vec::new(),
        checks,
    })
}

/// Gives each record its identifier under the key of the dossier line.
async fn name(conn: &mut PgConnection, list: &mut [Picked], key: &[u8; 32]) -> Result<()> {
    list.sort_unstable_by_key(|picked| picked.id_synthese);
    for batch in list.chunks_mut(BATCH) {
        let ids: Vec<i32> = batch.iter().map(|picked| picked.id_synthese).collect();
        let uuids: HashMap<i32, _> = store::classification::uuids(conn, &ids)
            .await?
            .into_iter()
            .map(|named| (named.id_synthese, named.unique_id_sinp))
            .collect();
        for picked in batch {
            let uuid = uuids
                .get(&picked.id_synthese)
                .context("a classified record is not in synthese")?;
            picked.id_lot = IdLot::parse(&id_lot(key, *uuid, picked.id_synthese.into()))?;
        }
    }
    Ok(())
}

/// Gives the precise rows blurred to the areas of one type instead: what has no area keeps [`NO_SET`], and so does what would stand in
/// two areas that cross, this one and that of its own level, which F1 gives. `within`: the demande whose perimeter holds all of them,
/// and the least share of the smaller area that must be in it.
///
/// # Errors
/// When the database fails.
pub async fn coarsen(
    conn: &mut PgConnection,
    selection: &mut Selection,
    area_type: &str,
    level: Option<&str>,
    motif: Motif,
    within: (Uuid, f64),
) -> Result<()> {
    let mut list = std::mem::take(&mut selection.precise);
    for batch in list.chunks_mut(BATCH) {
        let ids: Vec<i32> = batch.iter().map(|picked| picked.id_synthese).collect();
        let mut areas: HashMap<i32, Vec<i32>> =
            store::classification::areas_of(conn, &ids, area_type)
                .await?
                .into_iter()
                .map(|found| (found.id_synthese, found.area_ids))
                .collect();
        let own = own_areas(conn, &selection.levels, batch).await?;
        let pairs = own.iter().filter_map(|(id, own)| {
            let ids = (*id, own.clone(), areas.get(id)?.clone());
            Some(ids)
        });
        let crossing = store::guard::crossing(conn, pairs, within).await?;
        areas.retain(|id, _| !crossing.contains(id));
        for picked in batch {
            if let Some(ids) = areas.remove(&picked.id_synthese) {
                picked.set = selection.sets.number(area_type, ids)?;
            }
            if let Some(level) = level {
                picked.level = selection.levels.rank(level)?;
            }
            picked.motif = motif;
        }
    }
    selection.blurred.append(&mut list);
    selection
        .blurred
        .sort_unstable_by_key(|picked| picked.id_lot);
    Ok(())
}

/// The areas that the own level of each record gives it.
async fn own_areas(
    conn: &mut PgConnection,
    levels: &Names,
    batch: &[Picked],
) -> Result<HashMap<i32, Vec<i32>>> {
    let mut by_level: HashMap<u16, Vec<i32>> = HashMap::new();
    for picked in batch {
        by_level
            .entry(picked.level)
            .or_default()
            .push(picked.id_synthese);
    }
    let mut own = HashMap::new();
    for (level, ids) in by_level {
        let Some(area_type) = store::classification::area_type_of(conn, levels.text(level)).await?
        else {
            continue;
        };
        let found = store::classification::areas_of(conn, &ids, &area_type).await?;
        own.extend(found.into_iter().map(|of| (of.id_synthese, of.area_ids)));
    }
    Ok(own)
}

impl Selection {
    /// Each distinct group and set of areas of the blurred rows: number of the set, group, type and ids of the areas.
    #[must_use]
    pub fn zones(&self) -> Vec<Zone> {
        let pairs: BTreeSet<(u16, u32)> = self
            .blurred
            .iter()
            .map(|picked| (picked.groupe, picked.set))
            .collect();
        let zone = |(groupe, set): (u16, u32)| Zone {
            set,
            groupe,
            code: Some(self.names.text(groupe).to_owned()).filter(|code| !code.is_empty()),
            ids: self.sets.ids(set),
        };
        pairs.into_iter().map(zone).collect()
    }
}

/// A group in a set of areas.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Number of the set.
    pub set: u32,
    /// Rank of the group.
    pub groupe: u16,
    /// Its code, if any.
    pub code: Option<String>,
    /// The areas.
    pub ids: Vec<i32>,
}

#[cfg(test)]
mod tests {
    use super::{IdLot, Sets};
    use crate::export::id_lot;

    #[test]
    fn an_identifier_is_written_as_it_was_read() {
        for id in 0..50 {
            let text = id_lot(&[7; 32], None, id);
            assert_eq!(
                IdLot::parse(&text).expect("an identifier").to_string(),
                text
            );
        }
        assert!(IdLot::parse("abc").is_err());
    }

    #[test]
    fn the_same_areas_of_the_same_type_are_one_set() {
        let mut sets = Sets::default();
        let number = |sets: &mut Sets, area_type: &str, ids: &[i32]| {
            sets.number(area_type, ids.to_vec()).expect("a number")
        };
        assert_eq!(number(&mut sets, "COM", &[1, 2]), 0);
        assert_eq!(number(&mut sets, "M10", &[1, 2]), 1);
        assert_eq!(number(&mut sets, "COM", &[1, 2]), 0);
        assert_eq!(number(&mut sets, "COM", &[1]), 2);
        assert_eq!(sets.written(), ["{1,2}", "{1,2}", "{1}"]);
        assert_eq!((sets.len(), sets.area_type(1)), (3, "M10"));
    }
}
