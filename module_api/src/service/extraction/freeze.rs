//! Reading what a lot holds, under one snapshot, into its frozen file.
//!
//! Records are read by batches, in the order of the identifiers of the lot, and written as they come: memory does not grow with the lot.
//! The rows are made, compressed and encrypted in a thread, while the next batch is read.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use anyhow::{Context as _, bail};
use demandes_domain::avis::Conditions;
use futures_util::TryStreamExt;
use sqlx::PgConnection;
use tokio::{sync::mpsc, task::JoinHandle};
use uuid::Uuid;

use super::{
    cells::{DatePrecisions, Dictionaries, KnownTaxa, TakenAway},
    frozen::{Frame, FrozenWriter, Head, Sealed},
    key::LotKey,
    rows::{BATCH, KnownArea, Reference, RowMaker, Usage},
    select::{Motif, Picked, Selection},
    work::{Step, Work},
};
use crate::{
    service::{Result, ServiceError, profil::Profil},
    store::{
        self,
        classification::{Blurrable, PreciseRecord, Taxon},
    },
};

/// Batches that may wait for the thread that writes them.
const QUEUE: usize = 4;

/// What a lot is frozen from.
pub struct Source<'a> {
    /// The demande, for its perimeter.
    pub id_demande: Uuid,
    /// Its columns.
    pub profil: &'a Profil,
    /// Conditions of the décision.
    pub conditions: &'a Conditions,
    /// As [`Reference::residual_min_share`].
    pub residual_min_share: f64,
}

/// Writes the frozen file of a lot. Gives what it is, and what it holds of each dataset.
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
    let selection = Arc::new(selection);
    let sink = Sink::create(path, key, head);
    match read(conn, &sink, source, &selection, work).await {
        Ok(()) => sink.finish().await,
        // Why the thread stopped says more than that it did.
        Err(error) => Err(sink.failure().await.unwrap_or(error)),
    }
}

async fn read(
    conn: &mut PgConnection,
    sink: &Sink,
    source: &Source<'_>,
    selection: &Arc<Selection>,
    work: &Work,
) -> Result<()> {
    let reference = Reference {
        areas: areas(conn, sink, source, selection).await?,
        profil: source.profil.clone(),
        taken_away: TakenAway::load(conn, source.conditions).await?,
        dictionaries: Dictionaries::load(conn).await?,
        precisions: DatePrecisions::load(conn).await?,
        groupe_labels: store::registers::groupe_labels(conn).await?,
        residual_min_share: source.residual_min_share,
    };
    let maker = RowMaker::new(reference, Arc::clone(selection));
    sink.send(Message::Begin(Box::new(maker))).await?;
    records(conn, sink, selection, work).await?;
    sink.send(Message::End).await
}

/// Writes each area once. Gives them by the number of their set; one of which nothing is left is absent.
async fn areas(
    conn: &mut PgConnection,
    sink: &Sink,
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
        let area = KnownArea {
            number: u32::try_from(known.len()).context("number of an area")?,
            codes: union.codes,
            inside: union.inside,
        };
        sink.send(Message::Area(union.wkb)).await?;
        known.insert(set, area);
    }
    Ok(known)
}

async fn records(
    conn: &mut PgConnection,
    sink: &Sink,
    selection: &Selection,
    work: &Work,
) -> Result<()> {
    let mut known = KnownTaxa::default();
    for (rank, batch) in selection.precise.chunks(BATCH).enumerate() {
        let records = store::classification::precise(conn, &ids(batch)).await?;
        let (forget, unknown) = known.learn(records.iter().filter_map(|record| record.cd_nom));
        if !unknown.is_empty() {
            let taxa = store::classification::taxa(conn, &unknown).await?;
            sink.send(Message::Taxa(forget, taxa)).await?;
        }
        sink.send(Message::Precise(rank, records)).await?;
        advance(work, batch)?;
    }
    for (rank, batch) in selection.blurred.chunks(BATCH).enumerate() {
        let records = store::classification::blurrable(conn, &ids(batch)).await?;
        sink.send(Message::Blurred(rank, records)).await?;
        advance(work, batch)?;
    }
    Ok(())
}

fn advance(work: &Work, batch: &[Picked]) -> Result<()> {
    Ok(work
        .advance(batch.len() as u64)
        .map_err(anyhow::Error::from)?)
}

fn ids(batch: &[Picked]) -> Vec<i32> {
    batch.iter().map(|picked| picked.id_synthese).collect()
}

/// What the thread is given, in the order of the file.
enum Message {
    /// A shape (WKB).
    Area(Vec<u8>),
    /// What makes the rows, before the first of them.
    Begin(Box<RowMaker>),
    /// Taxa of the next precise records; whether they stand in place of those known so far.
    Taxa(bool, Vec<Taxon>),
    /// The records of the precise batch of this rank.
    Precise(usize, Vec<PreciseRecord>),
    /// The same, to be blurred.
    Blurred(usize, Vec<Blurrable>),
    /// Nothing follows.
    End,
}

/// The thread that makes the rows and writes them.
struct Sink {
    sender: mpsc::Sender<Message>,
    thread: JoinHandle<anyhow::Result<(Sealed, Usage)>>,
}

impl Sink {
    fn create(path: PathBuf, key: Arc<LotKey>, head: Head) -> Self {
        let (sender, messages) = mpsc::channel(QUEUE);
        let thread = tokio::task::spawn_blocking(move || {
            let mut writer = FrozenWriter::create(&path, &key)?;
            writer.write(&Frame::Head(Box::new(head)))?;
            serve(writer, messages)
        });
        Self { sender, thread }
    }

    async fn send(&self, message: Message) -> Result<()> {
        if self.sender.send(message).await.is_ok() {
            return Ok(());
        }
        Err(ServiceError::Internal(anyhow::anyhow!(
            "the frozen file is not written any more"
        )))
    }

    async fn finish(self) -> Result<(Sealed, Usage)> {
        drop(self.sender);
        Ok(self.thread.await.map_err(anyhow::Error::from)??)
    }

    /// Why the thread stopped, if it did before it was told to.
    async fn failure(self) -> Option<ServiceError> {
        let stopped = self.sender.is_closed();
        drop(self.sender);
        let outcome = self.thread.await;
        match (stopped, outcome) {
            (true, Ok(Err(error))) => Some(error.into()),
            (true, Err(error)) => Some(anyhow::Error::from(error).into()),
            _ => None,
        }
    }
}

/// Writes what it is given until the end; a file that was not ended is read by nobody.
fn serve(
    mut writer: FrozenWriter,
    mut messages: mpsc::Receiver<Message>,
) -> anyhow::Result<(Sealed, Usage)> {
    let mut maker: Option<Box<RowMaker>> = None;
    while let Some(message) = messages.blocking_recv() {
        match (message, &mut maker) {
            (Message::Area(shape), None) => writer.write(&Frame::Area(shape))?,
            (Message::Begin(begun), None) => maker = Some(begun),
            (Message::Taxa(forget, taxa), Some(maker)) => maker.learn(forget, taxa),
            (Message::Precise(rank, records), Some(maker)) => {
                write_rows(&mut writer, maker.precise(rank, records)?)?;
            }
            (Message::Blurred(rank, records), Some(maker)) => {
                write_rows(&mut writer, maker.blurred(rank, records)?)?;
            }
            (Message::End, maker) => {
                let (end, usage) = maker.take().context("an end without rows")?.end();
                writer.write(&Frame::End(Box::new(end)))?;
                return Ok((writer.finish()?, usage));
            }
            _ => bail!("what makes the rows came out of turn"),
        }
    }
    bail!("the frozen rows have no end")
}

fn write_rows(writer: &mut FrozenWriter, rows: Option<Frame>) -> anyhow::Result<()> {
    rows.map_or(Ok(()), |rows| writer.write(&rows))
}
