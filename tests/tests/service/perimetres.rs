//! Perimeters over HTTP, on the real communes: what is accepted is counted exactly, what is refused leaves nothing behind.
//! Needs `DEMANDES_TEST_DATA`. Not here: the readers themselves (`module_api/src/perimetre`).

#![expect(
    clippy::too_many_lines,
    reason = "a scenario is read from top to bottom"
)]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    io::{Cursor, Read, Write},
    path::PathBuf,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    client::{Answer, Client},
    dossiers, harness,
    platform::Platform,
};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sqlx::PgPool;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn file(name: &str) -> Result<Vec<u8>> {
    let folder = harness::data_dir().context("DEMANDES_TEST_DATA")?;
    std::fs::read(folder.join("perimeters").join(name)).with_context(|| name.to_owned())
}

/// A platform with one author, a demande of his that has a perimeter and one that has none.
struct Bench {
    platform: Platform,
    author: Client,
    with: String,
    without: String,
    temporary: BTreeSet<PathBuf>,
}

impl Bench {
    async fn start() -> Result<Option<Self>> {
        let temporary = temporary_folders()?;
        let Some(platform) = Platform::real().await? else {
            return Ok(None);
        };
        let author = platform.login("association").await?;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let demande = author.post("/demandes", dossiers::draft()).await?.ok()?;
            ids.push(format!(
                "/demandes/{}/perimetre",
                dossiers::id(&demande, "id_demande")?
            ));
        }
        let [with, without] = ids
            .try_into()
            .map_err(|_| anyhow::anyhow!("two demandes"))?;
        let florac = json!({ "kind": "areas", "area_type": "COM", "codes": ["48061"] });
        author.put(&with, florac).await?.ok()?;
        Ok(Some(Self {
            platform,
            author,
            with,
            without,
            temporary,
        }))
    }

    /// Sends what `send` sends to both demandes: refused so, in French, nothing kept.
    async fn refused<F>(
        &self,
        name: &str,
        status: u16,
        code: &str,
        send: impl Fn(&str) -> F,
    ) -> Result<()>
    where
        F: Future<Output = Result<Answer>>,
    {
        let before = self.platform.traces().await?;
        for path in [&self.with, &self.without] {
            let answer = send(path).await.with_context(|| name.to_owned())?;
            assert_eq!(
                answer.refusal(),
                (status, code),
                "{name}: {}",
                String::from_utf8_lossy(&answer.bytes)
            );
            french(&answer).with_context(|| name.to_owned())?;
        }
        assert_eq!(
            self.platform.traces().await?,
            before,
            "{name} left something"
        );
        Ok(())
    }

    async fn refused_file(&self, name: &str, bytes: &[u8], code: &str) -> Result<()> {
        let status = if code == "file_too_big" { 413 } else { 422 };
        self.refused(name, status, code, |path| {
            let path = path.to_owned();
            async move {
                self.author
                    .put_file(&path, name, bytes.to_vec(), None)
                    .await
            }
        })
        .await
    }

    async fn refused_draft(&self, draft: Value, status: u16, code: &str) -> Result<()> {
        let name = draft.to_string().chars().take(200).collect::<String>();
        self.refused(&name, status, code, |path| {
            let (path, draft) = (path.to_owned(), draft.clone());
            async move { self.author.put(&path, draft).await }
        })
        .await
    }

    /// The readers' folders are gone. Others that run at the same time make and delete theirs: a name that stays is a leak.
    async fn end(self) -> Result<()> {
        let left: BTreeSet<PathBuf> = temporary_folders()?
            .difference(&self.temporary)
            .cloned()
            .collect();
        for _ in 0..100 {
            if left.is_disjoint(&temporary_folders()?) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        anyhow::bail!("left in the temporary folder: {left:?}")
    }
}

fn temporary_folders() -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(std::env::temp_dir())? {
        let path = entry?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if name.starts_with("demandes-lecture-") || name.starts_with("perimetre") {
            found.insert(path);
        }
    }
    Ok(found)
}

/// A sentence for a person: French, with nothing a browser could take for markup.
fn french(answer: &Answer) -> Result<()> {
    let detail = answer.json["detail"].as_str().unwrap_or_default();
    let words: BTreeSet<&str> = detail.split(|c: char| !c.is_alphabetic()).collect();
    ensure!(
        ["le", "la", "les", "un", "de", "du", "est", "vous", "sont"]
            .iter()
            .any(|word| words.contains(word)),
        "not French: {detail}"
    );
    ensure!(
        !["error", "failed", "the", "file", "not"]
            .iter()
            .any(|word| words.contains(word)),
        "not French: {detail}"
    );
    ensure!(!detail.contains('<'), "markup: {detail}");
    Ok(())
}

#[tokio::test]
async fn the_good_files_give_what_postgis_counted() -> Result<()> {
    let Some(bench) = Bench::start().await? else {
        return Ok(());
    };
    let expected = String::from_utf8(file("expected.csv")?)?;
    let mut seen = 0;
    for line in expected.lines().skip(1) {
        let [name, _, counted, slight] = line.split(',').collect::<Vec<_>>()[..] else {
            anyhow::bail!("{line}");
        };
        let kept = bench
            .author
            .put_file(&bench.with, name, file(name)?, None)
            .await?
            .ok()
            .with_context(|| name.to_owned())?;
        let communes = kept["communes"].as_array().context("communes")?;
        let grazed = communes
            .iter()
            .filter(|commune| commune["effleuree"] == true)
            .count();
        assert_eq!(
            kept["communes_count"].as_u64(),
            Some(counted.parse()?),
            "{name}"
        );
        assert_eq!(communes.len(), counted.parse::<usize>()?, "{name}");
        assert_eq!(grazed, slight.parse::<usize>()?, "{name}");
        assert_eq!(kept["repaired"], name == "noeud_papillon.geojson", "{name}");
        assert_eq!(
            (&kept["source_kind"], &kept["source_name"]),
            (&json!("file"), &json!(name))
        );
        let (original, valid): (Vec<u8>, bool) =
            sqlx::query_as("SELECT source_file, st_isvalid(geom) AND st_srid(geom) = 2154 FROM gn_demandes.perimetre")
                .fetch_one(&bench.platform.pool)
                .await?;
        assert_eq!(original, file(name)?, "{name}: the original is kept");
        assert!(valid, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 11);
    let annonce = bench
        .author
        .get(&bench.with.replace("perimetre", "annonce"))
        .await?
        .ok()?;
    assert_eq!(
        annonce["communes_count"], 11,
        "what is announced is what was kept"
    );
    bench.end().await
}

#[tokio::test]
async fn the_bad_files_are_refused_and_nothing_is_kept() -> Result<()> {
    let Some(bench) = Bench::start().await? else {
        return Ok(());
    };
    for (name, code) in [
        ("sans_prj.zip", "projection_missing"),
        ("points_et_lignes.geojson", "no_polygon"),
        ("hors_territoire.geojson", "outside_territory"),
        ("zip_tronque.zip", "zip_corrupt"),
        ("pas_un_zip.zip", "not_a_zip"),
    ] {
        bench.refused_file(name, &file(name)?, code).await?;
    }

    // The projection is asked for, never guessed: said by the person, it is followed.
    let bytes = file("sans_prj.zip")?;
    let put = |epsg| {
        bench
            .author
            .put_file(&bench.without, "sans_prj.zip", bytes.clone(), Some(epsg))
    };
    assert_eq!(
        put(999_999).await?.refusal(),
        (422, "asked_projection_unknown")
    );
    assert_eq!(put(4326).await?.refusal().0, 422, "metres are no degrees");
    let kept = put(2154).await?.ok()?;
    assert_eq!(kept["source_srid"], 2154);
    assert!(kept["communes_count"].as_i64() > Some(0));
    let form = || {
        Form::new().part(
            "fichier",
            Part::bytes(bytes.clone()).file_name("sans_prj.zip"),
        )
    };
    let bad = bench
        .author
        .put_form(&bench.with, form().text("epsg", "Lambert"))
        .await?;
    assert_eq!(
        (bad.refusal(), &bad.json["fields"][0]["field"]),
        ((422, "invalid_fields"), &json!("epsg"))
    );
    bench
        .author
        .put_form(&bench.with, form().text("epsg", "EPSG:2154"))
        .await?
        .ok()?;
    bench.end().await
}

async fn codes(pool: &PgPool, like: &str) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT area_code::text FROM ref_geo.l_areas
         WHERE id_type = ref_geo.get_id_area_type('COM') AND area_code LIKE $1 ORDER BY area_code",
    )
    .bind(like)
    .fetch_all(pool)
    .await?)
}

fn shown(kept: &Value) -> Vec<&str> {
    kept["communes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|commune| commune["code"].as_str())
        .collect()
}

#[tokio::test]
async fn a_list_of_communes_or_departements_counts_exactly_its_members() -> Result<()> {
    let Some(bench) = Bench::start().await? else {
        return Ok(());
    };
    let lozere = codes(&bench.platform.pool, "48%").await?;
    let herault = codes(&bench.platform.pool, "34%").await?;
    assert!(lozere.len() > 150 && herault.len() > 300);
    let list =
        |kind: &str, codes: &[&str]| json!({ "kind": "areas", "area_type": kind, "codes": codes });
    let put = |draft| bench.author.put(&bench.with, draft);

    let fifty: Vec<&str> = lozere.iter().take(50).map(String::as_str).collect();
    let both: Vec<String> = [herault, lozere.clone()].concat();
    for (draft, members) in [
        (list("COM", &fifty), &lozere[..50]),
        (list("COM", &["48061", "48061"]), &["48061".to_owned()][..]),
        (list("DEP", &["48"]), &lozere[..]),
        (list("DEP", &["48", "34"]), &both[..]),
    ] {
        let kept = put(draft.clone()).await?.ok()?;
        assert_eq!(
            kept["communes_count"].as_u64(),
            Some(members.len() as u64),
            "{draft}"
        );
        assert_eq!(
            shown(&kept),
            members,
            "{draft}: neither a neighbour nor a sliver"
        );
        let annonce = bench
            .author
            .get(&bench.with.replace("perimetre", "annonce"))
            .await?
            .ok()?;
        assert_eq!(annonce["communes_count"], kept["communes_count"]);
        assert_eq!(shown(&annonce), members, "{draft}: announced as kept");
        assert_eq!(annonce["effleurees"], json!([]), "{draft}");
    }

    for (draft, told) in [
        (list("COM", &["48061", "99999"]), "99999"),
        (list("DEP", &["99"]), "99"),
        (list("COM", &["48"]), "48"),
        (
            list("COM", &["48061'; DROP TABLE gn_demandes.perimetre;--"]),
            "DROP",
        ),
        (list("COM", &["48061\u{0}"]), ""),
        (list("COM", &[]), ""),
    ] {
        bench
            .refused_draft(draft.clone(), 422, "invalid_fields")
            .await?;
        let answer = put(draft).await?;
        assert_eq!(answer.json["fields"][0]["field"], "codes");
        assert!(
            answer.json["fields"][0]["message"]
                .as_str()
                .is_some_and(|text| text.contains(told)),
            "{:?}",
            answer.json
        );
    }
    for draft in [
        list("REG", &["76"]),
        json!({ "kind": "areas", "codes": ["48061"] }),
        json!({ "kind": "tout" }),
        json!(3),
    ] {
        let answer = put(draft.clone()).await?;
        assert_eq!(answer.refusal(), (400, "perimetre_unexpected"), "{draft}");
    }
    bench.end().await
}

fn polygon(rings: &Value) -> Value {
    json!({ "kind": "drawn", "geometry": { "type": "Polygon", "coordinates": rings } })
}

#[tokio::test]
async fn what_is_drawn_is_read_repaired_and_placed() -> Result<()> {
    let Some(bench) = Bench::start().await? else {
        return Ok(());
    };
    let put = |draft| bench.author.put(&bench.without, draft);
    // Around Florac.
    let square = json!([
        [3.55, 44.30],
        [3.62, 44.30],
        [3.62, 44.34],
        [3.55, 44.34],
        [3.55, 44.30]
    ]);
    let whole = put(polygon(&json!([square]))).await?.ok()?;
    assert_eq!(
        (&whole["source_kind"], &whole["repaired"]),
        (&json!("drawn"), &json!(false))
    );
    let area = |kept: &Value| kept["area_m2"].as_f64().unwrap_or_default();
    assert!((24.0e6..25.5e6).contains(&area(&whole)), "{}", area(&whole));

    let hole = json!([
        [3.57, 44.31],
        [3.60, 44.31],
        [3.60, 44.33],
        [3.57, 44.33],
        [3.57, 44.31]
    ]);
    let holed = put(polygon(&json!([square, hole]))).await?.ok()?;
    assert!(
        (area(&whole) - area(&holed) - 5.3e6).abs() < 0.2e6,
        "a hole is a hole: {}",
        area(&holed)
    );
    let high = json!([
        [3.55, 44.30, 9.0],
        [3.62, 44.30, 9.0],
        [3.62, 44.34, 9.0],
        [3.55, 44.30, 9.0]
    ]);
    assert!(
        (area(&put(polygon(&json!([high]))).await?.ok()?) * 2.0 - area(&whole)).abs() < 0.1e6,
        "altitudes are left aside"
    );

    let bow_tie = json!([
        [3.55, 44.30],
        [3.62, 44.34],
        [3.62, 44.30],
        [3.55, 44.34],
        [3.55, 44.30]
    ]);
    let repaired = put(polygon(&json!([bow_tie]))).await?.ok()?;
    assert_eq!(
        (&repaired["repaired"], &repaired["geometry"]["type"]),
        (&json!(true), &json!("MultiPolygon"))
    );
    assert_eq!(
        repaired["geometry"]["coordinates"].as_array().map(Vec::len),
        Some(2),
        "two wings"
    );
    assert!((area(&repaired) * 2.0 - area(&whole)).abs() < 0.1e6);

    let drawn = |geometry: Value| json!({ "kind": "drawn", "geometry": geometry });
    let point = json!({ "type": "Point", "coordinates": [3.6, 44.3] });
    let line = json!([[3.55, 44.30], [3.62, 44.34], [3.55, 44.30]]);
    for (draft, code) in [
        (drawn(point), "no_polygon"),
        (
            polygon(&json!([[
                [-2.0, 48.0],
                [-1.9, 48.0],
                [-1.9, 48.1],
                [-2.0, 48.0]
            ]])),
            "outside_territory",
        ),
        (
            polygon(&json!([[
                [3.6, 44.32],
                [3.600_001, 44.32],
                [3.600_001, 44.320_001],
                [3.6, 44.32]
            ]])),
            "perimetre_too_small",
        ),
        (
            polygon(&json!([[
                [0.0, 1e300],
                [1.0, 1e300],
                [1.0, -1e300],
                [0.0, 1e300]
            ]])),
            "projection_missing",
        ),
    ] {
        bench.refused_draft(draft, 422, code).await?;
    }
    for draft in [
        polygon(&json!([line])),
        polygon(&json!([])),
        polygon(&json!([[]])),
        polygon(&json!([[["3.55", "44.30"]]])),
        polygon(&json!([[[3.55]]])),
        drawn(json!("POLYGON((3 44,4 44,4 45,3 44))")),
        drawn(Value::Null),
        drawn(json!({ "type": "Polygone", "coordinates": [square] })),
    ] {
        let before = bench.platform.traces().await?;
        let answer = put(draft.clone()).await?;
        assert_eq!(answer.status, 422, "{draft}: {}", answer.json);
        french(&answer)?;
        assert_eq!(bench.platform.traces().await?, before, "{draft}");
    }
    bench.end().await
}

type Entries<'a> = Vec<(&'a str, Vec<u8>)>;

/// The entries of a good archive under short names, with the projection.
fn good_entries() -> Result<Entries<'static>> {
    let mut archive = ZipArchive::new(Cursor::new(file("vallouise_l93.zip")?))?;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        for (extension, name) in [
            ("shp", "p.shp"),
            ("shx", "p.shx"),
            ("dbf", "p.dbf"),
            ("prj", "p.prj"),
        ] {
            if entry.name()?.ends_with(extension) {
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes)?;
                entries.push((name, bytes));
            }
        }
    }
    ensure!(entries.len() == 4, "a whole Shapefile");
    Ok(entries)
}

fn zipped(entries: &[(&str, Vec<u8>)]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Writes `value` at `offset` of each record that starts with `signature`.
fn patched(mut bytes: Vec<u8>, signature: &[u8], offset: usize, value: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = bytes
        .windows(signature.len())
        .enumerate()
        .filter(|(_, found)| *found == signature)
        .map(|(at, _)| at)
        .collect();
    for at in places {
        bytes[at + offset..at + offset + value.len()].copy_from_slice(value);
    }
    bytes
}

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";

fn hostile_archives() -> Result<Vec<(&'static str, Vec<u8>, &'static str)>> {
    let good = good_entries()?;
    let with = |name: &'static str, bytes: &[u8]| {
        zipped(&[good.clone(), vec![(name, bytes.to_vec())]].concat())
    };
    let without = |name: &str| {
        good.iter()
            .filter(|entry| entry.0 != name)
            .cloned()
            .collect::<Vec<_>>()
    };
    let shp = good
        .iter()
        .find(|entry| entry.0 == "p.shp")
        .map(|entry| entry.1.clone())
        .context("p.shp")?;
    // First vertex of the first record: head, record head, type, box, counts, one part.
    let first_vertex = 100 + 8 + 4 + 32 + 8 + 4;
    let moved = |x: f64| {
        let mut bytes = shp.clone();
        bytes[first_vertex..first_vertex + 8].copy_from_slice(&x.to_le_bytes());
        zipped(&[without("p.shp"), vec![("p.shp", bytes)]].concat())
    };
    let mut linked = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in without("p.dbf") {
        linked.start_file(name, SimpleFileOptions::default())?;
        linked.write_all(&bytes)?;
    }
    linked.add_symlink("p.dbf", "/etc/passwd", SimpleFileOptions::default())?;
    let encrypted = patched(
        patched(zipped(&good)?, LOCAL, 6, &[1, 0]),
        CENTRAL,
        8,
        &[1, 0],
    );
    let lzma = patched(
        patched(zipped(&good)?, LOCAL, 8, &[14, 0]),
        CENTRAL,
        10,
        &[14, 0],
    );
    let names: Vec<String> = (0..70_000).map(|n| format!("{n}.txt")).collect();
    let many: Entries<'_> = names
        .iter()
        .take(5_000)
        .map(|name| (name.as_str(), Vec::new()))
        .collect();
    let nested = zipped(&good)?;
    Ok(vec![
        (
            "traversal.zip",
            with("../../../../tmp/p.shp", &shp)?,
            "zip_unsafe_path",
        ),
        (
            "traversal_windows.zip",
            with("..\\..\\p.shp", &shp)?,
            "zip_unsafe_path",
        ),
        (
            "absolu.zip",
            with("/etc/cron.d/p.shp", &shp)?,
            "zip_unsafe_path",
        ),
        ("disque.zip", with("C:\\p.shp", &shp)?, "zip_unsafe_path"),
        ("lien.zip", linked.finish()?.into_inner(), "zip_unsafe_path"),
        ("chiffre.zip", encrypted, "zip_encrypted"),
        ("lzma.zip", lzma, "zip_unsupported"),
        ("poupees.zip", with("dedans.ZIP", &nested)?, "zip_nested"),
        (
            "poupees_kmz.zip",
            with("dedans.kmz", &nested)?,
            "zip_nested",
        ),
        ("beaucoup.zip", zipped(&many)?, "zip_too_big"),
        ("deux.zip", with("autre/q.shp", &shp)?, "several_shapefiles"),
        (
            "sans_shp.zip",
            zipped(&without("p.shp"))?,
            "zip_without_shapefile",
        ),
        ("vide.zip", zipped(&[])?, "zip_without_shapefile"),
        (
            "shp_tronque.zip",
            zipped(
                &[
                    without("p.shp"),
                    vec![("p.shp", shp[..shp.len() / 2].to_vec())],
                ]
                .concat(),
            )?,
            "file_corrupt",
        ),
        ("nan.zip", moved(f64::NAN)?, "coordinates_invalid"),
        ("loin.zip", moved(1e300)?, "coordinates_invalid"),
        ("infini.zip", moved(f64::INFINITY)?, "coordinates_invalid"),
        (
            "prj_absurde.zip",
            zipped(&[without("p.prj"), vec![("p.prj", b"PROJCS[".to_vec())]].concat())?,
            "projection_unusable",
        ),
        ("seul.shp", shp, "shapefile_alone"),
    ])
}

fn geojson(member: &str) -> Vec<u8> {
    let ring = "[[[3.55,44.30],[3.62,44.30],[3.62,44.34],[3.55,44.30]]]";
    format!(
        r#"{{"type":"FeatureCollection",{member}"features":[{{"type":"Feature","properties":{{}},
        "geometry":{{"type":"Polygon","coordinates":{ring}}}}}]}}"#
    )
    .into_bytes()
}

fn kml(prologue: &str, inside: &str) -> Vec<u8> {
    let ring = "3.55,44.30 3.62,44.30 3.62,44.34 3.55,44.30";
    format!(
        "<?xml version=\"1.0\"?>{prologue}<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{inside}<Placemark>\
         <Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>\
         </Placemark></Document></kml>"
    )
    .into_bytes()
}

/// A circle of that many vertices, closing one included.
fn circle(vertices: u32) -> Vec<u8> {
    let mut text = String::from(r#"{"type":"Polygon","coordinates":[["#);
    for n in 0..vertices - 1 {
        let angle = f64::from(n) * std::f64::consts::TAU / f64::from(vertices - 1);
        let (x, y) = (3.6 + 0.05 * angle.cos(), 44.3 + 0.05 * angle.sin());
        // Writing to a text does not fail.
        let _ = write!(text, "[{x:.9},{y:.9}],");
    }
    (text + "[3.65,44.3]]]}").into_bytes()
}

#[tokio::test]
async fn hostile_uploads_are_refused_one_by_one_and_the_service_goes_on() -> Result<()> {
    let Some(bench) = Bench::start().await? else {
        return Ok(());
    };
    for (name, bytes, code) in hostile_archives()? {
        bench.refused_file(name, &bytes, code).await?;
    }

    let door = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let outside = format!("http://{}/", door.local_addr()?);
    let link = format!(
        r#""crs":{{"type":"link","properties":{{"href":"{outside}crs.wkt","type":"ogcwkt"}}}},"#
    );
    let laughs = "<!DOCTYPE kml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let entity = format!(
        "<!DOCTYPE kml [<!ENTITY x SYSTEM \"{outside}x\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
    );
    let deep = format!(
        "{}{}",
        r#"{"type":"Polygon","coordinates":"#,
        "[".repeat(200_000)
    )
    .into_bytes();
    for (name, bytes, code) in [
        ("vide.geojson", Vec::new(), "empty"),
        ("lien.geojson", geojson(&link), "projection_unusable"),
        (
            "crs_absurde.geojson",
            geojson(r#""crs":{"type":"name","properties":{"name":"EPSG:999999"}},"#),
            "projection_unusable",
        ),
        (
            "nan.geojson",
            br#"{"type":"Polygon","coordinates":[[[NaN,44],[4,44],[4,45],[NaN,44]]]}"#.to_vec(),
            "file_corrupt",
        ),
        ("rire.kml", kml(laughs, "<name>&b;</name>"), "kml_refused"),
        (
            "entite.kml",
            kml(&entity, "<name>&x;&f;</name>"),
            "kml_refused",
        ),
        ("profond.geojson", deep, "file_corrupt"),
        ("sommets.geojson", circle(500_001), "too_many_vertices"),
        (
            "bruit.gpkg",
            (0..60_000_u32)
                .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
                .collect(),
            "format_unknown",
        ),
        (
            "sqlite.gpkg",
            [b"SQLite format 3\0".to_vec(), vec![255; 9000]].concat(),
            "file_corrupt",
        ),
        ("trace.gpx", b"<gpx><trk/></gpx>".to_vec(), "format_unknown"),
    ] {
        bench.refused_file(name, &bytes, code).await?;
    }
    let followed = kml(
        "",
        &format!("<NetworkLink><Link><href>{outside}plus.kml</href></Link></NetworkLink>"),
    );
    let kept = bench
        .author
        .put_file(&bench.without, "reseau.kml", followed, None)
        .await?
        .ok()?;
    assert!(
        kept["warnings"][0]
            .as_str()
            .is_some_and(|text| text.contains("liens réseau")),
        "{kept}"
    );
    let knocked = tokio::time::timeout(Duration::from_millis(200), door.accept()).await;
    assert!(knocked.is_err(), "no address of a file is ever fetched");

    // At the limit, not over it; more than two megabytes, which is where the form's own limit would be.
    let bytes = circle(500_000);
    assert!(bytes.len() > 2 << 20);
    bench
        .author
        .put_file(&bench.without, "cercle.geojson", bytes, None)
        .await?
        .ok()?;
    let hostile = "<img src=x onerror=alert(1)>../../p\u{202e}.zip";
    let kept = bench
        .author
        .put_file(&bench.without, hostile, file("vallouise_l93.zip")?, None)
        .await?
        .ok()?;
    assert_eq!(
        kept["communes_count"], 4,
        "after all that, a good file is read"
    );
    bench.end().await
}

#[tokio::test]
async fn a_form_holds_one_file_within_the_limit() -> Result<()> {
    let Some(bench) = Bench::start().await? else {
        return Ok(());
    };
    // A smaller limit is a new version of the settings.
    sqlx::raw_sql(
        "WITH v AS (INSERT INTO gn_demandes.setting_version (comment) VALUES ('1 Mio') RETURNING version)
         INSERT INTO gn_demandes.setting SELECT v.version, key, CASE key WHEN 'max_upload_bytes' THEN '1048576' ELSE value END
         FROM gn_demandes.setting s, v WHERE s.version = 1",
    )
    .execute(&bench.platform.pool)
    .await?;
    let author = &bench.author;
    let part = || Part::bytes(b"{}".to_vec()).file_name("a.geojson");
    let (with, good) = (&bench.with, file("vallouise_l93.zip")?);
    let form = |form: Form| author.put_form(with, form);
    let bytes = |content_type: &'static str, bytes: &[u8]| {
        author.put_bytes(with, content_type, bytes.to_vec())
    };
    let before = bench.platform.traces().await?;
    for (name, answer, expected) in [
        (
            "no file",
            form(Form::new().text("epsg", "2154")).await?,
            (400, "file_missing"),
        ),
        (
            "a file without a name",
            form(Form::new().part("fichier", Part::bytes(good.clone()))).await?,
            (400, "file_missing"),
        ),
        (
            "two files",
            form(Form::new().part("fichier", part()).part("fichier", part())).await?,
            (400, "several_files"),
        ),
        (
            "two fields",
            form(Form::new().part("fichier", part()).part("autre", part())).await?,
            (400, "several_files"),
        ),
        (
            "an empty form",
            form(Form::new()).await?,
            (400, "form_unreadable"),
        ),
        (
            "no boundary",
            bytes("multipart/form-data", b"--x").await?,
            (400, "form_unreadable"),
        ),
        (
            "a form cut short",
            bytes("multipart/form-data; boundary=x", b"--x\r\nContent-Disp").await?,
            (400, "form_unreadable"),
        ),
        (
            "a file alone",
            bytes("application/zip", &good).await?,
            (400, "perimetre_unexpected"),
        ),
        (
            "text",
            bytes("text/plain", b"48061").await?,
            (400, "perimetre_unexpected"),
        ),
        (
            "nothing",
            bytes("application/json", b"").await?,
            (400, "perimetre_unexpected"),
        ),
        (
            "a form over the limit",
            author
                .put_file(with, "a.geojson", circle(60_000), None)
                .await?,
            (413, "file_too_big"),
        ),
        (
            "a JSON over the limit",
            bytes("application/json", &vec![b' '; (1 << 20) + 1]).await?,
            (413, "file_too_big"),
        ),
    ] {
        assert_eq!(answer.refusal(), expected, "{name}: {}", answer.json);
        assert!(
            answer.json["detail"]
                .as_str()
                .is_some_and(|text| text.ends_with('.')),
            "{name}"
        );
    }
    assert_eq!(bench.platform.traces().await?, before);

    // The bound on what is unpacked is ten times the bound on what is sent.
    let mut lie = vec![("p.dbf", vec![0; 12 << 20])];
    lie.extend(
        good_entries()?
            .into_iter()
            .filter(|entry| entry.0 != "p.dbf"),
    );
    let bomb = zipped(&lie)?;
    assert!(bomb.len() < 100_000);
    bench
        .refused_file("bombe.zip", &bomb, "zip_too_big")
        .await?;
    // The first entry says that it holds a hundred bytes.
    let at = bomb
        .windows(4)
        .position(|found| found == CENTRAL)
        .context("central directory")?;
    let mut liar = bomb;
    liar[at + 24..at + 28].copy_from_slice(&100_u32.to_le_bytes());
    liar[22..26].copy_from_slice(&100_u32.to_le_bytes());
    let before = bench.platform.traces().await?;
    let answer = author.put_file(with, "menteur.zip", liar, None).await?;
    assert!(
        matches!(answer.refusal(), (422, "zip_too_big" | "zip_corrupt")),
        "{}",
        answer.json
    );
    assert_eq!(bench.platform.traces().await?, before);
    author
        .put_file(with, "vallouise.zip", good, None)
        .await?
        .ok()?;
    bench.end().await
}

#[tokio::test]
async fn only_its_author_and_only_while_it_is_written() -> Result<()> {
    let Some(bench) = Bench::start().await? else {
        return Ok(());
    };
    let good = file("vallouise_l93.zip")?;
    let put = |client: &Client, path: &str| {
        let (client, path, good) = (client.clone(), path.to_owned(), good.clone());
        async move { client.put_file(&path, "p.zip", good, None).await }
    };
    let consultant = bench.platform.login("consultant").await?;
    let dreal = bench.platform.login("dreal").await?;
    let nobody = Client::new(&bench.platform.url, "");
    let unknown = format!("/demandes/{}/perimetre", uuid::Uuid::nil());
    bench
        .refused("somebody else's", 404, "not_found", |path| {
            put(&consultant, path)
        })
        .await?;
    bench
        .refused("the coordination", 403, "forbidden", |path| {
            put(&dreal, path)
        })
        .await?;
    bench
        .refused("nobody", 401, "token_missing", |path| put(&nobody, path))
        .await?;
    assert_eq!(
        put(&bench.author, &unknown).await?.refusal(),
        (404, "not_found")
    );
    assert_eq!(
        put(&bench.author, "/demandes/1/perimetre").await?.refusal(),
        (404, "not_found")
    );
    let missing = bench.without.replace("perimetre", "annonce");
    assert_eq!(
        bench.author.get(&missing).await?.refusal(),
        (409, "perimetre_missing")
    );

    for state in ["deposee", "complete", "retiree", "expiree", "revoquee"] {
        sqlx::query("UPDATE gn_demandes.demande SET state = $1")
            .bind(state)
            .execute(&bench.platform.pool)
            .await?;
        bench
            .refused(state, 409, "invalid_transition", |path| {
                put(&bench.author, path)
            })
            .await?;
    }
    sqlx::raw_sql("UPDATE gn_demandes.demande SET state = 'incomplete'")
        .execute(&bench.platform.pool)
        .await?;
    put(&bench.author, &bench.with).await?.ok()?;
    bench.end().await
}
