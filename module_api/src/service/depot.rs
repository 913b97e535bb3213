//! The dépôt: what is missing is told, the route announced is kept, the dossier is shared out for its check.

use demandes_domain::{
    completude::{DepotFacts, Engagement, missing},
    demande::{DemandeCommand, ShownState, shown_state},
    rights::{Action, Actor},
};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Context, FieldProblem, Result, ServiceError, annonce, dossier, journal, lettres, perimetre,
    settings,
    taxons::{Probleme, Status},
};
use crate::store::{self, demandes::DemandeRow, evenements::NewEvenement};

/// What is accepted with the dépôt.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepotDraft {
    /// Version of the engagement that was read and is accepted; none refuses the dépôt.
    pub engagement_version: Option<i32>,
}

/// Deposits a demande.
///
/// # Errors
/// Without the right, in another state, or when something is missing (every missing field is told).
pub async fn deposit(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
    draft: &DepotDraft,
) -> Result<(DemandeRow, ShownState)> {
    let mut tx = context.begin().await?;
    let (now, today) = (context.now(), context.today());
    let dossier = dossier::change(context, &mut tx, id_demande, actor, Action::Depose).await?;
    let state = dossier
        .state()
        .apply(DemandeCommand::Depose, &dossier.lot_states())?;
    let facts = facts(&mut tx, &dossier.demande, actor, draft, context).await?;
    refuse_if_missing(&facts)?;
    let perimetre = perimetre::load(&mut tx, id_demande).await?;
    let (settings_version, settings) = settings::current(&mut tx).await?;
    let tally = store::classification::tally(
        &mut tx,
        &annonce::wanted(&dossier.demande, &settings, today),
    )
    .await?;
    let (route, _) = annonce::route_of(
        &mut tx,
        &dossier.demande,
        &perimetre,
        &tally,
        &settings,
        today,
    )
    .await?;
    let responsable = store::registers::least_loaded(&mut tx, false, today).await?;
    store::demandes::set_depot(
        &mut tx,
        id_demande,
        settings_version,
        facts.engagement_version,
        actor.id_role,
        responsable,
        now,
    )
    .await?;
    store::demandes::set_state(&mut tx, id_demande, state.as_str(), now).await?;
    let after = dossier::load(&mut tx, id_demande).await?;
    let again = dossier.demande.deposited_at.is_some();
    let lettre = lettres::receipt(&mut tx, &after.demande, &settings, again, now).await?;
    journal::record(&mut tx, NewEvenement {
        id_demande,
        id_lot: None,
        kind: DemandeCommand::Depose.as_str(),
        states: Some((dossier.demande.state.clone(), state.to_string())),
        id_role: Some(actor.id_role),
        detail: json!({ "route": route, "settings_version": settings_version, "communes_layer": perimetre.communes_layer,
            "lettre": lettre }),
        motif: None,
        at: now,
    })
    .await?;
    tx.commit().await?;
    let shown = shown_state(after.state(), &after.lot_states());
    Ok((after.demande, shown))
}

async fn facts(
    conn: &mut PgConnection,
    demande: &DemandeRow,
    actor: &Actor,
    draft: &DepotDraft,
    context: &Context,
) -> Result<DepotFacts> {
    let today = context.today();
    let (engagement_version, _) = store::registers::current_engagement(conn, today)
        .await?
        .ok_or_else(|| anyhow::anyhow!("no engagement text is published"))?;
    let unknown = match &demande.cd_noms {
        Some(taxa) => store::registers::unknown_cd_noms(conn, taxa).await?,
        None => Vec::new(),
    };
    let problems: Vec<Probleme> =
        serde_json::from_value(demande.taxa_problems.clone()).map_err(anyhow::Error::from)?;
    let lines = |which: fn(Status) -> bool| -> Vec<String> {
        let found = problems.iter().filter(|problem| which(problem.status));
        found
            .map(|problem| format!("« {} » (ligne {})", problem.entry, problem.line))
            .collect()
    };
    Ok(DepotFacts {
        demandeur: Some(demande.id_demandeur),
        organisme: demande.id_organisme,
        has_maitre_ouvrage: demande.maitre_ouvrage.is_some(),
        objet: demande.objet.clone(),
        objet_detail: Some(demande.objet_detail.clone()),
        has_perimetre: store::perimetres::get(conn, demande.id_demande)
            .await?
            .is_some(),
        date_from: demande.date_from,
        date_to: demande.date_to,
        unknown_taxa: unknown
            .iter()
            .map(ToString::to_string)
            .chain(lines(|status| status != Status::Ambigu))
            .collect(),
        ambiguous_taxa: lines(|status| status == Status::Ambigu),
        wants_precise_sensitive: Some(demande.wants_precise_sensitive),
        accepts_fallback: Some(demande.accepts_fallback),
        intended_use: Some(demande.intended_use.clone()),
        use_months: demande
            .use_months
            .and_then(|months| u32::try_from(months).ok()),
        other_holders: Some(demande.other_holders.clone()),
        engagement: draft.engagement_version.map(|version| Engagement {
            version,
            accepted_on: today,
            accepted_by: actor.id_role,
        }),
        engagement_version,
    })
}

/// What this demande still lacks before its dépôt; the engagement apart, which comes with the dépôt itself.
///
/// # Errors
/// When the database fails.
pub(super) async fn missing_before(
    conn: &mut PgConnection,
    demande: &DemandeRow,
    actor: &Actor,
    context: &Context,
) -> Result<Vec<FieldProblem>> {
    let draft = DepotDraft {
        engagement_version: None,
    };
    let facts = facts(conn, demande, actor, &draft, context).await?;
    let mut problems = problems(&facts);
    problems.retain(|problem| problem.field != "engagement");
    Ok(problems)
}

fn problems(facts: &DepotFacts) -> Vec<FieldProblem> {
    missing(facts)
        .into_iter()
        .map(|missing| FieldProblem {
            field: missing.field.to_owned(),
            message: missing.message,
        })
        .collect()
}

fn refuse_if_missing(facts: &DepotFacts) -> Result<()> {
    let fields = problems(facts);
    if fields.is_empty() {
        return Ok(());
    }
    Err(ServiceError::Invalid {
        code: "depot_incomplete",
        detail: "La demande ne peut pas encore être déposée : complétez ce qui manque.".to_owned(),
        fields,
    })
}
