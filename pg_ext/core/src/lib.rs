//! Pure core of the extension `gn_diffusion`: reads and writes `PostGIS`'s serialized geometries ([`codec`]), blurs a
//! geometry to the cells of a square grid ([`blur`]), names the cells of the national grids ([`cell_code`]), tells how a location
//! lies to an area ([`relate`]), what of two areas overlaps ([`overlap`]) and which polygons are valid without a doubt
//! ([`valid`]), finds the areas of a set that hold a location ([`index`]), and applies compiled sensitivity rules ([`rules`]).
//!
//! It is not: glue with `PostgreSQL` (crate `gn_diffusion`), nor a geometry library. No input or output, no global
//! state, no unsafe code: the same input gives the same output on every machine.
#![forbid(unsafe_code)]

mod arc;
pub mod blur;
pub mod cell_code;
pub mod cells;
pub mod codec;
mod cover;
pub mod dissolve;
pub mod index;
pub mod overlap;
mod paths;
pub mod relate;
pub mod rules;
pub mod valid;
