//! The Debian packages, and the licences of what the project is made of.
//!
//! Not here: known vulnerabilities of dependencies, whose list is on the network (`cargo audit`).

use std::process::Command;

use demandes_tests::harness;

/// Installs on copies of `PostgreSQL`'s folders, answers and upgrades. (Skipped, which is said, when not root.)
#[test]
fn the_package_is_built_and_works() {
    let output = Command::new(harness::root().join("tests/scripts/package.sh"))
        .arg("--check")
        .output()
        .expect("package.sh");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// As an administrator would: installed by dpkg, behind nginx and Apache, saved, restored and removed, and the machine is what it was.
/// (Skipped, which is said, when not root.)
#[test]
fn the_package_of_the_service_is_installed_lives_and_goes() {
    let output = Command::new(harness::root().join("tests/scripts/try_service.sh"))
        .output()
        .expect("try_service.sh");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A database that the first version left is brought to the schema of a fresh installation, and all of it can be read.
#[test]
fn the_first_version_is_upgraded_with_its_data() {
    let output = Command::new(harness::root().join("tests/scripts/try_upgrade.sh"))
        .output()
        .expect("try_upgrade.sh");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Licences under which a part may be linked into a work under GPL-3.0-or-later.
const COMPATIBLE: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "GPL-3.0-or-later",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether one choice at least that an SPDX expression leaves is compatible. Parentheses stand around one OR in what we use.
fn is_compatible(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    if let Some((before, rest)) = expression.split_once('(') {
        let Some((inside, after)) = rest.split_once(')') else {
            return false;
        };
        return is_compatible(inside)
            && [before, after].iter().all(|side| {
                let side = side
                    .trim()
                    .trim_start_matches("AND ")
                    .trim_end_matches(" AND");
                side.is_empty() || is_compatible(side)
            });
    }
    expression.split(" OR ").any(|choice| {
        choice
            .split(" AND ")
            .all(|licence| COMPATIBLE.contains(&licence.trim()))
    })
}

#[test]
fn every_part_may_be_linked_into_a_work_under_gpl_3() {
    assert!(is_compatible("(MIT OR GPL-2.0-only) AND Unicode-3.0"));
    assert!(!is_compatible("MIT AND GPL-2.0-only") && !is_compatible("(MIT OR ISC) AND OpenSSL"));
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--workspace", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(harness::root())
        .output()
        .expect("cargo tree");
    let tree = String::from_utf8_lossy(&output.stdout);
    let parts: std::collections::BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.trim_end_matches(" (*)").split_once('|'))
        .collect();
    assert!(
        parts.len() > 100,
        "cargo tree: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let refused: Vec<_> = parts
        .iter()
        .filter(|(_, licence)| !is_compatible(licence))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}
