//! Registers kept by people.

pub mod adhesions;
pub mod annuaire;
pub mod colleges;
pub mod consignes;
pub mod groupes;
pub mod maitres_ouvrage;
pub mod partage;
pub mod poles;
pub mod reglages;
