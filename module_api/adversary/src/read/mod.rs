//! Reading archives as a recipient would: ZIP members, tables, layers, texts.

mod columns;
mod files;
mod pdf;
mod table;

use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io,
    path::{Path, PathBuf},
};

use serde_json::Value as Json;
use zip::ZipArchive;

pub use columns::Role;
pub use pdf::{Document, Drawn};
pub use table::{Form, Layer, Leftover, NONE, Point, Row, hash, identifier};

use crate::{
    attacks::words,
    knowledge::{Archive, Bordereau, Held, Kind, Mentions, Standing},
    periods::{Period, Precision},
    shape,
};

/// Which precise rows to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Those of sensitive records: enough when blurred rows say nothing they may not.
    Sensitive,
    /// All of them.
    All,
}

/// Why an archive cannot be read: it is then not to be sent.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file.
    #[error("{0} : {1}")]
    Io(PathBuf, #[source] io::Error),
    /// The ZIP.
    #[error("archive illisible : {0}")]
    Zip(#[from] zip::result::ZipError),
    /// A vector file.
    #[error("{0} : {1}")]
    Gdal(String, #[source] gdal::errors::GdalError),
    /// A table.
    #[error("{0} : {1}")]
    Csv(String, #[source] csv::Error),
    /// The bordereau.
    #[error("bordereau : {0}")]
    Bordereau(String),
    /// A PDF.
    #[error("PDF : {0}")]
    Pdf(String),
    /// A file of a form that is not known: nobody can say what it holds.
    #[error("fichier d'une forme inconnue : {0}")]
    Unknown(String),
}

/// One member of an archive.
#[derive(Debug)]
pub struct Member {
    pub name: String,
    /// Time as the ZIP tells it.
    pub modified: String,
    /// Whether it has a comment or additional fields.
    pub extra: bool,
    /// Its lines, when it is a text that is no table of data.
    pub lines: Vec<String>,
    /// What it says, when it is a PDF.
    pub document: Option<Document>,
}

/// Lines kept of a text.
const MAX_LINES: usize = 20_000;

impl Held {
    /// Nothing yet; `depth` is that of all that will be read.
    #[must_use]
    pub fn new(depth: Depth) -> Self {
        Self {
            all_precise: depth == Depth::All,
            ..Self::default()
        }
    }

    /// Reads one more archive, the candidate last. Files are unpacked in `scratch`, and removed from there.
    ///
    /// # Errors
    /// [`ReadError`]: what cannot be read cannot be judged.
    pub fn read(
        &mut self,
        path: &Path,
        standing: Standing,
        srid: u32,
        scratch: &Path,
    ) -> Result<(), ReadError> {
        let at = |error| ReadError::Io(path.to_owned(), error);
        let mut zip = ZipArchive::new(File::open(path).map_err(at)?)?;
        let folder = tempfile::Builder::new()
            .prefix("adversaire-")
            .tempdir_in(scratch)
            .map_err(at)?;
        let mut members = Vec::new();
        for index in 0..zip.len() {
            members.push(unpack(&mut zip, index, folder.path())?);
        }
        members.sort_by_key(|(_, path)| order(path));
        let mut archive = Archive {
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            standing,
            bordereau: Bordereau::default(),
            comment: !zip.comment().is_empty(),
            members: Vec::new(),
            layers: Vec::new(),
        };
        let mut known = HashMap::new();
        for (mut member, path) in members {
            if member.name == "bordereau.json" {
                archive.bordereau = bordereau(&path, srid)?;
            }
            if member.name.to_ascii_lowercase().ends_with(".pdf") {
                // What was sent is judged no more: its pages are read once, before they leave.
                if standing == Standing::Candidate {
                    member.document = Some(pdf::read(&path)?);
                }
                archive.members.push(member);
                continue;
            }
            let layers = files::read(self, &member.name, &path, srid, &archive.layers, &known)?;
            match layers {
                Some(layers) => {
                    for layer in layers {
                        remember(&mut known, archive.layers.len(), &layer);
                        archive.layers.push(layer);
                    }
                }
                None => member.lines = lines(&path).map_err(|e| ReadError::Io(path.clone(), e))?,
            }
            archive.members.push(member);
        }
        self.archives.push(archive);
        Ok(())
    }

    /// Which of these places, each a code and a name, texts of the archives name.
    #[must_use]
    pub fn names_among(&self, places: &[(String, String)]) -> Vec<usize> {
        let texts: Vec<String> = self
            .mentions()
            .texts
            .iter()
            .map(|text| words(text))
            .collect();
        let says = |name: &str| {
            let name = words(name);
            name.chars().count() > 4 && texts.iter().any(|text| text.contains(&name))
        };
        (0..places.len())
            .filter(|index| says(&places[*index].0) || says(&places[*index].1))
            .collect()
    }

    /// What to ask of public layers.
    #[must_use]
    pub fn mentions(&self) -> Mentions {
        let mut mentions = Mentions {
            zones: self.zones.clone(),
            ..Mentions::default()
        };
        for archive in &self.archives {
            let bordereau = &archive.bordereau;
            mentions.texts.push(archive.name.clone());
            mentions.texts.extend(bordereau.frameworks.iter().cloned());
            mentions.texts.extend(bordereau.datasets.iter().cloned());
            for member in &archive.members {
                mentions.texts.push(member.name.clone());
                if archive.is_candidate() && !is_known_text(&member.name) {
                    mentions.texts.extend(member.lines.iter().cloned());
                }
                if member.name.ends_with("_dictionnaire.csv") && archive.is_candidate() {
                    mentions.texts.extend(member.lines.iter().cloned());
                }
                if let Some(document) = &member.document {
                    mentions.texts.push(document.text.clone());
                    mentions.texts.extend(document.strings.iter().cloned());
                }
            }
            for layer in &archive.layers {
                mentions.texts.push(layer.name.clone());
                mentions
                    .cd_refs
                    .extend(layer.rows.iter().map(|row| row.cd_ref));
                mentions
                    .texts
                    .extend(layer.leftovers.iter().map(|left| left.value.clone()));
                mentions.joins |= !layer.leftovers.is_empty() || !layer.odd_fids.is_empty();
                let mixed = !layer.rows.is_empty() && !layer.points.is_empty();
                mentions.joins |= mixed || (!layer.sorted && !layer.rows.is_empty());
                mentions.joins |= layer.rows.iter().any(|row| {
                    row.period
                        .is_none_or(|period| period.precision() == Precision::Day)
                });
            }
        }
        mentions
    }
}

/// Texts written by the service, the same for every lot, and those read as bordereau.
pub fn is_known_text(name: &str) -> bool {
    name == "engagement.txt" || name.starts_with("bordereau") || name.ends_with("_dictionnaire.csv")
}

fn remember(known: &mut HashMap<u128, (usize, u32)>, layer: usize, rows: &Layer) {
    for (index, row) in rows.rows.iter().enumerate() {
        if row.id != 0 {
            known
                .entry(row.id)
                .or_insert((layer, u32::try_from(index).unwrap_or(NONE)));
        }
    }
    // Precise rows are kept once too.
    for point in &rows.points {
        if point.id != 0 {
            known.entry(point.id).or_insert((layer, NONE));
        }
    }
}

/// Files with exact coordinates first: the others are compared with them.
fn order(path: &Path) -> (u8, PathBuf) {
    let rank = match path.extension().and_then(|e| e.to_str()) {
        Some("gpkg") => 0,
        Some("fgb") => 1,
        Some("csv") => 2,
        Some("zip") => 3,
        _ => 4,
    };
    (rank, path.to_owned())
}

fn unpack(
    zip: &mut ZipArchive<File>,
    index: usize,
    folder: &Path,
) -> Result<(Member, PathBuf), ReadError> {
    let mut file = zip.by_index(index)?;
    let name = file.name()?.into_owned();
    // The name as told is judged later; on disk only its last part is used.
    let base = Path::new(&name)
        .file_name()
        .map_or_else(|| index.to_string().into(), ToOwned::to_owned);
    let target = folder.join(base);
    let member = Member {
        document: None,
        modified: file
            .last_modified()
            .map(|at| at.to_string())
            .unwrap_or_default(),
        extra: !file.comment().is_empty() || has_extra(file.extra_data().as_deref()),
        name,
        lines: Vec::new(),
    };
    let at = |error| ReadError::Io(target.clone(), error);
    let mut out = File::create(&target).map_err(at)?;
    io::copy(&mut file, &mut out).map_err(at)?;
    Ok((member, target))
}

/// Additional fields other than the sizes of a big file (identifier 0x0001).
fn has_extra(fields: Option<&[u8]>) -> bool {
    let mut rest = fields.unwrap_or_default();
    while let [a, b, c, d, tail @ ..] = rest {
        if u16::from_le_bytes([*a, *b]) != 1 {
            return true;
        }
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        rest = tail.get(length..).unwrap_or_default();
    }
    !rest.is_empty()
}

fn lines(path: &Path) -> io::Result<Vec<String>> {
    let bytes = std::fs::read(path)?;
    Ok(String::from_utf8_lossy(&bytes)
        .lines()
        .take(MAX_LINES)
        .map(ToOwned::to_owned)
        .collect())
}

fn bordereau(path: &Path, srid: u32) -> Result<Bordereau, ReadError> {
    let wrong = |what: String| ReadError::Bordereau(what);
    let text = std::fs::read(path).map_err(|error| ReadError::Io(path.to_owned(), error))?;
    let json: Json = serde_json::from_slice(&text).map_err(|e| wrong(e.to_string()))?;
    let kind = json["lot"]["nature"].as_str().and_then(Kind::parse);
    let mut told = Said::default();
    told.read(&json);
    let conditions = &json["conditions"];
    let outline = &json["perimetre"]["geometrie_wgs84"];
    let perimetre = match outline {
        Json::Null => None,
        Json::String(text) => Some(local(text, srid).map_err(|e| wrong(e.to_string()))?),
        other => Some(local(&other.to_string(), srid).map_err(|e| wrong(e.to_string()))?),
    };
    Ok(Bordereau {
        kind: kind.ok_or_else(|| wrong("nature du lot".to_owned()))?,
        groupe: json["lot"]["groupe"].as_str().map(ToOwned::to_owned),
        unsure: json["effectifs"]["retirees_par_condition"]["blur_impossible"]
            .as_u64()
            .is_some_and(|rows| rows > 0),
        perimetre,
        taxa: numbers(&json["demande"]["taxons_cd_nom"]),
        wished: period(
            &json["demande"]["periode_du"],
            &json["demande"]["periode_au"],
        ),
        excluded_taxa: numbers(&conditions["excluded_taxa"]).unwrap_or_default(),
        excluded_period: period(
            &conditions["excluded_period"]["from"],
            &conditions["excluded_period"]["to"],
        ),
        keys: told.keys,
        said: told.values,
        datasets: texts(&json["jeux_de_donnees_a_citer"]),
        frameworks: texts(&json["cadres_d_acquisition_a_citer"]),
    })
}

/// What a bordereau says, but its outline.
#[derive(Default)]
struct Said {
    keys: BTreeSet<String>,
    values: Vec<String>,
}

impl Said {
    fn read(&mut self, json: &Json) {
        match json {
            Json::Object(members) => {
                for (key, value) in members {
                    self.keys.insert(key.clone());
                    if key != "geometrie_wgs84" {
                        self.read(value);
                    }
                }
            }
            Json::Array(items) => items.iter().for_each(|item| self.read(item)),
            Json::String(text) => self.values.push(text.clone()),
            Json::Number(number) => self.values.push(number.to_string()),
            Json::Bool(_) | Json::Null => {}
        }
    }
}

/// A geometry in degrees, as WKB of the local system.
fn local(geojson: &str, srid: u32) -> Result<Vec<u8>, gdal::errors::GdalError> {
    let geometry = gdal::vector::Geometry::from_geojson(geojson)?;
    let geometry = geometry.transform(&files::to_local(4326, srid)?)?;
    let geometry = if geometry.is_valid() {
        geometry
    } else {
        geometry.make_valid(&gdal::cpl::CslStringList::new())?
    };
    geometry.wkb()
}

fn numbers(json: &Json) -> Option<Vec<i32>> {
    let list = json.as_array()?;
    Some(
        list.iter()
            .filter_map(|n| i32::try_from(n.as_i64()?).ok())
            .collect(),
    )
}

/// Strings of a list; of objects, those of their members.
fn texts(json: &Json) -> Vec<String> {
    match json {
        Json::String(text) => vec![text.clone()],
        Json::Array(list) => list.iter().flat_map(texts).collect(),
        Json::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn period(from: &Json, to: &Json) -> Option<Period> {
    let day = |json: &Json| json.as_str().and_then(Period::parse);
    let (from, to) = (day(from), day(to));
    (from.is_some() || to.is_some()).then(|| Period {
        from: from.map_or(i32::MIN, |day| day.from),
        to: to.map_or(i32::MAX, |day| day.to),
    })
}

/// Bounds of a shape, kept for who asks.
pub fn bounds_of(wkb: &[u8]) -> Option<[f64; 4]> {
    shape::read(wkb).map(|geometry| shape::bounds(&geometry))
}
