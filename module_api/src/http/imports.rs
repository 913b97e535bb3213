//! `POST /imports/demandes`: past demandes brought in from a register (CSV), all or nothing.

use axum::{extract::Request, http::StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    AppState,
    authentication::Authenticated,
    error::{ApiError, Problem},
    extract::{Json, Query},
    precondition::State,
    upload::{self, FormulaireTexte, Sent, Texte},
};
use crate::service::import::{self, LigneImportee};

/// How.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Options {
    /// Only says what would be brought in, and keeps nothing.
    #[serde(default)]
    pub trial: bool,
}

/// Brings past demandes in. Columns: numero, depot, cloture, demandeur (identifier or address of an account), objet, lots (« F1, F2,
/// F3:RAPACES=refus »), and, if wanted, `maitre_ouvrage`, detail, departements, communes, geojson. One mistake, and none is kept.
#[utoipa::path(post, path = "/imports/demandes", tag = "registres", params(Options),
    request_body(content((FormulaireTexte = "multipart/form-data"), (Texte = "application/json"))),
    responses((status = 201, body = [LigneImportee]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(options): Query<Options>,
    request: Request,
) -> Result<(StatusCode, Json<Vec<LigneImportee>>), ApiError> {
    let bytes = match upload::read(request, import::MAX_BYTES).await? {
        Sent::Text(text) => text.into_bytes(),
        Sent::File(bytes) => bytes,
    };
    let lines = import::run(&state, &actor, &bytes, options.trial).await?;
    Ok((StatusCode::CREATED, Json(lines)))
}
