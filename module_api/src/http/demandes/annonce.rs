//! `GET /demandes/{id}/annonce`: the route told before the dépôt, the communes, the figures that disclose nothing.

use chrono::NaiveDate;
use demandes_domain::tour_de_table::AnnouncedLot;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::summary::Summary;
use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::annonce,
    store::{perimetres::Commune, poles::Pole},
};

/// The annonce.
#[derive(Debug, Serialize, ToSchema)]
pub struct Annonce {
    /// Whether any lot waits for avis.
    tour_de_table: bool,
    /// Why the whole demande waits, in French; empty when it does not.
    motifs: Vec<String>,
    /// The lots, in order.
    lots: Vec<Lot>,
    /// Communes that count.
    communes_count: i32,
    /// Layer and vintage they were counted on.
    communes_layer: String,
    /// The communes met.
    communes: Vec<Commune>,
    /// Those of them that are merely grazed.
    effleurees: Vec<String>,
    /// What is available.
    summary: Summary,
}

/// A lot, as announced. An announced F3 may turn out empty.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LotAnnonce)]
pub struct Lot {
    /// F1, F2 or F3.
    kind: String,
    /// Group of an F3.
    groupe: Option<String>,
    /// Whether it waits for avis and a décision.
    tour_de_table: bool,
    /// Who is asked.
    poles: Vec<String>,
    /// Why, in French.
    motifs: Vec<String>,
    /// First day it may leave.
    earliest: NaiveDate,
    /// Last day it is due.
    latest: NaiveDate,
}

/// The annonce of a demande, as things stand now.
#[utoipa::path(get, path = "/demandes/{id}/annonce", tag = "demandes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Annonce), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<Annonce>, ApiError> {
    let annonce = annonce::read(&state, &actor, id).await?;
    let lots = annonce
        .route
        .lots
        .iter()
        .map(|lot| Lot::new(lot, &annonce.poles))
        .collect();
    let effleurees = annonce
        .communes
        .iter()
        .filter(|commune| commune.effleuree)
        .map(|c| c.code.clone())
        .collect();
    Ok(Json(Annonce {
        tour_de_table: annonce.route.has_tour_de_table(),
        motifs: annonce
            .route
            .demande_level
            .iter()
            .map(ToString::to_string)
            .collect(),
        lots,
        communes_count: annonce.perimetre.communes_count,
        communes_layer: annonce.perimetre.communes_layer,
        communes: annonce.communes,
        effleurees,
        summary: Summary::new(&annonce.summary),
    }))
}

impl Lot {
    fn new(lot: &AnnouncedLot, poles: &[Pole]) -> Self {
        let label = |id: &i32| {
            poles
                .iter()
                .find(|pole| pole.id_pole == *id)
                .map(|pole| pole.label.clone())
        };
        Self {
            kind: lot.kind.to_string(),
            groupe: lot.groupe.clone(),
            tour_de_table: lot.tour_de_table,
            poles: lot.poles.iter().filter_map(label).collect(),
            motifs: lot.motifs.iter().map(ToString::to_string).collect(),
            earliest: lot.earliest,
            latest: lot.latest,
        }
    }
}
