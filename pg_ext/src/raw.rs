//! Functions of `PostgreSQL` called once per row, without the guard that pgrx puts around each call: it costs more than they do.
//!
//! What belongs here never raises an error when called as said: an error would cross Rust's frames without unwinding them.

use std::ptr::NonNull;

use pgrx::pg_sys;

mod imported {
    use pgrx::pg_sys;

    unsafe extern "C" {
        pub fn ActiveSnapshotSet() -> bool;
        pub fn GetActiveSnapshot() -> pg_sys::Snapshot;
        pub fn GetUserId() -> pg_sys::Oid;
        pub fn palloc_extended(size: usize, flags: std::ffi::c_int) -> *mut std::ffi::c_void;
    }
}

/// The greatest allocation that is no error.
const MAX_ALLOCATION: usize = 0x3FFF_FFFF;
/// `MCXT_ALLOC_NO_OOM`: NULL instead of an error.
const NO_ERROR: std::ffi::c_int = 0x02;

/// The active snapshot, if there is one. It is the backend's: to be read at once.
#[inline]
pub fn active_snapshot<'a>() -> Option<&'a pg_sys::SnapshotData> {
    // SAFETY: both only read globals of the backend.
    unsafe {
        if imported::ActiveSnapshotSet() {
            imported::GetActiveSnapshot().as_ref()
        } else {
            None
        }
    }
}

/// The current role.
#[inline]
pub fn user() -> pg_sys::Oid {
    // SAFETY: reads a global of the backend.
    unsafe { imported::GetUserId() }
}

/// Memory of the current context, not initialised; `None` when there is none or when it would be too large.
#[inline]
pub fn allocate(size: usize) -> Option<NonNull<u8>> {
    if size > MAX_ALLOCATION {
        return None;
    }
    // SAFETY: an admitted size, and NULL instead of an error.
    NonNull::new(unsafe { imported::palloc_extended(size, NO_ERROR) }.cast())
}

/// The data of a varlena, and where the varlena is: itself when it is neither compressed nor out of line, else a copy in the memory of
/// the call, which the server makes under pgrx's guard.
///
/// # Safety
/// The pointer is to a varlena that lives as long as what is lent.
#[inline]
pub unsafe fn varlena<'a>(pointer: NonNull<pg_sys::varlena>) -> (&'a [u8], *mut pg_sys::varlena) {
    // SAFETY: same contract; what the server unpacks is a varlena in place.
    unsafe {
        if let Some(data) = in_place(pointer) {
            return (data, pointer.as_ptr());
        }
        let unpacked = pg_sys::pg_detoast_datum_packed(pointer.as_ptr());
        let data = NonNull::new(unpacked).and_then(|pointer| in_place(pointer));
        (data.unwrap_or_default(), unpacked)
    }
}

/// The data of a varlena that is neither compressed nor out of line; `None` for any other.
///
/// # Safety
/// As for [`varlena`].
#[inline]
pub unsafe fn in_place<'a>(pointer: NonNull<pg_sys::varlena>) -> Option<&'a [u8]> {
    let pointer = pointer.as_ptr();
    // SAFETY: the header is read first, and says how long the data are.
    unsafe {
        let is_in_place = pgrx::varatt_is_4b_u(pointer)
            || (pgrx::varatt_is_1b(pointer) && !pgrx::varatt_is_1b_e(pointer));
        is_in_place.then(|| {
            let data = pgrx::vardata_any(pointer).cast::<u8>();
            std::slice::from_raw_parts(data, pgrx::varsize_any_exhdr(pointer))
        })
    }
}
