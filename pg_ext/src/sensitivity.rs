//! Sensitivity of an observation: native functions over the compiled rules.
//!
//! `sensitivity_sql` has the same answers, and is what is called when the compiled rules may not be used or cannot tell.

use gn_diffusion_core::rules::{self as core_rules, Criteria, Day, Mode, Observation, Outcome};
use pgrx::datum::Date;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::criteria::{Json, Values};
use crate::geometry::Geometry;
use crate::territory::{self, Place};
use crate::text::Text;
use crate::{postgis, rules, spi};

/// Last year whose days are those of a timestamp too: beyond it, SQL fails on the conversion.
const LAST_YEAR: f64 = 294_275.0;

/// The compiled rules may not be used, or cannot tell.
struct AskTables;

/// What the functions are asked, but for the criteria.
struct Asked<'a> {
    mode: Mode,
    date: Option<Date>,
    taxon: Option<i32>,
    geom: Option<Geometry<'a>>,
    at: Option<Date>,
}

#[pg_extern(name = "sensitivity", stable, parallel_safe, cost = 20)]
fn sensitivity_of_json(
    date_obs: Option<Date>,
    cd_ref: Option<i32>,
    geom: Option<Geometry<'_>>,
    criteria: Option<Json>,
    mode: default!(Option<Text<'_>>, "'prudent'"),
    at: default!(Option<Date>, "current_date"),
) -> Option<i32> {
    let asked = Asked::new(mode, date_obs, cd_ref, geom, at);
    let ids;
    let values = match (criteria.map(Json::values), asked.mode) {
        (None, _) | (Some(Values::NoObject), Mode::Prudent) => Ok(Criteria::Absent),
        (Some(Values::Ids(found)), _) => {
            ids = found;
            Ok(Criteria::Ids(&ids))
        }
        (Some(Values::NoObject | Values::Other), _) => Err(AskTables),
    };
    values
        .and_then(|values| asked.answer(values))
        .unwrap_or_else(|AskTables| {
            asked.by_tables(
                c"SELECT gn_diffusion.sensitivity_sql($1, $2, $3, $6, $4, $5)",
                &[(pg_sys::JSONBOID, criteria.map(Json::datum))],
            )
        })
}

#[pg_extern(name = "sensitivity", stable, parallel_safe, cost = 10)]
fn sensitivity_of_ids(
    date_obs: Option<Date>,
    cd_ref: Option<i32>,
    geom: Option<Geometry<'_>>,
    bio_status: Option<i32>,
    behaviour: Option<i32>,
    mode: default!(Option<Text<'_>>, "'prudent'"),
    at: default!(Option<Date>, "current_date"),
) -> Option<i32> {
    let asked = Asked::new(mode, date_obs, cd_ref, geom, at);
    let (ids, count) = packed(bio_status, behaviour);
    let values = Criteria::Ids(ids.get(..count).unwrap_or_default());
    asked.answer(values).unwrap_or_else(|AskTables| {
        asked.by_tables(
            c"SELECT gn_diffusion.sensitivity_sql($1, $2, $3, pg_catalog.jsonb_build_object('STATUT_BIO', $6, 'OCC_COMPORTEMENT', $7), $4, $5)",
            &[
                (pg_sys::INT4OID, bio_status.into_datum()),
                (pg_sys::INT4OID, behaviour.into_datum()),
            ],
        )
    })
}

#[pg_extern(stable, parallel_restricted, cost = 1000)]
fn rules_tried(
    date_obs: Option<Date>,
    cd_ref: Option<i32>,
    geom: Option<Geometry<'_>>,
    bio_status: Option<i32>,
    behaviour: Option<i32>,
    mode: Option<Text<'_>>,
    at: Option<Date>,
) -> TableIterator<
    'static,
    (
        name!(id_sensitivity, Option<i32>),
        name!(level, Option<i32>),
        name!(outcome, &'static str),
    ),
> {
    let asked = Asked::new(mode, date_obs, cd_ref, geom, at);
    let (ids, count) = packed(bio_status, behaviour);
    let values = Criteria::Ids(ids.get(..count).unwrap_or_default());
    let explained = asked.explain(values);
    let unknown = asked.mode == Mode::Prudent && !explained.known;
    let rows = explained.tried.into_iter().map(|tried| {
        (
            Some(tried.id_sensitivity),
            Some(tried.level),
            code(tried.outcome),
        )
    });
    TableIterator::new(
        unknown
            .then_some((None, None, "unknown_taxon"))
            .into_iter()
            .chain(rows),
    )
}

fn code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Won => "won",
        Outcome::Outranked => "outranked",
        Outcome::OutOfPeriod => "out_of_period",
        Outcome::TooOld => "too_old",
        Outcome::NoCriterion => "no_criterion",
        Outcome::ElsewhereTerritory => "elsewhere",
    }
}

/// Those that are there, first, and how many.
#[inline]
fn packed(first: Option<i32>, second: Option<i32>) -> ([i32; 2], usize) {
    match (first, second) {
        (Some(first), Some(second)) => ([first, second], 2),
        (Some(only), None) | (None, Some(only)) => ([only, 0], 1),
        (None, None) => ([0, 0], 0),
    }
}

fn mode_of(mode: Option<&str>) -> Mode {
    match mode {
        Some("prudent") => Mode::Prudent,
        Some("geonature") => Mode::Geonature,
        other => {
            let message = format!(
                "Mode de calcul de la sensibilité inconnu : « {} »",
                other.unwrap_or("NULL")
            );
            ErrorReport::new(
                PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
                message,
                "sensitivity",
            )
            .set_hint("Modes connus : prudent, geonature.")
            .report(PgLogLevel::ERROR);
            unreachable!("a report of level ERROR does not come back")
        }
    }
}

#[inline]
fn day(date: Date) -> Day {
    Day::of_date(date.to_pg_epoch_days())
}

impl<'a> Asked<'a> {
    #[inline]
    fn new(
        mode: Option<Text<'_>>,
        date: Option<Date>,
        taxon: Option<i32>,
        geom: Option<Geometry<'a>>,
        at: Option<Date>,
    ) -> Self {
        Self {
            mode: mode_of(mode.map(Text::as_str)),
            date,
            taxon,
            geom,
            at,
        }
    }

    /// The answer of the compiled rules.
    #[inline]
    fn answer(&self, criteria: Criteria<'_>) -> Result<Option<i32>, AskTables> {
        let observation = Observation {
            taxon: self.taxon,
            date: self.date.map(day),
            criteria,
            year_now: day(self.at.ok_or(AskTables)?).year,
        };
        let beyond = |date: Day| date.month_day.is_some() && date.year > LAST_YEAR;
        if self.mode == Mode::Geonature && observation.date.is_some_and(beyond) {
            return Err(AskTables);
        }
        let rules = rules::of_mode(self.mode).ok_or(AskTables)?;
        let mut place = Place::new(self.mode, self.geom);
        let level = rules
            .view()
            .view()
            .sensitivity(self.mode, &observation, &mut |area| place.territory(area))
            .map_err(|_| AskTables)?;
        if place.is_unsure() {
            return Err(AskTables);
        }
        Ok(level)
    }

    /// The answer of the tables. `criteria` are the arguments from the sixth on.
    #[cold]
    fn by_tables(&self, query: &std::ffi::CStr, criteria: &[spi::Argument]) -> Option<i32> {
        let mut arguments = vec![
            (pg_sys::DATEOID, self.date.into_datum()),
            (pg_sys::INT4OID, self.taxon.into_datum()),
            (postgis::oids().geometry, self.geom.map(Geometry::datum)),
            (pg_sys::TEXTOID, rules::name(self.mode).into_datum()),
            (pg_sys::DATEOID, self.at.into_datum()),
        ];
        arguments.extend_from_slice(criteria);
        let mut level = None;
        spi::read(query, &arguments, &mut |row| {
            level = row.get(1);
            false
        });
        level
    }

    /// Every rule of the taxon: from the shared rules or, when they may not be used, from rules compiled for this call.
    fn explain(&self, criteria: Criteria<'_>) -> core_rules::Explanation {
        let observation = Observation {
            taxon: self.taxon,
            date: self.date.map(day),
            criteria,
            year_now: day(self.at.unwrap_or_else(today)).year,
        };
        let mut territory = |area| territory::by_postgis(self.mode, self.geom, area);
        let explained = match rules::of_mode(self.mode) {
            Some(rules) => rules
                .view()
                .view()
                .explain(self.mode, &observation, &mut territory)
                .ok(),
            None => rules::compile(self.mode).and_then(|bytes| {
                let view = core_rules::View::open(&bytes).ok()?;
                view.explain(self.mode, &observation, &mut territory).ok()
            }),
        };
        explained.unwrap_or_else(|| {
            ereport!(
                ERROR,
                PgSqlErrorCode::ERRCODE_DATA_CORRUPTED,
                "les règles de sensibilité ne peuvent pas être lues"
            );
        })
    }
}

fn today() -> Date {
    // SAFETY: reads the start of the transaction and the session's time zone; the days it gives are those of a date.
    unsafe { Date::from_pg_epoch_days(pg_sys::GetSQLCurrentDate()) }
}
