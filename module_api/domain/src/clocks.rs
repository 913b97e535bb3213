//! The clocks of one demande, as a function of what happened to it: the avis, the deliveries, the legal term with its stops and its
//! extension. Days are civil days of Europe/Paris ([`crate::echeance`]); numbers of days come from the settings the demande was deposited
//! under. Not here: reading the journal, telling people.

use std::collections::BTreeMap;
use std::hash::Hash;

use chrono::NaiveDate;

use crate::PoleId;
use crate::echeance::{self, LegalClock, Pause};
use crate::settings::Settings;

/// What the clocks read of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened<L> {
    /// Submitted, or submitted again.
    Deposed,
    /// Sent back to its author.
    Incomplete,
    /// Accepted for instruction.
    Complete,
    /// Withdrawn, expired or revoked: every clock ends.
    Ended,
    /// The pôles are asked about a lot.
    Asked {
        /// The lot.
        lot: L,
        /// Who is asked.
        poles: Vec<PoleId>,
    },
    /// A pôle answered, in time or not, or its silence was recorded. `settles` is false for a `reserve`, which is no answer yet.
    Answered {
        /// The lot.
        lot: L,
        /// Who answered.
        pole: PoleId,
        /// Whether nothing more is waited for.
        settles: bool,
    },
    /// A lot is to be delivered: accepted, by a decision or by rule.
    Granted {
        /// The lot.
        lot: L,
        /// It does not leave before this day.
        embargo_until: Option<NaiveDate>,
    },
    /// A lot is refused.
    Refused {
        /// The lot.
        lot: L,
    },
    /// A lot left.
    Sent {
        /// The lot.
        lot: L,
    },
    /// A lot was given up.
    Cancelled {
        /// The lot.
        lot: L,
    },
}

/// What happened, and on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<L> {
    /// The day.
    pub on: NaiveDate,
    /// What.
    pub what: Happened<L>,
}

/// Whose delay it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delay<L> {
    /// A pôle's, to answer about a lot.
    Avis {
        /// The lot.
        lot: L,
        /// The pôle.
        pole: PoleId,
    },
    /// The responsible's, to send a lot that was granted.
    Livraison {
        /// The lot to deliver.
        lot: L,
    },
    /// The administration's, to answer the demande.
    Legal,
}

/// One clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock<L> {
    /// Whose delay.
    pub delay: Delay<L>,
    /// How it stands.
    pub state: State,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It runs until this day, included.
    Running {
        /// The last day.
        due: NaiveDate,
    },
    /// It is stopped.
    Stopped {
        /// Since this day.
        since: NaiveDate,
    },
    /// What was due was done.
    Met {
        /// The last day it had.
        due: NaiveDate,
        /// The day it was done.
        on: NaiveDate,
    },
    /// Nothing is due any more: the demande ended, or the lot was given up.
    Void,
}

impl State {
    /// The last day, of a clock that runs.
    #[must_use]
    pub const fn due(self) -> Option<NaiveDate> {
        match self {
            Self::Running { due } => Some(due),
            _ => None,
        }
    }

    /// Whether the delay is over, or was when it was met.
    #[must_use]
    pub fn is_late(self, today: NaiveDate) -> bool {
        match self {
            Self::Running { due } => echeance::is_past(due, today),
            Self::Met { due, on } => echeance::is_past(due, on),
            Self::Stopped { .. } | Self::Void => false,
        }
    }
}

/// Every clock of a demande, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clocks<L> {
    /// Avis by lot and pôle, deliveries by lot, then the legal one, once the demande was submitted.
    pub clocks: Vec<Clock<L>>,
    /// Whether the term is extended, by a letter: the demande entered a tour de table before the first term ended.
    pub extended: bool,
}

#[derive(Default)]
struct Lot {
    asked: BTreeMap<PoleId, Asked>,
    asked_on: Option<NaiveDate>,
    granted: Option<(NaiveDate, Option<NaiveDate>)>,
    sent: Option<NaiveDate>,
    /// Decided, refused or given up on that day: no answer of the administration is due about it.
    answered: Option<NaiveDate>,
    cancelled: bool,
}

struct Asked {
    on: NaiveDate,
    settled: Option<NaiveDate>,
}

/// The clocks of a demande after these facts, oldest first. The last day of a legal term that falls on a day nobody works is not moved: the
/// administration answers before it.
#[must_use]
pub fn clocks<L: Copy + Ord + Hash>(facts: &[Fact<L>], settings: &Settings) -> Clocks<L> {
    let mut lots: BTreeMap<L, Lot> = BTreeMap::new();
    let (mut received, mut complete, mut ended) = (None, false, None);
    let mut pauses: Vec<Pause> = Vec::new();
    for fact in facts {
        let on = fact.on;
        match &fact.what {
            Happened::Deposed => {
                received = received.or(Some(on));
                resume(&mut pauses, on);
            }
            Happened::Incomplete => pauses.push(Pause {
                start: on,
                end: None,
            }),
            Happened::Complete => {
                complete = true;
                resume(&mut pauses, on);
            }
            Happened::Ended => ended = Some(on),
            Happened::Asked { lot, poles } => {
                let lot = lots.entry(*lot).or_default();
                lot.asked_on = lot.asked_on.or(Some(on));
                for pole in poles {
                    lot.asked
                        .entry(*pole)
                        .or_insert(Asked { on, settled: None });
                }
            }
            Happened::Answered { lot, pole, settles } => {
                let asked = lots.entry(*lot).or_default().asked.get_mut(pole);
                if let Some(asked) = asked.filter(|asked| *settles && asked.settled.is_none()) {
                    asked.settled = Some(on);
                }
            }
            Happened::Granted { lot, embargo_until } => {
                let lot = lots.entry(*lot).or_default();
                lot.granted = Some((on, *embargo_until));
                lot.answered = lot.answered.or(Some(on));
            }
            Happened::Refused { lot } => {
                let lot = lots.entry(*lot).or_default();
                lot.answered = lot.answered.or(Some(on));
            }
            Happened::Sent { lot } => lots.entry(*lot).or_default().sent = Some(on),
            Happened::Cancelled { lot } => {
                let lot = lots.entry(*lot).or_default();
                lot.cancelled = true;
                lot.answered = lot.answered.or(Some(on));
            }
        }
    }
    let asked_on = lots.values().filter_map(|lot| lot.asked_on).min();
    let extended = asked_on
        .zip(received)
        .is_some_and(|(on, received)| may_extend(received, settings.legal_months, &pauses, on));
    let mut clocks = Vec::new();
    for (id, lot) in &lots {
        clocks.extend(avis_clocks(*id, lot, settings, ended.is_some()));
    }
    for (id, lot) in &lots {
        clocks.extend(livraison_clock(*id, lot, settings, ended.is_some()));
    }
    if let Some(received) = received {
        let answered = answered_on(complete, &lots);
        let months = settings.legal_months
            + if extended {
                settings.legal_extension_months
            } else {
                0
            };
        let state = legal_state(received, months, &pauses, answered, ended.is_some());
        clocks.push(Clock {
            delay: Delay::Legal,
            state,
        });
    }
    Clocks { clocks, extended }
}

/// An extension is told before the first term ends; afterwards it is none.
fn may_extend(received: NaiveDate, months: u32, pauses: &[Pause], on: NaiveDate) -> bool {
    match echeance::legal_deadline(received, months, pauses) {
        LegalClock::Running { due } => !echeance::is_past(due, on),
        LegalClock::Stopped { .. } => true,
    }
}

fn resume(pauses: &mut [Pause], on: NaiveDate) {
    if let Some(pause) = pauses.last_mut().filter(|pause| pause.end.is_none()) {
        pause.end = Some(on);
    }
}

fn avis_clocks<L: Copy>(id: L, lot: &Lot, settings: &Settings, ended: bool) -> Vec<Clock<L>> {
    lot.asked
        .iter()
        .map(|(pole, asked)| {
            let due = echeance::avis_deadline(asked.on, settings.avis_days);
            let state = match asked.settled {
                Some(on) => State::Met { due, on },
                // A decision may come without the ones that are late: theirs has no object any more.
                None if ended || lot.answered.is_some() => State::Void,
                None => State::Running { due },
            };
            Clock {
                delay: Delay::Avis {
                    lot: id,
                    pole: *pole,
                },
                state,
            }
        })
        .collect()
}

fn livraison_clock<L: Copy>(
    id: L,
    lot: &Lot,
    settings: &Settings,
    ended: bool,
) -> Option<Clock<L>> {
    let (on, embargo_until) = lot.granted?;
    let from = embargo_until.map_or(on, |until| until.max(on));
    let due = echeance::livraison_deadline(from, settings.livraison_days);
    let state = match lot.sent {
        Some(on) => State::Met { due, on },
        None if ended || lot.cancelled => State::Void,
        None => State::Running { due },
    };
    Some(Clock {
        delay: Delay::Livraison { lot: id },
        state,
    })
}

/// The day the last lot was decided; none as long as one is not, or before there are lots.
fn answered_on<L>(complete: bool, lots: &BTreeMap<L, Lot>) -> Option<NaiveDate> {
    if !complete || lots.is_empty() {
        return None;
    }
    let days: Option<Vec<NaiveDate>> = lots.values().map(|lot| lot.answered).collect();
    days?.into_iter().max()
}

fn legal_state(
    received: NaiveDate,
    months: u32,
    pauses: &[Pause],
    answered: Option<NaiveDate>,
    ended: bool,
) -> State {
    match (echeance::legal_deadline(received, months, pauses), answered) {
        (LegalClock::Running { due }, Some(on)) => State::Met { due, on },
        _ if ended => State::Void,
        (LegalClock::Running { due }, None) => State::Running { due },
        (LegalClock::Stopped { since }, _) => State::Stopped { since },
    }
}

/// What is to be told of a clock on a day, if anything. Told once: the caller remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// The delay ends in at most so many days: the reminder of this offset.
    Reminder {
        /// Days before the last one, as in the settings.
        offset: u32,
    },
    /// The delay is over.
    Late,
}

/// What a clock wants told on `today`. A day on which nothing ran is caught up, by the latest reminder that was due.
#[must_use]
pub fn telling(state: State, relance_days: &[u32], today: NaiveDate) -> Option<Telling> {
    let due = state.due()?;
    if echeance::is_past(due, today) {
        return Some(Telling::Late);
    }
    echeance::relance_reached(due, relance_days, today).map(|offset| Telling::Reminder { offset })
}
