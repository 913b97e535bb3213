//! The project itself: its shape, its copy of the schema of GeoNature, its packages, its benchmark.

mod bench;
mod geonature_schema;
mod house;
mod package;
mod real_data;
