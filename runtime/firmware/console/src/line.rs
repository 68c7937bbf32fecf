//! A line as it arrives, a byte at a time.
//!
//! The digits of `A+B` go straight into the scratchpad. Only a command's word is kept elsewhere, in
//! a few bytes. A line that cannot be right any more is consumed to its end, then refused.

use crate::scratchpad::{Operand, Scratchpad};

/// Bytes of the longest command.
const LONGEST_WORD: usize = 8;

/// What a line turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing, or only spaces.
    Nothing,
    /// Both operands are in the scratchpad.
    Sum,
    /// A command's word.
    Command(Command),
    /// The line is not to be answered.
    Refused(Refusal),
}

/// What can be asked besides a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// What this is, and how long a number it can add.
    Info,
    /// Ticks of a fixed amount of work.
    Bench,
    /// The deepest use of the stack.
    Stack,
    /// Turns echo on or off.
    Echo,
    /// Any other word.
    Help,
}

impl Command {
    fn parse(word: &[u8]) -> Self {
        match word {
            b"info" => Self::Info,
            b"bench" => Self::Bench,
            b"stack" => Self::Stack,
            b"echo" => Self::Echo,
            _ => Self::Help,
        }
    }
}

/// Why a line is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// An operand has more digits than the scratchpad has room for.
    TooLong,
    /// Neither a sum nor a word.
    NotASum,
    /// The serial port lost a byte of it.
    Gap,
}

/// Where in a line we are.
#[derive(Clone, Copy)]
enum State {
    Start,
    Word,
    Digits(Operand),
    Refused(Refusal),
}

/// A line in the making.
pub struct Line<'pad, 'ram> {
    scratchpad: &'pad mut Scratchpad<'ram>,
    word: [u8; LONGEST_WORD],
    word_len: usize,
    state: State,
}

impl<'pad, 'ram> Line<'pad, 'ram> {
    /// An empty line, whose digits will go into the scratchpad.
    pub fn new(scratchpad: &'pad mut Scratchpad<'ram>) -> Self {
        scratchpad.clear();
        Self { scratchpad, word: [0; LONGEST_WORD], word_len: 0, state: State::Start }
    }

    /// Starts again, as if nothing had been typed.
    pub fn clear(&mut self) {
        self.scratchpad.clear();
        self.word_len = 0;
        self.state = State::Start;
    }

    /// Takes the next byte of the line; spaces mean nothing.
    pub fn push(&mut self, byte: u8) {
        let taken = match (self.state, byte) {
            (State::Refused(_), _) | (_, b' ') => Ok(()),
            (State::Start, b'0'..=b'9') => self.push_digit(Operand::First, byte),
            (State::Digits(operand), b'0'..=b'9') => self.push_digit(operand, byte),
            (State::Digits(Operand::First), b'+') => self.begin_second(),
            (State::Start | State::Word, b'a'..=b'z') => self.push_letter(byte),
            _ => Err(Refusal::NotASum),
        };
        if let Err(refusal) = taken {
            self.refuse(refusal);
        }
    }

    /// Takes the last byte back, as backspace does; `false` when there is none to take.
    ///
    /// A refused line stays refused: what came after the refusal was not kept.
    pub fn pop(&mut self) -> bool {
        match self.state {
            State::Start | State::Refused(_) => return false,
            State::Word => self.pop_letter(),
            State::Digits(Operand::First) => self.pop_digit(),
            State::Digits(Operand::Second) => {
                if !self.scratchpad.pop(Operand::Second) {
                    self.state = State::Digits(Operand::First);
                }
            }
        }
        true
    }

    /// Refuses the line, whatever else arrives; the first reason stands.
    pub fn refuse(&mut self, refusal: Refusal) {
        if !matches!(self.state, State::Refused(_)) {
            self.state = State::Refused(refusal);
        }
    }

    /// Ends the line.
    pub fn finish(&self) -> Meaning {
        match self.state {
            State::Start => Meaning::Nothing,
            State::Word => Meaning::Command(Command::parse(self.word())),
            State::Digits(Operand::Second) if self.scratchpad.len(Operand::Second) > 0 => Meaning::Sum,
            State::Digits(_) => Meaning::Refused(Refusal::NotASum),
            State::Refused(refusal) => Meaning::Refused(refusal),
        }
    }

    fn word(&self) -> &[u8] {
        self.word.get(..self.word_len).unwrap_or_default()
    }

    fn push_digit(&mut self, operand: Operand, byte: u8) -> Result<(), Refusal> {
        self.state = State::Digits(operand);
        self.scratchpad.push(operand, byte - b'0').map_err(|_| Refusal::TooLong)
    }

    fn begin_second(&mut self) -> Result<(), Refusal> {
        self.state = State::Digits(Operand::Second);
        Ok(())
    }

    fn push_letter(&mut self, byte: u8) -> Result<(), Refusal> {
        self.state = State::Word;
        *self.word.get_mut(self.word_len).ok_or(Refusal::NotASum)? = byte;
        self.word_len += 1;
        Ok(())
    }

    fn pop_letter(&mut self) {
        self.word_len = self.word_len.saturating_sub(1);
        if self.word_len == 0 {
            self.state = State::Start;
        }
    }

    fn pop_digit(&mut self) {
        self.scratchpad.pop(Operand::First);
        if self.scratchpad.len(Operand::First) == 0 {
            self.state = State::Start;
        }
    }
}
