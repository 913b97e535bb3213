//! `POST /demandes/{id}/depot`: the dépôt; the route announced is kept.

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
    service::depot::{self, DepotDraft},
};

/// Records the dépôt; the route announced is kept.
#[utoipa::path(post, path = "/demandes/{id}/depot", tag = "demandes", params(("id" = Uuid, Path)), request_body = DepotDraft,
    responses((status = 200, body = Demande), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(draft): Json<DepotDraft>,
) -> Result<Tagged<Demande>, ApiError> {
    let (row, shown) = depot::deposit(&state, &actor, id, &draft).await?;
    Ok(Tagged(Demande::new(row, shown)))
}
