//! The settings of the procedure, read from the versioned settings table (key → JSON value). The values live in the
//! table: [`Settings::default`] is what the seed migration is compared with, never a fallback for a missing key. Not
//! here: what goes by level (area, date precision), which the level table of `gn_diffusion` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::code::coded_enum;
use crate::lettre::texts;
use crate::tour_de_table::RoutingSettings;

coded_enum! {
    /// What the silence of a pole means.
    pub enum SilenceMeans("le sens du silence") {
        /// No objection; the coordination decides.
        SansReponse = "sans_reponse",
    }
}

coded_enum! {
    /// What becomes of private data.
    pub enum PrivateData("le sort des données privées") {
        /// In no lot.
        Withheld = "withheld",
        /// Classified as any other record.
        Included = "included",
    }
}

/// A key that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingProblem {
    /// The key.
    pub key: &'static str,
    /// French sentence that names it.
    pub message: String,
}

/// Every key that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Réglages inutilisables : {}", .problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(" "))]
pub struct SettingsError {
    /// One entry per key, in the order of [`Settings::KEYS`].
    pub problems: Vec<SettingProblem>,
}

/// Declares the struct, its keys, its seed values and the reading of each key: type, seed value, what is expected (French)
/// and the condition on the value.
macro_rules! settings {
    ($($(#[$doc:meta])* $key:ident: $type:ty = $seed:expr, $expected:literal, $check:expr;)+) => {
        /// Every setting, with the name of its key. Read one version of the table with [`Settings::from_map`].
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct Settings {
            $($(#[$doc])* pub $key: $type),+
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($key: $seed),+ }
            }
        }

        impl Settings {
            /// Every key, in order.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($key)),+];

            /// Reads the settings from the rows of the table (`V` is a JSON value). Keys that are no setting are ignored.
            ///
            /// # Errors
            /// [`SettingsError`] with every key that is missing, of the wrong shape or out of its bounds.
            pub fn from_map<'de, V>(mut map: BTreeMap<String, V>) -> Result<Self, SettingsError>
            where
                V: Deserializer<'de>,
            {
                let mut problems = Vec::new();
                $(let $key = read(&mut map, stringify!($key), $expected, $check, &mut problems);)+
                match ($($key,)+) {
                    ($(Some($key),)+) => Ok(Self { $($key),+ }),
                    _ => Err(SettingsError { problems }),
                }
            }
        }
    };
}

/// The value of one key, or `None` and a problem.
fn read<'de, V, T>(
    map: &mut BTreeMap<String, V>,
    key: &'static str,
    expected: &str,
    check: impl Fn(&T) -> bool,
    problems: &mut Vec<SettingProblem>,
) -> Option<T>
where
    V: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let Some(value) = map.remove(key) else {
        problems.push(SettingProblem {
            key,
            message: format!("Le réglage « {key} » manque."),
        });
        return None;
    };
    let value = T::deserialize(value).ok().filter(check);
    if value.is_none() {
        let message = format!("Le réglage « {key} » doit être {expected}.");
        problems.push(SettingProblem { key, message });
    }
    value
}

/// Longest delay accepted, in days or months: a slip of the keyboard is refused rather than applied.
const LONGEST: u32 = 3_660;

fn is_delay(value: u32) -> bool {
    (1..=LONGEST).contains(&value)
}

fn is_positive(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

fn is_share(value: f64) -> bool {
    is_positive(value) && value <= 1.0
}

/// Longest text of a letter, in characters.
const LONGEST_TEXT: usize = 5_000;

fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT
}

fn is_any<T>(_: &T) -> bool {
    true
}

settings! {
    /// A tour de table is needed strictly above this number of communes.
    max_communes_without_tour_de_table: u32 = 50,
        "un nombre entier de communes", is_any;
    /// Codes of the objets that need a tour de table.
    objets_requiring_tour_de_table: Vec<String> =
        vec!["etude_scientifique".to_owned(), "publication_scientifique".to_owned()],
        "une liste de codes d'objets", |codes: &Vec<String>| codes.iter().all(|code| !code.trim().is_empty());
    /// Whether a demandeur whose organisme is no adherent needs a tour de table.
    non_adherent_requires_tour_de_table: bool = true,
        "vrai ou faux", is_any;
    /// Whether an organisme that animates a pole counts as an adherent.
    pole_partner_counts_as_adherent: bool = false,
        "vrai ou faux", is_any;
    /// Whether F1 leaves at once although the demande waits.
    f1_immediate: bool = false,
        "vrai ou faux", is_any;
    /// Radius, in metres, of the disc that the overlap with a commune must contain.
    commune_tolerance_m: f64 = 1.0,
        "un nombre de mètres positif", |metres: &f64| is_positive(*metres);
    /// An overlap smaller than this (m²) and than the share below is shown apart as 'effleurée'.
    slight_overlap_m2: f64 = 50_000.0,
        "un nombre de mètres carrés positif", |area: &f64| is_positive(*area);
    /// Share of the commune, between 0 and 1: see `slight_overlap_m2`.
    slight_overlap_share: f64 = 0.01,
        "une part supérieure à 0 et d'au plus 1", |share: &f64| is_share(*share);
    /// Calendar days a pole has to answer.
    avis_days: u32 = 21,
        "un nombre de jours d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Calendar days to deliver after the decision.
    livraison_days: u32 = 21,
        "un nombre de jours d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Calendar months of the legal term.
    legal_months: u32 = 1,
        "un nombre de mois d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Calendar months added by the extension letter.
    legal_extension_months: u32 = 1,
        "un nombre de mois d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Reminders, in days before a deadline.
    relance_days: Vec<u32> = vec![7, 2, 0],
        "une liste de nombres de jours", |days: &Vec<u32>| days.iter().all(|day| *day <= LONGEST);
    /// What the silence of a pole means.
    silence_means: SilenceMeans = SilenceMeans::SansReponse,
        "« sans_reponse »", is_any;
    /// A cell of the summary below this count is suppressed.
    summary_k: u32 = 5,
        "un nombre entier d'au moins 1", |k: &u32| *k >= 1;
    /// Figures of the summary are rounded to multiples of this.
    summary_rounding: u32 = 5,
        "un nombre entier d'au moins 1", |step: &u32| *step >= 1;
    /// An area of which some part, but less than this share, lies outside the perimeter gives no blurred row (residual rule).
    residual_min_share: f64 = 0.5,
        "une part supérieure à 0 et d'au plus 1", |share: &f64| is_share(*share);
    /// What becomes of private data.
    private_data: PrivateData = PrivateData::Withheld,
        "« withheld » ou « included »", is_any;
    /// Days during which a request sent again under the same key (`Idempotency-Key`) gets the same answer.
    idempotency_days: u32 = 7,
        "un nombre de jours d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Whether what the guard flags waits for the coordination before its sending.
    guard_blocks: bool = false,
        "vrai ou faux", is_any;
    /// Whether an accepted demande may open a permission in GeoNature's Synthèse.
    geonature_permission: bool = false,
        "vrai ou faux", is_any;
    /// Days a brouillon or an incomplete demande may be left before it expires.
    expiry_days: u32 = 180,
        "un nombre de jours d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Days a download link is valid.
    link_validity_days: u32 = 30,
        "un nombre de jours d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Days the files of a lot are kept after its sending.
    lot_retention_days: u32 = 365,
        "un nombre de jours d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Days a message that was sent, or given up, is kept in the outbox.
    message_retention_days: u32 = 365,
        "un nombre de jours d'au moins 30", |delay: &u32| (30..=LONGEST).contains(delay);
    /// Minutes during which an opened link may be read, and a cut transfer resumed.
    download_session_minutes: u32 = 15,
        "un nombre de minutes d'au moins 1", |delay: &u32| is_delay(*delay);
    /// Who the letters are from: the first line is a name, the others an address.
    letter_sender: String = texts::SENDER.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// What stands above the name of who signs a letter.
    letter_signatory: String = texts::SIGNATORY.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// Legal grounds of the receipt of a demande.
    letter_receipt_grounds: String = texts::RECEIPT.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// Legal grounds of the letter that says what is missing.
    letter_incompleteness_grounds: String = texts::INCOMPLETENESS.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// Legal grounds of the extension of the term.
    letter_extension_grounds: String = texts::EXTENSION.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// Legal grounds of a refusal, whole or in part.
    letter_refusal_grounds: String = texts::REFUSAL.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// What the closing of a demande recalls.
    letter_closing_grounds: String = texts::CLOSING.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// Ways and delays of appeal.
    letter_appeal: String = texts::APPEAL.to_owned(),
        "un texte de 5 000 caractères au plus", |text: &String| is_text(text);
    /// Largest file accepted, bytes.
    max_upload_bytes: u64 = 50 * 1024 * 1024,
        "un nombre d'octets d'au moins 1", |bytes: &u64| *bytes >= 1;
    /// Most vertices accepted in a perimeter.
    max_upload_vertices: u64 = 500_000,
        "un nombre de sommets d'au moins 4", |vertices: &u64| *vertices >= 4;
}

impl Settings {
    /// What routing reads.
    #[must_use]
    pub fn routing(&self) -> RoutingSettings {
        RoutingSettings {
            max_communes_without_tour_de_table: self.max_communes_without_tour_de_table,
            objets_requiring_tour_de_table: self.objets_requiring_tour_de_table.clone(),
            non_adherent_requires_tour_de_table: self.non_adherent_requires_tour_de_table,
            pole_partner_counts_as_adherent: self.pole_partner_counts_as_adherent,
            f1_immediate: self.f1_immediate,
            avis_days: self.avis_days,
            livraison_days: self.livraison_days,
        }
    }
}
