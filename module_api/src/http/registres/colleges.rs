//! `/colleges`: who sits in them.

use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path, Query},
        precondition::{State, Tagged, Versioned},
    },
    service::registres::colleges::{self, MembreDraft},
    store::registres::colleges::Membre,
};

impl Versioned for Membre {
    fn version(&self) -> i32 {
        self.version
    }
}

/// On which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// In force on this day; today when left out.
    pub on: Option<NaiveDate>,
}

/// The members of the colleges. Who does not keep the registers reads the published list.
#[utoipa::path(get, path = "/colleges/membres", tag = "registres", params(Filter),
    responses((status = 200, body = [Membre]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(filter): Query<Filter>,
) -> Result<Json<Vec<Membre>>, ApiError> {
    Ok(Json(colleges::list(&state, &actor, filter.on).await?))
}

/// Adds a member.
#[utoipa::path(post, path = "/colleges/membres", tag = "registres", request_body = MembreDraft,
    responses((status = 201, body = Membre), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Json(draft): Json<MembreDraft>,
) -> Result<(StatusCode, Tagged<Membre>), ApiError> {
    let row = colleges::create(&state, &actor, &draft).await?;
    Ok((StatusCode::CREATED, Tagged(row)))
}

/// Replaces what is written of a member.
#[utoipa::path(put, path = "/colleges/membres/{id_membre}", tag = "registres", params(("id_membre" = i32, Path)),
    request_body = MembreDraft,
    responses((status = 200, body = Membre), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn update(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(draft): Json<MembreDraft>,
) -> Result<Tagged<Membre>, ApiError> {
    Ok(Tagged(colleges::update(&state, &actor, id, &draft).await?))
}
