//! The extension alone, in psql: each function against PostGIS, GeoNature or SQL written apart; caches, rights, installation.

mod blur_to_grid;
mod blurred;
mod cache;
mod cell_code;
mod cycles;
mod install;
mod overlap;
mod refresh;
mod relate;
mod rights;
mod rules;
mod sensitivity;
mod sql;
mod standby;
mod tutorial;
