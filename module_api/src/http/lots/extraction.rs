//! `POST /lots/{id}/extraction` and `…/annulation`: its responsible starts the work on a lot again (its extraction, then the attack of its
//! archive), or stops it.

use axum::http::StatusCode;
use uuid::Uuid;

use super::Lot;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Path,
        precondition::{State, Tagged},
    },
    service::{extraction, lots},
};

/// Starts the extraction of a lot again; the archive of one that is blocked is dropped.
#[utoipa::path(post, path = "/lots/{id}/extraction", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 202, body = Lot), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn relaunch(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Tagged<Lot>), ApiError> {
    extraction::relaunch(&state, &actor, id).await?;
    let view = lots::one(&state, &actor, id).await?;
    Ok((StatusCode::ACCEPTED, Tagged(Lot::new(view))))
}

/// Stops the extraction of a lot, or the attack of its archive.
#[utoipa::path(post, path = "/lots/{id}/extraction/annulation", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 200, body = Lot), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn cancel(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Tagged<Lot>, ApiError> {
    extraction::cancel(&state, &actor, id).await?;
    let view = lots::one(&state, &actor, id).await?;
    Ok(Tagged(Lot::new(view)))
}
