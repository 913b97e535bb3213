//! The archive of a lot, made from its frozen file and nothing else: no database, no clock. The same file and the same build give the
//! same bytes; an extraction and a replay are this one function.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use demandes_documents::Template;
use serde_json::{Value as Json, json};

use super::{
    frozen::{
        Cell, End, Frame, FrozenColumn, FrozenKind, FrozenReader, FrozenRow, Head, Part, PartKind,
        Place,
    },
    key::LotKey,
    verify,
    work::{Step, Work},
};
use crate::{
    digest::hex,
    export::{
        Column, Format, Geometries, Kind, Layer, Member, Row, Writers, Written, build_archive,
        write_dictionary,
    },
    service::profil::{BlurredSource, PreciseSource},
    trace::{Empreinte, Prefix, prefix_of},
};

/// An archive that passed its checks.
#[derive(Debug)]
pub struct Made {
    /// Where it is.
    pub path: PathBuf,
    /// Its digest.
    pub sha256: Vec<u8>,
    /// Its size.
    pub bytes: i64,
    /// Counts of what it holds, for who receives it.
    pub delivered: Json,
    /// What recognises its rows in a leaked file.
    pub empreinte: Empreinte,
}

/// The build that makes archives: another one may make other bytes of the same rows.
#[must_use]
pub fn build() -> String {
    let gdal = gdal::version::version_info("RELEASE_NAME");
    format!("{} GDAL {gdal}", env!("CARGO_PKG_VERSION"))
}

/// Makes the archive at `target` from a frozen file, reads it again and checks it. Working files stand in `folder`.
///
/// # Errors
/// When the frozen file is not what was written, a file cannot be, a check fails, or the work must stop. Nothing is left at `target`
/// then.
pub fn make(
    frozen: &Path,
    key: &LotKey,
    folder: &Path,
    target: &Path,
    work: &Work,
) -> anyhow::Result<Made> {
    let (mut reader, head) = FrozenReader::open(frozen, key)?;
    let mut files = written(&mut reader, &head, folder, work)?;
    let delivered = json!({
        "precises": files.end.precise,
        "floutees": files.end.blurred,
        "par_groupe": files.end.groupes,
        "retirees_par_condition": files.end.removed,
    });
    let bordereau = bordereau(&head, &files, &delivered)?;
    files.members.push(printed(&head, &bordereau, folder)?);
    work.begin(Step::Verification, files.end.precise + files.end.blurred)?;
    let archive = build_archive(
        target,
        &files.members,
        serde_json::to_vec_pretty(&bordereau)?.as_slice(),
        &|| work.check().is_ok(),
    );
    // Why it stopped is known better here.
    work.check()?;
    let archive = archive?;
    if let Err(error) = verify::archive(target, &files.parts, work) {
        std::fs::remove_file(target)?;
        return Err(error.context("l'archive ne passe pas sa vérification"));
    }
    Ok(Made {
        path: target.to_owned(),
        sha256: archive.sha256,
        bytes: i64::try_from(archive.bytes)?,
        delivered,
        empreinte: Empreinte::of_prefixes(files.prefixes),
    })
}

/// The bordereau as a person reads and signs it.
fn printed(head: &Head, bordereau: &Json, folder: &Path) -> anyhow::Result<Member> {
    let mut data = bordereau.clone();
    data["carte"] = json!({ "barre_m": head.map.bar().map(|(metres, _)| metres) });
    let pdf = demandes_documents::render(Template::Bordereau, &data, Some(&head.map), head.day)?;
    let path = folder.join("bordereau.pdf");
    std::fs::write(&path, pdf)?;
    member(&path)
}

/// A part as its files were written.
#[derive(Debug)]
pub struct WrittenPart {
    /// What it is made of.
    pub layer: Arc<Layer>,
    /// Its files, in the order of the formats.
    pub files: Vec<Written>,
    /// Its rows.
    pub rows: u64,
}

struct Files {
    parts: Vec<WrittenPart>,
    members: Vec<Member>,
    end: End,
    prefixes: Vec<Prefix>,
}

fn written(
    reader: &mut FrozenReader,
    head: &Head,
    folder: &Path,
    work: &Work,
) -> anyhow::Result<Files> {
    work.begin(Step::Fichiers, 0)?;
    let mut pass = Pass::new(head, folder)?;
    let mut areas: Vec<Arc<[u8]>> = Vec::new();
    let end = loop {
        match reader.next()?.context("the frozen rows have no end")? {
            Frame::Head(_) => bail!("a second head among the frozen rows"),
            Frame::Area(wkb) => areas.push(wkb.into()),
            Frame::Rows(kind, rows) => {
                let count = rows.len() as u64;
                pass.write(kind, rows, &areas)?;
                work.advance(count)?;
            }
            Frame::End(end) => break *end,
        }
    };
    ensure!(reader.next()?.is_none(), "something follows the end");
    let prefixes = std::mem::take(&mut pass.prefixes);
    let (parts, mut members) = pass.finish(&end)?;
    let engagement = folder.join("engagement.txt");
    std::fs::write(&engagement, &head.engagement)?;
    members.push(member(&engagement)?);
    Ok(Files {
        parts,
        members,
        end,
        prefixes,
    })
}

/// The files of each part, written in one pass over the rows.
struct Pass<'a> {
    head: &'a Head,
    folder: &'a Path,
    formats: Vec<Format>,
    open: Vec<OpenPart>,
    prefixes: Vec<Prefix>,
}

struct OpenPart {
    kind: PartKind,
    layer: Arc<Layer>,
    writers: Writers,
}

impl<'a> Pass<'a> {
    fn new(head: &'a Head, folder: &'a Path) -> anyhow::Result<Self> {
        let formats = head.formats.iter().map(|code| code.parse());
        let mut pass = Self {
            head,
            folder,
            formats: formats.collect::<Result<_, _>>()?,
            open: Vec::new(),
            prefixes: Vec::new(),
        };
        for part in head.parts.iter().filter(|part| part.always) {
            pass.begin(part)?;
        }
        Ok(pass)
    }

    fn begin(&mut self, part: &Part) -> anyhow::Result<()> {
        let layer = Arc::new(layer(self.head, part)?);
        let writers = Writers::create(&self.formats, self.folder, &layer)?;
        self.open.push(OpenPart {
            kind: part.kind,
            layer,
            writers,
        });
        Ok(())
    }

    fn write(
        &mut self,
        kind: PartKind,
        rows: Vec<FrozenRow>,
        areas: &[Arc<[u8]>],
    ) -> anyhow::Result<()> {
        if !self.open.iter().any(|open| open.kind == kind) {
            let part = self.head.parts.iter().find(|part| part.kind == kind);
            self.begin(part.context("rows of a part that the lot has not")?)?;
        }
        let open = self.open.iter_mut().find(|open| open.kind == kind);
        let open = open.context("the part just begun")?;
        let id_lot = open
            .layer
            .columns
            .iter()
            .position(|column| column.key == "id_lot");
        let writers = &mut open.writers;
        for row in rows {
            if let Some(Cell::Text(id)) = id_lot.and_then(|position| row.cells.get(position)) {
                self.prefixes.extend(prefix_of(id));
            }
            let wkb = match (kind, row.place) {
                (PartKind::Precise, Place::Geometry(wkb)) => wkb.into(),
                (PartKind::Blurred, Place::Area(number)) => {
                    let area = usize::try_from(number).ok().and_then(|n| areas.get(n));
                    Arc::clone(area.context("an area that is not there")?)
                }
                // A blurred row with a geometry of its own would be a disclosure.
                _ => bail!("a row of the other kind among those of a part"),
            };
            let values = row.cells.into_iter().map(Into::into).collect();
            writers.push(Row {
                values,
                wkb: Some(wkb),
            })?;
        }
        Ok(())
    }

    fn finish(self, end: &End) -> anyhow::Result<(Vec<WrittenPart>, Vec<Member>)> {
        let (mut parts, mut members) = (Vec::new(), Vec::new());
        let mut counts = [0, 0];
        for open in self.open {
            let rows = open.writers.rows();
            match open.kind {
                PartKind::Precise => counts[0] += rows,
                PartKind::Blurred => counts[1] += rows,
            }
            let files = open.writers.finish()?;
            for file in &files {
                ensure!(
                    file.rows == rows,
                    "{} holds {} rows, {rows} expected",
                    file.path.display(),
                    file.rows
                );
                members.push(member(&file.path)?);
            }
            let layer = open.layer;
            let dictionary = self.folder.join(format!("{}_dictionnaire.csv", layer.name));
            members.push(member(
                &write_dictionary(&dictionary, &layer, &files)?.path,
            )?);
            parts.push(WrittenPart { layer, files, rows });
        }
        ensure!(
            counts == [end.precise, end.blurred],
            "the frozen rows are not as many as their end says"
        );
        Ok((parts, members))
    }
}

/// The columns come from a closed list, here as when they were frozen.
fn layer(head: &Head, part: &Part) -> anyhow::Result<Layer> {
    let (suffix, geometries) = match part.kind {
        PartKind::Precise => ("precises", Geometries::Any),
        PartKind::Blurred => ("floutees", Geometries::Areas),
    };
    let column = |column: &FrozenColumn| -> anyhow::Result<Column> {
        let key = match part.kind {
            PartKind::Precise => column.source.parse::<PreciseSource>()?.code(),
            PartKind::Blurred => column.source.parse::<BlurredSource>()?.code(),
        };
        Ok(Column {
            key,
            name: column.name.clone(),
            short_name: column.short_name.clone(),
            kind: match column.kind {
                FrozenKind::Text => Kind::Text,
                FrozenKind::Integer => Kind::Integer,
                FrozenKind::Real => Kind::Real,
                FrozenKind::Date => Kind::Date,
            },
            description_fr: column.description.clone(),
        })
    };
    Ok(Layer {
        name: format!("{}_{suffix}", head.stem),
        columns: part
            .columns
            .iter()
            .map(column)
            .collect::<anyhow::Result<_>>()?,
        geometries,
        srid: head.srid,
        last_change: midnight(head.day),
    })
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn member(path: &Path) -> anyhow::Result<Member> {
    Ok(Member {
        name: file_name(path)?.to_owned(),
        path: PathBuf::from(path),
    })
}

/// Name of a file we wrote.
///
/// # Errors
/// When it has none.
pub fn file_name(path: &Path) -> anyhow::Result<&str> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.context("name of a file")
}

fn bordereau(head: &Head, files: &Files, delivered: &Json) -> anyhow::Result<Json> {
    let mut bordereau: Json = serde_json::from_str(&head.bordereau)?;
    let mut described = Vec::new();
    for file in files.parts.iter().flat_map(|part| &part.files) {
        described.push(json!({
            "nom": file_name(&file.path)?,
            "lignes": file.rows,
            "octets": file.bytes,
            "sha256": hex(&file.sha256),
        }));
    }
    bordereau["effectifs"] = delivered.clone();
    bordereau["fichiers"] = Json::from(described);
    bordereau["jeux_de_donnees_a_citer"] = json!(files.end.datasets);
    bordereau["cadres_d_acquisition_a_citer"] = json!(files.end.frameworks);
    Ok(bordereau)
}
