//! Pôles, their groups, and who speaks for them.

use chrono::NaiveDate;
use demandes_domain::rights::{Action, Actor};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::{Context, MAX_NAME, Result, ServiceError, filled, given, log, may};
use crate::{
    service::request::Overwrites,
    store::{
        self as stores,
        registres::poles::{self as store, Animateur, AnimateurContent, Pole},
    },
};

/// A pôle to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PoleDraft {
    /// Stable name, in lower case.
    pub code: String,
    /// Name shown.
    pub label: String,
    /// Codes of its groups.
    #[serde(default)]
    pub groupes: Vec<String>,
}

/// A change of a pôle; a member left out is left as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolePatch {
    /// Name shown.
    pub label: Option<String>,
    /// Whether it is asked.
    pub active: Option<bool>,
    /// Whether its people have one mail a day instead of one for each message.
    pub digest: Option<bool>,
    /// Codes of its groups.
    pub groupes: Option<Vec<String>>,
}

/// Somebody who speaks for a pôle.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnimateurDraft {
    /// Who.
    pub id_role: i32,
    /// `animateur` or `suppleant`.
    #[serde(default = "animateur")]
    pub role: String,
    /// The départements he answers for first; none: all.
    pub departements: Option<Vec<String>>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

fn animateur() -> String {
    "animateur".to_owned()
}

/// A change of who speaks for a pôle; a member left out is left as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnimateurPatch {
    /// `animateur` or `suppleant`.
    pub role: Option<String>,
    /// The départements he answers for first; `null`: all.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<String>>)]
    pub departements: Option<Option<Vec<String>>>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day; `null`: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Option<Option<NaiveDate>>,
}

/// Every pôle.
///
/// # Errors
/// Without a right on the module.
pub async fn list(context: &Context, actor: &Actor) -> Result<Vec<Pole>> {
    may(actor, Action::ReadReferences)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::list(&mut conn, None).await?)
}

/// Makes a pôle.
///
/// # Errors
/// Without the right; when its code is taken.
pub async fn create(context: &Context, actor: &Actor, draft: &PoleDraft) -> Result<Pole> {
    may(actor, Action::EditRegisters)?;
    let label = filled("label", &draft.label, MAX_NAME)?;
    let code = draft.code.trim();
    if code.is_empty()
        || !code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    {
        return Err(ServiceError::invalid_field(
            "code",
            "Donnez un code en minuscules, sans accent ni espace.",
        ));
    }
    let mut tx = context.begin().await?;
    let id = store::insert(&mut tx, code, &label).await?;
    let id = id.ok_or_else(|| {
        ServiceError::conflict(
            "pole_exists",
            "Un pôle a déjà ce code : donnez-en un autre.",
        )
    })?;
    set_groupes(&mut tx, id, &draft.groupes).await?;
    let detail = json!({ "code": code, "groupes": draft.groupes });
    log(
        context,
        &mut tx,
        actor,
        "pole",
        &id.to_string(),
        "create",
        detail,
    )
    .await?;
    let pole = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(pole)
}

async fn one(conn: &mut PgConnection, id: i32) -> Result<Pole> {
    store::list(conn, Some(id))
        .await?
        .pop()
        .ok_or(ServiceError::NotFound)
}

async fn set_groupes(conn: &mut PgConnection, id: i32, codes: &[String]) -> Result<()> {
    let unknown = store::set_groupes(conn, id, codes).await?;
    if unknown.is_empty() {
        return Ok(());
    }
    Err(ServiceError::invalid_field(
        "groupes",
        format!("Groupes inconnus : {}.", unknown.join(", ")),
    ))
}

/// Changes a pôle. The one that stands for the coordination is always asked.
///
/// # Errors
/// Without the right; when somebody changed it meanwhile, or a group is unknown.
pub async fn update(context: &Context, actor: &Actor, id: i32, patch: &PolePatch) -> Result<Pole> {
    may(actor, Action::EditRegisters)?;
    let mut tx = context.begin().await?;
    let (version, is_coordination) = store::lock(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    context.request.check_version(version, Overwrites::Yes)?;
    if is_coordination && patch.active == Some(false) {
        return Err(ServiceError::conflict(
            "coordination_always_asked",
            "La coordination répond des données sans pôle : elle ne peut pas être désactivée.",
        ));
    }
    let label = match &patch.label {
        Some(label) => Some(filled("label", label, MAX_NAME)?),
        None => None,
    };
    store::update(&mut tx, id, label.as_deref(), patch.active, patch.digest).await?;
    if let Some(codes) = &patch.groupes {
        set_groupes(&mut tx, id, codes).await?;
    }
    let detail = json!({ "label": label, "active": patch.active, "digest": patch.digest,
        "groupes": patch.groupes });
    log(
        context,
        &mut tx,
        actor,
        "pole",
        &id.to_string(),
        "update",
        detail,
    )
    .await?;
    let pole = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(pole)
}

/// Adds somebody who speaks for a pôle.
///
/// # Errors
/// Without the right; when something does not stand.
pub async fn add_animateur(
    context: &Context,
    actor: &Actor,
    id_pole: i32,
    draft: &AnimateurDraft,
) -> Result<Animateur> {
    may(actor, Action::EditRegisters)?;
    let mut tx = context.begin().await?;
    let (version, _) = store::lock(&mut tx, id_pole)
        .await?
        .ok_or(ServiceError::NotFound)?;
    context.request.check_version(version, Overwrites::No)?;
    if stores::roles::active_user(&mut tx, draft.id_role)
        .await?
        .is_none()
    {
        return Err(ServiceError::invalid_field(
            "id_role",
            "Cette personne n'a pas de compte actif : créez-le dans GeoNature.",
        ));
    }
    let person = AnimateurContent {
        role: &draft.role,
        departements: draft.departements.as_deref(),
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
    };
    check(&mut tx, &person).await?;
    let id = store::insert_animateur(&mut tx, id_pole, draft.id_role, &person).await?;
    let id = id.ok_or_else(|| {
        ServiceError::conflict(
            "animateur_exists",
            "Cette personne représente déjà ce pôle à partir de ce jour : modifiez sa ligne.",
        )
    })?;
    store::update(&mut tx, id_pole, None, None, None).await?;
    let detail = json!({ "id_pole": id_pole, "id_role": draft.id_role, "role": draft.role });
    log(
        context,
        &mut tx,
        actor,
        "animateur",
        &id.to_string(),
        "create",
        detail,
    )
    .await?;
    let row = store::lock_animateur(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(row)
}

async fn check(conn: &mut PgConnection, content: &AnimateurContent<'_>) -> Result<()> {
    if !["animateur", "suppleant"].contains(&content.role) {
        return Err(ServiceError::invalid_field(
            "role",
            "Choisissez « animateur » ou « suppleant ».",
        ));
    }
    if content.ends_on.is_some_and(|end| end < content.starts_on) {
        return Err(ServiceError::invalid_field(
            "ends_on",
            "La fin précède le début.",
        ));
    }
    let unknown =
        store::unknown_departements(conn, content.departements.unwrap_or_default()).await?;
    if unknown.is_empty() {
        return Ok(());
    }
    Err(ServiceError::invalid_field(
        "departements",
        format!("Départements inconnus : {}.", unknown.join(", ")),
    ))
}

/// Changes who speaks for a pôle, or until when.
///
/// # Errors
/// Without the right; when somebody changed it meanwhile, or something does not stand.
pub async fn update_animateur(
    context: &Context,
    actor: &Actor,
    id: i32,
    patch: &AnimateurPatch,
) -> Result<Animateur> {
    may(actor, Action::EditRegisters)?;
    let mut tx = context.begin().await?;
    let found = store::lock_animateur(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    context
        .request
        .check_version(found.version, Overwrites::Yes)?;
    let departements = patch
        .departements
        .clone()
        .unwrap_or(found.departements.clone());
    let person = AnimateurContent {
        role: patch.role.as_deref().unwrap_or(&found.role),
        departements: departements.as_deref(),
        starts_on: patch.starts_on.unwrap_or(found.starts_on),
        ends_on: patch.ends_on.unwrap_or(found.ends_on),
    };
    check(&mut tx, &person).await?;
    store::update_animateur(&mut tx, id, &person).await?;
    let detail =
        json!({ "role": person.role, "starts_on": person.starts_on, "ends_on": person.ends_on });
    log(
        context,
        &mut tx,
        actor,
        "animateur",
        &id.to_string(),
        "update",
        detail,
    )
    .await?;
    let row = store::lock_animateur(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(row)
}
