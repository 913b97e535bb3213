//! `cell_code`: glue around `gn_diffusion_core::cell_code`.

use gn_diffusion_core::cell_code::{CellCodeError, cell_code as code_of};
use pgrx::PgSqlErrorCode;
use pgrx::prelude::*;

use crate::geometry::Geometry;

/// Code of the cell of a national Lambert-93 grid that holds a point, as the INPN and `ref_geo.l_areas` write it:
/// `10kmL93E065N632`, `5kmL93E0655N6325`, `1kmL93E657N6328`.
///
/// `size` is the side in metres: 1000, 2000, 5000, 10000, 20000 or 50000. A border belongs to the cell on its right or
/// above. From 10 km on the corner is told in tens of kilometres on three digits, below in kilometres on four, but for 1 km, where no
/// zero stands in front. NULL for anything but a point, an SRID other than 2154, a coordinate not finite or out of reach of the
/// digits. The code of a point tells its cell: it is for what may be shown at that size. Errors: 22023 (another `size`), 22P02 (`geom` corrupt).
#[pg_extern(immutable, strict, parallel_safe)]
fn cell_code(geom: Geometry<'_>, size: i32) -> Option<String> {
    code_of(geom.bytes(), size).unwrap_or_else(|error| report(error))
}

fn report(error: CellCodeError) -> ! {
    let (code, message) = match error {
        CellCodeError::Size(size) => (
            PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
            format!(
                "aucune grille nationale n'a de mailles de {size} m (1000, 2000, 5000, 10000, 20000 ou 50000)"
            ),
        ),
        CellCodeError::Decode(_) => (
            PgSqlErrorCode::ERRCODE_INVALID_TEXT_REPRESENTATION,
            String::from(
                "la géométrie est illisible : ses octets sont corrompus ou d'un type inconnu",
            ),
        ),
    };
    ereport!(ERROR, code, message, error.to_string());
}
