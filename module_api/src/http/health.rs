//! `GET /health`: whether the service can work: the database answers and holds the workflow and the extension.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    AppState,
    error::{ApiError, Problem},
    extract::Json,
};
use crate::service;

/// What works.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok` when everything does.
    status: &'static str,
    /// Version of the service.
    version: &'static str,
    /// Version of the extension in the database.
    extension: String,
}

/// Whether the service can work.
#[utoipa::path(get, path = "/health", tag = "service", security(()),
    responses((status = 200, body = Health), (status = 500, body = Problem)))]
pub async fn handler(State(state): State<AppState>) -> Result<Json<Health>, ApiError> {
    let extension = service::actors::ping(&state.pool).await?;
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        extension,
    }))
}
