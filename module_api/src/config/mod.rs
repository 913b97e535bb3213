//! Configuration: a TOML file, then the environment (`DEMANDES_…`) on top. Secrets may be given as files.
//!
//! Not here: the rules of the procedure. They are rows of `gn_demandes.setting`.

use std::{net::SocketAddr, path::PathBuf};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// What an administrator sets. See `demandes.toml.example`.
#[derive(Clone, Debug, Deserialize)]
pub struct Config {
    /// URL of GeoNature's database (`postgres://…`). Secret: it holds a password.
    pub database_url: SecretString,
    /// GeoNature's `SECRET_KEY`, which signs the tokens. Secret.
    #[serde(default)]
    pub geonature_secret_key: Option<SecretString>,
    /// A file that holds the key, instead of the key itself.
    #[serde(default)]
    pub geonature_secret_key_file: Option<PathBuf>,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Path under which the API is served; also the path behind GeoNature's reverse proxy.
    pub base_path: String,
    /// Folder where archives are kept. Private to the service.
    pub storage_dir: PathBuf,
    /// The file of the key that the frozen lots are written under. Outside the database and of `storage_dir`.
    pub lot_key_file: PathBuf,
    /// Connections kept to the database.
    pub database_connections: u32,
    /// Seconds a request may take before it is answered 503.
    pub request_timeout_seconds: u64,
    /// Largest age of the published figures before they are counted again, in hours.
    pub summary_max_age_hours: i64,
    /// Seconds between two looks at the queue when nothing wakes the worker.
    pub worker_poll_seconds: u64,
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
};

/// Why the configuration cannot be used; the message is for an administrator, in French.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is missing or of the wrong type.
    #[error("configuration illisible : {0}")]
    Unreadable(#[from] Box<figment::Error>),
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
        config.read_secret_file()?;
        Ok(config)
    }

    fn read_secret_file(&mut self) -> Result<(), ConfigError> {
        if let (None, Some(path)) = (&self.geonature_secret_key, &self.geonature_secret_key_file) {
            let text = std::fs::read_to_string(path).map_err(|source| ConfigError::SecretFile {
                path: path.clone(),
                source,
            })?;
            self.geonature_secret_key = Some(SecretString::from(text.trim_end().to_owned()));
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
