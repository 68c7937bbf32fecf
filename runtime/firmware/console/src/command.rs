//! What can be asked: the word that is typed is the file that is opened.

pub mod add;
pub mod bench;
#[cfg(feature = "fill")]
pub mod fill;
pub mod hash;
pub mod info;
pub mod trace;
pub mod verify;

/// What can be asked of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The sum of a problem: what a line without a word asks for.
    Add,
    /// The trace of a problem, or of the last one.
    Trace,
    /// A hash over everything in that trace and all of the hidden and cell states.
    Hash,
    /// The whole proof.
    Verify,
    /// Steps and ticks of a problem, or of one of 100 digits.
    Bench,
    /// A tape that is filled, its hash, and the whole proof of that task.
    #[cfg(feature = "fill")]
    Fill,
    /// What this is.
    Info,
    /// The deepest use of the stack.
    Stack,
    /// Turns echo on or off.
    Echo,
    /// What can be asked.
    Help,
}

impl Command {
    /// Bytes of the longest word.
    pub const LONGEST: usize = 8;

    /// The command of a word; an unknown one gets help.
    pub fn parse(word: &[u8]) -> Self {
        let known = WORDS.iter().find(|(known, _)| known.as_bytes() == word);
        known.map_or(Self::Help, |&(_, command)| command)
    }
}

const WORDS: &[(&str, Command)] = &[
    ("", Command::Add),
    ("trace", Command::Trace),
    ("hash", Command::Hash),
    ("verify", Command::Verify),
    ("bench", Command::Bench),
    #[cfg(feature = "fill")]
    ("fill", Command::Fill),
    ("info", Command::Info),
    ("stack", Command::Stack),
    ("echo", Command::Echo),
];
