//! Codes of the cells of the national Lambert-93 grids, as the INPN and `GeoNature`'s `ref_geo` write them: `10kmL93E065N632`.
//!
//! `10km` is the side; `E` and `N` are the corner of least coordinates: in tens of kilometres on three digits for sides of
//! 10 km and more, in kilometres on four digits for 2 and 5 km (`5kmL93E0740N6945`), in kilometres without a zero in front for 1 km
//! (`1kmL93E742N6946`): so are the codes that the INPN publishes (`cd_sig`), with that difference between its grids. It is not a
//! search in a table: no area need exist.

use thiserror::Error;

use crate::codec::{self, DecodeError, Shape};

/// The only projection these grids are drawn in.
pub const SRID: i32 = 2154;
/// Sides, in metres, of the grids that have codes: M1, M2, M5, M10, M20 and M50.
pub const SIZES: [i32; 6] = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000];

/// Why there can be no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CellCodeError {
    /// Not one of [`SIZES`].
    #[error("no national grid has cells of {0} m")]
    Size(i32),
    /// The bytes are no geometry.
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

/// Code of the cell that holds a serialized point. A border belongs to the cell on its right or above, as in
/// [`crate::blur`].
///
/// `None` for another type, an empty point, a projection other than [`SRID`], a coordinate not finite, negative, or beyond
/// what the digits can say.
///
/// # Errors
/// [`CellCodeError`].
pub fn cell_code(bytes: &[u8], size: i32) -> Result<Option<String>, CellCodeError> {
    if !SIZES.contains(&size) {
        return Err(CellCodeError::Size(size));
    }
    let geometry = codec::read(bytes)?;
    let Shape::Point(position) = &geometry.shape else {
        return Ok(None);
    };
    let &[x, y, ..] = position.as_slice() else {
        return Ok(None);
    };
    if geometry.srid != SRID || geometry.geodetic {
        return Ok(None);
    }
    Ok(corner(x, size)
        .zip(corner(y, size))
        .map(|(east, north)| write(size, east, north)))
}

/// Least coordinate of the cell, in the unit of the code.
fn corner(ordinate: f64, size: i32) -> Option<u32> {
    let (unit, digits) = unit_and_digits(size);
    let span = f64::from(size);
    // Exact: the quotient is that of a number below 10^7 by one of at least 10^3, and its floor is checked against the cell.
    let mut index = (ordinate / span).floor();
    if index * span > ordinate {
        index -= 1.0;
    } else if (index + 1.0) * span <= ordinate {
        index += 1.0;
    }
    let told = index * span / f64::from(unit);
    let limit = f64::from(10_u32.pow(digits));
    if !(0.0..limit).contains(&told) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number between 0 and 9999"
    )]
    Some(told as u32)
}

/// What the code counts in, in metres, and on how many digits at most.
const fn unit_and_digits(size: i32) -> (i32, u32) {
    if size >= 10_000 {
        (10_000, 3)
    } else {
        (1_000, 4)
    }
}

fn write(size: i32, east: u32, north: u32) -> String {
    let (_, digits) = unit_and_digits(size);
    let width = if size == 1_000 { 0 } else { digits as usize };
    format!("{}kmL93E{east:0width$}N{north:0width$}", size / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Dims, Geometry, Kind};

    fn serialized(srid: i32, shape: Shape) -> Vec<u8> {
        let geometry = Geometry {
            srid,
            dims: Dims::default(),
            geodetic: false,
            solid: false,
            shape,
        };
        codec::write(&geometry).unwrap()
    }

    fn code(x: f64, y: f64, size: i32) -> Option<String> {
        cell_code(&serialized(SRID, Shape::Point(vec![x, y])), size).unwrap()
    }

    #[test]
    fn one_point_in_each_grid() {
        for (size, expected) in [
            (1_000, "1kmL93E657N6328"),
            (2_000, "2kmL93E0656N6328"),
            (5_000, "5kmL93E0655N6325"),
            (10_000, "10kmL93E065N632"),
            (20_000, "20kmL93E064N632"),
            (50_000, "50kmL93E065N630"),
        ] {
            assert_eq!(
                code(657_890.1, 6_328_123.4, size).as_deref(),
                Some(expected)
            );
        }
    }

    #[test]
    fn a_border_belongs_to_the_right_and_above() {
        assert_eq!(
            code(650_000.0, 6_320_000.0, 10_000).as_deref(),
            Some("10kmL93E065N632")
        );
        assert_eq!(
            code(650_000.0_f64.next_down(), 6_320_000.0, 10_000).as_deref(),
            Some("10kmL93E064N632")
        );
        assert_eq!(
            code(1_242_000.0, 6_050_000.0_f64.next_down(), 1_000).as_deref(),
            Some("1kmL93E1242N6049")
        );
    }

    #[test]
    fn what_no_code_can_say_has_none() {
        for (x, y) in [
            (f64::NAN, 6_320_000.0),
            (650_000.0, f64::INFINITY),
            (f64::NEG_INFINITY, 6_320_000.0),
            (-0.1, 6_320_000.0),
            (650_000.0, -1.0),
            (10_000_000.0, 6_320_000.0),
            (1e300, 1e300),
        ] {
            for size in SIZES {
                assert_eq!(code(x, y, size), None, "{x} {y}");
            }
        }
        assert_eq!(
            code(9_999_999.0, 0.0, 1_000).as_deref(),
            Some("1kmL93E9999N0")
        );
    }

    #[test]
    fn only_a_point_in_lambert_93() {
        for srid in [0, 4326, 27572] {
            let bytes = serialized(srid, Shape::Point(vec![650_000.0, 6_320_000.0]));
            assert_eq!(cell_code(&bytes, 10_000), Ok(None));
        }
        for shape in [
            Shape::Point(vec![]),
            Shape::LineString(vec![650_000.0, 6_320_000.0, 650_001.0, 6_320_000.0]),
            Shape::Collection(
                Kind::MultiPoint,
                vec![Shape::Point(vec![650_000.0, 6_320_000.0])],
            ),
        ] {
            assert_eq!(cell_code(&serialized(SRID, shape), 10_000), Ok(None));
        }
    }

    #[test]
    fn other_sizes_and_bytes_are_errors() {
        let bytes = serialized(SRID, Shape::Point(vec![650_000.0, 6_320_000.0]));
        for size in [0, -10_000, 100, 3_000, 100_000, i32::MIN, i32::MAX] {
            assert_eq!(cell_code(&bytes, size), Err(CellCodeError::Size(size)));
        }
        assert!(matches!(
            cell_code(&[1], 10_000),
            Err(CellCodeError::Decode(_))
        ));
    }
}
