//! The only SQL of the service, by aggregate. Plain functions over a connection: the use case owns the transaction.
//!
//! Not here: rules. A function loads or stores, and never decides.

pub mod adversary;
pub mod avis;
pub mod board;
pub mod classification;
pub mod clocks;
pub mod demandes;
pub mod empreintes;
pub mod evenements;
pub mod guard;
pub mod idempotency;
pub mod imports;
pub mod install;
pub mod jobs;
pub mod journal;
pub mod lettres;
pub mod livraisons;
pub mod lots;
pub mod messages;
pub mod perimetres;
pub mod permissions;
pub mod poles;
pub mod profils;
pub mod registers;
pub mod registres;
pub mod roles;
pub mod settings;
pub mod summary;
pub mod taxons;
pub mod usage;
pub mod zones;
