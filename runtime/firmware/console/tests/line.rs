//! What is typed, and what the line and the scratchpad make of it.

use npi_console::line::{Command, Line, Meaning, Refusal};
use npi_console::scratchpad::{Scratchpad, sum};
use npi_console::{Board, Lost, adder, text};

/// Types a line into a scratchpad of so many bytes.
fn typed(text: &str, memory: &mut [u8]) -> (Meaning, String) {
    let mut scratchpad = Scratchpad::new(memory);
    let mut line = Line::new(&mut scratchpad);
    text.bytes().for_each(|byte| line.push(byte));
    let meaning = line.finish();
    if meaning != Meaning::Sum {
        return (meaning, String::new());
    }
    let tape = scratchpad.settle();
    adder::add(tape).expect("the tape is long enough");
    (meaning, sum(tape).map(char::from).collect())
}

#[track_caller]
fn check(text: &str, bytes: usize, expected: Meaning) {
    // What the RAM held before must not matter.
    assert_eq!(typed(text, &mut vec![0xff; bytes]).0, expected, "{text:?} in {bytes} bytes");
}

/// Every sum of two numbers below 1,100 is right, in a scratchpad full of rubbish.
#[test]
fn adds_all_short_numbers() {
    for a in (0..1_100_u32).step_by(7) {
        for b in 0..1_100 {
            assert_eq!(typed(&format!("{a}+{b}"), &mut [0xff; 12]).1, (a + b).to_string());
        }
    }
}

/// Two bytes for each digit, and four more; an odd byte is not used.
#[test]
fn takes_as_many_digits_as_it_has_columns_but_two() {
    for digits in 1..20 {
        let nines = "9".repeat(digits);
        check(&format!("{nines}+{nines}"), 2 * digits + 4, Meaning::Sum);
        check(&format!("{nines}+{nines}"), 2 * digits + 3, Meaning::Refused(Refusal::TooLong));
        check(&format!("0+{nines}"), 2 * digits + 3, Meaning::Refused(Refusal::TooLong));
    }
}

/// No memory at all refuses everything, and does not panic.
#[test]
fn refuses_every_digit_without_memory() {
    check("1+1", 0, Meaning::Refused(Refusal::TooLong));
    check("1+1", 3, Meaning::Refused(Refusal::TooLong));
}

/// A word is a command, the empty line is nothing, all else is refused.
#[test]
fn tells_commands_from_sums() {
    check("", 64, Meaning::Nothing);
    check("  ", 64, Meaning::Nothing);
    check("stack", 64, Meaning::Command(Command::Stack));
    check("what", 64, Meaning::Command(Command::Help));
    check("1+2x", 64, Meaning::Refused(Refusal::NotASum));
    check("a1", 64, Meaning::Refused(Refusal::NotASum));
}

/// A board that keeps what it is told.
#[derive(Default)]
struct Paper(Vec<u8>);

impl Board for Paper {
    const NAME: &'static str = "paper";
    const CHIP: &'static str = "pencil";

    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn read(&mut self) -> Result<u8, Lost> {
        Err(Lost)
    }

    fn restart_ticks(&mut self) {}

    fn ticks(&mut self) -> u64 {
        0
    }
}

/// Integers are written as `core::fmt` would.
#[test]
fn writes_integers() {
    for number in (0..64).flat_map(|bit| [(1_u64 << bit) - 1, 1 << bit]).chain([u64::MAX, 10, 100, 99]) {
        let mut paper = Paper::default();
        text::say_number(&mut paper, number);
        assert_eq!(String::from_utf8(paper.0).expect("ASCII"), number.to_string());
    }
}
