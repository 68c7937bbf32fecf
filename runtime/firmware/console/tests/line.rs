//! What is typed, and what the line makes of it.

use npi_console::command::Command;
use npi_console::line::{Line, Meaning, Refused};
use npi_console::{Board, Lost, text};
use npi_runtime::Refusal;
use npi_tasks::addition::Loader;

/// Types a line into a memory of so many bytes.
#[track_caller]
fn check(typed: &str, bytes: usize, expected: Meaning) {
    let mut memory = vec![0xff; bytes]; // what the RAM held before must not matter
    let mut line = Line::<Loader<'_>>::new(&mut memory);
    typed.bytes().for_each(|byte| line.push(byte));
    assert_eq!(line.finish(), expected, "{typed:?} in {bytes} bytes");
}

const fn too_long(columns: usize) -> Meaning {
    Meaning::Refused(Refused::Problem(Refusal::Capacity { columns }))
}

const fn refused(expected: &'static str, at: usize) -> Meaning {
    Meaning::Refused(Refused::Problem(Refusal::Problem { expected, at }))
}

/// Two bytes for each digit, and one column more; an odd byte is not used.
#[test]
fn takes_as_many_digits_as_it_has_columns_but_one() {
    for digits in 1..20 {
        let nines = "9".repeat(digits);
        check(&format!("{nines}+{nines}"), 2 * digits + 2, Meaning::Problem(Command::Run));
        check(&format!("{nines}+{nines}"), 2 * digits + 1, too_long(digits - 1));
        check(&format!("trace {nines}+{nines}"), 2 * digits + 1, too_long(digits - 1));
    }
}

/// No memory at all refuses everything, and does not panic.
#[test]
fn refuses_every_digit_without_memory() {
    check("1+1", 0, too_long(0));
    check("1+1", 3, too_long(0));
}

/// A word is a command, with a problem or without; the empty line is nothing, all else is refused.
#[test]
fn tells_commands_from_sums() {
    check("", 64, Meaning::Nothing);
    check("  ", 64, Meaning::Nothing);
    check("stack", 64, Meaning::Command(Command::Stack));
    check(" trace ", 64, Meaning::Command(Command::Trace));
    check("trace 1+2", 64, Meaning::Problem(Command::Trace));
    check("hash 1 2", 64, Meaning::Problem(Command::Hash));
    check("what", 64, Meaning::Command(Command::Help));
    check("1+2x", 64, refused("a digit or the end", 3));
    check("in fo", 64, refused("a digit", 0));
    check("info9", 64, refused("two numbers", 1));
    check("run1+2", 64, Meaning::Problem(Command::Run));
    check("morethaneight", 64, Meaning::Refused(Refused::NotAWord));
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

    fn ticks(&mut self) -> u32 {
        0
    }
}

/// Integers are written as `core::fmt` would.
#[test]
fn writes_integers() {
    for number in (0..32).flat_map(|bit| [(1_u32 << bit) - 1, 1 << bit]).chain([u32::MAX, 10, 100, 99]) {
        let mut paper = Paper::default();
        text::say_number(&mut paper, number);
        assert_eq!(String::from_utf8(paper.0).expect("ASCII"), number.to_string());
    }
}
