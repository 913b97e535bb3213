//! What every use case is handed: the database, the clock, the folder of archives, the program itself.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use demandes_domain::echeance::paris_day;
use sqlx::PgPool;

use crate::clock::Clock;

/// Cloned freely.
#[derive(Clone)]
pub struct Context {
    /// GeoNature's database.
    pub pool: PgPool,
    /// The one clock.
    pub clock: Clock,
    /// Where archives are kept.
    pub storage_dir: PathBuf,
    /// The key of the frozen lots, in a file of its own.
    pub lot_key_file: PathBuf,
    /// The program, re-run to read uploads in a child process with limits.
    pub program: PathBuf,
}

impl Context {
    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today in France.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        paris_day(self.now())
    }
}
