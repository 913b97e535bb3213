//! Any size and any bytes, taken for a stored geometry.
#![no_main]

#[path = "../properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check_blur(input));
