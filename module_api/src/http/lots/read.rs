//! `GET /lots/{id}`: one lot, as its reader may see it.

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
    service,
};

/// One lot.
#[utoipa::path(get, path = "/lots/{id}", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 200, body = Lot), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Tagged<Lot>, ApiError> {
    Ok(Tagged(Lot::new(
        service::lots::one(&state, &actor, id).await?,
    )))
}
