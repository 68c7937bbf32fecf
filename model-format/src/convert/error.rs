//! Why weights cannot be converted.

use core::fmt;
use std::string::String;
use std::vec::Vec;

use crate::{ParseError, Precision};

/// Why a safetensors file is refused, or cannot become a blob.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ConvertError {
    /// Not a safetensors file.
    Unreadable(String),
    /// The `npi` entry of the metadata is missing or wrong.
    Metadata(String),
    /// A tensor is missing.
    Missing(String),
    /// A tensor is not of 32-bit floats.
    Type(String, String),
    /// A tensor of boxes holds something else.
    Boxes {
        /// The tensor's name.
        tensor: String,
        /// What it holds.
        found: String,
    },
    /// A tensor's dimensions are wrong.
    Shape {
        /// The tensor's name.
        tensor: String,
        /// The dimensions that the metadata demands.
        expected: Vec<usize>,
        /// The dimensions found.
        found: Vec<usize>,
    },
    /// A weight is infinite or not a number.
    NotFinite {
        /// The tensor's name.
        tensor: String,
        /// The weight's index in it.
        index: usize,
    },
    /// A weight is too large for any scale of the precision.
    TooLarge {
        /// The tensor's name.
        tensor: String,
        /// The largest magnitude in it.
        found: f32,
        /// The largest magnitude that the precision can hold.
        limit: f32,
    },
    /// The blob made of the weights is refused.
    Blob(ParseError),
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => {
                write!(f, "expected a safetensors file, found {why}; hint: make one with `npi train`")
            }
            Self::Metadata(why) => {
                write!(
                    f,
                    "expected the metadata that `npi train` writes under `npi`, found {why}; hint: train again"
                )
            }
            Self::Missing(tensor) => write!(f, "expected a tensor `{tensor}`, found none; hint: train again"),
            Self::Type(tensor, found) => {
                write!(f, "expected `{tensor}` as F32, found {found}; hint: store it as F32")
            }
            Self::Boxes { tensor, found } => {
                write!(f, "expected `{tensor}` as I16 that bound states, found {found}; hint: train again")
            }
            Self::Shape { tensor, expected, found } => {
                write!(f, "expected `{tensor}` of shape {expected:?}, found {found:?}; hint: train again")
            }
            Self::NotFinite { tensor, index } => {
                write!(
                    f,
                    "expected finite weights, found NaN or infinity at `{tensor}`[{index}]; hint: train again"
                )
            }
            Self::TooLarge { tensor, found, limit } => {
                write!(
                    f,
                    "expected weights up to {limit} in `{tensor}`, found {found}; hint: use --precision f32"
                )
            }
            Self::Blob(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ConvertError {}

/// Why blobs cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinError {
    /// No section at all.
    Nothing,
    /// More sections than a blob can hold.
    TooMany(usize),
    /// A section's weights are stored in another precision than the first one's.
    Precision {
        /// The name of the section's task.
        task: String,
        /// The first section's precision.
        expected: Precision,
        /// The section's precision.
        found: Precision,
    },
    /// A section's core has another number of hidden units than the first one's.
    Hidden {
        /// The name of the section's task.
        task: String,
        /// Units of the first section's core.
        expected: usize,
        /// Units of the section's core.
        found: usize,
    },
    /// A section's core has other recurrent weights than the first one's, or another scale of them.
    Core {
        /// The name of the first section's task.
        expected: String,
        /// The name of the task whose core is another.
        found: String,
    },
    /// A task of this name, or of this task's fingerprint, comes twice.
    Twice(String),
    /// The blob made of the sections is refused.
    Blob(ParseError),
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("expected a section, found none"),
            Self::TooMany(found) => write!(f, "expected at most {} sections, found {found}", u8::MAX),
            Self::Precision { task, expected, found } => {
                write!(f, "expected `{task}` in {}, found it in {}", expected.name(), found.name())
            }
            Self::Hidden { task, expected, found } => {
                write!(f, "expected `{task}` with {expected} hidden units, found {found}")
            }
            Self::Core { expected, found } => write!(
                f,
                "expected the recurrent weights of `{expected}`, found others in `{found}`; hint: train it with --core"
            ),
            Self::Twice(task) => write!(f, "expected every task once, found `{task}` twice"),
            Self::Blob(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for JoinError {}
