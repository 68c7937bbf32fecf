//! `npi run TASK -`: every line keeps its place.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use npi::{astray, data, npi, talk};
use npi_trainer::cmd::run::LONGEST;

const RUN: [&str; 3] = ["run", "addition", "-"];

/// What is answered, said, and the exit code.
#[track_caller]
fn check(input: &[u8], answers: &str, says: &[&str], code: i32) {
    let output = npi(Path::new("."), &RUN, input);
    let (said, found) = talk(&output);
    assert_eq!(data(&output), answers, "{said}");
    assert_eq!(found, Some(code), "{said}");
    assert_eq!(said.lines().count(), says.len(), "{said}");
    for (line, part) in said.lines().zip(says) {
        assert!(line.contains(part), "expected `{part}` in `{line}`");
    }
}

/// A blank line is answered by an empty one, and is no error.
#[test]
fn a_blank_line_keeps_its_place() {
    check(b"1+2\n\n  \t\r\n3+4\n\n", "3\n\n\n7\n\n", &[], 0);
    check(b"\n", "\n", &[], 0);
    check(b"1+2\n3+4", "3\n7\n", &[], 0);
}

/// A bad line is answered by an empty one, is named on standard error, and the rest is answered.
#[test]
fn a_bad_line_keeps_its_place_and_ends_nothing() {
    let sum = "npi: expected 4 problems, found 2 lines that are none";
    let one = "npi: line 2: expected two whole numbers, such as 579+1221; found `x` at character 2 instead of a digit";
    let says = [one, "npi: line 3: expected two whole numbers", sum];
    check(b"1+2\n1x2\n5\n3+4\n", "3\n\n\n7\n", &says, 2);
}

/// Bytes that are no text are a bad line.
#[test]
fn a_line_that_is_no_text_keeps_its_place() {
    let says = ["npi: line 1: expected UTF-8, found something else at character 3", "found 1 lines"];
    check(b"1+\xff2\n3+4\n", "\n7\n", &says, 2);
}

/// A line of more bytes than are kept is a bad line, also as the last one without its end.
#[test]
fn a_line_that_is_too_long_keeps_its_place() {
    let mut input = vec![b'1'; LONGEST + 1];
    input.extend(b"\n3+4\n");
    input.extend(vec![b' '; LONGEST]);
    input.extend(b"\n");
    input.extend(vec![b'1'; 2 * LONGEST]);
    let said = |line| format!("npi: line {line}: expected at most {LONGEST} bytes");
    check(&input, "\n7\n\n\n", &[&said(1), &said(4), "found 2 lines"], 2);
}

/// A network that goes astray exits with 1; with a bad line beside it, 2.
#[test]
fn failed_runs_keep_their_places() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("astray.npi"), astray()).unwrap();
    let run = ["run", "astray.npi", "addition", "-"];
    for (input, code) in [("1+2\n\n3+4\n", 1), ("1+2\nx\n3+4\n", 2)] {
        let output = npi(folder.path(), &run, input.as_bytes());
        let (said, found) = talk(&output);
        assert_eq!((data(&output).as_str(), found), ("\n\n\n", Some(code)), "{said}");
        assert!(said.contains("npi: line 1: ") && said.contains("npi: line 3: "), "{said}");
    }
}

/// With `--strict`, the first line without an answer is the last one read.
#[test]
fn strict_stops_at_the_first() {
    let output = npi(Path::new("."), &["run", "addition", "-", "--strict"], b"1+2\n\n1x2\n3+4\n");
    let (said, code) = talk(&output);
    assert_eq!((data(&output).as_str(), code), ("3\n\n", Some(2)));
    assert!(
        said.starts_with("npi: line 3: expected two whole numbers") && said.lines().count() == 1,
        "{said}"
    );
}

/// A reader that has seen enough of a long answer is no failure.
#[test]
fn a_closed_pipe_in_a_long_answer_is_no_failure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_npi"));
    command.args(RUN).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}+1", "7".repeat(20_000)).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(talk(&output), (String::new(), Some(0)));
}
