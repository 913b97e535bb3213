//! Colleges: who sits in them.

use chrono::NaiveDate;
use demandes_domain::rights::{self, Action, Actor, Target};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Context, MAX_NAME, Result, ServiceError, filled, known_organisme, log, may, optional};
use crate::{
    service::request::Overwrites,
    store::registres::colleges::{self as store, Membre, MembreContent},
};

/// A member, as written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MembreDraft {
    /// College: an existing code, or a new one with `college_label`.
    pub code_college: String,
    /// Name of the college, to make or rename it.
    pub college_label: Option<String>,
    /// For which organisme.
    pub id_organisme: Option<i32>,
    /// Who sits.
    pub titulaire: String,
    /// Who sits in his absence.
    pub suppleant: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Whether the published list has him.
    #[serde(default = "yes")]
    pub published: bool,
}

const fn yes() -> bool {
    true
}

/// The members in force on a day. Who does not keep the registers reads the published list.
///
/// # Errors
/// Without a right on the module.
pub async fn list(context: &Context, actor: &Actor, on: Option<NaiveDate>) -> Result<Vec<Membre>> {
    may(actor, Action::ReadReferences)?;
    let all = rights::check(actor, Action::ReadRegisters, Target::Module).is_ok();
    let mut conn = context.pool.acquire().await?;
    let on = on.unwrap_or_else(|| context.today());
    Ok(store::list(&mut conn, Some(on), !all).await?)
}

/// Adds a member.
///
/// # Errors
/// Without the right; when something does not stand.
pub async fn create(context: &Context, actor: &Actor, draft: &MembreDraft) -> Result<Membre> {
    may(actor, Action::EditRegisters)?;
    write(context, actor, None, draft).await
}

/// Replaces what is written of a member.
///
/// # Errors
/// As [`create`]; when somebody changed it meanwhile.
pub async fn update(
    context: &Context,
    actor: &Actor,
    id: i32,
    draft: &MembreDraft,
) -> Result<Membre> {
    may(actor, Action::EditRegisters)?;
    write(context, actor, Some(id), draft).await
}

async fn write(
    context: &Context,
    actor: &Actor,
    id: Option<i32>,
    draft: &MembreDraft,
) -> Result<Membre> {
    let mut tx = context.begin().await?;
    if let Some(id) = id {
        let found = store::get(&mut tx, id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        context
            .request
            .check_version(found.version, Overwrites::Yes)?;
    }
    let titulaire = filled("titulaire", &draft.titulaire, MAX_NAME)?;
    let suppleant = optional("suppleant", draft.suppleant.as_deref())?;
    if draft.ends_on.is_some_and(|end| end < draft.starts_on) {
        return Err(ServiceError::invalid_field(
            "ends_on",
            "La fin précède le début.",
        ));
    }
    if let Some(id_organisme) = draft.id_organisme {
        known_organisme(&mut tx, id_organisme).await?;
    }
    let code = draft.code_college.trim();
    let is_code = !code.is_empty()
        && code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if let Some(label) = draft.college_label.as_deref().filter(|_| is_code) {
        let label = filled("college_label", label, MAX_NAME)?;
        store::put(&mut tx, code, &label, 0).await?;
    }
    if !is_code || !store::exists(&mut tx, code).await? {
        return Err(ServiceError::invalid_field(
            "code_college",
            "Ce collège n'existe pas : donnez aussi son nom (college_label) pour le créer, avec un code en minuscules.",
        ));
    }
    let member = MembreContent {
        code_college: code,
        id_organisme: draft.id_organisme,
        titulaire: &titulaire,
        suppleant: suppleant.as_deref(),
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        published: draft.published,
    };
    let (id, kind) = match id {
        Some(id) => {
            store::update(&mut tx, id, &member).await?;
            (id, "update")
        }
        None => (store::insert(&mut tx, &member).await?, "create"),
    };
    let detail = json!({ "college": code, "starts_on": draft.starts_on, "ends_on": draft.ends_on });
    log(
        context,
        &mut tx,
        actor,
        "college_membre",
        &id.to_string(),
        kind,
        detail,
    )
    .await?;
    let row = store::get(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(row)
}
