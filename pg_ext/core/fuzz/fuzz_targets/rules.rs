//! Runs `check_rules` on whatever libFuzzer makes up.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| gn_diffusion_fuzz::check_rules(input));
