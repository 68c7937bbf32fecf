//! Training before a person: the live view in a terminal, a log, or nothing at all.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;
mod terminal;

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};
use shell::{check, folder, shell, temporary};
use terminal::Session;

/// A training that takes a second, one that takes three, and one that takes for ever.
const ADDITION: &str = "train -o x";
const SWEEP: &str = "train --hidden 16 --seeds 0..1 -o x";
const ENDLESS: &str = "train --hidden 4 --updates 1000000 -o x";

/// All of some words stand on a screen.
#[track_caller]
fn shows(screen: &str, words: &[&str]) {
    for word in words {
        assert!(screen.contains(word), "expected `{word}` on the screen:\n{screen}");
    }
}

fn weights(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("x")).unwrap()
}

/// The view goes on while it learns, and all of it stays on the screen with the summary when it is over; the weights are the same
/// bytes as without it.
#[test]
fn the_view_shows_a_training_and_changes_nothing() {
    let folder = folder();
    check(folder.path(), "npi train -q -o x", 0, "");
    let expected = weights(folder.path());
    for (size, words) in [
        (
            (80, 24),
            ["update 800 of at most 30000", "wrong of all the proof checks", "margin 1.389, goal 0.5"],
        ),
        ((60, 20), ["update 800/30000", "wrong", "margin 1.389/0.5"]),
    ] {
        let mut session = Session::begin(folder.path(), ADDITION, size);
        session.until(|screen| screen.contains(" left") && screen.contains("━ ADD1"));
        shows(&session.text(), &[" addition  16 hidden units, int8, seed 0", "loss", "│"]);
        assert_eq!(session.end().code(), Some(0));
        let screen = session.text();
        shows(&screen, &words);
        shows(
            &screen,
            &[
                " addition  16 hidden units, int8, seed 0",
                " ✔ int8 proven at update 800 with a margin of 1.389 logits",
                "    10┤",
                "10000┤",
                "     1┤",
                "     0╪",
                "   addition             0 of 25338",
                " ━ ADD1                 0 of 24824",
                "trained on traces and counterexamples: 800 updates",
            ],
        );
        assert!(!screen.contains(" left") && !session.screen.screen().hide_cursor(), "{screen}");
        assert_eq!(weights(folder.path()), expected);
        fs::remove_file(folder.path().join("x")).unwrap();
    }
}

/// Several tasks have a curve and a margin each; obligations of boxes are counted as such; a new draw is numbered, and marked in both plots.
#[test]
fn the_view_tells_tasks_boxes_and_draws() {
    let folder = folder();
    let mut two = Session::begin(folder.path(), "train --task lock --task traffic -o x", (80, 24));
    assert_eq!(two.end().code(), Some(0));
    shows(
        &two.text(),
        &[
            " lock, traffic  16 hidden units",
            " ━ lock                 0 of 280",
            " ━ traffic              0 of 209",
        ],
    );
    let mut redrawn = Session::begin(
        folder.path(),
        "train --task traffic-loop --split --hidden 8 --updates 4600 -o x",
        (80, 24),
    );
    assert_eq!(redrawn.end().code(), Some(1));
    let screen = redrawn.text();
    shows(
        &screen,
        &["✘ int8 not proven: 2 of 51 obligations wrong at update 4300", "draw 2", "of 51", "obligations"],
    );
    assert!(screen.matches('┊').count() > 8, "{screen}");
}

/// A sweep has one view, in which seed follows seed, and a table when it is over.
#[test]
fn a_sweep_has_one_view_and_a_table() {
    let folder = folder();
    let mut session = Session::begin(folder.path(), SWEEP, (80, 40));
    session.until(|screen| screen.contains("2 of 2 seeds, 1 proven"));
    assert_eq!(session.end().code(), Some(0));
    let screen = session.text();
    shows(
        &screen,
        &[
            "  seed  updates  draws  seconds  proven  margin",
            "2 of 2 seeds proven; x has the best weights, those of seed 0",
        ],
    );
    assert_eq!(screen.matches("hidden units").count(), 1, "{screen}");
}

/// A terminal that is too small gets a log and a line that says why, also if it becomes so; one that is resized, a whole view.
#[test]
fn small_terminals_get_a_log() {
    let folder = folder();
    for size in [(59, 20), (60, 19)] {
        let mut session = Session::begin(folder.path(), ADDITION, size);
        assert_eq!(session.end().code(), Some(0));
        let sent = String::from_utf8(session.sent).unwrap();
        assert!(
            sent.starts_with("expected a terminal of at least 60×20 for the live view, found a smaller one"),
            "{sent}"
        );
        assert!(!sent.contains('\x1b') && sent.contains("\r\nupdate   800  loss "), "{sent}");
    }
    let mut session = Session::begin(folder.path(), ENDLESS, (80, 24));
    session.until(|screen| screen.contains("━ ADD1"));
    session.resize(100, 30);
    session.until(|screen| {
        let wide = screen.lines().any(|line| line.chars().count() > 90);
        wide && screen.matches("hidden units").count() == 1 && screen.contains("━ ADD1")
    });
    session.resize(50, 30);
    session.until(|screen| {
        screen.contains("for the live view, found a smaller one") && screen.contains("\nupdate ")
    });
    session.child.kill().unwrap();
    session.end();
}

/// The first signal ends the view with the best weights, whose place is said; the cursor is back, also after a second one.
#[test]
fn a_signal_ends_the_view() {
    let folder = folder();
    let mut session = Session::begin(folder.path(), ENDLESS, (80, 24));
    session.until(|screen| screen.contains("━ ADD1"));
    kill_process(Pid::from_child(&session.child), Signal::INT).unwrap();
    assert_eq!(session.end().code(), Some(1));
    let screen = session.text();
    shows(&screen, &["✘ int8 not proven", "interrupted: the best weights so far are in x"]);
    assert!(!session.screen.screen().hide_cursor() && folder.path().join("x").exists());

    let mut session = Session::begin(folder.path(), "train --hidden 128 --updates 1000000 -o y", (80, 24));
    session.until(|screen| screen.contains("curves begin with the first check"));
    kill_process(Pid::from_child(&session.child), Signal::TERM).unwrap();
    session.until(|screen| screen.contains("stopping at the next check"));
    kill_process(Pid::from_child(&session.child), Signal::TERM).unwrap();
    assert_eq!(session.end().signal(), Some(Signal::TERM.as_raw()));
    assert!(!session.screen.screen().hide_cursor() && !folder.path().join("y").exists());
    assert_eq!(temporary(folder.path()), 0);
}

/// `--plain-log` writes on a terminal what is written elsewhere: a line a check, whose numbers are of one thing.
#[test]
fn a_log_has_a_line_a_check() {
    let folder = folder();
    let mut session = Session::begin(folder.path(), "train --plain-log -o x", (80, 24));
    assert_eq!(session.end().code(), Some(0));
    let logged = String::from_utf8(session.sent).unwrap().replace("\r\n", "\n");
    let all = check(folder.path(), "npi train -o x", 0, "");
    let untimed = |text: &str| {
        text.lines().filter(|line| !line.starts_with("trained")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(untimed(&logged), untimed(&all));
    assert_eq!(all.lines().filter(|line| line.starts_with("update ")).count(), 8, "{all}");
    for line in [
        "addition: traces teach 272 distinct sequences (22203 calls); the proof checks 25338\n",
        "update   100  loss 3.4002  wrong 21484 of 25338 (ADD 61, ADD1 21423)\n",
        "  wrong 0 of 25338  margin 1.389\ntrained on traces and counterexamples: 800 updates, ",
    ] {
        assert!(all.contains(line), "expected `{line}` in {all}");
    }
    let line = "npi train --task traffic-loop --split --hidden 8 --updates 4500 --verbose -o x";
    let all =
        check(folder.path(), line, 1, "\ndraw 2: the network before came to nothing\nupdate  4400  loss ");
    for part in [
        " s learning, ",
        " s checking\n",
        " s in 45 checks\n",
        "4500 updates in 2 draws",
        "; the weights of update 4300 are kept",
    ] {
        assert!(all.contains(part), "expected `{part}` in {all}");
    }
}

/// Quiet, it says nothing but errors, with and without a terminal, proven or not.
#[test]
fn quiet_training_says_nothing() {
    let folder = folder();
    for (line, code) in [("train -q -o x", 0), ("train --quiet --hidden 1 --updates 100 -o x", 1)] {
        let mut session = Session::begin(folder.path(), line, (80, 24));
        assert_eq!((session.end().code(), &session.sent[..]), (Some(code), &b""[..]));
        let output = shell(folder.path(), &format!("npi {line}"));
        assert_eq!((output.stderr.len(), output.status.code()), (0, Some(code)));
    }
    check(folder.path(), "npi train -q --hidden 0 -o x", 2, "npi: expected --hidden from 1 to 128, found 0");
    check(folder.path(), "npi train -q -v -o x", 2, "expected --quiet without --verbose, found both");
}

/// Weights on standard output are alone there, though the view is on the terminal.
#[test]
fn weights_and_view_do_not_mix() {
    use std::io::Read;
    let folder = folder();
    check(folder.path(), "npi train -q -o x", 0, "");
    let mut session = Session::begin(folder.path(), "train -o -", (80, 24));
    assert_eq!(session.end().code(), Some(0));
    let mut data = Vec::new();
    session.child.stdout.take().unwrap().read_to_end(&mut data).unwrap();
    assert_eq!(data, weights(folder.path()));
}
