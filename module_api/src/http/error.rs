//! The one error of the API, and how it is written on the wire.
//!
//! A problem body carries the members of RFC 9457 (`type`, `title`, `status`, `detail`), a stable `code`, the `request_id`, and the
//! two members GeoNature's toast reads as HTML (`name`, `description`): these never hold a text typed by a user.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::service::error::{FieldProblem, ServiceError};

/// A refusal or a failure, ready to be told.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    fields: Vec<FieldProblem>,
}

/// Media type of every error (RFC 9457).
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The body of every error ([`MEDIA_TYPE`]).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the `code` tells the problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    /// What happened and what to do, in French.
    detail: String,
    /// Stable name of the problem, for programs.
    code: &'static str,
    /// Same as `title`, for GeoNature's toast.
    name: &'static str,
    /// A fixed sentence, for GeoNature's toast.
    description: &'static str,
    /// The request's identifier, also in the header `x-request-id`.
    request_id: Option<String>,
    /// Problems of single fields, if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldProblem>,
}

tokio::task_local! {
    /// The identifier of the request being answered.
    pub static REQUEST_ID: String;
}

impl ApiError {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            fields: Vec::new(),
        }
    }

    /// 400: the request cannot be read.
    pub fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// The same refusal, with what is wrong with one member of the body.
    #[must_use]
    pub fn with_field(mut self, field: String, message: &str) -> Self {
        self.fields.push(FieldProblem {
            field,
            message: message.to_owned(),
        });
        self
    }

    /// 401: nobody is logged in, or the token is not good.
    pub fn unauthenticated(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail)
    }

    /// 404 for a path that is no endpoint.
    #[must_use]
    pub fn no_such_path() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "no_such_path",
            "Cette adresse n'existe pas dans l'API.",
        )
    }

    /// 405 for a method the endpoint does not have.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "Cette méthode n'est pas prévue à cette adresse.",
        )
    }

    /// 503: it took too long; the transaction was rolled back.
    #[must_use]
    pub fn timed_out() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timed_out",
            "La réponse a pris trop de temps ; rien n'a été modifié. Réessayez dans quelques minutes.",
        )
    }

    /// 500: our fault. `cause` goes to the log, never to the answer.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Une erreur interne est survenue ; rien n'a été modifié. Réessayez, puis signalez l'identifiant de la requête.",
        )
    }
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::new(
                StatusCode::NOT_FOUND,
                "not_found",
                "Introuvable, ou vous n'y avez pas accès.",
            ),
            ServiceError::Forbidden(detail) => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
            }
            ServiceError::Conflict { code, detail } => {
                Self::new(StatusCode::CONFLICT, code, detail)
            }
            ServiceError::Stale => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "stale_version",
                error.to_string(),
            ),
            ServiceError::VersionRequired => Self::new(
                StatusCode::PRECONDITION_REQUIRED,
                "version_required",
                error.to_string(),
            ),
            ServiceError::Gone { code, detail } => Self::new(StatusCode::GONE, code, detail),
            ServiceError::TooLarge { code, detail } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, code, detail)
            }
            ServiceError::Invalid {
                code,
                detail,
                fields,
            } => Self {
                fields,
                ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
            },
            ServiceError::Database(cause) => Self::internal(&cause),
            ServiceError::Internal(cause) => Self::internal(&format!("{cause:#}")),
        }
    }
}

fn title_of(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => ("Requête illisible", "La requête ne peut pas être lue."),
        StatusCode::UNAUTHORIZED => (
            "Connexion requise",
            "Connectez-vous à GeoNature puis réessayez.",
        ),
        StatusCode::FORBIDDEN => (
            "Droit insuffisant",
            "Vous n'avez pas le droit de faire cela.",
        ),
        StatusCode::NOT_FOUND => (
            "Introuvable",
            "Cette ressource n'existe pas ou ne vous est pas accessible.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Méthode imprévue",
            "Cette méthode n'est pas prévue à cette adresse.",
        ),
        StatusCode::CONFLICT => (
            "Impossible dans cet état",
            "L'état du dossier ne permet pas cette action.",
        ),
        StatusCode::PRECONDITION_FAILED => (
            "Modifié entre-temps",
            "Quelqu'un a modifié ceci depuis que vous l'avez lu.",
        ),
        StatusCode::PRECONDITION_REQUIRED => (
            "Version à préciser",
            "La version modifiée doit être précisée.",
        ),
        StatusCode::GONE => ("Expiré", "Ce lien n'est plus valable."),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Envoi trop gros",
            "Ce qui a été envoyé dépasse la taille permise.",
        ),
        StatusCode::UNPROCESSABLE_ENTITY => (
            "Saisie à corriger",
            "Certaines informations sont à corriger.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => ("Trop long", "La réponse a pris trop de temps."),
        _ => ("Erreur interne", "Une erreur interne est survenue."),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (title, description) = title_of(self.status);
        let problem = Problem {
            kind: "about:blank",
            title,
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            name: title,
            description,
            request_id: REQUEST_ID.try_with(Clone::clone).ok(),
            fields: self.fields,
        };
        let mut response = (self.status, Json(problem)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        response
    }
}
