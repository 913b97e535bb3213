//! The rules of the procedure, held against tables written by hand and against random sequences.
#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own data must stop"
)]

mod avis_decision;
mod clocks;
mod codes;
mod completude;
mod demande;
mod echeance;
mod fallback;
mod guard;
mod lettre;
mod lot;
mod message;
mod past;
mod permission;
mod registers;
mod rights;
mod settings;
mod taxa_list;
mod tour_de_table;

use chrono::NaiveDate;

/// A day written `2024-02-29`.
fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of the test")
}
