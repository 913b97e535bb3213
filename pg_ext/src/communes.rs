//! Communes of a perimeter, and the areas of any type that a geometry meets.
//!
//! The rule of the communes is in the core (`overlap`); `communes_sql` gives the same answers from the tables. `PostGIS` settles what the
//! core leaves undecided: an overlap whose widest disc is within a micrometre of the tolerance.

use gn_diffusion_core::index::AreaIndex;
use gn_diffusion_core::overlap::overlap_area;
use gn_diffusion_core::relate::{Meeting, Polygons};
use pgrx::prelude::*;

use crate::areas::{index_for, index_of};
use crate::geometry::Geometry;
use crate::location::{Location, locate, valid_polygon};
use crate::postgis;
use crate::spi;

/// Type of the communes in `ref_geo.bib_areas_types`.
const COMMUNE: &str = "COM";

/// Columns of `communes`.
type Commune = (i32, String, String, f64, f64, bool);

/// What tells a commune that counts, and one that is only grazed.
struct Thresholds {
    tolerance_m: f64,
    slight_area_m2: f64,
    slight_share: f64,
}

impl Thresholds {
    /// Error 22023 unless all are given, none is negative nor NaN, and the tolerance is finite.
    fn checked(
        tolerance_m: Option<f64>,
        slight_area_m2: Option<f64>,
        slight_share: Option<f64>,
    ) -> Self {
        let given = tolerance_m.zip(slight_area_m2).zip(slight_share);
        match given {
            Some(((tolerance_m, slight_area_m2), slight_share))
                if tolerance_m >= 0.0
                    && tolerance_m.is_finite()
                    && slight_area_m2 >= 0.0
                    && slight_share >= 0.0 =>
            {
                Self {
                    tolerance_m,
                    slight_area_m2,
                    slight_share,
                }
            }
            _ => {
                ereport!(
                    ERROR,
                    PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
                    "La tolérance et les seuils d'effleurement doivent être des nombres positifs ou nuls"
                );
            }
        }
    }
}

#[pg_extern(stable, parallel_safe, cost = 10000)]
fn communes(
    perimetre: Option<Geometry<'_>>,
    tolerance_m: default!(Option<f64>, 1.0),
    slight_area_m2: default!(Option<f64>, 50000.0),
    slight_share: default!(Option<f64>, 0.01),
) -> TableIterator<
    'static,
    (
        name!(id_area, i32),
        name!(area_code, String),
        name!(area_name, String),
        name!(overlap_m2, f64),
        name!(share, f64),
        name!(slight, bool),
    ),
> {
    let thresholds = Thresholds::checked(tolerance_m, slight_area_m2, slight_share);
    let native = in_index(perimetre, &mut |index, perimetre, polygons| {
        communes_of(index, perimetre, polygons, &thresholds)
    });
    TableIterator::new(native.unwrap_or_else(|| communes_sql(perimetre, &thresholds)))
}

#[pg_extern(stable, parallel_safe, cost = 10000)]
fn count_communes(perimetre: Option<Geometry<'_>>, tolerance_m: default!(Option<f64>, 1.0)) -> i32 {
    let thresholds = Thresholds::checked(tolerance_m, Some(0.0), Some(0.0));
    let native = in_index(perimetre, &mut |index, perimetre, polygons| {
        let counting = counting(index, perimetre, polygons, &thresholds);
        i32::try_from(counting.len()).unwrap_or(i32::MAX)
    });
    native.unwrap_or_else(|| {
        let communes = communes_sql(perimetre, &thresholds);
        i32::try_from(communes.len()).unwrap_or(i32::MAX)
    })
}

/// Calls `answer` with the index of the communes and a perimeter that the core may judge. `None` when there is no index, or when the
/// perimeter is none: `checked_perimetre`, which `communes_sql` calls, says what is wrong.
fn in_index<R>(
    perimetre: Option<Geometry<'_>>,
    answer: &mut dyn FnMut(&AreaIndex<'_>, Geometry<'_>, &Polygons<'_>) -> R,
) -> Option<R> {
    let loaded = index_of(COMMUNE)?;
    let perimetre = perimetre?;
    let geometry = valid_polygon(perimetre, loaded.view().srid())?;
    let polygons = Polygons::of(&geometry.shape, geometry.dims)?;
    Some(answer(loaded.view(), perimetre, &polygons))
}

fn communes_of(
    index: &AreaIndex<'_>,
    perimetre: Geometry<'_>,
    polygons: &Polygons<'_>,
    thresholds: &Thresholds,
) -> Vec<Commune> {
    let mut communes: Vec<_> = counting(index, perimetre, polygons, thresholds)
        .into_iter()
        .filter_map(|number| {
            let area = index.area(number)?;
            let outline = Polygons::new(area.polygons()?);
            let overlap = overlap_area(polygons, &outline, &mut interrupt);
            let share = overlap / overlap_area(&outline, &outline, &mut interrupt);
            Some((
                area.id(),
                area.code().to_owned(),
                area.name().to_owned(),
                overlap,
                share,
                overlap < thresholds.slight_area_m2 && share < thresholds.slight_share,
            ))
        })
        .collect();
    communes.sort_by(|a, b| a.1.cmp(&b.1));
    communes
}

/// Numbers of the communes whose overlap with the perimeter holds a disc of the tolerance.
fn counting(
    index: &AreaIndex<'_>,
    perimetre: Geometry<'_>,
    polygons: &Polygons<'_>,
    thresholds: &Thresholds,
) -> Vec<u32> {
    let tolerance_m = thresholds.tolerance_m;
    index.with_room(polygons, tolerance_m, &mut interrupt, &mut |area| {
        holds_disc_sql(perimetre, area.id(), tolerance_m)
    })
}

fn holds_disc_sql(perimetre: Geometry<'_>, id_area: i32, tolerance_m: f64) -> bool {
    let arguments = [
        (postgis::oids().geometry, Some(perimetre.datum())),
        (pg_sys::INT4OID, id_area.into_datum()),
        (pg_sys::FLOAT8OID, tolerance_m.into_datum()),
    ];
    let mut holds = None;
    spi::read(
        c"SELECT gn_diffusion.overlap_holds_disc_sql($1, $2, $3)",
        &arguments,
        &mut |row| {
            holds = row.get(1);
            false
        },
    );
    holds == Some(true)
}

fn communes_sql(perimetre: Option<Geometry<'_>>, thresholds: &Thresholds) -> Vec<Commune> {
    let arguments = [
        (postgis::oids().geometry, perimetre.map(Geometry::datum)),
        (pg_sys::FLOAT8OID, thresholds.tolerance_m.into_datum()),
        (pg_sys::FLOAT8OID, thresholds.slight_area_m2.into_datum()),
        (pg_sys::FLOAT8OID, thresholds.slight_share.into_datum()),
    ];
    let mut communes = Vec::new();
    spi::read(
        c"SELECT c.id_area, c.area_code, c.area_name, c.overlap_m2, c.share, c.slight
            FROM gn_diffusion.communes_sql($1, $2, $3, $4) c",
        &arguments,
        &mut |row| {
            communes.push((
                row.get(1).unwrap_or_default(),
                row.get(2).unwrap_or_default(),
                row.get(3).unwrap_or_default(),
                row.get(4).unwrap_or(f64::NAN),
                row.get(5).unwrap_or(f64::NAN),
                row.get(6).unwrap_or_default(),
            ));
            true
        },
    );
    communes
}

#[pg_extern(stable, strict, parallel_safe, cost = 1000)]
fn met_areas(
    geom: Geometry<'_>,
    type_code: &str,
    interior_only: default!(bool, false),
) -> Option<Vec<i32>> {
    let Some(loaded) = index_for(geom, type_code) else {
        return met_areas_sql(geom, type_code, interior_only);
    };
    let index = loaded.view();
    let wanted = if interior_only {
        Meeting::Interior
    } else {
        Meeting::Touching
    };
    let met: Vec<u32> = match locate(geom, index.srid())? {
        Location::Point(position) => at_least(wanted, index.met_by_point(position)),
        Location::Shape(geometry) => match Polygons::of(&geometry.shape, geometry.dims) {
            Some(polygons) if !interior_only => index.intersecting(&polygons, &mut interrupt),
            _ => {
                let met = index.met_by(&geometry.shape, geometry.dims, &mut interrupt);
                at_least(wanted, met)
            }
        },
    };
    let ids: Vec<_> = met
        .into_iter()
        .filter_map(|number| Some(index.area(number)?.id()))
        .collect();
    (!ids.is_empty()).then_some(ids)
}

fn at_least(wanted: Meeting, met: Vec<(u32, Meeting)>) -> Vec<u32> {
    let met = met.into_iter().filter(|(_, how)| *how >= wanted);
    met.map(|(number, _)| number).collect()
}

fn met_areas_sql(geom: Geometry<'_>, type_code: &str, interior_only: bool) -> Option<Vec<i32>> {
    let arguments = [
        (postgis::oids().geometry, Some(geom.datum())),
        (pg_sys::TEXTOID, type_code.into_datum()),
        (pg_sys::BOOLOID, interior_only.into_datum()),
    ];
    let mut ids = None;
    spi::read(
        c"SELECT gn_diffusion.met_areas_sql($1, $2, $3)",
        &arguments,
        &mut |row| {
            ids = row.get(1);
            false
        },
    );
    ids
}

fn interrupt() {
    pgrx::check_for_interrupts!();
}
