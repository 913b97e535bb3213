//! The cells of the rows, from what is stored of their records: names in place of ids, masked where the profil says so.

use std::collections::{BTreeSet, HashMap, HashSet};

use anyhow::Context as _;
use chrono::NaiveDate;
use demandes_domain::avis::{Conditions, Period};
use sqlx::PgConnection;

use super::frozen::{Cell, Removed};
use crate::{
    export::{
        DatePrecision, Value,
        columns::{BLURRED_NO, BLURRED_YES, MASKED},
        periode,
    },
    service::{
        Result,
        profil::{BlurredSource, Colonne, PreciseSource},
    },
    store::{
        self,
        classification::{Blurrable, Dataset, PreciseRecord, Taxon},
    },
};

/// Taxa remembered at once: bounds the memory of a long lot.
const KEPT_TAXA: usize = 20_000;

/// What the ids of precise records stand for.
pub struct Dictionaries {
    labels: HashMap<i32, String>,
    communes: HashMap<i32, (i64, String)>,
    datasets: HashMap<i32, Dataset>,
    taxa: HashMap<i32, Taxon>,
}

impl Dictionaries {
    /// Reads them, taxa apart.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(conn: &mut PgConnection) -> Result<Self> {
        let datasets = store::classification::datasets(conn).await?;
        Ok(Self {
            labels: store::classification::labels(conn).await?,
            communes: store::classification::communes(conn).await?,
            datasets: datasets.into_iter().map(|d| (d.id_dataset, d)).collect(),
            taxa: HashMap::new(),
        })
    }

    /// Adds taxa; `forget`: in place of those known so far.
    pub fn learn(&mut self, forget: bool, taxa: Vec<Taxon>) {
        if forget {
            self.taxa.clear();
        }
        self.taxa
            .extend(taxa.into_iter().map(|taxon| (taxon.cd_nom, taxon)));
    }

    /// The taxon of a record, if TAXREF has it.
    pub fn taxon(&self, record: &PreciseRecord) -> Option<&Taxon> {
        record.cd_nom.and_then(|cd_nom| self.taxa.get(&cd_nom))
    }

    /// The dataset of a record, if it has one.
    pub fn dataset(&self, record: &PreciseRecord) -> Option<&Dataset> {
        record.id_dataset.and_then(|id| self.datasets.get(&id))
    }

    fn label(&self, id: Option<i32>) -> Value {
        id.and_then(|id| self.labels.get(&id).cloned()).into()
    }

    fn communes(&self, areas: &[i32]) -> Value {
        let mut found: Vec<&(i64, String)> = areas
            .iter()
            .filter_map(|id| self.communes.get(id))
            .collect();
        if found.is_empty() {
            return Value::Null;
        }
        found.sort_unstable();
        let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
        Value::Text(names.join(", "))
    }

    /// The cells of a precise row.
    #[must_use]
    pub fn precise(
        &self,
        columns: &[Colonne<PreciseSource>],
        record: &PreciseRecord,
        id_lot: &str,
        level: &str,
    ) -> Vec<Cell> {
        let value = |source| self.precise_value(source, record, id_lot, level);
        cells(columns, level, value)
    }

    fn precise_value(
        &self,
        source: PreciseSource,
        r: &PreciseRecord,
        id_lot: &str,
        level: &str,
    ) -> Value {
        use PreciseSource as S;
        let taxon = self.taxon(r);
        let of_taxon = |text: fn(&Taxon) -> &Option<String>| -> Value {
            taxon.and_then(|taxon| text(taxon).clone()).into()
        };
        let dataset = self.dataset(r);
        match source {
            S::IdLot => id_lot.into(),
            S::UuidPermSinp => r.unique_id_sinp.into(),
            S::CdNom => r.cd_nom.into(),
            S::CdRef => taxon.and_then(|taxon| taxon.cd_ref).into(),
            S::NomCite => r.nom_cite.clone().into(),
            S::NomValide => of_taxon(|t| &t.nom_valide),
            S::NomVernaculaire => of_taxon(|t| &t.nom_vern),
            S::Regne => of_taxon(|t| &t.regne),
            S::Group1Inpn => of_taxon(|t| &t.group1_inpn),
            S::Group2Inpn => of_taxon(|t| &t.group2_inpn),
            S::Group3Inpn => of_taxon(|t| &t.group3_inpn),
            S::Classe => of_taxon(|t| &t.classe),
            S::Ordre => of_taxon(|t| &t.ordre),
            S::Famille => of_taxon(|t| &t.famille),
            S::DateDebut => r.date_min.into(),
            S::DateFin => r.date_max.into(),
            S::NombreMin => r.count_min.into(),
            S::NombreMax => r.count_max.into(),
            S::ObjetDenombrement => self.label(r.id_nomenclature_obj_count),
            S::TypeDenombrement => self.label(r.id_nomenclature_type_count),
            S::AltiMin => r.altitude_min.into(),
            S::AltiMax => r.altitude_max.into(),
            S::Observateurs => r.observers.clone().into(),
            S::Determinateur => r.determiner.clone().into(),
            S::Communes => self.communes(&r.areas),
            S::NomLieu => r.place_name.clone().into(),
            S::PrecisionGeographique => r.precision.into(),
            S::NatureObjetGeo => self.label(r.id_nomenclature_geo_object_nature),
            S::TypeInfoGeo => self.label(r.id_nomenclature_info_geo_type),
            S::StatutObservation => self.label(r.id_nomenclature_observation_status),
            S::TechniqueObservation => self.label(r.id_nomenclature_obs_technique),
            S::StadeVie => self.label(r.id_nomenclature_life_stage),
            S::Sexe => self.label(r.id_nomenclature_sex),
            S::Comportement => self.label(r.id_nomenclature_behaviour),
            S::BiologiqueStatut => self.label(r.id_nomenclature_bio_status),
            S::EtatBiologique => self.label(r.id_nomenclature_bio_condition),
            S::Naturalite => self.label(r.id_nomenclature_naturalness),
            S::PreuveExistante => self.label(r.id_nomenclature_exist_proof),
            S::NiveauValidation => self.label(r.id_nomenclature_valid_status),
            S::StatutSource => self.label(r.id_nomenclature_source_status),
            S::ReferenceBiblio => r.reference_biblio.clone().into(),
            S::CommentReleve => r.comment_context.clone().into(),
            S::CommentOccurrence => r.comment_description.clone().into(),
            S::JddNom => dataset.map(|d| d.dataset_name.clone()).into(),
            S::JddUuid => dataset.and_then(|d| d.unique_dataset_id).into(),
            S::CaNom => dataset.and_then(|d| d.ca_nom.clone()).into(),
            S::CaUuid => dataset.and_then(|d| d.ca_uuid).into(),
            S::NiveauSensibilite => self.label(r.id_nomenclature_sensitivity),
            S::NiveauPrecisionDiffusion => self.label(r.id_nomenclature_diffusion_level),
            S::NiveauDiffusionLot => level.into(),
            S::FloutageLot => BLURRED_NO.into(),
            S::MotifDegradation => Value::Null,
        }
    }
}

/// The taxa that [`Dictionaries`] were given, as who reads them knows it.
#[derive(Debug, Default)]
pub struct KnownTaxa(HashSet<i32>);

impl KnownTaxa {
    /// Which of these taxa (`cd_nom`) are to be read, and whether those known so far are to be forgotten: bounds the memory of a long lot.
    pub fn learn(&mut self, wanted: impl Iterator<Item = i32> + Clone) -> (bool, Vec<i32>) {
        let unknown: BTreeSet<i32> = wanted
            .clone()
            .filter(|taxon| !self.0.contains(taxon))
            .collect();
        let forget = self.0.len() + unknown.len() > KEPT_TAXA;
        let unknown = if forget {
            self.0.clear();
            wanted.collect()
        } else {
            unknown
        };
        self.0.extend(&unknown);
        (forget, unknown.into_iter().collect())
    }
}

/// Where and why a row is blurred.
pub struct Area<'a> {
    /// The level that governs.
    pub level: &'a str,
    /// Its type.
    pub kind: &'a str,
    /// Codes of the areas it is made of.
    pub codes: &'a [String],
    /// Why.
    pub motif: &'static str,
}

/// How precisely the dates of each level are told.
pub struct DatePrecisions(HashMap<String, DatePrecision>);

impl DatePrecisions {
    /// Reads them.
    ///
    /// # Errors
    /// When the database fails, or a level has an unknown precision.
    pub async fn load(conn: &mut PgConnection) -> Result<Self> {
        let mut precisions = HashMap::new();
        for (level, precision) in store::classification::date_precisions(conn).await? {
            let precision = precision.parse().map_err(anyhow::Error::from)?;
            precisions.insert(level, precision);
        }
        Ok(Self(precisions))
    }
}

/// The cells of a blurred row.
///
/// # Errors
/// When its level has no date precision: nothing is guessed.
pub fn blurred(
    columns: &[Colonne<BlurredSource>],
    record: &Blurrable,
    id_lot: &str,
    area: &Area<'_>,
    precisions: &DatePrecisions,
) -> anyhow::Result<Vec<Cell>> {
    let precision = precisions
        .0
        .get(area.level)
        .context("a level without date precision")?;
    let value = |source| -> Value {
        use BlurredSource as S;
        match source {
            S::IdLot => id_lot.into(),
            S::CdRef => record.cd_ref.into(),
            S::NomValide => record.nom_valide.clone().into(),
            S::Periode => periode(record.date_min, record.date_max, *precision).into(),
            S::NiveauDiffusionLot => area.level.into(),
            S::TypeZone => area.kind.into(),
            S::CodeZone => area.codes.join(",").into(),
            S::FloutageLot => BLURRED_YES.into(),
            S::MotifDegradation => area.motif.into(),
            S::Masque => MASKED.into(),
        }
    };
    Ok(cells(columns, area.level, value))
}

fn cells<S: Copy>(columns: &[Colonne<S>], level: &str, value: impl Fn(S) -> Value) -> Vec<Cell> {
    let cell = |column: &Colonne<S>| -> Cell {
        if column.masked_at.contains(level) {
            return Cell::Text(MASKED.to_owned());
        }
        let value = value(column.source);
        if column.masked_at.is_empty() {
            value.into()
        } else {
            text(value).into()
        }
    };
    columns.iter().map(cell).collect()
}

/// A value of a column that holds a wording at some levels.
fn text(value: Value) -> Value {
    match value {
        Value::Null | Value::Text(_) => value,
        Value::Integer(number) => number.to_string().into(),
        Value::Real(number) => number.to_string().into(),
        Value::Date(day) => day.to_string().into(),
    }
}

/// What the conditions of the décision take away from any lot, precise or blurred rows alike.
pub struct TakenAway {
    taxa: HashSet<i32>,
    period: Option<Period>,
}

impl TakenAway {
    /// Reads it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(conn: &mut PgConnection, conditions: &Conditions) -> Result<Self> {
        let taxa = store::classification::with_descendants(conn, &conditions.excluded_taxa).await?;
        Ok(Self {
            taxa: taxa.into_iter().collect(),
            period: conditions.excluded_period,
        })
    }

    /// Whether a record is taken away, counted by its reason.
    pub fn counts(
        &self,
        cd_ref: Option<i32>,
        (first, last): (NaiveDate, NaiveDate),
        removed: &mut Removed,
    ) -> bool {
        if cd_ref.is_some_and(|cd_ref| self.taxa.contains(&cd_ref)) {
            removed.excluded_taxa += 1;
            return true;
        }
        let overlaps = self
            .period
            .is_some_and(|period| last >= period.from && first <= period.to);
        removed.excluded_period += u64::from(overlaps);
        overlaps
    }
}
