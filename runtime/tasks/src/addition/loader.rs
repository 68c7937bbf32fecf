//! A problem, byte by byte, into the scratchpad's memory; and back out of it, as backspace goes.

use core::fmt::{self, Write};

use npi_runtime::Refusal;
use npi_runtime::task::ProblemReader;

use super::{BLANK, Row, Scratchpad};

/// Takes a problem, `A + B` or `A B`, byte by byte, straight into the scratchpad's memory: on a
/// board there is no room for the text beside it.
///
/// It counts the bytes of each part, spaces too, so that [`pop`](ProblemReader::pop) gives back exactly the last one.
#[derive(Debug)]
pub struct Loader<'m> {
    pad: Scratchpad<'m>,
    /// Bytes of each [`Part`].
    counts: [usize; PARTS.len()],
}

/// The parts of a problem, in their order: two operands, a sign, and the spaces around them.
#[derive(Debug, Clone, Copy)]
enum Part {
    Before,
    First,
    AfterFirst,
    Sign,
    AfterSign,
    Second,
    AfterSecond,
}
use Part::{AfterFirst, AfterSecond, AfterSign, Before, First, Second, Sign};

const PARTS: [Part; 7] = [Before, First, AfterFirst, Sign, AfterSign, Second, AfterSecond];

impl<'m> ProblemReader<'m> for Loader<'m> {
    type World = Scratchpad<'m>;

    fn new(memory: &'m mut [u8]) -> Self {
        Self { pad: Scratchpad::blank(memory), counts: [0; PARTS.len()] }
    }

    fn is_empty(&self) -> bool {
        self.last().is_none()
    }

    fn push(&mut self, byte: u8) -> Result<(), Refusal> {
        let part = match (self.last().unwrap_or(Before), byte) {
            (Before | First, b'0'..=b'9') => self.digit(Row::In1, First, byte)?,
            (AfterFirst | Sign | AfterSign | Second, b'0'..=b'9') => self.digit(Row::In2, Second, byte)?,
            (First | AfterFirst, b'+') => Sign,
            (First, b' ' | b'\t') => AfterFirst,
            (Sign, b' ' | b'\t') => AfterSign,
            (Second, b' ' | b'\t') => AfterSecond,
            (spaces, b' ' | b'\t') => spaces,
            (Second | AfterSecond, _) => return Err(self.expected("a digit or the end")),
            (First | AfterFirst, _) => return Err(self.expected("a digit, `+` or a space")),
            _ => return Err(self.expected("a digit")),
        };
        self.counts[part as usize] += 1;
        Ok(())
    }

    fn pop(&mut self) -> bool {
        let Some(part) = self.last() else { return false };
        let count = &mut self.counts[part as usize];
        *count -= 1;
        match part {
            First => self.pad.set(Row::In1, *count, BLANK),
            Second => self.pad.set(Row::In2, *count, BLANK),
            _ => None,
        };
        true
    }

    fn finish(mut self) -> Result<Scratchpad<'m>, Refusal> {
        if self.counts[Second as usize] == 0 {
            return Err(self.expected("two numbers"));
        }
        self.reverse(Row::In1, self.counts[First as usize]);
        self.reverse(Row::In2, self.counts[Second as usize]);
        Ok(self.pad)
    }

    fn rewind(memory: &'m mut [u8]) -> Result<Scratchpad<'m>, Refusal> {
        Ok(Scratchpad::rewind(memory))
    }

    fn write(memory: &'m mut [u8], out: &mut impl Write) -> fmt::Result {
        Scratchpad::rewind(memory).problem(out)
    }
}

impl Loader<'_> {
    /// The part that the last byte belongs to.
    fn last(&self) -> Option<Part> {
        PARTS.into_iter().rev().find(|&part| self.counts[part as usize] > 0)
    }

    /// Digits come in big end first and are turned round at the end.
    fn digit(&mut self, row: Row, part: Part, byte: u8) -> Result<Part, Refusal> {
        let full = Refusal::Capacity { columns: self.pad.width().saturating_sub(1) };
        let count = self.counts[part as usize];
        if count + 1 >= self.pad.width() {
            return Err(full);
        }
        self.pad.set(row, count, byte - b'0').ok_or(full)?;
        Ok(part)
    }

    fn reverse(&mut self, row: Row, length: usize) {
        for column in 0..length / 2 {
            let (low, high) = (self.pad.symbol(row, column), self.pad.symbol(row, length - 1 - column));
            self.pad.set(row, column, high);
            self.pad.set(row, length - 1 - column, low);
        }
    }

    fn expected(&self, expected: &'static str) -> Refusal {
        Refusal::Problem { expected, at: self.counts.iter().sum() }
    }
}
