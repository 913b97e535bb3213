//! `/demandes/{id}/permission-geonature`: the time-limited permission in GeoNature's Synthèse, seen before it is granted, granted, taken away.

use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::permission::{self, Permission},
};

/// Why a permission is taken away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Why. Kept in the journal.
    pub motif: String,
}

/// What the permission of a demande would show and why it may not be granted, and the one it has.
#[utoipa::path(get, path = "/demandes/{id}/permission-geonature", tag = "demandes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Permission), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub async fn read(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<Permission>, ApiError> {
    Ok(Json(permission::read(&state, &actor, id).await?))
}

/// Grants it.
#[utoipa::path(post, path = "/demandes/{id}/permission-geonature", tag = "demandes", params(("id" = Uuid, Path)),
    responses((status = 201, body = Permission), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn grant(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<Permission>), ApiError> {
    let granted = permission::grant(&state, &actor, id).await?;
    Ok((StatusCode::CREATED, Json(granted)))
}

/// Takes it away.
#[utoipa::path(post, path = "/demandes/{id}/permission-geonature/retrait", tag = "demandes", params(("id" = Uuid, Path)),
    request_body = Revocation,
    responses((status = 200, body = Permission), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn revoke(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(revocation): Json<Revocation>,
) -> Result<Json<Permission>, ApiError> {
    let told = permission::revoke(&state, &actor, id, &revocation.motif).await?;
    Ok(Json(told))
}
