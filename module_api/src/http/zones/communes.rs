//! `GET /zones/communes`: the limits of communes, for a drawing that follows them.

use axum::http::header;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Query},
        geojson::{Feature, FeatureCollection},
        precondition::State,
    },
    service::zones,
};

/// Where one draws.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Place {
    /// Longitude of the middle, WGS 84.
    pub lng: f64,
    /// Latitude of the middle.
    pub lat: f64,
}

/// The communes around a place, the nearest first; their limits within half a metre. May be kept for a day.
#[utoipa::path(get, path = "/zones/communes", tag = "module", params(Place),
    responses((status = 200, body = FeatureCollection), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(place): Query<Place>,
) -> Result<
    (
        [(header::HeaderName, &'static str); 1],
        Json<FeatureCollection>,
    ),
    ApiError,
> {
    let communes = zones::communes(&state, &actor, place.lng, place.lat).await?;
    let features = communes
        .into_iter()
        .map(|zone| Feature::new(zone.geometry, json!({ "code": zone.code, "nom": zone.nom })));
    Ok((
        [(header::CACHE_CONTROL, "private, max-age=86400")],
        Json(features.collect()),
    ))
}
