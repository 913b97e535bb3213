//! Putting a perimeter on a demande: from a file, drawn on the map, or as a list of communes or départements.

use chrono::{DateTime, Utc};
use demandes_domain::{
    rights::{Action, Actor},
    settings::Settings,
};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Context, Result, ServiceError, dossier, journal, settings};
use crate::{
    perimetre::{ChildLimits, Limits, PerimetreError, ReadPerimetre, read_in_child},
    store::{
        self,
        evenements::NewEvenement,
        perimetres::{Commune, NewPerimetre, Perimetre},
    },
};

/// Longest list of communes or départements.
const MAX_AREAS: usize = 5_000;
/// Most published figures shown on a map.
const MAX_CELLS: i64 = 5_000;

/// What a list of areas is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
pub enum AreaType {
    /// Communes, by INSEE code.
    #[serde(rename = "COM")]
    Com,
    /// Départements, by code.
    #[serde(rename = "DEP")]
    Dep,
}

impl AreaType {
    /// Its code in GeoNature.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Com => "COM",
            Self::Dep => "DEP",
        }
    }
}

/// A perimeter that is not a file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PerimetreDraft {
    /// Drawn: a `GeoJSON` geometry (`Polygon` or `MultiPolygon`), WGS 84.
    Drawn {
        /// The geometry.
        #[schema(value_type = Object)]
        geometry: serde_json::Value,
    },
    /// Picked by name: counts exactly its members.
    Areas {
        /// Communes or départements.
        area_type: AreaType,
        /// Their codes.
        codes: Vec<String>,
    },
}

/// An uploaded file.
#[derive(Debug)]
pub struct UploadedFile {
    /// Its name, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Projection given by the person, when the file tells none.
    pub asked_srid: Option<i32>,
}

/// What was sent.
#[derive(Debug)]
pub enum Source {
    /// A file.
    File(UploadedFile),
    /// Something else.
    Draft(PerimetreDraft),
}

impl From<PerimetreError> for ServiceError {
    fn from(error: PerimetreError) -> Self {
        match error {
            PerimetreError::FileTooBig { .. } => Self::TooLarge {
                code: error.code(),
                detail: error.message(),
            },
            other => Self::invalid(other.code(), other.message()),
        }
    }
}

/// Replaces the perimeter of a demande (brouillon or incomplete only). Gives it, its communes, and the version the demande has now. On error
/// nothing is kept.
///
/// # Errors
/// Without the right, in another state, or for each reason a perimeter is refused.
pub async fn put(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
    source: Source,
) -> Result<(Perimetre, Vec<Commune>, i32)> {
    let mut tx = context.begin().await?;
    // The right is checked before an upload is read, and again under the lock once it was.
    dossier::read(&mut tx, id_demande, actor, Action::SetPerimetre).await?;
    let (_, settings) = settings::current(&mut tx).await?;
    let srid = store::perimetres::local_srid(&mut tx).await?;
    let (new, communes) = match source {
        Source::File(file) => from_file(context, &mut tx, file, &settings, srid).await?,
        Source::Draft(draft) => of_draft(context, &mut tx, &draft, &settings).await?,
    };
    let dossier =
        dossier::change(context, &mut tx, id_demande, actor, Action::SetPerimetre).await?;
    let now = context.now();
    store::perimetres::replace(&mut tx, id_demande, &new, now).await?;
    journal::record(&mut tx, NewEvenement {
        id_demande,
        id_lot: None,
        kind: "set_perimetre",
        states: None,
        id_role: Some(actor.id_role),
        detail: json!({
            "version": dossier.demande.version, "source": new.source_kind, "communes": new.communes_count, "repaired": new.repaired,
        }),
        motif: None,
        at: now,
    })
    .await?;
    let stored = load(&mut tx, id_demande).await?;
    tx.commit().await?;
    Ok((stored, communes, dossier.demande.version))
}

/// What a draft gives, checked.
///
/// # Errors
/// For each reason a perimeter is refused.
pub(super) async fn of_draft(
    context: &Context,
    conn: &mut PgConnection,
    draft: &PerimetreDraft,
    settings: &Settings,
) -> Result<Counted> {
    match draft {
        PerimetreDraft::Drawn { geometry } => {
            let srid = store::perimetres::local_srid(conn).await?;
            drawn(context, conn, geometry, settings, srid).await
        }
        PerimetreDraft::Areas { area_type, codes } => areas(conn, *area_type, codes.clone()).await,
    }
}

/// The perimeter of a demande.
///
/// # Errors
/// A conflict when it has none yet.
pub async fn load(conn: &mut PgConnection, id_demande: Uuid) -> Result<Perimetre> {
    store::perimetres::get(conn, id_demande)
        .await?
        .ok_or_else(|| {
            ServiceError::conflict(
                "perimetre_missing",
                "La demande n'a pas encore de périmètre : donnez-en un d'abord.",
            )
        })
}

/// The perimeter of a demande on the map, with the published cells it meets.
#[derive(Debug, Clone)]
pub struct Carte {
    /// The perimeter and its communes; none when the demande has none yet.
    pub perimetre: Option<(Perimetre, Vec<Commune>)>,
    /// Cells of the published figures.
    pub cells: Vec<store::summary::Cell>,
    /// When they were counted.
    pub counted_at: Option<DateTime<Utc>>,
}

/// What the map of a demande shows. Sensitive data appear as the published cells alone, the same for everybody.
///
/// # Errors
/// When the demande does not exist or the actor may not see it.
pub async fn carte(context: &Context, actor: &Actor, id_demande: Uuid) -> Result<Carte> {
    let mut tx = context.pool.begin().await?;
    dossier::read(&mut tx, id_demande, actor, Action::ReadAnnonce).await?;
    let (_, settings) = settings::current(&mut tx).await?;
    let Some(perimetre) = store::perimetres::get(&mut tx, id_demande).await? else {
        return Ok(Carte {
            perimetre: None,
            cells: Vec::new(),
            counted_at: None,
        });
    };
    let communes = communes(&mut tx, &perimetre, &settings).await?;
    let (cells, counted_at) = match store::summary::newest(&mut tx).await? {
        Some(taken) => (
            store::summary::cells_of_demande(&mut tx, taken.id_snapshot, id_demande, MAX_CELLS)
                .await?,
            Some(taken.taken_at),
        ),
        None => (Vec::new(), None),
    };
    tx.commit().await?;
    Ok(Carte {
        perimetre: Some((perimetre, communes)),
        cells,
        counted_at,
    })
}

/// The communes that count for a perimeter: the members of a list, or those its geometry meets under the settings.
///
/// # Errors
/// When the database fails.
pub async fn communes(
    conn: &mut PgConnection,
    perimetre: &Perimetre,
    settings: &Settings,
) -> Result<Vec<Commune>> {
    match (&perimetre.area_type, &perimetre.area_codes) {
        (Some(area_type), Some(codes)) => {
            Ok(store::perimetres::members(conn, area_type, codes).await?)
        }
        _ => communes_met(conn, &perimetre.geom, settings).await,
    }
}

async fn communes_met(
    conn: &mut PgConnection,
    ewkb: &[u8],
    settings: &Settings,
) -> Result<Vec<Commune>> {
    Ok(store::perimetres::communes_of(
        conn,
        ewkb,
        settings.commune_tolerance_m,
        settings.slight_overlap_m2,
        settings.slight_overlap_share,
    )
    .await?)
}

async fn read(
    context: &Context,
    bytes: &[u8],
    name: &str,
    settings: &Settings,
    srid: i32,
    asked_srid: Option<i32>,
) -> Result<ReadPerimetre> {
    let limits = Limits {
        max_bytes: settings.max_upload_bytes,
        max_vertices: settings.max_upload_vertices,
    };
    let child = ChildLimits::default();
    Ok(read_in_child(
        &context.program,
        bytes,
        name,
        &limits,
        &child,
        srid,
        asked_srid,
    )
    .await?)
}

/// A perimeter to keep, with the communes that count for it.
pub(super) type Counted = (NewPerimetre, Vec<Commune>);

async fn from_file(
    context: &Context,
    conn: &mut PgConnection,
    file: UploadedFile,
    settings: &Settings,
    srid: i32,
) -> Result<Counted> {
    let read = read(
        context,
        &file.bytes,
        &file.name,
        settings,
        srid,
        file.asked_srid,
    )
    .await?;
    let (prepared, communes) = prepare(conn, &read.ewkb, settings).await?;
    let new = NewPerimetre {
        source_kind: "file",
        source_name: Some(file.name.replace('\0', "")),
        source_file: Some(file.bytes),
        source_srid: read.source_epsg,
        warnings: read.warnings,
        ..prepared
    };
    Ok((new, communes))
}

async fn drawn(
    context: &Context,
    conn: &mut PgConnection,
    geometry: &serde_json::Value,
    settings: &Settings,
    srid: i32,
) -> Result<Counted> {
    // Through the same reader as a file: one place judges what is hostile.
    let read = read(
        context,
        geometry.to_string().as_bytes(),
        "dessin.geojson",
        settings,
        srid,
        None,
    )
    .await?;
    let (prepared, communes) = prepare(conn, &read.ewkb, settings).await?;
    let new = NewPerimetre {
        source_kind: "drawn",
        source_srid: read.source_epsg,
        warnings: read.warnings,
        ..prepared
    };
    Ok((new, communes))
}

async fn prepare(conn: &mut PgConnection, ewkb: &[u8], settings: &Settings) -> Result<Counted> {
    let prepared = store::perimetres::prepare(conn, ewkb).await?;
    let Some(geom) = prepared.geom else {
        return Err(PerimetreError::NoPolygon.into());
    };
    if !prepared.in_territory {
        return Err(ServiceError::invalid(
            "outside_territory",
            "Le périmètre est en dehors du territoire de la plateforme. Vérifiez la projection du fichier et l'emplacement, \
             puis déposez-le de nouveau.",
        ));
    }
    let communes = communes_met(conn, &geom, settings).await?;
    if communes.is_empty() {
        return Err(ServiceError::invalid(
            "perimetre_too_small",
            "Le périmètre ne couvre aucune commune : il est trop petit ou réduit à une ligne. Agrandissez-le.",
        ));
    }
    let new = NewPerimetre {
        source_kind: "drawn",
        source_name: None,
        source_file: None,
        source_srid: None,
        area_type: None,
        area_codes: None,
        repaired: prepared.repaired,
        warnings: Vec::new(),
        communes_count: i32::try_from(communes.len()).unwrap_or(i32::MAX),
        communes_layer: store::perimetres::communes_layer(conn).await?,
        area_m2: prepared.area_m2,
        geom,
    };
    Ok((new, communes))
}

async fn areas(
    conn: &mut PgConnection,
    area_type: AreaType,
    mut codes: Vec<String>,
) -> Result<Counted> {
    codes.sort();
    codes.dedup();
    if codes.is_empty() || codes.len() > MAX_AREAS || codes.iter().any(|code| code.contains('\0')) {
        let message = format!("Choisissez de 1 à {MAX_AREAS} communes ou départements.");
        return Err(ServiceError::invalid_field("codes", message));
    }
    let (geom, found) = store::perimetres::union_of_areas(conn, area_type.code(), &codes).await?;
    let unknown: Vec<&String> = codes.iter().filter(|code| !found.contains(code)).collect();
    let (Some(ewkb), true) = (geom, unknown.is_empty()) else {
        let shown = unknown
            .iter()
            .take(20)
            .map(|code| code.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        return Err(ServiceError::invalid_field(
            "codes",
            format!("Codes inconnus sur ce territoire : {shown}."),
        ));
    };
    let prepared = store::perimetres::prepare(conn, &ewkb).await?;
    let geom = prepared.geom.ok_or(PerimetreError::NoPolygon)?;
    let communes = store::perimetres::members(conn, area_type.code(), &codes).await?;
    let new = NewPerimetre {
        source_kind: "areas",
        source_name: None,
        source_file: None,
        source_srid: None,
        area_type: Some(area_type.code().to_owned()),
        area_codes: Some(codes),
        repaired: false,
        warnings: Vec::new(),
        communes_count: i32::try_from(communes.len()).unwrap_or(i32::MAX),
        communes_layer: store::perimetres::communes_layer(conn).await?,
        area_m2: prepared.area_m2,
        geom,
    };
    Ok((new, communes))
}

/// The largest upload accepted now, in bytes.
///
/// # Errors
/// When the database fails.
pub async fn max_upload_bytes(context: &Context) -> Result<u64> {
    let mut conn = context.pool.acquire().await?;
    let (_, settings) = settings::current(&mut conn).await?;
    Ok(settings.max_upload_bytes)
}
