//! The index of the API: every endpoint, in the order of a demande's life.

use std::time::Duration;

use axum::{Router, middleware::from_fn_with_state, response::IntoResponse};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::SwaggerUi;

use super::{
    AppState, app, demandes, error::ApiError, form, health, idempotency, imports, lettres,
    livraisons, lots, me, middleware, qualities, registres, tableau, taches, taxons, zones,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "GeoNature · Demandes d'accès",
        description = "Demandes d'accès aux données précises : dépôt, annonce, tour de table, avis, décision, lots, livraison.",
        license(name = "GPL-3.0-or-later", identifier = "GPL-3.0-or-later")
    ),
    modifiers(&Bearer),
    security(("geonature" = []))
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("Jeton de GeoNature (localStorage « gn_id_token »)."))
            .build();
        openapi
            .components
            .get_or_insert_with(Default::default)
            .add_security_scheme("geonature", SecurityScheme::Http(scheme));
    }
}

fn endpoints() -> OpenApiRouter<AppState> {
    procedure().merge(registers())
}

/// What lives around the demandes.
fn registers() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(tableau::page::handler))
        .routes(routes!(tableau::page::counts))
        .routes(routes!(tableau::export::csv))
        .routes(routes!(tableau::export::xlsx))
        .routes(routes!(tableau::figures::handler))
        .routes(routes!(tableau::figures::returns))
        .routes(routes!(tableau::figures::returns_csv))
        .routes(routes!(imports::handler))
        .routes(routes!(registres::annuaire::organismes))
        .routes(routes!(registres::annuaire::comptes))
        .routes(routes!(
            registres::adhesions::list,
            registres::adhesions::create
        ))
        .routes(routes!(registres::adhesions::end))
        .routes(routes!(
            registres::colleges::list,
            registres::colleges::create
        ))
        .routes(routes!(registres::colleges::update))
        .routes(routes!(
            registres::maitres_ouvrage::search,
            registres::maitres_ouvrage::propose
        ))
        .routes(routes!(registres::maitres_ouvrage::update))
        .routes(routes!(registres::maitres_ouvrage::merge))
        .routes(routes!(registres::poles::list, registres::poles::create))
        .routes(routes!(registres::poles::update))
        .routes(routes!(registres::poles::add_animateur))
        .routes(routes!(registres::poles::update_animateur))
        .routes(routes!(registres::consignes::list))
        .routes(routes!(registres::consignes::put))
        .routes(routes!(registres::consignes::simulate))
        .routes(routes!(registres::groupes::list))
        .routes(routes!(registres::groupes::controle))
        .routes(routes!(registres::groupes::put))
        .routes(routes!(
            registres::reglages::read,
            registres::reglages::change
        ))
        .routes(routes!(
            registres::reglages::engagements,
            registres::reglages::publish
        ))
        .routes(routes!(registres::reglages::objets))
        .routes(routes!(registres::partage::list))
        .routes(routes!(registres::partage::put))
        .routes(routes!(registres::partage::add_absence))
        .routes(routes!(registres::partage::hand_over))
        .routes(routes!(registres::partage::give_demande))
        .routes(routes!(registres::partage::give_lot))
}

/// A demande, from brouillon to its delivery.
fn procedure() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(health::handler))
        .routes(routes!(me::handler))
        .routes(routes!(taches::handler))
        .routes(routes!(form::handler))
        .routes(routes!(zones::search::handler))
        .routes(routes!(zones::contours::handler))
        .routes(routes!(zones::communes::handler))
        .routes(routes!(demandes::create::handler, demandes::list::handler))
        .routes(routes!(demandes::read::handler, demandes::edit::handler))
        .routes(routes!(
            demandes::perimetre::handler,
            demandes::carte::handler
        ))
        .routes(routes!(taxons::search::handler))
        .routes(routes!(taxons::list::read))
        .routes(routes!(taxons::list::put))
        .routes(routes!(demandes::annonce::handler))
        .routes(routes!(demandes::depot::handler))
        .routes(routes!(demandes::completude::handler))
        .routes(routes!(demandes::journal::handler))
        .routes(routes!(demandes::actions::handler))
        .routes(routes!(lettres::list::handler))
        .routes(routes!(lettres::read::handler))
        .routes(routes!(demandes::lots::handler))
        .routes(routes!(demandes::explain::handler))
        .routes(routes!(
            demandes::permission::read,
            demandes::permission::grant
        ))
        .routes(routes!(demandes::permission::revoke))
        .routes(routes!(lots::read::handler))
        .routes(routes!(lots::apercu::handler))
        .routes(routes!(lots::avis::handler))
        .routes(routes!(lots::decision::handler))
        .routes(routes!(lots::extraction::relaunch))
        .routes(routes!(lots::extraction::cancel))
        .routes(routes!(lots::attaque::handler))
        .routes(routes!(lots::garde::list))
        .routes(routes!(lots::garde::blocked))
        .routes(routes!(lots::garde::lift))
        .routes(routes!(lots::controle::read))
        .routes(routes!(lots::controle::inform))
        .routes(routes!(lots::livraison::handler))
        .routes(routes!(lots::session::handler))
        .routes(routes!(livraisons::open::handler))
        .routes(routes!(livraisons::read::handler))
}

/// The OpenAPI document of the API served under `base_path`.
#[must_use]
pub fn openapi(base_path: &str) -> utoipa::openapi::OpenApi {
    let mut document = endpoints().split_for_parts().1;
    qualities::describe(&mut document);
    document.servers = Some(vec![utoipa::openapi::Server::new(base_path)]);
    document
}

/// The whole service under the base path, with its documentation at `/docs`.
pub fn router(state: AppState, request_timeout: Duration) -> Router {
    let base_path = state.base_path.to_string();
    let pages = state.app.as_deref().map(|app| app::router(app, &base_path));
    let document = openapi(&base_path);
    let docs = SwaggerUi::new(format!("{base_path}/docs"))
        .url(format!("{base_path}/openapi.json"), document);
    let api = endpoints()
        .split_for_parts()
        .0
        .fallback(|| async { ApiError::no_such_path() })
        .method_not_allowed_fallback(|| async { ApiError::method_not_allowed() })
        .layer(from_fn_with_state(state.clone(), idempotency::once))
        .with_state(state);
    Router::new()
        .nest(&base_path, api)
        .merge(docs)
        .merge(pages.unwrap_or_default())
        .fallback(|| async { ApiError::no_such_path() })
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                ApiError::internal(&"a handler panicked").into_response()
            },
        ))
        .layer(from_fn_with_state(request_timeout, middleware::around))
}
