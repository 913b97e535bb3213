//! Areas and what lies to them: relations, overlaps, validity and indexes, against oracles written apart.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod exact;
mod index;
mod overlap;
mod relate;
mod valid;
