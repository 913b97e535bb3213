//! The folder of archives: what a lot has there, the working folders, and the sweeping of what nothing refers to.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tempfile::TempDir;
use uuid::Uuid;

const WORKING: &str = "extraction-";

/// A working folder, removed when it is dropped.
pub struct Folder {
    inner: TempDir,
}

impl Folder {
    /// A new one for the extraction of a lot.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn of_extraction(storage: &Path, id_lot: Uuid) -> std::io::Result<Self> {
        Self::new(storage, &format!("{WORKING}{id_lot}-"))
    }

    /// A new one for a replay.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn of_replay(storage: &Path) -> std::io::Result<Self> {
        Self::new(storage, "rejeu-")
    }

    fn new(storage: &Path, prefix: &str) -> std::io::Result<Self> {
        let inner = tempfile::Builder::new()
            .prefix(prefix)
            .tempdir_in(storage)?;
        Ok(Self { inner })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.inner.path()
    }
}

/// The two files of one extraction of a lot: names that no other extraction has.
#[derive(Debug, Clone)]
pub struct Names {
    /// The archive.
    pub archive: String,
    /// The frozen rows.
    pub frozen: String,
}

impl Names {
    /// New ones.
    #[must_use]
    pub fn new(id_lot: Uuid) -> Self {
        let stem = format!("{id_lot}-{}", Uuid::now_v7());
        Self {
            archive: format!("{stem}.zip"),
            frozen: format!("{stem}.lot.age"),
        }
    }

    /// Forgets files that will not be kept.
    pub fn remove(&self, storage: &Path) {
        for name in [&self.archive, &self.frozen] {
            remove(&storage.join(name));
        }
    }
}

/// Moves a finished file to its place, on disk.
///
/// # Errors
/// When it cannot be moved.
pub fn put(from: &Path, storage: &Path, name: &str) -> std::io::Result<PathBuf> {
    let target = storage.join(name);
    std::fs::rename(from, &target)?;
    std::fs::File::open(storage)?.sync_all()?;
    Ok(target)
}

/// Removes a file or a folder, if it is there.
pub fn remove(path: &Path) {
    let removed = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "what no lot refers to could not be removed");
        }
        _ => (),
    }
}

/// Removes all that a lot has in the folder of archives but the files `kept`: what a worker that died left of it. Only for who holds the
/// lease on its extraction.
///
/// # Errors
/// When the folder cannot be read.
pub fn clear(storage: &Path, id_lot: Uuid, kept: &[String]) -> std::io::Result<()> {
    let (files, folders) = (format!("{id_lot}-"), format!("{WORKING}{id_lot}-"));
    for entry in std::fs::read_dir(storage)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.starts_with(&files) || name.starts_with(&folders);
        if ours && !kept.contains(&name) {
            remove(&entry.path());
        }
    }
    Ok(())
}

/// Removes what is neither kept nor as young as `before`.
///
/// # Errors
/// When the folder cannot be read. What cannot be removed is said in the log, and left.
pub fn sweep(storage: &Path, kept: &[String], before: DateTime<Utc>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(storage)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A file that vanishes meanwhile is another worker's.
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        let modified: DateTime<Utc> = metadata.modified()?.into();
        if !kept.contains(&name) && modified < before {
            remove(&entry.path());
        }
    }
    Ok(())
}
