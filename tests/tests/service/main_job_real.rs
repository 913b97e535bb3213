//! The main job on real data, then on nasty ones: a file goes in over HTTP, its lots come out, and every record of every lot is
//! held against the oracle: who is there and who is not, each value, each area, and that nothing of the others is anywhere in the
//! bytes.
#![expect(
    clippy::format_collect,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::type_complexity,
    reason = "small texts, names of our own files, and one table of needles read in place"
)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{Cursor, Read},
};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{client::Client, dossiers, harness::data_dir, platform::Platform};
use gdal::vector::LayerAccess;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::{FromRow, PgPool};

use super::oracle;

/// All that a blurred row may carry, its geometry apart.
const CARRIED: [&str; 9] = [
    "id_lot",
    "cd_ref",
    "nom_valide",
    "periode",
    "niveau_diffusion_lot",
    "type_zone",
    "code_zone",
    "floutage_lot",
    "motif_degradation",
];
/// Columns said to be masked: the same words in every row.
const MASKED: [&str; 7] = [
    "nom_lieu",
    "alti_min",
    "alti_max",
    "observateurs",
    "determinateur",
    "jdd_nom",
    "comment_occurrence",
];

/// A record as the oracle classes it for a demande, with what it must look like.
#[derive(Debug, FromRow)]
struct Expected {
    id_synthese: i32,
    uuid: Option<String>,
    lot: String,
    groupe: Option<String>,
    precise: bool,
    level: Option<String>,
    reason: String,
    area_type: Option<String>,
    area_codes: Option<Vec<String>>,
    cd_ref: Option<i32>,
    nom_valide: Option<String>,
    periode: Option<String>,
}

const EXPECTED: &str = "
    SELECT c.id_synthese, r.unique_id_sinp::text AS uuid, c.lot, c.groupe, c.precise, c.level, c.reason, c.area_type, c.area_codes, r.cd_ref,
           (SELECT t.nom_valide::text FROM taxonomie.taxref t WHERE t.cd_nom = r.cd_ref) AS nom_valide,
           CASE WHEN p.first = p.last THEN p.first ELSE p.first || '/' || p.last END AS periode
      FROM oracle.classified((SELECT geom FROM gn_demandes.perimetre WHERE id_demande = $1::uuid), NULL, NULL, NULL, true, 0.5, true) c
      JOIN oracle.record r USING (id_synthese)
      LEFT JOIN LATERAL (SELECT CASE r.date_precision WHEN 'month' THEN 'YYYY-MM' WHEN 'year' THEN 'YYYY' END AS shape) f ON true
      LEFT JOIN LATERAL (SELECT to_char(r.day_min, f.shape) AS first, to_char(r.day_max, f.shape) AS last) p ON true";

/// What a precise row says, from synthese: one column each, in the names of the file.
const VALUES: &str = "
    SELECT s.id_synthese, to_jsonb(v) FROM gn_synthese.synthese s
      LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      LEFT JOIN taxonomie.taxref valid ON valid.cd_nom = t.cd_ref
      LEFT JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
      LEFT JOIN gn_meta.t_acquisition_frameworks ca ON ca.id_acquisition_framework = d.id_acquisition_framework
      CROSS JOIN LATERAL (SELECT
          s.unique_id_sinp AS uuid_perm_sinp, s.cd_nom, t.cd_ref, s.nom_cite, valid.nom_valide, valid.nom_vern AS nom_vernaculaire,
          t.group1_inpn, t.group2_inpn, t.group3_inpn, t.regne, to_char(s.date_min, 'YYYY-MM-DD') AS date_debut,
          to_char(s.date_max, 'YYYY-MM-DD') AS date_fin, s.count_min AS nombre_min, s.count_max AS nombre_max,
          s.altitude_min AS alti_min, s.altitude_max AS alti_max, s.observers AS observateurs, s.determiner AS determinateur,
          s.place_name AS nom_lieu, s.precision AS precision_geographique, s.reference_biblio, s.comment_context AS comment_releve,
          s.comment_description AS comment_occurrence, d.dataset_name AS jdd_nom, d.unique_dataset_id AS jdd_uuid,
          ca.acquisition_framework_name AS ca_nom, ca.unique_acquisition_framework_id AS ca_uuid,
          (SELECT label_fr FROM ref_nomenclatures.t_nomenclatures WHERE id_nomenclature = s.id_nomenclature_bio_status) AS biologique_statut,
          (SELECT label_fr FROM ref_nomenclatures.t_nomenclatures WHERE id_nomenclature = s.id_nomenclature_sensitivity) AS niveau_sensibilite,
          (SELECT label_fr FROM ref_nomenclatures.t_nomenclatures WHERE id_nomenclature = s.id_nomenclature_diffusion_level) AS niveau_precision_diffusion,
          (SELECT string_agg(a.area_name, ', ' ORDER BY a.area_name) FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types b USING (id_type)
            WHERE b.type_code = 'COM' AND a.enable AND ST_Intersects(a.geom, s.the_geom_local)
              AND (ST_GeometryType(s.the_geom_local) = 'ST_Point' OR NOT ST_Touches(a.geom, s.the_geom_local))) AS communes) v
     WHERE s.id_synthese = ANY ($1)";

/// A lot as downloaded.
struct Lot {
    kind: String,
    groupe: Option<String>,
    report: Value,
    members: BTreeMap<String, Vec<u8>>,
}

impl Lot {
    fn name(&self) -> String {
        format!("{} {}", self.kind, self.groupe.as_deref().unwrap_or("—"))
    }

    /// The members with this ending, of precise rows or of blurred ones, dictionaries apart.
    fn files(&self, ending: &str) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.members
            .iter()
            .filter(move |(name, _)| name.ends_with(ending) && !name.contains("dictionnaire"))
    }
}

/// A data file: its columns, and its rows in their order.
struct Table {
    columns: Vec<String>,
    rows: Vec<HashMap<String, String>>,
}

impl Table {
    fn from_csv(bytes: &[u8]) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(bytes);
        let columns: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            rows.push(
                columns
                    .iter()
                    .cloned()
                    .zip(record?.iter().map(str::to_owned))
                    .collect(),
            );
        }
        Ok(Self { columns, rows })
    }

    fn is_blurred(&self) -> bool {
        self.columns.iter().any(|column| column == "code_zone")
    }

    fn ids(&self) -> Vec<&str> {
        self.rows.iter().map(|row| row["id_lot"].as_str()).collect()
    }
}

/// Goes from the file to the archives.
async fn run(
    platform: &Platform,
    account: &str,
    file: &str,
    bytes: Vec<u8>,
) -> Result<(String, Vec<Lot>)> {
    let author = platform.login(account).await?;
    let id = dossiers::id(
        &author.post("/demandes", dossiers::draft()).await?.ok()?,
        "id_demande",
    )?
    .to_owned();
    author
        .put_file(&format!("/demandes/{id}/perimetre"), file, bytes, None)
        .await?
        .ok()?;
    let annonce = author.get(&format!("/demandes/{id}/annonce")).await?.ok()?;
    dossiers::depose(&author, &id).await?;
    let complete = json!({ "complete": true });
    platform
        .login("cen")
        .await?
        .post(&format!("/demandes/{id}/completude"), complete)
        .await?
        .ok()?;
    platform.work().await?;
    let dreal = platform.login("dreal").await?;
    let named = |lots: &[Value]| -> BTreeSet<String> {
        lots.iter()
            .map(|lot| format!("{} {} {}", lot["kind"], lot["groupe"], lot["tour_de_table"]))
            .collect()
    };
    let opened = dossiers::lots(&dreal, &id).await?;
    ensure!(
        named(&opened) == named(annonce["lots"].as_array().context("lots")?),
        "other lots than announced"
    );
    for lot in &opened {
        // What waits for nobody is already there; what waits is not.
        let state = if lot["tour_de_table"] == json!(true) {
            "avis_demande"
        } else {
            "verifie"
        };
        ensure!(lot["state"] == state, "{lot}");
        if state == "avis_demande" {
            go_round_the_table(platform, &dreal, lot).await?;
        }
    }
    platform.work().await?;
    let mut received = Vec::new();
    for lot in dossiers::lots(&dreal, &id).await? {
        received.push(download(platform, &author, &lot).await?);
    }
    Ok((id, received))
}

/// A file of the shared folder of perimeters.
fn shared(file: &str) -> Result<Vec<u8>> {
    let path = data_dir().context("data")?.join("perimeters").join(file);
    Ok(std::fs::read(path)?)
}

async fn go_round_the_table(platform: &Platform, dreal: &Client, lot: &Value) -> Result<()> {
    let id_lot = dossiers::id(lot, "id_lot")?;
    for pole in lot["poles"].as_array().context("poles")? {
        let animateur: String = sqlx::query_scalar(
            "SELECT r.identifiant::text FROM gn_demandes.pole_animateur a JOIN utilisateurs.t_roles r USING (id_role) WHERE a.id_pole = $1",
        )
        .bind(i32::try_from(pole["id_pole"].as_i64().context("id_pole")?)?)
        .fetch_one(&platform.pool)
        .await?;
        let avis = json!({ "kind": "favorable", "id_pole": pole["id_pole"] });
        platform
            .login(&animateur)
            .await?
            .post(&format!("/lots/{id_lot}/avis"), avis)
            .await?
            .ok()?;
    }
    dreal
        .post(
            &format!("/lots/{id_lot}/decision"),
            json!({ "kind": "accept" }),
        )
        .await?
        .ok()?;
    Ok(())
}

async fn download(platform: &Platform, author: &Client, lot: &Value) -> Result<Lot> {
    let id_lot = dossiers::id(lot, "id_lot")?;
    ensure!(
        lot["state"] == "verifie" && lot["failure"].is_null(),
        "{lot}"
    );
    let sender: String =
        sqlx::query_scalar("SELECT identifiant::text FROM utilisateurs.t_roles WHERE id_role = $1")
            .bind(i32::try_from(
                lot["id_responsable"].as_i64().context("id_responsable")?,
            )?)
            .fetch_one(&platform.pool)
            .await?;
    let sent = platform
        .login(&sender)
        .await?
        .post(&format!("/lots/{id_lot}/livraison"), json!({}))
        .await?
        .ok()?;
    let archive = author
        .download(&format!("/livraisons/{}", dossiers::id(&sent, "jeton")?))
        .await?;
    ensure!(archive.status.is_success(), "{}", archive.status);
    let mut zip = zip::ZipArchive::new(Cursor::new(archive.bytes))?;
    let mut members = BTreeMap::new();
    for index in 0..zip.len() {
        let mut member = zip.by_index(index)?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        let name = member.name()?.into_owned();
        members.insert(name, bytes);
    }
    Ok(Lot {
        kind: dossiers::id(lot, "kind")?.to_owned(),
        groupe: lot["groupe"].as_str().map(str::to_owned),
        report: lot["report"].clone(),
        members,
    })
}

/// The identifier of a record in the files of a dossier, from the key of its line.
fn id_lot(key: &[u8], expected: &Expected) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key");
    let name = expected
        .uuid
        .clone()
        .unwrap_or_else(|| format!("id:{}", expected.id_synthese));
    mac.update(name.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Holds all the lots of a demande against the oracle. Gives how many records each lot and reason had.
async fn check(platform: &Platform, id: &str, lots: &[Lot]) -> Result<BTreeMap<String, usize>> {
    let pool = &platform.pool;
    let expected: Vec<Expected> = sqlx::query_as(EXPECTED).bind(id).fetch_all(pool).await?;
    let key = line_key(pool, id).await?;
    let by_geometry = expected
        .iter()
        .filter(|row| row.area_type.is_none())
        .count();
    let by_area = expected.len() - by_geometry;
    let mut delivered = 0;
    for lot in lots {
        let name = lot.name();
        let checks = &lot.report["checks"];
        for (identity, count) in [("by_geometry", by_geometry), ("by_area", by_area)] {
            let told = json!([checks[identity]["classified"], checks[identity]["selected"]]);
            assert_eq!(told, json!([count, count]), "{name}, {identity}");
        }
        let rows: Vec<&Expected> = expected
            .iter()
            .filter(|row| row.lot == lot.kind && (lot.kind != "F3" || row.groupe == lot.groupe))
            .collect();
        delivered += rows.len();
        check_files(pool, lot, &rows, &key).await?;
    }
    let in_lots = expected
        .iter()
        .filter(|row| row.lot.starts_with('F'))
        .count();
    assert_eq!(delivered, in_lots, "records of a lot that was not made");
    let mut totals = BTreeMap::new();
    for row in &expected {
        *totals
            .entry(format!("{} {}", row.lot, row.reason))
            .or_default() += 1;
    }
    for lot in lots {
        let rows = lot
            .files(".csv")
            .map(|(_, bytes)| Table::from_csv(bytes).map_or(0, |table| table.rows.len()))
            .sum::<usize>();
        totals.insert(format!("file {}", lot.name()), rows);
    }
    Ok(totals)
}

/// The key of the identifiers of a demande.
async fn line_key(pool: &PgPool, id: &str) -> Result<Vec<u8>> {
    let key = "SELECT l.key FROM gn_demandes.dossier_ligne l JOIN gn_demandes.demande d USING (id_ligne) WHERE d.id_demande = $1::uuid";
    Ok(sqlx::query_scalar(key).bind(id).fetch_one(pool).await?)
}

/// The files of a lot hold these records, each as it must look, and nothing of the others.
async fn check_files(pool: &PgPool, lot: &Lot, rows: &[&Expected], key: &[u8]) -> Result<()> {
    let name = lot.name();
    let ids: HashMap<String, &Expected> = rows.iter().map(|row| (id_lot(key, row), *row)).collect();
    assert_eq!(
        ids.len(),
        rows.len(),
        "{name}: an identifier for two records"
    );
    check_bordereau(lot)?;
    let mut found = 0;
    for (file, bytes) in lot.files(".csv") {
        let table = Table::from_csv(bytes).with_context(|| file.clone())?;
        check_set(&name, &table, &ids);
        found += table.rows.len();
        if table.is_blurred() {
            check_blurred(&name, &table, &ids);
        } else {
            check_precise(pool, &name, &table, &ids).await?;
        }
        let layer = &lot.members[&file.replace(".csv", ".gpkg")];
        check_geopackage(pool, &name, &table, layer, &ids).await?;
        check_order(&name, &table, &ids);
    }
    assert_eq!(found, rows.len(), "{name}: records in no file");
    check_leaks(pool, lot, rows).await
}

/// Exactly the records expected, each once.
fn check_set(name: &str, table: &Table, ids: &HashMap<String, &Expected>) {
    let precise = !table.is_blurred();
    let wanted: BTreeSet<&str> = ids
        .iter()
        .filter(|(_, row)| row.precise == precise)
        .map(|(id, _)| id.as_str())
        .collect();
    let found: BTreeSet<&str> = table.ids().into_iter().collect();
    assert_eq!(found.len(), table.rows.len(), "{name}: a record twice");
    let missing: Vec<_> = wanted.difference(&found).map(|id| ids[*id]).collect();
    let foreign = found.difference(&wanted).count();
    assert!(
        missing.is_empty() && foreign == 0,
        "{name}: {foreign} rows should not be there, these are missing: {missing:#?}"
    );
}

/// The files say what they are: counts and digests.
fn check_bordereau(lot: &Lot) -> Result<()> {
    let bordereau: Value = serde_json::from_slice(&lot.members["bordereau.json"])?;
    let mut told = 0;
    for file in bordereau["fichiers"].as_array().context("fichiers")? {
        let bytes = &lot.members[dossiers::id(file, "nom")?];
        let digest: String = Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(file["sha256"], json!(digest));
        assert_eq!(file["octets"], json!(bytes.len()));
        if dossiers::id(file, "nom")?.ends_with(".csv") {
            assert_eq!(file["lignes"], json!(Table::from_csv(bytes)?.rows.len()));
        }
        told += 1;
    }
    assert_eq!(told, lot.files(".csv").count() + lot.files(".gpkg").count());
    Ok(())
}

fn check_blurred(name: &str, table: &Table, ids: &HashMap<String, &Expected>) {
    let geometry = ["geometrie_wkt_2154", "geometrie_wkt_4326"];
    let allowed: Vec<&str> = CARRIED.into_iter().chain(MASKED).chain(geometry).collect();
    assert_eq!(table.columns, allowed, "{name}");
    let words: BTreeSet<&str> = table
        .rows
        .iter()
        .flat_map(|row| MASKED.map(|column| row[column].as_str()))
        .collect();
    assert!(
        words.len() == 1 && words.iter().all(|word| word.starts_with("Masqué")),
        "{name}: {words:?}"
    );
    let motifs: BTreeSet<&str> = table
        .rows
        .iter()
        .map(|row| row["motif_degradation"].as_str())
        .collect();
    assert!(
        motifs.len() == 1 && !motifs.contains(""),
        "{name}: {motifs:?}"
    );
    for row in &table.rows {
        let record = ids[&row["id_lot"]];
        let sorted = |codes: &mut dyn Iterator<Item = &str>| {
            codes.map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let expected = (
            record.cd_ref.map(|cd_ref| cd_ref.to_string()),
            record.nom_valide.as_deref(),
            record.periode.as_deref(),
            record.level.as_deref(),
            record.area_type.as_deref(),
            sorted(&mut record.area_codes.iter().flatten().map(String::as_str)),
        );
        let found = (
            Some(row["cd_ref"].clone()),
            Some(row["nom_valide"].as_str()),
            Some(row["periode"].as_str()),
            Some(row["niveau_diffusion_lot"].as_str()),
            Some(row["type_zone"].as_str()),
            sorted(&mut row["code_zone"].split(',')),
        );
        assert_eq!(found, expected, "{name}: {record:?}");
        assert_eq!(row["floutage_lot"], "oui");
    }
}

async fn check_precise(
    pool: &PgPool,
    name: &str,
    table: &Table,
    ids: &HashMap<String, &Expected>,
) -> Result<()> {
    let wanted: Vec<i32> = ids.values().map(|row| row.id_synthese).collect();
    let values: Vec<(i32, Value)> = sqlx::query_as(VALUES).bind(&wanted).fetch_all(pool).await?;
    let values: HashMap<i32, Value> = values.into_iter().collect();
    for row in &table.rows {
        let record = ids[&row["id_lot"]];
        for (column, value) in values[&record.id_synthese].as_object().context("values")? {
            let text = match value {
                Value::Null => String::new(),
                // A spreadsheet must not run it.
                Value::String(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(row[column], text, "{name}, {column} of {record:?}");
        }
        assert_eq!(
            Some(row["niveau_diffusion_lot"].as_str()),
            record.level.as_deref(),
            "{name}: {record:?}"
        );
        assert_eq!(
            (
                row["floutage_lot"].as_str(),
                row["motif_degradation"].as_str()
            ),
            ("non", "")
        );
    }
    Ok(())
}

/// The layer says the same as the CSV in the same order, and both geometries are those of the record: the location itself, or
/// exactly the union of its areas.
async fn check_geopackage(
    pool: &PgPool,
    name: &str,
    table: &Table,
    bytes: &[u8],
    ids: &HashMap<String, &Expected>,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("layer.gpkg");
    std::fs::write(&path, bytes)?;
    let (mut id_synthese, mut shapes) = (Vec::new(), Vec::new());
    {
        let dataset = gdal::Dataset::open(&path)?;
        assert_eq!(dataset.layer_count(), 1, "{name}");
        let mut layer = dataset.layer(0)?;
        let fields: Vec<String> = layer.defn().fields().map(|field| field.name()).collect();
        let columns: Vec<&str> = table
            .columns
            .iter()
            .map(String::as_str)
            .filter(|column| fields.iter().any(|field| field == column))
            .collect();
        assert_eq!(fields, columns, "{name}");
        let others: Vec<&str> = table
            .columns
            .iter()
            .map(String::as_str)
            .filter(|column| !columns.contains(column))
            .collect();
        assert!(
            others.iter().all(|column| ["geometrie_", "x_", "y_"]
                .iter()
                .any(|geometry| column.starts_with(geometry))),
            "{others:?}"
        );
        let mut count = 0;
        for (feature, row) in layer.features().zip(&table.rows) {
            count += 1;
            for (index, column) in fields.iter().enumerate() {
                let text = feature.field_as_string(index)?.unwrap_or_default();
                let text = if column.starts_with("date_") {
                    text.replace('/', "-")
                } else {
                    text
                };
                let cell = row[column].as_str();
                assert!(
                    cell == text || cell == format!("'{text}"),
                    "{name}, {column}: {cell} and {text}"
                );
            }
            id_synthese.push(ids[&row["id_lot"]].id_synthese);
            shapes.push(
                feature
                    .geometry()
                    .context("a row without geometry")?
                    .wkb()?,
            );
        }
        assert_eq!(
            (count, layer.feature_count()),
            (table.rows.len(), count as u64),
            "{name}"
        );
    }
    let wkts = |column: &str| {
        table
            .rows
            .iter()
            .map(|row| row[column].clone())
            .collect::<Vec<_>>()
    };
    let wrong: Vec<(i32, String)> = sqlx::query_as(
        "SELECT u.id_synthese, left(ST_AsText(u.shape), 200)
           FROM (SELECT id_synthese, ST_SetSRID(ST_GeomFromWKB(shape), 2154) AS shape, ST_GeomFromText(local, 2154) AS local,
                        ST_GeomFromText(degrees, 4326) AS degrees
                   FROM unnest($1::integer[], $2::bytea[], $3::text[], $4::text[]) x (id_synthese, shape, local, degrees)) u
           JOIN gn_synthese.synthese s USING (id_synthese)
           LEFT JOIN oracle.area a ON a.id_synthese = u.id_synthese AND $5
          CROSS JOIN LATERAL (SELECT CASE WHEN $5 THEN a.geom ELSE s.the_geom_local END AS geom) t
          WHERE NOT coalesce(ST_Equals(u.shape, t.geom) AND ST_HausdorffDistance(u.local, t.geom) < 1e-6
                             AND ST_HausdorffDistance(u.degrees, ST_Transform(t.geom, 4326)) < 1e-8
                             AND (NOT $5 OR GeometryType(u.shape) = 'MULTIPOLYGON'), false)",
    )
    .bind(&id_synthese)
    .bind(&shapes)
    .bind(wkts("geometrie_wkt_2154"))
    .bind(wkts("geometrie_wkt_4326"))
    .bind(table.is_blurred())
    .fetch_all(pool)
    .await?;
    assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    Ok(())
}

/// The order of rows tells nothing of the order of records: about as many ups as downs.
fn check_order(name: &str, table: &Table, ids: &HashMap<String, &Expected>) {
    let order: Vec<i32> = table.ids().iter().map(|id| ids[*id].id_synthese).collect();
    let ups = order.windows(2).filter(|pair| pair[0] < pair[1]).count();
    if order.len() >= 40 {
        assert!(
            ups * 10 > order.len() * 3 && ups * 10 < order.len() * 7,
            "{name}: {ups} ups in {} rows",
            order.len()
        );
    }
}

/// What of each record is found nowhere else: identifiers, texts, days and coordinates, as text and as bytes.
const NEEDLES: &str = "
    WITH corner AS (
        -- Where areas end: a record that stands there has nothing of its own.
        SELECT DISTINCT p.geom FROM ref_geo.l_areas a JOIN (SELECT DISTINCT id_area FROM oracle.member) m USING (id_area), ST_DumpPoints(a.geom) p
    ), vertex AS (
        SELECT s.id_synthese, p.geom AS local, ST_Transform(p.geom, 4326) AS degrees
          FROM gn_synthese.synthese s JOIN oracle.place USING (id_synthese), ST_DumpPoints(ST_Force2D(s.the_geom_local)) p
         WHERE NOT EXISTS (SELECT FROM corner c WHERE c.geom = p.geom)
    ), said AS (
        SELECT id_synthese, 'uuid' AS what, unnest(ARRAY[u::text, upper(u::text), replace(u::text, '-', '')]) AS needle
          FROM gn_synthese.synthese s, unnest(ARRAY[s.unique_id_sinp, s.unique_id_sinp_grp]) u
        UNION ALL
        SELECT id_synthese, 'text', unnest(ARRAY[s.place_name, s.observers, s.determiner, s.comment_description, s.comment_context,
                                                 s.reference_biblio, s.entity_source_pk_value, s.nom_cite, s.date_min::text])
          FROM gn_synthese.synthese s JOIN oracle_canary USING (id_synthese)
        UNION ALL
        SELECT id_synthese, 'day', unnest(ARRAY[to_char(s.date_min, 'YYYY-MM-DD'), to_char(s.date_max, 'YYYY-MM-DD'), to_char(s.date_max, 'YYYY/MM/DD')])
          FROM gn_synthese.synthese s
        UNION ALL
        -- Twelve digits: fewer stand by chance among the vertices of the communes.
        SELECT id_synthese, 'coordinate', left(n::text, 13) FROM vertex v,
               unnest(ARRAY[ST_X(v.local), ST_Y(v.local), ST_X(v.degrees), ST_Y(v.degrees)]) n
         WHERE length(n::text) >= 13
        UNION ALL
        SELECT id_synthese, 'dataset', d.dataset_name FROM gn_synthese.synthese JOIN gn_meta.t_datasets d USING (id_dataset)
         WHERE d.dataset_name LIKE 'Canari jeu%'
    )
    SELECT id_synthese, what, convert_to(needle, 'UTF8') FROM said WHERE octet_length(needle) >= 8
    UNION ALL
    SELECT s.id_synthese, 'uuid bytes', uuid_send(s.unique_id_sinp) FROM gn_synthese.synthese s WHERE s.unique_id_sinp IS NOT NULL
    UNION ALL
    -- Both coordinates of a vertex as WKB holds them, little-endian, without the 5 bytes of the header.
    SELECT v.id_synthese, 'coordinate bytes', substr(ST_AsBinary(g.geom, 'NDR'), 6) FROM vertex v, unnest(ARRAY[v.local, v.degrees]) g (geom)";

/// Nothing of the records that are not delivered precisely here is anywhere in the files.
async fn check_leaks(pool: &PgPool, lot: &Lot, rows: &[&Expected]) -> Result<()> {
    let lawful: BTreeSet<i32> = rows
        .iter()
        .filter(|row| row.precise)
        .map(|row| row.id_synthese)
        .collect();
    let needles: Vec<(i32, String, Vec<u8>)> = sqlx::query_as(NEEDLES).fetch_all(pool).await?;
    // What a record lawfully here says too is no leak: places where several species were seen, a common day.
    let shared: BTreeSet<&[u8]> = needles
        .iter()
        .filter(|(id, ..)| lawful.contains(id))
        .map(|(.., bytes)| bytes.as_slice())
        .collect();
    let mut by_start: HashMap<[u8; 8], Vec<&(i32, String, Vec<u8>)>> = HashMap::new();
    let mut sought = 0;
    for needle in &needles {
        if lawful.contains(&needle.0) || shared.contains(needle.2.as_slice()) {
            continue;
        }
        by_start
            .entry(needle.2[..8].try_into()?)
            .or_default()
            .push(needle);
        sought += 1;
    }
    ensure!(sought > 1_000, "{sought} needles only");
    for (member, bytes) in &lot.members {
        for (at, window) in bytes.windows(8).enumerate() {
            let Some(candidates) = by_start.get(window) else {
                continue;
            };
            for (id, what, needle) in candidates {
                assert!(
                    !bytes[at..].starts_with(needle),
                    "{}: {what} of record {id} in {member} at {at}: {}",
                    lot.name(),
                    String::from_utf8_lossy(needle)
                );
            }
        }
    }
    Ok(())
}

/// Extracts every lot of a demande again, from the same data and rules: the same bytes.
async fn check_replay(platform: &Platform, id: &str) -> Result<()> {
    let digests = "SELECT id_lot::text, encode(archive_sha256, 'hex') FROM gn_demandes.lot WHERE id_demande = $1::uuid ORDER BY 1";
    let before: Vec<(String, Option<String>)> = sqlx::query_as(digests)
        .bind(id)
        .fetch_all(&platform.pool)
        .await?;
    sqlx::raw_sql("UPDATE gn_demandes.lot SET state = 'decide', archive_sha256 = NULL")
        .execute(&platform.pool)
        .await?;
    for (id_lot, _) in &before {
        sqlx::query("INSERT INTO gn_demandes.job (kind, payload, run_at) VALUES ('extract_lot', jsonb_build_object('id_lot', $1), $2)")
            .bind(id_lot)
            .bind(platform.now())
            .execute(&platform.pool)
            .await?;
    }
    platform.work().await?;
    let after: Vec<(String, Option<String>)> = sqlx::query_as(digests)
        .bind(id)
        .fetch_all(&platform.pool)
        .await?;
    ensure!(
        before.iter().all(|(_, digest)| digest.is_some()),
        "a lot without archive"
    );
    assert_eq!(after, before, "the same extraction made other bytes");
    Ok(())
}

/// The real data with canaries, and the oracle of the day.
async fn platform() -> Result<Option<Platform>> {
    let Some(platform) = Platform::real().await? else {
        return Ok(None);
    };
    sqlx::raw_sql(include_str!("oracle/canaries.sql"))
        .execute(&platform.pool)
        .await?;
    oracle::install(
        &platform.pool,
        &platform.now().format("%Y-%m-%d").to_string(),
    )
    .await;
    Ok(Some(platform))
}

fn assert_met(totals: &BTreeMap<String, usize>, wanted: &[&str]) {
    println!("{totals:#?}");
    for lot in wanted {
        assert!(
            totals.get(*lot).is_some_and(|count| *count > 0),
            "{lot} was not tried: {totals:?}"
        );
    }
}

/// A whole département, for a bureau d'études that is no adhérent: everything waits for the tour de table.
#[tokio::test]
async fn hautes_alpes_from_the_file_to_the_last_record() -> Result<()> {
    let Some(platform) = platform().await? else {
        return Ok(());
    };
    let (id, lots) = run(
        &platform,
        "consultant",
        "hautes_alpes_l93.zip",
        shared("hautes_alpes_l93.zip")?,
    )
    .await?;
    let totals = check(&platform, &id, &lots).await?;
    assert_met(
        &totals,
        &[
            "F1 not_sensitive",
            "F1 blurred",
            "left_out residual",
            "F2 sensitive",
            "F3 sensitive_avis_systematique",
            "withheld level_unknown",
            "withheld level_withheld",
            "withheld private",
            "file F3 RAPACES",
            "file F3 CHIROPTERES",
            "file F3 —",
        ],
    );
    check_replay(&platform, &id).await
}

/// A few communes, for an adhérent: F1 and F2 leave at once, F3 waits for its pôles.
#[tokio::test]
async fn vallouise_from_the_file_to_the_last_record() -> Result<()> {
    let Some(platform) = platform().await? else {
        return Ok(());
    };
    let (id, lots) = run(
        &platform,
        "association",
        "vallouise_l93.zip",
        shared("vallouise_l93.zip")?,
    )
    .await?;
    let direct: Vec<(String, bool)> =
        sqlx::query_as("SELECT kind, tour_de_table FROM gn_demandes.lot WHERE id_demande = $1::uuid AND kind <> 'F3' ORDER BY kind")
            .bind(&id)
            .fetch_all(&platform.pool)
            .await?;
    assert_eq!(direct, [("F1".to_owned(), false), ("F2".to_owned(), false)]);
    let totals = check(&platform, &id, &lots).await?;
    assert_met(
        &totals,
        &[
            "F1 not_sensitive",
            "F1 blurred",
            "F2 sensitive",
            "F3 sensitive_avis_systematique",
        ],
    );
    // Announced by its areas, and nothing inside: an empty file is an answer.
    assert!(
        totals
            .iter()
            .any(|(name, rows)| name.starts_with("file F3") && *rows == 0),
        "no empty F3: {totals:?}"
    );
    check_replay(&platform, &id).await
}

/// Records that no importer should have let in, and a perimeter of two parts, one with a hole that holds a third: nothing of it
/// stops an extraction.
#[tokio::test]
async fn nasty_records_from_the_file_to_the_last_record() -> Result<()> {
    let platform = Platform::demo().await?;
    oracle::make_nasty(&platform.pool, 4).await;
    sqlx::raw_sql(
        "CREATE TABLE oracle_canary AS SELECT id_synthese FROM gn_synthese.synthese WHERE entity_source_pk_value LIKE 'nasty %'",
    )
    .execute(&platform.pool)
    .await?;
    let day = platform.now().format("%Y-%m-%d").to_string();
    oracle::install(&platform.pool, &day).await;
    // What GeoNature's triggers, which would have stopped these records, write of those that can be placed.
    sqlx::raw_sql(
        "INSERT INTO gn_synthese.cor_area_synthese (id_synthese, id_area)
         SELECT p.id_synthese, a.id_area FROM oracle_canary JOIN oracle.place p USING (id_synthese)
           JOIN ref_geo.l_areas a ON a.enable AND ST_Intersects(a.geom, p.geom)
          WHERE ST_GeometryType(p.geom) = 'ST_Point' OR NOT ST_Touches(p.geom, a.geom)",
    )
    .execute(&platform.pool)
    .await?;
    let drawn: String = sqlx::query_scalar(
        "SELECT ST_AsGeoJSON(ST_Transform(ST_Union(nasty.perimetre(18), nasty.perimetre(15)), 4326), 15)",
    )
    .fetch_one(&platform.pool)
    .await?;
    let (id, lots) = run(&platform, "consultant", "perimetre.geojson", drawn.into()).await?;
    let totals = check(&platform, &id, &lots).await?;
    assert_met(
        &totals,
        &[
            "F1 not_sensitive",
            "F1 blurred",
            "left_out residual",
            "F2 sensitive",
            "F3 sensitive_avis_systematique",
            "withheld level_unknown",
            "withheld level_withheld",
        ],
    );
    check_replay(&platform, &id).await
}

/// The precise lot of a group is refused: the rows left out beside it, and they alone, are given blurred.
#[tokio::test]
async fn the_copy_of_a_refused_lot_to_the_last_record() -> Result<()> {
    let platform = Platform::demo().await?;
    let (author, dreal) = (
        platform.login("association").await?,
        platform.login("dreal").await?,
    );
    sqlx::raw_sql("CREATE TABLE oracle_canary (id_synthese integer)")
        .execute(&platform.pool)
        .await?;
    let day = platform.now().format("%Y-%m-%d").to_string();
    oracle::install(&platform.pool, &day).await;
    let id = dossiers::complete(&platform, &author, dossiers::draft()).await?;
    dossiers::refuse(&platform, &id, "F3", Some("RAPACES")).await?;
    platform.work().await?;

    let lots = dossiers::lots(&dreal, &id).await?;
    let copies: Vec<&Value> = lots
        .iter()
        .filter(|lot| !lot["fallback_of"].is_null())
        .collect();
    let refused = dossiers::lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let [copy] = copies.as_slice() else {
        anyhow::bail!("one copy expected: {copies:?}")
    };
    assert_eq!(
        (&copy["fallback_of"], &copy["kind"]),
        (&json!(refused), &json!("F1"))
    );
    let received = download(&platform, &author, copy).await?;
    let files: BTreeSet<&str> = received.members.keys().map(String::as_str).collect();
    let expected_files = [
        "bordereau.json",
        "bordereau.pdf",
        "engagement.txt",
        "f1_repli_floutees.csv",
        "f1_repli_floutees.gpkg",
        "f1_repli_floutees_dictionnaire.csv",
    ];
    assert_eq!(files, expected_files.into());

    let expected: Vec<Expected> = sqlx::query_as(EXPECTED)
        .bind(&id)
        .fetch_all(&platform.pool)
        .await?;
    let rows: Vec<&Expected> = expected
        .iter()
        .filter(|row| row.lot == "left_out" && row.groupe.as_deref() == Some("RAPACES"))
        .collect();
    assert!(rows.len() > 100, "{} rows left out", rows.len());
    let key = line_key(&platform.pool, &id).await?;
    check_files(&platform.pool, &received, &rows, &key).await
}
