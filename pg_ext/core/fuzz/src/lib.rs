//! What must hold for any input of the fuzz targets. They share it with the test that replays the kept inputs (`core/tests/kept_inputs.rs`).

use arbitrary::{Arbitrary as _, Unstructured};
use gn_diffusion_core::blur::blur;
use gn_diffusion_core::codec::{Shape, read, write};
use gn_diffusion_core::rules::{
    Criteria, Day, Input, Mode, Observation, Rule, RuleSet, Territory, View, build,
};

/// Areas longer than that are not blurred a second time: the time goes to new inputs.
const LONGEST_BLURRED_AGAIN: usize = 1 << 14;
/// Cells from the origin beyond which most inputs are passed over, for the same reason…
const FAR: f64 = 100.0;
/// … but for the sizes that are multiples of this, which are tried whatever the work they give.
const ANY_WORK: i32 = 16;
/// Bytes before what compiled rules hold: their mark and their length.
const START: usize = 12;

/// Panics when what must hold of an input does not.
pub type Check = fn(&[u8]);

/// The targets, by name: each has its file in `fuzz_targets/` and its inputs in `inputs/`.
pub const TARGETS: [(&str, Check); 3] = [
    ("codec", check_codec),
    ("blur", check_blur),
    ("rules", check_rules),
];

/// Bytes taken for a stored geometry: no panic, and what is read is written and read again unchanged.
///
/// # Panics
/// When it does not hold.
pub fn check_codec(bytes: &[u8]) {
    let Ok(geometry) = read(bytes) else {
        return;
    };
    let written = write(&geometry).expect("what was read can be written");
    // Compared as bytes: NaN differs from itself.
    let again = read(&written).expect("what was written can be read");
    assert_eq!(write(&again).as_ref(), Ok(&written));
}

/// A cell size (4 bytes, the machine's order), then bytes taken for a stored geometry: no panic, the area given can be read, and
/// the area of an area is itself.
///
/// # Panics
/// When it does not hold.
pub fn check_blur(input: &[u8]) {
    let Some((size, bytes)) = input.split_first_chunk() else {
        return;
    };
    let size = i32::from_ne_bytes(*size);
    if size % ANY_WORK != 0 && read(bytes).is_ok_and(|geometry| is_work(&geometry.shape, size)) {
        return;
    }
    let Ok(Some(blurred)) = blur(bytes, size, &mut || ()) else {
        return;
    };
    let area = blurred.into_bytes();
    let geometry = read(&area).expect("the area is a geometry");
    assert_eq!(write(&geometry).as_ref(), Ok(&area));
    // Next to the greatest ordinate, an area may be beyond it.
    if area.len() <= LONGEST_BLURRED_AGAIN
        && let Some(again) = blur(&area, size, &mut || ()).expect("an area has no more cells")
    {
        assert_eq!(again.into_bytes(), area);
    }
}

/// Whether the shape may meet many cells. Points, by far the quickest, never do.
fn is_work(shape: &Shape, size: i32) -> bool {
    let far = |list: &[f64]| {
        list.iter()
            .any(|ordinate| (ordinate / f64::from(size)).abs() > FAR)
    };
    match shape {
        Shape::Point(_) => false,
        Shape::LineString(list) | Shape::CircularString(list) | Shape::Triangle(list) => far(list),
        Shape::Polygon(rings) => rings.iter().any(|ring| far(ring)),
        Shape::Collection(_, members) => members.iter().any(|member| is_work(member, size)),
    }
}

/// A rule on a taxon: taxon, order, criterion, area.
type Written = (i8, u8, Option<i8>, Option<i8>);

/// What an input of `check_rules` says: the taxon, the year, month and day and the criteria of an observation, the rules, the numbers
/// written over their compiled form and where, and bytes taken for another compiled form.
type Altered<'a> = (
    i32,
    Option<(i16, u16)>,
    Vec<i32>,
    Vec<Written>,
    Vec<(u16, u32)>,
    &'a [u8],
);

/// Compiled rules, altered at any place, and any bytes with a plausible start: opened and read without a panic; where both answer,
/// `sensitivity` and `explain` agree.
///
/// # Panics
/// When it does not hold.
pub fn check_rules(input: &[u8]) {
    let Ok(altered) = Altered::arbitrary_take_rest(Unstructured::new(input)) else {
        return;
    };
    let (taxon, date, criteria, written, changes, tail) = altered;
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
        // Behind the start and the length, without which nothing is read.
        let places = compiled.len() - START;
        let place = START + usize::from(place) % places;
        for (byte, new) in compiled[place..].iter_mut().zip(number.to_le_bytes()) {
            *byte = new;
        }
    }
    agree(&compiled, &observation);
    agree(&started(tail), &observation);
}

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
    let length = u32::try_from(tail.len() + START).unwrap_or(u32::MAX);
    [&b"GNDRULE\x01"[..], &length.to_le_bytes(), tail].concat()
}

fn agree(bytes: &[u8], observation: &Observation<'_>) {
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
