//! What the columns of the files delivered hold, and the few values computed for them.
//!
//! Keys are the names of `GeoNature`'s own export (`v_synthese_for_export`) wherever one exists; those ending in `_lot`,
//! `id_lot`, `periode`, `type_zone`, `code_zone` and `motif_degradation` are ours. How a column is called in a file is said
//! by a profile ([`super::profiles`]). [`BlurredRow`] is the allow-list of a blurred row: it has no member for anything a
//! blurred row must not carry, and no profile can add one.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::{Kind, Value};
use crate::digest::hex;

/// What stands in the file in place of a value that blurring withholds.
pub const MASKED: &str = "Masqué : donnée sensible floutée";
/// `floutage_lot` of a blurred row.
pub const BLURRED_YES: &str = "oui";
/// `floutage_lot` of a precise row.
pub const BLURRED_NO: &str = "non";

/// What a column holds, whatever a profile calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its key: the name `GeoNature` gives it, or ours.
    pub key: &'static str,
    /// Its type.
    pub kind: Kind,
}

const fn text(key: &'static str) -> Field {
    Field {
        key,
        kind: Kind::Text,
    }
}

const fn integer(key: &'static str) -> Field {
    Field {
        key,
        kind: Kind::Integer,
    }
}

const fn date(key: &'static str) -> Field {
    Field {
        key,
        kind: Kind::Date,
    }
}

/// What the files of precise rows (F1 non-sensitive, F2, F3) hold. The geometry is not among them: each format carries it
/// in its own way.
pub const PRECISE: &[Field] = &[
    text("id_lot"),
    text("uuid_perm_sinp"),
    integer("cd_nom"),
    integer("cd_ref"),
    text("nom_cite"),
    text("nom_valide"),
    text("nom_vernaculaire"),
    text("regne"),
    text("group1_inpn"),
    text("group2_inpn"),
    text("group3_inpn"),
    text("classe"),
    text("ordre"),
    text("famille"),
    date("date_debut"),
    date("date_fin"),
    integer("nombre_min"),
    integer("nombre_max"),
    text("objet_denombrement"),
    text("type_denombrement"),
    integer("alti_min"),
    integer("alti_max"),
    text("observateurs"),
    text("determinateur"),
    text("communes"),
    text("nom_lieu"),
    integer("precision_geographique"),
    text("nature_objet_geo"),
    text("type_info_geo"),
    text("statut_observation"),
    text("technique_observation"),
    text("stade_vie"),
    text("sexe"),
    text("comportement"),
    text("biologique_statut"),
    text("etat_biologique"),
    text("naturalite"),
    text("preuve_existante"),
    text("niveau_validation"),
    text("statut_source"),
    text("reference_biblio"),
    text("comment_releve"),
    text("comment_occurrence"),
    text("jdd_nom"),
    text("jdd_uuid"),
    text("ca_nom"),
    text("ca_uuid"),
    text("niveau_sensibilite"),
    text("niveau_precision_diffusion"),
    text("niveau_diffusion_lot"),
    text("floutage_lot"),
    text("motif_degradation"),
];

/// What the file of blurred rows (F1) holds. The geometry is the area, whole. Those [`BlurredRow`] has no member for carry
/// [`MASKED`].
pub const BLURRED: &[Field] = &[
    text("id_lot"),
    integer("cd_ref"),
    text("nom_valide"),
    text("periode"),
    text("niveau_diffusion_lot"),
    text("type_zone"),
    text("code_zone"),
    text("floutage_lot"),
    text("motif_degradation"),
    text("nom_lieu"),
    text("alti_min"),
    text("alti_max"),
    text("observateurs"),
    text("determinateur"),
    text("jdd_nom"),
    text("comment_occurrence"),
];

/// Keys of what a blurred row tells; [`MASKED`] stands in all other columns.
const TOLD: &[&str] = &[
    "id_lot",
    "cd_ref",
    "nom_valide",
    "periode",
    "niveau_diffusion_lot",
    "type_zone",
    "code_zone",
    "floutage_lot",
    "motif_degradation",
];

/// Whether [`MASKED`] stands in the column of this key, in blurred rows.
pub(super) fn is_masked(key: &str) -> bool {
    !TOLD.contains(&key)
}

/// All a blurred row carries, its area apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlurredRow {
    /// See [`id_lot`].
    pub id_lot: String,
    /// Taxon of reference.
    pub cd_ref: i32,
    /// Its valid name.
    pub nom_valide: String,
    /// See [`periode`], at the precision of the level.
    pub periode: String,
    /// Level that governs.
    pub niveau_diffusion_lot: String,
    /// Type of the area (`M10`, `COM`, `DEP` …).
    pub type_zone: String,
    /// Codes of the areas, joined by commas when there are several.
    pub code_zone: String,
    /// Why it is blurred, a fixed French wording.
    pub motif_degradation: String,
}

impl BlurredRow {
    /// The values of the columns of these keys ([`super::Column::key`]), the fixed wording in those a blurred row does not tell.
    #[must_use]
    pub fn values(&self, keys: impl IntoIterator<Item = &'static str>) -> Vec<Value> {
        keys.into_iter()
            .map(|key| match key {
                "id_lot" => self.id_lot.as_str().into(),
                "cd_ref" => self.cd_ref.into(),
                "nom_valide" => self.nom_valide.as_str().into(),
                "periode" => self.periode.as_str().into(),
                "niveau_diffusion_lot" => self.niveau_diffusion_lot.as_str().into(),
                "type_zone" => self.type_zone.as_str().into(),
                "code_zone" => self.code_zone.as_str().into(),
                "floutage_lot" => BLURRED_YES.into(),
                "motif_degradation" => self.motif_degradation.as_str().into(),
                _ => MASKED.into(),
            })
            .collect()
    }
}

/// Identifier of a record in the files of one dossier line: 64 hexadecimal digits.
///
/// HMAC-SHA-256 under the key of the line, of the SINP UUID in its lower-case hyphenated text form or, when there is
/// none, of `id:` followed by `id_synthese`. Without the key nobody can join two recipients' files.
#[must_use]
pub fn id_lot(key: &[u8; 32], uuid: Option<Uuid>, id_synthese: i64) -> String {
    // HMAC completes a short key with zeros up to its block: doing it here makes the call infallible.
    let mut block = [0_u8; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    match uuid {
        Some(uuid) => mac.update(uuid.hyphenated().to_string().as_bytes()),
        None => mac.update(format!("id:{id_synthese}").as_bytes()),
    }
    hex(&mac.finalize().into_bytes())
}

/// How much of a date is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePrecision {
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

/// Text that is no date precision: the row cannot be blurred.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown date precision {0:?}")]
pub struct UnknownDatePrecision(pub String);

impl FromStr for DatePrecision {
    type Err = UnknownDatePrecision;

    /// Reads the words of the level table: `day`, `month`, `year`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "day" => Ok(Self::Day),
            "month" => Ok(Self::Month),
            "year" => Ok(Self::Year),
            other => Err(UnknownDatePrecision(other.to_owned())),
        }
    }
}

/// Period of an observation at the given precision, ISO 8601: `2017`, `2017-08`, `2017-07/2017-08`.
#[must_use]
pub fn periode(date_min: NaiveDate, date_max: NaiveDate, precision: DatePrecision) -> String {
    let told = |day: NaiveDate| match precision {
        DatePrecision::Day => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        DatePrecision::Month => format!("{:04}-{:02}", day.year(), day.month()),
        DatePrecision::Year => format!("{:04}", day.year()),
    };
    let (start, end) = (told(date_min.min(date_max)), told(date_min.max(date_max)));
    if start == end {
        start
    } else {
        format!("{start}/{end}")
    }
}
