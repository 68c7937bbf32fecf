//! What is too much is refused, before memory and disk are full of it.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod shell;

use std::fs;

use shell::{check, folder, refuses};

/// Of a file that begins as something else the first few kilobytes are read, and no more.
#[test]
fn the_magic_is_looked_at_before_the_rest() {
    let folder = folder();
    fs::write(folder.path().join("other"), [b'x'; 1_000_000]).unwrap();
    for verb in ["verify -", "inspect -", "run - addition 1 2", "bench -", "convert - -o x", "animate -"] {
        let line = format!("(npi {verb}; echo exit $?; wc -c) < other");
        let said = check(folder.path(), &line, 0, "exit 2\n");
        let left: usize = said.lines().nth(1).unwrap().parse().unwrap();
        assert!(left > 900_000, "{line}: {said}");
    }
}

/// A file that begins well and never ends is read to the limit of its kind.
#[test]
#[cfg(target_os = "linux")]
fn models_and_weights_have_a_largest_size() {
    let folder = folder();
    let most = "expected at most 67108864 bytes, found more";
    refuses(folder.path(), "(head -c 100 m; cat /dev/zero) | npi verify -", most);
    refuses(folder.path(), "(head -c 100 m; cat /dev/zero) | npi run - addition 1 2", most);
    refuses(folder.path(), "(head -c 100 w; cat /dev/zero) | npi convert - -o x", most);
    refuses(folder.path(), "head -c 100 m > big && truncate -s 2G big && npi verify big", most);
}

/// A trace without steps, of a problem of two million digits.
fn long_trace() -> String {
    let problem = "9".repeat(2_000_000);
    format!(
        "{{\"npi\":2,\"task\":\"addition\",\"problem\":\"{problem}+1\",\"model\":\"teacher\",\"steps\":[]}}\n"
    )
}

/// A picture has room for so many columns; what has room for more takes a few times the bytes of the trace at most.
#[test]
fn a_long_problem_without_steps_makes_no_huge_picture() {
    let folder = folder();
    let trace = long_trace();
    fs::write(folder.path().join("t"), &trace).unwrap();
    refuses(
        folder.path(),
        "npi animate t --svg x",
        "expected at most 500 columns in one picture, found 2000001",
    );
    assert!(!folder.path().join("x").exists());
    for line in ["npi animate t --html -", "npi animate t --cast -", "npi animate t"] {
        let made = shell::shell(folder.path(), line).stdout.len();
        assert!(made > 0 && made < 10 * trace.len(), "{line} made {made} bytes of {}", trace.len());
    }
}

/// Frames within frames: the stack of each step is told, so that a trace of ever deeper calls would grow with its square.
#[test]
fn a_trace_of_ever_deeper_calls_is_refused() {
    let folder = folder();
    let step = |depth: usize| {
        format!(
            "{{\"depth\":{depth},\"step\":0,\"program\":\"ADD\",\"arguments\":[],\"sees\":[\"digit\",\"digit\",\"_\",null],\
             \"call\":\"ADD\",\"with\":[],\"end\":false}}"
        )
    };
    let steps: Vec<_> = (0..100).map(step).collect();
    let trace = format!(
        "{{\"npi\":2,\"task\":\"addition\",\"problem\":\"1+2\",\"model\":\"teacher\",\"steps\":[{}]}}",
        steps.join(",")
    );
    fs::write(folder.path().join("t"), trace).unwrap();
    for output in ["", "--svg x", "--html x", "--cast x"] {
        refuses(
            folder.path(),
            &format!("npi animate t {output}"),
            "step 2: expected at most 2 calls within each other",
        );
    }
}
