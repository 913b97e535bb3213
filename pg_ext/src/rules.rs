//! The sensitivity rules of one mode, compiled from the tables and shared by all sessions.
//!
//! Which rows are read is said in `sql/35_rules.sql`. In mode `geonature` they are those of `GeoNature`'s own view, so that its answers are
//! followed until it is refreshed; the prudent rules come from the base tables.

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;

use gn_diffusion_core::rules::{Input, Mode, Rule, RuleSet, View, build};
use pgrx::prelude::*;

use crate::cache::{self, Kept, Loaded, Table};
use crate::spi;

const KIND: &str = "rules";
const GEONATURE: &[Table] = &[
    (c"gn_sensitivity", c"t_sensitivity_rules_cd_ref"),
    (c"gn_sensitivity", c"cor_sensitivity_criteria"),
    (c"gn_sensitivity", c"cor_sensitivity_area"),
    (c"ref_nomenclatures", c"t_nomenclatures"),
    (c"ref_nomenclatures", c"bib_nomenclatures_types"),
];
const PRUDENT: &[Table] = &[
    (c"gn_sensitivity", c"t_sensitivity_rules"),
    (c"gn_sensitivity", c"cor_sensitivity_criteria"),
    (c"gn_sensitivity", c"cor_sensitivity_area"),
    (c"taxonomie", c"taxref"),
    (c"ref_nomenclatures", c"t_nomenclatures"),
    (c"ref_nomenclatures", c"bib_nomenclatures_types"),
    (c"gn_diffusion", c"level"),
];

/// Compiled rules that may be kept.
pub struct Rules(View<'static>);

impl Rules {
    /// Where to ask.
    #[inline]
    pub fn view(&self) -> View<'static> {
        self.0
    }
}

impl cache::View for Rules {
    fn open(words: &'static [u64]) -> Option<Self> {
        // SAFETY: words are bytes.
        let bytes =
            unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), size_of_val(words)) };
        View::open(bytes).ok().map(Self)
    }
}

thread_local! {
    static RULES: RefCell<Kept<Rules>> = const { RefCell::new(Kept::new()) };
}

/// The name of a mode in SQL.
pub fn name(mode: Mode) -> &'static str {
    match mode {
        Mode::Geonature => "geonature",
        Mode::Prudent => "prudent",
    }
}

/// The rules of a mode. `None`: the tables must be asked.
#[inline]
pub fn of_mode(mode: Mode) -> Option<Rc<Loaded<Rules>>> {
    let tables = match mode {
        Mode::Geonature => GEONATURE,
        Mode::Prudent => PRUDENT,
    };
    RULES.with(|kept| cache::get(kept, KIND, name(mode), &|| make(mode), tables))
}

/// Compiled rules in use in this session: mode, bytes, whether they are shared.
pub fn for_each(each: &mut dyn FnMut(&str, usize, bool)) {
    RULES.with_borrow(|kept| kept.for_each(each));
}

fn make(mode: Mode) -> Option<Vec<u64>> {
    let bytes = compile(mode)?;
    (bytes.len() <= crate::guc::cache_limit()).then(|| {
        let (words, _) = bytes.as_chunks();
        words.iter().map(|word| u64::from_ne_bytes(*word)).collect()
    })
}

/// The rules of a mode as the active snapshot sees them, compiled. `None` when they cannot be; the reason goes to the server's log at
/// level DEBUG1.
pub fn compile(mode: Mode) -> Option<Vec<u8>> {
    let set = read_rules(mode)?;
    let mut input = Input {
        zero: first(c"SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0')"),
        ..Input::default()
    };
    match mode {
        Mode::Geonature => input.geonature = set,
        Mode::Prudent => {
            input.prudent = set;
            spi::read(
                c"SELECT DISTINCT t.cd_ref FROM taxonomie.taxref t",
                &[],
                &mut |row| {
                    input.known.extend(row.get::<i32>(1));
                    true
                },
            );
        }
    }
    build(&input)
        .inspect_err(|error| pgrx::debug1!("gn_diffusion: no compiled rules: {error}"))
        .ok()
}

fn first(query: &CStr) -> Option<i32> {
    let mut value = None;
    spi::read(query, &[], &mut |row| {
        value = row.get(1);
        false
    });
    value
}

/// `None` when a row is not what `sql/35_rules.sql` promises.
fn read_rules(mode: Mode) -> Option<RuleSet> {
    let mode = [(pg_sys::TEXTOID, name(mode).into_datum())];
    let mut rules = Some(Vec::new());
    spi::read(
        c"SELECT r.id_sensitivity, r.level, r.strength, r.first_day, r.last_day, r.duration, r.criteria, r.areas
            FROM gn_diffusion.rules_to_compile($1) r",
        &mode,
        &mut |row| {
            match (&mut rules, rule(row)) {
                (Some(rules), Some(rule)) => rules.push(rule),
                _ => rules = None,
            }
            rules.is_some()
        },
    );
    let rules: Vec<Rule> = rules?;
    let mut pairs = Vec::new();
    spi::read(
        c"SELECT t.cd_ref, t.id_sensitivity FROM gn_diffusion.taxa_to_compile($1) t",
        &mode,
        &mut |row| {
            if let (Some(taxon), Some(id)) = (row.get(1), row.get(2)) {
                pairs.extend(places(&rules, id).map(|place| (taxon, place)));
            }
            true
        },
    );
    Some(RuleSet { rules, pairs })
}

fn rule(row: &spi::Row) -> Option<Rule> {
    let day = |column| match row.get::<i32>(column) {
        Some(day) => u16::try_from(day).ok().map(Some),
        None => Some(None),
    };
    Some(Rule {
        id_sensitivity: row.get(1)?,
        level: row.get(2)?,
        order: row.get(3)?,
        first_day: day(4)?,
        last_day: day(5)?,
        duration: row.get(6),
        criteria: row.get(7)?,
        areas: row.get(8)?,
    })
}

/// Places of the rules of that id among rules by increasing id.
fn places(rules: &[Rule], id: i32) -> impl Iterator<Item = u32> {
    let first = rules.partition_point(|rule| rule.id_sensitivity < id);
    let last = rules.partition_point(|rule| rule.id_sensitivity <= id);
    (first..last).filter_map(|place| u32::try_from(place).ok())
}
