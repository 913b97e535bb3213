//! Where the location of an observation lies with regard to the areas in which rules hold.

use std::cell::RefCell;
use std::rc::Rc;

use gn_diffusion_core::index::AreaIndex;
use gn_diffusion_core::rules::{Mode, Territory};
use pgrx::prelude::*;

use crate::areas::make_from;
use crate::cache::{self, Kept, Loaded, Table};
use crate::geometry::Geometry;
use crate::location::{Location, locate, locate_valid};
use crate::{postgis, rules, spi};

const KIND: &str = "territories";
const TABLES: &[Table] = &[
    (c"gn_sensitivity", c"cor_sensitivity_area"),
    (c"ref_geo", c"l_areas"),
];

thread_local! {
    static TERRITORIES: RefCell<Kept<AreaIndex<'static>>> = const { RefCell::new(Kept::new()) };
}

fn index() -> Option<Rc<Loaded<AreaIndex<'static>>>> {
    let make = || {
        make_from(
            c"SELECT t.id_area, t.area_code, t.area_name, t.geom FROM gn_diffusion.territories_to_compile() t",
            &[],
        )
    };
    TERRITORIES.with(|kept| cache::get(kept, KIND, "all", &make, TABLES))
}

/// Indexes of territories in use in this session: name, bytes, whether they are shared.
pub fn for_each(each: &mut dyn FnMut(&str, usize, bool)) {
    TERRITORIES.with_borrow(|kept| kept.for_each(each));
}

/// The place of an observation, found when it is first asked for.
pub struct Place<'a> {
    mode: Mode,
    geom: Option<Geometry<'a>>,
    found: Option<Found>,
}

/// What is known of a place.
enum Found {
    /// Only `PostGIS` can say, or must say why not.
    Unsure,
    /// There is none.
    Nowhere(Rc<Loaded<AreaIndex<'static>>>),
    /// The numbers of the areas that it meets.
    Meets(Rc<Loaded<AreaIndex<'static>>>, Vec<u32>),
}

impl<'a> Place<'a> {
    /// The place of a geometry, as a mode sees it.
    pub fn new(mode: Mode, geom: Option<Geometry<'a>>) -> Self {
        Self {
            mode,
            geom,
            found: None,
        }
    }

    /// Was something asked that this place cannot tell? The answers drawn from it are then worth nothing.
    pub fn is_unsure(&self) -> bool {
        matches!(self.found, Some(Found::Unsure))
    }

    /// Where it lies with regard to an area.
    pub fn territory(&mut self, area: i32) -> Territory {
        let (mode, geom) = (self.mode, self.geom);
        match self.found.get_or_insert_with(|| find(mode, geom)) {
            // The end of a question whose answer will not be used.
            Found::Unsure => Territory::In,
            Found::Nowhere(index) => match index.view().number_of(area) {
                Some(_) => Territory::NoLocation,
                None => Territory::NoArea,
            },
            Found::Meets(index, met) => match index.view().number_of(area) {
                Some(number) if met.contains(&number) => Territory::In,
                Some(_) => Territory::Out,
                None => Territory::NoArea,
            },
        }
    }
}

fn find(mode: Mode, geom: Option<Geometry<'_>>) -> Found {
    let Some(index) = index() else {
        return Found::Unsure;
    };
    let Some(geom) = geom else {
        return Found::Nowhere(index);
    };
    let srid = index.view().srid();
    let location = match mode {
        Mode::Prudent => locate(geom, srid),
        Mode::Geonature => locate_valid(geom, srid),
    };
    match (location, mode) {
        (Some(location), _) => {
            let met = met(index.view(), &location);
            Found::Meets(index, met)
        }
        (None, Mode::Prudent) => Found::Nowhere(index),
        // GeoNature gives any geometry to PostGIS, and its errors to the user.
        (None, Mode::Geonature) => Found::Unsure,
    }
}

/// Numbers of the areas that intersect the location, even if they only touch it.
fn met(index: &AreaIndex<'_>, location: &Location) -> Vec<u32> {
    let mut met = Vec::new();
    match location {
        Location::Point(position) => index.at(*position, &mut |number| met.push(number)),
        Location::Shape(geometry) => {
            let meetings = index.met_by(&geometry.shape, geometry.dims, &mut || {
                pgrx::check_for_interrupts!();
            });
            met.extend(meetings.into_iter().map(|(number, _)| number));
        }
    }
    met
}

/// The same, asked of `PostGIS` for one area.
pub fn by_postgis(mode: Mode, geom: Option<Geometry<'_>>, area: i32) -> Territory {
    let arguments = [
        (pg_sys::TEXTOID, rules::name(mode).into_datum()),
        (postgis::oids().geometry, geom.map(Geometry::datum)),
        (pg_sys::INT4OID, area.into_datum()),
    ];
    let mut answer = Territory::NoLocation;
    spi::read(
        c"SELECT gn_diffusion.territory_of($1, $2, $3)",
        &arguments,
        &mut |row| {
            answer = match row.get::<&str>(1) {
                Some("in") => Territory::In,
                Some("out") => Territory::Out,
                Some("no_area") => Territory::NoArea,
                _ => Territory::NoLocation,
            };
            false
        },
    );
    answer
}
