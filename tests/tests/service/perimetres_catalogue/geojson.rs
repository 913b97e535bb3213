//! GeoJSON: what people export, what nobody exports, and what is made to break a parser.

use std::fmt::Write as _;

use super::{DEGREES, DEGREES_KM2, Fate, Upload, asking, read, refused, upload};

/// Area of a circle of 0.03 degrees around 44.33 north.
const CIRCLE_KM2: f64 = 25.05;

/// The coordinates of the rectangle.
fn ring() -> String {
    let [west, south, east, north] = DEGREES;
    format!(
        "[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]"
    )
}

fn geometry() -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{}]}}"#, ring())
}

/// A collection of one feature, with more members at its head.
fn collection(members: &str) -> String {
    feature(members, &geometry())
}

fn feature(members: &str, geometry: &str) -> String {
    format!(
        r#"{{{members}"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{geometry}}}]}}"#
    )
}

fn crs(value: &str) -> String {
    collection(&format!(r#""crs":{value},"#))
}

fn named(name: &str) -> String {
    format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#)
}

fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#)
}

/// A circle of that many vertices, closing one included.
pub fn circle(vertices: u32) -> String {
    let mut text = String::from(r#"{"type":"Polygon","coordinates":[["#);
    for n in 0..vertices - 1 {
        let angle = f64::from(n) * std::f64::consts::TAU / f64::from(vertices - 1);
        let (x, y) = (3.63 + 0.03 * angle.cos(), 44.33 + 0.03 * angle.sin());
        // Writing to a text does not fail.
        let _ = write!(text, "[{x:.9},{y:.9}],");
    }
    text + "[3.66,44.33]]]}"
}

pub fn uploads() -> Vec<Upload> {
    let mut all = projections();
    all.extend(texts());
    all.extend(numbers());
    all.extend(shapes());
    all
}

fn projections() -> Vec<Upload> {
    let metres = r#"{"type":"Polygon","coordinates":[[[748000,6358000],[752000,6358000],[752000,6362000],[748000,6362000],[748000,6358000]]]}"#;
    let in_metres = |crs: &str| feature(&format!(r#""crs":{crs},"#), metres);
    let inner = geometry().replacen(
        '{',
        r#"{"crs":{"type":"name","properties":{"name":"EPSG:2154"}},"#,
        1,
    );
    vec![
        read(
            "crs_nomme.geojson",
            in_metres(&named("urn:ogc:def:crs:EPSG::2154")),
            16.0,
        ),
        read("crs_court.geojson", in_metres(&named("EPSG:2154")), 16.0),
        read(
            "crs_2008.geojson",
            in_metres(r#"{"type":"EPSG","properties":{"code":2154}}"#),
            16.0,
        ),
        read(
            "crs_84.geojson",
            crs(&named("urn:ogc:def:crs:OGC:1.3:CRS84")),
            DEGREES_KM2,
        ),
        refused("crs_nul.geojson", crs("null"), "projection_missing"),
        refused(
            "crs_inconnu.geojson",
            crs(&named("EPSG:999999")),
            "projection_unusable",
        ),
        refused(
            "crs_de_fichier.geojson",
            crs(&named("/etc/passwd")),
            "projection_unusable",
        ),
        refused(
            "crs_proj.geojson",
            crs(&named("+proj=utm +nadgrids=@/etc/passwd")),
            "projection_unusable",
        ),
        refused("crs_nombre.geojson", crs("2154"), "projection_unusable"),
        refused(
            "crs_lien.geojson",
            crs(r#"{"type":"link","properties":{"href":"http://127.0.0.1:1/crs","type":"proj4"}}"#),
            "projection_unusable",
        ),
        refused(
            "crs_dans_la_geometrie.geojson",
            feature("", &inner),
            "projection_unusable",
        ),
        refused("metres_sans_crs.geojson", metres, "projection_missing"),
        asking(read("metres_sans_crs_dits.geojson", metres, 16.0), 2154),
        refused(
            "metres_dits_degres.geojson",
            in_metres(&named("EPSG:4326")),
            "coordinates_invalid",
        ),
    ]
}

fn texts() -> Vec<Upload> {
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(geometry().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin = collection("\"name\":\"p@rim\",")
        .into_bytes()
        .into_iter()
        .map(|byte| if byte == b'@' { 0xe9 } else { byte })
        .collect::<Vec<u8>>();
    let deep_arrays = format!(
        r#"{{"type":"Polygon","coordinates":{}"#,
        "[".repeat(200_000)
    );
    let deep_collections = format!(
        "{}{}{}",
        r#"{"type":"GeometryCollection","geometries":["#.repeat(20_000),
        geometry(),
        "]}".repeat(20_000)
    );
    let deep_properties = feature("", &geometry()).replace(
        r#""properties":{}"#,
        &format!(
            r#""properties":{}1{}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        ),
    );
    let twice = format!(
        r#"{{"type":"Polygon","coordinates":[{}],"coordinates":[]}}"#,
        ring()
    );
    let twice_features = format!(
        r#"{{"type":"FeatureCollection","features":[],"features":[{}]}}"#,
        geometry()
    );
    let twice_type = format!(
        r#"{{"type":"Point","type":"Polygon","coordinates":[{}]}}"#,
        ring()
    );
    let twice_crs = format!(
        r#"{{"crs":{},"crs":{},"type":"Polygon","coordinates":[{}]}}"#,
        named("EPSG:2154"),
        named("EPSG:4326"),
        ring()
    );
    let escaped = geometry().replace("Polygon", "\\u0050olygon");
    vec![
        read(
            "marque_bom.geojson",
            format!("\u{feff}{}", geometry()),
            DEGREES_KM2,
        ),
        read("echappe.geojson", escaped, DEGREES_KM2),
        read("proprietes_profondes.geojson", deep_properties, DEGREES_KM2),
        refused("utf16.geojson", utf16, "format_unknown"),
        refused("latin1.geojson", latin, "file_corrupt"),
        refused(
            "tableau.geojson",
            format!("[{}]", geometry()),
            "format_unknown",
        ),
        refused("coupe.geojson", &geometry()[..50], "file_corrupt"),
        refused(
            "suite.geojson",
            format!("{}\n{}", geometry(), geometry()),
            "file_corrupt",
        ),
        refused(
            "commentaire.geojson",
            geometry().replacen('{', "{/* */", 1),
            "file_corrupt",
        ),
        refused("cles_en_double.geojson", twice, "file_corrupt"),
        refused("objets_en_double.geojson", twice_features, "file_corrupt"),
        refused("types_en_double.geojson", twice_type, "file_corrupt"),
        refused("crs_en_double.geojson", twice_crs, "file_corrupt"),
        refused("tableaux_profonds.geojson", deep_arrays, "file_corrupt"),
        refused(
            "collections_profondes.geojson",
            deep_collections,
            "file_corrupt",
        ),
        refused(
            "topojson.geojson",
            r#"{"type":"Topology","arcs":[],"objects":{}}"#,
            "file_corrupt",
        ),
        refused(
            "sans_type.geojson",
            format!(r#"{{"coordinates":[{}]}}"#, ring()),
            "file_corrupt",
        ),
        refused(
            "objet_quelconque.geojson",
            r#"{"bonjour":1}"#,
            "file_corrupt",
        ),
    ]
}

fn numbers() -> Vec<Upload> {
    let with = |number: &str| {
        polygon(&format!(
            "[[[3.60,{number}],[3.66,44.31],[3.66,44.35],[3.60,{number}]]]"
        ))
    };
    let digits = "4".repeat(400);
    let precise = format!("44.31{}", "0".repeat(5_000));
    // From 179° east to 179° west: the long way round, whatever is meant.
    let antimeridian = polygon("[[[179,-17],[-179,-17],[-179,-16],[179,-16],[179,-17]]]");
    let beyond = polygon("[[[363.60,44.31],[363.66,44.31],[363.66,44.35],[363.60,44.31]]]");
    let swapped = polygon("[[[44.31,3.60],[44.31,3.66],[44.35,3.66],[44.35,3.60],[44.31,3.60]]]");
    let pole = polygon("[[[0,90],[120,90],[240,90],[0,90]]]");
    let around = polygon("[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]");
    vec![
        refused("nan.geojson", with("NaN"), "file_corrupt"),
        refused("infini.geojson", with("-Infinity"), "file_corrupt"),
        refused("exposant.geojson", with("1e999"), "file_corrupt"),
        refused(
            "quatre_cents_chiffres.geojson",
            with(&digits),
            "file_corrupt",
        ),
        refused("tres_haut.geojson", with("1e300"), "projection_missing"),
        read(
            "cinq_mille_decimales.geojson",
            with(&precise),
            DEGREES_KM2 / 2.0,
        ),
        refused("nombre_en_texte.geojson", with("\"44.31\""), "file_corrupt"),
        refused("nul.geojson", with("null"), "file_corrupt"),
        refused("antimeridien.geojson", antimeridian, "outside_territory"),
        refused("un_tour_de_trop.geojson", beyond, "projection_missing"),
        refused("axes_inverses.geojson", swapped, "outside_territory"),
        refused("pole.geojson", pole, "projection_missing"),
        refused("toute_la_terre.geojson", around, "coordinates_invalid"),
        refused(
            "ailleurs.geojson",
            polygon("[[[-2,48],[-1.9,48],[-1.9,48.1],[-2,48]]]"),
            "outside_territory",
        ),
        refused(
            "sommets_500001.geojson",
            circle(500_001),
            "too_many_vertices",
        ),
        read("sommets_500000.geojson", circle(500_000), CIRCLE_KM2),
    ]
}

#[expect(
    clippy::too_many_lines,
    reason = "a catalogue is read from top to bottom"
)]
fn shapes() -> Vec<Upload> {
    let [west, south, east, north] = DEGREES;
    let middle = f64::midpoint(west, east);
    let box_of = |west: f64, south: f64, side: f64| {
        let (east, north) = (west + side, south + side);
        format!(
            "[[{west},{south}],[{west},{north}],[{east},{north}],[{east},{south}],[{west},{south}]]"
        )
    };
    let outer = ring();
    let hole = box_of(3.62, 44.32, 0.01);
    let bow_tie = format!(
        "[[[{west},{south}],[{east},{north}],[{east},{south}],[{west},{north}],[{west},{south}]]]"
    );
    let spike = format!(
        "[[[{west},{south}],[{east},{south}],[{east},{north}],[{middle},{north}],[{middle},44.40],[{middle},{north}],[{west},{north}],[{west},{south}]]]"
    );
    let doubled = ring().replace("]]", "],[3.6,44.31],[3.6,44.31]]");
    let three = format!(
        "[[[{west},{south},900],[{east},{south},900,7],[{east},{north},null],[{west},{north},\"h\"],[{west},{south},900]]]"
    );
    let overlapping = format!(r#"{{"type":"MultiPolygon","coordinates":[[{outer}],[{outer}]]}}"#);
    let points = "[3.6,44.3],".repeat(100_000);
    let empties = r#"{"type":"Polygon","coordinates":[]},"#.repeat(100_000);
    vec![
        read(
            "trou.geojson",
            polygon(&format!("[{outer},{hole}]")),
            DEGREES_KM2 - 0.886,
        ),
        read("hauteurs_mesures.geojson", polygon(&three), DEGREES_KM2),
        read(
            "sommets_doubles.geojson",
            polygon(&format!("[{doubled}]")),
            DEGREES_KM2,
        ),
        upload(
            "ouvert.geojson",
            polygon(&format!(
                "[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}]]]"
            )),
            Fate::Warned(DEGREES_KM2, "fermés"),
        ),
        upload(
            "noeud_papillon.geojson",
            polygon(&bow_tie),
            Fate::Repaired(DEGREES_KM2 / 2.0),
        ),
        upload(
            "pointe.geojson",
            polygon(&spike),
            Fate::Repaired(DEGREES_KM2),
        ),
        upload(
            "trou_au_dehors.geojson",
            polygon(&format!("[{outer},{}]", box_of(3.70, 44.32, 0.01))),
            Fate::Repaired(DEGREES_KM2 + 0.886),
        ),
        upload(
            "trou_dans_le_trou.geojson",
            polygon(&format!(
                "[{outer},{hole},{}]",
                box_of(3.623, 44.323, 0.004)
            )),
            Fate::Repaired(DEGREES_KM2 - 0.886),
        ),
        upload("superposes.geojson", overlapping, Fate::Read(DEGREES_KM2)),
        upload(
            "melange.geojson",
            format!(
                r#"{{"type":"GeometryCollection","geometries":[{},{{"type":"Point","coordinates":[3.6,44.3]}}]}}"#,
                geometry()
            ),
            Fate::Warned(DEGREES_KM2, "laissés de côté"),
        ),
        // Its repair is shown to the person, who may refuse it.
        upload(
            "trou_egal.geojson",
            polygon(&format!("[{outer},{outer}]")),
            Fate::Repaired(DEGREES_KM2),
        ),
        // A straight line in degrees is none in Lambert-93.
        read(
            "aplati.geojson",
            polygon("[[[3.6,44.3],[3.7,44.4],[3.65,44.35],[3.6,44.3]]]"),
            0.0243,
        ),
        refused(
            "minuscule.geojson",
            polygon(&format!("[{}]", box_of(3.62, 44.32, 1e-6))),
            "perimetre_too_small",
        ),
        refused(
            "collection_vide.geojson",
            r#"{"type":"FeatureCollection","features":[]}"#,
            "empty",
        ),
        refused("sans_geometrie.geojson", feature("", "null"), "empty"),
        refused("anneau_vide.geojson", polygon("[[]]"), "empty"),
        refused(
            "cent_mille_vides.geojson",
            format!(
                r#"{{"type":"GeometryCollection","geometries":[{}]}}"#,
                empties.trim_end_matches(',')
            ),
            "empty",
        ),
        refused(
            "cent_mille_points.geojson",
            format!(
                r#"{{"type":"MultiPoint","coordinates":[{}]}}"#,
                points.trim_end_matches(',')
            ),
            "no_polygon",
        ),
        refused(
            "position_seule.geojson",
            polygon("[3.6,44.3]"),
            "file_corrupt",
        ),
        refused(
            "trop_imbrique.geojson",
            polygon(&format!("[[{outer}]]")),
            "file_corrupt",
        ),
    ]
}
