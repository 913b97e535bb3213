//! Service of the module « Demandes d'accès »: deposit, announced route, tour de table, avis, décision, lots, delivery.
//!
//! `http` → `service` → `store`, with the rules in the crate `demandes_domain`; `jobs` is the worker, `mail` sends its messages; `perimetre` and `export` read and
//! write files.

pub mod clock;
pub mod commands;
pub mod config;
pub mod digest;
pub mod export;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod perimetre;
pub mod service;
pub mod store;
pub mod trace;
