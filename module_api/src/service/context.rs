//! What every use case is handed: the database, the clock, the folder of archives, the program itself.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use demandes_domain::echeance::paris_day;
use sqlx::{PgPool, Postgres, Transaction};

use super::{Result, idempotency, request::Request};
use crate::{clock::Clock, store};

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
    /// What the request at hand says beside its content; nothing for the worker.
    pub request: Request,
}

impl Context {
    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Begins the transaction of a use case that changes something. The key of the request, if it has one, is taken in it: the change
    /// and the key commit together.
    ///
    /// # Errors
    /// When another attempt of the same request took the key.
    pub async fn begin(&self) -> Result<Transaction<'static, Postgres>> {
        let mut tx = self.pool.begin().await?;
        if let Some(claim) = &self.request.claim {
            let mine = store::idempotency::take(
                &mut tx,
                claim.id_role,
                &claim.key_sha256,
                &claim.request_sha256,
                claim.attempt,
                self.now(),
            )
            .await?;
            if !mine {
                return Err(idempotency::already_done());
            }
        }
        Ok(tx)
    }

    /// Today in France.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        paris_day(self.now())
    }
}
