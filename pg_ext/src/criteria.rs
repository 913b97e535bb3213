//! The criteria of an observation, read from a jsonb where it lies.

use pgrx::callconv::{Arg, ArgAbi};
use pgrx::nullable::Nullable;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{FromDatum, direct_function_call, pg_sys};

const SQL_NAME: &str = "jsonb";

/// A jsonb received as argument.
#[derive(Clone, Copy)]
pub struct Json(pg_sys::Datum);

/// What a jsonb says of the criteria.
pub enum Values {
    /// It is an object whose values are these ids, JSON nulls left out.
    Ids(Vec<i32>),
    /// It is no object.
    NoObject,
    /// An object with a value that is no integer: SQL compares it as a text or fails on it, according to the mode.
    Other,
}

impl Json {
    /// The datum, to be passed on.
    pub fn datum(self) -> pg_sys::Datum {
        self.0
    }

    /// Reads the values of an object.
    pub fn values(self) -> Values {
        // SAFETY: the datum is a jsonb, which detoasting gives whole and aligned. The iterator gives its items one after the other and
        // frees itself at the end; it is skipped over what is nested, and otherwise left to the memory of the call.
        unsafe {
            let detoasted = pg_sys::Datum::from(pg_sys::pg_detoast_datum(self.0.cast_mut_ptr()));
            let jsonb = detoasted.cast_mut_ptr::<pg_sys::Jsonb>();
            let mut iterator = pg_sys::JsonbIteratorInit(&raw mut (*jsonb).root);
            let mut value = std::mem::zeroed::<pg_sys::JsonbValue>();
            let mut next = |value| pg_sys::JsonbIteratorNext(&raw mut iterator, value, true);
            if next(&raw mut value) != pg_sys::JsonbIteratorToken::WJB_BEGIN_OBJECT {
                return Values::NoObject;
            }
            let mut ids = Vec::new();
            loop {
                match next(&raw mut value) {
                    pg_sys::JsonbIteratorToken::WJB_KEY => {}
                    pg_sys::JsonbIteratorToken::WJB_VALUE => match (value.type_, id(&value)) {
                        (pg_sys::jbvType::jbvNull, _) => {}
                        (_, Some(id)) => ids.push(id),
                        _ => return Values::Other,
                    },
                    _ => return Values::Ids(ids),
                }
            }
        }
    }
}

/// The number, when it is written as an integer of 32 bits.
///
/// # Safety
/// The value is one that the iterator gave.
unsafe fn id(value: &pg_sys::JsonbValue) -> Option<i32> {
    if value.type_ != pg_sys::jbvType::jbvNumeric {
        return None;
    }
    // SAFETY: the value is a numeric, and numeric_out gives a C string.
    let text: &std::ffi::CStr = unsafe {
        let numeric = pg_sys::Datum::from(value.val.numeric);
        direct_function_call(pg_sys::numeric_out, &[Some(numeric)])?
    };
    text.to_str().ok()?.parse().ok()
}

impl FromDatum for Json {
    #[inline]
    unsafe fn from_polymorphic_datum(
        datum: pg_sys::Datum,
        is_null: bool,
        _: pg_sys::Oid,
    ) -> Option<Self> {
        (!is_null).then_some(Self(datum))
    }
}

// SAFETY: the argument's datum is a jsonb, as SqlTranslatable declares.
unsafe impl<'fcx> ArgAbi<'fcx> for Json {
    #[inline]
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        // SAFETY: same contract; functions take an Option, so that a NULL never comes here.
        unsafe {
            arg.unbox_arg_using_from_datum()
                .unwrap_or(Self(pg_sys::Datum::null()))
        }
    }

    #[inline]
    unsafe fn unbox_nullable_arg(arg: Arg<'_, 'fcx>) -> Nullable<Self> {
        // SAFETY: same contract.
        unsafe { arg.unbox_arg_using_from_datum().into() }
    }
}

// SAFETY: Json reads datums of the SQL type jsonb and of no other; it is never returned.
unsafe impl SqlTranslatable for Json {
    const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!(Json);
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal(SQL_NAME));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Err(ReturnsError::Datum);
}
