//! Replays the inputs that fuzzing kept (`fuzz/inputs`, made by `tests/scripts/fuzz.sh --keep`), on the stable compiler.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail by panicking"
)]

#[path = "../fuzz/src/lib.rs"]
mod properties;

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let file = format!("{}/fuzz/inputs/{target}.hex", env!("CARGO_MANIFEST_DIR"));
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    std::fs::read_to_string(file)
        .unwrap()
        .lines()
        .map(|line| line.as_bytes().chunks(2).map(byte).collect())
        .collect()
}

#[test]
fn kept_inputs_break_nothing() {
    for (target, check) in properties::TARGETS {
        let inputs = inputs(target);
        assert!(inputs.len() > 100, "{target}: {} inputs", inputs.len());
        for input in inputs {
            check(&input);
        }
    }
}
