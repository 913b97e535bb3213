//! Documents that a person reads, signs and keeps: the bordereau of a sending, the letters. PDF/A-2a and PDF/UA-1, the same bytes
//! for the same content, without network nor fonts of the machine.
//!
//! A document is a template (`templates/*.typ`) and its data; the data never become markup, so that no text of a user can change
//! a page, read a file or stop the rendering.

mod map;
mod text;
mod world;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use thiserror::Error;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use map::{Map, Outline, Ring};
use world::Page;

/// What there is to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// What goes with an archive: the demande, the perimeter, the counts, the files and their checksums, what to cite, the terms.
    Bordereau,
    /// A numbered letter to a demandeur; `modele` of its data says which.
    Lettre,
}

impl Template {
    const fn source(self) -> &'static str {
        match self {
            Self::Bordereau => include_str!("../templates/bordereau.typ"),
            Self::Lettre => include_str!("../templates/lettre.typ"),
        }
    }
}

/// Why a document could not be made: a fault of a template or of its data. For logs, not for people.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// The template does not accept the data.
    #[error("template: {0}")]
    Template(String),
    /// The standard does not accept the pages.
    #[error("pdf: {0}")]
    Pdf(String),
}

/// Prints `data` (what the template reads, dates as ISO text) with the map of a perimeter. `day` is the day told in the document's
/// properties: the same arguments give the same bytes.
///
/// Characters that no font has are printed as `?`: a name in another script does not stop a sending.
///
/// # Errors
/// When the template does not accept the data.
pub fn render(
    template: Template,
    data: &Value,
    map: Option<&Map>,
    day: NaiveDate,
) -> Result<Vec<u8>, DocumentError> {
    let map = map.map(Map::to_svg);
    let page = Page::new(template.source(), &text::printable(data), map, day)?;
    let document = typst::compile::<PagedDocument>(&page)
        .output
        .map_err(|errors| DocumentError::Template(messages(&errors)))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| DocumentError::Pdf(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("GeoNature · Demandes d'accès".to_owned())),
        timestamp: midnight(day).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| DocumentError::Pdf(messages(&errors)))
}

/// Midnight of a day, for typst.
fn midnight(day: NaiveDate) -> Option<Datetime> {
    let part = |number: u32| u8::try_from(number).ok();
    Datetime::from_ymd_hms(day.year(), part(day.month())?, part(day.day())?, 0, 0, 0)
}

fn messages(errors: &[typst::diag::SourceDiagnostic]) -> String {
    let texts: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    texts.join("; ")
}
