//! Any bytes, taken for a stored geometry: no panic, and what is read or given is written and read again unchanged.
#![no_main]

use gn_diffusion_core::blur::blur;
use gn_diffusion_core::codec::{read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i32, &[u8])| {
    let (size, bytes) = input;
    if let Ok(geometry) = read(bytes) {
        let written = write(&geometry).expect("what was read can be written");
        // Compared as bytes: NaN differs from itself.
        let again = read(&written).expect("what was written can be read");
        assert_eq!(write(&again).as_ref(), Ok(&written));
    }
    if let Ok(Some(blurred)) = blur(bytes, size, &mut || ()) {
        let bytes = blurred.into_bytes();
        let area = read(&bytes).expect("the area is a geometry");
        assert_eq!(write(&area).as_ref(), Ok(&bytes));
    }
});
