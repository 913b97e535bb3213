//! A short text as argument of a function called once per row: read where it lies, without a call to the server.

use std::ptr::NonNull;

use pgrx::callconv::{Arg, ArgAbi};
use pgrx::nullable::Nullable;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{FromDatum, pg_sys};

use crate::raw;

const SQL_NAME: &str = "text";

/// A text. One whose bytes are not UTF-8, in a database of another encoding, reads as empty: no code of type or level is.
#[derive(Clone, Copy)]
pub struct Text<'fcx>(&'fcx str);

impl<'fcx> Text<'fcx> {
    /// What it says.
    #[inline]
    pub fn as_str(self) -> &'fcx str {
        self.0
    }
}

impl FromDatum for Text<'_> {
    #[inline]
    unsafe fn from_polymorphic_datum(
        datum: pg_sys::Datum,
        is_null: bool,
        _: pg_sys::Oid,
    ) -> Option<Self> {
        let pointer = NonNull::new(datum.cast_mut_ptr::<pg_sys::varlena>()).filter(|_| !is_null)?;
        // SAFETY: a non-NULL datum of type text points to a varlena that lives as long as the call.
        let (bytes, _) = unsafe { raw::varlena(pointer) };
        Some(Self(str::from_utf8(bytes).unwrap_or_default()))
    }
}

// SAFETY: the argument's datum is a text, as SqlTranslatable declares.
unsafe impl<'fcx> ArgAbi<'fcx> for Text<'fcx> {
    #[inline]
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        // SAFETY: same contract. Functions that take a bare Text are STRICT.
        unsafe { arg.unbox_arg_using_from_datum().unwrap_or(Self("")) }
    }

    #[inline]
    unsafe fn unbox_nullable_arg(arg: Arg<'_, 'fcx>) -> Nullable<Self> {
        // SAFETY: same contract.
        unsafe { arg.unbox_arg_using_from_datum().into() }
    }
}

// SAFETY: Text reads the datums of the SQL type text and of no other; it is never returned.
unsafe impl SqlTranslatable for Text<'_> {
    const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!(Text);
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal(SQL_NAME));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Err(ReturnsError::Datum);
}
