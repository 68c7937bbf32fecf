//! `npi animate` as a command: what it writes into pipes and files, and how it fails.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod shell;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use npi_runtime::Teacher;
use npi_tasks::Addition;
use npi_trainer::record::run_traced;
use shell::{check, folder, refuses, shell};

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
    fails(
        &["animate", "-", "--idx", "3"],
        lines.as_bytes(),
        "found only 3 in the file; hint: --idx counts from 0",
    );
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

/// A network that is refuted is shown beside its teacher: frames are data, and people are told the verdict elsewhere.
#[test]
fn a_refuted_network_is_shown_beside_its_teacher() {
    let folder = folder();
    let output = shell(folder.path(), "npi verify bad --animate");
    let [frames, said] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(output.status.code(), Some(1));
    assert!(frames.starts_with("7 + 4 = ?\naddition by network 7140d06b, astray in step 0\n"), "{frames}");
    assert!(frames.contains(
        "  ADD sees IN1 digit, IN2 digit and CARRY blank, moves IN1's pointer left; its teacher calls ADD1\n"
    ));
    let ends = "step 1 of 1: the end\n  IN1   [_] 7\n  IN2    . [4]\n  CARRY  . [_]\n  OUT    . [_]\n  its teacher's scratchpad\n  \
                IN1    . [7]\n  IN2    . [4]\n  CARRY  . [_]\n  OUT    . [_]\nADD moves IN1's pointer left; its teacher calls ADD1\n";
    assert!(frames.ends_with(ends), "{frames}");
    assert!(said.ends_with("refuted: solving 7+4, the network leaves its teacher in step 0\n"), "{said}");
}

/// Files take the place of frames, and the verdict is then where it always is; what cannot be, is refused before anything is written.
#[test]
fn a_refuted_network_is_drawn_into_files() {
    let folder = folder();
    let line = "npi verify bad --animate --svg a.svg --html a.html --cast a.cast";
    check(
        folder.path(),
        &format!("{line} 2>&1 >said; code=$?; cat said; exit $code"),
        1,
        "refuted: solving 7+4",
    );
    for (file, says) in [("a.svg", "its teacher"), ("a.html", "its teacher"), ("a.cast", "astray in step 0")]
    {
        assert!(std::fs::read_to_string(folder.path().join(file)).unwrap().contains(says), "{file}");
    }
    refuses(
        folder.path(),
        "npi verify bad --animate --html - --cast -",
        "expected one kind of data on standard output, found --html and --cast",
    );
    refuses(folder.path(), "npi verify bad --animate --html b --cast b", "expected two files, found b twice");
    refuses(
        folder.path(),
        "npi verify bad --animate --html b --certificate b",
        "expected two files, found b twice",
    );
    refuses(
        folder.path(),
        "npi verify bad --animate --json",
        "found --json and --animate; hint: name a file",
    );
    check(folder.path(), "npi verify bad --html b", 2, "--animate");
    check(
        folder.path(),
        "npi verify bad --animate --svg b --problem 1+2",
        2,
        "expected --animate without --problem",
    );
    assert!(!folder.path().join("b").exists());
}

/// A model that is proven has nothing to show, which is said in one line; a file that is there stays as it is.
#[test]
fn a_proven_network_has_nothing_to_show() {
    let folder = folder();
    std::fs::write(folder.path().join("old"), "old").unwrap();
    for line in ["npi verify m --animate", "npi verify m --animate --html old --svg new"] {
        let all = check(folder.path(), line, 0, "\nnothing to animate: the model is proven\n");
        assert!(all.contains("proven in"), "{all}");
    }
    assert_eq!(std::fs::read(folder.path().join("old")).unwrap(), b"old");
    assert!(!folder.path().join("new").exists());
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
