//! What `hash` prints on this machine, against the golden hashes that `npi run --hash --json` prints.

use std::cell::RefCell;

use npi_console::{Board, Console, Lost, StackUse, Terminal};
use npi_network::Prover;
use npi_tasks::Addition;

/// Made by `npi run addition - --hash --json < problems`, a problem a line.
const GOLDEN: &str = include_str!("../../../../tests/golden/hashes.jsonl");

/// A cable at whose other end a line waits to be read, and nobody types more.
struct Cable<'c> {
    keys: std::str::Bytes<'c>,
    said: &'c RefCell<Vec<u8>>,
}

impl Board for Cable<'_> {
    const NAME: &'static str = "cable";
    const CHIP: &'static str = "copper";

    fn write(&mut self, bytes: &[u8]) {
        self.said.borrow_mut().extend(bytes);
    }

    fn read(&mut self) -> Result<u8, Lost> {
        Ok(self.keys.next().unwrap_or(b'\r'))
    }

    fn restart_ticks(&mut self) {}

    fn ticks(&mut self) -> u32 {
        0
    }
}

/// What the console answers to a line, in the last line that it writes.
fn ask(line: &str) -> String {
    let (said, mut memory, mut verifier) = (RefCell::default(), [0; 256], Prover::NEW);
    let mut terminal = Terminal::new(Cable { keys: line.bytes(), said: &said });
    let stack = || StackUse { deepest: 0, reserved: 0 };
    Console::<_, Addition>::new(&mut terminal, &mut memory, &mut verifier, stack).turn();
    let text = String::from_utf8(said.take()).expect("ASCII");
    text.trim_end().lines().last().unwrap_or_default().to_owned()
}

/// What stands between two pieces of a line.
fn between<'l>(line: &'l str, before: &str, after: char) -> &'l str {
    let (_, rest) = line.split_once(before).expect("the piece before");
    rest.split_once(after).expect("the piece after").0
}

/// A board and a desktop print one number for one run.
#[test]
fn the_console_prints_the_hashes_that_the_command_prints() {
    assert!(GOLDEN.lines().count() >= 7);
    for line in GOLDEN.lines() {
        let problem = between(line, "\"problem\":\"", '"');
        let (steps, hash) = (between(line, "\"steps\":", ','), between(line, "\"hash\":\"", '"'));
        assert_eq!(ask(&format!("hash {problem}\r")), format!("{steps} steps, hash {hash}"));
    }
}
