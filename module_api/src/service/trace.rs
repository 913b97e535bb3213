//! Who received the rows of a leaked file.

use std::{collections::HashMap, path::Path};

use anyhow::Context as _;

use super::{Context, Result};
use crate::{
    store::{self, empreintes::Traceable},
    trace::{Empreinte, Marks, ids_of, marks_of, order},
};

/// Below this share of rows in its order, a file says nothing of a line.
const ORDERED: f64 = 0.9;
/// Fewer rows may be in any order by chance.
const LEAST_ROWS_IN_ORDER: usize = 12;

/// A lot whose rows are in the file, or may be.
#[derive(Debug)]
pub struct Suspect {
    /// The lot and for whom it was made.
    pub lot: Traceable,
    /// Identifiers of the file that are this lot's own: certain.
    pub by_id: usize,
    /// Permanent identifiers of the file whose records are in the lot: it was received, by others perhaps.
    pub by_uuid: usize,
    /// Whether the rows are in the order of this dossier line: certain, though identifiers were taken away.
    pub in_order: bool,
}

impl Suspect {
    /// Whether the signs are of this recipient alone.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        self.by_id > 0 || self.in_order
    }
}

/// What a file says.
#[derive(Debug)]
pub struct Traced {
    /// Identifiers found in it.
    pub marks: Marks,
    /// Lots, the surest first.
    pub suspects: Vec<Suspect>,
}

/// Looks for the recipient of a file.
///
/// # Errors
/// When the file cannot be read or the database fails.
pub async fn find(context: &Context, file: &Path) -> Result<Traced> {
    let path = file.to_owned();
    let marks = tokio::task::spawn_blocking(move || marks_of(&path))
        .await
        .map_err(anyhow::Error::from)?
        .with_context(|| format!("lecture de {}", file.display()))?;
    let mut conn = context.pool.acquire().await?;
    let mut suspects = Vec::new();
    let mut lines: HashMap<Vec<u8>, Line> = HashMap::new();
    for lot in store::empreintes::all(&mut conn).await? {
        let empreinte = Empreinte::from_bytes(store::empreintes::get(&mut conn, lot.id_lot).await?);
        if !lines.contains_key(&lot.key) {
            lines.insert(lot.key.clone(), Line::new(&lot.key, &marks)?);
        }
        let line = &lines[&lot.key];
        let by_id = empreinte.count(marks.ids.iter().map(String::as_str));
        let by_uuid = empreinte.count(line.ids.iter().map(String::as_str));
        if by_id > 0 || by_uuid > 0 {
            let in_order = line.in_order && by_uuid > 0;
            suspects.push(Suspect {
                lot,
                by_id,
                by_uuid,
                in_order,
            });
        }
    }
    suspects.sort_by_key(|suspect| {
        std::cmp::Reverse((suspect.by_id, suspect.in_order, suspect.by_uuid))
    });
    Ok(Traced { marks, suspects })
}

/// What a dossier line calls the records of the file.
struct Line {
    ids: Vec<String>,
    in_order: bool,
}

impl Line {
    fn new(key: &[u8], marks: &Marks) -> anyhow::Result<Self> {
        let key = <[u8; 32]>::try_from(key).context("key of the dossier line")?;
        let ids = ids_of(&key, &marks.uuids);
        let in_order =
            ids.len() >= LEAST_ROWS_IN_ORDER && order(&ids).is_some_and(|share| share >= ORDERED);
        Ok(Self { ids, in_order })
    }
}
