//! Geometries as the writers need them: plane, with straight edges, read from WKB.
//!
//! `GeoNature`'s geometries are plane. Should one not be, altitudes and measures are dropped and arcs of circle become
//! segments of 4 degrees at most, and the file says so. A coordinate that is not finite is refused.

/// Easting and northing, or longitude and latitude.
pub(super) type Xy = [f64; 2];
type Ring = Vec<Xy>;

/// Deepest nesting of collections.
const MAX_DEPTH: usize = 8;
/// Widest angle of a segment that stands for a piece of an arc, in degrees.
const ARC_STEP: f64 = 4.0;

/// A geometry. Empty parts are left out: what is empty is an empty list, or no point.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Point(Option<Xy>),
    Line(Vec<Xy>),
    Polygon(Vec<Ring>),
    MultiPoint(Vec<Xy>),
    MultiLine(Vec<Vec<Xy>>),
    MultiPolygon(Vec<Vec<Ring>>),
    Collection(Vec<Shape>),
}

/// What was read, and what had to be left out to make it plane.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parsed {
    pub shape: Shape,
    /// Altitudes or measures were dropped.
    pub flattened: bool,
    /// Arcs became segments.
    pub straightened: bool,
}

impl Shape {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Point(point) => point.is_none(),
            Self::Line(points) | Self::MultiPoint(points) => points.is_empty(),
            Self::Polygon(lines) | Self::MultiLine(lines) => lines.is_empty(),
            Self::MultiPolygon(polygons) => polygons.is_empty(),
            Self::Collection(members) => members.iter().all(Self::is_empty),
        }
    }

    /// Gives each run of points to `f`.
    pub fn runs(&self, f: &mut impl FnMut(&[Xy])) {
        match self {
            Self::Point(point) => f(point.as_slice()),
            Self::Line(points) | Self::MultiPoint(points) => f(points),
            Self::Polygon(lines) | Self::MultiLine(lines) => lines.iter().for_each(|run| f(run)),
            Self::MultiPolygon(polygons) => polygons.iter().flatten().for_each(|run| f(run)),
            Self::Collection(members) => members.iter().for_each(|member| member.runs(f)),
        }
    }

    /// The same, to be changed.
    pub fn runs_mut<E>(&mut self, f: &mut impl FnMut(&mut [Xy]) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Point(point) => f(point.as_mut_slice()),
            Self::Line(points) | Self::MultiPoint(points) => f(points),
            Self::Polygon(lines) | Self::MultiLine(lines) => {
                lines.iter_mut().try_for_each(|run| f(run))
            }
            Self::MultiPolygon(polygons) => {
                polygons.iter_mut().flatten().try_for_each(|run| f(run))
            }
            Self::Collection(members) => {
                members.iter_mut().try_for_each(|member| member.runs_mut(f))
            }
        }
    }

    /// The box around it; `None` when it is empty.
    pub fn bounds(&self) -> Option<Bounds> {
        let mut bounds = Bounds::NOTHING;
        self.runs(&mut |run| run.iter().for_each(|xy| bounds.add(*xy)));
        (bounds.min[0] <= bounds.max[0]).then_some(bounds)
    }

    /// Turns the outer ring of each polygon clockwise, its holes the other way; or the reverse.
    pub fn wind(&mut self, clockwise: bool) {
        match self {
            Self::Polygon(rings) => wind_rings(rings, clockwise),
            Self::MultiPolygon(polygons) => {
                for rings in polygons {
                    wind_rings(rings, clockwise);
                }
            }
            Self::Collection(members) => {
                for member in members {
                    member.wind(clockwise);
                }
            }
            _ => (),
        }
    }

    /// Appends it as little-endian WKB.
    pub fn push_wkb(&self, out: &mut Vec<u8>) {
        match self {
            Self::Point(point) => {
                push_header(out, 1);
                push_points(out, &[point.unwrap_or([f64::NAN; 2])]);
            }
            Self::Line(points) => {
                push_header(out, 2);
                push_run(out, points);
            }
            Self::Polygon(rings) => push_polygon(out, rings),
            Self::MultiPoint(points) => {
                push_header(out, 4);
                push_count(out, points.len());
                for point in points {
                    push_header(out, 1);
                    push_points(out, &[*point]);
                }
            }
            Self::MultiLine(lines) => {
                push_header(out, 5);
                push_count(out, lines.len());
                for line in lines {
                    push_header(out, 2);
                    push_run(out, line);
                }
            }
            Self::MultiPolygon(polygons) => {
                push_header(out, 6);
                push_count(out, polygons.len());
                for rings in polygons {
                    push_polygon(out, rings);
                }
            }
            Self::Collection(members) => {
                push_header(out, 7);
                push_count(out, members.len());
                for member in members {
                    member.push_wkb(out);
                }
            }
        }
    }
}

fn push_header(out: &mut Vec<u8>, kind: u32) {
    out.push(1);
    out.extend_from_slice(&kind.to_le_bytes());
}

fn push_count(out: &mut Vec<u8>, count: usize) {
    // What is written was read from WKB, whose counts are 32 bits.
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn push_points(out: &mut Vec<u8>, points: &[Xy]) {
    for [x, y] in points {
        out.extend_from_slice(&x.to_le_bytes());
        out.extend_from_slice(&y.to_le_bytes());
    }
}

fn push_run(out: &mut Vec<u8>, points: &[Xy]) {
    push_count(out, points.len());
    push_points(out, points);
}

fn push_polygon(out: &mut Vec<u8>, rings: &[Ring]) {
    push_header(out, 3);
    push_count(out, rings.len());
    for ring in rings {
        push_run(out, ring);
    }
}

/// The box around a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub min: Xy,
    pub max: Xy,
}

impl Bounds {
    pub const NOTHING: Self = Self {
        min: [f64::INFINITY; 2],
        max: [f64::NEG_INFINITY; 2],
    };

    pub fn add(&mut self, xy: Xy) {
        let [x, y] = xy;
        self.min = [self.min[0].min(x), self.min[1].min(y)];
        self.max = [self.max[0].max(x), self.max[1].max(y)];
    }

    pub fn join(&mut self, other: &Self) {
        self.add(other.min);
        self.add(other.max);
    }
}

fn wind_rings(rings: &mut [Ring], clockwise: bool) {
    for (rank, ring) in rings.iter_mut().enumerate() {
        let wanted = clockwise == (rank == 0);
        let area = doubled_area(ring);
        if area != 0.0 && (area < 0.0) != wanted {
            ring.reverse();
        }
    }
}

/// Twice the signed area: positive when anticlockwise. From the first point, for precision far from the origin.
fn doubled_area(ring: &[Xy]) -> f64 {
    let Some(origin) = ring.first() else {
        return 0.0;
    };
    ring.windows(2)
        .map(|pair| {
            let [a, b] = [pair[0], pair[1]].map(|p| [p[0] - origin[0], p[1] - origin[1]]);
            a[0] * b[1] - b[0] * a[1]
        })
        .sum()
}

/// Reads ISO or OGC WKB, whole.
pub(super) fn parse(wkb: &[u8]) -> Result<Parsed, String> {
    let mut reader = Reader {
        rest: wkb,
        little: true,
        dimensions: 2,
        flattened: false,
        straightened: false,
    };
    let shape = reader.geometry(0)?;
    if !reader.rest.is_empty() {
        return Err(format!("{} bytes too many", reader.rest.len()));
    }
    Ok(Parsed {
        shape,
        flattened: reader.flattened,
        straightened: reader.straightened,
    })
}

struct Reader<'a> {
    rest: &'a [u8],
    /// Byte order and number of coordinates of the geometry being read.
    little: bool,
    dimensions: usize,
    flattened: bool,
    straightened: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or("it ends too soon")?;
        self.rest = rest;
        Ok(*taken)
    }

    fn integer(&mut self) -> Result<u32, String> {
        let bytes = self.take::<4>()?;
        Ok(if self.little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn number(&mut self) -> Result<f64, String> {
        let bytes = self.take::<8>()?;
        Ok(if self.little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    /// A count of things of at least `size` bytes each, so that a false one costs nothing.
    fn count(&mut self, size: usize) -> Result<usize, String> {
        let count = usize::try_from(self.integer()?).map_err(|error| error.to_string())?;
        if count.saturating_mul(size) > self.rest.len() {
            return Err("it ends too soon".to_owned());
        }
        Ok(count)
    }

    /// Byte order and type of what follows.
    fn header(&mut self) -> Result<u32, String> {
        self.little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            [order] => return Err(format!("byte order {order}")),
        };
        let code = self.integer()?;
        if code & 0x2000_0000 != 0 {
            return Err("EWKB with its SRID".to_owned());
        }
        let (iso, kind) = ((code & 0x0fff_ffff) / 1000, (code & 0x0fff_ffff) % 1000);
        if iso > 3 {
            return Err(format!("type {code}"));
        }
        let has_z = code & 0x8000_0000 != 0 || iso == 1 || iso == 3;
        let has_m = code & 0x4000_0000 != 0 || iso == 2 || iso == 3;
        self.dimensions = 2 + usize::from(has_z) + usize::from(has_m);
        self.flattened |= self.dimensions > 2;
        Ok(kind)
    }

    fn geometry(&mut self, depth: usize) -> Result<Shape, String> {
        if depth > MAX_DEPTH {
            return Err("nested too deep".to_owned());
        }
        let kind = self.header()?;
        Ok(match kind {
            1 => Shape::Point(self.point()?),
            2 | 8 | 9 => Shape::Line(self.line(kind)?),
            3 | 10 | 17 => Shape::Polygon(self.polygon(kind)?),
            4 => Shape::MultiPoint(self.members(|reader| match reader.header()? {
                1 => reader.point(),
                other => Err(format!("type {other} among points")),
            })?),
            5 | 11 => Shape::MultiLine(self.members(|reader| {
                let kind = reader.header()?;
                Ok(Some(reader.line(kind)?).filter(|line| !line.is_empty()))
            })?),
            6 | 12 | 15 | 16 => Shape::MultiPolygon(self.members(|reader| {
                let kind = reader.header()?;
                Ok(Some(reader.polygon(kind)?).filter(|rings| !rings.is_empty()))
            })?),
            7 => Shape::Collection(self.members(|reader| {
                Ok(Some(reader.geometry(depth + 1)?).filter(|shape| !shape.is_empty()))
            })?),
            other => return Err(format!("type {other}")),
        })
    }

    /// Members with a header each, but the empty ones.
    fn members<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<Option<T>, String>,
    ) -> Result<Vec<T>, String> {
        let mut members = Vec::new();
        for _ in 0..self.count(9)? {
            members.extend(read(self)?);
        }
        Ok(members)
    }

    /// A point; NaN for all coordinates is how WKB writes the empty one.
    fn point(&mut self) -> Result<Option<Xy>, String> {
        let xy = [self.number()?, self.number()?];
        for _ in 2..self.dimensions {
            self.number()?;
        }
        if xy.iter().all(|coordinate| coordinate.is_nan()) {
            return Ok(None);
        }
        finite(xy).map(Some)
    }

    fn run(&mut self) -> Result<Vec<Xy>, String> {
        let count = self.count(8 * self.dimensions)?;
        let mut points = Vec::with_capacity(count);
        for _ in 0..count {
            points.push(finite([self.number()?, self.number()?])?);
            for _ in 2..self.dimensions {
                self.number()?;
            }
        }
        Ok(points)
    }

    /// A line, its header read: straight, of arcs, or of both.
    fn line(&mut self, kind: u32) -> Result<Vec<Xy>, String> {
        let points = match kind {
            2 => self.run()?,
            8 => {
                let points = self.run()?;
                self.straightened |= !points.is_empty();
                straightened(&points)?
            }
            9 => {
                let mut whole: Vec<Xy> = Vec::new();
                for _ in 0..self.count(9)? {
                    let kind = self.header()?;
                    if kind == 9 {
                        return Err("a compound curve in another".to_owned());
                    }
                    let piece = self.line(kind)?;
                    let known =
                        usize::from(whole.last().is_some() && whole.last() == piece.first());
                    whole.extend_from_slice(&piece[known..]);
                }
                whole
            }
            other => return Err(format!("type {other} is no line")),
        };
        if points.len() == 1 {
            return Err("a line of one point".to_owned());
        }
        Ok(points)
    }

    /// The rings of a polygon, its header read; none when it is empty.
    fn polygon(&mut self, kind: u32) -> Result<Vec<Ring>, String> {
        let mut rings = Vec::new();
        let count = match kind {
            3 | 17 => self.count(4)?,
            10 => self.count(9)?,
            other => return Err(format!("type {other} is no polygon")),
        };
        for rank in 0..count {
            let ring = if kind == 10 {
                let kind = self.header()?;
                self.line(kind)?
            } else {
                self.run()?
            };
            if ring.is_empty() {
                if rank == 0 && count > 1 {
                    return Err("holes without a ring around".to_owned());
                }
                continue;
            }
            if ring.len() < 4 || ring.first() != ring.last() {
                return Err("a ring that is not closed".to_owned());
            }
            rings.push(ring);
        }
        Ok(rings)
    }
}

fn finite(xy: Xy) -> Result<Xy, String> {
    if xy.iter().all(|coordinate| coordinate.is_finite()) {
        Ok(xy)
    } else {
        Err("a coordinate is not finite".to_owned())
    }
}

/// The segments of a run of arcs, each given by its ends and a point between them.
fn straightened(points: &[Xy]) -> Result<Vec<Xy>, String> {
    let Some(first) = points.first() else {
        return Ok(Vec::new());
    };
    if points.len().is_multiple_of(2) || points.len() < 3 {
        return Err("an arc without its three points".to_owned());
    }
    let mut line = vec![*first];
    for arc in points.windows(3).step_by(2) {
        push_arc(&mut line, arc[0], arc[1], arc[2]);
    }
    Ok(line)
}

/// Appends the arc from `start`, already there, through `middle` to `end`.
fn push_arc(line: &mut Vec<Xy>, start: Xy, middle: Xy, end: Xy) {
    let Some(centre) = centre(start, middle, end) else {
        line.extend([middle, end]);
        return;
    };
    let angle = |xy: Xy| (xy[1] - centre[1]).atan2(xy[0] - centre[0]);
    let turn = std::f64::consts::TAU;
    let (from, via) = (angle(start), angle(middle));
    let ahead = |to: f64| (to - from).rem_euclid(turn);
    // Anticlockwise when going so from the start meets the middle before the end.
    let sweep = if same(start, end) {
        turn
    } else if ahead(via) <= ahead(angle(end)) {
        ahead(angle(end))
    } else {
        ahead(angle(end)) - turn
    };
    let radius = (start[0] - centre[0]).hypot(start[1] - centre[1]);
    let steps = (sweep.abs().to_degrees() / ARC_STEP).ceil().max(1.0);
    let mut step = 1.0;
    while step < steps {
        let at = from + sweep * step / steps;
        line.push([centre[0] + radius * at.cos(), centre[1] + radius * at.sin()]);
        step += 1.0;
    }
    line.push(end);
}

/// Centre of the circle through three points; of the one whose diameter is the first two when the ends are one. `None` when
/// they are on a line.
fn centre(start: Xy, middle: Xy, end: Xy) -> Option<Xy> {
    if same(start, end) {
        return (!same(start, middle))
            .then(|| [0, 1].map(|axis| f64::midpoint(start[axis], middle[axis])));
    }
    let [to_middle, to_end] = [middle, end].map(|p| [p[0] - start[0], p[1] - start[1]]);
    let cross = 2.0 * (to_middle[0] * to_end[1] - to_middle[1] * to_end[0]);
    let [middle2, end2] = [to_middle, to_end].map(|p| p[0] * p[0] + p[1] * p[1]);
    let centre = [
        start[0] + (to_end[1] * middle2 - to_middle[1] * end2) / cross,
        start[1] + (to_middle[0] * end2 - to_end[0] * middle2) / cross,
    ];
    centre.iter().all(|c| c.is_finite()).then_some(centre)
}

/// The very same point, bit for bit but for the sign of zero.
fn same(a: Xy, b: Xy) -> bool {
    a.partial_cmp(&b) == Some(std::cmp::Ordering::Equal)
}
