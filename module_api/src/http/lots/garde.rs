//! `GET /garde`: what the guard across demandes flagged; `POST /lots/{id}/garde`: lifts it, with a motif.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Bloque, Lot, Signalement};
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::{State, Tagged},
    },
    service,
};

/// Why what was flagged may leave.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lifting {
    /// Why. Kept with the flag; the demandeur does not read it.
    pub motif: String,
}

/// What nobody has lifted, newest first.
#[utoipa::path(get, path = "/garde", tag = "lots",
    responses((status = 200, body = [Signalement]), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Signalement>>, ApiError> {
    let flags = service::guard::list(&state, &actor).await?;
    Ok(Json(flags.into_iter().map(Signalement::new).collect()))
}

/// The lots that the adversary keeps from leaving, oldest first.
#[utoipa::path(get, path = "/garde/bloques", tag = "lots",
    responses((status = 200, body = [Bloque]), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn blocked(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Bloque>>, ApiError> {
    let rows = service::guard::blocked(&state, &actor).await?;
    Ok(Json(rows.into_iter().map(Bloque::new).collect()))
}

/// Lifts what was flagged on a lot.
#[utoipa::path(post, path = "/lots/{id}/garde", tag = "lots", params(("id" = Uuid, Path)), request_body = Lifting,
    responses((status = 200, body = Lot), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn lift(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(lifting): Json<Lifting>,
) -> Result<Tagged<Lot>, ApiError> {
    service::guard::lift(&state, &actor, id, &lifting.motif).await?;
    Ok(Tagged(Lot::new(
        service::lots::one(&state, &actor, id).await?,
    )))
}
