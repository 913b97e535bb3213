//! Reading what a lot holds, under one snapshot, into its frozen file.
//!
//! Rows are read by batches in the order of their identifiers and written as they come: memory does not grow with the lot. A thread
//! compresses and encrypts while the next batch is read.

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use anyhow::Context as _;
use demandes_domain::avis::Conditions;
use futures_util::TryStreamExt;
use sqlx::PgConnection;
use tokio::{sync::mpsc, task::JoinHandle};
use uuid::Uuid;

use super::{
    cells::{self, Area, DatePrecisions, Dictionaries, TakenAway},
    frozen::{End, Frame, FrozenRow, FrozenWriter, Head, OfGroupe, PartKind, Place, Sealed},
    key::LotKey,
    select::{Motif, NO_SET, Picked, Selection},
    work::{Step, Work},
};
use crate::{
    service::{Result, ServiceError, profil::Profil},
    store::{
        self,
        classification::{Blurrable, PreciseRecord},
    },
};

/// Records read at once.
const BATCH: usize = 1_000;
/// Frames that may wait for the thread that writes them.
const QUEUE: usize = 4;

/// What a lot is frozen from.
pub struct Source<'a> {
    /// The demande, for its perimeter.
    pub id_demande: Uuid,
    /// Its columns.
    pub profil: &'a Profil,
    /// Conditions of the décision.
    pub conditions: &'a Conditions,
    /// Least share of the area of a precise lot given blurred that must lie in the perimeter: who receives it knows that the record is
    /// inside.
    pub residual_min_share: f64,
}

/// Writes the frozen file of a lot. Gives what it is, and its end.
///
/// # Errors
/// When the database fails, a record cannot be written as its columns say, the disk is full, or the work must stop.
pub async fn write(
    conn: &mut PgConnection,
    path: PathBuf,
    key: Arc<LotKey>,
    head: Head,
    source: &Source<'_>,
    selection: Selection,
    work: &Work,
) -> Result<(Sealed, Usage)> {
    let rows = selection.precise.len() + selection.blurred.len();
    work.begin(Step::Lecture, rows as u64)
        .map_err(anyhow::Error::from)?;
    let mut sink = Sink::create(path, key);
    let written = frames(conn, &mut sink, head, source, selection, work).await;
    match written {
        Ok(usage) => Ok((sink.finish().await?, usage)),
        // Why the thread stopped says more than that it did.
        Err(error) => Err(sink.failure().await.unwrap_or(error)),
    }
}

/// How many records of each dataset are in a lot.
pub type Usage = Vec<store::usage::UsageRow>;

async fn frames(
    conn: &mut PgConnection,
    sink: &mut Sink,
    head: Head,
    source: &Source<'_>,
    selection: Selection,
    work: &Work,
) -> Result<Usage> {
    sink.send(Frame::Head(Box::new(head))).await?;
    let areas = areas(conn, sink, source, &selection).await?;
    let mut reader = Reader {
        conn,
        sink,
        source,
        selection: &selection,
        taken_away: None,
        end: End::default(),
        datasets: BTreeSet::new(),
        frameworks: BTreeSet::new(),
        groupes: HashMap::new(),
        usage: HashMap::new(),
        work,
    };
    reader.precise().await?;
    reader.blurred(&areas).await?;
    let Reader {
        mut end,
        datasets,
        frameworks,
        groupes,
        usage,
        ..
    } = reader;
    end.groupes = by_label(conn, &groupes, &selection).await?;
    end.datasets = datasets.into_iter().collect();
    end.frameworks = frameworks.into_iter().collect();
    sink.send(Frame::End(Box::new(end))).await?;
    let of_code = |((id_dataset, rank, precise), records)| store::usage::UsageRow {
        id_dataset,
        code_groupe: selection.names.text(rank).to_owned(),
        precise,
        records,
    };
    Ok(usage.into_iter().map(of_code).collect())
}

/// An area as rows refer to it.
struct KnownArea {
    /// Its number in the file.
    number: u32,
    codes: Vec<String>,
    /// The share of it that lies in the perimeter.
    inside: f64,
}

/// Writes each area once. Gives them by the number of their set; one of which nothing is left is absent.
async fn areas(
    conn: &mut PgConnection,
    sink: &mut Sink,
    source: &Source<'_>,
    selection: &Selection,
) -> Result<HashMap<u32, KnownArea>> {
    let mut known = HashMap::with_capacity(selection.sets.len());
    let written = selection.sets.written();
    let by_decision = selection
        .blurred
        .iter()
        .any(|picked| picked.motif == Motif::Decision);
    let mut unions = store::classification::unions(conn, source.id_demande, &written, by_decision);
    while let Some(union) = unions.try_next().await? {
        let set = u32::try_from(union.number).context("number of a set of areas")?;
        let number = u32::try_from(known.len()).context("number of an area")?;
        sink.send(Frame::Area(union.wkb)).await?;
        known.insert(
            set,
            KnownArea {
                number,
                codes: union.codes,
                inside: union.inside,
            },
        );
    }
    Ok(known)
}

/// Counts by group under the labels of today, in their order; a group that is not known any more keeps its code.
async fn by_label(
    conn: &mut PgConnection,
    groupes: &HashMap<u16, [u64; 2]>,
    selection: &Selection,
) -> Result<Vec<OfGroupe>> {
    let labels = store::registers::groupe_labels(conn).await?;
    let mut counts: Vec<OfGroupe> = groupes
        .iter()
        .map(|(rank, [precise, blurred])| {
            let code = selection.names.text(*rank);
            let label = labels.get(code).map_or(code, String::as_str);
            OfGroupe {
                groupe: Some(label.to_owned()).filter(|label| !label.is_empty()),
                precise: *precise,
                blurred: *blurred,
            }
        })
        .collect();
    counts.sort_by(|a, b| (a.groupe.is_none(), &a.groupe).cmp(&(b.groupe.is_none(), &b.groupe)));
    Ok(counts)
}

struct Reader<'a> {
    conn: &'a mut PgConnection,
    sink: &'a mut Sink,
    source: &'a Source<'a>,
    selection: &'a Selection,
    taken_away: Option<TakenAway>,
    end: End,
    datasets: BTreeSet<String>,
    frameworks: BTreeSet<String>,
    /// Precise and blurred rows, by the rank of their group.
    groupes: HashMap<u16, [u64; 2]>,
    /// Rows by dataset, rank of the group, and whether they are precise.
    usage: HashMap<(i32, u16, bool), i64>,
    work: &'a Work,
}

impl Reader<'_> {
    async fn taken_away(&mut self) -> Result<TakenAway> {
        match self.taken_away.take() {
            Some(taken_away) => Ok(taken_away),
            None => TakenAway::load(self.conn, self.source.conditions).await,
        }
    }

    async fn send(&mut self, kind: PartKind, rows: Vec<FrozenRow>, read: usize) -> Result<()> {
        self.work
            .advance(read as u64)
            .map_err(anyhow::Error::from)?;
        if rows.is_empty() {
            return Ok(());
        }
        self.sink.send(Frame::Rows(kind, rows)).await
    }

    async fn precise(&mut self) -> Result<()> {
        if self.selection.precise.is_empty() {
            return Ok(());
        }
        let taken_away = self.taken_away().await?;
        let mut dictionaries = Dictionaries::load(self.conn).await?;
        for batch in self.selection.precise.chunks(BATCH) {
            let records = store::classification::precise(self.conn, &ids(batch)).await?;
            dictionaries.learn(self.conn, &records).await?;
            let mut records: HashMap<i32, PreciseRecord> = records
                .into_iter()
                .map(|record| (record.id_synthese, record))
                .collect();
            let mut rows = Vec::with_capacity(batch.len());
            for picked in batch {
                let record = records.remove(&picked.id_synthese).context(MISSING)?;
                let cd_ref = dictionaries.taxon(&record).and_then(|taxon| taxon.cd_ref);
                let days = (record.date_min, record.date_max);
                if taken_away.counts(cd_ref, days, &mut self.end.removed) {
                    continue;
                }
                self.groupes.entry(picked.groupe).or_default()[0] += 1;
                self.used(record.id_dataset, picked, true);
                rows.push(self.precise_row(&dictionaries, picked, record));
            }
            self.end.precise += rows.len() as u64;
            self.send(PartKind::Precise, rows, batch.len()).await?;
        }
        self.taken_away = Some(taken_away);
        Ok(())
    }

    fn used(&mut self, id_dataset: Option<i32>, picked: &Picked, precise: bool) {
        if let Some(id) = id_dataset {
            let key = (id, picked.groupe, precise);
            *self.usage.entry(key).or_default() += 1;
        }
    }

    fn precise_row(
        &mut self,
        dictionaries: &Dictionaries,
        picked: &Picked,
        record: PreciseRecord,
    ) -> FrozenRow {
        if let Some(dataset) = dictionaries.dataset(&record)
            && !self.datasets.contains(&dataset.dataset_name)
        {
            self.datasets.insert(dataset.dataset_name.clone());
        }
        let level = self.selection.levels.text(picked.level);
        let id_lot = picked.id_lot.to_string();
        FrozenRow {
            cells: dictionaries.precise(&self.source.profil.precise, &record, &id_lot, level),
            place: Place::Geometry(record.geom),
        }
    }

    async fn blurred(&mut self, areas: &HashMap<u32, KnownArea>) -> Result<()> {
        if self.selection.blurred.is_empty() {
            return Ok(());
        }
        let taken_away = self.taken_away().await?;
        let precisions = DatePrecisions::load(self.conn).await?;
        for batch in self.selection.blurred.chunks(BATCH) {
            let records: HashMap<i32, Blurrable> =
                store::classification::blurrable(self.conn, &ids(batch))
                    .await?
                    .into_iter()
                    .map(|record| (record.id_synthese, record))
                    .collect();
            let mut rows = Vec::with_capacity(batch.len());
            for picked in batch {
                let record = records.get(&picked.id_synthese).context(MISSING)?;
                let days = (record.date_min, record.date_max);
                if taken_away.counts(Some(record.cd_ref), days, &mut self.end.removed) {
                    continue;
                }
                match self.area_of(picked, areas)? {
                    Some(area) => {
                        self.groupes.entry(picked.groupe).or_default()[1] += 1;
                        self.used(record.id_dataset, picked, false);
                        rows.push(self.blurred_row(picked, record, area, &precisions)?);
                    }
                    None => self.end.removed.blur_impossible += 1,
                }
            }
            self.end.blurred += rows.len() as u64;
            self.send(PartKind::Blurred, rows, batch.len()).await?;
        }
        Ok(())
    }

    /// The area of a row; none when the row may not be given. A row that the classification blurred always has one.
    fn area_of<'k>(
        &self,
        picked: &Picked,
        areas: &'k HashMap<u32, KnownArea>,
    ) -> Result<Option<&'k KnownArea>> {
        let area = (picked.set != NO_SET)
            .then(|| areas.get(&picked.set))
            .flatten();
        match picked.motif {
            Motif::Level => Ok(Some(area.context("a blurred row has no area")?)),
            Motif::Decision => {
                Ok(area.filter(|area| area.inside >= self.source.residual_min_share))
            }
            Motif::Profil => Ok(area),
        }
    }

    fn blurred_row(
        &mut self,
        picked: &Picked,
        record: &Blurrable,
        area: &KnownArea,
        precisions: &DatePrecisions,
    ) -> Result<FrozenRow> {
        if let Some(framework) = &record.ca_nom
            && !self.frameworks.contains(framework)
        {
            self.frameworks.insert(framework.clone());
        }
        let told = Area {
            level: self.selection.levels.text(picked.level),
            kind: self.selection.sets.area_type(picked.set),
            codes: &area.codes,
            motif: picked.motif.wording(),
        };
        let columns = &self.source.profil.blurred;
        let id_lot = picked.id_lot.to_string();
        Ok(FrozenRow {
            cells: cells::blurred(columns, record, &id_lot, &told, precisions)?,
            place: Place::Area(area.number),
        })
    }
}

const MISSING: &str = "a classified record is not in synthese";

fn ids(batch: &[Picked]) -> Vec<i32> {
    batch.iter().map(|picked| picked.id_synthese).collect()
}

/// The thread that writes the frames.
struct Sink {
    sender: Option<mpsc::Sender<Frame>>,
    thread: JoinHandle<anyhow::Result<Sealed>>,
}

impl Sink {
    fn create(path: PathBuf, key: Arc<LotKey>) -> Self {
        let (sender, mut frames) = mpsc::channel(QUEUE);
        let thread = tokio::task::spawn_blocking(move || {
            let mut writer = FrozenWriter::create(&path, &key)?;
            while let Some(frame) = frames.blocking_recv() {
                writer.write(&frame)?;
            }
            writer.finish()
        });
        Self {
            sender: Some(sender),
            thread,
        }
    }

    async fn send(&mut self, frame: Frame) -> Result<()> {
        let sent = match &self.sender {
            Some(sender) => sender.send(frame).await.is_ok(),
            None => false,
        };
        if sent {
            return Ok(());
        }
        Err(ServiceError::Internal(anyhow::anyhow!(
            "the frozen file is not written any more"
        )))
    }

    async fn finish(mut self) -> Result<Sealed> {
        self.sender = None;
        Ok(self.thread.await.map_err(anyhow::Error::from)??)
    }

    /// Why the thread stopped, if it did before it was told to.
    async fn failure(mut self) -> Option<ServiceError> {
        let stopped = self.sender.as_ref().is_some_and(mpsc::Sender::is_closed);
        self.sender = None;
        let outcome = self.thread.await;
        match (stopped, outcome) {
            (true, Ok(Err(error))) => Some(error.into()),
            (true, Err(error)) => Some(anyhow::Error::from(error).into()),
            _ => None,
        }
    }
}
