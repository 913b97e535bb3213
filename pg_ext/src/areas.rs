//! Areas of `ref_geo` that a location meets, and the location blurred to them: native functions over the shared indexes.
//!
//! Each has a counterpart in SQL (`…_sql`) with the same answers, which is also what is called when no index may be used: when the
//! role may not read the tables, when the transaction has just changed them, when the index would be too large.

use std::cell::RefCell;
use std::rc::Rc;

use gn_diffusion_core::codec::{self, Header};
use gn_diffusion_core::index::{AreaIndex, AreaRow, Builder, by_rule};
use gn_diffusion_core::relate::Position;
use pgrx::prelude::*;

use crate::cache::{self, Kept, Loaded, Table, View};
use crate::geometry::{Geometry, GeometryDatum};
use crate::levels;
use crate::location::{Location, locate};
use crate::postgis;
use crate::spi;
use crate::text::Text;

const KIND: &str = "areas";
const TABLES: &[Table] = &[(c"ref_geo", c"l_areas"), (c"ref_geo", c"bib_areas_types")];

thread_local! {
    static AREAS: RefCell<Kept<AreaIndex<'static>>> = const { RefCell::new(Kept::new()) };
}

impl View for AreaIndex<'static> {
    fn open(words: &'static [u64]) -> Option<Self> {
        AreaIndex::open(words).ok()
    }
}

/// The index of the enabled areas of a type. `None`: the tables must be asked.
#[inline]
pub fn index_of(type_code: &str) -> Option<Rc<Loaded<AreaIndex<'static>>>> {
    AREAS.with(|kept| cache::get(kept, KIND, type_code, &|| make(type_code), TABLES))
}

/// The index that answers for a geometry. Collections are left to `PostGIS`: on those of mixed types its `ST_Touches`, which the rule is
/// written with, says of a corner what it does not say of the parts one by one.
#[inline]
pub fn index_for(geom: Geometry<'_>, type_code: &str) -> Option<Rc<Loaded<AreaIndex<'static>>>> {
    index_of(type_code).filter(|_| !geom.is_collection())
}

/// What an index at hand says of a point.
pub enum AtHand {
    /// Id of the first area that holds it.
    Area(i32),
    /// No area holds it.
    Nowhere,
}

/// Where a serialized point is, by the index that the session has of that type for the active snapshot. `None` when it has none, or when
/// it is no point.
#[inline]
pub fn first_at_hand(bytes: &[u8], type_code: &[u8]) -> Option<AtHand> {
    AREAS.with(|kept| {
        cache::at_hand(kept, type_code, |index| {
            let header = Header::read(bytes).ok()?;
            let position = codec::single_point(bytes, header)?;
            Some(match first_of(index, header.srid, position) {
                Some(id) => AtHand::Area(id),
                None => AtHand::Nowhere,
            })
        })
    })
}

/// Id of the first area that holds a position.
#[inline]
fn first_of(index: &AreaIndex<'_>, srid: i32, position: Position) -> Option<i32> {
    let first = index.first_at(position).filter(|_| srid == index.srid())?;
    Some(index.area(first)?.id())
}

/// Each index of areas in use in this session: type, bytes, whether they are shared.
pub fn for_each_index(each: &mut dyn FnMut(&str, usize, bool)) {
    AREAS.with_borrow(|kept| kept.for_each(each));
}

fn make(type_code: &str) -> Option<Vec<u64>> {
    let query = c"SELECT a.id_area, a.area_code::pg_catalog.text, a.area_name::pg_catalog.text, a.geom
                    FROM ref_geo.l_areas a
                    JOIN ref_geo.bib_areas_types t ON t.id_type OPERATOR(pg_catalog.=) a.id_type
                   WHERE t.type_code::pg_catalog.text OPERATOR(pg_catalog.=) $1 AND a.enable AND a.geom IS NOT NULL
                   ORDER BY a.id_area";
    make_from(query, &[(pg_sys::TEXTOID, type_code.into_datum())])
}

/// The index of what a query gives: id, code, name, geometry, by increasing id. `None` when it may not be made: the answers then
/// come from the tables, and the reason goes to the server's log at level DEBUG1.
pub fn make_from(query: &std::ffi::CStr, arguments: &[spi::Argument]) -> Option<Vec<u64>> {
    let mut builder = Ok(Builder::new(crate::guc::cache_limit()));
    spi::read(query, arguments, &mut |row| {
        let geometry: Option<Geometry<'_>> = row.get(4);
        let added = match (&mut builder, row.get(1), geometry) {
            (Ok(builder), Some(id), Some(geometry)) => builder.add(&AreaRow {
                id,
                code: &row.get::<String>(2).unwrap_or_default(),
                name: &row.get::<String>(3).unwrap_or_default(),
                geometry: geometry.bytes(),
            }),
            _ => Ok(()),
        };
        if let Err(error) = added {
            builder = Err(error);
        }
        builder.is_ok()
    });
    let words = builder.and_then(|builder| {
        builder.finish(&mut || {
            pgrx::check_for_interrupts!();
        })
    });
    words
        .inspect_err(|error| pgrx::debug1!("gn_diffusion: no index: {error}"))
        .ok()
}

/// Numbers of the areas that a location meets, by increasing id, by the rule of `cor_area_synthese`.
fn met(index: &AreaIndex<'_>, location: &Location) -> Vec<u32> {
    match location {
        Location::Point(position) => {
            let mut met = Vec::new();
            index.at(*position, &mut |number| met.push(number));
            met
        }
        Location::Shape(geometry) => {
            let met = index.met_by(&geometry.shape, geometry.dims, &mut || {
                pgrx::check_for_interrupts!();
            });
            by_rule(&met).collect()
        }
    }
}

fn ids_of(index: &AreaIndex<'_>, geom: Geometry<'_>) -> Option<Vec<i32>> {
    let location = locate(geom, index.srid())?;
    let ids: Vec<_> = met(index, &location)
        .into_iter()
        .filter_map(|number| Some(index.area(number)?.id()))
        .collect();
    (!ids.is_empty()).then_some(ids)
}

#[pg_extern(
    stable,
    strict,
    parallel_safe,
    cost = 10,
    sql = r#"
CREATE FUNCTION "area_id"("geom" geometry, "type_code" text) RETURNS integer
STABLE STRICT PARALLEL SAFE COST 10 LANGUAGE c AS 'MODULE_PATHNAME', 'area_id_quick';
"#
)]
fn area_id(geom: Geometry<'_>, type_code: Text<'_>) -> Option<i32> {
    let type_code = type_code.as_str();
    let Some(loaded) = index_for(geom, type_code) else {
        return area_ids_sql(geom, type_code)?.first().copied();
    };
    let index = loaded.view();
    if let Some((srid, position)) = geom.point() {
        return first_of(index, srid, position);
    }
    ids_of(index, geom)?.first().copied()
}

#[pg_extern(stable, strict, parallel_safe, cost = 20)]
fn area_ids(geom: Geometry<'_>, type_code: Text<'_>) -> Option<Vec<i32>> {
    ids_met(geom, type_code.as_str())
}

fn ids_met(geom: Geometry<'_>, type_code: &str) -> Option<Vec<i32>> {
    match index_for(geom, type_code) {
        Some(loaded) => ids_of(loaded.view(), geom),
        None => area_ids_sql(geom, type_code),
    }
}

fn area_ids_sql(geom: Geometry<'_>, type_code: &str) -> Option<Vec<i32>> {
    let query = c"SELECT pg_catalog.array_agg(a.id_area ORDER BY a.id_area)
                    FROM gn_diffusion.areas_sql($1, ARRAY[$2]) a";
    let mut ids = None;
    let arguments = [
        (postgis::oids().geometry, Some(geom.datum())),
        (pg_sys::TEXTOID, type_code.into_datum()),
    ];
    spi::read(query, &arguments, &mut |row| {
        ids = row.get(1);
        false
    });
    ids
}

type AreaOfType = (i32, String, String);

#[pg_extern(stable, strict, parallel_safe, cost = 50)]
fn areas(
    geom: Geometry<'_>,
    types: Vec<Option<String>>,
) -> TableIterator<
    'static,
    (
        name!(id_area, i32),
        name!(type_code, String),
        name!(area_code, String),
    ),
> {
    let mut types: Vec<_> = types.into_iter().flatten().collect();
    types.sort();
    types.dedup();
    let rows: Vec<AreaOfType> = types
        .iter()
        .flat_map(|type_code| match index_for(geom, type_code) {
            Some(loaded) => areas_in(loaded.view(), geom, type_code),
            None => areas_sql(geom, type_code),
        })
        .collect();
    TableIterator::new(rows)
}

fn areas_in(index: &AreaIndex<'_>, geom: Geometry<'_>, type_code: &str) -> Vec<AreaOfType> {
    let Some(location) = locate(geom, index.srid()) else {
        return Vec::new();
    };
    let met = met(index, &location).into_iter();
    met.filter_map(|number| index.area(number))
        .map(|area| (area.id(), type_code.to_owned(), area.code().to_owned()))
        .collect()
}

fn areas_sql(geom: Geometry<'_>, type_code: &str) -> Vec<AreaOfType> {
    let query = c"SELECT a.id_area, a.type_code, a.area_code FROM gn_diffusion.areas_sql($1, ARRAY[$2]) a ORDER BY a.id_area";
    let mut areas = Vec::new();
    let arguments = [
        (postgis::oids().geometry, Some(geom.datum())),
        (pg_sys::TEXTOID, type_code.into_datum()),
    ];
    spi::read(query, &arguments, &mut |row| {
        areas.extend(
            row.get(1)
                .zip(row.get(2))
                .map(|(id, code)| (id, code, row.get(3).unwrap_or_default())),
        );
        true
    });
    areas
}

#[pg_extern(stable, strict, parallel_safe, cost = 20)]
fn blur_areas(geom: Geometry<'_>, level: Text<'_>) -> Option<Vec<i32>> {
    let levels = levels::current();
    let level = levels
        .find(level.as_str())
        .filter(|level| level.sensitive)?;
    ids_met(geom, level.area_type.as_deref()?)
}

#[pg_extern(stable, strict, parallel_safe, cost = 20)]
fn blur_for(geom: Geometry<'_>, level: Text<'_>) -> Option<GeometryDatum> {
    let levels = levels::current();
    let level = levels.find(level.as_str())?;
    if !level.sensitive {
        return Some(GeometryDatum::same(geom));
    }
    let type_code = level.area_type.as_deref()?;
    let Some(loaded) = index_for(geom, type_code) else {
        return union_of(&area_ids_sql(geom, type_code)?);
    };
    let index = loaded.view();
    let met = met(index, &locate(geom, index.srid())?);
    match met.as_slice() {
        [] => None,
        [only] => Some(GeometryDatum::copy(index.area(*only)?.serialized())),
        several => {
            let ids: Option<Vec<_>> = several
                .iter()
                .map(|number| Some(index.area(*number)?.id()))
                .collect();
            union_of(&ids?)
        }
    }
}

/// The union of several areas, computed by `PostGIS`.
fn union_of(ids: &[i32]) -> Option<GeometryDatum> {
    let mut union = None;
    let arguments = [(pg_sys::INT4ARRAYOID, ids.to_vec().into_datum())];
    let mut bytes = Vec::new();
    spi::read(
        c"SELECT gn_diffusion.union_of_areas($1)",
        &arguments,
        &mut |row| {
            // The row ends with the query.
            union = row.get::<Geometry<'_>>(1).map(|geometry| {
                bytes = geometry.bytes().to_vec();
            });
            false
        },
    );
    union.map(|()| GeometryDatum::copy(&bytes))
}
