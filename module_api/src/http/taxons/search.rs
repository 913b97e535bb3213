//! `GET /taxons`: names one of whose words begins with some letters, in alphabetical order, by pages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Query},
        precondition::State,
    },
    service::taxons::{self, Nom},
};

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// First letters of a scientific or vernacular name, or a `cd_nom`. Accents, case and hyphens do not count.
    pub q: String,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Names on a page, 50 at most.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<i64>,
}

/// A page of names.
#[derive(Debug, Serialize, ToSchema)]
pub struct NomList {
    /// In alphabetical order of the word found.
    items: Vec<Nom>,
    /// What to give as `after` for the next page; absent on the last one.
    next: Option<String>,
}

/// Names of TAXREF.
#[utoipa::path(get, path = "/taxons", tag = "taxons", params(Search),
    responses((status = 200, body = NomList), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(search): Query<Search>,
) -> Result<Json<NomList>, ApiError> {
    let after = search.after.as_deref().map(parse).transpose()?;
    let limit = search.limit.unwrap_or(20).clamp(1, taxons::PAGE);
    let found = taxons::search(&state, &actor, &search.q, after, limit).await?;
    let full = i64::try_from(found.len()).is_ok_and(|count| count == limit);
    let last = found.last().filter(|_| full);
    let next = last.map(|last| format!("{}~{}", last.taxon.cd_nom, last.key));
    let mut seen = std::collections::HashSet::new();
    let items = found
        .into_iter()
        .filter(|found| seen.insert(found.taxon.cd_nom))
        .map(|found| found.taxon.into())
        .collect();
    Ok(Json(NomList { items, next }))
}

fn parse(after: &str) -> Result<(&str, i32), ApiError> {
    let parts = after.split_once('~');
    let parsed = parts.and_then(|(cd_nom, key)| Some((key, cd_nom.parse().ok()?)));
    parsed.ok_or_else(|| {
        ApiError::bad_request(
            "after_unreadable",
            "Le paramètre « after » doit être le « next » de la page précédente.",
        )
    })
}
