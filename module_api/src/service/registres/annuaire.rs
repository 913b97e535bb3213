//! Organismes and accounts of GeoNature, by name: whom a register is about.

use demandes_domain::rights::{Action, Actor};

use super::{Context, Result, may};
use crate::store::registres::{self as store, Compte, Organisme};

/// Most entries given for one search.
const MAX_FOUND: i64 = 20;
/// Longest search.
const MAX_WORDS: usize = 100;

/// Words that can be looked for. PostgreSQL takes no NUL in a text, and no name holds one.
fn searched(words: &str) -> Option<&str> {
    let words = words.trim();
    let usable = !words.contains('\0') && words.chars().count() <= MAX_WORDS;
    (usable && words.chars().any(char::is_alphanumeric)).then_some(words)
}

/// Organismes whose name holds these words.
///
/// # Errors
/// Without the right to read the registers.
pub async fn organismes(context: &Context, actor: &Actor, words: &str) -> Result<Vec<Organisme>> {
    may(actor, Action::ReadRegisters)?;
    let Some(words) = searched(words) else {
        return Ok(Vec::new());
    };
    let mut conn = context.pool.acquire().await?;
    Ok(store::organismes(&mut conn, words, MAX_FOUND).await?)
}

/// Accounts whose person's name holds these words.
///
/// # Errors
/// Without the right to keep the registers.
pub async fn comptes(context: &Context, actor: &Actor, words: &str) -> Result<Vec<Compte>> {
    may(actor, Action::EditRegisters)?;
    let Some(words) = searched(words) else {
        return Ok(Vec::new());
    };
    let mut conn = context.pool.acquire().await?;
    Ok(store::comptes(&mut conn, words, MAX_FOUND).await?)
}
