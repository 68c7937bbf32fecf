//! `npi new`, as it is typed. That what it makes builds and passes its tests, `tests/tests/learning/new_crate.rs` says.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::fs;
use std::path::Path;

use npi::{npi, talk};

/// What stands in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every name is the crate's own, the paths lead to this checkout, and the next commands are said.
#[test]
fn a_crate_has_its_own_names() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let output = npi(folder, &["new", "water-pump"], b"");
    let (said, code) = talk(&output);
    assert_eq!((code, output.stdout.len()), (Some(0), 0), "{said}");
    assert!(said.contains("cd water-pump\n") && said.contains("cargo test --release\n"), "{said}");
    assert_eq!(names(folder), ["water-pump"]);
    let made = folder.join("water-pump");
    assert_eq!(names(&made), [".gitignore", "Cargo.lock", "Cargo.toml", "README.md", "src", "tests"]);
    let text = |name: &str| fs::read_to_string(made.join(name)).unwrap();
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().canonicalize().unwrap();
    let path = serde_json::to_string(&checkout.join("runtime")).unwrap();
    assert!(text("Cargo.toml").contains(&format!("npi-runtime = {{ path = {path} }}")));
    assert!(text("src/main.rs").contains("main::<(water_pump::WaterPump,)>()"));
    for name in
        ["Cargo.toml", "README.md", "src/lib.rs", "src/world.rs", "tests/network.rs", "tests/teacher.rs"]
    {
        let left =
            ["my-task", "my_task", "MyTask", "\"NPI/"].into_iter().find(|left| text(name).contains(left));
        assert_eq!(left, None, "{name}");
    }
}

/// What cannot be made is refused in one line, and nothing is left behind.
#[test]
fn what_cannot_be_made_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("mine")).unwrap();
    for (words, says) in [
        (&["new", "Mine"][..], "expected a name of small letters"),
        (&["new", ".."], "expected a name of small letters"),
        (&["new", "nowhere/yours"], "cannot make nowhere/yours: "),
        (&["new", "match"], "expected a name that is no word of Rust's"),
        (&["new", "mine"], "expected a folder that is not there yet, found mine; hint: "),
        (&["new", "yours", "--npi", "mine"], "expected a checkout of npi in mine, found no "),
    ] {
        let (said, code) = talk(&npi(folder, words, b""));
        assert_eq!((code, said.lines().count()), (Some(2), 1), "{words:?}: {said}");
        assert!(said.contains(says), "{words:?}: {said}");
        assert_eq!(names(folder), ["mine"]);
        assert!(names(&folder.join("mine")).is_empty());
    }
}
