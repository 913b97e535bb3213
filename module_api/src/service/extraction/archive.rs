//! The files of a lot and their archive: data, dictionaries, engagement, bordereau; read again before it is kept.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use anyhow::{Context as _, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use demandes_domain::avis::Conditions;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::rows::{Content, Row};
use crate::{
    export::{
        Column, Format, Geometries, Layer, Member, Written, build_archive,
        profiles::{self, Rows},
        write_all, write_dictionary,
    },
    service::{Result, dossier::Dossier, livraison::digest_of},
    store::{self, lots::LotRow},
};

/// What the bordereau tells of the demande.
#[derive(Debug)]
pub struct About {
    stem: String,
    srid: u32,
    engagement: String,
    day: NaiveDate,
    bordereau: Json,
}

/// An archive that passed its checks.
#[derive(Debug)]
pub struct Made {
    /// Its file in the folder of archives.
    pub name: String,
    /// Its digest.
    pub sha256: Vec<u8>,
    /// Its size.
    pub bytes: i64,
    /// Counts of what it holds, for who receives it.
    pub delivered: Json,
}

impl About {
    /// Reads what the bordereau tells.
    ///
    /// # Errors
    /// When the database fails or the demande lacks what a dépôt requires.
    pub async fn load(
        conn: &mut PgConnection,
        dossier: &Dossier,
        lot: &LotRow,
        conditions: &Conditions,
        day: NaiveDate,
    ) -> Result<Self> {
        let demande = &dossier.demande;
        let version = demande
            .engagement_version
            .context("a deposited demande has no engagement")?;
        let perimetre = store::perimetres::get(conn, demande.id_demande)
            .await?
            .context("a deposited demande has no perimeter")?;
        let srid = store::perimetres::local_srid(conn).await?;
        let months = conditions
            .shorter_duration_months
            .map(i64::from)
            .or(demande.use_months.map(i64::from));
        let bordereau = json!({
            "demande": {
                "numero": demande.numero,
                "demandeur": demande.demandeur,
                "organisme": demande.organisme,
                "maitre_ouvrage": demande.maitre_ouvrage,
                "objet": demande.objet,
                "objet_detail": demande.objet_detail,
                "utilisation_prevue": demande.intended_use,
                "duree_utilisation_mois": months,
                "autres_detenteurs": demande.other_holders,
                "periode_du": demande.date_from,
                "periode_au": demande.date_to,
                "taxons_cd_nom": demande.cd_noms,
            },
            "perimetre": {
                "communes": perimetre.communes_count,
                "couche_communes": perimetre.communes_layer,
                "surface_m2": perimetre.area_m2,
                "geometrie_wgs84": perimetre.geojson,
            },
            "lot": { "nature": lot.kind, "groupe": lot.code_groupe, "copie_floutee_d_un_lot_refuse": lot.fallback_of.is_some() },
            "conditions": conditions,
            "regles": {
                "version_reglages": demande.settings_version,
                "version_extension": store::settings::extension_version(conn).await?,
                "version_service": env!("CARGO_PKG_VERSION"),
                "date_extraction": day,
            },
            "engagement_version": version,
            "mentions": [
                "L'absence de donnée n'est pas une absence d'espèce.",
                "Les données précises ne sont utilisées que pour l'usage décrit, pendant la durée indiquée, puis détruites.",
                "Une donnée floutée se trouve quelque part dans sa zone ; le centre de la zone n'est pas sa position.",
            ],
        });
        Ok(Self {
            stem: stem(lot),
            srid: u32::try_from(srid).context("local SRID")?,
            engagement: store::registers::engagement_text(conn, version).await?,
            day,
            bordereau,
        })
    }
}

/// How the files of a lot begin: neither taxon nor place.
fn stem(lot: &LotRow) -> String {
    let text = match (&lot.code_groupe, lot.fallback_of) {
        (Some(groupe), _) => format!("{}_{groupe}", lot.kind),
        (None, Some(_)) => format!("{}_repli", lot.kind),
        (None, None) => lot.kind.clone(),
    };
    text.to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

/// Writes, archives, reads again.
///
/// # Errors
/// When a file cannot be written, or the archive does not hold what it should.
pub async fn make(storage: &Path, id_lot: Uuid, about: About, content: Content) -> Result<Made> {
    let storage = storage.to_owned();
    Ok(
        tokio::task::spawn_blocking(move || make_blocking(&storage, id_lot, about, &content))
            .await
            .map_err(anyhow::Error::from)??,
    )
}

/// Forgets an archive that will not be kept.
pub fn remove(storage: &Path, name: &str) {
    if let Err(error) = std::fs::remove_file(storage.join(name)) {
        tracing::warn!(%error, "an archive that is not used could not be removed");
    }
}

/// Removes what is neither kept nor as young as `before`.
///
/// # Errors
/// When the folder cannot be read. What cannot be removed is said in the log, and left.
pub fn sweep(storage: &Path, kept: &[String], before: DateTime<Utc>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(storage)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let modified: DateTime<Utc> = entry.metadata()?.modified()?.into();
        if kept.contains(&name) || modified >= before {
            continue;
        }
        let path = entry.path();
        let removed = if path.is_dir() {
            std::fs::remove_dir_all(&path)
        } else {
            std::fs::remove_file(&path)
        };
        if let Err(error) = removed {
            tracing::warn!(%error, "what no lot refers to could not be removed");
        }
    }
    Ok(())
}

fn make_blocking(
    storage: &Path,
    id_lot: Uuid,
    about: About,
    content: &Content,
) -> anyhow::Result<Made> {
    let folder = tempfile::Builder::new()
        .prefix("extraction-")
        .tempdir_in(storage)
        .context("folder of archives")?;
    let stem = about.stem;
    let mut members = Vec::new();
    let mut files = Vec::new();
    for part in parts(&stem, content)? {
        let layer = part.layer(about.srid, midnight(about.day));
        let written = part.write(folder.path(), &layer)?;
        for file in &written {
            files.push(described(file, part.rows.len())?);
            members.push(member(&file.path)?);
        }
        let dictionary = folder
            .path()
            .join(format!("{}_dictionnaire.csv", part.name));
        members.push(member(
            &write_dictionary(&dictionary, &layer, &written)?.path,
        )?);
    }
    let engagement = folder.path().join("engagement.txt");
    std::fs::write(&engagement, &about.engagement)?;
    members.push(member(&engagement)?);

    let delivered = json!({
        "precises": content.precise.len(),
        "floutees": content.blurred.len(),
        "retirees_par_condition": content.removed,
    });
    let bordereau = bordereau(about.bordereau, content, &delivered, files);
    let name = format!("{id_lot}-{}.zip", Uuid::now_v7());
    let archive = build_archive(
        &storage.join(&name),
        &members,
        serde_json::to_vec_pretty(&bordereau)?.as_slice(),
    )?;
    if let Err(error) = verify(&archive.path, &stem, content) {
        remove(storage, &name);
        return Err(error.context("l'archive ne passe pas sa vérification"));
    }
    Ok(Made {
        sha256: digest_of(&archive.path)?,
        bytes: i64::try_from(archive.bytes)?,
        name,
        delivered,
    })
}

/// One kind of rows: its own files and columns.
struct Part<'a> {
    name: String,
    columns: Vec<Column>,
    geometries: Geometries,
    rows: &'a [Row],
}

/// A lot without any row still has its (empty) file: 'nothing' is an answer. The copy of a refused lot has blurred rows alone.
fn parts<'a>(stem: &str, content: &'a Content) -> anyhow::Result<Vec<Part<'a>>> {
    let precise = Part {
        name: format!("{stem}_precises"),
        columns: profiles::shipped_columns("geonature", Rows::Precise)?,
        geometries: Geometries::Any,
        rows: &content.precise,
    };
    let blurred = Part {
        name: format!("{stem}_floutees"),
        columns: profiles::shipped_columns("geonature", Rows::Blurred)?,
        geometries: Geometries::Areas,
        rows: &content.blurred,
    };
    Ok(match (content.blurred_only, content.blurred.is_empty()) {
        (true, _) => vec![blurred],
        (false, true) => vec![precise],
        (false, false) => vec![precise, blurred],
    })
}

impl Part<'_> {
    fn layer(&self, srid: u32, last_change: DateTime<Utc>) -> Arc<Layer> {
        Arc::new(Layer {
            name: self.name.clone(),
            columns: self.columns.clone(),
            geometries: self.geometries,
            srid,
            last_change,
        })
    }

    fn write(&self, folder: &Path, layer: &Arc<Layer>) -> anyhow::Result<Vec<Written>> {
        let rows = self.rows.iter().cloned().map(|row| anyhow::Ok(row.into()));
        let formats = [Format::Csv, Format::GeoPackage];
        let never = AtomicBool::new(false);
        Ok(write_all(&formats, folder, layer, rows, &never, |_| ())?)
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn member(path: &Path) -> anyhow::Result<Member> {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .context("name of a file")?;
    Ok(Member {
        name: name.to_owned(),
        path: PathBuf::from(path),
    })
}

fn described(written: &Written, expected: usize) -> anyhow::Result<Json> {
    if usize::try_from(written.rows).ok() != Some(expected) {
        bail!(
            "{} holds {} rows, {expected} expected",
            written.path.display(),
            written.rows
        );
    }
    let name = member(&written.path)?.name;
    Ok(
        json!({ "nom": name, "lignes": written.rows, "octets": written.bytes, "sha256": written.sha256 }),
    )
}

fn bordereau(mut base: Json, content: &Content, delivered: &Json, files: Vec<Json>) -> Json {
    base["effectifs"] = delivered.clone();
    base["fichiers"] = Json::from(files);
    base["jeux_de_donnees_a_citer"] = json!(content.datasets);
    base["cadres_d_acquisition_a_citer"] = json!(content.frameworks);
    base
}

/// Opens the archive as its recipient would: each part has its rows, and a blurred row nothing but its columns.
fn verify(path: &Path, stem: &str, content: &Content) -> anyhow::Result<()> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path)?)?;
    for part in parts(stem, content)? {
        let file = archive.by_name(&format!("{}.csv", part.name))?;
        let mut reader = csv::Reader::from_reader(file);
        let header: Vec<String> = reader.headers()?.iter().map(ToOwned::to_owned).collect();
        let geometries = header.len() - part.columns.len().min(header.len());
        let named = part
            .columns
            .iter()
            .zip(&header)
            .all(|(column, name)| column.name == *name);
        let expected = if part.geometries == Geometries::Areas {
            2
        } else {
            6
        };
        if !named || geometries != expected {
            bail!("{}: unexpected columns", part.name);
        }
        let mut seen = std::collections::HashSet::with_capacity(part.rows.len());
        for record in reader.records() {
            let record = record?;
            let id = record.get(0).context("a row without identifier")?;
            if !seen.insert(Sha256::digest(id.as_bytes())) {
                bail!("{}: a record stands twice", part.name);
            }
        }
        if seen.len() != part.rows.len() {
            bail!(
                "{}: {} rows, {} expected",
                part.name,
                seen.len(),
                part.rows.len()
            );
        }
    }
    Ok(())
}
