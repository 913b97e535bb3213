//! Index of the areas of one set (the communes, the cells of a grid, the territories of the rules): which of them hold a
//! position, and their stored geometries.
//!
//! An index is made once ([`Builder`]) into a flat sequence of words that may be written to a file and mapped by any number of
//! processes; [`AreaIndex`] reads it in place. It says what is in the bytes: where they are kept, and whether they are still
//! true, is the business of whoever holds them.
//!
//! The extent is cut into square cells. A cell that no border crosses lists the areas that cover it; another one lists, for each
//! area with a border there, the pieces of border and whether one known position of the cell, its anchor, is inside.
//! A position is inside when the segment to the anchor crosses the border an even number of times and the anchor is inside, or
//! an odd number and it is not. Every test is an exact predicate on the stored coordinates: the answer is `PostGIS`'s
//! `ST_Intersects` on valid areas, borders included.

mod build;
mod footprint;
mod layout;
mod meet;
mod view;

pub use build::{AreaRow, BuildError, Builder};
pub use meet::by_rule;
pub use view::{Area, AreaIndex, ViewError};
