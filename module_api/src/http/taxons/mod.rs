//! `/taxons`: TAXREF for the page: names searched, lists read line by line.

pub mod list;
pub mod search;
