//! `/tableau` and `/statistiques`: the board, its export, the figures of a period.

pub mod export;
pub mod figures;
pub mod page;
