//! `POST /taxons/liste` reads a list of taxa line by line; `PUT /demandes/{id}/taxons` gives it to a demande.

use axum::extract::Request;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
        upload::{self, FormulaireTexte, Sent, Texte},
    },
    service::taxons::{self, Liste},
};

async fn text(request: Request) -> Result<String, ApiError> {
    match upload::read(request, taxons::MAX_BYTES).await? {
        Sent::Text(text) => Ok(text),
        Sent::File(bytes) => Ok(taxons::text_of(&bytes)?),
    }
}

/// Reads a list of taxa (typed, pasted or uploaded) and tells what each line names; changes nothing.
#[utoipa::path(post, path = "/taxons/liste", tag = "taxons",
    request_body(content((FormulaireTexte = "multipart/form-data"), (Texte = "application/json"))),
    responses((status = 200, body = Liste), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn read(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    request: Request,
) -> Result<Json<Liste>, ApiError> {
    let text = text(request).await?;
    Ok(Json(taxons::read_list(&state, &actor, &text).await?))
}

/// Replaces the taxa wanted by those of a list. Lines to correct are told, and prevent the dépôt.
#[utoipa::path(put, path = "/demandes/{id}/taxons", tag = "demandes", params(("id" = Uuid, Path)),
    request_body(content((FormulaireTexte = "multipart/form-data"), (Texte = "application/json"))),
    responses((status = 200, body = Liste), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Json<Liste>, ApiError> {
    let text = text(request).await?;
    Ok(Json(taxons::put(&state, &actor, id, &text).await?))
}
