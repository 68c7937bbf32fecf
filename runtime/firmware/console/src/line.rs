//! A line as it arrives, a byte at a time: `word`, `A+B`, or `word A+B`.
//!
//! The digits go straight into the scratchpad's memory; only the word is kept elsewhere, in a few
//! bytes. A line that cannot be right any more is consumed to its end, then refused.

use core::mem;

use heapless::Vec;
use npi_runtime::Refusal;
use npi_tasks::addition::Loader;

use crate::command::Command;

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing, or only spaces.
    Nothing,
    /// A command by itself, on the problem that is in memory, unless the line [has written](Line::has_written) there.
    Command(Command),
    /// A command, and its problem is in memory.
    Problem(Command),
    /// The line is not to be answered. Memory may hold part of a problem.
    Refused(Refused),
}

/// Why a line is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its problem is.
    Problem(Refusal),
    /// It is neither a problem nor a word.
    NotAWord,
    /// The serial port lost a byte of it.
    Gap,
    /// Whoever typed it gave it up.
    GivenUp,
}

/// A line in the making.
///
/// It counts spaces as well as bytes, so that backspace takes back what the screen shows last.
pub struct Line<'m> {
    /// Spaces before the word, and behind it; those behind the problem's first byte are the loader's.
    before: usize,
    word: Vec<u8, { Command::LONGEST }>,
    after: usize,
    /// The scratchpad's, until the first digit comes: a line without digits leaves it as it was.
    memory: &'m mut [u8],
    loader: Option<Loader<'m>>,
    refused: Option<Refused>,
}

impl<'m> Line<'m> {
    /// An empty line, whose digits will go into the memory.
    pub fn new(memory: &'m mut [u8]) -> Self {
        Self { before: 0, word: Vec::new(), after: 0, memory, loader: None, refused: None }
    }

    /// Takes the next byte of the line.
    pub fn push(&mut self, byte: u8) {
        let taken = match byte {
            _ if self.refused.is_some() => return,
            b'0'..=b'9' | b'+' => self.push_problem(byte).map_err(Refused::Problem),
            b' ' | b'\t' if self.has_problem() => self.push_problem(b' ').map_err(Refused::Problem),
            b' ' | b'\t' => {
                *(if self.word.is_empty() { &mut self.before } else { &mut self.after }) += 1;
                Ok(())
            }
            b'a'..=b'z' if !self.has_problem() && self.after == 0 => {
                self.word.push(byte).map_err(|_| Refused::NotAWord)
            }
            _ => Err(Refused::NotAWord),
        };
        if let Err(refused) = taken {
            self.refuse(refused);
        }
    }

    /// Takes the last byte back, as backspace does; `false` when there is none to take.
    ///
    /// A refused line stays refused: what came after the refusal was not kept.
    pub fn pop(&mut self) -> bool {
        self.refused.is_none()
            && (self.loader.as_mut().is_some_and(Loader::pop)
                || take_one(&mut self.after)
                || self.word.pop().is_some()
                || take_one(&mut self.before))
    }

    /// Refuses the line, whatever else arrives; the first reason stands.
    pub fn refuse(&mut self, refused: Refused) {
        self.refused.get_or_insert(refused);
    }

    /// Whether it has written to the memory: an earlier problem is not there any more, even if all of this line
    /// has been taken back.
    pub fn has_written(&self) -> bool {
        self.loader.is_some()
    }

    /// Ends the line.
    pub fn finish(self) -> Meaning {
        let (word, loader) = (&self.word[..], self.loader.filter(|loader| !loader.is_empty()));
        match (self.refused, loader) {
            (Some(refused), _) => Meaning::Refused(refused),
            (None, Some(loader)) => match loader.finish() {
                Ok(_) => Meaning::Problem(Command::parse(word)),
                Err(refusal) => Meaning::Refused(Refused::Problem(refusal)),
            },
            (None, None) if word.is_empty() => Meaning::Nothing,
            (None, None) => Meaning::Command(Command::parse(word)),
        }
    }

    fn has_problem(&self) -> bool {
        self.loader.as_ref().is_some_and(|loader| !loader.is_empty())
    }

    fn push_problem(&mut self, byte: u8) -> Result<(), Refusal> {
        let memory = &mut self.memory;
        self.loader.get_or_insert_with(|| Loader::new(mem::take(memory))).push(byte)
    }
}

/// Counts one down; `false` at zero.
fn take_one(count: &mut usize) -> bool {
    let some = *count > 0;
    *count -= usize::from(some);
    some
}
