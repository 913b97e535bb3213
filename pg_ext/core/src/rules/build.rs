//! Compiling rules into the bytes that [`View`](super::View) reads.

use std::cmp::Reverse;
use std::collections::HashMap;

use thiserror::Error;

use super::format::{ALIGNMENT, HEADER, Header, SECTIONS, index};
use super::known::KnownBuilder;
use super::table::{RULE, RuleRecord, SLOT, home};

/// A rule of `gn_sensitivity.t_sensitivity_rules`, as one mode sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// `id_sensitivity`.
    pub id_sensitivity: i32,
    /// `id_nomenclature_sensitivity`, which is the answer when the rule wins.
    pub level: i32,
    /// Of the rules that match, one with the greatest order wins. Computed by the database, for codes are compared in
    /// its collation.
    pub order: i32,
    /// First day of the period as the number `MMDD`. NULL: the year's first in prudent mode; no day otherwise.
    pub first_day: Option<u16>,
    /// Last day of the period as the number `MMDD`. NULL: the year's last in prudent mode; no day otherwise.
    pub last_day: Option<u16>,
    /// Years during which an observation stays sensitive. NULL: always in prudent mode; never otherwise.
    pub duration: Option<i32>,
    /// Rows of `cor_sensitivity_criteria`, one of which must be met: none is no condition, nor is a NULL among them.
    pub criteria: Vec<Option<i32>>,
    /// Rows of `cor_sensitivity_area`, one of which must be met: none is no condition, nor is a NULL among them.
    pub areas: Vec<Option<i32>>,
}

/// The rules of one mode.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    /// Rules, in any order.
    pub rules: Vec<Rule>,
    /// Taxon (`cd_ref`) and place in `rules` of a rule that holds for it, descendants of the rule's taxon included.
    /// Repetitions are harmless.
    pub pairs: Vec<(i32, u32)>,
}

/// What is compiled.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Rules of [`Mode::Geonature`](super::Mode::Geonature).
    pub geonature: RuleSet,
    /// Rules of [`Mode::Prudent`](super::Mode::Prudent).
    pub prudent: RuleSet,
    /// Every `cd_ref` of `TAXREF`, in any order.
    pub known: Vec<i32>,
    /// `id_nomenclature` of code 0.
    pub zero: Option<i32>,
}

/// Why rules cannot be compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BuildError {
    /// A pair names a rule that is not there.
    #[error("a taxon refers to rule number {0}, which does not exist")]
    NoSuchRule(u32),
    /// A day that is no month and day.
    #[error("{0} is not a day written MMDD")]
    Day(u16),
    /// The result would not fit in 2³² bytes.
    #[error("too many rules")]
    TooLarge,
}

/// Compiles rules. The same input gives the same bytes, a multiple of 8 of them.
///
/// # Errors
/// [`BuildError`] for an input that contradicts itself or is too large.
pub fn build(input: &Input) -> Result<Vec<u8>, BuildError> {
    let mut ids = Runs::default();
    let known = KnownBuilder::new(&input.known);
    let geonature = TableBuilder::new(&input.geonature, &mut ids)?;
    let prudent = TableBuilder::new(&input.prudent, &mut ids)?;
    let header = Header {
        zero: input.zero,
        longest: [geonature.longest, prudent.longest],
    };
    let known_others: Vec<u32> = known.others.iter().map(|id| id.cast_unsigned()).collect();
    assemble(
        header,
        &[
            words(&known.directory),
            known.blocks.concat(),
            words(&known_others),
            geonature.slots.concat(),
            words(&geonature.lists),
            geonature.rules.concat(),
            prudent.slots.concat(),
            words(&prudent.lists),
            prudent.rules.concat(),
            words(&ids.all),
        ],
    )
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

fn assemble(header: Header, sections: &[Vec<u8>; SECTIONS]) -> Result<Vec<u8>, BuildError> {
    let mut places = [(0, 0); SECTIONS];
    let mut end = HEADER;
    for (place, section) in places.iter_mut().zip(sections) {
        let start = end.next_multiple_of(ALIGNMENT);
        *place = (fitting(start)?, fitting(section.len())?);
        end = start + section.len();
    }
    let length = end.next_multiple_of(8);
    let mut bytes = header.write(fitting(length)?, &places);
    for section in sections {
        bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
        bytes.extend_from_slice(section);
    }
    bytes.resize(length, 0);
    Ok(bytes)
}

fn fitting(number: usize) -> Result<u32, BuildError> {
    u32::try_from(number).map_err(|_| BuildError::TooLarge)
}

/// First of a run of numbers, and how many.
type Run = (u32, u32);
/// A taxon with the run of its rules.
type TaxonRules = (i32, Run);

/// Runs of numbers laid end to end, each distinct run once.
#[derive(Debug, Default)]
struct Runs {
    all: Vec<u32>,
    places: HashMap<Vec<u32>, Run>,
}

impl Runs {
    fn place(&mut self, run: Vec<u32>) -> Result<Run, BuildError> {
        if let Some(place) = self.places.get(&run) {
            return Ok(*place);
        }
        let place = (fitting(self.all.len())?, fitting(run.len())?);
        self.all.extend_from_slice(&run);
        self.places.insert(run, place);
        Ok(place)
    }
}

/// A condition of a rule, as a run of ids; an empty run when it can only be met.
fn condition(rows: &[Option<i32>], ids: &mut Runs) -> Result<Run, BuildError> {
    let Some(mut run) = rows
        .iter()
        .map(|id| id.map(i32::cast_unsigned))
        .collect::<Option<Vec<u32>>>()
    else {
        return Ok((0, 0));
    };
    run.sort_unstable();
    run.dedup();
    ids.place(run)
}

fn record(rule: &Rule, ids: &mut Runs) -> Result<RuleRecord, BuildError> {
    for day in [rule.first_day, rule.last_day].into_iter().flatten() {
        if !(1..=12).contains(&(day / 100)) || !(1..=31).contains(&(day % 100)) {
            return Err(BuildError::Day(day));
        }
    }
    Ok(RuleRecord {
        id_sensitivity: rule.id_sensitivity,
        level: rule.level,
        first_day: rule.first_day,
        last_day: rule.last_day,
        duration: rule.duration,
        criteria: condition(&rule.criteria, ids)?,
        areas: condition(&rule.areas, ids)?,
    })
}

/// The sections of one mode, being made.
#[derive(Debug)]
struct TableBuilder {
    slots: Vec<[u8; SLOT]>,
    lists: Vec<u32>,
    rules: Vec<[u8; RULE]>,
    longest: u32,
}

impl TableBuilder {
    fn new(set: &RuleSet, ids: &mut Runs) -> Result<Self, BuildError> {
        let rules = set
            .rules
            .iter()
            .map(|rule| Ok(record(rule, ids)?.write()))
            .collect::<Result<_, _>>()?;
        let mut lists = Runs::default();
        let taxa = lists_of_taxa(set, &mut lists)?;
        let (slots, longest) = hashed(&taxa)?;
        Ok(Self {
            slots,
            lists: lists.all,
            rules,
            longest,
        })
    }
}

/// Each taxon with the place of its list; taxa increase, so that the bytes do not depend on the order of the pairs.
fn lists_of_taxa(set: &RuleSet, lists: &mut Runs) -> Result<Vec<TaxonRules>, BuildError> {
    let mut pairs = set.pairs.clone();
    pairs.sort_unstable();
    pairs.dedup();
    let mut taxa = Vec::new();
    for pairs in pairs.chunk_by(|left, right| left.0 == right.0) {
        let mut list = Vec::with_capacity(pairs.len());
        for &(_, number) in pairs {
            let rule = set
                .rules
                .get(index(number))
                .ok_or(BuildError::NoSuchRule(number))?;
            // Of two equals, the one that needs no geometry is asked first.
            list.push((
                Reverse(rule.order),
                !rule.areas.is_empty(),
                rule.id_sensitivity,
                number,
            ));
        }
        list.sort_unstable();
        let run = list.into_iter().map(|(.., number)| number).collect();
        taxa.extend(pairs.first().map(|&(taxon, _)| (taxon, run)));
    }
    taxa.into_iter()
        .map(|(taxon, run)| Ok((taxon, lists.place(run)?)))
        .collect()
}

/// Slots at most half full, and how far from its home the farthest taxon lies.
fn hashed(taxa: &[TaxonRules]) -> Result<(Vec<[u8; SLOT]>, u32), BuildError> {
    if taxa.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let count = (2 * taxa.len()).next_power_of_two();
    fitting(count * SLOT)?;
    let mut slots: Vec<Option<TaxonRules>> = vec![None; count];
    let mut longest = 0;
    for &entry in taxa {
        let home = home(entry.0, count);
        // Half of the slots are free: one of them is found.
        let free = (0..count).find_map(|step| {
            let slot = slots.get_mut((home + step) & (count - 1))?;
            slot.is_none().then(|| (*slot = Some(entry), step).1)
        });
        longest = longest.max(free.unwrap_or_default());
    }
    Ok((
        slots.into_iter().map(slot_bytes).collect(),
        fitting(longest)?,
    ))
}

fn slot_bytes(slot: Option<TaxonRules>) -> [u8; SLOT] {
    let mut bytes = [0; SLOT];
    let Some((taxon, (first, count))) = slot else {
        return bytes;
    };
    let words = [taxon.cast_unsigned(), first, count];
    for (place, number) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(words) {
        *place = number.to_le_bytes();
    }
    bytes
}
