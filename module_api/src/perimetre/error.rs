//! Why a perimeter file is refused, with a stable code and a French message saying what to do.
//!
//! Messages hold no raw text of the uploaded file: names pass through [`shown_name`], which leaves nothing a
//! browser could take for markup.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Reasons to refuse an uploaded perimeter. `Display` is the French message.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PerimetreError {
    /// The upload is larger than the setting.
    #[error(
        "Le fichier dépasse la taille acceptée ({max_mib} Mio). Simplifiez le tracé ou retirez les couches inutiles, \
         puis déposez-le de nouveau."
    )]
    FileTooBig {
        /// Limit, in whole mebibytes (at least 1).
        max_mib: u64,
    },
    /// More vertices than the setting.
    #[error(
        "Le périmètre compte plus de {max} sommets. Simplifiez le tracé dans votre logiciel de cartographie, puis \
         déposez-le de nouveau."
    )]
    TooManyVertices {
        /// Limit, in vertices.
        max: u64,
    },
    /// Content of no known format.
    #[error(
        "Le format du fichier n'est pas reconnu. Déposez un Shapefile compressé en ZIP, un GeoPackage, un GeoJSON ou \
         un KML."
    )]
    FormatUnknown,
    /// Named .zip, content is no archive.
    #[error(
        "Ce fichier porte l'extension .zip mais n'est pas une archive ZIP. Compressez les fichiers du Shapefile (.shp, \
         .shx, .dbf, .prj) en une archive ZIP et déposez-la."
    )]
    NotAZip,
    /// Truncated or damaged archive.
    #[error(
        "L'archive ZIP est incomplète ou endommagée. Vérifiez qu'elle s'ouvre sur votre poste, recréez-la au besoin, \
         puis déposez-la de nouveau."
    )]
    ZipCorrupt,
    /// Password needed.
    #[error("L'archive ZIP est protégée par un mot de passe. Recréez-la sans mot de passe.")]
    ZipEncrypted,
    /// Compression other than stored or deflate.
    #[error(
        "L'archive emploie une méthode de compression qui n'est pas lue ici. Recréez-la au format ZIP ordinaire \
         (clic droit, « Envoyer vers un dossier compressé »)."
    )]
    ZipUnsupported,
    /// Entry leaving its folder, absolute, or a symbolic link.
    #[error(
        "L'archive contient un chemin ou un lien interdit. Recréez-la à partir des seuls fichiers du Shapefile \
         (.shp, .shx, .dbf, .prj)."
    )]
    ZipUnsafePath,
    /// Unpacks to too much, or holds too many entries.
    #[error(
        "Le contenu de l'archive est trop volumineux une fois décompressé. N'y laissez que les fichiers du Shapefile \
         (.shp, .shx, .dbf, .prj)."
    )]
    ZipTooBig,
    /// An archive within the archive.
    #[error(
        "L'archive en contient une autre. Déposez directement celle qui contient le fichier .shp."
    )]
    ZipNested,
    /// No .shp inside.
    #[error(
        "L'archive ne contient aucun fichier .shp. Ajoutez-y le Shapefile complet ; un GeoPackage, un GeoJSON ou un \
         KML se dépose sans être compressé."
    )]
    ZipWithoutShapefile,
    /// Several .shp inside.
    #[error("L'archive contient plusieurs Shapefiles ({}). N'y laissez que celui du périmètre.", list(.names))]
    SeveralShapefiles {
        /// Names, cleaned for display.
        names: Vec<String>,
    },
    /// A .shp, .dbf … without its archive.
    #[error(
        "Un Shapefile se compose de plusieurs fichiers. Réunissez .shp, .shx, .dbf et .prj en une archive ZIP et \
         déposez-la."
    )]
    ShapefileAlone,
    /// Several polygon layers in a `GeoPackage`.
    #[error("Le fichier contient plusieurs couches de polygones ({}). N'y laissez que celle du périmètre.", list(.names))]
    SeveralLayers {
        /// Names, cleaned for display.
        names: Vec<String>,
    },
    /// Damaged Shapefile, `GeoPackage`, `GeoJSON` or KML.
    #[error(
        "Le fichier est incomplet ou endommagé : sa lecture s'est interrompue. Exportez-le de nouveau depuis votre \
         logiciel de cartographie."
    )]
    FileCorrupt,
    /// XML with a document type or entities.
    #[error(
        "Ce KML contient des déclarations qui ne sont pas acceptées (DOCTYPE ou entités). Exportez-le de nouveau \
         depuis votre logiciel de cartographie."
    )]
    KmlRefused,
    /// No projection in the file, or an undefined one.
    #[error(
        "La projection du fichier n'est pas indiquée. Choisissez-la dans la liste (par exemple Lambert-93, EPSG:2154) \
         ou déposez de nouveau le fichier avec sa projection (.prj pour un Shapefile)."
    )]
    ProjectionMissing,
    /// A projection is written, and cannot be used.
    #[error(
        "La projection indiquée dans le fichier n'a pas pu être utilisée. Choisissez-la dans la liste par son code \
         EPSG, ou exportez le fichier en Lambert-93 (EPSG:2154)."
    )]
    ProjectionUnusable,
    /// `asked_srid` is no usable EPSG projection.
    #[error(
        "EPSG:{srid} n'est pas une projection connue. Vérifiez le code et choisissez-le dans la liste."
    )]
    AskedProjectionUnknown {
        /// Code given by the person.
        srid: i32,
    },
    /// Points and lines only.
    #[error(
        "Le fichier ne contient aucun polygone. Un périmètre est une surface : convertissez les points ou les lignes \
         en polygones (zone tampon), puis déposez-le de nouveau."
    )]
    NoPolygon,
    /// No geometry at all.
    #[error(
        "Le fichier ne contient aucun objet géographique. Vérifiez que la bonne couche a été exportée."
    )]
    Empty,
    /// Not-a-number, infinite, or lost in reprojection.
    #[error(
        "Des coordonnées du fichier ne sont pas valables dans sa projection. Vérifiez la projection choisie et \
         exportez le fichier de nouveau."
    )]
    CoordinatesInvalid,
    /// The reading process crashed, ran out of its limits, or could not start.
    #[error(
        "Le fichier n'a pas pu être lu. Exportez-le de nouveau, si possible en GeoPackage ; si cela persiste, dessinez \
         le périmètre sur la carte ou écrivez à la coordination."
    )]
    Unreadable,
}

impl PerimetreError {
    pub(super) const fn too_big(max_bytes: u64) -> Self {
        let mib = max_bytes >> 20;
        Self::FileTooBig {
            max_mib: if mib == 0 { 1 } else { mib },
        }
    }

    /// Stable code of the error, `snake_case`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FileTooBig { .. } => "file_too_big",
            Self::TooManyVertices { .. } => "too_many_vertices",
            Self::FormatUnknown => "format_unknown",
            Self::NotAZip => "not_a_zip",
            Self::ZipCorrupt => "zip_corrupt",
            Self::ZipEncrypted => "zip_encrypted",
            Self::ZipUnsupported => "zip_unsupported",
            Self::ZipUnsafePath => "zip_unsafe_path",
            Self::ZipTooBig => "zip_too_big",
            Self::ZipNested => "zip_nested",
            Self::ZipWithoutShapefile => "zip_without_shapefile",
            Self::SeveralShapefiles { .. } => "several_shapefiles",
            Self::ShapefileAlone => "shapefile_alone",
            Self::SeveralLayers { .. } => "several_layers",
            Self::FileCorrupt => "file_corrupt",
            Self::KmlRefused => "kml_refused",
            Self::ProjectionMissing => "projection_missing",
            Self::ProjectionUnusable => "projection_unusable",
            Self::AskedProjectionUnknown { .. } => "asked_projection_unknown",
            Self::NoPolygon => "no_polygon",
            Self::Empty => "empty",
            Self::CoordinatesInvalid => "coordinates_invalid",
            Self::Unreadable => "perimetre_unreadable",
        }
    }

    /// French message saying what is wrong and what to do; plain text without markup.
    #[must_use]
    pub fn message(&self) -> String {
        self.to_string()
    }
}

/// A name of the uploaded file fit for a message: letters, digits and a few signs, sixty characters at most.
pub(super) fn shown_name(raw: &str) -> String {
    raw.chars()
        .map(|c| {
            if c.is_alphanumeric() || " ._-/()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .take(60)
        .collect()
}

fn list(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text = names
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        text.push_str(", …");
    }
    text
}
