//! Giving an avis on a lot.

use chrono::NaiveDate;
use demandes_domain::{
    avis::{AvisDraft, AvisKind, Conditions, is_late},
    echeance::add_days,
    rights::{Action, Actor, LotFacts},
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Context, Result, ServiceError, dossier, journal};
use crate::store::{self, avis::NewAvis, evenements::NewEvenement};

/// Keeps the avis of a pôle on a lot. `pole` may be left out by who speaks for one asked pôle only.
///
/// # Errors
/// Without the right, in another state, or when the avis does not stand (a motif is missing, …).
pub async fn give(
    context: &Context,
    actor: &Actor,
    id_lot: Uuid,
    pole: Option<i32>,
    draft: &AvisDraft,
) -> Result<()> {
    let mut tx = context.begin().await?;
    let (now, today) = (context.now(), context.today());
    let (dossier, index) = dossier::change_lot(context, &mut tx, id_lot, actor, |lot| {
        Action::GiveAvis(which_pole(actor, lot, pole))
    })
    .await?;
    let pole = which_pole(actor, &dossier.facts.lots[index], pole);
    draft
        .validate(today)
        .map_err(|error| ServiceError::invalid("avis_invalid", error.to_string()))?;
    check_conditions(&mut tx, &draft.conditions).await?;
    let asked = store::avis::asked(&mut tx, id_lot).await?;
    let echeance = asked
        .iter()
        .find(|asked| asked.id_pole == pole)
        .map(|asked| asked.echeance)
        .ok_or(ServiceError::NotFound)?;
    let late = is_late(today, echeance);
    let conditions = (!draft.conditions.is_empty()).then(|| json!(draft.conditions));
    let id_avis = Uuid::now_v7();
    store::avis::insert(
        &mut tx,
        &NewAvis {
            id_avis,
            id_lot,
            id_pole: pole,
            id_role: Some(actor.id_role),
            kind: draft.kind.as_str(),
            motif: draft.motif.as_deref(),
            conditions: conditions.as_ref(),
            late,
            given_at: now,
        },
    )
    .await?;
    // The words of an avis stay out of the log, which the demandeur reads.
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande: dossier.demande.id_demande,
            id_lot: Some(id_lot),
            kind: "give_avis",
            states: None,
            id_role: Some(actor.id_role),
            detail: json!({ "pole": pole, "avis": id_avis, "late": late }),
            motif: None,
            at: now,
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The pôle said, or else the one asked pôle the actor speaks for; 0 is no pôle, and is refused as such.
fn which_pole(actor: &Actor, lot: &LotFacts, pole: Option<i32>) -> i32 {
    let mine: Vec<i32> = lot
        .asked_poles
        .iter()
        .copied()
        .filter(|id| actor.animateur_of.contains(id))
        .collect();
    match (pole, mine.as_slice()) {
        (Some(pole), _) => pole,
        (None, [only]) => *only,
        (None, _) => 0,
    }
}

/// Conditions name things that exist: a level that blurs, taxa of TAXREF.
///
/// # Errors
/// When they do not.
pub async fn check_conditions(conn: &mut PgConnection, conditions: &Conditions) -> Result<()> {
    if let Some(level) = &conditions.coarser_level
        && !store::registers::blurs(conn, level).await?
    {
        return Err(ServiceError::invalid_field(
            "coarser_level",
            "Ce niveau ne correspond à aucun floutage.",
        ));
    }
    let unknown = store::registers::unknown_cd_noms(conn, &conditions.excluded_taxa).await?;
    if unknown.is_empty() {
        return Ok(());
    }
    let codes = unknown
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    Err(ServiceError::invalid_field(
        "excluded_taxa",
        format!("Taxons inconnus de TAXREF : {codes}."),
    ))
}

/// Kind of the job that records who did not answer in time.
pub const EXPIRY_JOB: &str = "expire_avis";

/// Asks the worker to record, the day after the last day, who did not answer.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_expiry(
    conn: &mut PgConnection,
    id_lot: Uuid,
    echeance: NaiveDate,
) -> Result<()> {
    let run_at = add_days(echeance, 1)
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    let key = format!("{EXPIRY_JOB}:{id_lot}");
    Ok(store::jobs::enqueue(
        conn,
        EXPIRY_JOB,
        json!({ "id_lot": id_lot }),
        Some(&key),
        run_at,
    )
    .await?)
}

/// Records `sans_reponse` for each pôle that was asked about a lot, did not answer, and whose last day is past. May be run again.
///
/// # Errors
/// When the database fails.
pub async fn expire(context: &Context, id_lot: Uuid) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    let (now, today) = (context.now(), context.today());
    let lot = store::lots::get(&mut tx, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    store::demandes::lock(&mut tx, lot.id_demande).await?;
    for asked in store::avis::asked(&mut tx, id_lot).await? {
        if asked.kind.is_some() || !is_late(today, asked.echeance) {
            continue;
        }
        let id_avis = Uuid::now_v7();
        store::avis::insert(
            &mut tx,
            &NewAvis {
                id_avis,
                id_lot,
                id_pole: asked.id_pole,
                id_role: None,
                kind: AvisKind::SansReponse.as_str(),
                motif: None,
                conditions: None,
                late: false,
                given_at: now,
            },
        )
        .await?;
        journal::record(
            &mut tx,
            NewEvenement {
                id_demande: lot.id_demande,
                id_lot: Some(id_lot),
                kind: EXPIRY_JOB,
                states: None,
                id_role: None,
                detail: json!({ "pole": asked.id_pole, "avis": id_avis }),
                motif: None,
                at: now,
            },
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}
