//! What the properties of all tests share.

use proptest::test_runner::Config;

/// How a property is tried: on that many random cases or, when it is set, on as many as `PROPTEST_CASES` says: few under miri,
/// which takes a thousand times longer, and many when an algorithm has changed.
pub fn cases(many: u32) -> Config {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        Config {
            max_local_rejects: u32::MAX,
            ..Config::default()
        }
    } else {
        Config::with_cases(many)
    }
}
