//! `/reglages`, `/engagements`, `/objets`: what the procedure is set to, by version.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Json,
        precondition::{State, Tagged, Versioned},
    },
    service::registres::reglages::{self, EngagementDraft, ReglagesDraft},
    store::registres::reglages::{Engagement, Objet, VersionReglages},
};

/// The settings in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reglages {
    /// Their version; also their `ETag`.
    version: i32,
    /// By key.
    #[schema(value_type = Object)]
    values: BTreeMap<String, serde_json::Value>,
    /// Every version, newest first.
    versions: Vec<VersionReglages>,
}

impl Versioned for Reglages {
    fn version(&self) -> i32 {
        self.version
    }
}

impl From<reglages::Reglages> for Reglages {
    fn from(found: reglages::Reglages) -> Self {
        Self {
            version: found.version,
            values: found.values,
            versions: found.versions,
        }
    }
}

/// The settings in force and their history.
#[utoipa::path(get, path = "/reglages", tag = "registres",
    responses((status = 200, body = Reglages), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn read(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Tagged<Reglages>, ApiError> {
    Ok(Tagged(reglages::read(&state, &actor).await?.into()))
}

/// Makes a version of the settings; demandes deposited before keep theirs.
#[utoipa::path(patch, path = "/reglages", tag = "registres", request_body = ReglagesDraft,
    responses((status = 200, body = Reglages), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem)))]
pub async fn change(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Json(draft): Json<ReglagesDraft>,
) -> Result<Tagged<Reglages>, ApiError> {
    Ok(Tagged(
        reglages::change(&state, &actor, &draft).await?.into(),
    ))
}

/// The engagement in force; all its versions for who keeps the registers.
#[utoipa::path(get, path = "/engagements", tag = "registres",
    responses((status = 200, body = [Engagement]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn engagements(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Engagement>>, ApiError> {
    Ok(Json(reglages::engagements(&state, &actor).await?))
}

/// Publishes a version of the engagement.
#[utoipa::path(post, path = "/engagements", tag = "registres", request_body = EngagementDraft,
    responses((status = 201, body = [Engagement]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn publish(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Json(draft): Json<EngagementDraft>,
) -> Result<(StatusCode, Json<Vec<Engagement>>), ApiError> {
    let all = reglages::publish_engagement(&state, &actor, &draft).await?;
    Ok((StatusCode::CREATED, Json(all)))
}

/// The purposes that may be chosen.
#[utoipa::path(get, path = "/objets", tag = "registres",
    responses((status = 200, body = [Objet]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn objets(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Objet>>, ApiError> {
    Ok(Json(reglages::objets(&state, &actor).await?))
}
