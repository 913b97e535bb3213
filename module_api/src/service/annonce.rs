//! The route announced before the dépôt, and the figures that disclose nothing. The dépôt calls the same [`route_of`], so that
//! what was announced is what is decided.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::NaiveDate;
use demandes_domain::{
    demande::DemandeCommand,
    rights::{Action, Actor},
    settings::{PrivateData, Settings},
    tour_de_table::{Consigne, GroupeFacts, PoleFacts, Route, RouteFacts, route},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Context, Result, dossier, perimetre,
    registres::consignes,
    settings,
    summary::{self, Summary, is_non_sensitive},
};
use crate::store::{
    self,
    classification::{Tally, Wanted},
    demandes::DemandeRow,
    perimetres::{Commune, Perimetre},
    poles::Pole,
};

/// What somebody learns before the dépôt.
#[derive(Debug, Clone)]
pub struct Annonce {
    /// Which lots, who is asked and why, from when to when.
    pub route: Route,
    /// The perimeter it was made for.
    pub perimetre: Perimetre,
    /// Communes that count, the grazed ones marked.
    pub communes: Vec<Commune>,
    /// Pôles, for their names.
    pub poles: Vec<Pole>,
    /// What is available.
    pub summary: Summary,
}

/// What is wanted by a demande, as the extension takes it.
#[must_use]
pub fn wanted(demande: &DemandeRow, settings: &Settings, at: NaiveDate) -> Wanted {
    Wanted {
        id_demande: demande.id_demande,
        taxa: demande.cd_noms.clone(),
        date_from: demande.date_from,
        date_to: demande.date_to,
        precise_wanted: demande.wants_precise_sensitive,
        residual_min_share: settings.residual_min_share,
        private_withheld: settings.private_data == PrivateData::Withheld,
        at,
    }
}

/// The annonce of a demande, as things stand today.
///
/// # Errors
/// When the actor may not see it, or it has no perimeter yet.
pub async fn read(context: &Context, actor: &Actor, id_demande: Uuid) -> Result<Annonce> {
    let mut tx = context.pool.begin().await?;
    let dossier = dossier::read(&mut tx, id_demande, actor, Action::ReadAnnonce).await?;
    let (_, settings) = settings::current(&mut tx).await?;
    let perimetre = perimetre::load(&mut tx, id_demande).await?;
    let communes = perimetre::communes(&mut tx, &perimetre, &settings).await?;
    let at = context.today();
    let tally =
        store::classification::tally(&mut tx, &wanted(&dossier.demande, &settings, at)).await?;
    let (route_now, poles) =
        route_of(&mut tx, &dossier.demande, &perimetre, &tally, &settings, at).await?;
    // Once deposited, what was announced stands, whatever the data have become.
    let route = if dossier.state().is_editable() {
        route_now
    } else {
        kept_route(&mut tx, id_demande).await?.unwrap_or(route_now)
    };
    let summary = summary::of_demande(&mut tx, id_demande, &tally).await?;
    tx.commit().await?;
    Ok(Annonce {
        route,
        perimetre,
        communes,
        poles,
        summary,
    })
}

/// The route of a demande if it were deposited on `day`, with the pôles it names.
///
/// # Errors
/// When the database fails or names no coordination.
pub async fn route_of(
    conn: &mut PgConnection,
    demande: &DemandeRow,
    perimetre: &Perimetre,
    tally: &[Tally],
    settings: &Settings,
    day: NaiveDate,
) -> Result<(Route, Vec<Pole>)> {
    let consignes = consignes::load(conn).await?;
    let (facts, poles) = facts_of(conn, demande, perimetre, tally, consignes, day).await?;
    Ok((route(&facts, &settings.routing(), day), poles))
}

/// What is known of a demande on `day`, under these standing orders.
///
/// # Errors
/// As [`route_of`].
pub(super) async fn facts_of(
    conn: &mut PgConnection,
    demande: &DemandeRow,
    perimetre: &Perimetre,
    tally: &[Tally],
    consignes: Vec<Consigne>,
    day: NaiveDate,
) -> Result<(RouteFacts, Vec<Pole>)> {
    let (adherent, pole_partner) =
        store::registers::adhesion_on(conn, demande.id_organisme, day).await?;
    let poles = store::poles::all(conn).await?;
    let coordination = poles
        .iter()
        .find(|pole| pole.is_coordination)
        .map(|pole| pole.id_pole)
        .ok_or_else(|| anyhow::anyhow!("no row of gn_demandes.pole stands for the coordination"))?;
    let sensitive = |row: &&Tally| row.selected_by == "area";
    let facts = RouteFacts {
        communes_count: u32::try_from(perimetre.communes_count).unwrap_or(u32::MAX),
        objet: demande.objet.clone().unwrap_or_default(),
        adherent,
        pole_partner,
        wants_precise_sensitive: demande.wants_precise_sensitive,
        groupes: groupe_facts(tally),
        sensitive_without_groupe: tally
            .iter()
            .filter(sensitive)
            .any(|row| row.groupe.is_none()),
        poles: poles
            .iter()
            .filter(|pole| !pole.is_coordination)
            .map(|pole| PoleFacts {
                id: pole.id_pole,
                label: pole.label.clone(),
                groupes: pole.groupes.clone(),
            })
            .collect(),
        coordination,
        consignes,
    };
    Ok((facts, poles))
}

/// The route kept at the last dépôt, if there was one.
///
/// # Errors
/// When the database fails or the log is not what the dépôt wrote.
pub async fn kept_route(conn: &mut PgConnection, id_demande: Uuid) -> Result<Option<Route>> {
    let events = store::evenements::of_demande(conn, id_demande).await?;
    let depot = events
        .into_iter()
        .rev()
        .find(|event| event.kind == DemandeCommand::Depose.as_str());
    let Some(depot) = depot else { return Ok(None) };
    let route = serde_json::from_value(depot.detail["route"].clone());
    Ok(Some(route.context("route kept at the dépôt")?))
}

/// What routing may know: non-sensitive records where they are, sensitive ones by their blurred area, withheld ones never.
fn groupe_facts(tally: &[Tally]) -> Vec<GroupeFacts> {
    let mut by_code: BTreeMap<&str, GroupeFacts> = BTreeMap::new();
    for row in tally
        .iter()
        .filter(|row| row.selected_by == "area" || is_non_sensitive(row))
    {
        let Some(code) = row.groupe.as_deref() else {
            continue;
        };
        let facts = by_code.entry(code).or_insert_with(|| GroupeFacts {
            code: code.to_owned(),
            avis_systematique: row.avis_systematique,
            has_sensitive: false,
            has_any: true,
        });
        facts.has_sensitive |= row.selected_by == "area";
    }
    by_code.into_values().collect()
}
