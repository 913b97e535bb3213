//! The blurred copy of a refused lot: opened with the décision that makes it due, filled by the extraction, and kept apart from
//! anything precise of the same groups on the same dossier line, whichever comes first.

use std::collections::{BTreeSet, HashMap, HashSet};

use anyhow::Context as _;
use demandes_domain::{
    avis::Conditions,
    fallback::{Groupe, LotOfDemande, PreciseLot, due, may_hold},
    lot::{LotCommand, LotKind, LotState},
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, decision,
    dossier::{self, Dossier, stored},
    extraction, journal,
};
use crate::store::{
    self,
    evenements::NewEvenement,
    lots::{LotRow, NewLot, ZoneEcartee},
};

/// Opens the copies that are due after a décision, in its transaction. Each has the responsible of the lot it takes the place of.
///
/// # Errors
/// When the database fails.
pub async fn open_due(context: &Context, conn: &mut PgConnection, id_demande: Uuid) -> Result<()> {
    let dossier = dossier::load(conn, id_demande).await?;
    let lots: Vec<LotOfDemande<Uuid>> = dossier
        .lots
        .iter()
        .zip(&dossier.facts.lots)
        .map(|(row, facts)| LotOfDemande {
            id: row.id_lot,
            kind: facts.kind,
            state: facts.state,
            fallback_of: row.fallback_of,
        })
        .collect();
    for id in due(dossier.demande.accepts_fallback, &lots) {
        let refused = dossier.lots.iter().find(|lot| lot.id_lot == id);
        open(
            context,
            conn,
            &dossier,
            refused.context("a lot of the demande")?,
        )
        .await?;
    }
    Ok(())
}

async fn open(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    refused: &LotRow,
) -> Result<()> {
    let now = context.now();
    let state = LotState::Prevu.apply(LotCommand::DecideByRule)?;
    let lot = NewLot {
        id_lot: Uuid::now_v7(),
        id_demande: refused.id_demande,
        kind: "F1".to_owned(),
        code_groupe: None,
        state: state.to_string(),
        tour_de_table: false,
        id_responsable: refused.id_responsable,
        fallback_of: Some(refused.id_lot),
    };
    store::lots::insert(conn, &lot, now).await?;
    let conditions = extraction::conditions(conn, f1(dossier)?.id_lot).await?;
    // An embargo on F1 that is over holds nothing back.
    let conditions = Conditions {
        embargo_until: conditions
            .embargo_until
            .filter(|day| *day > context.today()),
        ..conditions
    };
    let version = dossier.demande.settings_version;
    decision::schedule(context, conn, lot.id_lot, &conditions, version).await?;
    journal::record(
        conn,
        NewEvenement {
            id_demande: refused.id_demande,
            id_lot: Some(lot.id_lot),
            kind: LotCommand::DecideByRule.as_str(),
            states: Some((LotState::Prevu.to_string(), state.to_string())),
            id_role: None,
            detail: json!({ "kind": lot.kind, "fallback_of": refused.id_lot }),
            motif: None,
            at: now,
        },
    )
    .await?;
    Ok(())
}

/// The lot whose décision sets the conditions of `lot`: F1 for a copy, whose rows are of F1; itself otherwise.
///
/// # Errors
/// When a demande with a copy has no F1.
pub fn decided_with(dossier: &Dossier, lot: &LotRow) -> Result<Uuid> {
    match lot.fallback_of {
        Some(_) => Ok(f1(dossier)?.id_lot),
        None => Ok(lot.id_lot),
    }
}

/// What the guard kept out of the archive of F1. Nothing when it has none, or is to be made anew: it is then made without the refused lot.
///
/// # Errors
/// When the database fails, or the demande has no F1.
pub async fn kept_out_of_f1(
    conn: &mut PgConnection,
    dossier: &Dossier,
) -> Result<HashSet<ZoneEcartee>> {
    let f1 = f1(dossier)?;
    let state: LotState = stored(&f1.state)?;
    let is_made = state.is_delivered() || matches!(state, LotState::Extrait | LotState::Verifie);
    if !is_made {
        return Ok(HashSet::new());
    }
    let zones = store::lots::zones_ecartees(conn, f1.id_lot).await?;
    Ok(zones.into_iter().collect())
}

/// The precise lots of a demande that will never come.
#[must_use]
pub fn given_up(dossier: &Dossier) -> BTreeSet<Uuid> {
    let lots = dossier.lots.iter().zip(&dossier.facts.lots);
    lots.filter(|(_, facts)| facts.kind != LotKind::F1)
        .filter(|(_, facts)| matches!(facts.state, LotState::Refuse | LotState::Annule))
        .map(|(lot, _)| lot.id_lot)
        .collect()
}

fn f1(dossier: &Dossier) -> Result<&LotRow> {
    let f1 = dossier
        .lots
        .iter()
        .find(|lot| lot.kind == "F1" && lot.fallback_of.is_none());
    Ok(f1.context("a complete demande has no F1")?)
}

/// What is precise on a dossier line, and the groups of today.
pub struct Line {
    lots: HashMap<Uuid, PreciseLot>,
    systematique: HashMap<String, bool>,
}

impl Line {
    /// Reads them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(conn: &mut PgConnection, id_ligne: Uuid) -> Result<Self> {
        let mut lots = HashMap::new();
        for row in store::lots::precise_of_line(conn, id_ligne).await? {
            let lot = PreciseLot {
                kind: stored(&row.kind)?,
                groupe: row.code_groupe,
                state: stored(&row.state)?,
                extracted: row.extracted.into_iter().map(named).collect(),
            };
            lots.insert(row.id_lot, lot);
        }
        let systematique = store::registers::avis_systematiques(conn).await?;
        Ok(Self { lots, systematique })
    }

    /// Whether the copy of a refused lot may hold the left-out rows of a group. A group that is not known any more: no.
    #[must_use]
    pub fn may_hold(&self, refused: Uuid, code: Option<&str>) -> bool {
        let avis_systematique = match code {
            Some(code) => self.systematique.get(code).copied(),
            None => Some(true),
        };
        let (Some(refused), Some(avis_systematique)) = (self.lots.get(&refused), avis_systematique)
        else {
            return false;
        };
        let groupe = Groupe {
            code,
            avis_systematique,
        };
        let line: Vec<PreciseLot> = self.lots.values().cloned().collect();
        may_hold(refused, groupe, &line)
    }
}

/// Keeps which groups an archive about to be kept holds, unless another archive of the line holds one of them in the other way.
///
/// # Errors
/// When one does: the archive must not be kept.
pub async fn hold(
    conn: &mut PgConnection,
    id_ligne: Uuid,
    lot: &LotRow,
    groupes: &BTreeSet<Option<String>>,
) -> Result<()> {
    store::demandes::lock_line(conn, id_ligne).await?;
    let clash = if let Some(refused) = lot.fallback_of {
        let line = Line::load(conn, id_ligne).await?;
        groupes
            .iter()
            .any(|groupe| !line.may_hold(refused, groupe.as_deref()))
    } else {
        let copied = store::lots::fallback_groupes(conn, id_ligne).await?;
        let copied: BTreeSet<Option<String>> = copied.into_iter().map(named).collect();
        !copied.is_disjoint(groupes)
    };
    if clash {
        return Err(ServiceError::Internal(anyhow::anyhow!(
            "Un même groupe serait remis précisément et par la copie floutée d'un lot refusé : le rapprochement des deux \
             révélerait des positions. Le lot n'est pas produit ; prévenir la coordination."
        )));
    }
    let codes: Vec<String> = groupes
        .iter()
        .map(|groupe| groupe.clone().unwrap_or_default())
        .collect();
    Ok(store::lots::set_groupes(conn, lot.id_lot, &codes).await?)
}

/// A stored code: '' stands for no group.
fn named(code: String) -> Option<String> {
    Some(code).filter(|code| !code.is_empty())
}
