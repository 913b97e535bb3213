//! The rules of the procedure: what may happen to a demande, its lots, their avis and decisions, when, and by whom.
//!
//! Pure: no database, no HTTP, no clock, no randomness. Days, identifiers and settings are parameters, so that the same
//! code announces a route and decides it, and a past demande can be judged again under the settings of its day.
//! Not here: geometry and the classification of observations (extension `gn_diffusion`), storage, mails.

mod code;

pub mod avis;
pub mod clocks;
pub mod completude;
pub mod decision;
pub mod demande;
pub mod echeance;
pub mod fallback;
pub mod guard;
pub mod lettre;
pub mod lot;
pub mod message;
pub mod past;
pub mod permission;
pub mod registers;
pub mod rights;
pub mod settings;
pub mod statut;
pub mod taxa_list;
pub mod tour_de_table;

pub use code::UnknownCode;

/// Identifier of a pole, as stored in the register of poles (the coordination is one of them).
pub type PoleId = i32;

/// `utilisateurs.t_roles.id_role`.
pub type RoleId = i32;

/// `utilisateurs.bib_organismes.id_organisme`.
pub type OrganismeId = i32;

/// Whether a text carries something else than blanks.
pub(crate) fn is_filled(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}
