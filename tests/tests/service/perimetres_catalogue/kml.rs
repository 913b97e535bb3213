//! KML: XML made to blow up or to reach out, and what Google Earth writes.

use super::{DEGREES, DEGREES_KM2, Fate, Upload, read, refused, upload};

fn coordinates() -> String {
    let [west, south, east, north] = DEGREES;
    format!("{west},{south},0 {east},{south},0 {east},{north},0 {west},{north},0 {west},{south},0")
}

fn ring(side: &str, coordinates: &str) -> String {
    format!(
        "<{side}BoundaryIs><LinearRing><coordinates>{coordinates}</coordinates></LinearRing></{side}BoundaryIs>"
    )
}

fn placemark(inside: &str) -> String {
    format!("<Placemark><name>p</name>{inside}</Placemark>")
}

fn polygon() -> String {
    placemark(&format!(
        "<Polygon>{}</Polygon>",
        ring("outer", &coordinates())
    ))
}

fn document(prologue: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>{prologue}<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{body}</Document></kml>"
    )
}

pub fn uploads() -> Vec<Upload> {
    let mut all = entities();
    all.extend(contents());
    all
}

fn entities() -> Vec<Upload> {
    let laughs: Vec<String> = (1..10)
        .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)))
        .collect();
    let laughs = laughs.concat();
    let laughs = format!("<!DOCTYPE kml [<!ENTITY a0 \"ha\">{laughs}]>");
    let outside = "<!DOCTYPE kml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let parameter = "<!DOCTYPE kml [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/x.dtd\"> %x;]>";
    let external = "<!DOCTYPE kml SYSTEM \"http://127.0.0.1:1/kml.dtd\">";
    let utf16 = |text: &str| -> Vec<u8> {
        [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect()
    };
    let utf7 = document("+ADwAIQ-DOCTYPE kml+AD4-", &polygon()).replace("UTF-8", "UTF-7");
    let include = document(
        "",
        &format!(
            "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>{}",
            polygon()
        ),
    );
    let link = "<NetworkLink><Link><href>http://127.0.0.1:1/x.kml</href></Link></NetworkLink>";
    vec![
        refused(
            "rires.kml",
            document(&laughs, &placemark("&a9;")),
            "kml_refused",
        ),
        refused(
            "entite_externe.kml",
            document(outside, &placemark("&x;")),
            "kml_refused",
        ),
        refused(
            "entite_parametre.kml",
            document(parameter, &polygon()),
            "kml_refused",
        ),
        refused(
            "dtd_externe.kml",
            document(external, &polygon()),
            "kml_refused",
        ),
        refused(
            "doctype_en_casse.kml",
            document("<!DocType kml []>", &polygon()),
            "kml_refused",
        ),
        refused(
            "utf16.kml",
            utf16(&document(&laughs, &polygon())),
            "format_unknown",
        ),
        refused("utf7.kml", utf7, "file_corrupt"),
        refused(
            "entite_inconnue.kml",
            document("", &placemark("&inconnue;")),
            "file_corrupt",
        ),
        read("inclusion.kml", include, DEGREES_KM2),
        upload(
            "lien_reseau.kml",
            document("", &format!("{link}{}", polygon())),
            Fate::Warned(DEGREES_KM2, "liens réseau"),
        ),
        refused("lien_reseau_seul.kml", document("", link), "empty"),
    ]
}

#[expect(
    clippy::too_many_lines,
    reason = "a catalogue is read from top to bottom"
)]
fn contents() -> Vec<Upload> {
    let whole = document("", &polygon());
    let [west, south, east, north] = DEGREES;
    let swapped =
        format!("{south},{west} {south},{east} {north},{east} {north},{west} {south},{west}");
    let with = |coordinates: &str| {
        document(
            "",
            &placemark(&format!(
                "<Polygon>{}</Polygon>",
                ring("outer", coordinates)
            )),
        )
    };
    let hole = "3.62,44.32 3.63,44.32 3.63,44.33 3.62,44.33 3.62,44.32";
    let holed = document(
        "",
        &placemark(&format!(
            "<Polygon>{}{}</Polygon>",
            ring("outer", &coordinates()),
            ring("inner", hole)
        )),
    );
    let halves: Vec<String> = [(west, 3.63), (3.63, east)]
        .iter()
        .map(|(west, east)| {
            let half = format!(
                "{west},{south} {east},{south} {east},{north} {west},{north} {west},{south}"
            );
            format!(
                "<Folder><name>f</name>{}</Folder>",
                placemark(&format!("<Polygon>{}</Polygon>", ring("outer", &half)))
            )
        })
        .collect();
    let halves = halves.concat();
    let folders = format!(
        "{}{}{}",
        "<Folder>".repeat(50_000),
        polygon(),
        "</Folder>".repeat(50_000)
    );
    let collections = placemark(&format!(
        "{}<Polygon>{}</Polygon>{}",
        "<MultiGeometry>".repeat(20_000),
        ring("outer", &coordinates()),
        "</MultiGeometry>".repeat(20_000)
    ));
    let attributes: Vec<String> = (0..100_000).map(|n| format!(" a{n}=\"1\"")).collect();
    let attributes = attributes.concat();
    let wide = whole.replacen("<Document>", &format!("<Document{attributes}>"), 1);
    let latin: Vec<u8> = whole
        .replace("UTF-8", "ISO-8859-1")
        .replace("<name>p", "<name>@")
        .bytes()
        .map(|byte| if byte == b'@' { 0xe9 } else { byte })
        .collect();
    let bad_utf8: Vec<u8> = whole
        .replace("<name>p", "<name>@")
        .bytes()
        .map(|byte| if byte == b'@' { 0xff } else { byte })
        .collect();
    let hidden = document(
        "",
        &format!("<!-- {} --><![CDATA[{}]]>", polygon(), polygon()),
    );
    let track = "<gx:Track xmlns:gx=\"http://www.google.com/kml/ext/2.2\"><gx:coord>3 44 0</gx:coord></gx:Track>";
    vec![
        read("trou.kml", holed, DEGREES_KM2 - 0.886),
        read("latin1.kml", latin, DEGREES_KM2),
        read("marque_bom.kml", format!("\u{feff}{whole}"), DEGREES_KM2),
        read(
            "ancien_google.kml",
            whole.replace(
                "http://www.opengis.net/kml/2.2",
                "http://earth.google.com/kml/2.0",
            ),
            DEGREES_KM2,
        ),
        upload(
            "deux_dossiers.kml",
            document("", &halves),
            Fate::Read(DEGREES_KM2),
        ),
        refused("beaucoup_d_attributs.kml", wide, "file_corrupt"),
        refused(
            "dossiers_profonds.kml",
            document("", &folders),
            "file_corrupt",
        ),
        refused(
            "geometries_profondes.kml",
            document("", &collections),
            "file_corrupt",
        ),
        refused("utf8_faux.kml", bad_utf8, "file_corrupt"),
        refused("coupe.kml", &whole[..whole.len() - 60], "file_corrupt"),
        refused(
            "balises_croisees.kml",
            whole.replace("</Polygon>", "</Polygone>"),
            "file_corrupt",
        ),
        refused("cache.kml", hidden, "empty"),
        refused(
            "point.kml",
            document(
                "",
                &placemark("<Point><coordinates>3.6,44.3</coordinates></Point>"),
            ),
            "no_polygon",
        ),
        refused("trace.kml", document("", &placemark(track)), "empty"),
        refused("vide.kml", document("", ""), "empty"),
        refused("sans_coordonnees.kml", with(""), "empty"),
        refused(
            "coordonnees_de_texte.kml",
            with("ici,là et,puis là,bas ici,là"),
            "empty",
        ),
        refused(
            "coordonnees_nan.kml",
            with("nan,44 3.7,44 3.7,45 nan,44"),
            "empty",
        ),
        refused("axes_inverses.kml", with(&swapped), "outside_territory"),
        refused(
            "itineraire.gpx",
            "<?xml version=\"1.0\"?><gpx><trk/></gpx>",
            "format_unknown",
        ),
        refused(
            "gml.xml",
            "<?xml version=\"1.0\"?><gml:FeatureCollection/>",
            "format_unknown",
        ),
    ]
}
