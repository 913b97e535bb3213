//! `GET /livraisons/{jeton}`: the archive, for the demandeur who holds its link.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
};
use utoipa::ToSchema;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Path,
    },
    service::livraison,
};

/// A ZIP archive.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Archive(
    #[expect(dead_code, reason = "describes the body in the OpenAPI document")] Vec<u8>,
);

/// Downloads a lot. The link alone opens nothing: it is personal, and wants the demandeur's own token.
#[utoipa::path(get, path = "/livraisons/{jeton}", tag = "livraisons", params(("jeton" = String, Path)),
    responses((status = 200, body = Archive, content_type = "application/zip"), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 410, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(jeton): Path<String>,
) -> Result<(HeaderMap, Body), ApiError> {
    let opened = livraison::open(&state, &actor, &jeton).await?;
    let file = tokio::fs::File::open(&opened.path)
        .await
        .map_err(|error| ApiError::internal(&error))?;
    let length = file
        .metadata()
        .await
        .map_err(|error| ApiError::internal(&error))?
        .len();
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/zip"),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let disposition = format!("attachment; filename=\"{}\"", opened.file_name);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok((
        headers,
        Body::from_stream(tokio_util::io::ReaderStream::new(file)),
    ))
}
