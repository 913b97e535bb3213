//! `/groupes`: taxonomic groups, their content, and what it claims twice or leaves out.

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::{State, Tagged, Versioned},
    },
    service::registres::groupes::{self, GroupeDraft},
    store::registres::groupes::{Controle, Groupe},
};

impl Versioned for Groupe {
    fn version(&self) -> i32 {
        groupes::version(self)
    }
}

/// The groups.
#[utoipa::path(get, path = "/groupes", tag = "registres",
    responses((status = 200, body = [Groupe]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Groupe>>, ApiError> {
    Ok(Json(groupes::list(&state, &actor).await?))
}

/// Taxa observed that several groups claim, or none.
#[utoipa::path(get, path = "/groupes/controle", tag = "registres",
    responses((status = 200, body = [Controle]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn controle(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Controle>>, ApiError> {
    Ok(Json(groupes::controle(&state, &actor).await?))
}

/// Makes a group, or replaces it.
#[utoipa::path(put, path = "/groupes/{code}", tag = "registres", params(("code" = String, Path)), request_body = GroupeDraft,
    responses((status = 200, body = Groupe), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(code): Path<String>,
    Json(draft): Json<GroupeDraft>,
) -> Result<Tagged<Groupe>, ApiError> {
    Ok(Tagged(groupes::put(&state, &actor, &code, &draft).await?))
}
