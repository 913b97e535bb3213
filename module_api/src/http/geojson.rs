//! `GeoJSON` as answers carry it: always WGS 84.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A collection (RFC 7946).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeatureCollection {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Its features.
    features: Vec<Feature>,
}

/// A feature.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Feature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Where it is.
    #[schema(value_type = Object)]
    geometry: Value,
    /// What it is.
    #[schema(value_type = Object)]
    properties: Value,
}

impl Feature {
    /// A geometry with its properties.
    #[must_use]
    pub fn new(geometry: Value, properties: Value) -> Self {
        Self {
            kind: "Feature",
            geometry,
            properties,
        }
    }
}

impl FromIterator<Feature> for FeatureCollection {
    fn from_iter<T: IntoIterator<Item = Feature>>(features: T) -> Self {
        Self {
            kind: "FeatureCollection",
            features: features.into_iter().collect(),
        }
    }
}
