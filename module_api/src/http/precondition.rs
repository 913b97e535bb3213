//! Versions over HTTP: an `ETag` on what may be changed, `If-Match` on the change. And the state handlers take, which carries what the
//! request says of itself to the use case.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{AppState, error::ApiError, extract::Json};
use crate::service::request::{Claim, Request, Seen};

/// The state, with what this request says of itself. Every handler takes this one.
#[derive(Clone)]
pub struct State<S>(pub S);

impl FromRequestParts<AppState> for State<AppState> {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        // What only reads has no version to change; who resumes a download sends the tag of the archive there.
        let seen = match parts.method {
            Method::GET | Method::HEAD => Seen::Unsaid,
            _ => seen(&parts.headers)?,
        };
        let request = Request {
            seen,
            claim: parts.extensions.get::<Claim>().cloned(),
        };
        Ok(Self(state.of_request(request)))
    }
}

/// What `If-Match` says. A proxy that compresses answers makes their tags weak: `W/"3"` is read as `"3"`.
fn seen(headers: &HeaderMap) -> Result<Seen, ApiError> {
    let mut values = headers.get_all(header::IF_MATCH).iter();
    let (value, None) = (values.next(), values.next()) else {
        return Err(unreadable());
    };
    let Some(value) = value else {
        return Ok(Seen::Unsaid);
    };
    let text = value.to_str().map_err(|_| unreadable())?.trim();
    if text == "*" {
        return Ok(Seen::Any);
    }
    let text = text.strip_prefix("W/").unwrap_or(text);
    let version = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .and_then(|text| text.parse().ok())
        .ok_or_else(unreadable)?;
    Ok(Seen::Version(version))
}

fn unreadable() -> ApiError {
    ApiError::bad_request(
        "if_match_unreadable",
        "L'en-tête If-Match doit porter l'ETag reçu à la lecture, entre guillemets (par exemple \"3\"), ou *.",
    )
}

/// What has a version.
pub trait Versioned {
    /// It.
    fn version(&self) -> i32;
}

/// JSON with the `ETag` of its version.
#[derive(Debug)]
pub struct Tagged<T>(pub T);

impl<T: Versioned + Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag = format!("\"{}\"", self.0.version());
        let mut response = Json(self.0).into_response();
        if let Ok(value) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, value);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&'static str]) -> Option<Seen> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::IF_MATCH, HeaderValue::from_static(value));
        }
        seen(&headers).ok()
    }

    #[test]
    fn one_tag_or_a_star() {
        assert_eq!(read(&[]), Some(Seen::Unsaid));
        assert_eq!(read(&["*"]), Some(Seen::Any));
        assert_eq!(read(&["\"12\""]), Some(Seen::Version(12)));
        assert_eq!(read(&[" W/\"12\" "]), Some(Seen::Version(12)));
        for wrong in ["", "12", "\"\"", "\"a\"", "\"1\", \"2\"", "\"99999999999\""] {
            assert_eq!(read(&[wrong]), None, "{wrong}");
        }
        assert_eq!(read(&["\"1\"", "\"2\""]), None);
    }
}
