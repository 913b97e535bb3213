//! Errors of the core, as `PostgreSQL` reports them: a message in French and an SQLSTATE.

use gn_diffusion_core::blur::BlurError;
use pgrx::PgSqlErrorCode;
use pgrx::prelude::*;

/// Raises the error; the transaction is rolled back by `PostgreSQL` once Rust frames are unwound.
pub fn report(error: BlurError) -> ! {
    let (code, message) = described(error);
    ereport!(ERROR, code, message, error.to_string());
}

fn described(error: BlurError) -> (PgSqlErrorCode, String) {
    match error {
        BlurError::Size(size) => (
            PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
            format!("la taille de maille doit être strictement positive (reçu : {size})"),
        ),
        BlurError::TooManyCells { limit } => (
            PgSqlErrorCode::ERRCODE_PROGRAM_LIMIT_EXCEEDED,
            format!("la géométrie couvre plus de {limit} mailles : choisir une maille plus grande"),
        ),
        BlurError::Decode(_) => (
            PgSqlErrorCode::ERRCODE_INVALID_TEXT_REPRESENTATION,
            String::from(
                "la géométrie est illisible : ses octets sont corrompus ou d'un type inconnu",
            ),
        ),
        BlurError::Encode(_) => (
            PgSqlErrorCode::ERRCODE_PROGRAM_LIMIT_EXCEEDED,
            String::from("la géométrie floutée ne peut pas être écrite"),
        ),
    }
}
