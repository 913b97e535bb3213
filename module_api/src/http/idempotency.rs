//! `Idempotency-Key` on every POST: the same key and the same request give the same answer, and the request is done once.
//!
//! The answer of a POST may hold what opens an archive. It is sealed under the key its author sent and the secret of the service: who reads
//! the database reads neither. A refusal changed nothing, and leaves the key free.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chacha20poly1305::{ChaCha20Poly1305, aead::Aead};
use hmac::{Hmac, KeyInit as _, Mac};
use rand::TryRng;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::{AppState, authentication::Authenticated, error::ApiError};
use crate::service::{
    ServiceError,
    idempotency::{self, Outcome},
    request::Claim,
};

/// The header.
pub const NAME: &str = "idempotency-key";
/// Says that an answer is the one given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longest key.
const LONGEST: usize = 255;
/// Largest request, and largest answer, that can be done once.
const LARGEST: usize = 64 << 20;
/// Bytes of the nonce before a sealed answer.
const NONCE: usize = 12;

/// An answer, as sealed.
#[derive(Serialize, Deserialize)]
struct Answer {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Does a POST that carries a key once.
pub async fn once(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(NAME) {
        return next.run(request).await;
    }
    match with_key(&state, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn with_key(state: &AppState, request: Request, next: Next) -> Result<Response, ApiError> {
    let (mut parts, body) = request.into_parts();
    let key = key(&parts)?;
    let Authenticated(actor) = Authenticated::from_request_parts(&mut parts, state).await?;
    let body = axum::body::to_bytes(body, LARGEST)
        .await
        .map_err(|_| too_large())?;
    let secret = derived(state, "answer", actor.id_role, &key)?;
    let claim = Claim {
        id_role: actor.id_role,
        key_sha256: derived(state, "name", actor.id_role, &key)?.to_vec(),
        request_sha256: digest(&parts, &body),
        attempt: Uuid::now_v7(),
    };
    if let Outcome::Done { status, answer } = idempotency::look(state, &claim).await? {
        return replay(status, &answer, &secret);
    }
    parts.extensions.insert(claim.clone());
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if !response.status().is_success() {
        idempotency::free(state, &claim).await?;
        return Ok(response);
    }
    keep(state, &claim, response, &secret).await
}

fn key(parts: &Parts) -> Result<String, ApiError> {
    let mut values = parts.headers.get_all(NAME).iter();
    match (values.next().map(HeaderValue::to_str), values.next()) {
        (Some(Ok(key)), None) if (8..=LONGEST).contains(&key.len()) => Ok(key.to_owned()),
        _ => Err(ApiError::bad_request(
            "idempotency_key_unreadable",
            "L'en-tête Idempotency-Key doit porter une clé de 8 à 255 caractères, nouvelle pour chaque action (un UUID convient).",
        )),
    }
}

fn too_large() -> ApiError {
    ServiceError::TooLarge {
        code: "body_too_large",
        detail: "Cet envoi est interrompu ou trop gros pour être fait une seule fois : envoyez-le sans l'en-tête Idempotency-Key."
            .to_owned(),
    }
    .into()
}

/// What is asked: method, path, query, type and body.
fn digest(parts: &Parts, body: &[u8]) -> Vec<u8> {
    let content_type = parts.headers.get(header::CONTENT_TYPE);
    let uri = parts.uri.to_string();
    let parts = [
        parts.method.as_str().as_bytes(),
        uri.as_bytes(),
        content_type.map_or(&[][..], HeaderValue::as_bytes),
        body,
    ];
    crate::digest::of_parts(parts).to_vec()
}

/// 32 bytes that nobody finds without the key and the secret of the service.
fn derived(state: &AppState, what: &str, id_role: i32, key: &str) -> Result<[u8; 32], ApiError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(state.token_key())
        .map_err(|error| ApiError::internal(&error))?;
    mac.update(format!("demandes idempotency {what} {id_role} {key}").as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

async fn keep(
    state: &AppState,
    claim: &Claim,
    response: Response,
    secret: &[u8; 32],
) -> Result<Response, ApiError> {
    let (parts, body) = response.into_parts();
    let body: Bytes = axum::body::to_bytes(body, LARGEST)
        .await
        .map_err(|error| ApiError::internal(&error))?;
    let kept = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];
    let headers = kept.into_iter().filter_map(|name| {
        let value = parts.headers.get(&name)?.to_str().ok()?.to_owned();
        Some((name.to_string(), value))
    });
    let answer = Answer {
        headers: headers.collect(),
        body: body.to_vec(),
    };
    let sealed = seal(&answer, secret)?;
    // The change is made: an answer that cannot be kept is given all the same.
    if let Err(error) = idempotency::keep(state, claim, parts.status.as_u16(), &sealed).await {
        tracing::warn!(%error, "the answer of a request with a key could not be kept");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn cipher(secret: &[u8; 32]) -> ChaCha20Poly1305 {
    use chacha20poly1305::KeyInit as _;
    ChaCha20Poly1305::new(secret.into())
}

fn seal(answer: &Answer, secret: &[u8; 32]) -> Result<Vec<u8>, ApiError> {
    let plain = postcard::to_stdvec(answer).map_err(|error| ApiError::internal(&error))?;
    let mut nonce = [0; NONCE];
    rand::rngs::SysRng
        .try_fill_bytes(&mut nonce)
        .map_err(|error| ApiError::internal(&error))?;
    let hidden = cipher(secret)
        .encrypt(&nonce.into(), plain.as_slice())
        .map_err(|error| ApiError::internal(&error))?;
    Ok([nonce.as_slice(), &hidden].concat())
}

fn replay(status: u16, sealed: &[u8], secret: &[u8; 32]) -> Result<Response, ApiError> {
    let damaged = || ApiError::internal(&"a kept answer cannot be opened");
    let (nonce, hidden) = sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
    let plain = cipher(secret)
        .decrypt(nonce.into(), hidden)
        .map_err(|_| damaged())?;
    let answer: Answer =
        postcard::from_bytes(&plain).map_err(|error| ApiError::internal(&error))?;
    let status = StatusCode::from_u16(status).map_err(|error| ApiError::internal(&error))?;
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}
