//! `GET /tableau/csv` and `GET /tableau/xlsx`: the board as a file.

use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa::ToSchema;

use super::page::Search;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Query,
        precondition::State,
    },
    service::board,
    store::board::Filter,
};

/// A file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Fichier(
    #[expect(dead_code, reason = "describes the body in the OpenAPI document")] Vec<u8>,
);

pub(super) fn file(name: &str, content_type: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        StatusCode::OK,
        [
            (header::CONTENT_TYPE, content_type),
            (header::CONTENT_DISPOSITION, disposition.as_str()),
        ],
        Body::from(bytes),
    )
        .into_response()
}

/// The lines of the board as CSV (semicolons, UTF-8). Nothing in it is run by a spreadsheet.
#[utoipa::path(get, path = "/tableau/csv", tag = "tableau", params(Search),
    responses((status = 200, body = Fichier, content_type = "text/csv"), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn csv(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(search): Query<Search>,
) -> Result<Response, ApiError> {
    let table = board::export(&state, &actor, &Filter::from(&search)).await?;
    let bytes = table.csv().map_err(|error| ApiError::internal(&error))?;
    Ok(file("demandes.csv", "text/csv; charset=utf-8", bytes))
}

/// The lines of the board as XLSX.
#[utoipa::path(get, path = "/tableau/xlsx", tag = "tableau", params(Search),
    responses((status = 200, body = Fichier,
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub async fn xlsx(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(search): Query<Search>,
) -> Result<Response, ApiError> {
    let table = board::export(&state, &actor, &Filter::from(&search)).await?;
    let bytes = table.xlsx().map_err(|error| ApiError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file("demandes.xlsx", kind, bytes))
}
