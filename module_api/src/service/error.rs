//! Why a use case did not happen. Knows nothing of HTTP: `http::error` gives each kind its status.

use demandes_domain::{demande, lot, rights::Refusal};

/// What is wrong with one field of what was sent.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// Name of the field, as in the request.
    pub field: String,
    /// What is wrong and what to do, in French.
    pub message: String,
}

const STALE: &str = "Quelqu'un a modifié ceci depuis que vous l'avez lu : relisez-le, puis refaites votre modification s'il y a lieu.";
const VERSION_REQUIRED: &str = "Dites quelle version vous modifiez : renvoyez dans l'en-tête If-Match l'ETag reçu à la lecture (ou * pour écraser ce qui s'y trouve).";

/// Why a use case did not happen. Nothing was changed: its transaction is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// It does not exist, or the person may not know that it does.
    #[error("introuvable")]
    NotFound,
    /// The person has no right to this.
    #[error("{0}")]
    Forbidden(String),
    /// The state does not allow it.
    #[error("{detail}")]
    Conflict {
        /// Stable name.
        code: &'static str,
        /// French sentence.
        detail: String,
    },
    /// Somebody changed it since its author read it.
    #[error("{STALE}")]
    Stale,
    /// The version read must be said.
    #[error("{VERSION_REQUIRED}")]
    VersionRequired,
    /// What was sent is readable but not acceptable.
    #[error("{detail}")]
    Invalid {
        /// Stable name.
        code: &'static str,
        /// French sentence.
        detail: String,
        /// Field by field, may be empty.
        fields: Vec<FieldProblem>,
    },
    /// More was sent than the settings allow.
    #[error("{detail}")]
    TooLarge {
        /// Stable name.
        code: &'static str,
        /// French sentence.
        detail: String,
    },
    /// It existed and is over.
    #[error("{detail}")]
    Gone {
        /// Stable name.
        code: &'static str,
        /// French sentence.
        detail: String,
    },
    /// The database failed.
    #[error("base de données : {0}")]
    Database(#[from] sqlx::Error),
    /// Anything else that is our fault.
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

/// Result of a use case.
pub type Result<T> = std::result::Result<T, ServiceError>;

impl ServiceError {
    /// The state does not allow it.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Conflict {
            code,
            detail: detail.into(),
        }
    }

    /// What was sent is not acceptable.
    pub fn invalid(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Invalid {
            code,
            detail: detail.into(),
            fields: Vec::new(),
        }
    }

    /// One field is not acceptable.
    pub fn invalid_field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid {
            code: "invalid_fields",
            detail: "Certaines informations sont à corriger.".to_owned(),
            fields: vec![FieldProblem {
                field: field.to_owned(),
                message: message.into(),
            }],
        }
    }
}

impl From<demande::InvalidTransition> for ServiceError {
    fn from(error: demande::InvalidTransition) -> Self {
        Self::conflict("invalid_transition", error.to_string())
    }
}

impl From<lot::InvalidTransition> for ServiceError {
    fn from(error: lot::InvalidTransition) -> Self {
        Self::conflict("invalid_transition", error.to_string())
    }
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound,
            Refusal::Forbidden { message } => Self::Forbidden(message),
            Refusal::Conflict { message } => Self::conflict("invalid_transition", message),
        }
    }
}
