//! Deadlines: the civil day of Paris, month ends, pauses, reminders.

use chrono::{DateTime, Utc};
use demandes_domain::echeance::{
    LegalClock, Pause, add_days, add_months, avis_deadline, days_left, is_past, legal_deadline,
    livraison_deadline, paris_day, relance_reached, relances,
};
use proptest::prelude::*;
use rstest::rstest;

use crate::day;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant of the test")
}

#[rstest]
// Winter, one hour ahead.
#[case("2023-12-31T22:59:59Z", "2023-12-31")]
#[case("2023-12-31T23:00:00Z", "2024-01-01")]
#[case("2024-02-28T23:00:00Z", "2024-02-29")]
// The night of the change to summer time, 31 March 2024.
#[case("2024-03-30T22:59:59Z", "2024-03-30")]
#[case("2024-03-30T23:00:00Z", "2024-03-31")]
#[case("2024-03-31T00:59:59Z", "2024-03-31")]
#[case("2024-03-31T21:59:59Z", "2024-03-31")]
#[case("2024-03-31T22:00:00Z", "2024-04-01")]
// The night of the change back, 27 October 2024.
#[case("2024-10-26T21:59:59Z", "2024-10-26")]
#[case("2024-10-26T22:00:00Z", "2024-10-27")]
#[case("2024-10-27T22:59:59Z", "2024-10-27")]
#[case("2024-10-27T23:00:00Z", "2024-10-28")]
fn civil_day(#[case] utc: &str, #[case] paris: &str) {
    assert_eq!(paris_day(instant(utc)), day(paris));
}

/// On the eve of a change the old offset holds at 22:30 UTC, on the day itself the new one.
#[rstest]
#[case(2020, "03-29", "10-25")]
#[case(2021, "03-28", "10-31")]
#[case(2022, "03-27", "10-30")]
#[case(2023, "03-26", "10-29")]
#[case(2024, "03-31", "10-27")]
#[case(2025, "03-30", "10-26")]
#[case(2026, "03-29", "10-25")]
#[case(2027, "03-28", "10-31")]
fn days_of_change(#[case] year: i32, #[case] march: &str, #[case] october: &str) {
    let is_next_day = |day: chrono::NaiveDate| {
        let utc = instant(&format!("{day}T22:30:00Z"));
        paris_day(utc) != day
    };
    let start = day(&format!("{year}-{march}"));
    let end = day(&format!("{year}-{october}"));
    let eve = |day: chrono::NaiveDate| day.pred_opt().expect("an eve");
    assert!(!is_next_day(eve(start)) && is_next_day(start));
    assert!(is_next_day(eve(end)) && !is_next_day(end));
}

#[rstest]
#[case("2023-01-31", 1, "2023-02-28")]
#[case("2024-01-31", 1, "2024-02-29")]
#[case("2024-01-31", 2, "2024-03-31")]
#[case("2024-03-31", 1, "2024-04-30")]
#[case("2023-12-31", 2, "2024-02-29")]
#[case("2024-05-15", 1, "2024-06-15")]
#[case("2024-05-15", 0, "2024-05-15")]
fn months_are_clipped_to_their_end(#[case] from: &str, #[case] months: u32, #[case] to: &str) {
    assert_eq!(add_months(day(from), months), day(to));
}

#[test]
fn days_are_calendar_days() {
    assert_eq!(add_days(day("2024-02-28"), 2), day("2024-03-01"));
    assert_eq!(avis_deadline(day("2024-03-20"), 21), day("2024-04-10"));
    assert_eq!(livraison_deadline(day("2024-12-20"), 21), day("2025-01-10"));
    assert_eq!(
        add_days(day("2024-01-01"), u32::MAX),
        chrono::NaiveDate::MAX
    );
}

#[test]
fn the_day_itself_is_in_time() {
    let echeance = day("2024-04-10");
    assert!(!is_past(echeance, day("2024-04-10")));
    assert!(is_past(echeance, day("2024-04-11")));
    assert_eq!(days_left(echeance, day("2024-04-10")), 0);
    assert_eq!(days_left(echeance, day("2024-04-12")), -2);
}

fn pause(start: &str, end: &str) -> Pause {
    Pause {
        start: day(start),
        end: Some(day(end)),
    }
}

#[rstest]
#[case::none(&[], "2024-02-29")]
#[case::one(&[pause("2024-02-05", "2024-02-10")], "2024-03-05")]
#[case::no_day(&[pause("2024-02-05", "2024-02-05")], "2024-02-29")]
#[case::two(&[pause("2024-02-20", "2024-02-22"), pause("2024-02-05", "2024-02-10")], "2024-03-07")]
#[case::overlapping(&[pause("2024-02-05", "2024-02-10"), pause("2024-02-08", "2024-02-12")], "2024-03-07")]
#[case::nested(&[pause("2024-02-05", "2024-02-12"), pause("2024-02-06", "2024-02-08")], "2024-03-07")]
#[case::in_the_lengthened_term(&[pause("2024-02-05", "2024-02-10"), pause("2024-03-04", "2024-03-06")], "2024-03-07")]
#[case::after_the_term(&[pause("2024-03-01", "2024-03-10")], "2024-02-29")]
#[case::before_receipt(&[pause("2024-01-20", "2024-02-02")], "2024-03-02")]
#[case::reversed(&[pause("2024-02-10", "2024-02-05")], "2024-02-29")]
fn legal_term(#[case] pauses: &[Pause], #[case] due: &str) {
    let clock = legal_deadline(day("2024-01-31"), 1, pauses);
    assert_eq!(clock, LegalClock::Running { due: day(due) });
}

#[test]
fn legal_term_stands_still_while_incomplete() {
    let open = Pause {
        start: day("2024-02-12"),
        end: None,
    };
    let clock = legal_deadline(
        day("2024-01-31"),
        1,
        &[pause("2024-02-05", "2024-02-10"), open],
    );
    assert_eq!(
        clock,
        LegalClock::Stopped {
            since: day("2024-02-12")
        }
    );
    let late = Pause {
        start: day("2024-03-12"),
        end: None,
    };
    let clock = legal_deadline(day("2024-01-31"), 1, &[late]);
    assert_eq!(
        clock,
        LegalClock::Running {
            due: day("2024-02-29")
        }
    );
}

#[test]
fn reminders() {
    let echeance = day("2024-03-05");
    let expected = [day("2024-02-27"), day("2024-03-03"), day("2024-03-05")];
    assert_eq!(relances(echeance, &[7, 2, 0]), expected);
    let reached = |today| relance_reached(echeance, &[7, 2, 0], day(today));
    assert_eq!(reached("2024-02-26"), None);
    assert_eq!(reached("2024-02-27"), Some(7));
    assert_eq!(reached("2024-03-02"), Some(7));
    assert_eq!(reached("2024-03-03"), Some(2));
    assert_eq!(reached("2024-03-04"), Some(2));
    assert_eq!(reached("2024-03-05"), Some(0));
    assert_eq!(reached("2024-03-06"), None);
}

proptest! {
    /// Closed pauses inside the term, apart from one another, lengthen it by the sum of their days.
    #[test]
    fn pauses_add_up(gaps in proptest::collection::vec((1_u32..4, 0_u32..9), 0..5)) {
        let received = day("2024-01-10");
        let mut cursor = received;
        let mut stopped = 0;
        let mut pauses = Vec::new();
        for (run, stop) in gaps {
            let start = add_days(cursor, run);
            cursor = add_days(start, stop);
            stopped += stop;
            pauses.push(Pause { start, end: Some(cursor) });
        }
        let due = add_days(day("2024-02-10"), stopped);
        prop_assert_eq!(legal_deadline(received, 1, &pauses), LegalClock::Running { due });
    }
}

#[test]
fn an_hour_of_paris_is_never_before_and_follows_the_change_of_time() {
    use demandes_domain::echeance::paris_hour;
    for (from, hour, expected) in [
        ("2026-03-02T09:00:00Z", 7, "2026-03-03T06:00:00Z"),
        ("2026-03-02T05:59:59Z", 7, "2026-03-02T06:00:00Z"),
        ("2026-03-02T06:00:00Z", 7, "2026-03-02T06:00:00Z"),
        ("2026-03-28T09:00:00Z", 7, "2026-03-29T05:00:00Z"),
        ("2026-10-24T09:00:00Z", 7, "2026-10-25T06:00:00Z"),
        ("2026-12-31T23:30:00Z", 7, "2027-01-01T06:00:00Z"),
        // Two o'clock does not exist on the day of the change: the next day's.
        ("2026-03-29T00:30:00Z", 2, "2026-03-30T00:00:00Z"),
    ] {
        let from: chrono::DateTime<chrono::Utc> = from.parse().expect("an instant");
        let expected: chrono::DateTime<chrono::Utc> = expected.parse().expect("an instant");
        assert_eq!(paris_hour(from, hour), expected, "{from}");
    }
}
