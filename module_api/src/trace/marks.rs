//! What identifies rows in a file, whatever its format: identifiers in its bytes, in their order.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use uuid::Uuid;

/// Most identifiers kept of each kind: enough to name a recipient, whatever the size of the file.
const MOST: usize = 200_000;
/// Archives within archives opened, and bytes read of all together: a file made to harm ends there.
const DEEPEST: usize = 3;
const MOST_BYTES: u64 = 64 << 30;

/// Length of an `id_lot`: SHA-256 in hexadecimal.
const ID_DIGITS: usize = 64;
/// Length of a permanent identifier: `8-4-4-4-12`.
const UUID_LENGTH: usize = 36;
/// A longer word is something else.
const LONGEST_WORD: usize = 512;

/// Identifiers found, each once, in the order of the file; what only looks like an identifier may be among them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Marks {
    /// `id_lot`, lower case.
    pub ids: Vec<String>,
    /// Permanent identifiers.
    pub uuids: Vec<Uuid>,
}

/// Reads a file to its end: a text, a database, a spreadsheet or an archive of such files.
///
/// # Errors
/// When it cannot be read.
pub fn marks_of(path: &Path) -> io::Result<Marks> {
    let mut found = Finder::default();
    let mut left = MOST_BYTES;
    read_file(File::open(path)?, &mut found, DEEPEST, &mut left)?;
    Ok(found.marks)
}

fn read_file(file: File, found: &mut Finder, depth: usize, left: &mut u64) -> io::Result<()> {
    use io::{Seek, SeekFrom};
    let mut reader = BufReader::new(file);
    if let Ok(mut archive) = zip::ZipArchive::new(&mut reader) {
        for index in 0..archive.len() {
            let Ok(mut member) = archive.by_index(index) else {
                continue;
            };
            // A member is put in a file of its own: it may be an archive, which is read from its end.
            let mut copy = tempfile::tempfile()?;
            let read = io::copy(&mut (&mut member).take(*left), &mut copy)?;
            *left -= read;
            copy.seek(SeekFrom::Start(0))?;
            if depth > 0 {
                read_file(copy, found, depth - 1, left)?;
            }
        }
        return Ok(());
    }
    reader.seek(SeekFrom::Start(0))?;
    read_bytes(reader, found)
}

fn read_bytes(mut reader: impl Read, found: &mut Finder) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = reader.read(&mut buffer)?;
        if read == 0 {
            found.end_word();
            return Ok(());
        }
        for byte in &buffer[..read] {
            found.take(*byte);
        }
    }
}

/// Words of hexadecimal digits and hyphens. Zero bytes are skipped: they stand between the letters of a UTF-16 text.
#[derive(Default)]
struct Finder {
    word: Vec<u8>,
    too_long: bool,
    marks: Marks,
    seen_ids: HashSet<String>,
    seen_uuids: HashSet<Uuid>,
}

impl Finder {
    fn take(&mut self, byte: u8) {
        match byte {
            0 => {}
            b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b'-' if self.word.len() < LONGEST_WORD => {
                self.word.push(byte.to_ascii_lowercase());
            }
            b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b'-' => self.too_long = true,
            _ => self.end_word(),
        }
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if !std::mem::take(&mut self.too_long) && word.len() >= UUID_LENGTH {
            self.split(&String::from_utf8_lossy(&word));
        }
        self.word = word;
        self.word.clear();
    }

    /// A database writes values end to end: an identifier may touch another one, or a byte of something else that reads as a digit.
    fn split(&mut self, word: &str) {
        let mut rest = word;
        while let Some((before, uuid, after)) = first_uuid(rest) {
            self.keep_ids(before);
            if self.marks.uuids.len() < MOST && self.seen_uuids.insert(uuid) {
                self.marks.uuids.push(uuid);
            }
            rest = after;
        }
        self.keep_ids(rest);
    }

    /// Every run of the right length: what is no identifier is nobody's.
    fn keep_ids(&mut self, digits: &str) {
        for digits in digits.split('-') {
            for start in 0..(digits.len() + 1).saturating_sub(ID_DIGITS) {
                let id = &digits[start..start + ID_DIGITS];
                if self.marks.ids.len() < MOST && self.seen_ids.insert(id.to_owned()) {
                    self.marks.ids.push(id.to_owned());
                }
            }
        }
    }
}

/// What is before the first permanent identifier of a word, itself, and what is after. Its hyphens say where it begins.
fn first_uuid(word: &str) -> Option<(&str, Uuid, &str)> {
    word.match_indices('-').find_map(|(hyphen, _)| {
        let start = hyphen.checked_sub(8)?;
        let end = start + UUID_LENGTH;
        let uuid = Uuid::try_parse(word.get(start..end)?).ok()?;
        Some((&word[..start], uuid, &word[end..]))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const ID: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    const UUID: &str = "8c5d1a52-3f6f-4b8e-9a5f-0d1c2b3a4f5e";

    fn of(bytes: &[u8]) -> Marks {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        marks_of(file.path()).unwrap()
    }

    fn expected() -> Marks {
        Marks {
            ids: vec![ID.to_owned()],
            uuids: vec![Uuid::try_parse(UUID).unwrap()],
        }
    }

    #[test]
    fn finds_identifiers_in_any_file() {
        let text = format!(
            "id_lot;uuid\r\n\"{ID}\";{}\r\n{ID};{UUID}\r\n",
            UUID.to_uppercase()
        );
        assert_eq!(of(text.as_bytes()), expected());
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&utf16), expected());
        assert_eq!(of(&ID.as_bytes()[1..]), Marks::default());
        assert_eq!(of(b""), Marks::default());
    }

    #[test]
    fn finds_identifiers_that_touch_others() {
        let found = of(format!("A{ID}{UUID}Erebia").as_bytes());
        assert!(found.ids.contains(&ID.to_owned()) && found.ids.len() == 2);
        assert_eq!(found.uuids, expected().uuids);
        assert_eq!(of("a".repeat(10_000).as_bytes()), Marks::default());
    }

    #[test]
    fn opens_archives_within_archives() {
        let packed = |name: &str, bytes: &[u8]| {
            let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(bytes).unwrap();
            zip.finish().unwrap().into_inner()
        };
        let inner = packed("a.csv", format!("{ID},{UUID}").as_bytes());
        assert_eq!(of(&packed("a.zip", &inner)), expected());
    }

    #[test]
    fn words_on_two_blocks_are_whole() {
        let mut text = " ".repeat((1 << 16) - 10);
        text.push_str(ID);
        text.push(' ');
        text.push_str(UUID);
        assert_eq!(of(text.as_bytes()), expected());
    }
}
