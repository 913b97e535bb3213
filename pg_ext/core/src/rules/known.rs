//! The taxa that exist: a bitmap in blocks for the ids up to 2²⁴ (`TAXREF` numbers them from 1, today to about a million), a
//! sorted list for the others (ids that an instance makes up are negative or very great).

use super::Corrupt;
use super::format::{Word, index};

/// Ids from here on are in the sorted list.
const DENSE_END: usize = 1 << 24;
const BLOCK_BITS: usize = 512;
/// Bytes of a block.
pub(super) const BLOCK: usize = BLOCK_BITS / 8;

fn dense(taxon: i32) -> Option<usize> {
    usize::try_from(taxon).ok().filter(|&bit| bit < DENSE_END)
}

/// The three sections, being made.
#[derive(Debug, Default)]
pub(super) struct KnownBuilder {
    pub(super) directory: Vec<u32>,
    pub(super) blocks: Vec<[u8; BLOCK]>,
    pub(super) others: Vec<i32>,
}

impl KnownBuilder {
    pub(super) fn new(taxa: &[i32]) -> Self {
        let mut sorted = taxa.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let mut built = Self::default();
        for taxon in sorted {
            match dense(taxon) {
                Some(bit) => built.set(bit),
                None => built.others.push(taxon),
            }
        }
        built
    }

    /// Bits come in increasing order: the block is the last one or a new one.
    fn set(&mut self, bit: usize) {
        let place = bit / BLOCK_BITS;
        if place >= self.directory.len() {
            self.directory.resize(place, 0);
            self.blocks.push([0; BLOCK]);
            let number = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
            self.directory.push(number);
        }
        if let Some(byte) = self
            .blocks
            .last_mut()
            .and_then(|block| block.get_mut(bit % BLOCK_BITS / 8))
        {
            *byte |= 1 << (bit % 8);
        }
    }
}

/// The three sections, read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) directory: &'a [Word],
    pub(super) blocks: &'a [[u8; BLOCK]],
    pub(super) others: &'a [Word],
}

impl Known<'_> {
    #[inline]
    pub(super) fn contains(&self, taxon: i32) -> Result<bool, Corrupt> {
        let Some(bit) = dense(taxon) else {
            let found = self
                .others
                .binary_search_by_key(&taxon, |id| i32::from_le_bytes(*id));
            return Ok(found.is_ok());
        };
        let number = match self.directory.get(bit / BLOCK_BITS) {
            Some(entry) => u32::from_le_bytes(*entry),
            None => 0,
        };
        let Some(place) = index(number).checked_sub(1) else {
            return Ok(false);
        };
        let block = self.blocks.get(place).ok_or(Corrupt)?;
        let byte = block.get(bit % BLOCK_BITS / 8).ok_or(Corrupt)?;
        Ok(byte >> (bit % 8) & 1 == 1)
    }
}
