//! `GET /demandes/{id}/explain/{uuid}`: why a record is in a lot of the demande, or in none.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::explain::{self, sentence},
    store::classification::{Explained, TriedRule},
};

/// Why a record is where it is, as things stand today. No position is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct Explanation {
    /// Permanent SINP identifier of the record.
    unique_id_sinp: Uuid,
    /// Where it is: at most once by its position and once by its blurred area.
    places: Vec<PlaceInLots>,
    /// The levels it has; the most restrictive governs.
    levels: Levels,
    /// The rules of sensitivity tried on it, the strongest first.
    rules: Vec<TriedRule>,
}

/// Where a record is, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceInLots {
    /// F1, F2, F3, `withheld`, `left_out`, `none`.
    lot: String,
    /// Its group.
    groupe: Option<String>,
    /// Whether it is given precisely.
    precise: Option<bool>,
    /// Selected by its position (`geometry`) or by its blurred area (`area`).
    selected_by: Option<String>,
    /// Stable code of the reason.
    reason: String,
    /// The same, in French.
    explanation: &'static str,
    /// Type of its blurred area.
    area_type: Option<String>,
    /// Codes of the areas it is made of.
    area_codes: Option<Vec<String>>,
}

/// The levels of a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Levels {
    /// Stored in GeoNature.
    stored: Option<String>,
    /// Computed now, in prudent mode.
    recomputed: Option<String>,
    /// Wished by its producer.
    producer: Option<String>,
    /// The one that governs.
    governing: Option<String>,
}

/// Why a record is where it is.
#[utoipa::path(get, path = "/demandes/{id}/explain/{uuid}", tag = "lots", params(("id" = Uuid, Path), ("uuid" = Uuid, Path)),
    responses((status = 200, body = Explanation), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path((id, uuid)): Path<(Uuid, Uuid)>,
) -> Result<Json<Explanation>, ApiError> {
    let explain::Explanation { rows, rules } = explain::explain(&state, &actor, id, uuid).await?;
    let level =
        |text: fn(&Explained) -> &Option<String>| rows.first().and_then(|row| text(row).clone());
    Ok(Json(Explanation {
        unique_id_sinp: uuid,
        levels: Levels {
            stored: level(|row| &row.stored_level),
            recomputed: level(|row| &row.recomputed_level),
            producer: level(|row| &row.producer_level),
            governing: level(|row| &row.level),
        },
        places: rows.into_iter().map(PlaceInLots::new).collect(),
        rules,
    }))
}

impl PlaceInLots {
    fn new(row: Explained) -> Self {
        Self {
            explanation: sentence(&row),
            lot: row.lot,
            groupe: row.groupe,
            precise: row.precise,
            selected_by: row.selected_by,
            reason: row.reason,
            area_type: row.area_type,
            area_codes: row.area_codes,
        }
    }
}
