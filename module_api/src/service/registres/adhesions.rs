//! Memberships: begun, decided upon, ended.

use chrono::NaiveDate;
use demandes_domain::{
    registers::{self, AdhesionError, AdhesionKind, EndReason},
    rights::{Action, Actor},
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Context, Result, ServiceError, known_organisme, log, may, optional};
use crate::{
    service::{dossier::stored, request::Overwrites},
    store::registres::adhesions::{self as store, Adhesion, NewAdhesion},
};

const REGISTRE: &str = "adhesion";

/// A membership to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdhesionDraft {
    /// Whose.
    pub id_organisme: i32,
    /// `adherent`, `pre_adherent` or `partenaire_pole`.
    pub kind: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// The décision or the letter it is based on.
    pub reference: Option<String>,
    /// Words.
    pub comment: Option<String>,
    /// The pôle of a partner.
    pub id_pole: Option<i32>,
}

/// How a membership ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinAdhesion {
    /// `admis` (the pré-adhérent becomes an adhérent on that day), `refuse` or `parti`.
    pub reason: String,
    /// The day of the décision or of the departure.
    pub on: NaiveDate,
    /// The décision or the letter it is based on.
    pub reference: Option<String>,
    /// Words.
    pub comment: Option<String>,
}

fn refused(error: AdhesionError) -> ServiceError {
    match error {
        AdhesionError::BeforeItsStart => ServiceError::invalid_field("on", error.to_string()),
        other => ServiceError::conflict("adhesion_refused", other.to_string()),
    }
}

/// The memberships of an organisme (or all), in force on a day (or ever).
///
/// # Errors
/// Without the right.
pub async fn list(
    context: &Context,
    actor: &Actor,
    id_organisme: Option<i32>,
    on: Option<NaiveDate>,
) -> Result<Vec<Adhesion>> {
    may(actor, Action::ReadRegisters)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::list(&mut conn, id_organisme, on).await?)
}

/// Adds a membership.
///
/// # Errors
/// Without the right; when the organisme is already one at that time.
pub async fn create(context: &Context, actor: &Actor, draft: &AdhesionDraft) -> Result<Adhesion> {
    may(actor, Action::EditRegisters)?;
    let mut tx = context.begin().await?;
    known_organisme(&mut tx, draft.id_organisme).await?;
    store::lock(&mut tx, draft.id_organisme).await?;
    let kind: AdhesionKind =
        draft
            .kind
            .parse()
            .map_err(|error: demandes_domain::UnknownCode| {
                ServiceError::invalid_field("kind", error.to_string())
            })?;
    let new = registers::Adhesion {
        kind,
        starts_on: draft.starts_on,
        ends_on: None,
    };
    let others = store::list(&mut tx, Some(draft.id_organisme), None).await?;
    let others = others.iter().map(rules).collect::<Result<Vec<_>>>()?;
    new.check_against(&others).map_err(refused)?;
    if let Some(id_pole) = draft.id_pole
        && crate::store::registres::poles::lock(&mut tx, id_pole)
            .await?
            .is_none()
    {
        return Err(ServiceError::invalid_field(
            "id_pole",
            "Ce pôle n'existe pas.",
        ));
    }
    let (reference, comment) = (
        optional("reference", draft.reference.as_deref())?,
        optional("comment", draft.comment.as_deref())?,
    );
    let id = store::insert(
        &mut tx,
        &NewAdhesion {
            id_organisme: draft.id_organisme,
            kind: kind.as_str(),
            starts_on: draft.starts_on,
            reference: reference.as_deref(),
            comment: comment.as_deref(),
            id_pole: draft.id_pole,
        },
    )
    .await?;
    let detail = json!({ "kind": kind, "starts_on": draft.starts_on });
    log(
        context,
        &mut tx,
        actor,
        REGISTRE,
        &id.to_string(),
        "create",
        detail,
    )
    .await?;
    let made = store::get(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(made)
}

fn rules(row: &Adhesion) -> Result<registers::Adhesion> {
    Ok(registers::Adhesion {
        kind: stored(&row.kind)?,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    })
}

/// Ends a membership; a pré-adhérent who is admitted is an adhérent from that day. Gives the memberships of the organisme.
///
/// # Errors
/// Without the right; when it is over, or nothing is to be decided.
pub async fn end(
    context: &Context,
    actor: &Actor,
    id: i32,
    end: &FinAdhesion,
) -> Result<Vec<Adhesion>> {
    may(actor, Action::EditRegisters)?;
    let mut tx = context.begin().await?;
    let found = store::get(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    store::lock(&mut tx, found.id_organisme).await?;
    let found = store::get(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    context
        .request
        .check_version(found.version, Overwrites::No)?;
    let reason: EndReason = end
        .reason
        .parse()
        .map_err(|error: demandes_domain::UnknownCode| {
            ServiceError::invalid_field("reason", error.to_string())
        })?;
    let last_day = rules(&found)?.last_day(reason, end.on).map_err(refused)?;
    let (reference, comment) = (
        optional("reference", end.reference.as_deref())?,
        optional("comment", end.comment.as_deref())?,
    );
    store::end(
        &mut tx,
        id,
        last_day,
        reason.as_str(),
        reference.as_deref(),
        comment.as_deref(),
    )
    .await?;
    if reason == EndReason::Admis {
        admit(&mut tx, &found, end.on, reference.as_deref()).await?;
    }
    let detail = json!({ "reason": reason, "on": end.on });
    log(
        context,
        &mut tx,
        actor,
        REGISTRE,
        &id.to_string(),
        "end",
        detail,
    )
    .await?;
    let all = store::list(&mut tx, Some(found.id_organisme), None).await?;
    tx.commit().await?;
    Ok(all)
}

async fn admit(
    conn: &mut sqlx::PgConnection,
    pre: &Adhesion,
    on: NaiveDate,
    reference: Option<&str>,
) -> Result<()> {
    let new = registers::Adhesion {
        kind: AdhesionKind::Adherent,
        starts_on: on,
        ends_on: None,
    };
    let others = store::list(conn, Some(pre.id_organisme), None).await?;
    let others = others.iter().map(rules).collect::<Result<Vec<_>>>()?;
    new.check_against(&others).map_err(refused)?;
    store::insert(
        conn,
        &NewAdhesion {
            id_organisme: pre.id_organisme,
            kind: AdhesionKind::Adherent.as_str(),
            starts_on: on,
            reference,
            comment: None,
            id_pole: None,
        },
    )
    .await?;
    Ok(())
}
