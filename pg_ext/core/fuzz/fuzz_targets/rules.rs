//! Compiled rules, altered at any place, and any bytes with a plausible start: opening and reading them must never crash; when
//! both answer, `sensitivity` and `explain` agree.
#![no_main]

use gn_diffusion_core::rules::{
    Criteria, Day, Input, Mode, Observation, Rule, RuleSet, Territory, View, build,
};
use libfuzzer_sys::fuzz_target;

/// Taxon, order, criterion, area: a rule on this taxon.
type Written = (i8, u8, Option<i8>, Option<i8>);

fuzz_target!(|input: (
    i32,
    Option<(i16, u16)>,
    Vec<i32>,
    Vec<Written>,
    Vec<(u16, u32)>,
    &[u8]
)| {
    let (taxon, date, criteria, written, changes, tail) = input;
    let observation = Observation {
        taxon: Some(taxon),
        date: date.map(|(year, month_day)| Day {
            year: f64::from(year),
            month_day: Some(month_day),
        }),
        criteria: Criteria::Ids(&criteria),
        year_now: 2026.0,
    };
    let mut compiled = compile(&written);
    for (place, number) in changes {
        let places = compiled.len() - 12;
        let place = 12 + usize::from(place) % places;
        for (byte, new) in compiled[place..].iter_mut().zip(number.to_le_bytes()) {
            *byte = new;
        }
    }
    read(&compiled, &observation);
    read(&started(tail), &observation);
});

fn compile(written: &[Written]) -> Vec<u8> {
    let rules = written.iter().map(|&(_, order, criterion, area)| Rule {
        id_sensitivity: i32::from(order),
        level: i32::from(order),
        order: i32::from(order),
        criteria: vec![criterion.map(i32::from)],
        areas: vec![area.map(i32::from)],
        ..Rule::default()
    });
    let set = RuleSet {
        rules: rules.collect(),
        pairs: written
            .iter()
            .zip(0..)
            .map(|(rule, number)| (i32::from(rule.0), number))
            .collect(),
    };
    build(&Input {
        geonature: set.clone(),
        prudent: set,
        known: (-20..2000).collect(),
        zero: Some(66),
    })
    .expect("the rules agree with each other")
}

/// Any bytes, behind the start and the length that are wanted.
fn started(tail: &[u8]) -> Vec<u8> {
    let length = u32::try_from(tail.len() + 12).unwrap_or(u32::MAX);
    [&b"GNDRULE\x01"[..], &length.to_le_bytes(), tail].concat()
}

fn read(bytes: &[u8], observation: &Observation<'_>) {
    let Ok(view) = View::open(bytes) else {
        return;
    };
    let mut territory = |area: i32| match area.rem_euclid(4) {
        0 => Territory::In,
        1 => Territory::Out,
        2 => Territory::NoArea,
        _ => Territory::NoLocation,
    };
    for mode in [Mode::Geonature, Mode::Prudent] {
        let level = view.sensitivity(mode, observation, &mut territory);
        let explained = view.explain(mode, observation, &mut territory);
        if let (Ok(level), Ok(explained)) = (level, explained) {
            assert_eq!(level, explained.level);
        }
    }
}
