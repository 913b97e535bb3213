//! Making the archive of a lot again from its frozen rows, and saying whether it is the same.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{archive, files::Folder, frozen::FrozenReader, key::LotKey, work::Work};
use crate::{
    digest::{self, hex},
    service::{Context, Result, ServiceError},
    store,
};

/// What a replay found.
#[derive(Debug)]
pub struct Replayed {
    /// The build that made the lot.
    made_by: String,
    /// SHA-256 of the archive made again.
    sha256: Vec<u8>,
    /// Whether it is that of the archive that was made.
    same_bytes: bool,
    /// Members that differ, where bytes do and the archive that was made is still there; none when it is not.
    differing: Option<Vec<String>>,
}

impl Replayed {
    /// Whether what was made came again: the same bytes, or the same contents by another build.
    #[must_use]
    pub fn is_same(&self) -> bool {
        let same_contents = self.differing.as_ref().is_some_and(Vec::is_empty);
        self.same_bytes || (self.made_by != archive::build() && same_contents)
    }

    /// The same, for people.
    #[must_use]
    pub fn told(&self) -> String {
        let digest = hex(&self.sha256);
        if self.same_bytes {
            return format!("Rejeu identique, à l'octet près : sha256 {digest}");
        }
        let here = archive::build();
        let build = if self.made_by == here {
            format!("La même version du service ({here}) donne d'autres octets.")
        } else {
            format!(
                "Lot produit par une autre version du service ({}, ici {here}) : les octets peuvent différer.",
                self.made_by
            )
        };
        let contents = match &self.differing {
            None => "L'archive produite n'est plus là : les contenus ne peuvent pas être comparés."
                .to_owned(),
            Some(names) if names.is_empty() => "Les contenus sont les mêmes.".to_owned(),
            Some(names) => format!("Contenus différents : {}.", names.join(", ")),
        };
        format!("{build} {contents} sha256 {digest}")
    }
}

/// Makes the archive of a lot again; `output`: keeps it there, where no file may be.
///
/// # Errors
/// When the lot has no frozen rows any more, they are not what was stored, or the archive cannot be made.
pub async fn replay(context: &Context, id_lot: Uuid, output: Option<&Path>) -> Result<Replayed> {
    let mut conn = context.pool.acquire().await?;
    let lot = store::lots::get(&mut conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(conn);
    let (Some(frozen), Some(frozen_sha256), Some(sha256)) =
        (&lot.frozen_name, lot.frozen_sha256, lot.archive_sha256)
    else {
        return Err(ServiceError::Internal(match lot.retention_ended_at {
            Some(at) => anyhow::anyhow!(
                "la conservation de ce lot a pris fin le {}",
                at.format("%d/%m/%Y")
            ),
            None => anyhow::anyhow!("ce lot n'a pas de lignes figées"),
        }));
    };
    let stored = Stored {
        frozen: context.storage_dir.join(frozen),
        frozen_sha256,
        archive: lot.archive_name.map(|name| context.storage_dir.join(name)),
        sha256,
    };
    let key = LotKey::load(&context.lot_key_file)?;
    let (storage, output) = (context.storage_dir.clone(), output.map(Path::to_owned));
    let replayed =
        tokio::task::spawn_blocking(move || stored.replay(&key, &storage, output.as_deref()))
            .await
            .map_err(anyhow::Error::from)??;
    Ok(replayed)
}

struct Stored {
    frozen: PathBuf,
    frozen_sha256: Vec<u8>,
    archive: Option<PathBuf>,
    sha256: Vec<u8>,
}

impl Stored {
    fn replay(
        &self,
        key: &LotKey,
        storage: &Path,
        output: Option<&Path>,
    ) -> anyhow::Result<Replayed> {
        let found = digest::of_file(&self.frozen).context("lignes figées")?.1;
        ensure!(
            found == self.frozen_sha256,
            "les lignes figées ne sont plus celles de l'extraction"
        );
        let (_, head) = FrozenReader::open(&self.frozen, key)?;
        let folder = Folder::of_replay(storage)?;
        let target = folder.path().join("archive.zip");
        let made = archive::make(&self.frozen, key, folder.path(), &target, &Work::new(None))?;
        let same_bytes = made.sha256 == self.sha256;
        let differing = match &self.archive {
            Some(_) if same_bytes => Some(Vec::new()),
            Some(archive) if archive.exists() => Some(differing(archive, &made.path)?),
            _ => None,
        };
        if let Some(output) = output {
            let mut to =
                File::create_new(output).with_context(|| format!("{}", output.display()))?;
            std::io::copy(&mut File::open(&made.path)?, &mut to)?;
        }
        Ok(Replayed {
            made_by: head.build,
            sha256: made.sha256,
            same_bytes,
            differing,
        })
    }
}

/// The data files whose contents are not the same in two archives, layer by layer and row by row; what is no data is compared by bytes,
/// but for the bordereau, which holds the digests of the others.
fn differing(before: &Path, after: &Path) -> anyhow::Result<Vec<String>> {
    let (before, after) = (members(before)?, members(after)?);
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| {
        name != crate::export::BORDEREAU_NAME && before.get(name) != after.get(name)
    });
    Ok(names)
}

/// A digest of the content of each member.
fn members(path: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let folder = tempfile::tempdir()?;
    let mut archive = zip::ZipArchive::new(File::open(path)?)?;
    let mut found = BTreeMap::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index)?;
        let name = member.name()?.into_owned();
        let file = folder.path().join(format!("{index}-{name}"));
        std::io::copy(&mut member, &mut File::create_new(&file)?)?;
        let digest = match file.extension().and_then(|ending| ending.to_str()) {
            Some("gpkg" | "geojson" | "fgb" | "zip") => layers(&file)?,
            _ => digest::of_file(&file)?.1,
        };
        std::fs::remove_file(&file)?;
        found.insert(name, digest);
    }
    Ok(found)
}

/// A digest of the fields and geometries of every layer of a file, in their order.
fn layers(path: &Path) -> anyhow::Result<Vec<u8>> {
    use gdal::vector::LayerAccess;
    let zipped = path.extension().is_some_and(|ending| ending == "zip");
    let opened = if zipped {
        PathBuf::from(format!("/vsizip/{}", path.display()))
    } else {
        path.to_owned()
    };
    let dataset = gdal::Dataset::open_ex(
        &opened,
        gdal::DatasetOptions {
            open_flags: gdal::GdalOpenFlags::GDAL_OF_VECTOR,
            ..Default::default()
        },
    )?;
    let mut hasher = Sha256::new();
    for mut layer in dataset.layers() {
        hasher.update(layer.name());
        for feature in layer.features() {
            for (name, value) in feature.fields() {
                hasher.update(format!("{name}={value:?};"));
            }
            if let Some(geometry) = feature.geometry() {
                hasher.update(geometry.wkb()?);
            }
        }
    }
    Ok(hasher.finalize().to_vec())
}
