//! What can go wrong: values, never panics.

use core::fmt;

use npi_format::Precision;

use crate::Program;

/// A world refuses a problem or an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
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
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Error {
    /// A call would need one frame more than the task's call stack holds.
    StackOverflow {
        /// Frames that it holds.
        frames: usize,
    },
    /// The program did not end within the caller's limit of steps.
    StepLimit {
        /// The limit.
        limit: usize,
    },
    /// One call takes more steps than a verifier has room for.
    LongCall {
        /// Steps that it has room for.
        room: usize,
    },
    /// The environment shows this learned program what its teacher says cannot come.
    Excluded(Program),
    /// The teacher of this learned program goes round in a circle: its call has no longest sequence.
    Loop(Program),
    /// The teacher of this learned program comes to a memory beyond those that the program declares.
    Memory(Program),
    /// The environment or the teacher gives a symbol outside of its slot's alphabet.
    Symbol {
        /// The symbol's id.
        found: u8,
        /// How many symbols the slot has.
        symbols: usize,
    },
    /// A call of a program that the task does not have, or that is not learned where a learned one is expected.
    Program(Program),
    /// A box of states of a network in floats: bounds are exact in integers alone, where no sum is rounded.
    Float,
    /// A state that another network has made.
    State,
    /// The weights end too soon for the network's size. No parsed model causes this.
    Weights,
    /// The world refused an action or its problem.
    Refused(Refusal),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StackOverflow { frames } => {
                write!(f, "the call stack is full: expected calls at most {frames} deep, found a deeper one")
            }
            Self::StepLimit { limit } => {
                write!(f, "the step limit was reached: expected an end within {limit} steps, found none")
            }
            Self::LongCall { room } => {
                write!(
                    f,
                    "expected a call of at most {room} steps, for which there is room; found a longer one"
                )
            }
            Self::Excluded(program) => {
                write!(f, "program {} sees what its teacher says cannot come", program.0)
            }
            Self::Loop(program) => write!(f, "the teacher of program {} can go round in a circle", program.0),
            Self::Memory(program) => {
                write!(f, "expected a memory that program {} declares, found its teacher beyond them", program.0)
            }
            Self::Symbol { found, symbols } => {
                write!(f, "expected one of a slot's {symbols} symbols, found number {found}")
            }
            Self::Program(program) => {
                write!(f, "expected a learned program of the task, found number {}", program.0)
            }
            Self::Weights => f.write_str("expected more weights, found their end"),
            Self::Float => f.write_str("expected a network in int8 or int4, found f32: boxes hold in integers alone, where no sum is rounded"),
            Self::State => f.write_str("expected a state of this network, found one of another"),
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
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Misfit {
    /// None of its sections is of this task, or only of another version of it.
    Task {
        /// The task's name.
        expected: &'static str,
        /// The task's fingerprint.
        fingerprint: u64,
    },
    /// The model's section of the task states other counts of slots, symbols or programs than the task has.
    Shape {
        /// The task's name.
        expected: &'static str,
    },
    /// It has another number of boxes than the task's machine demands.
    Boxes {
        /// Boxes that are demanded.
        expected: usize,
        /// Boxes of the model.
        found: usize,
    },
    /// Its weights are stored in another precision than this network reads.
    Precision {
        /// The precision that this network reads.
        #[cfg_attr(feature = "defmt", defmt(Debug2Format))]
        expected: Precision,
        /// The model's precision.
        #[cfg_attr(feature = "defmt", defmt(Debug2Format))]
        found: Precision,
    },
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
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task { expected, fingerprint } => write!(
                f,
                "expected a model of task `{expected}` with fingerprint {fingerprint:016x}, found none of it"
            ),
            Self::Shape { expected } => {
                write!(f, "expected the slots and programs of task `{expected}`, found others")
            }
            Self::Boxes { expected, found } => write!(f, "expected {expected} boxes, found {found}"),
            Self::Precision { expected, found } => {
                write!(f, "expected precision {}, found {}", expected.name(), found.name())
            }
            Self::Hidden { found, capacity } => {
                write!(f, "expected at most {capacity} hidden units, found {found}")
            }
            Self::Units { found, expected } => write!(f, "expected {expected} hidden units, found {found}"),
        }
    }
}

impl core::error::Error for Misfit {}
