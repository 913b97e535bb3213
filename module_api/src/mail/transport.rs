//! The SMTP server mails are handed to.

use std::time::Duration;

use anyhow::Context as _;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
    transport::smtp::{
        Error as SmtpError,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        response::Severity,
    },
};
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::templates::Written;
use crate::config::{Config, SmtpSecurity};

/// Sends mails, one connection each: a server that closes an idle one loses nothing.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    host: String,
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The server refused this mail for good.
    #[error("refusé par le serveur : {0}")]
    Refused(String),
    /// The server may take it later.
    #[error("remis à plus tard par le serveur : {0}")]
    Later(String),
    /// The server could not be reached, or refuses us: no mail passes now.
    #[error("serveur injoignable : {0}")]
    Unreachable(String),
}

impl Smtp {
    /// From the configuration; none when no server is set.
    ///
    /// # Errors
    /// When a setting cannot be used; the message is for an administrator, in French.
    pub fn new(config: &Config) -> anyhow::Result<Option<Self>> {
        let Some(host) = &config.smtp_host else {
            return Ok(None);
        };
        let from = config
            .mail_from
            .as_deref()
            .context("mail_from manque : l'adresse d'où partent les courriels")?;
        let from: Mailbox = from.parse().context("mail_from n'est pas une adresse")?;
        let reply_to = config.mail_reply_to.as_deref().map(str::parse).transpose();
        let mut tls = TlsParameters::builder(host.clone());
        if let Some(path) = &config.smtp_ca_file {
            let pem = std::fs::read(path)
                .with_context(|| format!("smtp_ca_file {} illisible", path.display()))?;
            let certificate = Certificate::from_pem(&pem).context("smtp_ca_file")?;
            tls = tls.add_root_certificate(certificate);
        }
        let (tls, port) = match config.smtp_security {
            SmtpSecurity::None => (Tls::None, 25),
            SmtpSecurity::Starttls => (Tls::Required(tls.build().context("TLS")?), 587),
            SmtpSecurity::Tls => (Tls::Wrapper(tls.build().context("TLS")?), 465),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(config.smtp_port.unwrap_or(port))
            .tls(tls)
            .timeout(Some(Duration::from_secs(config.smtp_timeout_seconds)));
        if let Some(user) = &config.smtp_user {
            let password = config
                .smtp_password
                .as_ref()
                .context("smtp_password (ou smtp_password_file) manque")?;
            builder = builder.credentials(Credentials::new(
                user.clone(),
                password.expose_secret().to_owned(),
            ));
        }
        Ok(Some(Self {
            transport: builder.build(),
            from,
            reply_to: reply_to.context("mail_reply_to n'est pas une adresse")?,
            host: host.clone(),
        }))
    }

    /// Whether the server answers, and takes us.
    ///
    /// # Errors
    /// When it does not.
    pub async fn test(&self) -> anyhow::Result<String> {
        let answers = self.transport.test_connection().await;
        anyhow::ensure!(
            answers.with_context(|| format!("serveur {}", self.host))?,
            "le serveur {} répond, mais refuse",
            self.host
        );
        Ok(self.host.clone())
    }

    /// Hands one mail over. The same `id` is the same `Message-ID`, however often it is sent.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(
        &self,
        id: Uuid,
        name: &str,
        email: &str,
        written: &Written,
    ) -> Result<(), SendError> {
        let refused = |error: &dyn std::fmt::Display| SendError::Refused(error.to_string());
        let address = email
            .parse()
            .map_err(|error| refused(&format!("l'adresse n'en est pas une ({error})")))?;
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        let domain = self.from.email.domain();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(&written.subject)
            .message_id(Some(format!("<{id}@{domain}>")))
            .header(AutoSubmitted)
            .header(header::MIME_VERSION_1_0);
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        let body = MultiPart::alternative_plain_html(written.text.clone(), written.html.clone());
        let mail = builder.multipart(body).map_err(|error| refused(&error))?;
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) => Err(judged(&error)),
        }
    }
}

/// Tells answering machines to keep quiet (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A refusal of this mail, or of any mail.
fn judged(error: &SmtpError) -> SendError {
    let told = format!("{error}");
    let Some(code) = error.status() else {
        return SendError::Unreachable(told);
    };
    // 421: the server leaves. 530, 534, 535, 538: it does not know us. None of them is about this mail.
    if matches!(u16::from(code), 421 | 530 | 534 | 535 | 538) {
        return SendError::Unreachable(told);
    }
    match code.severity {
        Severity::PermanentNegativeCompletion => SendError::Refused(told),
        _ => SendError::Later(told),
    }
}
