//! `/organismes` and `/comptes`: GeoNature's own, by name, for who keeps the registers.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Query},
        precondition::State,
    },
    service::registres::annuaire,
    store::registres::{Compte, Organisme},
};

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Words {
    /// Part of the name.
    pub q: String,
}

/// Organismes, twenty at most, those whose name begins with the words first.
#[utoipa::path(get, path = "/organismes", tag = "registres", params(Words),
    responses((status = 200, body = [Organisme]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn organismes(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(words): Query<Words>,
) -> Result<Json<Vec<Organisme>>, ApiError> {
    Ok(Json(annuaire::organismes(&state, &actor, &words.q).await?))
}

/// Active accounts of persons, twenty at most.
#[utoipa::path(get, path = "/comptes", tag = "registres", params(Words),
    responses((status = 200, body = [Compte]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn comptes(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(words): Query<Words>,
) -> Result<Json<Vec<Compte>>, ApiError> {
    Ok(Json(annuaire::comptes(&state, &actor, &words.q).await?))
}
