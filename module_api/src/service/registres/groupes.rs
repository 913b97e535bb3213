//! Taxonomic groups: what they are made of, and what is claimed twice or not at all.

use demandes_domain::rights::{Action, Actor};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Context, MAX_NAME, Result, ServiceError, filled, log, may};
use crate::{
    service::request::Overwrites,
    store::registres::groupes::{self as store, Contenu, Controle, Groupe},
};

/// A group, as written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupeDraft {
    /// Name shown.
    pub label: String,
    /// Whether its precise sensitive data always wait for an avis (lot F3).
    pub avis_systematique: bool,
    /// What it is made of.
    pub contenu: Vec<Contenu>,
}

/// Every group.
///
/// # Errors
/// Without a right on the module.
pub async fn list(context: &Context, actor: &Actor) -> Result<Vec<Groupe>> {
    may(actor, Action::ReadReferences)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::list(&mut conn, None).await?)
}

/// Taxa observed that several groups claim, or none.
///
/// # Errors
/// Without the right.
pub async fn controle(context: &Context, actor: &Actor) -> Result<Vec<Controle>> {
    may(actor, Action::ReadRegisters)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::controle(&mut conn).await?)
}

/// The version of a group: its table, the extension's, has none, so it is a digest of what it holds.
#[must_use]
pub fn version(groupe: &Groupe) -> i32 {
    let digest = crate::digest::of_parts([
        groupe.label.as_bytes(),
        &[u8::from(groupe.avis_systematique)],
        groupe.contenu.to_string().as_bytes(),
    ]);
    i32::from_be_bytes([digest[0] & 0x7f, digest[1], digest[2], digest[3]])
}

/// Makes a group, or replaces it. The demandes under way are sorted by what the groups are on the day of the extraction.
///
/// # Errors
/// Without the right; when TAXREF does not know something of it, or somebody changed it meanwhile.
pub async fn put(
    context: &Context,
    actor: &Actor,
    code: &str,
    draft: &GroupeDraft,
) -> Result<Groupe> {
    may(actor, Action::EditSettings)?;
    let is_code = (1..=50).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_code {
        return Err(ServiceError::invalid_field(
            "code",
            "Donnez un code en majuscules, sans accent ni espace.",
        ));
    }
    let label = filled("label", &draft.label, MAX_NAME)?;
    let mut tx = context.begin().await?;
    store::lock(&mut tx).await?;
    if let Some(found) = store::list(&mut tx, Some(code)).await?.pop() {
        context
            .request
            .check_version(version(&found), Overwrites::Yes)?;
    }
    let unknown = store::unknown(&mut tx, &draft.contenu).await?;
    if !unknown.is_empty() {
        return Err(ServiceError::invalid_field(
            "contenu",
            format!("TAXREF ne connaît pas : {}.", unknown.join(", ")),
        ));
    }
    store::put(
        &mut tx,
        code,
        &label,
        draft.avis_systematique,
        &draft.contenu,
    )
    .await?;
    let detail = json!({ "avis_systematique": draft.avis_systematique, "contenu": draft.contenu });
    log(context, &mut tx, actor, "groupe", code, "put", detail).await?;
    let row = store::list(&mut tx, Some(code))
        .await?
        .pop()
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(row)
}
