//! What a template is given when a mail leaves: read from the dossier at that moment, without any taxon, place or figure. The link of a
//! sending is made again from the key outside the database, which holds none.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use demandes_domain::{
    echeance::{days_left, paris_day},
    message::Message,
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    service::{Context, Result, dossier, livraison},
    store::{self, lots::LotRow, messages::TakenMessage},
};

/// A mail to write.
#[derive(Debug, Clone)]
pub struct Composed {
    /// Its template.
    pub message: Message,
    /// What the template is given.
    pub values: Value,
    /// Whether it is to be sent by mail at all: the person may have chosen the bell alone.
    pub by_mail: bool,
}

/// What the template of a message is given.
///
/// # Errors
/// When the database fails, or what it is about is gone.
pub async fn compose(
    context: &Context,
    taken: &TakenMessage,
    public_url: &str,
) -> Result<Composed> {
    let mut conn = context.pool.acquire().await?;
    let message: Message = dossier::stored(&taken.template)?;
    let dossier = dossier::load(&mut conn, taken.id_demande).await?;
    let ids = lots_of(&taken.data);
    let lots: Vec<&LotRow> = dossier
        .lots
        .iter()
        .filter(|lot| ids.contains(&lot.id_lot))
        .collect();
    let today = context.today();
    let echeance = echeance(message, &taken.data, &lots);
    let link = link(
        context,
        &mut conn,
        message,
        &lots,
        dossier.demande.id_demandeur,
    )
    .await?;
    let values = json!({
        "numero": dossier.demande.numero,
        "lien": format!("{public_url}/#/demandes/{}", taken.id_demande),
        "lots": named(&lots),
        "date": in_words(paris_day(taken.created_at)),
        "echeance": echeance.map(in_words),
        "jours": echeance.map(|day| days_left(day, today)),
        "refus": taken.data["refus"].as_bool().unwrap_or(false),
        "objet": taken.data["objet"].as_str(),
        "lettre": taken.data["lettre"].as_str(),
        "tour_de_table": dossier.lots.iter().any(|lot| lot.tour_de_table),
        "lien_livraison": link.as_ref().map(|(jeton, _)| format!("{public_url}/#/demandes/livraisons/{jeton}")),
        "lien_jusqu_au": link.map(|(_, until)| in_words(paris_day(until))),
    });
    Ok(Composed {
        message,
        values,
        by_mail: taken.data["courriel"].as_bool().unwrap_or(true),
    })
}

fn lots_of(data: &Value) -> Vec<Uuid> {
    let ids = data["lots"].as_array().into_iter().flatten();
    ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
}

/// « le lot F1 », « les lots F1, F2 et F3 », « 2 lots F3 »: kinds and how many, never a group.
fn named(lots: &[&LotRow]) -> Option<String> {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for lot in lots {
        match kinds.iter_mut().find(|(kind, _)| *kind == lot.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((&lot.kind, 1)),
        }
    }
    kinds.sort_unstable();
    if let [(kind, 1)] = kinds.as_slice() {
        return Some(format!("le lot {kind}"));
    }
    let each: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| match count {
            1 => (*kind).to_owned(),
            _ => format!("{kind} ({count})"),
        })
        .collect();
    let (last, before) = each.split_last()?;
    if before.is_empty() {
        return Some(format!("les lots {last}"));
    }
    Some(format!("les lots {} et {last}", before.join(", ")))
}

/// The last day of the delay it is about: the one it was told for, or that of its lots.
fn echeance(message: Message, data: &Value, lots: &[&LotRow]) -> Option<NaiveDate> {
    if let Some(day) = data["echeance"].as_str() {
        return day.parse().ok();
    }
    let of_lot = |lot: &&LotRow| match message {
        Message::AvisDemande | Message::AvisSansReponse => lot.avis_echeance,
        Message::LotPret | Message::LotConfie => lot.livraison_echeance,
        _ => None,
    };
    lots.iter().filter_map(of_lot).min()
}

/// What opens the only lot of a message about a sending, and until when.
async fn link(
    context: &Context,
    conn: &mut PgConnection,
    message: Message,
    lots: &[&LotRow],
    id_demandeur: i32,
) -> Result<Option<(String, DateTime<Utc>)>> {
    let ([lot], Message::LotDisponible | Message::LienExpire) = (lots, message) else {
        return Ok(None);
    };
    let Some(sent) = store::livraisons::of_lot(conn, lot.id_lot).await? else {
        return Ok(None);
    };
    let jeton = livraison::jeton_again(context, &sent, id_demandeur)?;
    Ok(Some((jeton, sent.expires_at)))
}

/// A day as it is written: 1er janvier 2026.
#[must_use]
pub fn in_words(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = MONTHS.get(day.month0() as usize).unwrap_or(&"");
    match day.day() {
        1 => format!("1er {month} {}", day.year()),
        number => format!("{number} {month} {}", day.year()),
    }
}
