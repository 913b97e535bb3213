//! Registers kept by people: memberships, colleges, maîtres d'ouvrage, pôles, groups, settings, and who is given what to do.
//!
//! Each change is checked against the version its author had read, and kept in a log of its own.

pub mod adhesions;
pub mod annuaire;
pub mod colleges;
pub mod consignes;
pub mod groupes;
pub mod maitres_ouvrage;
pub mod partage;
pub mod poles;
pub mod reglages;

use demandes_domain::rights::{self, Action, Actor, Target};
use serde::{Deserialize, Deserializer};
use sqlx::PgConnection;

use super::{Context, Result, ServiceError};
use crate::store;

/// Longest name.
const MAX_NAME: usize = 300;
/// Longest words.
const MAX_TEXT: usize = 20_000;

fn may(actor: &Actor, action: Action) -> Result<()> {
    Ok(rights::check(actor, action, Target::Module)?)
}

/// Tells a member that is `null` from one that is absent.
pub(crate) fn given<'de, T, D>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// A text that must be filled.
fn filled(field: &str, text: &str, longest: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > longest || text.contains('\0') {
        return Err(ServiceError::invalid_field(
            field,
            format!("Donnez un texte de 1 à {longest} caractères."),
        ));
    }
    Ok(text.to_owned())
}

/// A text that may be left out.
fn optional(field: &str, text: Option<&str>) -> Result<Option<String>> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => filled(field, text, MAX_TEXT).map(Some),
    }
}

async fn known_organisme(conn: &mut PgConnection, id: i32) -> Result<()> {
    match store::registres::organisme(conn, id).await? {
        Some(_) => Ok(()),
        None => Err(ServiceError::invalid_field(
            "id_organisme",
            "Cet organisme n'existe pas : créez-le d'abord dans GeoNature.",
        )),
    }
}

async fn log(
    context: &Context,
    conn: &mut PgConnection,
    actor: &Actor,
    registre: &str,
    cle: &str,
    kind: &str,
    detail: serde_json::Value,
) -> Result<()> {
    Ok(store::registres::log(
        conn,
        registre,
        cle,
        kind,
        actor.id_role,
        &detail,
        context.now(),
    )
    .await?)
}
