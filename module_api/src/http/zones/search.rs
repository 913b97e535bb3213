//! `GET /zones`: communes or départements by name or code.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Query},
        precondition::State,
    },
    service::{perimetre::AreaType, zones},
    store::zones::Zone,
};

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Communes or départements.
    pub area_type: AreaType,
    /// Part of the name, or the beginning of the code.
    pub q: String,
}

/// Twenty zones at most, those whose name begins with the text first.
#[utoipa::path(get, path = "/zones", tag = "module", params(Wanted),
    responses((status = 200, body = [Zone]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Vec<Zone>>, ApiError> {
    Ok(Json(
        zones::search(&state, &actor, wanted.area_type, &wanted.q).await?,
    ))
}
