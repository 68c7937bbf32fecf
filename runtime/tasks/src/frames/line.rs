//! The serial line: its bytes, the frame that is being taken, and what became of the others.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

use super::{Arguments, Seen, kind, what};

/// The most bytes of a frame, without its checksum.
pub const MOST: usize = 16;

const FLAG: u8 = 0x7e;
const ESCAPE: u8 = 0x7d;
/// What an escape does to the byte behind it.
const FLIPPED: u8 = 0x20;

/// Notes on a flag: what became of the frame that it ends. Other notes are the bytes that were taken.
const NOTHING: u8 = 0;
const ACCEPTED: u8 = 1;
const REFUSED: u8 = 2;

/// Bytes in front of a frame's own: what became of it, and how many there are.
const HEAD: usize = 2;

/// A line that shows one byte after the other, and keeps what is taken of them.
#[derive(Debug)]
pub struct Line<'m> {
    bytes: &'m [u8],
    /// A note on each byte, for the picture.
    notes: &'m mut [u8],
    /// The frames, each with its head in front; the last is being taken.
    frames: &'m mut [u8],
    at: usize,
    /// Where the frame that is being taken begins.
    begin: usize,
    /// How many bytes of it were taken, and what they add up to.
    taken: usize,
    sum: u8,
}

impl<'m> Line<'m> {
    /// The line of a text of hexadecimal digits.
    ///
    /// # Errors
    /// Another text, or too little memory.
    pub fn new(problem: &[u8], memory: &'m mut [u8]) -> Result<Self, Refusal> {
        let full = Refusal::Capacity { columns: memory.len() / 3 };
        let length = decode(problem, memory, full)?;
        let (bytes, rest) = memory.split_at_mut_checked(length).ok_or(full)?;
        let (notes, frames) = rest.split_at_mut_checked(length).ok_or(full)?;
        let frames = frames.get_mut(..length + HEAD).ok_or(full)?;
        notes.fill(NOTHING);
        Ok(Self { bytes, notes, frames, at: 0, begin: 0, taken: 0, sum: 0 })
    }

    /// How many bytes there are.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Notes something on the next byte, and goes on to the one behind it, if there are such.
    fn go_on(&mut self, note: u8) {
        if let Some(noted) = self.notes.get_mut(self.at) {
            *noted = note;
            self.at += 1;
        }
    }

    fn take(&mut self, flipped: u8) -> Result<(), Refusal> {
        let none = Refusal::Action("there is no byte to take, or no room for it");
        let byte = self.bytes.get(self.at).ok_or(none)? ^ flipped;
        if self.taken > MOST {
            return Err(none);
        }
        *self.frames.get_mut(self.begin + HEAD + self.taken).ok_or(none)? = byte;
        (self.taken, self.sum) = (self.taken + 1, self.sum.wrapping_add(byte));
        self.go_on(if byte.is_ascii_graphic() { byte } else { b'.' });
        Ok(())
    }

    /// Writes down what became of the frame, and begins the next; the bytes of one that is refused are forgotten.
    fn end(&mut self, fate: u8) -> Result<(), Refusal> {
        let kept = if fate == what::ACCEPT { self.taken.saturating_sub(1) } else { 0 };
        let head = self.frames.get_mut(self.begin..).and_then(<[u8]>::first_chunk_mut::<HEAD>);
        *head.ok_or(Refusal::Action("there is no frame to end"))? = [fate, kept as u8];
        (self.begin, self.taken, self.sum) = (self.begin + HEAD + kept, 0, 0);
        self.go_on(if fate == what::ACCEPT { ACCEPTED } else { REFUSED });
        Ok(())
    }
}

/// Puts the bytes of a text into memory, and counts them.
fn decode(problem: &[u8], memory: &mut [u8], full: Refusal) -> Result<usize, Refusal> {
    let (mut length, mut high) = (0, None);
    for (at, &byte) in problem.iter().enumerate() {
        let digit = char::from(byte).to_digit(16);
        high = match (high, digit) {
            (None, None) if byte == b' ' => None,
            (None, Some(digit)) => Some(digit as u8),
            (Some(high), Some(digit)) => {
                *memory.get_mut(length).ok_or(full)? = high << 4 | digit as u8;
                length += 1;
                None
            }
            _ => return Err(Refusal::Problem { expected: "two hexadecimal digits", at }),
        };
    }
    match high {
        None => Ok(length),
        Some(_) => Err(Refusal::Problem { expected: "two hexadecimal digits", at: problem.len() }),
    }
}

/// What an answer says of a frame.
const fn said(fate: u8) -> &'static str {
    match fate {
        what::ACCEPT => "ok:",
        what::BAD => "bad",
        what::LONG => "long",
        what::SHORT => "short",
        what::ABORT => "abort",
        _ => "cut",
    }
}

fn digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'A' - 10 + value })
}

impl Environment for Line<'_> {
    type Observation = Seen;
    type Arguments = Arguments;

    fn observe(&self) -> Seen {
        let kind = match self.bytes.get(self.at) {
            None => kind::OVER,
            Some(&FLAG) => kind::FLAG,
            Some(&ESCAPE) => kind::ESCAPE,
            Some(_) => kind::DATA,
        };
        [kind, (self.taken <= MOST).into(), (self.sum == 0).into()]
    }

    fn act(&mut self, [action]: Arguments) -> Result<(), Refusal> {
        match action {
            what::SKIP => self.go_on(NOTHING),
            what::TAKE => self.take(0)?,
            what::FLIP => self.take(FLIPPED)?,
            what::ACCEPT..=what::CUT => self.end(action)?,
            _ => return Err(Refusal::Action("the line has no such action")),
        }
        Ok(())
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        let mut rest = self.frames.get(..self.begin).unwrap_or_default();
        let mut before = "";
        while let Some((&[fate, kept], behind)) = rest.split_first_chunk() {
            let (frame, next) = behind.split_at_checked(kept.into()).unwrap_or_default();
            out.write_str(before)?;
            out.write_str(said(fate))?;
            for byte in frame {
                out.write_char(digit(byte >> 4))?;
                out.write_char(digit(byte & 15))?;
            }
            (rest, before) = (next, " ");
        }
        Ok(())
    }
}

impl Picture for Line<'_> {
    const ROWS: &'static [&'static str] = &["HIGH", "LOW", "FRAME"];

    fn columns(&self) -> usize {
        self.bytes.len()
    }

    fn cell(&self, row: usize, column: usize) -> char {
        let byte = self.bytes.get(column).copied().unwrap_or_default();
        match (row, self.notes.get(column)) {
            (_, None) | (2, Some(&NOTHING)) => ' ',
            (0, _) => digit(byte >> 4),
            (1, _) => digit(byte & 15),
            (_, Some(&ACCEPTED)) => '✓',
            (_, Some(&REFUSED)) => '✗',
            (_, Some(&note)) => char::from(note),
        }
    }

    fn pointer(&self, _: usize) -> usize {
        self.at
    }
}
