//! The console is run on keys, and each answer is held against the screen.

use std::cell::RefCell;

use npi_console::{Console, StackUse, Terminal as Line};
use npi_network::Prover;
use npi_tasks::Addition;

use crate::sum::{DIGITS, Read, read, sum};
use crate::terminal::{Cable, Outcome, Terminal};

/// How many lines there were, and how many of them were answered.
#[derive(Debug, Default)]
pub struct Tally {
    /// All lines.
    pub lines: u64,
    /// Lines with a sum that was added, traced or hashed.
    pub sums: u64,
    /// Lines with a word alone that ran the last sum again.
    pub again: u64,
}

/// Types keys, then Enter and `trace`; gives the answers.
///
/// # Panics
/// If an answer is neither that of the sum on the screen nor a refusal.
#[track_caller]
pub fn check(keys: &[u8], tally: &mut Tally) -> Vec<String> {
    let mut last = None;
    let judge = |outcome: Outcome| {
        judge(&outcome, &mut last, tally);
        outcome.answer
    };
    converse(keys, judge)
}

/// Runs a console until it has read all keys; `turn` is shown each line and its answer.
fn converse(keys: &[u8], mut turn: impl FnMut(Outcome) -> String) -> Vec<String> {
    let (terminal, mut memory) = (RefCell::new(Terminal::default()), [0x11; 2 * (DIGITS + 1)]);
    let (mut line, mut verifier) = (Line::new(Cable(&terminal)), Prover::NEW);
    let stack = || StackUse { deepest: 0, reserved: 0 };
    let mut console = Console::<_, Addition>::new(&mut line, &mut memory, &mut verifier, stack);
    terminal.borrow_mut().press(keys);
    let mut answers = vec![];
    while !terminal.borrow().is_idle() {
        console.turn();
        answers.push(turn(terminal.borrow_mut().outcome()));
    }
    answers
}

/// Holds one answer against the line that the screen shows; `last` is the sum that was last run.
#[track_caller]
fn judge(outcome: &Outcome, last: &mut Option<[String; 2]>, tally: &mut Tally) {
    let Outcome { shown, answer, given_up, spoilt } = outcome;
    tally.lines += 1;
    let refused = answer.starts_with("refused: ") || *given_up && answer.is_empty();
    match read(shown) {
        None => assert!(refused, "{shown:?} is no sum, and gives {answer:?}"),
        Some(_) if refused && *spoilt => {}
        Some(Read { word, numbers: Some(numbers) }) => {
            equal(shown, answer, &expected(word, numbers));
            *last = Some(numbers.map(str::to_owned));
            tally.sums += 1;
        }
        Some(Read { word: word @ ("trace" | "hash" | "bench"), .. }) if !refused => {
            let numbers =
                last.as_ref().unwrap_or_else(|| panic!("{shown:?} gives {answer:?}, and no sum was run"));
            equal(shown, answer, &expected(word, numbers.each_ref().map(String::as_str)));
            tally.again += 1;
        }
        Some(Read { word: "", .. }) => equal(shown, answer, ""),
        Some(_) => {}
    }
}

/// A trace is long: its beginning says enough.
#[track_caller]
fn equal(shown: &str, answer: &str, expected: &str) {
    assert!(answer == expected, "{shown:?} gives {answer:.99}\nexpected {expected:.99}");
}

/// What a fresh console says to a word and a sum; without a word, and within a trace, the sum is ours.
#[track_caller]
fn expected(word: &str, numbers: [&str; 2]) -> String {
    let problem = numbers.join("+");
    if word.is_empty() {
        return sum(numbers);
    }
    let keys = format!("{word} {problem}\r");
    let answer = converse(keys.as_bytes(), |outcome| outcome.answer).remove(0);
    if word == "trace" {
        let shown = [format!("\"problem\":\"{problem}\""), format!("\"answer\":\"{}\"}}", sum(numbers))];
        assert!(shown.iter().all(|part| answer.contains(part)), "{keys:?} gives {answer:.99}");
    }
    answer
}
