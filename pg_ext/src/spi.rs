//! Reading rows under the active snapshot, batch by batch.
//!
//! pgrx's own client takes a new snapshot once the transaction has written: what is kept for a snapshot must be read under that
//! very snapshot, which is what `read_only` means here.

use std::ffi::CStr;
use std::ptr;

use pgrx::pg_sys;
use pgrx::{FromDatum, PgSqlErrorCode, ereport};

const ROWS_PER_FETCH: i64 = 1000;

/// A value given to a query: its type, and nothing for NULL.
pub type Argument = (pg_sys::Oid, Option<pg_sys::Datum>);

/// One row of an answer.
pub struct Row {
    tuple: pg_sys::HeapTuple,
    descriptor: pg_sys::TupleDesc,
}

impl Row {
    /// The value of a column, from 1. `None` for NULL. What it borrows lives as long as the call that was given the row.
    pub fn get<T: FromDatum>(&self, column: i32) -> Option<T> {
        let mut is_null = false;
        // SAFETY: the tuple and its descriptor belong to the fetched batch, alive during the call; a column beyond the last
        // is answered with NULL. The caller names the Rust type of the column that it selected.
        unsafe {
            let datum =
                pg_sys::SPI_getbinval(self.tuple, self.descriptor, column, &raw mut is_null);
            T::from_datum(datum, is_null)
        }
    }
}

/// Calls `each` with the rows of a query, in order, until it says `false`. The query runs with the rights of the caller, under the active
/// snapshot, and may not write. Errors of the query are raised; cancellation is heard.
pub fn read(query: &CStr, arguments: &[Argument], each: &mut dyn FnMut(&Row) -> bool) {
    let mut types: Vec<_> = arguments.iter().map(|(oid, _)| *oid).collect();
    let mut values: Vec<_> = arguments
        .iter()
        .map(|(_, value)| value.unwrap_or_else(|| pg_sys::Datum::from(0)))
        .collect();
    let nulls: Vec<_> = arguments
        .iter()
        .map(|(_, value)| if value.is_some() { b' ' } else { b'n' }.cast_signed())
        .collect();
    let count = i32::try_from(arguments.len()).unwrap_or(i32::MAX);
    // SAFETY: the pointers are those of the lists above, of `count` items each; errors unwind through pgrx's guards, and the
    // end of the transaction closes what they leave open.
    unsafe {
        if pg_sys::SPI_connect() != pg_sys::SPI_OK_CONNECT.cast_signed() {
            refuse();
        }
        let portal = pg_sys::SPI_cursor_open_with_args(
            ptr::null(),
            query.as_ptr(),
            count,
            types.as_mut_ptr(),
            values.as_mut_ptr(),
            nulls.as_ptr().cast(),
            true,
            0,
        );
        if portal.is_null() {
            refuse();
        }
        while fetch(portal, each) {
            pgrx::check_for_interrupts!();
        }
        pg_sys::SPI_cursor_close(portal);
        pg_sys::SPI_finish();
    }
}

/// Hands one batch over; `false` when it was the last one, or when no more is wanted.
///
/// # Safety
/// The portal is open, within an SPI connection.
unsafe fn fetch(portal: pg_sys::Portal, each: &mut dyn FnMut(&Row) -> bool) -> bool {
    // SAFETY: SPI_tuptable is what this fetch made; its rows are read before it is freed.
    unsafe {
        pg_sys::SPI_cursor_fetch(portal, true, ROWS_PER_FETCH);
        let table = pg_sys::SPI_tuptable;
        if table.is_null() {
            return false;
        }
        let count = usize::try_from((*table).numvals).unwrap_or(0);
        let mut wanted = count > 0;
        for number in 0..count {
            let row = Row {
                tuple: *(*table).vals.add(number),
                descriptor: (*table).tupdesc,
            };
            if !each(&row) {
                wanted = false;
                break;
            }
        }
        pg_sys::SPI_freetuptable(table);
        wanted
    }
}

fn refuse() -> ! {
    ereport!(
        ERROR,
        PgSqlErrorCode::ERRCODE_INTERNAL_ERROR,
        "une lecture interne de gn_diffusion n'a pas pu commencer"
    );
}
