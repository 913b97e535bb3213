//! Settings of one version, read and checked.

use anyhow::Context as _;
use demandes_domain::settings::Settings;
use sqlx::PgConnection;

use super::Result;
use crate::store;

/// The settings of a version.
///
/// # Errors
/// When a key is missing or unusable: nothing is guessed.
pub async fn load(conn: &mut PgConnection, version: i32) -> Result<Settings> {
    let map = store::settings::load(conn, version).await?;
    Ok(Settings::from_map(map).with_context(|| format!("settings version {version}"))?)
}

/// The settings in force.
///
/// # Errors
/// As [`load`].
pub async fn current(conn: &mut PgConnection) -> Result<(i32, Settings)> {
    let version = store::settings::current_version(conn).await?;
    Ok((version, load(conn, version).await?))
}
