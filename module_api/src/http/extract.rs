//! Extractors whose refusals are problems like every other.

use axum::{
    extract::{
        FromRequest, FromRequestParts,
        rejection::{JsonDataError, JsonRejection, JsonSyntaxError, PathRejection, QueryRejection},
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
            JsonRejection::JsonDataError(error) => unexpected(&error),
            JsonRejection::JsonSyntaxError(error) => invalid(&error),
            _ => Self::bad_request(
                "body_unreadable",
                "Le corps de la requête est trop gros ou n'a pas pu être lu.",
            ),
        }
    }
}

/// JSON of another shape than the endpoint's. The parser's own words are English, and for programmers: what is told is where.
fn unexpected(error: &JsonDataError) -> ApiError {
    const SHAPE: &str = "Le JSON reçu n'a pas la forme attendue";
    const ADVICE: &str = "Vérifiez le nom et le type des membres dans la documentation de l'API, puis renvoyez la requête.";
    let path = parser_error(error).map(|error| error.path().to_string());
    match path.filter(|path| path != ".") {
        Some(path) => ApiError::bad_request(
            "json_unexpected",
            format!("{SHAPE} : le membre « {path} » est inconnu, manque ou n'a pas le bon type. {ADVICE}"),
        )
        .with_field(path, "Ce membre est inconnu, manque ou n'a pas le bon type."),
        None => ApiError::bad_request(
            "json_unexpected",
            format!("{SHAPE} : un membre est inconnu, manque ou n'a pas le bon type. {ADVICE}"),
        ),
    }
}

/// What is no JSON at all, with the place where it stops being some.
fn invalid(error: &JsonSyntaxError) -> ApiError {
    const ADVICE: &str =
        "Vérifiez les guillemets, les virgules et l'encodage (UTF-8), puis renvoyez la requête.";
    let place = parser_error(error).map_or_else(String::new, |error| {
        let (line, column) = (error.inner().line(), error.inner().column());
        format!(" (ligne {line}, colonne {column})")
    });
    ApiError::bad_request(
        "json_invalid",
        format!("Le corps reçu n'est pas du JSON valable{place}. {ADVICE}"),
    )
}

/// What the parser said, below the words of axum.
fn parser_error(
    error: &dyn std::error::Error,
) -> Option<&serde_path_to_error::Error<serde_json::Error>> {
    std::iter::successors(error.source(), |error| error.source())
        .find_map(|error| error.downcast_ref())
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        crate::service::ServiceError::NotFound.into()
    }
}

impl From<QueryRejection> for ApiError {
    fn from(_: QueryRejection) -> Self {
        Self::bad_request(
            "query_unexpected",
            "Un paramètre de la requête est inconnu ou n'a pas le bon type : vérifiez ceux que décrit la documentation de l'API.",
        )
    }
}
