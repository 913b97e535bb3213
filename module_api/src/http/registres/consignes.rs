//! `/consignes`: standing orders, tried on past demandes before they are given.

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::{State, Tagged, Versioned},
    },
    service::registres::consignes::{self, ConsigneDraft, Essai, Simulation},
    store::registres::consignes::Consigne,
};

impl Versioned for Consigne {
    fn version(&self) -> i32 {
        self.version
    }
}

/// The standing orders. A group without one is always asked about, if it has `avis_systematique`.
#[utoipa::path(get, path = "/consignes", tag = "registres",
    responses((status = 200, body = [Consigne]), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Consigne>>, ApiError> {
    Ok(Json(consignes::list(&state, &actor).await?))
}

/// Gives the standing order of a group.
#[utoipa::path(put, path = "/groupes/{code}/consigne", tag = "registres", params(("code" = String, Path)),
    request_body = ConsigneDraft,
    responses((status = 200, body = Consigne), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(code): Path<String>,
    Json(draft): Json<ConsigneDraft>,
) -> Result<Tagged<Consigne>, ApiError> {
    let row = consignes::put(&state, &actor, &code, &draft).await?;
    Ok(Tagged(row))
}

/// Tries a standing order on the last demandes; changes nothing.
#[utoipa::path(post, path = "/groupes/{code}/consigne/simulation", tag = "registres", params(("code" = String, Path)),
    request_body = Essai,
    responses((status = 200, body = Simulation), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn simulate(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(code): Path<String>,
    Json(essai): Json<Essai>,
) -> Result<Json<Simulation>, ApiError> {
    Ok(Json(
        consignes::simulate(&state, &actor, &code, &essai).await?,
    ))
}
