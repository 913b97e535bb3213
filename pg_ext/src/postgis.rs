//! What is asked of `PostGIS`: its type, and whether a geometry is valid.

use std::cell::Cell;

use pgrx::pg_sys;
use pgrx::{FromDatum, PgSqlErrorCode, ereport};

use crate::cache::Stamp;
use crate::geometry::Geometry;
use crate::spi;

/// Numbers of `PostGIS`'s objects in this database.
#[derive(Clone, Copy)]
pub struct Oids {
    /// Type `geometry`.
    pub geometry: pg_sys::Oid,
    /// Function `ST_IsValidReason(geometry)`: unlike `ST_IsValid`, it says nothing to the client.
    valid_reason: pg_sys::Oid,
}

thread_local! {
    static KNOWN: Cell<Option<(Stamp, Oids)>> = const { Cell::new(None) };
}

/// The numbers, looked up once per snapshot: the extension may have been created again.
pub fn oids() -> Oids {
    let stamp = Stamp::now();
    if let Some((known, oids)) = KNOWN.get()
        && stamp == Some(known)
    {
        return oids;
    }
    let oids = look_up();
    KNOWN.set(stamp.map(|stamp| (stamp, oids)));
    oids
}

fn look_up() -> Oids {
    let mut found = None;
    spi::read(
        c"SELECT t.oid, p.oid
            FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_type t ON t.typnamespace OPERATOR(pg_catalog.=) e.extnamespace AND t.typname OPERATOR(pg_catalog.=) 'geometry'
            JOIN pg_catalog.pg_proc p ON p.pronamespace OPERATOR(pg_catalog.=) e.extnamespace
                 AND p.proname OPERATOR(pg_catalog.=) 'st_isvalidreason' AND p.pronargs OPERATOR(pg_catalog.=) 1
           WHERE e.extname OPERATOR(pg_catalog.=) 'postgis'",
        &[],
        &mut |row| {
            found = row.get(1).zip(row.get(2));
            false
        },
    );
    let Some((geometry, valid_reason)) = found else {
        ereport!(
            ERROR,
            PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
            "l'extension postgis est introuvable : gn_diffusion en a besoin"
        );
    };
    Oids {
        geometry,
        valid_reason,
    }
}

/// Whether the geometry is valid in the OGC sense.
pub fn is_valid(geom: Geometry<'_>) -> bool {
    // SAFETY: the function takes a geometry and returns a text, never NULL for a geometry.
    unsafe {
        let reason =
            pg_sys::OidFunctionCall1Coll(oids().valid_reason, pg_sys::InvalidOid, geom.datum());
        <&str>::from_datum(reason, false) == Some("Valid Geometry")
    }
}
