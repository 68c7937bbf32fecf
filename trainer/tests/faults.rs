//! What the machine may do to a run: end it at any moment, have no room, or run others beside it.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shell::{check, folder, shell, temporary};

/// Moments at which each writer is killed.
const MOMENTS: u32 = 30;

/// Verbs that write a file `x`; the last for as long as it takes to write some megabytes.
const WRITERS: [&str; 6] = [
    "npi convert w -o x",
    "npi run addition 579 1221 --trace x",
    "npi verify --certificate x",
    "npi animate t --html x",
    "npi inspect --svg x",
    "npi generate addition --examples-per 100 -o x",
];

/// A folder as others have it, with a trace `t`.
fn with_trace() -> tempfile::TempDir {
    let folder = folder();
    check(folder.path(), "npi run addition 579 1221 --trace t", 0, "1800");
    folder
}

/// Runs a line until it ends, or is killed.
fn kill_after(folder: &Path, line: &str, time: Duration) {
    let words: Vec<_> = line.split(' ').skip(1).collect();
    let mut npi = Command::new(env!("CARGO_BIN_EXE_npi"));
    npi.args(words).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = npi.spawn().unwrap();
    std::thread::sleep(time);
    child.kill().unwrap(); // SIGKILL, which nobody can heed
    child.wait().unwrap();
}

/// At whatever moment a writer is killed, under the file's name stands the old one or the new one, each of them whole. What is left
/// beside it has a temporary file's name, and is in nobody's way.
#[test]
fn a_kill_leaves_the_old_file_or_the_new_one() {
    for line in WRITERS {
        let (folder, old) = (with_trace(), b"what stood here before");
        let (at, place) = (folder.path(), folder.path().join("x"));
        let began = Instant::now();
        check(at, line, 0, "");
        let (whole, new) = (began.elapsed(), fs::read(&place).unwrap());
        let mut killed = 0;
        for moment in 0..MOMENTS {
            fs::write(&place, old).unwrap();
            kill_after(at, line, whole * moment / MOMENTS);
            let found = fs::read(&place).unwrap();
            assert!(found == old || found == new, "{line}: {} bytes of {}", found.len(), new.len());
            killed += u32::from(found == old);
        }
        assert!(killed > 0, "{line} was never killed before its end");
        assert!(shell(at, line).status.success(), "{line}, after it was killed");
        assert_eq!(fs::read(&place).unwrap(), new);
        assert_eq!(fs::read_dir(at).unwrap().count(), 5 + temporary(at), "{line} left files of other names");
    }
}

/// Where a file may have no more bytes, which to a program is a full disk, a writer says so in one line; what stood there still stands, and
/// nothing else does.
#[test]
fn without_room_the_old_file_is_left() {
    for line in WRITERS {
        let (folder, old) = (with_trace(), b"what stood here before");
        let (at, place) = (folder.path(), folder.path().join("x"));
        for (room, is_there) in [(0, true), (0, false), (1, true)] {
            fs::remove_file(&place).or_else(|_| fs::write(at.join("none"), "")).unwrap();
            if is_there {
                fs::write(&place, old).unwrap();
            }
            // In kilobytes. Who does not heed the signal is told by the system call.
            let all = shell(at, &format!("trap '' XFSZ; ulimit -f {room}; exec {line}"));
            if room == 1 && all.status.success() {
                assert!(fs::read(&place).unwrap().len() <= 1024, "{line}");
                continue; // it fits
            }
            let said = String::from_utf8(all.stderr).unwrap();
            assert_eq!(all.status.code(), Some(3), "{line}: {said}");
            let complaints = said.lines().filter(|line| line.starts_with("npi: "));
            let complaints: Vec<_> = complaints.collect();
            assert!(
                complaints.len() == 1 && complaints[0].contains("cannot write x: File too large"),
                "{said}"
            );
            assert_eq!(fs::read(&place).ok().as_deref(), is_there.then_some(&old[..]), "{line}");
            assert_eq!(temporary(at), 0, "{line}");
        }
    }
}

/// Two that write one file at once: the file is that of one of them, and whole.
#[test]
fn two_writers_of_one_file_leave_one_of_theirs() {
    let folder = folder();
    let at = folder.path();
    let of = |seed| format!("npi generate addition --seed {seed} -o");
    check(at, &format!("{} a && {} b", of(1), of(2)), 0, "");
    let either = ["a", "b"].map(|name| fs::read(at.join(name)).unwrap());
    assert_ne!(either[0], either[1]);
    for _ in 0..MOMENTS {
        let both = format!("{} x & {} x; one=$?; wait $! && exit $one", of(1), of(2));
        check(at, &both, 0, "");
        assert!(either.contains(&fs::read(at.join("x")).unwrap()));
    }
}

/// Many that write into one folder, each its own file, do not see each other; and their answers on one output stay lines.
#[test]
fn many_runs_in_one_folder_do_not_meet() {
    let folder = folder();
    let at = folder.path();
    let each = "npi run addition $n 1000 --trace t$n >> all & jobs=\"$jobs $!\"";
    let line =
        format!("for n in $(seq {MOMENTS}); do {each}; done; for job in $jobs; do wait $job || exit; done");
    check(at, &line, 0, "");
    let all = fs::read_to_string(at.join("all")).unwrap();
    let mut answers: Vec<u32> = all.lines().map(|line| line.parse().unwrap()).collect();
    answers.sort_unstable();
    assert_eq!(answers, (1001..=1000 + MOMENTS).collect::<Vec<_>>());
    for number in 1..=MOMENTS {
        let trace = fs::read_to_string(at.join(format!("t{number}"))).unwrap();
        let answer = format!("\"answer\":\"{}\"}}", number + 1000);
        assert!(trace.trim_end().ends_with(&answer) && trace.lines().count() == 1, "{trace}");
    }
}
