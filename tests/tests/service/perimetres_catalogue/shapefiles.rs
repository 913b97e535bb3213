//! Shapefiles in honest archives: their projection, their types, their bytes.

use anyhow::Result;

use super::{
    CORNER, DEGREES, DEGREES_KM2, Fate, SIDE, SQUARE_KM2, Upload, asking, read, refused, upload,
    zip::files,
};

pub const L93: &str = r#"PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",49.0],PARAMETER["Standard_Parallel_2",44.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]"#;
const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

const POLYGON: u32 = 5;
const POLYGON_Z: u32 = 15;
const POLYGON_M: u32 = 25;
const MULTI_PATCH: u32 = 31;

type Ring = Vec<[f64; 2]>;

/// A ring from the square's corner: metres east and north, clockwise as a Shapefile's exterior, closed here.
fn ring(metres: &[[f64; 2]]) -> Ring {
    let [x, y] = CORNER;
    let mut ring: Ring = metres.iter().map(|[e, n]| [x + e, y + n]).collect();
    ring.extend(ring.first().copied());
    ring
}

fn exterior() -> Ring {
    ring(&[[0.0, 0.0], [0.0, SIDE], [SIDE, SIDE], [SIDE, 0.0]])
}

/// Counter-clockwise: one square kilometre.
fn hole(east: f64, north: f64) -> Ring {
    let (e, n) = (east + 1_000.0, north + 1_000.0);
    ring(&[[east, north], [e, north], [e, n], [east, n]])
}

/// The content of a record: what comes after its number and length.
fn record(kind: u32, rings: &[Ring]) -> Vec<u8> {
    let points: Vec<[f64; 2]> = rings.iter().flatten().copied().collect();
    let extreme = |axis: usize, pick: fn(f64, f64) -> f64| {
        points
            .iter()
            .map(|point| point[axis])
            .fold(points[0][axis], pick)
    };
    let mut out = kind.to_le_bytes().to_vec();
    for value in [
        extreme(0, f64::min),
        extreme(1, f64::min),
        extreme(0, f64::max),
        extreme(1, f64::max),
    ] {
        out.extend(value.to_le_bytes());
    }
    out.extend(length(rings.len()));
    out.extend(length(points.len()));
    let mut first = 0;
    for ring in rings {
        out.extend(length(first));
        first += ring.len();
    }
    if kind == MULTI_PATCH {
        // Each part is an outer ring.
        out.extend(2_u32.to_le_bytes().repeat(rings.len()));
    }
    out.extend(
        points
            .iter()
            .flatten()
            .flat_map(|value| value.to_le_bytes()),
    );
    // Heights, then measures: their range, then one for each point.
    let extra = match kind {
        POLYGON_Z | MULTI_PATCH => 2,
        POLYGON_M => 1,
        _ => 0,
    };
    for _ in 0..extra {
        for value in [0.0, 900.0] {
            out.extend(f64::to_le_bytes(value));
        }
        out.extend(900.0_f64.to_le_bytes().repeat(points.len()));
    }
    out
}

fn length(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

fn words(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes / 2).unwrap_or(u32::MAX).to_be_bytes()
}

/// A `.shp` of these records.
fn shp(kind: u32, records: &[Vec<u8>]) -> Vec<u8> {
    let total: usize = records.iter().map(|record| 8 + record.len()).sum();
    let mut out = 9994_u32.to_be_bytes().to_vec();
    out.extend([0; 20]);
    out.extend(words(100 + total));
    out.extend(1000_u32.to_le_bytes());
    out.extend(kind.to_le_bytes());
    let [x, y] = CORNER;
    for value in [x, y, x + SIDE, y + SIDE, 0.0, 0.0, 0.0, 0.0] {
        out.extend(value.to_le_bytes());
    }
    for (number, record) in (1_u32..).zip(records) {
        out.extend(number.to_be_bytes());
        out.extend(words(record.len()));
        out.extend(record);
    }
    out
}

/// One polygon.
fn polygon(rings: &[Ring]) -> Vec<u8> {
    shp(POLYGON, &[record(POLYGON, rings)])
}

/// The square alone.
pub fn square() -> Vec<u8> {
    polygon(&[exterior()])
}

fn zipped(shp: &[u8]) -> Result<Vec<u8>> {
    with_prj(shp, L93)
}

fn with_prj(shp: &[u8], prj: &str) -> Result<Vec<u8>> {
    files(&[("p.shp", shp), ("p.prj", prj.as_bytes())])
}

/// The square with its first vertex moved east or west.
fn moved(x: f64) -> Result<Vec<u8>> {
    let mut ring = exterior();
    ring[1][0] = x;
    zipped(&polygon(&[ring]))
}

/// The square's file with four bytes of its first record written over, `offset` bytes after its head.
fn broken(offset: usize, value: u32) -> Result<Vec<u8>> {
    let mut shp = square();
    let at = 108 + offset;
    shp[at..at + 4].copy_from_slice(&value.to_le_bytes());
    zipped(&shp)
}

pub fn uploads() -> Result<Vec<Upload>> {
    let mut all = projections()?;
    all.extend(shapes()?);
    all.extend(bytes()?);
    Ok(all)
}

fn projections() -> Result<Vec<Upload>> {
    let [west, south, east, north] = DEGREES;
    let degrees = polygon(&[vec![
        [west, south],
        [west, north],
        [east, north],
        [east, south],
        [west, south],
    ]]);
    let nowhere = L93
        .replace("D_RGF_1993", "D_Nulle_Part")
        .replace("GCS_RGF_1993", "GCS_Nulle_Part")
        .replace("RGF_1993_Lambert_93", "La mienne")
        .replace("298.257222101", "297.0");
    let brackets = "PROJCS[".repeat(150_000);
    let alone = files(&[("p.shp", &square())])?;
    Ok(vec![
        refused("sans_projection.zip", alone.clone(), "projection_missing"),
        asking(
            read("sans_projection_dite.zip", alone.clone(), SQUARE_KM2),
            2154,
        ),
        asking(
            refused(
                "sans_projection_fausse.zip",
                alone.clone(),
                "coordinates_invalid",
            ),
            4326,
        ),
        asking(
            refused(
                "sans_projection_inconnue.zip",
                alone,
                "asked_projection_unknown",
            ),
            999_999,
        ),
        read("degres.zip", with_prj(&degrees, WGS84)?, DEGREES_KM2),
        refused(
            "metres_dits_degres.zip",
            with_prj(&square(), WGS84)?,
            "coordinates_invalid",
        ),
        refused(
            "degres_dits_metres.zip",
            with_prj(&degrees, L93)?,
            "outside_territory",
        ),
        refused(
            "prj_absurde.zip",
            with_prj(&square(), "bonjour")?,
            "projection_unusable",
        ),
        refused(
            "prj_coupe.zip",
            with_prj(&square(), &L93[..100])?,
            "projection_unusable",
        ),
        refused(
            "prj_vide.zip",
            with_prj(&square(), "")?,
            "projection_unusable",
        ),
        refused(
            "prj_profond.zip",
            with_prj(&square(), &brackets)?,
            "projection_unusable",
        ),
        refused(
            "prj_nulle_part.zip",
            with_prj(&square(), &nowhere)?,
            "projection_unusable",
        ),
        refused(
            "prj_grille_de_fichier.zip",
            with_prj(
                &square(),
                "+proj=lcc +lat_1=49 +lat_2=44 +nadgrids=/etc/passwd +type=crs",
            )?,
            "projection_unusable",
        ),
        refused(
            "prj_locale.zip",
            with_prj(&square(), r#"LOCAL_CS["chantier",UNIT["metre",1]]"#)?,
            "projection_unusable",
        ),
        refused(
            "prj_geocentrique.zip",
            with_prj(
                &square(),
                r#"GEOCCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["metre",1]]"#,
            )?,
            "projection_unusable",
        ),
    ])
}

fn shapes() -> Result<Vec<Upload>> {
    let one = |kind| zipped(&shp(kind, &[record(kind, &[exterior()])]));
    let bow_tie = ring(&[[0.0, 0.0], [SIDE, SIDE], [SIDE, 0.0], [0.0, SIDE]]);
    let reversed: Ring = exterior().into_iter().rev().collect();
    let mut open = exterior();
    open.pop();
    let line = {
        let mut out = 3_u32.to_le_bytes().to_vec();
        out.extend(&record(POLYGON, &[exterior()])[4..]);
        out
    };
    let mut point = 1_u32.to_le_bytes().to_vec();
    point.extend(CORNER.iter().flat_map(|value| value.to_le_bytes()));
    let nothing = vec![0; 4];
    let overlapping = [
        record(POLYGON, &[exterior()]),
        record(POLYGON, &[exterior()]),
    ];
    Ok(vec![
        read("hauteurs.zip", one(POLYGON_Z)?, SQUARE_KM2),
        read("mesures.zip", one(POLYGON_M)?, SQUARE_KM2),
        read("facettes.zip", one(MULTI_PATCH)?, SQUARE_KM2),
        read(
            "trou.zip",
            zipped(&polygon(&[exterior(), hole(1_000.0, 1_000.0)]))?,
            SQUARE_KM2 - 1.0,
        ),
        read(
            "sens_inverse.zip",
            zipped(&polygon(&[reversed]))?,
            SQUARE_KM2,
        ),
        upload(
            "trou_au_dehors.zip",
            zipped(&polygon(&[exterior(), hole(5_000.0, 5_000.0)]))?,
            Fate::Repaired(SQUARE_KM2 + 1.0),
        ),
        upload(
            "noeud_papillon.zip",
            zipped(&polygon(&[bow_tie]))?,
            Fate::Repaired(SQUARE_KM2 / 2.0),
        ),
        upload(
            "deux_fois_le_meme.zip",
            zipped(&shp(POLYGON, &overlapping))?,
            Fate::Read(SQUARE_KM2),
        ),
        upload(
            "contour_ouvert.zip",
            zipped(&polygon(&[open]))?,
            Fate::Warned(SQUARE_KM2, "fermés"),
        ),
        refused(
            "aplati.zip",
            zipped(&polygon(&[ring(&[[0.0, 0.0], [SIDE, SIDE], [0.0, 0.0]])]))?,
            "no_polygon",
        ),
        refused("point.zip", zipped(&shp(1, &[point]))?, "no_polygon"),
        refused("ligne.zip", zipped(&shp(3, &[line]))?, "no_polygon"),
        refused(
            "enregistrements_nuls.zip",
            zipped(&shp(POLYGON, &[nothing.clone(), nothing]))?,
            "empty",
        ),
        refused(
            "sans_enregistrement.zip",
            zipped(&shp(POLYGON, &[]))?,
            "empty",
        ),
    ])
}

fn bytes() -> Result<Vec<Upload>> {
    let square = square();
    let beside = |name: &str, bytes: &[u8]| {
        files(&[("p.shp", &square), ("p.prj", L93.as_bytes()), (name, bytes)])
    };
    let noise: Vec<u8> = (0..600_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let after = [square.clone(), vec![0; 4_000]].concat();
    Ok(vec![
        refused("pas_un_nombre.zip", moved(f64::NAN)?, "coordinates_invalid"),
        refused("infini.zip", moved(f64::INFINITY)?, "coordinates_invalid"),
        refused("tres_loin.zip", moved(1e300)?, "coordinates_invalid"),
        refused(
            "shp_coupe.zip",
            zipped(&square[..square.len() - 8])?,
            "file_corrupt",
        ),
        refused("shp_de_texte.zip", zipped(b"bonjour")?, "file_corrupt"),
        refused("shp_d_une_tete.zip", zipped(&square[..60])?, "file_corrupt"),
        // In the record: type, box of 32 bytes, number of parts, number of points, first part.
        refused(
            "parts_par_milliards.zip",
            broken(36, 0x7fff_ffff)?,
            "file_corrupt",
        ),
        refused(
            "points_par_milliards.zip",
            broken(40, 0x7fff_ffff)?,
            "file_corrupt",
        ),
        refused("part_au_dela.zip", broken(44, 4_000)?, "file_corrupt"),
        refused("part_negative.zip", broken(44, u32::MAX)?, "file_corrupt"),
        // No object of it is of a kind that has a place.
        refused("type_inconnu.zip", broken(0, 77)?, "empty"),
        read("octets_apres.zip", zipped(&after)?, SQUARE_KM2),
        read(
            "page_de_codes_folle.zip",
            beside("p.cpg", b"UTF-7;DROP TABLE")?,
            SQUARE_KM2,
        ),
        // The outline is in the .shp alone.
        read("dbf_de_bruit.zip", beside("p.dbf", &noise)?, SQUARE_KM2),
        read("shx_de_bruit.zip", beside("p.shx", &noise)?, SQUARE_KM2),
        refused("seul.shp", square, "shapefile_alone"),
    ])
}
