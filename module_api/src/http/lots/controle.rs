//! `GET /lots/{id}/controle`: what is checked before a lot is released; `POST /lots/{id}/information`: tells the pôles not told yet.

use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::controle::{self, ControleAvantEnvoi},
};

/// What is checked before a lot is released, and whether it may be.
#[utoipa::path(get, path = "/lots/{id}/controle", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 200, body = ControleAvantEnvoi), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub async fn read(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<ControleAvantEnvoi>, ApiError> {
    Ok(Json(controle::read(&state, &actor, id).await?))
}

/// Tells the pôles concerned that have not been told yet that the lot is about to be sent.
#[utoipa::path(post, path = "/lots/{id}/information", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 200, body = ControleAvantEnvoi), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn inform(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<ControleAvantEnvoi>, ApiError> {
    Ok(Json(controle::inform(&state, &actor, id).await?))
}
