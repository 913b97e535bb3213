//! `GET /demandes/{id}/lots`: its lots; figures only for those who may see them.

use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        lots::Lot,
        precondition::State,
    },
    service::lots,
};

/// The lots of a demande.
#[utoipa::path(get, path = "/demandes/{id}/lots", tag = "lots", params(("id" = Uuid, Path)),
    responses((status = 200, body = [Lot]), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<Lot>>, ApiError> {
    let views = lots::list(&state, &actor, id).await?;
    Ok(Json(views.into_iter().map(Lot::new).collect()))
}
