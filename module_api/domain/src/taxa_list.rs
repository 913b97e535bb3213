//! A list of taxa as people give it: typed, pasted from a mail or a spreadsheet, or the text of a file. Here it becomes entries, each a
//! number of TAXREF or a name, with its line. Not here: what an entry names, which TAXREF says.

/// Most entries of a list.
pub const MAX_ENTRIES: usize = 20_000;
/// Longest entry kept, in characters; a longer one is no name.
const LONGEST: usize = 300;

/// One taxon of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its line, from 1.
    pub line: usize,
    /// As written.
    pub text: String,
    /// The number, when it is one.
    pub cd_nom: Option<i32>,
}

/// The list holds more than [`MAX_ENTRIES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("La liste dépasse {MAX_ENTRIES} taxons : donnez plutôt leurs groupes, genres ou familles.")]
pub struct TooLong;

/// The text of a file: UTF-8, UTF-16 with its mark, or else Windows-1252. `None` for what is no text.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok()?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    };
    let unreadable = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    (!text.chars().any(unreadable)).then_some(text)
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(read).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok())?
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The entries of a list. A first line that names its columns tells which one holds the taxa; without it, a line of cells (tabulations)
/// is one taxon, and commas and semicolons separate several.
///
/// # Errors
/// [`TooLong`].
pub fn entries(text: &str) -> Result<Vec<Entry>, TooLong> {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|line| !line.trim().is_empty());
    let header = first.and_then(|at| Header::read(lines[at]));
    let begin = match (first, header) {
        (Some(at), Some(_)) => at + 1,
        _ => 0,
    };
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(begin) {
        for text in of_line(line, header) {
            if found.len() == MAX_ENTRIES {
                return Err(TooLong);
            }
            found.push(Entry {
                line: index + 1,
                cd_nom: number(&text),
                text,
            });
        }
    }
    Ok(found)
}

/// A line that names its columns.
#[derive(Debug, Clone, Copy)]
struct Header {
    separator: char,
    column: usize,
}

impl Header {
    fn read(line: &str) -> Option<Self> {
        // From the surest way to name a taxon to the least.
        const NAMES: [&str; 14] = [
            "cd_nom",
            "cdnom",
            "cd_ref",
            "cdref",
            "lb_nom",
            "nom_scientifique",
            "nom scientifique",
            "nom_valide",
            "nom_complet",
            "nom_cite",
            "taxon",
            "espece",
            "espèce",
            "nom_vern",
        ];
        let separator = ['\t', ';', ',']
            .into_iter()
            .find(|c| line.contains(*c))
            .unwrap_or('\t');
        let cells: Vec<String> = cells(line, separator)
            .into_iter()
            .map(|cell| cell.to_lowercase())
            .collect();
        let column = NAMES
            .iter()
            .find_map(|name| cells.iter().position(|cell| cell == name))?;
        Some(Self { separator, column })
    }
}

fn of_line(line: &str, header: Option<Header>) -> Vec<String> {
    let entries = match header {
        Some(header) => cells(line, header.separator)
            .into_iter()
            .nth(header.column)
            .into_iter()
            .collect(),
        None if line.contains('\t') => spreadsheet_row(line),
        None => separated(line),
    };
    let cut = |text: String| text.chars().take(LONGEST).collect();
    entries
        .into_iter()
        .filter(|text| text.contains(char::is_alphanumeric))
        .map(cut)
        .collect()
}

/// The cells of a line, unquoted and trimmed.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == separator && !quoted => found.push(String::new()),
            c => found.extend_last(c),
        }
    }
    found.iter().map(|cell| cell.trim().to_owned()).collect()
}

trait ExtendLast {
    fn extend_last(&mut self, c: char);
}

impl ExtendLast for Vec<String> {
    fn extend_last(&mut self, c: char) {
        if let Some(last) = self.last_mut() {
            last.push(c);
        }
    }
}

/// Cells pasted from a spreadsheet are one taxon: its number if there is one, else the first that is filled. Numbers alone are as many taxa.
fn spreadsheet_row(line: &str) -> Vec<String> {
    let cells: Vec<String> = cells(line, '\t')
        .into_iter()
        .filter(|cell| !cell.is_empty())
        .collect();
    if cells.iter().all(|cell| number(cell).is_some()) {
        return cells;
    }
    let chosen = cells
        .iter()
        .find(|cell| number(cell).is_some())
        .or(cells.first());
    chosen.cloned().into_iter().collect()
}

/// Commas and semicolons separate taxa, but for the comma before the year of an author's name, or between parentheses.
fn separated(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in cells(line, ';') {
        let mut entry = String::new();
        for piece in part.split(',') {
            if entry.is_empty() {
                piece.clone_into(&mut entry);
            } else if continues(&entry, piece) {
                entry.push(',');
                entry.push_str(piece);
            } else {
                found.push(std::mem::replace(&mut entry, piece.to_owned()));
            }
        }
        found.push(entry);
    }
    found.iter().map(|entry| entry.trim().to_owned()).collect()
}

fn continues(entry: &str, piece: &str) -> bool {
    let open = entry.matches('(').count() > entry.matches(')').count();
    let year = piece.trim().trim_end_matches(')');
    let is_year = year.len() == 4
        && year
            .parse()
            .is_ok_and(|year: i32| (1700..=2100).contains(&year));
    open || (is_year && entry.contains(char::is_alphabetic))
}

fn number(text: &str) -> Option<i32> {
    let text = text.trim();
    // A spreadsheet may write 2645.0, a person « cd_nom 2645 ».
    let text = text.strip_suffix(".0").unwrap_or(text);
    let lower = text.to_lowercase();
    let text = ["cd_nom", "cd_ref", "cdnom", "cdref"]
        .iter()
        .find_map(|prefix| lower.strip_prefix(prefix))
        .map_or(text, |rest| rest.trim_start_matches([':', '=', ' ']));
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
