//! `POST /lots/{id}/session`: the demandeur fetches a lot that was sent, from the page where he is logged in.

use axum::{Json, http::StatusCode};
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Path,
        livraisons::open::Telechargement,
        precondition::State,
    },
    service::livraison,
};

/// Opens the last livraison of a lot, as its link does; logged as a download.
#[utoipa::path(post, path = "/lots/{id}/session", tag = "livraisons", params(("id" = Uuid, Path)),
    responses((status = 201, body = Telechargement), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<Telechargement>), ApiError> {
    let opened = livraison::open_lot(&state, &actor, id).await?;
    Ok((
        StatusCode::CREATED,
        Json(Telechargement::new(&state.base_path, opened)),
    ))
}
