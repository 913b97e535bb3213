//! What the summary tells of the status of a taxon: one class each, so that classes share no record. Not here: which statuses of TAXREF
//! count (a table of the database).

use crate::code::coded_enum;

coded_enum! {
    /// Class of a taxon by its statuses.
    pub enum Statut("le statut d'un taxon") {
        /// Protected, and threatened by a red list.
        ProtegeeMenacee = "protegee_menacee",
        /// Protected only.
        Protegee = "protegee",
        /// Threatened only.
        Menacee = "menacee",
        /// Neither.
        Aucun = "aucun",
    }
}

impl Statut {
    /// French wording.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ProtegeeMenacee => "Protégée et menacée (liste rouge)",
            Self::Protegee => "Protégée",
            Self::Menacee => "Menacée (liste rouge)",
            Self::Aucun => "Ni protégée ni menacée",
        }
    }
}
