//! A line as it arrives, a byte at a time: `word`, a problem, or `word` and a problem.
//!
//! A line that begins with a small letter begins with a word, of small letters and, where a task's name has one, hyphens. The problem goes straight into the task's memory; only the word is
//! kept elsewhere, in a few bytes. A line that cannot be right any more is consumed to its end, then refused.

use core::mem;

use heapless::Vec;
use npi_network::NAMES;
use npi_runtime::Refusal;
use npi_runtime::task::ProblemReader;

use crate::command::{Command, HYPHENS, LONGEST};

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing, or only spaces.
    Nothing,
    /// A command by itself, on the problem that is in memory, unless the line [has written](Line::has_written) there.
    Command(Command),
    /// A command, and its problem is in memory.
    Problem(Command),
    /// A problem of another task, by its place in [`NAMES`]: its first byte has come, and the rest is not yet read.
    Elsewhere(usize, u8),
    /// The line is not to be answered. Memory may hold part of a problem.
    Refused(Refused),
}

/// Why a line is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The line's problem is refused, for this reason.
    Problem(Refusal),
    /// The line begins with a word that is longer than every command's.
    NotAWord,
    /// The serial port lost a byte of it.
    Gap,
    /// Whoever typed it gave it up.
    GivenUp,
}

/// A line in the making.
///
/// It counts spaces as well as bytes, so that backspace takes back what the screen shows last.
pub struct Line<'m, R> {
    /// Spaces before the word, and behind it; those behind the problem's first byte are the reader's.
    before: usize,
    word: Vec<u8, LONGEST>,
    after: usize,
    /// The task's, until the problem's first byte comes: a line without one leaves it as it was.
    memory: &'m mut [u8],
    reader: Option<R>,
    refused: Option<Refused>,
}

impl<'m, R: ProblemReader<'m>> Line<'m, R> {
    /// An empty line, whose problem will go into the memory.
    pub fn new(memory: &'m mut [u8]) -> Self {
        Self { before: 0, word: Vec::new(), after: 0, memory, reader: None, refused: None }
    }

    /// Takes the next byte of the line.
    pub fn push(&mut self, byte: u8) {
        let byte = if byte == b'\t' { b' ' } else { byte };
        let taken = match byte {
            _ if self.refused.is_some() => return,
            _ if self.has_problem() => self.push_problem(byte),
            b' ' => {
                *(if self.word.is_empty() { &mut self.before } else { &mut self.after }) += 1;
                Ok(())
            }
            b'-' if HYPHENS && self.after == 0 && !self.word.is_empty() => self.push_letter(byte),
            b'a'..=b'z' if self.after == 0 => self.push_letter(byte),
            _ => self.push_problem(byte),
        };
        if let Err(refused) = taken {
            self.refuse(refused);
        }
    }

    /// Takes the first byte of a problem, in a line whose word another task's console has read: a letter, too, is the problem's.
    pub fn begin(&mut self, byte: u8) {
        if let Err(refused) = self.push_problem(byte) {
            self.refuse(refused);
        }
    }

    /// Gives the place of another task, if the line's word names one and this byte begins a problem of it.
    pub fn elsewhere(&self, byte: u8) -> Option<usize> {
        let begins = byte.is_ascii_graphic() && self.after > 0 && !self.has_problem();
        if NAMES.len() == 1 || !begins || self.refused.is_some() {
            return None;
        }
        match Command::parse(&self.word) {
            Command::Task(task) => Some(task),
            _ => None,
        }
    }

    /// Takes the last byte back, as backspace does; `false` when there is none to take.
    ///
    /// A refused line stays refused: what came after the refusal was not kept.
    pub fn pop(&mut self) -> bool {
        self.refused.is_none()
            && (self.reader.as_mut().is_some_and(R::pop)
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
        self.reader.is_some()
    }

    /// Ends the line.
    pub fn finish(self) -> Meaning {
        let (word, reader) = (&self.word[..], self.reader.filter(|reader| !reader.is_empty()));
        match (self.refused, reader) {
            (Some(refused), _) => Meaning::Refused(refused),
            (None, Some(reader)) => match reader.finish() {
                Ok(_) => Meaning::Problem(Command::parse(word)),
                Err(refusal) => Meaning::Refused(Refused::Problem(refusal)),
            },
            (None, None) if word.is_empty() => Meaning::Nothing,
            (None, None) => Meaning::Command(Command::parse(word)),
        }
    }

    fn push_letter(&mut self, byte: u8) -> Result<(), Refused> {
        self.word.push(byte).map_err(|_| Refused::NotAWord)
    }

    fn has_problem(&self) -> bool {
        self.reader.as_ref().is_some_and(|reader| !reader.is_empty())
    }

    fn push_problem(&mut self, byte: u8) -> Result<(), Refused> {
        let memory = &mut self.memory;
        let reader = self.reader.get_or_insert_with(|| R::new(mem::take(memory)));
        reader.push(byte).map_err(Refused::Problem)
    }
}

/// Counts one down; `false` at zero.
fn take_one(count: &mut usize) -> bool {
    let some = *count > 0;
    *count -= usize::from(some);
    some
}
