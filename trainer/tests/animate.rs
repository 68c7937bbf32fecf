//! `npi animate` as a command: what it writes into pipes and files, and how it fails.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use npi_runtime::Teacher;
use npi_tasks::Addition;
use npi_trainer::record::run_traced;

fn npi(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_npi"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input); // it may have seen enough
    child.wait_with_output().unwrap()
}

fn teacher(problem: &str) -> String {
    let mut trace = String::new();
    run_traced::<Addition, _>(Teacher::<Addition>::new(), problem, None, |_| Vec::new(), &mut trace).unwrap();
    trace
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Fails with exit code 2 and one line.
#[track_caller]
fn fails(arguments: &[&str], input: &[u8], expected: &str) {
    let output = npi(arguments, input);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(expected), "expected `{expected}`, found `{said}`");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(output.stdout.is_empty());
}

/// Into a pipe it prints plain frames: no escape sequences, the answer in the last line.
#[test]
fn prints_plain_frames_into_a_pipe() {
    let output = npi(&["animate", "-"], teacher("579+1221").as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(!text.contains('\x1b'));
    assert_eq!(text.matches("\nstep ").count(), 41);
    assert!(text.ends_with("OUT   [_] 1  8  0  0\nanswer 1800\n"), "{text}");
}

/// `--idx` counts from 0, and the other lines need not even be traces.
#[test]
fn shows_the_trace_of_an_index() {
    let lines = format!("not a trace\n\n{}{}", teacher("1+2"), teacher("579+1221"));
    let output = npi(&["animate", "-", "--idx", "2"], lines.as_bytes());
    assert!(String::from_utf8(output.stdout).unwrap().ends_with("answer 1800\n"));
    fails(&["animate", "-", "--idx", "3"], lines.as_bytes(), "found only 3 in the file; hint: --idx counts from 0");
    fails(&["animate", "-"], lines.as_bytes(), "line 1: expected a trace");
}

/// All files at once, the same bytes each time.
#[test]
fn writes_the_same_files_each_time() {
    let trace = teacher("579+1221");
    let paths: Vec<_> = ["a.svg", "a.html", "a.cast"].iter().map(|name| file(name)).collect();
    let mut before = Vec::new();
    for _ in 0..2 {
        let mut arguments = vec!["animate", "-"];
        for (option, path) in ["--svg", "--html", "--cast"].iter().zip(&paths) {
            arguments.extend([option, path.to_str().unwrap()]);
        }
        let output = npi(&arguments, trace.as_bytes());
        assert!(output.status.success() && output.stdout.is_empty());
        let written: Vec<_> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
        assert!(before.is_empty() || before == written);
        before = written;
    }
}

/// What is not a trace is said in one line, with exit code 2, and no file is left behind.
#[test]
fn fails_with_one_line_for_broken_files() {
    let trace = teacher("579+1221");
    let path = file("broken.svg");
    let svg = ["animate", "-", "--svg", path.to_str().unwrap()];
    fails(&svg, b"", "found an empty file");
    fails(&svg, b"\x00\xff\x1b", "line 1: expected a trace");
    fails(&svg, &trace.as_bytes()[..trace.len() / 2], "line 1: expected a trace");
    fails(
        &svg,
        trace.replacen("\"LEFT\"", "\"RIGHT\"", 1).as_bytes(),
        "step 3: a pointer left the scratchpad",
    );
    fails(&["animate", "no/such/file"], b"", "cannot open no/such/file");
    assert!(!path.exists());
}

/// A reader that has seen enough is no failure.
#[test]
fn a_closed_pipe_is_no_failure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_npi"));
    command.args(["animate", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let digits = "7".repeat(300);
    child.stdin.take().unwrap().write_all(teacher(&format!("{digits}+1")).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
