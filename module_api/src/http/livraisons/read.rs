//! `GET /telechargements/{session}`: the archive, whole or from where a transfer was cut.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;
use tower_http::services::ServeFile;
use utoipa::ToSchema;

use crate::{
    http::{
        AppState,
        error::{ApiError, Problem},
        extract::Path,
        precondition::State,
    },
    service::livraison,
};

/// A ZIP archive.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Archive(
    #[expect(dead_code, reason = "describes the body in the OpenAPI document")] Vec<u8>,
);

/// Reads the archive of a session. Accepts `Range`; the archive of a lot never changes.
#[utoipa::path(get, path = "/telechargements/{session}", tag = "livraisons", params(("session" = String, Path)), security(()),
    responses((status = 200, body = Archive, content_type = "application/zip"),
        (status = 206, body = Archive, content_type = "application/zip"), (status = 404, body = Problem),
        (status = 410, body = Problem), (status = 416)))]
pub async fn handler(
    State(state): State<AppState>,
    Path(session): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let archive = livraison::read(&state, &session).await?;
    let answer = ServeFile::new(&archive.path).oneshot(request).await;
    let mut response = answer
        .map_err(|error| ApiError::internal(&error))?
        .map(Body::new)
        .into_response();
    if response.status() == axum::http::StatusCode::NOT_FOUND {
        return Err(ApiError::internal(&"the archive of a session is gone"));
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", archive.file_name),
        ),
        (header::ETAG, format!("\"{}\"", archive.sha256)),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ] {
        headers.insert(
            name,
            HeaderValue::from_str(&value).map_err(|error| ApiError::internal(&error))?,
        );
    }
    Ok(response)
}
