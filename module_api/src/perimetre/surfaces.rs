//! Polygons gathered from a file: decoding WKB, dropping what is not a surface, writing EWKB.
//!
//! Z and M are dropped and arcs become segments here. Validity is not looked at: self-crossing rings go through,
//! `PostGIS` repairs them afterwards. Only what `PostGIS` cannot even parse is mended: open rings are closed, rings of
//! fewer than four points left out, both said in a warning.

use std::f64::consts::PI;

use super::PerimetreError;

/// Largest angle of an arc between two vertices: the chord stays within 0.02 % of the radius.
const ARC_STEP: f64 = PI / 90.0;
/// Depth of nested collections: beyond, the file is no honest export.
const MAX_DEPTH: u8 = 16;
const MULTI_POLYGON_WITH_SRID: u32 = 6 | 0x2000_0000;

/// x, y in the order easting/longitude, northing/latitude.
pub(super) type Position = [f64; 2];
pub(super) type Ring = Vec<Position>;
/// Exterior ring, then holes.
pub(super) type Polygon = Vec<Ring>;

/// Polygons read so far and what was met beside them.
pub(super) struct Surfaces {
    pub polygons: Vec<Polygon>,
    pub vertices: u64,
    /// Points, lines and the like, left aside.
    pub others: u64,
    closed: u64,
    dropped: u64,
    max_vertices: u64,
}

impl Surfaces {
    pub fn new(max_vertices: u64) -> Self {
        Self {
            polygons: Vec::new(),
            vertices: 0,
            others: 0,
            closed: 0,
            dropped: 0,
            max_vertices,
        }
    }

    /// French sentences on what was left aside or mended.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.others > 0 {
            warnings.push("Les points et les lignes du fichier ont été laissés de côté : seuls les polygones forment le périmètre.".to_owned());
        }
        if self.closed > 0 {
            warnings.push("Des contours n'étaient pas fermés : ils l'ont été. Vérifiez le périmètre sur la carte.".to_owned());
        }
        if self.dropped > 0 {
            warnings
                .push("Des contours de moins de trois sommets ont été laissés de côté.".to_owned());
        }
        warnings
    }

    /// Adds one polygon, exterior ring first. A polygon whose exterior is degenerate is left out with its holes.
    pub fn polygon(&mut self, rings: Vec<Ring>) -> Result<(), PerimetreError> {
        let mut kept = Polygon::with_capacity(rings.len());
        for (rank, mut ring) in rings.into_iter().enumerate() {
            if ring.iter().flatten().any(|c| !c.is_finite()) {
                return Err(PerimetreError::CoordinatesInvalid);
            }
            if ring.is_empty() && rank == 0 {
                return Ok(());
            }
            if let (Some(&first), Some(&last)) = (ring.first(), ring.last())
                && first.map(f64::to_bits) != last.map(f64::to_bits)
            {
                ring.push(first);
                self.closed += 1;
            }
            if ring.len() < 4 {
                self.dropped += 1;
                if rank == 0 {
                    return Ok(());
                }
                continue;
            }
            self.count(ring.len())?;
            kept.push(ring);
        }
        if !kept.is_empty() {
            self.polygons.push(kept);
        }
        Ok(())
    }

    fn count(&mut self, vertices: usize) -> Result<(), PerimetreError> {
        self.vertices = self.vertices.saturating_add(vertices as u64);
        self.check(0)
    }

    fn check(&self, more: usize) -> Result<(), PerimetreError> {
        if self.vertices.saturating_add(more as u64) > self.max_vertices {
            return Err(PerimetreError::TooManyVertices {
                max: self.max_vertices,
            });
        }
        Ok(())
    }

    /// Adds every surface of an ISO WKB geometry, of any type and dimension.
    pub fn wkb(&mut self, bytes: &[u8]) -> Result<(), PerimetreError> {
        let mut reader = Wkb { bytes };
        self.geometry(&mut reader, 0)
    }

    fn geometry(&mut self, reader: &mut Wkb<'_>, depth: u8) -> Result<(), PerimetreError> {
        let head = reader.head(depth)?;
        match head.kind {
            // Polygon, Triangle
            3 | 17 => {
                let mut rings = Vec::new();
                for _ in 0..reader.count(head.big)? {
                    rings.push(self.line(reader, &head)?);
                }
                self.polygon(rings)
            }
            // CurvePolygon: each ring is a geometry of its own
            10 => {
                let mut rings = Vec::new();
                for _ in 0..reader.count(head.big)? {
                    rings.push(self.curve(reader, depth + 1)?);
                }
                self.polygon(rings)
            }
            // Everything made of geometries: collections, MultiPolygon, MultiSurface, PolyhedralSurface, TIN,
            // and the lines and points that end up counted aside.
            4..=7 | 9 | 11 | 12 | 15 | 16 => {
                for _ in 0..reader.count(head.big)? {
                    self.geometry(reader, depth + 1)?;
                }
                Ok(())
            }
            1 | 2 | 8 => {
                let points = if head.kind == 1 {
                    reader.positions(&head, 1)?
                } else {
                    self.line(reader, &head)?
                };
                // An empty point is written as not-a-number.
                if points.iter().flatten().any(|c| !c.is_nan()) {
                    self.others += 1;
                }
                Ok(())
            }
            _ => Err(PerimetreError::FileCorrupt),
        }
    }

    fn line(&self, reader: &mut Wkb<'_>, head: &Head) -> Result<Ring, PerimetreError> {
        let count = reader.count(head.big)?;
        self.check(count)?;
        reader.positions(head, count)
    }

    /// A ring made of segments, arcs, or both.
    fn curve(&self, reader: &mut Wkb<'_>, depth: u8) -> Result<Ring, PerimetreError> {
        let head = reader.head(depth)?;
        match head.kind {
            2 => self.line(reader, &head),
            8 => {
                let ring = stroke(&self.line(reader, &head)?)?;
                self.check(ring.len())?;
                Ok(ring)
            }
            9 => {
                let mut whole = Ring::new();
                for _ in 0..reader.count(head.big)? {
                    let part = self.curve(reader, depth + 1)?;
                    let shared = usize::from(!whole.is_empty() && whole.last() == part.first());
                    whole.extend(part.into_iter().skip(shared));
                    self.check(whole.len())?;
                }
                Ok(whole)
            }
            _ => Err(PerimetreError::FileCorrupt),
        }
    }
}

/// Turns a circular string (start, middle, end, middle, end …) into segments.
fn stroke(points: &[Position]) -> Result<Ring, PerimetreError> {
    let Some(&first) = points.first() else {
        return Ok(Ring::new());
    };
    if points.len().is_multiple_of(2) {
        return Err(PerimetreError::FileCorrupt);
    }
    let mut out = vec![first];
    for arc in points.windows(3).step_by(2) {
        if let [a, b, c] = arc {
            stroke_arc(*a, *b, *c, &mut out);
        }
    }
    Ok(out)
}

#[expect(
    clippy::many_single_char_names,
    reason = "the circle through a, b and c, as geometry writes it"
)]
fn stroke_arc(a: Position, b: Position, c: Position, out: &mut Ring) {
    let whole_circle = a.map(f64::to_bits) == c.map(f64::to_bits);
    let (bx, by, cx, cy) = (b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]);
    let d = 2.0 * (bx * cy - by * cx);
    let (ux, uy) = if whole_circle {
        (bx / 2.0, by / 2.0)
    } else {
        let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
        ((cy * b2 - by * c2) / d, (bx * c2 - cx * b2) / d)
    };
    if !ux.is_finite() || !uy.is_finite() {
        // Aligned points: a straight arc.
        out.extend([b, c]);
        return;
    }
    let (x, y, radius) = (a[0] + ux, a[1] + uy, ux.hypot(uy));
    let angle = |p: Position| (p[1] - y).atan2(p[0] - x);
    let start = angle(a);
    let turn = |to: f64| (to - start).rem_euclid(2.0 * PI);
    let (to_b, to_c) = (turn(angle(b)), turn(angle(c)));
    let sweep = if whole_circle {
        2.0 * PI
    } else if to_b <= to_c {
        to_c
    } else {
        to_c - 2.0 * PI
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 180 by construction"
    )]
    let steps = (sweep.abs() / ARC_STEP).ceil().max(1.0) as u32;
    for step in 1..steps {
        let at = start + sweep * f64::from(step) / f64::from(steps);
        out.push([x + radius * at.cos(), y + radius * at.sin()]);
    }
    out.push(c);
}

struct Head {
    big: bool,
    /// Two-dimensional ISO type.
    kind: u32,
    /// Doubles per position.
    dims: usize,
}

/// Cursor over WKB; a read past the end is a corrupt file.
struct Wkb<'a> {
    bytes: &'a [u8],
}

impl Wkb<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], PerimetreError> {
        let (head, rest) = self
            .bytes
            .split_first_chunk::<N>()
            .ok_or(PerimetreError::FileCorrupt)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn head(&mut self, depth: u8) -> Result<Head, PerimetreError> {
        if depth > MAX_DEPTH {
            return Err(PerimetreError::FileCorrupt);
        }
        let big = self.take::<1>()? == [0];
        let code = self.u32(big)?;
        let dims = match code / 1000 {
            0 => 2,
            1 | 2 => 3,
            3 => 4,
            _ => return Err(PerimetreError::FileCorrupt),
        };
        Ok(Head {
            big,
            kind: code % 1000,
            dims,
        })
    }

    fn u32(&mut self, big: bool) -> Result<u32, PerimetreError> {
        let raw = self.take::<4>()?;
        Ok(if big {
            u32::from_be_bytes(raw)
        } else {
            u32::from_le_bytes(raw)
        })
    }

    /// A number of parts, each of at least four bytes: a larger one is a lie.
    fn count(&mut self, big: bool) -> Result<usize, PerimetreError> {
        let count = usize::try_from(self.u32(big)?).map_err(|_| PerimetreError::FileCorrupt)?;
        if count > self.bytes.len() / 4 {
            return Err(PerimetreError::FileCorrupt);
        }
        Ok(count)
    }

    fn positions(&mut self, head: &Head, count: usize) -> Result<Ring, PerimetreError> {
        let mut ring = Ring::with_capacity(count.min(self.bytes.len() / 16));
        for _ in 0..count {
            let mut position = [0.0; 4];
            for value in &mut position[..head.dims] {
                let raw = self.take::<8>()?;
                *value = if head.big {
                    f64::from_be_bytes(raw)
                } else {
                    f64::from_le_bytes(raw)
                };
            }
            ring.push([position[0], position[1]]);
        }
        Ok(ring)
    }
}

/// Writes polygons as one little-endian EWKB `MultiPolygon`.
pub(super) fn multi_polygon_ewkb(
    polygons: &[Polygon],
    srid: i32,
) -> Result<Vec<u8>, PerimetreError> {
    let mut out = Vec::new();
    let length = |n: usize| {
        u32::try_from(n)
            .map(u32::to_le_bytes)
            .map_err(|_| PerimetreError::Unreadable)
    };
    out.push(1);
    out.extend(MULTI_POLYGON_WITH_SRID.to_le_bytes());
    out.extend(srid.to_le_bytes());
    out.extend(length(polygons.len())?);
    for polygon in polygons {
        out.push(1);
        out.extend(3_u32.to_le_bytes());
        out.extend(length(polygon.len())?);
        for ring in polygon {
            out.extend(length(ring.len())?);
            for coordinate in ring.iter().flatten() {
                out.extend(coordinate.to_le_bytes());
            }
        }
    }
    Ok(out)
}
