//! `/livraisons` and `/telechargements`: what a link opens, and how it is read.

pub mod open;
pub mod read;
