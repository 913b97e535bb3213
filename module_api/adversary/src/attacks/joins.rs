//! Joining a blurred row with what is known precisely.

use super::{MEASURED, Work, around};
use crate::{
    knowledge::{Finding, Knowledge},
    periods::Precision,
    read::{Leftover, Point, Role, Row, hash},
};

/// A relevé is made at one place: metres around its other rows.
const RELEVE_M: f64 = 500.0;
/// Where the same observer may have been on the same day: metres around his other rows.
const SAME_DAY_M: f64 = 3_000.0;

fn looks_like_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(i, b)| {
            matches!(i, 8 | 13 | 18 | 23) == (b == b'-') && (b == b'-' || b.is_ascii_hexdigit())
        })
}

fn each(
    k: &Knowledge,
    attack: &'static str,
    wanted: impl Fn(&Leftover) -> bool,
    radius: f64,
    joined: impl Fn(&Leftover, &Point) -> bool,
) -> Vec<Finding> {
    let mut work = Work::new(k, attack);
    for (archive, layer) in k.candidate_layers() {
        for left in layer.leftovers.iter().filter(|left| wanted(left)) {
            if work.is_full() {
                break;
            }
            let measured = work.found.len() < MEASURED;
            let region =
                measured.then(|| around(k.points().filter(|point| joined(left, point)), radius));
            let region = region.flatten();
            let evidence = format!("colonne « {} » de {}", left.column, layer.member);
            work.narrow(&archive.name, &left.row, region.as_ref(), &evidence);
        }
    }
    work.done()
}

/// The permanent identifier, in whatever column: of a row held precisely, or of one that another source publishes.
pub fn attack_uuid_join(k: &Knowledge) -> Vec<Finding> {
    let wanted = |left: &Leftover| {
        left.role == Role::Uuid || (looks_like_uuid(&left.value) && left.role != Role::GroupUuid)
    };
    each(k, "attack_uuid_join", wanted, 1.0, |left, point| {
        point.uuid == hash(&left.value)
    })
}

/// The identifier of the relevé: its other rows are at the same place.
pub fn attack_releve_join(k: &Knowledge) -> Vec<Finding> {
    let wanted = |left: &Leftover| left.role == Role::GroupUuid;
    each(k, "attack_releve_join", wanted, RELEVE_M, |left, point| {
        point.group == hash(&left.value)
    })
}

/// Observers, counts: the same on a day of the period as a precise row.
pub fn attack_fingerprint_join(k: &Knowledge) -> Vec<Finding> {
    let wanted = |left: &Leftover| {
        matches!(
            left.role,
            Role::Observers | Role::CountMin | Role::CountMax | Role::Time
        )
    };
    each(
        k,
        "attack_fingerprint_join",
        wanted,
        SAME_DAY_M,
        |left, point| {
            let same_time = match (left.row.period, point.period) {
                (Some(row), Some(point)) => row.holds(point),
                _ => true,
            };
            let number = left.value.parse().unwrap_or(-1);
            same_time
                && match left.role {
                    Role::Observers => point.observers == hash(&left.value),
                    Role::CountMin => point.counts.0 == number,
                    Role::CountMax => point.counts.1 == number,
                    _ => false,
                }
        },
    )
}

/// A date finer than its level lets be told: precise rows of that day say where people were.
pub fn attack_finer_dates(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_finer_dates");
    for (archive, layer) in k.candidate_layers() {
        let rows = layer.rows.iter().chain(
            layer
                .differences
                .iter()
                .filter(|difference| difference.what == "période")
                .map(|difference| &difference.row),
        );
        for row in rows {
            if work.is_full() {
                break;
            }
            let lawful = k
                .held
                .levels
                .get(row.level as usize)
                .and_then(|level| k.public.levels.get(level))
                .map(|rule| rule.precision);
            let finer = match (row.period, lawful) {
                (Some(period), Some(lawful)) => period.precision() < lawful,
                // No level, or one nobody knows: the day at least is told.
                (Some(period), None) => period.precision() == Precision::Day,
                (None, _) => true,
            };
            if finer {
                let measured = work.found.len() < MEASURED;
                let region = measured.then(|| around(same_day(k, &work, row), SAME_DAY_M));
                let region = region.flatten();
                work.narrow(
                    &archive.name,
                    row,
                    region.as_ref(),
                    &format!("période de {}", layer.member),
                );
            }
        }
    }
    work.done()
}

fn same_day<'k>(k: &'k Knowledge, work: &Work<'_>, row: &Row) -> impl Iterator<Item = &'k Point> {
    let bounds = work.zone(row).map(|zone| zone.bounds);
    let period = row.period;
    k.points().filter(move |point| {
        let near = bounds.is_some_and(|bounds| crate::shape::boxes_meet(bounds, point.bounds));
        let same = match (period, point.period) {
            (Some(period), Some(of_point)) => period.meets(of_point),
            _ => false,
        };
        near && same
    })
}

/// An identifier says nothing: 64 hexadecimal digits, another for each row, and not a plain digest of what it stands for.
pub fn attack_identifiers(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_identifiers");
    for (archive, layer) in k.candidate_layers() {
        if layer.rows.is_empty() {
            continue;
        }
        // Half of all digits have their first bit set: identifiers that are numbers, or a digest of numbers kept small, do not.
        let short = layer.rows.iter().filter(|row| row.id >> 96 == 0).count();
        if short > 1 + layer.rows.len() / 1000 {
            work.note_file(
                &archive.name,
                &format!("identifiants de {} : trop courts", layer.member),
            );
        }
    }
    work.done()
}
