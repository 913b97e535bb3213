//! Looking at the clocks each hour: reminders, delays that are over, links and demandes about to end,
//! uses that are over. Each thing is told once, whenever the
//! service runs again; the clocks themselves are the domain's.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use demandes_domain::{
    clocks::{Delay, Fact, Happened, Telling, clocks, telling},
    decision::DecisionKind,
    demande::{DemandeCommand, DemandeState},
    echeance::{add_days, paris_day},
    lot::LotCommand,
    message::{Audience, Message},
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Context, Result, avis, dossier, lettres,
    messages::{self, About},
    settings,
};
use crate::store::{self, evenements::Evenement};

/// Its name among the periodic work.
const WHAT: &str = "clocks";
/// How often the clocks are looked at.
const EVERY: Duration = Duration::hours(1);
/// How long before its end a link, or a demande left alone, is told of.
const BEFORE_THE_END: Duration = Duration::days(7);

/// Looks at every clock, unless that was done within the hour or somebody is at it. True when it was done now.
///
/// # Errors
/// When the database fails. A demande that cannot be looked at is told in the log, and holds back no other.
pub async fn run(context: &Context) -> Result<bool> {
    let mut held = context.pool.begin().await?;
    let now = context.now();
    if !store::clocks::claim(&mut held, WHAT, now - EVERY).await? {
        return Ok(false);
    }
    for id_demande in store::clocks::open(&mut held).await? {
        if let Err(error) = one(context, id_demande).await {
            tracing::error!(%id_demande, %error, "the clocks of a demande could not be looked at");
        }
    }
    links(context).await?;
    left_alone(context).await?;
    lettres::close(context).await?;
    let purged = purge(context).await?;
    if purged > 0 {
        tracing::info!(purged, "messages kept long enough removed");
    }
    store::clocks::done(&mut held, WHAT, now).await?;
    held.commit().await?;
    Ok(true)
}

/// What is told together: the lots of one delay that end on one day.
type Together = BTreeMap<(NaiveDate, Option<i32>), (Telling, Vec<Uuid>)>;

async fn one(context: &Context, id_demande: Uuid) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    let today = context.today();
    let dossier = dossier::load(&mut tx, id_demande).await?;
    let settings = settings::load(&mut tx, dossier.demande.settings_version).await?;
    let known = clocks(&facts(&mut tx, id_demande).await?, &settings);
    let mut late_avis = Vec::new();
    let (mut avis, mut livraisons) = (Together::new(), Together::new());
    for clock in known.clocks {
        let (Some(told), Some(due)) = (
            telling(clock.state, &settings.relance_days, today),
            clock.state.due(),
        ) else {
            continue;
        };
        match clock.delay {
            Delay::Avis { lot, .. } if told == Telling::Late => late_avis.push(lot),
            Delay::Avis { lot, pole } => {
                let entry = avis.entry((due, Some(pole))).or_insert((told, Vec::new()));
                entry.1.push(lot);
            }
            Delay::Livraison { lot } => {
                let whose = dossier.lots.iter().find(|row| row.id_lot == lot);
                let whose = whose.and_then(|row| row.id_responsable);
                let entry = livraisons.entry((due, whose)).or_insert((told, Vec::new()));
                entry.1.push(lot);
            }
            Delay::Legal => {
                let about = about(context, id_demande, due, "réponse à la demande", &[]);
                let mut whom = vec![Audience::Coordination];
                if dossier.state() == DemandeState::Deposee {
                    whom.insert(0, Audience::ResponsableDossier);
                }
                tell(&mut tx, told, &whom, &about, &format!("legal:{due}")).await?;
            }
        }
    }
    for ((due, pole), (told, lots)) in avis {
        let about = About {
            pole,
            ..about(context, id_demande, due, "avis", &lots)
        };
        if let Telling::Reminder { offset } = told {
            let key = format!("{due}:{offset}");
            messages::tell_once(
                &mut tx,
                Message::AvisRelance,
                &[Audience::Pole],
                &about,
                &key,
            )
            .await?;
        }
    }
    for ((due, whose), (told, lots)) in livraisons {
        let about = about(context, id_demande, due, "envoi", &lots);
        let mut whom: Vec<Audience> = whose.map(Audience::Person).into_iter().collect();
        if told == Telling::Late {
            whom.push(Audience::Coordination);
        }
        let key = format!("livraison:{due}:{}", whose.unwrap_or_default());
        tell(&mut tx, told, &whom, &about, &key).await?;
    }
    tx.commit().await?;
    // Their own job does it; here too, should it have failed for good.
    for lot in late_avis {
        avis::expire(context, lot).await?;
    }
    Ok(())
}

fn about(context: &Context, id_demande: Uuid, due: NaiveDate, objet: &str, lots: &[Uuid]) -> About {
    About {
        id_demande,
        id_lot: None,
        pole: None,
        data: json!({ "echeance": due, "objet": objet, "lots": lots }),
        at: context.now(),
    }
}

async fn tell(
    conn: &mut PgConnection,
    told: Telling,
    whom: &[Audience],
    about: &About,
    key: &str,
) -> Result<()> {
    let (message, key) = match told {
        Telling::Reminder { offset } => (Message::Relance, format!("{key}:{offset}")),
        Telling::Late => (Message::Retard, key.to_owned()),
    };
    messages::tell_once(conn, message, whom, about, &key).await?;
    Ok(())
}

/// What the clocks read of the journal of a demande.
///
/// # Errors
/// When the database fails.
pub(super) async fn facts(conn: &mut PgConnection, id_demande: Uuid) -> Result<Vec<Fact<Uuid>>> {
    let reserves = store::clocks::reserves(conn, id_demande).await?;
    let events = store::evenements::of_demande(conn, id_demande).await?;
    Ok(events
        .iter()
        .filter_map(|event| {
            Some(Fact {
                on: paris_day(event.at),
                what: what(event, &reserves)?,
            })
        })
        .collect())
}

fn what(event: &Evenement, reserves: &[Uuid]) -> Option<Happened<Uuid>> {
    if let Ok(command) = event.kind.parse::<DemandeCommand>() {
        return match command {
            DemandeCommand::Depose => Some(Happened::Deposed),
            DemandeCommand::DeclareIncomplete => Some(Happened::Incomplete),
            DemandeCommand::DeclareComplete => Some(Happened::Complete),
            DemandeCommand::Withdraw | DemandeCommand::Expire | DemandeCommand::Revoke => {
                Some(Happened::Ended)
            }
            DemandeCommand::Edit => None,
        };
    }
    let lot = event.id_lot?;
    let is = |command: LotCommand| event.kind == command.as_str();
    let number = |value: &Value| value.as_i64().and_then(|id| i32::try_from(id).ok());
    let pole = || number(&event.detail["pole"]);
    if is(LotCommand::AskAvis) {
        let poles = event.detail["poles"].as_array().into_iter().flatten();
        return Some(Happened::Asked {
            lot,
            poles: poles.filter_map(number).collect(),
        });
    }
    if event.kind == "give_avis" {
        let id: Option<Uuid> = event.detail["avis"].as_str().and_then(|id| id.parse().ok());
        return Some(Happened::Answered {
            lot,
            pole: pole()?,
            settles: id.is_none_or(|id| !reserves.contains(&id)),
        });
    }
    if event.kind == avis::EXPIRY_JOB {
        return Some(Happened::Answered {
            lot,
            pole: pole()?,
            settles: true,
        });
    }
    if event.kind == "decide" && event.detail["decision"] == DecisionKind::Refuse.as_str() {
        return Some(Happened::Refused { lot });
    }
    if event.kind == "decide" || is(LotCommand::DecideByRule) {
        let until = event.detail["conditions"]["embargo_until"].as_str();
        return Some(Happened::Granted {
            lot,
            embargo_until: until.and_then(|day| day.parse().ok()),
        });
    }
    if is(LotCommand::Send) {
        return Some(Happened::Sent { lot });
    }
    is(LotCommand::Cancel).then_some(Happened::Cancelled { lot })
}

/// Links that nobody opened, a week before their end.
async fn links(context: &Context) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    let now = context.now();
    for link in store::clocks::unopened(&mut tx, now, now + BEFORE_THE_END).await? {
        let about = About {
            id_demande: link.id_demande,
            id_lot: Some(link.id_lot),
            pole: None,
            data: json!({}),
            at: now,
        };
        let (whom, key) = ([Audience::Demandeur], link.id_livraison.to_string());
        messages::tell_once(&mut tx, Message::LienExpire, &whom, &about, &key).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Messages that left long ago: what was told is in the journal.
async fn purge(context: &Context) -> Result<u64> {
    let mut conn = context.pool.acquire().await?;
    let (_, settings) = settings::current(&mut conn).await?;
    let before = context.now() - Duration::days(i64::from(settings.message_retention_days));
    Ok(store::messages::purge(&mut conn, before).await?)
}

/// Brouillons and incomplete demandes, a week before they end by themselves.
async fn left_alone(context: &Context) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    let now = context.now();
    let (_, settings) = settings::current(&mut tx).await?;
    let end = now - Duration::days(i64::from(settings.expiry_days));
    for (id_demande, since) in store::clocks::left_alone(&mut tx, end, end + BEFORE_THE_END).await?
    {
        let until = add_days(paris_day(since), settings.expiry_days);
        let about = about(context, id_demande, until, "", &[]);
        let key = since.timestamp_micros().to_string();
        messages::tell_once(
            &mut tx,
            Message::ExpireBientot,
            &[Audience::Demandeur],
            &about,
            &key,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}
