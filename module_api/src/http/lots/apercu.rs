//! `POST /lots/{id}/apercu`: what conditions would change of a lot, before they are given.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ConditionsDraft;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::preview::{self, Preview},
};

/// What conditions would change. Records are counted among those of the reader's groups; all of them for the coordination.
#[derive(Debug, Serialize, ToSchema)]
pub struct Apercu {
    /// Records of the lot today.
    donnees: i64,
    /// Left out by their taxon.
    exclues_taxon: i64,
    /// Of the others, left out by their day.
    exclues_periode: i64,
    /// Left to deliver.
    restantes: i64,
    /// Of them, those that would be delivered precisely.
    precises: i64,
    /// Of them, those that would be delivered blurred.
    floutees: i64,
    /// Type of the areas the precise ones would be blurred to.
    area_type: Option<String>,
    /// Nothing leaves before this day.
    pas_avant: Option<NaiveDate>,
    /// Months of use asked.
    mois_demandes: Option<i32>,
    /// Months of use allowed, when fewer.
    mois_accordes: Option<u32>,
}

impl From<Preview> for Apercu {
    fn from(preview: Preview) -> Self {
        let kept = preview.kept;
        let left = kept.precise + kept.blurred;
        let coarser = preview.area_type.is_some();
        Self {
            donnees: kept.records,
            exclues_taxon: kept.excluded_taxa,
            exclues_periode: kept.excluded_period,
            restantes: left,
            precises: if coarser { 0 } else { kept.precise },
            floutees: if coarser { left } else { kept.blurred },
            area_type: preview.area_type,
            pas_avant: preview.not_before,
            mois_demandes: preview.months.0,
            mois_accordes: preview.months.1,
        }
    }
}

/// What conditions would change of a lot that waits for its avis; changes nothing. For the coordination and the animateurs asked.
#[utoipa::path(post, path = "/lots/{id}/apercu", tag = "lots", params(("id" = Uuid, Path)), request_body = ConditionsDraft,
    responses((status = 200, body = Apercu), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(conditions): Json<ConditionsDraft>,
) -> Result<Json<Apercu>, ApiError> {
    let found = preview::preview(&state, &actor, id, &conditions.into()).await?;
    Ok(Json(found.into()))
}
