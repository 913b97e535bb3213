//! One Shapefile being filled: its rows wait in temporary files until their widths and sizes are known.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use super::super::shape::Bounds;
use super::super::{Column, ExportError, Layer};
use super::dbf;
use super::shp::{self, Family};

const BUFFER_BYTES: usize = 256 * 1024;

/// The cells of a row, one after the other, and the size of each.
#[derive(Default)]
pub struct Cells {
    pub bytes: Vec<u8>,
    /// At most 254 each.
    pub sizes: Vec<u8>,
}

pub struct Part {
    pub family: Family,
    pub rows: u64,
    cells: BufWriter<File>,
    shapes: BufWriter<File>,
    widths: Vec<usize>,
    bounds: Bounds,
    shp_bytes: u64,
}

impl Part {
    pub fn create(family: Family, folder: &Path, columns: &[Column]) -> Result<Self, ExportError> {
        let spool = || -> Result<_, ExportError> {
            let file = tempfile::tempfile_in(folder).map_err(ExportError::io(folder))?;
            Ok(BufWriter::with_capacity(BUFFER_BYTES, file))
        };
        Ok(Self {
            family,
            rows: 0,
            cells: spool()?,
            shapes: spool()?,
            widths: columns
                .iter()
                .map(|column| dbf::width(column.kind, 0))
                .collect(),
            bounds: Bounds::NOTHING,
            shp_bytes: shp::HEADER_BYTES,
        })
    }

    /// Whether a row can be added without a file passing `limit` bytes.
    pub fn has_room(&self, columns: &[Column], cells: &Cells, content: &[u8], limit: u64) -> bool {
        let record: u64 = 1 + self
            .widths
            .iter()
            .zip(columns)
            .zip(&cells.sizes)
            .map(|((width, column), size)| {
                dbf::width(column.kind, usize::from(*size)).max(*width) as u64
            })
            .sum::<u64>();
        let dbf = dbf::header_bytes(columns.len()) + record * (self.rows + 1) + 1;
        let shp = self.shp_bytes + shp::RECORD_HEAD_BYTES + content.len() as u64;
        dbf <= limit && shp <= limit
    }

    pub fn push(
        &mut self,
        columns: &[Column],
        cells: &Cells,
        content: &[u8],
        bounds: Option<Bounds>,
    ) -> std::io::Result<()> {
        for ((width, column), size) in self.widths.iter_mut().zip(columns).zip(&cells.sizes) {
            *width = dbf::width(column.kind, usize::from(*size)).max(*width);
        }
        self.cells.write_all(&cells.sizes)?;
        self.cells.write_all(&cells.bytes)?;
        self.shapes.write_all(
            &u32::try_from(content.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        )?;
        self.shapes.write_all(content)?;
        if let Some(bounds) = bounds {
            self.bounds.join(&bounds);
        }
        self.shp_bytes += shp::RECORD_HEAD_BYTES + content.len() as u64;
        self.rows += 1;
        Ok(())
    }

    pub fn write_shp(&mut self, out: &mut impl Write) -> std::io::Result<()> {
        out.write_all(&shp::header(self.family, self.bounds, self.shp_bytes))?;
        let mut content = Vec::new();
        let mut source = reread(&mut self.shapes)?;
        for row in 1..=self.rows {
            let size = next_content(&mut source, &mut content)?;
            out.write_all(&u32::try_from(row).unwrap_or(u32::MAX).to_be_bytes())?;
            out.write_all(&shp::words(size).to_be_bytes())?;
            out.write_all(&content)?;
        }
        Ok(())
    }

    pub fn write_shx(&mut self, out: &mut impl Write) -> std::io::Result<()> {
        let bytes = shp::HEADER_BYTES + 8 * self.rows;
        out.write_all(&shp::header(self.family, self.bounds, bytes))?;
        let mut content = Vec::new();
        let mut source = reread(&mut self.shapes)?;
        let mut offset = shp::HEADER_BYTES;
        for _ in 0..self.rows {
            let size = next_content(&mut source, &mut content)?;
            out.write_all(&shp::words(offset).to_be_bytes())?;
            out.write_all(&shp::words(size).to_be_bytes())?;
            offset += shp::RECORD_HEAD_BYTES + size;
        }
        Ok(())
    }

    pub fn write_dbf(&mut self, layer: &Layer, out: &mut impl Write) -> std::io::Result<()> {
        let day = layer.last_change.date_naive();
        out.write_all(&dbf::header(&layer.columns, &self.widths, self.rows, day))?;
        let mut source = reread(&mut self.cells)?;
        let mut sizes = vec![0_u8; layer.columns.len()];
        let (mut cells, mut record) = (Vec::new(), Vec::new());
        for _ in 0..self.rows {
            source.read_exact(&mut sizes)?;
            cells.resize(sizes.iter().map(|size| usize::from(*size)).sum(), 0);
            source.read_exact(&mut cells)?;
            record.clear();
            record.push(b' ');
            let mut rest = cells.as_slice();
            for ((column, width), size) in layer.columns.iter().zip(&self.widths).zip(&sizes) {
                let (cell, after) = rest.split_at(usize::from(*size));
                dbf::push_padded(&mut record, cell, column.kind, *width);
                rest = after;
            }
            out.write_all(&record)?;
        }
        out.write_all(&[0x1a])
    }
}

fn reread(spool: &mut BufWriter<File>) -> std::io::Result<BufReader<&mut File>> {
    spool.flush()?;
    let file = spool.get_mut();
    file.rewind()?;
    Ok(BufReader::with_capacity(BUFFER_BYTES, file))
}

/// Reads the content of the next record.
fn next_content(source: &mut impl Read, content: &mut Vec<u8>) -> std::io::Result<u64> {
    let mut size = [0; 4];
    source.read_exact(&mut size)?;
    let size = u32::from_le_bytes(size);
    content.resize(size as usize, 0);
    source.read_exact(content)?;
    Ok(size.into())
}
