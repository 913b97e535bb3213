//! `GeoPackages`: databases that came by post. Made by GDAL, then changed through `SQLite` itself.

use anyhow::{Context as _, Result};
use gdal::{
    DriverManager,
    spatial_ref::SpatialRef,
    vector::{Geometry, LayerAccess as _, LayerOptions},
};

use super::{Fate, SQUARE_KM2, Upload, asking, read, refused, upload};

const WKT: &str =
    "POLYGON((748000 6358000,752000 6358000,752000 6362000,748000 6362000,748000 6358000))";

struct Package<'a> {
    layers: &'a [&'a str],
    srid: Option<u32>,
    wkt: &'a str,
    /// Run by `SQLite` once GDAL has left.
    sql: &'a str,
}

const PLAIN: Package<'static> = Package {
    layers: &["zone"],
    srid: Some(2154),
    wkt: WKT,
    sql: "",
};

impl Package<'_> {
    fn bytes(&self) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("p.gpkg");
        let mut dataset = DriverManager::get_driver_by_name("GPKG")?.create_vector_only(&path)?;
        let srs = self.srid.map(SpatialRef::from_epsg).transpose()?;
        for name in self.layers {
            let mut layer = dataset.create_layer(LayerOptions {
                name,
                srs: srs.as_ref(),
                // Its triggers call functions that SQLite alone does not have.
                options: Some(&["SPATIAL_INDEX=NO"]),
                ..Default::default()
            })?;
            if !self.wkt.is_empty() {
                layer.create_feature(Geometry::from_wkt(self.wkt)?)?;
            }
        }
        dataset.close()?;
        if !self.sql.is_empty() {
            let database = rusqlite::Connection::open(&path)?;
            database.execute_batch(self.sql)?;
        }
        Ok(std::fs::read(&path)?)
    }
}

fn changed(sql: &str) -> Result<Vec<u8>> {
    Package { sql, ..PLAIN }.bytes()
}

/// What `sql` makes, a view or worse, told to readers as a layer of polygons named `name`.
fn disguised(name: &str, sql: &str) -> Result<Vec<u8>> {
    changed(&format!(
        "{sql};
         INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('{name}', 'features', '{name}', 2154);
         INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', 'GEOMETRY', 2154, 0, 0)"
    ))
}

fn shaped(wkt: &'static str) -> Result<Vec<u8>> {
    Package { wkt, ..PLAIN }.bytes()
}

pub fn uploads() -> Result<Vec<Upload>> {
    let mut all = layers()?;
    all.extend(code()?);
    all.extend(damage()?);
    Ok(all)
}

fn layers() -> Result<Vec<Upload>> {
    let two = Package {
        layers: &["etude", "emprise"],
        ..PLAIN
    };
    let no_srs = Package {
        srid: None,
        ..PLAIN
    }
    .bytes()?;
    Ok(vec![
        read("zone.gpkg", PLAIN.bytes()?, SQUARE_KM2),
        refused("deux_couches.gpkg", two.bytes()?, "several_layers"),
        refused("sans_projection.gpkg", no_srs.clone(), "projection_missing"),
        asking(read("sans_projection_dite.gpkg", no_srs, SQUARE_KM2), 2154),
        refused(
            "projection_reecrite.gpkg",
            changed("UPDATE gpkg_spatial_ref_sys SET definition = 'bonjour', organization = 'moi', organization_coordsys_id = 1 WHERE srs_id = 2154")?,
            "projection_missing",
        ),
        refused("couche_vide.gpkg", shaped("")?, "empty"),
        refused("geometries_nulles.gpkg", changed("UPDATE zone SET geom = NULL")?, "empty"),
        refused("polygone_vide.gpkg", shaped("POLYGON EMPTY")?, "empty"),
        refused("points.gpkg", shaped("POINT(748000 6358000)")?, "no_polygon"),
        read(
            "hauteurs_mesures.gpkg",
            shaped("POLYGON ZM((748000 6358000 9 1,752000 6358000 9 2,752000 6362000 9 3,748000 6362000 9 4,748000 6358000 9 1))")?,
            SQUARE_KM2,
        ),
        read(
            "arcs.gpkg",
            shaped("CURVEPOLYGON(CIRCULARSTRING(748000 6360000,752000 6360000,748000 6360000))")?,
            12.566,
        ),
        read(
            "triangles.gpkg",
            shaped("GEOMETRYCOLLECTION(TIN(((748000 6358000,752000 6358000,752000 6362000,748000 6358000))))")?,
            8.0,
        ),
        upload(
            "noeud_papillon.gpkg",
            shaped("POLYGON((748000 6358000,752000 6362000,752000 6358000,748000 6362000,748000 6358000))")?,
            Fate::Repaired(SQUARE_KM2 / 2.0),
        ),
        read(
            "nom_de_couche_hostile.gpkg",
            Package {
                layers: &["x\"; DROP TABLE gpkg_contents; --"],
                ..PLAIN
            }
            .bytes()?,
            SQUARE_KM2,
        ),
        read(
            "table_d_attributs.gpkg",
            changed("CREATE TABLE notes (fid INTEGER PRIMARY KEY, texte TEXT); INSERT INTO notes VALUES (1, 'x');
                     INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('notes', 'attributes', 'notes')")?,
            SQUARE_KM2,
        ),
    ])
}

/// What a database may make its reader run.
fn code() -> Result<Vec<Upload>> {
    let aside = "laissées de côté";
    Ok(vec![
        read(
            "declencheurs.gpkg",
            changed(
                "CREATE TRIGGER t1 AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM zone; END;
                 CREATE TRIGGER t2 AFTER INSERT ON zone BEGIN SELECT load_extension('/tmp/x.so'); END;
                 CREATE TRIGGER t3 AFTER DELETE ON zone BEGIN INSERT INTO zone SELECT * FROM zone; END",
            )?,
            SQUARE_KM2,
        ),
        upload(
            "vue.gpkg",
            disguised(
                "v",
                "CREATE VIEW v AS SELECT fid, geom FROM zone",
            )?,
            Fate::Warned(SQUARE_KM2, aside),
        ),
        upload(
            "vue_sans_fin.gpkg",
            disguised(
                "v",
                "CREATE VIEW v AS WITH RECURSIVE c(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM c)
                 SELECT c.fid, geom FROM c, zone",
            )?,
            Fate::Warned(SQUARE_KM2, aside),
        ),
        upload(
            "vue_d_une_base_jointe.gpkg",
            disguised(
                "v",
                "CREATE VIEW v AS SELECT fid, geom FROM zone;
                 PRAGMA writable_schema = ON;
                 UPDATE sqlite_master SET sql = 'CREATE VIEW v AS SELECT fid, geom FROM ailleurs.zone' WHERE name = 'v'",
            )?,
            Fate::Warned(SQUARE_KM2, aside),
        ),
        upload(
            "table_virtuelle.gpkg",
            disguised(
                "dehors",
                "PRAGMA writable_schema = ON;
                 INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)
                 VALUES ('table', 'dehors', 'dehors', 0, 'CREATE VIRTUAL TABLE dehors USING VirtualOGR(''/etc/passwd'', 0)')",
            )?,
            Fate::Warned(SQUARE_KM2, aside),
        ),
        read(
            "extension_inconnue.gpkg",
            changed("CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL);
                     INSERT INTO gpkg_extensions VALUES (NULL, NULL, 'moi_code', 'file:///etc/passwd', 'read-write')")?,
            SQUARE_KM2,
        ),
    ])
}

fn damage() -> Result<Vec<Upload>> {
    let whole = PLAIN.bytes()?;
    let mut noise = whole.clone();
    for (n, byte) in noise.iter_mut().enumerate().skip(4096) {
        *byte = n.wrapping_mul(2_654_435_761).to_le_bytes()[2];
    }
    let blob = whole
        .windows(4)
        .rposition(|found| found == [b'G', b'P', 0, 3])
        .context("the geometry")?;
    // After its head and its box of 32 bytes: byte order, type, rings.
    let mut rings = whole.clone();
    rings[blob + 8 + 32 + 5..blob + 8 + 32 + 9].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    let mut kind = whole.clone();
    kind[blob + 8 + 32 + 1..blob + 8 + 32 + 5].copy_from_slice(&0xffff_u32.to_le_bytes());
    let mut page = whole.clone();
    page[16..18].copy_from_slice(&[0x12, 0x34]);
    let mut journal = whole.clone();
    journal[18..20].copy_from_slice(&[2, 2]);
    Ok(vec![
        refused("coupe.gpkg", &whole[..8_000], "file_corrupt"),
        refused("bruit.gpkg", noise, "file_corrupt"),
        refused("anneaux_par_milliards.gpkg", rings, "file_corrupt"),
        refused("type_inconnu.gpkg", kind, "file_corrupt"),
        refused("pages_folles.gpkg", page, "file_corrupt"),
        refused("journal_wal.gpkg", journal, "file_corrupt"),
        refused(
            "sqlite_simple.gpkg",
            changed("DROP TABLE gpkg_geometry_columns; DROP TABLE gpkg_contents")?,
            "file_corrupt",
        ),
        refused(
            "contenu_sans_table.gpkg",
            changed("DROP TABLE zone")?,
            "empty",
        ),
        refused(
            "tete_seule.gpkg",
            b"SQLite format 3\0".to_vec(),
            "file_corrupt",
        ),
    ])
}
