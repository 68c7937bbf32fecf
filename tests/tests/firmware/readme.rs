//! The parts of a README that a machine writes: each stands between two comments.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What to do about a difference.
pub(crate) const HINT: &str = "hint: look at the difference, then accept it:\n      \
    NPI_BLESS=1 cargo test --package npi-tests --no-default-features --test firmware";

/// Whether differences are to be accepted.
pub(crate) fn blessing() -> bool {
    std::env::var_os("NPI_BLESS").is_some()
}

/// Holds a part of the firmware's README against what it should be, which is made from what it is; or writes it.
#[track_caller]
pub(crate) fn hold(part: &str, make: impl FnOnce(&str) -> String) {
    hold_in(&npi_image::workspace().join("README.md"), part, make);
}

/// As [`hold`], in any README.
#[track_caller]
pub(crate) fn hold_in(path: &Path, part: &str, make: impl FnOnce(&str) -> String) {
    let [_, found, _] = split(path, part);
    let expected = make(&found);
    if blessing() {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let [before, _, after] = split(path, part); // another part may have been written since
        fs::write(path, format!("{before}{expected}{after}")).expect("the README");
    } else {
        assert_eq!(found, expected, "{part} in {}, left, is not what is right\n{HINT}", path.display());
    }
}

/// The README before, within and after a part.
#[track_caller]
fn split(path: &Path, part: &str) -> [String; 3] {
    let text = fs::read_to_string(path).expect("a README");
    let [begin, end] = ["", "end of "].map(|end| format!("<!-- {end}{part} -->\n"));
    let start = text.find(&begin).expect("the part begins") + begin.len();
    let length = text[start..].find(&end).expect("the part ends");
    [&text[..start], &text[start..start + length], &text[start + length..]].map(str::to_owned)
}
