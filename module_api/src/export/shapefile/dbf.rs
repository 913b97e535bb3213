//! The table of a Shapefile, `.dbf` (dBASE III, UTF-8 said by the `.cpg`).
//!
//! Fields are as wide as their content, so that nothing is cut that a field can hold: 254 bytes of text. An unknown value
//! is blank.

use chrono::{Datelike, NaiveDate};

use super::super::number::push_integer;
use super::super::{Column, Kind, Value};

/// Widest text.
pub const TEXT_BYTES: usize = 254;
const REAL_BYTES: usize = 24;
const REAL_DECIMALS: u8 = 15;
const DATE_BYTES: usize = 8;

/// Appends a cell, without padding. True when a text had to be cut.
pub fn push_cell(out: &mut Vec<u8>, value: &Value) -> bool {
    match value {
        Value::Null => (),
        Value::Text(text) => {
            let kept = text.floor_char_boundary(TEXT_BYTES);
            out.extend_from_slice(&text.as_bytes()[..kept]);
            return kept < text.len();
        }
        Value::Integer(number) => push_integer(out, *number),
        Value::Real(number) => out.extend_from_slice(real(*number).as_bytes()),
        Value::Date(day) => out.extend_from_slice(
            format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()).as_bytes(),
        ),
    }
    false
}

/// The shortest text that reads back as this number, with an exponent when it would be too long without.
fn real(number: f64) -> String {
    let plain = number.to_string();
    if plain.len() <= REAL_BYTES {
        plain
    } else {
        format!("{number:e}")
    }
}

/// Bytes of a field whose longest content has `longest`. Types are kept from changing with the content: readers take 9
/// digits for a 32-bit number and 18 for a 64-bit one.
pub fn width(kind: Kind, longest: usize) -> usize {
    match kind {
        Kind::Text => longest.max(1),
        Kind::Integer => match longest {
            0..=9 => 9,
            10..=18 => 18,
            _ => 20,
        },
        Kind::Real => REAL_BYTES,
        Kind::Date => DATE_BYTES,
    }
}

/// Bytes of the head of a table of so many columns.
pub const fn header_bytes(columns: usize) -> u64 {
    32 * (columns as u64 + 1) + 1
}

/// The head of a table, its fields as wide as said.
pub fn header(columns: &[Column], widths: &[usize], rows: u64, day: NaiveDate) -> Vec<u8> {
    let byte = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
    let size = |number: u64| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    let record: usize = 1 + widths.iter().sum::<usize>();
    let mut out = Vec::new();
    out.push(3);
    out.push(u8::try_from((day.year() - 1900).clamp(0, 255)).unwrap_or(0));
    out.extend([day.month(), day.day()].map(|n| u8::try_from(n).unwrap_or(0)));
    out.extend_from_slice(&u32::try_from(rows).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(&size(header_bytes(columns.len())));
    out.extend_from_slice(&size(record as u64));
    out.extend_from_slice(&[0; 20]);
    for (column, width) in columns.iter().zip(widths) {
        let mut name = [0_u8; 11];
        for (to, from) in name.iter_mut().zip(column.short_name.bytes().take(10)) {
            *to = from;
        }
        let (code, decimals) = match column.kind {
            Kind::Text => (b'C', 0),
            Kind::Integer => (b'N', 0),
            Kind::Real => (b'N', REAL_DECIMALS),
            Kind::Date => (b'D', 0),
        };
        out.extend_from_slice(&name);
        out.push(code);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&[byte(*width), decimals]);
        out.extend_from_slice(&[0; 14]);
    }
    out.push(b'\r');
    out
}

/// Appends a cell to a record, padded to its width: numbers to the right.
pub fn push_padded(out: &mut Vec<u8>, cell: &[u8], kind: Kind, width: usize) {
    let blanks = width.saturating_sub(cell.len());
    let right = matches!(kind, Kind::Integer | Kind::Real);
    if right {
        out.resize(out.len() + blanks, b' ');
    }
    out.extend_from_slice(cell);
    if !right {
        out.resize(out.len() + blanks, b' ');
    }
}
