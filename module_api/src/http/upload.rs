//! A small text sent as JSON (`{"texte": …}`) or as a file in a form. Not here: perimeters, which have limits of their own.

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{error::ApiError, extract::Json};
use crate::service::ServiceError;

/// The text, as JSON.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Texte {
    /// It.
    pub texte: String,
}

/// The form of an upload.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes the multipart form in the OpenAPI document"
)]
pub struct FormulaireTexte {
    /// A text file (.txt, .csv).
    #[schema(value_type = String, format = Binary)]
    fichier: Vec<u8>,
}

/// What was sent: bytes of a file, or a text already read.
#[derive(Debug)]
pub enum Sent {
    /// A file.
    File(Vec<u8>),
    /// A text.
    Text(String),
}

/// Reads it, up to `limit` bytes.
///
/// # Errors
/// When it is neither, or too large.
pub async fn read(mut request: Request, limit: usize) -> Result<Sent, ApiError> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("multipart/form-data"));
    // Room for the boundaries of the form, or for the escapes of JSON.
    DefaultBodyLimit::max(limit.saturating_mul(2).saturating_add(1 << 16)).apply(&mut request);
    if !is_form {
        let Json(Texte { texte }) = Json::from_request(request, &()).await?;
        return if texte.len() > limit {
            Err(too_large(limit))
        } else {
            Ok(Sent::Text(texte))
        };
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| unreadable())?;
    while let Some(mut field) = form.next_field().await.map_err(|_| unreadable())? {
        if field.file_name().is_none() {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| too_large(limit))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > limit {
                return Err(too_large(limit));
            }
        }
        return Ok(Sent::File(bytes));
    }
    Err(ApiError::bad_request(
        "file_missing",
        "Le formulaire ne contient pas de fichier (champ « fichier »).",
    ))
}

fn unreadable() -> ApiError {
    ApiError::bad_request(
        "form_unreadable",
        "Le formulaire envoyé n'a pas pu être lu en entier.",
    )
}

fn too_large(limit: usize) -> ApiError {
    ServiceError::TooLarge {
        code: "file_too_big",
        detail: format!(
            "L'envoi est interrompu ou dépasse la taille permise ({} Mio).",
            limit >> 20
        ),
    }
    .into()
}
