//! SHA-256 of what is written and read again, and how a digest is told.

use std::{fs::File, io, io::Read, path::Path};

use sha2::{Digest, Sha256};

/// Bytes read at once.
const BUFFER: usize = 1 << 16;

/// How many bytes are left to read, and their SHA-256.
///
/// # Errors
/// When they cannot be read.
pub fn of_reader(mut reader: impl Read) -> io::Result<(u64, Vec<u8>)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        let read = reader.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hasher.finalize().to_vec()));
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// A reader that digests what it reads.
pub struct DigestingReader<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> DigestingReader<R> {
    /// Nothing read yet.
    pub fn new(inner: R) -> Self {
        Self {
            inner,
            hasher: Sha256::new(),
        }
    }

    /// SHA-256 of all that there was to read, what was not read yet included.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(self.hasher.finalize().to_vec())
    }
}

impl<R: Read> Read for DigestingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        Ok(read)
    }
}

/// Size and SHA-256 of a file.
///
/// # Errors
/// When it cannot be read.
pub fn of_file(path: &Path) -> io::Result<(u64, Vec<u8>)> {
    of_reader(File::open(path)?)
}

/// SHA-256 of parts told apart: no part can pass for the end of another.
#[must_use]
pub fn of_parts<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
