//! What surrounds every request: an identifier, one log line without secret or personal data, a time limit, safe headers, and a body read
//! to its end even when it is refused.

use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use super::{
    error::{ApiError, REQUEST_ID},
    metrics, rest,
};

/// Gives the request its identifier, logs it by the pattern of its path (a path may hold a secret), bounds its time.
pub async fn around(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().to_string();
    let method = request.method().clone();
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-".to_owned(), |path| path.as_str().to_owned());
    let started = Instant::now();
    let (request, rest) = rest::keep(request);
    let answer = async {
        match tokio::time::timeout(limit, next.run(request)).await {
            Ok(response) => response,
            Err(_) => ApiError::timed_out().into_response(),
        }
    };
    let mut response = REQUEST_ID.scope(id.clone(), answer).await;
    let took = started.elapsed();
    metrics::answered(&method, &path, response.status().as_u16(), took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request_id = %id, %method, path, status = response.status().as_u16(), milliseconds, "answered");
    rest.read(limit.saturating_sub(took)).await;
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", value);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
