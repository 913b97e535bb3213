//! Cells and rows, as they reach the writers.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Column, ExportError, Kind};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing known: empty in text formats, NULL elsewhere.
    Null,
    /// Any text without U+0000, written as it is but for what a spreadsheet would run (see [`super::csv_file`]).
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Real(f64),
    /// A day of the years 0 to 9999, ISO 8601 in text.
    Date(NaiveDate),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl From<NaiveDate> for Value {
    fn from(value: NaiveDate) -> Self {
        Self::Date(value)
    }
}

impl From<uuid::Uuid> for Value {
    fn from(value: uuid::Uuid) -> Self {
        Self::Text(value.hyphenated().to_string())
    }
}

/// One row: its cells, one per column and in their order, and its geometry.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Cells.
    pub values: Vec<Value>,
    /// ISO or OGC WKB in the SRID of the layer; `None` when there is no geometry. Shared: one area stands for many rows.
    pub wkb: Option<Arc<[u8]>>,
}

impl From<(Vec<Value>, Vec<u8>)> for Row {
    fn from((values, wkb): (Vec<Value>, Vec<u8>)) -> Self {
        Self {
            values,
            wkb: Some(wkb.into()),
        }
    }
}

/// Refuses a row that does not have one value of the right kind per column.
pub(super) fn check_row(row: u64, columns: &[Column], values: &[Value]) -> Result<(), ExportError> {
    if columns.len() != values.len() {
        let what = format!("{} values for {} columns", values.len(), columns.len());
        return Err(ExportError::Row { row, what });
    }
    for (column, value) in columns.iter().zip(values) {
        let fits = match value {
            Value::Null => true,
            // No format but CSV holds a NUL, and PostgreSQL has none: it is somebody's trick or somebody's mistake.
            Value::Text(text) => column.kind == Kind::Text && !text.as_bytes().contains(&0),
            Value::Integer(_) => column.kind == Kind::Integer,
            Value::Real(number) => column.kind == Kind::Real && number.is_finite(),
            Value::Date(day) => column.kind == Kind::Date && has_four_digit_year(*day),
        };
        if !fits {
            return Err(ExportError::Row {
                row,
                what: format!("{} wants {:?}", column.name, column.kind),
            });
        }
    }
    Ok(())
}

fn has_four_digit_year(day: NaiveDate) -> bool {
    (0..=9999).contains(&chrono::Datelike::year(&day))
}
