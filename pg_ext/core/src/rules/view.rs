//! Reading the compiled rules: which level an observation has, and why.

use super::format::{IDS, KNOWN_BLOCKS, KNOWN_DIRECTORY, KNOWN_OTHERS, Layout, MODES, Word, index};
use super::known::Known;
use super::table::{RuleRecord, Table};
use super::{Corrupt, Explanation, Mode, Observation, Outcome, Territory, Tried, ViewError};

/// Compiled rules, where they lie. Copied freely: it holds slices only.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    zero: Option<i32>,
    known: Known<'a>,
    geonature: Table<'a>,
    prudent: Table<'a>,
    ids: &'a [Word],
}

impl<'a> View<'a> {
    /// Opens bytes made by [`build`](super::build). Constant time: only the header is read; whatever the rest holds, no
    /// later read panics or leaves the bytes.
    ///
    /// # Errors
    /// [`ViewError`] when they are not compiled rules of this version, or not all of them.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ViewError> {
        let layout = Layout::read(bytes)?;
        let [geonature, prudent] = layout.header.longest;
        Ok(Self {
            zero: layout.header.zero,
            known: Known {
                directory: layout.items(KNOWN_DIRECTORY)?,
                blocks: layout.items(KNOWN_BLOCKS)?,
                others: layout.items(KNOWN_OTHERS)?,
            },
            geonature: table(&layout, MODES[0], geonature)?,
            prudent: table(&layout, MODES[1], prudent)?,
            ids: layout.items(IDS)?,
        })
    }

    /// Id of the nomenclature of an observation: that of the strongest rule that matches, else that of code 0 (None when there
    /// is none). Prudent mode: None for a taxon that is NULL or not known.
    ///
    /// `territory` says where the location lies with regard to an area. It is asked last, and only for rules that
    /// would win by all else.
    ///
    /// # Errors
    /// [`Corrupt`] when a reference leads nowhere.
    #[inline]
    pub fn sensitivity(
        &self,
        mode: Mode,
        observation: &Observation<'_>,
        territory: &mut dyn FnMut(i32) -> Territory,
    ) -> Result<Option<i32>, Corrupt> {
        if mode == Mode::Prudent && !self.is_known(observation.taxon)? {
            return Ok(None);
        }
        let table = self.table(mode);
        for &number in rules_of(table, observation.taxon)? {
            let rule = table.rule(number)?;
            if self
                .obstacle(mode, &rule, observation, territory)?
                .is_none()
            {
                return Ok(Some(rule.level));
            }
        }
        Ok(self.zero)
    }

    /// The same answer with what became of every rule of the taxon. All of them are examined, their territory included: it is
    /// not made for bulk use.
    ///
    /// # Errors
    /// [`Corrupt`] when a reference leads nowhere.
    pub fn explain(
        &self,
        mode: Mode,
        observation: &Observation<'_>,
        territory: &mut dyn FnMut(i32) -> Territory,
    ) -> Result<Explanation, Corrupt> {
        let known = self.is_known(observation.taxon)?;
        let mut explanation = Explanation {
            level: None,
            known,
            tried: Vec::new(),
        };
        if mode == Mode::Prudent && !known {
            return Ok(explanation);
        }
        let table = self.table(mode);
        for &number in rules_of(table, observation.taxon)? {
            let rule = table.rule(number)?;
            let outcome = match self.obstacle(mode, &rule, observation, territory)? {
                Some(obstacle) => obstacle,
                None if explanation.level.is_some() => Outcome::Outranked,
                None => Outcome::Won,
            };
            if outcome == Outcome::Won {
                explanation.level = Some(rule.level);
            }
            explanation.tried.push(Tried {
                id_sensitivity: rule.id_sensitivity,
                level: rule.level,
                outcome,
            });
        }
        explanation.level = explanation.level.or(self.zero);
        Ok(explanation)
    }

    /// Is the taxon among those known? Never for NULL.
    #[inline]
    fn is_known(&self, taxon: Option<i32>) -> Result<bool, Corrupt> {
        match taxon {
            Some(taxon) => self.known.contains(taxon),
            None => Ok(false),
        }
    }

    fn table(&self, mode: Mode) -> &Table<'a> {
        match mode {
            Mode::Geonature => &self.geonature,
            Mode::Prudent => &self.prudent,
        }
    }

    /// The first reason why a rule does not match, if there is one.
    #[inline]
    fn obstacle(
        &self,
        mode: Mode,
        rule: &RuleRecord,
        observation: &Observation<'_>,
        territory: &mut dyn FnMut(i32) -> Territory,
    ) -> Result<Option<Outcome>, Corrupt> {
        Ok(if !rule.in_period(mode, observation.date) {
            Some(Outcome::OutOfPeriod)
        } else if !rule.recent_enough(mode, observation.date, observation.year_now) {
            Some(Outcome::TooOld)
        } else if !rule.meets(mode, observation.criteria, self.ids)? {
            Some(Outcome::NoCriterion)
        } else if !is_there(mode, rule.territory(self.ids)?, territory) {
            Some(Outcome::ElsewhereTerritory)
        } else {
            None
        })
    }
}

fn table<'a>(layout: &Layout<'a>, first: usize, longest: u32) -> Result<Table<'a>, ViewError> {
    let table = Table {
        slots: layout.items(first)?,
        lists: layout.items(first + 1)?,
        rules: layout.items(first + 2)?,
        longest: index(longest),
    };
    let slots = table.slots.len();
    let hashable = slots == 0 || (2..=1 << 31).contains(&slots) && slots.is_power_of_two();
    if hashable && (slots == 0 || table.longest < slots) {
        Ok(table)
    } else {
        Err(ViewError::Section(first))
    }
}

#[inline]
fn rules_of<'a>(table: &Table<'a>, taxon: Option<i32>) -> Result<&'a [Word], Corrupt> {
    taxon.map_or(Ok(&[]), |taxon| table.rules_of(taxon))
}

#[inline]
fn is_there(mode: Mode, areas: &[Word], territory: &mut dyn FnMut(i32) -> Territory) -> bool {
    areas.is_empty()
        || areas
            .iter()
            .any(|area| match territory(i32::from_le_bytes(*area)) {
                Territory::In | Territory::NoArea => true,
                Territory::Out => false,
                Territory::NoLocation => mode == Mode::Prudent,
            })
}
