//! `PATCH /demandes/{id}`: changes what its author writes (brouillon or incomplete only).

use uuid::Uuid;

use super::Demande;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::{State, Tagged},
    },
    service::demandes::{self, DemandeDraft},
};

/// Changes a demande; a member left out is left as it is.
#[utoipa::path(patch, path = "/demandes/{id}", tag = "demandes", params(("id" = Uuid, Path)), request_body = DemandeDraft,
    responses((status = 200, body = Demande), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(draft): Json<DemandeDraft>,
) -> Result<Tagged<Demande>, ApiError> {
    let (row, shown) = demandes::edit(&state, &actor, id, draft).await?;
    Ok(Tagged(Demande::new(row, shown)))
}
