//! Extension `gn_diffusion`: the SQL surface. Native functions are glue around `gn_diffusion_core`; the tables and the
//! functions written in SQL come from `sql/`, in the order of their file names.
//!
//! It is not the place of any rule: geometry is in the core, rules on records are in `sql/`.

mod areas;
mod cache;
mod cell_code;
mod communes;
mod criteria;
mod error;
mod geometry;
mod guc;
mod levels;
mod location;
mod postgis;
mod quick;
mod raw;
mod rules;
mod sensitivity;
mod spi;
mod territory;
mod text;

use gn_diffusion_core::blur::blur;
use pgrx::prelude::*;

use crate::error::report;
use crate::geometry::{BlurredGeometry, Geometry};

::pgrx::pg_module_magic!(name, version);

/// Called by the server when it loads the library.
#[pg_guard]
extern "C-unwind" fn _PG_init() {
    guc::declare();
    cache::start();
}

/// Version of the library that is loaded, which may differ from `pg_extension.extversion` between the installation of the
/// files and `ALTER EXTENSION … UPDATE`.
#[pg_extern(stable, parallel_safe)]
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// Union of the cells of a square grid that the geometry meets: a polygon or multipolygon, 2D, in the SRID of `geom`.
///
/// The grid is aligned on the multiples of `size`, in the units of the SRID of `geom`; cells are half-open. NULL when the
/// geometry is empty, not finite or beyond 2^51: nothing may then be shown. Errors: 22023 (`size` not positive), 22P02
/// (`geom` corrupt), 54000 (more than 100 000 cells).
#[pg_extern(
    immutable,
    strict,
    parallel_safe,
    sql = r#"
CREATE FUNCTION "blur_to_grid"("geom" geometry, "size" integer) RETURNS geometry
IMMUTABLE STRICT PARALLEL SAFE LANGUAGE c AS 'MODULE_PATHNAME', 'blur_to_grid_quick';
"#
)]
fn blur_to_grid(geom: Geometry<'_>, size: i32) -> Option<BlurredGeometry> {
    let blurred = blur(geom.bytes(), size, &mut || {
        pgrx::check_for_interrupts!();
    });
    blurred
        .unwrap_or_else(|error| report(error))
        .map(BlurredGeometry::new)
}

/// Indexes of the database: those on disk, and those that this session uses.
#[pg_extern(stable, parallel_restricted)]
fn cache_status() -> TableIterator<
    'static,
    (
        name!(place, &'static str),
        name!(name, String),
        name!(bytes, i64),
    ),
> {
    let length = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    let mut rows: Vec<_> = cache::files()
        .into_iter()
        .map(|(name, bytes)| ("file", name, length(bytes)))
        .collect();
    let mut used = |kind: &str, name: &str, bytes: usize, is_shared: bool| {
        let place = if is_shared { "mapped" } else { "private" };
        rows.push((place, format!("{kind}/{name}"), length(bytes as u64)));
    };
    areas::for_each_index(&mut |name, bytes, is_shared| used("areas", name, bytes, is_shared));
    rules::for_each(&mut |name, bytes, is_shared| used("rules", name, bytes, is_shared));
    territory::for_each(&mut |name, bytes, is_shared| used("territories", name, bytes, is_shared));
    TableIterator::new(rows)
}

extension_sql_file!("../sql/00_schema.sql", name = "schema", bootstrap);
extension_sql_file!(
    "../sql/10_tables.sql",
    name = "tables",
    requires = [
        version,
        blur_to_grid,
        cache_status,
        areas::area_id,
        areas::area_ids,
        areas::areas,
        areas::blur_areas,
        areas::blur_for,
        communes::communes,
        communes::count_communes,
        communes::met_areas,
        sensitivity::sensitivity_of_json,
        sensitivity::sensitivity_of_ids,
        sensitivity::rules_tried
    ]
);
extension_sql_file!("../sql/15_cache.sql", name = "cache", requires = ["tables"]);
extension_sql_file!("../sql/20_areas.sql", name = "areas", requires = ["cache"]);
extension_sql_file!(
    "../sql/30_sensitivity.sql",
    name = "sensitivity",
    requires = ["areas"]
);
extension_sql_file!(
    "../sql/35_rules.sql",
    name = "rules",
    requires = ["sensitivity"]
);
extension_sql_file!(
    "../sql/40_groupes.sql",
    name = "groupes",
    requires = ["rules"]
);
extension_sql_file!(
    "../sql/50_classify.sql",
    name = "classify",
    requires = ["groupes"]
);
extension_sql_file!(
    "../sql/70_refresh.sql",
    name = "refresh",
    requires = ["classify"]
);
extension_sql_file!(
    "../sql/75_sensitivity_diff.sql",
    name = "sensitivity_diff",
    requires = ["refresh"]
);
extension_sql_file!(
    "../sql/76_accelerator.sql",
    name = "accelerator",
    requires = ["sensitivity_diff"]
);
extension_sql_file!(
    "../sql/80_blurred.sql",
    name = "blurred",
    requires = ["accelerator"]
);
extension_sql_file!(
    "../sql/85_reader.sql",
    name = "reader",
    requires = ["blurred"]
);
extension_sql_file!(
    "../sql/60_rights.sql",
    name = "rights",
    requires = ["reader"],
    finalize
);
