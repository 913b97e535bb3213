//! Text that the fonts can print.

use serde_json::Value;

use crate::world::FONTS;

/// What stands for a character that cannot be printed.
const UNKNOWN: char = '?';

/// The same data, each character of each text printable: PDF/A forbids the box of a character that a font lacks.
pub fn printable(data: &Value) -> Value {
    match data {
        Value::String(text) => Value::String(text.chars().map(printable_char).collect()),
        Value::Array(items) => Value::Array(items.iter().map(printable).collect()),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), printable(value)))
            .collect(),
        other => other.clone(),
    }
}

fn printable_char(c: char) -> char {
    match c {
        '\n' | ' ' => c,
        // Kept: the fonts have them or the layout deals with them.
        _ if c.is_whitespace() => ' ',
        _ if c.is_control() || is_invisible(c) => UNKNOWN,
        _ if c.is_ascii() || in_a_font(c) => c,
        _ => UNKNOWN,
    }
}

/// Marks that turn the direction of a text, or that are not seen: a text must be printed as it is read.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E000}'..='\u{F8FF}' | '\u{FFF9}'..='\u{FFFF}')
}

fn in_a_font(c: char) -> bool {
    FONTS
        .iter()
        .any(|font| font.info().coverage.contains(u32::from(c)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keeps_what_french_needs_and_drops_what_no_font_has() {
        let data = json!({ "nom": "Œuf d’aigle — « né » à 12 °C", "autre": ["a\u{202E}b", "漢", "x\u{0}y", "a\tb"] });
        assert_eq!(
            printable(&data),
            json!({ "nom": "Œuf d’aigle — « né » à 12 °C", "autre": ["a?b", "?", "x?y", "a b"] })
        );
    }
}
