//! The bordereau as it is printed, and what is beside the rows: nothing there may say more than what is public or told to be cited.

use std::collections::{HashMap, HashSet};

use gdal::vector::Geometry;

use super::{Work, attributes::named, words};
use crate::{
    knowledge::{Archive, Finding, Knowledge},
    read::{Drawn, Member, Row, identifier},
    shape,
};

/// Digits from which a number may be a coordinate, an altitude, a day: below, it is a rank or a month.
const DIGITS: usize = 3;
/// Hexadecimal digits from which a word may name a record.
const HEX: usize = 16;
/// Numbers of the fixed wording: of the name SHA-256.
const WORDING: [&str; 1] = ["256"];
/// Keys of the bordereau that the adversary knows the meaning of.
const KEYS: &[&str] = &[
    "accepte_le",
    "accepte_par",
    "autres_detenteurs",
    "barre_m",
    "cadres_d_acquisition_a_citer",
    "carte",
    "coarser_level",
    "communes",
    "conditions",
    "copie_floutee_d_un_lot_refuse",
    "couche_communes",
    "date_extraction",
    "demande",
    "demandeur",
    "duree_utilisation_mois",
    "effectifs",
    "embargo_until",
    "engagement",
    "engagement_version",
    "excluded_period",
    "excluded_taxa",
    "fichiers",
    "floutees",
    "from",
    "geometrie_wgs84",
    "groupe",
    "jeux_de_donnees_a_citer",
    "lignes",
    "lot",
    "maitre_ouvrage",
    "mentions",
    "nature",
    "nom",
    "numero",
    "objet",
    "objet_detail",
    "objet_libelle",
    "octets",
    "organisme",
    "par_groupe",
    "perimetre",
    "periode_au",
    "periode_du",
    "precises",
    "profil",
    "profil_diffusion",
    "regles",
    "retirees_par_condition",
    "sha256",
    "shorter_duration_months",
    "surface_m2",
    "taxons_cd_nom",
    "texte",
    "to",
    "utilisation_prevue",
    "version",
    "version_extension",
    "version_reglages",
    "version_service",
    "blur_impossible",
];

/// The printed bordereau says what `bordereau.json` says, in the service's own words: a number, an identifier or a place that is not
/// there is of a record. Its map shows the perimeter and public borders, and no other line.
pub fn attack_printed_bordereau(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_printed_bordereau");
    for archive in k.candidate() {
        for member in &archive.members {
            let Some(document) = &member.document else {
                continue;
            };
            let told = Told::new(archive);
            for oddity in &document.oddities {
                work.note_file(&archive.name, oddity);
            }
            let strings = document.strings.join("\n");
            numbers_of(&mut work, archive, &told, &document.text);
            for text in [&document.text, &strings] {
                words_of(&mut work, archive, &told, text);
                places_of(&mut work, archive, &told, text, &member.name);
            }
            for page in &document.pages {
                map_of(&mut work, archive, page);
            }
        }
    }
    work.done()
}

/// Texts beside the rows: a bordereau without a key that nobody knows, dictionaries and engagement without an identifier, a coordinate
/// or the name of a place where a blurred row can be.
pub fn attack_texts_beside(k: &Knowledge) -> Vec<Finding> {
    let mut work = Work::new(k, "attack_texts_beside");
    for archive in k.candidate() {
        for key in &archive.bordereau.keys {
            if !is_known(key) {
                work.note_file(
                    &archive.name,
                    "clé du bordereau dont on ne connaît pas le sens",
                );
            }
        }
        let told = Told::new(archive);
        let texts = |member: &&Member| member.name.ends_with("_dictionnaire.csv");
        for member in archive.members.iter().filter(texts) {
            for line in &member.lines {
                let odd = tokens(line).into_iter().any(|token| {
                    is_identifier(&token) && !told.says(&token) || decimals(&token) >= DIGITS
                });
                if odd {
                    work.note_file(
                        &archive.name,
                        &format!("identifiant ou coordonnée dans {}", member.name),
                    );
                }
                places_of(&mut work, archive, &told, line, &member.name);
            }
        }
    }
    work.done()
}

fn is_known(key: &str) -> bool {
    KEYS.contains(&key)
}

/// What the bordereau and the engagement tell.
struct Told {
    text: String,
    words: String,
    numbers: HashSet<String>,
}

impl Told {
    fn new(archive: &Archive) -> Self {
        let engagement = |member: &&Member| member.name == "engagement.txt";
        let lines = archive
            .members
            .iter()
            .filter(engagement)
            .flat_map(|member| &member.lines);
        let said = archive.bordereau.said.iter().chain(lines);
        let text = said.map(String::as_str).collect::<Vec<_>>().join("\n");
        let mut numbers: HashSet<String> = WORDING.map(str::to_owned).into();
        for token in tokens(&text) {
            if let Ok(value) = token.parse::<f64>() {
                // As it is, in hectares, in kilometres; rounded as a page does.
                for shown in [value, value / 10_000.0, value / 1_000.0] {
                    numbers.insert(format!("{shown:.0}"));
                }
            }
            numbers.insert(token);
        }
        Self {
            words: words(&text),
            text,
            numbers,
        }
    }

    fn says(&self, token: &str) -> bool {
        self.text.contains(token)
    }

    fn counts(&self, token: &str) -> bool {
        self.numbers.contains(token) || is_round(token)
    }
}

/// 1, 2 or 5 times a power of ten: the bar of a map.
fn is_round(token: &str) -> bool {
    let mut digits = token.chars();
    matches!(digits.next(), Some('1' | '2' | '5')) && digits.all(|digit| digit == '0')
}

/// Words of letters and digits; groups of three digits apart by a narrow space are one number, and so are decimals.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut token = String::new();
    for (index, c) in chars.iter().enumerate() {
        let is_digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
        let joined = index > 0 && is_digit(chars.get(index - 1)) && is_digit(chars.get(index + 1));
        match c {
            c if c.is_alphanumeric() => token.push(*c),
            '\u{202f}' | '\u{a0}' if joined => {}
            '.' | ',' if joined => token.push('.'),
            '-' if token.len() >= 8
                && chars.get(index + 1).is_some_and(char::is_ascii_hexdigit)
                && token.chars().all(|c| c.is_ascii_hexdigit() || c == '-') =>
            {
                token.push('-');
            }
            _ => {
                if !token.is_empty() {
                    tokens.push(std::mem::take(&mut token));
                }
            }
        }
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
}

fn is_number(token: &str) -> bool {
    token.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A UUID, or a word of many hexadecimal digits.
fn is_identifier(token: &str) -> bool {
    let hex = token.chars().filter(char::is_ascii_hexdigit).count();
    hex >= HEX && token.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn decimals(token: &str) -> usize {
    if !is_number(token) {
        return 0;
    }
    token
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len())
}

fn words_of(work: &mut Work<'_>, archive: &Archive, told: &Told, text: &str) {
    let rows: HashMap<u128, Row> = archive
        .layers
        .iter()
        .flat_map(|layer| &layer.rows)
        .map(|row| (row.id, *row))
        .collect();
    for token in tokens(text) {
        if is_identifier(&token) && !is_number(&token) && !told.says(&token) {
            match rows.get(&identifier(&token.replace('-', ""))) {
                Some(row) => work.note(&archive.name, row, None, None, "identifiant dans le PDF"),
                None => work.note_file(&archive.name, "identifiant dans le PDF"),
            }
        } else if decimals(&token) >= DIGITS && !told.says(&token) {
            work.note_file(&archive.name, "coordonnée dans le PDF");
        }
    }
}

/// Numbers of a page: each is told, or its digits together are, as thousands are set apart on a page.
fn numbers_of(work: &mut Work<'_>, archive: &Archive, told: &Told, text: &str) {
    for line in text.split(['\n', '\t']) {
        let tokens = tokens(line);
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            let is_group = |token: &&String| token.len() == 3 && is_number(token);
            let groups = match first.len() {
                1..=3 if is_number(first) => after.iter().take_while(is_group).count(),
                _ => 0,
            };
            // The longest number that is told.
            let whole = (1..=groups).rev().find(|n| {
                let joined = first.clone() + &after[..*n].concat();
                told.counts(&joined)
            });
            let digits = first.chars().filter(char::is_ascii_digit).count();
            if whole.is_none() && is_number(first) && digits >= DIGITS && !told.counts(first) {
                work.note_file(&archive.name, "nombre du PDF que le bordereau ne dit pas");
            }
            rest = &after[whole.unwrap_or(0)..];
        }
    }
}

/// A place that the text names and the bordereau does not: where a blurred row can be, it is its place.
fn places_of(work: &mut Work<'_>, archive: &Archive, told: &Told, text: &str, member: &str) {
    for place in named(work.k, text) {
        let name = words(&place.name);
        let is_told = told.words.contains(&name) || told.words.contains(&words(&place.code));
        // Short words are words.
        if is_told || place.name.chars().count() <= 4 || !words(text).contains(&name) {
            continue;
        }
        let Some(region) = shape::read(&place.geometry) else {
            continue;
        };
        let evidence = format!("nom de lieu dans {member}");
        for layer in &archive.layers {
            for row in &layer.rows {
                let there = work
                    .zone(row)
                    .is_some_and(|zone| zone.geometry.intersects(&region));
                if there && !work.is_full() {
                    work.narrow(&archive.name, row, Some(&region), &evidence);
                }
            }
        }
    }
}

/// From the page to the ground: the same scale both ways, north up.
struct Fit {
    scale: f64,
    east: f64,
    north: f64,
    flip: f64,
}

impl Fit {
    /// So that the box of a drawing is that of the perimeter.
    fn of_boxes(drawn: [f64; 4], ground: [f64; 4], flip: f64) -> Option<Self> {
        let (width, height) = (drawn[2] - drawn[0], drawn[3] - drawn[1]);
        let (east, north) = (ground[2] - ground[0], ground[3] - ground[1]);
        if width <= 0.0 || height <= 0.0 || east <= 0.0 || north <= 0.0 {
            return None;
        }
        let scale = (east / width).max(north / height);
        // Another shape than the perimeter's.
        if (east / width - north / height).abs() > SHAPE * scale {
            return None;
        }
        let middle = |a: f64, b: f64| f64::midpoint(a, b);
        Some(Self {
            scale,
            flip,
            east: middle(ground[0], ground[2]) - scale * middle(drawn[0], drawn[2]),
            north: middle(ground[1], ground[3]) - scale * flip * middle(drawn[1], drawn[3]),
        })
    }

    fn ground(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            self.east + self.scale * x,
            self.north + self.scale * self.flip * y,
        )
    }

    /// The same, moved so that vertices fall on those of the ground they are nearest to.
    fn nearer(&self, drawn: &[(f64, f64)], ground: &Grid) -> Self {
        let pairs: Vec<_> = drawn
            .iter()
            .filter_map(|p| Some((*p, ground.nearest(self.ground(*p))?)))
            .collect();
        if pairs.len() < 3 {
            return Self { ..*self };
        }
        let (px, py) = mean(pairs.iter().map(|(p, _)| (p.0, p.1 * self.flip)));
        let (gx, gy) = mean(pairs.iter().map(|(_, g)| *g));
        let (mut over, mut under) = (0.0, 0.0);
        for (p, g) in &pairs {
            let (x, y) = (p.0 - px, p.1 * self.flip - py);
            over += x * (g.0 - gx) + y * (g.1 - gy);
            under += x * x + y * y;
        }
        if under <= 0.0 || over <= 0.0 {
            return Self { ..*self };
        }
        let scale = over / under;
        Self {
            scale,
            flip: self.flip,
            east: gx - scale * px,
            north: gy - scale * py,
        }
    }
}

/// The mean of positions; not finite when there is none.
fn mean(positions: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let (mut x, mut y, mut count) = (0.0, 0.0, 0.0);
    for position in positions {
        x += position.0;
        y += position.1;
        count += 1.0;
    }
    (x / count, y / count)
}

/// Part by which the two scales of one drawing may differ: its lines are drawn coarsely.
const SHAPE: f64 = 0.02;

/// Vertices of the ground, by squares.
struct Grid {
    side: f64,
    squares: HashMap<(i64, i64), Vec<(f64, f64)>>,
}

impl Grid {
    fn new(side: f64, vertices: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut squares: HashMap<_, Vec<_>> = HashMap::new();
        for vertex in vertices {
            squares
                .entry(square(side, vertex))
                .or_default()
                .push(vertex);
        }
        Self { side, squares }
    }

    /// The nearest vertex within a side.
    fn nearest(&self, p: (f64, f64)) -> Option<(f64, f64)> {
        let (east, north) = square(self.side, p);
        let away = |v: &(f64, f64)| (v.0 - p.0).hypot(v.1 - p.1);
        let mut best: Option<(f64, f64)> = None;
        for x in east - 1..=east + 1 {
            for y in north - 1..=north + 1 {
                for vertex in self.squares.get(&(x, y)).into_iter().flatten() {
                    if away(vertex) <= self.side
                        && best.is_none_or(|best| away(vertex) < away(&best))
                    {
                        best = Some(*vertex);
                    }
                }
            }
        }
        best
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "metres, far from the limits of 64 bits"
)]
fn square(side: f64, (x, y): (f64, f64)) -> (i64, i64) {
    ((x / side).floor() as i64, (y / side).floor() as i64)
}

fn bounds(vertices: &[(f64, f64)]) -> [f64; 4] {
    vertices.iter().fold(
        [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ],
        |b, (x, y)| [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)],
    )
}

/// Only lines along the edges of the page: rules of a table, a frame, a bar.
fn is_ruled(drawn: &Drawn) -> bool {
    drawn.vertices.windows(2).all(|pair| {
        let [a, b] = pair else { return true };
        (a.0 - b.0).abs() < 0.01 || (a.1 - b.1).abs() < 0.01
    })
}

/// What is drawn on a page: rules, and a map of which each vertex is one of the perimeter or of a public border.
fn map_of(work: &mut Work<'_>, archive: &Archive, page: &[Drawn]) {
    let lines: Vec<&Drawn> = page.iter().filter(|drawn| !drawn.is_glyph).collect();
    let perimetre = archive
        .bordereau
        .perimetre
        .as_ref()
        .and_then(|wkb| shape::read(wkb));
    let map = perimetre.and_then(|perimetre| Map::find(&lines, &perimetre));
    let Some(map) = map else {
        if lines.iter().any(|drawn| !is_ruled(drawn)) {
            work.note_file(
                &archive.name,
                "dessin du PDF qui n'est pas la carte du périmètre",
            );
        }
        return;
    };
    let borders = work
        .k
        .public
        .borders
        .iter()
        .filter_map(|wkb| shape::read(wkb));
    let tolerance = map.tolerance();
    let lawful = Grid::new(
        tolerance,
        borders
            .flat_map(|border| shape::vertices(&border))
            .chain(map.perimetre.iter().copied()),
    );
    for drawn in page {
        let inside = map.holds(bounds(&drawn.vertices));
        if drawn.is_glyph {
            if inside {
                work.note_file(&archive.name, "texte sur la carte du PDF");
            }
            continue;
        }
        // What is drawn beyond the frame is not seen, and is in the file all the same.
        if is_ruled(drawn) && !inside || map.is_frame_or_bar(drawn) {
            continue;
        }
        let strange = drawn
            .vertices
            .iter()
            .map(|p| map.fit.ground(*p))
            .find(|p| lawful.nearest(*p).is_none());
        if let Some((x, y)) = strange {
            mark(work, archive, shape::disc(x, y, tolerance * 4.0).as_ref());
        }
    }
}

/// A mark on the map: every blurred row that can be there may be.
fn mark(work: &mut Work<'_>, archive: &Archive, region: Option<&Geometry>) {
    let evidence = "marque sur la carte du PDF";
    let before = work.found.len();
    let Some(region) = region else {
        work.note_file(&archive.name, evidence);
        return;
    };
    for row in archive.layers.iter().flat_map(|layer| &layer.rows) {
        if work.is_full() {
            return;
        }
        let there = work
            .zone(row)
            .is_some_and(|zone| zone.geometry.intersects(region));
        if there {
            work.narrow(&archive.name, row, Some(region), evidence);
        }
    }
    if work.found.len() == before {
        work.note_file(&archive.name, evidence);
    }
}

/// The map of a page.
struct Map {
    fit: Fit,
    frame: [f64; 4],
    perimetre: Vec<(f64, f64)>,
}

impl Map {
    /// The lines that are the perimeter, and the frame around them.
    fn find(lines: &[&Drawn], perimetre: &Geometry) -> Option<Self> {
        let ground = shape::vertices(perimetre);
        let ground_box = bounds(&ground);
        let side = (ground_box[2] - ground_box[0]).max(ground_box[3] - ground_box[1]);
        let coarse = Grid::new(side / 50.0, ground.iter().copied());
        let fine = Grid::new(side / 200.0, ground.iter().copied());
        let candidates = lines.iter().filter(|drawn| drawn.filled);
        for drawn in candidates {
            for flip in [1.0, -1.0] {
                let Some(first) = Fit::of_boxes(bounds(&drawn.vertices), ground_box, flip) else {
                    continue;
                };
                let fit = first.nearer(&drawn.vertices, &coarse);
                let fit = fit.nearer(&drawn.vertices, &fine);
                let fit = fit.nearer(&drawn.vertices, &fine);
                let is_it = drawn
                    .vertices
                    .iter()
                    .all(|p| fine.nearest(fit.ground(*p)).is_some());
                if !is_it {
                    continue;
                }
                let frame = frame(lines, bounds(&drawn.vertices))?;
                return Some(Self {
                    fit,
                    frame,
                    perimetre: ground,
                });
            }
        }
        None
    }

    /// Metres by which a line may be away from where it is: it is drawn to a thousandth of the frame or so.
    fn tolerance(&self) -> f64 {
        (self.frame[2] - self.frame[0]) * self.fit.scale / 1_000.0
    }

    /// Whether some of it is in the frame.
    fn holds(&self, of: [f64; 4]) -> bool {
        shape::boxes_meet(self.frame, of)
    }

    /// The ground of the map, or the bar of scale and its box, low on the left.
    fn is_frame_or_bar(&self, drawn: &Drawn) -> bool {
        if !is_ruled(drawn) {
            return false;
        }
        let [west, south, east, north] = self.frame;
        let of = bounds(&drawn.vertices);
        // As wide as the map, and all of it or beside it: its ground, the page, the rule of a table above or below.
        let is_wide = of[0] < west + 0.5 && of[2] > east - 0.5;
        let is_frame = is_wide
            && (of[1] < south + 0.5 && of[3] > north - 0.5
                || of[3] < south + 0.5
                || of[1] > north - 0.5);
        let (width, height) = (east - west, north - south);
        // Low is up or down, as the page counts.
        let low = of[3] < south + height * 0.1 || of[1] > north - height * 0.1;
        is_frame || low && of[2] < west + width * 0.5 && of[3] - of[1] < height * 0.06
    }
}

/// The smallest rectangle painted around a drawing.
fn frame(lines: &[&Drawn], around: [f64; 4]) -> Option<[f64; 4]> {
    let contains = |b: &[f64; 4]| {
        b[0] <= around[0] && b[1] <= around[1] && b[2] >= around[2] && b[3] >= around[3]
    };
    let area = |b: &[f64; 4]| (b[2] - b[0]) * (b[3] - b[1]);
    lines
        .iter()
        .filter(|drawn| drawn.filled && is_ruled(drawn) && drawn.vertices.len() >= 4)
        .map(|drawn| bounds(&drawn.vertices))
        .filter(contains)
        .min_by(|a, b| area(a).total_cmp(&area(b)))
}
