//! Why an extraction, or the attack that follows, did not end, in French, for the coordination and the responsible of the lot. The technical words stay in the logs.

use super::work::Stopped;
use crate::service::ServiceError;

/// What is told of a failure; nothing when another worker has taken the work over, who will say.
#[must_use]
pub fn told(error: &ServiceError) -> Option<String> {
    match stopped(error) {
        Some(Stopped::LeaseLost) => return None,
        Some(reason) => return Some(reason.to_string()),
        None => (),
    }
    if is_disk_full(error) {
        return Some(
            "Le disque des archives est plein : libérez de la place. Ce travail sera tenté de nouveau.".to_owned(),
        );
    }
    if is_database_gone(error) {
        return Some(
            "La base de données a été interrompue pendant ce travail, qui sera tenté de nouveau."
                .to_owned(),
        );
    }
    Some(error.to_string())
}

/// Whether the work was told to stop.
#[must_use]
pub fn stopped(error: &ServiceError) -> Option<Stopped> {
    match error {
        ServiceError::Internal(error) => error.downcast_ref::<Stopped>().copied(),
        _ => None,
    }
}

fn is_disk_full(error: &ServiceError) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let ServiceError::Internal(error) = error else {
        return false;
    };
    error.chain().any(|cause| {
        let full = cause.downcast_ref::<std::io::Error>().is_some_and(|cause| {
            matches!(cause.kind(), StorageFull | FileTooLarge | QuotaExceeded)
        });
        // GDAL and SQLite tell it in words.
        let words = cause.to_string();
        full || words.contains("disk is full") || words.contains("No space left")
    })
}

fn is_database_gone(error: &ServiceError) -> bool {
    use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, Protocol, Tls};
    match error {
        ServiceError::Database(Io(_) | PoolClosed | PoolTimedOut | Protocol(_) | Tls(_)) => true,
        // Class 57: the server is being stopped, or has ended this session.
        ServiceError::Database(Database(error)) => {
            error.code().is_some_and(|code| code.starts_with("57"))
        }
        _ => false,
    }
}
