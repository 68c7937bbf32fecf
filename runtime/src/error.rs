//! What can go wrong: values, never panics.

use core::fmt;

use crate::Program;

/// A world refuses a problem or an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The problem's text is wrong at byte `at`.
    Problem {
        /// What should stand there.
        expected: &'static str,
        /// Offset in bytes.
        at: usize,
    },
    /// The problem is larger than the memory it was given.
    Capacity {
        /// How many columns the memory holds.
        columns: usize,
    },
    /// An action that the world does not allow, and why.
    Action(&'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem { expected, at } => write!(f, "expected {expected} at byte {at} of the problem"),
            Self::Capacity { columns } => {
                write!(f, "the problem needs more than the {columns} columns that fit into memory")
            }
            Self::Action(why) => f.write_str(why),
        }
    }
}

impl core::error::Error for Refusal {}

/// A run that cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A call would need one frame more than the call stack holds.
    StackOverflow,
    /// The caller's limit of steps was reached.
    StepLimit,
    /// One call takes more steps than a verifier has room for.
    LongCall,
    /// The environment shows a program what its teacher says cannot come.
    Excluded,
    /// The teacher of this learned program goes round in a circle: its call has no longest sequence.
    Loop(Program),
    /// A symbol outside its slot's alphabet, or a program that the task does not have.
    Symbol,
    /// The world refused an action.
    Refused(Refusal),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StackOverflow => f.write_str("the call stack is full"),
            Self::StepLimit => f.write_str("the step limit was reached before the program ended"),
            Self::LongCall => f.write_str("a call takes more steps than there is room for"),
            Self::Excluded => f.write_str("a program sees what its teacher says cannot come"),
            Self::Loop(program) => write!(f, "the teacher of program {} can go round in a circle", program.0),
            Self::Symbol => f.write_str("a symbol or program that the task does not have"),
            Self::Refused(refusal) => refusal.fmt(f),
        }
    }
}

impl core::error::Error for Error {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A model that cannot run the task, or not in this much memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misfit {
    /// It was trained for another task, or for another version of it.
    Task,
    /// Its weights are stored in another precision than this network reads.
    Precision,
    /// It has `found` hidden units; the buffers hold `capacity`.
    Hidden {
        /// Units of the model.
        found: usize,
        /// Units that fit.
        capacity: usize,
    },
    /// It has `found` hidden units; the network is compiled for exactly `expected`.
    Units {
        /// Units of the model.
        found: usize,
        /// Units of the network.
        expected: usize,
    },
    /// One step has more inputs than [`MAX_INPUTS`](crate::task::MAX_INPUTS).
    Inputs,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task => {
                f.write_str("expected a model of this task, found one of another; hint: see `npi inspect`")
            }
            Self::Precision => f.write_str("expected another precision; hint: convert the weights again"),
            Self::Hidden { found, capacity } => {
                write!(f, "expected at most {capacity} hidden units, found {found}; hint: train with fewer")
            }
            Self::Units { found, expected } => {
                write!(f, "expected {expected} hidden units, found {found}; hint: build for {found}")
            }
            Self::Inputs => f.write_str("expected fewer slots than the model's task has"),
        }
    }
}

impl core::error::Error for Misfit {}
