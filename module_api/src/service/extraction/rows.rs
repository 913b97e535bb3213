//! The rows of a lot, ready for its files: which records, which cells, in which order.

use std::collections::{BTreeSet, HashMap, HashSet};

use anyhow::Context as _;
use chrono::NaiveDate;
use demandes_domain::avis::{Conditions, Period};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    export::{
        BlurredRow, Kind, Value,
        columns::{BLURRED, BLURRED_NO, PRECISE},
        id_lot, periode,
    },
    service::{Result, dossier::Dossier},
    store::{
        self,
        classification::{Blurrable, Classified, Precise},
        lots::LotRow,
    },
};

/// Cells and geometry of one row.
pub type Row = (Vec<Value>, Vec<u8>);

/// The perimeter of the demande, and the least share of an area that must lie in it (setting `residual_min_share`).
#[derive(Clone, Copy)]
struct Perimetre {
    id_demande: Uuid,
    min_share: f64,
}

/// What the files of a lot hold.
#[derive(Debug, Default)]
pub struct Content {
    /// Precise rows.
    pub precise: Vec<Row>,
    /// Blurred rows.
    pub blurred: Vec<Row>,
    /// Datasets to cite: by name where a row is precise.
    pub datasets: BTreeSet<String>,
    /// Acquisition frameworks to cite: for blurred rows, whose dataset is not told.
    pub frameworks: BTreeSet<String>,
    /// What the décision's conditions took away.
    pub removed: Removed,
    /// Whether there can be no precise row: the copy of a refused lot.
    pub blurred_only: bool,
    /// Groups whose sensitive records, precise or of the copy of a refused lot, are here.
    pub groupes: BTreeSet<Option<String>>,
}

/// Rows taken away by the conditions of a décision, by condition.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Removed {
    /// An excluded taxon, or a descendant.
    pub excluded_taxa: u64,
    /// In the excluded period.
    pub excluded_period: u64,
    /// Not to be blurred at the coarser level, or whose area would tell more than it should.
    pub blur_impossible: u64,
}

/// The rows of a lot, in the order of their identifiers: random for who has not the key, the same at each replay.
///
/// # Errors
/// When the database fails or a record cannot be written as its columns say.
pub async fn of_lot(
    conn: &mut PgConnection,
    dossier: &Dossier,
    lot: &LotRow,
    classified: &[Classified],
    conditions: &Conditions,
    min_share: f64,
) -> Result<Content> {
    let key = line_key(conn, dossier).await?;
    let mut content = Content::default();
    let precise: Vec<&Classified> = classified
        .iter()
        .filter(|row| row.precise && row.selected_by == "geometry" && row.lot == lot.kind)
        .filter(|row| lot.kind != "F3" || row.groupe == lot.code_groupe)
        .collect();
    if lot.kind != "F1" {
        content.groupes = precise.iter().map(|row| row.groupe.clone()).collect();
    }
    let records = allowed(conn, &precise, conditions, &mut content.removed).await?;
    match &conditions.coarser_level {
        Some(level) => {
            let perimetre = Perimetre {
                id_demande: dossier.demande.id_demande,
                min_share,
            };
            reblurred(conn, &key, records, level, perimetre, &mut content).await?;
        }
        None => precise_rows(&key, records, &precise, &mut content)?,
    }
    if lot.kind == "F1" {
        let rows: Vec<&Classified> = classified
            .iter()
            .filter(|row| row.lot == "F1" && !row.precise && row.selected_by == "area")
            .collect();
        blurred_rows(conn, &key, &rows, conditions, &mut content).await?;
    }
    sort(&mut content);
    Ok(content)
}

/// The rows of the copy of a refused lot: those the residual rule left out of F1, of the groups `may_hold` says yes to, under the
/// conditions of F1. In the order of [`of_lot`].
///
/// # Errors
/// As [`of_lot`].
pub async fn of_fallback(
    conn: &mut PgConnection,
    dossier: &Dossier,
    classified: &[Classified],
    conditions: &Conditions,
    may_hold: impl Fn(Option<&str>) -> bool,
) -> Result<Content> {
    let key = line_key(conn, dossier).await?;
    let rows: Vec<&Classified> = classified
        .iter()
        .filter(|row| row.lot == "left_out" && !row.precise && row.selected_by == "area")
        .filter(|row| may_hold(row.groupe.as_deref()))
        .collect();
    let mut content = Content {
        blurred_only: true,
        groupes: rows.iter().map(|row| row.groupe.clone()).collect(),
        ..Content::default()
    };
    blurred_rows(conn, &key, &rows, conditions, &mut content).await?;
    sort(&mut content);
    Ok(content)
}

async fn line_key(conn: &mut PgConnection, dossier: &Dossier) -> Result<[u8; 32]> {
    let key = store::demandes::line_key(conn, dossier.demande.id_ligne).await?;
    Ok(<[u8; 32]>::try_from(key.as_slice()).context("key of the dossier line")?)
}

fn sort(content: &mut Content) {
    for rows in [&mut content.precise, &mut content.blurred] {
        rows.sort_by(|(a, _), (b, _)| first_text(a).cmp(first_text(b)));
    }
}

/// The identifier is the first cell of every row.
fn first_text(cells: &[Value]) -> &str {
    match cells.first() {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// The records, less those the conditions take away.
async fn allowed(
    conn: &mut PgConnection,
    rows: &[&Classified],
    conditions: &Conditions,
    removed: &mut Removed,
) -> Result<Vec<Precise>> {
    let ids: Vec<i32> = rows.iter().map(|row| row.id_synthese).collect();
    let mut records = store::classification::precise(conn, &ids).await?;
    let taken_away = TakenAway::load(conn, conditions).await?;
    records.retain(|record| {
        !taken_away.counts(record.cd_ref, (record.date_min, record.date_max), removed)
    });
    Ok(records)
}

/// What the conditions of the décision take away from any lot, precise or blurred rows alike.
struct TakenAway {
    taxa: HashSet<i32>,
    period: Option<Period>,
}

impl TakenAway {
    async fn load(conn: &mut PgConnection, conditions: &Conditions) -> Result<Self> {
        let taxa = store::classification::with_descendants(conn, &conditions.excluded_taxa).await?;
        Ok(Self {
            taxa: taxa.into_iter().collect(),
            period: conditions.excluded_period,
        })
    }

    /// Whether a record is taken away, counted by its reason.
    fn counts(
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

fn precise_rows(
    key: &[u8; 32],
    records: Vec<Precise>,
    classified: &[&Classified],
    content: &mut Content,
) -> Result<()> {
    let levels: HashMap<i32, &str> = classified
        .iter()
        .map(|row| (row.id_synthese, row.level.as_deref().unwrap_or("")))
        .collect();
    for record in records {
        if let Some(dataset) = record.cells["jdd_nom"].as_str() {
            content.datasets.insert(dataset.to_owned());
        }
        let level = levels.get(&record.id_synthese).copied().unwrap_or("");
        content
            .precise
            .push((precise_cells(key, &record, level)?, record.geom));
    }
    Ok(())
}

fn precise_cells(key: &[u8; 32], record: &Precise, level: &str) -> Result<Vec<Value>> {
    let mut cells = Vec::with_capacity(PRECISE.len());
    for column in PRECISE {
        cells.push(match column.key {
            "id_lot" => id_lot(key, record.unique_id_sinp, record.id_synthese.into()).into(),
            "niveau_diffusion_lot" => level.into(),
            "floutage_lot" => BLURRED_NO.into(),
            "motif_degradation" => Value::Null,
            name => cell(record.cells.get(name), column.kind)
                .with_context(|| format!("column {name}"))?,
        });
    }
    Ok(cells)
}

/// A cell from its JSON; a name the query does not give is an error, not a blank.
fn cell(json: Option<&serde_json::Value>, kind: Kind) -> anyhow::Result<Value> {
    let json = json.context("the query gives no such cell")?;
    Ok(match (kind, json) {
        (_, serde_json::Value::Null) => Value::Null,
        (Kind::Text, serde_json::Value::String(text)) => Value::Text(text.clone()),
        (Kind::Integer, serde_json::Value::Number(number)) => {
            Value::Integer(number.as_i64().context("not a whole number")?)
        }
        (Kind::Real, serde_json::Value::Number(number)) => {
            Value::Real(number.as_f64().context("not a number")?)
        }
        (Kind::Date, serde_json::Value::String(text)) => Value::Date(text.parse()?),
        (_, other) => anyhow::bail!("unexpected {other}"),
    })
}

const BLURRED_BY_LEVEL: &str = "Donnée sensible : position remplacée par sa zone de diffusion";
const BLURRED_BY_DECISION: &str = "Décision d'accès : position remplacée par une zone plus large";

async fn blurred_rows(
    conn: &mut PgConnection,
    key: &[u8; 32],
    rows: &[&Classified],
    conditions: &Conditions,
    content: &mut Content,
) -> Result<()> {
    let taken_away = TakenAway::load(conn, conditions).await?;
    let ids: Vec<i32> = rows.iter().map(|row| row.id_synthese).collect();
    let records: HashMap<i32, Blurrable> = store::classification::blurrable(conn, &ids)
        .await?
        .into_iter()
        .map(|record| (record.id_synthese, record))
        .collect();
    let precisions = store::classification::date_precisions(conn).await?;
    for row in rows {
        let record = records
            .get(&row.id_synthese)
            .context("a classified record is not in synthese")?;
        let days = (record.date_min, record.date_max);
        if taken_away.counts(Some(record.cd_ref), days, &mut content.removed) {
            continue;
        }
        let area = Area {
            level: row.level.as_deref().context("a blurred row has no level")?,
            kind: row
                .area_type
                .as_deref()
                .context("a blurred row has no area type")?,
            codes: row
                .area_codes
                .as_deref()
                .context("a blurred row has no area")?,
            motif: BLURRED_BY_LEVEL,
        };
        let geometry = row.area.clone().context("a blurred row has no area")?;
        content.frameworks.extend(record.ca_nom.clone());
        content
            .blurred
            .push((blurred_cells(key, record, &area, &precisions)?, geometry));
    }
    Ok(())
}

async fn reblurred(
    conn: &mut PgConnection,
    key: &[u8; 32],
    records: Vec<Precise>,
    level: &str,
    perimetre: Perimetre,
    content: &mut Content,
) -> Result<()> {
    let ids: Vec<i32> = records.iter().map(|record| record.id_synthese).collect();
    let areas: HashMap<i32, _> = store::classification::reblurred(
        conn,
        &ids,
        level,
        perimetre.id_demande,
        perimetre.min_share,
    )
    .await?
    .into_iter()
    .map(|area| (area.id_synthese, area))
    .collect();
    let precisions = store::classification::date_precisions(conn).await?;
    for record in store::classification::blurrable(conn, &ids).await? {
        let Some(found) = areas.get(&record.id_synthese) else {
            content.removed.blur_impossible += 1;
            continue;
        };
        let area = Area {
            level,
            kind: &found.area_type,
            codes: &found.area_codes,
            motif: BLURRED_BY_DECISION,
        };
        content.frameworks.extend(record.ca_nom.clone());
        content.blurred.push((
            blurred_cells(key, &record, &area, &precisions)?,
            found.area.clone(),
        ));
    }
    Ok(())
}

struct Area<'a> {
    level: &'a str,
    kind: &'a str,
    codes: &'a [String],
    motif: &'static str,
}

fn blurred_cells(
    key: &[u8; 32],
    record: &Blurrable,
    area: &Area<'_>,
    precisions: &HashMap<String, String>,
) -> Result<Vec<Value>> {
    let precision = precisions
        .get(area.level)
        .context("a level without date precision")?;
    let precision = precision.parse().map_err(anyhow::Error::from)?;
    let uuid: Option<Uuid> = record.unique_id_sinp;
    Ok(BlurredRow {
        id_lot: id_lot(key, uuid, record.id_synthese.into()),
        cd_ref: record.cd_ref,
        nom_valide: record.nom_valide.clone(),
        periode: periode(record.date_min, record.date_max, precision),
        niveau_diffusion_lot: area.level.to_owned(),
        type_zone: area.kind.to_owned(),
        code_zone: area.codes.join(","),
        motif_degradation: area.motif.to_owned(),
    }
    .values(BLURRED.iter().map(|field| field.key)))
}
