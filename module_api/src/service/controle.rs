//! What is checked before a lot is released: the same points that the sending refuses by, read beforehand in one place.

use std::path::Path;

use demandes_domain::{
    lot::{LotCommand, LotState},
    message::{Audience, Message},
    rights::{self, Action, Actor, Target},
};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, adversary,
    dossier::{self, Dossier},
    guard, journal,
    messages::{self, About},
};
use crate::store::{self, evenements::NewEvenement, lots::LotRow, messages::InformedPole};

/// Kind of the event of pôles told of a sending to come.
const INFORM: &str = "inform_poles";

/// What is checked before a lot is released.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ControleAvantEnvoi {
    /// The lot.
    pub id_lot: Uuid,
    /// Its state.
    pub state: String,
    /// Whether who reads this may release it now.
    pub envoi_possible: bool,
    /// Why not, in French, when he may not.
    pub pourquoi_pas: Option<String>,
    /// The points checked, in the order they are to be read.
    pub points: Vec<Point>,
    /// The counts of the extraction and their two identities.
    pub verifications: Option<Value>,
    /// What became of the last attack of this archive, attack by attack.
    pub adversaire: Option<Value>,
    /// The pôles that the sending concerns, and how far they were told.
    pub poles: Vec<InformedPole>,
}

/// A point of the control.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Point {
    /// `etat`, `contenu`, `archive`, `adversaire`, `garde`, `poles`.
    pub code: &'static str,
    /// What is checked, in French.
    pub libelle: &'static str,
    /// Whether it holds: nothing leaves as long as one does not.
    pub tient: bool,
    /// What is wrong, or what there is to know, in French.
    pub detail: Option<String>,
}

impl Point {
    fn new(code: &'static str, libelle: &'static str, wrong: Option<String>) -> Self {
        Self {
            code,
            libelle,
            tient: wrong.is_none(),
            detail: wrong,
        }
    }
}

/// The control of a lot.
///
/// # Errors
/// When it does not exist, or the actor is neither its responsible nor the coordination.
pub async fn read(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<ControleAvantEnvoi> {
    let mut conn = context.pool.acquire().await?;
    let lot = store::lots::get(&mut conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let dossier = dossier::load(&mut conn, lot.id_demande).await?;
    let index = dossier.lots.iter().position(|row| row.id_lot == id_lot);
    let index = index.ok_or(ServiceError::NotFound)?;
    let facts = &dossier.facts.lots[index];
    let target = Target::Lot(&dossier.facts, facts);
    rights::check(actor, Action::ReadControle, target)?;
    let poles = informed(context, &mut conn, &lot).await?;
    let points = points(context, &mut conn, &dossier, index, &poles).await?;
    let wrong = points.iter().find(|point| !point.tient);
    let wrong = wrong.and_then(|point| point.detail.clone());
    // The right, then the state, then the points.
    let refused = rights::check(actor, Action::Send, target).err();
    let pourquoi_pas = refused.map(|refusal| refusal.to_string()).or(wrong);
    let attack = store::adversary::latest(&mut conn, id_lot).await?;
    let attack = attack.filter(|attack| Some(&attack.sha256) == lot.archive_sha256.as_ref());
    Ok(ControleAvantEnvoi {
        id_lot,
        state: lot.state.clone(),
        envoi_possible: pourquoi_pas.is_none(),
        pourquoi_pas,
        points,
        verifications: lot.report.map(|report| report["checks"].clone()),
        adversaire: attack.map(|attack| {
            json!({ "attacked_at": attack.attacked_at, "successes": attack.findings, "report": attack.report })
        }),
        poles,
    })
}

/// Tells the pôles concerned that have not been told yet, as the verification of the lot told the others. Gives the control.
///
/// # Errors
/// Unless the actor is its responsible and the lot is verified; when everybody was told already.
pub async fn inform(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<ControleAvantEnvoi> {
    let mut tx = context.begin().await?;
    let (dossier, _) =
        dossier::change_lot(context, &mut tx, id_lot, actor, |_| Action::InformPoles).await?;
    let at = context.now();
    let about = About {
        id_demande: dossier.demande.id_demande,
        id_lot: Some(id_lot),
        pole: None,
        data: json!({}),
        at,
    };
    let whom = [Audience::PolesConcerned];
    let key = id_lot.to_string();
    if messages::tell_once(&mut tx, Message::EnvoiPrevu, &whom, &about, &key).await? == 0 {
        return Err(ServiceError::conflict(
            "poles_informed",
            "Les pôles concernés ont déjà été informés.",
        ));
    }
    let event = NewEvenement {
        id_demande: dossier.demande.id_demande,
        id_lot: Some(id_lot),
        kind: INFORM,
        states: None,
        id_role: Some(actor.id_role),
        detail: json!({}),
        motif: None,
        at,
    };
    journal::record(&mut tx, event).await?;
    tx.commit().await?;
    read(context, actor, id_lot).await
}

/// Refuses a sending by the points that no other check of it judges: the identities of its content, the information of the pôles.
///
/// # Errors
/// When one does not hold.
pub async fn check_before_sending(
    context: &Context,
    conn: &mut PgConnection,
    lot: &LotRow,
) -> Result<()> {
    if let Some(wrong) = content(lot) {
        return Err(ServiceError::conflict("content_unchecked", wrong));
    }
    let poles = informed(context, conn, lot).await?;
    match uninformed(&poles) {
        Some(wrong) => Err(ServiceError::conflict("poles_not_informed", wrong)),
        None => Ok(()),
    }
}

/// Why a lot may not be released now, but for the right and its state; none when it may.
///
/// # Errors
/// When the database fails.
pub(super) async fn wrong(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    index: usize,
) -> Result<Option<String>> {
    let poles = informed(context, conn, &dossier.lots[index]).await?;
    let points = points(context, conn, dossier, index, &poles).await?;
    let wrong = points.into_iter().find(|point| !point.tient);
    Ok(wrong.and_then(|point| point.detail))
}

async fn informed(
    context: &Context,
    conn: &mut PgConnection,
    lot: &LotRow,
) -> Result<Vec<InformedPole>> {
    let message = Message::EnvoiPrevu;
    let told = (message.as_str(), message.category().as_str());
    let of = (lot.id_demande, lot.id_lot);
    Ok(store::messages::informed_poles(conn, of, told, context.today()).await?)
}

async fn points(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    index: usize,
    poles: &[InformedPole],
) -> Result<Vec<Point>> {
    let (lot, state) = (&dossier.lots[index], dossier.facts.lots[index].state);
    let unsendable = state.apply(LotCommand::Send).err();
    let guarded = match guard::check_before_sending(conn, lot.id_lot).await {
        Ok(()) => None,
        Err(ServiceError::Conflict { detail, .. }) => Some(detail),
        Err(error) => return Err(error),
    };
    let fresh = adversary::is_fresh(conn, lot).await?;
    Ok(vec![
        Point::new(
            "etat",
            "Le lot est extrait et vérifié",
            unsendable.map(|refused| refused.to_string()),
        ),
        Point::new(
            "contenu",
            "Le contenu est celui de la demande : aucune donnée ne manque, aucune n'est de trop",
            content(lot),
        ),
        Point::new(
            "archive",
            "L'archive est gardée telle qu'elle a été extraite",
            archive(&context.storage_dir, lot),
        ),
        Point::new(
            "adversaire",
            "L'adversaire n'a rien tiré de cette archive, ni de tout ce que ce destinataire a déjà reçu",
            (!fresh).then(|| unattacked(state)),
        ),
        Point::new(
            "garde",
            "La garde entre demandes ne retient pas ce lot",
            guarded,
        ),
        Point::new(
            "poles",
            "Les pôles concernés sont informés de l'envoi",
            uninformed(poles),
        ),
    ])
}

/// What is wrong with the identities of the extraction.
fn content(lot: &LotRow) -> Option<String> {
    let Some(report) = &lot.report else {
        return Some("Le lot n'a pas été extrait : son contenu n'est pas vérifié.".to_owned());
    };
    let holds = |name: &str| {
        let counts = &report["checks"][name];
        counts["classified"].is_i64() && counts["classified"] == counts["selected"]
    };
    let both = holds("by_geometry") && holds("by_area");
    (!both).then(|| {
        "Les identités du contenu ne sont pas vérifiées : relancez l'extraction.".to_owned()
    })
}

/// What is wrong with the archive; its digest is computed again at the sending.
fn archive(storage: &Path, lot: &LotRow) -> Option<String> {
    if lot.retention_ended_at.is_some() {
        return Some(
            "La conservation de ce lot a pris fin : ses fichiers ont été supprimés.".to_owned(),
        );
    }
    let Some(name) = &lot.archive_name else {
        return Some("Ce lot n'a pas encore d'archive.".to_owned());
    };
    let found = std::fs::metadata(storage.join(name)).map(|file| file.len());
    let kept = found.ok().and_then(|bytes| i64::try_from(bytes).ok());
    (kept != lot.archive_bytes)
        .then(|| "L'archive manque ou n'a plus sa taille : relancez l'extraction.".to_owned())
}

fn unattacked(state: LotState) -> String {
    match state {
        LotState::Verifie => "D'autres données ont été remises à ce destinataire depuis la vérification de ce lot : une nouvelle \
                              vérification par attaque est à faire.",
        LotState::Extrait => "La vérification par attaque n'a pas abouti : voyez ce qui retient le lot.",
        _ => "La vérification par attaque n'a pas encore eu lieu sur cette archive.",
    }
    .to_owned()
}

fn uninformed(poles: &[InformedPole]) -> Option<String> {
    let labels: Vec<&str> = poles
        .iter()
        .filter(|pole| pole.told < pole.people)
        .map(|pole| pole.label.as_str())
        .collect();
    let labels = labels.join(", ");
    (!labels.is_empty()).then(|| format!("Pôles à informer avant l'envoi : {labels}."))
}
