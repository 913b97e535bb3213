//! `/zones`: communes and départements, for a map and a search field.

pub mod communes;
pub mod contours;
pub mod search;
