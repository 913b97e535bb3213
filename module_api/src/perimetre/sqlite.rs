//! Taking the code out of a `GeoPackage` before anything reads it.
//!
//! A `GeoPackage` is a database, and a database may hold views, triggers and virtual tables: SQL that runs when the file is read, written by
//! who sent it. Here only the schema is touched, and none of it is run. What is left is plain tables and their indexes.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::PerimetreError;

/// What may stay: a database runs whatever stands in `sql`, whatever `type` says, so the text itself is on a list of what is allowed.
const CODE: &str = "NOT coalesce(
    (type = 'table' AND rootpage > 0 AND sql LIKE 'create table %')
    OR (type = 'index' AND rootpage > 0 AND (sql IS NULL OR sql LIKE 'create index %' OR sql LIKE 'create unique index %')),
    false)";

/// The two bytes of the head that tell how the file is written and read: 2 when the last changes are in another file, which was not sent.
const JOURNAL: std::ops::Range<usize> = 18..20;

/// Refuses a database whose last changes are elsewhere (`-wal`): what would be read is an older state of it.
pub(super) fn refuse_partial(bytes: &[u8]) -> Result<(), PerimetreError> {
    match bytes.get(JOURNAL) {
        Some([1, 1]) => Ok(()),
        _ => Err(PerimetreError::FileCorrupt),
    }
}

/// Takes views, triggers and virtual tables out of the file, and what the `GeoPackage`'s own tables say of them. Gives how many layers went.
pub(super) fn take_code_out(path: &Path) -> Result<usize, PerimetreError> {
    forget(path).map_err(|_| PerimetreError::FileCorrupt)
}

fn forget(path: &Path) -> rusqlite::Result<usize> {
    let names = forget_schema(path)?;
    // Anew: the first connection may still know what it took out.
    let connection = open(path)?;
    let mut layers = 0;
    for name in names {
        layers += connection.execute(
            "DELETE FROM gpkg_contents WHERE table_name = ?1 COLLATE NOCASE AND data_type = 'features'",
            [&name],
        )?;
        connection.execute(
            "DELETE FROM gpkg_contents WHERE table_name = ?1 COLLATE NOCASE",
            [&name],
        )?;
        connection.execute(
            "DELETE FROM gpkg_geometry_columns WHERE table_name = ?1 COLLATE NOCASE",
            [&name],
        )?;
    }
    // Spatial indexes are virtual tables: nobody must look for them.
    let has_extensions: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'gpkg_extensions')",
        [],
        |row| row.get(0),
    )?;
    if has_extensions {
        connection.execute(
            "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'",
            [],
        )?;
    }
    Ok(layers)
}

fn forget_schema(path: &Path) -> rusqlite::Result<Vec<String>> {
    let connection = open(path)?;
    // Also lets a schema be read that SQLite finds faults with.
    connection.execute_batch("PRAGMA writable_schema = ON")?;
    let names = connection
        .prepare(&format!(
            "SELECT name FROM sqlite_master WHERE {CODE} AND name IS NOT NULL"
        ))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    connection.execute(&format!("DELETE FROM sqlite_master WHERE {CODE}"), [])?;
    Ok(names)
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0",
    )?;
    Ok(connection)
}
