//! What must hold for any input of the fuzz targets. They share it with the test that replays the kept inputs (`core/tests/kept_inputs.rs`).

use gn_diffusion_core::blur::blur;
use gn_diffusion_core::codec::{Shape, read, write};

/// Areas longer than that are not blurred a second time: the time goes to new inputs.
const LONGEST_BLURRED_AGAIN: usize = 1 << 14;
/// Cells from the origin beyond which most inputs are passed over, for the same reason…
const FAR: f64 = 100.0;
/// … but for the sizes that are multiples of this, which are tried whatever the work they give.
const ANY_WORK: i32 = 16;

/// Panics when what must hold of an input does not.
pub type Check = fn(&[u8]);

/// The targets, by name: each has its file in `fuzz_targets/` and its inputs in `inputs/`.
pub const TARGETS: [(&str, Check); 2] = [("codec", check_codec), ("blur", check_blur)];

/// Bytes taken for a stored geometry: no panic, and what is read is written and read again unchanged.
///
/// # Panics
/// When it does not hold.
pub fn check_codec(bytes: &[u8]) {
    let Ok(geometry) = read(bytes) else {
        return;
    };
    let written = write(&geometry).expect("what was read can be written");
    // Compared as bytes: NaN differs from itself.
    let again = read(&written).expect("what was written can be read");
    assert_eq!(write(&again).as_ref(), Ok(&written));
}

/// A cell size (4 bytes, the machine's order), then bytes taken for a stored geometry: no panic, the area given can be read, and
/// the area of an area is itself.
///
/// # Panics
/// When it does not hold.
pub fn check_blur(input: &[u8]) {
    let Some((size, bytes)) = input.split_first_chunk() else {
        return;
    };
    let size = i32::from_ne_bytes(*size);
    if size % ANY_WORK != 0 && read(bytes).is_ok_and(|geometry| is_work(&geometry.shape, size)) {
        return;
    }
    let Ok(Some(blurred)) = blur(bytes, size, &mut || ()) else {
        return;
    };
    let area = blurred.into_bytes();
    let geometry = read(&area).expect("the area is a geometry");
    assert_eq!(write(&geometry).as_ref(), Ok(&area));
    // Next to the greatest ordinate, an area may be beyond it.
    if area.len() <= LONGEST_BLURRED_AGAIN
        && let Some(again) = blur(&area, size, &mut || ()).expect("an area has no more cells")
    {
        assert_eq!(again.into_bytes(), area);
    }
}

/// Whether the shape may meet many cells. Points, by far the quickest, never do.
fn is_work(shape: &Shape, size: i32) -> bool {
    let far = |list: &[f64]| {
        list.iter()
            .any(|ordinate| (ordinate / f64::from(size)).abs() > FAR)
    };
    match shape {
        Shape::Point(_) => false,
        Shape::LineString(list) | Shape::CircularString(list) | Shape::Triangle(list) => far(list),
        Shape::Polygon(rings) => rings.iter().any(|ring| far(ring)),
        Shape::Collection(_, members) => members.iter().any(|member| is_work(member, size)),
    }
}
