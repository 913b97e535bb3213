//! The HTTP face of the service. `router.rs` is the index of the API; one file per endpoint.
//!
//! Not here: SQL and rules. A handler reads the request, calls one use case, writes the answer.
#![expect(
    clippy::missing_errors_doc,
    reason = "every handler fails with an `ApiError`, and its responses say when"
)]

pub mod app;
pub mod authentication;
pub mod demandes;
pub mod error;
pub mod extract;
pub mod form;
pub mod geojson;
pub mod health;
pub mod idempotency;
pub mod imports;
pub mod lettres;
pub mod livraisons;
pub mod lots;
pub mod me;
pub mod metrics;
pub mod middleware;
pub mod precondition;
pub mod qualities;
pub mod registres;
pub mod rest;
pub mod router;
pub mod tableau;
pub mod taches;
pub mod taxons;
pub mod upload;
pub mod zones;

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::service::{Context, request::Request};

/// What every handler is handed: the context of the use cases and the key of the tokens.
#[derive(Clone)]
pub struct AppState {
    context: Context,
    token_key: Arc<SecretString>,
    base_path: Arc<str>,
    app: Option<Arc<app::App>>,
}

impl AppState {
    /// `base_path` is the path the API is served under, for the links it writes.
    #[must_use]
    pub fn new(context: Context, token_key: SecretString, base_path: &str) -> Self {
        Self {
            context,
            token_key: Arc::new(token_key),
            base_path: base_path.into(),
            app: None,
        }
    }

    /// The same, for one request.
    fn of_request(&self, request: Request) -> Self {
        let mut state = self.clone();
        state.context.request = request;
        state
    }

    /// Also serves the pages of the module, built for a host of their own.
    #[must_use]
    pub fn with_app(mut self, app: Option<app::App>) -> Self {
        self.app = app.map(Arc::new);
        self
    }

    fn token_key(&self) -> &[u8] {
        self.token_key.expose_secret().as_bytes()
    }
}

impl std::ops::Deref for AppState {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.context
    }
}
