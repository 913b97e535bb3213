//! `PUT /demandes/{id}/perimetre`: a file (multipart), a drawn geometry or a list of areas (JSON).

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::MultipartError},
    http::{StatusCode, header},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Path},
        precondition::State,
    },
    service::{
        self, ServiceError,
        perimetre::{PerimetreDraft, Source, UploadedFile},
    },
    store::perimetres::{Commune, Perimetre as Row},
};

/// Bytes a form may hold beside its file: boundaries, names, the projection.
const FORM_OVERHEAD: usize = 64 << 10;

/// A perimeter as kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct Perimetre {
    /// `file`, `drawn` or `areas`.
    source_kind: String,
    /// Name of the file.
    source_name: Option<String>,
    /// EPSG code it came in.
    source_srid: Option<i32>,
    /// `COM` or `DEP` for a list of areas.
    area_type: Option<String>,
    /// The list.
    area_codes: Option<Vec<String>>,
    /// Whether the geometry had to be repaired.
    repaired: bool,
    /// What was adapted or left aside, in French.
    warnings: Vec<String>,
    /// Communes that count.
    communes_count: i32,
    /// Layer and vintage they were counted on.
    communes_layer: String,
    /// Square metres.
    area_m2: f64,
    /// Communes met, the grazed ones marked.
    communes: Vec<Commune>,
    /// The geometry kept, GeoJSON, WGS 84.
    #[schema(value_type = Object)]
    geometry: serde_json::Value,
}

impl Perimetre {
    /// From what is stored.
    #[must_use]
    pub fn new(row: Row, communes: Vec<Commune>) -> Self {
        Self {
            source_kind: row.source_kind,
            source_name: row.source_name,
            source_srid: row.source_srid,
            area_type: row.area_type,
            area_codes: row.area_codes,
            repaired: row.repaired,
            warnings: row.warnings,
            communes_count: row.communes_count,
            communes_layer: row.communes_layer,
            area_m2: row.area_m2,
            communes,
            geometry: row.geojson,
        }
    }
}

/// The form of an upload.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes the multipart form in the OpenAPI document"
)]
pub struct UploadForm {
    /// Zipped Shapefile, GeoPackage, GeoJSON or KML.
    #[schema(value_type = String, format = Binary)]
    fichier: Vec<u8>,
    /// EPSG code, when the file tells no projection.
    epsg: Option<i32>,
}

/// Replaces the perimeter. The `ETag` is the new version of the demande.
#[utoipa::path(put, path = "/demandes/{id}/perimetre", tag = "demandes", params(("id" = Uuid, Path)),
    request_body(content((UploadForm = "multipart/form-data"), (PerimetreDraft = "application/json"))),
    responses((status = 200, body = Perimetre), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<([(header::HeaderName, String); 1], Json<Perimetre>), ApiError> {
    let limit = service::perimetre::max_upload_bytes(&state).await?;
    let source = source(request, limit).await?;
    let (row, communes, version) = service::perimetre::put(&state, &actor, id, source).await?;
    Ok((
        [(header::ETAG, format!("\"{version}\""))],
        Json(Perimetre::new(row, communes)),
    ))
}

async fn source(request: Request, limit: u64) -> Result<Source, ApiError> {
    let content_type = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if content_type.starts_with("multipart/form-data") {
        return Ok(Source::File(upload(request, limit).await?));
    }
    let bytes = whole_body(request.into_body(), limit).await?;
    let draft = serde_json::from_slice::<PerimetreDraft>(&bytes).map_err(|error| {
        let detail = format!(
            "Envoyez un fichier (multipart/form-data, champ « fichier ») ou un JSON de la forme attendue : {error}."
        );
        ApiError::bad_request("perimetre_unexpected", detail)
    })?;
    Ok(Source::Draft(draft))
}

async fn whole_body(body: Body, limit: u64) -> Result<Vec<u8>, ApiError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    match axum::body::to_bytes(body, limit).await {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(_) => Err(too_large(limit)),
    }
}

fn too_large(limit: usize) -> ApiError {
    let detail = format!(
        "L'envoi est interrompu ou dépasse la taille permise ({} Mio).",
        limit >> 20
    );
    ServiceError::TooLarge {
        code: "file_too_big",
        detail,
    }
    .into()
}

/// Reads the form. The first part that has a file name is the file, whatever its name.
async fn upload(mut request: Request, limit: u64) -> Result<UploadedFile, ApiError> {
    let bytes_limit = usize::try_from(limit).unwrap_or(usize::MAX);
    // Room for the other fields of the form beside the file; without it axum stops at two megabytes.
    DefaultBodyLimit::max(bytes_limit.saturating_add(FORM_OVERHEAD)).apply(&mut request);
    let unreadable = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return too_large(bytes_limit);
        }
        ApiError::bad_request(
            "form_unreadable",
            "Le formulaire envoyé n'a pas pu être lu en entier.",
        )
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| {
        ApiError::bad_request(
            "form_unreadable",
            "Le formulaire envoyé n'a pas pu être lu.",
        )
    })?;
    let (mut file, mut asked_srid) = (None, None);
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > limit {
                return Err(too_large(bytes_limit));
            }
        }
        match (field.name(), field.file_name()) {
            (Some("epsg"), None) => asked_srid = epsg(&bytes)?,
            (_, Some(name)) if file.is_none() => file = Some((name.to_owned(), bytes)),
            (_, Some(_)) => {
                return Err(ApiError::bad_request(
                    "several_files",
                    "Envoyez un seul fichier de périmètre à la fois.",
                ));
            }
            _ => {}
        }
    }
    let (name, bytes) = file.ok_or_else(|| {
        ApiError::bad_request(
            "file_missing",
            "Le formulaire ne contient pas de fichier (champ « fichier »).",
        )
    })?;
    Ok(UploadedFile {
        name,
        bytes,
        asked_srid,
    })
}

fn epsg(bytes: &[u8]) -> Result<Option<i32>, ApiError> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let code = text
        .strip_prefix("EPSG:")
        .unwrap_or(text)
        .parse()
        .map_err(|_| {
            ApiError::from(ServiceError::invalid_field(
                "epsg",
                "Donnez le code EPSG de la projection, par exemple 2154.",
            ))
        })?;
    Ok(Some(code))
}
