//! Settings and engagements, by version: what a demande was deposited under is never changed afterwards.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use demandes_domain::{
    rights::{Action, Actor},
    settings::Settings,
};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{Context, MAX_TEXT, Result, ServiceError, filled, log, may};
use crate::{
    service::{FieldProblem, request::Overwrites},
    store::{
        self as stores,
        registres::reglages::{self as store, Engagement, Objet, VersionReglages},
    },
};

/// The settings in force.
#[derive(Debug)]
pub struct Reglages {
    /// Their version.
    pub version: i32,
    /// By key.
    pub values: BTreeMap<String, Value>,
    /// Every version, newest first.
    pub versions: Vec<VersionReglages>,
}

/// A change of the settings.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReglagesDraft {
    /// The values that change, by key.
    #[schema(value_type = Object)]
    pub values: BTreeMap<String, Value>,
    /// Why.
    pub comment: String,
}

/// A new text to accept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EngagementDraft {
    /// The text.
    pub text: String,
    /// From which day; today at the earliest.
    pub published_on: NaiveDate,
}

/// The settings in force and their history.
///
/// # Errors
/// Without the right.
pub async fn read(context: &Context, actor: &Actor) -> Result<Reglages> {
    may(actor, Action::ReadRegisters)?;
    let mut conn = context.pool.acquire().await?;
    let version = stores::settings::current_version(&mut conn).await?;
    Ok(Reglages {
        version,
        values: stores::settings::load(&mut conn, version).await?,
        versions: store::versions(&mut conn).await?,
    })
}

/// Makes a version of the settings: those in force, but for what changes.
///
/// # Errors
/// Without the right; when a key is unknown or a value unusable; when somebody made another version meanwhile.
pub async fn change(context: &Context, actor: &Actor, draft: &ReglagesDraft) -> Result<Reglages> {
    may(actor, Action::EditSettings)?;
    let comment = filled("comment", &draft.comment, MAX_TEXT)?;
    let mut tx = context.begin().await?;
    store::lock(&mut tx).await?;
    let current = stores::settings::current_version(&mut tx).await?;
    context.request.check_version(current, Overwrites::Yes)?;
    let mut values = stores::settings::load(&mut tx, current).await?;
    for (key, value) in &draft.values {
        if values.insert(key.clone(), value.clone()).is_none() {
            return Err(ServiceError::invalid_field(
                key,
                format!("Le réglage « {key} » n'existe pas."),
            ));
        }
    }
    if let Err(error) = Settings::from_map(values.clone()) {
        let fields = error.problems.into_iter().map(|problem| FieldProblem {
            field: problem.key.to_owned(),
            message: problem.message,
        });
        return Err(ServiceError::Invalid {
            code: "settings_invalid",
            detail: "Certains réglages sont à corriger ; rien n'a été changé.".to_owned(),
            fields: fields.collect(),
        });
    }
    let version = store::insert(
        &mut tx,
        &json!(values),
        &comment,
        actor.id_role,
        context.now(),
    )
    .await?;
    let detail = json!({ "values": draft.values, "from": current });
    log(
        context,
        &mut tx,
        actor,
        "reglages",
        &version.to_string(),
        "create",
        detail,
    )
    .await?;
    let versions = store::versions(&mut tx).await?;
    tx.commit().await?;
    Ok(Reglages {
        version,
        values,
        versions,
    })
}

/// The versions of the engagement; the one in force only for who does not keep the registers.
///
/// # Errors
/// Without a right on the module.
pub async fn engagements(context: &Context, actor: &Actor) -> Result<Vec<Engagement>> {
    may(actor, Action::ReadReferences)?;
    let all = may(actor, Action::ReadRegisters).is_ok();
    let mut conn = context.pool.acquire().await?;
    let on = (!all).then(|| context.today());
    Ok(store::engagements(&mut conn, on).await?)
}

/// Publishes a version of the engagement: the one to accept from its day on.
///
/// # Errors
/// Without the right; when it is blank, or its day is past.
pub async fn publish_engagement(
    context: &Context,
    actor: &Actor,
    draft: &EngagementDraft,
) -> Result<Vec<Engagement>> {
    may(actor, Action::EditSettings)?;
    let text = filled("text", &draft.text, MAX_TEXT)?;
    if draft.published_on < context.today() {
        return Err(ServiceError::invalid_field(
            "published_on",
            "Un texte ne s'applique pas à des demandes déjà déposées : donnez aujourd'hui ou plus tard.",
        ));
    }
    let mut tx = context.begin().await?;
    let version =
        store::insert_engagement(&mut tx, &text, draft.published_on, actor.id_role).await?;
    let detail = json!({ "published_on": draft.published_on });
    log(
        context,
        &mut tx,
        actor,
        "engagement",
        &version.to_string(),
        "publish",
        detail,
    )
    .await?;
    let all = store::engagements(&mut tx, None).await?;
    tx.commit().await?;
    Ok(all)
}

/// The purposes that may be chosen.
///
/// # Errors
/// Without a right on the module.
pub async fn objets(context: &Context, actor: &Actor) -> Result<Vec<Objet>> {
    may(actor, Action::ReadReferences)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::objets(&mut conn).await?)
}
