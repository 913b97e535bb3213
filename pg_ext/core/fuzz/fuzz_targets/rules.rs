//! Any bytes: opening and reading compiled rules must never crash; when both answer, `sensitivity` and `explain` agree.
#![no_main]

use gn_diffusion_core::rules::{Criteria, Day, Mode, Observation, Territory, View};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i32, Option<(i16, u16)>, Vec<i32>, &[u8])| {
    let (taxon, date, criteria, bytes) = input;
    let Ok(view) = View::open(bytes) else {
        return;
    };
    let observation = Observation {
        taxon: Some(taxon),
        date: date.map(|(year, month_day)| Day {
            year: f64::from(year),
            month_day: Some(month_day),
        }),
        criteria: Criteria::Ids(&criteria),
        year_now: 2026.0,
    };
    let mut territory = |area: i32| match area.rem_euclid(4) {
        0 => Territory::In,
        1 => Territory::Out,
        2 => Territory::NoArea,
        _ => Territory::NoLocation,
    };
    for mode in [Mode::Geonature, Mode::Prudent] {
        let level = view.sensitivity(mode, &observation, &mut territory);
        let explained = view.explain(mode, &observation, &mut territory);
        if let (Ok(level), Ok(explained)) = (level, explained) {
            assert_eq!(level, explained.level);
        }
    }
});
