//! `GET /demandes/{id}/lettres`: the letters of a dossier, in the order of their numbers.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use demandes_domain::lettre::Modele;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    digest::hex,
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::lettres,
    store::lettres::LettreRow,
};

/// A letter to the demandeur.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "GeoNature names its keys so")]
pub struct Lettre {
    /// Its id: `GET /lettres/{id}` reads it.
    id_lettre: Uuid,
    /// Its number: the year, and the rank in that year, without any missing.
    #[schema(example = "2026-L-0012")]
    numero: String,
    /// `recepisse`, `incompletude`, `prolongation`, `accord`, `accord_partiel`, `refus`, `cloture`.
    modele: String,
    /// The same, in French.
    libelle: &'static str,
    /// Who signed it, if a person did.
    signataire: Option<String>,
    /// When it was written.
    written_at: DateTime<Utc>,
    /// SHA-256 of the PDF, in hexadecimal; the event that wanted the letter has it too.
    sha256: String,
    /// Whether what it said was erased, with the personal data of the demandeur.
    erased: bool,
}

impl TryFrom<LettreRow> for Lettre {
    type Error = ApiError;

    fn try_from(row: LettreRow) -> Result<Self, ApiError> {
        let modele: Modele = row
            .modele
            .parse()
            .context("stored letter")
            .map_err(|error| ApiError::internal(&error))?;
        Ok(Self {
            id_lettre: row.id_lettre,
            numero: row.numero,
            libelle: modele.label(),
            modele: row.modele,
            signataire: row.signataire,
            written_at: row.written_at,
            sha256: hex(&row.sha256),
            erased: row.erased,
        })
    }
}

/// The letters of a demande.
#[utoipa::path(get, path = "/demandes/{id}/lettres", tag = "lettres", params(("id" = Uuid, Path)),
    responses((status = 200, body = [Lettre]), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<Lettre>>, ApiError> {
    let rows = lettres::list(&state, &actor, id).await?;
    let letters: Result<Vec<Lettre>, ApiError> = rows.into_iter().map(Lettre::try_from).collect();
    Ok(Json(letters?))
}
