//! `/co-administrateurs`, and `…/responsable`: who is given what to do.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        demandes::Demande,
        error::{ApiError, Problem},
        extract::{Json, Path},
        lots::Lot,
        precondition::{State, Tagged},
    },
    service::{
        self,
        registres::partage::{self, AbsenceDraft, Attribution, CoAdministrateurDraft},
    },
    store::registres::co_administrateurs::CoAdministrateur,
};

/// What changed hands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passation {
    /// Dossiers and lots.
    remis: usize,
}

/// Those to whom work is shared out, with their load.
#[utoipa::path(get, path = "/co-administrateurs", tag = "registres",
    responses((status = 200, body = [CoAdministrateur]), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<CoAdministrateur>>, ApiError> {
    Ok(Json(partage::list(&state, &actor).await?))
}

/// Makes somebody one of them, or changes what he takes.
#[utoipa::path(put, path = "/co-administrateurs/{id_role}", tag = "registres", params(("id_role" = i32, Path)),
    request_body = CoAdministrateurDraft,
    responses((status = 200, body = CoAdministrateur), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(draft): Json<CoAdministrateurDraft>,
) -> Result<Json<CoAdministrateur>, ApiError> {
    Ok(Json(partage::put(&state, &actor, id, &draft).await?))
}

/// Keeps when somebody is away.
#[utoipa::path(post, path = "/co-administrateurs/{id_role}/absences", tag = "registres", params(("id_role" = i32, Path)),
    request_body = AbsenceDraft,
    responses((status = 200, body = CoAdministrateur), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn add_absence(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(draft): Json<AbsenceDraft>,
) -> Result<Json<CoAdministrateur>, ApiError> {
    Ok(Json(
        partage::add_absence(&state, &actor, id, &draft).await?,
    ))
}

/// Hands over all that is open of somebody.
#[utoipa::path(post, path = "/co-administrateurs/{id_role}/passation", tag = "registres", params(("id_role" = i32, Path)),
    request_body = Attribution,
    responses((status = 200, body = Passation), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn hand_over(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<i32>,
    Json(to): Json<Attribution>,
) -> Result<Json<Passation>, ApiError> {
    let remis = partage::hand_over(&state, &actor, id, &to).await?;
    Ok(Json(Passation { remis }))
}

/// Gives the check of a dossier to somebody else.
#[utoipa::path(post, path = "/demandes/{id}/responsable", tag = "demandes", params(("id" = Uuid, Path)), request_body = Attribution,
    responses((status = 200, body = Demande), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn give_demande(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(to): Json<Attribution>,
) -> Result<Tagged<Demande>, ApiError> {
    partage::give_demande(&state, &actor, id, &to).await?;
    let (row, shown) = service::demandes::read(&state, &actor, id).await?;
    Ok(Tagged(Demande::new(row, shown)))
}

/// Gives the sending of a lot to somebody else.
#[utoipa::path(post, path = "/lots/{id}/responsable", tag = "lots", params(("id" = Uuid, Path)), request_body = Attribution,
    responses((status = 200, body = Lot), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn give_lot(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    Json(to): Json<Attribution>,
) -> Result<Tagged<Lot>, ApiError> {
    partage::give_lot(&state, &actor, id, &to).await?;
    Ok(Tagged(Lot::new(
        service::lots::one(&state, &actor, id).await?,
    )))
}
