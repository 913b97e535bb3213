//! `GET /demandes/{id}/actions`: what the person may do now, and why not what he may not.

use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::actions::{self, Actions},
};

/// What the person may do with a demande and its lots.
#[utoipa::path(get, path = "/demandes/{id}/actions", tag = "demandes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Actions), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<Actions>, ApiError> {
    Ok(Json(actions::read(&state, &actor, id).await?))
}
