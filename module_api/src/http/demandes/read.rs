//! `GET /demandes/{id}`: one demande.

use uuid::Uuid;

use super::Demande;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Path,
        precondition::{State, Tagged},
    },
    service::demandes,
};

/// One demande.
#[utoipa::path(get, path = "/demandes/{id}", tag = "demandes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Demande), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Tagged<Demande>, ApiError> {
    let (row, shown) = demandes::read(&state, &actor, id).await?;
    Ok(Tagged(Demande::new(row, shown)))
}
