//! Compiled sensitivity rules: cases told one by one, then random ones against an evaluator written apart, in the three-valued
//! logic of the SQL functions, and bytes altered at random.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod common;

use std::collections::HashMap;

use gn_diffusion_core::rules::{
    BuildError, Criteria, Day, Explanation, Input, Mode, Observation, Outcome, Rule, RuleSet,
    Territory, View, ViewError, build,
};
use proptest::prelude::*;

const ZERO: i32 = 66;
const MODES: [Mode; 2] = [Mode::Geonature, Mode::Prudent];

fn day(year: i32, month_day: u16) -> Day {
    Day {
        year: f64::from(year),
        month_day: Some(month_day),
    }
}

/// An observation of taxon 10 on 15 May 2020, seen from 2026.
fn observation() -> Observation<'static> {
    Observation {
        taxon: Some(10),
        date: Some(day(2020, 515)),
        criteria: Criteria::Ids(&[]),
        year_now: 2026.0,
    }
}

/// A rule without condition.
fn rule(id_sensitivity: i32, order: i32) -> Rule {
    Rule {
        id_sensitivity,
        level: 100 + id_sensitivity,
        order,
        first_day: Some(101),
        last_day: Some(1231),
        duration: Some(100),
        ..Rule::default()
    }
}

/// These rules on taxon 10 in both modes; taxa 10 and 11 exist.
fn compiled(rules: &[Rule]) -> Vec<u8> {
    let set = RuleSet {
        rules: rules.to_vec(),
        pairs: (0..).zip(rules).map(|(number, _)| (10, number)).collect(),
    };
    build(&Input {
        geonature: set.clone(),
        prudent: set,
        known: vec![11, 10],
        zero: Some(ZERO),
    })
    .unwrap()
}

fn nowhere(area: i32) -> Territory {
    unreachable!("area {area} was asked for without need")
}

fn both(
    rules: &[Rule],
    asked: Observation<'_>,
    mut territory: impl FnMut(i32) -> Territory,
) -> [Option<i32>; 2] {
    let bytes = compiled(rules);
    let view = View::open(&bytes).unwrap();
    MODES.map(|mode| view.sensitivity(mode, &asked, &mut territory).unwrap())
}

fn outcomes(
    bytes: &[u8],
    mode: Mode,
    asked: &Observation<'_>,
    mut territory: impl FnMut(i32) -> Territory,
) -> Vec<(i32, Outcome)> {
    let explained = View::open(bytes)
        .unwrap()
        .explain(mode, asked, &mut territory)
        .unwrap();
    explained
        .tried
        .iter()
        .map(|tried| (tried.id_sensitivity, tried.outcome))
        .collect()
}

#[test]
fn a_taxon_without_rule_is_not_sensitive() {
    let asked = Observation {
        taxon: Some(11),
        ..observation()
    };
    assert_eq!(both(&[rule(1, 1)], asked, nowhere), [Some(ZERO); 2]);
    assert_eq!(both(&[], asked, nowhere), [Some(ZERO); 2]);
}

#[test]
fn a_taxon_that_is_not_known_has_no_prudent_answer() {
    for taxon in [None, Some(12), Some(-1), Some(i32::MIN), Some(i32::MAX)] {
        let asked = Observation {
            taxon,
            ..observation()
        };
        assert_eq!(
            both(&[rule(1, 1)], asked, nowhere),
            [Some(ZERO), None],
            "{taxon:?}"
        );
    }
}

#[test]
fn without_an_id_of_code_zero_there_is_no_answer() {
    let bytes = build(&Input {
        known: vec![10],
        ..Input::default()
    })
    .unwrap();
    let view = View::open(&bytes).unwrap();
    for mode in MODES {
        assert_eq!(
            view.sensitivity(mode, &observation(), &mut nowhere),
            Ok(None)
        );
    }
}

#[test]
fn the_greatest_order_wins() {
    let rules = [rule(1, 1), rule(2, 7), rule(3, 5)];
    assert_eq!(both(&rules, observation(), nowhere), [Some(102); 2]);
    let expected = vec![
        (2, Outcome::Won),
        (3, Outcome::Outranked),
        (1, Outcome::Outranked),
    ];
    assert_eq!(
        outcomes(&compiled(&rules), Mode::Prudent, &observation(), nowhere),
        expected
    );
}

#[test]
fn periods() {
    let period = |first_day, last_day| Rule {
        first_day,
        last_day,
        ..rule(1, 1)
    };
    let on = |rule: Rule, month_day| {
        let asked = Observation {
            date: Some(day(2020, month_day)),
            ..observation()
        };
        both(&[rule], asked, nowhere).map(|level| level == Some(101))
    };
    for (month_day, inside) in [
        (301, true),
        (731, true),
        (515, true),
        (229, false),
        (801, false),
    ] {
        assert_eq!(
            on(period(Some(301), Some(731)), month_day),
            [inside; 2],
            "{month_day}"
        );
    }
    for (month_day, prudent) in [
        (1101, true),
        (1231, true),
        (101, true),
        (228, true),
        (301, false),
        (1031, false),
    ] {
        assert_eq!(
            on(period(Some(1101), Some(228)), month_day),
            [false, prudent],
            "{month_day}"
        );
    }
    assert_eq!(on(period(None, Some(601)), 515), [false, true]);
    assert_eq!(on(period(Some(601), None), 515), [false, false]);
    assert_eq!(on(period(None, None), 515), [false, true]);
}

#[test]
fn durations_end_with_the_year() {
    let lasting = |duration| Rule {
        duration,
        ..rule(1, 1)
    };
    let matches = |rule: Rule, year| {
        let asked = Observation {
            date: Some(day(year, 515)),
            ..observation()
        };
        both(&[rule], asked, nowhere).map(|level| level == Some(101))
    };
    assert_eq!(matches(lasting(Some(6)), 2020), [true; 2]);
    assert_eq!(matches(lasting(Some(5)), 2020), [false; 2]);
    assert_eq!(matches(lasting(Some(i32::MAX)), -4711), [true; 2]);
    assert_eq!(matches(lasting(Some(i32::MIN)), i32::MAX), [false; 2]);
    assert_eq!(matches(lasting(None), 1800), [false, true]);
}

#[test]
fn infinite_dates() {
    let at = |date, year_now| {
        both(
            &[rule(1, 1)],
            Observation {
                date: Some(date),
                year_now,
                ..observation()
            },
            nowhere,
        )
    };
    let infinite = |year| Day {
        year,
        month_day: None,
    };
    assert_eq!(at(infinite(f64::INFINITY), 2026.0), [Some(ZERO), Some(101)]);
    assert_eq!(at(infinite(f64::NEG_INFINITY), 2026.0), [Some(ZERO); 2]);
    assert_eq!(
        at(infinite(f64::NEG_INFINITY), f64::NEG_INFINITY),
        [Some(ZERO), Some(101)]
    );
    assert_eq!(at(day(2020, 515), f64::INFINITY), [Some(ZERO); 2]);
    assert_eq!(at(day(2020, 515), f64::NEG_INFINITY), [Some(101); 2]);
}

#[test]
fn days_are_those_of_the_calendar() {
    let lengths = |year: i32| {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        [
            31,
            if is_leap { 29 } else { 28 },
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ]
    };
    // Astronomical years, in which 0 comes before 1 and PostgreSQL says -1.
    let written = |year: i32| if year > 0 { year } else { year - 1 };
    for (first_year, last_year, mut date) in [(2000, 2900, 0), (-4712, 1999, -2_451_507)] {
        for year in first_year..=last_year {
            for (month, length) in (1..).zip(lengths(year)) {
                for number in 1..=length {
                    assert_eq!(Day::of_date(date), day(written(year), month * 100 + number));
                    date += 1;
                }
            }
        }
    }
    for (date, year) in [(i32::MAX, f64::INFINITY), (i32::MIN, f64::NEG_INFINITY)] {
        let infinite = Day {
            year,
            month_day: None,
        };
        assert_eq!(Day::of_date(date), infinite);
    }
}

#[test]
fn no_date() {
    assert_eq!(
        both(
            &[rule(1, 1)],
            Observation {
                date: None,
                ..observation()
            },
            nowhere
        ),
        [Some(ZERO), Some(101)]
    );
}

#[test]
fn criteria() {
    let rules = [Rule {
        criteria: vec![Some(7), Some(3)],
        ..rule(1, 1)
    }];
    let with = |criteria| {
        both(
            &rules,
            Observation {
                criteria,
                ..observation()
            },
            nowhere,
        )
    };
    assert_eq!(with(Criteria::Ids(&[5, 3])), [Some(101); 2]);
    assert_eq!(with(Criteria::Ids(&[5])), [Some(ZERO); 2]);
    assert_eq!(with(Criteria::Ids(&[])), [Some(ZERO); 2]);
    assert_eq!(with(Criteria::Absent), [Some(ZERO), Some(101)]);
    let with_null = [Rule {
        criteria: vec![Some(7), None],
        ..rule(1, 1)
    }];
    assert_eq!(both(&with_null, observation(), nowhere), [Some(101); 2]);
}

#[test]
fn territory() {
    let rules = [Rule {
        areas: vec![Some(8), Some(9)],
        ..rule(1, 1)
    }];
    let answers = |first, second| {
        both(&rules, observation(), move |area| {
            if area == 8 { first } else { second }
        })
    };
    assert_eq!(answers(Territory::Out, Territory::In), [Some(101); 2]);
    assert_eq!(answers(Territory::Out, Territory::NoArea), [Some(101); 2]);
    assert_eq!(answers(Territory::Out, Territory::Out), [Some(ZERO); 2]);
    assert_eq!(
        answers(Territory::NoLocation, Territory::NoLocation),
        [Some(ZERO), Some(101)]
    );
    assert_eq!(
        answers(Territory::NoLocation, Territory::NoArea),
        [Some(101); 2]
    );
    let with_null = [Rule {
        areas: vec![Some(8), None],
        ..rule(1, 1)
    }];
    assert_eq!(both(&with_null, observation(), nowhere), [Some(101); 2]);
}

#[test]
fn territory_is_asked_for_nothing_that_cannot_win() {
    let there = |rule: Rule| Rule {
        areas: vec![Some(8)],
        ..rule
    };
    let rules = [
        there(Rule {
            criteria: vec![Some(4)],
            ..rule(1, 9)
        }),
        there(Rule {
            duration: Some(0),
            ..rule(2, 8)
        }),
        there(Rule {
            last_day: Some(331),
            ..rule(3, 7)
        }),
        there(rule(4, 5)),
        rule(5, 5),
        there(rule(6, 4)),
    ];
    assert_eq!(both(&rules, observation(), nowhere), [Some(105); 2]);
    let expected = vec![
        (1, Outcome::NoCriterion),
        (2, Outcome::TooOld),
        (3, Outcome::OutOfPeriod),
        (5, Outcome::Won),
        (4, Outcome::ElsewhereTerritory),
        (6, Outcome::ElsewhereTerritory),
    ];
    assert_eq!(
        outcomes(&compiled(&rules), Mode::Geonature, &observation(), |_| {
            Territory::Out
        }),
        expected
    );
}

#[test]
fn explanation_of_a_taxon_that_is_not_known() {
    let bytes = compiled(&[rule(1, 1)]);
    let asked = Observation {
        taxon: Some(12),
        ..observation()
    };
    let view = View::open(&bytes).unwrap();
    let expected = |level| Explanation {
        level,
        known: false,
        tried: vec![],
    };
    assert_eq!(
        view.explain(Mode::Prudent, &asked, &mut nowhere),
        Ok(expected(None))
    );
    assert_eq!(
        view.explain(Mode::Geonature, &asked, &mut nowhere),
        Ok(expected(Some(ZERO)))
    );
}

#[test]
fn inputs_that_contradict_themselves_are_refused() {
    let with = |rule: Rule, number| {
        build(&Input {
            prudent: RuleSet {
                rules: vec![rule],
                pairs: vec![(10, number)],
            },
            ..Input::default()
        })
    };
    assert_eq!(with(rule(1, 1), 1), Err(BuildError::NoSuchRule(1)));
    for wrong in [0, 100, 132, 1301, u16::MAX] {
        let first_day = Some(wrong);
        assert_eq!(
            with(
                Rule {
                    first_day,
                    ..rule(1, 1)
                },
                0
            ),
            Err(BuildError::Day(wrong))
        );
    }
}

#[test]
fn the_order_of_taxa_does_not_change_the_bytes() {
    let input = Input {
        prudent: RuleSet {
            rules: vec![rule(1, 1), rule(2, 1)],
            pairs: vec![(10, 0), (-4, 1), (10, 1), (10, 0)],
        },
        known: vec![30_000_000, 4, -4, 10, 4],
        ..Input::default()
    };
    let mut shuffled = input.clone();
    shuffled.prudent.pairs.reverse();
    shuffled.known.reverse();
    assert_eq!(build(&input), build(&shuffled));
}

#[test]
fn foreign_and_cut_bytes_are_refused() {
    let bytes = compiled(&[rule(1, 1)]);
    assert_eq!(View::open(&[]).err(), Some(ViewError::Foreign));
    assert_eq!(View::open(&bytes[..100]).err(), Some(ViewError::Foreign));
    assert_eq!(
        View::open(&bytes[..bytes.len() - 1]).err(),
        Some(ViewError::Length)
    );
    let mut other_version = bytes.clone();
    other_version[7] += 1;
    assert_eq!(View::open(&other_version).err(), Some(ViewError::Foreign));
    let mut longer = bytes;
    longer.push(0);
    assert_eq!(View::open(&longer).err(), Some(ViewError::Length));
}

#[test]
fn every_known_taxon_is_found_and_no_other() {
    let known: Vec<i32> = (0..400_000)
        .map(|number| number * 3)
        .chain([i32::MIN, -1, 16_777_215, 16_777_216, 30_000_000, i32::MAX])
        .collect();
    let bytes = build(&Input {
        known: known.clone(),
        zero: Some(ZERO),
        ..Input::default()
    })
    .unwrap();
    assert!(bytes.len() < 400_000, "{} bytes", bytes.len());
    let view = View::open(&bytes).unwrap();
    let answers = |taxon| {
        let asked = Observation {
            taxon: Some(taxon),
            ..observation()
        };
        view.sensitivity(Mode::Prudent, &asked, &mut nowhere)
            .unwrap()
            == Some(ZERO)
    };
    assert!(known.iter().all(|&taxon| answers(taxon)));
    let others = (0..400_000).flat_map(|number| [number * 3 + 1, number * 3 + 2]);
    assert!(
        !others
            .chain([i32::MIN + 1, -2, 16_777_214, 16_777_217, i32::MAX - 1])
            .any(answers)
    );
}

/// What the SQL functions say, each condition as they write it: None is NULL.
mod oracle {
    use super::{Criteria, HashMap, Input, Mode, Observation, Rule, Territory, ZERO};

    fn or(left: Option<bool>, right: Option<bool>) -> Option<bool> {
        match (left, right) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }

    fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
        or(left.map(|value| !value), right.map(|value| !value)).map(|value| !value)
    }

    /// `value BETWEEN low AND high`.
    fn between(value: Option<u16>, low: Option<u16>, high: Option<u16>) -> Option<bool> {
        let not_less = |left: Option<u16>, right: Option<u16>| Some(left? >= right?);
        and(not_less(value, low), not_less(high, value))
    }

    fn in_period(day: Option<u16>, rule: &Rule) -> Option<bool> {
        let first = rule.first_day.unwrap_or(101);
        let last = rule.last_day.unwrap_or(1231);
        if first <= last {
            return between(day, Some(first), Some(last));
        }
        Some(day? >= first || day? <= last)
    }

    fn criterion(id: Option<i32>, criteria: Criteria<'_>) -> Option<bool> {
        let values = match criteria {
            Criteria::Absent => &[],
            Criteria::Ids(ids) => ids,
        };
        or(Some(id.is_none()), id.map(|id| values.contains(&id)))
    }

    fn area(id: Option<i32>, map: &HashMap<i32, Territory>) -> Option<bool> {
        match id.map_or(Territory::NoArea, |id| map[&id]) {
            Territory::NoArea => Some(true),
            Territory::In => or(Some(false), Some(true)),
            Territory::Out => Some(false),
            Territory::NoLocation => None,
        }
    }

    fn any(rows: &[Option<bool>]) -> bool {
        rows.is_empty() || rows.contains(&Some(true))
    }

    fn matches(
        rule: &Rule,
        mode: Mode,
        asked: &Observation<'_>,
        map: &HashMap<i32, Territory>,
    ) -> bool {
        let day = asked.date.and_then(|date| date.month_day);
        let lasts = || Some(asked.year_now - f64::from(rule.duration?) <= asked.date?.year);
        let met: Vec<_> = rule
            .criteria
            .iter()
            .map(|id| criterion(*id, asked.criteria))
            .collect();
        let there: Vec<_> = rule.areas.iter().map(|id| area(*id, map)).collect();
        match mode {
            Mode::Geonature => {
                between(day, rule.first_day, rule.last_day) == Some(true)
                    && lasts() == Some(true)
                    && any(&met)
                    && any(&there)
            }
            Mode::Prudent => {
                let nowhere = there.contains(&None);
                in_period(day, rule) != Some(false)
                    && lasts() != Some(false)
                    && (asked.criteria == Criteria::Absent || any(&met))
                    && (nowhere || any(&there))
            }
        }
    }

    /// Every level that may be answered: several when rules of one order match.
    pub fn levels(
        input: &Input,
        mode: Mode,
        asked: &Observation<'_>,
        map: &HashMap<i32, Territory>,
    ) -> Vec<Option<i32>> {
        let set = match mode {
            Mode::Geonature => &input.geonature,
            Mode::Prudent => &input.prudent,
        };
        if mode == Mode::Prudent
            && !asked
                .taxon
                .is_some_and(|taxon| input.known.contains(&taxon))
        {
            return vec![None];
        }
        let matching: Vec<&Rule> = set
            .pairs
            .iter()
            .filter(|(taxon, _)| Some(*taxon) == asked.taxon)
            .map(|&(_, number)| &set.rules[number as usize])
            .filter(|rule| matches(rule, mode, asked, map))
            .collect();
        let Some(greatest) = matching.iter().map(|rule| rule.order).max() else {
            return vec![Some(ZERO)];
        };
        matching
            .iter()
            .filter(|rule| rule.order == greatest)
            .map(|rule| Some(rule.level))
            .collect()
    }
}

fn month_days() -> impl Strategy<Value = u16> {
    (1_u16..=12, 1_u16..=31).prop_map(|(month, day)| month * 100 + day)
}

fn durations() -> impl Strategy<Value = Option<i32>> {
    prop_oneof![
        8 => (0..60).prop_map(Some),
        1 => any::<i32>().prop_map(Some),
        1 => Just(None),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Option<i32>>> {
    let row = prop_oneof![9 => (0..5).prop_map(Some), 1 => Just(None)];
    prop_oneof![1 => Just(vec![]), 1 => proptest::collection::vec(row, 1..4)]
}

fn rules() -> impl Strategy<Value = Rule> {
    let bounds = || proptest::option::weighted(0.8, month_days());
    let fixed = (0..1000, 0..50, 0..6);
    (fixed, bounds(), bounds(), durations(), rows(), rows()).prop_map(
        |((id_sensitivity, level, order), first_day, last_day, duration, criteria, areas)| Rule {
            id_sensitivity,
            level,
            order,
            first_day,
            last_day,
            duration,
            criteria,
            areas,
        },
    )
}

fn rule_sets() -> impl Strategy<Value = RuleSet> {
    proptest::collection::vec(rules(), 0..12).prop_flat_map(|rules| {
        let greatest = u32::try_from(rules.len()).unwrap_or(0).max(1);
        let pairs = if rules.is_empty() { 0..1 } else { 0..40 };
        (
            Just(rules),
            proptest::collection::vec((taxa(), 0..greatest), pairs),
        )
            .prop_map(|(rules, pairs)| RuleSet { rules, pairs })
    })
}

fn taxa() -> impl Strategy<Value = i32> {
    prop_oneof![
        20 => 0..12,
        1 => Just(i32::MIN),
        1 => Just(-3),
        1 => Just((1 << 24) - 1),
        1 => Just(1 << 24),
        1 => Just(i32::MAX),
    ]
}

fn inputs() -> impl Strategy<Value = Input> {
    (
        rule_sets(),
        rule_sets(),
        proptest::collection::vec(taxa(), 0..20),
    )
        .prop_map(|(geonature, prudent, known)| Input {
            geonature,
            prudent,
            known,
            zero: Some(ZERO),
        })
}

fn years() -> impl Strategy<Value = f64> {
    prop_oneof![
        16 => (1950..2030).prop_map(f64::from),
        1 => any::<i32>().prop_map(f64::from),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
    ]
}

fn dates() -> impl Strategy<Value = Option<Day>> {
    proptest::option::weighted(
        0.9,
        (years(), month_days()).prop_map(|(year, month_day)| Day {
            year,
            month_day: year.is_finite().then_some(month_day),
        }),
    )
}

/// An observation and where it lies with regard to areas 0 to 4.
type Case = (
    Option<i32>,
    Option<Day>,
    Option<Vec<i32>>,
    f64,
    Vec<Territory>,
);

fn cases() -> impl Strategy<Value = Case> {
    let territories = prop_oneof![
        Just(Territory::In),
        Just(Territory::Out),
        Just(Territory::NoArea),
        Just(Territory::NoLocation),
    ];
    (
        proptest::option::weighted(0.95, taxa()),
        dates(),
        proptest::option::weighted(0.8, proptest::collection::vec(0..5, 0..3)),
        years(),
        proptest::collection::vec(territories, 5),
    )
}

fn asked((taxon, date, criteria, year_now, _): &Case) -> Observation<'_> {
    Observation {
        taxon: *taxon,
        date: *date,
        criteria: criteria.as_deref().map_or(Criteria::Absent, Criteria::Ids),
        year_now: *year_now,
    }
}

fn map((.., territories): &Case) -> HashMap<i32, Territory> {
    (0..).zip(territories.iter().copied()).collect()
}

/// Every read there is; what it answers does not matter.
fn read_all(bytes: &[u8], cases: &[Case]) {
    let Ok(view) = View::open(bytes) else {
        return;
    };
    for case in cases {
        let asked = asked(case);
        let map = map(case);
        let mut territory = |area: i32| map.get(&area).copied().unwrap_or(Territory::Out);
        for mode in MODES {
            let level = view.sensitivity(mode, &asked, &mut territory);
            let explained = view.explain(mode, &asked, &mut territory);
            if let (Ok(level), Ok(explained)) = (level, explained) {
                assert_eq!(level, explained.level);
            }
        }
    }
}

proptest! {
    #![proptest_config(common::cases(500))]

    #[test]
    fn answers_are_those_of_sql(input in inputs(), cases in proptest::collection::vec(cases(), 1..30)) {
        let bytes = build(&input).unwrap();
        prop_assert_eq!(bytes.len() % 8, 0);
        let view = View::open(&bytes).unwrap();
        for case in &cases {
            let asked = asked(case);
            let map = map(case);
            for mode in MODES {
                let level = view.sensitivity(mode, &asked, &mut |area| map[&area]).unwrap();
                let expected = oracle::levels(&input, mode, &asked, &map);
                prop_assert!(expected.contains(&level), "{level:?} instead of {expected:?}: {mode:?} {asked:?} {map:?}");
                let explained = view.explain(mode, &asked, &mut |area| map[&area]).unwrap();
                prop_assert_eq!(explained.level, level);
                let winners: Vec<_> = explained.tried.iter().filter(|tried| tried.outcome == Outcome::Won).collect();
                prop_assert!(winners.len() <= 1);
                if let [winner] = winners[..] {
                    prop_assert_eq!(Some(winner.level), level);
                }
            }
        }
    }

    #[test]
    fn altered_bytes_never_panic(
        input in inputs(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12),
        cases in proptest::collection::vec(cases(), 1..10),
    ) {
        let mut bytes = build(&input).unwrap();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        read_all(&bytes, &cases);
    }

    #[test]
    fn altered_numbers_never_panic(
        input in inputs(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), prop_oneof![0_u32..200, any::<u32>()]), 1..6),
        cases in proptest::collection::vec(cases(), 1..10),
    ) {
        let mut bytes = build(&input).unwrap();
        for (place, value) in changes {
            let place = place.index(bytes.len() / 4 - 2) * 4 + 8;
            bytes[place..place + 4].copy_from_slice(&value.to_le_bytes());
        }
        read_all(&bytes, &cases);
    }

    #[test]
    fn random_bytes_never_panic(
        tail in proptest::collection::vec(any::<u8>(), 0..400),
        cases in proptest::collection::vec(cases(), 1..4),
    ) {
        read_all(&tail, &cases);
        let mut bytes = b"GNDRULE\x01".to_vec();
        bytes.extend_from_slice(&u32::try_from(tail.len() + 12).unwrap().to_le_bytes());
        bytes.extend_from_slice(&tail);
        read_all(&bytes, &cases);
    }
}
