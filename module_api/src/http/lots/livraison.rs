//! `POST /lots/{id}/livraison`: its responsible sends the lot; the personal link is told once.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service,
};

/// A lot sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Livraison {
    /// What opens the archive, for the demandeur alone. Kept nowhere: it cannot be told again.
    jeton: String,
    /// The link, relative to GeoNature's address.
    url: String,
    /// Until when it opens.
    expires_at: DateTime<Utc>,
}

/// Sends a lot.
#[utoipa::path(post, path = "/lots/{id}/livraison", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 201, body = Livraison), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<Livraison>), ApiError> {
    let sent = service::livraison::send(&state, &actor, id).await?;
    let url = format!("{}/livraisons/{}", state.base_path, sent.jeton);
    Ok((
        StatusCode::CREATED,
        Json(Livraison {
            jeton: sent.jeton,
            url,
            expires_at: sent.expires_at,
        }),
    ))
}
