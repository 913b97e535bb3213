//! Sending a lot, and opening its link. Only the responsible sends; only the demandeur opens, with his own login.

use chrono::{DateTime, Duration, Utc};
use demandes_domain::{
    lot::LotCommand,
    rights::{self, Action, Actor, Target},
};
use rand::TryRng;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use std::path::PathBuf;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, adversary, controle, dossier,
    extraction::LotKey,
    guard, journal,
    link::{self, Link},
    settings,
};
use crate::{
    digest::{self, hex},
    store::{self, evenements::NewEvenement},
};

/// A lot just sent. The link is told once and kept nowhere.
#[derive(Debug)]
pub struct Sent {
    /// What opens the archive.
    pub jeton: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// A session just opened. Its address is told once and kept nowhere.
#[derive(Debug)]
pub struct Opened {
    /// What reads the archive, without a login.
    pub session: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// Name of the archive for the person.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// Its digest.
    pub sha256: Vec<u8>,
}

/// An archive that is being read.
#[derive(Debug)]
pub struct Archive {
    /// Where it is.
    pub path: PathBuf,
    /// Its name for the person.
    pub file_name: String,
    /// Its digest, in hexadecimal.
    pub sha256: String,
}

/// Releases the archive of a lot.
///
/// # Errors
/// Unless the actor is its responsible, the lot is verified, the guard lets it leave, and nothing left to its circle since it was attacked.
pub async fn send(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<Sent> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let (dossier, index) =
        dossier::change_lot(context, &mut tx, id_lot, actor, |_| Action::Send).await?;
    let before = dossier.facts.lots[index].state;
    let state = before.apply(LotCommand::Send)?;
    check_archive(context, &dossier.lots[index]).await?;
    controle::check_before_sending(context, &mut tx, &dossier.lots[index]).await?;
    guard::check_before_sending(&mut tx, id_lot).await?;
    let fresh = adversary::check_before_sending(&mut tx, &dossier.lots[index], now).await?;
    if let Err(due) = fresh {
        // The attack that is due is kept, and nothing else was changed.
        tx.commit().await?;
        return Err(due);
    }
    let settings = settings::load(&mut tx, dossier.demande.settings_version).await?;
    let link = Link {
        id_livraison: Uuid::now_v7(),
        id_role: dossier.demande.id_demandeur,
        expires_at: link::whole(now + Duration::days(i64::from(settings.link_validity_days))),
    };
    let expires_at = link.expires_at;
    let jeton = link.sign(&LotKey::load(&context.lot_key_file)?)?;
    store::livraisons::insert(
        &mut tx,
        link.id_livraison,
        id_lot,
        &Sha256::digest(jeton.as_bytes()),
        actor.id_role,
        now,
        expires_at,
    )
    .await?;
    store::lots::set_state(&mut tx, id_lot, state.as_str(), now).await?;
    log(
        &mut tx,
        &dossier,
        id_lot,
        "send",
        (before.to_string(), state.to_string()),
        actor,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Sent { jeton, expires_at })
}

/// Opens a link: a session, logged as a download.
///
/// # Errors
/// When the link is not signed, unknown or expired, the actor is not the demandeur, or the archive is not what was extracted.
pub async fn open(context: &Context, actor: &Actor, jeton: &str) -> Result<Opened> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let link = Link::read(jeton, &LotKey::load(&context.lot_key_file)?)?;
    let link = link.ok_or(ServiceError::NotFound)?;
    // Signed, it is still to be known: one that was revoked is not any more.
    let livraison = store::livraisons::by_jeton(&mut tx, &Sha256::digest(jeton.as_bytes()))
        .await?
        .filter(|livraison| livraison.id_livraison == link.id_livraison)
        .ok_or(ServiceError::NotFound)?;
    let (dossier, index) = dossier::change_lot(context, &mut tx, livraison.id_lot, actor, |_| {
        Action::Download
    })
    .await?;
    let facts = &dossier.facts.lots[index];
    // Another demandeur than the one it was signed for.
    if link.id_role != actor.id_role {
        return Err(ServiceError::NotFound);
    }
    if now >= link.expires_at.min(livraison.expires_at) {
        return Err(ServiceError::Gone {
            code: "link_expired",
            detail: "Ce lien a expiré : demandez un nouvel envoi au responsable du lot.".to_owned(),
        });
    }
    let lot = &dossier.lots[index];
    check_archive(context, lot).await?;
    let state = facts.state.apply(LotCommand::Download)?;
    let settings = settings::load(&mut tx, dossier.demande.settings_version).await?;
    let session = secret()?;
    let expires_at = now + Duration::minutes(i64::from(settings.download_session_minutes));
    store::livraisons::open_session(
        &mut tx,
        livraison.id_livraison,
        actor.id_role,
        &Sha256::digest(session.as_bytes()),
        now,
        expires_at,
    )
    .await?;
    store::lots::set_state(&mut tx, lot.id_lot, state.as_str(), now).await?;
    let states = (facts.state.to_string(), state.to_string());
    log(
        &mut tx, &dossier, lot.id_lot, "download", states, actor, now,
    )
    .await?;
    tx.commit().await?;
    Ok(Opened {
        session,
        expires_at,
        file_name: archive_file_name(&dossier.demande.numero, lot),
        bytes: lot.archive_bytes.unwrap_or_default(),
        sha256: lot.archive_sha256.clone().unwrap_or_default(),
    })
}

/// Opens what was sent of a lot, for the demandeur who comes by the page and is logged in. It is the link that opens, made again under the
/// key that is not in the database: who can write there opens nothing.
///
/// # Errors
/// As [`open`].
pub async fn open_lot(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<Opened> {
    let jeton = jeton_of_lot(context, actor, id_lot).await?;
    open(context, actor, &jeton).await
}

async fn jeton_of_lot(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<String> {
    let mut conn = context.pool.acquire().await?;
    let lot = store::lots::get(&mut conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let dossier = dossier::load(&mut conn, lot.id_demande).await?;
    let index = dossier.lots.iter().position(|lot| lot.id_lot == id_lot);
    let facts = &dossier.facts.lots[index.ok_or(ServiceError::NotFound)?];
    rights::check(actor, Action::Download, Target::Lot(&dossier.facts, facts))?;
    let sent = store::livraisons::of_lot(&mut conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let link = Link {
        id_livraison: sent.id_livraison,
        id_role: actor.id_role,
        expires_at: sent.expires_at,
    };
    let key = LotKey::load(&context.lot_key_file)?;
    link.again(&key, &sent.jeton_sha256)?
        .ok_or(ServiceError::NotFound)
}

/// The archive of a session that lasts. Its digest was checked when the session was opened.
///
/// # Errors
/// When the session is unknown or over.
pub async fn read(context: &Context, session: &str) -> Result<Archive> {
    let mut tx = context.pool.begin().await?;
    let now = context.now();
    let found = store::livraisons::session(&mut tx, &Sha256::digest(session.as_bytes()))
        .await?
        .ok_or(ServiceError::NotFound)?;
    if now >= found.expires_at {
        return Err(ServiceError::Gone {
            code: "session_expired",
            detail: "Le temps de ce téléchargement est passé : ouvrez de nouveau le lien reçu, le transfert reprendra où il s'est arrêté."
                .to_owned(),
        });
    }
    let lot = store::lots::get(&mut tx, found.id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let dossier = dossier::load(&mut tx, lot.id_demande).await?;
    store::livraisons::log_reading(&mut tx, found.id_telechargement, now).await?;
    tx.commit().await?;
    let (Some(name), Some(sha256)) = (&lot.archive_name, &lot.archive_sha256) else {
        return Err(ServiceError::NotFound);
    };
    Ok(Archive {
        path: context.storage_dir.join(name),
        file_name: archive_file_name(&dossier.demande.numero, &lot),
        sha256: hex(sha256),
    })
}

/// What opens a livraison that was sent to this person.
///
/// # Errors
/// When the key it was signed under is gone.
pub fn jeton_again(
    context: &Context,
    sent: &store::livraisons::SentRow,
    id_role: i32,
) -> Result<String> {
    let link = Link {
        id_livraison: sent.id_livraison,
        id_role,
        expires_at: sent.expires_at,
    };
    let found = link.again(&LotKey::load(&context.lot_key_file)?, &sent.jeton_sha256)?;
    Ok(found.ok_or_else(|| {
        anyhow::anyhow!(
            "the link of livraison {} was signed otherwise",
            sent.id_livraison
        )
    })?)
}

/// 256 random bits, in hexadecimal.
fn secret() -> Result<String> {
    let mut bytes = [0; 32];
    rand::rngs::SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(anyhow::Error::from)?;
    Ok(hex(&bytes))
}

/// Name of the archive for a person: neither taxon nor place.
fn archive_file_name(numero: &str, lot: &store::lots::LotRow) -> String {
    match (&lot.code_groupe, lot.fallback_of) {
        (Some(groupe), _) => format!("demande-{numero}-{}-{groupe}.zip", lot.kind),
        (None, Some(_)) => format!("demande-{numero}-{}-repli.zip", lot.kind),
        (None, None) => format!("demande-{numero}-{}.zip", lot.kind),
    }
}

/// Whether the archive of a lot is still what the extraction made.
async fn check_archive(context: &Context, lot: &store::lots::LotRow) -> Result<()> {
    if lot.retention_ended_at.is_some() {
        return Err(ServiceError::Gone {
            code: "retention_ended",
            detail: "La conservation de ce lot a pris fin : ses fichiers ont été supprimés."
                .to_owned(),
        });
    }
    let (Some(name), Some(promised)) = (&lot.archive_name, &lot.archive_sha256) else {
        return Err(ServiceError::conflict(
            "archive_missing",
            "Ce lot n'a pas encore d'archive.",
        ));
    };
    let path = context.storage_dir.join(name);
    let found = tokio::task::spawn_blocking(move || digest::of_file(&path))
        .await
        .map_err(anyhow::Error::from)?;
    match found {
        Ok((_, found)) if &found == promised => Ok(()),
        Ok(_) => Err(anyhow::anyhow!("archive {name} is not what was extracted").into()),
        Err(error) => Err(anyhow::Error::from(error)
            .context(format!("archive {name}"))
            .into()),
    }
}

async fn log(
    conn: &mut PgConnection,
    dossier: &dossier::Dossier,
    id_lot: Uuid,
    kind: &str,
    states: (String, String),
    actor: &Actor,
    at: DateTime<Utc>,
) -> Result<()> {
    journal::record(
        conn,
        NewEvenement {
            id_demande: dossier.demande.id_demande,
            id_lot: Some(id_lot),
            kind,
            states: Some(states),
            id_role: Some(actor.id_role),
            detail: json!({}),
            motif: None,
            at,
        },
    )
    .await
}
