//! `GeoJSON`: RFC 7946, and the older text whose `crs` member names a projection.
//!
//! Parsed here rather than by GDAL, whose driver fetches a `crs` of type `link` from the network. A `crs` is read at
//! the top level only; one inside a feature is refused rather than ignored, for ignoring it would misplace the
//! perimeter.

use std::fmt;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::source::Projection;
use super::surfaces::{Position, Ring, Surfaces};
use super::{PerimetreError, SourceData};

const WGS84: i32 = 4326;

#[derive(Deserialize)]
struct Document {
    #[serde(default, deserialize_with = "present")]
    crs: Option<Value>,
    name: Option<Value>,
    features: Option<Vec<Feature>>,
    geometry: Option<Geometry>,
    #[serde(rename = "type")]
    kind: String,
    geometries: Option<Vec<Geometry>>,
    coordinates: Option<Coordinates>,
}

#[derive(Deserialize)]
struct Feature {
    geometry: Option<Geometry>,
    crs: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    coordinates: Option<Coordinates>,
    geometries: Option<Vec<Geometry>>,
    crs: Option<IgnoredAny>,
}

/// Nested arrays ending in positions; numbers after the second of a position (altitude) are dropped.
enum Coordinates {
    Position(Position),
    List(Vec<Coordinates>),
}

/// Keeps `null` apart from an absent member: the older text gives `"crs": null` the meaning 'unknown'.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Item::deserialize(deserializer)? {
            Item::Coordinates(coordinates) => Ok(coordinates),
            Item::Number(_) => Err(D::Error::custom("a bare number")),
        }
    }
}

enum Item {
    Number(f64),
    Coordinates(Coordinates),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or an array")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Item, E> {
        Ok(Item::Number(value))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a coordinate has fewer than fifteen digits"
    )]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Item, E> {
        Ok(Item::Number(value as f64))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a coordinate has fewer than fifteen digits"
    )]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Item, E> {
        Ok(Item::Number(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let first = match seq.next_element::<Item>()? {
            None => return Ok(Item::Coordinates(Coordinates::List(Vec::new()))),
            Some(Item::Coordinates(first)) => first,
            Some(Item::Number(x)) => {
                let y = seq
                    .next_element::<f64>()?
                    .ok_or_else(|| A::Error::custom("a position of one number"))?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Item::Coordinates(Coordinates::Position([x, y])));
            }
        };
        let mut list = vec![first];
        while let Some(next) = seq.next_element::<Coordinates>()? {
            list.push(next);
        }
        Ok(Item::Coordinates(Coordinates::List(list)))
    }
}

/// Reads a whole document: `FeatureCollection`, `Feature` or bare geometry.
pub(super) fn read(bytes: &[u8], mut surfaces: Surfaces) -> Result<SourceData, PerimetreError> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let document: Document =
        serde_json::from_slice(text).map_err(|_| PerimetreError::FileCorrupt)?;
    let projection = projection(document.crs.as_ref());
    let layers = document
        .name
        .as_ref()
        .and_then(Value::as_str)
        .map(super::error::shown_name)
        .into_iter()
        .collect();
    match document.kind.as_str() {
        "FeatureCollection" => {
            for feature in document.features.ok_or(PerimetreError::FileCorrupt)? {
                refuse_inner_crs(feature.crs)?;
                if let Some(geometry) = feature.geometry {
                    add(geometry, &mut surfaces)?;
                }
            }
        }
        "Feature" => {
            if let Some(geometry) = document.geometry {
                add(geometry, &mut surfaces)?;
            }
        }
        _ => add(
            Geometry {
                kind: document.kind,
                coordinates: document.coordinates,
                geometries: document.geometries,
                crs: None,
            },
            &mut surfaces,
        )?,
    }
    // Metres written without a projection, the commonest fault of older exports: ask, do not misplace.
    let said = document.crs.is_some();
    let projection = if !said && !in_degrees(&surfaces) {
        None
    } else {
        projection
    };
    Ok(SourceData {
        surfaces,
        projection,
        layers,
        warnings: Vec::new(),
    })
}

fn refuse_inner_crs(crs: Option<IgnoredAny>) -> Result<(), PerimetreError> {
    crs.map_or(Ok(()), |_| Err(PerimetreError::ProjectionUnusable))
}

fn in_degrees(surfaces: &Surfaces) -> bool {
    surfaces
        .polygons
        .iter()
        .flatten()
        .flatten()
        .all(|[x, y]| x.abs() <= 180.0 && y.abs() <= 90.0)
}

/// Projection of the document; `None` when it is said to be unknown.
fn projection(crs: Option<&Value>) -> Option<Projection> {
    let Some(crs) = crs else {
        return Some(Projection::Epsg(WGS84));
    };
    if crs.is_null() {
        return None;
    }
    let properties = &crs["properties"];
    let code = match crs["type"].as_str() {
        Some("name") => properties["name"].as_str().and_then(epsg_of_name),
        Some("EPSG") => properties["code"]
            .as_i64()
            .and_then(|code| i32::try_from(code).ok()),
        _ => None,
    };
    Some(code.map_or(Projection::Unusable, Projection::Epsg))
}

/// `EPSG:2154`, `urn:ogc:def:crs:EPSG::2154`, `urn:ogc:def:crs:OGC:1.3:CRS84`: nothing that would have to be fetched.
fn epsg_of_name(name: &str) -> Option<i32> {
    let name = name.trim().to_ascii_uppercase();
    let parts: Vec<&str> = name.split(':').collect();
    match parts.as_slice() {
        ["EPSG", code] | ["URN", "OGC" | "X-OGC", "DEF", "CRS", "EPSG", _, code] => {
            code.parse().ok()
        }
        ["CRS84" | "WGS84"]
        | ["OGC", "CRS84"]
        | ["URN", "OGC" | "X-OGC", "DEF", "CRS", "OGC", _, "CRS84"] => Some(WGS84),
        _ => None,
    }
}

fn add(geometry: Geometry, surfaces: &mut Surfaces) -> Result<(), PerimetreError> {
    refuse_inner_crs(geometry.crs)?;
    if geometry.kind == "GeometryCollection" {
        return geometry
            .geometries
            .unwrap_or_default()
            .into_iter()
            .try_for_each(|part| add(part, surfaces));
    }
    let list = match geometry.coordinates {
        Some(Coordinates::List(list)) => list,
        Some(Coordinates::Position(_)) if geometry.kind == "Point" => {
            surfaces.others += 1;
            return Ok(());
        }
        _ => return Err(PerimetreError::FileCorrupt),
    };
    match geometry.kind.as_str() {
        "Polygon" => surfaces.polygon(rings(list)?),
        "MultiPolygon" => list.into_iter().try_for_each(|polygon| match polygon {
            Coordinates::List(list) => surfaces.polygon(rings(list)?),
            Coordinates::Position(_) => Err(PerimetreError::FileCorrupt),
        }),
        "Point" | "MultiPoint" | "LineString" | "MultiLineString" => {
            surfaces.others += u64::from(!list.is_empty());
            Ok(())
        }
        _ => Err(PerimetreError::FileCorrupt),
    }
}

fn rings(list: Vec<Coordinates>) -> Result<Vec<Ring>, PerimetreError> {
    list.into_iter()
        .map(|ring| match ring {
            Coordinates::List(positions) => positions
                .into_iter()
                .map(|p| match p {
                    Coordinates::Position(position) => Ok(position),
                    Coordinates::List(_) => Err(PerimetreError::FileCorrupt),
                })
                .collect(),
            Coordinates::Position(_) => Err(PerimetreError::FileCorrupt),
        })
        .collect()
}
