//! The pages of the module in a host of their own, served as files beside the API, at `app/` below its path.
//!
//! Not here: any answer that depends on the person. The files are the same for everybody; the pages call the API with his token.

use std::path::PathBuf;

use axum::{
    Json, Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{Next, from_fn_with_state},
    response::{Redirect, Response},
    routing::get,
};
use serde::Serialize;
use tower_http::services::ServeDir;

/// Hexadecimal digits in the name of a file that never changes.
const HASH_DIGITS: usize = 16;

/// The pages and what their host is told.
#[derive(Debug, Clone)]
pub struct App {
    /// The folder of the built pages.
    pub folder: PathBuf,
    /// What the pages read at their start.
    pub settings: AppSettings,
}

/// What the pages read at their start: `app/config.json`. Nothing of it is secret.
#[derive(Debug, Clone, Serialize)]
pub struct AppSettings {
    /// Where one logs in.
    pub geonature_url: Option<String>,
    /// Address of the tiles of the map, with `{z}`, `{x}` and `{y}`; none draws the territory alone.
    pub basemap_url: Option<String>,
    /// Whom the tiles are to be credited to.
    pub basemap_attribution: Option<String>,
}

/// What the pages may load, beside themselves: the tiles of the map. Angular writes the styles of its components into the page.
fn policy(settings: &AppSettings) -> String {
    let tiles = settings
        .basemap_url
        .as_deref()
        .and_then(origin)
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: {tiles}; \
         connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'; object-src 'none'"
    )
}

/// Scheme and host of an address; the variable part of a name (`{s}`) becomes a wildcard.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?.replace("{s}", "*");
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:*".contains(c);
    (["http", "https"].contains(&scheme) && host.chars().all(plain))
        .then(|| format!("{scheme}://{host}"))
}

/// The pages below `base_path`.
pub fn router(app: &App, base_path: &str) -> Router {
    let settings = app.settings.clone();
    let home = format!("{base_path}/app/");
    let headers = HeaderValue::from_str(&policy(&settings))
        .unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let files = ServeDir::new(&app.folder)
        .precompressed_gzip()
        .append_index_html_on_directories(true);
    let pages = Router::new()
        .route("/config.json", get(move || async move { Json(settings) }))
        .fallback_service(files)
        .layer(from_fn_with_state(headers, around));
    Router::new()
        .route(
            &format!("{base_path}/app"),
            get(move || async move { Redirect::permanent(&home) }),
        )
        .nest(&format!("{base_path}/app/"), pages)
}

/// A file whose name holds its hash never changes; the others are asked for again each time.
async fn around(
    axum::extract::State(policy): axum::extract::State<HeaderValue>,
    request: Request,
    next: Next,
) -> Response {
    let forever = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let cache = if forever && response.status().is_success() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// Whether a name is like `main.0123456789abcdef.js`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    name.split('.').any(|part| {
        part.len() >= HASH_DIGITS
            && part
                .chars()
                .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert!(is_hashed("/main.0123456789abcdef.js"));
        assert!(is_hashed("/marker-icon.3f7d3721072d5f49.png"));
        assert!(!is_hashed("/index.html"));
        assert!(!is_hashed("/config.json"));
        assert!(!is_hashed("/0123456789abcdef/index.html"));
    }

    #[test]
    fn tiles_add_their_host_and_nothing_else() {
        assert_eq!(
            origin("https://{s}.tile.example.org/{z}/{x}/{y}.png").as_deref(),
            Some("https://*.tile.example.org")
        );
        assert_eq!(origin("data:;x"), None);
        assert_eq!(origin("https://a b; script-src *//"), None);
    }
}
