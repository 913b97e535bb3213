//! `POST /demandes/{id}/completude`: the outcome of the check by a person; complete, its lots open.

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
    service::completude::{self, CompletudeDraft},
};

/// Records the outcome of the check by a person; complete, its lots open.
#[utoipa::path(post, path = "/demandes/{id}/completude", tag = "demandes", params(("id" = Uuid, Path)), request_body = CompletudeDraft,
    responses((status = 200, body = Demande), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(draft): Json<CompletudeDraft>,
) -> Result<Tagged<Demande>, ApiError> {
    let (row, shown) = completude::declare(&state, &actor, id, &draft).await?;
    Ok(Tagged(Demande::new(row, shown)))
}
