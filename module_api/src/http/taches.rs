//! `GET /taches`: what waits for the person, soonest deadline first.

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Json,
        precondition::State,
    },
    service::taches::{self, Tache},
};

/// What waits for the person.
#[utoipa::path(get, path = "/taches", tag = "module",
    responses((status = 200, body = [Tache]), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Tache>>, ApiError> {
    Ok(Json(taches::list(&state, &actor).await?))
}
