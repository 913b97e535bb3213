//! `demandes_api openapi`: the OpenAPI document, on standard output.

/// The document of the API under `base_path`, as indented JSON.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn document(base_path: &str) -> anyhow::Result<String> {
    Ok(crate::http::router::openapi(base_path).to_pretty_json()? + "\n")
}
