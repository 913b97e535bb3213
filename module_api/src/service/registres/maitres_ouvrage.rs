//! Maîtres d'ouvrage: proposed by anybody, moderated, doubles merged.

use demandes_domain::{
    registers::read_siret,
    rights::{self, Action, Actor, Target},
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Context, MAX_NAME, Result, ServiceError, filled, given, log, may};
use crate::{
    service::request::Overwrites,
    store::registres::maitres_ouvrage::{self as store, MaitreOuvrage, Search},
};

const REGISTRE: &str = "maitre_ouvrage";
/// How many on a page.
pub const PAGE: i64 = 50;

/// A proposal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MaitreOuvrageDraft {
    /// Its name.
    pub name: String,
    /// Its SIRET.
    pub siret: Option<String>,
}

/// A change; a member left out is left as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MaitreOuvragePatch {
    /// Its name.
    pub name: Option<String>,
    /// Its SIRET; `null` empties it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub siret: Option<Option<String>>,
    /// Whether the proposal was looked at.
    pub moderated: Option<bool>,
}

fn siret(text: Option<&str>) -> Result<Option<String>> {
    read_siret(text.unwrap_or_default()).map_err(|text| {
        let text: String = text.chars().take(30).collect();
        ServiceError::invalid_field(
            "siret",
            format!("« {text} » n'est pas un SIRET : quatorze chiffres, dont le dernier est une clé de contrôle."),
        )
    })
}

/// Those whose name holds these words. Proposals of others are seen by who keeps the registers only: they tell who studies what.
///
/// # Errors
/// Without a right on the module.
pub async fn search(
    context: &Context,
    actor: &Actor,
    words: Option<&str>,
    to_moderate: bool,
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<MaitreOuvrage>> {
    may(actor, Action::ReadReferences)?;
    let all = rights::check(actor, Action::ReadRegisters, Target::Module).is_ok();
    let mut conn = context.pool.acquire().await?;
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    if words.is_some_and(|words| words.contains('\0')) {
        return Err(ServiceError::invalid_field(
            "q",
            "Donnez les mots d'un nom.",
        ));
    }
    let search = Search {
        words,
        to_moderate,
        proposals_of: (!all).then_some(actor.id_role),
        after,
        limit,
    };
    Ok(store::search(&mut conn, search).await?)
}

/// Proposes one. Kept by who keeps the registers, it is moderated at once.
///
/// # Errors
/// Without the right to make a demande; when one of that name or SIRET is there.
pub async fn propose(
    context: &Context,
    actor: &Actor,
    draft: &MaitreOuvrageDraft,
) -> Result<MaitreOuvrage> {
    may(actor, Action::Propose)?;
    let name = filled("name", &draft.name, MAX_NAME)?;
    let siret = siret(draft.siret.as_deref())?;
    let moderated = rights::check(actor, Action::EditRegisters, Target::Module).is_ok();
    let mut tx = context.begin().await?;
    refuse_double(&mut tx, actor, &name, siret.as_deref(), None).await?;
    let id = store::insert(&mut tx, &name, siret.as_deref(), moderated, actor.id_role).await?;
    let id = id.ok_or_else(|| {
        ServiceError::conflict(
            "maitre_ouvrage_exists",
            "Ce maître d'ouvrage est déjà connu : cherchez-le par son nom.",
        )
    })?;
    let detail = json!({ "moderated": moderated });
    log(
        context,
        &mut tx,
        actor,
        REGISTRE,
        &id.to_string(),
        "propose",
        detail,
    )
    .await?;
    let row = store::lock(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(row)
}

async fn refuse_double(
    conn: &mut sqlx::PgConnection,
    actor: &Actor,
    name: &str,
    siret: Option<&str>,
    but: Option<i32>,
) -> Result<()> {
    let Some(found) = store::same(conn, name, siret, but).await? else {
        return Ok(());
    };
    // The name of what another proposed is not told.
    let told = found.moderated || found.proposed_by == Some(actor.id_role);
    let which = if told {
        format!(" (n° {})", found.id_maitre_ouvrage)
    } else {
        String::new()
    };
    Err(ServiceError::conflict(
        "maitre_ouvrage_exists",
        format!(
            "Un maître d'ouvrage de ce nom ou de ce SIRET est déjà connu{which} : choisissez-le, ou fusionnez les deux."
        ),
    ))
}

/// Moderates or corrects one.
///
/// # Errors
/// Without the right; when somebody changed it meanwhile, or another has that name or SIRET.
pub async fn update(
    context: &Context,
    actor: &Actor,
    id: i32,
    patch: &MaitreOuvragePatch,
) -> Result<MaitreOuvrage> {
    may(actor, Action::EditRegisters)?;
    let mut tx = context.begin().await?;
    let found = store::lock(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    context
        .request
        .check_version(found.version, Overwrites::Yes)?;
    let name = match &patch.name {
        Some(name) => filled("name", name, MAX_NAME)?,
        None => found.name,
    };
    let siret = match &patch.siret {
        Some(text) => siret(text.as_deref())?,
        None => found.siret,
    };
    let moderated = patch.moderated.unwrap_or(found.moderated);
    refuse_double(&mut tx, actor, &name, siret.as_deref(), Some(id)).await?;
    store::update(&mut tx, id, &name, siret.as_deref(), moderated).await?;
    let detail = json!({ "name": name, "siret": siret, "moderated": moderated });
    log(
        context,
        &mut tx,
        actor,
        REGISTRE,
        &id.to_string(),
        "update",
        detail,
    )
    .await?;
    let row = store::lock(&mut tx, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(row)
}

/// Merges a double into the one that stays: its demandes follow. Gives the latter, and how many demandes moved.
///
/// # Errors
/// Without the right; when they are the same, or one is a double already.
pub async fn merge(
    context: &Context,
    actor: &Actor,
    double: i32,
    into: i32,
) -> Result<(MaitreOuvrage, u64)> {
    may(actor, Action::EditRegisters)?;
    let mut tx = context.begin().await?;
    // Always in the same order, so that two merges never wait for each other.
    let mut found = std::collections::BTreeMap::new();
    for id in std::collections::BTreeSet::from([double, into]) {
        let row = store::lock(&mut tx, id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        found.insert(id, row);
    }
    if double == into || found.values().any(|row| row.merged_into.is_some()) {
        return Err(ServiceError::conflict(
            "merge_refused",
            "Ces deux maîtres d'ouvrage ne peuvent pas être fusionnés : c'est le même, ou l'un est déjà un doublon.",
        ));
    }
    if let Some(row) = found.get(&double) {
        context.request.check_version(row.version, Overwrites::No)?;
    }
    let moved = store::merge(&mut tx, double, into).await?;
    let detail = json!({ "into": into, "demandes": moved });
    log(
        context,
        &mut tx,
        actor,
        REGISTRE,
        &double.to_string(),
        "merge",
        detail,
    )
    .await?;
    let row = store::lock(&mut tx, into)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok((row, moved))
}
