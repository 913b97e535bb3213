//! The mails of the outbox: taken one by one, written, handed to the SMTP server. A mail is sent once, but for one window: if this
//! process, or the database, dies after the server took it and before that is kept, it is sent again, under the same `Message-ID`.

pub mod templates;
pub mod transport;

use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    config::Config,
    service::{self, Context, messages::Composed},
    store::{
        self,
        messages::{Outcome, TakenMessage},
    },
};
use templates::{Templates, Written};
use transport::{SendError, Smtp};

/// How long a mail under way is nobody else's.
const LEASE: Duration = Duration::minutes(10);
/// A mail that could not be sent for so long is given up.
const GIVEN_UP_AFTER: Duration = Duration::days(3);

/// What sends.
pub struct Mailer {
    smtp: Option<Smtp>,
    templates: Templates,
    public_url: String,
}

impl Mailer {
    /// From the configuration. A template of the administrator that cannot be used is left aside, with a warning.
    ///
    /// # Errors
    /// When the server's settings cannot be used.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let (templates, wrong) =
            Templates::load(config.mail_templates_dir.as_deref(), &config.mail_signature);
        for error in wrong {
            tracing::warn!(%error, "a template of mail is left aside; the shipped one is used");
        }
        Ok(Self {
            smtp: Smtp::new(config)?,
            templates,
            public_url: config.public_url.trim_end_matches('/').to_owned(),
        })
    }
}

/// Sends until told to stop.
pub async fn work(context: &Context, mailer: &Mailer, poll: StdDuration, stop: &CancellationToken) {
    if mailer.smtp.is_none() {
        tracing::warn!("no SMTP server is set (smtp_host): nobody is written to");
    }
    while !stop.is_cancelled() {
        if let Err(error) = round(context, mailer, stop).await {
            tracing::error!(error = %format!("{error:#}"), "mails could not be sent; they will be");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(poll) => {}
        }
    }
}

/// Sends all that is due now, until the server cannot be reached. Gives how many mails left.
///
/// # Errors
/// When the database fails; a mail that does not leave is no error here.
pub async fn round(
    context: &Context,
    mailer: &Mailer,
    stop: &CancellationToken,
) -> anyhow::Result<usize> {
    let mut sent = 0;
    while !stop.is_cancelled() {
        let worker = Uuid::new_v4();
        let now = context.now();
        let mut conn = context.pool.acquire().await?;
        let taken = store::messages::take(&mut conn, worker, now, now + LEASE).await?;
        drop(conn);
        let Some(first) = taken.iter().min_by_key(|message| message.id_message) else {
            break;
        };
        let (outcome, goes_on) = match attempt(context, mailer, &taken, first).await {
            Ok(()) => (Outcome::Sent, true),
            Err(Failure::Never(error)) => (Outcome::Failed { error }, true),
            Err(Failure::Now(error)) => (later(&taken, context.now(), error), true),
            Err(Failure::All(error)) => (later(&taken, context.now(), error), false),
        };
        match &outcome {
            Outcome::Sent => sent += 1,
            Outcome::Later { error, .. } => {
                tracing::warn!(message = %first.id_message, error, "a mail waits");
            }
            Outcome::Failed { error } => {
                tracing::error!(message = %first.id_message, error, "a mail is given up");
            }
        }
        let mut conn = context.pool.acquire().await?;
        store::messages::settle(&mut conn, worker, &outcome, context.now()).await?;
        if !goes_on {
            break;
        }
    }
    Ok(sent)
}

enum Failure {
    /// This mail will not leave.
    Never(String),
    /// This mail may leave later.
    Now(String),
    /// No mail leaves now.
    All(String),
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        let told = error.to_string();
        match error {
            SendError::Refused(_) => Self::Never(told),
            SendError::Later(_) => Self::Now(told),
            SendError::Unreachable(_) => Self::All(told),
        }
    }
}

/// A minute, then twice as long each time, an hour at most; given up after three days.
fn later(taken: &[TakenMessage], now: DateTime<Utc>, error: String) -> Outcome {
    let oldest = taken.iter().map(|message| message.created_at).min();
    if oldest.is_some_and(|at| now - at > GIVEN_UP_AFTER) {
        return Outcome::Failed {
            error: format!("{error} (abandonné après trois jours)"),
        };
    }
    let attempts = taken
        .iter()
        .map(|message| message.attempts)
        .max()
        .unwrap_or(1);
    let wait =
        Duration::minutes(1 << attempts.clamp(1, 6).saturating_sub(1)).min(Duration::hours(1));
    Outcome::Later {
        at: now + wait,
        error,
    }
}

async fn attempt(
    context: &Context,
    mailer: &Mailer,
    taken: &[TakenMessage],
    first: &TakenMessage,
) -> Result<(), Failure> {
    let mut composed = Vec::with_capacity(taken.len());
    for message in taken {
        let one = service::messages::compose(context, message, &mailer.public_url)
            .await
            .map_err(|error| Failure::Now(error.to_string()))?;
        if one.by_mail {
            composed.push(one);
        }
    }
    // The bell was rung, and the person wants nothing else.
    if composed.is_empty() {
        return Ok(());
    }
    let Some(smtp) = &mailer.smtp else {
        return Err(Failure::Never(
            "aucun serveur de courriel (smtp_host)".to_owned(),
        ));
    };
    let address = address(context, first).await?;
    let email = address
        .email
        .ok_or_else(|| Failure::Never("le destinataire n'a pas d'adresse".to_owned()))?;
    let written = write(context, mailer, first, &composed)?;
    Ok(smtp
        .send(
            first.batch.unwrap_or(first.id_message),
            &address.name,
            &email,
            &written,
        )
        .await?)
}

async fn address(
    context: &Context,
    message: &TakenMessage,
) -> Result<store::messages::Address, Failure> {
    let nobody = || Failure::Never("le destinataire n'a plus de compte actif".to_owned());
    let id_role = message.id_role.ok_or_else(nobody)?;
    let failed = |error: sqlx::Error| Failure::Now(error.to_string());
    let mut conn = context.pool.acquire().await.map_err(failed)?;
    let found = store::messages::address(&mut conn, id_role)
        .await
        .map_err(failed)?;
    found.filter(|address| address.active).ok_or_else(nobody)
}

/// One mail for one message, or for all of a day.
fn write(
    context: &Context,
    mailer: &Mailer,
    first: &TakenMessage,
    composed: &[Composed],
) -> Result<Written, Failure> {
    let broken = |error: templates::TemplateError| Failure::Now(error.to_string());
    match composed {
        [one] if !first.digest => mailer
            .templates
            .write(one.message.as_str(), &one.values)
            .map_err(broken),
        several => {
            let elements: Vec<Value> = several.iter().map(element).collect();
            let date = service::messages::in_words(context.today());
            let values = json!({ "date": date, "elements": elements });
            mailer
                .templates
                .write(templates::DIGEST, &values)
                .map_err(broken)
        }
    }
}

fn element(composed: &Composed) -> Value {
    json!({
        "numero": composed.values["numero"],
        "libelle": composed.message.label(),
        "echeance": composed.values["echeance"],
        "lien": composed.values["lien"],
    })
}
