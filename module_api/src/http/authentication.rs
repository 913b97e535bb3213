//! Who is asking: GeoNature's token, checked, then the role and its permissions read from the database.
//!
//! The token is a JWT signed with HS256 under GeoNature's `SECRET_KEY`. Its end is in the JOSE header up to pypnusershub 3.2 and
//! in the payload from 3.3: both layouts are accepted, one is required, and each that is there is checked.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use demandes_domain::rights::Actor;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::Value;

use super::{AppState, error::ApiError};
use crate::service;

/// The person asking, with his rights. Taking it as an argument is what makes an endpoint need a token.
#[derive(Debug, Clone)]
pub struct Authenticated(pub Actor);

/// Why a token is refused. Told in one word to the caller, whatever the cause, except an expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a JWT, another algorithm, a wrong signature, no end, no user.
    #[error("jeton invalide")]
    Invalid,
    /// Past its end.
    #[error("jeton expiré")]
    Expired,
}

#[derive(Deserialize)]
struct Payload {
    id_role: i32,
    exp: Option<Value>,
}

/// Checks a token and gives the id of its user.
///
/// # Errors
/// When the token is not good at `now`.
pub fn verify(token: &str, key: &[u8], now: DateTime<Utc>) -> Result<i32, TokenError> {
    let header = read_header(token)?;
    if header.get("alg") != Some(&Value::from("HS256")) || header.contains_key("crit") {
        return Err(TokenError::Invalid);
    }
    let mut validation = Validation::new(Algorithm::HS256);
    // The end is checked below, in both places where it may be.
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    validation.validate_aud = false;
    let data = jsonwebtoken::decode::<Payload>(token, &DecodingKey::from_secret(key), &validation)
        .map_err(|_| TokenError::Invalid)?;
    let ends: Vec<&Value> = [header.get("exp"), data.claims.exp.as_ref()]
        .into_iter()
        .flatten()
        .collect();
    if ends.is_empty() {
        return Err(TokenError::Invalid);
    }
    for end in ends {
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds since 1970 are far below 2^53"
        )]
        let now = now.timestamp() as f64;
        match end.as_f64() {
            Some(end) if end > now => {}
            Some(_) => return Err(TokenError::Expired),
            None => return Err(TokenError::Invalid),
        }
    }
    Ok(data.claims.id_role)
}

fn read_header(token: &str) -> Result<serde_json::Map<String, Value>, TokenError> {
    let encoded = token.split('.').next().ok_or(TokenError::Invalid)?;
    let bytes = URL_SAFE_NO_PAD
        .decode(encoded)
        .map_err(|_| TokenError::Invalid)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenError::Invalid)
}

fn bearer(parts: &Parts) -> Result<&str, ApiError> {
    let value = parts.headers.get(header::AUTHORIZATION).ok_or_else(|| {
        ApiError::unauthenticated(
            "token_missing",
            "Connectez-vous à GeoNature : la requête ne porte aucun jeton.",
        )
    })?;
    let text = value.to_str().map_err(|_| refused(TokenError::Invalid))?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(refused(TokenError::Invalid)),
    }
}

fn refused(error: TokenError) -> ApiError {
    match error {
        TokenError::Invalid => ApiError::unauthenticated(
            "token_invalid",
            "Votre connexion n'est pas reconnue : reconnectez-vous à GeoNature puis réessayez.",
        ),
        TokenError::Expired => ApiError::unauthenticated(
            "token_expired",
            "Votre connexion a expiré : reconnectez-vous à GeoNature puis réessayez.",
        ),
    }
}

impl FromRequestParts<AppState> for Authenticated {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let now = state.clock.now();
        let id_role = verify(bearer(parts)?, state.token_key(), now).map_err(refused)?;
        let actor = service::actors::load(&state.pool, id_role, now).await?;
        actor.map(Self).ok_or_else(|| refused(TokenError::Invalid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::json;

    const KEY: &[u8] = b"une cle de test assez longue";

    fn now() -> DateTime<Utc> {
        Utc.timestamp_opt(1_700_000_000, 0)
            .single()
            .unwrap_or_default()
    }

    fn sign(header: &Value, payload: &Value, key: &[u8]) -> String {
        use hmac::{Hmac, KeyInit, Mac};
        let message = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(payload.to_string())
        );
        let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(key) else {
            return String::new();
        };
        mac.update(message.as_bytes());
        format!(
            "{message}.{}",
            URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
        )
    }

    #[test]
    fn both_layouts_are_read() {
        let header = json!({"alg": "HS256", "exp": 1_700_000_100});
        assert_eq!(
            verify(&sign(&header, &json!({"id_role": 7}), KEY), KEY, now()),
            Ok(7)
        );
        let payload = json!({"id_role": 7, "exp": 1_700_000_100});
        assert_eq!(
            verify(&sign(&json!({"alg": "HS256"}), &payload, KEY), KEY, now()),
            Ok(7)
        );
    }

    #[test]
    fn a_standard_library_s_token_is_read() {
        let token = encode(
            &Header::new(Algorithm::HS256),
            &json!({"id_role": 7, "exp": 1_700_000_100}),
            &EncodingKey::from_secret(KEY),
        );
        assert_eq!(verify(&token.unwrap_or_default(), KEY, now()), Ok(7));
    }

    #[test]
    fn an_end_is_required_and_checked_in_both_places() {
        let good = 1_700_000_100;
        let past = 1_699_999_999;
        let case =
            |header: Value, payload: Value| verify(&sign(&header, &payload, KEY), KEY, now());
        assert_eq!(
            case(json!({"alg": "HS256"}), json!({"id_role": 7})),
            Err(TokenError::Invalid)
        );
        assert_eq!(
            case(json!({"alg": "HS256", "exp": past}), json!({"id_role": 7})),
            Err(TokenError::Expired)
        );
        assert_eq!(
            case(json!({"alg": "HS256"}), json!({"id_role": 7, "exp": past})),
            Err(TokenError::Expired)
        );
        assert_eq!(
            case(
                json!({"alg": "HS256", "exp": good}),
                json!({"id_role": 7, "exp": past})
            ),
            Err(TokenError::Expired)
        );
        assert_eq!(
            case(
                json!({"alg": "HS256", "exp": past}),
                json!({"id_role": 7, "exp": good})
            ),
            Err(TokenError::Expired)
        );
        assert_eq!(
            case(
                json!({"alg": "HS256", "exp": "demain"}),
                json!({"id_role": 7})
            ),
            Err(TokenError::Invalid)
        );
    }

    #[test]
    fn forged_tokens_are_refused() {
        let payload = json!({"id_role": 7, "exp": 1_700_000_100});
        let hs256 = json!({"alg": "HS256"});
        let cases = [
            sign(&hs256, &payload, b"une autre cle assez longue"),
            sign(&json!({"alg": "none"}), &payload, KEY),
            sign(&json!({"alg": "HS512"}), &payload, KEY),
            sign(&json!({"alg": "RS256"}), &payload, KEY),
            sign(&json!({}), &payload, KEY),
            sign(&json!({"alg": "HS256", "crit": ["b64"]}), &payload, KEY),
            sign(&hs256, &json!({"exp": 1_700_000_100}), KEY),
            sign(&hs256, &json!({"id_role": "7", "exp": 1_700_000_100}), KEY),
            sign(&hs256, &payload, KEY)
                .trim_end_matches(|c| c != '.')
                .to_owned(),
            String::new(),
            "a.b.c".to_owned(),
            "....".to_owned(),
        ];
        for token in cases {
            assert_eq!(
                verify(&token, KEY, now()),
                Err(TokenError::Invalid),
                "{token}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_a_token(text in "\\PC*") {
            proptest::prop_assert_eq!(verify(&text, KEY, now()), Err(TokenError::Invalid));
        }
    }
}
