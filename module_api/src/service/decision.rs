//! Deciding a lot, once its tour de table is over.

use demandes_domain::{
    avis::Conditions,
    decision::{AskedPole, DecisionDraft, DecisionError, DecisionKind, LatestAvis, readiness},
    echeance::livraison_deadline,
    lot::{LotCommand, LotKind},
    rights::{Action, Actor},
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError,
    avis::check_conditions,
    dossier::{self, stored},
    extraction, fallback, journal, lettres, named, settings,
};
use crate::store::{self, avis::DecisionRow, evenements::NewEvenement};

impl From<DecisionError> for ServiceError {
    fn from(error: DecisionError) -> Self {
        match error {
            DecisionError::NotReady { .. } | DecisionError::NobodyAsked => {
                Self::conflict("decision_not_ready", error.to_string())
            }
            other => Self::invalid("decision_invalid", other.to_string()),
        }
    }
}

/// Takes the decision on a lot: accepted, it is extracted; refused, it ends there, and its blurred copy is made if it is due.
///
/// # Errors
/// Without the right, in another state, before the tour de table is over, or without a motif where one is due.
pub async fn decide(
    context: &Context,
    actor: &Actor,
    id_lot: Uuid,
    draft: &DecisionDraft,
) -> Result<()> {
    let mut tx = context.begin().await?;
    let (now, today) = (context.now(), context.today());
    let (dossier, index) =
        dossier::change_lot(context, &mut tx, id_lot, actor, |_| Action::Decide).await?;
    let asked = store::avis::asked(&mut tx, id_lot).await?;
    let (poles, avis) = latest(&asked)?;
    readiness(&poles, today).check()?;
    let ranks = store::registers::level_ranks(&mut tx).await?;
    draft.validate(&avis, |level| ranks.get(level).copied(), today)?;
    check_conditions(&mut tx, &draft.conditions).await?;
    check_coarser_level(dossier.facts.lots[index].kind, &draft.conditions)?;
    draft.check_named(dossier.facts.lots[index].kind)?;
    named::check(context, &mut tx, &dossier, index, &draft.named_records).await?;
    let before = dossier.facts.lots[index].state;
    let state = before.apply(LotCommand::Decide(draft.kind))?;
    let row = DecisionRow {
        kind: draft.kind.to_string(),
        motif: draft.motif.clone(),
        conditions: (!draft.conditions.is_empty()).then(|| json!(draft.conditions)),
        named_records: draft.named_records.clone(),
        decided_at: now,
    };
    store::avis::insert_decision(&mut tx, id_lot, &row, actor.id_role).await?;
    store::lots::set_state(&mut tx, id_lot, state.as_str(), now).await?;
    if draft.kind != DecisionKind::Refuse {
        schedule(
            context,
            &mut tx,
            id_lot,
            &draft.conditions,
            dossier.demande.settings_version,
        )
        .await?;
    }
    let lettre = lettres::decision(&mut tx, &dossier, id_lot, draft, actor, now).await?;
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande: dossier.demande.id_demande,
            id_lot: Some(id_lot),
            kind: "decide",
            states: Some((before.to_string(), state.to_string())),
            id_role: Some(actor.id_role),
            detail: json!({ "decision": row.kind, "conditions": row.conditions, "lettre": lettre,
                (named::DIGEST_MEMBER): named::digest(&row.named_records) }),
            motif: row.motif.as_deref(),
            at: now,
        },
    )
    .await?;
    fallback::open_due(context, &mut tx, dossier.demande.id_demande).await?;
    tx.commit().await?;
    Ok(())
}

/// The rows of F1 are already as coarse as their level says; coarser ones would tell that their own area meets the perimeter.
fn check_coarser_level(kind: LotKind, conditions: &Conditions) -> Result<()> {
    if kind == LotKind::F1 && conditions.coarser_level.is_some() {
        return Err(ServiceError::invalid_field(
            "coarser_level",
            "Un lot F1 ne se floute pas davantage : ses données sensibles le sont déjà. Excluez des taxons ou une période.",
        ));
    }
    Ok(())
}

/// The delivery is due some days from now, and starts after the embargo, if the decision sets one.
pub(super) async fn schedule(
    context: &Context,
    conn: &mut PgConnection,
    id_lot: Uuid,
    conditions: &Conditions,
    settings_version: i32,
) -> Result<()> {
    let settings = settings::load(conn, settings_version).await?;
    let from = conditions.embargo_until.unwrap_or_else(|| context.today());
    store::lots::set_livraison_echeance(
        conn,
        id_lot,
        livraison_deadline(from, settings.livraison_days),
    )
    .await?;
    let run_at = extraction::starts_at(conditions, context.now());
    extraction::enqueue(conn, id_lot, run_at).await
}

fn latest(asked: &[store::avis::AskedPole]) -> Result<(Vec<AskedPole>, Vec<LatestAvis>)> {
    let mut poles = Vec::with_capacity(asked.len());
    let mut avis = Vec::new();
    for pole in asked {
        let kind = pole.kind.as_deref().map(stored).transpose()?;
        poles.push(AskedPole {
            pole: pole.id_pole,
            echeance: pole.echeance,
            latest: kind,
        });
        if let Some(kind) = kind {
            let conditions = match &pole.conditions {
                Some(json) => serde_json::from_value::<Conditions>(json.clone())
                    .map_err(anyhow::Error::from)?,
                None => Conditions::default(),
            };
            avis.push(LatestAvis {
                pole: pole.id_pole,
                kind,
                conditions,
            });
        }
    }
    Ok((poles, avis))
}
