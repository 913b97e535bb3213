//! `GET /zones/contours`: the outline of the territory, as the ground of a map.

use axum::http::header;
use serde_json::json;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::Json,
        geojson::{Feature, FeatureCollection},
        precondition::State,
    },
    service::zones,
};

/// The outline of each département, simplified. May be kept for a day.
#[utoipa::path(get, path = "/zones/contours", tag = "module",
    responses((status = 200, body = FeatureCollection), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<
    (
        [(header::HeaderName, &'static str); 1],
        Json<FeatureCollection>,
    ),
    ApiError,
> {
    let contours = zones::contours(&state, &actor).await?;
    let features = contours
        .into_iter()
        .map(|zone| Feature::new(zone.geometry, json!({ "code": zone.code, "nom": zone.nom })));
    Ok((
        [(header::CACHE_CONTROL, "private, max-age=86400")],
        Json(features.collect()),
    ))
}
