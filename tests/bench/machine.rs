//! Says on what the figures were measured.

use anyhow::Result;

use crate::{database, options::Options, session};

/// A few lines: machine, versions, settings, data.
///
/// # Errors
/// When the server does not answer.
pub async fn describe(database: &str, options: &Options) -> Result<String> {
    let mut session = session::Session::open(database).await?;
    let server = session
        .text("SELECT current_setting('server_version')")
        .await?;
    let postgis = session.text("SELECT postgis_lib_version()").await?;
    let geos = session.text("SELECT postgis_geos_version()").await?;
    let ours = session.text("SELECT gn_diffusion.version()").await?;
    let buffers = session
        .text("SELECT current_setting('shared_buffers')")
        .await?;
    session.close().await?;
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        text.lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split_once(':'))
            .map_or_else(|| "?".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg")
        .split(' ')
        .take(3)
        .collect::<Vec<_>>()
        .join(" ");
    Ok(format!(
        "Machine: {cores} cores ({}), {} of memory, load when it began {load}.\n\
         PostgreSQL {server}, PostGIS {postgis} (GEOS {geos}), gn_diffusion {ours}, release build.\n\
         Server: shared_buffers {buffers}, fsync off, autovacuum kept off the measured tables. Session: {}.\n\
         Data: {}; {} rows, {} for refresh_*, growth to {}; medians of {} runs.",
        field(&read("/proc/cpuinfo"), "model name"),
        field(&read("/proc/meminfo"), "MemTotal"),
        session::SETTINGS.join(", "),
        database::territory_line(options),
        options.rows,
        options.refresh_rows,
        options.growth,
        options.runs,
    ))
}
