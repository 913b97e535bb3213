//! Areas and what lies to them: relations and overlaps, against oracles written apart.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod exact;
mod overlap;
mod relate;
