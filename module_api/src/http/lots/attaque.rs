//! `POST /lots/{id}/attaque`: its responsible, or the coordination, has the archive of a lot attacked again.

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
    service::{adversary, lots},
};

/// Attacks the archive of a lot again: one that is blocked is verified when no attack succeeds any more.
#[utoipa::path(post, path = "/lots/{id}/attaque", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 202, body = Lot), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Tagged<Lot>), ApiError> {
    adversary::again(&state, &actor, id).await?;
    let view = lots::one(&state, &actor, id).await?;
    Ok((StatusCode::ACCEPTED, Tagged(Lot::new(view))))
}
