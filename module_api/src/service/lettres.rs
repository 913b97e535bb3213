//! The numbered letters: written in the transaction of the event that wants one, printed once, kept as they were printed. The event keeps
//! the number and the digest, so that the journal vouches for the letter.
//!
//! A letter names no taxon, no place and no figure of its own: groupes that were announced, and what the administration wrote to the
//! demandeur. Not here: which letter is due (`demandes_domain::lettre`), the page (`demandes_documents`).

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use demandes_documents::Template;
use demandes_domain::{
    avis::Conditions,
    clocks::{Delay, Fact, Happened, clocks},
    decision::{DecisionDraft, DecisionKind},
    echeance::{add_days, livraison_deadline, paris_day},
    lettre::{self, Modele, Standing},
    lot::LotKind,
    rights::{Action, Actor},
    settings::Settings,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError,
    clocks::facts,
    dossier::{self, Dossier, stored},
    journal, messages, settings,
};
use crate::{
    digest::hex,
    store::{
        self,
        demandes::DemandeRow,
        evenements::NewEvenement,
        lettres::{LettreRow, NewLettre, Print},
        lots::LotRow,
    },
};

/// Kind of the event of a demande whose use is over.
pub const END_OF_USE: &str = "end_of_use";

/// What a letter says, beside who writes to whom.
#[derive(Debug)]
struct Letter<'a> {
    modele: Modele,
    demande: &'a DemandeRow,
    /// Who signs, if a person does.
    signataire: Option<i32>,
    at: DateTime<Utc>,
    echeance: Option<NaiveDate>,
    motif: Option<&'a str>,
    lots: Vec<Value>,
    /// A dépôt that completes an earlier one.
    again: bool,
}

impl<'a> Letter<'a> {
    const fn new(modele: Modele, demande: &'a DemandeRow, at: DateTime<Utc>) -> Self {
        Self {
            modele,
            demande,
            signataire: None,
            at,
            echeance: None,
            motif: None,
            lots: Vec::new(),
            again: false,
        }
    }
}

/// Writes the receipt of a dépôt. `demande` as it is after it.
///
/// # Errors
/// When the database fails, or the letter cannot be printed.
pub async fn receipt(
    conn: &mut PgConnection,
    demande: &DemandeRow,
    settings: &Settings,
    again: bool,
    at: DateTime<Utc>,
) -> Result<Value> {
    let due = legal_due(
        conn,
        demande.id_demande,
        vec![Happened::Deposed],
        settings,
        at,
    )
    .await?;
    let letter = Letter {
        signataire: demande.id_responsable,
        echeance: due,
        again,
        ..Letter::new(Modele::Recepisse, demande, at)
    };
    write(conn, letter).await
}

/// Writes the letter that says what is missing.
///
/// # Errors
/// As [`receipt`].
pub async fn incomplete(
    conn: &mut PgConnection,
    demande: &DemandeRow,
    signataire: i32,
    missing: &str,
    at: DateTime<Utc>,
) -> Result<Value> {
    let (_, settings) = settings::current(conn).await?;
    let letter = Letter {
        signataire: Some(signataire),
        echeance: Some(add_days(paris_day(at), settings.expiry_days)),
        motif: Some(missing),
        ..Letter::new(Modele::Incompletude, demande, at)
    };
    write(conn, letter).await
}

/// Writes the letter that lengthens the term of a demande about to enter a tour de table; none when the first term is over already.
///
/// # Errors
/// As [`receipt`].
pub async fn extension(
    conn: &mut PgConnection,
    demande: &DemandeRow,
    settings: &Settings,
    signataire: i32,
    at: DateTime<Utc>,
) -> Result<Option<Value>> {
    let asked = Happened::Asked {
        lot: Uuid::nil(),
        poles: Vec::new(),
    };
    let happened = vec![Happened::Complete, asked];
    let mut known = facts(conn, demande.id_demande).await?;
    known.extend(on(paris_day(at), happened));
    let after = clocks(&known, settings);
    if !after.extended {
        return Ok(None);
    }
    let letter = Letter {
        signataire: Some(signataire),
        echeance: legal(&after.clocks),
        ..Letter::new(Modele::Prolongation, demande, at)
    };
    Ok(Some(write(conn, letter).await?))
}

/// Writes the letter of a décision on a lot. `dossier` as it was before it.
///
/// # Errors
/// As [`receipt`].
pub async fn decision(
    conn: &mut PgConnection,
    dossier: &Dossier,
    id_lot: Uuid,
    draft: &DecisionDraft,
    actor: &Actor,
    at: DateTime<Utc>,
) -> Result<Value> {
    let labels = store::registers::groupe_labels(conn).await?;
    let (mut lots, mut others) = (Vec::new(), Vec::new());
    for (row, facts) in dossier.lots.iter().zip(&dossier.facts.lots) {
        // A copy is no lot of its own: it takes the place of one that was refused.
        if row.fallback_of.is_some() {
            continue;
        }
        let name = lot_name(row, facts.kind, &labels);
        if row.id_lot == id_lot {
            lots.push(decided(&name, draft));
            continue;
        }
        let kind = store::avis::decision(conn, row.id_lot)
            .await?
            .map(|decision| stored::<DecisionKind>(&decision.kind))
            .transpose()?;
        if let Some(standing) = Standing::of(facts.state, kind) {
            lots.push(json!({ "nom": name, "decision": standing.label() }));
            others.push(standing);
        }
    }
    let settings = settings::load(conn, dossier.demande.settings_version).await?;
    let from = draft.conditions.embargo_until;
    let sent_by = livraison_deadline(
        from.unwrap_or_else(|| paris_day(at)),
        settings.livraison_days,
    );
    let letter = Letter {
        signataire: Some(actor.id_role),
        echeance: (draft.kind != DecisionKind::Refuse).then_some(sent_by),
        motif: draft.motif.as_deref(),
        lots,
        ..Letter::new(
            lettre::of_decision(draft.kind, &others),
            &dossier.demande,
            at,
        )
    };
    write(conn, letter).await
}

/// Closes the demandes whose use is over: each has its letter, with the attestation of destruction. Gives how many. May be run again.
///
/// # Errors
/// When the database fails.
pub async fn close(context: &Context) -> Result<usize> {
    let mut conn = context.pool.acquire().await?;
    let mut ends: Vec<(Uuid, Option<NaiveDate>)> = Vec::new();
    for sending in store::lettres::in_use(&mut conn).await? {
        let conditions: Conditions = match sending.conditions {
            Some(conditions) => serde_json::from_value(conditions).map_err(anyhow::Error::from)?,
            None => Conditions::default(),
        };
        let months = sending.use_months.and_then(|n| u32::try_from(n).ok());
        let end = lettre::end_of_use(paris_day(sending.sent_at), months, &conditions);
        match ends.last_mut().filter(|last| last.0 == sending.id_demande) {
            Some(last) => last.1 = last.1.zip(end).map(|(one, other)| one.max(other)),
            None => ends.push((sending.id_demande, end)),
        }
    }
    drop(conn);
    let mut closed = 0;
    for (id_demande, end) in ends {
        if let Some(end) = end.filter(|end| *end < context.today()) {
            closed += usize::from(close_one(context, id_demande, end).await?);
        }
    }
    Ok(closed)
}

async fn close_one(context: &Context, id_demande: Uuid, end: NaiveDate) -> Result<bool> {
    let mut tx = context.pool.begin().await?;
    let at = context.now();
    store::demandes::lock(&mut tx, id_demande).await?;
    let dossier = dossier::load(&mut tx, id_demande).await?;
    let letters = store::lettres::of_demande(&mut tx, id_demande).await?;
    let closing = Modele::Cloture.as_str();
    if letters.iter().any(|letter| letter.modele == closing) {
        return Ok(false);
    }
    let letter = Letter {
        signataire: dossier.demande.id_responsable,
        echeance: Some(end),
        ..Letter::new(Modele::Cloture, &dossier.demande, at)
    };
    let lettre = write(&mut tx, letter).await?;
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande,
            id_lot: None,
            kind: END_OF_USE,
            states: None,
            id_role: None,
            detail: json!({ "until": end, "lettre": lettre }),
            motif: None,
            at,
        },
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// The letters of a demande.
///
/// # Errors
/// When the demande does not exist or the actor may not read its letters.
pub async fn list(context: &Context, actor: &Actor, id_demande: Uuid) -> Result<Vec<LettreRow>> {
    let mut conn = context.pool.acquire().await?;
    dossier::read(&mut conn, id_demande, actor, Action::ReadLettres).await?;
    Ok(store::lettres::of_demande(&mut conn, id_demande).await?)
}

/// A letter as it was printed: its number, its bytes and their digest.
///
/// # Errors
/// As [`list`]; when it was erased.
pub async fn read(
    context: &Context,
    actor: &Actor,
    id_lettre: Uuid,
) -> Result<(String, Vec<u8>, String)> {
    let mut conn = context.pool.acquire().await?;
    let Print {
        id_demande,
        numero,
        pdf,
        sha256,
    } = store::lettres::print(&mut conn, id_lettre)
        .await?
        .ok_or(ServiceError::NotFound)?;
    dossier::read(&mut conn, id_demande, actor, Action::ReadLettres).await?;
    let pdf = pdf.ok_or_else(|| ServiceError::Gone {
        code: "lettre_erased",
        detail:
            "Le contenu de cette lettre a été effacé, avec les données personnelles du demandeur."
                .to_owned(),
    })?;
    if Sha256::digest(&pdf).as_slice() != sha256 {
        return Err(anyhow::anyhow!("letter {numero} is not what was printed").into());
    }
    Ok((numero, pdf, hex(&sha256)))
}

/// Numbers, prints and keeps a letter. Gives what its event says of it. From the number on, other letters wait for this transaction.
async fn write(conn: &mut PgConnection, letter: Letter<'_>) -> Result<Value> {
    let (settings_version, settings) = settings::current(conn).await?;
    let day = paris_day(letter.at);
    let recipient = store::lettres::recipient(conn, letter.demande.id_demande).await?;
    let signataire = match letter.signataire {
        Some(id_role) => store::lettres::name(conn, id_role).await?,
        None => None,
    };
    let (name, address) = settings
        .letter_sender
        .split_once('\n')
        .unwrap_or((&settings.letter_sender, ""));
    let mut contenu = json!({
        "modele": letter.modele,
        "date": day,
        "expediteur": { "nom": name, "adresse": address, "titre": settings.letter_signatory, "signataire": signataire },
        "destinataire": { "nom": recipient.name, "organisme": recipient.organisme, "adresse": recipient.address },
        "demande": {
            "numero": letter.demande.numero,
            "deposee_le": letter.demande.deposited_at.map(paris_day),
            "objet": recipient.objet,
        },
        "echeance": letter.echeance,
        "motif": letter.motif,
        "lots": letter.lots,
        "complement": letter.again,
        "repli": letter.demande.accepts_fallback,
        "textes": {
            "fondement": grounds(letter.modele, &settings),
            "recours": settings.letter_appeal,
        },
    });
    let rang = store::lettres::next_rank(conn, day.year()).await?;
    let numero = lettre::numero(day.year(), rang);
    contenu["numero"] = json!(numero);
    // Once erased, nobody guesses from its digest what a letter said.
    contenu["sel"] = json!(Uuid::new_v4());
    let pdf = print(contenu.clone(), day).await?;
    let sha256 = Sha256::digest(&pdf);
    let id_lettre = Uuid::now_v7();
    store::lettres::insert(
        conn,
        &NewLettre {
            id_lettre,
            annee: day.year(),
            rang,
            numero: &numero,
            modele: letter.modele.as_str(),
            id_demande: letter.demande.id_demande,
            settings_version,
            id_signataire: letter.signataire,
            written_at: letter.at,
            sha256: &sha256,
            contenu: &contenu,
            pdf: &pdf,
        },
    )
    .await?;
    Ok(
        json!({ "id": id_lettre, "numero": numero, "modele": letter.modele, "sha256": hex(&sha256) }),
    )
}

async fn print(contenu: Value, day: NaiveDate) -> Result<Vec<u8>> {
    let printed = tokio::task::spawn_blocking(move || {
        demandes_documents::render(Template::Lettre, &contenu, None, day)
    });
    let printed = printed.await.map_err(anyhow::Error::from)?;
    Ok(printed.map_err(anyhow::Error::from)?)
}

fn grounds(modele: Modele, settings: &Settings) -> &str {
    match modele {
        Modele::Recepisse => &settings.letter_receipt_grounds,
        Modele::Incompletude => &settings.letter_incompleteness_grounds,
        Modele::Prolongation => &settings.letter_extension_grounds,
        Modele::Accord | Modele::AccordPartiel | Modele::Refus => &settings.letter_refusal_grounds,
        Modele::Cloture => &settings.letter_closing_grounds,
    }
}

fn on(day: NaiveDate, happened: Vec<Happened<Uuid>>) -> impl Iterator<Item = Fact<Uuid>> {
    happened.into_iter().map(move |what| Fact { on: day, what })
}

/// The last day of the legal term, once this has happened too.
async fn legal_due(
    conn: &mut PgConnection,
    id_demande: Uuid,
    happened: Vec<Happened<Uuid>>,
    settings: &Settings,
    at: DateTime<Utc>,
) -> Result<Option<NaiveDate>> {
    let mut known = facts(conn, id_demande).await?;
    known.extend(on(paris_day(at), happened));
    Ok(legal(&clocks(&known, settings).clocks))
}

fn legal(clocks: &[demandes_domain::clocks::Clock<Uuid>]) -> Option<NaiveDate> {
    let legal = clocks.iter().find(|clock| clock.delay == Delay::Legal)?;
    legal.state.due()
}

/// How a lot is named: by what it is and, for an F3, by the groupe that was announced.
fn lot_name(lot: &LotRow, kind: LotKind, labels: &HashMap<String, String>) -> String {
    let groupe = lot.code_groupe.as_ref();
    match kind {
        LotKind::F1 => "F1 : données non sensibles précises, données sensibles floutées".to_owned(),
        LotKind::F2 => "F2 : données sensibles précises".to_owned(),
        LotKind::F3 => match groupe.map(|code| labels.get(code).unwrap_or(code)) {
            Some(label) => format!("F3 : données sensibles précises, groupe « {label} »"),
            None => "F3 : données sensibles précises, sans groupe".to_owned(),
        },
    }
}

fn decided(name: &str, draft: &DecisionDraft) -> Value {
    json!({
        "nom": name,
        "decision": draft.kind.label(),
        "nouveau": true,
        "motif": draft.motif,
        "conditions": in_words(&draft.conditions),
    })
}

/// The conditions, without the taxa: which they are is read in the dossier, behind the login.
fn in_words(conditions: &Conditions) -> Vec<String> {
    let mut words = Vec::new();
    if conditions.coarser_level.is_some() {
        words.push("les positions sont remplacées par des zones plus larges".to_owned());
    }
    if !conditions.excluded_taxa.is_empty() {
        words.push("les taxons indiqués dans le dossier en sont retirés".to_owned());
    }
    if let Some(period) = conditions.excluded_period {
        let (from, to) = (
            messages::in_words(period.from),
            messages::in_words(period.to),
        );
        words.push(format!(
            "les observations du {from} au {to} en sont retirées"
        ));
    }
    if let Some(until) = conditions.embargo_until {
        let until = messages::in_words(until);
        words.push(format!("le lot n'est pas envoyé avant le {until}"));
    }
    if let Some(months) = conditions.shorter_duration_months {
        words.push(format!(
            "les données ne peuvent être utilisées que pendant {months} mois"
        ));
    }
    words
}
