//! What somebody may do with a demande and its lots now, and why not what he may not: the same rules that refuse, asked beforehand.

use demandes_domain::{
    decision::{AskedPole, readiness},
    rights::{self, Action, Actor, Refusal, Target},
};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Context, FieldProblem, Result, controle, depot,
    dossier::{self, Dossier, stored},
};
use crate::store;

/// Everything that may be done with a demande.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Actions {
    /// On the demande itself.
    pub demande: Vec<Possible>,
    /// What is missing before the dépôt, for its author.
    pub missing: Vec<FieldProblem>,
    /// On each of its lots.
    pub lots: Vec<LotActions>,
}

/// What may be done with a lot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LotActions {
    /// The lot.
    pub id_lot: Uuid,
    /// What may be done.
    pub actions: Vec<Possible>,
}

/// An action and whether it may be done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Possible {
    /// `edit`, `depose`, `declare_completude`, `give_avis`, `decide`, `send`, `manage_extraction`, `lift_garde`, `download`.
    pub action: &'static str,
    /// The pôle it is done for (an avis).
    pub id_pole: Option<i32>,
    /// `now`, `not_now` (the state does not allow it) or `not_yours` (the right is another's).
    pub when: &'static str,
    /// Why not, in French.
    pub why_not: Option<String>,
}

impl Possible {
    fn new(action: &'static str, id_pole: Option<i32>, outcome: Outcome) -> Self {
        let (when, why_not) = match outcome {
            Outcome::Now => ("now", None),
            Outcome::NotNow(message) => ("not_now", Some(message)),
            Outcome::NotYours(message) => ("not_yours", Some(message)),
        };
        Self {
            action,
            id_pole,
            when,
            why_not,
        }
    }
}

enum Outcome {
    Now,
    NotNow(String),
    NotYours(String),
}

impl From<std::result::Result<(), Refusal>> for Outcome {
    fn from(checked: std::result::Result<(), Refusal>) -> Self {
        match checked {
            Ok(()) => Self::Now,
            Err(Refusal::Conflict { message }) => Self::NotNow(message),
            Err(refusal) => Self::NotYours(refusal.to_string()),
        }
    }
}

/// What this person may do with a demande.
///
/// # Errors
/// When it does not exist or he may not see it.
pub async fn read(context: &Context, actor: &Actor, id_demande: Uuid) -> Result<Actions> {
    let mut conn = context.pool.acquire().await?;
    let dossier = dossier::read(&mut conn, id_demande, actor, Action::ReadDemande).await?;
    let target = Target::Demande(&dossier.facts);
    let on_demande =
        |name, action| Possible::new(name, None, rights::check(actor, action, target).into());
    let depose = on_demande("depose", Action::Depose);
    let missing = if depose.when == "now" {
        depot::missing_before(&mut conn, &dossier.demande, actor, context).await?
    } else {
        Vec::new()
    };
    let demande = vec![
        on_demande("edit", Action::EditDemande),
        depose,
        on_demande("declare_completude", Action::DeclareCompletude),
    ];
    let mut lots = Vec::with_capacity(dossier.lots.len());
    for index in 0..dossier.lots.len() {
        lots.push(LotActions {
            id_lot: dossier.lots[index].id_lot,
            actions: on_lot(context, &mut conn, actor, &dossier, index).await?,
        });
    }
    Ok(Actions {
        demande,
        missing,
        lots,
    })
}

async fn on_lot(
    context: &Context,
    conn: &mut PgConnection,
    actor: &Actor,
    dossier: &Dossier,
    index: usize,
) -> Result<Vec<Possible>> {
    let facts = &dossier.facts.lots[index];
    let target = Target::Lot(&dossier.facts, facts);
    let check = |action| rights::check(actor, action, target);
    let mut actions = Vec::new();
    for pole in facts
        .asked_poles
        .iter()
        .filter(|pole| actor.animateur_of.contains(pole))
    {
        let outcome = check(Action::GiveAvis(*pole)).into();
        actions.push(Possible::new("give_avis", Some(*pole), outcome));
    }
    let lot = &dossier.lots[index];
    actions.push(Possible::new(
        "decide",
        None,
        decide(context, conn, lot.id_lot, check(Action::Decide)).await?,
    ));
    actions.push(Possible::new(
        "send",
        None,
        send(context, conn, dossier, index, check(Action::Send)).await?,
    ));
    for (name, action) in [
        ("manage_extraction", Action::ManageExtraction),
        ("lift_garde", Action::LiftGarde),
        ("download", Action::Download),
    ] {
        actions.push(Possible::new(name, None, check(action).into()));
    }
    Ok(actions)
}

/// Beside the right and the state, a décision waits for the end of the tour de table.
pub(super) async fn ready(
    context: &Context,
    conn: &mut PgConnection,
    id_lot: Uuid,
) -> Result<std::result::Result<(), String>> {
    let asked = store::avis::asked(conn, id_lot).await?;
    ready_after(context, &asked)
}

/// The same, of a lot whose pôles are known.
pub(super) fn ready_after(
    context: &Context,
    asked: &[store::avis::AskedPole],
) -> Result<std::result::Result<(), String>> {
    let mut poles = Vec::with_capacity(asked.len());
    for asked in asked {
        poles.push(AskedPole {
            pole: asked.id_pole,
            echeance: asked.echeance,
            latest: asked.kind.as_deref().map(stored).transpose()?,
        });
    }
    let checked = readiness(&poles, context.today()).check();
    Ok(checked.map_err(|error| error.to_string()))
}

async fn decide(
    context: &Context,
    conn: &mut PgConnection,
    id_lot: Uuid,
    checked: std::result::Result<(), Refusal>,
) -> Result<Outcome> {
    if checked.is_err() {
        return Ok(checked.into());
    }
    Ok(match ready(context, conn, id_lot).await? {
        Ok(()) => Outcome::Now,
        Err(message) => Outcome::NotNow(message),
    })
}

/// Beside the right and the state, nothing leaves of which a point of the control does not hold.
async fn send(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    index: usize,
    checked: std::result::Result<(), Refusal>,
) -> Result<Outcome> {
    if checked.is_err() {
        return Ok(checked.into());
    }
    let wrong = controle::wrong(context, conn, dossier, index).await?;
    Ok(wrong.map_or(Outcome::Now, Outcome::NotNow))
}
