//! The benchmark itself, on tiny sizes: every row is measured and every answer is the same as its peers'. Says nothing about speed.

use std::process::Command;

use demandes_tests::harness;
use serde_json::Value;

/// `SedonaDB` is a package of Python that the tests do not install.
const LEFT_OUT: [&str; 1] = ["commune_point_sedona"];

#[test]
fn every_row_is_measured_and_gives_the_answers_of_its_peers() {
    let out = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_demandes_bench"))
        .args([
            "--rows",
            "1000",
            "--refresh-rows",
            "500",
            "--growth",
            "1000",
        ])
        .args([
            "--generated-side",
            "16",
            "--runs",
            "1",
            "--except",
            &LEFT_OUT.join(","),
        ])
        .arg("--out")
        .arg(out.path())
        .env("DEMANDES_ROOT", harness::root())
        .env(
            "BENCH_API",
            std::env::var_os("DEMANDES_API_BIN").expect("DEMANDES_API_BIN"),
        )
        .output()
        .expect("the benchmark");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");

    let text = std::fs::read_to_string(out.path().join("results.json")).expect("results.json");
    let rows: Vec<Value> = serde_json::from_str(&text).expect("a list");
    let mut measured: Vec<&str> = Vec::new();
    for row in &rows {
        let name = row["name"].as_str().expect("a name");
        let grows = name.starts_with("growth_");
        assert!(row["ours_us"].as_f64().is_some_and(|us| us > 0.0), "{row}");
        assert!(row["floor_us"].as_f64().is_some_and(|us| us > 0.0), "{row}");
        assert_eq!(
            row["equal"],
            if grows {
                Value::Null
            } else {
                Value::Bool(true)
            },
            "{row}"
        );
        assert_eq!(row["exponent"].is_number(), grows, "{row}");
        measured.push(name);
    }
    measured.dedup();
    let mut files: Vec<String> = std::fs::read_dir(harness::root().join("tests/bench/sql/rows"))
        .expect("the rows")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .filter(|name| !LEFT_OUT.contains(&name.as_str()))
        .collect();
    files.sort();
    measured.sort_unstable();
    assert_eq!(measured, files);
    for name in measured {
        let plan =
            std::fs::read_to_string(out.path().join(format!("plans/{name}.txt"))).expect("a plan");
        assert!(plan.contains("== ours"), "{name}: {plan}");
    }
}
