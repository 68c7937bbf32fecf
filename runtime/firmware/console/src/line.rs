//! A line as it arrives, a byte at a time: `word`, `A+B`, or `word A+B`.
//!
//! The digits go straight into the scratchpad's memory; only the word is kept elsewhere, in a few
//! bytes. A line that cannot be right any more is consumed to its end, then refused.

use core::mem;

use heapless::Vec;
use npi_runtime::Refusal;
use npi_runtime::task::addition::Loader;

use crate::command::Command;

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing, or only spaces.
    Nothing,
    /// A command by itself. Memory is as it was.
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
pub struct Line<'m> {
    word: Vec<u8, { Command::LONGEST }>,
    /// The scratchpad's, until the first digit comes: a line without digits leaves it as it was.
    memory: &'m mut [u8],
    loader: Option<Loader<'m>>,
    /// Bytes of the problem so far.
    length: usize,
    /// A space came last. It counts only if something follows, so that backspace can take it back.
    space: bool,
    refused: Option<Refused>,
}

impl<'m> Line<'m> {
    /// An empty line, whose digits will go into the memory.
    pub fn new(memory: &'m mut [u8]) -> Self {
        Self { word: Vec::new(), memory, loader: None, length: 0, space: false, refused: None }
    }

    /// Takes the next byte of the line.
    pub fn push(&mut self, byte: u8) {
        let taken = match byte {
            _ if self.refused.is_some() => return,
            b' ' | b'\t' => return self.space = true,
            b'a'..=b'z' if self.length == 0 && (self.word.is_empty() || !self.space) => {
                self.word.push(byte).map_err(|_| Refused::NotAWord)
            }
            b'0'..=b'9' | b'+' => self.push_problem(byte).map_err(Refused::Problem),
            _ => Err(Refused::NotAWord),
        };
        self.space = false;
        if let Err(refused) = taken {
            self.refuse(refused);
        }
    }

    /// Takes the last byte back, as backspace does; `false` when there is none to take.
    ///
    /// A refused line stays refused: what came after the refusal was not kept.
    pub fn pop(&mut self) -> bool {
        if self.refused.is_some() {
            return false;
        }
        if mem::take(&mut self.space) {
            return true;
        }
        if self.length > 0 {
            self.length -= 1;
            return self.loader.as_mut().is_some_and(Loader::pop);
        }
        self.word.pop().is_some()
    }

    /// Refuses the line, whatever else arrives; the first reason stands.
    pub fn refuse(&mut self, refused: Refused) {
        self.refused.get_or_insert(refused);
    }

    /// Ends the line.
    pub fn finish(self) -> Meaning {
        let (word, loader) = (&self.word[..], self.loader.filter(|_| self.length > 0));
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

    fn push_problem(&mut self, byte: u8) -> Result<(), Refusal> {
        let memory = &mut self.memory;
        let loader = self.loader.get_or_insert_with(|| Loader::new(mem::take(memory)));
        if self.space && self.length > 0 {
            loader.push(b' ')?;
        }
        loader.push(byte)?;
        self.length += 1;
        Ok(())
    }
}
