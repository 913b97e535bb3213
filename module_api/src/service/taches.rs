//! What waits for somebody, over every dossier he sees: what to finish, check, answer, decide, send or fetch; soonest deadline first.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use demandes_domain::{
    avis::AvisKind,
    demande::DemandeState,
    lot::LotState,
    rights::{self, Action, Actor, LotFacts, Target},
};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Context, Result, actions,
    dossier::{self, Dossier},
};
use crate::store::{self, avis::AskedPole, demandes::Visibility, lots::LotRow};

/// Most dossiers looked at.
const MAX_DOSSIERS: i64 = 500;

/// Something that waits for somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Tache {
    /// `deposer`, `completer`, `completude`, `avis`, `decision`, `envoi`, `telechargement`.
    pub kind: &'static str,
    /// The demande.
    pub id_demande: Uuid,
    /// Its number.
    pub numero: String,
    /// Who asks.
    pub demandeur: Option<String>,
    /// His organisme.
    pub organisme: Option<String>,
    /// For what.
    pub objet_detail: String,
    /// The lot, if it is about one.
    pub id_lot: Option<Uuid>,
    /// Its kind.
    pub lot_kind: Option<String>,
    /// Its group.
    pub groupe: Option<String>,
    /// The pôle that is asked (an avis).
    pub id_pole: Option<i32>,
    /// Its name.
    pub pole: Option<String>,
    /// Last day.
    pub echeance: Option<NaiveDate>,
    /// Whether it was given to this person, and not to anybody with the right.
    pub mine: bool,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What waits for this person.
///
/// # Errors
/// Without the right to see any demande.
pub async fn list(context: &Context, actor: &Actor) -> Result<Vec<Tache>> {
    rights::check(actor, Action::ListDemandes, Target::Module)?;
    let filter = actor.read_filter();
    let visibility = Visibility {
        mine: filter.mine,
        organisme: filter.organisme,
        all: filter.all,
        poles: filter.poles,
    };
    let mut conn = context.pool.acquire().await?;
    let mut found = Vec::new();
    // Three queries, however many dossiers.
    let ids = store::demandes::open_visible(&mut conn, &visibility, MAX_DOSSIERS).await?;
    let dossiers = dossier::load_all(&mut conn, &ids).await?;
    let asked = asked_of(&mut conn, &dossiers).await?;
    for dossier in &dossiers {
        of_demande(actor, dossier, &mut found);
        for (lot, facts) in dossier.lots.iter().zip(&dossier.facts.lots) {
            let asked = asked.get(&lot.id_lot).map_or(&[][..], Vec::as_slice);
            of_lot(context, actor, dossier, lot, facts, asked, &mut found)?;
        }
    }
    found.sort_by_key(|tache| (tache.echeance.unwrap_or(NaiveDate::MAX), tache.since));
    Ok(found)
}

fn of_demande(actor: &Actor, dossier: &Dossier, found: &mut Vec<Tache>) {
    let may = |action| rights::check(actor, action, Target::Demande(&dossier.facts)).is_ok();
    let demande = &dossier.demande;
    let author = [demande.id_demandeur, demande.id_depositor].contains(&actor.id_role);
    let kind = match dossier.state() {
        DemandeState::Brouillon if author && may(Action::Depose) => "deposer",
        DemandeState::Incomplete if author && may(Action::Depose) => "completer",
        DemandeState::Deposee if may(Action::DeclareCompletude) => "completude",
        _ => return,
    };
    let mut tache = blank(kind, dossier);
    tache.mine = author || demande.id_responsable == Some(actor.id_role);
    found.push(tache);
}

/// The pôles asked about the lots that wait for them, by lot.
async fn asked_of(
    conn: &mut PgConnection,
    dossiers: &[Dossier],
) -> Result<HashMap<Uuid, Vec<AskedPole>>> {
    let waiting: Vec<Uuid> = dossiers
        .iter()
        .flat_map(|dossier| dossier.lots.iter().zip(&dossier.facts.lots))
        .filter(|(_, facts)| facts.state == LotState::AvisDemande)
        .map(|(lot, _)| lot.id_lot)
        .collect();
    let mut by_lot: HashMap<Uuid, Vec<AskedPole>> = HashMap::new();
    for asked in store::avis::asked_about(conn, &waiting).await? {
        by_lot.entry(asked.id_lot).or_default().push(asked);
    }
    Ok(by_lot)
}

fn of_lot(
    context: &Context,
    actor: &Actor,
    dossier: &Dossier,
    lot: &LotRow,
    facts: &LotFacts,
    asked: &[AskedPole],
    found: &mut Vec<Tache>,
) -> Result<()> {
    let may = |action| rights::check(actor, action, Target::Lot(&dossier.facts, facts)).is_ok();
    let about = |kind, echeance| Tache {
        id_lot: Some(lot.id_lot),
        lot_kind: Some(lot.kind.clone()),
        groupe: lot.code_groupe.clone(),
        echeance,
        mine: true,
        ..blank(kind, dossier)
    };
    if facts.state == LotState::AvisDemande {
        for asked in asked {
            let waits = asked
                .kind
                .as_deref()
                .is_none_or(|kind| kind == AvisKind::Reserve.as_str());
            if waits && may(Action::GiveAvis(asked.id_pole)) {
                found.push(Tache {
                    id_pole: Some(asked.id_pole),
                    pole: Some(asked.label.clone()),
                    ..about("avis", Some(asked.echeance))
                });
            }
        }
    }
    // Only a lot that waits for its pôles is decided.
    if may(Action::Decide) && actions::ready_after(context, asked)?.is_ok() {
        found.push(about("decision", lot.avis_echeance));
    }
    if may(Action::Send) {
        found.push(about("envoi", lot.livraison_echeance));
    }
    if facts.state == LotState::Envoye && may(Action::Download) {
        found.push(about("telechargement", None));
    }
    Ok(())
}

fn blank(kind: &'static str, dossier: &Dossier) -> Tache {
    let demande = &dossier.demande;
    Tache {
        kind,
        id_demande: demande.id_demande,
        numero: demande.numero.clone(),
        demandeur: demande.demandeur.clone(),
        organisme: demande.organisme.clone(),
        objet_detail: demande.objet_detail.clone(),
        id_lot: None,
        lot_kind: None,
        groupe: None,
        id_pole: None,
        pole: None,
        echeance: None,
        mine: false,
        since: demande.deposited_at.unwrap_or(demande.created_at),
    }
}
