//! The rows of a lot from the records that were read: what is taken away, what is counted, what each cell tells. No database.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use anyhow::Context as _;

use super::{
    cells::{self, Area, DatePrecisions, Dictionaries, TakenAway},
    frozen::{End, Frame, FrozenRow, OfGroupe, PartKind, Place},
    select::{Motif, NO_SET, Picked, Selection},
};
use crate::{
    service::profil::Profil,
    store::{
        self,
        classification::{Blurrable, PreciseRecord, Taxon},
    },
};

/// Records read at once.
pub const BATCH: usize = 1_000;

/// An area as rows refer to it.
pub struct KnownArea {
    /// Its number in the file.
    pub number: u32,
    /// Codes of the areas it is made of.
    pub codes: Vec<String>,
    /// The share of it that lies in the perimeter.
    pub inside: f64,
}

/// How many records of each dataset are in a lot.
pub type Usage = Vec<store::usage::UsageRow>;

/// What rows are made with, read before the first of them.
pub struct Reference {
    /// Columns of the lot.
    pub profil: Profil,
    /// What the conditions of the décision take away.
    pub taken_away: TakenAway,
    /// What the ids of precise records stand for.
    pub dictionaries: Dictionaries,
    /// How precisely dates are told.
    pub precisions: DatePrecisions,
    /// Areas by the number of their set.
    pub areas: HashMap<u32, KnownArea>,
    /// Label of each group, by its code.
    pub groupe_labels: HashMap<String, String>,
    /// Least share of the area of a precise lot given blurred that must lie in the perimeter: who receives it knows that the record is
    /// inside.
    pub residual_min_share: f64,
}

/// Makes rows, and counts them.
pub struct RowMaker {
    reference: Reference,
    selection: Arc<Selection>,
    end: End,
    datasets: BTreeSet<String>,
    frameworks: BTreeSet<String>,
    /// Precise and blurred rows, by the rank of their group.
    groupes: HashMap<u16, [u64; 2]>,
    /// Rows by dataset, rank of the group, and whether they are precise.
    usage: HashMap<(i32, u16, bool), i64>,
}

impl RowMaker {
    /// Nothing made yet.
    #[must_use]
    pub fn new(reference: Reference, selection: Arc<Selection>) -> Self {
        Self {
            reference,
            selection,
            end: End::default(),
            datasets: BTreeSet::new(),
            frameworks: BTreeSet::new(),
            groupes: HashMap::new(),
            usage: HashMap::new(),
        }
    }

    /// Taxa that the next precise records have; `forget`: instead of those known so far.
    pub fn learn(&mut self, forget: bool, taxa: Vec<Taxon>) {
        self.reference.dictionaries.learn(forget, taxa);
    }

    /// The rows of the precise batch of this rank, in its order.
    ///
    /// # Errors
    /// When a record was not read.
    pub fn precise(
        &mut self,
        rank: usize,
        records: Vec<PreciseRecord>,
    ) -> anyhow::Result<Option<Frame>> {
        let selection = Arc::clone(&self.selection);
        let batch = batch(&selection.precise, rank)?;
        let mut records: HashMap<i32, PreciseRecord> = records
            .into_iter()
            .map(|record| (record.id_synthese, record))
            .collect();
        let mut rows = Vec::with_capacity(batch.len());
        for picked in batch {
            let record = records.remove(&picked.id_synthese).context(MISSING)?;
            let taxon = self.reference.dictionaries.taxon(&record);
            let cd_ref = taxon.and_then(|taxon| taxon.cd_ref);
            let days = (record.date_min, record.date_max);
            let removed = &mut self.end.removed;
            if self.reference.taken_away.counts(cd_ref, days, removed) {
                continue;
            }
            self.groupes.entry(picked.groupe).or_default()[0] += 1;
            self.used(record.id_dataset, picked, true);
            rows.push(self.precise_row(picked, record));
        }
        self.end.precise += rows.len() as u64;
        Ok(frame(PartKind::Precise, rows))
    }

    fn precise_row(&mut self, picked: &Picked, record: PreciseRecord) -> FrozenRow {
        let Reference {
            dictionaries,
            profil,
            ..
        } = &self.reference;
        if let Some(dataset) = dictionaries.dataset(&record)
            && !self.datasets.contains(&dataset.dataset_name)
        {
            self.datasets.insert(dataset.dataset_name.clone());
        }
        let level = self.selection.levels.text(picked.level);
        let id_lot = picked.id_lot.to_string();
        FrozenRow {
            cells: dictionaries.precise(&profil.precise, &record, &id_lot, level),
            place: Place::Geometry(record.geom),
        }
    }

    /// The rows of the blurred batch of this rank, in its order.
    ///
    /// # Errors
    /// When a record was not read, or has no area.
    pub fn blurred(
        &mut self,
        rank: usize,
        records: Vec<Blurrable>,
    ) -> anyhow::Result<Option<Frame>> {
        let selection = Arc::clone(&self.selection);
        let batch = batch(&selection.blurred, rank)?;
        let records: HashMap<i32, Blurrable> = records
            .into_iter()
            .map(|record| (record.id_synthese, record))
            .collect();
        let mut rows = Vec::with_capacity(batch.len());
        for picked in batch {
            let record = records.get(&picked.id_synthese).context(MISSING)?;
            let days = (record.date_min, record.date_max);
            let removed = &mut self.end.removed;
            let taken_away = &self.reference.taken_away;
            if taken_away.counts(Some(record.cd_ref), days, removed) {
                continue;
            }
            match self.blurred_row(picked, record)? {
                Some(row) => {
                    self.groupes.entry(picked.groupe).or_default()[1] += 1;
                    self.used(record.id_dataset, picked, false);
                    if let Some(framework) = &record.ca_nom
                        && !self.frameworks.contains(framework)
                    {
                        self.frameworks.insert(framework.clone());
                    }
                    rows.push(row);
                }
                None => self.end.removed.blur_impossible += 1,
            }
        }
        self.end.blurred += rows.len() as u64;
        Ok(frame(PartKind::Blurred, rows))
    }

    fn blurred_row(
        &self,
        picked: &Picked,
        record: &Blurrable,
    ) -> anyhow::Result<Option<FrozenRow>> {
        let Some(area) = self.area_of(picked)? else {
            return Ok(None);
        };
        let told = Area {
            level: self.selection.levels.text(picked.level),
            kind: self.selection.sets.area_type(picked.set),
            codes: &area.codes,
            motif: picked.motif.wording(),
        };
        let Reference {
            profil, precisions, ..
        } = &self.reference;
        let id_lot = picked.id_lot.to_string();
        Ok(Some(FrozenRow {
            cells: cells::blurred(&profil.blurred, record, &id_lot, &told, precisions)?,
            place: Place::Area(area.number),
        }))
    }

    /// The area of a row; none when the row may not be given. A row that the classification blurred always has one.
    fn area_of(&self, picked: &Picked) -> anyhow::Result<Option<&KnownArea>> {
        let area = (picked.set != NO_SET)
            .then(|| self.reference.areas.get(&picked.set))
            .flatten();
        match picked.motif {
            Motif::Level => Ok(Some(area.context("a blurred row has no area")?)),
            Motif::Decision => {
                Ok(area.filter(|area| area.inside >= self.reference.residual_min_share))
            }
            Motif::Profil => Ok(area),
        }
    }

    fn used(&mut self, id_dataset: Option<i32>, picked: &Picked, precise: bool) {
        if let Some(id) = id_dataset {
            let key = (id, picked.groupe, precise);
            *self.usage.entry(key).or_default() += 1;
        }
    }

    /// What follows the last row.
    #[must_use]
    pub fn end(self) -> (End, Usage) {
        let groupes = self.by_label();
        let Self {
            mut end,
            datasets,
            frameworks,
            usage,
            selection,
            ..
        } = self;
        end.groupes = groupes;
        end.datasets = datasets.into_iter().collect();
        end.frameworks = frameworks.into_iter().collect();
        let of_code = |((id_dataset, rank, precise), records)| store::usage::UsageRow {
            id_dataset,
            code_groupe: selection.names.text(rank).to_owned(),
            precise,
            records,
        };
        (end, usage.into_iter().map(of_code).collect())
    }

    /// Counts by group under the labels of today, in their order; a group that is not known any more keeps its code.
    fn by_label(&self) -> Vec<OfGroupe> {
        let labels = &self.reference.groupe_labels;
        let mut counts: Vec<OfGroupe> = self
            .groupes
            .iter()
            .map(|(rank, [precise, blurred])| {
                let code = self.selection.names.text(*rank);
                let label = labels.get(code).map_or(code, String::as_str);
                OfGroupe {
                    groupe: Some(label.to_owned()).filter(|label| !label.is_empty()),
                    precise: *precise,
                    blurred: *blurred,
                }
            })
            .collect();
        counts
            .sort_by(|a, b| (a.groupe.is_none(), &a.groupe).cmp(&(b.groupe.is_none(), &b.groupe)));
        counts
    }
}

const MISSING: &str = "a classified record is not in synthese";

fn batch(picked: &[Picked], rank: usize) -> anyhow::Result<&[Picked]> {
    picked.chunks(BATCH).nth(rank).context("no such batch")
}

fn frame(kind: PartKind, rows: Vec<FrozenRow>) -> Option<Frame> {
    (!rows.is_empty()).then_some(Frame::Rows(kind, rows))
}
