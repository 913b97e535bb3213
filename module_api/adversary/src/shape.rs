//! Geometry: discs, unions, shares of an area. All in the local system, metres.

use std::hash::{DefaultHasher, Hasher};

use gdal::vector::{Geometry, OGRwkbGeometryType, geometry_type_flatten};

/// Segments of a quarter of a circle.
const QUARTER: u32 = 16;
/// What is thinner than twice this, in metres, is a sliver left by two ways of writing one border.
const SLIVER_M: f64 = 0.5;

/// A geometry read from WKB.
pub fn read(wkb: &[u8]) -> Option<Geometry> {
    Geometry::from_wkb(wkb).ok()
}

/// All points within `radius` metres of a point.
pub fn disc(x: f64, y: f64, radius: f64) -> Option<Geometry> {
    let mut point = Geometry::empty(OGRwkbGeometryType::wkbPoint).ok()?;
    point.add_point_2d((x, y));
    point.buffer(radius.max(0.1), QUARTER).ok()
}

/// The union of some geometries, by halves.
pub fn union(mut parts: Vec<Geometry>) -> Option<Geometry> {
    while parts.len() > 1 {
        let mut halved = Vec::with_capacity(parts.len() / 2 + 1);
        let mut pairs = parts.into_iter();
        while let Some(first) = pairs.next() {
            halved.push(match pairs.next() {
                Some(second) => first.union(&second)?,
                None => first,
            });
        }
        parts = halved;
    }
    parts.pop()
}

/// Whether nothing of it is wider than a sliver.
pub fn is_sliver(geometry: &Geometry) -> bool {
    geometry.is_empty()
        || geometry
            .buffer(-SLIVER_M, 1)
            .is_ok_and(|eroded| eroded.is_empty())
}

/// West, south, east, north.
pub fn bounds(geometry: &Geometry) -> [f64; 4] {
    let e = geometry.envelope();
    [e.MinX, e.MinY, e.MaxX, e.MaxY]
}

pub fn boxes_meet(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

/// A digest of the coordinates, for geometries of one file.
pub fn digest(wkb: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(wkb);
    hasher.finish()
}

/// Vertices of a geometry, all of its parts, as bits to compare exactly.
pub fn vertices(geometry: &Geometry) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    collect(geometry, &mut found);
    found
}

fn collect(geometry: &Geometry, found: &mut Vec<(f64, f64)>) {
    if geometry.geometry_count() == 0 {
        let mut points = Vec::new();
        geometry.get_points(&mut points);
        found.extend(points.into_iter().map(|(x, y, _)| (x, y)));
        return;
    }
    for index in 0..geometry.geometry_count() {
        collect(&geometry.get_geometry(index), found);
    }
}

/// Whether two geometries have the same vertices, to `tolerance`, whatever ring they begin with and way they turn.
pub fn same_vertices(a: &Geometry, b: &Geometry, tolerance: f64) -> bool {
    let sorted = |geometry: &Geometry| {
        let mut all = vertices(geometry);
        all.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.total_cmp(&q.1)));
        all.dedup();
        all
    };
    let (a, b) = (sorted(a), sorted(b));
    if tolerance == 0.0 {
        return a == b;
    }
    covers(&a, &b, tolerance) && covers(&b, &a, tolerance)
}

/// Whether each vertex of `b` has one of `a` near it; both sorted by x.
fn covers(a: &[(f64, f64)], b: &[(f64, f64)], tolerance: f64) -> bool {
    b.iter().all(|&(x, y)| {
        let start = a.partition_point(|p| p.0 < x - tolerance);
        a[start..]
            .iter()
            .take_while(|p| p.0 <= x + tolerance)
            .any(|p| (p.1 - y).abs() <= tolerance)
    })
}

/// Whether it is a polygon or several.
pub fn is_area(geometry: &Geometry) -> bool {
    matches!(
        geometry_type_flatten(geometry.geometry_type()),
        OGRwkbGeometryType::wkbPolygon | OGRwkbGeometryType::wkbMultiPolygon
    )
}
