//! Telling people: from what happened to the rows of the outbox and GeoNature's bell, in the transaction of the event. Who is told what
//! is the domain's; the words are templates, read when the mail leaves ([`compose`]).

mod compose;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use demandes_domain::{
    avis::AvisKind,
    decision::{AskedPole, DecisionKind, Readiness, readiness},
    demande::DemandeCommand,
    echeance::{paris_day, paris_hour},
    lot::LotCommand,
    message::{Audience, Happening, Message, concerned},
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

pub use compose::{Composed, compose, in_words};

use super::{Result, adversary, avis, dossier::stored, lettres};
use crate::store::{
    self,
    evenements::NewEvenement,
    messages::{NewMessage, People},
};

/// The hour of the mail of the day, in Paris.
const DIGEST_HOUR: u32 = 7;

/// What a message is about.
#[derive(Debug, Clone)]
pub struct About {
    /// The dossier.
    pub id_demande: Uuid,
    /// The lot, when it is about one.
    pub id_lot: Option<Uuid>,
    /// The pôle, when it is about one.
    pub pole: Option<i32>,
    /// What the template may want besides: no taxon, no place, no secret.
    pub data: Value,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// How often a thing is told.
#[derive(Debug, Clone)]
pub enum Once {
    /// Each time it happens; several lots of one transaction are one message.
    PerTransaction,
    /// Once for all, by this key.
    For(String),
}

/// Tells an event of the journal to whom it concerns.
///
/// # Errors
/// When the database fails: then the event is not kept either.
pub async fn of_event(conn: &mut PgConnection, event: &NewEvenement<'_>) -> Result<()> {
    let pole = event.detail["pole"]
        .as_i64()
        .and_then(|id| i32::try_from(id).ok());
    let Some(happening) = happening(conn, event, pole).await? else {
        return Ok(());
    };
    let about = About {
        id_demande: event.id_demande,
        id_lot: event.id_lot,
        pole,
        data: json!({
            "refus": happening == Happening::Decide(DecisionKind::Refuse),
            "lettre": event.detail["lettre"]["numero"],
        }),
        at: event.at,
    };
    tell(conn, happening, &about).await
}

/// Tells what happened to whom it concerns.
///
/// # Errors
/// When the database fails.
pub async fn tell(conn: &mut PgConnection, happening: Happening, about: &About) -> Result<()> {
    let Some(people) = store::messages::people(conn, about.id_demande, about.id_lot).await? else {
        return Ok(());
    };
    let mut told = BTreeSet::new();
    for (audience, message) in concerned(happening) {
        let once = once(message, about, &people);
        for recipient in audience_of(conn, audience, about, &people).await? {
            if told.insert(recipient.0) {
                send(conn, message, recipient, about, &people, &once).await?;
            }
        }
    }
    Ok(())
}

/// Tells one thing to one audience, once.
///
/// # Errors
/// When the database fails.
pub async fn tell_once(
    conn: &mut PgConnection,
    message: Message,
    audiences: &[Audience],
    about: &About,
    key: &str,
) -> Result<usize> {
    let Some(people) = store::messages::people(conn, about.id_demande, about.id_lot).await? else {
        return Ok(0);
    };
    let once = Once::For(key.to_owned());
    let mut told = BTreeSet::new();
    let mut new = 0;
    for audience in audiences {
        for recipient in audience_of(conn, *audience, about, &people).await? {
            if told.insert(recipient.0) {
                new += usize::from(send(conn, message, recipient, about, &people, &once).await?);
            }
        }
    }
    Ok(new)
}

/// What tells several times the same thing about the same delay tells it once.
fn once(message: Message, about: &About, people: &People) -> Once {
    let lot = about.id_lot.map(|id| id.to_string()).unwrap_or_default();
    match message {
        Message::AvisSansReponse => {
            let until = people.avis_echeance.map(|day| day.to_string());
            Once::For(until.unwrap_or_default())
        }
        Message::ADecider | Message::Garde | Message::EnvoiPrevu => Once::For(lot),
        _ => Once::PerTransaction,
    }
}

/// A person, and whether he wants one mail a day of what is told to his pôle.
type Recipient = (i32, bool);

async fn audience_of(
    conn: &mut PgConnection,
    audience: Audience,
    about: &About,
    people: &People,
) -> Result<Vec<Recipient>> {
    let at_once = |ids: Vec<i32>| ids.into_iter().map(|id| (id, false)).collect();
    let poles = match audience {
        Audience::Demandeur => return Ok(at_once(vec![people.id_demandeur, people.id_depositor])),
        Audience::Person(id_role) => return Ok(at_once(vec![id_role])),
        Audience::ResponsableDossier => {
            return Ok(at_once(people.responsable.into_iter().collect()));
        }
        Audience::ResponsableLot => return Ok(at_once(people.lot_responsables.clone())),
        Audience::Coordination => {
            return Ok(at_once(
                store::messages::coordination(conn, about.at).await?,
            ));
        }
        Audience::Pole => about.pole.into_iter().collect(),
        Audience::PolesAsked => {
            store::messages::poles_asked(conn, about.id_demande, about.id_lot).await?
        }
        Audience::PolesConcerned => match about.id_lot {
            Some(id_lot) => store::messages::poles_concerned(conn, id_lot).await?,
            None => Vec::new(),
        },
    };
    let day = paris_day(about.at);
    Ok(store::messages::animateurs(conn, &poles, about.id_demande, day).await?)
}

/// One message to one person, by mail and in the bell, as he subscribes. True when it is new.
async fn send(
    conn: &mut PgConnection,
    message: Message,
    (id_role, digest): Recipient,
    about: &About,
    people: &People,
    once: &Once,
) -> Result<bool> {
    let category = message.category().as_str();
    let by_mail = message.is_official()
        || store::messages::subscribes(conn, id_role, category, "EMAIL").await?;
    let in_bell = store::messages::subscribes(conn, id_role, category, "DB").await?;
    if !by_mail && !in_bell {
        return Ok(false);
    }
    let mut data = about.data.clone();
    if let Some(members) = data.as_object_mut() {
        if let Some(id_lot) = about.id_lot {
            members.insert("lots".to_owned(), json!([id_lot]));
        }
        members.insert("courriel".to_owned(), json!(by_mail));
    }
    let (key, merge) = match once {
        Once::PerTransaction => (format!("{message}:{id_role}:{}", about.id_demande), true),
        Once::For(what) => (
            store::messages::once_key(message.as_str(), id_role, about.id_demande, what),
            false,
        ),
    };
    let new = NewMessage {
        template: message.as_str(),
        id_role,
        id_demande: about.id_demande,
        data: &data,
        dedupe_key: &key,
        merge,
        at: about.at,
        send_after: if digest {
            paris_hour(about.at, DIGEST_HOUR)
        } else {
            about.at
        },
        digest,
    };
    let is_new = store::messages::insert(conn, &new).await?;
    if is_new && in_bell {
        let content = format!("Demande {} : {}.", escaped(&people.numero), message.label());
        let url = format!("#/demandes/{}", about.id_demande);
        store::messages::ring(conn, id_role, "Demandes d'accès", &content, &url, about.at).await?;
    }
    Ok(is_new)
}

/// GeoNature shows the content of a notification as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What an event of the journal is, for messages; none when it concerns nobody.
async fn happening(
    conn: &mut PgConnection,
    event: &NewEvenement<'_>,
    pole: Option<i32>,
) -> Result<Option<Happening>> {
    if let Ok(command) = event.kind.parse::<DemandeCommand>() {
        return Ok(match command {
            DemandeCommand::Depose => Some(Happening::Depose),
            DemandeCommand::DeclareIncomplete => Some(Happening::DeclareIncomplete),
            DemandeCommand::DeclareComplete => Some(Happening::DeclareComplete),
            DemandeCommand::Withdraw => Some(Happening::Withdraw),
            DemandeCommand::Expire => Some(Happening::Expire),
            DemandeCommand::Revoke => Some(Happening::Revoke),
            DemandeCommand::Edit => None,
        });
    }
    let is = |command: LotCommand| event.kind == command.as_str();
    let happening = if is(LotCommand::AskAvis) {
        Happening::AskAvis
    } else if is(LotCommand::DecideByRule) {
        Happening::DecideByRule
    } else if is(LotCommand::Verify) {
        Happening::Verify
    } else if is(LotCommand::Send) {
        Happening::Send
    } else if event.kind == adversary::BLOCK {
        Happening::Blocked
    } else if event.kind == lettres::END_OF_USE {
        Happening::EndOfUse
    } else if event.kind == "decide" {
        let kind = event.detail["decision"].as_str().unwrap_or_default();
        Happening::Decide(stored(kind)?)
    } else if event.kind == "give_avis" || event.kind == avis::EXPIRY_JOB {
        return of_avis(conn, event, pole).await;
    } else {
        return Ok(None);
    };
    Ok(Some(happening))
}

/// What an avis changes: whether somebody is still waited for about the lot. Its words are not read.
async fn of_avis(
    conn: &mut PgConnection,
    event: &NewEvenement<'_>,
    pole: Option<i32>,
) -> Result<Option<Happening>> {
    let Some(id_lot) = event.id_lot else {
        return Ok(None);
    };
    let mut poles = Vec::new();
    let mut given = None;
    for asked in store::avis::asked(conn, id_lot).await? {
        let latest = asked.kind.as_deref().map(stored::<AvisKind>).transpose()?;
        if Some(asked.id_pole) == pole {
            given = latest;
        }
        poles.push(AskedPole {
            pole: asked.id_pole,
            echeance: asked.echeance,
            latest,
        });
    }
    Ok(Some(Happening::Avis {
        reserve: given == Some(AvisKind::Reserve),
        silent: given == Some(AvisKind::SansReponse),
        over: readiness(&poles, paris_day(event.at)) == Readiness::Ready,
    }))
}
