//! `GET /demandes/{id}/perimetre`: the perimeter on the map, with the published cells it meets and nothing finer.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::perimetre::Perimetre;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        geojson::{Feature, FeatureCollection},
        precondition::State,
    },
    service::perimetre,
    store::summary::Cell,
};

/// What the map of a demande shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Carte {
    /// The perimeter as kept; none when the demande has none yet.
    perimetre: Option<Perimetre>,
    /// The published cells it meets, each whole: type and code of the area, its name, rounded figures by group.
    mailles: FeatureCollection,
    /// When they were counted; none when they are not yet.
    counted_at: Option<DateTime<Utc>>,
}

/// The perimeter of a demande, and the blurred areas of the published figures. No record is on it.
#[utoipa::path(get, path = "/demandes/{id}/perimetre", tag = "demandes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Carte), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<Carte>, ApiError> {
    let carte = perimetre::carte(&state, &actor, id).await?;
    Ok(Json(Carte {
        perimetre: carte
            .perimetre
            .map(|(row, communes)| Perimetre::new(row, communes)),
        mailles: by_area(carte.cells),
        counted_at: carte.counted_at,
    }))
}

/// One feature an area, with its figures by group. The order is that of the cells: the widest areas first.
fn by_area(cells: Vec<Cell>) -> FeatureCollection {
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut areas: Vec<(Cell, Vec<Value>)> = Vec::new();
    for cell in cells {
        let figure = json!({
            "groupe": (!cell.code_groupe.is_empty()).then_some(&cell.code_groupe),
            "nombre_arrondi": cell.published,
        });
        let key = (cell.area_type.clone(), cell.code.clone());
        let place = *places.entry(key).or_insert_with(|| {
            areas.push((cell, Vec::new()));
            areas.len() - 1
        });
        areas[place].1.push(figure);
    }
    areas
        .into_iter()
        .map(|(cell, figures)| {
            let properties = json!({
                "area_type": cell.area_type, "code": cell.code, "nom": cell.nom, "groupes": figures,
            });
            Feature::new(cell.geometry, properties)
        })
        .collect()
}
