//! A person's terminal as a board: keys that were pressed, and the screen that shows what the console writes.

use std::cell::RefCell;
use std::collections::VecDeque;

use npi_console::{Board, Lost};

use crate::sum::may_become;

/// The key that stands for a byte that the serial port lost.
pub const LOST: u8 = 0xff;
const GIVE_UP: [u8; 2] = [0x03, 0x15];

/// A terminal, wide enough that no line is wrapped.
#[derive(Default)]
pub struct Terminal {
    keys: VecDeque<u8>,
    /// The lines since the last prompt; the cursor is on the last one.
    lines: Vec<Vec<u8>>,
    column: usize,
    /// The last key.
    last: u8,
    /// Whether something was pressed, or shown for a while, that is no part of a sum.
    spoilt: bool,
}

/// What became of a line that was typed.
pub struct Outcome {
    /// The line as the screen shows it, without the prompt.
    pub shown: String,
    /// What the console answered, without the line's end.
    pub answer: String,
    /// Whether it was given up instead of ended.
    pub given_up: bool,
    /// Whether the console may refuse it, whatever it shows.
    pub spoilt: bool,
}

impl Terminal {
    /// Presses keys, which the console will read one by one.
    pub fn press(&mut self, keys: &[u8]) {
        self.keys.extend(keys);
    }

    /// Whether the console has read all keys.
    pub fn is_idle(&self) -> bool {
        self.keys.is_empty()
    }

    /// Takes what the screen shows, which is one turn of the console.
    pub fn outcome(&mut self) -> Outcome {
        let text = |line: &Vec<u8>| String::from_utf8(line.clone()).expect("ASCII");
        let outcome = Outcome {
            shown: self.shown(),
            answer: self.lines.iter().skip(1).map(text).collect::<Vec<_>>().join("\n").trim_end().to_owned(),
            given_up: GIVE_UP.contains(&self.last),
            spoilt: self.spoilt,
        };
        (self.lines, self.column, self.spoilt) = (vec![], 0, false);
        outcome
    }

    fn shown(&self) -> String {
        let line = self.lines.first().and_then(|line| line.strip_prefix(b"> ")).unwrap_or_default();
        String::from_utf8(line.to_vec()).expect("ASCII")
    }

    fn show(&mut self, byte: u8) {
        if self.lines.is_empty() {
            self.lines.push(vec![]);
        }
        let line = self.lines.last_mut().expect("one was pushed");
        match byte {
            b'\r' => self.column = 0,
            b'\n' => self.lines.push(vec![]),
            0x08 => self.column -= 1,
            _ => {
                line.truncate(self.column); // only the last column is ever written over
                line.push(byte);
                self.column += 1;
            }
        }
    }

    fn next_key(&mut self) -> u8 {
        self.spoilt |= !may_become(&self.shown());
        self.last = self.keys.pop_front().unwrap_or(b'\r');
        self.spoilt |= !matches!(self.last, b' '..=b'~' | b'\t' | b'\r' | b'\n' | 0x08 | 0x7f);
        self.last
    }
}

/// The cable between them.
pub struct Cable<'t>(pub &'t RefCell<Terminal>);

impl Board for Cable<'_> {
    const NAME: &'static str = "terminal";
    const CHIP: &'static str = "glass";

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0.borrow_mut().show(byte));
    }

    fn read(&mut self) -> Result<u8, Lost> {
        let key = self.0.borrow_mut().next_key();
        if key == LOST { Err(Lost) } else { Ok(key) }
    }

    fn restart_ticks(&mut self) {}

    fn ticks(&mut self) -> u32 {
        0
    }
}
