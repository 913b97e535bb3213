//! One layer: its rows made compact, and what a blurred row says beyond what it may.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::columns::Role;
use crate::{knowledge::Held, periods::Period, shape};

/// Texts kept of what blurred rows say too much: one is enough, a thousand show the pattern.
pub const MAX_LEFTOVERS: usize = 1000;

/// Index that stands for nothing.
pub const NONE: u32 = u32::MAX;

/// Form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Coordinates as they are in the base.
    Exact,
    /// Text of another system, or rounded.
    Rounded,
}

/// A blurred row.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Beginning of its identifier.
    pub id: u128,
    pub cd_ref: i32,
    pub period: Option<Period>,
    /// Index among the levels, [`NONE`] without.
    pub level: u32,
    /// Index among the zones, [`NONE`] without.
    pub zone: u32,
    /// Index among the shapes, [`NONE`] without geometry.
    pub shape: u32,
    /// Rank in the file, precise rows counted.
    pub rank: u32,
}

/// A precise row.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    pub id: u128,
    pub uuid: u64,
    pub group: u64,
    pub observers: u64,
    pub dataset: u64,
    pub place: u64,
    pub cd_ref: i32,
    pub period: Option<Period>,
    pub counts: (i32, i32),
    pub altitude: Option<f64>,
    pub sensitive: bool,
    /// Its bounds; all NaN without geometry.
    pub bounds: [f64; 4],
    pub rank: u32,
}

impl Point {
    pub fn centre(&self) -> (f64, f64) {
        let [w, s, e, n] = self.bounds;
        (f64::midpoint(w, e), f64::midpoint(s, n))
    }

    /// Half of its diagonal.
    pub fn reach(&self) -> f64 {
        let [w, s, e, n] = self.bounds;
        (e - w).hypot(n - s) / 2.0
    }
}

/// What a blurred row says beyond what it may.
#[derive(Debug, Clone)]
pub struct Leftover {
    /// The row.
    pub row: Row,
    pub role: Role,
    pub column: String,
    pub value: String,
}

/// A row that says in one file what it does not say in another.
#[derive(Debug, Clone)]
pub struct Difference {
    pub row: Row,
    /// Index of the other shape, [`NONE`] when something else differs.
    pub shape: u32,
    pub what: &'static str,
}

/// One layer of one file.
#[derive(Debug)]
pub struct Layer {
    pub member: String,
    pub name: String,
    pub form: Form,
    pub roles: Vec<(String, Role)>,
    /// West, south, east, north, as the file declares them.
    pub extent: Option<[f64; 4]>,
    /// What a file tells of itself beside its rows.
    pub oddities: Vec<String>,
    pub rows: Vec<Row>,
    pub points: Vec<Point>,
    pub leftovers: Vec<Leftover>,
    pub leftover_count: usize,
    /// Rows of another layer, in the order they stand in here: (archive-wide layer index, row index).
    pub copies: Option<(usize, Vec<u32>)>,
    /// Their shapes here.
    pub copy_shapes: Vec<u32>,
    pub differences: Vec<Difference>,
    /// Rows whose feature number is not their rank.
    pub odd_fids: Vec<(Row, i64)>,
    /// Feature numbers of precise rows, when they are not ranks: the number and the index among `points`.
    pub point_fids: Vec<(i64, u32)>,
    /// Whether each identifier is greater than the one before.
    pub sorted: bool,
    /// Rows with a third or fourth coordinate, or no area.
    pub odd_shapes: Vec<Row>,
    /// Wordings that stand for a masked value, by column.
    pub masks: Vec<std::collections::BTreeSet<String>>,
    /// Number of rows, precise and blurred.
    pub count: u32,
    last: Option<u128>,
}

/// What is read of one row before it is kept.
#[derive(Debug, Default)]
pub struct Cells<'a> {
    pub values: Vec<std::borrow::Cow<'a, str>>,
    pub wkb: Option<Vec<u8>>,
    pub flat: bool,
    pub fid: Option<i64>,
}

impl Layer {
    pub fn new(member: &str, name: &str, form: Form, roles: Vec<(String, Role)>) -> Self {
        Self {
            member: member.to_owned(),
            name: name.to_owned(),
            form,
            masks: vec![std::collections::BTreeSet::new(); roles.len()],
            roles,
            extent: None,
            oddities: Vec::new(),
            rows: Vec::new(),
            points: Vec::new(),
            leftovers: Vec::new(),
            leftover_count: 0,
            copies: None,
            copy_shapes: Vec::new(),
            differences: Vec::new(),
            odd_fids: Vec::new(),
            point_fids: Vec::new(),
            sorted: true,
            odd_shapes: Vec::new(),
            count: 0,
            last: None,
        }
    }

    /// Whether its columns make it data: something names a row or a taxon.
    pub fn is_data(roles: &[(String, Role)]) -> bool {
        roles
            .iter()
            .any(|(_, role)| matches!(role, Role::Id | Role::CdRef | Role::CdNom | Role::Uuid))
    }

    /// The rows that stand in another layer, with the shapes they have in this one.
    pub fn shapes_of_copies(&self, layers: &[Self]) -> Vec<Row> {
        let Some((of, order)) = &self.copies else {
            return Vec::new();
        };
        let rows = layers.get(*of).map(|layer| layer.rows.as_slice());
        order
            .iter()
            .zip(&self.copy_shapes)
            .filter_map(|(index, shape)| {
                let row = *rows?.get(*index as usize)?;
                Some(Row {
                    shape: *shape,
                    ..row
                })
            })
            .collect()
    }

    fn cell<'a>(&self, cells: &'a Cells<'_>, wanted: Role) -> Option<&'a str> {
        self.roles
            .iter()
            .zip(&cells.values)
            .find(|((_, role), _)| *role == wanted)
            .map(|(_, value)| value.as_ref().trim())
            .filter(|value| !value.is_empty() && !is_masked(value))
    }

    fn hash_of(&self, cells: &Cells<'_>, wanted: Role) -> u64 {
        self.cell(cells, wanted).map_or(0, hash)
    }

    fn number(&self, cells: &Cells<'_>, wanted: Role) -> Option<f64> {
        self.cell(cells, wanted)?.replace(',', ".").parse().ok()
    }

    #[expect(clippy::cast_possible_truncation, reason = "a count; saturates")]
    fn count_of(&self, cells: &Cells<'_>, wanted: Role) -> i32 {
        self.number(cells, wanted).map_or(-1, |count| count as i32)
    }

    fn period(&self, cells: &Cells<'_>) -> Option<Period> {
        if let Some(text) = self.cell(cells, Role::Period) {
            return Period::parse(text);
        }
        let first = Period::parse(self.cell(cells, Role::DateMin)?)?;
        let last = match self.cell(cells, Role::DateMax) {
            Some(text) => Period::parse(text)?,
            None => first,
        };
        Some(Period {
            from: first.from,
            to: last.to,
        })
    }

    fn is_blurred(&self, cells: &Cells<'_>) -> bool {
        match self.cell(cells, Role::Floutage) {
            Some(text) => {
                let text = text.to_lowercase();
                !(text.starts_with('n') || text == "0" || text == "false")
            }
            None => self.member.contains("flout") || self.name.contains("flout"),
        }
    }

    /// Keeps a row. `reference` finds the row of another layer of the archive that has the same identifier.
    pub fn keep(
        &mut self,
        held: &mut Held,
        cells: &Cells<'_>,
        reference: &impl Fn(u128) -> Option<(usize, u32, Row)>,
    ) {
        let rank = self.count;
        self.count += 1;
        let id = self.cell(cells, Role::Id).map_or(0, identifier);
        if self.last.is_some_and(|last| last >= id) {
            self.sorted = false;
        }
        self.last = Some(id);
        let taxon = self
            .number(cells, Role::CdRef)
            .or_else(|| self.number(cells, Role::CdNom));
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a code of TAXREF; what is no code saturates"
        )]
        let cd_ref = taxon.map_or(0, |code| code as i32);
        if self.is_blurred(cells) {
            self.keep_blurred(held, cells, (id, cd_ref, rank), reference);
        } else {
            self.keep_precise(held, cells, (id, cd_ref, rank), reference);
        }
    }

    fn keep_precise(
        &mut self,
        held: &Held,
        cells: &Cells<'_>,
        (id, cd_ref, rank): (u128, i32, u32),
        reference: &impl Fn(u128) -> Option<(usize, u32, Row)>,
    ) {
        let sensitive = self
            .cell(cells, Role::Level)
            .is_none_or(|level| !matches!(level, "0" | "0.0"));
        if !(sensitive || held.all_precise) || reference(id).is_some() {
            return;
        }
        let bounds = cells
            .wkb
            .as_deref()
            .and_then(shape::read)
            .filter(|geometry| !geometry.is_empty())
            .map_or([f64::NAN; 4], |geometry| shape::bounds(&geometry));
        if let Some(fid) = cells.fid
            && !is_rank(fid, rank)
        {
            self.point_fids
                .push((fid, u32::try_from(self.points.len()).unwrap_or(NONE)));
        }
        self.points.push(Point {
            id,
            uuid: self.hash_of(cells, Role::Uuid),
            group: self.hash_of(cells, Role::GroupUuid),
            observers: self.hash_of(cells, Role::Observers),
            dataset: self.hash_of(cells, Role::Dataset),
            place: self.hash_of(cells, Role::Place),
            cd_ref,
            period: self.period(cells),
            counts: (
                self.count_of(cells, Role::CountMin),
                self.count_of(cells, Role::CountMax),
            ),
            altitude: self.number(cells, Role::Altitude),
            sensitive,
            bounds,
            rank,
        });
    }

    fn keep_blurred(
        &mut self,
        held: &mut Held,
        cells: &Cells<'_>,
        (id, cd_ref, rank): (u128, i32, u32),
        reference: &impl Fn(u128) -> Option<(usize, u32, Row)>,
    ) {
        let level = self.cell(cells, Role::Level).map(ToOwned::to_owned);
        // Not sensitive, and blurred all the same by a profil de diffusion.
        if matches!(level.as_deref(), Some("0" | "0.0")) {
            return;
        }
        let kind = self.cell(cells, Role::AreaType).unwrap_or_default();
        let codes = self.cell(cells, Role::AreaCode).map(ToOwned::to_owned);
        let zone = codes.map_or(NONE, |codes| held.zone(kind, &codes));
        let row = Row {
            id,
            cd_ref,
            period: self.period(cells),
            level: level.map_or(NONE, |level| held.level(&level)),
            zone,
            shape: cells.wkb.as_deref().map_or(NONE, |wkb| held.shape(wkb)),
            rank,
        };
        if cells.wkb.is_none() || !cells.flat {
            self.odd_shapes.push(row);
            self.odd_shapes.truncate(MAX_LEFTOVERS);
        }
        if let Some(fid) = cells.fid
            && !is_rank(fid, rank)
        {
            self.odd_fids.push((row, fid));
            self.odd_fids.truncate(MAX_LEFTOVERS);
        }
        self.leave_over(row, cells);
        match reference(id) {
            Some((layer, index, other)) => self.compare(row, layer, index, other),
            None => self.rows.push(row),
        }
    }

    fn compare(&mut self, row: Row, layer: usize, index: u32, other: Row) {
        let (of, order) = self.copies.get_or_insert_with(|| (layer, Vec::new()));
        if *of == layer {
            order.push(index);
            self.copy_shapes.push(row.shape);
        }
        if self.differences.len() >= MAX_LEFTOVERS {
            return;
        }
        let mut differ = |what, shape| {
            self.differences.push(Difference {
                row: other,
                shape,
                what,
            });
        };
        if row.cd_ref != 0 && other.cd_ref != 0 && row.cd_ref != other.cd_ref {
            differ("taxon", NONE);
        }
        if row.period != other.period {
            differ("période", NONE);
        }
        if row.zone != NONE && other.zone != NONE && row.zone != other.zone {
            differ("zone", row.shape);
        }
        if row.level != NONE && other.level != NONE && row.level != other.level {
            differ("niveau", NONE);
        }
    }

    fn leave_over(&mut self, row: Row, cells: &Cells<'_>) {
        for (index, ((name, role), value)) in self.roles.iter().zip(&cells.values).enumerate() {
            let value = value.as_ref().trim();
            if value.is_empty() || role.is_lawful() || matches!(role, Role::DateMin | Role::DateMax)
            {
                continue;
            }
            if is_masked(value) {
                if self.masks[index].len() < 4 {
                    self.masks[index].insert(value.to_owned());
                }
                continue;
            }
            // The reference code of the taxon under another name says nothing more.
            if *role == Role::CdNom && value.parse() == Ok(row.cd_ref) {
                continue;
            }
            self.leftover_count += 1;
            if self.leftovers.len() < MAX_LEFTOVERS {
                self.leftovers.push(Leftover {
                    row,
                    role: *role,
                    column: name.clone(),
                    value: value.to_owned(),
                });
            }
        }
    }
}

impl Held {
    fn zone(&mut self, kind: &str, codes: &str) -> u32 {
        let mut list: Vec<String> = codes
            .split([',', ';'])
            .map(|code| code.trim().to_owned())
            .collect();
        list.sort();
        let key = format!("{kind}|{}", list.join(","));
        if let Some(index) = self.zone_ids.get(&key) {
            return *index;
        }
        let index = u32::try_from(self.zones.len()).unwrap_or(NONE);
        self.zones.push((kind.to_owned(), list));
        self.zone_ids.insert(key, index);
        index
    }

    fn level(&mut self, code: &str) -> u32 {
        let found = self.levels.iter().position(|known| known == code);
        let index = found.unwrap_or_else(|| {
            self.levels.push(code.to_owned());
            self.levels.len() - 1
        });
        u32::try_from(index).unwrap_or(NONE)
    }

    fn shape(&mut self, wkb: &[u8]) -> u32 {
        let digest = shape::digest(wkb);
        if let Some(index) = self.shape_ids.get(&digest) {
            return *index;
        }
        let index = u32::try_from(self.shapes.len()).unwrap_or(NONE);
        self.shapes.push(wkb.to_vec());
        self.shape_ids.insert(digest, index);
        index
    }
}

/// Feature numbers begin at 0 or 1 and follow the rows.
fn is_rank(fid: i64, rank: u32) -> bool {
    fid == i64::from(rank) || fid == i64::from(rank) + 1
}

/// A fixed wording in place of a value.
pub fn is_masked(value: &str) -> bool {
    let start: String = value.chars().take(5).flat_map(char::to_lowercase).collect();
    start == "masqu"
}

/// The first 32 hexadecimal digits of an identifier; a digest of what is none.
pub fn identifier(text: &str) -> u128 {
    let start = text.get(..32).unwrap_or_default();
    u128::from_str_radix(start, 16).unwrap_or_else(|_| u128::from(hash(text)))
}

/// A digest of a text without case, never 0.
pub fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.trim().to_lowercase().hash(&mut hasher);
    hasher.finish().max(1)
}
