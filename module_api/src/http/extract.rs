//! Extractors whose refusals are problems like every other.

use axum::{
    extract::{
        FromRequest, FromRequestParts,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::error::ApiError;

/// A JSON body, read or written.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The parameters of the path. What does not read as one names nothing.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub struct Path<T>(pub T);

/// The parameters of the query.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub struct Query<T>(pub T);

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        match rejection {
            JsonRejection::MissingJsonContentType(_) => Self::bad_request(
                "json_expected",
                "Le corps de la requête doit être du JSON (en-tête Content-Type: application/json).",
            ),
            JsonRejection::JsonDataError(error) => Self::bad_request(
                "json_unexpected",
                format!(
                    "Le JSON reçu n'a pas la forme attendue : {}",
                    error.body_text()
                ),
            ),
            JsonRejection::JsonSyntaxError(_) => {
                Self::bad_request("json_invalid", "Le corps reçu n'est pas du JSON valable.")
            }
            _ => Self::bad_request(
                "body_unreadable",
                "Le corps de la requête est trop gros ou n'a pas pu être lu.",
            ),
        }
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        crate::service::ServiceError::NotFound.into()
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad_request(
            "query_unexpected",
            format!("Paramètre de requête illisible : {}", rejection.body_text()),
        )
    }
}
