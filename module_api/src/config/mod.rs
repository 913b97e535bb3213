//! Configuration: a TOML file, then the environment (`DEMANDES_…`) on top. Secrets may be given as files.
//!
//! Not here: the rules of the procedure. They are rows of `gn_demandes.setting`.

mod keys;

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use figment::{
    Figment, Provider,
    providers::{Env, Format, Serialized, Toml},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// What an administrator sets. See `demandes.toml.example`.
#[derive(Clone, Debug, Deserialize)]
pub struct Config {
    /// URL of GeoNature's database (`postgres://…`), as an account of the role `gn_demandes_service`. Secret: it holds a password.
    #[serde(default)]
    pub database_url: SecretString,
    /// A file that holds the URL, instead of the URL itself.
    #[serde(default)]
    pub database_url_file: Option<PathBuf>,
    /// The same as an administrator, for `migrate`, `uninstall` and `geonature` only; by default `database_url`. Secret.
    #[serde(default)]
    pub admin_database_url: Option<SecretString>,
    /// A file that holds it.
    #[serde(default)]
    pub admin_database_url_file: Option<PathBuf>,
    /// GeoNature's `SECRET_KEY`, which signs the tokens. Secret.
    #[serde(default)]
    pub geonature_secret_key: Option<SecretString>,
    /// A file that holds the key, instead of the key itself.
    #[serde(default)]
    pub geonature_secret_key_file: Option<PathBuf>,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Address and port where figures are given to Prometheus, at `/metrics`; none by default. Not to be reached from outside.
    #[serde(default)]
    pub metrics_listen: Option<SocketAddr>,
    /// Path under which the API is served; also the path behind GeoNature's reverse proxy.
    pub base_path: String,
    /// Folder where archives are kept. Private to the service.
    pub storage_dir: PathBuf,
    /// The file of the key that the frozen lots are written under. Outside the database and of `storage_dir`.
    pub lot_key_file: PathBuf,
    /// The folder of the built pages, when the service also serves them.
    #[serde(default)]
    pub app_dir: Option<PathBuf>,
    /// Address of GeoNature, where the pages send who must log in.
    #[serde(default)]
    pub geonature_url: Option<String>,
    /// Tiles of the pages' map.
    #[serde(default)]
    pub basemap_url: Option<String>,
    /// Whom the tiles are to be credited to.
    #[serde(default)]
    pub basemap_attribution: Option<String>,
    /// Connections kept to the database.
    pub database_connections: u32,
    /// Seconds a request may take before it is answered 503.
    pub request_timeout_seconds: u64,
    /// Largest age of the published figures before they are counted again, in hours.
    pub summary_max_age_hours: i64,
    /// Seconds between two looks at the queue when nothing wakes the worker.
    pub worker_poll_seconds: u64,
    /// Address of GeoNature for people, as in `https://sinp.example/geonature`: where the links of the mails lead.
    pub public_url: String,
    /// The SMTP server; without one nobody is written to.
    #[serde(default)]
    pub smtp_host: Option<String>,
    /// Its port; by default that of the security.
    #[serde(default)]
    pub smtp_port: Option<u16>,
    /// How the connection is secured.
    pub smtp_security: SmtpSecurity,
    /// A certificate to trust besides the system's, in PEM.
    #[serde(default)]
    pub smtp_ca_file: Option<PathBuf>,
    /// The account on the server, if it wants one.
    #[serde(default)]
    pub smtp_user: Option<String>,
    /// Its password. Secret.
    #[serde(default)]
    pub smtp_password: Option<SecretString>,
    /// A file that holds the password, instead of the password itself.
    #[serde(default)]
    pub smtp_password_file: Option<PathBuf>,
    /// Seconds the server may take to answer.
    pub smtp_timeout_seconds: u64,
    /// Who the mails come from: `Plateforme <sinp@exemple.fr>`.
    #[serde(default)]
    pub mail_from: Option<String>,
    /// Where people answer.
    #[serde(default)]
    pub mail_reply_to: Option<String>,
    /// How the mails are signed.
    pub mail_signature: String,
    /// A folder of the administrator's own templates of mail.
    #[serde(default)]
    pub mail_templates_dir: Option<PathBuf>,
}

/// How the connection to the SMTP server is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// In clear, then secured before anything is said (port 587). A server that does not offer it is refused.
    Starttls,
    /// Secured from the start (port 465).
    Tls,
    /// In clear: for a relay on the same machine only.
    None,
}

#[derive(Serialize)]
struct Defaults {
    listen: &'static str,
    base_path: &'static str,
    storage_dir: &'static str,
    lot_key_file: &'static str,
    database_connections: u32,
    request_timeout_seconds: u64,
    summary_max_age_hours: i64,
    worker_poll_seconds: u64,
    public_url: &'static str,
    smtp_security: &'static str,
    smtp_timeout_seconds: u64,
    mail_signature: &'static str,
}

const DEFAULTS: Defaults = Defaults {
    listen: "127.0.0.1:8080",
    base_path: "/geonature/api-demandes",
    storage_dir: "/var/lib/demandes",
    lot_key_file: "/etc/demandes/lot.key",
    database_connections: 10,
    request_timeout_seconds: 120,
    summary_max_age_hours: 24,
    worker_poll_seconds: 5,
    public_url: "http://localhost/geonature",
    smtp_security: "starttls",
    smtp_timeout_seconds: 30,
    mail_signature: "La plateforme de données naturalistes",
};

/// Why the configuration cannot be used; the message is for an administrator, in French.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is missing or of the wrong type.
    #[error("configuration illisible : {0}")]
    Unreadable(#[from] Box<figment::Error>),
    /// No database.
    #[error("ni database_url ni database_url_file : donner l'adresse de la base de GeoNature")]
    NoDatabase,
    /// No key to check tokens with.
    #[error(
        "ni geonature_secret_key ni geonature_secret_key_file : donner la SECRET_KEY de GeoNature"
    )]
    NoSecretKey,
    /// The key's file cannot be read.
    #[error("impossible de lire {path} : {source}")]
    SecretFile {
        /// The file named in the configuration.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The key is too short to be one.
    #[error("la SECRET_KEY de GeoNature est vide ou trop courte (16 caractères au moins)")]
    WeakSecretKey,
}

impl Config {
    /// Reads `file` if given, then the environment.
    ///
    /// # Errors
    /// When a key is missing, of the wrong type, or the secret's file cannot be read.
    pub fn load(file: Option<&std::path::Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(DEFAULTS));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let mut config: Self = figment
            .merge(Env::prefixed("DEMANDES_").ignore(&["test_data"]))
            .extract()
            .map_err(Box::new)?;
        config.read_secret_files()?;
        if config.database_url.expose_secret().is_empty() {
            return Err(ConfigError::NoDatabase);
        }
        Ok(config)
    }

    /// Every key there is.
    #[must_use]
    pub fn keys() -> &'static [&'static str] {
        keys::of::<Self>()
    }

    /// Keys of a file that mean nothing, most often for a slip of the pen.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unknown_keys(file: &std::path::Path) -> Result<Vec<String>, ConfigError> {
        let read = Toml::file_exact(file).data().map_err(Box::new)?;
        let written = read.into_values().flat_map(BTreeMap::into_keys);
        Ok(written
            .filter(|key| !Self::keys().contains(&key.as_str()))
            .collect())
    }

    fn read_secret_files(&mut self) -> Result<(), ConfigError> {
        if let (true, Some(path)) = (
            self.database_url.expose_secret().is_empty(),
            &self.database_url_file,
        ) {
            self.database_url = secret_of(path)?;
        }
        if let (None, Some(path)) = (&self.admin_database_url, &self.admin_database_url_file) {
            self.admin_database_url = Some(secret_of(path)?);
        }
        if let (None, Some(path)) = (&self.geonature_secret_key, &self.geonature_secret_key_file) {
            self.geonature_secret_key = Some(secret_of(path)?);
        }
        if let (None, Some(path)) = (&self.smtp_password, &self.smtp_password_file) {
            self.smtp_password = Some(secret_of(path)?);
        }
        Ok(())
    }

    /// The key that signs GeoNature's tokens.
    ///
    /// # Errors
    /// When none was given, or it is too short to be one: an empty key would let anybody sign.
    pub fn secret_key(&self) -> Result<&SecretString, ConfigError> {
        let key = self
            .geonature_secret_key
            .as_ref()
            .ok_or(ConfigError::NoSecretKey)?;
        if key.expose_secret().len() < 16 {
            return Err(ConfigError::WeakSecretKey);
        }
        Ok(key)
    }
}

/// The secret a file holds.
fn secret_of(path: &std::path::Path) -> Result<SecretString, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::SecretFile {
        path: path.to_owned(),
        source,
    })?;
    Ok(SecretString::from(text.trim_end().to_owned()))
}
