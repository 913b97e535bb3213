//! `/poles` and `/animateurs`: pôles, their groups, who speaks for them.

use axum::http::StatusCode;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::{State, Tagged, Versioned},
    },
    service::registres::poles::{self, AnimateurDraft, AnimateurPatch, PoleDraft, PolePatch},
    store::registres::poles::{Animateur, Pole},
};

impl Versioned for Pole {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Versioned for Animateur {
    fn version(&self) -> i32 {
        self.version
    }
}

/// The pôles.
#[utoipa::path(get, path = "/poles", tag = "registres",
    responses((status = 200, body = [Pole]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Pole>>, ApiError> {
    Ok(Json(poles::list(&state, &actor).await?))
}

/// Makes a pôle.
#[utoipa::path(post, path = "/poles", tag = "registres", request_body = PoleDraft,
    responses((status = 201, body = Pole), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Json(draft): Json<PoleDraft>,
) -> Result<(StatusCode, Tagged<Pole>), ApiError> {
    let row = poles::create(&state, &actor, &draft).await?;
    Ok((StatusCode::CREATED, Tagged(row)))
}

/// Changes a pôle.
#[utoipa::path(patch, path = "/poles/{id_pole}", tag = "registres", params(("id_pole" = i32, Path)), request_body = PolePatch,
    responses((status = 200, body = Pole), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn update(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(patch): Json<PolePatch>,
) -> Result<Tagged<Pole>, ApiError> {
    Ok(Tagged(poles::update(&state, &actor, id, &patch).await?))
}

/// Adds an animateur or a deputy.
#[utoipa::path(post, path = "/poles/{id_pole}/animateurs", tag = "registres", params(("id_pole" = i32, Path)),
    request_body = AnimateurDraft,
    responses((status = 201, body = Animateur), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn add_animateur(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(draft): Json<AnimateurDraft>,
) -> Result<(StatusCode, Tagged<Animateur>), ApiError> {
    let row = poles::add_animateur(&state, &actor, id, &draft).await?;
    Ok((StatusCode::CREATED, Tagged(row)))
}

/// Changes an animateur or a deputy, or until when he speaks.
#[utoipa::path(patch, path = "/animateurs/{id_animateur}", tag = "registres", params(("id_animateur" = i32, Path)),
    request_body = AnimateurPatch,
    responses((status = 200, body = Animateur), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn update_animateur(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(patch): Json<AnimateurPatch>,
) -> Result<Tagged<Animateur>, ApiError> {
    let row = poles::update_animateur(&state, &actor, id, &patch).await?;
    Ok(Tagged(row))
}
