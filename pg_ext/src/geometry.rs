//! `PostGIS`'s `geometry` as arguments and results of native functions, without a detour by `bytea` or WKB.
//!
//! The bytes are read and written by `gn_diffusion_core::codec`: here is only what holds them. A stored point has a short
//! header and starts at any address, which is why the bytes are lent as they are.

use std::ptr::NonNull;

use gn_diffusion_core::blur::Blurred;
use gn_diffusion_core::codec::{self, Header, Kind, Rectangle};
use gn_diffusion_core::relate::Position;
use pgrx::callconv::{Arg, ArgAbi, BoxRet, FcInfo};
use pgrx::datum::Datum;
use pgrx::nullable::Nullable;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{FromDatum, IntoDatum, PgSqlErrorCode, ereport, pg_sys};

use crate::raw;

/// Name of the type; the extension requires `postgis`, whose schema is on the path when functions are created.
const SQL_NAME: &str = "geometry";

/// A geometry received as argument.
#[derive(Clone, Copy)]
pub struct Geometry<'fcx> {
    bytes: &'fcx [u8],
    datum: pg_sys::Datum,
}

impl<'fcx> Geometry<'fcx> {
    /// The serialized bytes, after the variable-length header, at any alignment.
    #[inline]
    pub fn bytes(self) -> &'fcx [u8] {
        self.bytes
    }

    /// The datum, to be passed on.
    pub fn datum(self) -> pg_sys::Datum {
        self.datum
    }

    /// Whether it is a `GEOMETRYCOLLECTION`.
    #[inline]
    pub fn is_collection(self) -> bool {
        Header::read(self.bytes)
            .ok()
            .and_then(|header| self.bytes.get(header.body..)?.first_chunk())
            .is_some_and(|code| u32::from_ne_bytes(*code) == Kind::GeometryCollection as u32)
    }

    /// SRID, X and Y of a point with finite coordinates; `None` for any other geometry.
    #[inline]
    pub fn point(self) -> Option<(i32, Position)> {
        let header = Header::read(self.bytes).ok()?;
        let position = codec::single_point(self.bytes, header)?;
        let is_finite = position.iter().all(|ordinate| ordinate.is_finite());
        is_finite.then_some((header.srid, position))
    }
}

impl FromDatum for Geometry<'_> {
    #[inline]
    unsafe fn from_polymorphic_datum(
        datum: pg_sys::Datum,
        is_null: bool,
        _: pg_sys::Oid,
    ) -> Option<Self> {
        let pointer = NonNull::new(datum.cast_mut_ptr::<pg_sys::varlena>()).filter(|_| !is_null)?;
        // SAFETY: a non-NULL datum of type geometry points to a varlena that lives as long as the call.
        let (bytes, pointer) = unsafe { raw::varlena(pointer) };
        Some(Self {
            bytes,
            datum: pg_sys::Datum::from(pointer),
        })
    }
}

// SAFETY: the argument's datum is a geometry, as SqlTranslatable declares.
unsafe impl<'fcx> ArgAbi<'fcx> for Geometry<'fcx> {
    #[inline]
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        // SAFETY: same contract. Functions that take a bare Geometry are STRICT: the empty slice, which no reader accepts,
        // stands for a NULL that never comes.
        unsafe {
            arg.unbox_arg_using_from_datum().unwrap_or(Self {
                bytes: &[],
                datum: pg_sys::Datum::null(),
            })
        }
    }

    #[inline]
    unsafe fn unbox_nullable_arg(arg: Arg<'_, 'fcx>) -> Nullable<Self> {
        // SAFETY: same contract.
        unsafe { arg.unbox_arg_using_from_datum().into() }
    }
}

// SAFETY: Geometry reads the datums of the SQL type geometry and of no other; it is never returned.
unsafe impl SqlTranslatable for Geometry<'_> {
    const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!(Geometry);
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal(SQL_NAME));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Err(ReturnsError::Datum);
}

/// A geometry to return.
pub struct BlurredGeometry(Blurred);

impl BlurredGeometry {
    /// Wraps what the core gives.
    pub fn new(blurred: Blurred) -> Self {
        Self(blurred)
    }
}

/// A geometry to return, already in the memory of the call.
pub struct GeometryDatum(pg_sys::Datum);

impl GeometryDatum {
    /// The argument itself.
    pub fn same(geometry: Geometry<'_>) -> Self {
        Self(geometry.datum)
    }

    /// A geometry of these serialized bytes.
    pub fn copy(bytes: &[u8]) -> Self {
        // SAFETY: the data have the length of the bytes, which fill them.
        unsafe {
            let (datum, data) = allocate(bytes.len());
            data.copy_from_nonoverlapping(NonNull::from(bytes).cast(), bytes.len());
            Self(datum)
        }
    }
}

// SAFETY: the datum is a geometry, as SqlTranslatable declares.
unsafe impl BoxRet for GeometryDatum {
    #[inline]
    unsafe fn box_into<'fcx>(self, fcinfo: &mut FcInfo<'fcx>) -> Datum<'fcx> {
        // SAFETY: the datum is the call's argument or was allocated for the call.
        unsafe { fcinfo.return_raw_datum(self.0) }
    }
}

// SAFETY: GeometryDatum holds datums of the SQL type geometry; it is never an argument.
unsafe impl SqlTranslatable for GeometryDatum {
    const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!(GeometryDatum);
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> =
        Err(ArgumentError::NotValidAsArgument(SQL_NAME));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> =
        Ok(ReturnsRef::One(SqlMappingRef::literal(SQL_NAME)));
}

/// Allocates a varlena with room for that many bytes of data, and gives where they go.
///
/// # Safety
/// The data are not initialised: they must all be written before anyone reads the datum.
#[inline]
unsafe fn allocate(length: usize) -> (pg_sys::Datum, NonNull<u8>) {
    // SAFETY: same contract.
    unsafe { try_allocate(length) }.unwrap_or_else(|| refuse())
}

#[cold]
fn refuse() -> ! {
    ereport!(
        ERROR,
        PgSqlErrorCode::ERRCODE_OUT_OF_MEMORY,
        "mémoire insuffisante pour une géométrie"
    );
}

/// A geometry that is a rectangle; `None` without memory for it.
#[inline]
pub fn try_write(rectangle: &Rectangle) -> Option<pg_sys::Datum> {
    // SAFETY: the data have the length of the array, which is cleared before it is lent and then written.
    unsafe {
        let (datum, data) = try_allocate(Rectangle::LENGTH)?;
        let mut data = data.cast::<[u8; Rectangle::LENGTH]>();
        data.write([0; Rectangle::LENGTH]);
        rectangle.write(data.as_mut());
        Some(datum)
    }
}

/// The same; `None` instead of an error.
///
/// # Safety
/// As for [`allocate`].
#[inline]
unsafe fn try_allocate(length: usize) -> Option<(pg_sys::Datum, NonNull<u8>)> {
    let total = length.saturating_add(pg_sys::VARHDRSZ);
    let varlena = raw::allocate(total)?;
    // SAFETY: `total` bytes were allocated, the header's and the data's; an admitted size fits in the header.
    unsafe {
        let header = i32::try_from(total).unwrap_or(i32::MAX);
        pgrx::set_varsize_4b(varlena.as_ptr().cast(), header);
        Some((
            pg_sys::Datum::from(varlena.as_ptr()),
            varlena.add(pg_sys::VARHDRSZ),
        ))
    }
}

impl IntoDatum for BlurredGeometry {
    #[inline]
    fn into_datum(self) -> Option<pg_sys::Datum> {
        match &self.0 {
            Blurred::Cell(rectangle) => Some(try_write(rectangle).unwrap_or_else(|| refuse())),
            Blurred::Cells(bytes) => Some(GeometryDatum::copy(bytes).0),
        }
    }

    fn type_oid() -> pg_sys::Oid {
        // The type is another extension's: its number is only known to the catalogue, and no caller asks for it.
        pg_sys::InvalidOid
    }
}

// SAFETY: the datum is a geometry serialized by the core, as SqlTranslatable declares.
unsafe impl BoxRet for BlurredGeometry {
    #[inline]
    unsafe fn box_into<'fcx>(self, fcinfo: &mut FcInfo<'fcx>) -> Datum<'fcx> {
        match self.into_datum() {
            // SAFETY: the datum was allocated for this call.
            Some(datum) => unsafe { fcinfo.return_raw_datum(datum) },
            None => fcinfo.return_null(),
        }
    }
}

// SAFETY: BlurredGeometry makes datums of the SQL type geometry; it is never an argument.
unsafe impl SqlTranslatable for BlurredGeometry {
    const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!(BlurredGeometry);
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> =
        Err(ArgumentError::NotValidAsArgument(SQL_NAME));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> =
        Ok(ReturnsRef::One(SqlMappingRef::literal(SQL_NAME)));
}
