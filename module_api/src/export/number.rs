//! Numbers as text, without allocating.

use std::io::Write as _;

/// Appends a whole number.
pub(super) fn push_integer(out: &mut Vec<u8>, number: i64) {
    // Writing to memory cannot fail.
    let _ = write!(out, "{number}");
}

/// Appends the shortest text that reads back as this number, never in scientific notation.
pub(super) fn push_real(out: &mut Vec<u8>, number: f64) {
    // Adding zero makes minus zero plain.
    let _ = write!(out, "{}", number + 0.0);
}

/// Appends degrees rounded to `decimals` (9 at most), without trailing zeros. Fit for numbers below a million only.
pub(super) fn push_degrees(out: &mut Vec<u8>, degrees: f64, decimals: u32) {
    let scale = 10_i64.pow(decimals);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a million with nine decimals has fifteen digits"
    )]
    let scaled = (degrees * scale as f64).round() as i64;
    if scaled < 0 {
        out.push(b'-');
    }
    let scaled = scaled.unsigned_abs();
    let (whole, mut rest) = (scaled / scale.unsigned_abs(), scaled % scale.unsigned_abs());
    let _ = write!(out, "{whole}");
    if rest == 0 {
        return;
    }
    let mut width = decimals as usize;
    while rest.is_multiple_of(10) {
        rest /= 10;
        width -= 1;
    }
    let _ = write!(out, ".{rest:0width$}");
}
