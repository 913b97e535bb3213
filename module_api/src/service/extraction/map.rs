//! The map of a perimeter for the bordereau: nothing on it comes from an observation.

use anyhow::Context as _;
use demandes_documents::{Map, Outline, Ring};
use serde_json::Value as Json;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{service::Result, store};

/// Reads it.
///
/// # Errors
/// When the database fails or the demande has no perimeter.
pub async fn load(conn: &mut PgConnection, id_demande: Uuid) -> Result<Map> {
    let (perimetre, outlines) = store::perimetres::for_map(conn, id_demande).await?;
    let outlines = outlines.iter().map(|outline| {
        Ok(Outline {
            rings: rings(outline)?,
        })
    });
    Ok(Map {
        perimetre: rings(&perimetre)?,
        outlines: outlines.collect::<anyhow::Result<_>>()?,
    })
}

/// The rings of a polygon or of several.
fn rings(geojson: &Json) -> anyhow::Result<Vec<Ring>> {
    let coordinates = geojson["coordinates"].clone();
    if geojson["type"] == "Polygon" {
        return serde_json::from_value(coordinates).context("rings of a polygon");
    }
    let polygons: Vec<Vec<Ring>> =
        serde_json::from_value(coordinates).context("rings of polygons")?;
    Ok(polygons.into_iter().flatten().collect())
}
