//! The spatial index of a `GeoPackage`, packed at once.
//!
//! `SQLite`'s R*Tree keeps its nodes in three ordinary tables, in a format that its documentation gives. Sorting all entries
//! into full nodes (sort-tile-recursive) and writing these tables is many times faster than inserting entries one by one, and
//! makes a better tree.

use rusqlite::Connection;

use super::ExportError;
use super::gpkg::quoted;
use super::shape::Bounds;

/// A row and its box: least and greatest easting, least and greatest northing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    id: i64,
    bounds: [f32; 4],
}

/// Bytes of the depth and count at the head of a node, and of one cell.
const HEAD: usize = 4;
const CELL: usize = 24;
const ROOT: i64 = 1;

impl Entry {
    /// The index holds 32-bit numbers: the box is widened to the next ones.
    pub fn new(id: i64, bounds: &Bounds) -> Self {
        Self {
            id,
            bounds: [
                below(bounds.min[0]),
                above(bounds.max[0]),
                below(bounds.min[1]),
                above(bounds.max[1]),
            ],
        }
    }

    fn centre(&self, axis: usize) -> f64 {
        f64::midpoint(
            self.bounds[2 * axis].into(),
            self.bounds[2 * axis + 1].into(),
        )
    }

    fn around(id: i64, entries: &[Self]) -> Self {
        let mut bounds = [
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::INFINITY,
            f32::NEG_INFINITY,
        ];
        for entry in entries {
            for axis in [0, 2] {
                bounds[axis] = bounds[axis].min(entry.bounds[axis]);
                bounds[axis + 1] = bounds[axis + 1].max(entry.bounds[axis + 1]);
            }
        }
        Self { id, bounds }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "to the nearest 32-bit number, then corrected"
)]
fn below(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) > number {
        near.next_down()
    } else {
        near
    }
}

fn above(number: f64) -> f32 {
    -below(-number)
}

/// A tree being written.
pub(super) struct PackedTree<'a> {
    connection: &'a Connection,
    table: String,
    node_bytes: usize,
    next_node: i64,
}

impl<'a> PackedTree<'a> {
    /// Fills the empty index of a layer.
    pub fn fill(
        connection: &'a Connection,
        layer: &str,
        mut entries: Vec<Entry>,
    ) -> Result<(), ExportError> {
        if entries.is_empty() {
            return Ok(());
        }
        let table = format!("rtree_{layer}_geom");
        let node_bytes: i64 = connection.query_row(
            &format!(
                "SELECT length(data) FROM {} WHERE nodeno = {ROOT}",
                quoted(&format!("{table}_node"))
            ),
            [],
            |row| row.get(0),
        )?;
        let mut tree = Self {
            connection,
            table,
            node_bytes: usize::try_from(node_bytes).unwrap_or(0),
            next_node: ROOT + 1,
        };
        let capacity = tree.node_bytes.saturating_sub(HEAD) / CELL;
        if capacity < 2 {
            return Err(ExportError::Stopped);
        }
        tile(&mut entries, capacity);
        let mut depth = 0_u16;
        let mut links = "rowid";
        while entries.len() > capacity {
            entries = tree.write_level(&entries, capacity, links)?;
            links = "parent";
            depth += 1;
        }
        tree.write_links(links, ROOT, &entries)?;
        let root = tree.node(depth, &entries);
        connection.execute(
            &format!(
                "UPDATE {} SET data = ? WHERE nodeno = {ROOT}",
                tree.named("node")
            ),
            [root],
        )?;
        Ok(())
    }

    fn named(&self, part: &str) -> String {
        quoted(&format!("{}_{part}", self.table))
    }

    /// Writes the nodes of a level and gives the entries of the level above.
    fn write_level(
        &mut self,
        entries: &[Entry],
        capacity: usize,
        links: &str,
    ) -> Result<Vec<Entry>, ExportError> {
        let mut above = Vec::with_capacity(entries.len().div_ceil(capacity));
        let sql = format!(
            "INSERT INTO {} (nodeno, data) VALUES (?, ?)",
            self.named("node")
        );
        let mut insert = self.connection.prepare(&sql)?;
        for chunk in entries.chunks(capacity) {
            insert.execute((self.next_node, self.node(0, chunk)))?;
            above.push(Entry::around(self.next_node, chunk));
            self.next_node += 1;
        }
        let mut linked: Vec<(i64, i64)> = entries
            .chunks(capacity)
            .zip(&above)
            .flat_map(|(chunk, node)| chunk.iter().map(|entry| (entry.id, node.id)))
            .collect();
        linked.sort_unstable();
        self.link(links, &linked)?;
        Ok(above)
    }

    fn write_links(&self, links: &str, node: i64, entries: &[Entry]) -> Result<(), ExportError> {
        let mut linked: Vec<(i64, i64)> = entries.iter().map(|entry| (entry.id, node)).collect();
        linked.sort_unstable();
        self.link(links, &linked)
    }

    /// Says in which node each row, or each node, is.
    fn link(&self, links: &str, linked: &[(i64, i64)]) -> Result<(), ExportError> {
        let columns = match links {
            "rowid" => "rowid, nodeno",
            _ => "nodeno, parentnode",
        };
        let sql = format!(
            "INSERT INTO {} ({columns}) VALUES (?, ?)",
            self.named(links)
        );
        let mut insert = self.connection.prepare(&sql)?;
        for pair in linked {
            insert.execute(*pair)?;
        }
        Ok(())
    }

    fn node(&self, depth: u16, entries: &[Entry]) -> Vec<u8> {
        let mut data = Vec::with_capacity(self.node_bytes);
        data.extend_from_slice(&depth.to_be_bytes());
        data.extend_from_slice(
            &u16::try_from(entries.len())
                .unwrap_or(u16::MAX)
                .to_be_bytes(),
        );
        for entry in entries {
            data.extend_from_slice(&entry.id.to_be_bytes());
            for number in entry.bounds {
                data.extend_from_slice(&number.to_be_bytes());
            }
        }
        data.resize(self.node_bytes, 0);
        data
    }
}

/// Orders entries so that each run of `capacity` of them is compact: vertical slices, each from south to north.
fn tile(entries: &mut [Entry], capacity: usize) {
    let by = |axis: usize| {
        move |a: &Entry, b: &Entry| {
            a.centre(axis)
                .total_cmp(&b.centre(axis))
                .then(a.id.cmp(&b.id))
        }
    };
    entries.sort_unstable_by(by(0));
    let nodes = entries.len().div_ceil(capacity);
    let slices = nodes.isqrt().max(1);
    let slice = nodes.div_ceil(slices) * capacity;
    for part in entries.chunks_mut(slice) {
        part.sort_unstable_by(by(1));
    }
}
