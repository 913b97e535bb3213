//! `GET /statistiques`: what a period gives in figures, for the yearly report; `GET /retours-usage`: what was made of whose data.

use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::export::{Fichier, file};
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Query},
        precondition::State,
    },
    service::board::{self, Statistiques},
    store::usage::Retour,
};

/// Which period, both days included.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// The figures of a period: delays by class of demandeur, avis by pôle, refusals and why.
#[utoipa::path(get, path = "/statistiques", tag = "tableau", params(Period),
    responses((status = 200, body = Statistiques), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(period): Query<Period>,
) -> Result<Json<Statistiques>, ApiError> {
    let figures = board::statistics(&state, &actor, period.from, period.to).await?;
    Ok(Json(figures))
}

/// What was sent in a period, by dataset, group and precision: to whom, for what.
#[utoipa::path(get, path = "/retours-usage", tag = "tableau", params(Period),
    responses((status = 200, body = [Retour]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn returns(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(period): Query<Period>,
) -> Result<Json<Vec<Retour>>, ApiError> {
    let rows = board::returns(&state, &actor, period.from, period.to).await?;
    Ok(Json(rows))
}

/// The same as CSV.
#[utoipa::path(get, path = "/retours-usage/csv", tag = "tableau", params(Period),
    responses((status = 200, body = Fichier, content_type = "text/csv"), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn returns_csv(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(period): Query<Period>,
) -> Result<Response, ApiError> {
    let table = board::returns_table(&state, &actor, period.from, period.to).await?;
    let bytes = table.csv().map_err(|error| ApiError::internal(&error))?;
    Ok(file("retours_usage.csv", "text/csv; charset=utf-8", bytes))
}
