//! `POST /lots/{id}/decision`: what the coordination decides, with its motif.

use axum::http::StatusCode;
use demandes_domain::decision;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ConditionsDraft, Lot};
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::{State, Tagged},
    },
    service::{self, ServiceError},
};

/// A décision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionDraft {
    /// `accept`, `accept_with_conditions` or `refuse`.
    pub kind: String,
    /// Why; required to refuse and to depart from an avis.
    pub motif: Option<String>,
    /// Required, and allowed, only with `accept_with_conditions`.
    #[serde(default)]
    pub conditions: ConditionsDraft,
    /// SINP UUID of the records that their level withholds (4, 2.8) and that this décision gives all the same, each named; a motif is
    /// required.
    #[serde(default)]
    pub named_records: Vec<Uuid>,
}

/// Decides a lot whose tour de table is over.
#[utoipa::path(post, path = "/lots/{id}/decision", tag = "lots", params(("id" = Uuid, Path)),
    request_body = DecisionDraft,
    responses((status = 201, body = Lot), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(draft): Json<DecisionDraft>,
) -> Result<(StatusCode, Tagged<Lot>), ApiError> {
    let kind = draft
        .kind
        .parse()
        .map_err(|error: demandes_domain::UnknownCode| {
            ServiceError::invalid_field("kind", error.to_string())
        })?;
    let decision = decision::DecisionDraft {
        kind,
        motif: draft.motif,
        conditions: draft.conditions.into(),
        named_records: draft.named_records,
    };
    service::decision::decide(&state, &actor, id, &decision).await?;
    Ok((
        StatusCode::CREATED,
        Tagged(Lot::new(service::lots::one(&state, &actor, id).await?)),
    ))
}
