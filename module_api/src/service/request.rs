//! What a request says beside its content: which version its author had read, and the key under which it is done once.
//!
//! Not here: how HTTP carries them (`http::precondition`, `http::idempotency`).

use uuid::Uuid;

use super::{Result, ServiceError};

/// Which version the author of a change had read (`If-Match`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Seen {
    /// He does not say.
    #[default]
    Unsaid,
    /// Whichever it is: he means to overwrite it.
    Any,
    /// This one.
    Version(i32),
}

/// A request that must be done once, however often it is sent (`Idempotency-Key`). Known by digests only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Whose key.
    pub id_role: i32,
    /// Digest of the key.
    pub key_sha256: Vec<u8>,
    /// Digest of what is asked: method, path and body.
    pub request_sha256: Vec<u8>,
    /// This very try, told from another one with the same key.
    pub attempt: Uuid,
}

/// Both.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The version read.
    pub seen: Seen,
    /// The key.
    pub claim: Option<Claim>,
}

/// Whether losing the change of somebody else is possible: then the version read must be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrites {
    /// What is written takes the place of what is there.
    Yes,
    /// A step that the state allows or not, or an addition.
    No,
}

impl Request {
    /// Whether what is changed is still what its author read.
    ///
    /// # Errors
    /// [`ServiceError::Stale`] when it is not; [`ServiceError::VersionRequired`] when it must be said and is not.
    pub fn check_version(&self, version: i32, overwrites: Overwrites) -> Result<()> {
        match (self.seen, overwrites) {
            (Seen::Version(seen), _) if seen != version => Err(ServiceError::Stale),
            (Seen::Unsaid, Overwrites::Yes) => Err(ServiceError::VersionRequired),
            _ => Ok(()),
        }
    }
}
