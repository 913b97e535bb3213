//! What a layer is made of, whatever the format.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::ExportError;

/// Longest name of a column in a Shapefile (DBF).
pub const SHORT_NAME_MAX: usize = 10;

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, identifiers included.
    Text,
    /// Whole number, 64 bits.
    Integer,
    /// Floating-point number.
    Real,
    /// Day.
    Date,
}

impl Kind {
    /// Name of the type in the dictionary, in French.
    #[must_use]
    pub const fn label_fr(self) -> &'static str {
        match self {
            Self::Text => "texte",
            Self::Integer => "entier",
            Self::Real => "nombre décimal",
            Self::Date => "date (AAAA-MM-JJ)",
        }
    }
}

/// One column of a delivered file, as a profile names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it holds, whatever it is called: a key of [`super::columns`].
    pub key: &'static str,
    /// Name in the file.
    pub name: String,
    /// Name in a Shapefile: at most [`SHORT_NAME_MAX`] ASCII characters.
    pub short_name: String,
    /// Type.
    pub kind: Kind,
    /// What it holds, for the dictionary.
    pub description_fr: String,
}

/// Geometries a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Geometries {
    /// Points, lines and polygons together, or none: precise rows.
    Any,
    /// The area of each blurred row. Polygons are made multiple; anything else is an error, for a point among blurred
    /// rows would be a disclosure.
    Areas,
}

/// A layer: the same for all formats, shared by their writers.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its name, and that of its files: lower-case letters, digits and `_`, beginning with a letter, at most 60.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its geometries.
    pub geometries: Geometries,
    /// EPSG code of the geometries given.
    pub srid: u32,
    /// Date of last change written in the files, so that the same rows make the same bytes.
    pub last_change: DateTime<Utc>,
}

impl Layer {
    /// Refuses a name or columns that some format could not hold.
    ///
    /// # Errors
    /// [`ExportError::Name`] or [`ExportError::Columns`].
    pub fn check(&self) -> Result<(), ExportError> {
        check_layer_name(&self.name)?;
        check_columns(&self.columns)
    }
}

fn check_layer_name(name: &str) -> Result<(), ExportError> {
    let body = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.len() <= 60
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(body)
    {
        return Ok(());
    }
    Err(ExportError::Name(name.to_owned()))
}

/// Names the writers keep for themselves.
const RESERVED: &[&str] = &["fid", "geom", "geometry", "ogc_fid"];

/// Refuses names that are empty, not ASCII identifiers, too long, reserved, or that differ by case alone.
pub(super) fn check_columns(columns: &[Column]) -> Result<(), ExportError> {
    let (mut names, mut short_names) = (HashSet::new(), HashSet::new());
    for column in columns {
        let lower = column.name.to_ascii_lowercase();
        let named_well = is_identifier(&column.name, 63)
            && !RESERVED.contains(&lower.as_str())
            && !lower.starts_with("geometrie_wkt_")
            && names.insert(lower);
        if !named_well {
            return Err(ExportError::Columns(format!("name {:?}", column.name)));
        }
        let shortened_well = is_identifier(&column.short_name, SHORT_NAME_MAX)
            && short_names.insert(column.short_name.to_ascii_lowercase());
        if !shortened_well {
            return Err(ExportError::Columns(format!(
                "short name {:?} of {}",
                column.short_name, column.name
            )));
        }
    }
    Ok(())
}

fn is_identifier(name: &str, longest: usize) -> bool {
    name.len() <= longest
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
