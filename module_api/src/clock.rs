//! The only place that reads the machine's clock. Everything else is handed an instant, so that a test may choose it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

/// Gives the present instant; cloned freely.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one clock of the service"
        )]
        Self(Arc::new(Utc::now))
    }

    /// A clock that answers what `f` says; for tests.
    pub fn from_fn(f: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(f))
    }

    /// The present instant, in UTC.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }
}
