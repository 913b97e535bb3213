//! `GeoNature`'s sensitivity rules, compiled into flat bytes ([`build`]) that every process reads where they are mapped
//! ([`View`]), and applied to one observation at a time.
//!
//! Two ways of applying them ([`Mode`]), each with its own set of rules: that of `GeoNature`, to the letter, and the prudent
//! one. Rules arrive already carried to the descendants of their taxon and ordered: both need tables and a collation,
//! which are the database's. Geometry is not known here either: whether a location meets an area is asked of the caller.
//!
//! Content that was altered within bounds cannot be told from content that was not: whoever maps a file checks its digest.

mod build;
mod format;
mod known;
mod table;
mod view;

use thiserror::Error;

pub use build::{BuildError, Input, Rule, RuleSet, build};
pub use view::View;

/// Which rules are applied, and what becomes of what is NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Equal to `gn_sensitivity.get_id_nomenclature_sensitivity`: what is NULL matches nothing, a period that passes the
    /// new year neither.
    Geonature,
    /// What is NULL matches every rule, a period may pass the new year, a taxon that is not known has no answer.
    Prudent,
}

/// A date, as far as rules look at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// What `date_part('year', …)` says: negative before our era, infinite for an infinite date.
    pub year: f64,
    /// What `to_char(…, 'MMDD')` says, as a number: 1231 on the last day of a year. None for an infinite date.
    pub month_day: Option<u16>,
}

impl Day {
    /// From `PostgreSQL`'s own form of a date: days since 1 January 2000, the two ends of the range being the infinite dates.
    #[inline]
    #[must_use]
    pub fn of_date(days: i32) -> Self {
        match days {
            i32::MIN => Self::infinite(f64::NEG_INFINITY),
            i32::MAX => Self::infinite(f64::INFINITY),
            days => Self::finite(i64::from(days)),
        }
    }

    fn infinite(year: f64) -> Self {
        Self {
            year,
            month_day: None,
        }
    }

    /// Years are counted from 1 March, so that the day that a leap year adds is the last one; 400 of them have 146 097 days.
    fn finite(days: i64) -> Self {
        // Days since 1 March 2000.
        let days = days - 60;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        // Months from March on, of which five in a row have 153 days.
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (month, after) = if month < 10 {
            (month + 3, 0)
        } else {
            (month - 9, 1)
        };
        let year = 2000 + 400 * era + year + after;
        // No year zero: the one before 1 is -1.
        let year = if year > 0 { year } else { year - 1 };
        Self {
            year: i32::try_from(year).map_or(f64::INFINITY, f64::from),
            month_day: u16::try_from(100 * month + day).ok(),
        }
    }
}

/// Values of the jsonb that comes with an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criteria<'a> {
    /// SQL NULL, or no object. Prudent: every criterion is met; otherwise as an object without value.
    Absent,
    /// The ids among the values of the object; JSON nulls are left out.
    Ids(&'a [i32]),
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation<'a> {
    /// `cd_ref`.
    pub taxon: Option<i32>,
    /// Day of the observation.
    pub date: Option<Day>,
    /// Biological status, behaviour and the like.
    pub criteria: Criteria<'a>,
    /// Year in which durations end, possibly infinite.
    pub year_now: f64,
}

/// Where the location of the observation lies with regard to one area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Territory {
    /// They intersect.
    In,
    /// They do not.
    Out,
    /// The area does not exist or has no geometry: both modes take it for met, whatever the location.
    NoArea,
    /// The location is NULL or cannot be used, the area has a geometry. Prudent: met; otherwise not.
    NoLocation,
}

/// What became of a rule of the taxon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It matches and gives the level.
    Won,
    /// It matches, but a rule that matches too comes before it.
    Outranked,
    /// The day is not in its period.
    OutOfPeriod,
    /// The observation is older than its duration.
    TooOld,
    /// None of its criteria is among those of the observation.
    NoCriterion,
    /// The location meets none of its areas.
    ElsewhereTerritory,
}

/// A rule of the taxon and what became of it. Of several reasons the first is given, in the order of [`Outcome`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// `t_sensitivity_rules.id_sensitivity`.
    pub id_sensitivity: i32,
    /// Its `id_nomenclature_sensitivity`.
    pub level: i32,
    /// What became of it.
    pub outcome: Outcome,
}

/// An answer with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What [`View::sensitivity`] answers.
    pub level: Option<i32>,
    /// Is the taxon among those known? Prudent mode answers nothing when it is not.
    pub known: bool,
    /// Rules of the taxon, the strongest first.
    pub tried: Vec<Tried>,
}

/// Why bytes cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ViewError {
    /// They do not start as this version of the format does.
    #[error("these bytes are not rules, or of another version")]
    Foreign,
    /// Their length is not the one they announce.
    #[error("rules cut short or lengthened")]
    Length,
    /// A section lies outside the bytes, or is not a whole number of its items.
    #[error("section {0} of the rules is out of bounds")]
    Section(usize),
}

/// A reference leads out of its section: nothing may be concluded from these bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the compiled rules are corrupt")]
pub struct Corrupt;
