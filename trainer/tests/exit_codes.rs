//! The table of exit codes, a test for each line of it.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod shell;

use std::path::Path;

use shell::{check, folder, refuses, shell};

/// The page of commands and `--help` have the same table.
#[test]
fn the_table_is_in_the_help_and_in_the_page() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/commands.md")).unwrap();
    let help = check(Path::new("."), "npi --help", 0, "exit codes:");
    let table: Vec<_> = help.lines().skip_while(|line| !line.starts_with("exit codes")).skip(1).collect();
    for (code, line) in table[..4].iter().enumerate() {
        let meaning = line.trim().strip_prefix(&code.to_string()).unwrap().trim();
        assert!(page.contains(&format!("| {code} | {meaning} |")), "expected in docs/commands.md: {meaning}");
    }
}

/// 0: what was asked for is done, or nobody wants more of it.
#[test]
fn done_is_0() {
    let folder = folder();
    let at = folder.path();
    check(at, "npi verify m", 0, "proven");
    check(at, "npi run m addition 579 1221", 0, "1800");
    check(at, "npi verify --help", 0, "--certificate");
    check(at, "npi --version", 0, "npi");
    check(at, "npi generate addition --max 30 | head -c 1", 0, "{");
}

/// 1: the claim is refuted, or the network goes astray.
#[test]
fn refuted_or_failed_is_1() {
    let folder = folder();
    check(folder.path(), "npi verify bad", 1, "refuted");
    check(folder.path(), "npi run bad addition 579 1221", 1, "npi: ");
    check(folder.path(), "npi verify bad --animate | true", 1, "refuted"); // nobody watches, and it still is
}

/// 2: somebody can type something better.
#[test]
fn bad_input_or_usage_is_2() {
    let folder = folder();
    let at = folder.path();
    check(at, "npi", 2, "Usage");
    refuses(at, "npi nonsense", "npi: expected a verb, found `nonsense`; hint: `npi --help` lists them");
    refuses(at, "npi convert w", "npi: expected --output <OUTPUT> after `npi convert`, found nothing");
    refuses(at, "npi convert w -o ''", "npi: expected a value for --output <OUTPUT>, found nothing");
    refuses(at, "npi verify none", "cannot open none");
    refuses(at, "npi verify .", "cannot read .");
    refuses(at, "npi animate .", "directory");
    refuses(at, "npi convert w -o none/x", "cannot write none/x");
    refuses(at, "npi run addition 1 x", "found `x` at character 3");
    refuses(at, "npi run subtraction 1 2", "expected a task");
    refuses(at, "npi verify w", "expected an npi model");
}

/// 3: a full disk, to a file and to standard output; and a device that cannot be read.
#[test]
#[cfg(target_os = "linux")] // only it has a disk that is always full
fn a_failed_system_is_3() {
    let folder = folder();
    let at = folder.path();
    check(at, "npi run addition 1 2 --trace t", 0, "3");
    for line in [
        "npi generate addition -o /dev/full",
        "npi convert w -o /dev/full",
        "npi verify m --certificate /dev/full",
        "npi run addition 1 2 --trace /dev/full",
        "npi animate t --html /dev/full",
        "npi animate t --cast /dev/full",
        "npi animate t --svg /dev/full",
        "npi inspect --svg /dev/full",
    ] {
        check(at, line, 3, "cannot write /dev/full: No space left");
    }
    for line in [
        "npi generate addition",
        "npi convert w -o -",
        "npi verify m",
        "npi run addition 1 2",
        "echo 1+2 | npi run addition -",
        "npi animate t",
        "npi inspect",
        "npi bench",
        "npi --help",
        "npi --version",
    ] {
        check(at, &format!("{line} > /dev/full"), 3, "No space left");
    }
    check(at, "npi verify /proc/self/mem", 3, "cannot read /proc/self/mem");
}

/// Talk that nobody hears changes no exit code, and panics in no verb.
#[test]
fn talk_that_nobody_hears_changes_nothing() {
    let folder = folder();
    for (line, code) in [("npi convert w -o x", 0), ("npi run addition 1 x", 2), ("npi verify none", 2)] {
        // A pipe whose reader has gone before the first word.
        let line = format!("mkfifo p; (exec 3<> p 4> p 3>&-; {line} 2>&4); code=$?; rm p; exit $code");
        let output = shell(folder.path(), &line);
        assert_eq!(output.status.code(), Some(code), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
