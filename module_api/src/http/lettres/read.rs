//! `GET /lettres/{id}`: a letter as it was printed.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Path,
        precondition::State,
    },
    service::lettres,
};

/// A PDF/A.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Pdf(#[expect(dead_code, reason = "describes the body in the OpenAPI document")] Vec<u8>);

/// A letter, the same bytes each time.
#[utoipa::path(get, path = "/lettres/{id}", tag = "lettres", params(("id" = Uuid, Path)),
    responses((status = 200, body = Pdf, content_type = "application/pdf"), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 410, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Response, ApiError> {
    let (numero, pdf, sha256) = lettres::read(&state, &actor, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"lettre-{numero}.pdf\""),
        ),
        (header::ETAG, format!("\"{sha256}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
