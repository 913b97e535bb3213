//! The geometry files of a Shapefile, `.shp` and `.shx`, by ESRI's description of July 1998.
//!
//! Sizes and positions in headers are counted in 16-bit words, big-endian; everything else is little-endian.

use super::super::shape::{Bounds, Shape, Xy};

/// Bytes before the first record.
pub const HEADER_BYTES: u64 = 100;
/// Bytes of a record besides its content: number and length.
pub const RECORD_HEAD_BYTES: u64 = 8;

/// A Shapefile holds one type of geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Points,
    MultiPoints,
    Lines,
    Polygons,
    /// No geometry: a table alone.
    Nothing,
}

impl Family {
    /// How its files end, before their extension.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::MultiPoints => "multipoints",
            Self::Lines => "lignes",
            Self::Polygons => "polygones",
            Self::Nothing => "sans_geometrie",
        }
    }

    const fn code(self) -> i32 {
        match self {
            Self::Points => 1,
            Self::Lines => 3,
            Self::Polygons => 5,
            Self::MultiPoints => 8,
            Self::Nothing => 0,
        }
    }
}

/// The pieces of a shape, by family: one, unless it is a collection of several. What is empty is no geometry.
pub fn families(shape: Option<Shape>) -> Vec<(Family, Shape)> {
    let nothing = || vec![(Family::Nothing, Shape::Point(None))];
    let Some(shape) = shape.filter(|shape| !shape.is_empty()) else {
        return nothing();
    };
    let family = match shape {
        Shape::Point(_) => Family::Points,
        Shape::MultiPoint(_) => Family::MultiPoints,
        Shape::Line(_) | Shape::MultiLine(_) => Family::Lines,
        Shape::Polygon(_) | Shape::MultiPolygon(_) => Family::Polygons,
        Shape::Collection(members) => return taken_apart(members),
    };
    vec![(family, shape)]
}

fn taken_apart(members: Vec<Shape>) -> Vec<(Family, Shape)> {
    let (mut points, mut lines, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
    sort_out(members, &mut points, &mut lines, &mut polygons);
    let mut pieces = Vec::new();
    match points.as_slice() {
        [] => (),
        [point] => pieces.push((Family::Points, Shape::Point(Some(*point)))),
        _ => pieces.push((Family::MultiPoints, Shape::MultiPoint(points))),
    }
    if !lines.is_empty() {
        pieces.push((Family::Lines, Shape::MultiLine(lines)));
    }
    if !polygons.is_empty() {
        pieces.push((Family::Polygons, Shape::MultiPolygon(polygons)));
    }
    pieces
}

fn sort_out(
    members: Vec<Shape>,
    points: &mut Vec<Xy>,
    lines: &mut Vec<Vec<Xy>>,
    polygons: &mut Vec<Vec<Vec<Xy>>>,
) {
    for member in members {
        match member {
            Shape::Point(point) => points.extend(point),
            Shape::MultiPoint(more) => points.extend(more),
            Shape::Line(line) => lines.push(line),
            Shape::MultiLine(more) => lines.extend(more),
            Shape::Polygon(rings) => polygons.push(rings),
            Shape::MultiPolygon(more) => polygons.extend(more),
            Shape::Collection(more) => sort_out(more, points, lines, polygons),
        }
    }
}

/// Appends the content of a record. Outer rings turn clockwise.
pub fn push_content(out: &mut Vec<u8>, family: Family, mut shape: Shape) {
    shape.wind(true);
    out.extend_from_slice(&family.code().to_le_bytes());
    match &shape {
        Shape::Point(point) => push_points(out, point.as_slice()),
        Shape::MultiPoint(points) => {
            push_bounds(out, shape.bounds());
            push_count(out, points.len());
            push_points(out, points);
        }
        _ => push_parts(out, &shape),
    }
}

fn push_parts(out: &mut Vec<u8>, shape: &Shape) {
    let mut starts = Vec::new();
    let mut points = 0;
    shape.runs(&mut |run| {
        starts.push(points);
        points += run.len();
    });
    push_bounds(out, shape.bounds());
    push_count(out, starts.len());
    push_count(out, points);
    for start in starts {
        push_count(out, start);
    }
    shape.runs(&mut |run| push_points(out, run));
}

fn push_count(out: &mut Vec<u8>, count: usize) {
    // Read from WKB, whose counts are 32 bits; a record too long is refused by its size.
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn push_points(out: &mut Vec<u8>, points: &[Xy]) {
    for number in points.as_flattened() {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

fn push_bounds(out: &mut Vec<u8>, bounds: Option<Bounds>) {
    let Bounds { min, max } = bounds.unwrap_or(Bounds {
        min: [0.0; 2],
        max: [0.0; 2],
    });
    push_points(out, &[min, max]);
}

/// The head of a `.shp` or `.shx` of this whole size.
pub fn header(family: Family, bounds: Bounds, bytes: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(100);
    out.extend_from_slice(&9994_i32.to_be_bytes());
    out.extend_from_slice(&[0; 20]);
    out.extend_from_slice(&words(bytes).to_be_bytes());
    out.extend_from_slice(&1000_i32.to_le_bytes());
    out.extend_from_slice(&family.code().to_le_bytes());
    push_bounds(&mut out, (bounds.min[0] <= bounds.max[0]).then_some(bounds));
    out.extend_from_slice(&[0; 32]);
    out
}

/// A size in 16-bit words. Files stay under the limit that makes it fit.
pub fn words(bytes: u64) -> u32 {
    u32::try_from(bytes / 2).unwrap_or(u32::MAX)
}
