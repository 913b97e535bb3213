//! The canonical form of an event and its digests, as published. Said a second time, by the database, in the migration that chains.

use sha2::{Digest, Sha256};

use crate::store::journal::{ChainedRow, PersonalRow};

/// What precedes the first event.
pub const ORIGIN: [u8; 32] = [0; 32];
/// Names the canonical form; another form would have another name.
const FORM: &str = "gn_demandes.evenement/1";

/// One field: its length in bytes, a colon, its bytes, a comma; a hyphen when there is none.
fn frame(hasher: &mut Sha256, field: Option<&str>) {
    match field {
        None => hasher.update("-"),
        Some(text) => hasher.update(format!("{}:{text},", text.len())),
    }
}

/// The digest of an event after `precedent`.
pub fn digest(row: &ChainedRow, precedent: &[u8]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    frame(&mut hasher, Some(FORM));
    frame(&mut hasher, Some(&row.rang.to_string()));
    frame(&mut hasher, Some(&row.id_evenement.to_string()));
    frame(&mut hasher, Some(&row.id_demande.to_string()));
    frame(&mut hasher, row.id_lot.map(|id| id.to_string()).as_deref());
    frame(&mut hasher, Some(&row.kind));
    frame(&mut hasher, row.state_before.as_deref());
    frame(&mut hasher, row.state_after.as_deref());
    frame(&mut hasher, Some(&instant(row)));
    frame(&mut hasher, Some(&row.detail));
    frame(
        &mut hasher,
        Some(&crate::digest::hex(&row.personnel_sha256)),
    );
    frame(&mut hasher, Some(&crate::digest::hex(precedent)));
    hasher.finalize().to_vec()
}

/// When, in UTC, to the microsecond.
pub fn instant(row: &ChainedRow) -> String {
    row.at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// The digest of a personal part.
pub fn personal_digest(row: &PersonalRow) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(&row.sel);
    frame(&mut hasher, row.id_role.map(|id| id.to_string()).as_deref());
    frame(&mut hasher, row.motif.as_deref());
    frame(&mut hasher, row.detail.as_deref());
    hasher.finalize().to_vec()
}
