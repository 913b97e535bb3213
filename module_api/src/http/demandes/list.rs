//! `GET /demandes`: those the person may see, newest first, by pages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Demande;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Query},
        precondition::State,
    },
    service::demandes,
};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// The `next` of the page before.
    pub after: Option<Uuid>,
    /// Demandes on a page, 50 at most.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<i64>,
}

/// A page of demandes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemandeList {
    /// Newest first.
    items: Vec<Demande>,
    /// What to give as `after` for the next page; absent on the last one.
    next: Option<Uuid>,
}

/// The demandes the person may see.
#[utoipa::path(get, path = "/demandes", tag = "demandes", params(Page),
    responses((status = 200, body = DemandeList), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(page): Query<Page>,
) -> Result<Json<DemandeList>, ApiError> {
    let limit = page
        .limit
        .unwrap_or(demandes::PAGE)
        .clamp(1, demandes::PAGE);
    let rows = demandes::list(&state, &actor, page.after, limit).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = if full {
        rows.last().map(|(row, _)| row.id_demande)
    } else {
        None
    };
    let items = rows
        .into_iter()
        .map(|(row, shown)| Demande::new(row, shown))
        .collect();
    Ok(Json(DemandeList { items, next }))
}
