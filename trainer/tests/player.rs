//! The player on a real terminal: what is on its screen, and what keys do to it.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;
mod terminal;

use std::path::Path;

use npi_trainer::pictures::words::legend;
use shell::{check, folder};
use terminal::Terminal;

/// The sizes at which everything has room.
const SIZES: [(u16, u16); 2] = [(80, 24), (60, 20)];

fn run(folder: &Path, problem: &str) {
    check(folder, &format!("npi run {problem} --trace t"), 0, "");
}

/// The player of `t`, stopped at its first frame.
#[track_caller]
fn player(folder: &Path, (columns, rows): (u16, u16)) -> Terminal {
    let mut terminal = Terminal::npi(folder, &["animate", "t"], columns, rows);
    terminal.until(&["space play"]);
    terminal.press(HOME); // so that it does not run away
    terminal.until(&["step 0 of", "‖"]);
    terminal
}

const HOME: &str = "\x1b[H";
const END: &str = "\x1b[F";
const RIGHT: &str = "\x1b[C";

/// Title, caption, scratchpad, legend and keys have room at both sizes, and say what each step is.
#[test]
fn a_frame_says_what_it_shows() {
    let folder = folder();
    run(folder.path(), "addition 579 1221");
    for size in SIZES {
        let mut terminal = player(folder.path(), size);
        terminal.until(&["579 + 1221 = 1800", "addition by network e4ebe843", "scratchpad · column 1 of 5"]);
        terminal
            .until(&["ADD sees IN1 digit, IN2 digit and CARRY blank, calls ADD1", "IN1    ·  ·  5  7 [9]"]);
        terminal.until(&["[5] pointer  · blank  ▁▅█ hidden unit, -1 to 1", "? all keys  q quit"]);
        terminal.press(RIGHT);
        terminal.until(&["step 1 of 40", "writes 0 into OUT", "ADD1 · step 0", "margin"]);
        terminal.press(END);
        terminal.until(&["step 40 of 40", "answer 1800", "the answer is 1800"]);
        terminal.press("q");
        assert!(terminal.end().0.success());
    }
}

/// `?` shows all keys and signs above the frame, whole, and any key hides them.
#[test]
fn a_question_mark_shows_the_keys() {
    let folder = folder();
    run(folder.path(), "addition 579 1221");
    for size in SIZES {
        let mut terminal = player(folder.path(), size);
        terminal.press("?");
        terminal.until(&["to column 3; the first one is 1", "faster, slower", "any key hides them", "quits"]);
        let (margin, end) = (legend::MARGIN, legend::END);
        let rows = terminal.until(&["keys and signs", margin, end, "└──────"]);
        assert!(rows.iter().any(|row| row.contains(&format!("{margin}  │"))), "{}", rows.join("\n"));
        terminal.press("q"); // hides them, and does not quit
        let rows = terminal.until(&[
            "addition by network",
            "call",
            "IN1    ·  ·  5  7 [9]",
            "CARRY  ·  ·  ·  · [ ]",
        ]);
        assert!(!rows.iter().any(|row| row.contains("keys and signs")), "{}", rows.join("\n"));
        terminal.press("q");
        assert!(terminal.end().0.success());
    }
}

/// Digits are shown while they are typed; columns count from 1, and one that is not there is said so.
#[test]
fn typed_columns_count_from_one() {
    let folder = folder();
    run(folder.path(), "addition 579 1221");
    let mut terminal = player(folder.path(), (80, 24));
    terminal.press("3");
    terminal.until(&["3…  then g goes to column 3"]);
    terminal.press("g");
    terminal.until(&["step 23 of 40", "scratchpad · column 3 of 5", "space play"]);
    terminal.press("1g");
    terminal.until(&["step 0 of 40", "scratchpad · column 1 of 5"]);
    for (keys, found) in [("12g", "12"), ("0g", "0"), ("g", "none")] {
        terminal.press(keys);
        terminal.until(&[&format!("expected a column from 1 to 5 before g, found {found}")]);
    }
    terminal.press("c");
    terminal.until(&["column 2 of 5", "space play"]);
}

/// A window of columns follows the pointers of long sums, and says how many are left and right.
#[test]
fn long_sums_have_a_window() {
    let folder = folder();
    for digits in [30, 300, 5000] {
        let number = "7".repeat(digits);
        run(folder.path(), &format!("addition {number} {number}"));
        for size in SIZES {
            let mut terminal = player(folder.path(), size);
            let (columns, middle) = (digits + 2, digits / 2);
            terminal.until(&[" = 1555", &format!("column 1 of {columns}"), "0 more ›", "‹ "]);
            terminal.press(&format!("{middle}g"));
            let rows = terminal.until(&[&format!(" column {middle} of {columns} "), "space play", "[7]"]);
            let shown = rows.iter().find(|row| row.contains("IN1") && row.contains("[7]")).unwrap();
            let more = rows.iter().find(|row| row.contains("‹ ")).unwrap();
            let beyond: Vec<usize> = more.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            let shown = shown.matches('7').count();
            assert_eq!(beyond.iter().sum::<usize>() + shown, columns, "{}", rows.join("\n"));
        }
    }
}

/// Rows whose pointers are too far from the one that moved say on which side theirs are.
#[test]
fn distant_pointers_are_pointed_at() {
    let folder = folder();
    run(folder.path(), &format!("calculator '{}*22'", "1".repeat(30)));
    let mut terminal = player(folder.path(), (60, 20));
    terminal.press("20g");
    terminal.until(&["columns 1 to 20 of 33", "COUNT ›", "NEXT  ›", "ACC     ·"]);
}

/// A terminal that is too small is told so, in one line.
#[test]
fn a_small_terminal_is_told_so() {
    let folder = folder();
    run(folder.path(), "addition 579 1221");
    for (columns, rows) in [(59, 24), (80, 19)] {
        let mut terminal = Terminal::npi(folder.path(), &["animate", "t"], columns, rows);
        let said = format!("expected a terminal of 60×20, found {columns}×{rows}");
        let screen = terminal.until(&[&said]);
        assert_eq!(screen.iter().filter(|row| !row.is_empty()).count(), 1, "{}", screen.join("\n"));
        terminal.press("q");
        assert!(terminal.end().0.success());
    }
}

/// The tasks that ship: captions and legend have room at 60 columns, and no frame is without a caption.
#[test]
fn every_task_can_be_played() {
    let folder = folder();
    for problem in [
        "calculator 17/5",
        "sorting 3 1 2",
        "lock 42:444--222--",
        "traffic ..B......",
        "frames 7E 48 69 4F 7E",
        "addition-loop 579 1221",
        "sorting-loop 3 1 2",
        "traffic-loop ..B......",
    ] {
        run(folder.path(), problem);
        for size in SIZES {
            let mut terminal = player(folder.path(), size);
            for step in 1..=9 {
                terminal.press(RIGHT);
                terminal.until(&[&format!("step {step} of "), " sees ", "hidden unit", "q quit"]);
            }
            terminal.press(END);
            terminal.until(&["The stack is empty after", "the end", "answer"]);
        }
    }
}

/// A refuted network is played beside its teacher after the verdict, which the terminal shows when the player has ended.
#[test]
fn a_refuted_network_is_played() {
    let folder = folder();
    for (columns, rows) in SIZES {
        let mut terminal = Terminal::npi(folder.path(), &["verify", "bad", "--animate"], columns, rows);
        terminal.until(&["space play"]);
        terminal.press(END);
        terminal.until(&[legend::TEACHER, "; its teacher ", "astray in step 0"]);
        terminal.press("q");
        let (status, rows) = terminal.end();
        assert_eq!(status.code(), Some(1));
        assert!(rows.join("").contains("the network leaves its teacher in step"), "{}", rows.join("\n"));
    }
}
