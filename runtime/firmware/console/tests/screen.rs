//! The oracle of the console: for any keys, what it answers is the sum that the screen shows, or a refusal.

#[path = "screen/keys.rs"]
mod keys;
#[path = "screen/oracle.rs"]
mod oracle;
#[path = "screen/sum.rs"]
mod sum;
#[path = "screen/terminal.rs"]
mod terminal;

use oracle::Tally;

/// Sessions of pseudo-random keys in the normal test run.
const SESSIONS: u64 = 3_000;

/// Types keys, and gives the last answer that is not nothing.
#[track_caller]
fn check(keys: &str, answer: &str) {
    let answers = oracle::check(keys.as_bytes(), &mut Tally::default());
    assert_eq!(
        answers.iter().rfind(|answer| !answer.is_empty()).map(String::as_str),
        Some(answer),
        "{keys:?}"
    );
}

/// Each backspace takes back one column of the screen, be it a digit, the sign, a letter, a space or a tab.
#[test]
fn backspace_takes_back_what_the_screen_shows() {
    check("12 + 3\x08\x08\x08+5", "17");
    check("12 + 3\x08\x08\x08\x08\x08+5", "6");
    check("12  \x083", "15");
    check("1 2\x08\x08+4", "5");
    check("1\t\x082+3", "15");
    check("1+2 \t \x08\x08\x083", "24");
    check("  hash \x08\x08\x08\x08\x08\x08\x081+1", "2");
}

/// A sum that was begun and taken back leaves none, neither its own nor the one before.
#[test]
fn a_sum_that_was_taken_back_is_not_run() {
    for command in ["trace", "hash", "bench"] {
        check(&format!("579+1221\r1\x08\r{command}"), "refused: no problem yet");
        check(&format!("579+1221\r1\x08{command}"), "refused: no problem yet");
        check(&format!("579+1221\r+\x08\r{command}"), "refused: no problem yet");
    }
}

/// A line of a word alone leaves the last sum where it is, even if it is given up or too long for a word.
#[test]
fn a_line_without_a_problem_keeps_the_last_sum() {
    let once = oracle::check(b"579+1221\rhash", &mut Tally::default());
    let twice = oracle::check(b"579+1221\rwhat\rmuchtoolongforaword\r \x15hash", &mut Tally::default());
    assert_eq!(once.last(), twice.last());
}

/// A line whose word is longer than every command's is refused with its sum, and keeps the last one.
#[test]
fn a_sum_behind_what_is_no_word_is_not_the_last() {
    let once = oracle::check(b"579+1221\rhash", &mut Tally::default());
    let twice = oracle::check(b"579+1221\rlengthy9+1\rhash", &mut Tally::default());
    assert_eq!(once.last(), twice.last());
    let help = oracle::check(b"579+1221\rlength9+1\rhash", &mut Tally::default());
    assert_ne!(once.last(), help.last());
}

/// Pseudo-random keys: `NPI_SESSIONS=1000000` types as many sessions as one likes.
#[test]
fn answers_the_sum_that_the_screen_shows() {
    let sessions = std::env::var("NPI_SESSIONS").map_or(SESSIONS, |number| number.parse().expect("a number"));
    let mut tally = Tally::default();
    for session in 0..sessions {
        oracle::check(&keys::session(session), &mut tally);
    }
    println!("{sessions} sessions: {tally:?}");
    // Most lines are typed so badly that they are refused; what is answered must be more than a few.
    assert!(tally.sums * 20 > tally.lines && tally.again * 100 > tally.lines, "{tally:?}");
}
