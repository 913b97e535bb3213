//! `GET /form`: what the form of a demande offers.

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Json,
        precondition::State,
    },
    service::form::{self, Form},
};

/// Purposes, formats, groups, limits, the engagement.
#[utoipa::path(get, path = "/form", tag = "module",
    responses((status = 200, body = Form), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Form>, ApiError> {
    Ok(Json(form::read(&state, &actor).await?))
}
