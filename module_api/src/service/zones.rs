//! Communes and départements by name, and the outline of the territory: what a map and a search field need. Public layers alone.

use demandes_domain::rights::{self, Action, Actor, Target};

use super::{Context, Result, ServiceError, perimetre::AreaType};
use crate::store::{
    self,
    zones::{Contour, Zone},
};

/// Most zones given for one search.
const MAX_FOUND: i64 = 20;
/// Most communes around a place.
const MAX_AROUND: i64 = 30;

/// Zones whose name holds `text`, or whose code begins with it.
///
/// # Errors
/// Without any right in the module.
pub async fn search(
    context: &Context,
    actor: &Actor,
    area_type: AreaType,
    text: &str,
) -> Result<Vec<Zone>> {
    rights::check(actor, Action::ReadReferences, Target::Module)?;
    let text = text.trim();
    // PostgreSQL takes no NUL in a text, and no name holds one.
    if text.is_empty() || text.contains('\0') {
        return Ok(Vec::new());
    }
    let mut conn = context.pool.acquire().await?;
    Ok(store::zones::search(&mut conn, area_type.code(), text, MAX_FOUND).await?)
}

/// The outline of each département of the territory.
///
/// # Errors
/// Without any right in the module.
pub async fn contours(context: &Context, actor: &Actor) -> Result<Vec<Contour>> {
    rights::check(actor, Action::ReadReferences, Target::Module)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::zones::contours(&mut conn).await?)
}

/// The communes around a place (WGS 84), the nearest first.
///
/// # Errors
/// Without any right in the module; when there is no such place.
pub async fn communes(
    context: &Context,
    actor: &Actor,
    lng: f64,
    lat: f64,
) -> Result<Vec<Contour>> {
    rights::check(actor, Action::ReadReferences, Target::Module)?;
    if !((-180.0..=180.0).contains(&lng) && (-85.0..=85.0).contains(&lat)) {
        return Err(ServiceError::invalid_field(
            "lng",
            "Donnez une longitude et une latitude en degrés.",
        ));
    }
    let mut conn = context.pool.acquire().await?;
    Ok(store::zones::communes(&mut conn, lng, lat, MAX_AROUND).await?)
}
