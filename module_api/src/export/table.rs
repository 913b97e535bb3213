//! A table for people: CSV or XLSX. Not here: the files of a lot, which have their own writers.

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, or nothing.
    Text(Option<String>),
    /// A number, or nothing.
    Number(Option<f64>),
    /// A day, or nothing.
    Day(Option<NaiveDate>),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Some(text.into()))
    }
}

/// A table with the names of its columns.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name of the sheet.
    pub name: String,
    /// Names of the columns.
    pub header: Vec<String>,
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// Longest text of a cell, in characters: a spreadsheet takes no more.
const LONGEST: usize = 32_767;

/// A text that no spreadsheet runs: an apostrophe before what it would take for a formula, alone or after a blank.
fn harmless(text: &str) -> String {
    let runs = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '|' | '%');
    let risky = text.starts_with(runs) || text.trim_start().starts_with(runs);
    let text = if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    text.chars().take(LONGEST).collect()
}

impl Table {
    /// As CSV: semicolons, UTF-8 with its mark, as French spreadsheets open it; days as 2026-03-02.
    ///
    /// # Errors
    /// When a row is longer than the others.
    pub fn csv(&self) -> csv::Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xEF\xBB\xBF".to_vec());
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text.as_deref().unwrap_or_default()),
                Cell::Number(number) => number.map(|number| number.to_string()).unwrap_or_default(),
                Cell::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
            }))?;
        }
        writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }

    /// As XLSX: texts are texts, never formulas.
    ///
    /// # Errors
    /// When it has more rows than a sheet.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(&self.name)?;
        let (bold, day_format) = (
            Format::new().set_bold(),
            Format::new().set_num_format("dd/mm/yyyy"),
        );
        for (column, name) in (0_u16..).zip(&self.header) {
            sheet.write_string_with_format(0, column, name, &bold)?;
        }
        for (line, row) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell {
                    Cell::Text(Some(text)) => {
                        sheet.write_string(line, column, harmless(text))?;
                    }
                    Cell::Number(Some(number)) => {
                        sheet.write_number(line, column, *number)?;
                    }
                    Cell::Day(Some(day)) => {
                        let date = ExcelDateTime::parse_from_str(&day.to_string())?;
                        sheet.write_datetime_with_format(line, column, &date, &day_format)?;
                    }
                    Cell::Text(None) | Cell::Number(None) | Cell::Day(None) => {}
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofit();
        book.save_to_buffer()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            name: "Essai".to_owned(),
            header: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
            rows: vec![
                vec![
                    Cell::text("=HYPERLINK(\"http://x\")"),
                    Cell::Number(Some(3.0)),
                    Cell::Day(NaiveDate::from_ymd_opt(2026, 3, 2)),
                ],
                vec![Cell::text(" +1;\"é\""), Cell::Number(None), Cell::Day(None)],
            ],
        }
    }

    #[test]
    fn a_csv_runs_nothing() {
        let csv = String::from_utf8(table().csv().unwrap()).unwrap();
        assert_eq!(
            csv,
            "\u{feff}a;b;c\r\n\"'=HYPERLINK(\"\"http://x\"\")\";3;2026-03-02\r\n\"' +1;\"\"é\"\"\";;\r\n"
        );
    }

    #[test]
    fn an_xlsx_is_an_archive_without_formulas() {
        let bytes = table().xlsx().unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut sheet = String::new();
        std::io::Read::read_to_string(
            &mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(),
            &mut sheet,
        )
        .unwrap();
        assert!(
            !sheet.contains("<f>") && sheet.contains("<v>3</v>"),
            "{sheet}"
        );
    }
}
