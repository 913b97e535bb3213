//! From a leaked file to its recipient: what identifies rows in any file ([`marks`]), and what a lot keeps of its own ([`Empreinte`]).
//!
//! Three signs, from the strongest: the identifiers `id_lot`, which are another for each dossier line; the order of the rows, which
//! is that of these identifiers even where they were taken away; the permanent identifiers of precise rows, which only say who
//! received them. A file of blurred rows without identifiers bears no sign.

mod marks;

pub use marks::{Marks, marks_of};

use uuid::Uuid;

use crate::export::id_lot;

/// Bytes kept of each identifier: two recipients' have one in common by chance once in a thousand billion.
const PREFIX: usize = 5;
/// The beginning of an identifier.
pub type Prefix = [u8; PREFIX];

/// The beginnings of the identifiers of a lot, sorted, end to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Empreinte(Vec<u8>);

impl Empreinte {
    /// Of the identifiers of a lot, in hexadecimal, in any order; what is no identifier is left out.
    pub fn new<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of_prefixes(ids.into_iter().filter_map(prefix_of).collect())
    }

    /// Of beginnings that [`prefix_of`] gave, in any order.
    #[must_use]
    pub fn of_prefixes(mut prefixes: Vec<Prefix>) -> Self {
        prefixes.sort_unstable();
        prefixes.dedup();
        Self(prefixes.concat())
    }

    /// As it was stored; a tail that is no whole prefix is ignored.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As it is stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// How many of these identifiers the lot has.
    pub fn count<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> usize {
        let (prefixes, _) = self.0.as_chunks::<PREFIX>();
        ids.into_iter()
            .filter_map(prefix_of)
            .filter(|prefix| prefixes.binary_search(prefix).is_ok())
            .count()
    }
}

/// The beginning of an identifier; none for what is no identifier.
#[must_use]
pub fn prefix_of(id: &str) -> Option<Prefix> {
    let mut bytes = [0; PREFIX];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(id.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Identifiers that a dossier line, by its key, gives to these permanent identifiers, in their order.
#[must_use]
pub fn ids_of(key: &[u8; 32], uuids: &[Uuid]) -> Vec<String> {
    uuids
        .iter()
        .map(|uuid| id_lot(key, Some(*uuid), 0))
        .collect()
}

/// How much of a sequence is in the order of the line that made these identifiers: 1 for its own file, about 0.5 for another's; none
/// below two rows.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a share of a few millions")]
pub fn order(ids: &[String]) -> Option<f64> {
    let pairs = ids.len().checked_sub(1).filter(|pairs| *pairs > 0)?;
    let rising = ids.windows(2).filter(|pair| pair[0] < pair[1]).count();
    Some(rising as f64 / pairs as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uuids(count: u128) -> Vec<Uuid> {
        (1..=count)
            .map(|i| Uuid::from_u128(i * 0x9e37_79b9_7f4a_7c15))
            .collect()
    }

    #[test]
    fn a_lot_knows_its_own_identifiers_and_no_other() {
        let ids = ids_of(&[7; 32], &uuids(2000));
        let kept = Empreinte::new(ids.iter().map(String::as_str));
        let stored = Empreinte::from_bytes(kept.as_bytes().to_vec());
        assert_eq!(stored.count(ids.iter().skip(1500).map(String::as_str)), 500);
        let others = ids_of(&[8; 32], &uuids(2000));
        assert_eq!(stored.count(others.iter().map(String::as_str)), 0);
        assert_eq!(stored.count(["", "xyz", "é23456789"]), 0);
    }

    #[test]
    fn the_order_of_a_file_without_identifiers_names_its_line() {
        let key = [7; 32];
        let mut rows: Vec<(String, Uuid)> = uuids(200)
            .into_iter()
            .map(|uuid| (id_lot(&key, Some(uuid), 0), uuid))
            .collect();
        rows.sort();
        let told: Vec<Uuid> = rows.into_iter().map(|(_, uuid)| uuid).collect();
        assert_eq!(order(&ids_of(&key, &told)), Some(1.0));
        let other = order(&ids_of(&[8; 32], &told)).unwrap();
        assert!((0.3..0.7).contains(&other), "{other}");
        assert_eq!(order(&ids_of(&key, &told[..1])), None);
    }
}
