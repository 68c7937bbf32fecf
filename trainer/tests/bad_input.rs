//! Bad input gets one clear line and exit 2, and nothing is overwritten.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use npi_format::convert::Checkpoint;

fn npi(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_npi")).args(words).current_dir(folder).output().unwrap()
}

/// A folder with a model, its weights, and `kept`, which nothing may change.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models");
    for name in ["addition.npi", "addition.safetensors"] {
        fs::copy(models.join(name), folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("kept"), "kept").unwrap();
    folder
}

#[track_caller]
fn check(folder: &Path, words: &[&str], says: &str) {
    let output = npi(folder, words);
    let talk = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words:?}: {talk}");
    assert_eq!(talk.trim_end().lines().count(), 1, "{words:?}: {talk}");
    assert!(talk.contains(says), "{words:?}: expected `{says}` in: {talk}");
    assert_eq!(fs::read_to_string(folder.join("kept")).unwrap(), "kept", "{words:?}");
    let left = fs::read_dir(folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"));
    assert_eq!(left.count(), 0, "{words:?} left a temporary file");
}

/// Letters, signs, nothing, and words that are no task.
#[test]
fn bad_problems() {
    let folder = folder();
    let check = |words: &[&str], says| check(folder.path(), words, says);
    check(
        &["run", "addition", "12a", "3"],
        "expected two whole numbers, such as 579+1221; found `a` at character 3 instead of a digit, `+` or a space",
    );
    check(&["run", "addition", "-5", "3"], "found `-` at character 1 instead of a digit");
    check(&["run", "addition", "5"], "found its end after 1 character instead of two numbers");
    check(&["run", "addition", "1é+2"], "found `é` at character 2 instead of");
    check(&["run", "addition"], "expected a problem after `addition`");
    check(
        &["run", "subtraction", "5", "3"],
        "expected a task (addition, calculator, sorting, lock, traffic, frames, addition-loop, sorting-loop, traffic-loop)",
    );
    check(&["run", "addition", "-"], "found an empty input");
    check(&["demo", "5x", "3"], "expected two whole numbers");
}

/// Models that are missing, empty, truncated, damaged, or something else.
#[test]
fn bad_models() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let blob = fs::read(path("addition.npi")).unwrap();
    fs::write(path("empty.npi"), "").unwrap();
    fs::write(path("short.npi"), &blob[..2000]).unwrap();
    let mut flipped = blob.clone();
    flipped[1000] ^= 4;
    fs::write(path("flipped.npi"), flipped).unwrap();
    let check = |name: &str, says| {
        check(folder.path(), &["verify", name], says);
        check(folder.path(), &["run", name, "addition", "1", "2", "--trace", "kept"], says);
        check(folder.path(), &["inspect", name], says);
    };
    check("none.npi", "cannot open none.npi");
    check("empty.npi", "found an empty file");
    check("short.npi", "the model is truncated");
    check("flipped.npi", "the model is damaged");
    check("addition.safetensors", "found something else");
}

/// Weights with a missing tensor, a wrong shape, or a NaN.
#[test]
fn bad_weights() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let bytes = fs::read(path("addition.safetensors")).unwrap();
    let weights = Checkpoint::from_safetensors(&bytes).unwrap();
    let mut broken = weights.clone();
    broken.own[0][0][7] = f32::NAN;
    fs::write(path("nan"), broken.to_safetensors().unwrap()).unwrap();
    fs::write(path("missing"), renamed(&bytes, "\"recurrent\"", "\"recurrenx\"")).unwrap();
    fs::write(path("shape"), renamed(&bytes, "[16,64]", "[64,16]")).unwrap();
    fs::write(path("short"), &bytes[..bytes.len() - 1]).unwrap();
    let check = |name: &str, says| check(folder.path(), &["convert", name, "-o", "kept"], says);
    check("nan", "found NaN or infinity at `addition.tables`[7]");
    check("missing", "expected a tensor `recurrent`, found none");
    check("shape", "expected `recurrent` of shape [16, 64], found [64, 16]");
    check("short", "expected a safetensors file");
    check("addition.npi", "expected a safetensors file");
}

fn renamed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    let mut bytes = bytes.to_vec();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    bytes
}

/// A folder that is not there, and sizes in the wrong order.
#[test]
fn places_that_cannot_be_written() {
    let folder = folder();
    check(
        folder.path(),
        &["convert", "addition.safetensors", "-o", "none/model.npi"],
        "cannot write none/model.npi",
    );
    check(folder.path(), &["generate", "addition", "-o", "none/traces"], "cannot write none/traces");
    check(
        folder.path(),
        &["generate", "addition", "--min", "9", "--max", "3"],
        "expected 1 <= --min <= --max",
    );
}
