//! The clocks of a demande: by hand, then a year of the platform drawn at random, with absences and a week of outage.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use demandes_domain::clocks::{Clock, Delay, Fact, Happened, State, Telling, clocks, telling};
use demandes_domain::echeance::days_left;
use demandes_domain::settings::Settings;

use crate::day;

type What = Happened<u32>;

fn fact(on: &str, what: What) -> Fact<u32> {
    Fact { on: day(on), what }
}

fn state_of(facts: &[Fact<u32>], delay: Delay<u32>) -> Option<State> {
    let all = clocks(facts, &Settings::default());
    let found = all.clocks.iter().find(|clock| clock.delay == delay);
    found.map(|clock| clock.state)
}

const AVIS: Delay<u32> = Delay::Avis { lot: 1, pole: 7 };
const DELIVERY: Delay<u32> = Delay::Livraison { lot: 1 };

fn asked(on: &str) -> Fact<u32> {
    fact(
        on,
        What::Asked {
            lot: 1,
            poles: vec![7],
        },
    )
}

fn answered(on: &str, settles: bool) -> Fact<u32> {
    fact(
        on,
        What::Answered {
            lot: 1,
            pole: 7,
            settles,
        },
    )
}

fn granted(on: &str, embargo_until: Option<&str>) -> Fact<u32> {
    fact(
        on,
        What::Granted {
            lot: 1,
            embargo_until: embargo_until.map(day),
        },
    )
}

fn running(due: &str) -> State {
    State::Running { due: day(due) }
}

fn met(due: &str, on: &str) -> State {
    State::Met {
        due: day(due),
        on: day(on),
    }
}

#[test]
fn an_avis_runs_for_three_weeks_and_a_reserve_does_not_stop_it() {
    let deposed = fact("2026-03-02", What::Deposed);
    let complete = fact("2026-03-03", What::Complete);
    let mut facts = vec![deposed, complete, asked("2026-03-03")];
    assert_eq!(state_of(&facts, AVIS), Some(running("2026-03-24")));
    facts.push(answered("2026-03-05", false));
    assert_eq!(state_of(&facts, AVIS), Some(running("2026-03-24")));
    facts.push(answered("2026-03-26", true));
    assert_eq!(
        state_of(&facts, AVIS),
        Some(met("2026-03-24", "2026-03-26"))
    );
    assert!(state_of(&facts, AVIS).is_some_and(|state| state.is_late(day("2026-04-01"))));
    // A later answer does not make the first one early or late.
    facts.push(answered("2026-03-30", true));
    assert_eq!(
        state_of(&facts, AVIS),
        Some(met("2026-03-24", "2026-03-26"))
    );
}

#[test]
fn a_delivery_runs_from_the_decision_or_the_end_of_the_embargo() {
    let mut facts = vec![
        fact("2026-03-02", What::Deposed),
        fact("2026-03-03", What::Complete),
    ];
    facts.push(granted("2026-03-03", None));
    assert_eq!(state_of(&facts, DELIVERY), Some(running("2026-03-24")));
    facts.pop();
    facts.push(granted("2026-03-03", Some("2026-06-01")));
    assert_eq!(state_of(&facts, DELIVERY), Some(running("2026-06-22")));
    facts.push(fact("2026-06-10", What::Sent { lot: 1 }));
    assert_eq!(
        state_of(&facts, DELIVERY),
        Some(met("2026-06-22", "2026-06-10"))
    );
}

#[test]
fn the_legal_term_is_one_month_two_after_a_tour_de_table_and_stops_while_incomplete() {
    let mut facts = vec![fact("2026-01-31", What::Deposed)];
    assert_eq!(state_of(&facts, Delay::Legal), Some(running("2026-02-28")));
    facts.push(fact("2026-02-10", What::Incomplete));
    assert_eq!(
        state_of(&facts, Delay::Legal),
        Some(State::Stopped {
            since: day("2026-02-10")
        })
    );
    facts.push(fact("2026-02-20", What::Deposed));
    assert_eq!(state_of(&facts, Delay::Legal), Some(running("2026-03-10")));
    facts.push(fact("2026-02-21", What::Complete));
    facts.push(asked("2026-02-21"));
    assert_eq!(state_of(&facts, Delay::Legal), Some(running("2026-04-10")));
    assert!(clocks(&facts, &Settings::default()).extended);
    facts.push(granted("2026-03-01", None));
    assert_eq!(
        state_of(&facts, Delay::Legal),
        Some(met("2026-04-10", "2026-03-01"))
    );
}

/// An extension is told before the first term ends; a tour de table entered later lengthens nothing.
#[test]
fn a_term_that_is_over_is_not_extended() {
    for (on, extended, due) in [
        ("2026-03-02", true, "2026-04-02"),
        ("2026-03-03", false, "2026-03-02"),
    ] {
        let facts = vec![
            fact("2026-02-02", What::Deposed),
            fact(on, What::Complete),
            asked(on),
        ];
        assert_eq!(clocks(&facts, &Settings::default()).extended, extended);
        assert_eq!(state_of(&facts, Delay::Legal), Some(running(due)));
    }
}

#[test]
fn what_ends_stops_every_clock() {
    for end in [What::Ended, What::Cancelled { lot: 1 }] {
        let facts = vec![
            fact("2026-03-02", What::Deposed),
            fact("2026-03-03", What::Complete),
            asked("2026-03-03"),
            fact("2026-03-04", end),
        ];
        assert_eq!(state_of(&facts, AVIS), Some(State::Void));
        let legal = state_of(&facts, Delay::Legal);
        assert!(legal.is_some_and(|state| state.due().is_none()));
    }
}

#[test]
fn a_reminder_is_told_at_seven_two_and_no_days_and_caught_up() {
    let state = State::Running {
        due: day("2026-03-24"),
    };
    let told = |today: &str| telling(state, &[7, 2, 0], day(today));
    assert_eq!(told("2026-03-16"), None);
    assert_eq!(told("2026-03-17"), Some(Telling::Reminder { offset: 7 }));
    assert_eq!(told("2026-03-20"), Some(Telling::Reminder { offset: 7 }));
    assert_eq!(told("2026-03-22"), Some(Telling::Reminder { offset: 2 }));
    assert_eq!(told("2026-03-23"), Some(Telling::Reminder { offset: 2 }));
    assert_eq!(told("2026-03-24"), Some(Telling::Reminder { offset: 0 }));
    assert_eq!(told("2026-03-25"), Some(Telling::Late));
}

/// A small generator: the year is the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_in(&mut self, odds: u64) -> bool {
        self.below(odds) == 0
    }
}

struct Demande {
    facts: Vec<Fact<u32>>,
    lots: u32,
    done: bool,
}

/// What people and the machine did of one demande on one day.
fn a_day(demande: &mut Demande, today: NaiveDate, dice: &mut Dice, away: &BTreeSet<i32>) {
    let push = |facts: &mut Vec<Fact<u32>>, what| facts.push(Fact { on: today, what });
    let known = clocks(&demande.facts, &Settings::default());
    let last = demande.facts.last().map(|fact| fact.what.clone());
    match last {
        Some(What::Deposed) => {
            if dice.one_in(5) {
                push(&mut demande.facts, What::Incomplete);
            } else if dice.one_in(3) {
                push(&mut demande.facts, What::Complete);
                for lot in 0..demande.lots {
                    let what = if lot == 0 {
                        What::Granted {
                            lot,
                            embargo_until: None,
                        }
                    } else {
                        What::Asked {
                            lot,
                            poles: vec![1, 2],
                        }
                    };
                    push(&mut demande.facts, what);
                }
            }
            return;
        }
        Some(What::Incomplete) => {
            if dice.one_in(12) {
                push(&mut demande.facts, What::Deposed);
            } else if dice.one_in(200) {
                push(&mut demande.facts, What::Ended);
                demande.done = true;
            }
            return;
        }
        _ => {}
    }
    for clock in known.clocks {
        let Some(due) = clock.state.due() else {
            continue;
        };
        let late = today > due;
        match clock.delay {
            // The machine records silence the day after the last one.
            Delay::Avis { lot, pole } if late || (!away.contains(&pole) && dice.one_in(15)) => {
                let settles = late || !dice.one_in(8);
                push(&mut demande.facts, What::Answered { lot, pole, settles });
            }
            Delay::Livraison { lot } if dice.one_in(12) => {
                push(&mut demande.facts, What::Sent { lot });
            }
            _ => {}
        }
    }
    let known = clocks(&demande.facts, &Settings::default());
    for lot in 1..demande.lots {
        let waited = |clock: &Clock<u32>| {
            matches!(clock.delay, Delay::Avis { lot: of, .. } if of == lot)
                && clock.state.due().is_some()
        };
        let decided = demande.facts.iter().any(|fact| {
            matches!(fact.what, What::Granted { lot: of, .. } | What::Refused { lot: of } if of == lot)
        });
        if !decided && !known.clocks.iter().any(waited) && dice.one_in(4) {
            let what = if dice.one_in(5) {
                What::Refused { lot }
            } else {
                What::Granted {
                    lot,
                    embargo_until: None,
                }
            };
            push(&mut demande.facts, what);
        }
    }
}

/// Number of the demande, delay, last day.
type Deadline = (usize, Delay<u32>, NaiveDate);

#[test]
fn a_year_of_the_platform_ends_with_every_deadline_kept_or_flagged() {
    let settings = Settings::default();
    let mut dice = Dice(2026);
    let first = day("2026-01-01");
    let mut demandes: Vec<Demande> = Vec::new();
    let mut told: BTreeMap<Deadline, BTreeMap<Option<u32>, NaiveDate>> = BTreeMap::new();
    let outage = day("2026-07-06")..=day("2026-07-12");
    for n in 0..365_u64 {
        let today = first.checked_add_days(Days::new(n)).unwrap_or(first);
        for _ in 0..dice.below(3) {
            if n < 300 {
                let lots = 1 + u32::try_from(dice.below(4)).unwrap_or(0);
                demandes.push(Demande {
                    facts: vec![Fact {
                        on: today,
                        what: What::Deposed,
                    }],
                    lots,
                    done: false,
                });
            }
        }
        // The service is down, and with it all that people do through it.
        if outage.contains(&today) {
            continue;
        }
        // The machine looks at the clocks before people wake up.
        for (id, demande) in demandes.iter().enumerate() {
            for clock in clocks(&demande.facts, &settings).clocks {
                let Some(due) = clock.state.due() else {
                    continue;
                };
                let Some(what) = telling(clock.state, &settings.relance_days, today) else {
                    continue;
                };
                let offset = match what {
                    Telling::Reminder { offset } => Some(offset),
                    Telling::Late => None,
                };
                // Told once: the first time stays.
                told.entry((id, clock.delay, due))
                    .or_default()
                    .entry(offset)
                    .or_insert(today);
            }
        }
        // Each animateur is away in turn, for three weeks.
        let away = BTreeSet::from([i32::try_from(n / 21 % 4).unwrap_or(0)]);
        for demande in demandes.iter_mut().filter(|demande| !demande.done) {
            if demande.facts.first().is_some_and(|fact| fact.on < today) {
                a_day(demande, today, &mut dice, &away);
            }
        }
    }
    let end = day("2026-12-31");
    let (mut kept, mut flagged, mut reminders) = (0, 0, 0);
    for (id, demande) in demandes.iter().enumerate() {
        for clock in clocks(&demande.facts, &settings).clocks {
            let (due, last) = match clock.state {
                State::Met { due, on } => (due, on),
                State::Running { due } => (due, end),
                State::Stopped { .. } | State::Void => continue,
            };
            let said = told.get(&(id, clock.delay, due));
            if last > due {
                let late = said.and_then(|said| said.get(&None));
                assert!(
                    late.is_some(),
                    "demande {id}: {clock:?} is past and nobody was told"
                );
                flagged += 1;
            } else {
                kept += 1;
            }
            for (offset, on) in said.into_iter().flatten() {
                if let Some(offset) = offset {
                    reminders += 1;
                    let left = days_left(due, *on);
                    assert!(
                        (0..=i64::from(*offset)).contains(&left),
                        "demande {id}: {clock:?} told {offset} on {on}"
                    );
                    let caught_up = outage.contains(&on.pred_opt().unwrap_or(*on));
                    let asked_late = left < i64::from(*offset);
                    assert!(
                        !asked_late || caught_up || matches!(clock.delay, Delay::Legal),
                        "a reminder of {offset} days was told {left} days before, on {on}: {clock:?}"
                    );
                }
            }
        }
    }
    assert!(demandes.len() > 200, "{} demandes", demandes.len());
    assert!(
        kept > 500 && flagged > 20 && reminders > 500,
        "{kept} kept, {flagged} flagged, {reminders} reminders"
    );
}
