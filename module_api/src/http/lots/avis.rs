//! `POST /lots/{id}/avis`: what a pôle answers. Never a décision.

use axum::http::StatusCode;
use demandes_domain::avis;
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

/// An avis.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AvisDraft {
    /// The pôle spoken for; may be left out by who speaks for one asked pôle only.
    pub id_pole: Option<i32>,
    /// `favorable`, `favorable_sous_conditions`, `defavorable`, `reserve` or `deport`.
    pub kind: String,
    /// Why; required when `defavorable`.
    pub motif: Option<String>,
    /// Required, and allowed, only with `favorable_sous_conditions`.
    #[serde(default)]
    pub conditions: ConditionsDraft,
}

/// Gives the avis of a pôle; a later one replaces it, and both are kept.
#[utoipa::path(post, path = "/lots/{id}/avis", tag = "lots", params(("id" = Uuid, Path)), request_body = AvisDraft,
    responses((status = 201, body = Lot), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(draft): Json<AvisDraft>,
) -> Result<(StatusCode, Tagged<Lot>), ApiError> {
    let kind = draft
        .kind
        .parse()
        .map_err(|error: demandes_domain::UnknownCode| {
            ServiceError::invalid_field("kind", error.to_string())
        })?;
    let avis = avis::AvisDraft {
        kind,
        motif: draft.motif,
        conditions: draft.conditions.into(),
    };
    service::avis::give(&state, &actor, id, draft.id_pole, &avis).await?;
    Ok((
        StatusCode::CREATED,
        Tagged(Lot::new(service::lots::one(&state, &actor, id).await?)),
    ))
}
