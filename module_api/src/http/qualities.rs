//! What every endpoint of a kind takes and may answer, written into the document of the API in one place: `Idempotency-Key` on each POST,
//! `If-Match` on each change of something that has a version, and the type of every error.

use utoipa::openapi::{
    Content, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Type},
};

use super::error::MEDIA_TYPE;

/// Completes the document.
pub fn describe(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let versioned = path.contains('{') && !path.starts_with("/livraisons");
        if let Some(post) = &mut item.post {
            header(
                post,
                "Idempotency-Key",
                "Une clé nouvelle pour chaque action (un UUID convient) : la même requête renvoyée avec la même clé n'est faite qu'une \
                 fois et reçoit la même réponse.",
            );
            for (status, what) in [
                (400, "Requête illisible"),
                (
                    409,
                    "Impossible dans cet état, ou déjà fait sous la même clé",
                ),
                (413, "Envoi trop gros"),
                (
                    422,
                    "Saisie à corriger, ou clé déjà utilisée pour autre chose",
                ),
            ] {
                problem(post, status, what);
            }
            if versioned {
                precondition(post, false);
            }
        }
        for change in [&mut item.put, &mut item.patch, &mut item.delete] {
            if let Some(change) = change
                && versioned
            {
                precondition(change, true);
            }
        }
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        operations.into_iter().flatten().for_each(type_of_problems);
    }
}

/// An endpoint says that it may answer a problem; that a problem has a media type of its own (RFC 9457) is said here for all.
fn type_of_problems(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && let Some(content) = response.content.get("application/json")
            && is_problem(content)
            && let Some(content) = response.content.shift_remove("application/json")
        {
            response.content.insert(MEDIA_TYPE.to_owned(), content);
        }
    }
}

fn is_problem(content: &RefOr<Content>) -> bool {
    matches!(content, RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. })
        if schema.ref_location.ends_with("/Problem"))
}

fn precondition(operation: &mut Operation, required: bool) {
    header(
        operation,
        "If-Match",
        "L'ETag reçu à la lecture, ou * pour écraser ce qui s'y trouve.",
    );
    problem(operation, 400, "Requête illisible");
    problem(operation, 412, "Modifié depuis sa lecture");
    if required {
        problem(
            operation,
            428,
            "La version modifiée n'est pas dite (If-Match)",
        );
    }
}

fn header(operation: &mut Operation, name: &str, description: &str) {
    let parameter: Parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
        .build();
    operation
        .parameters
        .get_or_insert_default()
        .push(parameter.into());
}

fn problem(operation: &mut Operation, status: u16, description: &str) {
    let response: Response = ResponseBuilder::new()
        .description(description)
        .content(
            MEDIA_TYPE,
            Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem")))),
        )
        .build();
    operation
        .responses
        .responses
        .entry(status.to_string())
        .or_insert(response.into());
}
