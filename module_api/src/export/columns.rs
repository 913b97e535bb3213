//! The columns of the files delivered, and the few values computed for them.
//!
//! Names are those of `GeoNature`'s own export (`v_synthese_for_export`) wherever one exists; those ending in `_lot`,
//! `id_lot`, `periode`, `type_zone`, `code_zone` and `motif_degradation` are ours. [`BlurredRow`] is the allow-list of a
//! blurred row: it has no member for anything a blurred row must not carry.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::{Value, hex};

/// What stands in the file in place of a value that blurring withholds.
pub const MASKED: &str = "Masqué : donnée sensible floutée";
/// `floutage_lot` of a blurred row.
pub const BLURRED_YES: &str = "oui";
/// `floutage_lot` of a precise row.
pub const BLURRED_NO: &str = "non";

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

/// One column of a delivered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the file.
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
    /// What it holds, for the dictionary.
    pub description_fr: &'static str,
}

const fn text(name: &'static str, description_fr: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Text,
        description_fr,
    }
}

const fn integer(name: &'static str, description_fr: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Integer,
        description_fr,
    }
}

const fn date(name: &'static str, description_fr: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Date,
        description_fr,
    }
}

const ID_LOT: Column = text(
    "id_lot",
    "Identifiant de la donnée propre à ce dossier ; il ne permet aucun rapprochement avec l'envoi d'un autre destinataire",
);
const CD_REF: Column = integer("cd_ref", "Code TAXREF du taxon de référence");
const NOM_VALIDE: Column = text("nom_valide", "Nom scientifique valide du taxon dans TAXREF");
const NIVEAU: Column = text(
    "niveau_diffusion_lot",
    "Niveau de diffusion retenu pour cet envoi : le plus restrictif de ceux qui s'appliquent à la donnée",
);
const FLOUTAGE: Column = text(
    "floutage_lot",
    "« oui » si la donnée est floutée dans ce fichier, « non » si elle est précise",
);
const MOTIF: Column = text(
    "motif_degradation",
    "Raison pour laquelle la donnée est floutée ; vide si elle est précise",
);

/// Columns of the files of precise rows (F1 non-sensitive, F2, F3). The geometry is not among them: each format
/// carries it in its own way.
pub const PRECISE: &[Column] = &[
    ID_LOT,
    text("uuid_perm_sinp", "Identifiant permanent SINP de la donnée"),
    integer("cd_nom", "Code TAXREF du nom cité"),
    CD_REF,
    text("nom_cite", "Nom du taxon tel que cité par l'observateur"),
    NOM_VALIDE,
    text("nom_vernaculaire", "Nom français du taxon dans TAXREF"),
    text("regne", "Règne du taxon"),
    text("group1_inpn", "Groupe taxonomique INPN, premier niveau"),
    text("group2_inpn", "Groupe taxonomique INPN, deuxième niveau"),
    text("group3_inpn", "Groupe taxonomique INPN, troisième niveau"),
    text("classe", "Classe du taxon"),
    text("ordre", "Ordre du taxon"),
    text("famille", "Famille du taxon"),
    date("date_debut", "Premier jour de l'observation"),
    date("date_fin", "Dernier jour de l'observation"),
    integer("nombre_min", "Dénombrement minimal"),
    integer("nombre_max", "Dénombrement maximal"),
    text("objet_denombrement", "Ce qui est dénombré"),
    text("type_denombrement", "Façon de dénombrer"),
    integer("alti_min", "Altitude minimale, en mètres"),
    integer("alti_max", "Altitude maximale, en mètres"),
    text("observateurs", "Observateurs"),
    text("determinateur", "Déterminateur"),
    text("communes", "Communes de l'observation"),
    text("nom_lieu", "Nom du lieu"),
    integer(
        "precision_geographique",
        "Précision de la géométrie, en mètres",
    ),
    text("nature_objet_geo", "Nature de l'objet géographique"),
    text(
        "type_info_geo",
        "Type d'information géographique : géoréférencement ou rattachement",
    ),
    text("statut_observation", "Présence ou absence observée"),
    text("technique_observation", "Technique d'observation"),
    text("stade_vie", "Stade de vie"),
    text("sexe", "Sexe"),
    text("comportement", "Comportement"),
    text("biologique_statut", "Statut biologique"),
    text("etat_biologique", "État biologique"),
    text("naturalite", "Naturalité"),
    text("preuve_existante", "Existence d'une preuve"),
    text("niveau_validation", "Niveau de validation"),
    text(
        "statut_source",
        "Statut de la source : terrain, littérature, collection",
    ),
    text("reference_biblio", "Référence bibliographique"),
    text("comment_releve", "Commentaire du relevé"),
    text("comment_occurrence", "Commentaire de l'occurrence"),
    text("jdd_nom", "Nom du jeu de données, à citer"),
    text("jdd_uuid", "Identifiant du jeu de données"),
    text("ca_nom", "Nom du cadre d'acquisition"),
    text("ca_uuid", "Identifiant du cadre d'acquisition"),
    text("niveau_sensibilite", "Niveau de sensibilité de la donnée"),
    text(
        "niveau_precision_diffusion",
        "Niveau de diffusion souhaité par le producteur",
    ),
    NIVEAU,
    FLOUTAGE,
    MOTIF,
];

/// Columns of the file of blurred rows (F1). The geometry is the area, whole.
pub const BLURRED: &[Column] = &[
    ID_LOT,
    CD_REF,
    NOM_VALIDE,
    text(
        "periode",
        "Période de l'observation, au mois ou à l'année selon la sensibilité ; « début/fin » si elle en couvre plusieurs",
    ),
    NIVEAU,
    text(
        "type_zone",
        "Type de la zone qui remplace la position : maille, commune, département",
    ),
    text(
        "code_zone",
        "Code de la zone, ou des zones séparées par une virgule, où se trouve l'observation",
    ),
    FLOUTAGE,
    MOTIF,
    text("nom_lieu", "Masqué pour une donnée floutée"),
    text("alti_min", "Masqué pour une donnée floutée"),
    text("alti_max", "Masqué pour une donnée floutée"),
    text("observateurs", "Masqué pour une donnée floutée"),
    text("determinateur", "Masqué pour une donnée floutée"),
    text(
        "jdd_nom",
        "Masqué pour une donnée floutée : les jeux de données sont cités dans le bordereau pour tout l'envoi",
    ),
    text("comment_occurrence", "Masqué pour une donnée floutée"),
];

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
    /// The values in the order of [`BLURRED`], masked ones included.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        let carried = [
            self.id_lot.into(),
            self.cd_ref.into(),
            self.nom_valide.into(),
            self.periode.into(),
            self.niveau_diffusion_lot.into(),
            self.type_zone.into(),
            self.code_zone.into(),
            BLURRED_YES.into(),
            self.motif_degradation.into(),
        ];
        let masked = BLURRED.len().saturating_sub(carried.len());
        carried
            .into_iter()
            .chain(std::iter::repeat_n(Value::from(MASKED), masked))
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
