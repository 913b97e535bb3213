//! What is available in a perimeter, disclosing nothing (domain, 6.6): the snapshot of published figures, taken when the last one is too
//! old, and what is told of it.
//!
//! Figures of sensitive data are sums of published cells and nothing else: no total is counted apart, so that no difference between
//! two figures, of one perimeter or of two, holds what no cell says. They look at the perimeter alone: neither at the taxa nor at the
//! period wished for, which would cut cells.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use demandes_domain::{settings::PrivateData, statut::Statut};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Context, Result, dossier, settings};
use crate::store::{
    self,
    classification::Tally,
    summary::{Rules, Taken},
};

/// Non-sensitive records that share a group, a status and a year: exact, they may be given to anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exact {
    /// Code of the group; none for a taxon in no group.
    pub groupe: Option<String>,
    /// Status of their taxa; none when it is not known.
    pub statut: Option<Statut>,
    /// Year of observation.
    pub annee: i32,
    /// Records.
    pub nombre: i64,
}

/// Sensitive records that share a group and a status: a sum of published cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    /// Code of the group; none for taxa in no group.
    pub groupe: Option<String>,
    /// Status of their taxa; none when it is not known.
    pub statut: Option<Statut>,
    /// The sum.
    pub nombre: i64,
}

/// What is told of a perimeter.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// When the sensitive figures were counted; none when they are not yet.
    pub counted_at: Option<DateTime<Utc>>,
    /// Whether the status of taxa was known then.
    pub statuts: bool,
    /// Non-sensitive records.
    pub non_sensitive: Vec<Exact>,
    /// Sensitive records.
    pub sensitive: Vec<Rounded>,
    /// Labels of the groups, by code.
    pub groupes: BTreeMap<String, String>,
}

/// Figures by something, in its order.
pub fn sums<K: Ord>(figures: impl Iterator<Item = (K, i64)>) -> BTreeMap<K, i64> {
    let mut sums = BTreeMap::new();
    for (key, nombre) in figures {
        *sums.entry(key).or_insert(0) += nombre;
    }
    sums
}

/// The summary of a demande, given what its classification counts.
///
/// # Errors
/// When the database fails.
pub async fn of_demande(
    conn: &mut PgConnection,
    id_demande: Uuid,
    tally: &[Tally],
) -> Result<Summary> {
    let taken = store::summary::newest(conn).await?;
    let statuts = taken.is_some_and(|taken| taken.statuts);
    let sensitive = match taken {
        Some(taken) => sensitive(conn, taken, id_demande).await?,
        None => Vec::new(),
    };
    Ok(Summary {
        counted_at: taken.map(|taken| taken.taken_at),
        statuts,
        non_sensitive: non_sensitive(tally, statuts)?,
        sensitive,
        groupes: store::registers::groupe_labels(conn)
            .await?
            .into_iter()
            .collect(),
    })
}

/// The sums of the published cells that the perimeter of a demande meets.
///
/// # Errors
/// When the database fails.
pub async fn sensitive(
    conn: &mut PgConnection,
    taken: Taken,
    id_demande: Uuid,
) -> Result<Vec<Rounded>> {
    let figures = store::summary::of_demande(conn, taken.id_snapshot, id_demande).await?;
    let rounded = |figure: store::summary::Figure| {
        Ok(Rounded {
            groupe: Some(figure.code_groupe).filter(|code| !code.is_empty()),
            statut: statut(&figure.statut)?,
            nombre: figure.published,
        })
    };
    figures.into_iter().map(rounded).collect()
}

fn non_sensitive(tally: &[Tally], statuts: bool) -> Result<Vec<Exact>> {
    let mut exact = Vec::new();
    for row in tally.iter().filter(|row| is_non_sensitive(row)) {
        let known = if statuts { statut(&row.statut)? } else { None };
        exact.push(((row.groupe.clone(), known, row.year), row.records));
    }
    let of = |((groupe, statut, annee), nombre)| Exact {
        groupe,
        statut,
        annee,
        nombre,
    };
    Ok(sums(exact.into_iter()).into_iter().map(of).collect())
}

/// Whether rows are of F1 as they are: neither sensitive nor withheld.
#[must_use]
pub fn is_non_sensitive(row: &Tally) -> bool {
    row.lot == "F1" && row.precise
}

fn statut(code: &str) -> Result<Option<Statut>> {
    if code.is_empty() {
        return Ok(None);
    }
    Ok(Some(dossier::stored(code)?))
}

/// Takes a new snapshot if there is none or the last is older than `max_age`; tells whether it did.
///
/// # Errors
/// When the database fails.
pub async fn refresh(context: &Context, max_age: Duration) -> Result<bool> {
    let mut tx = context.pool.begin().await?;
    let now = context.now();
    let is_fresh = |taken: Option<Taken>| taken.is_some_and(|taken| now - taken.taken_at < max_age);
    if is_fresh(store::summary::newest(&mut tx).await?) {
        return Ok(false);
    }
    store::summary::lock(&mut tx).await?;
    // Another worker may have counted while this one waited.
    if is_fresh(store::summary::newest(&mut tx).await?) {
        return Ok(false);
    }
    let (_, settings) = settings::current(&mut tx).await?;
    let rules = Rules {
        k: i32::try_from(settings.summary_k).unwrap_or(i32::MAX),
        rounding: i32::try_from(settings.summary_rounding).unwrap_or(i32::MAX),
        private_withheld: settings.private_data == PrivateData::Withheld,
        statuts: store::summary::refresh_statuts(&mut tx).await?,
    };
    let id_snapshot = store::summary::take_snapshot(&mut tx, rules, now).await?;
    store::summary::drop_older(&mut tx, id_snapshot).await?;
    tx.commit().await?;
    Ok(true)
}
