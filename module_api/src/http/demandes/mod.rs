//! `/demandes`: the dossier, from brouillon to the log.

pub mod actions;
pub mod annonce;
pub mod carte;
pub mod completude;
pub mod create;
pub mod depot;
pub mod edit;
pub mod explain;
pub mod journal;
pub mod list;
pub mod lots;
pub mod perimetre;
pub mod permission;
pub mod read;
pub mod summary;

use chrono::{DateTime, NaiveDate, Utc};
use demandes_domain::demande::ShownState;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::precondition::Versioned, service::taxons::Probleme, store::demandes::DemandeRow,
};

/// A demande, as its readers see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Demande {
    /// Key.
    pub id_demande: Uuid,
    /// Number for people.
    pub numero: String,
    /// State: its own until it is complete, then what its lots say.
    pub state: String,
    /// The same, in French.
    pub state_label: &'static str,
    /// Grows with each change of the dossier or of its lots; also its `ETag`.
    pub version: i32,
    /// Who asks.
    pub id_demandeur: i32,
    /// His name.
    pub demandeur: Option<String>,
    /// For which organisme.
    pub organisme: Option<String>,
    /// Maître d'ouvrage.
    pub maitre_ouvrage: Option<String>,
    /// Purpose (code).
    pub objet: Option<String>,
    /// The purpose in free text.
    pub objet_detail: String,
    /// What the data will be used for.
    pub intended_use: String,
    /// For how many months.
    pub use_months: Option<i32>,
    /// Who else will hold the data.
    pub other_holders: String,
    /// First day of observation wanted.
    pub date_from: Option<NaiveDate>,
    /// Last day of observation wanted.
    pub date_to: Option<NaiveDate>,
    /// Taxa wanted; none means all.
    pub cd_noms: Option<Vec<i32>>,
    /// Lines of the list of taxa that are to be corrected before the dépôt.
    #[schema(value_type = Vec<Probleme>)]
    pub taxa_problems: serde_json::Value,
    /// Whether sensitive data are wanted precisely.
    pub wants_precise_sensitive: bool,
    /// Whether the blurred copy is taken if the precise lot is refused.
    pub accepts_fallback: bool,
    /// Profil de diffusion: what the files hold, under which names.
    pub profil: String,
    /// Formats wanted.
    pub formats: Vec<String>,
    /// Who checks the dossier.
    pub id_responsable: Option<i32>,
    /// What the check said.
    pub completude_comment: Option<String>,
    /// First dépôt.
    pub deposited_at: Option<DateTime<Utc>>,
    /// Found complete.
    pub completed_at: Option<DateTime<Utc>>,
    /// Made.
    pub created_at: DateTime<Utc>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
}

impl Versioned for Demande {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Demande {
    /// From its row and the state people see.
    #[must_use]
    pub fn new(row: DemandeRow, shown: ShownState) -> Self {
        Self {
            id_demande: row.id_demande,
            numero: row.numero,
            state: shown.to_string(),
            state_label: shown.label(),
            version: row.version,
            id_demandeur: row.id_demandeur,
            demandeur: row.demandeur,
            organisme: row.organisme,
            maitre_ouvrage: row.maitre_ouvrage,
            objet: row.objet,
            objet_detail: row.objet_detail,
            intended_use: row.intended_use,
            use_months: row.use_months,
            other_holders: row.other_holders,
            date_from: row.date_from,
            date_to: row.date_to,
            cd_noms: row.cd_noms,
            taxa_problems: row.taxa_problems,
            wants_precise_sensitive: row.wants_precise_sensitive,
            accepts_fallback: row.accepts_fallback,
            profil: row.profil,
            formats: row.formats,
            id_responsable: row.id_responsable,
            completude_comment: row.completude_comment,
            deposited_at: row.deposited_at,
            completed_at: row.completed_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
