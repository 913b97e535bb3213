//! `POST /livraisons/{jeton}/session`: opens a link, for the demandeur who holds it.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    digest::hex,
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Path,
        precondition::State,
    },
    service::livraison::{self, Opened},
};

/// Where the archive may be read for a short time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Telechargement {
    /// The address, relative to GeoNature's. It wants no login, may be read in parts, and is told once.
    url: String,
    /// Until when it may be read. Opening the link again gives another address, where the transfer may be resumed.
    expires_at: DateTime<Utc>,
    /// Name of the archive.
    file_name: String,
    /// Its size.
    bytes: i64,
    /// Its SHA-256, hexadecimal.
    sha256: String,
}

/// Opens a link; logged as a download. The link alone opens nothing: it is personal, and wants the demandeur's own login.
#[utoipa::path(post, path = "/livraisons/{jeton}/session", tag = "livraisons", params(("jeton" = String, Path)),
    responses((status = 201, body = Telechargement), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(jeton): Path<String>,
) -> Result<(StatusCode, Json<Telechargement>), ApiError> {
    let opened = livraison::open(&state, &actor, &jeton).await?;
    Ok((
        StatusCode::CREATED,
        Json(Telechargement::new(&state.base_path, opened)),
    ))
}

impl Telechargement {
    /// Of a session just opened.
    #[must_use]
    pub fn new(base_path: &str, opened: Opened) -> Self {
        Self {
            url: format!("{base_path}/telechargements/{}", opened.session),
            expires_at: opened.expires_at,
            file_name: opened.file_name,
            bytes: opened.bytes,
            sha256: hex(&opened.sha256),
        }
    }
}
