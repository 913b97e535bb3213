//! Where the words of an index lie: a file written once and mapped by every session, or the session's own memory when no file
//! can be written.
//!
//! A file is written under another name and renamed: it is whole or absent. Its name carries the database, the set, the version,
//! and the start of the server, since after a crash of the machine a file may be there without its bytes. It lives in `pg_stat_tmp`,
//! which backups leave out, and is removed when a newer one of the same set is written.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use memmap2::Mmap;
use pgrx::pg_sys;
use sha2::{Digest as _, Sha256};

use super::versions::Digest;

const FOLDER: &str = "pg_stat_tmp";
const PREFIX: &str = "gn_diffusion-";
const SUFFIX: &str = ".idx";

/// Words that never change nor move while this lives.
pub enum Storage {
    /// A mapped file.
    Mapped(Mmap),
    /// Memory of this session.
    Own(Vec<u64>),
}

impl Storage {
    /// The words.
    pub fn words(&self) -> &[u64] {
        match self {
            Self::Own(words) => words,
            Self::Mapped(map) => {
                // SAFETY: a mapping starts at a page; any bytes are words. A file whose length is no multiple of 8 loses its end.
                unsafe { std::slice::from_raw_parts(map.as_ptr().cast(), map.len() / 8) }
            }
        }
    }

    /// Whether every session shares these words.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Mapped(_))
    }
}

/// The words of a set at a version: those of the file if it is there, else what `make` gives, written for the others. `None`
/// when `make` gives nothing.
pub fn obtain(set: &str, version: &Digest, make: &dyn Fn() -> Option<Vec<u64>>) -> Option<Storage> {
    let stem = stem_of(set);
    let path = path_of(&stem, version);
    if let Ok(map) = map(&path) {
        return Some(Storage::Mapped(map));
    }
    // One builds, the others wait for the file rather than build it too. Without a lock each builds its own.
    let lock = Lock::take(&stem);
    if lock.is_some()
        && let Ok(map) = map(&path)
    {
        return Some(Storage::Mapped(map));
    }
    let words = make()?;
    match write(&path, &words).and_then(|()| map(&path)) {
        Ok(map) => {
            sweep(&stem, &path);
            Some(Storage::Mapped(map))
        }
        Err(error) => {
            pgrx::debug1!("gn_diffusion: index kept in the memory of this session: {error}");
            Some(Storage::Own(words))
        }
    }
}

/// The files of this database: name and length in bytes.
pub fn files() -> Vec<(String, u64)> {
    let of_database = format!("{PREFIX}{}-", database());
    let Ok(entries) = fs::read_dir(FOLDER) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let length = entry.metadata().ok()?.len();
            (name.starts_with(&of_database) && name.ends_with(SUFFIX)).then_some((name, length))
        })
        .collect();
    files.sort();
    files
}

fn database() -> u32 {
    // SAFETY: a global of the backend, set before any function runs.
    unsafe { pg_sys::MyDatabaseId }.to_u32()
}

fn server_start() -> i64 {
    // SAFETY: a global of the backend, inherited from the postmaster.
    unsafe { pg_sys::PgStartTime }
}

/// The set's name may hold anything: its digest stands for it.
fn stem_of(set: &str) -> String {
    format!(
        "{PREFIX}{}-{}-",
        database(),
        hex(&Sha256::digest(set.as_bytes())[..6])
    )
}

fn path_of(stem: &str, version: &Digest) -> PathBuf {
    let name = format!("{stem}{:x}-{}{SUFFIX}", server_start(), hex(&version[..16]));
    Path::new(FOLDER).join(name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn map(path: &Path) -> io::Result<Mmap> {
    let file = File::open(path)?;
    // SAFETY: the file belongs to the server alone (mode 0600, in its data folder); it is whole when it gets this name and never
    // written again; removing it leaves the mapping as it is.
    unsafe { Mmap::map(&file) }
}

fn write(path: &Path, words: &[u64]) -> io::Result<()> {
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let cleanup = Unfinished(&temporary);
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&temporary)?;
    for chunk in words.chunks(1 << 17) {
        pgrx::check_for_interrupts!();
        // SAFETY: words are bytes.
        let bytes =
            unsafe { std::slice::from_raw_parts(chunk.as_ptr().cast::<u8>(), size_of_val(chunk)) };
        file.write_all(bytes)?;
    }
    drop(file);
    fs::rename(&temporary, path)?;
    drop(cleanup);
    Ok(())
}

/// Removes what is left of a file that was not finished, whatever the reason.
struct Unfinished<'a>(&'a Path);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        // Once renamed there is nothing to remove.
        let _ = fs::remove_file(self.0);
    }
}

/// Removes the other versions of the set, and what a server or a database that is gone left: sessions that read them keep their
/// mapping.
fn sweep(stem: &str, kept: &Path) {
    let start = format!("-{:x}-", server_start());
    for entry in fs::read_dir(FOLDER).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let Some(rest) = name.strip_prefix(PREFIX).filter(|_| name.ends_with(SUFFIX)) else {
            continue;
        };
        let is_old = name.starts_with(stem) || !name.contains(&start) || !database_exists(rest);
        if is_old && entry.path() != kept {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether the database whose number a name starts with is there.
fn database_exists(name: &str) -> bool {
    let number = name
        .split('-')
        .next()
        .and_then(|number| number.parse().ok());
    // SAFETY: looks the number up in the catalogue; NULL when it is not there.
    number.is_some_and(|number: u32| unsafe {
        !pg_sys::get_database_name(pg_sys::Oid::from(number)).is_null()
    })
}

/// Locks that sets share, according to their name: none is left behind by a set or a database that goes.
const LOCKS: u8 = 16;

/// The right to build a set, given up when dropped.
struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for it, and hears a cancellation; `None` when there can be none.
    fn take(stem: &str) -> Option<Self> {
        let number = stem.bytes().fold(0, u8::wrapping_add) % LOCKS;
        let path = Path::new(FOLDER).join(format!("{PREFIX}{number}.lock"));
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .ok()?;
        loop {
            match file.try_lock() {
                Ok(()) => return Some(Self { _file: file }),
                Err(fs::TryLockError::WouldBlock) => {
                    pgrx::check_for_interrupts!();
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(fs::TryLockError::Error(_)) => return None,
            }
        }
    }
}
