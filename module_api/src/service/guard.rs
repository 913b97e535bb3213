//! The guard across demandes: flags the areas that the perimeters received by one circle of recipients cut too finely, keeps their rows
//! out of what is extracted, and lets the coordination lift a flag.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use demandes_domain::{
    guard::{self, FlagKind},
    lot::LotKind,
    rights::{self, Action, Actor, Target},
};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Context, Result, ServiceError, dossier, extraction::Selection, journal, settings};
use crate::store::{
    self,
    adversary::BlockedRow,
    evenements::NewEvenement,
    guard::{CircleRow, FlagRow, Look, NewFlag},
    lots::{LotRow, ZoneEcartee},
};

/// Event of a lifting, which the coordination alone reads.
pub const LIFT: &str = "lift_garde";

/// Kind and group of precise lots.
type Class = (LotKind, Option<String>);

/// A lot of the circle as the domain reads it.
fn facts(row: &CircleRow, id_demande: Uuid) -> Result<guard::CircleLot> {
    Ok(guard::CircleLot {
        kind: dossier::stored(&row.kind)?,
        state: dossier::stored(&row.state)?,
        own: row.id_demande == id_demande,
    })
}

/// Demandes whose perimeters the circle received precisely, or is about to, by class.
fn received(circle: &[CircleRow], id_demande: Uuid) -> Result<BTreeMap<Class, BTreeSet<Uuid>>> {
    let mut classes: BTreeMap<Class, BTreeSet<Uuid>> = BTreeMap::new();
    for row in circle {
        let lot = facts(row, id_demande)?;
        if guard::counts_as_received(lot) {
            let class = (lot.kind, row.code_groupe.clone());
            classes.entry(class).or_default().insert(row.id_demande);
        }
    }
    Ok(classes)
}

/// Flags a lot that was just attacked. True when something is flagged.
///
/// # Errors
/// When the database fails.
pub async fn flag(conn: &mut PgConnection, lot: &LotRow, now: DateTime<Utc>) -> Result<bool> {
    let demande = dossier::load(conn, lot.id_demande).await?.demande;
    let settings = settings::load(conn, demande.settings_version).await?;
    let circle = store::guard::circle(conn, lot.id_demande).await?;
    let classes = received(&circle, lot.id_demande)?;
    let kind: LotKind = dossier::stored(&lot.kind)?;
    let mut found: Vec<(Class, usize, f64)> = Vec::new();
    for (class, demandes) in &classes {
        if kind != LotKind::F1 && *class != (kind, lot.code_groupe.clone()) {
            continue;
        }
        let (mut areas, mut least) = (0, 1.0_f64);
        for (of, wants_precise) in with_blurred_rows(&circle, lot, kind)? {
            // Its own perimeter alone: the residual rule of the classification has seen to it.
            if demandes.iter().all(|demande| *demande == of) {
                continue;
            }
            let together: Vec<Uuid> = demandes.iter().copied().collect();
            for (left, own_left) in store::guard::areas_cut(conn, of, &together).await? {
                let seen = |left: f64| guard::is_too_little(left, settings.residual_min_share);
                let gone = wants_precise && own_left.is_some_and(seen);
                if seen(left) && !gone {
                    areas += 1;
                    least = least.min(left.clamp(0.0, 1.0));
                }
            }
        }
        if areas > 0 {
            found.push((class.clone(), areas, least));
        }
    }
    keep(conn, lot, &circle, found, settings.residual_min_share, now).await
}

/// Demandes whose F1 the circle has, or is about to: of the lot itself, or any when the lot is precise.
fn with_blurred_rows(
    circle: &[CircleRow],
    lot: &LotRow,
    kind: LotKind,
) -> Result<BTreeSet<(Uuid, bool)>> {
    let mut demandes = BTreeSet::new();
    for row in circle {
        let of = facts(row, lot.id_demande)?;
        let counts = of.kind == LotKind::F1 && (of.state.is_delivered() || of.own);
        if counts && (kind != LotKind::F1 || of.own) {
            demandes.insert((row.id_demande, row.wants_precise));
        }
    }
    Ok(demandes)
}

async fn keep(
    conn: &mut PgConnection,
    lot: &LotRow,
    circle: &[CircleRow],
    found: Vec<(Class, usize, f64)>,
    min_share: f64,
    now: DateTime<Utc>,
) -> Result<bool> {
    store::guard::keep_levels(conn, lot.id_lot).await?;
    let mut earlier = Vec::new();
    for row in circle.iter().filter(|row| row.id_lot != lot.id_lot) {
        if facts(row, lot.id_demande)?.state.is_delivered() {
            earlier.push(row.id_lot);
        }
    }
    let crossed: Vec<f64> = store::guard::crossings(conn, lot.id_lot, &earlier)
        .await?
        .into_iter()
        .filter(|share| guard::is_too_little(*share, min_share))
        .collect();
    let count = |areas: usize| i32::try_from(areas).unwrap_or(i32::MAX);
    let mut flags: Vec<NewFlag<'_>> = found
        .iter()
        .map(|((kind, groupe), areas, least_share)| NewFlag {
            kind: FlagKind::Residual.as_str(),
            lot_kind: kind.as_str(),
            code_groupe: groupe.as_deref().unwrap_or_default(),
            areas: count(*areas),
            least_share: *least_share,
        })
        .collect();
    if !crossed.is_empty() {
        flags.push(NewFlag {
            kind: FlagKind::Crossing.as_str(),
            lot_kind: LotKind::F1.as_str(),
            code_groupe: "",
            areas: count(crossed.len()),
            least_share: crossed.iter().copied().fold(1.0, f64::min).clamp(0.0, 1.0),
        });
    }
    store::guard::set_flags(conn, lot.id_lot, &flags, now).await?;
    Ok(!flags.is_empty())
}

/// Takes away the blurred rows of a lot about to be extracted whose area, within the territory, the perimeters received by its circle cut
/// too finely: they would place their records. The perimeter of the demande counts: the residual rule of the classification measured
/// the whole of each area, beyond the territory too. The choice looks at groups, areas and perimeters alone; the checks tell how many rows were taken away.
///
/// # Errors
/// When the database fails.
pub async fn leave_out(
    conn: &mut PgConnection,
    id_demande: Uuid,
    min_share: f64,
    selection: &mut Selection,
) -> Result<()> {
    let circle = store::guard::circle(conn, id_demande).await?;
    let classes = received(&circle, id_demande)?;
    if classes.is_empty() {
        return Ok(());
    }
    let systematiques = store::registers::avis_systematiques(conn).await?;
    let zones = selection.zones();
    let mut looks: Vec<Look> = Vec::new();
    let mut looked: Vec<(u16, u32)> = Vec::new();
    for zone in &zones {
        let all = holding(&classes, zone.code.as_deref(), &systematiques);
        // The precise lots of the demande itself may never come: what the others leave alone is looked at too.
        let mut others = all.clone();
        others.remove(&id_demande);
        for demandes in BTreeSet::from([all, others]) {
            if !demandes.is_empty() {
                looks.push(Look {
                    n: i32::try_from(looks.len()).unwrap_or(i32::MAX),
                    ids: zone.ids.clone(),
                    demandes: demandes.into_iter().collect(),
                });
                looked.push((zone.groupe, zone.set));
            }
        }
    }
    let short: HashSet<(u16, u32)> = store::guard::residuals(conn, &json!(looks))
        .await?
        .into_iter()
        .filter(|(_, left)| guard::is_too_little(*left, min_share))
        .filter_map(|(n, _)| looked.get(usize::try_from(n).ok()?).copied())
        .collect();
    let kept_out = zones
        .iter()
        .filter(|zone| short.contains(&(zone.groupe, zone.set)));
    selection.kept_out = kept_out
        .map(|zone| ZoneEcartee {
            code_groupe: zone.code.clone().unwrap_or_default(),
            area_ids: zone.ids.clone(),
        })
        .collect();
    let before = selection.blurred.len();
    selection
        .blurred
        .retain(|picked| !short.contains(&(picked.groupe, picked.set)));
    selection.checks.left_out_by_guard = before - selection.blurred.len();
    Ok(())
}

/// Demandes whose perimeters were received precisely for a group.
fn holding(
    classes: &BTreeMap<Class, BTreeSet<Uuid>>,
    groupe: Option<&str>,
    systematiques: &HashMap<String, bool>,
) -> BTreeSet<Uuid> {
    let systematique = groupe.is_none_or(|code| systematiques.get(code).copied().unwrap_or(true));
    classes
        .iter()
        .filter(|((kind, of_lot), _)| {
            guard::holds_groupe(*kind, of_lot.as_deref(), groupe, systematique)
        })
        .flat_map(|(_, demandes)| demandes.iter().copied())
        .collect()
}

/// Whether the guard lets a lot leave.
///
/// # Errors
/// 409 `guard_blocked` when the setting blocks and a flag is not lifted.
pub async fn check_before_sending(conn: &mut PgConnection, id_lot: Uuid) -> Result<()> {
    let (_, settings) = settings::current(conn).await?;
    let flags = store::guard::flags(conn, Some(id_lot)).await?;
    let open = flags.iter().filter(|flag| flag.lifted_at.is_none()).count();
    guard::check(settings.guard_blocks, open)
        .map_err(|blocked| ServiceError::conflict("guard_blocked", blocked.to_string()))
}

/// The flags that nobody has lifted, for the coordination.
///
/// # Errors
/// Without the right.
pub async fn list(context: &Context, actor: &Actor) -> Result<Vec<FlagRow>> {
    rights::check(actor, Action::ReadGarde, Target::Module)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::guard::flags(&mut conn, None).await?)
}

/// The lots that the adversary keeps from leaving, for the coordination.
///
/// # Errors
/// Without the right.
pub async fn blocked(context: &Context, actor: &Actor) -> Result<Vec<BlockedRow>> {
    rights::check(actor, Action::ReadGarde, Target::Module)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::adversary::blocked(&mut conn).await?)
}

/// Lifts the flags of a lot, with a motif kept in the journal.
///
/// # Errors
/// Without the right, without a motif, or when nothing is flagged.
pub async fn lift(context: &Context, actor: &Actor, id_lot: Uuid, motif: &str) -> Result<()> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let (dossier, _) =
        dossier::change_lot(context, &mut tx, id_lot, actor, |_| Action::LiftGarde).await?;
    guard::check_motif(motif)
        .map_err(|missing| ServiceError::invalid_field("motif", missing.to_string()))?;
    if store::guard::lift(&mut tx, id_lot, actor.id_role, motif.trim(), now).await? == 0 {
        return Err(ServiceError::conflict(
            "nothing_flagged",
            "La garde n'a rien signalé sur ce lot, ou le signalement est déjà levé.",
        ));
    }
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande: dossier.demande.id_demande,
            id_lot: Some(id_lot),
            kind: LIFT,
            states: None,
            id_role: Some(actor.id_role),
            detail: json!({}),
            motif: Some(motif.trim()),
            at: now,
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
