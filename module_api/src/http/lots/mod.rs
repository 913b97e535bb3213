//! `/lots`: what is read, asked, decided and sent of one lot.

pub mod apercu;
pub mod attaque;
pub mod avis;
pub mod controle;
pub mod decision;
pub mod extraction;
pub mod garde;
pub mod livraison;
pub mod read;
pub mod session;

use chrono::{DateTime, NaiveDate, Utc};
use demandes_domain::avis::{self as domain, Period};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::precondition::Versioned,
    service::{
        adversary,
        lots::{self, LotView},
    },
    store::{
        adversary::{AttackRow, BlockedRow},
        avis::{Answer, AskedPole},
        guard::FlagRow,
        jobs::JobProgress,
    },
};

/// A lot, as its reader may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lot {
    /// Key.
    #[serde(rename = "id_lot")]
    id: Uuid,
    /// F1, F2 or F3.
    kind: String,
    /// Group of an F3.
    groupe: Option<String>,
    /// The refused lot of which this one (of kind F1) is the blurred copy.
    fallback_of: Option<Uuid>,
    /// Its state.
    state: String,
    /// Grows with each change; also its `ETag`.
    version: i32,
    /// Whether it waits, or waited, for avis.
    tour_de_table: bool,
    /// Who sends it.
    id_responsable: Option<i32>,
    /// Last day for the avis.
    avis_echeance: Option<NaiveDate>,
    /// Last day for the delivery.
    livraison_echeance: Option<NaiveDate>,
    /// The pôles asked, with their avis for who may read them.
    poles: Vec<PoleAvis>,
    /// The décision, once taken.
    decision: Option<Decision>,
    /// Counts of the extraction, for who may see figures.
    report: Option<serde_json::Value>,
    /// Why the extraction failed, if it did.
    failure: Option<String>,
    /// Size of the archive, bytes.
    archive_bytes: Option<i64>,
    /// The work on the lot, its extraction then the attack of its archive, for the responsible and the coordination.
    extraction: Option<Extraction>,
    /// Why the archive may not leave and what to do, when the adversary blocks it, for the same.
    blocage: Option<Blocage>,
    /// What became of the last attack of the archive, for its responsible and the coordination.
    attack: Option<Attack>,
    /// What the guard across demandes flagged, for the same.
    garde: Vec<Signalement>,
}

/// What became of the attacks of an archive.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attack {
    /// When.
    attacked_at: DateTime<Utc>,
    /// Successes: none, or the lot does not leave.
    successes: i32,
    /// Attack by attack.
    report: serde_json::Value,
}

/// A lot that the adversary keeps from leaving.
#[derive(Debug, Serialize, ToSchema)]
pub struct Blocage {
    /// Since when.
    since: DateTime<Utc>,
    /// The attacks that succeeded, by their stable names.
    attacks: Vec<String>,
    /// What may be done, in French, the likeliest first.
    what_to_do: Vec<&'static str>,
}

/// A lot that the adversary keeps from leaving, wherever it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bloque {
    /// The lot.
    id_lot: Uuid,
    /// Its demande.
    id_demande: Uuid,
    /// Number of the demande.
    numero: String,
    /// Kind of the lot.
    lot_kind: String,
    /// Its group, if it is of one.
    groupe: Option<String>,
    /// Who sends it.
    responsable: Option<String>,
    /// Why, and what to do.
    blocage: Blocage,
}

impl Bloque {
    fn new(row: BlockedRow) -> Self {
        Self {
            blocage: Blocage::of(&row.report, row.attacked_at),
            id_lot: row.id_lot,
            id_demande: row.id_demande,
            numero: row.numero,
            lot_kind: row.kind,
            groupe: row.code_groupe,
            responsable: row.responsable,
        }
    }
}

impl Blocage {
    fn new(attack: &AttackRow) -> Self {
        Self::of(&attack.report, attack.attacked_at)
    }

    fn of(report: &serde_json::Value, since: DateTime<Utc>) -> Self {
        let lines = report["attacks"].as_array();
        let succeeded = |line: &&serde_json::Value| line["successes"].as_u64() != Some(0);
        let attacks: Vec<String> = lines
            .into_iter()
            .flatten()
            .filter(succeeded)
            .filter_map(|line| line["attack"].as_str().map(str::to_owned))
            .collect();
        Self {
            since,
            what_to_do: adversary::what_to_do(&attacks),
            attacks,
        }
    }
}

/// What the guard across demandes flagged.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signalement {
    /// The lot.
    id_lot: Uuid,
    /// Its demande.
    id_demande: Uuid,
    /// Number of the demande.
    numero: String,
    /// `residual` (perimeters received precisely leave too little of an area) or `crossing` (areas of two versions of the rules).
    kind: String,
    /// Kind of the precise lots that open it.
    lot_kind: String,
    /// Their group, if they are of one.
    groupe: Option<String>,
    /// Number of areas.
    areas: i32,
    /// Least share left of one.
    least_share: f64,
    /// When.
    flagged_at: DateTime<Utc>,
    /// When it was lifted.
    lifted_at: Option<DateTime<Utc>>,
    /// Why.
    motif: Option<String>,
}

/// The work on a lot.
#[derive(Debug, Serialize, ToSchema)]
pub struct Extraction {
    /// `en_attente`, `en_cours`, `terminee`, `annulee`, `en_echec`, or `bloquee` (by the attack).
    state: &'static str,
    /// When it may begin, or begin again.
    run_at: DateTime<Utc>,
    /// How far it is, while it goes on.
    progress: Option<JobProgress>,
}

impl Extraction {
    fn new(extraction: lots::Extraction, blocked: bool) -> Self {
        let lots::Extraction { job, running } = extraction;
        let state = if job.done_at.is_some() && blocked {
            "bloquee"
        } else if job.done_at.is_some() {
            "terminee"
        } else if job.cancelled_at.is_some() {
            "annulee"
        } else if job.failed_at.is_some() {
            "en_echec"
        } else if running {
            "en_cours"
        } else {
            "en_attente"
        };
        let progress = match (running, job.step, job.progress_at) {
            (true, Some(step), Some(at)) => Some(JobProgress {
                step,
                rows_done: job.rows_done.unwrap_or(0),
                rows_total: job.rows_total.unwrap_or(0),
                at,
            }),
            _ => None,
        };
        Self {
            state,
            run_at: job.run_at,
            progress,
        }
    }
}

/// A pôle asked, and what it answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoleAvis {
    /// The pôle.
    id_pole: i32,
    /// Its name.
    label: String,
    /// Day it was asked.
    asked_on: NaiveDate,
    /// Last day to answer.
    echeance: NaiveDate,
    /// Its avis in force.
    avis: Option<String>,
    /// Why.
    motif: Option<String>,
    /// Its conditions.
    conditions: Option<serde_json::Value>,
    /// Given after the last day.
    late: Option<bool>,
    /// When.
    given_at: Option<DateTime<Utc>>,
    /// Its animateurs do not agree.
    desaccord: bool,
    /// All that it answered, oldest first: the last one is in force.
    reponses: Vec<Reponse>,
}

/// One answer of a pôle.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reponse {
    /// Who gave it; nobody when the silence was recorded.
    auteur: Option<String>,
    /// What.
    avis: String,
    /// Why.
    motif: Option<String>,
    /// Its conditions.
    conditions: Option<serde_json::Value>,
    /// Given after the last day.
    late: bool,
    /// When.
    given_at: DateTime<Utc>,
}

/// The décision on a lot.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    /// `accept`, `accept_with_conditions` or `refuse`.
    kind: String,
    /// Why.
    motif: Option<String>,
    /// Under which conditions.
    conditions: Option<serde_json::Value>,
    /// Records that their level withholds, given by name; for who handles the lot.
    named_records: Vec<Uuid>,
    /// When.
    decided_at: DateTime<Utc>,
}

/// Conditions of an avis or a décision, applied by the machine.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionsDraft {
    /// Give the records blurred at this level instead of precisely.
    pub coarser_level: Option<String>,
    /// Leave these taxa out, by `cd_nom`, descendants included.
    #[serde(default)]
    pub excluded_taxa: Vec<i32>,
    /// Leave the records of this period out.
    pub excluded_period: Option<PeriodDraft>,
    /// Give nothing before this day.
    pub embargo_until: Option<NaiveDate>,
    /// Allow the use for this many months only.
    pub shorter_duration_months: Option<u32>,
}

/// A period, both days included.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodDraft {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl From<ConditionsDraft> for domain::Conditions {
    fn from(draft: ConditionsDraft) -> Self {
        Self {
            coarser_level: draft.coarser_level,
            excluded_taxa: draft.excluded_taxa,
            excluded_period: draft.excluded_period.map(|period| Period {
                from: period.from,
                to: period.to,
            }),
            embargo_until: draft.embargo_until,
            shorter_duration_months: draft.shorter_duration_months,
        }
    }
}

impl Lot {
    /// From what the reader may see.
    #[must_use]
    pub fn new(view: LotView) -> Self {
        let LotView {
            lot,
            asked,
            answers,
            decision,
            extraction,
            blocked,
            attack,
            flags,
        } = view;
        Self {
            id: lot.id_lot,
            kind: lot.kind,
            groupe: lot.code_groupe,
            fallback_of: lot.fallback_of,
            state: lot.state,
            version: lot.version,
            tour_de_table: lot.tour_de_table,
            id_responsable: lot.id_responsable,
            avis_echeance: lot.avis_echeance,
            livraison_echeance: lot.livraison_echeance,
            poles: asked
                .into_iter()
                .map(|asked| PoleAvis::new(asked, &answers))
                .collect(),
            decision: decision.map(|row| Decision {
                kind: row.kind,
                motif: row.motif,
                conditions: row.conditions,
                named_records: row.named_records,
                decided_at: row.decided_at,
            }),
            report: lot.report,
            failure: lot.failure,
            archive_bytes: lot.archive_bytes,
            extraction: extraction.map(|work| Extraction::new(work, blocked)),
            blocage: attack.as_ref().filter(|_| blocked).map(Blocage::new),
            attack: attack.map(|row| Attack {
                attacked_at: row.attacked_at,
                successes: row.findings,
                report: row.report,
            }),
            garde: flags.into_iter().map(Signalement::new).collect(),
        }
    }
}

impl Versioned for Lot {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Signalement {
    /// From its row.
    #[must_use]
    pub fn new(row: FlagRow) -> Self {
        Self {
            id_lot: row.id_lot,
            id_demande: row.id_demande,
            numero: row.numero,
            kind: row.kind,
            lot_kind: row.lot_kind,
            groupe: Some(row.code_groupe).filter(|code| !code.is_empty()),
            areas: row.areas,
            least_share: row.least_share,
            flagged_at: row.flagged_at,
            lifted_at: row.lifted_at,
            motif: row.motif,
        }
    }
}

impl Reponse {
    fn new(answer: &Answer) -> Self {
        Self {
            auteur: answer.author.clone(),
            avis: answer.kind.clone(),
            motif: answer.motif.clone(),
            conditions: answer.conditions.clone(),
            late: answer.late,
            given_at: answer.given_at,
        }
    }
}

impl PoleAvis {
    fn new(asked: AskedPole, answers: &[Answer]) -> Self {
        let mine = || {
            answers
                .iter()
                .filter(|answer| answer.id_pole == asked.id_pole)
        };
        let said = mine().filter_map(|answer| Some((answer.id_role?, answer.kind.parse().ok()?)));
        Self {
            desaccord: domain::disagree(said),
            reponses: mine().map(Reponse::new).collect(),
            id_pole: asked.id_pole,
            label: asked.label,
            asked_on: asked.asked_on,
            echeance: asked.echeance,
            avis: asked.kind,
            motif: asked.motif,
            conditions: asked.conditions,
            late: asked.late,
            given_at: asked.given_at,
        }
    }
}
