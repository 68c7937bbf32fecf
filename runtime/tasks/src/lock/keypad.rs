//! The lock's simulated keypad: a code, samples, and a log.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

use super::{Arguments, NONE, OFF, Progress, Seen, Times, what};
use crate::timeline::copied;

/// Ticks that the simulated lock stays open.
pub const OPENED: u16 = 5;
/// Ticks that it stays locked out.
pub const LOCKED_OUT: u16 = 20;

const TIMES: Times = Times { open: OPENED, locked_out: LOCKED_OUT };

/// A keypad that shows its samples one by one, and logs what the lock does in each tick.
#[derive(Debug)]
pub struct Keypad<'m> {
    code: &'m [u8],
    samples: &'m [u8],
    log: &'m mut [u8],
    tick: usize,
    progress: Progress,
}

impl<'m> Keypad<'m> {
    /// The keypad of `CODE:SAMPLES`.
    ///
    /// # Errors
    /// Another text, or too little memory.
    pub fn new(problem: &[u8], memory: &'m mut [u8]) -> Result<Self, Refusal> {
        let colon = colon(problem)?;
        let full = Refusal::Capacity { columns: memory.len() / 2 };
        let (text, log) = copied(problem, memory).ok_or(full)?;
        let (code, samples) = text.split_at_checked(colon).ok_or(full)?;
        let samples = samples.get(1..).ok_or(full)?;
        let log = log.get_mut(..samples.len()).ok_or(full)?;
        log.fill(b'.');
        Ok(Self { code, samples, log, tick: 0, progress: Progress::NEW })
    }

    /// How many samples there are.
    #[must_use]
    pub const fn ticks(&self) -> usize {
        self.samples.len()
    }

    fn key(&self) -> u8 {
        match self.samples.get(self.tick) {
            Some(digit @ b'0'..=b'9') => digit - b'0',
            Some(_) => NONE,
            None => OFF,
        }
    }

    /// What the log says of an action; nothing of one that does not show.
    const fn shown(&self, action: u8) -> Option<u8> {
        match action {
            what::NEXT => Some(b'+'),
            what::FAIL => Some(b'x'),
            what::SHUT => None,
            _ if !self.progress.is_timed() => None,
            _ if self.progress.is_open() => Some(b'O'),
            _ => Some(b'!'),
        }
    }
}

/// Where the colon stands in a text that is a problem.
fn colon(problem: &[u8]) -> Result<usize, Refusal> {
    let expected = |expected, at| Refusal::Problem { expected, at };
    let digits = problem.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match problem.get(digits) {
        Some(b':') if digits > 0 => {}
        _ => return Err(expected("a code of digits, and `:`", digits)),
    }
    let sample = |&byte: &u8| byte.is_ascii_digit() || byte == b'-';
    match problem.iter().skip(digits + 1).position(|byte| !sample(byte)) {
        Some(at) => Err(expected("a key, or `-` for none", digits + 1 + at)),
        None => Ok(digits),
    }
}

impl Environment for Keypad<'_> {
    type Observation = Seen;
    type Arguments = Arguments;

    fn observe(&self) -> Seen {
        self.progress.observe(self.key(), self.code)
    }

    fn act(&mut self, [action]: Arguments) -> Result<(), Refusal> {
        self.progress.act(action, self.code, TIMES)?;
        if action == what::TICK && self.tick < self.samples.len() {
            self.tick += 1;
        }
        if let (Some(shown), Some(entry)) = (self.shown(action), self.log.get_mut(self.tick)) {
            *entry = shown;
        }
        Ok(())
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        self.log.iter().try_for_each(|&what| out.write_char(char::from(what)))
    }
}

impl Picture for Keypad<'_> {
    const ROWS: &'static [&'static str] = &["KEY", "LOCK"];

    fn columns(&self) -> usize {
        self.samples.len()
    }

    fn cell(&self, row: usize, column: usize) -> char {
        let cells = if row == 0 { self.samples } else { &*self.log };
        cells.get(column).map_or(' ', |&cell| if cell == b'.' { ' ' } else { char::from(cell) })
    }

    fn pointer(&self, _: usize) -> usize {
        self.tick
    }
}
