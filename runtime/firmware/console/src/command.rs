//! What can be asked: the word that is typed is the file that is opened.

use npi_network::NAMES;

use without::{BENCH, HASH, TRACE, VERIFY};

pub mod bench;
pub mod hash;
pub mod info;
pub mod run;
pub mod trace;
pub mod verify;
pub mod without;

/// What can be asked of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The answer to a problem: what a line without a word asks for.
    Run,
    /// The trace of a problem, or of the last one.
    Trace,
    /// A hash over everything in that trace and all of the hidden and cell states.
    Hash,
    /// The whole proof.
    Verify,
    /// Steps and ticks of a problem, or of one of size 100.
    Bench,
    /// Another task of the model, by its place in [`NAMES`].
    Task(usize),
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
    /// Whether the firmware has it.
    const fn is_here(self) -> bool {
        match self {
            Self::Trace => TRACE,
            Self::Hash => HASH,
            Self::Bench => BENCH,
            Self::Verify => VERIFY,
            _ => true,
        }
    }

    /// The command of a word; an unknown one gets help, as does one that the firmware does without. A task's name may be cut short: `sort` for
    /// sorting. Where several names begin with the word, it is that of the one which all the others go on from: `sort` is sorting beside
    /// sorting-loop.
    pub fn parse(word: &[u8]) -> Self {
        let known = WORDS.iter().find(|(known, _)| known.as_bytes() == word);
        let begins =
            |name: &&&str| NAMES.len() > 1 && word.len() >= SHORTEST && name.as_bytes().starts_with(word);
        let first = |name: &str| {
            NAMES.iter().filter(begins).all(|other| other.as_bytes().starts_with(name.as_bytes()))
        };
        let task = || NAMES.iter().position(|name| begins(&name) && first(name));
        known
            .map(|&(_, command)| command)
            .filter(|known| known.is_here())
            .or_else(|| task().map(Self::Task))
            .unwrap_or(Self::Help)
    }
}

/// Letters that name a task at least.
const SHORTEST: usize = 3;

/// Bytes of the longest word.
pub const LONGEST: usize = {
    let (mut longest, mut at) = ("verify".len(), 0);
    while at < NAMES.len() {
        if NAMES.len() > 1 && NAMES[at].len() > longest {
            longest = NAMES[at].len();
        }
        at += 1;
    }
    longest
};

/// Whether a word may have hyphens: where a task's name has one.
pub const HYPHENS: bool = {
    let (mut found, mut at) = (false, 0);
    while at < NAMES.len() {
        let (name, mut place) = (NAMES[at].as_bytes(), 0);
        while place < name.len() {
            found |= NAMES.len() > 1 && name[place] == b'-';
            place += 1;
        }
        at += 1;
    }
    found
};

const WORDS: &[(&str, Command)] = &[
    ("", Command::Run),
    ("run", Command::Run),
    ("trace", Command::Trace),
    ("hash", Command::Hash),
    ("verify", Command::Verify),
    ("bench", Command::Bench),
    ("info", Command::Info),
    ("stack", Command::Stack),
    ("echo", Command::Echo),
];
