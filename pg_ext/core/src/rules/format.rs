//! Layout of the compiled rules. All numbers are little-endian and of 32 bits unless said; bytes may start at any address.
//!
//! ```text
//! header    magic (8 bytes, the last one is the version) · length of all · 1 if there is an id of code 0 · this id
//!           longest probe of each mode (2) · start and length of each section, in bytes (2 × 10)
//! known     directory: per block of 512 ids from 0 on, its number + 1, or 0 · blocks: bitmaps of 64 bytes
//!           others: ids that the directory does not reach, increasing
//! per mode  slots: taxon, first, count (0: free), hashed by taxon · lists: numbers of rules, the strongest first
//!           rules: see `RuleRecord`
//! ids       criteria and areas, in runs
//! ```

use super::ViewError;

pub(super) const MAGIC: [u8; 8] = *b"GNDRULE\x01";
pub(super) const SECTIONS: usize = 10;
pub(super) const KNOWN_DIRECTORY: usize = 0;
pub(super) const KNOWN_BLOCKS: usize = 1;
pub(super) const KNOWN_OTHERS: usize = 2;
/// First section of the rules of each mode: slots, lists, rules.
pub(super) const MODES: [usize; 2] = [3, 6];
pub(super) const IDS: usize = 9;
const FIXED_WORDS: usize = 5;
pub(super) const HEADER: usize = MAGIC.len() + 4 * (FIXED_WORDS + 2 * SECTIONS);
/// Sections start on a cache line of the mapped file.
pub(super) const ALIGNMENT: usize = 64;

/// One number.
pub(super) type Word = [u8; 4];

/// What stands before the sections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub(super) zero: Option<i32>,
    pub(super) longest: [u32; 2],
}

impl Header {
    pub(super) fn write(self, length: u32, sections: &[(u32, u32); SECTIONS]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let fixed = [
            length,
            u32::from(self.zero.is_some()),
            self.zero.unwrap_or_default().cast_unsigned(),
            self.longest[0],
            self.longest[1],
        ];
        for word in fixed {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        for (start, length) in sections {
            bytes.extend_from_slice(&start.to_le_bytes());
            bytes.extend_from_slice(&length.to_le_bytes());
        }
        bytes
    }
}

/// The bytes with their header read and their sections known to lie within them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout<'a> {
    pub(super) header: Header,
    sections: [&'a [u8]; SECTIONS],
}

impl<'a> Layout<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, ViewError> {
        let head = bytes.get(..HEADER).ok_or(ViewError::Foreign)?;
        let (magic, numbers) = head.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(ViewError::Foreign);
        }
        let mut words = numbers
            .as_chunks()
            .0
            .iter()
            .map(|word| u32::from_le_bytes(*word));
        let mut next = || words.next().ok_or(ViewError::Foreign);
        if index(next()?) != bytes.len() {
            return Err(ViewError::Length);
        }
        let with_zero = next()? != 0;
        let zero = next()?.cast_signed();
        let header = Header {
            zero: with_zero.then_some(zero),
            longest: [next()?, next()?],
        };
        let mut sections: [&[u8]; SECTIONS] = [&[]; SECTIONS];
        for (number, section) in sections.iter_mut().enumerate() {
            let (start, length) = (index(next()?), index(next()?));
            *section = start
                .checked_add(length)
                .and_then(|end| bytes.get(start..end))
                .ok_or(ViewError::Section(number))?;
        }
        Ok(Self { header, sections })
    }

    /// A section, as items of `N` bytes.
    pub(super) fn items<const N: usize>(&self, section: usize) -> Result<&'a [[u8; N]], ViewError> {
        match self.sections.get(section).map(|bytes| bytes.as_chunks()) {
            Some((items, [])) => Ok(items),
            _ => Err(ViewError::Section(section)),
        }
    }
}

/// A number of the format as an index; what does not fit leads out of every section.
pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The number at this place of a record; its length is known, so that nothing is left to check at run time.
pub(super) fn word<const N: usize>(record: &[u8; N], place: usize) -> u32 {
    record
        .as_chunks()
        .0
        .get(place)
        .map_or(0, |word| u32::from_le_bytes(*word))
}
