//! The lock's keypad: samples, a latch, a counter of tries, a timer.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

/// The symbol of a tick in which no key is held.
pub const NONE: u8 = 10;
/// The symbol of the keypad when its samples are over.
pub const OFF: u8 = 11;
pub const TICK: u8 = 10;
pub const OPEN: u8 = 11;
pub const NEXT: u8 = 12;
pub const FAIL: u8 = 13;
pub const TIMER: u8 = 14;
pub const CLEAR: u8 = 15;
/// How many ticks a lockout lasts.
pub const LOCKED_OUT: usize = 20;

/// A keypad that shows its samples one by one, and logs what the lock does in each tick.
#[derive(Debug)]
pub struct Keypad<'m> {
    code: &'m [u8],
    samples: &'m [u8],
    log: &'m mut [u8],
    tick: usize,
    /// How much of the code was keyed in.
    at: usize,
    latch: Option<u8>,
    tries: u8,
    timer: usize,
}

impl<'m> Keypad<'m> {
    /// The keypad of `CODE:SAMPLES`.
    ///
    /// # Errors
    /// Another text, or too little memory.
    pub fn new(problem: &[u8], memory: &'m mut [u8]) -> Result<Self, Refusal> {
        let (length, columns) = (problem.len(), memory.len() / 2);
        let expected = |expected, at| Refusal::Problem { expected, at };
        let colon = problem.iter().position(|&byte| byte == b':').ok_or(expected("CODE:SAMPLES", length))?;
        for (at, &byte) in problem.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {}
                b'-' if at > colon => {}
                b':' if at == colon && colon > 0 => {}
                _ => return Err(expected("a digit, or in samples `-`", at)),
            }
        }
        let (text, log) = memory.split_at_mut_checked(length).ok_or(Refusal::Capacity { columns })?;
        text.copy_from_slice(problem);
        let log = log.get_mut(..length - colon - 1).ok_or(Refusal::Capacity { columns })?;
        log.fill(b'.');
        let (code, samples) = (&text[..colon], &text[colon + 1..]);
        Ok(Self { code, samples, log, tick: 0, at: 0, latch: None, tries: 0, timer: 0 })
    }

    /// How many samples there are.
    #[must_use]
    pub fn ticks(&self) -> usize {
        self.samples.len()
    }

    fn log(&mut self, what: u8) {
        if let Some(entry) = self.log.get_mut(self.tick) {
            *entry = what;
        }
    }
}

impl Environment for Keypad<'_> {
    type Observation = [u8; 5];
    type Arguments = [u8; 1];

    fn observe(&self) -> [u8; 5] {
        let key = match self.samples.get(self.tick) {
            None => OFF,
            Some(b'-') => NONE,
            Some(digit) => digit - b'0',
        };
        let right = self.code.get(self.at).map(|digit| digit - b'0');
        let latch = self.latch.map_or(0, |key| if Some(key) == right { 1 } else { 2 });
        [key, latch, u8::from(self.at + 1 == self.code.len()), self.tries, u8::from(self.timer > 0)]
    }

    fn act(&mut self, [what]: [u8; 1]) -> Result<(), Refusal> {
        match what {
            0..=9 => self.latch = Some(what),
            TICK => {
                self.tick = (self.tick + 1).min(self.samples.len());
                self.timer = self.timer.saturating_sub(1);
            }
            OPEN => {
                (self.at, self.tries) = (0, 0);
                self.log(b'O');
            }
            NEXT if self.at + 1 < self.code.len() => {
                self.at += 1;
                self.log(b'+');
            }
            FAIL if self.tries < 3 => {
                (self.at, self.tries) = (0, self.tries + 1);
                self.log(b'x');
            }
            TIMER => {
                (self.timer, self.tries) = (LOCKED_OUT, 0);
                self.log(b'!');
            }
            CLEAR => self.latch = None,
            _ => return Err(Refusal::Action("the keypad does not do that now")),
        }
        Ok(())
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        self.log.iter().try_for_each(|&what| out.write_char(char::from(what)))
    }
}

impl Picture for Keypad<'_> {
    const ROWS: &'static [&'static str] = &["KEY"];

    fn columns(&self) -> usize {
        self.samples.len()
    }

    fn cell(&self, _: usize, column: usize) -> char {
        self.samples.get(column).map_or(' ', |&sample| char::from(sample))
    }

    fn pointer(&self, _: usize) -> usize {
        self.tick
    }
}

/// Writes a code of up to four digits and `size` keys, mostly right ones, of which some bounce.
pub fn sample(size: usize, random: &mut impl FnMut(u32) -> u32, out: &mut impl Write) -> fmt::Result {
    let code: Vec<u32> = (0..1 + random(4)).map(|_| random(10)).collect();
    code.iter().try_for_each(|digit| write!(out, "{digit}"))?;
    out.write_char(':')?;
    let mut right = code.iter().cycle();
    for _ in 0..size {
        let next = *right.next().unwrap_or(&0);
        let key = if random(4) > 0 { next } else { random(10) };
        (0..1 + random(5)).try_for_each(|_| write!(out, "{key}"))?;
        for _ in 0..random(5) {
            if random(5) == 0 { write!(out, "{}", random(10))? } else { out.write_char('-')? }
        }
    }
    Ok(())
}
