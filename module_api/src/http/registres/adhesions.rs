//! `/adhesions`: memberships listed, begun, ended.

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
    service::registres::adhesions::{self, AdhesionDraft, FinAdhesion},
    store::registres::adhesions::Adhesion,
};

impl Versioned for Adhesion {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Which memberships.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this organisme.
    pub id_organisme: Option<i32>,
    /// In force on this day.
    pub on: Option<NaiveDate>,
}

/// The memberships, by organisme.
#[utoipa::path(get, path = "/adhesions", tag = "registres", params(Filter),
    responses((status = 200, body = [Adhesion]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(filter): Query<Filter>,
) -> Result<Json<Vec<Adhesion>>, ApiError> {
    let rows = adhesions::list(&state, &actor, filter.id_organisme, filter.on).await?;
    Ok(Json(rows))
}

/// Begins a membership.
#[utoipa::path(post, path = "/adhesions", tag = "registres", request_body = AdhesionDraft,
    responses((status = 201, body = Adhesion), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Json(draft): Json<AdhesionDraft>,
) -> Result<(StatusCode, Tagged<Adhesion>), ApiError> {
    let row = adhesions::create(&state, &actor, &draft).await?;
    Ok((StatusCode::CREATED, Tagged(row)))
}

/// Ends a membership: a décision on a pré-adhésion, or a departure. Gives the memberships of the organisme.
#[utoipa::path(post, path = "/adhesions/{id_adhesion}/fin", tag = "registres", params(("id_adhesion" = i32, Path)),
    request_body = FinAdhesion,
    responses((status = 200, body = [Adhesion]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn end(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(end): Json<FinAdhesion>,
) -> Result<Json<Vec<Adhesion>>, ApiError> {
    Ok(Json(adhesions::end(&state, &actor, id, &end).await?))
}
