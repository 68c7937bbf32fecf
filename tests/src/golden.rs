//! Golden files: `NPI_BLESS=1 cargo test` writes them anew.

use std::path::PathBuf;

/// Checks text against a file in `tests/golden`, byte by byte.
///
/// # Panics
/// If it differs, or there is no such file.
#[track_caller]
pub fn check(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("NPI_BLESS").is_some() {
        std::fs::write(&path, found).expect("tests/golden can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
    assert!(
        expected == found,
        "expected what stands in golden/{name}, found a difference in line {}; hint: NPI_BLESS=1 cargo test",
        differs.unwrap_or_else(|| expected.lines().count().min(found.lines().count())) + 1
    );
}

/// Writes a model that tests and boards run, if that is asked for: training gives the same weights on the same build only.
///
/// # Panics
/// If it cannot be written.
pub fn bless(name: &str, bytes: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("models").join(name);
    if std::env::var_os("NPI_BLESS").is_some() {
        std::fs::write(&path, bytes).expect("tests/models can be written");
    }
}
