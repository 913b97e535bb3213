//! `/livraisons`: what a link opens.

pub mod download;
