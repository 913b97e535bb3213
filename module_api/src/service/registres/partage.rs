//! Who is given what to do: the check of a dossier, the sending of a lot. Shared out by open load when it comes; changed by hand with a
//! reason; handed over when somebody is away.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use demandes_domain::rights::{Action, Actor};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Context, Result, ServiceError, filled, log, may};
use crate::{
    service::{dossier, journal},
    store::{
        self as stores,
        evenements::NewEvenement,
        registres::co_administrateurs::{self as store, CoAdministrateur},
    },
};

/// Longest reason.
const MAX_MOTIF: usize = 2_000;

/// To whom, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribution {
    /// The co-administrateur.
    pub id_role: i32,
    /// Why. Kept in the log.
    pub motif: String,
}

/// What somebody takes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoAdministrateurDraft {
    /// Whether he takes the lots of a tour de table (DREAL).
    pub takes_tour_de_table: bool,
    /// Whether anything is shared out to him.
    pub active: bool,
}

/// When somebody is away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceDraft {
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Those to whom work is shared out, with their load.
///
/// # Errors
/// Without the right.
pub async fn list(context: &Context, actor: &Actor) -> Result<Vec<CoAdministrateur>> {
    may(actor, Action::ReadRegisters)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::list(&mut conn, None, context.today()).await?)
}

/// Makes somebody one of them, or changes what he takes.
///
/// # Errors
/// Without the right; when he has no active account.
pub async fn put(
    context: &Context,
    actor: &Actor,
    id_role: i32,
    draft: &CoAdministrateurDraft,
) -> Result<CoAdministrateur> {
    may(actor, Action::EditSettings)?;
    let mut tx = context.begin().await?;
    if stores::roles::active_user(&mut tx, id_role)
        .await?
        .is_none()
    {
        return Err(ServiceError::NotFound);
    }
    store::put(&mut tx, id_role, draft.takes_tour_de_table, draft.active).await?;
    let detail =
        json!({ "takes_tour_de_table": draft.takes_tour_de_table, "active": draft.active });
    let key = id_role.to_string();
    log(
        context,
        &mut tx,
        actor,
        "co_administrateur",
        &key,
        "put",
        detail,
    )
    .await?;
    let row = one(context, &mut tx, id_role).await?;
    tx.commit().await?;
    Ok(row)
}

async fn one(context: &Context, conn: &mut PgConnection, id: i32) -> Result<CoAdministrateur> {
    store::list(conn, Some(id), context.today())
        .await?
        .pop()
        .ok_or(ServiceError::NotFound)
}

/// Keeps when somebody is away: nothing is shared out to him then. Himself, or who keeps the registers.
///
/// # Errors
/// Without the right; when the end precedes the start.
pub async fn add_absence(
    context: &Context,
    actor: &Actor,
    id_role: i32,
    draft: &AbsenceDraft,
) -> Result<CoAdministrateur> {
    may(actor, Action::ManageSharing(id_role))?;
    if draft.ends_on < draft.starts_on {
        return Err(ServiceError::invalid_field(
            "ends_on",
            "La fin précède le début.",
        ));
    }
    let mut tx = context.begin().await?;
    one(context, &mut tx, id_role).await?;
    store::insert_absence(&mut tx, id_role, draft.starts_on, draft.ends_on).await?;
    let detail = json!({ "starts_on": draft.starts_on, "ends_on": draft.ends_on });
    let key = id_role.to_string();
    log(
        context,
        &mut tx,
        actor,
        "co_administrateur",
        &key,
        "absence",
        detail,
    )
    .await?;
    let row = one(context, &mut tx, id_role).await?;
    tx.commit().await?;
    Ok(row)
}

async fn receiver(context: &Context, conn: &mut PgConnection, id_role: i32) -> Result<()> {
    let row = store::list(conn, Some(id_role), context.today())
        .await?
        .pop();
    match row {
        Some(row) if row.active => Ok(()),
        _ => Err(ServiceError::invalid_field(
            "id_role",
            "Cette personne n'est pas un co-administrateur actif.",
        )),
    }
}

/// Gives the check of a dossier to somebody else.
///
/// # Errors
/// Without the right; without a reason; when he is no active co-administrateur.
pub async fn give_demande(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
    to: &Attribution,
) -> Result<()> {
    let mut tx = context.begin().await?;
    let dossier = dossier::change(context, &mut tx, id_demande, actor, Action::Assign).await?;
    let motif = filled("motif", &to.motif, MAX_MOTIF)?;
    receiver(context, &mut tx, to.id_role).await?;
    let from = dossier.demande.id_responsable;
    give(
        context,
        &mut tx,
        actor,
        (id_demande, None),
        (from, to.id_role),
        &motif,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Gives the sending of a lot to somebody else. Only he can send it then.
///
/// # Errors
/// As [`give_demande`]; when the lot has left.
pub async fn give_lot(
    context: &Context,
    actor: &Actor,
    id_lot: Uuid,
    to: &Attribution,
) -> Result<()> {
    let mut tx = context.begin().await?;
    let (dossier, index) =
        dossier::change_lot(context, &mut tx, id_lot, actor, |_| Action::AssignLot).await?;
    let motif = filled("motif", &to.motif, MAX_MOTIF)?;
    receiver(context, &mut tx, to.id_role).await?;
    let target = (dossier.demande.id_demande, Some(id_lot));
    let from = dossier.lots[index].id_responsable;
    give(context, &mut tx, actor, target, (from, to.id_role), &motif).await?;
    tx.commit().await?;
    Ok(())
}

/// Hands over all that is open of somebody. Gives how many dossiers and lots.
///
/// # Errors
/// Without the right; without a reason; when the receiver is no active co-administrateur.
pub async fn hand_over(
    context: &Context,
    actor: &Actor,
    id_role: i32,
    to: &Attribution,
) -> Result<usize> {
    may(actor, Action::ManageSharing(id_role))?;
    let motif = filled("motif", &to.motif, MAX_MOTIF)?;
    let mut tx = context.begin().await?;
    receiver(context, &mut tx, to.id_role).await?;
    // The dossiers are locked in one order, then looked at again: what was sent meanwhile stays his.
    let before = store::open_work(&mut tx, id_role).await?;
    for id_demande in before.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>() {
        stores::demandes::lock(&mut tx, id_demande).await?;
    }
    let open = store::open_work(&mut tx, id_role).await?;
    for target in &open {
        let hands = (Some(id_role), to.id_role);
        give(context, &mut tx, actor, *target, hands, &motif).await?;
        stores::demandes::bump_version(&mut tx, target.0, context.now()).await?;
        if let Some(id_lot) = target.1 {
            stores::lots::bump_version(&mut tx, id_lot, context.now()).await?;
        }
    }
    tx.commit().await?;
    Ok(open.len())
}

async fn give(
    context: &Context,
    conn: &mut PgConnection,
    actor: &Actor,
    (id_demande, id_lot): (Uuid, Option<Uuid>),
    (from, to): (Option<i32>, i32),
    motif: &str,
) -> Result<()> {
    store::give(conn, id_demande, id_lot, to, context.now()).await?;
    journal::record(
        conn,
        NewEvenement {
            id_demande,
            id_lot,
            kind: "assign",
            states: None,
            id_role: Some(actor.id_role),
            detail: json!({ "from": from, "to": to }),
            motif: Some(motif),
            at: context.now(),
        },
    )
    .await?;
    Ok(())
}
