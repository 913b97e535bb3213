//! Several formats of one layer written in one pass over its rows.
//!
//! Each format has its thread, fed with shared batches through a short queue: memory does not grow with the rows, and the
//! slowest format sets the pace. The first failure stops them all, and no file is left of it.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::projection::ForgetTransforms;
use super::{ExportError, Format, Layer, Row, RowSink, Written, create};

/// Rows handed over at once.
pub const BATCH_ROWS: usize = 512;
/// Batches that may wait before a format.
const QUEUE: usize = 2;

enum Message {
    Rows(Arc<Vec<Row>>),
    Finish,
}

struct Lane {
    /// `None` once the format is told to end.
    sender: Option<SyncSender<Message>>,
    thread: JoinHandle<Result<Vec<Written>, ExportError>>,
}

/// The files of one layer, in several formats, being written. Dropped before [`Writers::finish`], it leaves no file.
pub struct Writers {
    lanes: Vec<Lane>,
    batch: Vec<Row>,
    rows: u64,
}

impl Writers {
    /// Begins the files of `layer` in `folder`, one per format.
    ///
    /// # Errors
    /// As [`create`].
    pub fn create(
        formats: &[Format],
        folder: &Path,
        layer: &Arc<Layer>,
    ) -> Result<Self, ExportError> {
        let mut writers = Self {
            lanes: Vec::new(),
            batch: Vec::new(),
            rows: 0,
        };
        for format in formats {
            let sink = create(*format, folder, layer)?;
            let (sender, receiver) = sync_channel(QUEUE);
            writers.lanes.push(Lane {
                sender: Some(sender),
                thread: thread::spawn(move || serve(sink, &receiver)),
            });
        }
        Ok(writers)
    }

    /// Gives one row to all formats. True when a batch has just been handed over: the time to look at a clock or a flag.
    /// May wait for the slowest format.
    ///
    /// # Errors
    /// The first failure of a format. Nothing more can be written then.
    pub fn push(&mut self, row: Row) -> Result<bool, ExportError> {
        self.batch.push(row);
        self.rows += 1;
        if self.batch.len() < BATCH_ROWS {
            return Ok(false);
        }
        self.hand_over()?;
        Ok(true)
    }

    /// Rows given so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Ends all files and describes them, in the order of the formats.
    ///
    /// # Errors
    /// The first failure of a format: no file is left then.
    pub fn finish(mut self) -> Result<Vec<Written>, ExportError> {
        self.hand_over()?;
        // All are told before any is waited for: they end together.
        for lane in &mut self.lanes {
            let told = lane
                .sender
                .take()
                .is_some_and(|sender| sender.send(Message::Finish).is_ok());
            if !told {
                return Err(self.failure());
            }
        }
        let mut written = Vec::new();
        let mut failed = None;
        for lane in self.lanes.drain(..) {
            match joined(lane.thread) {
                Ok(files) => written.extend(files),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        match failed {
            None => Ok(written),
            Some(error) => {
                remove(&written);
                Err(error)
            }
        }
    }

    fn hand_over(&mut self) -> Result<(), ExportError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH_ROWS));
        let batch = Arc::new(batch);
        let taken = self.lanes.iter().all(|lane| {
            lane.sender
                .as_ref()
                .is_some_and(|sender| sender.send(Message::Rows(Arc::clone(&batch))).is_ok())
        });
        if taken { Ok(()) } else { Err(self.failure()) }
    }

    /// Stops all formats and says which failure was the first.
    fn failure(&mut self) -> ExportError {
        self.stop().unwrap_or(ExportError::Stopped)
    }

    fn stop(&mut self) -> Option<ExportError> {
        for lane in &mut self.lanes {
            lane.sender = None;
        }
        let mut first = None;
        for lane in self.lanes.drain(..) {
            match joined(lane.thread) {
                Ok(files) => remove(&files),
                Err(ExportError::Stopped) => (),
                Err(error) => first = first.or(Some(error)),
            }
        }
        first
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

fn serve(
    mut sink: Box<dyn RowSink + Send>,
    receiver: &Receiver<Message>,
) -> Result<Vec<Written>, ExportError> {
    let _forget = ForgetTransforms;
    while let Ok(message) = receiver.recv() {
        match message {
            Message::Rows(rows) => {
                for row in rows.iter() {
                    sink.write(&row.values, row.wkb.as_deref())?;
                }
            }
            Message::Finish => return sink.finish(),
        }
    }
    Err(ExportError::Stopped)
}

fn joined(
    thread: JoinHandle<Result<Vec<Written>, ExportError>>,
) -> Result<Vec<Written>, ExportError> {
    thread.join().unwrap_or(Err(ExportError::Stopped))
}

/// Removes files of a set that did not end together.
fn remove(files: &[Written]) {
    for file in files {
        if let Err(error) = std::fs::remove_file(&file.path) {
            tracing::warn!(%error, "a file that will not be delivered could not be removed");
        }
    }
}

/// Writes all rows of a layer in several formats, in one pass. `progress` is told the rows done, and `cancel` is looked at,
/// between two batches.
///
/// # Errors
/// [`ExportError::Source`] when the rows fail, [`ExportError::Cancelled`], or the first failure of a format. No file is
/// left then.
pub fn write_all<E>(
    formats: &[Format],
    folder: &Path,
    layer: &Arc<Layer>,
    rows: impl IntoIterator<Item = Result<Row, E>>,
    cancel: &AtomicBool,
    mut progress: impl FnMut(u64),
) -> Result<Vec<Written>, ExportError>
where
    E: Into<Box<dyn Error + Send + Sync>>,
{
    let mut writers = Writers::create(formats, folder, layer)?;
    for row in rows {
        let row = row.map_err(|error| ExportError::Source(error.into()))?;
        if writers.push(row)? {
            if cancel.load(Ordering::Relaxed) {
                return Err(ExportError::Cancelled);
            }
            progress(writers.rows());
        }
    }
    if cancel.load(Ordering::Relaxed) {
        return Err(ExportError::Cancelled);
    }
    let rows = writers.rows();
    let written = writers.finish()?;
    progress(rows);
    Ok(written)
}
