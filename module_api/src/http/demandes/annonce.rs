//! `GET /demandes/{id}/annonce`: the route told before the dépôt, the communes, the figures that disclose nothing.

use chrono::{DateTime, NaiveDate, Utc};
use demandes_domain::tour_de_table::AnnouncedLot;
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
    service::annonce::{self, NonSensitiveFigure},
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

/// Figures that disclose nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Summary {
    /// Non-sensitive records by group and year, exact.
    non_sensitive: Vec<NonSensitiveFigure>,
    /// Sensitive records by group: sums of rounded cells the perimeter meets, small cells left out.
    sensitive: Vec<SensitiveFigure>,
    /// When the sensitive figures were counted; none when they are not yet.
    sensitive_counted_at: Option<DateTime<Utc>>,
}

/// Published figure of a group.
#[derive(Debug, Serialize, ToSchema)]
pub struct SensitiveFigure {
    /// Code of the group; none for taxa in no group.
    groupe: Option<String>,
    /// Rounded number of records, whose blurred area meets the perimeter.
    nombre_arrondi: i64,
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
    let (sensitive_counted_at, by_groupe) = match annonce.sensitive {
        Some(figures) => (Some(figures.taken_at), figures.by_groupe),
        None => (None, Vec::new()),
    };
    let sensitive = by_groupe
        .into_iter()
        .map(|(groupe, nombre_arrondi)| SensitiveFigure {
            groupe: (!groupe.is_empty()).then_some(groupe),
            nombre_arrondi,
        })
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
        summary: Summary {
            non_sensitive: annonce.non_sensitive,
            sensitive,
            sensitive_counted_at,
        },
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
