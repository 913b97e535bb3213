//! From a taxon to its rules: an open-addressed hash of slots, and the records of the rules.

use super::format::{Word, index, word};
use super::{Corrupt, Criteria, Day, Mode};

/// Bytes of a slot: taxon, first of its list, length of its list (0: free).
pub(super) const SLOT: usize = 12;
/// Bytes of a [`RuleRecord`].
pub(super) const RULE: usize = 40;
const NO_DAY: u16 = u16::MAX;

/// A rule as it is stored, in this order; `first_day` and `last_day` are of 16 bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleRecord {
    pub(super) id_sensitivity: i32,
    pub(super) level: i32,
    pub(super) first_day: Option<u16>,
    pub(super) last_day: Option<u16>,
    /// Stored as the number, then 1 if there is one.
    pub(super) duration: Option<i32>,
    /// First of the ids of the criteria, and how many: none is no condition.
    pub(super) criteria: (u32, u32),
    /// First of the ids of the areas, and how many: none is no condition.
    pub(super) areas: (u32, u32),
}

impl RuleRecord {
    pub(super) fn write(&self) -> [u8; RULE] {
        let days = [self.first_day, self.last_day].map(|day| u32::from(day.unwrap_or(NO_DAY)));
        let words = [
            self.id_sensitivity.cast_unsigned(),
            self.level.cast_unsigned(),
            days[0] | days[1] << 16,
            self.duration.unwrap_or_default().cast_unsigned(),
            u32::from(self.duration.is_some()),
            self.criteria.0,
            self.criteria.1,
            self.areas.0,
            self.areas.1,
            0,
        ];
        let mut record = [0; RULE];
        for (place, number) in record.as_chunks_mut::<4>().0.iter_mut().zip(words) {
            *place = number.to_le_bytes();
        }
        record
    }

    #[inline]
    fn read(record: &[u8; RULE]) -> Self {
        let [first, last] = [word(record, 2) & 0xFFFF, word(record, 2) >> 16]
            .map(|day| u16::try_from(day).ok().filter(|&day| day != NO_DAY));
        Self {
            id_sensitivity: word(record, 0).cast_signed(),
            level: word(record, 1).cast_signed(),
            first_day: first,
            last_day: last,
            duration: (word(record, 4) != 0).then_some(word(record, 3).cast_signed()),
            criteria: (word(record, 5), word(record, 6)),
            areas: (word(record, 7), word(record, 8)),
        }
    }

    #[inline]
    pub(super) fn in_period(&self, mode: Mode, date: Option<Day>) -> bool {
        let day = date.and_then(|date| date.month_day);
        match mode {
            Mode::Geonature => match (day, self.first_day, self.last_day) {
                (Some(day), Some(first), Some(last)) => (first..=last).contains(&day),
                _ => false,
            },
            Mode::Prudent => {
                let (first, last) = (self.first_day.unwrap_or(101), self.last_day.unwrap_or(1231));
                day.is_none_or(|day| {
                    if first <= last {
                        (first..=last).contains(&day)
                    } else {
                        day >= first || day <= last
                    }
                })
            }
        }
    }

    #[inline]
    pub(super) fn recent_enough(&self, mode: Mode, date: Option<Day>, year_now: f64) -> bool {
        match (self.duration, date) {
            (Some(duration), Some(date)) => year_now - f64::from(duration) <= date.year,
            _ => mode == Mode::Prudent,
        }
    }

    #[inline]
    pub(super) fn meets(
        &self,
        mode: Mode,
        criteria: Criteria<'_>,
        ids: &[Word],
    ) -> Result<bool, Corrupt> {
        if self.criteria.1 == 0 {
            return Ok(true);
        }
        let wanted = run(ids, self.criteria)?;
        Ok(match criteria {
            Criteria::Absent => mode == Mode::Prudent,
            Criteria::Ids(given) => wanted
                .iter()
                .any(|id| given.contains(&i32::from_le_bytes(*id))),
        })
    }

    #[inline]
    pub(super) fn territory<'a>(&self, ids: &'a [Word]) -> Result<&'a [Word], Corrupt> {
        run(ids, self.areas)
    }
}

/// Items `first..first + count` of a section.
#[inline]
fn run(items: &[Word], (first, count): (u32, u32)) -> Result<&[Word], Corrupt> {
    let first = index(first);
    let end = first.checked_add(index(count)).ok_or(Corrupt)?;
    items.get(first..end).ok_or(Corrupt)
}

/// Slot where the search for a taxon starts; `slots` is a power of two from 2 to 2³¹.
#[inline]
pub(super) fn home(taxon: i32, slots: usize) -> usize {
    // Fibonacci hashing: the high bits of the product are the mixed ones.
    let mixed = taxon.cast_unsigned().wrapping_mul(0x9E37_79B1);
    index(mixed >> (32 - slots.trailing_zeros().clamp(1, 31)))
}

/// The rules of one mode.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) slots: &'a [[u8; SLOT]],
    pub(super) lists: &'a [Word],
    pub(super) rules: &'a [[u8; RULE]],
    /// Steps from its home of the taxon that lies farthest.
    pub(super) longest: usize,
}

impl<'a> Table<'a> {
    /// Numbers of the rules of a taxon, the strongest first.
    #[inline]
    pub(super) fn rules_of(&self, taxon: i32) -> Result<&'a [Word], Corrupt> {
        if self.slots.is_empty() {
            return Ok(&[]);
        }
        let mask = self.slots.len() - 1;
        let home = home(taxon, self.slots.len());
        for step in 0..=self.longest {
            let slot = self.slots.get((home + step) & mask).ok_or(Corrupt)?;
            let (first, count) = (word(slot, 1), word(slot, 2));
            if count == 0 {
                break;
            }
            if word(slot, 0).cast_signed() == taxon {
                return run(self.lists, (first, count));
            }
        }
        Ok(&[])
    }

    #[inline]
    pub(super) fn rule(&self, number: Word) -> Result<RuleRecord, Corrupt> {
        let record = self.rules.get(index(u32::from_le_bytes(number)));
        record.map(RuleRecord::read).ok_or(Corrupt)
    }
}
