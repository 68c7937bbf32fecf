//! The command, as a test calls it.

#![allow(dead_code, clippy::unwrap_used)] // every test file uses some of it

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use npi_format::Precision;
use npi_format::convert::{Checkpoint, convert};
use npi_tasks::Addition;
use npi_trainer::bench::random_network;

/// Runs `npi` in a folder, with these bytes on its standard input.
pub fn npi<W: AsRef<OsStr>>(folder: &Path, words: &[W], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_npi"));
    command.args(words).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input)); // it may have seen enough, or wait for its output to be read
        child.wait_with_output().unwrap()
    })
}

/// What it said, and its exit code.
pub fn talk(output: &Output) -> (String, Option<i32>) {
    (String::from_utf8(output.stderr.clone()).unwrap(), output.status.code())
}

/// What it wrote to standard output.
pub fn data(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A file of the shipped models.
pub fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models").join(name)
}

/// The shipped weights, trained in int8.
pub fn weights() -> Checkpoint {
    Checkpoint::from_safetensors(&std::fs::read(shipped("addition.safetensors")).unwrap()).unwrap()
}

/// A blob of random weights: it goes astray.
pub fn astray() -> Vec<u8> {
    convert(&random_network::<Addition>(8, 0), Precision::Int8).unwrap().0
}
