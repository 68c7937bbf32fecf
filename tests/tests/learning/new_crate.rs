//! What `npi new` makes: a crate that is formatted, builds without a network, and passes its own tests.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use npi_trainer::cmd::new::create;

/// Runs cargo in a folder; gives what it says.
#[track_caller]
fn cargo(folder: &Path, words: &[&str]) -> String {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or(OsString::from("cargo")));
    let output = cargo.args(words).current_dir(folder).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    assert!(output.status.success(), "cargo {words:?}: {said}");
    said
}

/// Its task is well formed, its teacher right, and a network learns it and is proven: that is what its own tests say.
///
/// Cargo's folder is the one in which this very test was built, so that burn is there already.
#[test]
fn a_new_crate_passes_its_own_tests() {
    let elsewhere = tempfile::tempdir().unwrap(); // this workspace's style is not the crate's
    let folder = elsewhere.path().join("water-pump");
    create(&folder, None).unwrap();
    cargo(&folder, &["fmt", "--check"]);
    let built = std::env::current_exe().unwrap(); // in `deps`, in the profile's folder
    let target = built.ancestors().nth(3).unwrap().to_str().unwrap();
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let backends = if cfg!(feature = "flex") { "npi-trainer/flex" } else { "npi-trainer/ndarray" };
    let said = cargo(
        &folder,
        &["test", "--offline", "--profile", profile, "--target-dir", target, "--features", backends],
    );
    assert!(!said.contains("warning"), "{said}");
    for passed in
        ["the_task_is_well_formed", "the_teacher_is_right", "the_network_is_proven", "it_runs_for_ever"]
    {
        assert!(said.contains(&format!("test {passed} ... ok")), "{said}");
    }
}
