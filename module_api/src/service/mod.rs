//! Use cases. One use case is one transaction: load → domain → store → enqueue; state, event and job commit together.
//!
//! Not here: SQL (`store`), rules (`demandes_domain`), HTTP.

pub mod actions;
pub mod actors;
pub mod adversary;
pub mod annonce;
pub mod avis;
pub mod board;
pub mod clocks;
pub mod completude;
pub mod context;
pub mod controle;
pub mod decision;
pub mod demandes;
pub mod depot;
pub mod dossier;
pub mod error;
pub mod expiry;
pub mod explain;
pub mod extraction;
pub mod fallback;
pub mod figures;
pub mod form;
pub mod guard;
pub mod idempotency;
pub mod import;
pub mod journal;
pub mod lettres;
pub mod link;
pub mod livraison;
pub mod lots;
pub mod me;
pub mod messages;
pub mod named;
pub mod perimetre;
pub mod permission;
pub mod preview;
pub mod profil;
pub mod registres;
pub mod request;
pub mod settings;
pub mod summary;
pub mod taches;
pub mod taxons;
pub mod trace;
pub mod zones;

pub use context::Context;
pub use error::{FieldProblem, Result, ServiceError};
