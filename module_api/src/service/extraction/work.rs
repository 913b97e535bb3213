//! The handle of a piece of work under way: how far it is, and whether it must stop. Shared with the threads that write files.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU8, Ordering},
};

use uuid::Uuid;

/// A job leased by a worker. Lost when another worker has taken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub id_job: i64,
    /// What this taking of it is known by.
    pub worker: Uuid,
}

/// Why a piece of work stops before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// Somebody asked for it.
    #[error("Travail annulé : il peut être relancé.")]
    Cancelled,
    /// Another worker has the job, or may have it.
    #[error("bail perdu : un autre worker a repris ce travail")]
    LeaseLost,
}

/// What an extraction is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// The extension classes the records.
    #[default]
    Classement,
    /// The rows are read and frozen.
    Lecture,
    /// The files are written from the frozen rows.
    Fichiers,
    /// The archive is made and checked.
    Verification,
    /// The adversary is at it.
    Attaque,
}

impl Step {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Classement => "classement",
            Self::Lecture => "lecture",
            Self::Fichiers => "fichiers",
            Self::Verification => "verification",
            Self::Attaque => "attaque",
        }
    }
}

/// How far a piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// What it is doing.
    pub step: Step,
    /// Rows done in this step.
    pub done: u64,
    /// Rows to do in this step; 0 when not known yet.
    pub total: u64,
}

/// Cloned freely: every clone is the same work.
#[derive(Debug, Clone)]
pub struct Work {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    lease: Option<Lease>,
    stop: AtomicU8,
    progress: Mutex<Progress>,
}

const RUNNING: u8 = 0;
const CANCELLED: u8 = 1;
const LEASE_LOST: u8 = 2;

impl Work {
    /// Work under a lease; without one, work that nobody else may take (a replay).
    #[must_use]
    pub fn new(lease: Option<Lease>) -> Self {
        Self {
            shared: Arc::new(Shared {
                lease,
                stop: AtomicU8::new(RUNNING),
                progress: Mutex::new(Progress::default()),
            }),
        }
    }

    /// The lease it is done under.
    #[must_use]
    pub fn lease(&self) -> Option<Lease> {
        self.shared.lease
    }

    /// Tells it to stop: every thread sees it at its next [`Work::check`].
    pub fn stop(&self, reason: Stopped) {
        let code = match reason {
            Stopped::Cancelled => CANCELLED,
            Stopped::LeaseLost => LEASE_LOST,
        };
        self.shared.stop.store(code, Ordering::Relaxed);
    }

    /// Goes on, or not.
    ///
    /// # Errors
    /// When it was told to stop.
    pub fn check(&self) -> Result<(), Stopped> {
        match self.shared.stop.load(Ordering::Relaxed) {
            CANCELLED => Err(Stopped::Cancelled),
            LEASE_LOST => Err(Stopped::LeaseLost),
            _ => Ok(()),
        }
    }

    /// Begins a step of so many rows.
    ///
    /// # Errors
    /// When it was told to stop.
    pub fn begin(&self, step: Step, total: u64) -> Result<(), Stopped> {
        *self.progress_mut() = Progress {
            step,
            done: 0,
            total,
        };
        self.check()
    }

    /// Counts rows done.
    ///
    /// # Errors
    /// When it was told to stop.
    pub fn advance(&self, rows: u64) -> Result<(), Stopped> {
        self.progress_mut().done += rows;
        self.check()
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        *self.progress_mut()
    }

    fn progress_mut(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.shared
            .progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
