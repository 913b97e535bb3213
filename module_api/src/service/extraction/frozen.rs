//! The frozen rows of a lot: all that its archive is made from, in one encrypted file.
//!
//! Frames (a length, then postcard) in zstd in age: a head, the areas once each, the rows by part, and an end that counts them. It is
//! written and read as a stream; a file that was cut, or of which one bit was changed, is refused.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};

use anyhow::{Context as _, bail, ensure};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::key::LotKey;
use crate::{digest::DigestingWriter, export::Value};

/// Grows when the frames change: a file of another version is refused, not guessed.
pub const VERSION: u32 = 1;
/// Longest frame accepted, bytes: an area of a million vertices fits.
const LONGEST: usize = 64 << 20;
/// Speed before size: the file is read again at once.
const COMPRESSION: i32 = 1;

/// One frame of the file.
#[derive(Debug, Serialize, Deserialize)]
pub enum Frame {
    /// The first.
    Head(Box<Head>),
    /// An area; its number is its rank among the areas, from 0.
    Area(Vec<u8>),
    /// Rows of a part, after all those before them.
    Rows(PartKind, Vec<FrozenRow>),
    /// The last.
    End(Box<End>),
}

/// What the archive is made from, the rows apart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// [`VERSION`].
    pub version: u32,
    /// The build that froze the lot.
    pub build: String,
    /// The lot.
    pub id_lot: Uuid,
    /// How its files begin.
    pub stem: String,
    /// EPSG code of every geometry.
    pub srid: u32,
    /// Day of the extraction, written in the files as their date.
    pub day: NaiveDate,
    /// Codes of the formats, in their order.
    pub formats: Vec<String>,
    /// The parts that may have rows, in their order.
    pub parts: Vec<Part>,
    /// The engagement accepted.
    pub engagement: String,
    /// The bordereau (JSON), less what is counted.
    pub bordereau: String,
    /// The map of the perimeter, in the local projection.
    pub map: demandes_documents::Map,
}

/// Precise or blurred rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartKind {
    /// Rows with their own geometry.
    Precise,
    /// Rows with an area.
    Blurred,
}

/// The files of one kind of rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    /// Which rows.
    pub kind: PartKind,
    /// Whether its files exist even without a row.
    pub always: bool,
    /// Its columns.
    pub columns: Vec<FrozenColumn>,
}

/// A column, as the files have it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FrozenColumn {
    /// Code of its source.
    pub source: String,
    /// Name.
    pub name: String,
    /// Name of ten characters at most.
    pub short_name: String,
    /// Type.
    pub kind: FrozenKind,
    /// What it holds, in French.
    pub description: String,
}

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FrozenKind {
    Text,
    Integer,
    Real,
    Date,
}

/// A row: its cells in the order of the columns, and where it is.
#[derive(Debug, Serialize, Deserialize)]
pub struct FrozenRow {
    /// Cells.
    pub cells: Vec<Cell>,
    /// Place.
    pub place: Place,
}

/// Where a row is.
#[derive(Debug, Serialize, Deserialize)]
pub enum Place {
    /// WKB.
    Geometry(Vec<u8>),
    /// Number of an area.
    Area(u32),
}

/// One cell.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    Null,
    Text(String),
    Integer(i64),
    Real(f64),
    Date(NaiveDate),
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Text(text) => Self::Text(text),
            Value::Integer(number) => Self::Integer(number),
            Value::Real(number) => Self::Real(number),
            Value::Date(day) => Self::Date(day),
        }
    }
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Text(text) => Self::Text(text),
            Cell::Integer(number) => Self::Integer(number),
            Cell::Real(number) => Self::Real(number),
            Cell::Date(day) => Self::Date(day),
        }
    }
}

/// What is known once all rows are read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct End {
    /// Precise rows.
    pub precise: u64,
    /// Blurred rows.
    pub blurred: u64,
    /// What the conditions of the décision took away.
    pub removed: Removed,
    /// Datasets to cite: by name where a row is precise.
    pub datasets: Vec<String>,
    /// Acquisition frameworks to cite: for blurred rows, whose dataset is not told.
    pub frameworks: Vec<String>,
    /// Rows of each group, by its label; the last has none.
    pub groupes: Vec<OfGroupe>,
}

/// Rows of a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfGroupe {
    /// Its label; none for taxa in no group.
    pub groupe: Option<String>,
    /// Precise rows.
    #[serde(rename = "precises")]
    pub precise: u64,
    /// Blurred rows.
    #[serde(rename = "floutees")]
    pub blurred: u64,
}

/// Rows taken away by the conditions of a décision, by condition.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Removed {
    /// An excluded taxon, or a descendant.
    pub excluded_taxa: u64,
    /// In the excluded period.
    pub excluded_period: u64,
    /// Not to be blurred as coarsely as asked, or whose area would tell more than it should.
    pub blur_impossible: u64,
}

/// A file that is finished.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// Its size.
    pub bytes: u64,
}

/// Writes a frozen file. Dropped before [`FrozenWriter::finish`], it leaves a file that no reader accepts.
pub struct FrozenWriter {
    encoder: zstd::Encoder<'static, age::stream::StreamWriter<DigestingWriter<BufWriter<File>>>>,
    buffer: Vec<u8>,
    ended: bool,
}

impl FrozenWriter {
    /// Begins the file, which must not exist.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, key: &LotKey) -> anyhow::Result<Self> {
        use std::os::unix::fs::OpenOptionsExt;
        let file = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .context("frozen file")?;
        let recipient = key.recipient()?;
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let encrypted = age::Encryptor::with_recipients(recipients)
            .map_err(|error| anyhow::anyhow!("clé des lots : {error}"))?
            .wrap_output(DigestingWriter::new(BufWriter::new(file)))?;
        Ok(Self {
            encoder: zstd::Encoder::new(encrypted, COMPRESSION)?,
            buffer: Vec::new(),
            ended: false,
        })
    }

    /// Writes a frame.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, frame: &Frame) -> anyhow::Result<()> {
        self.buffer.clear();
        postcard::to_io(frame, &mut self.buffer)?;
        ensure!(self.buffer.len() <= LONGEST, "a frame is too long");
        let length = u32::try_from(self.buffer.len())?;
        self.encoder.write_all(&length.to_le_bytes())?;
        self.encoder.write_all(&self.buffer)?;
        self.ended = matches!(frame, Frame::End(_));
        Ok(())
    }

    /// Closes the file, on disk.
    ///
    /// # Errors
    /// When it cannot be written, or the last frame is not the end.
    pub fn finish(self) -> anyhow::Result<Sealed> {
        ensure!(self.ended, "the frozen rows have no end");
        let (writer, bytes, sha256) = self.encoder.finish()?.finish()?.finish();
        let file = writer
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(Sealed { sha256, bytes })
    }
}

/// Reads a frozen file frame by frame.
pub struct FrozenReader {
    decoder: zstd::Decoder<'static, BufReader<age::stream::StreamReader<BufReader<File>>>>,
    buffer: Vec<u8>,
}

impl FrozenReader {
    /// Opens the file and reads its head.
    ///
    /// # Errors
    /// When it cannot be read with this key, or is of another version.
    pub fn open(path: &Path, key: &LotKey) -> anyhow::Result<(Self, Head)> {
        let file = File::open(path)
            .with_context(|| format!("lignes figées {} illisibles", path.display()))?;
        let encrypted = age::Decryptor::new(BufReader::new(file))
            .map_err(|error| anyhow::anyhow!("lignes figées illisibles : {error}"))?
            .decrypt(key.identities())
            .map_err(|error| {
                anyhow::anyhow!("lignes figées illisibles avec cette clé : {error}")
            })?;
        let mut reader = Self {
            decoder: zstd::Decoder::with_buffer(BufReader::new(encrypted))?,
            buffer: Vec::new(),
        };
        match reader.next()? {
            Some(Frame::Head(head)) if head.version == VERSION => Ok((reader, *head)),
            Some(Frame::Head(head)) => bail!(
                "lignes figées de version {} : cette version du service lit la version {VERSION}",
                head.version
            ),
            _ => bail!("the frozen rows have no head"),
        }
    }

    /// The next frame; none after the end.
    ///
    /// # Errors
    /// When the file is not what was written.
    pub fn next(&mut self) -> anyhow::Result<Option<Frame>> {
        let mut length = [0; 4];
        match self.decoder.read(&mut length[..1])? {
            0 => return Ok(None),
            _ => self.decoder.read_exact(&mut length[1..])?,
        }
        let length = usize::try_from(u32::from_le_bytes(length))?;
        ensure!(length <= LONGEST, "a frame is too long");
        self.buffer.resize(length, 0);
        self.decoder.read_exact(&mut self.buffer)?;
        Ok(Some(postcard::from_bytes(&self.buffer)?))
    }
}
