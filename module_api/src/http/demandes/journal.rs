//! `GET /demandes/{id}/journal`: its append-only log, oldest first.

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
    service::demandes,
};

/// One line of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct Evenement {
    /// Order in the log.
    id: i64,
    /// The lot it is about, if any.
    id_lot: Option<Uuid>,
    /// What happened.
    kind: String,
    /// State before, when it is a transition.
    state_before: Option<String>,
    /// State after.
    state_after: Option<String>,
    /// Who; nobody for a rule or the worker.
    author: Option<String>,
    /// What changed.
    detail: serde_json::Value,
    /// Why.
    motif: Option<String>,
    /// When.
    at: DateTime<Utc>,
}

/// The log of a demande.
#[utoipa::path(get, path = "/demandes/{id}/journal", tag = "demandes", params(("id" = Uuid, Path)),
    responses((status = 200, body = [Evenement]), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<Evenement>>, ApiError> {
    let events = demandes::journal(&state, &actor, id).await?;
    let lines = events.into_iter().map(|event| Evenement {
        id: event.id_evenement,
        id_lot: event.id_lot,
        kind: event.kind,
        state_before: event.state_before,
        state_after: event.state_after,
        author: event.author,
        detail: event.detail,
        motif: event.motif,
        at: event.at,
    });
    Ok(Json(lines.collect()))
}
