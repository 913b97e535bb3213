//! `PostGIS`'s serialized form of a geometry ("GSERIALIZED"), versions 1 and 2: reader and writer.
//!
//! The bytes are those that follow the variable-length header of the datum: 3 bytes of SRID (21 signed bits), flags, the
//! 8 bytes of extended flags (version 2, when its flag is set), the bounding box in `f32` (when its flag is set), then
//! type, counts and coordinates in the machine's byte order. The bytes may start at any address.
//!
//! It is not a reader of WKB, and it does not judge validity: what is well formed is read, whatever its shape.

use thiserror::Error;

use crate::cover::coincide;
use crate::relate::Polygons;
use crate::valid::is_evidently_valid;

/// Deepest nesting of collections that is read; `PostGIS`'s own parsers stop at 200.
pub const MAX_DEPTH: usize = 200;

const FLAG_Z: u8 = 0x01;
const FLAG_M: u8 = 0x02;
const FLAG_BBOX: u8 = 0x04;
const FLAG_GEODETIC: u8 = 0x08;
/// Version 2: extended flags follow. Version 1: "read only", of no consequence.
const FLAG_EXTENDED: u8 = 0x10;
/// Version 1: solid. Reserved in version 2, which says it in the extended flags.
const FLAG_V1_SOLID: u8 = 0x20;
const FLAG_VERSION_2: u8 = 0x40;
const EXTENDED_SOLID: u64 = 0x01;

const POINT: u32 = 1;
const LINE: u32 = 2;
const POLYGON: u32 = 3;
const CIRCULAR: u32 = 8;
const TRIANGLE: u32 = 14;

/// Why bytes are not a geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// The bytes end before what the counts announce.
    #[error("geometry cut short at byte {0}")]
    Truncated(usize),
    /// A type number that `PostGIS` 3 does not define.
    #[error("unknown geometry type {0}")]
    UnknownType(u32),
    /// A member whose type its collection does not admit.
    #[error("a geometry of type {member} cannot be part of one of type {parent}")]
    UnexpectedMember {
        /// Type number of the collection.
        parent: u32,
        /// Type number of the member.
        member: u32,
    },
    /// A point made of several positions.
    #[error("a point with {0} positions")]
    PointCount(u32),
    /// Collections nested deeper than [`MAX_DEPTH`].
    #[error("collections nested deeper than {MAX_DEPTH}")]
    TooDeep,
}

/// Why a geometry cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EncodeError {
    /// The SRID does not fit in 21 signed bits.
    #[error("SRID {0} does not fit")]
    Srid(i32),
    /// A count does not fit in 32 bits.
    #[error("too many parts")]
    TooMany,
    /// A list of ordinates is not a whole number of positions.
    #[error("{ordinates} ordinates are no whole number of positions")]
    Ragged {
        /// Length of the list.
        ordinates: usize,
    },
}

/// Which ordinates a position has beside X and Y.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dims {
    /// It has a Z.
    pub z: bool,
    /// It has an M, after the Z if any.
    pub m: bool,
}

impl Dims {
    /// Ordinates per position: 2, 3 or 4.
    #[must_use]
    pub fn stride(self) -> usize {
        2 + usize::from(self.z) + usize::from(self.m)
    }
}

/// Kinds of collections, with `PostGIS`'s type numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the standard")]
pub enum Kind {
    MultiPoint = 4,
    MultiLineString = 5,
    MultiPolygon = 6,
    GeometryCollection = 7,
    CompoundCurve = 9,
    CurvePolygon = 10,
    MultiCurve = 11,
    MultiSurface = 12,
    PolyhedralSurface = 13,
    Tin = 15,
}

impl Kind {
    fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            4 => Self::MultiPoint,
            5 => Self::MultiLineString,
            6 => Self::MultiPolygon,
            7 => Self::GeometryCollection,
            9 => Self::CompoundCurve,
            10 => Self::CurvePolygon,
            11 => Self::MultiCurve,
            12 => Self::MultiSurface,
            13 => Self::PolyhedralSurface,
            15 => Self::Tin,
            _ => return None,
        })
    }

    fn admits(self, member: u32) -> bool {
        match self {
            Self::GeometryCollection => true,
            Self::MultiPoint => member == POINT,
            Self::MultiLineString => member == LINE,
            Self::MultiPolygon | Self::PolyhedralSurface => member == POLYGON,
            Self::CompoundCurve => matches!(member, LINE | CIRCULAR),
            Self::CurvePolygon | Self::MultiCurve => {
                matches!(member, LINE | CIRCULAR) || member == Self::CompoundCurve as u32
            }
            Self::MultiSurface => member == POLYGON || member == Self::CurvePolygon as u32,
            Self::Tin => member == TRIANGLE,
        }
    }
}

/// Ordinates of consecutive positions, X Y \[Z\] \[M\], flattened: [`Dims::stride`] of them per position.
pub type Ordinates = Vec<f64>;

/// Shape of a geometry. An empty list is an empty geometry.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// No position or one.
    Point(Ordinates),
    /// Positions joined by segments.
    LineString(Ordinates),
    /// Positions joined by arcs: start, a position on the arc, end which is the next start.
    CircularString(Ordinates),
    /// One closed ring.
    Triangle(Ordinates),
    /// Rings, the outer one first.
    Polygon(Vec<Ordinates>),
    /// Members, of the types which the kind admits.
    Collection(Kind, Vec<Shape>),
}

impl Shape {
    fn code(&self) -> u32 {
        match self {
            Self::Point(_) => POINT,
            Self::LineString(_) => LINE,
            Self::CircularString(_) => CIRCULAR,
            Self::Triangle(_) => TRIANGLE,
            Self::Polygon(_) => POLYGON,
            Self::Collection(kind, _) => *kind as u32,
        }
    }

    /// Calls `each` with every list of ordinates; arcs' control positions are given like any other.
    pub(crate) fn for_each_list(&self, each: &mut impl FnMut(&[f64])) {
        match self {
            Self::Point(list)
            | Self::LineString(list)
            | Self::CircularString(list)
            | Self::Triangle(list) => each(list),
            Self::Polygon(rings) => {
                for ring in rings {
                    each(ring);
                }
            }
            Self::Collection(_, members) => {
                for member in members {
                    member.for_each_list(each);
                }
            }
        }
    }

    /// Whether it is a point, a line, a polygon, or a collection of these at any depth: no arc, no surface, no triangle.
    #[must_use]
    pub fn is_simple_feature(&self) -> bool {
        match self {
            Self::Point(_) | Self::LineString(_) | Self::Polygon(_) => true,
            Self::CircularString(_) | Self::Triangle(_) => false,
            Self::Collection(kind, members) => {
                matches!(
                    kind,
                    Kind::MultiPoint
                        | Kind::MultiLineString
                        | Kind::MultiPolygon
                        | Kind::GeometryCollection
                ) && members.iter().all(Self::is_simple_feature)
            }
        }
    }

    /// Whether every ordinate is finite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        let mut finite = true;
        self.for_each_list(&mut |list| finite &= list.iter().all(|ordinate| ordinate.is_finite()));
        finite
    }

    /// Whether it is valid without a doubt: points, lines with two positions that differ, and the polygons that
    /// [`crate::valid`] vouches for. `interrupt` is called for each step of the work.
    #[must_use]
    pub fn is_evidently_valid(&self, dims: Dims, interrupt: &mut dyn FnMut()) -> bool {
        match self {
            Self::Point(_) => true,
            Self::LineString(list) => {
                let mut positions = list.chunks_exact(dims.stride()).map(|at| [at[0], at[1]]);
                let first = positions.next();
                first.is_none_or(|first| positions.any(|at| !coincide(at, first)))
            }
            Self::Polygon(_) | Self::Collection(Kind::MultiPolygon, _) => Polygons::of(self, dims)
                .is_some_and(|polygons| is_evidently_valid(&polygons, interrupt)),
            Self::Collection(_, members) => members
                .iter()
                .all(|member| member.is_evidently_valid(dims, interrupt)),
            _ => false,
        }
    }

    /// Whether it has no position at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let mut empty = true;
        self.for_each_list(&mut |list| empty &= list.is_empty());
        empty
    }

    fn has_arcs(&self) -> bool {
        match self {
            Self::CircularString(_) => true,
            Self::Collection(_, members) => members.iter().any(Self::has_arcs),
            _ => false,
        }
    }

    /// `PostGIS` keeps no box on what is as small as a box.
    fn wants_box(&self, stride: usize) -> bool {
        match self {
            Self::Point(_) => false,
            Self::LineString(list) => list.len() > 2 * stride,
            Self::Collection(Kind::MultiPoint, members) => members.len() != 1,
            Self::Collection(Kind::MultiLineString, members) => match members.as_slice() {
                [Self::LineString(list)] => list.len() > 2 * stride,
                _ => true,
            },
            _ => true,
        }
    }
}

/// A geometry as `PostGIS` stores it.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometry {
    /// Spatial reference; 0 when unknown.
    pub srid: i32,
    /// Ordinates of each position.
    pub dims: Dims,
    /// The datum is a `geography`.
    pub geodetic: bool,
    /// The surface encloses a volume.
    pub solid: bool,
    /// The shape itself.
    pub shape: Shape,
}

/// What comes before the shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Spatial reference; 0 when unknown.
    pub srid: i32,
    /// Ordinates of each position.
    pub dims: Dims,
    /// The datum is a `geography`.
    pub geodetic: bool,
    /// The surface encloses a volume.
    pub solid: bool,
    /// Offset of the shape in the bytes.
    pub body: usize,
}

impl Header {
    /// Reads the header. Whether the shape is there is not checked.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`] when the bytes end within the header.
    #[inline]
    pub fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let &[high, middle, low, flags, ..] = bytes else {
            return Err(DecodeError::Truncated(bytes.len()));
        };
        let dims = Dims {
            z: flags & FLAG_Z != 0,
            m: flags & FLAG_M != 0,
        };
        let geodetic = flags & FLAG_GEODETIC != 0;
        let version_2 = flags & FLAG_VERSION_2 != 0;
        let mut body = 4;
        let mut solid = !version_2 && flags & FLAG_V1_SOLID != 0;
        if version_2 && flags & FLAG_EXTENDED != 0 {
            let extended = bytes
                .get(4..12)
                .and_then(|word| word.try_into().ok())
                .map(u64::from_ne_bytes);
            solid = extended.ok_or(DecodeError::Truncated(bytes.len()))? & EXTENDED_SOLID != 0;
            body += 8;
        }
        if flags & FLAG_BBOX != 0 {
            let axes = if geodetic { 3 } else { dims.stride() };
            body += 2 * 4 * axes;
        }
        // 21 bits with their sign, from the most significant byte.
        let srid = (i32::from_be_bytes([0, high, middle, low]) << 11) >> 11;
        Ok(Self {
            srid,
            dims,
            geodetic,
            solid,
            body,
        })
    }
}

/// X and Y of a point that is not empty: by far the most frequent geometry, read without detour. `None` for any other geometry.
#[inline]
#[must_use]
pub fn single_point(bytes: &[u8], header: Header) -> Option<[f64; 2]> {
    const TYPE_AND_COUNT: [u32; 2] = [POINT, 1];
    let ([kind, count, x0, x1, y0, y1, rest @ ..], _) = bytes.get(header.body..)?.as_chunks::<4>()
    else {
        return None;
    };
    let extra_words = 2 * (header.dims.stride() - 2);
    let is_point =
        [*kind, *count].map(u32::from_ne_bytes) == TYPE_AND_COUNT && rest.len() >= extra_words;
    let ordinate = |a: &[u8; 4], b: &[u8; 4]| {
        f64::from_ne_bytes([a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]])
    };
    is_point.then(|| [ordinate(x0, x1), ordinate(y0, y1)])
}

/// Reads a geometry. What follows it in the bytes is ignored, as `PostGIS` does.
///
/// # Errors
/// [`DecodeError`]; memory stays within a small multiple of the input's length whatever the counts say.
pub fn read(bytes: &[u8]) -> Result<Geometry, DecodeError> {
    let Header {
        srid,
        dims,
        geodetic,
        solid,
        body,
    } = Header::read(bytes)?;
    let mut reader = Reader {
        bytes,
        at: body,
        stride: dims.stride(),
    };
    let code = reader.word()?;
    let shape = reader.shape(code, 0)?;
    Ok(Geometry {
        srid,
        dims,
        geodetic,
        solid,
        shape,
    })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    stride: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let end = self
            .at
            .checked_add(length)
            .ok_or(DecodeError::Truncated(self.at))?;
        let taken = self
            .bytes
            .get(self.at..end)
            .ok_or(DecodeError::Truncated(self.bytes.len()))?;
        self.at = end;
        Ok(taken)
    }

    fn word(&mut self) -> Result<u32, DecodeError> {
        let at = self.at;
        let bytes = self
            .take(4)?
            .try_into()
            .map_err(|_| DecodeError::Truncated(at))?;
        Ok(u32::from_ne_bytes(bytes))
    }

    fn ordinates(&mut self, positions: u32) -> Result<Ordinates, DecodeError> {
        let length = usize::try_from(positions)
            .ok()
            .and_then(|count| count.checked_mul(self.stride * 8));
        let bytes = self.take(length.ok_or(DecodeError::Truncated(self.at))?)?;
        Ok(bytes
            .as_chunks()
            .0
            .iter()
            .map(|ordinate| f64::from_ne_bytes(*ordinate))
            .collect())
    }

    fn shape(&mut self, code: u32, depth: usize) -> Result<Shape, DecodeError> {
        if depth > MAX_DEPTH {
            return Err(DecodeError::TooDeep);
        }
        let count = self.word()?;
        match code {
            POINT if count > 1 => Err(DecodeError::PointCount(count)),
            POINT => Ok(Shape::Point(self.ordinates(count)?)),
            LINE => Ok(Shape::LineString(self.ordinates(count)?)),
            CIRCULAR => Ok(Shape::CircularString(self.ordinates(count)?)),
            TRIANGLE => Ok(Shape::Triangle(self.ordinates(count)?)),
            POLYGON => self.polygon(count),
            _ => {
                let kind = Kind::from_code(code).ok_or(DecodeError::UnknownType(code))?;
                self.collection(kind, count, depth)
            }
        }
    }

    fn polygon(&mut self, rings: u32) -> Result<Shape, DecodeError> {
        let length = usize::try_from(rings)
            .ok()
            .and_then(|count| count.checked_mul(4));
        let counts = self.take(length.ok_or(DecodeError::Truncated(self.at))?)?;
        // The table of counts is padded so that the coordinates are aligned.
        self.take(if rings % 2 == 1 { 4 } else { 0 })?;
        let counts = counts
            .as_chunks()
            .0
            .iter()
            .map(|count| u32::from_ne_bytes(*count));
        counts
            .map(|count| self.ordinates(count))
            .collect::<Result<_, _>>()
            .map(Shape::Polygon)
    }

    fn collection(&mut self, kind: Kind, count: u32, depth: usize) -> Result<Shape, DecodeError> {
        // No reservation: a member takes 8 bytes at least, so that the list grows with the input and not with the count.
        let mut members = Vec::new();
        for _ in 0..count {
            let code = self.word()?;
            if !kind.admits(code) {
                return Err(match Kind::from_code(code) {
                    None if !matches!(code, POINT..=POLYGON | CIRCULAR | TRIANGLE) => {
                        DecodeError::UnknownType(code)
                    }
                    _ => DecodeError::UnexpectedMember {
                        parent: kind as u32,
                        member: code,
                    },
                });
            }
            members.push(self.shape(code, depth + 1)?);
        }
        Ok(Shape::Collection(kind, members))
    }
}

/// Writes a geometry in version 2, with the bounding box that `PostGIS` would store. Arcs and geographies, whose boxes
/// exceed their positions, are written without one: the box is optional and `PostGIS` computes it when needed.
///
/// # Errors
/// [`EncodeError`].
pub fn write(geometry: &Geometry) -> Result<Vec<u8>, EncodeError> {
    let stride = geometry.dims.stride();
    let mut bytes = srid_bytes(geometry.srid)?.to_vec();
    let bounds = bounds(geometry);
    let flag = |on: bool, bit: u8| if on { bit } else { 0 };
    bytes.push(
        FLAG_VERSION_2
            | flag(geometry.dims.z, FLAG_Z)
            | flag(geometry.dims.m, FLAG_M)
            | flag(bounds.is_some(), FLAG_BBOX)
            | flag(geometry.geodetic, FLAG_GEODETIC)
            | flag(geometry.solid, FLAG_EXTENDED),
    );
    if geometry.solid {
        bytes.extend(EXTENDED_SOLID.to_ne_bytes());
    }
    for [low, high] in bounds.into_iter().flatten() {
        bytes.extend(float_below(low).to_ne_bytes());
        bytes.extend(float_above(high).to_ne_bytes());
    }
    write_shape(&mut bytes, &geometry.shape, stride)?;
    Ok(bytes)
}

/// A 2D rectangle `[x0, x1] × [y0, y1]`, written as `ST_MakeEnvelope` would: the same bytes as [`write`] gives for the
/// polygon that starts at the lower left corner and turns clockwise, straight to where they are wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rectangle {
    srid: [u8; 3],
    x: [f64; 2],
    y: [f64; 2],
}

impl Rectangle {
    /// Length of the bytes.
    pub const LENGTH: usize = 4 + 16 + 16 + 80;

    /// The rectangle `x[0]` to `x[1]`, `y[0]` to `y[1]`.
    ///
    /// # Errors
    /// [`EncodeError::Srid`].
    #[inline]
    pub fn new(srid: i32, x: [f64; 2], y: [f64; 2]) -> Result<Self, EncodeError> {
        Ok(Self {
            srid: srid_bytes(srid)?,
            x,
            y,
        })
    }

    /// Writes all the bytes.
    #[inline]
    pub fn write(&self, bytes: &mut [u8; Self::LENGTH]) {
        let ([x0, x1], [y0, y1]) = (self.x, self.y);
        let [high, middle, low] = self.srid;
        bytes[..4].copy_from_slice(&[high, middle, low, FLAG_VERSION_2 | FLAG_BBOX]);
        let floats = [
            float_below(x0),
            float_above(x1),
            float_below(y0),
            float_above(y1),
        ];
        for (slot, float) in bytes[4..20].as_chunks_mut().0.iter_mut().zip(floats) {
            *slot = float.to_ne_bytes();
        }
        // Type, number of rings, positions of the ring, padding.
        let words = [POLYGON, 1, 5, 0];
        for (slot, word) in bytes[20..36].as_chunks_mut().0.iter_mut().zip(words) {
            *slot = word.to_ne_bytes();
        }
        let ordinates = [x0, y0, x0, y1, x1, y1, x1, y0, x0, y0];
        for (slot, ordinate) in bytes[36..].as_chunks_mut().0.iter_mut().zip(ordinates) {
            *slot = ordinate.to_ne_bytes();
        }
    }
}

#[inline]
fn srid_bytes(srid: i32) -> Result<[u8; 3], EncodeError> {
    if !(-0x10_0000..0x10_0000).contains(&srid) {
        return Err(EncodeError::Srid(srid));
    }
    let [_, high, middle, low] = srid.to_be_bytes();
    // PostGIS writes 21 bits: those above stay clear.
    Ok([high & 0x1F, middle, low])
}

fn write_count(bytes: &mut Vec<u8>, count: usize) -> Result<(), EncodeError> {
    let count = u32::try_from(count).map_err(|_| EncodeError::TooMany)?;
    bytes.extend(count.to_ne_bytes());
    Ok(())
}

fn positions(list: &[f64], stride: usize) -> Result<usize, EncodeError> {
    if list.len().is_multiple_of(stride) {
        Ok(list.len() / stride)
    } else {
        Err(EncodeError::Ragged {
            ordinates: list.len(),
        })
    }
}

fn write_shape(bytes: &mut Vec<u8>, shape: &Shape, stride: usize) -> Result<(), EncodeError> {
    bytes.extend(shape.code().to_ne_bytes());
    match shape {
        Shape::Point(list)
        | Shape::LineString(list)
        | Shape::CircularString(list)
        | Shape::Triangle(list) => {
            write_count(bytes, positions(list, stride)?)?;
            bytes.extend(list.iter().flat_map(|ordinate| ordinate.to_ne_bytes()));
        }
        Shape::Polygon(rings) => {
            write_count(bytes, rings.len())?;
            for ring in rings {
                write_count(bytes, positions(ring, stride)?)?;
            }
            if rings.len() % 2 == 1 {
                bytes.extend([0; 4]);
            }
            bytes.extend(
                rings
                    .iter()
                    .flatten()
                    .flat_map(|ordinate| ordinate.to_ne_bytes()),
            );
        }
        Shape::Collection(_, members) => {
            write_count(bytes, members.len())?;
            for member in members {
                write_shape(bytes, member, stride)?;
            }
        }
    }
    Ok(())
}

/// Lowest and highest value of each ordinate; `None` when no box is to be written.
fn bounds(geometry: &Geometry) -> Option<Vec<[f64; 2]>> {
    let stride = geometry.dims.stride();
    if geometry.geodetic || !geometry.shape.wants_box(stride) || geometry.shape.has_arcs() {
        return None;
    }
    let mut bounds = vec![[f64::INFINITY, f64::NEG_INFINITY]; stride];
    let mut empty = true;
    geometry.shape.for_each_list(&mut |list| {
        for position in list.chunks_exact(stride) {
            empty = false;
            for ([low, high], ordinate) in bounds.iter_mut().zip(position) {
                *low = low.min(*ordinate);
                *high = high.max(*ordinate);
            }
        }
    });
    (!empty).then_some(bounds)
}

/// The greatest `f32` not above the value.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the rounding is what is wanted, and is corrected"
)]
fn float_below(value: f64) -> f32 {
    let float = (value as f32).clamp(f32::MIN, f32::MAX);
    if f64::from(float) <= value || float <= f32::MIN {
        float
    } else {
        float.next_down()
    }
}

/// The least `f32` not below the value.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the rounding is what is wanted, and is corrected"
)]
fn float_above(value: f64) -> f32 {
    let float = (value as f32).clamp(f32::MIN, f32::MAX);
    if f64::from(float) >= value || float >= f32::MAX {
        float
    } else {
        float.next_up()
    }
}
