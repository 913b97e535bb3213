//! Archives that try something. What is inside the Shapefile is another matter (`shapefiles.rs`).

use anyhow::Result;

use super::{
    Fate, SQUARE_KM2, Upload, read, refused,
    shapefiles::{L93, square},
    upload, zip,
    zip::{Entry, archive, entry, files},
};

/// The bound on what is unpacked is ten times the largest upload (50 Mio).
const BOUND: usize = 500 << 20;

pub fn uploads() -> Result<Vec<Upload>> {
    let mut all = names()?;
    all.extend(sizes()?);
    all.extend(contents()?);
    all.extend(damage()?);
    Ok(all)
}

/// A good Shapefile.
pub fn good() -> Result<Vec<Entry>> {
    Ok(vec![
        entry("p.shp", &square())?,
        entry("p.prj", L93.as_bytes())?,
    ])
}

/// A good Shapefile, and one more entry.
fn beside(other: Entry) -> Result<Vec<u8>> {
    archive(&[good()?, vec![other]].concat())
}

fn all_with(change: impl Fn(&mut Entry)) -> Result<Vec<u8>> {
    let mut entries = good()?;
    entries.iter_mut().for_each(change);
    archive(&entries)
}

fn names() -> Result<Vec<Upload>> {
    let other = |name: &[u8]| beside(entry(name, b"x")?);
    let link = |name: &str| -> Result<Entry> {
        Ok(Entry {
            mode: 0o120_777,
            ..entry(name, b"/etc/passwd")?
        })
    };
    let windows = |stem: &[u8]| -> Result<Vec<u8>> {
        archive(&[
            entry([stem, b".shp"].concat(), &square())?,
            entry([stem, b".prj"].concat(), L93.as_bytes())?,
        ])
    };
    let deep = format!("{}p", "dossier/".repeat(7_000));
    let long = "a".repeat(60_000);
    Ok(vec![
        refused(
            "remonte.zip",
            other(b"../../../../tmp/q.dbf")?,
            "zip_unsafe_path",
        ),
        refused(
            "remonte_au_milieu.zip",
            other(b"a/../../q.dbf")?,
            "zip_unsafe_path",
        ),
        refused(
            "remonte_windows.zip",
            other(b"..\\..\\q.dbf")?,
            "zip_unsafe_path",
        ),
        refused("absolu.zip", other(b"/etc/cron.d/q")?, "zip_unsafe_path"),
        refused(
            "absolu_reseau.zip",
            other(b"\\\\serveur\\q.dbf")?,
            "zip_unsafe_path",
        ),
        refused(
            "disque.zip",
            other(b"C:\\Windows\\q.dbf")?,
            "zip_unsafe_path",
        ),
        refused("nul.zip", other(b"q.dbf\0.txt")?, "zip_unsafe_path"),
        refused("lien_utile.zip", beside(link("p.dbf")?)?, "zip_unsafe_path"),
        refused(
            "lien_a_cote.zip",
            beside(link("lisez-moi.txt")?)?,
            "zip_unsafe_path",
        ),
        read(
            "noms_windows.zip",
            windows(b"p\xe9rim\xe8tre d'\xe9tude")?,
            SQUARE_KM2,
        ),
        read(
            "dossier_tres_profond.zip",
            windows(deep.as_bytes())?,
            SQUARE_KM2,
        ),
        read("nom_tres_long.zip", windows(long.as_bytes())?, SQUARE_KM2),
        read(
            "majuscules.zip",
            files(&[("P.SHP", &square()), ("p.Prj", L93.as_bytes())])?,
            SQUARE_KM2,
        ),
        read(
            "ombres_de_mac.zip",
            files(&[
                ("p.shp", &square()),
                ("p.prj", L93.as_bytes()),
                ("__MACOSX/._p.shp", b"ombre"),
                ("._p.shp", b"ombre"),
                (".DS_Store", b"ombre"),
            ])?,
            SQUARE_KM2,
        ),
    ])
}

fn sizes() -> Result<Vec<Upload>> {
    let zeros = vec![0; BOUND + (1 << 20)];
    let bomb = entry("p.dbf", &zeros)?;
    drop(zeros);
    let liar = Entry {
        size: 100,
        ..bomb.clone()
    };
    let ten = entry("0.bin", &vec![0; 10 << 20])?;
    // Each says that its bytes are those of the first.
    let overlapping: Vec<Entry> = std::iter::once(ten.clone())
        .chain((1..60).map(|n| Entry {
            name: format!("{n}.bin").into_bytes(),
            offset: Some(0),
            ..ten.clone()
        }))
        .collect();
    let many: Result<Vec<Entry>> = (0..5_000).map(|n| entry(format!("{n}.txt"), b"")).collect();
    let huge = Entry {
        size: u32::MAX - 1,
        compressed: Some(u32::MAX - 1),
        ..entry("p.dbf", b"x")?
    };
    Ok(vec![
        refused(
            "bombe.zip",
            archive(&[good()?, vec![bomb]].concat())?,
            "zip_too_big",
        ),
        refused(
            "bombe_menteuse.zip",
            archive(&[good()?, vec![liar]].concat())?,
            "zip_corrupt",
        ),
        refused(
            "bombe_superposee.zip",
            archive(&overlapping)?,
            "zip_too_big",
        ),
        refused("cinq_mille_entrees.zip", archive(&many?)?, "zip_too_big"),
        refused(
            "tailles_folles.zip",
            archive(&[vec![huge], good()?].concat())?,
            "zip_too_big",
        ),
    ])
}

fn contents() -> Result<Vec<Upload>> {
    let inner = archive(&good()?)?;
    let nested = |name: &str| beside(entry(name, &inner)?);
    let (shp, prj) = (square(), L93.as_bytes());
    Ok(vec![
        refused("poupees.zip", nested("dedans/q.ZIP")?, "zip_nested"),
        refused("poupees_kmz.zip", nested("q.kmz")?, "zip_nested"),
        refused("poupees_7z.zip", nested("q.7z")?, "zip_nested"),
        refused(
            "deux_shapefiles.zip",
            beside(entry("autre/q.shp", &shp)?)?,
            "several_shapefiles",
        ),
        // Which of the two is the perimeter depends on who unpacks.
        refused(
            "jumeaux.zip",
            archive(&[
                entry("p.shp", &shp)?,
                entry("p.prj", prj)?,
                entry("p.shp", b"autre")?,
            ])?,
            "zip_corrupt",
        ),
        refused(
            "jumeaux_de_casse.zip",
            archive(&[
                entry("p.shp", &shp)?,
                entry("p.prj", prj)?,
                entry("P.PRJ", b"GEOGCS[]")?,
            ])?,
            "zip_corrupt",
        ),
        refused(
            "sans_shp.zip",
            files(&[("p.prj", prj), ("p.dbf", b"x")])?,
            "zip_without_shapefile",
        ),
        refused(
            "gpkg_compresse.zip",
            files(&[("p.gpkg", b"SQLite format 3\0")])?,
            "zip_without_shapefile",
        ),
        refused(
            "tableur.xlsx",
            files(&[("xl/workbook.xml", b"<x/>")])?,
            "zip_without_shapefile",
        ),
        refused(
            "carte.kmz",
            files(&[("doc.kml", b"<kml/>")])?,
            "zip_without_shapefile",
        ),
        refused("vide.zip", zip::archive(&[])?, "zip_without_shapefile"),
        refused(
            "dossier_nomme_shp.zip",
            files(&[("p.shp/", b""), ("p.prj", prj)])?,
            "zip_without_shapefile",
        ),
    ])
}

fn damage() -> Result<Vec<Upload>> {
    let whole = archive(&good()?)?;
    let cut = whole[..whole.len() - 40].to_vec();
    let flipped = {
        let mut entries = good()?;
        entries[0].crc ^= 1;
        archive(&entries)?
    };
    let prefixed = [b"MZ\x90\0".to_vec(), whole.clone()].concat();
    let after = [whole.clone(), vec![b'x'; 100]].concat();
    Ok(vec![
        refused(
            "chiffre.zip",
            all_with(|entry| entry.flags = 1)?,
            "zip_encrypted",
        ),
        refused(
            "chiffre_aes.zip",
            all_with(|entry| {
                entry.flags = 1;
                entry.method = 99;
            })?,
            "zip_encrypted",
        ),
        refused(
            "bzip2.zip",
            all_with(|entry| entry.method = 12)?,
            "zip_unsupported",
        ),
        refused(
            "lzma.zip",
            all_with(|entry| entry.method = 14)?,
            "zip_unsupported",
        ),
        refused("tronque.zip", cut, "zip_corrupt"),
        refused("tete_seule.zip", b"PK\x03\x04".to_vec(), "zip_corrupt"),
        refused("somme_fausse.zip", flipped, "zip_corrupt"),
        refused("autoextractible.zip", prefixed, "not_a_zip"),
        refused("pas_un_zip.zip", b"bonjour".to_vec(), "not_a_zip"),
        upload("queue_de_rien.zip", after, Fate::Read(SQUARE_KM2)),
    ])
}
