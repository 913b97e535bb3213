//! Standing orders: when the pôles of a group want to be asked about its F3, tried on past demandes before they are given.

use demandes_domain::{
    echeance::paris_day,
    rights::{Action, Actor},
    tour_de_table::{Classe, Consigne, Route, route},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::{Context, MAX_TEXT, Result, ServiceError, filled, log, may};
use crate::{
    service::{annonce, dossier, perimetre, request::Overwrites, settings},
    store::{
        self as stores,
        registres::{
            consignes::{self as store, Consigne as Row},
            groupes,
        },
    },
};

/// Most demandes a trial looks at.
const MAX_TRIAL: i64 = 100;

/// A standing order, as written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsigneDraft {
    /// From this number of communes on.
    pub min_communes: Option<i32>,
    /// For these classes of demandeurs only: `adherent`, `partenaire_pole`, `non_adherent`.
    pub classes: Option<Vec<String>>,
    /// Why.
    pub motif: String,
}

/// A standing order to try.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Essai {
    /// From this number of communes on.
    pub min_communes: Option<i32>,
    /// For these classes of demandeurs only.
    pub classes: Option<Vec<String>>,
    /// Whether the group would have `avis_systematique`; as it is when left out.
    pub avis_systematique: Option<bool>,
    /// How many of the last demandes deposited, 100 at most.
    #[schema(minimum = 1, maximum = 100)]
    pub last: Option<i64>,
}

/// What a standing order would have changed.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Simulation {
    /// Demandes looked at.
    pub demandes: usize,
    /// Of them, those with sensitive data of the group to be asked for.
    pub concernees: usize,
    /// Those about which its pôles were asked, by the orders of today.
    pub consultations_actuelles: usize,
    /// Those about which they would be.
    pub consultations_simulees: usize,
    /// Numbers of those that change, for who sees every demande.
    pub changements: Vec<Changement>,
}

/// A demande that would go another way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Changement {
    /// Its number.
    pub numero: String,
    /// Whether the pôles would be asked.
    pub consulte: bool,
}

fn read(code: &str, min_communes: Option<i32>, classes: Option<&[String]>) -> Result<Consigne> {
    let min_communes = min_communes
        .map(|min| u32::try_from(min).ok().filter(|min| *min > 0))
        .map(|min| {
            min.ok_or_else(|| {
                ServiceError::invalid_field(
                    "min_communes",
                    "Donnez un nombre de communes d'au moins 1.",
                )
            })
        })
        .transpose()?;
    let classes = classes
        .map(|codes| {
            codes
                .iter()
                .map(|code| code.parse::<Classe>())
                .collect::<std::result::Result<Vec<_>, _>>()
        })
        .transpose()
        .map_err(|error| ServiceError::invalid_field("classes", error.to_string()))?;
    if classes.as_ref().is_some_and(Vec::is_empty) {
        return Err(ServiceError::invalid_field(
            "classes",
            "Choisissez au moins une classe, ou aucune liste pour toutes.",
        ));
    }
    Ok(Consigne {
        groupe: code.to_owned(),
        min_communes,
        classes,
    })
}

/// The standing orders, as routing reads them.
///
/// # Errors
/// When the database fails, or one cannot be read.
pub async fn load(conn: &mut PgConnection) -> Result<Vec<Consigne>> {
    let rows = store::list(conn).await?;
    rows.iter()
        .map(|row| read(&row.code_groupe, row.min_communes, row.classes.as_deref()))
        .collect()
}

/// Every standing order.
///
/// # Errors
/// Without a right on the module.
pub async fn list(context: &Context, actor: &Actor) -> Result<Vec<Row>> {
    may(actor, Action::ReadReferences)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::list(&mut conn).await?)
}

/// Who speaks for one of the pôles of a group, or keeps the settings.
async fn may_order(conn: &mut PgConnection, actor: &Actor, code: &str) -> Result<()> {
    let found = groupes::list(conn, Some(code)).await?.pop();
    let Some(groupe) = found else {
        // Who keeps the settings learns that there is none; others, that it is not theirs.
        may(actor, Action::EditSettings)?;
        return Err(ServiceError::NotFound);
    };
    let mine = |pole: &i32| may(actor, Action::SpeakFor(*pole)).is_ok();
    if groupe.poles.iter().any(mine) {
        return Ok(());
    }
    may(actor, Action::EditSettings)
}

/// Gives the standing order of a group.
///
/// # Errors
/// Without the right; when something does not stand, or somebody changed it meanwhile.
pub async fn put(
    context: &Context,
    actor: &Actor,
    code: &str,
    draft: &ConsigneDraft,
) -> Result<Row> {
    let mut tx = context.begin().await?;
    may_order(&mut tx, actor, code).await?;
    groupes::lock(&mut tx).await?;
    let of_code = |row: &Row| row.code_groupe == code;
    if let Some(found) = store::list(&mut tx).await?.into_iter().find(of_code) {
        context
            .request
            .check_version(found.version, Overwrites::Yes)?;
    }
    let motif = filled("motif", &draft.motif, MAX_TEXT)?;
    read(code, draft.min_communes, draft.classes.as_deref())?;
    store::put(
        &mut tx,
        code,
        draft.min_communes,
        draft.classes.as_deref(),
        &motif,
    )
    .await?;
    let detail =
        json!({ "min_communes": draft.min_communes, "classes": draft.classes, "motif": motif });
    log(context, &mut tx, actor, "consigne", code, "put", detail).await?;
    let row = store::list(&mut tx).await?.into_iter().find(of_code);
    tx.commit().await?;
    row.ok_or(ServiceError::NotFound)
}

/// What a standing order would have changed for the last demandes, by the code and the data of today. Changes nothing.
///
/// # Errors
/// Without the right; when something does not stand.
pub async fn simulate(
    context: &Context,
    actor: &Actor,
    code: &str,
    essai: &Essai,
) -> Result<Simulation> {
    let mut tx = context.pool.begin().await?;
    may_order(&mut tx, actor, code).await?;
    let tried = read(code, essai.min_communes, essai.classes.as_deref())?;
    let (_, settings) = settings::current(&mut tx).await?;
    let current = load(&mut tx).await?;
    let mut proposed: Vec<Consigne> = current
        .iter()
        .filter(|own| own.groupe != code)
        .cloned()
        .collect();
    proposed.push(tried);
    let mut outcome = Simulation::default();
    let limit = essai.last.unwrap_or(30).clamp(1, MAX_TRIAL);
    for id in store::last_deposited(&mut tx, limit).await? {
        let found = dossier::load(&mut tx, id).await?;
        let perimetre = perimetre::load(&mut tx, id).await?;
        let demande = &found.demande;
        let day = demande
            .deposited_at
            .map_or_else(|| context.today(), paris_day);
        let wanted = annonce::wanted(demande, &settings, context.today());
        let tally = stores::classification::tally(&mut tx, &wanted).await?;
        let (mut facts, _) =
            annonce::facts_of(&mut tx, demande, &perimetre, &tally, current.clone(), day).await?;
        let before = asked(&route(&facts, &settings.routing(), day), code);
        facts.consignes.clone_from(&proposed);
        let concerned = facts
            .groupes
            .iter_mut()
            .find(|groupe| groupe.code == code && groupe.has_sensitive);
        let is_concerned = concerned.is_some() && demande.wants_precise_sensitive;
        if let (Some(groupe), Some(wish)) = (concerned, essai.avis_systematique) {
            groupe.avis_systematique = wish;
        }
        let after = asked(&route(&facts, &settings.routing(), day), code);
        outcome.demandes += 1;
        outcome.concernees += usize::from(is_concerned);
        outcome.consultations_actuelles += usize::from(before);
        outcome.consultations_simulees += usize::from(after);
        if before != after && actor.read_filter().all {
            outcome.changements.push(Changement {
                numero: demande.numero.clone(),
                consulte: after,
            });
        }
    }
    Ok(outcome)
}

/// Whether the route asks the pôles of a group about its own F3.
fn asked(route: &Route, code: &str) -> bool {
    let own =
        |lot: &&demandes_domain::tour_de_table::AnnouncedLot| lot.groupe.as_deref() == Some(code);
    route
        .lots
        .iter()
        .find(own)
        .is_some_and(|lot| lot.tour_de_table)
}
