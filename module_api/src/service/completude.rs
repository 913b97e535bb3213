//! The check of a deposited dossier by a person. Complete: its lots exist, and each goes the way that was announced.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use demandes_domain::{
    demande::{DemandeCommand, DemandeState, ShownState, shown_state},
    echeance::{avis_deadline, livraison_deadline},
    lot::{LotCommand, LotState},
    rights::{Action, Actor},
    settings::Settings,
    tour_de_table::{AnnouncedLot, Route},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, annonce, avis,
    dossier::{self, Dossier},
    extraction, journal, lettres, settings,
};
use crate::store::{self, demandes::DemandeRow, evenements::NewEvenement, lots::NewLot};

/// The outcome of the check.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletudeDraft {
    /// Whether everything is there.
    pub complete: bool,
    /// What is missing; required when something is.
    pub comment: Option<String>,
}

/// Declares a deposited demande complete or incomplete.
///
/// # Errors
/// Without the right, in another state, or incomplete without a comment.
pub async fn declare(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
    draft: &CompletudeDraft,
) -> Result<(DemandeRow, ShownState)> {
    let comment = draft
        .comment
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    if !draft.complete && comment.is_none() {
        return Err(ServiceError::invalid_field(
            "comment",
            "Dites ce qui manque : le demandeur en sera informé.",
        ));
    }
    let mut tx = context.begin().await?;
    let now = context.now();
    let dossier = dossier::change(
        context,
        &mut tx,
        id_demande,
        actor,
        Action::DeclareCompletude,
    )
    .await?;
    let command = if draft.complete {
        DemandeCommand::DeclareComplete
    } else {
        DemandeCommand::DeclareIncomplete
    };
    let state = dossier.state().apply(command, &dossier.lot_states())?;
    store::demandes::set_state(&mut tx, id_demande, state.as_str(), now).await?;
    store::demandes::set_completude(&mut tx, id_demande, comment, draft.complete.then_some(now))
        .await?;
    let lettre = letter(
        &mut tx,
        &dossier,
        actor,
        comment.filter(|_| !draft.complete),
        now,
    )
    .await?;
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande,
            id_lot: None,
            kind: command.as_str(),
            states: Some((dossier.demande.state.clone(), state.to_string())),
            id_role: Some(actor.id_role),
            detail: lettre.map_or_else(|| json!({}), |lettre| json!({ "lettre": lettre })),
            motif: comment,
            at: now,
        },
    )
    .await?;
    if state == DemandeState::Complete {
        open_lots(context, &mut tx, &dossier).await?;
    }
    let after = dossier::load(&mut tx, id_demande).await?;
    tx.commit().await?;
    let shown = shown_state(after.state(), &after.lot_states());
    Ok((after.demande, shown))
}

/// What is missing is told by a letter; a tour de table, by the one that lengthens the term.
async fn letter(
    conn: &mut PgConnection,
    dossier: &Dossier,
    actor: &Actor,
    missing: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<Value>> {
    let demande = &dossier.demande;
    if let Some(missing) = missing {
        let lettre = lettres::incomplete(conn, demande, actor.id_role, missing, now).await?;
        return Ok(Some(lettre));
    }
    let route = kept_route(conn, demande.id_demande).await?;
    if !route.lots.iter().any(|lot| lot.tour_de_table) {
        return Ok(None);
    }
    let settings = settings::load(conn, demande.settings_version).await?;
    lettres::extension(conn, demande, &settings, actor.id_role, now).await
}

async fn kept_route(conn: &mut PgConnection, id_demande: Uuid) -> Result<Route> {
    let route = annonce::kept_route(conn, id_demande).await?;
    Ok(route.context("a complete demande has no dépôt in its log")?)
}

/// Opens the lots of the route kept at the last dépôt.
async fn open_lots(context: &Context, conn: &mut PgConnection, dossier: &Dossier) -> Result<()> {
    let id_demande = dossier.demande.id_demande;
    let settings = settings::load(conn, dossier.demande.settings_version).await?;
    let route = kept_route(conn, id_demande).await?;
    for announced in &route.lots {
        open_lot(context, conn, id_demande, announced, &settings).await?;
    }
    Ok(())
}

async fn open_lot(
    context: &Context,
    conn: &mut PgConnection,
    id_demande: Uuid,
    announced: &AnnouncedLot,
    settings: &Settings,
) -> Result<()> {
    let (now, today) = (context.now(), context.today());
    let command = if announced.tour_de_table {
        LotCommand::AskAvis
    } else {
        LotCommand::DecideByRule
    };
    let state = LotState::Prevu.apply(command)?;
    let lot = NewLot {
        id_lot: Uuid::now_v7(),
        id_demande,
        kind: announced.kind.to_string(),
        code_groupe: announced.groupe.clone(),
        state: state.to_string(),
        tour_de_table: announced.tour_de_table,
        id_responsable: store::registers::least_loaded(conn, announced.tour_de_table, today)
            .await?,
        fallback_of: None,
    };
    store::lots::insert(conn, &lot, now).await?;
    if announced.tour_de_table {
        let echeance = avis_deadline(today, settings.avis_days);
        store::lots::ask_avis(conn, lot.id_lot, &announced.poles, today, echeance).await?;
        avis::enqueue_expiry(conn, lot.id_lot, echeance).await?;
    } else {
        store::lots::set_livraison_echeance(
            conn,
            lot.id_lot,
            livraison_deadline(today, settings.livraison_days),
        )
        .await?;
        extraction::enqueue(conn, lot.id_lot, now).await?;
    }
    journal::record(conn, NewEvenement {
        id_demande,
        id_lot: Some(lot.id_lot),
        kind: command.as_str(),
        states: Some((LotState::Prevu.to_string(), state.to_string())),
        id_role: None,
        detail: json!({ "kind": lot.kind, "groupe": lot.code_groupe, "poles": announced.poles }),
        motif: None,
        at: now,
    })
    .await?;
    Ok(())
}
