//! A PDF as a reader sees it, and as somebody who looks inside: the text of its pages, what is drawn on them, every string it holds.

use std::path::Path;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask,
    font::Glyph,
    hayro_cmap::BfString,
    hayro_syntax::{
        Pdf,
        object::{MaybeRef, Object},
    },
    interpret_page,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::ReadError;

/// What a PDF says.
#[derive(Debug, Default)]
pub struct Document {
    /// The text of its pages, in the order it is drawn.
    pub text: String,
    /// Its other strings: properties, metadata, alternative texts.
    pub strings: Vec<String>,
    /// What is drawn, page by page.
    pub pages: Vec<Vec<Drawn>>,
    /// What a page that is printed and signed has no use for: an image, a file, a script, a note.
    pub oddities: Vec<&'static str>,
}

/// Lines drawn together.
#[derive(Debug)]
pub struct Drawn {
    /// Their vertices, in points of the page.
    pub vertices: Vec<(f64, f64)>,
    /// Whether it is the frame of a glyph: its place only.
    pub is_glyph: bool,
    /// Whether what is inside is painted.
    pub filled: bool,
}

/// Keys of objects that hold more than a page to print.
const ODD: [(&[u8], &str); 7] = [
    (b"EmbeddedFiles", "fichier joint au PDF"),
    (b"EF", "fichier joint au PDF"),
    (b"JS", "script dans le PDF"),
    (b"JavaScript", "script dans le PDF"),
    (b"XFA", "formulaire dans le PDF"),
    (b"AcroForm", "formulaire dans le PDF"),
    (b"Annots", "note ou lien dans le PDF"),
];

/// Reads it.
pub fn read(path: &Path) -> Result<Document, ReadError> {
    let unreadable = |what: &str| ReadError::Pdf(what.to_owned());
    let bytes = std::fs::read(path).map_err(|error| ReadError::Io(path.to_owned(), error))?;
    let pdf = Pdf::new(bytes).map_err(|_| unreadable("ce n'est pas un PDF lisible"))?;
    let mut document = Document::default();
    for object in pdf.objects() {
        look_inside(&mut document, &object, 0);
    }
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut reader = Reader::default();
        interpret_page(page, &mut context, &mut reader);
        if reader.unreadable {
            return Err(unreadable("un caractère n'a pas de sens connu"));
        }
        document.text.push_str(&reader.text);
        document.text.push('\n');
        if reader.images {
            document.oddities.push("image dans le PDF");
        }
        document.pages.push(reader.drawn);
    }
    if document.pages.is_empty() {
        return Err(unreadable("aucune page"));
    }
    Ok(document)
}

/// Objects within objects: deeper than a structure of text ever is, nothing more is said.
const DEPTH: u8 = 12;

fn look_inside(document: &mut Document, object: &Object<'_>, depth: u8) {
    if depth > DEPTH {
        return;
    }
    match object {
        Object::String(text) => document.strings.push(decoded(text.as_bytes())),
        Object::Array(items) => {
            for item in items.raw_iter() {
                if let MaybeRef::NotRef(item) = item {
                    look_inside(document, &item, depth + 1);
                }
            }
        }
        Object::Dict(dict) => look_in_dict(document, dict, depth),
        Object::Stream(stream) => {
            let dict = stream.dict();
            look_in_dict(document, dict, depth);
            let kind = dict.get::<hayro_interpret::hayro_syntax::object::Name<'_>>("Type");
            if kind.is_some_and(|kind| kind.as_ref() == b"Metadata")
                && let Ok(bytes) = stream.decoded()
            {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                document.strings.push(text);
            }
        }
        _ => {}
    }
}

fn look_in_dict(
    document: &mut Document,
    dict: &hayro_interpret::hayro_syntax::object::Dict<'_>,
    depth: u8,
) {
    for (key, value) in dict.entries() {
        let odd = ODD.iter().find(|(name, _)| *name == key.as_ref());
        if let Some((_, what)) = odd {
            document.oddities.push(what);
        }
        if let MaybeRef::NotRef(value) = value {
            look_inside(document, &value, depth + 1);
        }
    }
}

/// Text of a string of the file: UTF-16 with its mark, or bytes.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or('\u{fffd}'))
                .collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[derive(Default)]
struct Reader {
    text: String,
    drawn: Vec<Drawn>,
    images: bool,
    unreadable: bool,
    /// Where the last character began, and how tall it is.
    last: Option<(Point, f64)>,
}

impl Reader {
    /// Adds what a glyph says, on the same line or on another.
    fn says(&mut self, text: &str, at: Point, size: f64) {
        if let Some((before, tall)) = self.last {
            let size = size.max(tall);
            if (at.y - before.y).abs() > size / 2.0 || at.x < before.x - size {
                self.text.push('\n');
            } else if at.x - before.x > size * 1.1 {
                self.text.push('\t');
            }
        }
        self.text.push_str(text);
        self.last = Some((at, size));
    }

    fn draws(&mut self, path: &BezPath, transform: Affine, filled: bool) {
        let mut vertices = Vec::new();
        for element in path.elements() {
            let points: &[Point] = match element {
                PathEl::MoveTo(p) | PathEl::LineTo(p) => &[*p],
                PathEl::QuadTo(a, b) => &[*a, *b],
                PathEl::CurveTo(a, b, c) => &[*a, *b, *c],
                PathEl::ClosePath => &[],
            };
            vertices.extend(points.iter().map(|p| {
                let p = transform * *p;
                (p.x, p.y)
            }));
        }
        if !vertices.is_empty() {
            self.drawn.push(Drawn {
                vertices,
                is_glyph: false,
                filled,
            });
        }
    }
}

impl<'a> Device<'a> for Reader {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.draws(path, transform, matches!(mode, PathDrawMode::Fill(_)));
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let whole = transform * glyph_transform;
        let at = whole * Point::ZERO;
        // A thousand units are as tall as the font.
        let size = (whole * Point::new(0.0, 1000.0) - at).hypot();
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.says(&c.to_string(), at, size),
            Some(BfString::String(text)) => self.says(&text, at, size),
            None => self.unreadable = true,
        }
        self.drawn.push(Drawn {
            vertices: vec![(at.x, at.y)],
            is_glyph: true,
            filled: true,
        });
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.images = true;
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
