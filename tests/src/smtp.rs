//! A real SMTP server on loopback, which does what a test tells it to (`tests/smtp/server.py`).

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use demandes_api::{config::Config, mail::Mailer};
use tempfile::TempDir;

use crate::harness;

/// The password the server knows, of the account `demandes`.
pub const PASSWORD: &str = "mot de passe";

/// The server of one test. It ends with it.
pub struct SmtpServer {
    folder: TempDir,
    port: u16,
    child: Child,
}

impl SmtpServer {
    /// Starts it, accepting; none, and a line that says so, without a Python that has aiosmtpd. `options` are those of the script.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(options: &[&str]) -> anyhow::Result<Option<Self>> {
        let Some(python) = std::env::var_os("DEMANDES_SMTP_PYTHON") else {
            eprintln!("skipped because DEMANDES_SMTP_PYTHON does not name a Python with aiosmtpd");
            return Ok(None);
        };
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("mode"), "accept")?;
        if options.iter().any(|option| option.ends_with("tls")) {
            make_certificate(&folder)?;
        }
        let child = Command::new(python)
            .arg(harness::root().join("tests/smtp/server.py"))
            .arg(folder.path())
            .args(options)
            .stdin(Stdio::piped())
            .spawn()
            .context("the SMTP server of the tests")?;
        let port_file = folder.path().join("port");
        for _ in 0..200 {
            if port_file.exists() {
                let port = std::fs::read_to_string(&port_file)?.trim().parse()?;
                return Ok(Some(Self {
                    folder,
                    port,
                    child,
                }));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the SMTP server of the tests did not start")
    }

    /// What it does from now on.
    ///
    /// # Errors
    /// When it cannot be told.
    pub fn mode(&self, mode: &str) -> anyhow::Result<()> {
        Ok(std::fs::write(self.folder.path().join("mode"), mode)?)
    }

    /// The messages it took, oldest first, as they came.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn mails(&self) -> anyhow::Result<Vec<Mail>> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(self.folder.path())?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        paths.sort();
        paths
            .iter()
            .map(|path| Ok(Mail::read(&std::fs::read_to_string(path)?)))
            .collect()
    }

    /// A mailer set to this server, with these lines of configuration besides.
    ///
    /// # Errors
    /// When they cannot be used.
    pub fn mailer(&self, lines: &str) -> anyhow::Result<Mailer> {
        mailer(&format!("smtp_port = {}\n{lines}", self.port))
    }

    /// The certificate to trust.
    #[must_use]
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A mailer set to a server of this machine by these lines of configuration.
///
/// # Errors
/// When they cannot be used.
pub fn mailer(lines: &str) -> anyhow::Result<Mailer> {
    let mut file = tempfile::NamedTempFile::new()?;
    let common = "database_url = 'postgres://nobody@localhost/none'\nsmtp_host = 'localhost'\nsmtp_timeout_seconds = 10\n\
                  mail_from = 'Demandes d''accès <sinp@exemple.fr>'\npublic_url = 'https://sinp.exemple.fr/geonature'\n";
    let common = common.replace(
        "'Demandes d''accès <sinp@exemple.fr>'",
        "\"Demandes d'accès <sinp@exemple.fr>\"",
    );
    let security = if lines.contains("smtp_security") {
        ""
    } else {
        "smtp_security = 'none'\n"
    };
    std::io::Write::write_all(&mut file, format!("{common}{security}{lines}\n").as_bytes())?;
    Mailer::new(&Config::load(Some(file.path()))?)
}

/// A certificate of `localhost`, signed by itself.
fn make_certificate(folder: &TempDir) -> anyhow::Result<()> {
    let made = Command::new("openssl")
        .current_dir(folder.path())
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ])
        .args([
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ])
        .args(["-keyout", "key.pem", "-out", "cert.pem"])
        .stderr(Stdio::null())
        .status()
        .context("openssl")?;
    ensure!(made.success(), "no certificate");
    Ok(())
}

/// A message as it came.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its header, unfolded.
    pub header: String,
    /// Its parts, decoded.
    pub body: String,
}

impl Mail {
    fn read(raw: &str) -> Self {
        let raw = raw.replace("\r\n", "\n");
        let (header, body) = raw.split_once("\n\n").unwrap_or((&raw, ""));
        Self {
            header: decode_words(&header.replace("\n ", " ")),
            body: body
                .split("\n--")
                .map(decode_part)
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// A field of its header.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        let line = self.header.lines().find(|line| line.starts_with(&start));
        line.map_or("", |line| &line[start.len()..])
    }
}

fn decode_part(part: &str) -> String {
    let Some((header, body)) = part.split_once("\n\n") else {
        return String::new();
    };
    let header = header.to_lowercase();
    if header.contains("encoding: quoted-printable") {
        return quoted_printable(&body.replace("=\n", ""));
    }
    if header.contains("encoding: base64") {
        let text: String = body.split_whitespace().collect();
        return base64_text(&text);
    }
    body.to_owned()
}

fn base64_text(text: &str) -> String {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text);
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

fn quoted_printable(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// RFC 2047, as far as a subject goes.
fn decode_words(header: &str) -> String {
    let mut told = String::new();
    let mut rest = header;
    while let Some(start) = rest.find("=?utf-8?b?") {
        told += rest[..start]
            .strip_suffix(' ')
            .filter(|_| told.ends_with('\u{0}'))
            .unwrap_or(&rest[..start]);
        let word = &rest[start + 10..];
        let end = word.find("?=").unwrap_or(word.len());
        told += &base64_text(&word[..end]);
        rest = word.get(end + 2..).unwrap_or_default();
        // Two encoded words side by side are one text.
        if let Some(next) = rest
            .strip_prefix(' ')
            .filter(|next| next.starts_with("=?utf-8?b?"))
        {
            rest = next;
        }
    }
    told + rest
}
