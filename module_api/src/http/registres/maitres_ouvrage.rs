//! `/maitres-ouvrage`: searched, proposed, moderated, merged.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path, Query},
        precondition::{State, Tagged, Versioned},
    },
    service::registres::maitres_ouvrage::{self, MaitreOuvrageDraft, MaitreOuvragePatch},
    store::registres::maitres_ouvrage::MaitreOuvrage,
};

impl Versioned for MaitreOuvrage {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Words of the name, or a SIRET.
    pub q: Option<String>,
    /// Proposals to moderate only.
    #[serde(default)]
    pub to_moderate: bool,
    /// The `next` of the page before.
    pub after: Option<i32>,
    /// How many, 50 at most.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<i64>,
}

/// A page.
#[derive(Debug, Serialize, ToSchema)]
pub struct MaitreOuvrageList {
    /// By name.
    items: Vec<MaitreOuvrage>,
    /// What to give as `after` for the next page; absent on the last one.
    next: Option<i32>,
}

/// The one that stays, after a merge.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fusion {
    /// It.
    maitre_ouvrage: MaitreOuvrage,
    /// Demandes that moved to it.
    demandes: u64,
}

/// Into which one a double goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FusionDraft {
    /// The one that stays.
    pub into: i32,
}

/// Maîtres d'ouvrage, by name. One's own proposals are there before their moderation.
#[utoipa::path(get, path = "/maitres-ouvrage", tag = "registres", params(Search),
    responses((status = 200, body = MaitreOuvrageList), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn search(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(search): Query<Search>,
) -> Result<Json<MaitreOuvrageList>, ApiError> {
    let limit = search
        .limit
        .unwrap_or(maitres_ouvrage::PAGE)
        .clamp(1, maitres_ouvrage::PAGE);
    let items = maitres_ouvrage::search(
        &state,
        &actor,
        search.q.as_deref(),
        search.to_moderate,
        search.after,
        limit,
    )
    .await?;
    let full = i64::try_from(items.len()).is_ok_and(|count| count == limit);
    let last = items.last().filter(|_| full);
    let next = last.map(|last| last.id_maitre_ouvrage);
    Ok(Json(MaitreOuvrageList { items, next }))
}

/// Proposes a maître d'ouvrage.
#[utoipa::path(post, path = "/maitres-ouvrage", tag = "registres", request_body = MaitreOuvrageDraft,
    responses((status = 201, body = MaitreOuvrage), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn propose(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Json(draft): Json<MaitreOuvrageDraft>,
) -> Result<(StatusCode, Tagged<MaitreOuvrage>), ApiError> {
    let row = maitres_ouvrage::propose(&state, &actor, &draft).await?;
    Ok((StatusCode::CREATED, Tagged(row)))
}

/// Moderates or corrects one.
#[utoipa::path(patch, path = "/maitres-ouvrage/{id_maitre_ouvrage}", tag = "registres",
    params(("id_maitre_ouvrage" = i32, Path)), request_body = MaitreOuvragePatch,
    responses((status = 200, body = MaitreOuvrage), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn update(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(patch): Json<MaitreOuvragePatch>,
) -> Result<Tagged<MaitreOuvrage>, ApiError> {
    let row = maitres_ouvrage::update(&state, &actor, id, &patch).await?;
    Ok(Tagged(row))
}

/// Merges a double into the one that stays; its demandes follow.
#[utoipa::path(post, path = "/maitres-ouvrage/{id_maitre_ouvrage}/fusion", tag = "registres",
    params(("id_maitre_ouvrage" = i32, Path)), request_body = FusionDraft,
    responses((status = 200, body = Fusion), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn merge(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(draft): Json<FusionDraft>,
) -> Result<Json<Fusion>, ApiError> {
    let (maitre_ouvrage, demandes) = maitres_ouvrage::merge(&state, &actor, id, draft.into).await?;
    Ok(Json(Fusion {
        maitre_ouvrage,
        demandes,
    }))
}
