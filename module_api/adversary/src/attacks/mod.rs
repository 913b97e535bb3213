//! The attacks, and what they share: the area of a row, and how much of it an attack leaves.

mod attributes;
mod document;
mod files;
mod joins;
mod order;
mod perimeters;
mod places;
mod public;
mod summary;

use std::{cell::RefCell, collections::HashMap, convert::Infallible, rc::Rc, time::Instant};

use gdal::vector::Geometry;
use serde::Serialize;

use crate::{
    knowledge::{Archive, Finding, Knowledge},
    read::{Layer, NONE, Point, Row},
    shape,
};

/// Findings kept of one attack: more would say nothing more.
pub const MAX_FINDINGS: usize = 1000;
/// Findings of one attack whose region is worked out, when that takes a join with precise rows: the others are noted without.
const MEASURED: usize = 100;
/// Precise rows that one region is made from: beyond, what is left would be measured for too long.
const NEIGHBOURS: usize = 200;
/// Share of an area from which nothing was gained: two ways of writing one border differ by less.
const WHOLE: f64 = 0.999;

/// One attack: its stable name, what it is in French, the function.
#[derive(Clone, Copy)]
pub struct Attack {
    /// Stable name.
    pub name: &'static str,
    /// French label.
    pub label: &'static str,
    /// The attack.
    pub run: fn(&Knowledge) -> Vec<Finding>,
}

/// What became of one attack.
#[derive(Debug, Clone, Serialize)]
pub struct Attacked {
    /// Stable name.
    pub attack: &'static str,
    /// French label.
    pub label: &'static str,
    /// Successes; [`MAX_FINDINGS`] at most.
    pub findings: Vec<Finding>,
    /// How long it took.
    pub milliseconds: u64,
}

macro_rules! attacks {
    ($($module:ident :: $function:ident : $label:literal;)+) => {
        /// Every attack, in the order they are run.
        pub const ATTACKS: &[Attack] = &[
            $(Attack { name: stringify!($function), label: $label, run: $module::$function }),+
        ];
    };
}

attacks! {
    attributes::attack_two_geographies: "deux attributs géographiques (commune et maille)";
    attributes::attack_altitude_depth: "altitude, profondeur";
    attributes::attack_place_name: "nom de lieu";
    attributes::attack_dataset_names: "noms de jeux de données et de cadres d'acquisition";
    attributes::attack_other_attributes: "attribut qu'une donnée floutée ne porte pas";
    attributes::attack_masked_wording: "valeurs masquées de plusieurs façons";
    joins::attack_uuid_join: "rapprochement par UUID";
    joins::attack_releve_join: "rapprochement par relevé";
    joins::attack_fingerprint_join: "même date, observateur ou effectif qu'une donnée précise";
    joins::attack_finer_dates: "date plus fine que le niveau";
    joins::attack_identifiers: "identifiants que l'on peut refaire";
    order::attack_row_order: "ordre des lignes";
    order::attack_feature_numbers: "numéros des entités";
    perimeters::attack_perimeter_differencing: "zone moins les périmètres livrés précisément";
    perimeters::attack_membership: "zone réduite au périmètre";
    perimeters::attack_repetition: "même donnée dans deux zones";
    perimeters::attack_crossing_versions: "taxon rare, deux zones de règles différentes";
    places::attack_geometry_digits: "géométrie qui n'est pas exactement une zone publique";
    places::attack_file_names: "noms de fichiers et de couches";
    places::attack_texts: "textes joints";
    document::attack_printed_bordereau: "bordereau imprimé (texte, carte, propriétés du PDF)";
    document::attack_texts_beside: "bordereau et dictionnaires";
    files::attack_format_comparison: "comparaison des formats";
    files::attack_archive_metadata: "métadonnées de l'archive et des fichiers";
    files::attack_layer_extent: "étendue déclarée d'une couche";
    public::attack_public_table: "table publique floutée";
    summary::attack_summary_figures: "chiffres de la synthèse, par différence";
    summary::attack_summary_changes: "chiffres de la synthèse, d'une publication à l'autre";
}

impl Knowledge {
    /// Runs every attack.
    #[must_use]
    pub fn attack(&self) -> Vec<Attacked> {
        self.attack_while(|| Ok::<(), Infallible>(()))
            .unwrap_or_else(|never| match never {})
    }

    /// Runs every attack, as long as `goes_on` says so after each.
    ///
    /// # Errors
    /// What `goes_on` said.
    pub fn attack_while<E>(
        &self,
        mut goes_on: impl FnMut() -> Result<(), E>,
    ) -> Result<Vec<Attacked>, E> {
        let mut attacked = Vec::with_capacity(ATTACKS.len());
        for attack in ATTACKS {
            let start = Instant::now();
            let findings = (attack.run)(self);
            attacked.push(Attacked {
                attack: attack.name,
                label: attack.label,
                findings,
                milliseconds: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            });
            goes_on()?;
        }
        Ok(attacked)
    }

    fn candidate(&self) -> impl Iterator<Item = &Archive> {
        self.archives()
            .map(|(_, archive)| archive)
            .filter(|archive| archive.is_candidate())
    }

    /// Layers of the candidate that hold blurred rows, or what was found in them.
    fn candidate_layers(&self) -> impl Iterator<Item = (&Archive, &Layer)> {
        self.candidate()
            .flat_map(|archive| archive.layers.iter().map(move |layer| (archive, layer)))
    }

    /// Every precise row held, wherever from.
    fn points(&self) -> impl Iterator<Item = &Point> {
        self.archives()
            .flat_map(|(_, archive)| &archive.layers)
            .flat_map(|layer| &layer.points)
            .filter(|point| point.bounds[0].is_finite())
    }
}

/// The area of a row, within the territory.
struct Zone {
    geometry: Geometry,
    area: f64,
    bounds: [f64; 4],
}

impl Zone {
    fn new(geometry: Geometry) -> Option<Rc<Self>> {
        let area = geometry.area();
        (area > 0.0).then(|| {
            Rc::new(Self {
                area,
                bounds: shape::bounds(&geometry),
                geometry,
            })
        })
    }
}

/// The areas looked up, by the number of the public one or of what was given.
type Zones = HashMap<(u32, u32), Option<Rc<Zone>>>;

/// One attack at work: the areas it looked up, what it found.
struct Work<'k> {
    k: &'k Knowledge,
    attack: &'static str,
    zones: RefCell<Zones>,
    found: Vec<Finding>,
}

impl<'k> Work<'k> {
    fn new(k: &'k Knowledge, attack: &'static str) -> Self {
        Self {
            k,
            attack,
            zones: RefCell::new(HashMap::new()),
            found: Vec::new(),
        }
    }

    fn is_full(&self) -> bool {
        self.found.len() >= MAX_FINDINGS
    }

    /// The area of a row: the public one its codes name, within the territory; what it was given, if nobody publishes that.
    fn zone(&self, row: &Row) -> Option<Rc<Zone>> {
        let known = self.k.public.zones.get(row.zone as usize);
        let known = known.filter(|zone| !zone.whole.is_empty());
        let key = match known {
            Some(_) => (row.zone, NONE),
            None => (NONE, row.shape),
        };
        if let Some(zone) = self.zones.borrow().get(&key) {
            return zone.clone();
        }
        let wkb = match known {
            Some(zone) if !zone.inside.is_empty() => Some(&zone.inside),
            Some(zone) => Some(&zone.whole),
            None => self.k.held.shapes.get(row.shape as usize),
        };
        let zone = wkb.and_then(|wkb| shape::read(wkb)).and_then(Zone::new);
        self.zones.borrow_mut().insert(key, zone.clone());
        zone
    }

    /// Notes that only `region` of the area of a row is left, if that is less than the area. `None`: that what is left is
    /// somewhere to be looked up elsewhere.
    fn narrow(&mut self, archive: &str, row: &Row, region: Option<&Geometry>, evidence: &str) {
        let Some(region) = region else {
            self.note(archive, row, None, None, evidence);
            return;
        };
        let Some(zone) = self.zone(row) else {
            self.note(archive, row, None, None, evidence);
            return;
        };
        // What cannot be computed is taken for a success: fail closed.
        let Some(left) = zone.geometry.intersection(region) else {
            self.note(archive, row, None, None, evidence);
            return;
        };
        let share = left.area() / zone.area;
        // Nothing in common with the area: the guess was wrong, but there was something to guess from.
        if share == 0.0 {
            self.note(archive, row, None, None, evidence);
        } else if share < WHOLE {
            self.note(archive, row, Some(share), Some(&left), evidence);
        }
    }

    fn note(
        &mut self,
        archive: &str,
        row: &Row,
        left: Option<f64>,
        region: Option<&Geometry>,
        evidence: &str,
    ) {
        if !self.is_full() {
            self.found.push(Finding {
                attack: self.attack,
                record: format!("{:016x}", row.id >> 64),
                archive: archive.to_owned(),
                left: left.map(|share| (share * 1000.0).round() / 1000.0),
                evidence: evidence.to_owned(),
                region: region.and_then(|region| region.wkb().ok()),
            });
        }
    }

    /// Notes what is about no row.
    fn note_file(&mut self, archive: &str, evidence: &str) {
        if !self.is_full() {
            self.found.push(Finding {
                attack: self.attack,
                record: String::new(),
                archive: archive.to_owned(),
                left: None,
                evidence: evidence.to_owned(),
                region: None,
            });
        }
    }

    fn done(self) -> Vec<Finding> {
        self.found
    }
}

/// Discs around precise rows, `radius` metres beyond each; none without any, or with too many of them.
fn around<'p>(points: impl Iterator<Item = &'p Point>, radius: f64) -> Option<Geometry> {
    let near: Vec<&Point> = points.take(NEIGHBOURS + 1).collect();
    if near.len() > NEIGHBOURS {
        return None;
    }
    let discs = near
        .into_iter()
        .filter_map(|point| {
            let (x, y) = point.centre();
            shape::disc(x, y, radius + point.reach())
        })
        .collect();
    shape::union(discs)
}

/// A text without case nor punctuation, words apart.
pub(crate) fn words(text: &str) -> String {
    let spaced: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut joined = String::from(" ");
    for word in spaced.split_whitespace() {
        joined.push_str(word);
        joined.push(' ');
    }
    joined
}
