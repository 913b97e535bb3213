//! `GET /me`: who is logged in, and what his rights give.

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Json,
        precondition::State,
    },
    service::me::{self, Me},
};

/// Who is logged in.
#[utoipa::path(get, path = "/me", tag = "module",
    responses((status = 200, body = Me), (status = 401, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Me>, ApiError> {
    Ok(Json(me::read(&state, &actor).await?))
}
