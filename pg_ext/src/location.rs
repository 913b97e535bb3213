//! A geometry as the functions on areas see it: where it is, or nothing when it cannot be located.
//!
//! The rule is that of `gn_diffusion.usable_geometry`, which stays the judge of what must be repaired.

use gn_diffusion_core::codec::{self, Header, Kind, Shape};
use gn_diffusion_core::relate::Position;

use crate::geometry::Geometry;
use crate::postgis;
use crate::spi;

/// Where a geometry is.
pub enum Location {
    /// A point with finite coordinates.
    Point(Position),
    /// Anything else, valid, with finite coordinates and no arc.
    Shape(codec::Geometry),
}

/// Locates a geometry in the projection of the areas. `None` when it is empty, in another projection, not finite, or of a type
/// that has arcs, surfaces or triangles. An invalid one is repaired first.
#[inline]
pub fn locate(geom: Geometry<'_>, srid: i32) -> Option<Location> {
    locate_with(geom, srid, repaired)
}

/// The same, but for an invalid geometry: `None`.
#[inline]
pub fn locate_valid(geom: Geometry<'_>, srid: i32) -> Option<Location> {
    locate_with(geom, srid, |_| None)
}

#[inline]
fn locate_with(
    geom: Geometry<'_>,
    srid: i32,
    invalid: fn(Geometry<'_>) -> Option<Location>,
) -> Option<Location> {
    let header = Header::read(geom.bytes()).ok()?;
    if header.srid != srid {
        return None;
    }
    if let Some(position) = codec::single_point(geom.bytes(), header) {
        let is_finite = position.iter().all(|ordinate| ordinate.is_finite());
        return is_finite.then_some(Location::Point(position));
    }
    locate_shape(geom, invalid)
}

fn locate_shape(
    geom: Geometry<'_>,
    invalid: fn(Geometry<'_>) -> Option<Location>,
) -> Option<Location> {
    let geometry = usable(geom)?;
    if is_valid(geom, &geometry) {
        return Some(Location::Shape(geometry));
    }
    invalid(geom)
}

/// A valid polygon or multipolygon of that projection, with finite coordinates. `None` for anything else: nothing is repaired.
pub fn valid_polygon(geom: Geometry<'_>, srid: i32) -> Option<codec::Geometry> {
    let geometry = usable(geom)?;
    let is_polygon = matches!(
        geometry.shape,
        Shape::Polygon(_) | Shape::Collection(Kind::MultiPolygon, _)
    );
    (is_polygon && geometry.srid == srid && is_valid(geom, &geometry)).then_some(geometry)
}

fn usable(geom: Geometry<'_>) -> Option<codec::Geometry> {
    let geometry = codec::read(geom.bytes()).ok()?;
    let is_usable = geometry.shape.is_simple_feature()
        && geometry.shape.is_finite()
        && !geometry.shape.is_empty();
    is_usable.then_some(geometry)
}

fn is_valid(geom: Geometry<'_>, geometry: &codec::Geometry) -> bool {
    let shape = &geometry.shape;
    shape.is_evidently_valid(geometry.dims, &mut interrupt) || postgis::is_valid(geom)
}

fn repaired(geom: Geometry<'_>) -> Option<Location> {
    let mut repaired = None;
    let arguments = [(postgis::oids().geometry, Some(geom.datum()))];
    spi::read(
        c"SELECT gn_diffusion.usable_geometry($1)",
        &arguments,
        &mut |row| {
            repaired = row
                .get::<Geometry<'_>>(1)
                .and_then(|geometry| codec::read(geometry.bytes()).ok());
            false
        },
    );
    // A line of a single position becomes a point.
    repaired.map(|geometry| match geometry.shape {
        Shape::Point(ref ordinates) if let [x, y, ..] = ordinates[..] => Location::Point([x, y]),
        _ => Location::Shape(geometry),
    })
}

fn interrupt() {
    pgrx::check_for_interrupts!();
}
