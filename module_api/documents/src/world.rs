//! What a template may read: its own text, the shared page, its data, one map. Nothing of the machine.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde_json::Value;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::DocumentError;

/// The fonts, read once.
pub static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The world of one document.
pub struct Page {
    main: Source,
    shared: Source,
    data: (FileId, Bytes),
    map: (FileId, Option<Bytes>),
    day: NaiveDate,
}

impl Page {
    /// `data` is read by the template as `data.json`, `map` as `map.svg`.
    ///
    /// # Errors
    /// When a name of these files is none, which no data can cause.
    pub fn new(
        template: &str,
        data: &Value,
        map: Option<String>,
        day: NaiveDate,
    ) -> Result<Self, DocumentError> {
        let shared = include_str!("../templates/page.typ");
        Ok(Self {
            main: Source::new(id("main.typ")?, template.to_owned()),
            shared: Source::new(id("page.typ")?, shared.to_owned()),
            data: (id("data.json")?, Bytes::from_string(data.to_string())),
            map: (id("map.svg")?, map.map(Bytes::from_string)),
            day,
        })
    }
}

fn id(name: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(name).map_err(|_| DocumentError::Template(name.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.shared]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        match &self.map {
            (map, Some(bytes)) if *map == id => Ok(bytes.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// The document's own day: a template never prints the day it was rendered.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        super::midnight(self.day)
    }
}
