//! Deadlines, in civil days of Europe/Paris: the avis, the delivery, the legal clock with its stops, the reminders.
//! The clock itself is a parameter; numbers of days and months come from [`crate::settings`].

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// The civil day in Paris of an instant.
///
/// The rule of the Union since 1996 is applied (UTC+2 from the last Sunday of March 01:00 UTC to the last Sunday of
/// October 01:00 UTC, else UTC+1), which needs no time zone database; no earlier instant is ever asked.
#[must_use]
pub fn paris_day(instant: DateTime<Utc>) -> NaiveDate {
    let hours = if is_summer_time(instant) { 2 } else { 1 };
    let local = instant.naive_utc();
    local
        .checked_add_signed(TimeDelta::hours(hours))
        .unwrap_or(local)
        .date()
}

/// The first instant, not before `instant`, at which it is `hour` o'clock (0 to 23) in Paris.
#[must_use]
pub fn paris_hour(instant: DateTime<Utc>, hour: u32) -> DateTime<Utc> {
    let today = paris_day(instant);
    [today, add_days(today, 1), add_days(today, 2)]
        .into_iter()
        .filter_map(|day| paris_instant(day, hour))
        .find(|at| *at >= instant)
        .unwrap_or(instant)
}

/// The instant at which it is `hour` o'clock in Paris on a day; none for an hour the change of time skips.
fn paris_instant(day: NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
    let local = day.and_hms_opt(hour, 0, 0)?;
    [2, 1].into_iter().find_map(|ahead| {
        let instant = local.checked_sub_signed(TimeDelta::hours(ahead))?.and_utc();
        (is_summer_time(instant) == (ahead == 2)).then_some(instant)
    })
}

fn is_summer_time(instant: DateTime<Utc>) -> bool {
    let local = instant.naive_utc();
    let year = instant.year();
    let switch = |month| last_sunday(year, month).and_then(|day| day.and_hms_opt(1, 0, 0));
    match (switch(3), switch(10)) {
        (Some(start), Some(end)) => start <= local && local < end,
        _ => false,
    }
}

/// Last Sunday of March or October (both have 31 days).
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let back = last.weekday().days_since(Weekday::Sun);
    last.checked_sub_days(Days::new(u64::from(back)))
}

/// `day` plus `days` calendar days (the last representable day when out of range).
#[must_use]
pub fn add_days(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

/// `day` plus `months` calendar months, clipped to the end of the month (31 January + 1 month = 28 or 29 February).
#[must_use]
pub fn add_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// Last day on which an avis is in time, `avis_days` after the asking.
#[must_use]
pub fn avis_deadline(asked_on: NaiveDate, avis_days: u32) -> NaiveDate {
    add_days(asked_on, avis_days)
}

/// Last day of delivery, `livraison_days` after the decision (or after completeness, without tour de table).
#[must_use]
pub fn livraison_deadline(decided_on: NaiveDate, livraison_days: u32) -> NaiveDate {
    add_days(decided_on, livraison_days)
}

/// A time during which the demande was incomplete: the clock stops on `start` and runs again on `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Day the demande was declared incomplete.
    pub start: NaiveDate,
    /// Day it was submitted again; `None` while it is still incomplete.
    pub end: Option<NaiveDate>,
}

/// What the legal clock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LegalClock {
    /// It runs: the answer is due on this day at the latest.
    Running {
        /// Last day of the term.
        due: NaiveDate,
    },
    /// It is stopped since this day: the demande is incomplete.
    Stopped {
        /// First day of the stop.
        since: NaiveDate,
    },
}

/// The legal term: `months` calendar months from receipt, lengthened by the days of each pause begun before its end.
///
/// Overlapping pauses count once; a part before receipt, or a pause that ends before it starts, counts for nothing. With an
/// extension letter, pass the sum of both settings.
#[must_use]
pub fn legal_deadline(received_on: NaiveDate, months: u32, pauses: &[Pause]) -> LegalClock {
    let mut due = add_months(received_on, months);
    let mut counted_until = received_on;
    let mut sorted = pauses.to_vec();
    sorted.sort_by_key(|pause| pause.start);
    for pause in sorted {
        // Once the term is over, a pause cannot revive it.
        if pause.start > due {
            break;
        }
        let Some(end) = pause.end else {
            return LegalClock::Stopped { since: pause.start };
        };
        let stopped = end
            .signed_duration_since(pause.start.max(counted_until))
            .num_days();
        if let Ok(stopped) = u32::try_from(stopped) {
            due = add_days(due, stopped);
            counted_until = end;
        }
    }
    LegalClock::Running { due }
}

/// Days left until `echeance`: 0 on the day itself, negative once it is past.
#[must_use]
pub fn days_left(echeance: NaiveDate, today: NaiveDate) -> i64 {
    echeance.signed_duration_since(today).num_days()
}

/// Whether `echeance` is past: the day itself still counts.
#[must_use]
pub fn is_past(echeance: NaiveDate, today: NaiveDate) -> bool {
    today > echeance
}

/// The days of the reminders before `echeance`, earliest first. `relance_days` are offsets in days (7, 2, 0).
#[must_use]
pub fn relances(echeance: NaiveDate, relance_days: &[u32]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = relance_days
        .iter()
        .filter_map(|days| echeance.checked_sub_days(Days::new(u64::from(*days))))
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The offset of the latest reminder reached on `today`, `None` before the first one and once `echeance` is past.
///
/// A day on which nothing ran is caught up: the caller remembers the offsets already sent.
#[must_use]
pub fn relance_reached(echeance: NaiveDate, relance_days: &[u32], today: NaiveDate) -> Option<u32> {
    let left = u32::try_from(days_left(echeance, today)).ok()?;
    relance_days
        .iter()
        .copied()
        .filter(|days| *days >= left)
        .min()
}
