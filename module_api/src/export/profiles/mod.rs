//! How the columns are called: profiles, as data.
//!
//! `colonnes.csv` ships two: `geonature`, the names of `GeoNature`'s own export, and `sinp`, those of the SINP standard
//! 'occurrence de taxon' (DEE). A profile may leave columns out and change their order; it cannot add any, for what a
//! column holds is a closed list ([`super::columns`]).

mod short_names;

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::columns::{BLURRED, Field, PRECISE};
use super::layer::check_columns;
use super::{Column, ExportError};
pub use short_names::default_short_names;

const SHIPPED: &str = include_str!("colonnes.csv");

/// Which rows a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Rows {
    /// Precise rows.
    #[serde(rename = "precises")]
    Precise,
    /// Blurred rows.
    #[serde(rename = "floutees")]
    Blurred,
}

impl Rows {
    /// Its code: `precises`, `floutees`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Precise => "precises",
            Self::Blurred => "floutees",
        }
    }

    /// All a file of these rows may hold.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Precise => PRECISE,
            Self::Blurred => BLURRED,
        }
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Rows {
    type Err = ExportError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        [Self::Precise, Self::Blurred]
            .into_iter()
            .find(|rows| rows.code() == code)
            .ok_or_else(|| ExportError::Columns(format!("rows {code:?}")))
    }
}

/// How a profile calls one column: a line of `colonnes.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Naming {
    /// Code of the profile.
    #[serde(rename = "profil")]
    pub profile: String,
    /// The rows it is for.
    #[serde(rename = "lignes")]
    pub rows: Rows,
    /// Rank in the file, from 1.
    #[serde(rename = "rang")]
    pub rank: u16,
    /// Key of the column ([`Field::key`]).
    #[serde(rename = "cle")]
    pub key: String,
    /// Name in the file.
    #[serde(rename = "nom")]
    pub name: String,
    /// Name in a Shapefile.
    #[serde(rename = "nom_court")]
    pub short_name: String,
    /// What it holds, in French.
    #[serde(rename = "description")]
    pub description_fr: String,
}

/// All the namings shipped.
///
/// # Errors
/// [`ExportError::Csv`] when the file shipped cannot be read.
pub fn shipped() -> Result<Vec<Naming>, ExportError> {
    Ok(csv::Reader::from_reader(SHIPPED.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()?)
}

/// The columns of a profile shipped, in their order.
///
/// # Errors
/// [`ExportError::Columns`] when there is no such profile.
pub fn shipped_columns(profile: &str, rows: Rows) -> Result<Vec<Column>, ExportError> {
    let namings: Vec<Naming> = shipped()?
        .into_iter()
        .filter(|naming| naming.profile == profile && naming.rows == rows)
        .collect();
    columns(rows, &namings)
}

/// The columns that these namings, all of one profile and of these rows, describe; by rank.
///
/// # Errors
/// [`ExportError::Columns`] when there is none, a key is unknown or named twice, the identifier `id_lot` is missing, or a name cannot
/// be one.
pub fn columns(rows: Rows, namings: &[Naming]) -> Result<Vec<Column>, ExportError> {
    let refused = |what: String| ExportError::Columns(what);
    let mut sorted: Vec<&Naming> = namings.iter().collect();
    sorted.sort_by_key(|naming| naming.rank);
    let mut columns: Vec<Column> = Vec::with_capacity(sorted.len());
    for naming in sorted {
        let field = rows
            .fields()
            .iter()
            .find(|field| field.key == naming.key)
            .ok_or_else(|| refused(format!("no key {:?} among {rows}", naming.key)))?;
        if columns.iter().any(|column| column.key == field.key) {
            return Err(refused(format!("{} named twice", field.key)));
        }
        columns.push(Column {
            key: field.key,
            name: naming.name.clone(),
            short_name: naming.short_name.clone(),
            kind: field.kind,
            description_fr: naming.description_fr.clone(),
        });
    }
    if columns.first().is_none_or(|column| column.key != "id_lot") {
        return Err(refused("id_lot comes first".to_owned()));
    }
    check_columns(&columns)?;
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(profile: &str, rows: Rows) -> Vec<Column> {
        shipped_columns(profile, rows).unwrap()
    }

    #[test]
    fn each_profile_shipped_names_every_key_once_and_in_order() {
        for profile in ["geonature", "sinp"] {
            for rows in [Rows::Precise, Rows::Blurred] {
                let columns = names(profile, rows);
                let keys: Vec<&str> = columns.iter().map(|column| column.key).collect();
                let all: Vec<&str> = rows.fields().iter().map(|field| field.key).collect();
                assert_eq!(keys, all, "{profile} {rows}");
                assert!(
                    columns
                        .iter()
                        .all(|column| !column.description_fr.is_empty())
                );
            }
        }
        assert_eq!(
            shipped().unwrap().len(),
            2 * (PRECISE.len() + BLURRED.len())
        );
        assert!(shipped_columns("autre", Rows::Precise).is_err());
    }

    #[test]
    fn names_are_written_as_their_standard_writes_them() {
        for rows in [Rows::Precise, Rows::Blurred] {
            for column in names("geonature", rows) {
                assert_eq!(column.name, column.key);
                assert_eq!(column.short_name, column.short_name.to_lowercase());
            }
            for column in names("sinp", rows) {
                for name in [&column.name, &column.short_name] {
                    assert!(name.starts_with(|c: char| c.is_ascii_lowercase()), "{name}");
                    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_key_has_one_name_whatever_the_rows() {
        for profile in ["geonature", "sinp"] {
            let precise = names(profile, Rows::Precise);
            for blurred in names(profile, Rows::Blurred) {
                if let Some(twin) = precise.iter().find(|column| column.key == blurred.key) {
                    assert_eq!(twin.name, blurred.name);
                    assert_eq!(twin.short_name, blurred.short_name);
                }
            }
        }
    }

    #[test]
    fn a_profile_may_leave_out_and_reorder_but_neither_add_nor_repeat() {
        let all: Vec<Naming> = shipped()
            .unwrap()
            .into_iter()
            .filter(|naming| naming.profile == "sinp" && naming.rows == Rows::Blurred)
            .collect();
        let mut some: Vec<Naming> = all.iter().take(3).rev().cloned().collect();
        let keys: Vec<&str> = columns(Rows::Blurred, &some)
            .unwrap()
            .iter()
            .map(|column| column.key)
            .collect();
        assert_eq!(keys, ["id_lot", "cd_ref", "nom_valide"]);
        // What blurred rows must not carry has no key among theirs.
        for key in [
            "uuid_perm_sinp",
            "communes",
            "date_debut",
            "comment_releve",
            "x",
        ] {
            some[0].key = key.to_owned();
            assert!(columns(Rows::Blurred, &some).is_err(), "{key}");
        }
        for (name, short_name) in [
            ("cdRef", "a"),
            ("CDREF", "a"),
            ("b", "cdref"),
            ("", "a"),
            ("b", ""),
            ("é", "a"),
            ("b", "abcdefghijk"),
            ("fid", "a"),
            ("b c", "a"),
        ] {
            let mut bad: Vec<Naming> = all.iter().take(3).cloned().collect();
            bad[2].name = name.to_owned();
            bad[2].short_name = short_name.to_owned();
            assert!(columns(Rows::Blurred, &bad).is_err(), "{name} {short_name}");
        }
        let mut twice: Vec<Naming> = all.iter().take(3).cloned().collect();
        twice[2].key = "cd_ref".to_owned();
        assert!(columns(Rows::Blurred, &twice).is_err());
        assert!(columns(Rows::Blurred, &all[1..]).is_err(), "no identifier");
        assert!(columns(Rows::Blurred, &[]).is_err());
    }
}
