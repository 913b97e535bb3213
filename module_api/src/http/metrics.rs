//! Figures for Prometheus: what was asked and how long it took, what waits in the queues. Served on an address of its own (`metrics_listen`),
//! which nobody outside reaches; without it nothing is counted.
//!
//! Nothing names a person, a dossier or a place: paths are the patterns of the router.

use std::time::Duration;

use anyhow::Context as _;
use axum::{Router, extract::State, routing::get};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::error::ApiError;
use crate::service::{self, Context};

const ANSWERED: &str = "demandes_http_requests_total";
const DURATION: &str = "demandes_http_request_seconds";
/// From what nobody notices to what nobody waits for.
const BUCKETS: [f64; 9] = [0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 120.0];

/// Counts an answer.
pub(super) fn answered(method: &axum::http::Method, path: &str, status: u16, took: Duration) {
    let labels = [
        ("method", method.as_str().to_owned()),
        ("path", path.to_owned()),
        ("status", status.to_string()),
    ];
    counter!(ANSWERED, &labels).increment(1);
    histogram!(DURATION, &labels[..2]).record(took.as_secs_f64());
}

/// Starts counting. Gives what serves the figures.
///
/// # Errors
/// When something else counts already.
pub fn router(context: Context) -> anyhow::Result<Router> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)?
        .install_recorder()
        .context("figures for Prometheus")?;
    Ok(Router::new()
        .route("/metrics", get(figures))
        .with_state((handle, context)))
}

async fn figures(
    State((handle, context)): State<(PrometheusHandle, Context)>,
) -> Result<String, ApiError> {
    let (queues, connections) = service::figures::read(&context).await?;
    for (name, value) in [
        ("demandes_jobs_waiting", queues.waiting),
        ("demandes_jobs_failed", queues.failed),
        ("demandes_jobs_late_seconds", queues.late_seconds),
        ("demandes_messages_waiting", queues.messages_waiting),
        ("demandes_messages_failed", queues.messages_failed),
        ("demandes_lots_blocked", queues.lots_blocked),
    ] {
        gauge!(name).set(value);
    }
    gauge!("demandes_database_connections").set(f64::from(connections));
    handle.run_upkeep();
    Ok(handle.render())
}
