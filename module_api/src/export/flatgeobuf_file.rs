//! `FlatGeobuf`, for analysts: typed columns and a spatial index in one file that can be read in pieces.
//!
//! Features are encoded as they come into a temporary file without a name, then copied in the order of the index (along a
//! Hilbert curve; the order of rows among equals). A row without geometry cannot be in an index, and blurred rows are in the order of
//! their identifiers alone, in each format: such a file has no index, and keeps the order of its rows.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use chrono::Datelike;
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort};
use flatgeobuf::{
    Column as FgbColumn, ColumnArgs, ColumnType, Crs, CrsArgs, Feature, FeatureArgs, Geometry,
    GeometryArgs, GeometryType, Header, HeaderArgs,
};

use super::projection::reference;
use super::shape::{Shape, Xy};
use super::sink::{Draft, Intake};
use super::{ExportError, Geometries, Kind, Layer, RowSink, Value, Written};

/// 'fgb', version 3 of the format, 'fgb', patch 0.
const MAGIC: [u8; 8] = *b"fgb\x03fgb\x00";

/// Writes rows to a `FlatGeobuf` file.
pub struct FlatGeobufSink {
    draft: Draft,
    intake: Intake,
    features: BufWriter<File>,
    /// Box of each feature, its rank as offset.
    nodes: Vec<NodeItem>,
    /// Size of each feature.
    sizes: Vec<u32>,
    unindexed: bool,
    builder: FlatBufferBuilder<'static>,
    properties: Vec<u8>,
}

impl FlatGeobufSink {
    /// Creates the file, which must not exist.
    ///
    /// # Errors
    /// The file exists or cannot be written, the SRID is unknown.
    pub fn create(path: &Path, layer: &Arc<Layer>) -> Result<Self, ExportError> {
        reference(layer.srid)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let features = tempfile::tempfile_in(folder).map_err(ExportError::io(folder))?;
        Ok(Self {
            draft: Draft::create(path)?,
            intake: Intake::new(layer),
            features: BufWriter::with_capacity(256 * 1024, features),
            nodes: Vec::new(),
            sizes: Vec::new(),
            unindexed: layer.geometries == Geometries::Areas,
            builder: FlatBufferBuilder::new(),
            properties: Vec::new(),
        })
    }

    fn encode(&mut self, values: &[Value], shape: Option<&Shape>) {
        self.properties.clear();
        for (rank, value) in (0_u16..).zip(values) {
            push_property(&mut self.properties, rank, value);
        }
        self.builder.reset();
        let geometry = shape.map(|shape| geometry(&mut self.builder, shape));
        let properties = Some(self.builder.create_vector(&self.properties));
        let feature = Feature::create(
            &mut self.builder,
            &FeatureArgs {
                geometry,
                properties,
                columns: None,
            },
        );
        self.builder.finish_size_prefixed(feature, None);
    }

    fn header(&self, extent: Option<&NodeItem>, indexed: bool) -> Result<Vec<u8>, ExportError> {
        let layer = &self.intake.layer;
        let srs = reference(layer.srid)?;
        let mut builder = FlatBufferBuilder::new();
        let crs_args = CrsArgs {
            org: Some(builder.create_string("EPSG")),
            code: i32::try_from(layer.srid).unwrap_or(0),
            name: Some(builder.create_string(&srs.name().unwrap_or_default())),
            wkt: Some(builder.create_string(&srs.to_wkt()?)),
            ..CrsArgs::default()
        };
        let crs = Crs::create(&mut builder, &crs_args);
        let columns: Vec<WIPOffset<FgbColumn>> = layer
            .columns
            .iter()
            .map(|column| {
                let args = ColumnArgs {
                    name: Some(builder.create_string(&column.name)),
                    type_: column_type(column.kind),
                    description: Some(builder.create_string(&column.description_fr)),
                    ..ColumnArgs::default()
                };
                FgbColumn::create(&mut builder, &args)
            })
            .collect();
        let columns = Some(builder.create_vector(&columns));
        let envelope = extent
            .map(|box_| builder.create_vector(&[box_.min_x, box_.min_y, box_.max_x, box_.max_y]));
        let args = HeaderArgs {
            name: Some(builder.create_string(&layer.name)),
            envelope,
            geometry_type: match layer.geometries {
                Geometries::Any => GeometryType::Unknown,
                Geometries::Areas => GeometryType::MultiPolygon,
            },
            columns,
            features_count: self.intake.rows,
            index_node_size: if indexed {
                PackedRTree::DEFAULT_NODE_SIZE
            } else {
                0
            },
            crs: Some(crs),
            ..HeaderArgs::default()
        };
        let header = Header::create(&mut builder, &args);
        builder.finish_size_prefixed(header, None);
        Ok(builder.finished_data().to_vec())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        let path = self.draft.path().to_owned();
        self.draft.write_all(bytes).map_err(ExportError::io(&path))
    }

    /// Where each feature begins in the temporary file.
    fn offsets(&self) -> Vec<u64> {
        self.sizes
            .iter()
            .scan(0_u64, |next, size| {
                let offset = *next;
                *next += u64::from(*size);
                Some(offset)
            })
            .collect()
    }

    fn write_index(&mut self, extent: &NodeItem) -> Result<(), ExportError> {
        hilbert_sort(&mut self.nodes, extent);
        let mut placed = self.nodes.clone();
        let mut offset = 0;
        for node in &mut placed {
            let size = self.sizes[rank(node)];
            node.offset = offset;
            offset += u64::from(size);
        }
        let tree = PackedRTree::build(&placed, extent, PackedRTree::DEFAULT_NODE_SIZE)
            .map_err(|error| ExportError::FlatGeobuf(error.to_string()))?;
        let path = self.draft.path().to_owned();
        tree.stream_write(&mut self.draft)
            .map_err(ExportError::io(&path))
    }

    fn copy_features(&mut self) -> Result<(), ExportError> {
        let path = self.draft.path().to_owned();
        self.features.flush().map_err(ExportError::io(&path))?;
        let offsets = self.offsets();
        let nodes = std::mem::take(&mut self.nodes);
        let mut feature = Vec::new();
        for node in &nodes {
            let rank = rank(node);
            feature.resize(self.sizes[rank] as usize, 0);
            self.features
                .get_ref()
                .read_exact_at(&mut feature, offsets[rank])
                .map_err(ExportError::io(&path))?;
            self.put(&feature)?;
        }
        Ok(())
    }
}

impl RowSink for FlatGeobufSink {
    fn write(&mut self, values: &[Value], wkb: Option<&[u8]>) -> Result<(), ExportError> {
        let shape = self
            .intake
            .take(values, wkb)?
            .filter(|shape| !shape.is_empty());
        self.encode(values, shape.as_ref());
        let bytes = self.builder.finished_data();
        let size = u32::try_from(bytes.len())
            .map_err(|error| ExportError::FlatGeobuf(error.to_string()))?;
        self.features
            .write_all(bytes)
            .map_err(ExportError::io(self.draft.path()))?;
        self.sizes.push(size);
        let mut node = NodeItem::create(self.nodes.len() as u64);
        match shape.and_then(|shape| shape.bounds()) {
            Some(bounds) => {
                node.expand_xy(bounds.min[0], bounds.min[1]);
                node.expand_xy(bounds.max[0], bounds.max[1]);
            }
            None => self.unindexed = true,
        }
        self.nodes.push(node);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportError> {
        let indexed = !self.unindexed && !self.nodes.is_empty();
        let extent = calc_extent(&self.nodes);
        let known = extent.min_x <= extent.max_x;
        let header = self.header(known.then_some(&extent), indexed)?;
        self.put(&MAGIC)?;
        self.put(&header)?;
        if indexed {
            self.write_index(&extent)?;
        }
        self.copy_features()?;
        let notes = self.intake.notes();
        Ok(vec![self.draft.finish(self.intake.rows, notes)?])
    }
}

/// Rank of the feature of a node not yet placed.
fn rank(node: &NodeItem) -> usize {
    usize::try_from(node.offset).unwrap_or(usize::MAX)
}

const fn column_type(kind: Kind) -> ColumnType {
    match kind {
        Kind::Text => ColumnType::String,
        Kind::Integer => ColumnType::Long,
        Kind::Real => ColumnType::Double,
        Kind::Date => ColumnType::DateTime,
    }
}

/// A property: rank of its column, then its value. One that is not known is left out.
fn push_property(out: &mut Vec<u8>, rank: u16, value: &Value) {
    if *value == Value::Null {
        return;
    }
    out.extend_from_slice(&rank.to_le_bytes());
    match value {
        Value::Null => (),
        Value::Text(text) => push_text(out, text),
        Value::Integer(number) => out.extend_from_slice(&number.to_le_bytes()),
        Value::Real(number) => out.extend_from_slice(&number.to_le_bytes()),
        Value::Date(day) => push_text(
            out,
            &format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        ),
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    // A text of 4 GiB does not come out of PostgreSQL.
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

type Offset = WIPOffset<Geometry<'static>>;

fn geometry(builder: &mut FlatBufferBuilder<'static>, shape: &Shape) -> Offset {
    match shape {
        Shape::Point(point) => flat(builder, GeometryType::Point, &[point.as_slice()]),
        Shape::Line(points) => flat(builder, GeometryType::LineString, &[points.as_slice()]),
        Shape::MultiPoint(points) => flat(builder, GeometryType::MultiPoint, &[points.as_slice()]),
        Shape::Polygon(rings) => flat(builder, GeometryType::Polygon, rings),
        Shape::MultiLine(lines) => flat(builder, GeometryType::MultiLineString, lines),
        Shape::MultiPolygon(polygons) => {
            let parts: Vec<Offset> = polygons
                .iter()
                .map(|rings| flat(builder, GeometryType::Polygon, rings))
                .collect();
            made_of(builder, GeometryType::MultiPolygon, &parts)
        }
        Shape::Collection(members) => {
            let parts: Vec<Offset> = members
                .iter()
                .map(|member| geometry(builder, member))
                .collect();
            made_of(builder, GeometryType::GeometryCollection, &parts)
        }
    }
}

/// A geometry whose runs of points are in one list, with the end of each when there are several.
fn flat<R: AsRef<[Xy]>>(
    builder: &mut FlatBufferBuilder<'static>,
    type_: GeometryType,
    runs: &[R],
) -> Offset {
    let xy: Vec<f64> = runs
        .iter()
        .flat_map(|run| run.as_ref().as_flattened())
        .copied()
        .collect();
    // Readers do without the end of a single ring, but not of a single line.
    let ends = (runs.len() > 1 || type_ == GeometryType::MultiLineString).then(|| {
        let ends: Vec<u32> = runs
            .iter()
            .scan(0_usize, |end, run| {
                *end += run.as_ref().len();
                Some(u32::try_from(*end).unwrap_or(u32::MAX))
            })
            .collect();
        builder.create_vector(&ends)
    });
    let xy = Some(builder.create_vector(&xy));
    Geometry::create(
        builder,
        &GeometryArgs {
            ends,
            xy,
            type_,
            ..GeometryArgs::default()
        },
    )
}

fn made_of(
    builder: &mut FlatBufferBuilder<'static>,
    type_: GeometryType,
    parts: &[Offset],
) -> Offset {
    let parts = Some(builder.create_vector(parts));
    Geometry::create(
        builder,
        &GeometryArgs {
            type_,
            parts,
            ..GeometryArgs::default()
        },
    )
}
