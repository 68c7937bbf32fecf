//! The command, as typed into a shell.

#![allow(dead_code)] // each test file is a crate of its own and uses some of it

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use npi_format::convert::Checkpoint;

/// A shell that knows `npi`, and runs a line in a folder.
pub fn command(folder: &Path, line: &str) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_npi")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["-o", "pipefail", "-c", line]).env("PATH", path).current_dir(folder).stdin(Stdio::null());
    command
}

/// What a line in a shell comes to.
pub fn shell(folder: &Path, line: &str) -> Output {
    command(folder, line).output().unwrap()
}

/// A line ends with an exit code, and says something on either stream; what it says is returned.
#[track_caller]
pub fn check(folder: &Path, line: &str, code: i32, says: &str) -> String {
    let output = shell(folder, line);
    let all = [output.stdout, output.stderr].concat();
    let all = String::from_utf8_lossy(&all).into_owned();
    assert_eq!(output.status.code(), Some(code), "{line}: {all}");
    assert!(all.contains(says), "{line}: expected `{says}` in: {all}");
    assert_eq!(temporary(folder), 0, "{line} left a temporary file");
    all
}

/// A line is refused in one line with exit code 2.
#[track_caller]
pub fn refuses(folder: &Path, line: &str, says: &str) {
    let all = check(folder, line, 2, says);
    assert_eq!(all.trim_end().lines().count(), 1, "{line}: {all}");
}

/// Temporary files in a folder.
pub fn temporary(folder: &Path) -> usize {
    let named = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().ends_with(".tmp");
    fs::read_dir(folder).unwrap().filter(|entry| named(entry.as_ref().unwrap())).count()
}

/// A folder with the shipped model `m`, its weights `w`, and `bad`, which is refuted and goes astray.
pub fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models");
    let bytes = fs::read(models.join("addition.safetensors")).unwrap();
    let mut weights = Checkpoint::from_safetensors(&bytes).unwrap();
    weights.own[0][1].fill(0.0);
    weights.own[0][2][0] = -7.9; // the bias of `end`: no call ends
    let (bad, _) = npi_format::convert::convert(&weights, npi_format::Precision::Int8).unwrap();
    fs::copy(models.join("addition.npi"), folder.path().join("m")).unwrap();
    fs::write(folder.path().join("w"), bytes).unwrap();
    fs::write(folder.path().join("bad"), bad).unwrap();
    folder
}
