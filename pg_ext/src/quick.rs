//! The shortest way to the commonest answer: about a point that lies whole in its row.
//!
//! A quick function answers without the frames that pgrx puts around a function, or does not answer: the function that pgrx made is
//! then called with the same arguments, and judges all the rest (errors included). It raises no error: it only calls what `raw`
//! holds, and a panic is caught and left to the other one to find again, under pgrx's guard.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

use gn_diffusion_core::blur::cell_of_point;
use pgrx::{FromDatum, pg_sys};

use crate::areas::{self, AtHand};
use crate::geometry;
use crate::raw;

/// What a quick function says.
pub enum Quick {
    /// This is the answer.
    Value(pg_sys::Datum),
    /// The answer is NULL.
    Null,
    /// It is for the other function to answer.
    Unknown,
}

impl Quick {
    /// `None` is not known.
    #[inline]
    fn known(value: Option<pg_sys::Datum>) -> Self {
        value.map_or(Self::Unknown, Self::Value)
    }
}

/// Functions of a server's call.
type Function = unsafe extern "C-unwind" fn(pg_sys::FunctionCallInfo) -> pg_sys::Datum;

/// Arguments of a call, as the server lays them out.
#[derive(Clone, Copy)]
pub struct Arguments<'fcx>(&'fcx [pg_sys::NullableDatum]);

impl<'fcx> Arguments<'fcx> {
    /// The arguments of a call.
    ///
    /// # Safety
    /// The server's own description of a call that is not over.
    #[inline]
    unsafe fn of(call: pg_sys::FunctionCallInfo) -> Self {
        // SAFETY: `nargs` arguments follow the description.
        unsafe {
            let count = usize::try_from((*call).nargs).unwrap_or(0);
            Self((*call).args.as_slice(count))
        }
    }

    /// A value; `None` for NULL and for an argument that is not there.
    #[inline]
    fn get(self, rank: usize) -> Option<pg_sys::Datum> {
        let argument = self.0.get(rank)?;
        (!argument.isnull).then_some(argument.value)
    }

    /// The data of a varlena that lies as it is in its row; `None` when the server would have to fetch or unpack it.
    ///
    /// # Safety
    /// The argument is of a type of variable length.
    #[inline]
    unsafe fn bytes(self, rank: usize) -> Option<&'fcx [u8]> {
        let pointer = NonNull::new(self.get(rank)?.cast_mut_ptr())?;
        // SAFETY: a datum of such a type that is not NULL points to a varlena, alive for the call.
        unsafe { raw::in_place(pointer) }
    }

    #[inline]
    fn integer(self, rank: usize) -> Option<i32> {
        let value = self.get(rank)?;
        // SAFETY: any datum is read as an integer.
        unsafe { i32::from_datum(value, false) }
    }
}

/// Answers quickly, or else asks the other function.
///
/// # Safety
/// As for [`Arguments::of`]; `quick` reads the types that the function is declared with.
#[inline]
unsafe fn answer(
    call: pg_sys::FunctionCallInfo,
    quick: impl FnOnce(Arguments<'_>) -> Quick,
    other: Function,
) -> pg_sys::Datum {
    // SAFETY: same contract.
    unsafe {
        let arguments = Arguments::of(call);
        match catch_unwind(AssertUnwindSafe(|| quick(arguments))) {
            Ok(Quick::Value(datum)) => {
                (*call).isnull = false;
                datum
            }
            Ok(Quick::Null) => {
                (*call).isnull = true;
                pg_sys::Datum::null()
            }
            _ => other(call),
        }
    }
}

/// Makes a function known to the server: its symbol, that of its description, what answers quickly and what answers else.
macro_rules! quick_function {
    ($symbol:ident, $description:ident, $quick:path, $other:path) => {
        #[unsafe(no_mangle)]
        extern "C" fn $description() -> &'static pg_sys::Pg_finfo_record {
            const VERSION_1: pg_sys::Pg_finfo_record = pg_sys::Pg_finfo_record { api_version: 1 };
            &VERSION_1
        }

        #[unsafe(no_mangle)]
        unsafe extern "C-unwind" fn $symbol(call: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
            // SAFETY: called by the server as declared in SQL: STRICT, with the arguments of the other function.
            unsafe { answer(call, |arguments| $quick(arguments), $other) }
        }
    };
}

quick_function!(
    blur_to_grid_quick,
    pg_finfo_blur_to_grid_quick,
    blur_to_grid,
    crate::blur_to_grid_wrapper
);
quick_function!(
    area_id_quick,
    pg_finfo_area_id_quick,
    area_id,
    areas::area_id_wrapper
);

/// The cell of a point: `geometry, integer`.
///
/// # Safety
/// The arguments are of these types.
#[inline]
unsafe fn blur_to_grid(arguments: Arguments<'_>) -> Quick {
    // SAFETY: the first one is of a type of variable length.
    let bytes = unsafe { arguments.bytes(0) };
    let cell = bytes
        .zip(arguments.integer(1))
        .and_then(|(bytes, size)| cell_of_point(bytes, size));
    Quick::known(cell.and_then(|cell| geometry::try_write(&cell)))
}

/// The first area that holds a point, by an index that is at hand: `geometry, text`.
///
/// # Safety
/// The arguments are of these types.
#[inline]
unsafe fn area_id(arguments: Arguments<'_>) -> Quick {
    // SAFETY: both are of types of variable length.
    let (bytes, type_code) = unsafe { (arguments.bytes(0), arguments.bytes(1)) };
    let found = bytes
        .zip(type_code)
        .and_then(|(bytes, type_code)| areas::first_at_hand(bytes, type_code));
    match found {
        Some(AtHand::Area(id)) => Quick::Value(id.into()),
        Some(AtHand::Nowhere) => Quick::Null,
        None => Quick::Unknown,
    }
}
