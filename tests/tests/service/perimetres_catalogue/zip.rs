//! A writer of archives that lets each field lie, which no library does.

use std::io::Write as _;

use anyhow::Result;
use flate2::{Compression, Crc, write::DeflateEncoder};

/// One entry: what its two headers say, and the bytes that follow the first.
#[derive(Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub stored: Vec<u8>,
    pub crc: u32,
    pub size: u32,
    pub method: u16,
    pub flags: u16,
    /// Mode of Unix, in the high half of the external attributes.
    pub mode: u32,
    /// Compressed size, when it lies.
    pub compressed: Option<u32>,
    /// Where the first header is said to be, when it lies.
    pub offset: Option<u32>,
}

const DEFLATED: u16 = 8;
const REGULAR: u32 = 0o100_644;

/// An honest entry.
pub fn entry(name: impl Into<Vec<u8>>, content: &[u8]) -> Result<Entry> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    let mut crc = Crc::new();
    crc.update(content);
    Ok(Entry {
        name: name.into(),
        stored: encoder.finish()?,
        crc: crc.sum(),
        size: u32::try_from(content.len())?,
        method: DEFLATED,
        flags: 0,
        mode: REGULAR,
        compressed: None,
        offset: None,
    })
}

/// The archive of these entries.
pub fn archive(entries: &[Entry]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let offset = match entry.offset {
            Some(offset) => offset,
            None => u32::try_from(out.len())?,
        };
        if entry.offset.is_none() {
            out.extend(b"PK\x03\x04");
            out.extend(20_u16.to_le_bytes());
            out.extend(common(entry)?);
            out.extend(0_u16.to_le_bytes());
            out.extend(&entry.name);
            out.extend(&entry.stored);
        }
        directory.extend(b"PK\x01\x02");
        // Made by Unix, which is what gives a mode its meaning.
        directory.extend([20, 3, 20, 0]);
        directory.extend(common(entry)?);
        // Neither extra field, comment, disk nor internal attributes.
        directory.extend([0; 8]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
    }
    let (start, length) = (u32::try_from(out.len())?, u32::try_from(directory.len())?);
    let count = u16::try_from(entries.len())?;
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    Ok(out)
}

/// What both headers hold: flags, method, date, checksum, sizes, length of the name.
fn common(entry: &Entry) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    out.extend(entry.flags.to_le_bytes());
    out.extend(entry.method.to_le_bytes());
    out.extend([0, 0, 0x21, 0x5a]);
    out.extend(entry.crc.to_le_bytes());
    let compressed = match entry.compressed {
        Some(size) => size,
        None => u32::try_from(entry.stored.len())?,
    };
    out.extend(compressed.to_le_bytes());
    out.extend(entry.size.to_le_bytes());
    out.extend(u16::try_from(entry.name.len())?.to_le_bytes());
    Ok(out)
}

/// An honest archive of these files.
pub fn files(files: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let entries: Result<Vec<Entry>> = files
        .iter()
        .map(|(name, content)| entry(*name, content))
        .collect();
    archive(&entries?)
}
