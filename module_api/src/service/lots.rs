//! Reading the lots of a demande: figures only for those who may see them.

use demandes_domain::{
    lot::LotState,
    rights::{self, Action, Actor, DemandeFacts, LotFacts, Refusal, Target},
};
use uuid::Uuid;

use super::{Context, Result, ServiceError, dossier, extraction};
use crate::store::{
    self,
    adversary::AttackRow,
    avis::{Answer, AskedPole, DecisionRow},
    guard::FlagRow,
    jobs::JobRow,
    lots::LotRow,
};

/// A lot as somebody may see it.
#[derive(Debug, Clone)]
pub struct LotView {
    /// The row; its report, failure and archive are blank for who may not see figures.
    pub lot: LotRow,
    /// The pôles asked, with their avis for who may read them.
    pub asked: Vec<AskedPole>,
    /// All that they answered, oldest first, for who may read it.
    pub answers: Vec<Answer>,
    /// The decision, if taken.
    pub decision: Option<DecisionRow>,
    /// The work on it, for who handles it.
    pub extraction: Option<Extraction>,
    /// Whether the adversary keeps its archive from leaving, for the same.
    pub blocked: bool,
    /// What became of the last attack, for who may see checks.
    pub attack: Option<AttackRow>,
    /// What the guard flagged, for who may see checks.
    pub flags: Vec<FlagRow>,
}

/// The work on a lot (its extraction, then the attack of its archive), and where it stands now.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// The job.
    pub job: JobRow,
    /// Whether a worker is at it.
    pub running: bool,
}

/// The lots of a demande.
///
/// # Errors
/// When the demande does not exist or the actor may not see it.
pub async fn list(context: &Context, actor: &Actor, id_demande: Uuid) -> Result<Vec<LotView>> {
    let mut conn = context.pool.acquire().await?;
    let dossier = dossier::read(&mut conn, id_demande, actor, Action::ReadLots).await?;
    let reads_avis = reads_avis(actor, &dossier.facts);
    let mut views = Vec::with_capacity(dossier.lots.len());
    for (lot, facts) in dossier.lots.iter().zip(&dossier.facts.lots) {
        let figures = rights::check(
            actor,
            Action::ReadLotFigures,
            Target::Lot(&dossier.facts, facts),
        )
        .is_ok();
        let checks =
            lot.id_responsable == Some(actor.id_role) || may_decide(actor, &dossier.facts, facts);
        // A copy counts what stands for records of F2 or F3: nothing of it before its delivery either.
        let told = lot.fallback_of.is_none() || facts.state.is_delivered() || checks;
        let shown = if figures && told {
            lot.clone()
        } else {
            without_figures(lot)
        };
        let job = if checks {
            extraction::job(&mut conn, lot).await?
        } else {
            None
        };
        let now = context.now();
        let attack = if checks {
            store::adversary::latest(&mut conn, lot.id_lot).await?
        } else {
            None
        };
        views.push(LotView {
            blocked: facts.state == LotState::Extrait
                && attack.as_ref().is_some_and(|attack| {
                    attack.findings > 0 && Some(&attack.sha256) == lot.archive_sha256.as_ref()
                }),
            extraction: job.map(|job| Extraction {
                running: job.is_leased(now),
                job,
            }),
            lot: if checks { shown } else { without_checks(shown) },
            asked: asked(store::avis::asked(&mut conn, lot.id_lot).await?, reads_avis),
            answers: if reads_avis {
                store::avis::answers(&mut conn, lot.id_lot).await?
            } else {
                Vec::new()
            },
            decision: store::avis::decision(&mut conn, lot.id_lot)
                .await?
                .map(|decision| decision_seen(decision, checks)),
            attack,
            flags: if checks {
                store::guard::flags(&mut conn, Some(lot.id_lot)).await?
            } else {
                Vec::new()
            },
        });
    }
    Ok(views)
}

fn without_figures(lot: &LotRow) -> LotRow {
    LotRow {
        report: None,
        failure: None,
        archive_bytes: None,
        archive_sha256: None,
        archive_name: None,
        frozen_name: None,
        frozen_sha256: None,
        ..lot.clone()
    }
}

/// The counts of what is not delivered are the coordination's and the responsible's.
fn without_checks(mut lot: LotRow) -> LotRow {
    if let Some(report) = lot
        .report
        .as_mut()
        .and_then(serde_json::Value::as_object_mut)
    {
        report.remove("checks");
    }
    lot.failure = None;
    lot
}

/// Which records were named says that there are some: the coordination's and the responsible's.
fn decision_seen(mut decision: DecisionRow, checks: bool) -> DecisionRow {
    if !checks {
        decision.named_records.clear();
    }
    decision
}

/// Whether he holds the right to decide, whatever the state.
fn may_decide(actor: &Actor, demande: &DemandeFacts, lot: &LotFacts) -> bool {
    let outcome = rights::check(actor, Action::Decide, Target::Lot(demande, lot));
    !matches!(outcome, Err(Refusal::Forbidden { .. } | Refusal::NotFound))
}

/// The words of an avis are between the pôles asked about the demande and who handles it. The demandeur and his colleagues read
/// the decision and its motif.
fn reads_avis(actor: &Actor, demande: &DemandeFacts) -> bool {
    let me = Some(actor.id_role);
    let asked = |lot: &LotFacts| {
        lot.responsable == me
            || lot
                .asked_poles
                .iter()
                .any(|pole| actor.animateur_of.contains(pole))
    };
    let handles =
        actor.read_filter().all || demande.responsable == me || demande.lots.iter().any(asked);
    handles && demande.demandeur != actor.id_role
}

fn asked(mut poles: Vec<AskedPole>, reads_avis: bool) -> Vec<AskedPole> {
    if !reads_avis {
        for pole in &mut poles {
            (pole.kind, pole.motif, pole.conditions) = (None, None, None);
            (pole.late, pole.given_at) = (None, None);
        }
    }
    poles
}

/// One lot, as the actor may see it.
///
/// # Errors
/// As [`list`].
pub async fn one(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<LotView> {
    let mut conn = context.pool.acquire().await?;
    let lot = store::lots::get(&mut conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(conn);
    let views = list(context, actor, lot.id_demande).await?;
    views
        .into_iter()
        .find(|view| view.lot.id_lot == id_lot)
        .ok_or(ServiceError::NotFound)
}
