//! `POST /demandes`: a new demande, in state brouillon.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use demandes_domain::demande::ShownState;

use super::Demande;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Json,
        precondition::{State, Tagged},
    },
    service::demandes::{self, DemandeDraft},
};

/// Makes a demande in state brouillon.
#[utoipa::path(post, path = "/demandes", tag = "demandes", request_body = DemandeDraft,
    responses((status = 201, body = Demande), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Json(draft): Json<DemandeDraft>,
) -> Result<(StatusCode, HeaderMap, Tagged<Demande>), ApiError> {
    let row = demandes::create(&state, &actor, draft).await?;
    let mut headers = HeaderMap::new();
    if let Ok(location) =
        HeaderValue::from_str(&format!("{}/demandes/{}", state.base_path, row.id_demande))
    {
        headers.insert(header::LOCATION, location);
    }
    Ok((
        StatusCode::CREATED,
        headers,
        Tagged(Demande::new(row, ShownState::Brouillon)),
    ))
}
