//! Short names proposed for the columns of a Shapefile; a profile publishes those it keeps.

use std::collections::HashSet;

use super::super::SHORT_NAME_MAX;

/// A short name for each name, in their order: the name itself when it fits, else its beginning, numbered `_2`, `_3`… when it
/// is taken. No two differ by case alone. Names that fit come first whatever their place, so that none loses its own; a name
/// added at the end changes those of no other that is too long.
#[must_use]
pub fn default_short_names(names: &[&str]) -> Vec<String> {
    let fits = |name: &str| plain(name) == name && name.len() <= SHORT_NAME_MAX;
    let mut taken: HashSet<String> = names
        .iter()
        .filter(|name| fits(name))
        .map(|name| name.to_ascii_lowercase())
        .collect();
    let mut own = taken.clone();
    names
        .iter()
        .map(|name| {
            if fits(name) && own.remove(&name.to_ascii_lowercase()) {
                (*name).to_owned()
            } else {
                free(&plain(name), &mut taken)
            }
        })
        .collect()
}

/// Letters without accents, digits and `_` alone, beginning with a letter.
fn plain(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    if kept.starts_with(|c: char| c.is_ascii_alphabetic()) {
        kept
    } else {
        format!("c{kept}")
    }
}

fn free(name: &str, taken: &mut HashSet<String>) -> String {
    let cut = |longest: usize| name.get(..longest).unwrap_or(name);
    let mut candidate = cut(SHORT_NAME_MAX).to_owned();
    let mut number = 2_u32;
    while !taken.insert(candidate.to_ascii_lowercase()) {
        let end = format!("_{number}");
        candidate = format!("{}{end}", cut(SHORT_NAME_MAX - end.len()));
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_fit_keep_their_own_and_the_others_are_numbered() {
        let names = [
            "niveau_diffusion_lot",
            "niveau_diffusion",
            "niveau_dif",
            "NIVEAU_DIF",
            "cd_nom",
            "éé",
            "",
            "1a",
        ];
        assert_eq!(
            default_short_names(&names),
            [
                "niveau_d_2",
                "niveau_d_3",
                "niveau_dif",
                "NIVEAU_D_4",
                "cd_nom",
                "c",
                "c_2",
                "c1a"
            ]
        );
    }

    proptest! {
        #[test]
        fn short_names_never_collide_and_stay_what_they_were(
            names in prop::collection::vec("[a-cA-C_é0]{0,14}", 0..40),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let short = default_short_names(&names);
            prop_assert_eq!(&short, &default_short_names(&names));
            let distinct: HashSet<String> = short.iter().map(|n| n.to_ascii_lowercase()).collect();
            prop_assert_eq!(distinct.len(), names.len());
            for name in &short {
                prop_assert!(name.len() <= SHORT_NAME_MAX && !name.is_empty());
                prop_assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()), "{}", name);
                prop_assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
            }
            // A long name added at the end moves no other.
            let more: Vec<&str> = names.iter().copied().chain(["abcabcabcabc"]).collect();
            prop_assert_eq!(&default_short_names(&more)[..names.len()], short.as_slice());
        }
    }
}
