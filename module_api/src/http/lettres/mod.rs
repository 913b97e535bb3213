//! `/lettres` and `/demandes/{id}/lettres`: the numbered letters of a dossier.

pub mod list;
pub mod read;
